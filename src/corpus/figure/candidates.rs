//! Which figures of a corpus one is compared with: those that share the rarest keys with it.
//!
//! However many copies of an article there are, no more than [`CANDIDATES`] figures are compared with one, and no key is
//! looked through that more than [`COMMON_KEY`] figures have.

use super::Observation;
use super::same::Articles;
use crate::corpus::postings::{KeyKind, Posting};
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// A key that more figures have than this says too little to look through them.
pub(in crate::corpus) const COMMON_KEY: usize = 512;
/// At most this many candidates are compared with one figure.
const CANDIDATES: usize = 256;

/// The figures that have a key, and what having it weighs.
type Weighed = (SmallVec<[Posting; 16]>, f32);

/// Finds the candidates of one article's figures, which share most of their keys with each other.
pub(super) struct Candidates<'a> {
    corpus: &'a Corpus,
    /// The figures that have a key; none where too many have it.
    with_key: FxHashMap<u64, Option<Weighed>>,
    shared: FxHashMap<(DocumentId, u32), f32>,
    /// How much other articles have in common with this one.
    likeness: FxHashMap<DocumentId, f32>,
}

impl<'a> Candidates<'a> {
    pub(super) fn of(corpus: &'a Corpus) -> Self {
        Self { corpus, with_key: FxHashMap::default(), shared: FxHashMap::default(), likeness: FxHashMap::default() }
    }

    /// The figures that `this` at `place` is compared with, in no order.
    pub(super) fn of_figure(
        &mut self,
        (article, item): (DocumentId, usize),
        this: &Observation,
    ) -> Vec<(DocumentId, usize)> {
        self.shared.clear();
        for &key in &this.keys {
            let found = self.with_key.entry(key).or_insert_with(|| {
                let postings = self.corpus.index.postings(KeyKind::Figure, key, COMMON_KEY)?;
                let weight = 1.0 / (1.0 + postings.len() as f32).ln();
                Some((postings, weight))
            });
            for posting in found.iter().flat_map(|(postings, _)| postings) {
                let weight = found.as_ref().map_or(0.0, |(_, weight)| *weight);
                *self.shared.entry((posting.document(), posting.item() as u32)).or_default() += weight;
            }
        }
        self.shared.remove(&(article, item as u32));
        let mut candidates: Vec<((DocumentId, u32), f32)> = self.shared.drain().collect();
        if candidates.len() > CANDIDATES {
            // By path, not by id: ids depend on the order in which articles were loaded.
            let place = |(id, item): (DocumentId, u32)| (self.corpus.path(id), item);
            candidates.select_nth_unstable_by(CANDIDATES, |a, b| {
                b.1.total_cmp(&a.1).then_with(|| place(a.0).cmp(&place(b.0)))
            });
            candidates.truncate(CANDIDATES);
        }
        candidates.into_iter().map(|((id, item), _)| (id, item as usize)).collect()
    }

    /// How the article `here` and that of a candidate stand to each other; `None` where that and what is at hand of the
    /// candidate tell that it does not measure what `this` figure does.
    pub(super) fn articles(
        &mut self,
        here: (DocumentId, &ArticleEntry),
        this: &Observation,
        (other, item): (DocumentId, usize),
    ) -> Option<Articles> {
        if other == here.0 {
            return Some(Articles::Same);
        }
        let there = self.corpus.index.outline(other)?;
        let likeness = *self.likeness.entry(other).or_insert_with(|| here.1.signature.likeness(&there.signature));
        there.figures.get(item)?.may_be_same(this, likeness).then_some(Articles::Two(likeness))
    }
}
