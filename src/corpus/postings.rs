//! From keys to the places that have them, in sorted arrays.
//!
//! A key is a hash of what two comparable things share: for figures the counted noun with a word or name beside it, for
//! quotations two words near each other. Twelve bytes a place and nothing else: a corpus of a hundred thousand
//! articles has some hundred million. Those of many articles are gathered in parts by the first byte of their keys, and stay in
//! them: no part is large, so that growing, sorting and trimming it needs little room, and all are sorted side by side.

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

    /// [`bucket`] of its key.
    fn bucket(&self, shift: u32, values: usize) -> usize {
        bucket(self.key_bits() << (u64::BITS - KEY_BITS), shift, values)
    }

    /// The first byte of the key.
    pub(super) fn part(&self) -> usize {
        usize::from(self.key[0] >> 8)
    }

    pub(super) fn item(&self) -> usize {
        self.item.into()
    }

    /// The bits of its key that are kept, as a number.
    pub(super) fn key_bits(&self) -> u64 {
        let [a, b, c] = self.key.map(u64::from);
        a << 32 | b << 16 | c
    }

    /// The place of a key of which these bits are kept; `None` where they are more.
    pub(super) fn of_bits(key: u64, document: DocumentId, item: u16) -> Option<Self> {
        let place = Self { key: shortened(key << (u64::BITS - KEY_BITS)), document: [0; 2], item };
        (key >> KEY_BITS == 0).then(|| place.of_document(document))
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

/// Places on their way into [`Postings`], by the first byte of their keys.
#[derive(Debug)]
pub(super) struct Gathered {
    parts: Vec<Vec<Posting>>,
}

impl Default for Gathered {
    fn default() -> Self {
        Self { parts: vec![Vec::new(); PARTS] }
    }
}

impl Gathered {
    pub(super) fn add(&mut self, posting: Posting) {
        self.parts[posting.part()].push(posting);
    }
}

/// The sorted places of some documents: in one part if they are few, else in [`PARTS`].
#[derive(Debug, Default)]
pub(super) struct Postings {
    parts: Box<[Part]>,
    len: usize,
}

/// In so many parts those of many documents are.
pub(super) const PARTS: usize = 256;

/// So many places are in one part.
const FEW: usize = 1 << 16;

#[derive(Debug, Default)]
pub(super) struct Part {
    sorted: Box<[Posting]>,
    /// For each value of a key's high bits, but for those that all of the part have, where the keys with it begin.
    starts: Box<[u32]>,
    shift: u32,
}

impl Part {
    /// The part of these places, in any order, whose keys are equal in the first `equal` bits.
    fn of(all: Vec<Posting>, equal: u32) -> Self {
        // Keys are hashes: put where they begin alike, they are nearly sorted.
        let (starts, shift) = buckets(&all, equal);
        let mut next = starts.clone();
        let mut sorted = all.clone();
        for posting in all {
            let place = &mut next[posting.bucket(shift, starts.len() - 1)];
            sorted[*place as usize] = posting;
            *place += 1;
        }
        starts.windows(2).for_each(|bucket| sorted[bucket[0] as usize..bucket[1] as usize].sort_unstable());
        Self { sorted: sorted.into(), starts: starts.into(), shift }
    }

    /// The same of places in order.
    pub(super) fn sorted(all: Vec<Posting>, equal: u32) -> Self {
        let (starts, shift) = buckets(&all, equal);
        Self { sorted: all.into(), starts: starts.into(), shift }
    }

    /// All its places, in order.
    #[cfg(test)]
    pub(super) fn places(&self) -> &[Posting] {
        &self.sorted
    }

    /// The places among which those of a key are.
    fn near(&self, key: u64) -> &[Posting] {
        if self.sorted.is_empty() {
            return &[];
        }
        let bucket = bucket(key, self.shift, self.starts.len() - 1);
        &self.sorted[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }
}

/// For each value of the high bits of a key, but for the first `equal` ones, how many places have a lower one, and by how
/// much a key is shifted to these bits. About eight places have the same.
fn buckets(all: &[Posting], equal: u32) -> (Vec<u32>, u32) {
    let bits = (all.len() / 8).max(2).ilog2();
    let shift = u64::BITS - equal - bits;
    let mut starts = vec![0u32; (1 << bits) + 1];
    for posting in all {
        starts[posting.bucket(shift, 1 << bits) + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    (starts, shift)
}

/// Which of so many values (a power of two) the bits of a key above the lowest `shift` have.
fn bucket(key: u64, shift: u32, values: usize) -> usize {
    (key >> shift) as usize & (values - 1)
}

/// Those of some sorted places that have a key.
fn with_key(places: &[Posting], key: u64) -> &[Posting] {
    let key = key >> (u64::BITS - KEY_BITS);
    let start = places.partition_point(|p| p.key_bits() < key);
    let count = places[start..].partition_point(|p| p.key_bits() == key);
    &places[start..start + count]
}

impl Postings {
    /// How many bits of their keys the places of each of all parts have in common.
    pub(super) const EQUAL: u32 = PARTS.ilog2();

    pub(super) fn of(all: Vec<Posting>) -> Self {
        if all.len() > FEW {
            let mut gathered = Gathered::default();
            all.into_iter().for_each(|posting| gathered.add(posting));
            return Self::gathered(gathered);
        }
        Self::of_parts([Part::of(all, 0)].into())
    }

    pub(super) fn gathered(gathered: Gathered) -> Self {
        use rayon::prelude::*;
        let parts = gathered.parts;
        match parts.iter().map(Vec::len).sum::<usize>() {
            0..=FEW => Self::of(parts.concat()),
            _ => Self::of_parts(parts.into_par_iter().map(|part| Part::of(part, Self::EQUAL)).collect()),
        }
    }

    pub(super) fn of_parts(parts: Box<[Part]>) -> Self {
        Self { len: parts.iter().map(|part| part.sorted.len()).sum(), parts }
    }

    /// Both together, without the places that are not `live`.
    pub(super) fn merged(&self, newer: &Self, live: impl Fn(&Posting, bool) -> bool) -> Self {
        let is_one = self.parts.len().max(newer.parts.len()) <= 1 && self.len + newer.len <= FEW;
        let parts = if is_one { 1 } else { PARTS };
        let merged = (0..parts).map(|part| {
            let (a, b) = (self.part(part, parts), newer.part(part, parts));
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
            Part::sorted(all, if is_one { 0 } else { Self::EQUAL })
        });
        Self::of_parts(merged.collect())
    }

    /// The places of the part of that number if there were so many parts; there are no more than are wanted.
    pub(super) fn part(&self, part: usize, of: usize) -> &[Posting] {
        match &*self.parts {
            [] => &[],
            [all] if of > 1 => {
                let begins = |part: usize| all.sorted.partition_point(|posting| posting.part() < part);
                &all.sorted[begins(part)..begins(part + 1)]
            }
            parts => &parts[part].sorted,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The places that have a key, by document and item.
    pub(super) fn get(&self, kind: KeyKind, key: u64) -> &[Posting] {
        let key = mixed(kind, key);
        with_key(self.near(key), key)
    }

    /// The same for several keys. Each look-up waits for memory twice, and those of several keys wait together: so all are
    /// begun before one is ended.
    pub(super) fn get_each(&self, kind: KeyKind, keys: &[u64]) -> Vec<&[Posting]> {
        let mut places: Vec<&[Posting]> = keys.iter().map(|&key| self.near(mixed(kind, key))).collect();
        let looked_at = places.iter().map(|near| near.get(near.len() / 2).map_or(0, Posting::key_bits));
        std::hint::black_box(looked_at.fold(0, u64::wrapping_add));
        for (near, &key) in places.iter_mut().zip(keys) {
            *near = with_key(near, mixed(kind, key));
        }
        places
    }

    fn near(&self, key: u64) -> &[Posting] {
        match &*self.parts {
            [] => &[],
            [all] => all.near(key),
            parts => parts[(key >> (u64::BITS - Self::EQUAL)) as usize].near(key),
        }
    }
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
    fn many_places_are_found_as_few_are_and_merged_with_them() {
        let entries = |from: u32, to: u32| (from..to).map(|id| (u64::from(id % 30_000), id)).collect::<Vec<_>>();
        let expected = |to: u32, key: u32| (0..to).filter(|id| id % 30_000 == key).collect::<Vec<u32>>();
        let (many, few) = (of(&entries(0, 90_000)), of(&entries(90_000, 95_000)));
        let (both, halves) = (
            many.merged(&few, |_, _| true),
            of(&entries(0, 50_000)).merged(&of(&entries(50_000, 90_000)), |_, _| true),
        );
        for key in [0, 1, 4_999, 5_000, 29_999] {
            for (postings, to) in [(&many, 90_000), (&both, 95_000), (&halves, 90_000)] {
                assert_eq!(documents(postings, key.into()), expected(to, key));
                assert_eq!(postings.len(), to as usize);
            }
        }
        // Without the older ones, few are left of many.
        let left = many.merged(&few, |_, older| !older);
        assert_eq!((left.len(), documents(&left, 0)), (5_000, vec![90_000]));
        let again = left.merged(&of(&[(0, 7)]), |_, _| true);
        assert_eq!((again.len(), documents(&again, 0)), (5_001, vec![7, 90_000]));
    }

    #[test]
    fn merging_keeps_what_is_live() {
        let merged =
            of(&[(1, 1), (1, 2), (2, 3)]).merged(&of(&[(1, 4), (2, 1)]), |p, older| !older || p.document().0 != 1);
        assert_eq!((documents(&merged, 1), documents(&merged, 2)), (vec![2, 4], vec![1, 3]));
    }
}
