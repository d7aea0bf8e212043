//! The words of dates: months, weekdays, units, seasons, parts of the day.

use crate::article::calendar;
pub(super) use crate::article::calendar::month;
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

/// Weekday from 1 (Monday), with whether the word is an abbreviation; also in the plural ("Mondays").
pub(super) fn weekday(word: &str) -> Option<(i8, bool)> {
    let word = if word.len() > 6 { word.strip_suffix('s').unwrap_or(word) } else { word };
    calendar::weekday(word)
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
    /// "last year" behind a month or a day, whatever month it is now.
    LastYear,
    /// "next year" behind a month or a day.
    NextYear,
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

/// The words with which an expression can begin, beside months and weekdays.
const FIRST: &[&str] = &[
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
    static SET: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        const WEEKLY: [&str; 7] = ["mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"];
        let named = calendar::MONTHS.iter().chain(calendar::WEEKDAYS).map(|row| row.0);
        FIRST.iter().copied().chain(named).chain(WEEKLY).collect()
    });
    SET.contains(word)
}
