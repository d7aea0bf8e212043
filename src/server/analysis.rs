//! Requests are answered off the message loop, each on the snapshot of the moment when it arrived.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{TextDocumentIdentifier, TextDocumentPositionParams, Uri};

use super::capabilities::Capabilities;
use super::from_proto;
use super::host::Host;
use crate::ide::{self, Target};
use crate::text::LineIndex;
use crate::workspace::{Session, Snapshot, View};

/// Names a number of milliseconds that every request on a document whose address contains `slow` takes longer: for
/// tests of what a slow request may hold up.
const TEST_SLOW: &str = "COPYDESK_TEST_SLOW_MS";

tokio::task_local! {
    /// What was known when the request arrived.
    pub(super) static ARRIVAL: Snapshot;
}

/// What a request is answered from.
#[derive(Clone)]
pub(super) struct Context {
    pub snapshot: Snapshot,
    pub client: Arc<Capabilities>,
    pub host: Arc<Host>,
    /// For asking whether the snapshot is still the newest.
    pub session: Arc<Session>,
}

/// An article that a request asks about.
pub(super) struct Subject {
    pub view: View,
    pub index: Arc<LineIndex>,
}

impl Context {
    /// The article of a document; `None` where it is none, and where it is large and was edited since the request.
    pub(super) fn subject(&self, document: &TextDocumentIdentifier) -> Option<Subject> {
        slow_down(&document.uri);
        if self.is_stale(document) {
            return None;
        }
        let path = from_proto::path(&document.uri);
        let view = self.snapshot.view(document.uri.as_str(), path.as_deref())?;
        let text = view.desk.corpus.document(view.id)?.text().clone();
        let open = self.snapshot.document(document.uri.as_str()).map(|open| open.index());
        let index = open.filter(|index| Arc::ptr_eq(index.text(), &text));
        Some(Subject { view, index: index.unwrap_or_else(|| Arc::new(LineIndex::new(text))) })
    }

    /// An answer about an old version of a large document is not worth the time that reading it takes.
    fn is_stale(&self, document: &TextDocumentIdentifier) -> bool {
        let name = document.uri.as_str();
        self.snapshot.document(name).is_some_and(|open| {
            let now = self.session.snapshot();
            open.is_large() && !open.is_read() && now.document(name).is_none_or(|now| !now.is_same_version(open))
        })
    }

    /// The article and the byte in it that a request points at.
    pub(super) fn subject_at(&self, at: &TextDocumentPositionParams) -> Option<(Subject, usize)> {
        let subject = self.subject(&at.text_document)?;
        let offset = subject.index.offset(from_proto::position(at.position), self.client.encoding);
        Some((subject, offset))
    }

    /// The lines of another document of the same corpus.
    pub(super) fn index_of(&self, view: &View, target: &Target) -> Option<Arc<LineIndex>> {
        view.lines_of(target.document)
    }
}

fn slow_down(uri: &Uri) {
    if uri.as_str().contains("slow")
        && let Some(ms) = std::env::var(TEST_SLOW).ok().and_then(|ms| ms.parse().ok())
    {
        std::thread::sleep(std::time::Duration::from_millis(ms));
    }
}

/// Runs an answer on a thread for blocking work. A panic becomes an error of that request alone; a request that is
/// cancelled before it starts never starts, and one that is cancelled later stops looking through the corpus.
pub(super) async fn run<P, R>(context: Context, params: P, answer: fn(&Context, P) -> Result<R>) -> Result<R>
where
    P: Send + 'static,
    R: Send + 'static,
{
    let cancelled = Arc::new(AtomicBool::new(false));
    let (found, flag) = (Arc::new(Mutex::new(None)), cancelled.clone());
    let place = found.clone();
    let work = move || {
        let answer = ide::interruptible(&flag, || answer(&context, params));
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    };
    let failed = finish(Box::new(work), cancelled).await.unwrap_or("cancelled");
    let found = found.lock().unwrap_or_else(PoisonError::into_inner).take();
    found.unwrap_or_else(|| Err(Error { code: ErrorCode::InternalError, message: failed.into(), data: None }))
}

/// Waits for work on a thread for blocking work, and says how it failed if it did. One function for all requests: a task of
/// the runtime is five kilobytes of code for every type of work.
async fn finish(work: Box<dyn FnOnce() + Send>, cancelled: Arc<AtomicBool>) -> Option<&'static str> {
    struct AbortOnDrop(tokio::task::AbortHandle, Arc<AtomicBool>);
    impl Drop for AbortOnDrop {
        fn drop(&mut self) {
            self.1.store(true, Ordering::Relaxed);
            self.0.abort();
        }
    }
    let task = tokio::task::spawn_blocking(work);
    let _guard = AbortOnDrop(task.abort_handle(), cancelled);
    let error = task.await.err()?;
    error.is_panic().then_some("the request failed by a mistake of the program")
}
