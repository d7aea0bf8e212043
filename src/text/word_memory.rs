//! What is made of a word by itself, remembered for the words seen lately.
//!
//! A few thousand words make up nearly all of all articles. Each stands beside what is remembered of it, so that to look it up
//! nothing is fetched from elsewhere.

use rustc_hash::FxHashMap;

/// So many words are remembered at most: as many as fit a table of 8,192 places.
const ROOM: usize = 7 << 10;
/// No longer words are remembered than this, in bytes.
const LONGEST: usize = 27;

/// Answers by word, of one thread.
#[derive(Debug)]
pub struct WordMemory<V>(FxHashMap<Key, V>);

/// A word, filled up with noughts, its length, and the number that stands beside it.
type Key = [u64; 4];

fn key(word: &str, beside: u32) -> Option<Key> {
    let mut bytes = [0; 32];
    bytes.get_mut(..word.len()).filter(|text| text.len() <= LONGEST)?.copy_from_slice(word.as_bytes());
    bytes[LONGEST] = word.len() as u8;
    bytes[LONGEST + 1..].copy_from_slice(&beside.to_le_bytes());
    let mut key = [0; 4];
    for (number, part) in key.iter_mut().zip(bytes.as_chunks().0) {
        *number = u64::from_le_bytes(*part);
    }
    Some(key)
}

impl<V> Default for WordMemory<V> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<V> WordMemory<V> {
    /// What `tell` makes of what `make` gives for the word and the number `beside` it, or gave.
    pub fn ask<T>(&mut self, (word, beside): (&str, u32), make: impl FnOnce() -> V, tell: impl FnOnce(&V) -> T) -> T {
        let Some(key) = key(word, beside) else { return tell(&make()) };
        if let Some(known) = self.0.get(&key) {
            return tell(known);
        }
        if self.0.len() >= ROOM {
            self.0.clear();
        }
        let made = make();
        let told = tell(&made);
        self.0.insert(key, made);
        told
    }

    /// What `make` gives for the word, or gave.
    pub fn get(&mut self, word: &str, make: impl FnOnce() -> V) -> V
    where
        V: Clone,
    {
        self.ask((word, 0), make, V::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, ROOM, WordMemory};

    #[test]
    fn what_is_known_of_a_word_is_told_of_no_other() {
        let mut known = WordMemory::default();
        let mut ask = |word: &str, beside, made| known.ask((word, beside), || made, |made| *made);
        assert_eq!((ask("gate", 0, 1), ask("gate", 0, 2)), (1, 1));
        assert_eq!((ask("gate", 1, 3), ask("gates", 0, 4), ask("gate\0", 0, 5), ask("", 0, 6)), (3, 4, 5, 6));
        assert_eq!((ask("gate", 1, 0), ask("gates", 0, 0), ask("gate\0", 0, 0), ask("", 0, 0)), (3, 4, 5, 6));
        let (longest, longer) = ("ö".repeat(LONGEST / 2) + "s", "ö".repeat(LONGEST / 2) + "st");
        assert_eq!((ask(&longest, 0, 7), ask(&longest, 0, 8)), (7, 7));
        assert_eq!((ask(&longer, 0, 9), ask(&longer, 0, 10)), (9, 10));
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut known = WordMemory::default();
        for word in 0..3 * ROOM {
            assert_eq!(known.get(&word.to_string(), || word), word);
        }
        assert!(known.0.len() <= ROOM);
    }
}
