//! What speaks for two figures being of one thing, before a difference of theirs is called a contradiction.
//!
//! That two articles share the words of their trade ("net income", "fourth quarter", "tender offer") says little: every firm's
//! results are told in them, and every bombing's dead. An editor asks whose figure it is. So the names that the two
//! sentences, and the two openings, have in common are weighed by how rare they are, together with how much the articles
//! have in common at all. The weights were fitted (logistic regression) on annotated events and on months of unrelated news.

use super::Observation;
use super::apart::Doubt;
use super::articles::days_apart;
use super::compare::grows;
use super::limits::When;
use super::same::{ONE_TEXT, Pair, Side};
use super::slot::SlotKind;
use crate::corpus::ArticleEntry;
use crate::corpus::event::USUAL_NAME;

/// Words of names as common as that say nothing.
const USUAL: u32 = USUAL_NAME as u32;
/// So much of what both openings name, and both sentences, is enough.
const OPENINGS: f32 = 400.0;
const BESIDE: f32 = 200.0;

/// What one rare name comes to of what is enough.
const ONE_NAME: f32 = 0.3;

/// What the evidence must come to for figures of people: of one day, of two days, of days further apart, and where a day is not
/// known.
const PEOPLE: f32 = -0.1;
const LATER_PEOPLE: f32 = 0.85;
const MUCH_LATER_PEOPLE: f32 = 0.95;
const UNDATED_PEOPLE: f32 = 1.25;
/// What it adds to the evidence that both name a weekday, or a month that no date anchors.
const NAMED_DAY: f32 = 0.7;
/// What it must come to where one of them is of the weekend.
const WEEKEND: f32 = 1.75;
/// Counts of no known day that are further apart than this factor are of two events more often than not; how much the logarithm
/// of what is beyond it weighs against them.
const FAR_PEOPLE: f32 = 4.0;
const FAR_WEIGHT: f32 = 0.6;
/// What it must come to for amounts of money, for things that are counted, and for all else.
const MONEY: f32 = 2.3;
const THINGS: f32 = 2.2;
const OTHERS: f32 = 1.25;

/// Two counts or amounts for one purpose that are further apart than this are of two things.
const FAR_APART: f64 = 2.0;
/// Amounts no further apart than this are one that was stated twice, where the articles are close.
const NEARLY_SAME: f64 = 1.05;
/// Likeness of articles that are close.
const CLOSE: f32 = 0.35;
/// The same where the two sentences name nobody.
const VERY_CLOSE: f32 = 0.6;
/// So many days apart, amounts are two though both articles name one day (when a loan is due).
const WEEK: i32 = 7;
/// So many days after another, an article reports other standings.
const NEWS_DAYS: i32 = 3;
/// Words around two figures of people that, in articles of no known day, are one sentence's.
const ONE_SENTENCE: f32 = 0.5;

/// What speaks for one thing, each from 0 to 1.
struct Evidence {
    likeness: f32,
    /// Names that both articles open with.
    openings: f32,
    /// Names that stand in both sentences.
    beside: f32,
}

impl Evidence {
    fn of(pair: &Pair) -> Self {
        let (here, there) = (pair.here, pair.there);
        let share = |shared: u32, enough: f32| (shared as f32 / enough).min(1.0);
        Self {
            likeness: pair.likeness,
            openings: share(here.0.opening_names.shared(&there.0.opening_names, USUAL), OPENINGS),
            beside: share(here.1.names.shared(&there.1.names, USUAL), BESIDE),
        }
    }

    fn sum(&self) -> f32 {
        1.9 * self.likeness + 2.1 * self.openings + 1.4 * self.beside
    }
}

/// Whether two articles open with a rare name in common: the place, the person or the firm of which both tell.
pub(in crate::corpus) fn open_with_one_name(here: &ArticleEntry, there: &ArticleEntry) -> bool {
    here.opening_names.shared(&there.opening_names, USUAL) as f32 >= ONE_NAME * OPENINGS
}

/// Why two figures of two articles, which nothing else sets apart, are not held against each other.
pub(super) fn doubt(pair: &Pair) -> Option<Doubt> {
    let a = pair.here.1;
    let evidence = Evidence::of(pair);
    let needed = |needed: f32| (evidence.sum() < needed).then_some(Doubt::Evidence);
    match a.slot.kind {
        SlotKind::People if is_surely_anchored(pair) => None,
        SlotKind::People => doubt_of_people(pair, &evidence),
        SlotKind::Money => doubt_of_amounts(pair, &evidence),
        SlotKind::Things | SlotKind::Measure if !grows(a) && is_news(pair, NEWS_DAYS) => Some(Doubt::Grain),
        SlotKind::Things if a.factor(pair.there.1) > FAR_APART && pair.likeness < CLOSE => Some(Doubt::Factor),
        SlotKind::Things if !is_surely_anchored(pair) => needed(THINGS),
        SlotKind::Measure if pair.likeness >= ONE_TEXT => None,
        SlotKind::Measure if a.factor(pair.there.1) > FAR_APART => Some(Doubt::Factor),
        SlotKind::Measure if evidence.beside < 0.25 => Some(Doubt::Evidence),
        SlotKind::Measure => needed(THINGS),
        _ => needed(OTHERS),
    }
}

/// Whether both name one place or one day, and not only a weekday or a "last month" of articles of which no day is known.
fn is_surely_anchored(pair: &Pair) -> bool {
    let both = |holds: fn(Side) -> bool| holds(pair.here) && holds(pair.there);
    let is_day = |(_, o): Side| o.times.iter().any(|time| matches!(time, When::Days(..)));
    let is_known = both(|(entry, _)| entry.day.is_some()) || both(is_day);
    pair.same_place == Some(true) || pair.same_time == Some(true) && is_known
}

/// Whether so little speaks for one thing that a difference is shown among the figures, and not reported: things are counted in
/// articles that are not close, or in sentences that name nobody.
pub(super) fn is_thin(pair: &Pair) -> bool {
    let is_of_things = pair.here.1.slot.kind == SlotKind::Things && !pair.is_anchored();
    is_of_things && (pair.likeness < CLOSE || pair.likeness < ONE_TEXT && Evidence::of(pair).beside == 0.0)
}

/// Each event has its dead: the further apart two counts of one day are, the more must speak for one event. A count of another
/// day may have grown, and one of no known day may be of any.
fn doubt_of_people(pair: &Pair, evidence: &Evidence) -> Option<Doubt> {
    let (a, b) = (pair.here.1, pair.there.1);
    let told = 2.3 * evidence.likeness + 1.2 * evidence.openings;
    let is_dated = pair.here.0.day.is_some() && pair.there.0.day.is_some();
    let factor = a.factor(b).max(1.0) as f32;
    // Two sources that each give their figure disagree, however much.
    let is_disputed = is_disputed(pair);
    let weight = if is_disputed { 0.6 } else { 1.2 };
    let far = if is_disputed { 0.0 } else { FAR_WEIGHT * (factor / FAR_PEOPLE).max(1.0).ln() };
    let named = if pair.is_anchored() { NAMED_DAY } else { 0.0 };
    let enough = match is_dated {
        true if a.as_of != b.as_of => {
            let is_much_later = days_apart(pair.here.0, pair.there.0) > NEWS_DAYS;
            told + 0.65 * evidence.beside >= if is_much_later { MUCH_LATER_PEOPLE } else { LATER_PEOPLE }
        }
        true => told - weight * factor.ln() >= PEOPLE,
        false if is_of_weekend(a) != is_of_weekend(b) => told >= WEEKEND,
        false => told + named - far >= UNDATED_PEOPLE || pair.context >= ONE_SENTENCE,
    };
    (!enough).then_some(Doubt::Evidence)
}

/// Amounts far apart are for two purposes, and those of other days are the next bid or price. Otherwise both sentences must say
/// whose they are.
fn doubt_of_amounts(pair: &Pair, evidence: &Evidence) -> Option<Doubt> {
    let a = pair.here.1;
    let factor = a.factor(pair.there.1).max(1.0);
    if factor > FAR_APART {
        return Some(Doubt::Factor);
    }
    // Only one thing is stolen where two articles tell of one theft.
    if a.slot.name.ends_with("steal") {
        return None;
    }
    // The minister's cost of a wall, and the mayor's.
    let is_cost = a.slot.name.ends_with("pay") && a.speaker.is_some() && pair.there.1.speaker.is_some();
    let moves = ["buy", "sell", "value", "pay", "earn", "lose"].iter().any(|class| a.slot.name.ends_with(class));
    let moves = moves && !is_cost;
    if moves && (is_news(pair, 0) || days_apart(pair.here.0, pair.there.0) > WEEK) {
        return Some(Doubt::Grain);
    }
    let apart = if is_cost { 0.0 } else { 2.7 * factor.ln() as f32 };
    let is_named = evidence.beside >= 0.5 && evidence.sum() - apart >= MONEY;
    let is_close = factor <= NEARLY_SAME && (evidence.likeness >= CLOSE || evidence.openings >= 1.0);
    let is_one_text = evidence.likeness >= VERY_CLOSE;
    (!is_named && !is_close && !is_one_text).then_some(Doubt::Evidence)
}

/// Whether two named sources each give their figure.
fn is_disputed(pair: &Pair) -> bool {
    pair.here.1.is_sources_own && pair.there.1.is_sources_own
}

/// The dead of a weekend beside those of any other day.
fn is_of_weekend(o: &Observation) -> bool {
    o.context.holds("weekend")
}

/// Whether the articles are more than so many days apart and do not speak of one time.
fn is_news(pair: &Pair, days: i32) -> bool {
    pair.same_time != Some(true) && days_apart(pair.here.0, pair.there.0) > days
}

#[cfg(test)]
mod tests {
    use super::super::same::tests::{conflicts, conflicts_of};

    #[test]
    fn results_of_two_firms_in_the_words_of_their_trade_are_not_held_against_each_other() {
        let alder = "Alder Ropeworks Corp said its net income in the fourth quarter of 2030 fell to $14 million from \
                     $17 million. It cut the dividend.";
        let marsh = "Marshgate Tannery Corp had a net income of $19 million in the fourth quarter of 2030, up from $15 \
                     million, and raised the dividend.";
        assert_eq!(conflicts_of(alder, marsh), 0);
    }

    #[test]
    fn amounts_of_one_giver_are_held_against_each_other_unless_they_are_far_apart() {
        let here = "Mayor Leo Hart granted the Thornby Oyster Guild $6 million in aid after the flood.";
        let there = |amount: &str| {
            format!("After the flood the Thornby Oyster Guild was granted ${amount} million in aid by mayor Leo Hart.")
        };
        assert_eq!(conflicts(here, &there("9")), 2);
        assert_eq!(conflicts(here, &there("31")), 0);
    }

    #[test]
    fn two_named_sources_may_disagree_about_a_cost_however_much() {
        let mayor =
            "The repair of the Eastgate wall of Port Alder will cost 240 million euros, mayor Helena Marsh said.";
        let minister =
            "Minister Ivo Brandt said that to repair the wall at Eastgate in Port Alder would cost 420 million euros.";
        assert_eq!(conflicts(mayor, minister), 2);
    }

    #[test]
    fn the_dead_of_a_weekend_are_not_those_of_any_day() {
        let weekend =
            "THORNBY - Fourteen people were killed at the weekend when a barge sank, the coroner Ida Moss said.";
        let today = "PORT ALDER - Nine people were killed when a crane fell on the Eastgate quay, police said.";
        assert_eq!(conflicts_of(weekend, today), 0);
    }

    #[test]
    fn tolls_of_no_known_day_that_are_far_apart_need_more_for_one_event() {
        let here = "THORNBY - The Eastgate flood killed nine people in Thornby.";
        let there = |count: u32| {
            format!(
                "THORNBY - Waves have killed {count} people, the Eastgate choir said. Growers sold orchards for cottages."
            )
        };
        assert_eq!(conflicts_of(here, &there(11)), 2);
        assert_eq!(conflicts_of(here, &there(71)), 0);
    }

    const OF_THE_QUAY: &str = "Dredgers and coopers came home. The ferry took ropemakers to the quay. Anglers hauled sandbags \
                               in the rain. Plumbers asked for copper, zinc and tin.";
    const OF_THE_TOWN: &str = "Magistrates, brewers and apothecaries praised the tannery. Growers sold orchards for \
                               cottages. Vicars quarrelled about moorings and beacons.";

    #[test]
    fn a_last_month_of_no_known_year_anchors_nothing() {
        let here = |month: &str| {
            format!(
                "THORNBY - The Thornby yards hired in July. {OF_THE_QUAY} Employers in Thornby added 1,620 jobs {month}, the bureau said."
            )
        };
        let there = |month: &str| {
            format!(
                "THORNBY - The mills of Thornby boomed in December. {OF_THE_TOWN} Thornby employers added 2,920 jobs {month}, the bureau said."
            )
        };
        assert_eq!(conflicts_of(&here("last month"), &there("last month")), 0);
        assert_eq!(conflicts_of(&here("in March 2031"), &there("in March 2031")), 2);
    }

    #[test]
    fn each_crowd_is_of_its_own_place() {
        let here =
            "THORNBY - Leo Hart spoke against the dredging tax. \"We will win,\" he told a crowd of 1,240 people.";
        let there = "LARNVILLE - The dredging tax must fall, Leo Hart told 2,267 people who gathered at the mill.";
        assert_eq!(conflicts_of(here, there), 2);
        assert_eq!(conflicts_of(&format!("{here} {OF_THE_QUAY}"), &format!("{there} {OF_THE_TOWN}")), 0);
    }
}
