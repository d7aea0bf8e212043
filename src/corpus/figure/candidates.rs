//! Which figures of a corpus one is compared with: those that share the rarest keys with it.
//!
//! However many copies of an article there are, no more than [`CANDIDATES`] figures are compared with one, and no key is
//! looked through that more than [`COMMON_KEY`] figures have.

use super::articles::Articles;
use super::{FigureOutline, Observation, hash};
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

/// The candidates of one figure.
pub(super) struct Near {
    /// Those of all figures with the same keys.
    all: Arc<[Candidate]>,
    own: (DocumentId, usize),
}

impl Near {
    /// Those of the figure itself.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Candidate> {
        self.all.iter().filter(|(id, item, _)| (*id, usize::from(*item)) != self.own).take(CANDIDATES)
    }
}

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

    /// The figures that `this` at `own` place is compared with, in no order. They depend on its keys and on what else has them:
    /// of the edited article its own figures, as long as no other article changes.
    pub(super) fn of_figure(&mut self, own: (DocumentId, usize), this: &Observation) -> Near {
        let corpus = self.corpus;
        let Some(own_with_key) = &self.own else {
            let all = corpus.recurring_figures.get(hash(&this.keys), || self.nearest(&this.keys));
            return Near { all, own };
        };
        let mut print = FxHasher::default();
        this.keys.hash(&mut print);
        this.keys.iter().for_each(|key| own_with_key.get(key).hash(&mut print));
        Near { all: corpus.edited.candidates(print.finish(), || self.nearest(&this.keys)), own }
    }

    /// The figures that share most with these keys, one more than candidates, since the one that has them is mostly
    /// among them; of so many, the farthest is the last.
    fn nearest(&mut self, keys: &[u64]) -> Arc<[Candidate]> {
        self.look_up(keys);
        for key in keys {
            let Some((postings, weight)) = self.with_key.get(key) else { continue };
            for posting in postings {
                self.shared.add(posting.document(), posting.item() as u16, *weight);
            }
        }
        let mut nearest: Vec<((DocumentId, u16), f32)> = self.shared.drain().collect();
        if nearest.len() > CANDIDATES {
            // Of those that share as much the first by path, not by id: ids depend on the order in which articles were
            // loaded.
            let order = |a: &((DocumentId, u16), f32), b: &((DocumentId, u16), f32)| {
                b.1.total_cmp(&a.1).then_with(|| self.corpus.by_path(a.0.0, b.0.0)).then(a.0.1.cmp(&b.0.1))
            };
            nearest.select_nth_unstable_by(CANDIDATES, order);
            nearest.truncate(CANDIDATES + 1);
        }
        let at_hand = |id, item| self.corpus.index.figure(id, usize::from(item)).copied().unwrap_or_default();
        nearest.into_iter().map(|((id, item), _)| (id, item, at_hand(id, item))).collect()
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

#[cfg(test)]
mod tests {
    use super::{CANDIDATES, Candidates};
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, Settings};
    use crate::reading;
    use std::sync::Arc;

    /// A corpus with so many articles of each text, their paths in the order of the texts.
    fn corpus(texts: &[(usize, &str)]) -> Corpus {
        let read = |text: &str| {
            let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
            Arc::new(reading::read(Arc::new(article)))
        };
        let articles = texts.iter().enumerate().flat_map(|(nth, &(count, text))| {
            let reading = read(text);
            (0..count).map(move |copy| (Arc::from(format!("{nth}-{copy:03}.txt")), reading.clone()))
        });
        Corpus::of_articles(Settings::default(), articles.collect())
    }

    /// Of the candidates of the first figure of an article how many have a path that begins so.
    fn candidates(corpus: &Corpus, path: &str, begins: &str) -> usize {
        let id = corpus.id(path).unwrap();
        let entry = corpus.article(id).unwrap();
        let found = Candidates::of(corpus, id, entry).of_figure((id, 0), &entry.observations[0]);
        assert!(found.iter().all(|candidate| candidate.0 != id));
        found.iter().filter(|candidate| corpus.path(candidate.0).unwrap().starts_with(begins)).count()
    }

    const NEAR: &str = "The Eastgate flood killed 12 ferrymen in Larnville.";
    const FAR: &str = "The Larnville storm killed 30 people, 14 of them ferrymen.";

    #[test]
    fn those_that_share_most_go_before_those_whose_paths_are_first() {
        // None of the far ones has room, though their paths are first.
        let crowded = corpus(&[(150, FAR), (300, NEAR)]);
        assert_eq!(["0", "1"].map(|begins| candidates(&crowded, "1-299.txt", begins)), [0, CANDIDATES]);
        // The last places are for those whose paths are first, not for those that were loaded first.
        assert_eq!(candidates(&crowded, "1-299.txt", "1-25"), 6);
        let few = corpus(&[(150, FAR), (40, NEAR)]);
        assert_eq!(candidates(&few, "1-001.txt", "1"), 39);
        assert!(candidates(&few, "1-001.txt", "0") > 0);
    }

    #[test]
    fn all_copies_but_itself_are_candidates_of_a_copy() {
        let corpus = corpus(&[(20, NEAR)]);
        for path in ["0-000.txt", "0-019.txt"] {
            assert_eq!(candidates(&corpus, path, "0"), 19);
        }
    }
}
