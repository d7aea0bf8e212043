//! Where a quantity stands, for those who ask what it measures.

use super::noun::Counted;
use crate::language::Sentence;

/// Where a quantity stands in its sentence: token indexes.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    pub s: &'a Sentence,
    /// First token of the number.
    pub first: usize,
    /// Last token of the number with its unit.
    pub last: usize,
    /// The counted noun, where there is one.
    pub counted: Option<Counted>,
    /// Whether a unit of measure or a currency stands beside the number.
    pub measured: bool,
    /// Whether the number is written in words.
    pub in_words: bool,
    /// The number.
    pub number: f64,
    /// Whether the unit is one of time.
    pub is_time: bool,
    /// Whether the number is a fraction ("two-thirds of").
    pub is_fraction: bool,
}
