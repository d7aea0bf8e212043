//! When two figures measure the same thing, and what follows for their values.
//!
//! A relation depends on the two readings and the configuration alone, so it is the same wherever
//! it is computed.

use super::Observation;
use super::observation::is_people;
use crate::corpus::{ArticleEntry, Corpus, DocumentId, index, quote};
use crate::language;
use rustc_hash::FxHashMap;

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

/// How sure two figures must be of measuring the same thing before a difference is called a conflict.
pub const CONFLICT_CONFIDENCE: f32 = 0.8;
/// Below this, two figures are not put together at all.
const SAME_THING: f32 = 0.5;
/// Days within which reports speak of one event.
const FEW_DAYS: i32 = 14;
/// Days between two stated times from which they speak of different events.
const ANOTHER_TIME: i32 = 120;
/// Two figures further apart than this factor measure different things more often than they contradict each other.
const PLAUSIBLE_FACTOR: f64 = 8.0;
/// A key that more figures have than this says too little to look through them.
const COMMON_KEY: usize = 512;
/// At most this many candidates are compared with one figure.
const CANDIDATES: usize = 256;

impl Corpus {
    /// The figures of the corpus that measure what `observation` of `article` measures, in a stable order.
    pub fn figure_relations(&self, article: DocumentId, observation: usize) -> Vec<FigureRelation> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let Some(this) = entry.observations.get(observation) else { return Vec::new() };
        let mut shared: FxHashMap<index::Posting, f32> = FxHashMap::default();
        for &key in &this.keys {
            let count = self.base.figures(key).len() + self.overlay.figures(key).len();
            if count > COMMON_KEY {
                continue;
            }
            for posting in index::postings(&self.base, &self.overlay, |layer| layer.figures(key)) {
                *shared.entry(posting).or_default() += 1.0 / (1.0 + count as f32).ln();
            }
        }
        shared.remove(&(article, observation as u32));
        let mut candidates: Vec<_> = shared.into_iter().collect();
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        candidates.truncate(CANDIDATES);
        let mut related: Vec<FigureRelation> = candidates
            .into_iter()
            .filter_map(|((other, item), _)| {
                let there = self.article(other)?;
                let mut relation = relate((entry, this), (there, there.observations.get(item as usize)?))?;
                (relation.other, relation.observation) = (other, item as usize);
                Some(relation)
            })
            .collect();
        // By path, not by id: ids depend on the order in which articles were loaded.
        related.sort_by(|a, b| (self.path(a.other), a.observation).cmp(&(self.path(b.other), b.observation)));
        related
    }
}

/// Compares two figures; `None` where they do not measure the same thing.
pub fn relate(here: (&ArticleEntry, &Observation), there: (&ArticleEntry, &Observation)) -> Option<FigureRelation> {
    let (a, b) = (here.1, there.1);
    let same_article = std::ptr::eq(here.0, there.0) || here.0.path == there.0.path;
    if a.dimension != b.dimension {
        return None;
    }
    let quantity = |side: (&ArticleEntry, &Observation)| side.0.reading.quantities[side.1.quantity].clone();
    let (qa, qb) = (quantity(here), quantity(there));
    if qa.change != qb.change && (qa.change.is_some() && qb.change.is_some()) {
        return None;
    }
    if same_article && a.sentence == b.sentence {
        return None;
    }
    let mut confidence = same_measure(a, b)?;
    confidence += same_frame(a, b)?;
    if (qa.change.is_some() != qb.change.is_some()) && a.dimension.is_some() {
        confidence -= 0.2;
    }
    if qa.measure.part_of.is_some() != qb.measure.part_of.is_some() {
        confidence -= 0.15;
    }
    if !same_article && same_event(here.0, there.0) {
        confidence += 0.1;
    }
    let near = (SAME_THING - 0.15..CONFLICT_CONFIDENCE + 0.15).contains(&confidence);
    if near && !same_article && quote::share_utterance(here.0, there.0) {
        confidence += 0.15;
    }
    if confidence < SAME_THING {
        return None;
    }
    let only = |x: &Observation, y: &Observation| -> Vec<String> {
        let directions = x.context.iter().filter(|w| DIRECTIONS.contains(&w.as_str()));
        let mine = x.scope.iter().chain(&x.qualifiers).chain(directions);
        let mut words: Vec<String> = mine.filter(|w| !names_in(w, y)).cloned().collect();
        words.dedup();
        words
    };
    let (only_here, only_there) = (only(a, b), only(b, a));
    confidence -= 0.05 * (only_here.len() + only_there.len()).min(3) as f32;
    let relation = values((a, &qa), (b, &qb), || !same_article && !quote::share_utterance(here.0, there.0));
    let holds = a.is_whole
        && b.is_whole
        && a.head == b.head
        && !(only_here.is_empty() ^ only_there.is_empty() && a.event.as_deref() == Some("gather"));
    let factor = if a.low > b.high { a.low / b.high.max(1e-9) } else { b.low / a.high.max(1e-9) };
    // Amounts and measures need the same verb as well: "$9" and "$10.10" are seldom two values of one thing.
    let measured = a.dimension.is_none() || (a.event.is_some() && a.event == b.event);
    let within =
        !same_article || (a.dimension.is_none() && a.head.as_deref().is_some_and(is_people) && a.event.is_some());
    let holds = holds && measured && within && (factor <= PLAUSIBLE_FACTOR || confidence >= 0.9);
    let needed = if same_article { CONFLICT_CONFIDENCE + 0.1 } else { CONFLICT_CONFIDENCE };
    if relation >= Relation::Evolving && (confidence < needed || !holds) {
        return None;
    }
    let placeholder = DocumentId(u32::MAX);
    Some(FigureRelation { other: placeholder, observation: 0, relation, confidence, only_here, only_there })
}

/// Parts of a place, as stems.
const DIRECTIONS: &[&str] =
    &["eastern", "western", "northern", "southern", "central", "east", "west", "north", "south"];

/// Whether a figure's own words name this scope or qualifier.
fn names_in(word: &str, there: &Observation) -> bool {
    let known = |w: &str| there.scope.iter().chain(&there.qualifiers).chain(&there.context).any(|t| t == w);
    known(word) || word.split(' ').all(|part| known(&language::stem(part)))
}

/// How much unit, counted noun and event speak for one thing; `None` where they speak against it.
fn same_measure(a: &Observation, b: &Observation) -> Option<f32> {
    let head = match (a.head.as_deref(), b.head.as_deref()) {
        (Some(x), Some(y)) if x == y => {
            if x == "person" {
                0.15
            } else {
                0.35
            }
        }
        (Some(x), Some(y)) if a.dimension.is_none() => {
            let people = is_people(x) && is_people(y) && (x == "person" || y == "person");
            if people && a.event.is_some() && a.event == b.event { 0.1 } else { return None }
        }
        _ if a.dimension.is_none() => return None,
        (Some(_), Some(_)) => -0.1,
        _ => 0.05,
    };
    let people = a.head.as_deref().is_some_and(is_people);
    let event = match (&a.event, &b.event) {
        (Some(x), Some(y)) if x == y => 0.35,
        (Some(_), Some(_)) if people => return None,
        (Some(_), Some(_)) => -0.1,
        _ => 0.0,
    };
    Some(head + event)
}

/// How much places, qualifiers, days and the other words of the clause speak for one thing.
fn same_frame(a: &Observation, b: &Observation) -> Option<f32> {
    let shared = |x: &[String], y: &[String]| x.iter().filter(|w| y.contains(w)).count();
    let mut score = 0.0;
    if !a.scope.is_empty() && !b.scope.is_empty() {
        let names = |x: &Observation, y: &Observation| {
            x.scope.iter().any(|s| s.split(' ').any(|w| y.context.contains(&language::stem(w).into_owned())))
        };
        if shared(&a.scope, &b.scope) > 0 {
            score += 0.15;
        } else if !names(a, b) && !names(b, a) {
            score -= 0.2;
        }
    }
    // Points, shots and seasons are somebody's; those who count the dead are named beside them.
    let personal = !a.head.as_deref().is_some_and(is_people);
    if personal && !a.actors.is_empty() && !b.actors.is_empty() && shared(&a.actors, &b.actors) == 0 {
        score -= 0.3;
    }
    if a.qualifiers.is_empty() != b.qualifiers.is_empty() {
        score -= 0.15;
    }
    if !a.qualifiers.is_empty() && !b.qualifiers.is_empty() {
        score += if shared(&a.qualifiers, &b.qualifiers) == 0 { -0.3 } else { 0.1 };
    }
    if a.scope.is_empty() != b.scope.is_empty() {
        score -= 0.25;
    }
    let weight = |w: &String| f32::from(language::rarity(w)) / 255.0;
    let total = |words: &[String]| words.iter().map(weight).sum::<f32>();
    let common: f32 = a.context.iter().filter(|w| b.context.contains(w)).map(weight).sum();
    let shorter = total(&a.context).min(total(&b.context)).max(2.0);
    score += 0.45 * (common / shorter).min(1.0);
    if let (Some(p), Some(q)) = (a.period, b.period)
        && (p.1 < q.0 || q.1 < p.0)
    {
        // A day in the sentence is often the day of the report: only far ones tell events apart.
        let days = if p.1 < q.0 { p.1.until(q.0) } else { q.1.until(p.0) }.map_or(0, |span| span.get_days());
        match days {
            0..=FEW_DAYS => {}
            ..=ANOTHER_TIME => score -= 0.2,
            _ => return None,
        }
    }
    Some(score)
}

/// Whether two articles share so many names that they report one event.
fn same_event(a: &ArticleEntry, b: &ArticleEntry) -> bool {
    let shared = a.names.iter().filter(|n| b.names.binary_search(n).is_ok()).count();
    shared >= 3 || (shared >= 2 && shared * 3 >= a.names.len().min(b.names.len()))
}

/// The relation that follows from two intervals and their days; `days_differ` says whether the days may be trusted.
fn values(
    (a, qa): (&Observation, &crate::reading::Quantity),
    (b, qb): (&Observation, &crate::reading::Quantity),
    days_differ: impl Fn() -> bool,
) -> Relation {
    let near = |x: f64, y: f64| x == y || (x - y).abs() <= 1e-9 * x.abs().max(y.abs());
    let stated = |q: &crate::reading::Quantity| (q.number * q.unit.factor, q.to.map(|t| t * q.unit.factor));
    let ((na, ta), (nb, tb)) = (stated(qa), stated(qb));
    if near(na, nb)
        && ta.is_some() == tb.is_some()
        && ta.zip(tb).is_none_or(|(x, y)| near(x, y))
        && qa.modifier == qb.modifier
    {
        return Relation::Equal;
    }
    if a.low <= b.high && b.low <= a.high {
        return Relation::Compatible;
    }
    let (Some(day_a), Some(day_b)) = (a.as_of, b.as_of) else { return Relation::Conflict };
    let running = a.dimension.is_none() && a.event.is_some() && a.event == b.event;
    let later_is_higher = if day_a < day_b { a.high < b.low } else { b.high < a.low };
    if running && day_a != day_b && later_is_higher && days_differ() { Relation::Evolving } else { Relation::Conflict }
}
