//! One figure of one article, in the terms by which figures are compared.

use super::context::Context;
use super::conversion;
use super::frame::Frame;
use super::limits::{self, When};
use super::names::{entity_key, names_of_sentence};
use super::slot::{Slot, SlotKind, dollar};
use super::stated::Stated;
use super::told::Place;
use super::window::{Window, Word, words};
use crate::corpus::Settings;
use crate::corpus::event::{OPENING, Signature};
use crate::corpus::person::Person;
use crate::language::gazetteer;
use crate::reading::quantity::Dimension;
use crate::reading::{Change, EntityKind, Quantity, Reading};
use crate::text::Span;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// A figure with what it measures, where, when and according to whom.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Observation {
    /// Index into the reading's quantities.
    pub quantity: usize,
    /// Lower end of its interval in the base unit of its dimension.
    pub low: f64,
    /// Upper end, `f64::INFINITY` where there is none.
    pub high: f64,
    /// Its number as it is stated.
    pub(in crate::corpus) stated: Stated,
    /// Whether a reader can hold it against another figure: it is no word for a wide range ("dozens", "scores"), and does
    /// not depend on who was counted before ("eight others").
    pub is_comparable: bool,
    /// The unit's dimension, `None` for things that are counted.
    #[serde(with = "crate::reading::quantity::dimension")]
    pub dimension: Dimension,
    /// Whether it is the size of a rise or a fall.
    pub change: Option<Change>,
    /// What it measures.
    pub slot: Slot,
    /// Stems of what limits the counted noun ("eastern", "Syrian").
    pub qualifiers: Vec<String>,
    /// Keys of the places that it is limited to.
    pub places: Vec<String>,
    /// Kinds of places that it is limited to ("airport").
    pub facilities: Vec<String>,
    /// Times that its sentence limits it to.
    pub times: Vec<When>,
    /// Keys of the people named in its sentence, but for who states it.
    pub actors: Vec<Person>,
    /// Stems of the words of its sentence that carry meaning.
    pub context: Context,
    /// Stems of the words of the names in its sentence, but for a person who states it.
    pub(in crate::corpus) names: Context,
    /// The very words around it.
    pub(in crate::corpus) frame: Frame,
    /// The day up to which it holds, where known: a date in its sentence, else the article's own.
    #[serde(with = "crate::corpus::day")]
    pub as_of: Option<Date>,
    /// Index of the reading's attribution whose content holds it.
    pub attribution: Option<usize>,
    /// Index of the reading's entity that states it.
    pub speaker: Option<usize>,
    /// Index of the reading's sentence.
    pub sentence: usize,
    /// Whether it stands for a whole: no part of another quantity, no "another", no age.
    pub is_whole: bool,
    /// Whether the text takes it back ("earlier reports of 12").
    pub is_withdrawn: bool,
    /// Whether it is of something that may or will happen.
    pub is_forecast: bool,
    /// Whether it is added to another figure ("another 20,000").
    pub is_addition: bool,
    /// Whether it is how many were asked for a poll.
    pub is_sample: bool,
    /// Whether its sentence speaks of a time well before its article.
    pub is_past: bool,
    /// Whether its sentence has more figures of the slot.
    pub is_listed: bool,
    /// Whether its value is the first that its article gives for the slot.
    pub is_first: bool,
    /// Whether its value is the highest that its article gives for the slot.
    pub is_highest: bool,
    /// Whether it is the first figure for the slot of a source that its article names.
    pub is_sources_own: bool,
    /// Whether no other figure of its article in the same slot has another value.
    pub is_alone: bool,
    /// Its number as stated, in the base unit, as bits: where no accident gives it twice, so that it is found by it.
    pub(in crate::corpus) telling: Option<u64>,
    /// The amount of which it is said to be the worth in another currency or unit ("€110 billion ($141 billion)"), as bits.
    pub(in crate::corpus) converts: Option<u64>,
    /// Hash of the slot's name.
    pub(in crate::corpus) slot_key: u64,
    /// Hashes under which comparable figures are found.
    #[serde(skip)]
    pub(in crate::corpus) keys: Vec<u64>,
}

impl Observation {
    /// Whether the intervals of two figures meet.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether people are named with both, and none of them may be one.
    pub(super) fn is_of_others(&self, other: &Self) -> bool {
        let (a, b) = (&self.actors, &other.actors);
        !a.is_empty() && !b.is_empty() && !a.iter().any(|p| b.iter().any(|q| p.may_be(q)))
    }

    /// By how much the nearer ends of two figures differ.
    pub(in crate::corpus) fn factor(&self, other: &Self) -> f64 {
        if self.low > other.high { self.low / other.high.max(1e-9) } else { other.low / self.high.max(1e-9) }
    }
}

/// So many figures of one slot are looked through to tell whether they agree.
const SLOT_FIGURES: usize = 64;

/// All figures of a reading that can be compared, in the order of the text.
pub(in crate::corpus) fn observations(
    reading: &Reading,
    signature: &Signature,
    settings: &Settings,
) -> Vec<Observation> {
    let mut out: Vec<Observation> = Vec::new();
    let dollar = dollar(reading);
    let attributed = attributed(reading);
    let mut people = People::of(reading, settings);
    let mut cached: Option<(usize, Rc<[Word]>)> = None;
    for (index, quantity) in reading.quantities.iter().enumerate().filter(|(_, q)| q.low.is_finite()) {
        let nth = reading.sentences.partition_point(|s| s.end <= quantity.span.start);
        let Some(&sentence) = reading.sentences.get(nth) else { continue };
        if cached.as_ref().is_none_or(|c| c.0 != nth) {
            cached = Some((nth, words(sentence.of(&reading.article.text))));
        }
        let Some((_, words)) = &cached else { continue };
        let window = Window::new(words, sentence.start, quantity.phrase);
        let is_price = nth < OPENING && signature.tells_of_takeover();
        let place = Place { reading, quantity, sentence, window, dollar, is_price };
        out.extend(observation(&place, (index, attributed[index]), nth, &mut people));
    }
    place_in_article(&mut out);
    for observation in &mut out {
        observation.keys = keys(observation, signature);
    }
    out
}

/// For each quantity the index of the first attribution whose content holds it.
fn attributed(reading: &Reading) -> Vec<Option<usize>> {
    let mut first = vec![None; reading.quantities.len()];
    let contents = reading.attributions.iter().enumerate().flat_map(|(i, a)| a.content.iter().map(move |c| (i, c)));
    for (attribution, content) in contents {
        let from = reading.quantities.partition_point(|q| q.span.start < content.start);
        for (nth, quantity) in (from..).zip(&reading.quantities[from..]).take_while(|(_, q)| q.span.start < content.end)
        {
            if content.covers(quantity.span) {
                first[nth].get_or_insert(attribution);
            }
        }
    }
    first
}

fn observation(
    place: &Place,
    (index, attribution): (usize, Option<usize>),
    sentence: usize,
    people: &mut People,
) -> Option<Observation> {
    let &Place { reading, quantity, .. } = place;
    let told = place.told();
    let said = reading.sentences.first().map_or(0, |s| s.start)..reading.sentences.last().map_or(0, |s| s.end);
    let frame = Frame::of(&reading.article.text, Span { start: said.start, end: said.end }, quantity.span);
    let converts = conversion::of(reading, place.dollar, index, quantity);
    let slot = match &told.slot {
        Some(slot) => slot.clone(),
        None if converts.is_some() => Slot::unnamed(),
        None => frame.key().map(|_| Slot::unnamed())?,
    };
    let speaker = attribution.and_then(|a| reading.attributions[a].speaker);
    let dated = |span: &Span| {
        let first = reading.timexes.partition_point(|t| t.span.end <= span.start);
        reading.timexes.get(first).is_some_and(|t| t.span.overlaps(*span))
    };
    let places: Vec<Span> = quantity.measure.scope.iter().copied().filter(|s| !dated(s)).collect();
    let slot_key = hash(slot.family());
    Some(Observation {
        quantity: index,
        low: quantity.low * told.factor,
        high: if told.is_passed { f64::INFINITY } else { quantity.high * told.factor },
        stated: Stated::of(quantity),
        is_comparable: told.is_comparable,
        dimension: if told.is_counted { None } else { quantity.unit.dimension },
        change: quantity.change,
        qualifiers: told.qualifiers.clone(),
        places: scope(reading, people.settings, &places),
        facilities: told.facilities.clone(),
        as_of: told.as_of,
        is_past: told.is_past,
        times: told.times.clone(),
        actors: people.of_sentence(place.sentence, speaker.filter(|_| !CHARGES.contains(&&*slot.name))),
        context: told.context.clone(),
        names: names_of_sentence(reading, place.sentence, speaker),
        frame,
        attribution,
        speaker,
        sentence,
        is_whole: told.is_whole,
        is_withdrawn: told.is_withdrawn,
        is_forecast: told.is_forecast,
        is_addition: told.is_addition,
        is_sample: told.is_sample,
        is_listed: false,
        is_first: false,
        is_highest: false,
        is_sources_own: false,
        is_alone: true,
        converts,
        telling: is_telling(quantity).then(|| (quantity.number * told.factor).to_bits()),
        slot,
        slot_key,
        keys: told.rarest.clone(),
    })
}

/// Stems of what somebody is accused of: whoever says "guilty" to it is whose it is.
const CHARGES: &[&str] = &["count", "charg", "feloni", "misdemeanor"];

/// Whether the value of a figure is found seldom: a large count, or a measure of two digits or more that is no share.
fn is_telling(quantity: &Quantity) -> bool {
    let size = quantity.number.abs();
    match quantity.unit.dimension {
        None => size >= TELLING && quantity.to.is_none(),
        Some("share" | "points" | "age" | "time") => false,
        Some(_) => size >= 10.0 && quantity.to.is_none(),
    }
}

/// Counts from which two articles of an event seldom give one number for two things.
const TELLING: f64 = 100.0;
/// So many words that carry the article make keys with the value.
const VALUE_KEYS: usize = 3;

/// Marks what an article has to say of each slot: the first figure and the highest one.
fn place_in_article(all: &mut [Observation]) {
    let mut frames: FxHashMap<u64, u16> = FxHashMap::default();
    for o in all.iter_mut() {
        if let Some(key) = o.frame.key() {
            let count = frames.entry(key).or_default();
            o.frame.place.0 = *count;
            *count = count.saturating_add(1);
        }
    }
    for o in all.iter_mut() {
        o.frame.place.1 = o.frame.key().and_then(|key| frames.get(&key).copied()).unwrap_or(1);
    }
    let mut slots: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (index, o) in all.iter().enumerate() {
        // What an amount of money is called by does not part it from others for the same purpose.
        let group = o.slot.group.as_deref().filter(|_| o.slot.kind != SlotKind::Money).unwrap_or_default();
        slots.entry(format!("{}\n{group}", o.slot.name)).or_default().push(index);
    }
    for members in slots.values() {
        let mut sentences: FxHashMap<usize, usize> = FxHashMap::default();
        for &m in members {
            // What only the clause as a whole puts into the slot makes no list.
            if all[m].slot.is_touched || all[m].slot.kind != SlotKind::People {
                *sentences.entry(all[m].sentence).or_default() += 1;
            }
        }
        let open = |o: &Observation| {
            let is_of_now = !o.is_past || o.slot.name == "children of";
            o.is_whole && !o.is_withdrawn && !o.is_forecast && is_of_now && !o.is_addition
        };
        let wholes: Vec<usize> = members.iter().copied().filter(|&m| open(&all[m])).collect();
        let first = wholes.first().copied();
        let highest = wholes.iter().map(|&m| all[m].low).fold(f64::NEG_INFINITY, f64::max);
        for &m in members {
            let alone = wholes.iter().take(SLOT_FIGURES).all(|&w| {
                let (x, y) = (&all[w], &all[m]);
                let elsewhere =
                    !x.places.is_empty() && !y.places.is_empty() && !x.places.iter().any(|p| y.places.contains(p));
                elsewhere || x.overlaps(y)
            });
            let opens = first.is_some_and(|f| all[f].low == all[m].low && all[f].high == all[m].high);
            all[m].is_first = Some(m) == first || open(&all[m]) && opens;
            all[m].is_highest = open(&all[m]) && all[m].high >= highest;
            let is_told_before = |w: usize| w < m && all[w].speaker == all[m].speaker;
            all[m].is_sources_own =
                open(&all[m]) && all[m].speaker.is_some() && !wholes.iter().any(|&w| is_told_before(w));
            all[m].is_listed = sentences.get(&all[m].sentence).is_some_and(|n| *n > 1);
            all[m].is_alone = alone;
        }
    }
    set_aside(all);
}

/// Of people who were hurt in the sentence of a toll that is not its article's own, the article claims nothing either: "13
/// died in Alder last week and 85 were hurt".
fn set_aside(all: &mut [Observation]) {
    let is_toll = |o: &Observation| o.slot.kind == SlotKind::People && matches!(o.slot.name.as_str(), "die" | "hurt");
    let mut first: [Option<(usize, f64)>; 2] = [None; 2];
    let mut aside: Vec<(usize, bool)> = Vec::new();
    for o in all.iter().filter(|o| is_toll(o) && o.is_whole && !o.is_withdrawn && !o.is_forecast) {
        let dies = o.slot.name == "die";
        let (sentence, low) = *first[usize::from(dies)].get_or_insert((o.sentence, o.low));
        if sentence < o.sentence && o.low < low && !o.is_addition {
            aside.push((o.sentence, dies));
        }
    }
    for o in all.iter_mut().filter(|o| is_toll(o)) {
        let nth = aside.partition_point(|(sentence, _)| *sentence < o.sentence);
        let mut told = aside[nth..].iter().take(SLOT_FIGURES).take_while(|(sentence, _)| *sentence == o.sentence);
        if told.any(|(_, dies)| *dies != (o.slot.name == "die")) {
            (o.is_first, o.is_highest, o.is_alone, o.is_sources_own) = (false, false, false, false);
        }
    }
}

/// The keys of the entities mentioned at `spans`, else the words themselves.
fn scope(reading: &Reading, settings: &Settings, spans: &[Span]) -> Vec<String> {
    let mut names: Vec<String> = spans
        .iter()
        .filter_map(|&span| {
            let first = reading.mentions.partition_point(|m| m.span.end <= span.start);
            let mention = reading.mentions.get(first).filter(|m| m.span.overlaps(span));
            let kind = mention.map(|m| reading.entities[m.entity].kind);
            let written = span.of(&reading.article.text);
            let nation = gazetteer::demonym(written).is_some();
            if limits::is_facility(written) {
                return None;
            }
            if !nation && !matches!(kind, Some(EntityKind::Place) | None) {
                return None;
            }
            let name = mention.map_or(written, |m| &reading.entities[m.entity].name);
            Some(entity_key(name, settings))
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The people of an article as they are compared, each made once.
struct People<'a> {
    reading: &'a Reading,
    settings: &'a Settings,
    known: FxHashMap<usize, Person>,
}

impl<'a> People<'a> {
    fn of(reading: &'a Reading, settings: &'a Settings) -> Self {
        Self { reading, settings, known: FxHashMap::default() }
    }

    /// The people a sentence speaks of.
    fn of_sentence(&mut self, sentence: Span, speaker: Option<usize>) -> Vec<Person> {
        let reading = self.reading;
        let first = reading.mentions.partition_point(|m| m.span.end <= sentence.start);
        let near = reading.mentions[first..].iter().take_while(|m| m.span.start < sentence.end);
        let within = near.filter(|m| sentence.covers(m.span) && Some(m.entity) != speaker);
        let of_people = within.filter(|m| reading.entities[m.entity].kind == EntityKind::Person);
        let mut entities: Vec<usize> = of_people.map(|m| m.entity).collect();
        entities.sort_unstable();
        entities.dedup();
        let settings = self.settings;
        let person = |entity: usize| {
            let make = || Person::of(&reading.entities[entity].name, settings);
            *self.known.entry(entity).or_insert_with(make)
        };
        entities.into_iter().map(person).collect()
    }
}

/// Hashes of the slot with the words that carry the article, and with the rarest ones of the sentence (whose hashes are
/// the keys so far).
fn keys(observation: &Observation, signature: &Signature) -> Vec<u64> {
    let mut keys: Vec<u64> = Vec::with_capacity(32);
    if observation.slot.kind != SlotKind::Unnamed {
        let beside = observation.keys.iter().copied().chain(observation.places.iter().map(hash));
        keys.extend(beside.map(|term| slot_key(&observation.slot, term)));
        keys.extend(slot_keys(&observation.slot, signature));
    }
    keys.extend(observation.frame.key());
    if let Some(value) = observation.telling.filter(|_| observation.slot.kind != SlotKind::Unnamed) {
        keys.extend(signature.keys.iter().take(VALUE_KEYS).map(|term| hash(&("value", value, term))));
    }
    if let Some(amount) = observation.converts {
        keys.extend(signature.keys.iter().take(VALUE_KEYS).map(|term| hash(&("converts", amount, term))));
    }
    keys.sort_unstable();
    keys.dedup();
    keys.shrink_to_fit();
    keys
}

fn slot_key(slot: &Slot, term: u64) -> u64 {
    hash(&(slot.family(), term))
}

/// Hashes of a slot with the words that carry the article: the keys of all its figures.
pub(super) fn slot_keys(slot: &Slot, signature: &Signature) -> impl Iterator<Item = u64> {
    signature.keys.iter().map(|term| slot_key(slot, *term))
}

/// A hash that is the same in every run and on every machine.
pub(in crate::corpus) fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{Observation, observations};
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Settings, event::Signature};
    use crate::reading;
    use std::sync::Arc;

    fn observed(text: &str) -> Vec<Observation> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let reading = reading::read(Arc::new(article));
        observations(&reading, &Signature::of(&reading), &Settings::default())
    }

    fn slots(text: &str) -> Vec<(String, f64)> {
        observed(text).into_iter().map(|o| (o.slot.name, o.low)).collect()
    }

    #[test]
    fn a_number_that_a_sentence_end_splits_is_no_panic() {
        let text = "There were 59 deaths among dockers dying before age 75 , compared to 42 . 6 expected ( by the office ) . The \
                    rate was 94 . 3 percent , where the pier held .";
        assert!(observed(text).iter().any(|o| o.low == 59.0));
    }

    #[test]
    fn the_words_that_touch_a_number_say_what_happened() {
        let text = "The blast left at least 12 people dead and wounded 30 others on the quay.";
        assert_eq!(slots(text), [("die".to_owned(), 12.0), ("hurt".to_owned(), 30.0)]);
    }

    #[test]
    fn attributes_have_slots_of_their_own() {
        assert_eq!(slots("A 5.6-magnitude quake shook Port Alder.")[0].0, "magnitude");
        assert_eq!(slots("The mother of 11 spoke to the court.")[0].0, "children of");
        assert_eq!(slots("Port Alder is a city of 84,000 people.")[0].0, "population");
    }

    #[test]
    fn figures_that_the_text_takes_back_are_marked() {
        let all =
            observed("Early reports said 15 people were killed. The ministry later said nine people were killed.");
        assert_eq!(all.iter().map(|o| o.is_withdrawn).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn charges_are_those_of_whoever_pleads_to_them() {
        let actors = |text: &str| observed(text)[0].actors.len();
        assert_eq!(actors("Leo Hart pleaded guilty to nine counts of smuggling."), 1);
        assert_eq!(actors("Leo Hart said eight houses had burned."), 0);
    }

    #[test]
    fn forecasts_additions_and_past_times_are_marked() {
        assert!(observed("The storm could leave 40 people dead in Port Alder.")[0].is_forecast);
        assert!(observed("Another 300 people were evacuated from the quay.")[0].is_addition);
        assert!(observed("In 1987 a flood killed 300 people in Port Alder.")[0].is_past);
    }

    #[test]
    fn the_first_and_the_highest_figure_of_a_slot_are_what_an_article_claims() {
        let all =
            observed("Nine people were killed. Two people were killed on the ferry. In all, 11 people were killed.");
        let claims: Vec<bool> = all.iter().map(|o| o.is_first || o.is_highest).collect();
        assert_eq!(claims, [true, false, true]);
    }
}
