//! A bounded memory of two generations: what is asked for again moves to the young one; when that is full, the old one is
//! forgotten and the young one grows old.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Answers by what was asked.
#[derive(Debug)]
pub struct Generations<K, V> {
    young: FxHashMap<K, V>,
    old: FxHashMap<K, V>,
}

impl<K, V> Default for Generations<K, V> {
    fn default() -> Self {
        Self { young: FxHashMap::default(), old: FxHashMap::default() }
    }
}

impl<K: Eq + Hash, V: Clone> Generations<K, V> {
    /// What is remembered, with `room` for so many in a generation.
    pub fn get(&mut self, key: K, room: usize) -> Option<V> {
        if let Some(found) = self.young.get(&key) {
            return Some(found.clone());
        }
        let found = self.old.remove(&key)?;
        self.insert(key, found.clone(), room);
        Some(found)
    }

    /// Remembers an answer.
    pub fn insert(&mut self, key: K, answer: V, room: usize) {
        if self.young.len() >= room {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, answer);
    }

    /// Number of answers.
    pub fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
