//! One document of a corpus with the facts by which it is compared.

use super::{DocumentId, Settings, copy, figure, figure::Observation, quote};
use crate::annotation::AnnotationFile;
use crate::reading::Reading;
use std::sync::Arc;

/// A document of a corpus.
#[derive(Clone, Debug)]
pub enum Document {
    /// An article.
    Article(ArticleEntry),
    /// An annotation file.
    Annotation(AnnotationEntry),
}

impl Document {
    /// Its path as the front ends know it, with `/`.
    pub fn path(&self) -> &Arc<str> {
        match self {
            Document::Article(entry) => &entry.path,
            Document::Annotation(entry) => &entry.path,
        }
    }

    /// Its whole text.
    pub fn text(&self) -> &Arc<str> {
        match self {
            Document::Article(entry) => &entry.reading.article.text,
            Document::Annotation(entry) => &entry.file.text,
        }
    }
}

/// An article, its reading and what of it is compared.
#[derive(Clone, Debug)]
pub struct ArticleEntry {
    /// Its path as the front ends know it, with `/`.
    pub path: Arc<str>,
    /// What it says.
    pub reading: Arc<Reading>,
    /// Its figures, each with what it measures, in the order of the text.
    pub observations: Vec<Observation>,
    /// Its quotations in words that can be compared, in the order of the reading's quotations.
    pub(super) utterances: Vec<quote::Utterance>,
    pub(super) sketch: Vec<u64>,
    /// Sorted hashes of the names of its people, organisations and places.
    pub(super) names: Vec<u64>,
}

impl ArticleEntry {
    pub(super) fn new(path: Arc<str>, reading: Arc<Reading>, settings: &Settings) -> Self {
        let observations = figure::observations(&reading, settings);
        let utterances = quote::utterances(&reading, settings);
        let sketch = copy::sketch(&reading);
        let keys = reading.entities.iter().map(|e| figure::hash(&figure::entity_key(&e.name, Some(e.kind), settings)));
        let mut names: Vec<u64> = keys.collect();
        names.sort_unstable();
        names.dedup();
        Self { path, reading, observations, utterances, sketch, names }
    }

    /// The name under which a message speaks of it: its path's last part.
    pub fn label(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// An annotation file and the article it belongs to.
#[derive(Clone, Debug)]
pub struct AnnotationEntry {
    /// Its path as the front ends know it, with `/`.
    pub path: Arc<str>,
    /// What it holds.
    pub file: Arc<AnnotationFile>,
    /// The article that it annotates.
    pub article: Option<DocumentId>,
}
