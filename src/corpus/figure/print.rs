//! Prints of figures: equal only where all is equal that the comparisons of a figure look at on its own side.
//!
//! A letter typed into an article leaves most of its figures as they were. Their relations are found again under their
//! prints, as long as no article changes that shares a key with this one.

use super::observation::{Observation, hash, slot_keys};
use super::slot::SlotKind;
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
    /// The article's own observations by key, where several have it; but for the keys that all of a slot have.
    by_key: FxHashMap<u64, Beside>,
    /// Those of one slot, by the slot's hash.
    by_slot: FxHashMap<u64, OfSlot>,
}

/// The figures of one slot that are compared with each other or tell what the article says of it.
#[derive(Debug, Default)]
struct OfSlot {
    beside: Beside,
    /// The keys that they all have, sorted: those of the slot with the words that carry the article.
    keys: SmallVec<[u64; 10]>,
}

/// Figures of the article that are compared with each other, or tell together what the article says of a slot.
#[derive(Debug, Default)]
struct Beside {
    members: SmallVec<[u32; 4]>,
    /// Hash of all that one of them looks at in the others, but for whose words they are.
    print: u64,
    /// For each attribution of a member, a hash of the members of that attribution; where there are several members.
    attributed: Vec<(Option<usize>, u64)>,
    /// The sentence of the first member.
    sentence: usize,
}

impl<'a> Prints<'a> {
    pub(super) fn of(entry: &'a ArticleEntry) -> Self {
        let article =
            hash(&(entry.signature.print(), entry.day, entry.is_dated, &entry.opening_places, &entry.opening_names));
        let contents: Vec<u64> = entry.observations.iter().map(Observation::content).collect();
        let mut by_slot: FxHashMap<u64, OfSlot> = FxHashMap::default();
        for (index, observation) in entry.observations.iter().enumerate() {
            let of_slot = by_slot.entry(observation.slot_key).or_insert_with(|| OfSlot::of(entry, observation));
            if observation.slot.kind != SlotKind::Unnamed {
                of_slot.beside.members.push(index as u32);
            }
        }
        let mut prints = Self { entry, article, contents, by_key: FxHashMap::default(), by_slot };
        prints.by_key = prints.with_shared_keys();
        let several = prints.by_slot.values_mut().map(|of_slot| &mut of_slot.beside);
        let several = several.chain(prints.by_key.values_mut()).filter(|beside| beside.members.len() > 1);
        several.for_each(|beside| beside.put_together(entry, &prints.contents));
        prints
    }

    /// The figures that have a key, for each that several have. Most keys one figure alone has: these are told apart first,
    /// by how often the highest bits of a key are met.
    fn with_shared_keys(&self) -> FxHashMap<u64, Beside> {
        let bucket = |key: u64| (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BUCKET_BITS)) as usize;
        let mut met = vec![0u8; 1 << BUCKET_BITS];
        let figures = || self.entry.observations.iter().enumerate();
        for key in figures().flat_map(|(_, figure)| self.own_keys(figure)) {
            let met = &mut met[bucket(key.1)];
            *met = met.saturating_add(1);
        }
        let mut shared: FxHashMap<u64, Beside> = FxHashMap::default();
        for (index, figure) in figures() {
            for (_, key) in self.own_keys(figure).filter(|key| met[bucket(key.1)] > 1) {
                shared.entry(key).or_default().members.push(index as u32);
            }
        }
        shared
    }

    /// The keys of a figure that not all of its slot have, with their places among all its keys.
    fn own_keys(&self, figure: &'a Observation) -> impl Iterator<Item = (usize, u64)> {
        let of_slot = self.by_slot.get(&figure.slot_key).map_or(&[][..], |of_slot| &of_slot.keys);
        let keys = figure.keys.iter().copied().enumerate();
        keys.filter(move |(_, key)| of_slot.binary_search(key).is_err())
    }

    /// The print of one figure.
    pub(super) fn print(&self, index: usize) -> u64 {
        let this = &self.entry.observations[index];
        let mut hasher = FxHasher::default();
        (self.article, self.contents[index], this.sentence.min(OPENING)).hash(&mut hasher);
        let of_slot = (usize::MAX, self.by_slot.get(&this.slot_key).map(|of_slot| &of_slot.beside));
        let of_keys = self.own_keys(this).map(|(nth, key)| (nth, self.by_key.get(&key)));
        let mut alone = true;
        for (nth, beside) in of_keys.chain([of_slot]) {
            let Some(beside) = beside.filter(|beside| beside.is_of_another(index)) else { continue };
            alone = false;
            (nth, beside.print, this.sentence as i64 - beside.sentence as i64).hash(&mut hasher);
            let own = beside.attributed.binary_search_by_key(&this.attribution, |(attribution, _)| *attribution);
            own.ok().map(|own| beside.attributed[own].1).hash(&mut hasher);
        }
        if !alone {
            index.hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// So many bits of a key tell whether it may be met again.
const BUCKET_BITS: u32 = 16;

impl OfSlot {
    /// What the figures of the slot of `figure` have in common. Of those of no slot, which share no keys for it, the first
    /// few tell what the article says.
    fn of(entry: &ArticleEntry, figure: &Observation) -> Self {
        let mut of_slot = Self::default();
        match figure.slot.kind {
            SlotKind::Unnamed => of_slot.beside.members = entry.slot_places(figure.slot_key).into(),
            _ => of_slot.keys.extend(slot_keys(&figure.slot, &entry.signature)),
        }
        of_slot.keys.sort_unstable();
        of_slot
    }
}

impl Beside {
    /// Whether there is another member than that one.
    fn is_of_another(&self, index: usize) -> bool {
        self.members.iter().any(|&member| member as usize != index)
    }

    fn put_together(&mut self, entry: &ArticleEntry, contents: &[u64]) {
        let members = || self.members.iter().map(|&member| (member, &entry.observations[member as usize]));
        self.sentence = members().next().map_or(0, |(_, first)| first.sentence);
        let mut print = FxHasher::default();
        let mut attributed: SmallVec<[(Option<usize>, u32); 4]> = SmallVec::new();
        for (member, observation) in members() {
            let place = (observation.sentence as i64 - self.sentence as i64, observation.sentence.min(OPENING));
            (member, contents[member as usize], place).hash(&mut print);
            attributed.push((observation.attribution, member));
        }
        attributed.sort_unstable();
        // The number of the attribution itself does not count: it changes with every one before it.
        let of_one = attributed.chunk_by(|a, b| a.0 == b.0).map(|all| {
            let mut members = FxHasher::default();
            all.iter().for_each(|(_, member)| member.hash(&mut members));
            (all[0].0, members.finish())
        });
        (self.print, self.attributed) = (print.finish(), of_one.collect());
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
            names,
            frame,
            as_of,
            attribution: _,
            speaker: _,
            sentence: _,
            is_whole,
            is_withdrawn,
            is_forecast,
            is_addition,
            is_sample,
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
        (slot, qualifiers, places, facilities, times, actors, context, names, frame, as_of).hash(&mut hasher);
        let flags = [
            is_whole,
            is_withdrawn,
            is_forecast,
            is_addition,
            is_sample,
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
