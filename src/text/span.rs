//! A half-open range of bytes.

use smallvec::SmallVec;
use std::ops::Range;

/// Places of a text that are one thing together: seldom more than two, which need no memory of their own.
pub type Spans = SmallVec<[Span; 2]>;

/// A half-open range of bytes in a text; both ends lie on character boundaries.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets.
    ///
    /// # Panics
    /// Where an offset does not fit 32 bits; documents of 4 GiB and more are refused on loading.
    pub fn new(start: usize, end: usize) -> Self {
        let fit = |n: usize| u32::try_from(n).expect("documents are smaller than 4 GiB");
        debug_assert!(start <= end);
        Self { start: fit(start), end: fit(end) }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The covered part of `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether `offset` lies inside, the end excluded.
    pub fn contains(self, offset: usize) -> bool {
        self.range().contains(&offset)
    }

    /// Whether `offset` lies inside or just behind: where a cursor touches it.
    pub fn touches(self, offset: usize) -> bool {
        self.start as usize <= offset && offset <= self.end as usize
    }

    /// Whether `other` lies wholly inside.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Moved right by `by` bytes: from offsets in a part of a text to offsets in the whole.
    pub fn shifted(self, by: usize) -> Span {
        Span::new(self.start as usize + by, self.end as usize + by)
    }

    /// The same stretch of a text that stood at byte `from` and now stands at `to`.
    pub fn moved(self, from: u32, to: u32) -> Span {
        let by = to.wrapping_sub(from);
        Span { start: self.start.wrapping_add(by), end: self.end.wrapping_add(by) }
    }

    /// Without the white space at either end of what it covers in `text`.
    pub fn trimmed(self, text: &str) -> Span {
        let covered = self.of(text);
        let start = self.start as usize + (covered.len() - covered.trim_start().len());
        Span::new(start, start + covered.trim().len())
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end.max(range.start))
    }
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_stops_at_the_text() {
        assert_eq!(Span::new(0, 7).trimmed(" ab c  "), Span::new(1, 5));
        assert_eq!(Span::new(0, 2).trimmed("  "), Span::new(2, 2));
    }

    #[test]
    fn a_cursor_behind_a_span_touches_it_but_is_not_inside() {
        let span = Span::new(2, 4);
        assert!(span.touches(4) && !span.contains(4));
        assert!(!span.overlaps(Span::new(4, 5)) && span.covers(Span::new(3, 4)));
    }
}
