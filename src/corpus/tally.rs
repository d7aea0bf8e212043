//! Adding up what is found about places of a corpus: which figures and quotations have keys in common with one.
//!
//! One figure or quotation shares a key with thousands, and a check asks that of hundreds of thousands. So the table is used
//! again for the next one, and what was in it is cleared entry by entry.

use super::DocumentId;
use std::ops::AddAssign;

/// Sums by place. An entry whose place is [`EMPTY`] is free.
#[derive(Debug)]
pub(super) struct Tally<V> {
    entries: Vec<(u64, V)>,
    /// The entries in use, in the order in which they were first added to.
    used: Vec<u32>,
}

/// No place: items have 16 bits.
const EMPTY: u64 = u64::MAX;
/// Entries of a table at first; twice as many once half of them are in use.
const FEWEST: usize = 1 << 10;

impl<V> Default for Tally<V> {
    fn default() -> Self {
        Self { entries: Vec::new(), used: Vec::new() }
    }
}

impl<V: Copy + Default + AddAssign> Tally<V> {
    /// Adds to the sum of an item of a document.
    pub(super) fn add(&mut self, document: DocumentId, item: u16, value: V) {
        if 2 * self.used.len() >= self.entries.len() {
            self.grow();
        }
        let place = u64::from(document.0) << 16 | u64::from(item);
        let at = at(&self.entries, place);
        let entry = &mut self.entries[at];
        if entry.0 == EMPTY {
            *entry = (place, V::default());
            self.used.push(at as u32);
        }
        entry.1 += value;
    }

    fn grow(&mut self) {
        let size = (2 * self.entries.len()).max(FEWEST);
        let old = std::mem::replace(&mut self.entries, vec![(EMPTY, V::default()); size]);
        for used in &mut self.used {
            let entry = old[*used as usize];
            let at = at(&self.entries, entry.0);
            self.entries[at] = entry;
            *used = at as u32;
        }
    }

    /// All sums, in the order in which their places were first added to; the next ones start anew.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = ((DocumentId, u16), V)> {
        let entries = &mut self.entries;
        self.used.drain(..).map(|used| {
            let (place, value) = std::mem::replace(&mut entries[used as usize], (EMPTY, V::default()));
            ((DocumentId((place >> 16) as u32), place as u16), value)
        })
    }
}

/// Where the entry of a place is, or the free one that it may have; the number of entries is a power of two.
fn at<V>(entries: &[(u64, V)], place: u64) -> usize {
    let mask = entries.len() - 1;
    let mut at = (place.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
    while entries[at].0 != place && entries[at].0 != EMPTY {
        at = (at + 1) & mask;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{DocumentId, Tally};
    use std::collections::BTreeMap;

    #[test]
    fn sums_are_those_of_a_map_and_start_anew() {
        let mut tally = Tally::<u32>::default();
        for round in 1..4u32 {
            let mut expected = BTreeMap::new();
            for n in 0..5000 * round {
                let (document, item) = (DocumentId(n.wrapping_mul(2_654_435_761) % 1777), (n % 7) as u16);
                tally.add(document, item, n);
                *expected.entry((document, item)).or_insert(0) += n;
            }
            let found: Vec<_> = tally.drain().collect();
            assert_eq!(found.len(), expected.len());
            assert_eq!(found.into_iter().collect::<BTreeMap<_, _>>(), expected);
        }
        assert_eq!(tally.drain().count(), 0);
    }

    #[test]
    fn the_last_possible_places_are_places() {
        let mut tally = Tally::<u16>::default();
        tally.add(DocumentId(u32::MAX), u16::MAX, 3);
        tally.add(DocumentId(0), 0, 2);
        tally.add(DocumentId(u32::MAX), u16::MAX, 4);
        let all: Vec<_> = tally.drain().collect();
        assert_eq!(all, [((DocumentId(u32::MAX), u16::MAX), 7), ((DocumentId(0), 0), 2)]);
    }
}
