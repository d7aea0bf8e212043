//! The order in which places of other articles are listed: by path, because ids depend on the order in which articles were
//! loaded.
//!
//! Paths of one corpus begin alike, and a check of all of it compares them millions of times, a letter in an editor
//! hundreds. So whoever checks or has loaded everything has them ranked once; the ranks hold until a path comes or goes.

use super::{Corpus, DocumentId};
use std::cmp::Ordering;
use std::sync::Arc;

/// The rank of each document's path, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks(Option<Arc<[u32]>>);

impl Corpus {
    /// From here on, until a path comes or goes, documents are put in order by rank.
    pub fn rank_paths(&mut self) {
        let mut ids = self.ids();
        ids.sort_unstable_by(|a, b| self.path(*a).cmp(&self.path(*b)));
        let mut ranks = vec![u32::MAX; self.next as usize];
        for (rank, id) in ids.into_iter().enumerate() {
            ranks[id.0 as usize] = rank as u32;
        }
        self.ranks = Ranks(Some(ranks.into()));
    }

    /// Takes over the ranks of a copy in which they were made, where both have the same paths.
    pub fn take_ranks(&mut self, ranked: &Self) {
        if Arc::ptr_eq(&self.paths, &ranked.paths) {
            self.ranks = ranked.ranks.clone();
        }
    }

    /// How two documents stand to each other in the order of their paths.
    pub(super) fn by_path(&self, a: DocumentId, b: DocumentId) -> Ordering {
        if a == b {
            return Ordering::Equal;
        }
        let rank = |id: DocumentId| self.ranks.0.as_ref()?.get(id.0 as usize).copied();
        match rank(a).zip(rank(b)) {
            Some((a, b)) => a.cmp(&b),
            None => self.path(a).cmp(&self.path(b)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Corpus, DocumentId};
    use crate::corpus::Settings;

    #[test]
    fn documents_are_in_the_order_of_their_paths_with_and_without_ranks() {
        let mut corpus = Corpus::new(Settings::default());
        let add = |corpus: &mut Corpus, path: &str| corpus.put_article(path, Default::default());
        let ids = ["b/a.txt", "a.txt", "b.txt", "b/"].map(|path| add(&mut corpus, path));
        let ordered = |corpus: &Corpus, mut ids: Vec<DocumentId>| {
            ids.sort_by(|a, b| corpus.by_path(*a, *b));
            ids.into_iter().map(|id| corpus.path(id).map(|path| path.to_string())).collect::<Option<Vec<_>>>()
        };
        let expected = ["a.txt", "b.txt", "b/", "b/a.txt"].map(String::from).to_vec();
        assert_eq!(ordered(&corpus, ids.to_vec()), Some(expected.clone()));
        corpus.rank_paths();
        assert_eq!(ordered(&corpus, ids.to_vec()), Some(expected));
        let (mut copy, mut other) = (corpus.clone(), Corpus::new(Settings::default()));
        (copy.ranks, other.ranks) = Default::default();
        copy.take_ranks(&corpus);
        other.take_ranks(&corpus);
        assert!(copy.ranks.0.is_some() && other.ranks.0.is_none());
        // What comes and goes has its place, too.
        let new = add(&mut corpus, "ab.txt");
        assert_eq!(
            ordered(&corpus, vec![ids[0], new, ids[1]]),
            Some(["a.txt", "ab.txt", "b/a.txt"].map(String::from).to_vec())
        );
        corpus.rank_paths();
        corpus.remove(ids[1]);
        let last = add(&mut corpus, "a.txt");
        assert_eq!(ordered(&corpus, vec![new, last]), Some(["a.txt", "ab.txt"].map(String::from).to_vec()));
    }
}
