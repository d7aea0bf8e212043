//! Remembers the analyses of sentences by their text, so that an edit re-reads the sentence it falls into, and versions of a
//! report that differ in figures alone are analysed once (`alike.rs`).
//!
//! Bounded by two [`Generations`].

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHasher;

use super::alike::alike;
use super::sentence::Analysis;
use crate::text::Generations;

const SHARDS: usize = 16;

/// A bounded memory of sentences that threads may share.
///
/// Analyses depend on the text of the sentence alone, so a memory never goes stale.
#[derive(Debug)]
pub struct Memo {
    shards: [Mutex<Generations<u64, Analysis>>; SHARDS],
    /// Sentences in one generation of one shard.
    room: usize,
    analysed: AtomicU64,
}

impl Memo {
    /// A memory of between one and two times `sentences` sentences.
    pub fn new(sentences: usize) -> Self {
        Self { shards: Default::default(), room: (sentences / SHARDS).max(1), analysed: AtomicU64::new(0) }
    }

    /// The analysis of a sentence's text, from memory if it is there, or one that differs in figures alone.
    pub(super) fn analysis(&self, text: &str) -> Analysis {
        let key = hash(text);
        // A poisoned shard holds whole analyses all the same.
        let lock = || self.shard(key).lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = lock().get(key, self.room).filter(|a| a.text() == text) {
            return found;
        }
        let analysis = match alike(text) {
            Cow::Borrowed(text) => {
                self.analysed.fetch_add(1, Ordering::Relaxed);
                Analysis::of_alike(text)
            }
            Cow::Owned(alike) => self.analysis(&alike).figured(text),
        };
        lock().insert(key, analysis.clone(), self.room);
        analysis
    }

    fn shard(&self, key: u64) -> &Mutex<Generations<u64, Analysis>> {
        &self.shards[(key >> 60) as usize % SHARDS]
    }

    /// How many sentences were analysed so far, because it knew none that has all its words.
    pub fn analysed(&self) -> u64 {
        self.analysed.load(Ordering::Relaxed)
    }

    /// Number of sentences it remembers.
    pub fn len(&self) -> usize {
        self.shards.iter().map(|s| s.lock().unwrap_or_else(PoisonError::into_inner).len()).sum()
    }

    /// Whether it remembers nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Default for Memo {
    /// Room for some hundred articles.
    fn default() -> Self {
        Self::new(8192)
    }
}

fn hash(text: &str) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish().wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Sentence, sentences, sentences_memo};
    use crate::text::Span;
    use proptest::prelude::*;

    #[test]
    fn an_edit_analyses_one_sentence() {
        let memo = Memo::default();
        let before = "Troops left on Friday. The mayor spoke. Nobody asked why.";
        let after = "Troops left on Friday. The mayor wept. Nobody asked why.";
        let read = |text: &str| sentences_memo(text, Span::new(0, text.len()), &memo);
        let first = read(before);
        assert_eq!(memo.len(), 3);
        let second = read(after);
        assert_eq!(memo.len(), 4);
        assert!(first[0].same_analysis(&second[0]) && first[2].same_analysis(&second[2]));
        assert!(!first[1].same_analysis(&second[1]));
    }

    #[test]
    fn the_memory_is_bounded() {
        let memo = Memo::new(32);
        for i in 0..500 {
            memo.analysis(&format!("Sentence {i}."));
        }
        assert!(memo.len() <= 64 && !memo.is_empty());
    }

    #[test]
    fn a_sentence_with_other_figures_has_the_same_analysis() {
        let memo = Memo::default();
        let read = |text: &str| sentences_memo(text, Span::new(0, text.len()), &memo).remove(0);
        let (first, second) = (read("Some 34 of 120 boats were lost."), read("Some 71 of 985 boats were lost."));
        assert_eq!(memo.analysed(), 1);
        assert!(first.same_analysis(&second));
        assert_eq!((first.form(1), second.form(1), second.lemma(3)), ("34", "71", "985".into()));
        assert!(!first.same_analysis(&read("Some 9 of 120 boats were lost.")));
    }

    fn described(sentences: &[Sentence]) -> Vec<String> {
        sentences
            .iter()
            .map(|s| {
                let words = (0..s.len())
                    .map(|i| (s.token_span(i), s.upos(i), s.xpos(i), s.lemma(i).into_owned(), s.head(i), s.deprel(i)));
                format!("{:?} {:?}", s.span, words.collect::<Vec<_>>())
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn remembered_and_fresh_sentences_agree_after_any_edits(
            edits in prop::collection::vec((0.0..1.0f64, 0usize..12, "([a-zA-Z ]{0,8}|[.!?] [A-Z]|\n\n|[\"“”]|Mr\\. |\\PC)"), 1..12),
        ) {
            let memo = Memo::new(16);
            let mut text = String::from(
                "\"We will stay,\" Gen. Ruiz said on Dec. 3. Some 40 people left the U.S. on Friday.\n\nNobody asked.",
            );
            for (place, cut, new) in edits {
                let bound = |mut at: usize| {
                    at = at.min(text.len());
                    while !text.is_char_boundary(at) {
                        at -= 1;
                    }
                    at
                };
                let start = bound((place * text.len() as f64) as usize);
                let end = bound(start + cut).max(start);
                text.replace_range(start..end, &new);
                let span = Span::new(0, text.len());
                prop_assert_eq!(described(&sentences_memo(&text, span, &memo)), described(&sentences(&text, span)));
            }
        }
    }
}
