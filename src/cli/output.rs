//! What commands share in how they print.

use crate::corpus::{Corpus, Location};
use crate::text::CodePoints;
use clap::ValueEnum;

/// How a list is printed that nobody takes into a table.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
}

/// The span of a place in code points.
pub(super) fn points(corpus: &Corpus, location: Location) -> (usize, usize) {
    CodePoints::new(&corpus.text(location.document).unwrap_or_default()).span(location.span)
}
