//! What is said about files that are not open: pushed to the client, or kept until it asks for the whole workspace.
//!
//! A client gets these by pushes until it first asks for `workspace/diagnostic`. From then on it is not pushed to, so
//! that nobody sees a finding twice. Such a request is held open until there is something new to answer.

use crate::text::sorting::sort_by;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use tokio::sync::watch;
use tower_lsp::ls_types::*;

use super::diagnostics::result_id;

/// Findings by the address of their file.
pub(super) struct FileFindings {
    files: Mutex<FxHashMap<String, Vec<Diagnostic>>>,
    pulled: AtomicBool,
    /// Counts changes; closed once the server shuts down.
    changes: Mutex<Option<watch::Sender<u64>>>,
    changed: watch::Receiver<u64>,
}

impl Default for FileFindings {
    fn default() -> Self {
        let (sender, changed) = watch::channel(0);
        Self { files: Mutex::default(), pulled: AtomicBool::default(), changes: Mutex::new(Some(sender)), changed }
    }
}

impl FileFindings {
    fn lock(&self) -> MutexGuard<'_, FxHashMap<String, Vec<Diagnostic>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        if let Some(sender) = &*self.changes.lock().unwrap_or_else(PoisonError::into_inner) {
            sender.send_modify(|count| *count += 1);
        }
    }

    /// The addresses that something was said about.
    pub(super) fn addresses(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }

    /// Says this about a file. `push` is called, in the order of all pushes, where the client has to be told.
    pub(super) fn set(&self, uri: &str, found: Vec<Diagnostic>, push: impl FnOnce(Vec<Diagnostic>)) {
        let mut files = self.lock();
        if files.get(uri).map_or(&[][..], Vec::as_slice) == found {
            return;
        }
        if !self.is_pulled() {
            push(found.clone());
        }
        files.insert(uri.to_owned(), found);
        drop(files);
        self.tell();
    }

    /// Says nothing about a file any more, because it was opened. Gives whether the client was pushed something.
    pub(super) fn forget(&self, uri: &str) -> bool {
        let shown = self.lock().remove(uri).is_some_and(|shown| !shown.is_empty());
        self.tell();
        shown && !self.is_pulled()
    }

    /// Whether the client asks for these rather than being told.
    pub(super) fn is_pulled(&self) -> bool {
        self.pulled.load(Ordering::SeqCst)
    }

    /// The client asks from now on. `take_back` is called, the first time, for each file that it was told of.
    pub(super) fn pull(&self, take_back: impl Fn(&str)) {
        let files = self.lock();
        if !self.pulled.swap(true, Ordering::SeqCst) {
            files.iter().filter(|(_, found)| !found.is_empty()).for_each(|(uri, _)| take_back(uri));
        }
    }

    /// Answers every request that is held open, and holds no more.
    pub(super) fn close(&self) {
        *self.changes.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What is new to a client that knows `previous`; waits until there is something, or the server shuts down.
    pub(super) async fn news(&self, previous: &[PreviousResultId]) -> Vec<WorkspaceDocumentDiagnosticReport> {
        let mut changed = self.changed.clone();
        loop {
            changed.borrow_and_update();
            let news = self.news_now(previous);
            if !news.is_empty() || changed.changed().await.is_err() {
                return news;
            }
        }
    }

    fn news_now(&self, previous: &[PreviousResultId]) -> Vec<WorkspaceDocumentDiagnosticReport> {
        let known: HashMap<&str, &str> = previous.iter().map(|p| (p.uri.as_str(), p.value.as_str())).collect();
        let files = self.lock();
        let nothing = result_id(&[]);
        let mut news: Vec<(String, String, Vec<Diagnostic>)> = Vec::new();
        for (uri, found) in files.iter() {
            let id = result_id(found);
            let before = known.get(uri.as_str()).copied();
            if before.map_or(!found.is_empty(), |before| before != id) {
                news.push((uri.clone(), id, found.clone()));
            }
        }
        let gone = known.iter().filter(|(uri, id)| !files.contains_key(**uri) && **id != nothing);
        news.extend(gone.map(|(uri, _)| ((*uri).to_owned(), nothing.clone(), Vec::new())));
        sort_by(&mut news, |a, b| a.0.cmp(&b.0));
        let report = |(uri, id, items): (String, String, Vec<Diagnostic>)| {
            let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(id), items };
            let uri = uri.parse().ok()?;
            let full = WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report };
            Some(WorkspaceDocumentDiagnosticReport::Full(full))
        };
        news.into_iter().filter_map(report).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "file:///a.txt";

    fn finding() -> Vec<Diagnostic> {
        vec![Diagnostic { message: "differs".into(), ..Diagnostic::default() }]
    }

    fn known(reports: &[WorkspaceDocumentDiagnosticReport]) -> Vec<PreviousResultId> {
        let id = |report: &WorkspaceDocumentDiagnosticReport| match report {
            WorkspaceDocumentDiagnosticReport::Full(full) => PreviousResultId {
                uri: full.uri.clone(),
                value: full.full_document_diagnostic_report.result_id.clone().unwrap(),
            },
            WorkspaceDocumentDiagnosticReport::Unchanged(_) => unreachable!("nothing unchanged is reported"),
        };
        reports.iter().map(id).collect()
    }

    #[test]
    fn only_what_is_new_is_told_and_what_is_gone_is_taken_back() {
        let findings = FileFindings::default();
        findings.set(A, finding(), |_| {});
        findings.set("file:///b.txt", Vec::new(), |_| unreachable!("nothing is no news"));
        let first = findings.news_now(&[]);
        assert_eq!(known(&first).len(), 1);
        assert!(findings.news_now(&known(&first)).is_empty());
        findings.forget(A);
        let last = findings.news_now(&known(&first));
        assert_eq!(known(&last)[0].value, result_id(&[]));
        assert!(findings.news_now(&known(&last)).is_empty());
    }

    #[test]
    fn a_client_that_asks_is_pushed_to_no_longer_and_what_was_pushed_is_taken_back() {
        let findings = FileFindings::default();
        let pushed = std::cell::RefCell::new(Vec::new());
        findings.set(A, finding(), |found| pushed.borrow_mut().push(found.len()));
        findings.pull(|_| pushed.borrow_mut().push(0));
        findings.pull(|_| pushed.borrow_mut().push(99));
        findings.set(A, [finding(), finding()].concat(), |found| pushed.borrow_mut().push(found.len()));
        assert_eq!(*pushed.borrow(), [1, 0]);
    }

    #[test]
    fn a_request_waits_for_news_and_ends_with_the_server() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let findings = std::sync::Arc::new(FileFindings::default());
        let (there, closing) = (findings.clone(), findings.clone());
        let waiting = runtime.spawn(async move { there.news(&[]).await });
        runtime.block_on(tokio::task::yield_now());
        findings.set(A, finding(), |_| {});
        let news = runtime.block_on(waiting).unwrap();
        assert_eq!(news.len(), 1);
        let known = known(&news);
        let waiting = runtime.spawn(async move { findings.news(&known).await });
        runtime.block_on(tokio::task::yield_now());
        closing.close();
        assert!(runtime.block_on(waiting).unwrap().is_empty());
    }
}
