//! Figure groups: all places of a corpus that measure the same thing, put together.

use super::{FigureRelation, Relation, measures};
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use crate::text::sorting::sort_by;
use rustc_hash::FxHashMap;
use std::sync::Arc;

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

/// Disjoint sets of numbers, each named by its least one.
struct Sets {
    root: Vec<usize>,
    size: Vec<usize>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { root: (0..count).collect(), size: vec![1; count] }
    }

    fn find(&mut self, mut i: usize) -> usize {
        while self.root[i] != i {
            self.root[i] = self.root[self.root[i]];
            i = self.root[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a != b {
            self.root[a.max(b)] = a.min(b);
            self.size[a.min(b)] += self.size[a.max(b)];
        }
    }

    fn is_single(&mut self, i: usize) -> bool {
        let root = self.find(i);
        self.size[root] == 1
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
        let mut related: Vec<Arc<[FigureRelation]>> = {
            use rayon::prelude::*;
            let of = |(id, _): &(DocumentId, &ArticleEntry)| self.all_figure_relations(*id).to_vec();
            articles.par_iter().map(of).collect::<Vec<_>>().into_iter().flatten().collect()
        };
        // Figures of an archive are members through those of the corpus, and have no relations of their own.
        let others = related.iter().flat_map(|relations| relations.iter().map(|r| (r.other, r.observation)));
        let mut others: Vec<_> = others.filter(|(id, _)| self.is_archived(*id)).collect();
        sort_by(&mut others, |a, b| self.by_path(a.0, b.0).then(a.1.cmp(&b.1)));
        others.dedup();
        related.extend(others.iter().map(|_| Arc::from([])));
        nodes.extend(others);
        let number: FxHashMap<(DocumentId, usize), usize> = nodes.iter().enumerate().map(|(i, n)| (*n, i)).collect();
        let members = self.grouped(&nodes, &number, &related);
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

    /// Figures of one event that are related are of one group. A fact of the past that another event is told with joins
    /// that event's group only where it has none of its own, or contradicts it: else one "at least" would chain three
    /// disasters together.
    fn grouped(
        &self,
        nodes: &[(DocumentId, usize)],
        number: &FxHashMap<(DocumentId, usize), usize>,
        related: &[Arc<[FigureRelation]>],
    ) -> FxHashMap<usize, Vec<usize>> {
        let events = self.events();
        let event_of: FxHashMap<DocumentId, usize> = events
            .iter()
            .enumerate()
            .flat_map(|(event, articles)| articles.iter().map(move |id| (*id, event)))
            .collect();
        let mut sets = Sets::new(nodes.len());
        let edges = || {
            let of = |(i, relations): (usize, &Arc<[FigureRelation]>)| {
                let edge = |r: &FigureRelation| (i, number[&(r.other, r.observation)], r.relation);
                relations.iter().map(edge).collect::<Vec<_>>()
            };
            related.iter().enumerate().flat_map(of)
        };
        let is_within = |a: usize, b: usize| event_of.get(&nodes[a].0) == event_of.get(&nodes[b].0);
        for (a, b, _) in edges().filter(|&(a, b, relation)| is_within(a, b) || relation == Relation::Conflict) {
            sets.join(a, b);
        }
        for (a, b, _) in edges().filter(|&(a, b, _)| !is_within(a, b)) {
            if sets.is_single(a) || sets.is_single(b) {
                sets.join(a, b);
            }
        }
        let mut members: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for i in 0..nodes.len() {
            members.entry(sets.find(i)).or_default().push(i);
        }
        members
    }

    fn group(
        &self,
        members: &[usize],
        nodes: &[(DocumentId, usize)],
        number: &FxHashMap<(DocumentId, usize), usize>,
        related: &[Arc<[FigureRelation]>],
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
            for r in related[n].iter() {
                let Some(&other) = place.get(&number[&(r.other, r.observation)]) else { continue };
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

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, Settings};
    use crate::reading;
    use std::sync::Arc;

    const FLOOD: &str = "PORT ALDER - The sea broke through the Eastgate wall of Port Alder, the harbourmaster said.";
    const MINE: &str =
        "THORNBY - A gas explosion tore through the Larkfield colliery in Thornby, the miners' union said.";

    #[test]
    fn two_disasters_have_two_groups_though_one_is_told_with_the_other() {
        let texts = [
            format!("{FLOOD} The flood killed at least nine people in Port Alder."),
            format!("{FLOOD} The flood killed nine people in Port Alder, the harbourmaster said."),
            format!("{MINE} The explosion killed 12 people at the colliery."),
            format!(
                "{MINE} The explosion killed 12 people. In Port Alder, the Eastgate flood killed nine people, the \
                 harbourmaster said."
            ),
        ];
        let read = |text: &String| {
            Arc::new(reading::read(Arc::new(Article::parse(
                text.as_str().into(),
                Markup::Plain,
                &Overrides::default(),
            ))))
        };
        let articles = texts.iter().enumerate().map(|(i, text)| (format!("{i}.txt").into(), read(text))).collect();
        let corpus = Corpus::of_articles(Settings::default(), articles);
        let groups = corpus.figure_groups();
        let values = |group: &super::FigureGroup| -> Vec<f64> {
            let low = |&(id, o): &(crate::corpus::DocumentId, usize)| Some(corpus.article(id)?.observations[o].low);
            group.observations.iter().filter_map(low).collect()
        };
        let mut found: Vec<Vec<f64>> = groups.iter().map(values).collect();
        found.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert!(found.iter().all(|values| values.iter().all(|v| *v == values[0])), "{found:?}");
        assert!(found.contains(&vec![12.0, 12.0]), "{found:?}");
    }
}
