//! Figures of one thing that two articles of an event tell in other words ("the river peaked at 9.8 metres", "it crested at 11.2
//! metres"): no slot of theirs is the same, but of all figures of either article each is the other's nearest by the words
//! around it.
//!
//! What lies nearest is not yet the same thing. So such a difference is told to those alone who ask for what is unsure, and much
//! is asked for: the articles report one event, nothing that limits a figure stands with one of the two alone, a second
//! figure is well behind, neither value stands in the other article, and the values are no further apart than two accounts
//! of one thing are.

use super::Observation;
use super::compare::{FigureRelation, Relation, grows, values};
use super::same::THIN;
use super::scope::{places, times};
use super::slot::{SlotKind, is_people};
use super::surroundings::{Surroundings, is_one_group};
use super::window::{Window, words};
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use crate::reading::Modifier;

/// How near two figures must be, by the words around both, and what these must weigh.
const NEAR: f32 = 0.3;
const WEIGHT: f32 = 0.85;
/// The same where nothing but the words around them tells what is counted, or the sentences name two times or places.
const VERY_NEAR: f32 = 0.4;
/// By how much all others must be further.
const AHEAD: f32 = 0.05;
/// Pairs further apart than this are not looked at.
const ECHO: f32 = 0.12;
/// A figure of the same value this much further is taken to be the same.
const ECHO_BEHIND: f32 = 0.2;
/// Two accounts of one thing are seldom further apart.
const FACTOR: f64 = 2.0;
/// A sum of rounded parts is off by no more than this share of it.
const ROUNDED: f64 = 0.005;
/// How sure it is that both are of one thing: not enough to report that they differ.
const CONFIDENCE: f32 = THIN;

type Side<'a> = (&'a ArticleEntry, &'a Observation);

impl Corpus {
    /// For figures of an article (by the indices of its observations) those of others that tell of the same thing in other words, and
    /// differ. Nothing of it is remembered: it is for those who ask for what is unsure.
    pub fn retold_figures(&self, article: DocumentId) -> Vec<(usize, FigureRelation)> {
        let mut found = Vec::new();
        let Some(entry) = self.article(article).filter(|entry| !entry.observations.is_empty()) else { return found };
        for (other, there) in self.retellings(article, entry) {
            for (here, observation) in pairs(entry, there) {
                let relation =
                    FigureRelation { other, observation, relation: Relation::Conflict, confidence: CONFIDENCE };
                found.push((here, relation));
            }
        }
        found
    }
}

/// A figure of one article and one of another, by their indices, and how near they are.
#[derive(Clone, Copy, Debug)]
struct Nearness {
    here: usize,
    there: usize,
    /// How much of what stands near either both have, from 0 to 1.
    share: f32,
    /// What that weighs.
    weight: f32,
}

impl Nearness {
    /// Whether the other pair has one of the two with something else.
    fn is_beside(&self, other: &Self) -> bool {
        (self.here == other.here) != (self.there == other.there)
    }

    /// Whether either is nearest to the other, and all else well behind.
    fn is_nearest(&self, all: &[Self]) -> bool {
        !all.iter().any(|other| other.is_beside(self) && other.share + AHEAD > self.share)
    }
}

/// The pairs of figures of two articles that tell of one thing and differ, by their indices.
fn pairs(here: &ArticleEntry, there: &ArticleEntry) -> Vec<(usize, usize)> {
    let (ours, theirs) = (&here.observations, &there.observations);
    let beside = (surroundings(here), surroundings(there));
    let mut near: Vec<Nearness> = Vec::new();
    for (i, a) in ours.iter().enumerate() {
        for (j, b) in theirs.iter().enumerate() {
            if a.dimension == b.dimension {
                let (share, weight) = beside.0[i].shared(&beside.1[j]);
                if share >= ECHO && may_be_one(a, b) {
                    near.push(Nearness { here: i, there: j, share, weight });
                }
            }
        }
    }
    let is_echoed = |pair: &Nearness| {
        let is_echo = |n: &Nearness| n.share + ECHO_BEHIND >= pair.share && ours[n.here].overlaps(&theirs[n.there]);
        near.iter().any(|n| n.is_beside(pair) && is_echo(n))
    };
    // "the 60 include 48 in Larnville": the other's value stands beside it, or is what it makes with one beside it.
    let is_beside_it = |(all, this): (&[Observation], &Observation), that: &Observation| {
        let beside = || all.iter().filter(|o| o.sentence == this.sentence && !std::ptr::eq(*o, this));
        let value = |o: &Observation| o.stated.number * o.stated.factor;
        let makes = |part: f64, rest: f64, whole: f64| (part + rest - whole).abs() <= ROUNDED * whole;
        let sum =
            |o: &Observation| makes(value(this), value(o), value(that)) || makes(value(that), value(o), value(this));
        beside().any(|o| o.overlaps(that) || (o.dimension.is_none() || o.dimension == this.dimension) && sum(o))
    };
    let told = near.iter().filter(|pair| pair.share >= NEAR && pair.weight >= WEIGHT);
    let told = told.filter(|pair| {
        let (a, b) = (&ours[pair.here], &theirs[pair.there]);
        !is_beside_it((ours, a), b)
            && !is_beside_it((theirs, b), a)
            && beside.0[pair.here].has_limits_of(&beside.1[pair.there])
            && differ((here, a), (there, b), pair.share)
            && pair.is_nearest(&near)
            && !is_echoed(pair)
    });
    told.map(|pair| (pair.here, pair.there)).collect()
}

/// The words near each figure of an article.
fn surroundings(entry: &ArticleEntry) -> Vec<Surroundings> {
    let reading = &entry.reading;
    let of = |o: &Observation| {
        let sentence = reading.sentences[o.sentence];
        let words = words(sentence.of(&reading.article.text));
        Surroundings::of(&Window::new(&words, sentence.start, reading.quantities[o.quantity].phrase))
    };
    entry.observations.iter().map(of).collect()
}

/// Whether two figures, which the words around them put together, are of one thing and cannot both be right.
fn differ(here: Side, there: Side, share: f32) -> bool {
    let (a, b) = (here.1, there.1);
    let either = |holds: fn(&Observation) -> bool| holds(a) || holds(b);
    if values(a, b, || true) != Relation::Conflict || a.factor(b) > FACTOR {
        return false;
    }
    // Of people to whom one thing happened more is known than how near two counts are.
    let is_one_fate = a.slot.kind == SlotKind::People && b.slot.kind == SlotKind::People && a.slot.name == b.slot.name;
    let is_bound = |o: &Observation| !matches!(o.stated.modifier, Modifier::Exact | Modifier::About);
    if is_one_fate || a.converts.is_some() || b.converts.is_some() {
        return false;
    }
    if either(|o| !o.is_comparable || o.is_withdrawn || o.is_addition || o.is_sample)
        || a.is_forecast != b.is_forecast
        || matches!(a.dimension, Some("age" | "score" | "points"))
    {
        return false;
    }
    // What changes by the hour, and what is counted on.
    let is_of_hour = matches!(a.dimension, Some("speed" | "temperature:celsius" | "temperature:fahrenheit"));
    if (is_of_hour || grows(a) || is_people(&a.slot.name)) && here.0.day != there.0.day {
        return false;
    }
    if a.is_of_others(b) || a.names.is_apart_from(&b.names) {
        return false;
    }
    let is_elsewhere = times(here, there).is_err() || places(here, there).is_err();
    let is_unnamed = either(|o| o.slot.kind == SlotKind::Unnamed && o.dimension.is_none());
    // How long something took says less of what it was than what was weighed or paid.
    let is_duration = a.dimension == Some("time");
    let is_bounded = is_bound(a) || is_bound(b);
    let needed = if is_elsewhere || is_unnamed || is_duration || is_bounded { VERY_NEAR } else { NEAR };
    share >= needed
}

/// Whether the currencies of two figures of one dimension, or what is counted, leave it open that they are of one thing.
fn may_be_one(a: &Observation, b: &Observation) -> bool {
    match a.dimension {
        None => count_one(a, b),
        // "$" is not everywhere the same currency.
        Some(_) => {
            a.slot.kind != SlotKind::Money || b.slot.kind != SlotKind::Money || a.slot.family() == b.slot.family()
        }
    }
}

/// Whether two counts are of things that go by one name.
fn count_one(a: &Observation, b: &Observation) -> bool {
    if !a.is_whole || !b.is_whole {
        return false;
    }
    fn name(o: &Observation) -> &str {
        let group = o.slot.group.as_deref().filter(|_| o.slot.kind == SlotKind::People);
        group.unwrap_or(&o.slot.name)
    }
    let (x, y) = (name(a), name(b));
    is_one_group(x, y) || is_people(x) && is_people(y) && a.slot.event.is_some() && a.slot.event == b.slot.event
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, Settings};
    use crate::reading;
    use std::sync::Arc;

    const QUAY: &str =
        "Dredgers and coopers came home. The ferry took ropemakers to the quay. Anglers hauled sandbags in the rain.";
    const TOWN: &str = "Magistrates, brewers and apothecaries praised the tannery. Growers sold orchards for cottages.";

    /// How many figures of two articles of that event contradict one of the other, if the second is of that day of May.
    fn conflicts_of_day(a: &str, b: &str, day: u8) -> usize {
        let read = |day: u8, lead: &str, text: &str| {
            let filling = if day == 2 && lead.starts_with("The") { QUAY } else { TOWN };
            let text = format!("---\ndate: 2031-05-{day:02}\n---\nPORT ALDER - {lead} {text} {filling}\n");
            let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
            Arc::new(reading::read(Arc::new(article)))
        };
        let here = read(2, "The new lock of Larnholm was opened by harbourmaster Ida Moss.", a);
        let there = read(day, "Ships passed through the Larnholm lock, which harbourmaster Ida Moss opened.", b);
        let corpus =
            Corpus::of_articles(Settings::default(), vec![(Arc::from("a.txt"), here), (Arc::from("b.txt"), there)]);
        corpus.articles().iter().map(|(id, _)| corpus.retold_figures(*id).len()).sum()
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
            // Another limit, another unit, the same value elsewhere, a part and its sum, too far apart.
            ("Its steel gates weigh 640 tonnes on average.", "The gates contain 790 tonnes of steel."),
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
    fn articles_of_two_days_tell_what_is_so_on_their_own_day() {
        let (a, b) = ("Its steel gates weigh 640 tonnes each.", "Each of the gates contains 790 tonnes of steel.");
        assert_eq!([3, 4].map(|day| conflicts_of_day(a, b, day)), [2, 0]);
    }
}
