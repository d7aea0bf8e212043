//! What was found about the article that is being edited, for as long as no other one changes.
//!
//! Between two letters of one article everything else stays as it is. So what was found for a figure, a quotation or its names holds
//! as long as all is equal that the comparison looks at on its own side, whatever version of the article it was found
//! in. All copies of a corpus that differ in the edited article alone share one such memory: what one thread found for
//! the diagnostics serves the hover on another.

use super::DocumentId;
use super::event::KnownLikenesses;
use super::facts::OtherSpelling;
use super::figure::{Candidate, Relations};
use super::quote::QuoteVariant;
use rustc_hash::FxHashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// So many answers of a kind are remembered at once, of many versions of the article.
const ROOM: usize = 8192;
/// So many lists of candidates, of 23 kilobytes at most.
const LISTS: usize = 512;

/// Answers about one article.
#[derive(Debug, Default)]
pub(super) struct Edited {
    /// The article that was changed last, and alone since the memory was made.
    article: Option<DocumentId>,
    /// With what the article quoted, where that bears on the answer.
    figures: Answers<u64, (Relations, Option<u64>)>,
    quotes: Answers<u64, Arc<[QuoteVariant]>>,
    /// Of all quotations together.
    all_quotes: Answers<u64, Arc<[Arc<[QuoteVariant]>]>>,
    spellings: Answers<u64, Arc<[OtherSpelling]>>,
    /// The figures that one is compared with, by all that they are found by.
    candidates: Answers<u64, Arc<[Candidate]>>,
    likenesses: Mutex<KnownLikenesses>,
}

impl Edited {
    /// The memory for the article that is changed now.
    pub(super) fn for_change(this: &Arc<Self>, article: DocumentId) -> Arc<Self> {
        match this.article == Some(article) {
            true => this.clone(),
            false => Arc::new(Self { article: Some(article), ..Self::default() }),
        }
    }

    /// Whether this is the memory of that article.
    pub(super) fn is_of(&self, article: DocumentId) -> bool {
        self.article == Some(article)
    }

    /// What is known of the figure of that print in an article that quotes so much (as a hash), else what `find` gives, and
    /// whether that depends on what is quoted.
    pub(super) fn figure(
        &self,
        print: u64,
        quoted: impl Fn() -> u64,
        find: impl FnOnce() -> (Relations, bool),
    ) -> Relations {
        let holds = |(_, of): &(Relations, Option<u64>)| of.is_none_or(|of| of == quoted());
        let find = || {
            let (found, asks_quotes) = find();
            (found, asks_quotes.then(&quoted))
        };
        self.figures.get_if(ROOM, print, holds, find).0
    }

    /// The same for what is similar to a quotation of that content.
    pub(super) fn quotation(&self, content: u64, find: impl FnOnce() -> Arc<[QuoteVariant]>) -> Arc<[QuoteVariant]> {
        self.quotes.get(content, find)
    }

    /// The same for what is similar to each of its quotations, where all that this depends on has that print.
    pub(super) fn quotations(
        &self,
        print: u64,
        find: impl FnOnce() -> Arc<[Arc<[QuoteVariant]>]>,
    ) -> Arc<[Arc<[QuoteVariant]>]> {
        self.all_quotes.get(print, find)
    }

    /// The same for the figures that one is compared with.
    pub(super) fn candidates(&self, print: u64, find: impl FnOnce() -> Arc<[Candidate]>) -> Arc<[Candidate]> {
        self.candidates.get_if(LISTS, print, |_| true, find)
    }

    /// What is known of how much other articles have in common with that one, until it is given back; `None` where
    /// it is not the edited one.
    pub(super) fn take_likenesses(&self, article: DocumentId) -> Option<KnownLikenesses> {
        let mut kept = self.is_of(article).then(|| self.likenesses.lock().unwrap_or_else(PoisonError::into_inner))?;
        Some(std::mem::take(&mut kept))
    }

    /// Gives back what was taken. Of two that took it at the same time the one counts that learned more.
    pub(super) fn keep_likenesses(&self, article: DocumentId, known: KnownLikenesses) {
        if self.is_of(article) {
            let mut kept = self.likenesses.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() < known.len() {
                *kept = known;
            }
        }
    }

    /// The same for how other articles spell its names, where all that this depends on has that print.
    pub(super) fn spellings(&self, print: u64, find: impl FnOnce() -> Arc<[OtherSpelling]>) -> Arc<[OtherSpelling]> {
        self.spellings.get(print, find)
    }
}

#[derive(Debug)]
struct Answers<K, V>(Mutex<FxHashMap<K, V>>);

impl<K, V> Default for Answers<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Answers<K, V> {
    fn get(&self, key: K, find: impl FnOnce() -> V) -> V {
        self.get_if(ROOM, key, |_| true, find)
    }

    /// The same, where what is known still `holds`; of more answers than there is `room` for, all are forgotten.
    fn get_if(&self, room: usize, key: K, holds: impl FnOnce(&V) -> bool, find: impl FnOnce() -> V) -> V {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned().filter(holds);
        known.unwrap_or_else(|| {
            let found = find();
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() >= room {
                all.clear();
            }
            all.insert(key, found.clone());
            found
        })
    }
}
