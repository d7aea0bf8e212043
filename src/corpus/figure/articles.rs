//! How two articles whose figures are compared stand to each other: how alike they are, and how many days apart.

use crate::corpus::ArticleEntry;

/// How two articles whose figures are compared stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Articles {
    /// They are one.
    Same,
    /// They are two that have this much in common.
    Two(f32),
}

impl Articles {
    pub(super) fn of(here: &ArticleEntry, there: &ArticleEntry) -> Self {
        match std::ptr::eq(here, there) || here.path == there.path {
            true => Self::Same,
            false => Self::Two(here.signature.likeness(&there.signature)),
        }
    }

    /// How much of the lighter article's weight both have, from 0 to 1.
    pub(super) fn likeness(self) -> f32 {
        match self {
            Self::Same => 1.0,
            Self::Two(likeness) => likeness,
        }
    }
}

/// How many days lie between two articles; none where one has no date.
pub(in crate::corpus) fn days_apart(a: &ArticleEntry, b: &ArticleEntry) -> i32 {
    let days = a.day.zip(b.day).and_then(|(x, y)| x.until(y).ok());
    days.map_or(0, |s| s.get_days().abs())
}
