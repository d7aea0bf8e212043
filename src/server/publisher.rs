//! Keeps every editor's diagnostics true: those of the document being edited at once, then those that depend on it.
//!
//! One thread computes, on snapshots. A result for a version that the editor no longer has is dropped, and
//! only what changed is sent. Articles that are not open are pushed to every client; open ones are pushed to
//! those that do not pull.

use crate::text::sorting::sort_by_key;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};
use tower_lsp::ls_types::{Diagnostic, PublishDiagnosticsParams, Uri};

use super::analysis::Context;
use super::background::Outgoing;
use super::host::Host;
use super::{diagnostics, to_proto};
use crate::corpus::{Corpus, DocumentId};
use crate::text::LineIndex;
use crate::workspace::{Desk, FILE_NAME, LOOSE, OpenDocument, Snapshot, View};

/// What depends on an edit is looked at when the editor has been quiet for so long: other open documents, which somebody
/// may be looking at, before all else.
const QUIET_FOR_OPEN: Duration = Duration::from_millis(15);
const QUIET: Duration = Duration::from_millis(120);
/// In a corpus of more articles than this, only open ones get diagnostics.
const LARGEST_PUSHED_CORPUS: usize = 2000;

/// Why the publisher should look again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wake {
    /// Documents were opened, changed or closed.
    Documents,
    /// Articles were loaded.
    Corpus,
    /// Loading has ended, or files or the configuration changed.
    Everything,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Task {
    Neighbours(Arc<str>),
    Open(Arc<str>),
    File(usize, Arc<str>),
    Configuration(usize),
}

pub(super) struct Publisher {
    host: Arc<Host>,
    wakes: Receiver<Wake>,
    /// The last version of each open document whose diagnostics were computed, and these.
    open: FxHashMap<Arc<str>, (Arc<OpenDocument>, Vec<Diagnostic>)>,
    /// For documents that changed, the desk as it was before, until what was compared with them is looked at again.
    before: FxHashMap<Arc<str>, Arc<Desk>>,
    tasks: VecDeque<Task>,
    /// Desks that were told to be too large for findings in files that are not open.
    told_large: FxHashSet<usize>,
    /// When open documents may be looked at again, and when everything else.
    quiet_for_open_at: Instant,
    quiet_at: Instant,
    refresh: bool,
    /// Whether hints, lenses and colours may have changed by something else than an edit of their own document.
    stale_views: bool,
}

impl Publisher {
    pub(super) fn new(host: Arc<Host>, wakes: Receiver<Wake>) -> Self {
        Self {
            host,
            wakes,
            open: FxHashMap::default(),
            before: FxHashMap::default(),
            tasks: VecDeque::new(),
            told_large: FxHashSet::default(),
            quiet_for_open_at: Instant::now(),
            quiet_at: Instant::now(),
            refresh: false,
            stale_views: false,
        }
    }

    /// Runs until the server ends.
    pub(super) fn run(mut self) {
        loop {
            let idle = self.tasks.is_empty() && !self.refresh && !self.stale_views;
            let wake = match idle {
                true => self.wakes.recv().map_err(|_| RecvTimeoutError::Disconnected),
                false => self.wakes.recv_timeout(self.next_task_at().saturating_duration_since(Instant::now())),
            };
            match wake {
                Ok(wake) => self.wake(wake),
                Err(RecvTimeoutError::Timeout) => self.next_task(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn wake(&mut self, first: Wake) {
        let wakes: Vec<_> = std::iter::once(first).chain(self.wakes.try_iter()).collect();
        self.changed_documents();
        if wakes.iter().any(|wake| *wake != Wake::Documents) {
            self.stale_views = true;
            let names: Vec<_> = self.open.keys().cloned().collect();
            names.into_iter().for_each(|name| self.add(Task::Open(name)));
        }
        if wakes.contains(&Wake::Everything) {
            self.add_everything();
        }
    }

    /// Open documents stand first in the queue.
    fn next_task_at(&self) -> Instant {
        match self.tasks.front() {
            Some(Task::Open(_)) => self.quiet_for_open_at,
            _ => self.quiet_at,
        }
    }

    fn edited_now(&mut self) {
        let now = Instant::now();
        (self.quiet_for_open_at, self.quiet_at) = (now + QUIET_FOR_OPEN, now + QUIET);
    }

    fn next_task(&mut self) {
        match self.tasks.pop_front() {
            Some(Task::Neighbours(name)) => self.add_neighbours(&name),
            Some(Task::Open(name)) => self.recheck_open(&name),
            Some(Task::File(desk, key)) => self.check_file(desk, &key),
            Some(Task::Configuration(desk)) => self.check_configuration(desk),
            None => {
                if std::mem::take(&mut self.refresh) {
                    self.host.send(Outgoing::RefreshDiagnostics);
                }
                if std::mem::take(&mut self.stale_views) {
                    self.host.send(Outgoing::RefreshViews);
                }
            }
        }
    }

    fn add(&mut self, task: Task) {
        if self.tasks.contains(&task) {
            return;
        }
        match task {
            Task::Open(_) => {
                let open = self.tasks.iter().take_while(|task| matches!(task, Task::Open(_))).count();
                self.tasks.insert(open, task);
            }
            _ => self.tasks.push_back(task),
        }
    }

    fn context(&self, snapshot: &Snapshot) -> Context {
        let session = self.host.session.clone();
        Context { snapshot: snapshot.clone(), client: self.host.capabilities(), host: self.host.clone(), session }
    }

    /// Documents that were opened, changed or closed since the last look.
    fn changed_documents(&mut self) {
        let snapshot = self.host.session.snapshot();
        let closed: Vec<_> = self.open.keys().filter(|name| snapshot.document(name).is_none()).cloned().collect();
        for name in closed {
            self.close(&name);
        }
        let is_new = |document: &&Arc<OpenDocument>| {
            self.open.get(&document.name).is_none_or(|(known, _)| !known.is_same_version(document))
        };
        let mut changed: Vec<_> = snapshot.documents().filter(is_new).cloned().collect();
        sort_by_key(&mut changed, |document| std::cmp::Reverse(document.revision));
        for document in &changed {
            self.check_open(&snapshot, document);
        }
        if changed.iter().any(|document| document.is_checked()) {
            self.edited_now();
            let others: Vec<_> =
                self.open.keys().filter(|name| !changed.iter().any(|c| c.name == **name)).cloned().collect();
            others.into_iter().for_each(|name| self.add(Task::Open(name)));
            changed.iter().for_each(|document| self.add(Task::Neighbours(document.name.clone())));
        }
    }

    fn close(&mut self, name: &Arc<str>) {
        let Some((document, shown)) = self.open.remove(name) else { return };
        if !shown.is_empty() && !self.host.capabilities().pulls {
            self.publish(name, None, Vec::new());
        }
        if document.path.is_some() {
            self.add(Task::File(document.desk, document.key.clone()));
        }
        let others: Vec<_> = self.open.keys().cloned().collect();
        others.into_iter().for_each(|name| self.add(Task::Open(name)));
        self.edited_now();
    }

    /// Computes an open document's diagnostics and puts its reading into the corpus.
    fn check_open(&mut self, snapshot: &Snapshot, document: &Arc<OpenDocument>) {
        let Some((found, view)) = self.looked_at(snapshot, document) else { return };
        self.forget_file(document);
        if self.is_current(document) {
            let found = match self.host.capabilities().pulls {
                true => found,
                false => self.publish(&document.name, Some(document.version), found),
            };
            self.open.insert(document.name.clone(), (document.clone(), found));
        }
        if document.is_checked() {
            if let Some(desk) = snapshot.desks().get(document.desk) {
                self.before.entry(document.name.clone()).or_insert_with(|| desk.clone());
            }
            self.host.session.settle(document, view.map(|view| (view, snapshot)));
        }
    }

    /// Computes an open document's diagnostics again because something around it changed.
    fn recheck_open(&mut self, name: &Arc<str>) {
        let snapshot = self.host.session.snapshot();
        let Some(document) = snapshot.document(name).cloned() else { return };
        let Some((found, _)) = self.looked_at(&snapshot, &document) else { return };
        // What other documents say about this one has changed with them.
        self.stale_views = true;
        let Some((_, shown)) = self.open.get(name) else { return };
        if *shown == found || !self.is_current(&document) {
            return;
        }
        let pulls = self.host.capabilities().pulls;
        self.refresh |= pulls;
        let found = if pulls { found } else { self.publish(name, Some(document.version), found) };
        self.open.insert(name.clone(), (document.clone(), found));
    }

    /// The diagnostics of an open document, and the corpus in which they were found. `None` for a document that nothing is
    /// ever said about.
    fn looked_at(&self, snapshot: &Snapshot, document: &OpenDocument) -> Option<(Vec<Diagnostic>, Option<View>)> {
        let context = self.context(snapshot);
        let mut view = None;
        let found = || diagnostics::of_open(&context, document, &mut view);
        let found = catch_unwind(AssertUnwindSafe(found)).unwrap_or_else(|_| Some(Vec::new()));
        Some((found?, view))
    }

    fn is_current(&self, document: &OpenDocument) -> bool {
        self.host.session.snapshot().document(&document.name).is_some_and(|now| now.is_same_version(document))
    }

    /// What was pushed for a file before it was opened is replaced by what is said about the open document.
    fn forget_file(&mut self, document: &OpenDocument) {
        let Some(uri) = document.path.as_deref().and_then(to_proto::file_uri) else { return };
        if self.host.findings.forget(uri.as_str())
            && (self.host.capabilities().pulls || uri.as_str() != &*document.name)
        {
            self.publish(uri.as_str(), None, Vec::new());
        }
    }

    /// The articles that an open document is compared with, now or before the last edit.
    fn add_neighbours(&mut self, name: &Arc<str>) {
        let snapshot = self.host.session.snapshot();
        let before = self.before.remove(name);
        let Some(document) = snapshot.document(name).cloned() else { return };
        let index = document.desk;
        let Some(desk) = snapshot.desks().get(index).filter(|_| index != LOOSE) else { return };
        let of = |desk: &Desk| {
            let id = desk.corpus.id(&document.key)?;
            catch_unwind(AssertUnwindSafe(|| neighbours(&desk.corpus, id))).ok()
        };
        let now = of(desk).unwrap_or_default();
        let then = before.and_then(|desk| of(&desk)).unwrap_or_default();
        for key in now.union(&then) {
            if snapshot.document_of(index, key).is_none() {
                self.add(Task::File(index, key.clone()));
            }
        }
    }

    fn add_everything(&mut self) {
        let snapshot = self.host.session.snapshot();
        for (index, desk) in snapshot.desks().iter().enumerate().filter(|(index, _)| *index != LOOSE) {
            self.add(Task::Configuration(index));
            let ids = desk.corpus.ids();
            if ids.len() > LARGEST_PUSHED_CORPUS {
                if self.told_large.insert(index) {
                    tracing::warn!(
                        "{} holds {} articles; findings are shown in those that are open, in a corpus of up to \
                         {LARGEST_PUSHED_CORPUS} in all. `copydesk check` looks at all of them",
                        desk.root().unwrap_or(std::path::Path::new("the corpus")).display(),
                        ids.len()
                    );
                }
                continue;
            }
            // Linear, where `add` would look at every task for each.
            let queued: FxHashSet<Task> = self.tasks.iter().cloned().collect();
            let keys = ids.into_iter().filter_map(|id| desk.corpus.path(id).cloned());
            let tasks = keys.map(|key| Task::File(index, key)).filter(|task| !queued.contains(task));
            self.tasks.extend(tasks.collect::<Vec<_>>());
        }
        // What is gone is no longer among the articles.
        let roots: Vec<_> =
            snapshot.desks().iter().enumerate().filter_map(|(i, d)| Some((i, d.root()?.to_owned()))).collect();
        let shown: Vec<Uri> = self.host.findings.addresses().iter().filter_map(|uri| uri.parse().ok()).collect();
        for path in shown.iter().filter_map(super::from_proto::path) {
            match roots.iter().find(|(_, root)| path.starts_with(root)) {
                Some((index, _)) => {
                    let key = snapshot.desks()[*index].key(&path);
                    if snapshot.desks()[*index].corpus.id(&key).is_none() && &*key != FILE_NAME {
                        self.add(Task::File(*index, key));
                    }
                }
                // Its folder was closed.
                None => self.take_back(&path),
            }
        }
    }

    /// Nothing is said any more about a file that is not open.
    fn take_back(&self, path: &std::path::Path) {
        let Some(uri) = to_proto::file_uri(path) else { return };
        if self.host.findings.forget(uri.as_str()) {
            self.publish(uri.as_str(), None, Vec::new());
        }
    }

    /// The diagnostics of a file that is not open.
    fn check_file(&mut self, index: usize, key: &Arc<str>) {
        let snapshot = self.host.session.snapshot();
        let Some(desk) = snapshot.desks().get(index) else { return };
        if snapshot.document_of(index, key).is_some() || desk.root().is_none() {
            return;
        }
        let found = match desk.corpus.id(key) {
            _ if !self.host.settings().closed_files => Vec::new(),
            Some(id) => {
                let context = self.context(&snapshot);
                catch_unwind(AssertUnwindSafe(|| of_file(&context, desk, index, id))).unwrap_or_default()
            }
            None => Vec::new(),
        };
        self.publish_file(desk, key, found);
    }

    fn check_configuration(&mut self, index: usize) {
        let snapshot = self.host.session.snapshot();
        let Some(desk) = snapshot.desks().get(index) else { return };
        if snapshot.document_of(index, FILE_NAME).is_some() || desk.root().is_none() {
            return;
        }
        let lines = LineIndex::new(desk.configuration_text.clone());
        let client = self.host.capabilities();
        let found = to_proto::configuration_diagnostics(&lines, &desk.configuration.problems, &client);
        self.publish_file(desk, FILE_NAME, found);
    }

    fn publish_file(&mut self, desk: &Desk, key: &str, found: Vec<Diagnostic>) {
        let Some(uri) = to_proto::file_uri(&desk.path(key)) else { return };
        self.host.findings.set(uri.as_str(), found, |found| drop(self.publish(uri.as_str(), None, found)));
    }

    /// Tells the client, and gives back what it was told.
    fn publish(&self, name: &str, version: Option<i32>, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let Ok(uri) = name.parse::<Uri>() else { return diagnostics };
        let told = PublishDiagnosticsParams { uri, diagnostics, version };
        self.host.publish(&told);
        told.diagnostics
    }
}

fn of_file(context: &Context, desk: &Arc<Desk>, index: usize, id: DocumentId) -> Vec<Diagnostic> {
    let Some(text) = desk.corpus.document(id).map(|document| document.text().clone()) else { return Vec::new() };
    let view = View::new(Desk::clone(desk), index, id);
    diagnostics::of_article(context, &view, &LineIndex::new(text))
}

/// The articles whose figures or quotations are compared with those of this one.
fn neighbours(corpus: &Corpus, id: DocumentId) -> FxHashSet<Arc<str>> {
    let path = |id| corpus.path(id).cloned();
    let Some(article) = corpus.article(id) else { return FxHashSet::default() };
    let annotations = corpus.annotations_of(id).into_iter().map(|(id, _)| id);
    let all = corpus.all_figure_relations(id);
    let figures = all.iter().flat_map(|r| r.iter()).map(|r| r.other);
    let retold = corpus.retold_figures(id).into_iter().map(|(_, relation)| relation.other);
    let quotations = &article.reading.quotations;
    let quotes = (0..quotations.len()).flat_map(|i| corpus.quote_variants(id, i)).map(|v| v.other);
    let ids: FxHashSet<_> =
        figures.chain(retold).chain(quotes).chain(annotations).filter(|other| *other != id).collect();
    ids.into_iter().filter_map(path).collect()
}
