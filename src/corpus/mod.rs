//! Articles together: what different places say about the same thing.
//!
//! A [`Corpus`] is immutable and cheap to clone: the session changes its own copy and hands out
//! snapshots. Articles that are not open are kept in a compact form. Comparisons are made on demand from an index of
//! keys, so that an edit costs what the edited article shares with others, not the corpus.

pub mod archive;
mod copy;
mod day;
pub mod draft;
mod edited;
mod entry;
mod event;
mod exchange;
mod facts;
mod figure;
mod held;
mod index;
mod kept;
mod keys;
mod memo;
mod named;
mod numbers;
mod packed;
mod path_order;
mod person;
mod postings;
mod prepared;
mod quote;
mod raw;
mod recurring;
mod retelling;
mod runs;
mod skim;
mod sources;
mod stem;
mod tally;
mod utterance_day;
mod wording;
mod work;

pub use entry::{AnnotationEntry, ArticleEntry, BibliographyEntry, Document};
pub use exchange::{CommonKeys, key_limits};
pub use facts::{
    Age, Claimant, CopiedPassage, Credit, Fact, FactConflict, Facts, Happening, Office, OtherSpelling, Rate,
    RateConflict, Spelling, Trail, own_age_conflicts, own_spellings,
};
#[cfg(feature = "train")]
pub use figure::train as figure_pairs;
pub use figure::{Apart, Context, Doubt, FigureGroup, FigureRelation, Observation, Relation, Slot, SlotKind, When};
pub use held::HeldReading;
pub use index::{Listed, SavedArticle, Section, sections};
pub use kept::Store;
pub use packed::{NotPacked, Packed};
pub use person::Person;
pub use prepared::Prepared;
pub use quote::{QuoteRelation, QuoteVariant};
pub use skim::{Skim, SkimIndex};
pub use sources::{Recorded, Resolved, candidates, text_hash};
pub use utterance_day::DayConflict;
pub use wording::Wording;
pub use work::{Work, WorkDone};

use crate::annotation::AnnotationFile;
use crate::annotation::json_lines::Record;
use crate::article::Bibliography;
use crate::reading::Reading;
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
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
    index: index::Index,
    paths: Arc<FxHashMap<Arc<str>, DocumentId>>,
    next: u32,
    /// How paths are compared, where all were ranked.
    ranks: path_order::Ranks,
    settings: Arc<Settings>,
    /// The bibliographies, in the order of their ids.
    bibliographies: Arc<std::collections::BTreeSet<DocumentId>>,
    /// The JSON Lines files, whose records may be about any article, in the order of their ids.
    json_lines: Arc<std::collections::BTreeSet<DocumentId>>,
    /// Under which key a document stands that was named otherwise than by its path from the root, and back.
    names: Arc<sources::Names>,
    /// What sources said when drafts were last verified.
    recorded: Arc<Recorded>,
    /// Sources given to documents from outside, instead of those that they name.
    given_sources: Arc<FxHashMap<DocumentId, Vec<DocumentId>>>,
    /// What was found about the article that is being edited.
    edited: Arc<edited::Edited>,
    /// What was found about the quotations of this very state.
    quote_memo: Arc<memo::Memo<QuoteVariant>>,
    /// What was found about quotations that several articles of this very state have.
    recurring_quotes: Arc<recurring::Recurring<QuoteVariant>>,
    /// The quotations that may be similar to one whose words several articles of this very state have.
    recurring_words: Arc<recurring::Recurring<quote::Sharing>>,
    /// The figures that share most with one whose keys several articles of this very state have.
    recurring_figures: Arc<recurring::Recurring<figure::Candidate>>,
    /// What was found about the figures of this very state.
    figure_memo: Arc<memo::Memo<FigureRelation>>,
    /// What was found about drafts in this very state.
    draft_memo: Arc<draft::DraftMemo>,
    work: Arc<Work>,
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

    /// Adds or replaces many documents at once; articles are kept in their compact form.
    pub fn extend(&mut self, documents: Vec<(Arc<str>, NewDocument)>) {
        self.extend_with(std::iter::once(documents));
    }

    /// The same for documents that are made a part at a time, so that not all of them are in memory together.
    pub fn extend_with(&mut self, parts: impl IntoIterator<Item = Vec<(Arc<str>, NewDocument)>>) {
        let mut places = index::Places::default();
        parts.into_iter().for_each(|documents| self.take_in(documents, &mut places));
        self.index.add_places(places);
    }

    /// The same, and while one part is taken in, the next is made: on the threads that do so, where nothing may be waited for
    /// that waits for them.
    pub fn extend_while_made(&mut self, mut parts: impl Iterator<Item = Vec<(Arc<str>, NewDocument)>> + Send) {
        let mut places = index::Places::default();
        let mut part = parts.next();
        while let Some(documents) = part {
            part = rayon::join(|| self.take_in(documents, &mut places), || parts.next()).1;
        }
        self.index.add_places(places);
    }

    fn take_in(&mut self, documents: Vec<(Arc<str>, NewDocument)>, places: &mut index::Places) {
        let made: Vec<_> = {
            use rayon::prelude::*;
            documents.into_par_iter().map(|(path, new)| (path, new.prepared(&self.settings))).collect()
        };
        if made.iter().any(|(_, new)| matches!(new, NewDocument::Prepared(_))) {
            self.forget_answers();
        }
        for (path, new) in made {
            let id = self.id_for(&path);
            match new {
                NewDocument::Prepared(prepared) => self.index.add(id, path, prepared, places),
                NewDocument::Annotation(file, article) => {
                    self.index.add_places(std::mem::take(places));
                    self.put_annotation_file(id, path, file, article);
                }
                NewDocument::Article(_) => {}
            }
        }
    }

    fn put_annotation_file(
        &mut self,
        id: DocumentId,
        path: Arc<str>,
        file: Arc<AnnotationFile>,
        article: Option<DocumentId>,
    ) {
        if file.json_lines.is_some() != self.json_lines.contains(&id) {
            let files = Arc::make_mut(&mut self.json_lines);
            if !files.insert(id) {
                files.remove(&id);
            }
        }
        let entry = AnnotationEntry { path, file, article };
        self.index.put(id, Some(Arc::new(Document::Annotation(entry))));
    }

    /// Forgets what was found about the articles so far.
    fn forget_answers(&mut self) {
        (self.quote_memo, self.figure_memo, self.edited) = Default::default();
        self.forget_recurring();
        self.forget_comparisons();
    }

    fn forget_recurring(&mut self) {
        (self.recurring_quotes, self.recurring_words, self.recurring_figures) = Default::default();
    }

    /// Adds an article or replaces what is known under its path.
    pub fn put_article(&mut self, path: &str, reading: Arc<Reading>) -> DocumentId {
        self.put(path, NewDocument::Article(reading))
    }

    /// Adds a bibliography file or replaces it.
    pub fn put_bibliography(&mut self, path: &str, file: Arc<Bibliography>) -> DocumentId {
        let path: Arc<str> = path.into();
        let id = self.id_for(&path);
        self.forget_comparisons();
        Arc::make_mut(&mut self.bibliographies).insert(id);
        self.index.put(id, Some(Arc::new(Document::Bibliography(BibliographyEntry { path, file }))));
        id
    }

    /// Adds an annotation file or replaces it. `article` is the document that it annotates.
    pub fn put_annotation(&mut self, path: &str, file: Arc<AnnotationFile>, article: Option<DocumentId>) -> DocumentId {
        self.put(path, NewDocument::Annotation(file, article))
    }

    /// What [`Corpus::put_entry`] takes: a reading with what is compared of it, under these settings.
    pub fn entry(&self, path: &str, reading: Arc<Reading>) -> Arc<Document> {
        Arc::new(Document::Article(Box::new(ArticleEntry::new(path.into(), reading.into(), &self.settings))))
    }

    /// Adds an entry made by a corpus of the same settings, or replaces what was there.
    pub fn put_entry(&mut self, entry: Arc<Document>) -> DocumentId {
        let id = self.id_for(&entry.path().clone());
        self.forget_comparisons();
        self.forget_recurring();
        self.edited = edited::Edited::for_change(&self.edited, id);
        if self.quote_memo.is_only_of(id) && self.figure_memo.is_only_of(id) {
            (self.quote_memo, self.figure_memo) = Default::default();
            self.index.put(id, Some(entry));
            return id;
        }
        let mut keys: FxHashSet<u64> = self.article(id).into_iter().flat_map(index::compared).collect();
        self.index.put(id, Some(entry));
        keys.extend(self.article(id).into_iter().flat_map(index::compared));
        // What was found about articles that have none of the keys that this one has or had holds.
        let touched = |other| match self.article(other) {
            Some(entry) => index::compared(entry).any(|key| keys.contains(&key)),
            None => true,
        };
        let (quotes, figures) = (self.quote_memo.without(id, touched), self.figure_memo.without(id, touched));
        (self.quote_memo, self.figure_memo) = (Arc::new(quotes), Arc::new(figures));
        id
    }

    /// Takes the articles of an archive as others to compare with, or (with `None`) lets go of those that it has.
    pub fn set_archive(&mut self, archive: Option<Arc<archive::Archive>>) {
        self.forget_answers();
        self.index.set_shelf(archive.map(archive::Shelf::new));
        for path in self.names.clone().paths() {
            self.index.hide_archived(path);
        }
    }

    /// Whether the document is an article of the archive, and not here as a file.
    pub fn is_archived(&self, id: DocumentId) -> bool {
        id.0 >= archive::FIRST
    }

    /// The archive whose articles it compares with.
    pub fn archive(&self) -> Option<&Arc<archive::Archive>> {
        self.index.shelf().map(archive::Shelf::archive)
    }

    /// How much was compared so far, in this corpus and all its copies.
    pub fn work(&self) -> &Work {
        &self.work
    }

    /// The whole text of a document; of an article that is packed, without unpacking what is compared of it.
    pub fn text(&self, id: DocumentId) -> Option<Arc<str>> {
        self.index.text(id)
    }

    /// Puts another reading of an article in the place of the one that is there, kept in the same form: packed, or (of an
    /// article that an editor holds) as it is.
    pub fn replace_reading(&mut self, id: DocumentId, reading: Arc<Reading>) {
        let Some(path) = self.path(id).cloned() else { return };
        if self.index.is_packed(id) {
            self.put_article(&path, reading);
        } else {
            self.put_entry(self.entry(&path, reading));
        }
    }

    /// The same number for most articles of one event: what is sorted by it is near what it is compared with.
    pub fn topic(&self, id: DocumentId) -> u64 {
        self.index.outline(id).map_or(0, |outline| outline.topic)
    }

    /// Forgets the unpacked form of articles that nobody looked at of late, if there are many.
    pub fn pack(&mut self) {
        self.index.pack_unseen();
    }

    fn put(&mut self, path: &str, new: NewDocument) -> DocumentId {
        self.extend(vec![(path.into(), new)]);
        self.id_for(&path.into())
    }

    /// Takes a document out; its id is not given to another one.
    pub fn remove(&mut self, id: DocumentId) {
        if let Some(path) = self.path(id).cloned() {
            self.forget_answers();
            Arc::make_mut(&mut self.bibliographies).remove(&id);
            Arc::make_mut(&mut self.json_lines).remove(&id);
            Arc::make_mut(&mut self.paths).remove(&path);
            self.ranks = Default::default();
            self.index.put(id, None);
        }
    }

    fn id_for(&mut self, path: &Arc<str>) -> DocumentId {
        if let Some(&id) = self.paths.get(path) {
            return id;
        }
        let id = DocumentId(self.next);
        self.next += 1;
        self.ranks = Default::default();
        Arc::make_mut(&mut self.paths).insert(path.clone(), id);
        id
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
        self.index.get(id, &self.work)
    }

    /// The article, if the document is one.
    pub fn article(&self, id: DocumentId) -> Option<&ArticleEntry> {
        match self.document(id)? {
            Document::Article(entry) => Some(entry),
            Document::Annotation(_) | Document::Bibliography(_) => None,
        }
    }

    /// [`ArticleEntry::label`] of an article, which is unpacked for it only where it is in an archive.
    pub fn label(&self, id: DocumentId) -> &str {
        match self.is_archived(id) {
            true => self.article(id).map_or("", ArticleEntry::label),
            false => self.path(id).map_or("", |path| entry::last_part(path)),
        }
    }

    /// The bibliography, if the document is one.
    pub fn bibliography(&self, id: DocumentId) -> Option<&BibliographyEntry> {
        match self.index.made(id)? {
            Document::Bibliography(entry) => Some(entry),
            Document::Article(_) | Document::Annotation(_) => None,
        }
    }

    /// The annotation file, if the document is one.
    pub fn annotation(&self, id: DocumentId) -> Option<&AnnotationEntry> {
        // Only articles are packed: none is unpacked to learn that it is one.
        match self.index.made(id)? {
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
        self.index.path(id)
    }

    /// All documents in the order of their ids.
    pub fn ids(&self) -> Vec<DocumentId> {
        self.index.ids().collect()
    }

    /// All articles in the order of their paths.
    pub fn articles(&self) -> Vec<(DocumentId, &ArticleEntry)> {
        let mut all: Vec<_> = self.ids().into_iter().filter_map(|id| Some((id, self.article(id)?))).collect();
        all.sort_by(|a, b| a.1.path.cmp(&b.1.path));
        all
    }

    /// The annotation files of an article, in the order of their ids.
    pub fn annotations_of(&self, article: DocumentId) -> Vec<(DocumentId, &AnnotationEntry)> {
        let files = self.index.annotations_of(article).iter();
        files.filter_map(|&id| Some((id, self.annotation(id)?))).collect()
    }

    /// The records of JSON Lines files that have the text of an article, in the order of files and lines.
    pub fn records_of(&self, article: DocumentId) -> Vec<(DocumentId, &Record)> {
        let files =
            self.json_lines.iter().filter_map(|&id| Some((id, self.annotation(id)?.file.json_lines.as_deref()?)));
        let records = files.flat_map(|(id, file)| file.records.iter().map(move |record| (id, record)));
        match self.text(article).filter(|_| !self.json_lines.is_empty()) {
            Some(text) => records.filter(|(_, record)| *record.text == *text).collect(),
            None => Vec::new(),
        }
    }

    /// The articles with that text, in the order of their ids.
    pub fn articles_with_text(&self, text: &str) -> Vec<DocumentId> {
        let has_it = |id: &DocumentId| self.text(*id).is_some_and(|other| *other == *text);
        self.index.ids().filter(has_it).filter(|id| self.article(*id).is_some()).collect()
    }
}

/// A document on its way into a corpus.
#[derive(Clone, Debug)]
pub enum NewDocument {
    /// An article's reading.
    Article(Arc<Reading>),
    /// An article in its compact form.
    Prepared(Prepared),
    /// An annotation file and the article that it belongs to.
    Annotation(Arc<AnnotationFile>, Option<DocumentId>),
}

impl NewDocument {
    /// An article as the corpus keeps it; anything else as it is.
    fn prepared(self, settings: &Settings) -> Self {
        match self {
            NewDocument::Article(reading) => NewDocument::Prepared(Prepared::of(reading, settings)),
            other => other,
        }
    }
}
