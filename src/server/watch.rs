//! Learning of files that change outside the editor: from the client where it can watch, else from the system.

use crate::text::sorting::sort;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tower_lsp::ls_types::{DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration};

use super::background::{WATCHED, marked_folders};
use crate::workspace::{Session, Snapshot};

/// Events that come in a burst are looked at together.
const BURST: Duration = Duration::from_millis(60);

/// What a client is asked to watch.
pub(super) fn registration() -> Registration {
    let watcher = |pattern: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(pattern.into()), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.map(watcher).to_vec() };
    Registration {
        id: "copydesk/files".into(),
        method: "workspace/didChangeWatchedFiles".into(),
        register_options: serde_json::to_value(options).ok(),
    }
}

/// A client is asked to tell when settings change.
pub(super) fn of_settings() -> Registration {
    Registration {
        id: "copydesk/settings".into(),
        method: "workspace/didChangeConfiguration".into(),
        register_options: Some(serde_json::json!({ "section": "copydesk" })),
    }
}

/// Watches the folders of marked corpora by the operating system's means.
pub(super) struct Watcher {
    watcher: RecommendedWatcher,
    folders: Vec<PathBuf>,
}

impl Watcher {
    /// Starts watching nothing yet; `None` where the system cannot watch.
    pub(super) fn start(session: Arc<Session>) -> Option<Self> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Ok(event) = event
                && !matches!(event.kind, EventKind::Access(_))
            {
                let _ = sender.send(event.paths);
            }
        });
        let run = move || pass_on(&events, &session);
        std::thread::Builder::new().name("watcher".into()).spawn(run).ok()?;
        watcher.ok().map(|watcher| Self { watcher, folders: Vec::new() })
    }

    /// Watches the folders that a snapshot knows.
    pub(super) fn follow(&mut self, snapshot: &Snapshot) {
        for folder in marked_folders(snapshot) {
            if !self.folders.contains(&folder) {
                if let Err(error) = self.watcher.watch(&folder, RecursiveMode::Recursive) {
                    tracing::warn!("{} cannot be watched: {error}", folder.display());
                }
                self.folders.push(folder);
            }
        }
    }
}

fn pass_on(events: &Receiver<Vec<PathBuf>>, session: &Session) {
    while let Ok(mut paths) = events.recv() {
        while let Ok(more) = events.recv_timeout(BURST) {
            paths.extend(more);
        }
        sort(&mut paths);
        paths.dedup();
        session.files_changed(paths);
    }
}
