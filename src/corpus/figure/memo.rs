//! What was found about the figures of one state of a corpus, so that rules, hovers and lenses ask once.
//!
//! How a figure relates to another depends on both articles as wholes, so an answer lives until one of the articles
//! changes that share a key with this one.

use super::FigureRelation;
use crate::corpus::DocumentId;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The relations of one figure.
pub(in crate::corpus) type Relations = Arc<[FigureRelation]>;

/// The relations of all figures of an article, in the order of its observations.
pub(in crate::corpus) type Related = Arc<[Relations]>;

/// So many articles are remembered at once; a check of a whole corpus needs each of them only for a moment.
const ROOM: usize = 64;

#[derive(Debug, Default)]
pub(in crate::corpus) struct FigureMemo {
    found: Mutex<FxHashMap<DocumentId, Related>>,
}

impl FigureMemo {
    /// Whether there is nothing but what is about `changed`.
    pub(in crate::corpus) fn is_only_of(&self, changed: DocumentId) -> bool {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).keys().all(|article| *article == changed)
    }

    /// What stays true when the article `changed` gets other content: the answers about articles that it does not touch.
    pub(in crate::corpus) fn without(&self, changed: DocumentId, touched: impl Fn(DocumentId) -> bool) -> Self {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = found.iter().filter(|(article, _)| **article != changed && !touched(**article));
        Self { found: Mutex::new(kept.map(|(article, related)| (*article, related.clone())).collect()) }
    }

    /// The answer known for an article, else what `find` gives, which is remembered.
    pub(in crate::corpus) fn get(&self, article: DocumentId, find: impl FnOnce() -> Related) -> Related {
        let lock = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&article).cloned();
        known.unwrap_or_else(|| {
            let found = find();
            let mut all = lock();
            if all.len() >= ROOM {
                all.clear();
            }
            all.insert(article, found.clone());
            found
        })
    }
}
