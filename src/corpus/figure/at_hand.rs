//! What is at hand of every figure of a corpus: enough to tell of most that they measure something else, so that their
//! articles need not be unpacked for it.

use super::Observation;
use super::context::Sketch;
use super::observation::hash;
use super::same::{BACKGROUND, CERTAIN_WORDS, CHILDREN, RELATED, UNRELATED_WORDS};
use super::slot::SlotKind;
use crate::corpus::event::SAME_EVENT;

/// A figure in a few bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct FigureOutline {
    /// Of its slot's name.
    slot: u32,
    /// A bit for each place that it is limited to.
    places: u16,
    /// What limits it otherwise, as bits.
    limits: u8,
    /// Its interval, no narrower than it is whatever unit it is compared in.
    low: f32,
    high: f32,
    words: Sketch,
}

/// The sentence limits it to a time.
const TIMED: u8 = 1;
/// It is limited to a kind of place.
const AT_FACILITY: u8 = 2;
/// It is of a time well before its article.
const PAST: u8 = 4;

impl FigureOutline {
    pub(in crate::corpus) fn of(observation: &Observation) -> Self {
        let Observation { low, high, times, facilities, is_past, stated, dimension, .. } = observation;
        let slack = if dimension.is_some() { 0.5 * stated.factor.abs() } else { 0.0 };
        let limits = [(TIMED, !times.is_empty()), (AT_FACILITY, !facilities.is_empty()), (PAST, *is_past)];
        Self {
            slot: observation.slot_key as u32,
            places: places(observation),
            limits: limits.into_iter().filter(|limit| limit.1).map(|limit| limit.0).sum(),
            low: -up(slack - low),
            high: up(high + slack),
            words: observation.context.sketch(),
        }
    }

    /// Whether the figure may measure what `this` one (with its own outline) of another article does, where the articles are
    /// so much alike, and tell something of it: never `false` where a comparison finds a relation.
    pub(super) fn may_be_same(&self, (this, own): (&Observation, &Self), likeness: f32) -> bool {
        // Articles of two events say the same only in the same slot.
        if likeness >= SAME_EVENT || self.slot != own.slot {
            return likeness >= SAME_EVENT;
        }
        let both = self.limits & own.limits;
        // Of the past and of now, without times that could be one.
        let is_past_apart = (self.limits ^ own.limits) & PAST != 0 && both & TIMED == 0;
        if is_past_apart && this.slot.name != CHILDREN {
            return false;
        }
        if likeness >= RELATED && self.places & own.places != 0 {
            return true;
        }
        // They are of two events: a doubt keeps two values apart, but for people at a time that both name in like words.
        let is_anchored = both & (TIMED | AT_FACILITY) != 0 || self.places != 0 && own.places != 0;
        let needed = if likeness >= RELATED && is_anchored { BACKGROUND } else { UNRELATED_WORDS };
        let has_like_words = |needed| this.context.may_overlap(&self.words, needed);
        let is_certain = || this.slot.kind == SlotKind::People && both & TIMED != 0 && has_like_words(CERTAIN_WORDS);
        has_like_words(needed) && (self.low <= own.high && own.low <= self.high || is_certain())
    }
}

/// The least number of half the width that is no less.
fn up(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) < number { near.next_up() } else { near }
}

fn places(observation: &Observation) -> u16 {
    observation.places.iter().fold(0, |bits, place| bits | 1 << (hash(place) >> 60))
}
