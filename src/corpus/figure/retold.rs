//! Figures of one thing that two articles of an event tell in other words ("the river peaked at 9.8 metres", "it crested at 11.2
//! metres"): no slot of theirs is the same, but of all figures of either article each is the other's nearest, and what else is
//! known of both speaks for it.
//!
//! How likely a pair is of one thing is learned (see `pairing`); what sets two figures apart for sure is not: what cannot be
//! held against another figure at all, what changes by the hour, who and what is named with either, and parts that make the
//! other.

use super::Observation;
use super::compare::{FigureRelation, Relation, grows};
use super::pairing::{Pair, Pairs};
use super::same::{Side, THIN};
use super::slot::{SlotKind, is_people};
use crate::corpus::{ArticleEntry, Corpus, DocumentId};

/// Two accounts of one thing are seldom further apart.
const FACTOR: f64 = 3.0;
/// A sum of rounded parts is off by no more than this share of it.
const ROUNDED: f64 = 0.005;
/// What articles have in common of which it is sure that they tell of one event.
const ONE_EVENT: f32 = 0.16;
/// How likely it has to be that both are of one thing.
const LIKELY: f32 = 0.3;
/// From here on a difference is reported as a contradiction, before as one that is unsure.
const SURE: f32 = 0.8;

impl Corpus {
    /// For figures of an article (by the indices of its observations) those of others that tell of the same thing in other words, and
    /// differ. Nothing of it is remembered; a confidence above [`FigureRelation::THIN`] says that it is likely enough to be reported.
    pub fn retold_figures(&self, article: DocumentId) -> Vec<(usize, FigureRelation)> {
        let mut found = Vec::new();
        let Some(entry) = self.article(article).filter(|entry| !entry.observations.is_empty()) else { return found };
        for (other, there) in self.retellings(article, entry) {
            for Told { pair, likelihood, is_alike } in told_apart(entry, there) {
                let is_sure = is_alike && likelihood >= SURE;
                let confidence = if is_sure { likelihood } else { likelihood.min(THIN) };
                let relation =
                    FigureRelation { other, observation: pair.there, relation: Relation::Conflict, confidence };
                found.push((pair.here, relation));
            }
        }
        found
    }
}

/// A pair of figures that differ, and how likely both are of one thing.
#[derive(Clone, Copy, Debug)]
struct Told {
    pair: Pair,
    likelihood: f32,
    /// Whether the articles report one event for sure, no word limits one of the two alone, nor is one alone of what is to come.
    is_alike: bool,
}

impl Told {
    /// Whether the other pair has one of the two with something else.
    fn is_beside(&self, other: &Self) -> bool {
        (self.pair.here == other.pair.here) != (self.pair.there == other.pair.there)
    }
}

/// The pairs of figures of two articles that tell of one thing and differ.
fn told_apart(here: &ArticleEntry, there: &ArticleEntry) -> Vec<Told> {
    let pairs = Pairs::of(here, there);
    let are_of_one_event = here.day.is_some() && there.day.is_some() && pairs.likeness >= ONE_EVENT;
    let open = pairs.all.iter().filter(|pair| is_open(&pairs, pair));
    let told = open.map(|pair| Told {
        pair: *pair,
        likelihood: pairs.likelihood(pair),
        is_alike: are_of_one_event && pairs.are_limited_alike(pair),
    });
    let likely: Vec<Told> = told.filter(|told| told.likelihood >= LIKELY).collect();
    // Of each figure the likeliest.
    let is_best = |told: &&Told| !likely.iter().any(|o| o.likelihood > told.likelihood && o.is_beside(told));
    likely.iter().filter(is_best).copied().collect()
}

/// Whether nothing sets the two figures of a pair apart for sure, and they cannot both be right.
pub(super) fn is_open(pairs: &Pairs, pair: &Pair) -> bool {
    let (here, there) = pairs.sides(pair);
    let (a, b) = (here.1, there.1);
    let either = |holds: fn(&Observation) -> bool| holds(a) || holds(b);
    if pair.agrees || a.factor(b) > FACTOR || a.converts.is_some() || b.converts.is_some() {
        return false;
    }
    if either(|o| !o.is_comparable || o.is_withdrawn || o.is_addition || o.is_sample)
        || either(|o| o.slot.kind == SlotKind::Unnamed && o.dimension.is_none() && !o.is_whole)
        || matches!(a.dimension, Some("age" | "score" | "points"))
        || pairs.are_anchors(pair)
        || pairs.are_of_the_moment(pair)
    {
        return false;
    }
    // What changes by the hour, and what is counted on.
    let is_of_hour = matches!(a.dimension, Some("speed" | "temperature:celsius" | "temperature:fahrenheit"));
    let is_unnamed = either(|o| o.slot.kind == SlotKind::Unnamed && o.dimension.is_none());
    if (is_of_hour || is_unnamed || grows(a) || is_people(&a.slot.name)) && here.0.day != there.0.day {
        return false;
    }
    // "$" is not everywhere the same currency.
    let are_amounts = a.slot.kind == SlotKind::Money && b.slot.kind == SlotKind::Money;
    if are_amounts && a.slot.family() != b.slot.family() || a.is_of_others(b) || a.names.is_apart_from(&b.names) {
        return false;
    }
    !is_told_beside(here, b) && !is_told_beside(there, a)
}

/// Whether the other's value stands beside a figure, or is what it makes with one beside it ("the 60 include 48 in Larnville").
fn is_told_beside((entry, this): Side, that: &Observation) -> bool {
    let mut beside = entry.observations.iter().filter(|o| !std::ptr::eq(*o, this) && o.sentence == this.sentence);
    let value = |o: &Observation| (o.low + o.high) / 2.0;
    let makes = |part: f64, rest: f64, whole: f64| (part + rest - whole).abs() <= ROUNDED * whole;
    let sum = |o: &Observation| makes(value(this), value(o), value(that)) || makes(value(that), value(o), value(this));
    beside.any(|o| o.overlaps(that) || (o.dimension.is_none() || o.dimension == this.dimension) && sum(o))
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, FigureRelation, Settings};
    use crate::reading;
    use std::sync::Arc;

    const QUAY: &str =
        "Dredgers and coopers came home. The ferry took ropemakers to the quay. Anglers hauled sandbags in the rain.";
    const TOWN: &str = "Magistrates, brewers and apothecaries praised the tannery. Growers sold orchards for cottages.";

    /// How many figures of two articles of that event contradict one of the other, if the second is of that day of May.
    fn conflicts_of_day(a: &str, b: &str, day: u8) -> usize {
        let corpus = corpus(a, b, day);
        corpus.articles().iter().map(|(id, _)| corpus.retold_figures(*id).len()).sum()
    }

    fn corpus(a: &str, b: &str, day: u8) -> Corpus {
        let read = |day: u8, lead: &str, text: &str| {
            let filling = if day == 2 && lead.starts_with("The") { QUAY } else { TOWN };
            let text = format!("---\ndate: 2031-05-{day:02}\n---\nPORT ALDER - {lead} {text} {filling}\n");
            let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
            Arc::new(reading::read(Arc::new(article)))
        };
        let here = read(2, "The new lock of Larnholm was opened by harbourmaster Ida Moss.", a);
        let there = read(day, "Ships passed through the Larnholm lock, which harbourmaster Ida Moss opened.", b);
        Corpus::of_articles(Settings::default(), vec![(Arc::from("a.txt"), here), (Arc::from("b.txt"), there)])
    }

    fn conflicts(a: &str, b: &str) -> usize {
        conflicts_of_day(a, b, 2)
    }

    #[test]
    fn one_thing_told_in_other_words_is_compared() {
        for (a, b) in [
            ("Its steel gates weigh 640 tonnes each.", "Each of the gates contains 790 tonnes of steel."),
            (
                "Skippers pay a toll of 34 crowns to enter the basin.",
                "To enter the basin a skipper is charged 48 crowns.",
            ),
            ("The old sluice leaked 90 litres a minute.", "A leak in the old sluice cost 120 litres every minute."),
        ] {
            assert_eq!(conflicts(a, b), 2, "{a} {b}");
        }
    }

    #[test]
    fn what_is_nearest_and_yet_another_thing_is_not() {
        for (a, b) in [
            // Another unit, the same value elsewhere, a part and its sum, too far apart.
            ("The gates weigh 640 tonnes each.", "The gates weigh 705 short tons each."),
            (
                "Its steel gates weigh 640 tonnes.",
                "The gates contain 790 tonnes of steel. The steel gates weigh 640 tonnes.",
            ),
            ("The basin holds 640 tonnes of silt.", "The basin has 790 tonnes of silt, 640 tonnes of it from Thornby."),
            (
                "The basin holds 640 tonnes of silt.",
                "The basin has 790 tonnes of silt, and 150 tonnes of silt lie outside.",
            ),
            ("Its steel gates weigh 240 tonnes each.", "Each of the gates contains 790 tonnes of steel."),
        ] {
            assert_eq!(conflicts(a, b), 0, "{a} {b}");
        }
    }

    #[test]
    fn what_has_a_limit_on_one_side_is_unsure() {
        let sure = |a: &str, b: &str| {
            let corpus = corpus(a, b, 2);
            let articles = corpus.articles();
            let told = articles.iter().flat_map(|(id, _)| corpus.retold_figures(*id));
            told.map(|(_, relation)| relation.confidence > FigureRelation::THIN).collect::<Vec<_>>()
        };
        const THERE: &str = "Each of the steel gates weighs 790 tonnes.";
        assert_eq!(sure("Each of the steel gates weighs 640 tonnes.", THERE), [true; 2]);
        assert_eq!(sure("Each of the steel gates weighs 640 tonnes on average.", THERE), [false; 2]);
    }

    #[test]
    fn what_is_counted_on_is_held_against_figures_of_the_same_day_alone() {
        let (a, b) = ("Its steel gates weigh 640 tonnes each.", "Each of the gates contains 790 tonnes of steel.");
        assert_eq!([3, 6, 9].map(|day| conflicts_of_day(a, b, day)), [2, 2, 0]);
        let (a, b) = ("The lock drew 640 visitors.", "The lock has drawn 790 visitors.");
        assert_eq!([2, 3].map(|day| conflicts_of_day(a, b, day)), [2, 0]);
    }
}
