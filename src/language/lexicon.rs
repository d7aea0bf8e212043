//! The words of the treebanks, with the tags they had, and those of the word lists.

use super::weights::{Prints, WAYS, print_of, take, take_u8, take_u32};

/// What is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The set of its universal tags, as a class of words with the same set; 255 where too rare.
    pub class: u8,
    /// What the word lists say of it, a bit each (see [`listed`]).
    pub listed: u8,
    /// Its label where it had no other.
    pub fixed: Option<u8>,
}

/// Words by their 32-bit hash.
pub(super) struct Lexicon {
    shift: u32,
    buckets: Vec<(Prints, [[u8; 3]; WAYS])>,
}

/// Marks a value that is missing.
pub(super) const NONE: u8 = 255;

/// What the word lists say of a word: bits of [`Entry::listed`].
#[cfg_attr(not(feature = "train"), allow(dead_code, reason = "the trainer writes them, the tagger weighs them"))]
pub(super) mod listed {
    pub const NOUN: u8 = 1;
    pub const VERB: u8 = 2;
    pub const ADJECTIVE: u8 = 4;
    pub const ADVERB: u8 = 8;
    pub const GIVEN_NAME: u8 = 16;
    pub const SURNAME: u8 = 32;
    pub const PROPER: u8 = 64;
}

impl Lexicon {
    /// Reads a table written by the trainer.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let bits = take_u32(bytes)?;
        let mut buckets = Vec::with_capacity(1 << bits);
        for _ in 0..1usize << bits {
            let count = usize::from(take_u8(bytes)?).min(WAYS);
            let mut bucket = (Prints::default(), [[NONE, NONE, 0]; WAYS]);
            for (way, raw) in take(bytes, 5 * count)?.chunks_exact(5).enumerate() {
                bucket.0.set(way, u16::from_le_bytes([raw[0], raw[1]]));
                bucket.1[way] = [raw[2], raw[3], raw[4]];
            }
            buckets.push(bucket);
        }
        Some(Self { shift: 32 - bits, buckets })
    }

    pub fn get(&self, word: u32) -> Option<Entry> {
        let print = print_of(word);
        let (prints, values) = &self.buckets[(word >> self.shift) as usize];
        let [class, fixed, listed] = *values.get(prints.find(print))?;
        Some(Entry { class, listed, fixed: (fixed != NONE).then_some(fixed) })
    }
}
