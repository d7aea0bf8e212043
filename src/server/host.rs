//! What all parts of the running server share.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types::notification::{Notification, PublishDiagnostics};
use tower_lsp::ls_types::{InitializeParams, MessageType, ProgressToken, PublishDiagnosticsParams};

use super::background::Outgoing;
use super::capabilities::{self, Capabilities};
use super::file_findings::FileFindings;
use super::life::Life;
use super::publisher::Wake;
use super::settings::Settings;
use super::token_memory::TokenMemory;
use crate::workspace::Session;

/// What all parts of the running server share; the state itself is the session's.
pub(super) struct Host {
    pub session: Arc<Session>,
    pub life: Life,
    /// What is said about files that are not open.
    pub findings: FileFindings,
    /// The semantic tokens that the client has.
    pub tokens: TokenMemory,
    settings: Mutex<Settings>,
    client: OnceLock<Arc<Capabilities>>,
    folders: Mutex<Vec<std::path::PathBuf>>,
    outgoing: UnboundedSender<Outgoing>,
    wake: Mutex<Sender<Wake>>,
}

impl Host {
    pub(super) fn new(
        session: Arc<Session>,
        life: Life,
        outgoing: UnboundedSender<Outgoing>,
        wake: Sender<Wake>,
    ) -> Self {
        let (client, folders) = (OnceLock::new(), Mutex::default());
        let (findings, tokens, settings) = Default::default();
        Self { session, life, findings, tokens, settings, client, folders, outgoing, wake: Mutex::new(wake) }
    }

    /// Takes note of what the client announces.
    pub(super) fn initialize(&self, params: &InitializeParams) -> Arc<Capabilities> {
        let _ = self.client.set(Arc::new(Capabilities::of_client(params)));
        self.change_folders(&capabilities::folders(params), &[]);
        if let Some(options) = &params.initialization_options {
            self.set_settings(options);
        }
        if let Some(parent) = params.process_id {
            self.life.clone().end_with_parent(parent);
        }
        self.capabilities()
    }

    /// Takes note of folders that were opened and closed, and gives all that are open now.
    pub(super) fn change_folders(
        &self,
        added: &[std::path::PathBuf],
        removed: &[std::path::PathBuf],
    ) -> Vec<std::path::PathBuf> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(added.iter().filter(|folder| !removed.contains(folder)).cloned());
        folders.clone()
    }

    /// The client is ready: reads what it has open.
    pub(super) fn start(&self) {
        self.send(Outgoing::Watch);
        self.send(Outgoing::Configure);
        self.session.add_folders(&self.change_folders(&[], &[]));
    }

    /// Whether `initialize` has been answered and `shutdown` not yet asked for.
    pub(super) fn is_running(&self) -> bool {
        self.client.get().is_some() && !self.life.is_shut_down()
    }

    /// What the client announced.
    pub(super) fn capabilities(&self) -> Arc<Capabilities> {
        self.client.get().cloned().unwrap_or_default()
    }

    /// What the user set in the editor.
    pub(super) fn settings(&self) -> Settings {
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over settings and shows everything as they ask for; what is wrong with them is told to the client.
    pub(super) fn set_settings(&self, given: &serde_json::Value) {
        let (new, problems) = Settings::take(given);
        problems.into_iter().for_each(|problem| self.send(Outgoing::Log(MessageType::WARNING, problem)));
        let old = std::mem::replace(&mut *self.settings.lock().unwrap_or_else(PoisonError::into_inner), new);
        if old != new && self.client.get().is_some() {
            self.send(Outgoing::RefreshViews);
            self.wake(Wake::Everything);
        }
    }

    /// Sends a part of a result ahead of the answer itself.
    pub(super) fn send_part(&self, token: &ProgressToken, value: &impl serde::Serialize) {
        self.life.say("$/progress", &serde_json::json!({ "token": token, "value": value }));
    }

    /// Says what there is about a document, at once and by no queue: somebody has typed and is looking.
    pub(super) fn publish(&self, diagnostics: &PublishDiagnosticsParams) {
        self.life.say(PublishDiagnostics::METHOD, diagnostics);
    }

    /// Sends something to the client, in order, without waiting.
    pub(super) fn send(&self, outgoing: Outgoing) {
        let _ = self.outgoing.send(outgoing);
    }

    /// Makes the publisher look again.
    pub(super) fn wake(&self, wake: Wake) {
        let _ = self.wake.lock().unwrap_or_else(PoisonError::into_inner).send(wake);
    }
}
