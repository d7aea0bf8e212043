//! Remembers what the models said of sentences, passages and sections, so that an edit asks them about what it changed.
//!
//! What is remembered depends on nothing but the words as features see them and on the sentence's text, which together
//! are the key; so a memory never goes stale. Bounded by two generations, as the memory of sentences is.

use super::word::Word;
use crate::text::Generations;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Entries in one generation: sentences, or passages of a cue, of some hundred articles.
const ROOM: usize = 8192;
/// The same of what is kept whole: blocks and sections of a few articles.
const FEW: usize = 512;

/// A bounded memory that threads may share.
#[derive(Debug)]
pub struct Memo {
    pub(super) cues: Store<super::learned::Cues>,
    pub(super) marked: Store<super::passage::Marked>,
    pub(super) sections: Store<super::section::Found>,
}

impl Default for Memo {
    fn default() -> Self {
        Self { cues: Store::of(ROOM), marked: Store::of(ROOM), sections: Store::default() }
    }
}

impl Memo {
    /// Sees to it that all sections of an article of so many blocks fit.
    pub(in crate::reading) fn make_room(&self, blocks: usize) {
        self.sections.make_room(blocks);
    }

    /// How many sections the models looked at so far.
    pub(in crate::reading) fn sections_read(&self) -> u64 {
        self.sections.made()
    }
}

/// Answers by the hash of what they depend on.
#[derive(Debug)]
pub(in crate::reading) struct Store<T>(Mutex<Answers<T>>);

#[derive(Debug)]
struct Answers<T> {
    known: Generations<u128, Arc<T>>,
    /// So many make up a generation.
    room: usize,
    /// How many were asked for that were not known.
    made: u64,
}

impl<T> Default for Store<T> {
    fn default() -> Self {
        Self::of(FEW)
    }
}

impl<T> Store<T> {
    fn of(room: usize) -> Self {
        Self(Mutex::new(Answers { known: Generations::default(), room, made: 0 }))
    }

    /// Sees to it that at least twice as many answers fit into a generation: those that one reading asks for are not lost
    /// until the next.
    pub(in crate::reading) fn make_room(&self, answers: usize) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.room = all.room.max(2 * answers);
    }

    /// How many answers were not known when they were asked for.
    pub(in crate::reading) fn made(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).made
    }

    /// The answer known for `key`, else what `find` gives, which is remembered.
    pub(in crate::reading) fn get(&self, key: u128, find: impl FnOnce() -> T) -> Arc<T> {
        self.known(key).unwrap_or_else(|| self.add(key, find()))
    }

    /// The answer known for `key`.
    pub(in crate::reading) fn known(&self, key: u128) -> Option<Arc<T>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = all.room;
        all.known.get(key, room)
    }

    /// Remembers an answer that was not known.
    pub(in crate::reading) fn add(&self, key: u128, answer: T) -> Arc<T> {
        let answer = Arc::new(answer);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = all.room;
        all.made += 1;
        all.known.insert(key, answer.clone(), room);
        answer
    }
}

/// A hash of 128 bits, built up word by word.
#[derive(Clone, Copy, Debug)]
pub(in crate::reading) struct Key(u64, u64);

impl Key {
    pub(in crate::reading) fn new(kind: u64) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ kind, 0xd1b5_4a32_d192_ed03)
    }

    pub(in crate::reading) fn add(&mut self, value: u64) {
        self.0 = folded(self.0 ^ value, 0xa076_1d64_78bd_642f);
        self.1 = folded(self.1.rotate_left(23) ^ value, 0xe703_7ed1_a0b4_28db);
    }

    pub(in crate::reading) fn bytes(&mut self, all: &[u8]) {
        for chunk in all.chunks(8) {
            let mut bytes = [0; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            self.add(u64::from_le_bytes(bytes));
        }
        self.add(all.len() as u64);
    }

    /// Adds another hash.
    pub(in crate::reading) fn print(&mut self, print: u128) {
        self.add(print as u64);
        self.add((print >> 64) as u64);
    }

    /// Adds what features see of the words of a run: their places in the article do not count, those to each other do.
    pub(super) fn words(&mut self, words: &[Word], run: Range<usize>) {
        let Some(first) = words.get(run.start) else { return };
        let first_sentence = first.sentence;
        let first_quotation = words[run.clone()].iter().find_map(|w| w.quotation).unwrap_or(0);
        for (index, word) in words[run.clone()].iter().enumerate() {
            let pair = |a: u32, b: u32| u64::from(a) << 32 | u64::from(b);
            let head = word.head.map(|h| h as usize).filter(|h| run.contains(h));
            let head = head.map_or(0, |h| (h - run.start + 1) as u32);
            let quotation = word.quotation.map_or(0, |q| q.wrapping_sub(first_quotation).wrapping_add(1));
            let small = (word.upos as u32) << 16 | (word.quoted as u32) << 8 | word.parting() << 4 | word.shape;
            let relation = word.deprel.map_or(0, |d| d as u32 + 1);
            self.add(pair(word.form, word.lemma));
            self.add(pair(word.suffix, word.frame << 16 | word.xpos));
            self.add(pair(small, word.mention << 16 | relation));
            self.add(pair(head, word.sentence.wrapping_sub(first_sentence) << 16 ^ quotation));
            self.add(index as u64);
        }
    }

    pub(in crate::reading) fn finish(self) -> u128 {
        u128::from(self.0) << 64 | u128::from(self.1)
    }
}

fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::Memo;
    use crate::article::{Article, Markup, Overrides};
    use crate::reading::{Reading, read, read_again};
    use std::sync::Arc;

    const TEXT: &str = "“The pier will be open in May,” Mayor Anna Lind said on Monday. “It will not cost more.”\n\n\
        Officials believe that the wall had failed. The harbour authority, according to Lind, denied it, adding that \
        “nobody asked us”. \"We did,\" Lind replied.";

    fn shown(reading: &Reading) -> String {
        format!("{:?} {:?}", reading.attributions, reading.quotations)
    }

    #[test]
    fn a_section_with_other_figures_is_looked_at_once() {
        let memo = crate::reading::Memo::default();
        let article = |text: &str| Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()));
        let texts = [FIGURES.to_owned(), FIGURES.replace("34", "71").replace("1,250", "3,725").replace("1987", "1966")];
        let found = texts.each_ref().map(|text| read_again(article(text), &memo).attributions.len());
        assert_eq!((found[0], memo.parts_read().1, memo.sentences_read()), (found[1], 2, 5));
    }

    #[test]
    fn an_answer_is_made_once() {
        let memo = Memo::default();
        let mut made = 0;
        for _ in 0..2 {
            memo.marked.get(7, || {
                made += 1;
                super::super::passage::Marked::default()
            });
        }
        assert_eq!(made, 1);
    }

    const FIGURES: &str = "At least 34 people were killed in 2016, Mayor Anna Lind said. “We lost 12 boats of 115,” she said, \
        adding that 4.5 percent of the $1,250 a year were spent by Jan. 23.\n\nThe wall, built in 1987, had 31 gates. According \
        to the Eastgate Post, 450 of its 1206 stones fell. Peter Holm, 54, said on March 14 that 7 of 9 gates held: “It was \
        10 metres high.”";

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
        #[test]
        fn sections_with_other_figures_are_known_and_read_as_if_they_were_not(digits in "[0-9]{48}") {
            let memo = crate::reading::Memo::default();
            let mut digits = digits.chars();
            let other = FIGURES.replace(|c: char| c.is_ascii_digit(), "#");
            let other: String = other.chars().map(|c| if c == '#' { digits.next().unwrap() } else { c }).collect();
            let article = |text: &str| Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()));
            read_again(article(FIGURES), &memo);
            proptest::prop_assert_eq!(shown(&read_again(article(&other), &memo)), shown(&read(article(&other))));
        }

        #[test]
        fn remembered_and_fresh_readings_agree_after_any_edits(
            edits in proptest::collection::vec((0.0..1.0f64, 0usize..14, "([a-z]{1,5} | said |[.,“”\"] ?|\n\n|Lind )"), 1..10),
        ) {
            let memo = crate::reading::Memo::default();
            let mut text = TEXT.to_owned();
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
                let article = || Arc::new(Article::parse(text.as_str().into(), Markup::Plain, &Overrides::default()));
                proptest::prop_assert_eq!(shown(&read_again(article(), &memo)), shown(&read(article())));
            }
        }
    }
}
