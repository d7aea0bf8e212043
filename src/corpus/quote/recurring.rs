//! What is similar to a quotation, found once for all articles of one state of a corpus that have the very same one.
//!
//! Most of what a copy quotes stands in the original word for word. What is similar to a quotation depends on its words
//! and its speaker alone, so it is the same for both, but for the article itself, which is left out by whoever asks.

use super::QuoteVariant;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many variants are remembered at once, of 24 bytes each; versions of an article are asked about one after the other.
const ROOM: usize = 1 << 17;

/// Quotations by the hash of words and speaker, with all that is similar.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Recurring(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    similar: FxHashMap<u64, Arc<[QuoteVariant]>>,
    variants: usize,
}

impl Recurring {
    /// What is known of a quotation of that content, else what `find` gives: with the articles that have the quotation itself.
    pub(super) fn similar(&self, content: u64, find: impl FnOnce() -> Arc<[QuoteVariant]>) -> Arc<[QuoteVariant]> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().similar.get(&content).cloned();
        known.unwrap_or_else(|| {
            let found = find();
            lock().remember(content, found.clone());
            found
        })
    }
}

impl Known {
    fn remember(&mut self, content: u64, found: Arc<[QuoteVariant]>) {
        // What nothing but itself is similar to stands nowhere else: nobody asks again.
        if found.len() < 2 {
            return;
        }
        if self.variants + found.len() > ROOM {
            self.similar.clear();
            self.variants = 0;
        }
        self.variants += found.len();
        self.similar.insert(content, found);
    }
}
