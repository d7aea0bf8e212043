//! From keys to the places that have them, in sorted arrays.
//!
//! A key is a hash of what two comparable things share: for figures the counted noun with a word or name beside it, for
//! quotations two words near each other. Sixteen bytes a place and nothing else: a corpus of a hundred thousand
//! articles has some sixty million.

use super::DocumentId;

/// What kind of thing a key is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    Figure,
    Quote,
    Shingle,
    /// Where an article was published on the web.
    Address,
    /// The articles that name sources; there is one key of this kind.
    Citing,
    Fact,
    /// A name or a date.
    Name,
    /// The path of an archived article.
    Path,
}

impl KeyKind {
    /// The kind that is written as this number.
    pub(super) fn numbered(number: u8) -> Option<Self> {
        use KeyKind::{Address, Citing, Fact, Figure, Name, Path, Quote, Shingle};
        let all = [Figure, Quote, Shingle, Address, Citing, Fact, Name, Path];
        all.into_iter().find(|kind| *kind as u8 == number)
    }
}

/// A place that has a key: a document and the index of one of its items. A corpus has a thousand of them for each
/// article, so they are kept in twelve bytes: 48 bits of the key (in a hundred million keys a few are taken for others,
/// which makes a candidate that turns out to be none), and items beyond 65,535 are not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// The highest bits first, as they are sorted.
    key: [u16; 3],
    document: [u16; 2],
    item: u16,
}

impl Ord for Posting {
    /// By key, document and item: in two numbers, because a corpus has ten million of them to sort.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let numbers = |p: &Self| {
            let [high, low] = p.document.map(u64::from);
            (p.key_bits() << 16 | high, low << 16 | u64::from(p.item))
        };
        numbers(self).cmp(&numbers(other))
    }
}

impl PartialOrd for Posting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Posting {
    pub(super) fn new(kind: KeyKind, key: u64, document: DocumentId, item: usize) -> Option<Self> {
        let place = Self { key: shortened(mixed(kind, key)), document: [0; 2], item: u16::try_from(item).ok()? };
        Some(place.of_document(document))
    }

    pub(super) fn document(&self) -> DocumentId {
        DocumentId(u32::from(self.document[0]) << 16 | u32::from(self.document[1]))
    }

    /// The same place of another document.
    pub(super) fn of_document(self, document: DocumentId) -> Self {
        Self { document: [(document.0 >> 16) as u16, document.0 as u16], ..self }
    }

    /// The highest bits of the key.
    fn bucket(&self, shift: u32) -> usize {
        let [a, b, c] = self.key.map(u64::from);
        ((a << 48 | b << 32 | c << 16) >> shift) as usize
    }

    pub(super) fn item(&self) -> usize {
        self.item.into()
    }

    /// The bits of its key that are kept, as a number.
    pub(super) fn key_bits(&self) -> u64 {
        let [a, b, c] = self.key.map(u64::from);
        a << 32 | b << 16 | c
    }

    /// The bits of a key that are kept.
    pub(super) fn bits_of(kind: KeyKind, key: u64) -> u64 {
        mixed(kind, key) >> (u64::BITS - KEY_BITS)
    }

    /// Bytes of [`Posting::to_bytes`].
    pub(super) const WIDTH: usize = 12;

    pub(super) fn to_bytes(self) -> [u8; Self::WIDTH] {
        let ([a, b, c], [d, e]) = (self.key, self.document);
        let parts = [a, b, c, d, e, self.item].map(u16::to_le_bytes);
        std::array::from_fn(|i| parts[i / 2][i % 2])
    }

    /// What [`Posting::to_bytes`] gave.
    pub(super) fn from_bytes(bytes: &[u8; Self::WIDTH]) -> Self {
        let part = |nth: usize| u16::from_le_bytes([bytes[2 * nth], bytes[2 * nth + 1]]);
        Self { key: [part(0), part(1), part(2)], document: [part(3), part(4)], item: part(5) }
    }
}

/// So many bits of a key are kept.
pub(super) const KEY_BITS: u32 = 48;

/// The 48 highest bits.
fn shortened(key: u64) -> [u16; 3] {
    [48, 32, 16].map(|shift| (key >> shift) as u16)
}

/// A key as it is sorted: its high bits are evenly spread.
fn mixed(kind: KeyKind, key: u64) -> u64 {
    (key ^ (kind as u64) << 61).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32).wrapping_mul(0xd1b5_4a32_d192_ed03)
}

/// The sorted places of some documents.
#[derive(Debug, Default)]
pub(super) struct Postings {
    sorted: Box<[Posting]>,
    /// For each value of a key's high bits, where the keys with it begin.
    starts: Box<[u32]>,
    shift: u32,
}

impl Postings {
    pub(super) fn of(mut all: Vec<Posting>) -> Self {
        use rayon::prelude::*;
        if all.len() > 65_536 {
            all.par_sort_unstable();
            return Self::sorted(all);
        }
        // Keys are hashes: put where they begin alike, they are nearly sorted.
        let (starts, shift) = buckets(&all);
        let mut next = starts.clone();
        let mut sorted = all.clone();
        for posting in all {
            let place = &mut next[posting.bucket(shift)];
            sorted[*place as usize] = posting;
            *place += 1;
        }
        starts.windows(2).for_each(|bucket| sorted[bucket[0] as usize..bucket[1] as usize].sort_unstable());
        Self { sorted: sorted.into(), starts: starts.into(), shift }
    }

    fn sorted(all: Vec<Posting>) -> Self {
        let (starts, shift) = buckets(&all);
        Self { sorted: all.into(), starts: starts.into(), shift }
    }

    /// Both together, without the places that are not `live`.
    pub(super) fn merged(&self, newer: &Self, live: impl Fn(&Posting, bool) -> bool) -> Self {
        let (a, b) = (&self.sorted, &newer.sorted);
        let mut all = Vec::with_capacity(a.len() + b.len());
        let (mut i, mut j) = (0, 0);
        while i < a.len() || j < b.len() {
            let older = j == b.len() || i < a.len() && a[i] <= b[j];
            let posting = if older { a[i] } else { b[j] };
            i += usize::from(older);
            j += usize::from(!older);
            if live(&posting, older) {
                all.push(posting);
            }
        }
        all.shrink_to_fit();
        Self::sorted(all)
    }

    pub(super) fn len(&self) -> usize {
        self.sorted.len()
    }

    /// The places that have a key, by document and item.
    pub(super) fn get(&self, kind: KeyKind, key: u64) -> &[Posting] {
        if self.sorted.is_empty() {
            return &[];
        }
        let key = mixed(kind, key);
        let bucket = (key >> self.shift) as usize;
        let bucket = &self.sorted[self.starts[bucket] as usize..self.starts[bucket + 1] as usize];
        let key = key >> (u64::BITS - KEY_BITS);
        let start = bucket.partition_point(|p| p.key_bits() < key);
        let count = bucket[start..].partition_point(|p| p.key_bits() == key);
        &bucket[start..start + count]
    }
}

/// For each value of the high bits of a key how many places have a lower one, and by how much a key is shifted to these
/// bits. About eight places have the same.
fn buckets(all: &[Posting]) -> (Vec<u32>, u32) {
    let bits = (all.len() / 8).max(2).ilog2();
    let shift = u64::BITS - bits;
    let mut starts = vec![0u32; (1 << bits) + 1];
    for posting in all {
        starts[posting.bucket(shift) + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    (starts, shift)
}

#[cfg(test)]
mod tests {
    use super::{KeyKind, Posting, Postings};
    use crate::corpus::DocumentId;

    fn of(entries: &[(u64, u32)]) -> Postings {
        let posting = |&(key, id): &(u64, u32)| Posting::new(KeyKind::Figure, key, DocumentId(id), 0);
        Postings::of(entries.iter().filter_map(posting).collect())
    }

    fn documents(postings: &Postings, key: u64) -> Vec<u32> {
        postings.get(KeyKind::Figure, key).iter().map(|p| p.document().0).collect()
    }

    #[test]
    fn every_key_is_found_and_no_other() {
        let entries: Vec<(u64, u32)> = (0..5000).map(|i| (i / 3, i as u32)).collect();
        let postings = of(&entries);
        assert!(
            (0..1666).all(|key| documents(&postings, key) == [3 * key as u32, 3 * key as u32 + 1, 3 * key as u32 + 2])
        );
        assert!(documents(&postings, 1_000_000).is_empty() && documents(&of(&[]), 0).is_empty());
        assert!(postings.get(KeyKind::Quote, 7).is_empty());
    }

    #[test]
    fn places_are_in_the_order_of_their_keys_documents_and_items() {
        let all = [0, 1, u64::MAX / 3, u64::MAX].into_iter().flat_map(|key| {
            let documents = [0, 1, 0xffff, 0x10000, u32::MAX].map(DocumentId);
            let of = move |document| [0, 7, 0xffff].map(move |item| Posting::new(KeyKind::Fact, key, document, item));
            documents.into_iter().flat_map(of)
        });
        let mut all: Vec<Posting> = all.flatten().collect();
        let mut again = all.clone();
        all.sort_by_key(|p| (p.key, p.document, p.item));
        again.sort();
        assert_eq!(all, again);
    }

    #[test]
    fn merging_keeps_what_is_live() {
        let merged =
            of(&[(1, 1), (1, 2), (2, 3)]).merged(&of(&[(1, 4), (2, 1)]), |p, older| !older || p.document().0 != 1);
        assert_eq!((documents(&merged, 1), documents(&merged, 2)), (vec![2, 4], vec![1, 3]));
    }
}
