//! The words of dates: months, weekdays, units, seasons, parts of the day.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// A unit of the calendar or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// Month from 1, with whether the word is an abbreviation.
pub(super) fn month(word: &str) -> Option<(i8, bool)> {
    let full = |n| Some((n, false));
    let short = |n| Some((n, true));
    match word {
        "january" => full(1),
        "february" => full(2),
        "march" => full(3),
        "april" => full(4),
        "may" => full(5),
        "june" => full(6),
        "july" => full(7),
        "august" => full(8),
        "september" => full(9),
        "october" => full(10),
        "november" => full(11),
        "december" => full(12),
        "jan" => short(1),
        "feb" => short(2),
        "mar" => short(3),
        "apr" => short(4),
        "jun" => short(6),
        "jul" => short(7),
        "aug" => short(8),
        "sep" | "sept" => short(9),
        "oct" => short(10),
        "nov" => short(11),
        "dec" => short(12),
        _ => None,
    }
}

/// Weekday from 1 (Monday), with whether the word is an abbreviation.
pub(super) fn weekday(word: &str) -> Option<(i8, bool)> {
    Some(match word {
        "monday" | "mondays" => (1, false),
        "tuesday" | "tuesdays" => (2, false),
        "wednesday" | "wednesdays" => (3, false),
        "thursday" | "thursdays" => (4, false),
        "friday" | "fridays" => (5, false),
        "saturday" | "saturdays" => (6, false),
        "sunday" | "sundays" => (7, false),
        "mon" => (1, true),
        "tue" | "tues" => (2, true),
        "wed" => (3, true),
        "thu" | "thur" | "thurs" => (4, true),
        "fri" => (5, true),
        "sat" => (6, true),
        "sun" => (7, true),
        _ => return None,
    })
}

/// A unit, with whether the word is in the plural.
pub(super) fn unit(word: &str) -> Option<(Unit, bool)> {
    let plural = word.ends_with('s');
    Some((
        match word {
            "second" | "seconds" => Unit::Second,
            "minute" | "minutes" | "mins" => Unit::Minute,
            "hour" | "hours" | "hrs" => Unit::Hour,
            "day" | "days" => Unit::Day,
            "weekend" | "weekends" => Unit::Weekend,
            "week" | "weeks" => Unit::Week,
            "month" | "months" => Unit::Month,
            "quarter" | "quarters" => Unit::Quarter,
            "year" | "years" => Unit::Year,
            "decade" | "decades" => Unit::Decade,
            "century" | "centuries" => Unit::Century,
            _ => return None,
        },
        plural,
    ))
}

/// Units that are counted only ("a fortnight").
pub(super) fn counted(word: &str) -> Option<(Unit, f64, bool)> {
    match word {
        "fortnight" => Some((Unit::Week, 2.0, false)),
        "fortnights" => Some((Unit::Week, 2.0, true)),
        "night" => Some((Unit::Day, 1.0, false)),
        "nights" => Some((Unit::Day, 1.0, true)),
        _ => unit(word).filter(|(u, _)| *u != Unit::Weekend).map(|(u, plural)| (u, 1.0, plural)),
    }
}

/// Season as TIMEX3 writes it.
pub(super) fn season(word: &str) -> Option<&'static str> {
    match word {
        "spring" => Some("SP"),
        "summer" => Some("SU"),
        "autumn" | "fall" => Some("FA"),
        "winter" => Some("WI"),
        _ => None,
    }
}

/// Part of the day as TIMEX3 writes it.
pub(super) fn day_part(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" | "mornings" => "MO",
        "afternoon" | "afternoons" => "AF",
        "evening" | "evenings" => "EV",
        "night" | "nights" => "NI",
        "noon" | "midday" => "12:00",
        "midnight" => "24:00",
        "dawn" | "daybreak" => "MO",
        "dusk" => "EV",
        _ => return None,
    })
}

/// Which one of the units counted from the article's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Nothing said.
    Bare,
    /// "this", "current".
    This,
    /// "last", "past".
    Last,
    /// "next", "coming".
    Next,
    /// "the previous": before the date named last.
    Before,
    /// "the following": after the date named last.
    After,
    /// "that", "the same": the date named last.
    Same,
}

/// What a determiner says of the unit behind it.
pub(super) fn which(word: &str) -> Option<Which> {
    Some(match word {
        "last" | "past" => Which::Last,
        "next" | "coming" | "upcoming" => Which::Next,
        "this" | "current" => Which::This,
        "previous" | "preceding" | "prior" => Which::Before,
        "following" | "subsequent" => Which::After,
        "that" | "same" => Which::Same,
        _ => return None,
    })
}

/// How a holiday's day is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feast {
    /// Month and day.
    Fixed(i8, i8),
    /// The n-th weekday of a month; -1 for the last one.
    Nth(i8, i8, i8),
    /// Days from Easter Sunday.
    Easter(i32),
    /// The Tuesday after the first Monday of November.
    Election,
}

/// Holidays by their words; the longest entry that fits counts.
const FEASTS: &[(&[&str], Feast)] = &[
    (&["christmas", "eve"], Feast::Fixed(12, 24)),
    (&["christmas", "day"], Feast::Fixed(12, 25)),
    (&["christmas"], Feast::Fixed(12, 25)),
    (&["boxing", "day"], Feast::Fixed(12, 26)),
    (&["new", "year", "'", "s", "eve"], Feast::Fixed(12, 31)),
    (&["new", "year", "’", "s", "eve"], Feast::Fixed(12, 31)),
    (&["new", "years", "eve"], Feast::Fixed(12, 31)),
    (&["new", "year", "'", "s", "day"], Feast::Fixed(1, 1)),
    (&["new", "year", "’", "s", "day"], Feast::Fixed(1, 1)),
    (&["new", "years", "day"], Feast::Fixed(1, 1)),
    (&["valentine", "'", "s", "day"], Feast::Fixed(2, 14)),
    (&["valentine", "’", "s", "day"], Feast::Fixed(2, 14)),
    (&["halloween"], Feast::Fixed(10, 31)),
    (&["independence", "day"], Feast::Fixed(7, 4)),
    (&["veterans", "day"], Feast::Fixed(11, 11)),
    (&["armistice", "day"], Feast::Fixed(11, 11)),
    (&["bastille", "day"], Feast::Fixed(7, 14)),
    (&["may", "day"], Feast::Fixed(5, 1)),
    (&["st", ".", "patrick", "'", "s", "day"], Feast::Fixed(3, 17)),
    (&["st", ".", "patrick", "’", "s", "day"], Feast::Fixed(3, 17)),
    (&["thanksgiving", "day"], Feast::Nth(11, 4, 4)),
    (&["thanksgiving"], Feast::Nth(11, 4, 4)),
    (&["black", "friday"], Feast::Nth(11, 4, 4)),
    (&["labor", "day"], Feast::Nth(9, 1, 1)),
    (&["memorial", "day"], Feast::Nth(5, 1, -1)),
    (&["columbus", "day"], Feast::Nth(10, 1, 2)),
    (&["mother", "'", "s", "day"], Feast::Nth(5, 7, 2)),
    (&["mother", "’", "s", "day"], Feast::Nth(5, 7, 2)),
    (&["father", "'", "s", "day"], Feast::Nth(6, 7, 3)),
    (&["father", "’", "s", "day"], Feast::Nth(6, 7, 3)),
    (&["election", "day"], Feast::Election),
    (&["good", "friday"], Feast::Easter(-2)),
    (&["easter", "sunday"], Feast::Easter(0)),
    (&["easter", "monday"], Feast::Easter(1)),
    (&["easter"], Feast::Easter(0)),
    (&["palm", "sunday"], Feast::Easter(-7)),
    (&["ash", "wednesday"], Feast::Easter(-46)),
];

/// The holiday that begins with lexeme `i`, and where it ends.
pub(super) fn feast(l: &crate::reading::numeral::Lexemes, i: usize) -> Option<(Feast, usize)> {
    if !l.is_capital(i) {
        return None;
    }
    FEASTS
        .iter()
        .filter(|(words, _)| words.iter().enumerate().all(|(k, w)| l.low(i + k) == *w))
        .max_by_key(|(words, _)| words.len())
        .map(|(words, feast)| (*feast, i + words.len()))
}

/// Every word with which an expression can begin.
const FIRST: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "mondays",
    "tuesday",
    "tuesdays",
    "wednesday",
    "wednesdays",
    "thursday",
    "thursdays",
    "friday",
    "fridays",
    "saturday",
    "saturdays",
    "sunday",
    "sundays",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "a",
    "an",
    "the",
    "this",
    "last",
    "past",
    "next",
    "coming",
    "upcoming",
    "current",
    "previous",
    "preceding",
    "prior",
    "following",
    "subsequent",
    "that",
    "same",
    "these",
    "each",
    "every",
    "early",
    "late",
    "mid",
    "earlier",
    "later",
    "end",
    "beginning",
    "middle",
    "start",
    "year",
    "today",
    "yesterday",
    "tomorrow",
    "tonight",
    "now",
    "currently",
    "recently",
    "recent",
    "previously",
    "soon",
    "future",
    "daily",
    "weekly",
    "monthly",
    "annually",
    "quarterly",
    "hourly",
    "yearly",
    "nightly",
    "overnight",
    "fiscal",
    "fy",
    "noon",
    "midnight",
    "midday",
    "sometime",
    "several",
    "few",
    "some",
    "half",
    "many",
    "couple",
    "hundreds",
    "thousands",
    "dozens",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "days",
    "weeks",
    "months",
    "years",
    "decades",
    "centuries",
    "hours",
    "minutes",
    "seconds",
    "quarters",
    "day",
    "week",
    "month",
    "decade",
    "christmas",
    "boxing",
    "new",
    "valentine",
    "halloween",
    "independence",
    "veterans",
    "armistice",
    "bastille",
    "st",
    "thanksgiving",
    "black",
    "labor",
    "memorial",
    "columbus",
    "mother",
    "father",
    "election",
    "good",
    "easter",
    "palm",
    "ash",
    "once",
    "twice",
    "ad",
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
    "presently",
    "lately",
    "nowadays",
    "right",
    "at",
    "present",
    "hour",
    "minute",
    "first",
    "second",
    "third",
    "fourth",
    "morning",
    "afternoon",
    "evening",
    "latest",
    "additional",
    "another",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "q",
    "q1",
    "q2",
    "q3",
    "q4",
    "h1",
    "h2",
    "annual",
    "weekend",
    "century",
    "dawn",
    "ramadan",
    "fortnight",
    "its",
    "their",
    "his",
    "her",
];

/// Whether an expression can begin with `word`: a quick look that spares the grammar most words of a text.
pub(super) fn begins(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| FIRST.iter().copied().collect());
    SET.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::numeral::Lexemes;
    use crate::text::Span;

    #[test]
    fn the_longest_holiday_counts() {
        let text = "On New Year's Eve and Christmas Eve";
        let l = Lexemes::of(text, Span::new(0, text.len()));
        assert_eq!(feast(&l, 1), Some((Feast::Fixed(12, 31), 6)));
        assert_eq!(feast(&l, 7), Some((Feast::Fixed(12, 24), 9)));
        assert_eq!(feast(&l, 0), None);
    }
}
