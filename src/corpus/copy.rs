//! Articles that share most of their words.
//!
//! Each article keeps the smallest hashes of its five-word shingles (a bottom-k sketch; A. Broder, "On the
//! resemblance and containment of documents", 1997). The sixteen smallest are keys: two articles of a
//! resemblance of one half share one of them with a probability above 0.99.

use super::figure::hash;
use super::postings::{KeyKind, Posting};
use super::stem::word_hashes;
use super::{Corpus, DocumentId};
use crate::reading::Reading;
use rustc_hash::FxHashSet;

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

/// The sorted smallest shingle hashes of an article's prose.
pub(super) fn sketch(reading: &Reading) -> Vec<u64> {
    let article = &reading.article;
    let prose = article.blocks.iter().filter(|b| b.kind.is_read()).map(|b| b.body.of(&article.text));
    let mut words: Vec<u64> = Vec::new();
    prose.for_each(|text| words.extend(word_hashes(text).iter().map(|word| word.hash)));
    // The hash of hashes is mixed again: the smallest must be a fair sample.
    let hashes: Vec<u64> =
        words.windows(SHINGLE).map(|w| hash(&w).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31)).collect();
    // A few more than are kept, since some may be equal, and all where too many are.
    let mut least = 2 * SKETCH;
    loop {
        let mut kept = hashes.clone();
        if least < kept.len() {
            kept.select_nth_unstable(least);
            kept.truncate(least);
        }
        kept.sort_unstable();
        kept.dedup();
        if kept.len() >= SKETCH || least >= hashes.len() {
            kept.truncate(SKETCH);
            kept.shrink_to_fit();
            return kept;
        }
        least = hashes.len();
    }
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
        let near = candidates.into_iter().filter_map(|other| {
            let share = resemblance(&entry.sketch, &self.article(other)?.sketch);
            (share >= NEAR_DUPLICATE).then_some((other, share))
        });
        let mut near: Vec<_> = near.collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.by_path(a.0, b.0)));
        near
    }
}
