//! The words around a figure, as numbers: every comparison of two figures asks how many of them both have.

use super::observation::hash;
use crate::language;

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
    pub(super) fn of<'a>(stems: impl Iterator<Item = &'a str>) -> Self {
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
        let of = |sum: u32| sum as f32 / 255.0;
        of(shared) / of(self.total.min(other.total)).max(3.0)
    }
}

/// A stem's hash with its rarity.
fn print(stem: &str) -> u64 {
    hash(stem) >> 8 << 8 | u64::from(language::rarity(stem))
}

fn rarity(print: u64) -> u32 {
    (print & 0xff) as u32
}

#[cfg(test)]
mod tests {
    use super::Context;

    #[test]
    fn what_both_have_is_weighed_by_rarity() {
        let of = |words: &str| Context::of(words.split(' '));
        let here = of("embank collaps villag sluic dredger");
        assert_eq!(here.overlap(&here), 1.0);
        let part = here.overlap(&of("embank collaps harvest orchard tractor"));
        assert!(part > 0.2 && part < 0.6, "{part}");
        assert!(here.overlap(&Context::default()) == 0.0);
        assert!(here.holds("sluic") && !here.holds("slu") && !Context::default().holds("sluic"));
    }
}
