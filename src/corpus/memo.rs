//! What was found about the figures and quotations of one state of a corpus, so that rules, hovers and lenses ask once.
//!
//! How a figure or a quotation relates to another depends on both articles as wholes (two translations need a certain pair
//! beside them), so an answer lives until an article changes that shares a key with this one. What is found about the
//! article that is being edited lives longer, in [`Edited`](super::edited::Edited).

use super::DocumentId;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What was found for each item of an article, in their order.
pub(super) type Found<T> = Arc<[Arc<[T]>]>;

/// So many articles are remembered at once; a check of a whole corpus needs each of them only for a moment.
const ROOM: usize = 64;

#[derive(Debug)]
pub(super) struct Memo<T> {
    found: Mutex<FxHashMap<DocumentId, Found<T>>>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { found: Mutex::default() }
    }
}

impl<T> Memo<T> {
    /// Whether there is nothing but what is about `changed`.
    pub(super) fn is_only_of(&self, changed: DocumentId) -> bool {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).keys().all(|article| *article == changed)
    }

    /// What stays true when the article `changed` gets other content: the answers about articles that it does not touch.
    pub(super) fn without(&self, changed: DocumentId, touched: impl Fn(DocumentId) -> bool) -> Self {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = found.iter().filter(|(article, _)| **article != changed && !touched(**article));
        Self { found: Mutex::new(kept.map(|(article, found)| (*article, found.clone())).collect()) }
    }

    /// The answer known for an article.
    pub(super) fn known(&self, article: DocumentId) -> Option<Found<T>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).get(&article).cloned()
    }

    /// The answer known for an article, else what `find` gives, which is remembered.
    pub(super) fn get(&self, article: DocumentId, find: impl FnOnce() -> Found<T>) -> Found<T> {
        let lock = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        self.known(article).unwrap_or_else(|| {
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
