//! Articles that share most of their words.
//!
//! Each article keeps the smallest hashes of its five-word shingles (a bottom-k sketch; A. Broder, "On the
//! resemblance and containment of documents", 1997). The sixteen smallest are keys: two articles of a
//! resemblance of one half share one of them with a probability above 0.99.

use super::figure::hash;
use super::postings::{KeyKind, Posting};
use super::runs::{Paragraph, Runs};
use super::stem::word_hashes;
use super::{Corpus, DocumentId};
use crate::reading::Reading;
use crate::text::sorting::sort_by;
use crate::text::{Recalled, recalled};
use rustc_hash::FxHashSet;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Words in a shingle.
const SHINGLE: usize = 5;
/// Hashes kept of an article.
const SKETCH: usize = 128;
/// How many of them are keys.
pub(super) const KEYS: usize = 16;
/// A key that more articles have than this is something that outlets print under everything.
pub(super) const COMMON_KEY: usize = 1024;
/// Resemblance from which two articles count as near-duplicates.
const NEAR_DUPLICATE: f64 = 0.5;

type Shingled = Paragraph<u64, u64>;

thread_local! {
    static SHINGLES: RefCell<Recalled<Rc<Shingled>>> = RefCell::default();
}

/// The hash of hashes is mixed again: the smallest must be a fair sample.
fn shingle(words: &[u64]) -> u64 {
    hash(words).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31)
}

/// The sorted smallest shingle hashes of an article's prose.
pub(super) fn sketch(reading: &Reading) -> Vec<u64> {
    let article = &reading.article;
    let blocks = article.blocks.iter().filter(|b| b.kind.is_read());
    let paragraphs = blocks.map(|block| {
        let body = block.body.of(&article.text);
        recalled(&SHINGLES, body, || {
            let words = word_hashes(body).iter().map(|word| word.hash).collect();
            Rc::new(Paragraph::of(words, SHINGLE, shingle))
        })
    });
    let paragraphs: Vec<Rc<Shingled>> = paragraphs.collect();
    let count = paragraphs.iter().map(|paragraph| paragraph.words.len()).sum();
    smallest(count, |each| {
        let mut runs = Runs::of(SHINGLE);
        paragraphs.iter().for_each(|paragraph| runs.add(paragraph, shingle, &mut *each));
    })
}

/// The smallest of about `count` hashes, sorted and without repetition; `all` gives each of them to a function.
fn smallest(count: usize, all: impl Fn(&mut dyn FnMut(u64))) -> Vec<u64> {
    let below = |bound: u64| {
        let mut kept: Vec<u64> = Vec::with_capacity(8 * SKETCH);
        all(&mut |hash| {
            if hash <= bound {
                kept.push(hash);
            }
        });
        kept.sort_unstable();
        kept.dedup();
        kept
    };
    // Below this bound there are a few times as many as are kept, if the hashes are as evenly spread as they should be.
    let bound = (u64::MAX / count.max(1) as u64).saturating_mul(4 * SKETCH as u64);
    let mut kept = Some(below(bound)).filter(|kept| kept.len() >= SKETCH).unwrap_or_else(|| below(u64::MAX));
    kept.truncate(SKETCH);
    kept.shrink_to_fit();
    kept
}

/// The share of common shingles, estimated from two sketches.
fn resemblance(a: &[u64], b: &[u64]) -> f64 {
    let most = SKETCH.min(a.len().max(b.len()));
    let (mut i, mut j, mut union, mut both) = (0, 0, 0, 0);
    while union < most && (i < a.len() || j < b.len()) {
        let (x, y) = (a.get(i), b.get(j));
        // What one of them is done with is greater than all that the other still has.
        let (in_a, in_b) = (x.is_some() && (y.is_none() || x <= y), y.is_some() && (x.is_none() || y <= x));
        both += usize::from(in_a && in_b);
        i += usize::from(in_a);
        j += usize::from(in_b);
        union += 1;
    }
    both as f64 / union.max(1) as f64
}

/// What is at hand of a sketch: the lowest bits of each of its hashes.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct LowestBits(#[serde(with = "super::raw")] Arc<[u16]>);

impl LowestBits {
    pub(super) fn of(sketch: &[u64]) -> Self {
        Self(sketch.iter().map(|hash| *hash as u16).collect())
    }
}

/// A sketch that is compared with what is at hand of many others.
struct Spread {
    count: usize,
    /// A bit for each value of the lowest bits.
    bits: Vec<u64>,
}

impl Spread {
    fn of(sketch: &[u64]) -> Self {
        let mut bits = vec![0; 1 << 10];
        sketch.iter().for_each(|hash| bits[usize::from(*hash as u16 >> 6)] |= 1 << (hash & 63));
        Self { count: sketch.len(), bits }
    }

    /// No less than the [`resemblance`]: of as many hashes as that looks at, those that both may have.
    fn most(&self, LowestBits(other): &LowestBits) -> f64 {
        let looked_at = SKETCH.min(self.count.max(other.len()));
        let both: u64 = other.iter().map(|low| self.bits[usize::from(low >> 6)] >> (low & 63) & 1).sum();
        both as f64 / looked_at.max(1) as f64
    }
}

impl Corpus {
    /// The articles that share most of their words with this one, each with the estimated resemblance (0 to 1).
    pub fn near_duplicates(&self, article: DocumentId) -> Vec<(DocumentId, f64)> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let mut candidates: FxHashSet<DocumentId> = FxHashSet::default();
        for &key in entry.sketch.iter().take(KEYS) {
            let postings = self.index.postings(KeyKind::Shingle, key, COMMON_KEY).unwrap_or_default();
            candidates.extend(postings.iter().map(Posting::document));
        }
        candidates.remove(&article);
        if candidates.is_empty() {
            return Vec::new();
        }
        let spread = Spread::of(&entry.sketch);
        let near = candidates.into_iter().filter_map(|other| {
            if spread.most(&self.index.outline(other)?.sketch) < NEAR_DUPLICATE {
                return None;
            }
            let share = resemblance(&entry.sketch, &self.article(other)?.sketch);
            (share >= NEAR_DUPLICATE).then_some((other, share))
        });
        let mut near: Vec<_> = near.collect();
        sort_by(&mut near, |a, b| b.1.total_cmp(&a.1).then_with(|| self.by_path(a.0, b.0)));
        near
    }
}

#[cfg(test)]
mod tests {
    use super::{LowestBits, SKETCH, Spread, resemblance, smallest};

    #[test]
    fn the_smallest_hashes_are_kept_however_they_are_spread() {
        fn spread(i: u64) -> u64 {
            i.wrapping_mul(0x9e37_79b9_7f4a_7c15)
        }
        let all: [fn(u64) -> u64; 3] = [spread, |i| i, |i| spread(i % 150)];
        for (count, hash) in all.into_iter().flat_map(|hash| [(0, hash), (5, hash), (9000, hash)]) {
            let hashes: Vec<u64> = (0..count).map(hash).collect();
            let mut all = hashes.clone();
            all.sort_unstable();
            all.dedup();
            all.truncate(SKETCH);
            assert_eq!(smallest(hashes.len(), |each| hashes.iter().for_each(|hash| each(*hash))), all);
        }
    }

    #[test]
    fn what_is_at_hand_never_tells_of_less_than_two_sketches_have_in_common() {
        let sketch = |from: u64, count: u64| {
            let hashes: Vec<u64> = (from..from + count).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
            smallest(hashes.len(), |each| hashes.iter().for_each(|hash| each(*hash)))
        };
        let all: Vec<_> = [0, 40, 90, 400, 5000]
            .into_iter()
            .flat_map(|from| [0, 30, 128, 700].map(|count| sketch(from, count)))
            .collect();
        let mut told_apart = 0;
        for a in &all {
            let spread = Spread::of(a);
            for b in &all {
                let most = spread.most(&LowestBits::of(b));
                assert!(most >= resemblance(a, b), "{most} {a:?} {b:?}");
                told_apart += usize::from(most < 0.5);
            }
        }
        assert!((100..380).contains(&told_apart), "{told_apart}");
    }
}
