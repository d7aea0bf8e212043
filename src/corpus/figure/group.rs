//! Figure groups: all places of a corpus that measure the same thing, put together.

use super::{FigureRelation, Relation, measures};
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use rustc_hash::FxHashMap;

/// Quantities of several places that measure the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureGroup {
    /// What they measure, in words ("people evacuated, Aleppo").
    pub measures: String,
    /// The places: article and index of its observation, in order of path and text.
    pub observations: Vec<(DocumentId, usize)>,
    /// For each place, the index of an earlier one with the same interval, date and scope.
    pub same_as: Vec<Option<usize>>,
    /// How two of the places relate (indices into `observations`); none for places with `same_as`.
    pub relations: Vec<(usize, usize, Relation)>,
}

impl FigureGroup {
    /// Whether two of its places contradict each other.
    pub fn has_conflict(&self) -> bool {
        self.relations.iter().any(|r| r.2 == Relation::Conflict)
    }
}

impl Corpus {
    /// All figure groups of two places or more, those with conflicts first, then those of more articles.
    pub fn figure_groups(&self) -> Vec<FigureGroup> {
        let articles = self.articles();
        let mut nodes: Vec<(DocumentId, usize)> = Vec::new();
        for (id, entry) in &articles {
            nodes.extend((0..entry.observations.len()).map(|o| (*id, o)));
        }
        let number: FxHashMap<(DocumentId, usize), usize> = nodes.iter().enumerate().map(|(i, n)| (*n, i)).collect();
        let related: Vec<Vec<FigureRelation>> = {
            use rayon::prelude::*;
            let of = |(id, _): &(DocumentId, &ArticleEntry)| self.all_figure_relations(*id).to_vec();
            articles.par_iter().map(of).collect::<Vec<_>>().into_iter().flatten().collect()
        };
        let mut root: Vec<usize> = (0..nodes.len()).collect();
        fn find(root: &mut [usize], mut i: usize) -> usize {
            while root[i] != i {
                root[i] = root[root[i]];
                i = root[i];
            }
            i
        }
        for (i, relations) in related.iter().enumerate() {
            for r in relations {
                let (a, b) = (find(&mut root, i), find(&mut root, number[&(r.other, r.observation)]));
                root[a.max(b)] = a.min(b);
            }
        }
        let mut members: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for i in 0..nodes.len() {
            members.entry(find(&mut root, i)).or_default().push(i);
        }
        let mut groups: Vec<FigureGroup> =
            members.into_values().filter(|m| m.len() > 1).map(|m| self.group(&m, &nodes, &number, &related)).collect();
        groups.sort_by_cached_key(|g| {
            // What most articles report comes first, and among such what happened to people.
            let mut articles: Vec<DocumentId> = g.observations.iter().map(|o| o.0).collect();
            articles.dedup();
            let (id, index) = g.observations[0];
            let kind = self.article(id).map(|entry| entry.observations[index].slot.kind as u8);
            (!g.has_conflict(), std::cmp::Reverse(articles.len()), kind, number[&g.observations[0]])
        });
        groups
    }

    fn group(
        &self,
        members: &[usize],
        nodes: &[(DocumentId, usize)],
        number: &FxHashMap<(DocumentId, usize), usize>,
        related: &[Vec<FigureRelation>],
    ) -> FigureGroup {
        let place: FxHashMap<usize, usize> = members.iter().enumerate().map(|(k, &n)| (n, k)).collect();
        let observation = |k: usize| {
            let (id, o) = nodes[members[k]];
            self.article(id).map(|entry| &entry.observations[o])
        };
        let mut same_as: Vec<Option<usize>> = vec![None; members.len()];
        let mut seen: FxHashMap<(u64, u64, Option<jiff::civil::Date>, Vec<String>), usize> = FxHashMap::default();
        for (k, same) in same_as.iter_mut().enumerate() {
            let Some(o) = observation(k) else { continue };
            let key = (o.low.to_bits(), o.high.to_bits(), o.as_of, [o.places.clone(), o.qualifiers.clone()].concat());
            *same = seen.get(&key).copied();
            seen.entry(key).or_insert(k);
        }
        let mut relations = Vec::new();
        for (k, &n) in members.iter().enumerate() {
            for r in &related[n] {
                let other = place[&number[&(r.other, r.observation)]];
                let (mut a, mut b) = (same_as[k].unwrap_or(k), same_as[other].unwrap_or(other));
                if a == b {
                    continue;
                }
                if a > b {
                    std::mem::swap(&mut a, &mut b);
                }
                relations.push((a, b, r.relation));
            }
        }
        relations.sort_unstable();
        relations.dedup_by_key(|r| (r.0, r.1));
        let observations = members.iter().map(|&n| nodes[n]).collect();
        let measures = measures::name(self, members.iter().map(|&n| nodes[n]));
        FigureGroup { measures, observations, same_as, relations }
    }
}
