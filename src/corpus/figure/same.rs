//! Whether two figures measure the same thing.
//!
//! Two articles of one event that both say how many were killed speak of the same people unless something tells them
//! apart: another time, another place, a group, a part. So the event is settled first (by the articles as wholes), then
//! the slot must be the same, and only then the words of the two sentences count.

use super::Observation;
use super::apart::{Apart, Doubt, Sameness};
use super::articles::{Articles, days_apart};
use super::conversion;
use super::evidence;
use super::scope::{group, meet, places, times};
use super::slot::{SlotKind, is_neutral};
use crate::corpus::ArticleEntry;
use crate::corpus::event::{OPENING, SAME_EVENT, SURELY_SAME_EVENT};

/// What happens to people in many places of one event, so that two counts seldom are one total.
const UNSURE: &[&str] = &["shoot", "fire", "expel"];

/// Likeness of articles below which only what their figures' own sentences say counts.
pub(super) const RELATED: f32 = 0.08;

/// What the words around two figures of such articles must share.
pub(super) const UNRELATED_WORDS: f32 = 0.5;

/// Words that a fact of the past must share with itself in the article of another event.
pub(super) const BACKGROUND: f32 = 0.3;

/// Words that two counts of people of two events, at a time that both name, must share to be one.
pub(super) const CERTAIN_WORDS: f32 = 0.5;

/// The slot of how many children somebody has, which does not depend on the day.
pub(super) const CHILDREN: &str = "children of";

/// Likeness of articles that surely tell the same story.
const CLOSE: f32 = 0.4;

/// Days between two articles from which they must be very alike to report one event.
const FAR_DAYS: i32 = 21;

/// Days between two articles up to which they are of one news cycle; further apart they must have a little more in common.
const NEAR_DAYS: i32 = 2;
const LATER: f32 = 0.2;

/// Likeness of two articles whose days are known from which they report one event.
const DATED: f32 = 0.25;

/// What the words around two measurements that differ must share.
pub(super) const MEASURE_WORDS: f32 = 0.6;

/// Unless their sentences share so much, or name one time for things.
pub(super) const DATED_WORDS: f32 = 0.45;

/// A figure and the article that it stands in.
pub(super) type Side<'a> = (&'a ArticleEntry, &'a Observation);

/// What is known of two figures that may measure the same thing.
pub(super) struct Pair<'a> {
    pub here: Side<'a>,
    pub there: Side<'a>,
    /// How much the articles have in common.
    pub likeness: f32,
    is_one_event: bool,
    /// How much the words around the figures have in common.
    pub context: f32,
    /// `None` where neither is limited, or it cannot be told.
    pub same_time: Option<bool>,
    pub same_place: Option<bool>,
}

/// Whether two figures measure the same thing.
pub(super) fn same(here: Side, there: Side, articles: Articles) -> Result<Sameness, Apart> {
    let (a, b) = (here.1, there.1);
    let (is_same_article, likeness) = (articles == Articles::Same, articles.likeness());
    if !is_same_article && let Some(found) = parallel(here, there, likeness) {
        return found;
    }
    if !is_same_article && let Some(found) = conversion::same(a, b, likeness) {
        return Ok(found);
    }
    if a.slot.kind == SlotKind::Unnamed {
        return Err(Apart::Slot);
    }
    if a.slot.kind != b.slot.kind || a.slot.family() != b.slot.family() || a.dimension != b.dimension {
        return if !is_same_article && is_same_value(here, there, likeness) {
            Ok(Sameness { confidence: 0.6, doubt: Some(Doubt::Slot), is_parallel: false })
        } else {
            Err(Apart::Slot)
        };
    }
    let is_one_slot = a.slot.name == b.slot.name;
    if !is_one_slot && !a.slot.is_open_amount() && !b.slot.is_open_amount() {
        return Err(Apart::Slot);
    }
    let context = a.context.overlap(&b.context);
    // "higher income (by 2 billion)", "income would rise by 1 billion"
    let one_size = a.change.is_none() != b.change.is_none()
        && a.slot.group == b.slot.group
        && a.slot.event == b.slot.event
        && context >= 0.4;
    if a.dimension.is_some() && a.change != b.change && !one_size {
        return Err(Apart::Slot);
    }
    if is_same_article && a.sentence == b.sentence {
        return Err(Apart::Sentence);
    }
    let named = likeness >= RELATED && meet(&a.places, &b.places);
    let apart = days_apart(here.0, there.0);
    // Of a day's articles many are of one kind of event.
    let is_of_people = a.slot.kind == SlotKind::People;
    let are_dated = here.0.day.is_some() && there.0.day.is_some();
    let asks_more = are_dated && context < DATED_WORDS && (is_of_people || times(here, there) != Ok(Some(true)));
    let is_one_event = enough_for_one_event(apart, asks_more, likeness, || named);
    if likeness < RELATED && context < UNRELATED_WORDS {
        return Err(Apart::Event);
    }
    // The same number in the same slot of the same event: places and words may differ.
    let agrees = is_one_event && a.low == b.low && a.high == b.high;
    let is_one_group = group(a, b)?;
    // How many children somebody has does not depend on the day.
    let same_time = if a.slot.name == CHILDREN { None } else { times(here, there)? };
    let same_place = match places(here, there) {
        _ if a.slot.name == "magnitude" => None,
        Err(_) if agrees => None,
        place => place?,
    };
    let pair = Pair { here, there, likeness, is_one_event, context, same_time, same_place };
    // A fact of the past that two events are told with names its time or place, or is told in the same words.
    if !is_one_event && context < if pair.is_anchored() { BACKGROUND } else { UNRELATED_WORDS } {
        return Err(Apart::Context);
    }
    if let Some(needed) = needed_words(a.slot.kind) {
        if a.is_of_others(b) {
            return Err(Apart::Actor);
        }
        // "half the city" is half of anything.
        let agrees = agrees && a.dimension != Some("share");
        if context < needed && !pair.is_one_happening() && !agrees {
            return Err(Apart::Context);
        }
    }
    let of_slot = (!is_one_slot).then_some(Doubt::OpenAmount);
    let of_group = (!is_one_group && !pair.is_told_alike()).then_some(Doubt::Group);
    let by_kind = || pair.doubt_by_kind().or_else(|| evidence::doubt(&pair).filter(|_| !is_same_article));
    let doubt = of_slot.or(of_group).or_else(|| pair.general_doubt()).or_else(by_kind);
    let sum = 0.55 + 0.2 * context + 0.15 * likeness.min(1.0) + if pair.is_anchored() { 0.05 } else { 0.0 };
    let confidence = match doubt {
        None if !is_same_article && evidence::is_thin(&pair) => THIN,
        None => (sum + 0.15).min(1.0),
        Some(_) => sum.min(0.79),
    };
    Ok(Sameness { confidence, doubt, is_parallel: false })
}

/// Whether two articles so many days apart have as much in common as those of one event; `asks_more` says that their days are
/// known and their figures' words and times say little, `named` that both figures name a place.
pub(super) fn enough_for_one_event(apart: i32, asks_more: bool, likeness: f32, named: impl FnOnce() -> bool) -> bool {
    let enough = match apart {
        _ if apart > FAR_DAYS => return likeness >= SURELY_SAME_EVENT,
        _ if asks_more => DATED,
        _ if apart > NEAR_DAYS => LATER,
        _ => SAME_EVENT,
    };
    likeness >= enough || named()
}

/// What the words around two figures of that kind must share to be of one thing, unless something else says so; `None` where
/// the kind tells enough.
pub(super) fn needed_words(kind: SlotKind) -> Option<f32> {
    match kind {
        SlotKind::People | SlotKind::Attribute => None,
        SlotKind::Measure => Some(0.2),
        SlotKind::Money | SlotKind::Things | SlotKind::Unnamed => Some(0.1),
    }
}

/// Whether two figures in other words ("14,000 people fled", "14,000 refugees") have a value that no accident gives twice.
fn is_same_value(here: Side, there: Side, likeness: f32) -> bool {
    let (a, b) = (here.1, there.1);
    let counts_people = |o: &Observation| {
        o.slot.kind == SlotKind::People || o.slot.kind == SlotKind::Things && super::slot::is_people(&o.slot.name)
    };
    let one_kind =
        if a.dimension.is_none() { counts_people(a) && counts_people(b) } else { a.dimension == b.dimension };
    let named = |o: &Observation| o.slot.kind != SlotKind::Unnamed;
    one_kind
        && named(a)
        && named(b)
        && a.telling.is_some()
        && a.telling == b.telling
        && a.change == b.change
        && likeness >= SAME_EVENT
        && times(here, there).is_ok()
}

/// Articles this much alike print one text, names changed or not.
pub(super) const ONE_TEXT: f32 = 0.7;

/// Days from which a sentence printed again with another number is news, not a conflict.
const NEWS_DAYS: i32 = 1;

/// Two figures among the very same words of two articles of one event: one sentence, printed with two numbers.
fn parallel(here: Side, there: Side, likeness: f32) -> Option<Result<Sameness, Apart>> {
    let (a, b) = (here.1, there.1);
    if likeness < SURELY_SAME_EVENT
        || a.dimension != b.dimension
        || a.change != b.change
        || !a.frame.is_parallel(&b.frame)
    {
        return None;
    }
    // "An appeal has been issued to trace a 14-year-old": an outlet's own words, of one girl after another.
    let is_open = a.slot.kind == SlotKind::Unnamed || !a.frame.has_names();
    let needed = if a.frame.has_same_names(&b.frame) && !is_open { SURELY_SAME_EVENT } else { ONE_TEXT };
    if likeness < needed {
        return None;
    }
    if let Err(apart) = times(here, there) {
        return Some(Err(apart));
    }
    let news_days = if likeness < ONE_TEXT { 0 } else { NEWS_DAYS };
    let is_news = a.slot.kind != SlotKind::People && days_apart(here.0, there.0) > news_days;
    let is_next = is_news || a.is_sample || (a.is_addition || b.is_addition) && !a.frame.has_same_names(&b.frame);
    Some(Ok(Sameness { confidence: 0.95, doubt: is_next.then_some(Doubt::Grain), is_parallel: true }))
}

impl Pair<'_> {
    fn both(&self, holds: impl Fn(&Observation) -> bool) -> bool {
        holds(self.here.1) && holds(self.there.1)
    }

    fn either(&self, holds: impl Fn(&Observation) -> bool) -> bool {
        holds(self.here.1) || holds(self.there.1)
    }

    /// Whether the clauses have the same verb or event noun.
    fn is_one_happening(&self) -> bool {
        self.here.1.slot.event.is_some() && self.here.1.slot.event == self.there.1.slot.event
    }

    /// Whether both say the same of things in the same time ("held 220 staff meetings in 2010"): then a word that only one
    /// says of them sets nothing apart.
    fn is_told_alike(&self) -> bool {
        self.here.1.slot.kind == SlotKind::Things && self.same_time == Some(true) && self.is_one_happening()
    }

    /// Whether both name the same time or place.
    pub(super) fn is_anchored(&self) -> bool {
        self.same_time == Some(true) || self.same_place == Some(true)
    }

    /// Whether it is what the article, or a source that it names, has to say of the slot.
    fn claims(o: &Observation) -> bool {
        o.is_first || o.is_highest || o.is_sources_own
    }

    /// Why figures of any kind are not held against each other.
    fn general_doubt(&self) -> Option<Doubt> {
        let (a, b) = (self.here.1, self.there.1);
        // "rose by 6 cents": in which month or year, only a date tells.
        let is_undated = self.here.0.day.is_none() || self.there.0.day.is_none();
        if a.slot.kind == SlotKind::Money && a.change.is_some() && is_undated && self.same_time != Some(true) {
            return Some(Doubt::Grain);
        }
        if self.same_time.is_none() && a.times.iter().any(|x| b.times.iter().any(|y| x.is_of_other_grain(y))) {
            return Some(Doubt::Grain);
        }
        // "another 20,000 in Thornby" are all of Thornby's.
        let limited = self.same_place == Some(true);
        let added = a.is_addition && a.dimension.is_none() && !limited;
        // "will pay 13 billion" is a price as much as "paid".
        let is_price = a.slot.kind == SlotKind::Money && a.slot.event.as_deref() == Some("buy");
        if a.is_forecast != b.is_forecast && !is_price || a.is_addition != b.is_addition && !limited || added {
            return Some(Doubt::Forecast);
        }
        self.either(|o| !o.is_whole || o.is_withdrawn || o.is_sample).then_some(Doubt::Part)
    }

    /// What the kind of slot asks for beyond one event.
    fn doubt_by_kind(&self) -> Option<Doubt> {
        if !self.is_one_event && self.here.1.slot.kind != SlotKind::People {
            return Some(Doubt::Event);
        }
        match self.here.1.slot.kind {
            SlotKind::People => self.doubt_of_people(),
            SlotKind::Attribute => self.doubt_of_attribute(),
            SlotKind::Money => self.doubt_of_money(),
            SlotKind::Measure => self.doubt_of_measure(),
            SlotKind::Things => self.doubt_of_things(),
            SlotKind::Unnamed => Some(Doubt::Unanchored),
        }
    }

    /// Whether neither article opens with it, and they are of two days: one day's toll of a war beside another's.
    fn is_aside(&self) -> bool {
        let is_late = self.both(|o| o.sentence >= OPENING) && days_apart(self.here.0, self.there.0) > 0;
        let is_placed = meet(&self.here.1.places, &self.there.1.places);
        is_late && !is_placed && self.likeness < CLOSE && self.context < DATED_WORDS && !self.is_anchored()
    }

    fn doubt_of_people(&self) -> Option<Doubt> {
        let (a, b) = (self.here.1, self.there.1);
        if UNSURE.contains(&a.slot.name.as_str()) || !self.is_one_happening() {
            return Some(Doubt::Event);
        }
        let claims = Self::claims;
        let told = self.is_one_event && (self.both(claims) || self.is_anchored())
            || self.same_time == Some(true) && self.context >= CERTAIN_WORDS;
        if !told || self.is_aside() {
            return Some(Doubt::Unanchored);
        }
        // Each crowd is of its own day and place.
        if a.slot.name == "gather" && !self.is_anchored() && self.likeness < CLOSE {
            return Some(Doubt::Event);
        }
        if self.either(|o| o.is_listed && o.facilities.is_empty()) {
            return Some(Doubt::Listed);
        }
        // A part of the whole that the other article gives for the same kind of place.
        if self.same_place == Some(true) && !a.facilities.is_empty() && claims(a) != claims(b) {
            return Some(Doubt::Part);
        }
        let special = |o: &Observation| o.slot.group.as_deref().is_some_and(|g| !is_neutral(g));
        let several = !self.both(|o| o.is_alone) || self.either(special);
        let first = self.both(|o| o.is_first && !special(o)) && a.factor(b) <= NEAR_FACTOR;
        // Two sources that each give one figure of it.
        let disputed =
            self.both(|o| o.is_sources_own && o.slot.is_touched && !special(o)) && a.factor(b) <= NEAR_FACTOR;
        let close = !several || self.context >= 0.2 || self.is_anchored() || first || disputed;
        (!close).then_some(Doubt::Context)
    }

    fn doubt_of_attribute(&self) -> Option<Doubt> {
        let (a, b) = (self.here.1, self.there.1);
        let alone = self.both(|o| o.is_alone);
        if a.slot.name == "magnitude" {
            return (!self.both(|o| o.is_highest) && !self.is_aligned()).then_some(Doubt::Listed);
        }
        if a.slot.name.starts_with("distance") {
            let close = a.places == b.places && self.context >= 0.4;
            return (!alone).then_some(Doubt::Listed).or((!close).then_some(Doubt::Context));
        }
        let claimed = self.both(|o| o.is_first || o.is_highest);
        (!(alone || claimed && a.dimension.is_none())).then_some(Doubt::Listed)
    }

    /// Whether both stand beside another figure of the slot that is the same ("7.6 and 7.4", "7.6 and 7.5").
    fn is_aligned(&self) -> bool {
        let beside = |(entry, o): Side, back: bool| {
            let list: Vec<&Observation> = entry.slots(o.slot_key).filter(|x| x.sentence == o.sentence).collect();
            let at = list.iter().position(|x| std::ptr::eq(*x, o))?;
            let next = if back { at.checked_sub(1)? } else { at + 1 };
            list.get(next).map(|x| (x.low, x.high))
        };
        [true, false].into_iter().any(|back| {
            let neighbour = beside(self.here, back);
            neighbour.is_some() && neighbour == beside(self.there, back)
        })
    }

    fn doubt_of_money(&self) -> Option<Doubt> {
        let a = self.here.1;
        if a.slot.name.ends_with("amount") {
            return Some(Doubt::OpenAmount);
        }
        if !self.both(|o| o.is_alone) && !self.both(|o| o.is_first) {
            return Some(Doubt::Listed);
        }
        let named = ["buy", "steal", "fund"].iter().any(|c| a.slot.name.ends_with(c));
        // The one amount that both articles give for it, or that they open with.
        let only = self.likeness >= SURELY_SAME_EVENT && self.both(|o| o.is_alone && o.is_first)
            || self.both(|o| o.is_first && o.sentence < OPENING);
        let is_near = self.here.1.factor(self.there.1) <= NEAR_FACTOR;
        let needed = match named {
            true if only && is_near => 0.0,
            true => 0.15,
            false => 0.5,
        };
        (self.context < needed).then_some(Doubt::Context)
    }

    fn doubt_of_measure(&self) -> Option<Doubt> {
        let (a, b) = (self.here.1, self.there.1);
        // What changes by the hour.
        if matches!(a.dimension, Some("speed" | "temperature:celsius" | "temperature:fahrenheit")) {
            return Some(Doubt::Grain);
        }
        if a.slot.group != b.slot.group || !self.is_one_happening() && a.change.is_none() {
            return Some(Doubt::Group);
        }
        if !self.both(|o| o.is_alone) {
            return Some(Doubt::Listed);
        }
        (self.context < MEASURE_WORDS).then_some(Doubt::Context)
    }

    fn doubt_of_things(&self) -> Option<Doubt> {
        let (a, b) = (self.here.1, self.there.1);
        if super::slot::is_people(&a.slot.name) || self.either(|o| o.low == 1.0) {
            return Some(Doubt::Group);
        }
        if !self.both(|o| o.is_alone) {
            return Some(Doubt::Listed);
        }
        if self.is_aside() {
            return Some(Doubt::Unanchored);
        }
        let open = a.slot.event.is_none() || b.slot.event.is_none();
        let central = self.here.0.signature.holds(&a.slot.name) && self.there.0.signature.holds(&a.slot.name);
        // "AK-47" names its thing by itself; what both articles open with, they count but once.
        let opens = self.both(|o| o.sentence < OPENING && o.is_first) && self.likeness >= CLOSE;
        let needed = if a.slot.name.contains('-') {
            0.0
        } else if opens {
            0.1
        } else if self.is_told_alike() {
            0.2
        } else if central {
            0.4
        } else if self.is_one_happening() {
            0.2
        } else if open {
            0.3
        } else {
            0.5
        };
        (self.context < needed).then_some(Doubt::Context)
    }
}

/// How sure a difference is for which too little speaks to report it.
pub(in crate::corpus) const THIN: f32 = 0.5;

/// The first tolls of two articles are one if they are no further apart than this.
const NEAR_FACTOR: f64 = 2.5;

#[cfg(test)]
pub(super) mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, Relation, Settings};
    use crate::reading;
    use std::sync::Arc;

    const LEAD: &str = "PORT ALDER - The sea broke through the Eastgate wall of Port Alder, the harbourmaster said. ";

    /// How many figures of two articles contradict one of the other.
    pub(in super::super) fn conflicts(a: &str, b: &str) -> usize {
        conflicts_of(&format!("{LEAD}{a}"), &format!("{LEAD}{b}"))
    }

    pub(in super::super) fn conflicts_of(a: &str, b: &str) -> usize {
        let read = |text: &str| {
            Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))))
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
    fn a_round_number_stands_for_what_rounds_to_it() {
        let rows =
            |count: u32| format!("The harbourmaster replaced {count} bollards on the quay between 2010 and 2012.");
        assert_eq!(conflicts(&rows(220), &rows(225)), 2);
        assert_eq!(conflicts(&rows(220), &rows(224)), 0);
        assert_eq!(conflicts(&rows(220), &rows(215)), 0);
    }

    #[test]
    fn an_article_that_gives_both_values_contradicts_neither() {
        let both = "Nine people were killed. In the province 14 people were killed.";
        assert_eq!(conflicts("Nine people were killed.", both), 0);
    }
}
