//! What two figures are limited to: a group of people, a time, a place. Two different limits set them apart; one that
//! only one side has is a doubt.

use super::Observation;
use super::apart::Apart;
use super::limits::When;
use super::place_name::is_spelt_alike;
use super::same::Side;
use super::slot::{SlotKind, is_neutral};
use crate::corpus::ArticleEntry;
use crate::corpus::event::OPENING;
use crate::corpus::stem::stem;
use crate::language::gazetteer::{self, Place, PlaceKind};

/// Adjectives that make a group of people out of all.
const LIMITING: &[&str] = &[
    "femal", "male", "foreign", "young", "elder", "civilian", "polic", "militari", "secur", "medic", "femal", "german",
    "senior", "teenag",
];

/// Stems of what people die or fall ill of, as nouns name it right before "deaths": one cause a line.
const CAUSES: &[&[&str]] = &[
    &["gun", "firearm"],
    &["knife"],
    &["drug", "overdos"],
    &["opioid", "fentanyl", "heroin"],
    &["alcohol"],
    &["tobacco", "smoke"],
    &["traffic", "road", "highway", "crash"],
    &["pedestrian"],
    &["flu", "influenza"],
    &["cancer"],
    &["malaria"],
    &["measl"],
    &["cholera"],
    &["heat"],
    &["cold"],
    &["hunger"],
    &["suicid"],
    &["combat"],
    &["pollut"],
    &["workplac"],
    &["matern"],
    &["infant"],
];

/// Whether the stem names what people die or fall ill of.
pub(super) fn is_cause(stem: &str) -> bool {
    cause(stem).is_some()
}

fn cause(stem: &str) -> Option<usize> {
    CAUSES.iter().position(|words| words.contains(&stem))
}

/// Whether a cause is named for each of the two, and none for both.
fn are_of_two_causes(a: &Observation, b: &Observation) -> bool {
    let causes = |o: &Observation| -> Vec<usize> { o.qualifiers.iter().filter_map(|word| cause(word)).collect() };
    let (a, b) = (causes(a), causes(b));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|cause| b.contains(cause))
}

/// Whether two figures are surely of the same group; an error where they are of different ones.
pub(super) fn group(a: &Observation, b: &Observation) -> Result<bool, Apart> {
    let equal = a.low == b.low && a.high == b.high;
    match a.slot.kind {
        SlotKind::People if are_of_two_causes(a, b) => Err(Apart::Group),
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
                // The only ones of their article: "two speed boats", "three boats".
                _ => Ok(a.is_alone && a.is_first && b.is_alone && b.is_first),
            }
        }
        _ => Ok(true),
    }
}

/// Whether both name the same time (`None`: cannot be told); an error where they name different ones.
pub(super) fn times(here: Side, there: Side) -> Result<Option<bool>, Apart> {
    let (a, b) = (&here.1.times, &there.1.times);
    let met: Vec<bool> = a.iter().flat_map(|x| b.iter().filter_map(|y| x.meets(y))).take(64).collect();
    if met.contains(&true) {
        return Ok(Some(true));
    }
    // A day that was still to come when the other article was written.
    let later = |(_, o): Side, (entry, other): Side| {
        let day = entry.day.filter(|_| other.times.is_empty());
        o.times.iter().any(|t| matches!((t, day), (When::Days(first, _), Some(day)) if day.until(*first).is_ok_and(|s| s.get_days() > 1)))
    };
    if later(here, there) || later(there, here) {
        return Err(Apart::Time);
    }
    if !met.is_empty()
        || here.1.is_past != there.1.is_past
        || is_of_another_day(here, there)
        || is_of_another_day(there, here)
    {
        return Err(Apart::Time);
    }
    Ok(None)
}

/// So many days before an article, people were hurt in another event than the one that it reports without a day.
const OF_NOW_DAYS: i32 = 5;

/// Whether people are counted of days well before the other article, whose own count is of no other day than its own ("last
/// month").
fn is_of_another_day((_, o): Side, (entry, other): Side) -> bool {
    let Some(day) = entry.day.filter(|_| other.times.is_empty() && o.slot.kind == SlotKind::People) else {
        return false;
    };
    let is_before =
        |t: &When| matches!(t, When::Days(_, last) if last.until(day).is_ok_and(|s| s.get_days() > OF_NOW_DAYS));
    !o.times.is_empty() && o.times.iter().all(is_before)
}

/// Whether people are counted at a place with which neither article opens: that of another event which one of them tells
/// beside its own.
fn is_elsewhere((own, o): Side, (entry, other): Side) -> bool {
    let opens = |x: &String, entry: &ArticleEntry| entry.opening_places.iter().any(|y| is_spelt_alike(x, y));
    let is_town = |x: &String| known_place(x).is_some_and(|p| p.kind != PlaceKind::Country);
    let is_told = |x: &String| {
        other.places.iter().any(|y| is_spelt_alike(x, y))
            || x.split(' ').any(|w| entry.signature.holds(&stem(w)) || other.context.holds(&stem(w)))
    };
    let is_other = |x: &String| is_town(x) && !opens(x, own) && !opens(x, entry) && !is_told(x);
    o.slot.kind == SlotKind::People && !o.places.is_empty() && o.places.iter().all(is_other)
}

/// Whether both are limited to the same place (`None`: neither is limited); an error where they are not.
pub(super) fn places(here: Side, there: Side) -> Result<Option<bool>, Apart> {
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
    let shared = || a.places.iter().filter(|x| b.places.iter().any(|y| is_spelt_alike(x, y)));
    if shared().next().is_some() {
        // A place that neither article opens with is what both figures are limited to.
        let opens = |x: &String, entry: &ArticleEntry| entry.opening_places.iter().any(|y| is_spelt_alike(x, y));
        let is_country = |x: &String| known_place(x).is_none_or(|p| p.kind == PlaceKind::Country);
        let limits = |x: &String| !opens(x, here.0) && !opens(x, there.0) && !is_country(x);
        return Ok(shared().any(limits).then_some(true));
    }
    if is_elsewhere(here, there) || is_elsewhere(there, here) {
        return Err(Apart::Place);
    }
    let country = |key: &String| known_place(key).or_else(|| known_place(key.rsplit(' ').next()?));
    let inside = |x: &String, y: &String| match (country(x), country(y)) {
        (Some(p), Some(q)) => p.country == q.country && (p.kind == PlaceKind::Country || q.kind == PlaceKind::Country),
        _ => false,
    };
    let within = |x: &String, (entry, o): Side| {
        o.places.iter().any(|y| inside(x, y))
            || entry.opening_places.binary_search(x).is_ok()
            || x.rsplit(' ').next().is_some_and(|w| entry.signature.holds(&stem(w)))
            || x.split(' ').any(|w| o.context.holds(&stem(w)))
    };
    // Where an article opens with its one figure, its place is the event's.
    let of_event = |x: &Observation, y: &Observation| {
        x.is_first && x.is_alone && x.sentence < OPENING && y.places.is_empty() && y.is_first
    };
    let open_a = a.places.is_empty() || of_event(a, b) || a.places.iter().any(|x| within(x, there));
    let open_b = b.places.is_empty() || of_event(b, a) || b.places.iter().any(|y| within(y, here));
    let known = |o: &Observation| o.places.iter().any(|p| country(p).is_some());
    let disjoint = !a.places.is_empty() && !b.places.is_empty();
    if disjoint && known(a) && known(b) && !a.places.iter().any(|x| b.places.iter().any(|y| inside(x, y))) {
        return Err(Apart::Place);
    }
    // The other article has a figure of its own for this place.
    // Unless it is of the event's own place, which need not be said again.
    let has_own = |(_, x): Side, (entry, y): Side| {
        let at_large = x.places.iter().any(|p| entry.opening_places.binary_search(p).is_ok())
            && (y.places.is_empty() || y.places.iter().any(|q| x.places.iter().any(|p| inside(p, q))));
        let own = |o: &Observation| !std::ptr::eq(o, y) && meet(&o.places, &x.places);
        !at_large && !x.places.is_empty() && entry.slots(x.slot_key).any(own)
    };
    if has_own(here, there) || has_own(there, here) {
        return Err(Apart::Place);
    }
    if open_a && open_b { Ok(None) } else { Err(Apart::Place) }
}

/// Whether the sources of two figures of one article speak for places of two countries, one of them for less than a country: the
/// health offices of a country and of another one's state each count their own, where two governments may speak of one thing.
pub(super) fn are_sources_elsewhere(here: Side, there: Side) -> bool {
    let places = |(entry, o): Side| -> Vec<Place> {
        let name = o.speaker.and_then(|s| entry.reading.entities.get(s)).map(|e| e.name.to_lowercase());
        let name = name.unwrap_or_default();
        let words = name.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
        std::iter::once(&*name).chain(words).filter_map(known_place).collect()
    };
    let (a, b) = (places(here), places(there));
    let is_part = a.iter().chain(&b).any(|p| p.kind != PlaceKind::Country);
    !a.is_empty() && !b.is_empty() && is_part && !a.iter().any(|x| b.iter().any(|y| x.country == y.country))
}

/// A place or nation that the gazetteer knows.
pub(in crate::corpus) fn known_place(key: &str) -> Option<gazetteer::Place> {
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

/// Whether two lists of keys have one in common.
pub(super) fn meet(a: &[String], b: &[String]) -> bool {
    a.iter().any(|x| b.contains(x))
}

#[cfg(test)]
mod tests {
    use super::super::same::tests::conflicts_of;

    #[test]
    fn deaths_of_two_causes_are_two_counts() {
        let here = "PORT ALDER - Guns are feared in Port Alder. The coroner of Port Alder recorded 39,700 gun deaths.";
        let there = |of: &str| {
            format!(
                "PORT ALDER - Opium is cheap in Port Alder. With 71,200 {of} deaths the ropeworks of Port Alder closed."
            )
        };
        assert_eq!(conflicts_of(here, &there("gun")), 2);
        assert_eq!(conflicts_of(here, &there("firearm")), 2);
        assert_eq!(conflicts_of(here, &there("overdose")), 0);
    }
}
