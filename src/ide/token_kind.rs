//! The kinds of things that are coloured.

use crate::text::Span;
use crate::text::sorting::sort;

/// A kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum TokenKind {
    /// Nothing that the article says.
    Boilerplate = 1,
    /// Words in quotation marks.
    Quotation,
    /// Words that name a source.
    Source,
    /// Words that attribute.
    Cue,
    /// A person's name.
    Person,
    /// Another name.
    Name,
    /// A date or time.
    Date,
    /// A figure.
    Figure,
}

impl TokenKind {
    /// All kinds, in the order of their numbers from 1.
    pub const ALL: [Self; 8] = [
        Self::Boilerplate,
        Self::Quotation,
        Self::Source,
        Self::Cue,
        Self::Person,
        Self::Name,
        Self::Date,
        Self::Figure,
    ];
}

/// Colours in the order of the text; of two that overlap the first.
pub(super) fn in_order(mut tokens: Vec<(Span, TokenKind)>) -> Vec<(Span, TokenKind)> {
    sort(&mut tokens);
    tokens.dedup_by(|next, previous| next.0.overlaps(previous.0));
    tokens
}
