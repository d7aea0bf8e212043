//! Articles together: what different places say about the same thing.
//!
//! A [`Corpus`] is immutable and cheap to clone: the session changes its own copy and hands out
//! snapshots. It consists of a large *base*, shared by all snapshots, and a small *overlay* of
//! documents that changed since (open articles, mostly). Comparisons are made on demand from an
//! index of keys, so that an edit costs what the edited article shares with others, not the corpus.

mod copy;
pub mod draft;
mod entry;
mod event;
mod figure;
mod index;
mod person;
mod quote;
mod quote_memo;
mod sources;
mod utterance_day;

pub use entry::{AnnotationEntry, ArticleEntry, BibliographyEntry, Document};
pub use figure::{Apart, Context, FigureGroup, FigureRelation, Observation, Relation, Slot, SlotKind, When};
pub use person::Person;
pub use quote::{QuoteRelation, QuoteVariant};
pub use sources::{Recorded, Resolved, candidates, text_hash};
pub use utterance_day::DayConflict;

use crate::annotation::AnnotationFile;
use crate::article::Bibliography;
use crate::reading::Reading;
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Names a document (an article or an annotation file) within one corpus; stable over edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// A stretch of a document, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Which document.
    pub document: DocumentId,
    /// Where in it.
    pub span: Span,
}

/// What the configuration says about comparing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Groups of names that stand for the same entity ("ISIS", "ISIL", "Daesh").
    pub aliases: Vec<Vec<String>>,
    /// Folders, relative to the root, in which sources that an article names are looked for as well.
    pub source_folders: Vec<String>,
}

/// All documents that are compared with each other.
#[derive(Clone, Default)]
pub struct Corpus {
    base: Arc<index::Layer>,
    overlay: Arc<index::Layer>,
    paths: Arc<FxHashMap<Arc<str>, DocumentId>>,
    next: u32,
    settings: Arc<Settings>,
    /// Under which key a document stands that was named otherwise than by its path from the root, and back.
    names: Arc<sources::Names>,
    /// What sources said when drafts were last verified.
    recorded: Arc<Recorded>,
    /// Sources given to documents from outside, instead of those that they name.
    given_sources: Arc<FxHashMap<DocumentId, Vec<DocumentId>>>,
    /// What was found about the quotations of this very state.
    quote_memo: Arc<quote_memo::QuoteMemo>,
    /// What was found about the figures of this very state.
    figure_memo: Arc<figure::FigureMemo>,
    /// What was found about drafts in this very state.
    draft_memo: Arc<draft::DraftMemo>,
}

impl Corpus {
    /// An empty corpus.
    pub fn new(settings: Settings) -> Self {
        Self { settings: Arc::new(settings), ..Self::default() }
    }

    /// A corpus of these articles, indexed at once: the way to load many.
    pub fn of_articles(settings: Settings, articles: Vec<(Arc<str>, Arc<Reading>)>) -> Self {
        let mut corpus = Self::new(settings);
        corpus.extend(articles.into_iter().map(|(path, reading)| (path, NewDocument::Article(reading))).collect());
        corpus
    }

    /// Adds or replaces many documents and folds all changes into the base.
    pub fn extend(&mut self, documents: Vec<(Arc<str>, NewDocument)>) {
        let mut layer = index::Layer::default();
        let entries: Vec<_> = documents.into_iter().map(|(path, new)| (self.id_for(&path), path, new)).collect();
        let settings = &self.settings;
        let made: Vec<_> = {
            use rayon::prelude::*;
            entries.into_par_iter().map(|(id, path, new)| (id, new.entry(path, settings))).collect()
        };
        for (id, entry) in made {
            layer.put(id, Some(Arc::new(entry)));
        }
        (self.quote_memo, self.figure_memo) = Default::default();
        self.forget_comparisons();
        let mut base = Arc::unwrap_or_clone(std::mem::take(&mut self.base));
        base.absorb(&self.overlay);
        base.absorb(&layer);
        self.base = Arc::new(base);
        self.overlay = Arc::default();
    }

    /// Adds an article or replaces what is known under its path.
    pub fn put_article(&mut self, path: &str, reading: Arc<Reading>) -> DocumentId {
        self.put(path, NewDocument::Article(reading))
    }

    /// Adds a bibliography file or replaces it.
    pub fn put_bibliography(&mut self, path: &str, file: Arc<Bibliography>) -> DocumentId {
        self.put(path, NewDocument::Bibliography(file))
    }

    /// Adds an annotation file or replaces it. `article` is the document that it annotates.
    pub fn put_annotation(&mut self, path: &str, file: Arc<AnnotationFile>, article: Option<DocumentId>) -> DocumentId {
        self.put(path, NewDocument::Annotation(file, article))
    }

    /// What [`Corpus::put_entry`] takes: a reading with what is compared of it, under these settings.
    pub fn entry(&self, path: &str, reading: Arc<Reading>) -> Arc<Document> {
        Arc::new(NewDocument::Article(reading).entry(path.into(), &self.settings))
    }

    /// Adds an entry made by a corpus of the same settings, or replaces what was there.
    pub fn put_entry(&mut self, entry: Arc<Document>) -> DocumentId {
        let id = self.id_for(&entry.path().clone());
        self.quote_memo = Arc::new(match self.article(id) {
            Some(before) => self.quote_memo.after_change(id, quote::content(&before.utterances)),
            None => Default::default(),
        });
        self.figure_memo = Arc::default();
        self.forget_comparisons();
        Arc::make_mut(&mut self.overlay).put(id, Some(entry));
        self.fold_if_large();
        id
    }

    fn put(&mut self, path: &str, new: NewDocument) -> DocumentId {
        self.put_entry(Arc::new(new.entry(path.into(), &self.settings)))
    }

    /// Takes a document out; its id is not given to another one.
    pub fn remove(&mut self, id: DocumentId) {
        if let Some(document) = self.document(id) {
            let path = document.path().clone();
            (self.quote_memo, self.figure_memo) = Default::default();
            self.forget_comparisons();
            Arc::make_mut(&mut self.paths).remove(&path);
            Arc::make_mut(&mut self.overlay).put(id, None);
            self.fold_if_large();
        }
    }

    fn id_for(&mut self, path: &Arc<str>) -> DocumentId {
        if let Some(&id) = self.paths.get(path) {
            return id;
        }
        let id = DocumentId(self.next);
        self.next += 1;
        Arc::make_mut(&mut self.paths).insert(path.clone(), id);
        id
    }

    /// Many changed documents make every look-up read two large layers: fold them into one.
    fn fold_if_large(&mut self) {
        if self.overlay.len() > 64 + self.base.len() / 16 {
            let mut base = Arc::unwrap_or_clone(std::mem::take(&mut self.base));
            base.absorb(&self.overlay);
            self.base = Arc::new(base);
            self.overlay = Arc::default();
        }
    }

    /// What the configuration says about comparing.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// The document of that path.
    pub fn id(&self, path: &str) -> Option<DocumentId> {
        self.paths.get(path).copied()
    }

    /// The document, unless it was taken out.
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        match self.overlay.get(id) {
            Some(changed) => changed.as_deref(),
            None => self.base.get(id).and_then(|entry| entry.as_deref()),
        }
    }

    /// The article, if the document is one.
    pub fn article(&self, id: DocumentId) -> Option<&ArticleEntry> {
        match self.document(id)? {
            Document::Article(entry) => Some(entry),
            Document::Annotation(_) | Document::Bibliography(_) => None,
        }
    }

    /// The bibliography, if the document is one.
    pub fn bibliography(&self, id: DocumentId) -> Option<&BibliographyEntry> {
        match self.document(id)? {
            Document::Bibliography(entry) => Some(entry),
            Document::Article(_) | Document::Annotation(_) => None,
        }
    }

    /// The annotation file, if the document is one.
    pub fn annotation(&self, id: DocumentId) -> Option<&AnnotationEntry> {
        match self.document(id)? {
            Document::Annotation(entry) => Some(entry),
            Document::Article(_) | Document::Bibliography(_) => None,
        }
    }

    /// The `annotation.conf` that holds for a file: the nearest at or above its folder.
    pub fn schema_of(&self, path: &str) -> Option<(DocumentId, &AnnotationEntry)> {
        self.beside_or_above(path, "annotation.conf")
    }

    /// The annotation configuration of that name that is nearest to a file: in its folder or one above.
    pub fn beside_or_above(&self, path: &str, name: &str) -> Option<(DocumentId, &AnnotationEntry)> {
        let mut folder = path;
        loop {
            let up = folder.rfind('/');
            folder = &folder[..up.unwrap_or(0)];
            let key = if up.is_some() { format!("{folder}/{name}") } else { name.to_owned() };
            if let Some(id) = self.id(&key)
                && let Some(entry) = self.annotation(id).filter(|entry| entry.file.schema.is_some())
            {
                return Some((id, entry));
            }
            up?;
        }
    }

    /// The path of a document, unless it was taken out.
    pub fn path(&self, id: DocumentId) -> Option<&Arc<str>> {
        self.document(id).map(Document::path)
    }

    /// All documents in the order of their ids.
    pub fn ids(&self) -> Vec<DocumentId> {
        let mut ids: Vec<_> = self.paths.values().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// All articles in the order of their paths.
    pub fn articles(&self) -> Vec<(DocumentId, &ArticleEntry)> {
        let mut all: Vec<_> = self.ids().into_iter().filter_map(|id| Some((id, self.article(id)?))).collect();
        all.sort_by(|a, b| a.1.path.cmp(&b.1.path));
        all
    }

    /// The annotation files of an article, in the order of their ids.
    pub fn annotations_of(&self, article: DocumentId) -> Vec<(DocumentId, &AnnotationEntry)> {
        self.overlay
            .annotations_of(article, &self.base)
            .into_iter()
            .filter_map(|id| Some((id, self.annotation(id)?)))
            .collect()
    }
}

/// A document on its way into a corpus.
#[derive(Clone, Debug)]
pub enum NewDocument {
    /// An article's reading.
    Article(Arc<Reading>),
    /// An annotation file and the article that it belongs to.
    Annotation(Arc<AnnotationFile>, Option<DocumentId>),
    /// A bibliography.
    Bibliography(Arc<Bibliography>),
}

impl NewDocument {
    /// The reading, if it is an article.
    pub fn reading(&self) -> Option<Arc<Reading>> {
        match self {
            NewDocument::Article(reading) => Some(reading.clone()),
            NewDocument::Annotation(..) | NewDocument::Bibliography(_) => None,
        }
    }

    fn entry(self, path: Arc<str>, settings: &Settings) -> Document {
        match self {
            NewDocument::Article(reading) => Document::Article(ArticleEntry::new(path, reading, settings)),
            NewDocument::Annotation(file, article) => Document::Annotation(AnnotationEntry { path, file, article }),
            NewDocument::Bibliography(file) => Document::Bibliography(BibliographyEntry { path, file }),
        }
    }
}
