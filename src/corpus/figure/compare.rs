//! When two figures measure the same thing, and what follows for their values.
//!
//! A relation depends on the two readings and the configuration alone, so it is the same wherever
//! it is computed.

use super::Observation;
use super::same::{Apart, Doubt, factor, same};
use super::slot::SlotKind;
use crate::article::DateOrigin;
use crate::corpus::postings::KeyKind;
use crate::corpus::{ArticleEntry, Corpus, DocumentId, quote};
use crate::language;
use crate::reading::{EntityKind, Modifier, Quantity};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How two figures that measure the same thing relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same value, stated in the same way.
    Equal,
    /// Different values that can both be true thanks to modifiers or rounding.
    Compatible,
    /// A running count, the later report the higher: the old figure is superseded.
    Evolving,
    /// They cannot both be true.
    Conflict,
}

impl Relation {
    /// As the JSON contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Equal => "equal",
            Relation::Compatible => "compatible",
            Relation::Evolving => "evolving",
            Relation::Conflict => "conflict",
        }
    }
}

/// A figure elsewhere that measures the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRelation {
    /// The article of the other figure.
    pub other: DocumentId,
    /// Index into the other article's observations.
    pub observation: usize,
    /// How this figure relates to the other one.
    pub relation: Relation,
    /// How sure it is that both measure the same thing, from 0 to 1.
    pub confidence: f32,
    /// What only one side says about the scope ("eastern"), to be named in a message.
    pub only_here: Vec<String>,
    /// The same for the other side.
    pub only_there: Vec<String>,
}

/// A key that more figures have than this says too little to look through them.
pub(in crate::corpus) const COMMON_KEY: usize = 512;
/// At most this many candidates are compared with one figure.
const CANDIDATES: usize = 256;

impl Corpus {
    /// The figures of the corpus that measure what `observation` of `article` measures, in a stable order.
    pub fn figure_relations(&self, article: DocumentId, observation: usize) -> Vec<FigureRelation> {
        self.all_figure_relations(article).get(observation).cloned().unwrap_or_default()
    }

    /// The same for all figures of an article, in the order of its observations.
    pub fn all_figure_relations(&self, article: DocumentId) -> Arc<[Vec<FigureRelation>]> {
        self.figure_memo.get(article, || {
            let figures = self.article(article).map_or(0, |entry| entry.observations.len());
            (0..figures).map(|observation| self.find_figure_relations(article, observation)).collect()
        })
    }

    fn find_figure_relations(&self, article: DocumentId, observation: usize) -> Vec<FigureRelation> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let Some(this) = entry.observations.get(observation) else { return Vec::new() };
        let mut shared: FxHashMap<(DocumentId, usize), f32> = FxHashMap::default();
        for &key in &this.keys {
            let Some(postings) = self.index.postings(KeyKind::Figure, key, COMMON_KEY) else { continue };
            for posting in &postings {
                *shared.entry((posting.document(), posting.item())).or_default() +=
                    1.0 / (1.0 + postings.len() as f32).ln();
            }
        }
        shared.remove(&(article, observation));
        let mut candidates: Vec<_> = shared.into_iter().collect();
        // By path, not by id: ids depend on the order in which articles were loaded.
        let place = |(id, item): (DocumentId, usize)| (self.path(id), item);
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| place(a.0).cmp(&place(b.0))));
        candidates.truncate(CANDIDATES);
        let mut related: Vec<FigureRelation> = candidates
            .into_iter()
            .filter_map(|((other, item), _)| {
                let there = self.article(other)?;
                self.work.count(|work| &work.figures_compared);
                let mut relation = relate((entry, this), (there, there.observations.get(item)?)).ok()?;
                (relation.other, relation.observation) = (other, item);
                Some(relation)
            })
            .collect();
        related.sort_by(|a, b| (self.path(a.other), a.observation).cmp(&(self.path(b.other), b.observation)));
        related
    }

    /// How two figures relate (article and index of the observation each), or why they are not put together.
    pub fn compare_figures(
        &self,
        a: (DocumentId, usize),
        b: (DocumentId, usize),
    ) -> Option<Result<FigureRelation, Apart>> {
        let side = |(id, index): (DocumentId, usize)| {
            let entry = self.article(id)?;
            Some((entry, entry.observations.get(index)?))
        };
        Some(relate(side(a)?, side(b)?))
    }
}

type Side<'a> = (&'a ArticleEntry, &'a Observation);

/// Compares two figures; an error where they do not measure the same thing.
pub fn relate(here: Side, there: Side) -> Result<FigureRelation, Apart> {
    let (a, b) = (here.1, there.1);
    let is_same_article = std::ptr::eq(here.0, there.0) || here.0.path == there.0.path;
    let sameness = same(here, there, is_same_article)?;
    let (qa, qb) = (quantity(here), quantity(there));
    let days_differ = || {
        // What date lines print proves nothing where the articles share an utterance.
        !is_same_article && (is_dated(here.0) && is_dated(there.0) || !quote::share_utterance(here.0, there.0))
    };
    let relation = values((a, qa), (b, qb), days_differ);
    if relation >= Relation::Evolving {
        let factor = factor(a, b);
        let echoed = || !is_same_article && (is_echoed(here, there) || is_echoed(there, here));
        let doubt = match sameness.doubt {
            Some(doubt) => Some(doubt),
            None if factor > if relation == Relation::Evolving { GROWTH } else { PLAUSIBLE_FACTOR } => {
                Some(Doubt::Factor)
            }
            None if sameness.is_parallel => None,
            None if is_perpetrator(here, there) => Some(Doubt::Attacker),
            None if is_same_article && !within_article(a, b, factor) => Some(Doubt::Within),
            None if echoed() => Some(Doubt::Echo),
            None => None,
        };
        if let Some(doubt) = doubt {
            return Err(Apart::Unsure(doubt));
        }
    }
    // As the article writes them: keys are stems in small letters.
    let only = |(entry, x): Side, y: &Observation| -> Vec<String> {
        let places = entry.reading.entities.iter().filter(|e| e.kind == EntityKind::Place).map(|e| e.name.clone());
        let limits = |name: &String| x.places.contains(&name.to_lowercase()) && !names_in(&name.to_lowercase(), y);
        let directions = DIRECTIONS.iter().filter(|w| x.context.holds(w) && !names_in(w, y)).map(|w| w.to_string());
        let mut words: Vec<String> = places.filter(limits).chain(directions).collect();
        words.dedup();
        words
    };
    let (only_here, only_there) = (only(here, b), only(there, a));
    let placeholder = DocumentId(u32::MAX);
    let confidence = sameness.confidence;
    Ok(FigureRelation { other: placeholder, observation: 0, relation, confidence, only_here, only_there })
}

fn quantity<'a>((entry, o): Side<'a>) -> &'a Quantity {
    &entry.reading.quantities[o.quantity]
}

/// Two figures further apart than this factor measure different things more often than they contradict each other.
const PLAUSIBLE_FACTOR: f64 = 8.0;
/// The same for a count that grows from one day to the next.
const GROWTH: f64 = 30.0;
/// The same within one article.
const FACTOR_WITHIN: f64 = 2.5;

/// Whether the configuration or the front matter gives the article's day.
fn is_dated(entry: &ArticleEntry) -> bool {
    let trusted = |origin| matches!(origin, DateOrigin::Configuration | DateOrigin::FrontMatter);
    entry.reading.article.metadata.date().is_some_and(|d| trusted(d.origin) && d.date.full().is_some())
}

/// Whether two tolls differ by one where somebody attacked: one may count the attacker.
fn is_perpetrator(here: Side, there: Side) -> bool {
    let (a, b) = (here.1, there.1);
    let attacks = |(entry, o): Side| ATTACKERS.iter().any(|w| o.context.holds(w) || entry.signature.holds(w));
    let open = a.facilities.is_empty() && b.facilities.is_empty();
    open && a.slot.name == "die" && (a.low - b.low).abs() == 1.0 && (attacks(here) || attacks(there))
}

/// Stems of words for those who attack.
const ATTACKERS: &[&str] = &["gunman", "gunmen", "shooter", "attack", "bomber", "suspect"];

/// Words that two sentences of one article must share for the figures of two sources to be of one thing.
const SHARED_WITHIN: f32 = 0.25;

/// Within one article only plain totals of people contradict each other: its headline or first sentence and the text, or
/// two sources that speak of the same thing in the same words.
fn within_article(a: &Observation, b: &Observation, factor: f64) -> bool {
    let opens = a.sentence.min(b.sentence) == 0;
    let sourced = (a.is_sources_own || b.is_sources_own) && a.attribution != b.attribution;
    let is_disputed =
        sourced && a.slot.is_touched && b.slot.is_touched && a.context.overlap(&b.context) >= SHARED_WITHIN;
    if !opens && !is_disputed && a.slot.name != "children of" || factor > FACTOR_WITHIN {
        return false;
    }
    let plain = |o: &Observation| o.places.is_empty() && o.facilities.is_empty();
    matches!(a.slot.kind, SlotKind::People) && a.slot.group.is_none() && b.slot.group.is_none() && plain(a) && plain(b)
        || a.slot.name == "children of"
}

/// An echo's words may be so much further from the figure's than those of the differing one.
const ECHO_MARGIN: f32 = 0.15;

/// Whether the other article also gives this figure's value in the same slot: then its differing figure is of
/// something else, unless it is that one that stands among the same words.
fn is_echoed(here: Side, there: Side) -> bool {
    let a = here.1;
    let context = a.context.overlap(&there.1.context);
    // An article that disputes its own figure shields neither value.
    let is_disputed = |o: &Observation| relate((there.0, o), there).is_ok_and(|r| r.relation == Relation::Conflict);
    there.0.slots(a.slot_key).any(|o| {
        let is_certain = o.is_whole && !o.is_withdrawn && o.high <= 2.0 * o.low;
        let agrees = is_certain && o.low <= a.high && a.low <= o.high;
        !std::ptr::eq(o, there.1)
            && agrees
            && a.context.overlap(&o.context) + ECHO_MARGIN >= context
            && same(here, (there.0, o), false).is_ok()
            && !is_disputed(o)
    })
}

/// Parts of a place, as stems.
const DIRECTIONS: &[&str] =
    &["eastern", "western", "northern", "southern", "central", "east", "west", "north", "south"];

/// Whether a figure's own words name this scope or qualifier.
fn names_in(word: &str, there: &Observation) -> bool {
    let known = |w: &str| there.context.holds(w) || there.places.iter().chain(&there.qualifiers).any(|t| t == w);
    known(word) || word.split(' ').all(|part| known(&language::stem(part)))
}

/// The relation that follows from two intervals and their days; `days_differ` says whether the days may be trusted.
fn values(
    (a, qa): (&Observation, &Quantity),
    (b, qb): (&Observation, &Quantity),
    days_differ: impl Fn() -> bool,
) -> Relation {
    let near = |x: f64, y: f64| x == y || (x - y).abs() <= 1e-9 * x.abs().max(y.abs());
    let stated = |q: &Quantity| (q.number * q.unit.factor, q.to.map(|t| t * q.unit.factor));
    let ((na, ta), (nb, tb)) = (stated(qa), stated(qb));
    if near(na, nb)
        && ta.is_some() == tb.is_some()
        && ta.zip(tb).is_none_or(|(x, y)| near(x, y))
        && qa.modifier == qb.modifier
    {
        return Relation::Equal;
    }
    // A figure that was converted is as exact as the one that it was made of.
    let converted = qa.unit.name != qb.unit.name && a.dimension.is_some();
    let slack = if converted { 0.5 * (qa.unit.factor + qb.unit.factor) } else { 0.0 };
    // Numbers are rounded half up: 220 may stand for 215, not for 225.
    let is_beyond = |(x, q): (&Observation, &Quantity), y: &Observation| {
        q.modifier == Modifier::Exact && q.to.is_none() && x.low < x.high && x.high == y.low && y.low == y.high
    };
    let beyond = is_beyond((a, qa), b) || is_beyond((b, qb), a);
    if a.low <= b.high + slack && b.low <= a.high + slack && (!beyond || slack > 0.0) {
        return Relation::Compatible;
    }
    let (Some(day_a), Some(day_b)) = (a.as_of, b.as_of) else { return Relation::Conflict };
    let later_is_higher = if day_a < day_b { a.high < b.low } else { b.high < a.low };
    let running = match a.slot.kind {
        // People are freed and found.
        SlotKind::People => later_is_higher || matches!(a.slot.name.as_str(), "trap" | "miss"),
        _ => false,
    };
    if running && day_a != day_b && days_differ() { Relation::Evolving } else { Relation::Conflict }
}
