//! Which attributions stand near a place: each quotation asks for its neighbours, and an article may have thousands of both.

use super::Attribution;
use crate::text::Span;

/// Attributions that are looked at or passed over together.
const GROUP: usize = 32;

/// Where attributions lie, in their order. They stand about in the order of the text, so that few groups reach a place.
#[derive(Debug, Default)]
pub(super) struct Near {
    /// From the first word of each one's source, cue and content to the last.
    hulls: Vec<Span>,
    groups: Vec<Span>,
}

impl Near {
    pub(super) fn of(all: &[Attribution]) -> Self {
        let mut near = Self::default();
        all.iter().for_each(|attribution| near.push(attribution));
        near
    }

    /// Goes on with the next one.
    pub(super) fn push(&mut self, attribution: &Attribution) {
        let spans = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
        let hull = spans.copied().reduce(Span::join).unwrap_or_default();
        if self.hulls.len().is_multiple_of(GROUP) {
            self.groups.push(hull);
        }
        self.hulls.push(hull);
        self.grow(self.hulls.len() - 1, hull);
    }

    /// The attribution of that index takes in more of the text.
    pub(super) fn grow(&mut self, index: usize, by: Span) {
        for hull in [&mut self.hulls[index], &mut self.groups[index / GROUP]] {
            *hull = hull.join(by);
        }
    }

    /// The indices of those that may have words in the span or beside it, in their order.
    pub(super) fn around(&self, span: Span) -> impl Iterator<Item = usize> {
        let touches = move |hull: &Span| hull.start <= span.end && span.start <= hull.end;
        let groups = self.groups.iter().enumerate().filter(move |(_, hull)| touches(hull));
        groups.flat_map(move |(group, _)| {
            let from = group * GROUP;
            let hulls = &self.hulls[from..self.hulls.len().min(from + GROUP)];
            hulls.iter().enumerate().filter(move |(_, hull)| touches(hull)).map(move |(nth, _)| from + nth)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{GROUP, Near};
    use crate::reading::{Attribution, AttributionKind};
    use crate::text::{Span, Spans};
    use smallvec::smallvec;

    fn at(start: usize, end: usize) -> Attribution {
        Attribution {
            source: Spans::new(),
            cue: smallvec![Span::new(start, start + 1)],
            content: smallvec![Span::new(end - 1, end)],
            kind: AttributionKind::Indirect,
            speaker: None,
            confidence: 1.0,
            carried: false,
        }
    }

    #[test]
    fn all_that_touch_a_place_are_found_in_their_order() {
        let mut all: Vec<Attribution> = (0..5 * GROUP).map(|i| at(10 * i, 10 * i + 12)).collect();
        all.push(at(3, 9));
        let mut near = Near::of(&all);
        assert_eq!(near.around(Span::new(4, 5)).collect::<Vec<_>>(), [0, 5 * GROUP]);
        assert_eq!(near.around(Span::new(1000, 1001)).collect::<Vec<_>>(), [99, 100]);
        assert_eq!(near.around(Span::at(0)).collect::<Vec<_>>(), [0]);
        near.grow(40, Span::new(0, 1));
        assert_eq!(near.around(Span::at(0)).collect::<Vec<_>>(), [0, 40]);
        assert_eq!(Near::of(&[]).around(Span::at(0)).count(), 0);
    }
}
