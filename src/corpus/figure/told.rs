//! What the sentence of a figure tells of it: what it measures, when, and whether it stands for a whole.
//!
//! Of an article that is edited it is remembered under all that it is told by, so that a typed letter costs the figures of
//! its own sentence.

use super::clause;
use super::context::Context;
use super::limits::{self, When};
use super::scope::is_cause;
use super::slot::{Slot, SlotKind, slot};
use super::window::{Window, Word};
use crate::corpus::stem::{Stem, stem};
use crate::reading::{Measure, Quantity, Reading, Unit};
use crate::text::sorting::sort_by;
use crate::text::{Recalled, Span, recalled_beside};
use jiff::civil::Date;
use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Words this common say nothing of what a sentence is about.
const COMMON: u8 = 100;
/// So many of the rarest words of the sentence are keys.
const CONTEXT_KEYS: usize = 6;
/// Words of the sentence this far from the figure belong to it.
const REACH: usize = 24;

/// What a figure's own sentence tells of it.
#[derive(Debug)]
pub(super) struct Told {
    /// What it measures, where anything says so.
    pub slot: Option<Slot>,
    /// How many base units the unit in which it is compared has.
    pub factor: f64,
    /// Whether it is compared as a count, whatever its unit.
    pub is_counted: bool,
    pub is_comparable: bool,
    pub qualifiers: Vec<String>,
    pub facilities: Vec<String>,
    pub times: Vec<When>,
    pub as_of: Option<Date>,
    pub context: Context,
    /// Hashes of the rarest words of the sentence.
    pub rarest: Vec<u64>,
    pub is_past: bool,
    pub is_whole: bool,
    /// Whether it is a mark that was passed, so that the count is higher.
    pub is_passed: bool,
    /// Whether it is how many were asked for a poll.
    pub is_sample: bool,
    pub is_withdrawn: bool,
    pub is_forecast: bool,
    pub is_addition: bool,
}

/// A figure where it stands, and what of its article bears on what its sentence tells.
pub(super) struct Place<'a> {
    pub reading: &'a Reading,
    pub quantity: &'a Quantity,
    pub sentence: Span,
    pub window: Window<'a>,
    /// The currency for which a bare "$" stands in the article, where that is another one than one thinks.
    pub dollar: Option<&'static str>,
    /// Whether an amount of money is the price for which one firm buys another.
    pub is_price: bool,
}

thread_local! {
    static TOLD: RefCell<Recalled<Rc<Told>>> = RefCell::default();
}

impl Place<'_> {
    pub(super) fn told(&self) -> Rc<Told> {
        recalled_beside(&TOLD, (self.sentence.of(&self.reading.article.text), self), || Rc::new(Told::of(self)))
    }

    /// Whether a length of time counts from something the text names elsewhere ("two days later", "a week ago").
    fn counts_from_elsewhere(&self) -> bool {
        // The phrase of a quantity may reach past the end of a sentence that was split within it.
        let behind = self.reading.article.text.get(self.quantity.phrase.end as usize..self.sentence.end as usize);
        let next = behind.and_then(|behind| behind.split_whitespace().next()).unwrap_or_default();
        let elsewhere = ["later", "earlier", "ago", "before", "after", "afterwards"];
        self.quantity.unit.dimension == Some("time") && elsewhere.contains(&next.trim_end_matches([',', '.']))
    }
}

impl Told {
    fn of(place: &Place) -> Self {
        let &Place { reading, quantity, sentence, ref window, dollar, is_price } = place;
        let is_unknown = place.counts_from_elsewhere() || quantity.measure.negated;
        let slot = if is_unknown { None } else { slot(quantity, window, dollar) };
        let slot = slot.map(|slot| slot.of_topic(is_price));
        let is_kind = |kind| slot.as_ref().is_some_and(|slot| slot.kind == kind);
        let is_magnitude = slot.as_ref().is_some_and(|slot| slot.name == "magnitude");
        let is_counted = is_kind(SlotKind::Attribute) && is_magnitude;
        let factor = if is_counted { 1.0 } else { quantity.unit.factor };
        let times = limits::times(reading, sentence, window);
        let until = times.iter().find_map(|t| if let When::Days(_, last) = t { Some(*last) } else { None });
        let is_past = limits::is_past_of(&times, reading.day());
        let near =
            |w: &&Word| !w.low.starts_with(|c: char| c.is_ascii_digit()) && w.stem.rarity >= COMMON && w.low.len() > 2;
        let mut stems: Vec<&Stem> = window.around(REACH).filter(near).map(|w| &w.stem).collect();
        sort_by(&mut stems, |a, b| b.rarity.cmp(&a.rarity).then_with(|| a.cmp(b)));
        stems.dedup();
        let mut qualifiers: Vec<String> =
            quantity.measure.modifiers.iter().map(|l| stem(&l.to_lowercase()).to_string()).collect();
        // "gun deaths" are counted by a noun that names their cause.
        if quantity.unit.dimension.is_none() {
            let words = quantity.unit.name.split(' ').map(stem);
            qualifiers.extend(words.filter(|word| is_cause(word)).map(|word| word.to_string()));
        }
        qualifiers.sort_unstable();
        qualifiers.dedup();
        Self {
            factor,
            is_counted,
            is_comparable: is_comparable(reading, quantity, factor),
            qualifiers,
            facilities: limits::facilities(window),
            as_of: until.filter(|_| !is_kind(SlotKind::People) || is_past).or_else(|| reading.day()),
            times,
            context: Context::of(stems.iter().copied()),
            rarest: stems.iter().take(CONTEXT_KEYS).map(|stem| stem.hash).collect(),
            is_past,
            is_whole: is_magnitude
                || !clause::is_difference(quantity, window)
                    && limits::is_whole(reading, quantity, sentence, window, is_kind(SlotKind::People)),
            is_passed: clause::is_passed(quantity, window),
            is_sample: clause::is_sample(quantity, window),
            is_withdrawn: limits::is_withdrawn(window),
            is_forecast: limits::is_forecast(window),
            is_addition: limits::is_addition(window),
            slot,
        }
    }
}

/// Whether a quantity is neither vague nor counted from another one.
fn is_comparable(reading: &Reading, quantity: &Quantity, factor: f64) -> bool {
    let (low, high) = (quantity.low * factor, quantity.high * factor);
    let vague = high.is_finite() && low > 0.0 && high > 2.0 * low;
    let phrase = quantity.phrase.of(&reading.article.text);
    let mut words = phrase.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphabetic()));
    !vague && !words.any(|w| matches!(w, "other" | "others"))
}

/// All that [`Told::of`] looks at besides the words of the sentence, with places as they are in the sentence.
impl Hash for Place<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let text = &*self.reading.article.text;
        let here =
            |span: Span| (span.start.wrapping_sub(self.sentence.start), span.end.wrapping_sub(self.sentence.start));
        let Quantity { span, phrase, number, to, low, high, modifier, unit, change, measure, concept: _ } =
            self.quantity;
        let Unit { name, dimension, factor } = unit;
        let Measure { head, modifiers, event, is_object, scope, part_of, negated } = measure;
        [*number, *low, *high, *factor].map(f64::to_bits).hash(state);
        (here(*span), here(*phrase), to.map(f64::to_bits), modifier, name, dimension, change).hash(state);
        (head, modifiers, event, is_object, part_of.is_some(), negated).hash(state);
        scope.iter().for_each(|span| here(*span).hash(state));
        (phrase.of(text), limits::is_between_commas(text, *phrase), self.dollar, self.is_price).hash(state);
        limits::whole_of(self.reading, self.quantity)
            .map(|whole| (whole.unit.name == *name, whole.span.end < self.sentence.start))
            .hash(state);
        let first = self.reading.timexes.partition_point(|t| t.span.end <= self.sentence.start);
        for timex in self.reading.timexes[first..].iter().take_while(|t| t.span.start < self.sentence.end) {
            (here(timex.span), timex.span.of(text), timex.kind, &timex.value, timex.days).hash(state);
        }
        self.reading.day().hash(state);
    }
}
