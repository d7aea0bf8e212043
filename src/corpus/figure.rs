//! Figures of different places that measure the same thing, and how they relate.

mod apart;
mod articles;
mod at_hand;
mod candidates;
mod compare;
mod context;
mod conversion;
mod evidence;
mod frame;
mod group;
mod limited;
mod limits;
mod measures;
mod names;
mod observation;
mod place_name;
mod print;
mod same;
mod scope;
mod slot;
mod stated;
mod told;
mod window;

pub use apart::{Apart, Doubt};
pub(super) use at_hand::FigureOutline;
pub(super) use candidates::{COMMON_KEY, Candidate};
pub(super) use compare::Relations;
pub use compare::{FigureRelation, Relation};
pub use context::Context;
pub use group::FigureGroup;
pub use limits::When;
pub(super) use names::{opening_names, opening_places};
pub use observation::Observation;
pub(super) use observation::{hash, observations};
pub(super) use scope::known_place;
pub use slot::{Slot, SlotKind};
