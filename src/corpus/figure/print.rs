//! Prints of figures: equal only where all is equal that the comparisons of a figure look at on its own side.
//!
//! A letter typed into an article leaves most of its figures as they were. Their relations are found again under their
//! prints, as long as no article changes that shares a key with this one.

use super::observation::{Observation, hash};
use crate::corpus::ArticleEntry;
use crate::corpus::event::OPENING;
use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;
use std::hash::{Hash, Hasher};

/// Makes the prints of one article's figures.
pub(super) struct Prints<'a> {
    entry: &'a ArticleEntry,
    /// Of what all comparisons look at.
    article: u64,
    /// Of each observation by itself.
    contents: Vec<u64>,
    /// The article's own observations by key.
    own: FxHashMap<u64, SmallVec<[u32; 4]>>,
}

impl<'a> Prints<'a> {
    pub(super) fn of(entry: &'a ArticleEntry) -> Self {
        let mut own: FxHashMap<u64, SmallVec<[u32; 4]>> = FxHashMap::default();
        for (index, observation) in entry.observations.iter().enumerate() {
            for &key in &observation.keys {
                own.entry(key).or_default().push(index as u32);
            }
        }
        let article = hash(&(entry.signature.print(), entry.day, entry.is_dated, &entry.opening_places));
        let contents = entry.observations.iter().map(Observation::content).collect();
        Self { entry, article, contents, own }
    }

    /// The print of one figure.
    pub(super) fn print(&self, index: usize) -> u64 {
        let this = &self.entry.observations[index];
        let mut hasher = FxHasher::default();
        (self.article, self.contents[index], this.sentence.min(OPENING)).hash(&mut hasher);
        // The figures of its own article that it is compared with, or that tell what the article says of its slot.
        let mut beside: SmallVec<[u32; 16]> = self.entry.slot_places(this.slot_key).iter().copied().collect();
        for (nth, key) in this.keys.iter().enumerate() {
            let sharing = self.own.get(key).into_iter().flatten().copied().filter(|&other| other as usize != index);
            for other in sharing {
                (nth, other).hash(&mut hasher);
                beside.push(other);
            }
        }
        beside.retain(|other| *other as usize != index);
        beside.sort_unstable();
        beside.dedup();
        if !beside.is_empty() {
            index.hash(&mut hasher);
        }
        for other in beside {
            let there = &self.entry.observations[other as usize];
            let apart = there.sentence as i64 - this.sentence as i64;
            let place = (other, apart, there.sentence.min(OPENING), there.attribution == this.attribution);
            (self.contents[other as usize], place).hash(&mut hasher);
        }
        hasher.finish()
    }
}

impl Observation {
    /// Hash of all that a comparison looks at, but for the observation's place in its article.
    fn content(&self) -> u64 {
        let Self {
            quantity: _,
            low,
            high,
            stated,
            is_comparable: _,
            dimension,
            change,
            slot,
            qualifiers,
            places,
            facilities,
            times,
            actors,
            context,
            frame,
            as_of,
            attribution: _,
            speaker: _,
            sentence: _,
            is_whole,
            is_withdrawn,
            is_forecast,
            is_addition,
            is_past,
            is_listed,
            is_first,
            is_highest,
            is_sources_own,
            is_alone,
            telling,
            converts,
            slot_key,
            keys,
        } = self;
        let mut hasher = FxHasher::default();
        let super::stated::Stated { number, to, factor, unit, modifier } = stated;
        [low, high, number, factor].map(|x| x.to_bits()).hash(&mut hasher);
        (to.map(f64::to_bits), unit, modifier, dimension, change).hash(&mut hasher);
        (slot, qualifiers, places, facilities, times, actors, context, frame, as_of).hash(&mut hasher);
        let flags = [
            is_whole,
            is_withdrawn,
            is_forecast,
            is_addition,
            is_past,
            is_listed,
            is_first,
            is_highest,
            is_sources_own,
            is_alone,
        ];
        (flags, telling, converts, slot_key, keys).hash(&mut hasher);
        hasher.finish()
    }
}
