//! When two figures measure the same thing, and what follows for their values.
//!
//! A relation depends on the two readings and the configuration alone, so it is the same wherever
//! it is computed.

use super::apart::{Apart, Doubt};
use super::articles::Articles;
use super::candidates::Candidates;
use super::print::Prints;
use super::same::{Side, same};
use super::scope::are_sources_elsewhere;
use super::slot::SlotKind;
use super::{FigureOutline, Observation};
use crate::corpus::{ArticleEntry, Corpus, DocumentId, quote};
use crate::reading::Modifier;
use std::cell::Cell;
use std::ops::Range;
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

/// The relations of one figure.
pub(in crate::corpus) type Relations = Arc<[FigureRelation]>;

/// A figure elsewhere that measures the same thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FigureRelation {
    /// The article of the other figure.
    pub other: DocumentId,
    /// Index into the other article's observations.
    pub observation: usize,
    /// How this figure relates to the other one.
    pub relation: Relation,
    /// How sure it is that both measure the same thing, from 0 to 1.
    pub confidence: f32,
}

impl FigureRelation {
    /// How sure a difference is that is shown among the figures, and for which too little speaks to report it.
    pub const THIN: f32 = super::same::THIN;

    /// Whether both lead to one figure.
    pub fn is_of_same_figure(&self, other: &Self) -> bool {
        self.other == other.other && self.observation == other.observation
    }
}

impl Corpus {
    /// The figures of the corpus that measure what `observation` of `article` measures, in a stable order.
    pub fn figure_relations(&self, article: DocumentId, observation: usize) -> Vec<FigureRelation> {
        self.all_figure_relations(article).get(observation).map(|r| r.to_vec()).unwrap_or_default()
    }

    /// The same, of an article whose figures were not all compared yet, for this figure alone: somebody points at it and
    /// waits.
    pub fn relations_of_one(&self, article: DocumentId, observation: usize) -> Vec<FigureRelation> {
        match self.figure_memo.known(article) {
            Some(_) => self.figure_relations(article, observation),
            None => {
                let found = self.relations_of(article, observation..observation.saturating_add(1));
                found.first().map(|r| r.to_vec()).unwrap_or_default()
            }
        }
    }

    /// The same for all figures of an article, in the order of its observations.
    pub fn all_figure_relations(&self, article: DocumentId) -> Arc<[Relations]> {
        self.figure_memo.get(article, || self.relations_of(article, 0..usize::MAX))
    }

    /// The relations of those figures of an article that have these indices.
    fn relations_of(&self, article: DocumentId, which: Range<usize>) -> Arc<[Relations]> {
        let Some(entry) = self.article(article) else { return Default::default() };
        let mut candidates = Candidates::of(self, article, entry);
        let asks_quotes = Cell::new(false);
        let mut find = |observation| self.find_relations(article, entry, observation, &mut candidates, &asks_quotes);
        let count = entry.observations.len();
        let which = which.start.min(count)..which.end.min(count);
        if !self.edited.is_of(article) {
            return which.map(find).collect();
        }
        let prints = Prints::of(entry);
        let known = |observation| {
            let find = || {
                asks_quotes.set(false);
                (find(observation), asks_quotes.get())
            };
            self.edited.figure(prints.print(observation), || entry.quoted(), find)
        };
        which.map(known).collect()
    }

    fn find_relations(
        &self,
        article: DocumentId,
        entry: &ArticleEntry,
        observation: usize,
        candidates: &mut Candidates,
        asks_quotes: &Cell<bool>,
    ) -> Relations {
        let this = &entry.observations[observation];
        let outline = FigureOutline::of(this, entry.day);
        let near = candidates.of_figure((article, observation), this);
        let related = near.iter().filter_map(|candidate| {
            let articles = candidates.articles(article, (this, &outline), candidate)?;
            let (other, item) = (candidate.0, usize::from(candidate.1));
            let there = self.article(other)?;
            self.work.count(|work| &work.figures_compared);
            let found = relate((entry, this), (there, there.observations.get(item)?), articles, asks_quotes);
            let mut relation = found.ok()?;
            (relation.other, relation.observation) = (other, item);
            Some(relation)
        });
        let mut related: Vec<FigureRelation> = related.collect();
        related.sort_unstable_by(|a, b| self.by_path(a.other, b.other).then(a.observation.cmp(&b.observation)));
        related.into()
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
        let (a, b) = (side(a)?, side(b)?);
        Some(relate(a, b, Articles::of(a.0, b.0), &Cell::default()))
    }
}

/// Compares two figures; an error where they do not measure the same thing. `asks_quotes` is set where it depends on what
/// the articles quote.
fn relate(here: Side, there: Side, articles: Articles, asks_quotes: &Cell<bool>) -> Result<FigureRelation, Apart> {
    let (a, b) = (here.1, there.1);
    let is_same_article = articles == Articles::Same;
    let sameness = same(here, there, articles)?;
    let days_differ = || {
        // What date lines print proves nothing where the articles share an utterance.
        if is_same_article {
            return false;
        }
        here.0.is_dated && there.0.is_dated || {
            asks_quotes.set(true);
            !quote::share_utterance(here.0, there.0)
        }
    };
    let relation = values(a, b, days_differ);
    if relation >= Relation::Evolving {
        let factor = a.factor(b);
        let echoed = || !is_same_article && (is_echoed(here, there, articles) || is_echoed(there, here, articles));
        let doubt = match sameness.doubt {
            Some(doubt) => Some(doubt),
            None if factor > if relation == Relation::Evolving { GROWTH } else { PLAUSIBLE_FACTOR } => {
                Some(Doubt::Factor)
            }
            None if sameness.is_parallel => None,
            None if relation == Relation::Conflict && is_of_unknown_day(a, b, articles) => Some(Doubt::Day),
            None if is_perpetrator(here, there) => Some(Doubt::Attacker),
            None if is_same_article && !within_article(here, there, factor) => Some(Doubt::Within),
            None if echoed() => Some(Doubt::Echo),
            None => None,
        };
        if let Some(doubt) = doubt {
            return Err(Apart::Unsure(doubt));
        }
    }
    let placeholder = DocumentId(u32::MAX);
    Ok(FigureRelation { other: placeholder, observation: 0, relation, confidence: sameness.confidence })
}

/// Two figures further apart than this factor measure different things more often than they contradict each other.
pub(super) const PLAUSIBLE_FACTOR: f64 = 8.0;
/// The same for a count that grows from one day to the next.
pub(super) const GROWTH: f64 = 30.0;
/// The same within one article.
const FACTOR_WITHIN: f64 = 2.5;

/// Whether two tolls differ by one where somebody attacked: one may count the attacker.
fn is_perpetrator(here: Side, there: Side) -> bool {
    let (a, b) = (here.1, there.1);
    let attacks = |(entry, o): Side| ATTACKERS.iter().any(|w| o.context.holds(w) || entry.signature.holds(w));
    let open = a.facilities.is_empty() && b.facilities.is_empty();
    open && a.slot.name == "die" && (a.low - b.low).abs() == 1.0 && (attacks(here) || attacks(there))
}

/// Stems of words for those who attack.
const ATTACKERS: &[&str] =
    &["gunman", "gunmen", "shooter", "attack", "bomber", "suspect", "stab", "terror", "terrorist"];

/// Words that two sentences of one article must share for the figures of two sources to be of one thing.
const SHARED_WITHIN: f32 = 0.25;

/// Within one article only plain totals of people contradict each other: its headline or first sentence and the text, or
/// two sources that speak of the same thing in the same words.
fn within_article(here: Side, there: Side, factor: f64) -> bool {
    let (a, b) = (here.1, there.1);
    let again = |o: &Observation| {
        let mut others = here.0.slots(o.slot_key).filter(|x| x.sentence != o.sentence);
        o.times.is_empty() && others.any(|x| x.low == o.low)
    };
    let opens = a.sentence.min(b.sentence) == 0;
    let sourced = (a.is_sources_own || b.is_sources_own) && a.attribution != b.attribution;
    let is_disputed = sourced
        && a.slot.is_touched
        && b.slot.is_touched
        && a.context.overlap(&b.context) >= SHARED_WITHIN
        && !are_sources_elsewhere(here, there);
    // What one of the two says of another day, where the article says the other one's value again.
    if a.times.is_empty() != b.times.is_empty() && (again(a) || again(b)) {
        return false;
    }
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
fn is_echoed(here: Side, there: Side, articles: Articles) -> bool {
    let a = here.1;
    let context = a.context.overlap(&there.1.context);
    // An article that disputes its own figure shields neither value.
    let is_disputed = |o: &Observation| {
        let within = relate((there.0, o), there, Articles::Same, &Cell::default());
        within.is_ok_and(|r| r.relation == Relation::Conflict)
    };
    there.0.slots(a.slot_key).any(|o| {
        let is_certain = o.is_whole && !o.is_withdrawn;
        let is_near = o.high <= 2.0 * o.low && o.overlaps(a);
        // "At least 20" here and there; "dozens" are any number.
        let agrees = is_certain && (is_near || o.is_comparable && o.low == a.low && o.high == a.high);
        !std::ptr::eq(o, there.1)
            && agrees
            && a.context.overlap(&o.context) + ECHO_MARGIN >= context
            && same(here, (there.0, o), articles).is_ok()
            && !is_disputed(o)
    })
}

/// Things that are counted on from day to day, as stems.
const GROWING: &[&str] = &["case", "infect", "arrest", "medal", "gold", "silver", "bronze", "goal", "deleg", "wicket"];

/// Whether it is a count that goes on from one day to the next.
pub(super) fn grows(o: &Observation) -> bool {
    match o.slot.kind {
        SlotKind::People => true,
        SlotKind::Things => GROWING.contains(&o.slot.name.as_str()),
        _ => false,
    }
}

/// Likeness of articles that tell the same story in one news cycle more often than not.
const ONE_STORY: f32 = 0.25;

/// Whether it cannot be told which of two counts that grow is the later one: of one article the day is known, of the other it
/// is not, and they may be of other days; or things are counted on and no day is known at all.
fn is_of_unknown_day(a: &Observation, b: &Observation, articles: Articles) -> bool {
    let is_toll = grows(a) && a.slot.name != "gather";
    let is_of_neither_day = a.slot.kind == SlotKind::Things && a.as_of.is_none() && b.as_of.is_none();
    is_toll && (is_of_neither_day || a.as_of.is_some() != b.as_of.is_some() && articles.likeness() < ONE_STORY)
}

/// The relation that follows from two intervals and their days; `days_differ` says whether the days may be trusted.
pub(super) fn values(a: &Observation, b: &Observation, days_differ: impl Fn() -> bool) -> Relation {
    let (qa, qb) = (&a.stated, &b.stated);
    if qa.is_same(qb) {
        return Relation::Equal;
    }
    // A figure that was converted is as exact as the one that it was made of.
    let converted = qa.unit != qb.unit && a.dimension.is_some();
    let slack = if converted { 0.5 * (qa.factor + qb.factor) } else { 0.0 };
    // Numbers are rounded half up: 220 may stand for 215, not for 225.
    let is_beyond = |x: &Observation, y: &Observation| {
        let exact = x.stated.modifier == Modifier::Exact && x.stated.to.is_none();
        exact && x.low < x.high && x.high == y.low && y.low == y.high
    };
    let beyond = is_beyond(a, b) || is_beyond(b, a);
    if a.low <= b.high + slack && b.low <= a.high + slack && (!beyond || slack > 0.0) {
        return Relation::Compatible;
    }
    let (Some(day_a), Some(day_b)) = (a.as_of, b.as_of) else { return Relation::Conflict };
    let later_is_higher = if day_a < day_b { a.high < b.low } else { b.high < a.low };
    // People are freed and found.
    let running = grows(a) && (later_is_higher || matches!(a.slot.name.as_str(), "trap" | "miss"));
    if running && day_a != day_b && days_differ() { Relation::Evolving } else { Relation::Conflict }
}

#[cfg(test)]
mod tests {
    use super::Relation;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, Settings};
    use crate::reading;
    use std::sync::Arc;

    const LEAD: &str = "PORT ALDER - Marsh fever spread in Port Alder, the health office said.";

    /// How the figures of two articles relate; a day makes the header of one.
    fn relations(a: (&str, &str), b: (&str, &str)) -> Vec<Relation> {
        let read = |(day, text): (&str, &str)| {
            let header = if day.is_empty() { String::new() } else { format!("---\ndate: {day}\n---\n") };
            let article = Article::parse(format!("{header}{LEAD} {text}").into(), Markup::Plain, &Overrides::default());
            Arc::new(reading::read(Arc::new(article)))
        };
        let articles = vec![(Arc::from("a.txt"), read(a)), (Arc::from("b.txt"), read(b))];
        let corpus = Corpus::of_articles(Settings::default(), articles);
        let of = |(id, count)| (0..count).map(move |o| (id, o));
        let figures: Vec<_> =
            corpus.articles().iter().map(|(id, e)| (*id, e.observations.len())).flat_map(of).collect();
        figures.into_iter().flat_map(|(id, o)| corpus.figure_relations(id, o)).map(|r| r.relation).collect()
    }

    #[test]
    fn cases_are_counted_on_from_day_to_day() {
        let (early, late) = (
            "By Monday nearly 310 cases had been confirmed in the town.",
            "There are more than 480 confirmed cases in the town.",
        );
        assert_eq!(relations(("2031-04-13", early), ("2031-04-20", late)), [Relation::Evolving; 2]);
        assert_eq!(relations(("2031-04-20", early), ("2031-04-13", late)), [Relation::Conflict; 2]);
    }

    #[test]
    fn a_toll_is_held_against_one_of_an_unknown_day_in_the_same_story_alone() {
        let (few, many) = ("Marsh fever killed nine people.", "The fever has left 14 people dead.");
        assert_eq!(relations(("2031-04-13", few), ("", many)), [Relation::Conflict; 2]);
        let few = format!(
            "{few} Nurses and midwives boiled linen, quarantined dormitories, burned hammocks and buried mattresses by \
             lantern, while apothecaries hoarded quinine, camphor and wormwood and a choir sang vespers."
        );
        let many = format!(
            "{many} Growers sold orchards, and the tannery, brewery, ropeworks and cooperage dismissed apprentices while \
             magistrates quarrelled about dredging, pilotage, tariffs, moorings and beacons."
        );
        assert_eq!(relations(("", &few), ("", &many)), [Relation::Conflict; 2]);
        assert_eq!(relations(("2031-04-13", &few), ("", &many)), []);
        assert_eq!(relations(("2031-04-13", &few), ("2031-04-13", &many)), []);
    }

    #[test]
    fn a_toll_of_last_month_is_not_held_against_one_of_today() {
        let (then, now) =
            ("Last month the fever killed more than 30 people.", "The fever killed 20 people, the health office said.");
        assert_eq!(relations(("2031-04-20", then), ("2031-04-20", now)), []);
        assert_eq!(
            relations(("2031-04-20", &then.replace("Last month t", "T")), ("2031-04-20", now)),
            [Relation::Conflict; 2]
        );
    }

    #[test]
    fn health_offices_of_two_countries_each_count_their_own() {
        let text = |other: &str| {
            format!(
                "On Sunday the Seoul health office said the fever had killed 280 people so far. The {other} health office \
                 said the fever had killed 368 people so far."
            )
        };
        assert_eq!(relations(("", &text("Oklahoma")), ("", "")), []);
        assert_eq!(relations(("", &text("Busan")), ("", "")), [Relation::Conflict; 2]);
    }
}
