//! What is at hand of every figure of a corpus: enough to tell of most that they measure something else, so that their
//! articles need not be unpacked for it.

use super::Observation;
use super::context::Sketch;
use super::limits::When;
use super::observation::hash;
use super::same::{BACKGROUND, CERTAIN_WORDS, CHILDREN, RELATED, UNRELATED_WORDS, needed_words};
use super::slot::SlotKind;
use crate::corpus::day::Day;
use crate::corpus::event::{SAME_EVENT, SURELY_SAME_EVENT};

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
    /// What limits it otherwise, as bits.
    limits: u8,
    /// Its interval, no narrower than it is whatever unit it is compared in.
    low: f32,
    high: f32,
    /// The first and the last day of the times to which it is limited, as numbers; none where the first is the later one.
    days: (i32, i32),
    words: Sketch,
}

/// There is one for each figure of a corpus.
const _: () = assert!(size_of::<FigureOutline>() == 48);

/// The sentence limits it to a time.
const TIMED: u8 = 1;
/// It is limited to a kind of place.
const AT_FACILITY: u8 = 2;
/// It is of a time well before its article.
const PAST: u8 = 4;
/// One of its times is a word that no date anchors.
const NAMED_TIME: u8 = 8;
/// It is the worth of an amount in another currency or unit.
const CONVERTED: u8 = 16;
/// Nothing is known of what it measures.
const UNNAMED: u8 = 32;

impl FigureOutline {
    pub(in crate::corpus) fn of(observation: &Observation) -> Self {
        let Observation { low, high, times, facilities, is_past, stated, dimension, slot, .. } = observation;
        let slack = if dimension.is_some() { 0.5 * stated.factor.abs() } else { 0.0 };
        let limits = [
            (TIMED, !times.is_empty()),
            (AT_FACILITY, !facilities.is_empty()),
            (PAST, *is_past),
            (NAMED_TIME, times.iter().any(|time| matches!(time, When::Named(_)))),
            (CONVERTED, observation.converts.is_some()),
            (UNNAMED, slot.kind == SlotKind::Unnamed),
        ];
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
            words: observation.context.sketch(),
        }
    }

    /// Whether the figure may measure what `this` one (with its own outline) of another article does, where the articles are
    /// so much alike, and tell something of it: never `false` where a comparison finds a relation.
    pub(super) fn may_be_same(&self, this: (&Observation, &Self), likeness: f32) -> bool {
        if self.limits & this.1.limits & CONVERTED != 0 {
            return true;
        }
        if this.0.slot.name != CHILDREN && self.is_of_another_time(this.1) {
            return false;
        }
        // Of two articles of one text the very words around two figures may be the same, whatever they measure.
        likeness >= SURELY_SAME_EVENT
            || if likeness >= SAME_EVENT { self.may_agree(this) } else { self.may_be_told(this, likeness) }
    }

    /// Whether their intervals do.
    fn overlaps(&self, own: &Self) -> bool {
        self.low <= own.high && own.low <= self.high
    }

    /// Whether the two are limited to times of which none can be one.
    fn is_of_another_time(&self, own: &Self) -> bool {
        let both = self.limits & own.limits;
        let is_past_apart = (self.limits ^ own.limits) & PAST != 0 && both & TIMED == 0;
        let has_days = |days: (i32, i32)| days.0 <= days.1;
        let is_apart = self.days.1 < own.days.0 || own.days.1 < self.days.0;
        is_past_apart || has_days(self.days) && has_days(own.days) && is_apart && both & NAMED_TIME == 0
    }

    /// The same of articles of one event that are not of one text.
    fn may_agree(&self, (this, own): (&Observation, &Self)) -> bool {
        if (self.limits | own.limits) & UNNAMED != 0 {
            return false;
        }
        // One number is said to be of two things, or agrees whatever stands around it.
        if self.overlaps(own) {
            return true;
        }
        if self.slot != own.slot {
            return false;
        }
        let Some(needed) = needed_words(this.slot.kind) else { return true };
        let is_of_others = self.actors != 0 && own.actors != 0 && self.actors & own.actors == 0;
        let is_of_another_group = this.slot.kind == SlotKind::Things && self.group != own.group;
        let is_one_happening = self.event != 0 && self.event == own.event;
        !is_of_others && !is_of_another_group && (is_one_happening || this.context.may_overlap(&self.words, needed))
    }

    /// The same of articles of two events, which say the same only in the same slot.
    fn may_be_told(&self, (this, own): (&Observation, &Self), likeness: f32) -> bool {
        if self.slot != own.slot {
            return false;
        }
        let both = self.limits & own.limits;
        if likeness >= RELATED && self.places & own.places != 0 {
            return true;
        }
        // A doubt keeps two values apart, but for people at a time that both name in like words.
        let is_anchored = both & (TIMED | AT_FACILITY) != 0 || self.places != 0 && own.places != 0;
        let needed = if likeness >= RELATED && is_anchored { BACKGROUND } else { UNRELATED_WORDS };
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
                    let own = FigureOutline::of(this);
                    for (j, other) in there.observations.iter().enumerate() {
                        let found = corpus.compare_figures((*a, i), (*b, j)).expect("both are there");
                        let may_be = FigureOutline::of(other).may_be_same((this, &own), likeness);
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
