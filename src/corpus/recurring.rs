//! What several articles of one state of a corpus ask alike, found once for all of them.
//!
//! Most of what a copy quotes and counts stands in the original word for word. What is similar to a quotation depends on its
//! words and its speaker alone, what may be so on its words, and which figures one is compared with on its keys. So all of it
//! is the same for all copies, but for the article itself, which is left out by whoever asks.

use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many bytes of lists are remembered at once; versions of an article are asked about one after the other.
const ROOM: usize = 4 << 20;

/// Lists of places, and what is at hand there, by the hash of all that they depend on.
#[derive(Debug)]
pub(super) struct Recurring<V>(Mutex<Known<V>>);

#[derive(Debug)]
struct Known<V> {
    lists: FxHashMap<u64, Arc<[V]>>,
    bytes: usize,
}

impl<V> Default for Recurring<V> {
    fn default() -> Self {
        Self(Mutex::new(Known { lists: FxHashMap::default(), bytes: 0 }))
    }
}

impl<V> Recurring<V> {
    /// What is known of what has that hash, else what `find` gives: with the places of what asks.
    pub(super) fn get(&self, hash: u64, find: impl FnOnce() -> Arc<[V]>) -> Arc<[V]> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().lists.get(&hash).cloned();
        known.unwrap_or_else(|| {
            let found = find();
            lock().remember(hash, found.clone());
            found
        })
    }
}

impl<V> Known<V> {
    fn remember(&mut self, hash: u64, found: Arc<[V]>) {
        // What is found of itself alone stands nowhere else: nobody asks again.
        if found.len() < 2 {
            return;
        }
        let bytes = size_of_val(&*found);
        if self.bytes + bytes > ROOM {
            self.lists.clear();
            self.bytes = 0;
        }
        self.bytes += bytes;
        self.lists.insert(hash, found);
    }
}

#[cfg(test)]
mod tests {
    use super::{ROOM, Recurring};

    #[test]
    fn what_is_asked_again_is_found_once_where_it_stands_in_two_places() {
        let recurring = Recurring::default();
        let ask = |hash, found: &[u32]| recurring.get(hash, || found.into()).to_vec();
        assert_eq!((ask(1, &[7, 8]), ask(1, &[9, 9])), (vec![7, 8], vec![7, 8]));
        assert_eq!((ask(2, &[7]), ask(2, &[9])), (vec![7], vec![9]));
    }

    #[test]
    fn of_more_than_there_is_room_for_all_are_forgotten() {
        let recurring = Recurring::default();
        for hash in 0..10 {
            recurring.get(hash, || vec![0u8; ROOM / 4].into());
            assert!(recurring.0.lock().unwrap().bytes <= ROOM);
        }
        assert_eq!(recurring.0.lock().unwrap().lists.len(), 2);
    }
}
