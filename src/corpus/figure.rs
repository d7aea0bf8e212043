//! Figures of different places that measure the same thing, and how they relate.

mod compare;
mod group;
mod observation;

pub use compare::{FigureRelation, Relation};
pub use group::FigureGroup;
pub use observation::Observation;
pub(super) use observation::{entity_key, hash, observations};
