//! What was known at one moment.

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::desk::Desk;
use super::open_document::OpenDocument;
use super::session::State;
use crate::corpus::DocumentId;
use crate::text::LineIndex;

/// An immutable view of the session; cloning it is free.
#[derive(Clone)]
pub struct Snapshot {
    state: Arc<State>,
}

/// A document of a desk, with the desk as it is after the document's newest text was read.
#[derive(Clone)]
pub struct View {
    /// The desk.
    pub desk: Desk,
    /// Its index.
    pub index: usize,
    /// The document within the desk's corpus.
    pub id: DocumentId,
    /// The document's own lines.
    lines: Arc<OnceLock<Arc<LineIndex>>>,
}

/// The lines of documents that findings speak of, found once for as long as a document has the same text: whoever types
/// into one article is told of places in the same others each time.
#[derive(Default)]
pub(super) struct KnownLines(Mutex<FxHashMap<DocumentId, Arc<LineIndex>>>);

/// The lines of so many documents are kept.
const KNOWN: usize = 512;

impl KnownLines {
    fn of(&self, document: DocumentId, text: &Arc<str>) -> Arc<LineIndex> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lines) = known.get(&document).filter(|lines| Arc::ptr_eq(lines.text(), text)) {
            return lines.clone();
        }
        if known.len() >= KNOWN {
            known.clear();
        }
        let lines = Arc::new(LineIndex::new(text.clone()));
        known.insert(document, lines.clone());
        lines
    }
}

impl View {
    /// A document of the desk with that index.
    pub fn new(desk: Desk, index: usize, id: DocumentId) -> Self {
        Self { desk, index, id, lines: Arc::default() }
    }

    /// The lines of a document of the same corpus.
    pub fn lines_of(&self, document: DocumentId) -> Option<Arc<LineIndex>> {
        let text = self.desk.corpus.document(document)?.text();
        if document == self.id {
            return Some(self.lines.get_or_init(|| Arc::new(LineIndex::new(text.clone()))).clone());
        }
        Some(self.desk.lines.of(document, text))
    }
}

impl Snapshot {
    pub(super) fn new(state: Arc<State>) -> Self {
        Self { state }
    }

    /// Rises with every change of the session.
    pub fn revision(&self) -> u64 {
        self.state.revision
    }

    /// The open document of that name.
    pub fn document(&self, name: &str) -> Option<&Arc<OpenDocument>> {
        self.state.documents.get(name)
    }

    /// All open documents.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<OpenDocument>> {
        self.state.documents.values()
    }

    /// The open document of a file.
    pub fn document_at(&self, path: &Path) -> Option<&Arc<OpenDocument>> {
        self.documents().find(|document| document.path.as_deref() == Some(path))
    }

    /// The open document that a desk's corpus knows under `key`.
    pub fn document_of(&self, desk: usize, key: &str) -> Option<&Arc<OpenDocument>> {
        self.documents().find(|document| document.desk == desk && *document.key == *key)
    }

    /// All desks; the first is that of loose articles.
    pub fn desks(&self) -> &[Arc<Desk>] {
        &self.state.desks
    }

    /// A document with its corpus, its newest text read: the open document of that name, else the file at `path`.
    /// `None` where it is no article.
    pub fn view(&self, name: &str, path: Option<&Path>) -> Option<View> {
        if let Some(document) = self.document(name) {
            return self.view_of(document);
        }
        let path = path?;
        self.state.desks.iter().enumerate().rev().find_map(|(index, desk)| {
            let id = desk.corpus.id(&desk.key(path))?;
            Some(View::new(Desk::clone(desk), index, id))
        })
    }

    /// A desk with the newest text of all its open documents, however long it takes to read them.
    pub fn fresh_desk(&self, index: usize) -> Option<Desk> {
        let mut desk = Desk::clone(self.state.desks.get(index)?);
        self.take_in(index, &mut desk, |_| true);
        Some(desk)
    }

    fn take_in(&self, index: usize, desk: &mut Desk, wanted: impl Fn(&OpenDocument) -> bool) {
        for document in self.documents().filter(|document| document.desk == index && document.is_checked()) {
            if wanted(document) && !desk.knows(document) && desk.take_in(document).is_none() {
                desk.forget(&document.key);
            }
        }
    }

    /// The same for an open document. All that look at one version of it over one state of its desk get one view.
    pub fn view_of(&self, document: &OpenDocument) -> Option<View> {
        document.reading();
        let desk = self.state.desks.get(document.desk)?;
        // What else is open is taken as it is now where that costs nothing.
        let is_news = |other: &OpenDocument| other.is_read() && other.name != document.name;
        let has_news = |other: &&Arc<OpenDocument>| {
            other.desk == document.desk && other.is_checked() && is_news(other) && !desk.knows(other)
        };
        let has_news = self.documents().any(|other| has_news(&other));
        let view = || {
            let mut desk = Desk::clone(desk);
            if has_news {
                self.take_in(document.desk, &mut desk, is_news);
            }
            let id = if desk.knows(document) { desk.corpus.id(&document.key) } else { desk.take_in(document) }?;
            Some(View::new(desk, document.desk, id))
        };
        if has_news { view() } else { document.view(desk, view) }
    }
}
