//! Whether two figures measure the same thing.
//!
//! Two articles of one event that both say how many were killed speak of the same people unless something tells them
//! apart: another time, another place, a group, a part. So the event is settled first (by the articles as wholes), then
//! the slot must be the same, and only then the words of the two sentences count.

use super::Observation;
use super::limits::When;
use super::slot::{SlotKind, is_neutral};
use crate::corpus::ArticleEntry;
use crate::corpus::event::{SAME_EVENT, SURELY_SAME_EVENT};
use crate::language::{
    self,
    gazetteer::{self, PlaceKind},
};

/// Why two figures are not put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Apart {
    /// They measure different things or in different dimensions.
    Slot,
    /// They are in one sentence.
    Sentence,
    /// They are of different groups of people or kinds of things.
    Group,
    /// They are of different times.
    Time,
    /// They are of different places, or one is of a part of the other's place.
    Place,
    /// They belong to different people.
    Actor,
    /// Their articles report different events.
    Event,
    /// Their sentences share too little.
    Context,
    /// They measure the same thing as far as can be told, but not surely enough to call a difference a conflict.
    Unsure,
}

/// How two figures that measure the same thing do so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sameness {
    /// From 0 to 1.
    pub confidence: f32,
    /// Whether it is sure enough to call a difference a conflict.
    pub is_sure: bool,
}

/// What happens to people in many places of one event, so that two counts seldom are one total.
const UNSURE: &[&str] = &["shoot", "fire", "expel"];

/// Likeness of articles below which only what their figures' own sentences say counts.
const RELATED: f32 = 0.08;

/// Days between two articles from which they must be very alike to report one event.
const FAR_DAYS: i32 = 21;

/// Whether two articles are dated well apart.
fn far_apart(a: &ArticleEntry, b: &ArticleEntry) -> bool {
    let days = a.day.zip(b.day).and_then(|(x, y)| x.until(y).ok());
    days.is_some_and(|s| s.get_days().abs() > FAR_DAYS)
}

type Side<'a> = (&'a ArticleEntry, &'a Observation);

/// Whether two figures measure the same thing.
pub(super) fn same(here: Side, there: Side, is_same_article: bool) -> Result<Sameness, Apart> {
    let (a, b) = (here.1, there.1);
    if a.slot.kind != b.slot.kind || a.slot.family() != b.slot.family() || a.dimension != b.dimension {
        return Err(Apart::Slot);
    }
    let is_one_slot = a.slot.name == b.slot.name;
    if !is_one_slot && !a.slot.is_open_amount() && !b.slot.is_open_amount() {
        return Err(Apart::Slot);
    }
    if a.dimension.is_some() && a.change != b.change {
        return Err(Apart::Slot);
    }
    if is_same_article && a.sentence == b.sentence {
        return Err(Apart::Sentence);
    }
    let likeness = if is_same_article { 1.0 } else { here.0.signature.likeness(&there.0.signature) };
    let named = likeness >= RELATED && meet(&a.places, &b.places);
    let is_one_event = match far_apart(here.0, there.0) {
        true => likeness >= SURELY_SAME_EVENT,
        false => likeness >= SAME_EVENT || named,
    };
    let context = a.context.overlap(&b.context);
    if likeness < RELATED && context < 0.5 {
        return Err(Apart::Event);
    }
    let mut is_sure = is_one_slot;
    // The same number in the same slot of the same event: places and words may differ.
    let agrees = is_one_event && a.low == b.low && a.high == b.high;
    is_sure &= group(a, b)?;
    // How many children somebody has does not depend on the day.
    let same_time = if a.slot.name == "children of" { None } else { times(here, there)? };
    let same_place = match places(here, there) {
        _ if a.slot.name == "magnitude" => None,
        Err(_) if agrees => None,
        place => place?,
    };
    // Times of different grain: "in 2018", "on Monday".
    is_sure &= same_time.is_some() || !a.times.iter().any(|x| b.times.iter().any(|y| x.is_of_other_grain(y)));
    if a.is_forecast != b.is_forecast || a.is_addition != b.is_addition || a.is_addition && a.dimension.is_none() {
        is_sure = false;
    }
    if !a.is_whole || !b.is_whole || a.is_withdrawn || b.is_withdrawn {
        is_sure = false;
    }
    let anchored = same_time == Some(true) || same_place == Some(true);
    let claimed = (a.is_first || a.is_highest) && (b.is_first || b.is_highest);
    let alone = a.is_alone && b.is_alone;
    let event = a.slot.event.is_some() && a.slot.event == b.slot.event;
    is_sure &= match a.slot.kind {
        SlotKind::People => {
            let listed = (a.is_listed && a.facilities.is_empty()) || (b.is_listed && b.facilities.is_empty());
            let told = is_one_event && (claimed || anchored) || same_time == Some(true) && context >= 0.5;
            // A part of the whole that the other article gives for the same kind of place.
            let claims = |o: &Observation| o.is_first || o.is_highest;
            let part = same_place == Some(true) && claims(a) != claims(b);
            // An article of several tolls may mean another one.
            let special = |o: &Observation| o.slot.group.as_deref().is_some_and(|g| !is_neutral(g));
            let several = !alone || special(a) || special(b);
            let first = a.is_first && b.is_first && factor(a, b) <= NEAR_FACTOR && !special(a) && !special(b);
            let close = !several || context >= 0.2 || anchored || first;
            told && event && !listed && !part && close && !UNSURE.contains(&a.slot.name.as_str())
        }
        SlotKind::Attribute if a.slot.name == "magnitude" => is_one_event && a.is_highest && b.is_highest,
        SlotKind::Attribute if a.slot.name.starts_with("distance") => {
            is_one_event && alone && a.places == b.places && context >= 0.4
        }
        SlotKind::Attribute => is_one_event && (alone || claimed && a.dimension.is_none()),
        SlotKind::Money => {
            let named = ["buy", "steal", "fund"].iter().any(|c| a.slot.name.ends_with(c));
            let needed = if named { 0.15 } else { 0.5 };
            is_one_event && !a.slot.name.ends_with("amount") && (alone || a.is_first && b.is_first) && context >= needed
        }
        SlotKind::Measure => {
            is_one_event && a.slot.group == b.slot.group && alone && (event || a.change.is_some()) && context >= 0.6
        }
        SlotKind::Things => {
            let open = a.slot.event.is_none() || b.slot.event.is_none();
            let central = here.0.signature.holds(&a.slot.name) && there.0.signature.holds(&a.slot.name);
            // "AK-47" names its thing by itself.
            let needed = if a.slot.name.contains('-') {
                0.0
            } else if central {
                0.5
            } else if event {
                0.2
            } else if open {
                0.3
            } else {
                0.5
            };
            let counted = !super::slot::is_people(&a.slot.name) && a.low != 1.0 && b.low != 1.0;
            is_one_event && alone && counted && context >= needed
        }
    };
    if !is_one_event && context < 0.3 {
        return Err(Apart::Context);
    }
    if !matches!(a.slot.kind, SlotKind::People | SlotKind::Attribute) {
        if !a.actors.is_empty()
            && !b.actors.is_empty()
            && !a.actors.iter().any(|p| b.actors.iter().any(|q| p.may_be(q)))
        {
            return Err(Apart::Actor);
        }
        let needed = if a.slot.kind == SlotKind::Measure { 0.2 } else { 0.1 };
        if context < needed && !event && !agrees {
            return Err(Apart::Context);
        }
    }
    let sum = 0.55 + 0.2 * context + 0.15 * likeness.min(1.0) + if anchored { 0.05 } else { 0.0 };
    let confidence = if is_sure { (sum + 0.15).min(1.0) } else { sum.min(0.79) };
    Ok(Sameness { confidence, is_sure })
}

/// The first tolls of two articles are one if they are no further apart than this.
const NEAR_FACTOR: f64 = 2.5;

/// By how much the nearer ends of two figures differ.
pub(super) fn factor(a: &Observation, b: &Observation) -> f64 {
    if a.low > b.high { a.low / b.high.max(1e-9) } else { b.low / a.high.max(1e-9) }
}

fn meet(a: &[String], b: &[String]) -> bool {
    a.iter().any(|x| b.contains(x))
}

/// Adjectives that make a group of people out of all.
const LIMITING: &[&str] = &[
    "femal", "male", "foreign", "young", "elder", "civilian", "polic", "militari", "secur", "medic", "femal", "german",
    "senior", "teenag",
];

/// Whether two figures are surely of the same group; an error where they are of different ones.
fn group(a: &Observation, b: &Observation) -> Result<bool, Apart> {
    let equal = a.low == b.low && a.high == b.high;
    match a.slot.kind {
        SlotKind::People => {
            let compatible = match (&a.slot.group, &b.slot.group) {
                (None, None) => true,
                (None, Some(g)) | (Some(g), None) => is_neutral(g),
                (Some(x), Some(y)) => x == y || is_neutral(x) && is_neutral(y),
            };
            let limiting = |o: &Observation| -> Vec<String> {
                let limits = |w: &&String| {
                    LIMITING.contains(&w.as_str()) || gazetteer::demonym(w).is_some() || super::slot::is_people(w)
                };
                o.qualifiers.iter().filter(limits).cloned().collect()
            };
            let (x, y) = (limiting(a), limiting(b));
            let alike =
                x == y || a.slot.group.is_some() && a.slot.group == b.slot.group && (x.is_empty() || y.is_empty());
            if compatible && alike || equal { Ok(compatible && alike) } else { Err(Apart::Group) }
        }
        SlotKind::Things => {
            if a.slot.group != b.slot.group {
                return Err(Apart::Group);
            }
            if a.slot.name.contains('-') {
                return Ok(true);
            }
            match (a.qualifiers.is_empty(), b.qualifiers.is_empty()) {
                (true, true) => Ok(true),
                (false, false) if meet(&a.qualifiers, &b.qualifiers) => Ok(true),
                (false, false) if !equal => Err(Apart::Group),
                _ => Ok(false),
            }
        }
        _ => Ok(true),
    }
}

/// Whether both name the same time (`None`: cannot be told); an error where they name different ones.
fn times(here: Side, there: Side) -> Result<Option<bool>, Apart> {
    let (a, b) = (&here.1.times, &there.1.times);
    let met: Vec<bool> = a.iter().flat_map(|x| b.iter().filter_map(|y| x.meets(y))).take(64).collect();
    if met.contains(&true) {
        return Ok(Some(true));
    }
    // A day that was still to come when the other article was written.
    let later = |(_, o): Side, (entry, other): Side| {
        let day = entry.reading.day().filter(|_| other.times.is_empty());
        o.times.iter().any(|t| matches!((t, day), (When::Days(first, _), Some(day)) if day.until(*first).is_ok_and(|s| s.get_days() > 1)))
    };
    if later(here, there) || later(there, here) {
        return Err(Apart::Time);
    }
    if !met.is_empty() || here.1.is_past != there.1.is_past {
        return Err(Apart::Time);
    }
    Ok(None)
}

/// Whether both are limited to the same place (`None`: neither is limited); an error where they are not.
fn places(here: Side, there: Side) -> Result<Option<bool>, Apart> {
    let (a, b) = (here.1, there.1);
    match (a.facilities.is_empty(), b.facilities.is_empty()) {
        (false, false) => {
            return if a.facilities == b.facilities { Ok(Some(true)) } else { Err(Apart::Place) };
        }
        (true, true) => {}
        _ => {
            // The whole event may be at that place: then the figure is all that the article has of it.
            let (limited, open) = if b.facilities.is_empty() { (a, b) } else { (b, a) };
            let named = limited.facilities.iter().any(|f| open.context.holds(f));
            if !named && !((limited.is_first || limited.is_highest) && limited.is_alone) {
                return Err(Apart::Place);
            }
        }
    }
    if meet(&a.places, &b.places) {
        return Ok(None);
    }
    let country = |key: &String| known_place(key).or_else(|| known_place(key.rsplit(' ').next()?));
    let inside = |x: &String, y: &String| match (country(x), country(y)) {
        (Some(p), Some(q)) => p.country == q.country && (p.kind == PlaceKind::Country || q.kind == PlaceKind::Country),
        _ => false,
    };
    let within = |x: &String, (entry, o): Side| {
        o.places.iter().any(|y| inside(x, y))
            || entry.opening_places.binary_search(x).is_ok()
            || x.rsplit(' ').next().is_some_and(|w| entry.signature.holds(&language::stem(w)))
            || x.split(' ').any(|w| o.context.holds(&language::stem(w)))
    };
    let open_a = a.places.is_empty() || a.places.iter().any(|x| within(x, there));
    let open_b = b.places.is_empty() || b.places.iter().any(|y| within(y, here));
    let known = |o: &Observation| o.places.iter().any(|p| country(p).is_some());
    let disjoint = !a.places.is_empty() && !b.places.is_empty();
    if disjoint && known(a) && known(b) && !a.places.iter().any(|x| b.places.iter().any(|y| inside(x, y))) {
        return Err(Apart::Place);
    }
    // The other article has a figure of its own for this place.
    let has_own = |(_, x): Side, (entry, y): Side| {
        !x.places.is_empty() && entry.slots(x.slot_key).any(|o| !std::ptr::eq(o, y) && meet(&o.places, &x.places))
    };
    if has_own(here, there) || has_own(there, here) {
        return Err(Apart::Place);
    }
    if open_a && open_b { Ok(None) } else { Err(Apart::Place) }
}

/// A place or nation that the gazetteer knows.
fn known_place(key: &str) -> Option<gazetteer::Place> {
    let name = capitalised(key);
    let nation = || {
        let country = gazetteer::demonym(&name)?;
        Some(gazetteer::Place { kind: PlaceKind::Country, country, population: 0 })
    };
    gazetteer::place(&name).or_else(nation)
}

/// "port alder" as the gazetteer writes it.
fn capitalised(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for word in key.split(' ') {
        let mut chars = word.chars();
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(chars.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, Relation, Settings};
    use crate::reading;
    use std::sync::Arc;

    const LEAD: &str = "PORT ALDER - The sea broke through the Eastgate wall of Port Alder, the harbourmaster said. ";

    /// How many figures of two articles contradict one of the other.
    fn conflicts(a: &str, b: &str) -> usize {
        let read = |text: &str| {
            let article = Article::parse(format!("{LEAD}{text}").into(), Markup::Plain, &Overrides::default());
            Arc::new(reading::read(Arc::new(article)))
        };
        let articles = vec![(Arc::from("a.txt"), read(a)), (Arc::from("b.txt"), read(b))];
        let corpus = Corpus::of_articles(Settings::default(), articles);
        let of = |id, count| (0..count).map(move |o| (id, o));
        let figures: Vec<_> = corpus.articles().iter().flat_map(|(id, e)| of(*id, e.observations.len())).collect();
        let relations = figures.into_iter().map(|(id, o)| corpus.figure_relations(id, o));
        relations.filter(|r| r.iter().any(|r| r.relation == Relation::Conflict)).count()
    }

    #[test]
    fn within_one_event_tolls_in_other_words_are_compared() {
        assert_eq!(conflicts("Nine people were killed.", "The waves left 14 dead, rescuers told reporters."), 2);
    }

    #[test]
    fn other_times_groups_and_parts_are_not_held_against_a_toll() {
        let toll = "Nine people were killed.";
        for other in [
            "In 1987 a flood killed 14 people.",
            "Among the dead were 14 sailors.",
            "The storm could kill 14 people, forecasters said.",
            "Early reports said 14 people were killed.",
            "The flood killed 14 soldiers at the barracks.",
        ] {
            assert_eq!(conflicts(toll, other), 0, "{other}");
        }
    }

    #[test]
    fn an_article_that_gives_both_values_contradicts_neither() {
        assert_eq!(
            conflicts("Nine people were killed.", "Nine people were killed. In the province 14 people were killed."),
            0
        );
    }
}
