//! The words around a figure, as numbers: every comparison of two figures asks how many of them both have.

use super::observation::hash;
use crate::corpus::stem::Stem;
use smallvec::SmallVec;

/// Stems of words without order or repetition, each with its rarity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Context {
    /// Hashes of the stems, sorted, with the rarity in the lowest eight bits.
    #[serde(with = "crate::corpus::raw")]
    words: Box<[u64]>,
    /// Sum of the rarities.
    total: u32,
}

impl Context {
    pub(super) fn of<'a>(stems: impl Iterator<Item = &'a Stem>) -> Self {
        let mut words: Vec<u64> = stems.map(print).collect();
        words.sort_unstable();
        words.dedup();
        let total = words.iter().map(|w| rarity(*w)).sum();
        Self { words: words.into(), total }
    }

    /// Whether the stem is among the words.
    pub(super) fn holds(&self, stem: &str) -> bool {
        let wanted = hash(stem) >> 8;
        let at = self.words.partition_point(|w| w >> 8 < wanted);
        self.words.get(at).is_some_and(|w| w >> 8 == wanted)
    }

    /// Whether it has no words.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether both have words, and none in common.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        !self.words.is_empty() && !other.words.is_empty() && self.shared(other, 0) == 0
    }

    /// Prints of the words that are rarer than so much.
    pub(in crate::corpus) fn rarer_than(&self, usual: u8) -> impl Iterator<Item = u64> + '_ {
        self.words.iter().copied().filter(move |word| rarity(*word) > u32::from(usual))
    }

    /// What the words that both have weigh, each by how much rarer it is than `usual`.
    pub(in crate::corpus) fn shared(&self, other: &Self, usual: u32) -> u32 {
        let (a, b) = (&self.words, &other.words);
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while i < a.len() && j < b.len() {
            let (x, y) = (a[i], b[j]);
            shared += if x == y { rarity(x).saturating_sub(usual) } else { 0 };
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        shared
    }

    /// The share of the lighter side's rare words that both sides have.
    pub fn overlap(&self, other: &Self) -> f32 {
        let (a, b) = (&self.words, &other.words);
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while i < a.len() && j < b.len() {
            shared += if a[i] == b[j] { rarity(a[i]) } else { 0 };
            let (x, y) = (a[i], b[j]);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        part(shared, self.total.min(other.total))
    }
}

/// The words of a context in a few bytes: what two contexts can share at most is told from one of them and the sketch of
/// the other, nearly always exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Sketch {
    /// The rarest words.
    #[serde(with = "crate::corpus::raw")]
    words: Listed,
    /// Sum of the rarities of all words.
    total: u16,
    /// Sum of the rarities of those that are not listed.
    rest: u16,
    /// A bit for each of those, by its hash.
    bits: [u16; 4],
}

/// So many words are listed; most sentences have fewer that carry meaning.
const LISTED: usize = 14;

/// A few bits of each word's hash, 0 where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Listed([u16; LISTED]);

impl std::ops::Deref for Listed {
    type Target = [u16];

    fn deref(&self) -> &[u16] {
        &self.0
    }
}

impl FromIterator<u16> for Listed {
    fn from_iter<I: IntoIterator<Item = u16>>(words: I) -> Self {
        let mut listed = Self::default();
        listed.0.iter_mut().zip(words).for_each(|(place, word)| *place = word);
        listed
    }
}

impl Context {
    pub(super) fn sketch(&self) -> Sketch {
        let limited = |sum: u32| sum.min(u16::MAX.into()) as u16;
        let mut rarest: SmallVec<[u64; 32]> = self.words.iter().copied().collect();
        let (mut rest, mut bits) = (0, [0; 4]);
        if rarest.len() > LISTED {
            rarest.select_nth_unstable_by_key(LISTED, |word| std::cmp::Reverse((rarity(*word), *word)));
            for word in rarest.drain(LISTED..) {
                let (part, bit) = place(word);
                bits[part] |= bit;
                rest += rarity(word);
            }
        }
        let words = rarest.into_iter().map(few_bits).collect();
        Sketch { words, total: limited(self.total), rest: limited(rest), bits }
    }

    /// Whether [`Context::overlap`] with the context of that sketch may be as much as `share`.
    pub(super) fn may_overlap(&self, other: &Sketch, share: f32) -> bool {
        let (mut shared, mut others) = (0, 0);
        for word in &self.words {
            let bits = few_bits(*word);
            // Without branches: all places are looked at.
            let is_listed = other.words.0.iter().fold(false, |found, place| found | (*place == bits));
            let (part, bit) = place(*word);
            shared += if is_listed { rarity(*word) } else { 0 };
            others += if !is_listed && other.bits[part] & bit != 0 { rarity(*word) } else { 0 };
        }
        part(shared + others.min(other.rest.into()), self.total.min(other.total.into())) >= share
    }
}

/// Where the bit of a word that is not listed is.
fn place(print: u64) -> (usize, u16) {
    ((print >> 46 & 3) as usize, 1 << (print >> 42 & 15))
}

/// What is listed of a word.
fn few_bits(print: u64) -> u16 {
    ((print >> 48) as u16).max(1)
}

/// The share of so much rarity in the lighter side's.
fn part(shared: u32, lighter: u32) -> f32 {
    let of = |sum: u32| sum as f32 / 255.0;
    of(shared) / of(lighter).max(3.0)
}

/// A stem's hash with its rarity.
fn print(stem: &Stem) -> u64 {
    stem.hash >> 8 << 8 | u64::from(stem.rarity)
}

fn rarity(print: u64) -> u32 {
    (print & 0xff) as u32
}

#[cfg(test)]
mod tests {
    use super::{Context, Stem};
    use crate::corpus::stem::stem;

    #[test]
    fn what_both_have_is_weighed_by_rarity() {
        let stems = |words: &str| words.split(' ').map(stem).collect::<Vec<Stem>>();
        let of = |words: &str| Context::of(stems(words).iter());
        let here = of("embank collaps villag sluic dredger");
        assert_eq!(here.overlap(&here), 1.0);
        let part = here.overlap(&of("embank collaps harvest orchard tractor"));
        assert!(part > 0.2 && part < 0.6, "{part}");
        assert!(here.overlap(&Context::default()) == 0.0);
        for words in ["embank collaps harvest orchard tractor", "sluic dredger", "orchard tractor plough barn silo"] {
            let (there, overlap) = (of(words), here.overlap(&of(words)));
            assert!(here.may_overlap(&there.sketch(), overlap) && there.may_overlap(&here.sketch(), overlap));
        }
        assert!(!here.may_overlap(&of("orchard tractor plough barn silo").sketch(), 0.5));
        // Of a long sentence the rarest words are listed, and any other may be shared.
        let long = (0..40).map(|n| format!("embank{n}")).collect::<Vec<_>>().join(" ");
        let (long, other) = (of(&long), of("embank1 embank2 embank3 embank4 embank5"));
        assert!(other.overlap(&long) == 1.0 && other.may_overlap(&long.sketch(), 1.0));
        assert!(long.may_overlap(&other.sketch(), 1.0));
        assert!(here.holds("sluic") && !here.holds("slu") && !Context::default().holds("sluic"));
    }
}
