//! Stems of words with what comparisons ask of them, remembered by each thread.
//!
//! A few thousand words make up nearly all of all articles, and stemming one takes longer than looking it up: before this
//! it was two fifths of what is made of an article to compare it.

use super::figure::hash;
use crate::language;
use crate::text::{Recalled, Span, push_lower, recalled};
use rustc_hash::FxHashMap;
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

/// What is made of a word by itself, for the words seen lately.
pub(super) struct Remembered<V>(FxHashMap<Box<str>, V>);

/// So many words are remembered at most, and no longer ones than this, in bytes.
const ROOM: usize = 1 << 14;
const LONGEST: usize = 32;

impl<V> Default for Remembered<V> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<V: Clone> Remembered<V> {
    /// What `make` gives for the word, or gave.
    pub(super) fn get(&mut self, word: &str, make: impl FnOnce() -> V) -> V {
        if word.len() > LONGEST {
            return make();
        }
        if let Some(known) = self.0.get(word) {
            return known.clone();
        }
        if self.0.len() >= ROOM {
            self.0.clear();
        }
        let made = make();
        self.0.insert(word.into(), made.clone());
        made
    }
}

thread_local! {
    static STEMS: RefCell<Remembered<Stem>> = RefCell::default();
}

/// The stem of an English word, in lower case.
pub(super) fn stem(word: &str) -> Stem {
    let make = || {
        let text: Rc<str> = language::stem(word).into();
        Stem { hash: hash(&*text), rarity: language::rarity(&text), text }
    };
    STEMS.with_borrow_mut(|known| known.get(word, make))
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

/// The words of a paragraph as hashes, in order.
pub(super) fn word_hashes(paragraph: &str) -> Rc<[WordHash]> {
    recalled(&HASHES, paragraph, || {
        let mut lower = String::new();
        let mut at = 0;
        let words = paragraph.split(|c: char| !c.is_alphanumeric()).filter_map(|word| {
            let start = at;
            at += word.len();
            let span = Span::new(start, at);
            at += paragraph[at..].chars().next().map_or(0, char::len_utf8);
            lower.clear();
            push_lower(word, &mut lower);
            (!word.is_empty()).then(|| WordHash { hash: hash(&*lower), span })
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
