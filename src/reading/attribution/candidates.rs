//! Which words may be part of a cue at all: a look-up of the lemma that spares the models most words of a text.

use super::word::Word;
use crate::language::Upos;
use crate::language::weights::{feature, take, take_u32};
use std::ops::Range;

/// How many words before and behind a word of the list may belong to its cue ("has also said", "took issue with").
const BEFORE: usize = 2;
const BEHIND: usize = 3;

/// Lemmas, with their part of speech, that are often enough part of a cue.
pub(super) struct Lexicon {
    keys: Vec<u32>,
    /// Where the keys begin that have these upper bits.
    starts: Vec<u16>,
}

/// Bits of a key that say where it is looked for: then few keys are left to compare.
const BITS: u32 = 12;

impl Lexicon {
    pub(super) fn new(mut keys: Vec<u32>) -> Self {
        keys.truncate(usize::from(u16::MAX));
        keys.sort_unstable();
        let start = |bits: u32| keys.partition_point(|key| key >> (32 - BITS) < bits) as u16;
        let starts = (0..=1 << BITS).map(start).collect();
        Self { keys, starts }
    }

    fn holds(&self, key: u32) -> bool {
        let bits = (key >> (32 - BITS)) as usize;
        self.keys[usize::from(self.starts[bits])..usize::from(self.starts[bits + 1])].contains(&key)
    }

    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let count = take_u32(bytes)? as usize;
        let raw = take(bytes, 4 * count)?;
        Some(Self::new(raw.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()))
    }

    #[cfg(feature = "train")]
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.keys.len() as u32).to_le_bytes());
        self.keys.iter().for_each(|key| out.extend(key.to_le_bytes()));
    }

    /// The runs of words of a sentence that may be part of a cue.
    pub(super) fn runs(&self, words: &[Word]) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for i in 0..words.len() {
            if !self.holds(key(&words[i])) {
                continue;
            }
            let free = |k: &usize| !words[*k].punctuation();
            let start = (i.saturating_sub(BEFORE)..i).rev().take_while(free).last().unwrap_or(i);
            let end = (i + 1..(i + 1 + BEHIND).min(words.len())).take_while(free).last().unwrap_or(i) + 1;
            match runs.last_mut() {
                Some(last) if last.end >= start => last.end = last.end.max(end),
                _ => runs.push(start..end),
            }
        }
        runs
    }
}

/// Words are told apart by lemma and by whether they are verbs or nouns.
pub(super) fn key(word: &Word) -> u32 {
    let class = match word.upos {
        Upos::Verb | Upos::Aux => 1,
        Upos::Noun | Upos::Propn => 2,
        _ => 3,
    };
    feature(90, [word.lemma, class])
}
