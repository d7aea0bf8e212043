//! A number as its article states it: all of a quantity that two figures are compared by, so that no comparison has to
//! unpack the reading of the other article.

use super::observation::hash;
use crate::reading::{Modifier, Quantity};

/// A stated number.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct Stated {
    /// In the base unit.
    pub number: f64,
    /// The end of a range, in the base unit.
    pub to: Option<f64>,
    /// How many base units the stated unit has.
    pub factor: f64,
    /// Hash of the unit's name.
    pub unit: u32,
    /// How the text qualifies the number.
    pub modifier: Modifier,
}

impl Stated {
    pub(super) fn of(quantity: &Quantity) -> Self {
        let factor = quantity.unit.factor;
        Self {
            number: quantity.number * factor,
            to: quantity.to.map(|to| to * factor),
            factor,
            unit: hash(&*quantity.unit.name) as u32,
            modifier: quantity.modifier,
        }
    }

    /// Whether both state one value in one way.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let near = |x: f64, y: f64| x == y || (x - y).abs() <= 1e-9 * x.abs().max(y.abs());
        near(self.number, other.number)
            && self.to.is_some() == other.to.is_some()
            && self.to.zip(other.to).is_none_or(|(x, y)| near(x, y))
            && self.modifier == other.modifier
    }
}
