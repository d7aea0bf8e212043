//! What is at hand of every figure of a corpus: enough to tell of most that they measure something else, so that their
//! articles need not be unpacked for it.

use super::Observation;
use super::context::Sketch;
use super::same::{RELATED, UNRELATED_WORDS};

/// A figure in a few bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct FigureOutline {
    /// Of its slot's name.
    slot: u32,
    words: Sketch,
}

impl FigureOutline {
    pub(in crate::corpus) fn of(observation: &Observation) -> Self {
        Self { slot: observation.slot_key as u32, words: observation.context.sketch() }
    }

    /// Whether the figure may measure what `this` one of another article does, where the articles are so much alike: never
    /// `false` where [`same`](super::same::same) finds that they do.
    pub(super) fn may_be_same(&self, this: &Observation, likeness: f32) -> bool {
        // Articles that have nothing in common say the same only in the same slot and nearly the same words.
        likeness >= RELATED
            || self.slot == this.slot_key as u32 && this.context.may_overlap(&self.words, UNRELATED_WORDS)
    }
}
