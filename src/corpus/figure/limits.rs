//! What limits a figure: days, places, people, and words that make it a part, a forecast or a figure of the past.

use super::window::{Window, Word};
use crate::article::calendar;
use crate::language;
use crate::reading::{Modifier, Quantity, Reading, TimexKind};
use crate::text::Span;
use jiff::civil::Date;

/// A time to which a sentence limits its figures.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum When {
    /// From the first to the last day.
    Days(#[serde(with = "crate::corpus::day")] Date, #[serde(with = "crate::corpus::day")] Date),
    /// A time that no date of the article anchors, as written in lower case ("sunday", "last month").
    Named(String),
}

/// Longer spans of time say nothing.
const LONGEST_DAYS: i32 = 370;
/// Longer spans of time are compared with such alone.
const LONG_DAYS: i32 = 62;
/// So many days apart from the article, a time is the past: another event's.
const PAST_DAYS: i32 = 45;

impl When {
    /// Whether one is a year and the other a day of it, or the like.
    pub(super) fn is_of_other_grain(&self, other: &Self) -> bool {
        matches!((self, other), (When::Days(..), When::Days(..))) && self.meets(other).is_none()
    }

    /// Whether two times can be the same one; `None` where that cannot be told.
    pub(super) fn meets(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (When::Days(a, b), When::Days(c, d)) => {
                let long = |x: &Date, y: &Date| x.until(*y).is_ok_and(|s| s.get_days() > LONG_DAYS);
                let meets = a <= d && c <= b;
                // A day of the year and the year say nothing of each other.
                (!meets || long(a, b) == long(c, d)).then_some(meets)
            }
            (When::Named(a), When::Named(b)) => Some(a == b),
            _ => None,
        }
    }
}

/// A time further from the figure than this many words is that of something else in the sentence.
const NEAR: usize = 10;
/// The same for a time of the past that is named before the figure.
const FAR: usize = 26;

/// A time among the first words of a sentence is that of all it tells ("On Sunday, a float of the rowers of Thornby …").
const OPENS: usize = 3;

/// Verbs beside which a day is the day of the report, not of what is reported.
const REPORTING: &[&str] = &["said", "told", "says", "reported", "announced", "wrote", "tweeted", "added", "statement"];

/// The times of a sentence, but for the days on which somebody spoke.
pub(super) fn times(reading: &Reading, sentence: Span, window: &Window) -> Vec<When> {
    let text = &reading.article.text;
    let edge = |at: usize| window.place(at);
    let from = edge(window.first.saturating_sub(FAR + 1)).map_or(sentence.start, |s| s.start.max(sentence.start));
    let to = edge(window.end + FAR + 1).map_or(sentence.end, |s| s.end.min(sentence.end));
    let first = reading.timexes.partition_point(|t| t.span.end <= from);
    let within = reading.timexes[first..].iter().take_while(|t| t.span.start < to);
    let mut out = Vec::new();
    for timex in within.filter(|t| matches!(t.kind, TimexKind::Date | TimexKind::Time)) {
        let at = window.ending_by(timex.span.start);
        let behind = window.beginning_before(timex.span.end);
        let between = if at >= window.end { window.end..at } else { behind.min(window.first)..window.first };
        let led = at < window.first;
        let named = timex.span.of(text).to_lowercase();
        let kept = match timex.days {
            Some(days) => When::Days(days.0, days.1),
            None => When::Named(named.clone()),
        };
        let is_long_past = led && is_past_of(&[kept], reading.day());
        let reach = if is_long_past || led && at <= OPENS { FAR } else { NEAR };
        // "was hit in June 2013 by a storm, which killed 17": what a relative clause adds is of the same time.
        let leaves = |w: &Word| match w.low.as_str() {
            "which" => !is_long_past,
            low => matches!(low, "but" | "while" | "although" | "though"),
        };
        if between.len() > reach || window.words.get(between).unwrap_or_default().iter().any(leaves) {
            continue;
        }
        let mut before = window.words[..at].iter().rev().take(4);
        if before.by_ref().take(2).any(|w| REPORTING.contains(&w.low.as_str()) || w.low == "reporters") {
            continue;
        }
        if timex.value.ends_with("_REF") {
            continue;
        }
        match timex.days {
            Some((a, b)) if a.until(b).is_ok_and(|s| s.get_days() <= LONGEST_DAYS) => out.push(When::Days(a, b)),
            Some(_) => {}
            None if timex.kind == TimexKind::Date => {
                let calendar = named.split(|c: char| !c.is_alphanumeric()).find(|w| is_calendar(w));
                let numbered = named.contains(|c: char| c.is_ascii_digit());
                if is_past(&named) || calendar.is_some() {
                    let name = calendar.filter(|_| !numbered).map(str::to_owned);
                    out.push(When::Named(name.unwrap_or_else(|| named.clone())));
                }
            }
            None => {}
        }
    }
    out
}

/// Whether it is a month, not abbreviated. "May" without a day or a year is seldom the month.
fn is_month(word: &str) -> bool {
    word != "may" && calendar::MONTHS.iter().any(|&(name, _, short)| !short && name == word)
}

/// Whether it is a month or a weekday, not abbreviated.
fn is_calendar(word: &str) -> bool {
    calendar::MONTHS.iter().chain(calendar::WEEKDAYS).any(|&(name, _, short)| !short && name == word)
}

/// Whether a time that is not anchored lies before the event of the article ("last year").
fn is_past(named: &str) -> bool {
    let ago = named.ends_with("ago") && (named.contains("year") || named.contains("month") || named.contains("decade"));
    named.starts_with("last ")
        || named.starts_with("earlier")
        || named.starts_with("previous")
        || ago
        || is_month(named)
}

/// Whether one of the times lies well before the article's day.
pub(super) fn is_past_of(times: &[When], day: Option<Date>) -> bool {
    times.iter().any(|time| match (time, day) {
        (When::Days(_, last), Some(day)) => last.until(day).is_ok_and(|s| s.get_days() > PAST_DAYS),
        (When::Days(..), None) => true,
        (When::Named(name), _) => is_past(name),
    })
}

/// Kinds of places that are a part of an event's.
const FACILITIES: &[&str] = &[
    "airport",
    "station",
    "metro",
    "subway",
    "hospital",
    "school",
    "church",
    "mosque",
    "hotel",
    "stadium",
    "embassy",
    "theater",
    "theatre",
    "cinema",
    "market",
    "prison",
    "factory",
    "restaurant",
    "cafe",
    "balcony",
];

/// Whether a word is the name of such a kind.
pub(super) fn is_facility(word: &str) -> bool {
    FACILITIES.iter().any(|f| f.eq_ignore_ascii_case(word))
}

/// How far a kind of place stands from the figure that it limits, in words.
const AT: usize = 10;

/// The kinds of places that the sentence names behind "at", "in" and the like, as stems.
pub(super) fn facilities(window: &Window) -> Vec<String> {
    let behind = window.behind().skip(1).take(AT).position(|w| w.is_after_break).map_or(AT, |n| n + 1);
    let reach = window.first.saturating_sub(AT)..(window.end + behind).min(window.words.len());
    let mut out: Vec<String> = Vec::new();
    for at in reach {
        let word = &window.words[at];
        if !FACILITIES.contains(&word.low.as_str()) {
            continue;
        }
        let placed = window.words[at.saturating_sub(6)..at]
            .iter()
            .any(|w| matches!(w.low.as_str(), "at" | "in" | "inside" | "near" | "outside" | "on" | "from"));
        if placed && !out.iter().any(|known| **known == *word.stem) {
            out.push(word.stem.to_string());
        }
    }
    out.sort_unstable();
    out
}

/// Whether the text itself takes the figure back: "earlier reports of 12", "revised down from 12".
pub(super) fn is_withdrawn(window: &Window) -> bool {
    let near: Vec<&Word> = window.before().take(10).collect();
    let has = |words: &[&str]| near.iter().position(|w| words.contains(&w.low.as_str()));
    if near.iter().take(8).any(|w| matches!(w.low.as_str(), "initially" | "originally" | "previously" | "erroneously"))
    {
        return true;
    }
    let reports =
        ["report", "reports", "reported", "estimate", "estimates", "figure", "figures", "toll", "count", "statement"];
    if let (Some(early), Some(_)) = (has(&["early", "earlier", "initial", "previous", "preliminary"]), has(&reports)) {
        return near[early].is_capital || early < 8;
    }
    let changed = ["revised", "lowered", "raised", "reduced", "corrected", "increased", "up", "down", "rose", "jumped"];
    let from = near.first().is_some_and(|w| w.low == "from")
        || near.get(1).is_some_and(|w| w.low == "from") && near.first().is_some_and(|w| w.low == "the");
    from && near.iter().take(5).any(|w| changed.contains(&w.low.as_str()))
}

/// Whether the figure is of something that may or will happen.
pub(super) fn is_forecast(window: &Window) -> bool {
    let modal = |w: &Word| {
        matches!(
            w.low.as_str(),
            "could"
                | "would"
                | "might"
                | "may"
                | "will"
                | "if"
                | "expected"
                | "planned"
                | "plan"
                | "plans"
                | "hope"
                | "hopes"
                | "should"
                | "potentially"
                | "capable"
                | "fear"
                | "fears"
                | "threatened"
        )
    };
    // "is to cost 40 million"
    let mut before = window.before().take(6).skip_while(|w| w.low != "to").skip(1);
    let is_to = before.next().is_some_and(|w| matches!(w.low.as_str(), "is" | "are"));
    is_to || window.before().take(6).any(modal) || window.behind().take(3).any(modal)
}

/// Words before or behind a number that make it a part, a rest or an addition.
const PARTS: &[&str] = &[
    "remaining",
    "rest",
    "all",
    "both",
    "each",
    "every",
    "first",
    "second",
    "third",
    "last",
    "past",
    "next",
    "including",
    "among",
    "half",
    "average",
    "most",
];

/// Whether the figure is added to another one ("another 20,000").
pub(super) fn is_addition(window: &Window) -> bool {
    let adds = |w: &Word| matches!(w.low.as_str(), "another" | "additional" | "extra" | "further");
    window.phrase().iter().any(adds) || window.before().take(2).any(adds) || window.behind().take(1).any(adds)
}

/// So many things, and no more, are called "the two", "the three" once they were named.
const FEW: f64 = 4.0;

/// Nouns that pages count for themselves.
const PAGE: &[&str] = &["photo", "slide", "comment", "share", "picture", "image", "video"];

/// Stems of words for those whom a count of casualties is of.
const CASUALTIES: &[&str] = &["dead", "death", "kill", "victim", "casualti", "fatal", "injur", "wound", "deceas"];

/// Whether it is a part of those who were counted ("43 of the dead").
fn is_of_casualties(window: &Window) -> bool {
    let mut behind = window.behind();
    behind.next().is_some_and(|w| w.low == "of")
        && behind.next().is_some_and(|w| matches!(w.low.as_str(), "the" | "those" | "these"))
        && behind.take(2).any(|w| CASUALTIES.contains(&&*w.stem))
}

/// Whether people are counted of a day that only the sentence before tells ("killed in an attack the day before"), or more dead
/// are added behind ("2,500 people, while another 4,000 deaths …").
fn is_of_a_part(window: &Window) -> bool {
    let is_before = |w: &[Word]| {
        matches!(w[1].low.as_str(), "day" | "night" | "week" | "month")
            && matches!(w[2].low.as_str(), "before" | "earlier")
            && matches!(w[0].low.as_str(), "the" | "a")
    };
    let behind = &window.words[window.end.min(window.words.len())..];
    let adds = |w: &[Word]| {
        w[0].low == "another"
            && w[1].low.starts_with(|c: char| c.is_ascii_digit())
            && w[2..].iter().any(|w| matches!(&*w.stem, "death" | "dead" | "kill"))
    };
    behind.windows(3).take(NEAR).any(is_before) || behind.windows(5).any(adds)
}

/// Whether more counts of other places follow in the same clause, with no noun of their own ("35,000 people from Thornby,
/// 65,000 from Alder").
fn is_told_by_place(window: &Window) -> bool {
    let is_place = |of: &Word, at: &Word| matches!(of.low.as_str(), "from" | "in" | "at") && at.is_capital;
    let mut behind = window.behind();
    let (Some(of), Some(at)) = (behind.next(), behind.next()) else { return false };
    let rest = &window.words[window.end.min(window.words.len())..];
    is_place(of, at)
        && rest
            .windows(3)
            .any(|w| w[0].low.starts_with(|c: char| c.is_ascii_digit()) && w[1].low == of.low && is_place(&w[1], &w[2]))
}

/// Whether a second noun behind it is counted with the first ("two dozen firms and officials", "a man and a woman").
fn is_of_two_kinds(window: &Window, is_count_of_people: bool) -> bool {
    let mut behind = window.behind();
    let next = behind.next();
    let joins = next.is_some_and(|w| w.low == "and" && !w.is_after_break);
    // A headline's "7 students, instructor killed".
    let mut told = behind.clone();
    let is_listed = next.is_some_and(|w| w.is_after_break && !matches!(w.low.as_str(), "all" | "both" | "some"));
    if is_count_of_people && is_listed && told.next().is_some_and(|w| CASUALTIES.contains(&&*w.stem)) {
        return true;
    }
    if is_count_of_people {
        return joins
            && behind.next().is_some_and(|w| matches!(w.low.as_str(), "a" | "an" | "one" | "his" | "her"))
            && behind.take(2).any(|w| super::slot::is_people(&w.stem));
    }
    let plural = |w: &Word| w.low.len() > 3 && w.low.ends_with('s') && !w.low.ends_with("ss") && !w.is_capital;
    joins && behind.next().is_some_and(plural)
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

/// The quantity that this one is a part of.
pub(super) fn whole_of<'a>(reading: &'a Reading, quantity: &Quantity) -> Option<&'a Quantity> {
    quantity.measure.part_of.and_then(|p| reading.quantities.get(p))
}

/// Whether what stands there is set off from the words before and behind it.
pub(super) fn is_between_commas(text: &str, phrase: Span) -> bool {
    text[..phrase.start as usize].trim_end().ends_with(',')
        && text[phrase.end as usize..].trim_start().starts_with([',', '.', ';'])
}

/// Whether the figure stands for a whole, so that it can be held against another figure: no part of another quantity,
/// no "another", no age.
pub(super) fn is_whole(
    reading: &Reading,
    quantity: &Quantity,
    within: Span,
    window: &Window,
    is_count_of_people: bool,
) -> bool {
    let text = &reading.article.text;
    let phrase = quantity.phrase.of(text).to_lowercase();
    let is_part = |w: &Word| PARTS.contains(&w.low.as_str());
    let mut before = window.before();
    let (first, second) = (before.next(), before.next());
    let mut behind = window.behind();
    let (next, after) = (behind.next(), behind.next());
    let bound = quantity.modifier == Modifier::MoreThan || quantity.modifier == Modifier::AtLeast;
    let more = window.phrase().iter().skip(1).any(|w| w.low == "more" && !phrase.contains("more than"))
        || next.is_some_and(|w| w.low == "more")
        || first.is_some_and(|w| w.low == "more") && !bound;
    // "In all, 31 people" is a total, "all 31 people" speaks of those named before.
    let in_all = first.is_some_and(|w| w.low == "all") && second.is_some_and(|w| w.low == "in");
    // "Among the fatalities were two men"
    let among = window.before().take(6).any(|w| w.low == "among");
    // "a cache of weapons including seven rifles" names what else was counted in no number.
    let is_other_kind =
        whole_of(reading, quantity).is_none_or(|w| w.unit.name != quantity.unit.name || w.span.end < within.start);
    let lists = is_other_kind && !is_count_of_people && !super::slot::is_people(&language::stem(&quantity.unit.name));
    let includes = |w: &Word| matches!(w.low.as_str(), "including" | "included" | "includes" | "include");
    let part = window.phrase().iter().any(is_part)
        || first.is_some_and(is_part) && !in_all && !(lists && first.is_some_and(includes))
        || second.is_some_and(|w| w.low == "among" || w.low == "including" && !lists)
        || quantity.measure.part_of.is_some() && !is_count_of_people && !lists
        || more
        || among;
    let of = next.is_some_and(|w| w.low == "of")
        && after.is_some_and(|w| {
            matches!(
                w.low.as_str(),
                "them" | "whom" | "those" | "these" | "which" | "the" | "its" | "his" | "her" | "their"
            )
        });
    let of_all = |w: &Word| matches!(w.low.as_str(), "the" | "those" | "these" | "its" | "their");
    let one_of = window.phrase().last().is_some_and(|w| w.low == "one") && next.is_some_and(|w| w.low == "of")
        || window.phrase().windows(3).any(|w| w[1].low == "of" && of_all(&w[2]) && quantity.unit.dimension.is_none());
    // "He lost both. The two towns vote in May": those named before.
    let is_named = first.is_some_and(|w| matches!(w.low.as_str(), "the" | "these" | "those")) && !is_count_of_people;
    let is_named = is_named && quantity.unit.dimension.is_none() && quantity.number <= FEW;
    let age = phrase.contains("-old")
        || next.is_some_and(|w| w.low.starts_with("old") || w.low.ends_with("-old"))
        || window.phrase().iter().any(|w| w.low.contains("-year-"))
        || quantity.unit.name.contains("of age")
        || first.is_some_and(|w| matches!(w.low.as_str(), "aged" | "age"));
    // "Ann Marsh, 59, a clerk": a bare number between commas is an age.
    let bare = phrase.bytes().all(|b| b.is_ascii_digit());
    let age = age || bare && is_between_commas(text, quantity.phrase);
    let page =
        [quantity.measure.head.as_deref(), Some(&*quantity.unit.name)].iter().flatten().any(|h| PAGE.contains(h));
    let of = of && !is_count_of_people && quantity.unit.dimension.is_none();
    // "needs 60 votes": what is asked for is not counted.
    let needs = |w: &Word| matches!(&*w.stem, "need" | "requir" | "afford");
    let needed = window.before().take(3).any(needs) || window.behind().take(3).any(needs);
    let asked_for = needed && !is_count_of_people && quantity.unit.dimension.is_none();
    // "the 30-stock index" is one of its kind.
    let names_kind = |w: &Word| w.low.split_once('-').is_some_and(|(n, of)| is_number(n) && !is_number(of));
    let is_kind = !is_count_of_people && quantity.unit.dimension.is_none() && window.phrase().iter().any(names_kind);
    let is_of_two = || is_of_two_kinds(window, is_count_of_people);
    let summed = match is_count_of_people {
        true => is_of_a_part(window) || is_of_casualties(window) || is_told_by_place(window) || is_of_two(),
        false => quantity.unit.dimension.is_none() && is_of_two(),
    };
    !(is_kind
        || summed
        || asked_for
        || is_named
        || part
        || of
        || one_of
        || age
        || page && quantity.unit.dimension.is_none())
}

#[cfg(test)]
mod tests {
    use super::super::same::tests::conflicts;

    #[test]
    fn what_is_asked_for_and_a_months_pay_is_not_held_against_another() {
        for (a, b) in [
            ("The harbour bill needs 60 votes.", "The harbour bill needs 67 votes to pass."),
            ("Hourly earnings rose by 6 cents.", "Hourly earnings rose by 11 cents."),
            ("Four people died.", "One person in the town is on death row."),
            ("Seven students, instructor killed in flood.", "The flood killed eight students."),
            ("The owners of the 30-barge index met.", "Analysts of Port Alder still watch the 12-barge index."),
            ("The march drew 9 people.", "Fees rise, effective March 6."),
            ("The quake had a magnitude of 3.4.", "The quake was 9.8 times stronger than the last."),
            ("Two flood victims sued the harbour.", "She wrote for the mother of one of the flood victims."),
            ("Twelve towns vote on March 1.", "He went to Thornby and Alder. The two towns vote on March 1."),
            ("The flood killed 75 people.", "The doctor said 43 of the dead were children."),
            ("The flood killed 20 people.", "The pier was hit in June 1987 by a flood, which killed 17 people."),
            ("The flood killed nine people.", "He wrote of five people killed in a flood the day before."),
            (
                "The flood killed 7,000 people.",
                "The flood killed 2,500 people, while another 4,000 deaths are not explained.",
            ),
            (
                "About 200,000 people were evacuated.",
                "About 35,000 people from Thornby, 65,000 from Alder and 12,000 from Marsh Mills were evacuated.",
            ),
            ("Marsh rowed in eight harbour races.", "The rower Ann Marsh has won most of her past nine harbour races."),
        ] {
            assert_eq!(conflicts(a, b), 0, "{a} {b}");
        }
        assert_eq!(
            conflicts("The council paid $6 million for the wall.", "The council paid $9 million for the wall."),
            2
        );
        assert_eq!(conflicts("The quake had a magnitude of 3.4.", "The quake had a magnitude of 5.4."), 2);
    }
}
