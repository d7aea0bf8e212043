//! What is at hand of every figure of a corpus: enough to tell of most that they measure something else, so that their
//! articles need not be unpacked for it.

use super::Observation;
use super::context::Sketch;
use super::observation::hash;
use super::same::{BACKGROUND, RELATED, UNRELATED_WORDS};
use crate::corpus::event::SAME_EVENT;

/// A figure in a few bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct FigureOutline {
    /// Of its slot's name.
    slot: u32,
    /// A bit for each place that it is limited to.
    places: u16,
    words: Sketch,
}

impl FigureOutline {
    pub(in crate::corpus) fn of(observation: &Observation) -> Self {
        let places = places(observation);
        Self { slot: observation.slot_key as u32, places, words: observation.context.sketch() }
    }

    /// Whether the figure may measure what `this` one of another article does, where the articles are so much alike: never
    /// `false` where [`same`](super::same::same) finds that they do.
    pub(super) fn may_be_same(&self, this: &Observation, likeness: f32) -> bool {
        // Articles of two events say the same only in the same slot; and in like words, but for what is limited to one place.
        likeness >= SAME_EVENT
            || self.slot == this.slot_key as u32 && {
                let is_named = likeness >= RELATED && self.places & places(this) != 0;
                let needed = if likeness >= RELATED { BACKGROUND } else { UNRELATED_WORDS };
                is_named || this.context.may_overlap(&self.words, needed)
            }
    }
}

fn places(observation: &Observation) -> u16 {
    observation.places.iter().fold(0, |bits, place| bits | 1 << (hash(place) >> 60))
}
