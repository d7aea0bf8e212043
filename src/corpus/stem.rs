//! Stems of words with what comparisons ask of them, remembered by each thread.
//!
//! A few thousand words make up nearly all of all articles, and stemming one takes longer than looking it up: before this
//! it was two fifths of what is made of an article to compare it.

use super::figure::hash;
use crate::language;
use crate::text::{Recalled, Span, WordMemory, alphanumeric_runs, remembered_lately};
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

/// The stem of a word; looks like its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stem {
    text: Rc<str>,
    /// Hash of its text.
    pub hash: u64,
    /// How rare it is in English at large.
    pub rarity: u8,
}

impl Deref for Stem {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

thread_local! {
    static STEMS: RefCell<WordMemory<Stem>> = RefCell::default();
}

impl Stem {
    fn of(word: &str) -> Self {
        let text: Rc<str> = language::stem(word).into();
        Self { hash: hash(&*text), rarity: language::rarity(&text), text }
    }
}

/// The stem of an English word, in lower case.
pub(super) fn stem(word: &str) -> Stem {
    STEMS.with_borrow_mut(|known| known.get(word, || Stem::of(word)))
}

/// The hash of a word's stem and how rare it is.
pub(super) fn stem_hash(word: &str) -> (u64, u8) {
    STEMS.with_borrow_mut(|known| known.ask((word, 0), || Stem::of(word), |stem| (stem.hash, stem.rarity)))
}

/// A run of letters and digits of a stretch of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordHash {
    /// Hash of its lower case.
    pub hash: u64,
    /// Where it stands in the stretch, in bytes.
    pub span: Span,
}

thread_local! {
    static HASHES: RefCell<Recalled<Rc<[WordHash]>>> = RefCell::default();
}

/// The words of a paragraph as hashes, in order. Those of the last articles are remembered: each is asked for twice, and
/// versions of an article, which are read one after the other, have the same.
pub(super) fn word_hashes(paragraph: &str) -> Rc<[WordHash]> {
    remembered_lately(&HASHES, paragraph, || {
        // What is no ASCII stays as it is, so that all words stand where they did.
        let lower = paragraph.to_ascii_lowercase();
        let words = alphanumeric_runs(paragraph).map(|(start, word)| {
            let span = Span::new(start, start + word.len());
            let hash = if word.is_ascii() { hash(span.of(&lower)) } else { hash(&*word.to_lowercase()) };
            WordHash { hash, span }
        });
        words.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{hash, stem, word_hashes};
    use crate::language;

    #[test]
    fn words_are_hashed_in_lower_case_at_their_places() {
        let text = "Özil's “GATES” held.";
        for _ in 0..2 {
            let words = word_hashes(text);
            let places: Vec<&str> = words.iter().map(|w| w.span.of(text)).collect();
            assert_eq!(places, ["Özil", "s", "GATES", "held"]);
            assert!(words[0].hash == hash("özil") && words[2].hash == hash("gates"));
        }
    }

    #[test]
    fn a_remembered_stem_is_the_stem_of_that_very_word() {
        for _ in 0..2 {
            for word in ["evacuated", "Evacuation", "soldier’s", "Soldiers", "zxqvvy", ""] {
                let stem = stem(word);
                assert_eq!(&*stem, &*language::stem(word));
                assert_eq!(stem.rarity, language::rarity(&stem));
            }
        }
        let long = "un".repeat(40) + "evacuated";
        assert_eq!(&*stem(&long), &*language::stem(&long));
    }
}
