//! Which figures of a corpus one is compared with: those that share the rarest keys with it.
//!
//! However many copies of an article there are, no more than [`CANDIDATES`] figures are compared with one, and no key is
//! looked through that more than [`COMMON_KEY`] figures have.

use super::articles::Articles;
use super::{FigureOutline, Observation};
use crate::corpus::event::Likenesses;
use crate::corpus::postings::{KeyKind, Posting};
use crate::corpus::tally::Tally;
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A key that more figures have than this says too little to look through them.
pub(in crate::corpus) const COMMON_KEY: usize = 512;
/// At most this many candidates are compared with one figure.
const CANDIDATES: usize = 256;

/// The figures of an article that have a key, for each key.
fn own_keys(entry: &ArticleEntry) -> FxHashMap<u64, SmallVec<[u32; 4]>> {
    let mut own: FxHashMap<u64, SmallVec<[u32; 4]>> = FxHashMap::default();
    for (item, figure) in entry.observations.iter().enumerate() {
        figure.keys.iter().for_each(|key| own.entry(*key).or_default().push(item as u32));
    }
    own
}

/// A figure of another article, or of the same one, with what is at hand of it.
pub(in crate::corpus) type Candidate = (DocumentId, u16, FigureOutline);

/// The figures that have a key, and what having it weighs.
type Weighed = (SmallVec<[Posting; 16]>, f32);

/// Finds the candidates of one article's figures, which share most of their keys with each other.
pub(super) struct Candidates<'a> {
    corpus: &'a Corpus,
    /// The figures that have a key; none where too many have it.
    with_key: FxHashMap<u64, Weighed>,
    /// Which of the article's own figures have a key, where what was found is remembered.
    own: Option<FxHashMap<u64, SmallVec<[u32; 4]>>>,
    shared: Tally<f32>,
    /// How much other articles have in common with this one.
    likenesses: Likenesses<'a>,
}

impl<'a> Candidates<'a> {
    pub(super) fn of(corpus: &'a Corpus, article: DocumentId, entry: &'a ArticleEntry) -> Self {
        let likenesses = Likenesses::of(corpus, article, &entry.signature);
        let own = corpus.edited.is_of(article).then(|| own_keys(entry));
        Self { corpus, with_key: FxHashMap::default(), own, shared: Tally::default(), likenesses }
    }

    /// The figures that `this` at `place` is compared with, in no order. They depend on its keys and on what else has them:
    /// of the edited article its own figures, as long as no other article changes.
    pub(super) fn of_figure(&mut self, place: (DocumentId, usize), this: &Observation) -> Arc<[Candidate]> {
        let Some(own) = &self.own else { return self.find(place, this).into() };
        let mut print = FxHasher::default();
        (place.1, &this.keys).hash(&mut print);
        this.keys.iter().for_each(|key| own.get(key).hash(&mut print));
        self.corpus.edited.candidates(print.finish(), || self.find(place, this).into())
    }

    fn find(&mut self, place: (DocumentId, usize), this: &Observation) -> Vec<Candidate> {
        self.look_up(&this.keys);
        for key in &this.keys {
            let Some((postings, weight)) = self.with_key.get(key) else { continue };
            for posting in postings {
                self.shared.add(posting.document(), posting.item() as u16, *weight);
            }
        }
        let others = self.shared.drain().filter(|(other, _)| (other.0, usize::from(other.1)) != place);
        let mut candidates: Vec<((DocumentId, u16), f32)> = others.collect();
        if candidates.len() > CANDIDATES {
            let (_, &mut (_, least), _) = candidates.select_nth_unstable_by(CANDIDATES, |a, b| b.1.total_cmp(&a.1));
            // Of those that share as little as the last ones the first by path, not by id: ids depend on the order in which
            // articles were loaded.
            let last = candidates.extract_if(.., |c| c.1.total_cmp(&least).is_le());
            let mut last: Vec<_> = last.collect();
            let room = CANDIDATES - candidates.len();
            let by_path = |a: DocumentId, b: DocumentId| self.corpus.by_path(a, b);
            last.select_nth_unstable_by(room, |a, b| by_path(a.0.0, b.0.0).then(a.0.1.cmp(&b.0.1)));
            candidates.extend(&last[..room]);
        }
        let with_outline =
            |((id, item), _): ((DocumentId, u16), f32)| Some((id, item, *self.corpus.index.figure(id, item.into())?));
        candidates.into_iter().filter_map(with_outline).collect()
    }

    /// Finds the figures that have these keys, where they were not looked for yet.
    fn look_up(&mut self, keys: &[u64]) {
        let new: SmallVec<[u64; 16]> = keys.iter().copied().filter(|key| !self.with_key.contains_key(key)).collect();
        let mut found: SmallVec<[SmallVec<[Posting; 16]>; 16]> = new.iter().map(|_| SmallVec::new()).collect();
        self.corpus.index.each_posting(KeyKind::Figure, &new, COMMON_KEY, |nth, posting| found[nth].push(posting));
        for (key, postings) in new.into_iter().zip(found) {
            let weight = 1.0 / (1.0 + postings.len() as f32).ln();
            self.with_key.insert(key, (postings, weight));
        }
    }

    /// How the `article` and that of a candidate stand to each other; `None` where that and what is at hand of the
    /// candidate tell that it does not measure what `this` figure does.
    pub(super) fn articles(
        &mut self,
        article: DocumentId,
        this: (&Observation, &FigureOutline),
        (other, _, there): &Candidate,
    ) -> Option<Articles> {
        if *other == article {
            return Some(Articles::Same);
        }
        let may_be_same = there.may_be_same(this, || self.likenesses.with(*other));
        may_be_same.then(|| Articles::Two(self.likenesses.with(*other)))
    }
}
