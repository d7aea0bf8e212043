//! Stems of words and how rare they are.
//!
//! Rarity comes from an embedded list, not from the corpus at hand, so that a comparison of two articles
//! does not depend on which others are open.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::models;
use super::weights::{Prints, WAYS, print_of, take, take_u8, take_u32};
use super::word;

/// Rarity of a stem that the list does not hold.
pub const UNSEEN: u8 = 255;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// The stem of an English word, in lower case (Snowball, after Porter).
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return STEMMER.stem(word);
    }
    let lower = word.to_lowercase().replace(['’', 'ʼ'], "'");
    Cow::Owned(STEMMER.stem(&lower).into_owned())
}

/// How rare a stem is: 0 for one that were every word, 12 more for every halving of its share of all words
/// ("the" about 50, a word in a thousand 120, one in a hundred thousand 200), [`UNSEEN`] where it is not listed.
pub fn rarity(stem: &str) -> u8 {
    models::rarities().get(stem)
}

pub(super) struct Rarities {
    shift: u32,
    buckets: Vec<(Prints, [u8; WAYS])>,
}

impl Rarities {
    /// Reads what the trainer wrote.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let bits = take_u32(bytes)?;
        let mut buckets = Vec::with_capacity(1 << bits);
        for _ in 0..1usize << bits {
            let count = usize::from(take_u8(bytes)?).min(WAYS);
            let mut bucket = (Prints::default(), [UNSEEN; WAYS]);
            for (way, raw) in take(bytes, 3 * count)?.chunks_exact(3).enumerate() {
                bucket.0.set(way, u16::from_le_bytes([raw[0], raw[1]]));
                bucket.1[way] = raw[2];
            }
            buckets.push(bucket);
        }
        Some(Self { shift: 32 - bits, buckets })
    }

    fn get(&self, stem: &str) -> u8 {
        let key = word::key(stem);
        let (prints, rarities) = &self.buckets[(key >> self.shift) as usize];
        rarities.get(prints.find(print_of(key))).copied().unwrap_or(UNSEEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_stem_share_it() {
        assert_eq!(stem("evacuated"), stem("Evacuation"));
        assert_eq!(stem("soldier’s"), stem("soldiers"));
    }

    #[test]
    fn frequent_stems_are_less_rare() {
        let of = |word| rarity(&stem(word));
        assert!(of("the") < of("people") && of("people") < of("embankment"));
        assert_eq!(of("zxqvvy"), UNSEEN);
    }
}
