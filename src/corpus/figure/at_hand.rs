//! What is at hand of every figure of a corpus: enough to tell of most that they measure something else, so that their
//! articles need not be unpacked for it.

use super::Observation;
use super::compare::{GROWTH, PLAUSIBLE_FACTOR, grows};
use super::context::Sketch;
use super::frame::FrameSketch;
use super::limits::When;
use super::observation::hash;
use super::same::{
    BACKGROUND, CERTAIN_WORDS, CHILDREN, DATED_WORDS, MEASURE_WORDS, RELATED, UNRELATED_WORDS, enough_for_one_event,
    needed_words,
};
use super::slot::SlotKind;
use crate::corpus::day::Day;
use crate::corpus::event::{SAME_EVENT, SURELY_SAME_EVENT};
use jiff::civil::Date;

/// A figure in a few bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct FigureOutline {
    /// Of its slot's name.
    slot: u32,
    /// A bit for each place that it is limited to.
    places: u16,
    /// A bit for the surname of each person named with it.
    actors: u16,
    /// What happens in its slot; 0 where that is not known.
    event: u16,
    /// Which people or things of its slot are meant; 0 where all are.
    group: u8,
    /// What else is to be known of it, as bits.
    limits: u16,
    /// Its interval, no narrower than it is whatever unit it is compared in.
    low: f32,
    high: f32,
    /// The first and the last day of the times to which it is limited, as numbers; none where the first is the later one.
    days: (i32, i32),
    /// The day of its article, counted from one day on; [`NO_DAY`] where it is not known.
    day: i32,
    /// Of the value that no accident gives twice; 0 where it has none.
    telling: u16,
    /// Of both ends of its interval.
    value: u8,
    frame: FrameSketch,
    words: Sketch,
}

/// There is one for each figure of a corpus.
const _: () = assert!(size_of::<FigureOutline>() == 80);

/// The day of an article of which none is known.
const NO_DAY: i32 = i32::MIN;

/// The sentence limits it to a time.
const TIMED: u16 = 1;
/// It is limited to a kind of place.
const AT_FACILITY: u16 = 2;
/// It is of a time well before its article.
const PAST: u16 = 4;
/// One of its times is a word that no date anchors.
const NAMED_TIME: u16 = 8;
/// It is the worth of an amount in another currency or unit.
const CONVERTED: u16 = 16;
/// Nothing is known of what it measures.
const UNNAMED: u16 = 32;
/// It is an amount of which its slot says only that it is worth or paid for something.
const OPEN: u16 = 64;
/// It is a part of another one, an age, or taken back.
const PARTIAL: u16 = 128;
/// It is of something that may or will happen.
const FORECAST: u16 = 256;
/// No other figure of its article in the same slot has another value.
const ALONE: u16 = 512;
/// Its value is the first that its article gives for the slot.
const FIRST: u16 = 1024;

impl FigureOutline {
    /// Of a figure of an article of that day.
    pub(in crate::corpus) fn of(observation: &Observation, day: Option<Date>) -> Self {
        let Observation { low, high, times, facilities, is_past, stated, dimension, slot, .. } = observation;
        let slack = if dimension.is_some() { 0.5 * stated.factor.abs() } else { 0.0 };
        let limits = [
            (TIMED, !times.is_empty()),
            (AT_FACILITY, !facilities.is_empty()),
            (PAST, *is_past),
            (NAMED_TIME, times.iter().any(|time| matches!(time, When::Named(_)))),
            (CONVERTED, observation.converts.is_some()),
            (UNNAMED, slot.kind == SlotKind::Unnamed),
            (OPEN, slot.is_open_amount()),
            (PARTIAL, !observation.is_whole || observation.is_withdrawn),
            (FORECAST, observation.is_forecast),
            (ALONE, observation.is_alone),
            (FIRST, observation.is_first),
        ];
        let counted = |day: Date| (day.duration_since(Date::ZERO).as_hours() / 24) as i32;
        let of_name = |name: &Option<String>| name.as_ref().map_or(0, |name| hash(name) >> 48 | 1);
        Self {
            slot: observation.slot_key as u32,
            places: places(observation),
            actors: observation.actors.iter().fold(0, |bits, person| bits | 1 << (person.surname() % 16)),
            event: of_name(&slot.event) as u16,
            group: of_name(&slot.group) as u8,
            limits: limits.into_iter().filter(|limit| limit.1).map(|limit| limit.0).sum(),
            low: -up(slack - low),
            high: up(high + slack),
            days: days(times),
            day: day.map_or(NO_DAY, counted),
            telling: observation.telling.map_or(0, |value| hash(&value) >> 48 | 1) as u16,
            // Nothing and its negative are one number.
            value: (hash(&[low + 0.0, high + 0.0].map(f64::to_bits)) >> 56) as u8,
            frame: observation.frame.sketch(),
            words: observation.context.sketch(),
        }
    }

    /// Whether the figure may measure what `this` one (with its own outline) of another article does, and tell something of it:
    /// never `false` where a comparison finds a relation. How much the articles are alike is asked only where that matters.
    pub(super) fn may_be_same(&self, this: (&Observation, &Self), likeness: impl FnOnce() -> f32) -> bool {
        if self.limits & this.1.limits & CONVERTED != 0 {
            return true;
        }
        if this.0.slot.name != CHILDREN && self.is_of_another_time(this.1) || self.is_far_from(this) {
            return false;
        }
        // Of two articles of one text the very words around two figures may be the same, whatever they measure.
        let may_be_parallel = self.frame.may_be_parallel(this.1.frame);
        let any = self.limits | this.1.limits;
        let are_named = any & UNNAMED == 0;
        // One number is said to be of two things.
        let is_one_value = are_named && self.telling != 0 && self.telling == this.1.telling;
        let is_one_slot = are_named && (self.slot == this.1.slot || any & OPEN != 0);
        if !may_be_parallel && !is_one_value && !is_one_slot {
            return false;
        }
        // Most of one slot tell nothing of each other however alike their articles are, which takes longest to tell.
        let may_agree = is_one_slot && self.may_agree(this);
        let may_be_background = |are_related| is_one_slot && self.may_be_background(this, are_related);
        if !may_agree && !may_be_parallel && !is_one_value && !may_be_background(true) {
            return false;
        }
        let likeness = likeness();
        likeness >= SURELY_SAME_EVENT && may_be_parallel
            || likeness >= SAME_EVENT && is_one_value
            || match self.may_be_of_one_event(this, likeness) {
                true => may_agree,
                false => may_be_background(likeness >= RELATED),
            }
    }

    /// Whether their intervals do.
    fn overlaps(&self, own: &Self) -> bool {
        self.low <= own.high && own.low <= self.high
    }

    /// Whether so much lies between the two that they are of two things, whatever is said of them.
    fn is_far_from(&self, (this, own): (&Observation, &Self)) -> bool {
        if self.overlaps(own) {
            return false;
        }
        let (lower, higher) = if self.low > own.high { (own.high, self.low) } else { (self.high, own.low) };
        f64::from(higher) / f64::from(lower).max(1e-9) > if grows(this) { GROWTH } else { PLAUSIBLE_FACTOR }
    }

    /// Whether the two are limited to times of which none can be one.
    fn is_of_another_time(&self, own: &Self) -> bool {
        let both = self.limits & own.limits;
        let is_past_apart = (self.limits ^ own.limits) & PAST != 0 && both & TIMED == 0;
        let has_days = |days: (i32, i32)| days.0 <= days.1;
        let is_apart = self.days.1 < own.days.0 || own.days.1 < self.days.0;
        is_past_apart || has_days(self.days) && has_days(own.days) && is_apart && both & NAMED_TIME == 0
    }

    /// Whether two figures of one event may be of one thing, or agree.
    fn may_agree(&self, (figure, own): (&Observation, &Self)) -> bool {
        let both = self.limits & own.limits;
        let is_one_happening = self.event != 0 && self.event == own.event;
        let has_like_words = |needed| figure.context.may_overlap(&self.words, needed);
        let is_of_others = self.actors != 0 && own.actors != 0 && self.actors & own.actors == 0;
        let kind = figure.slot.kind;
        if let Some(needed) = needed_words(kind) {
            // It agrees whatever stands around it.
            let agrees = self.value == own.value && figure.dimension != Some("share");
            let is_of_another_group = kind == SlotKind::Things && self.group != own.group;
            if is_of_others || is_of_another_group || !(is_one_happening || agrees || has_like_words(needed)) {
                return false;
            }
        }
        if self.overlaps(own) {
            return true;
        }
        // Whatever makes it doubtful that they are of one thing keeps two values apart.
        if self.slot != own.slot || (self.limits | own.limits) & PARTIAL != 0 {
            return false;
        }
        if kind != SlotKind::Money && (self.limits ^ own.limits) & FORECAST != 0 {
            return false;
        }
        match kind {
            SlotKind::People => is_one_happening,
            SlotKind::Measure => {
                let is_of_one = self.group == own.group && (is_one_happening || figure.change.is_some());
                is_of_one && both & ALONE != 0 && has_like_words(MEASURE_WORDS)
            }
            SlotKind::Things => both & ALONE != 0,
            SlotKind::Money => both & (ALONE | FIRST) != 0,
            SlotKind::Attribute | SlotKind::Unnamed => true,
        }
    }

    /// Whether the two articles may report one event, as far as the comparison of these figures is concerned.
    fn may_be_of_one_event(&self, (this, own): (&Observation, &Self), likeness: f32) -> bool {
        let are_dated = self.day != NO_DAY && own.day != NO_DAY;
        let apart = if are_dated { self.day.abs_diff(own.day) as i32 } else { 0 };
        let is_people = this.slot.kind == SlotKind::People;
        let may_be_same_time = !is_people && self.limits & own.limits & TIMED != 0;
        let asks_more = are_dated && !may_be_same_time && !this.context.may_overlap(&self.words, DATED_WORDS);
        enough_for_one_event(apart, asks_more, likeness, || likeness >= RELATED && self.places & own.places != 0)
    }

    /// Whether both may tell one fact, each in an article of another event; whether these are related at all.
    fn may_be_background(&self, (this, own): (&Observation, &Self), are_related: bool) -> bool {
        let both = self.limits & own.limits;
        // A doubt keeps two values apart, but for people at a time that both name in like words.
        let is_anchored = both & (TIMED | AT_FACILITY) != 0 || self.places != 0 && own.places != 0;
        let needed = if are_related && is_anchored { BACKGROUND } else { UNRELATED_WORDS };
        let has_like_words = |needed| this.context.may_overlap(&self.words, needed);
        let is_certain = || this.slot.kind == SlotKind::People && both & TIMED != 0 && has_like_words(CERTAIN_WORDS);
        has_like_words(needed) && (self.overlaps(own) || is_certain())
    }
}

/// The first and the last day of times, as numbers.
fn days(times: &[When]) -> (i32, i32) {
    times.iter().fold((1, 0), |(first, last), time| match time {
        When::Days(from, to) if first > last => (from.number(), to.number()),
        When::Days(from, to) => (first.min(from.number()), last.max(to.number())),
        When::Named(_) => (first, last),
    })
}

/// The least number of half the width that is no less.
fn up(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) < number { near.next_up() } else { near }
}

fn places(observation: &Observation) -> u16 {
    observation.places.iter().fold(0, |bits, place| bits | 1 << (hash(place) >> 60))
}

#[cfg(test)]
mod tests {
    use super::super::articles::Articles;
    use super::FigureOutline;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, Settings};
    use crate::reading;
    use std::sync::Arc;

    const FLOOD: &str = "PORT ALDER - The sea broke through the Eastgate wall of Port Alder, the harbourmaster said.";
    const MINE: &str =
        "THORNBY - A gas explosion tore through the Larkfield colliery in Thornby, the miners' union said.";
    /// Sentences with figures of all kinds, which agree, differ or have nothing to do with each other.
    const SENTENCES: &[&str] = &[
        "The flood killed nine people.",
        "On Sunday the waves left 14 sailors dead.",
        "In 1987 a flood killed 14 people in Port Alder.",
        "In March 2019 the explosion killed 12 miners.",
        "Ministers promised a €110 billion ($141 billion) loan for new walls.",
        "The state will lend the port €110 billion ($148 billion).",
        "The harbourmaster replaced 220 bollards on the quay between 2010 and 2012.",
        "Mayor Velder ordered 300 pumps, and the pumps cost $2.5 million.",
        "Mayor Larkin ordered 310 pumps, and the pumps cost $2.9 million.",
        "More than 14,000 people fled to the airport.",
        "Some 14,000 refugees slept at the airport.",
        "The wave was 3.2 metres high and the gauge rose by 40 centimetres.",
        "The wave was 4.1 metres high and the gauge rose by 45 centimetres.",
        "Velder, a father of three children, is 52.",
        "Tolls of the port rose by 12 percent in May, and dredging cost it $4 million.",
        "Tolls of the port rose by 31 percent in May, and dredging may cost it $9 million.",
        "Another 40 people were killed when the gates broke, of whom six were sailors.",
        "The Oyster Guild bought 90 barges for $70 million, and the barges cost $7 million a year.",
    ];

    #[test]
    fn figures_that_are_related_are_never_told_apart_by_what_is_at_hand() {
        let texts = (0..2 * SENTENCES.len()).map(|nth| {
            // Each sentence with some of the others, so that articles have more or less in common.
            let others = (1..5).map(|by| SENTENCES[(nth + by * by) % SENTENCES.len()]);
            let (lead, filling) = if nth % 2 == 0 { (FLOOD, "Rescuers hauled sandbags. ") } else { (MINE, "") };
            let story = others.fold(String::new(), |story, sentence| story + sentence + " ");
            let text = format!("{lead} {} {}{story}", SENTENCES[nth % SENTENCES.len()], filling.repeat(nth % 5));
            let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
            (Arc::from(format!("{nth:02}.txt")), Arc::new(reading::read(Arc::new(article))))
        });
        let corpus = Corpus::of_articles(Settings::default(), texts.collect());
        let articles = corpus.articles();
        let (mut related, mut told_apart) = (0, 0);
        for (a, here) in &articles {
            for (b, there) in articles.iter().filter(|(b, _)| a != b) {
                let Articles::Two(likeness) = Articles::of(here, there) else { panic!("two articles are not one") };
                for (i, this) in here.observations.iter().enumerate() {
                    let own = FigureOutline::of(this, here.day);
                    for (j, other) in there.observations.iter().enumerate() {
                        let found = corpus.compare_figures((*a, i), (*b, j)).expect("both are there");
                        let may_be = FigureOutline::of(other, there.day).may_be_same((this, &own), || likeness);
                        assert!(may_be || found.is_err(), "{this:#?} {other:#?} {likeness} {found:?}");
                        (related, told_apart) =
                            (related + usize::from(found.is_ok()), told_apart + usize::from(!may_be));
                    }
                }
            }
        }
        assert!(related > 500 && told_apart > 2000, "{related} {told_apart}");
    }
}
