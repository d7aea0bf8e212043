//! What is made of a stretch of text by itself, remembered by each thread that asks for it again.
//!
//! An editor's articles are looked at again with each letter, and all their sentences and paragraphs but one are as they
//! were. What follows from the words of a stretch alone need not be made anew.

use std::cell::RefCell;
use std::thread::LocalKey;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

/// So many stretches at least are remembered, and at most twice as many.
const ROOM: usize = 1024;

/// What was made of the stretches seen lately, by the hash of their text.
#[derive(Debug)]
pub struct Recalled<V> {
    young: FxHashMap<u128, V>,
    old: FxHashMap<u128, V>,
}

impl<V> Default for Recalled<V> {
    fn default() -> Self {
        Self { young: FxHashMap::default(), old: FxHashMap::default() }
    }
}

impl<V: Clone> Recalled<V> {
    /// What `make` gives for the text, or gave.
    pub fn get(&mut self, text: &str, make: impl FnOnce() -> V) -> V {
        let key = xxh3_128(text.as_bytes());
        if let Some(known) = self.young.get(&key) {
            return known.clone();
        }
        let made = self.old.remove(&key).unwrap_or_else(make);
        if self.young.len() >= ROOM {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, made.clone());
        made
    }
}

/// The same of a thread's own memory. `make` may not ask that memory again.
pub fn recalled<V: Clone>(memory: &'static LocalKey<RefCell<Recalled<V>>>, text: &str, make: impl FnOnce() -> V) -> V {
    memory.with_borrow_mut(|known| known.get(text, make))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_text_is_not_made_again() {
        let mut known = Recalled::default();
        assert_eq!(known.get("The gates held.", || 1), 1);
        assert_eq!(known.get("The gates held.", || 2), 1);
        assert_eq!(known.get("The gates held", || 3), 3);
    }

    #[test]
    fn the_memory_is_bounded_and_keeps_what_was_asked_for_last() {
        let mut known = Recalled::default();
        for text in 0..10 * ROOM {
            known.get(&text.to_string(), || text);
            assert_eq!(known.get("The gates held.", || 0), 0);
        }
        assert!(known.young.len() + known.old.len() <= 2 * ROOM);
        assert_eq!(known.get("The gates held.", || 1), 0);
    }
}
