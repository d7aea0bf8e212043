//! What the grammar of dates finds, before it is anchored.

use super::TimexKind;
use super::feast::Feast;
use super::words::{Unit, Which};

/// What an expression says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A day of a month, perhaps with its year; `day_leads` where the month is a word.
    Day { year: Option<i16>, month: i8, day: i8, weekday: Option<i8>, which: Which, day_leads: Option<bool> },
    /// A day of an open month ("the 15th").
    DayOfMonth { day: i8, weekday: Option<i8> },
    /// Two numbers of which one is the month: the article's order decides ("5/12/2016").
    Numeric { first: i8, second: i8, year: Option<i16>, weekday: Option<i8> },
    /// A month, perhaps with its year.
    Month { year: Option<i16>, month: i8, which: Which },
    /// A year.
    Year { year: i16, fiscal: bool },
    /// A decade, as the year's digits without the last ("198").
    Decade(i16),
    /// A century, as the year's digits without the last two ("19" for the 20th).
    Century(i16),
    /// A quarter of a year, open where it is "the quarter".
    Quarter { number: Option<i8>, year: Option<i16>, which: Which },
    /// A half of a year.
    Half { number: i8, year: Option<i16>, which: Which },
    /// A season.
    Season { season: &'static str, year: Option<i16>, which: Which },
    /// A weekday.
    Weekday { day: i8, which: Which },
    /// A weekday of a week counted from the article's own ("Friday last week").
    WeekdayOf { day: i8, weeks: i8 },
    /// A unit counted from the article's own ("last week").
    Unit { unit: Unit, which: Which },
    /// The last day of a year ("by year-end").
    YearEnd,
    /// The week in which a day lies ("the week of March 6").
    WeekOf(Box<Meaning>),
    /// So many units before (negative) or behind the article's date or the date named last.
    Shift { amount: f64, unit: Unit, sign: i8, from_last: bool },
    /// Days from the article's own.
    Today(i32),
    /// A holiday.
    Feast { feast: Feast, year: Option<i16>, which: Which },
    /// A time of day without a day.
    Clock,
    /// A value that needs no date: durations, sets, `PRESENT_REF`.
    Literal(String),
}

/// An expression found at lexemes `first..end`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// Index of the first lexeme.
    pub first: usize,
    /// One past the index of the last lexeme.
    pub end: usize,
    /// TIMEX3 type.
    pub kind: TimexKind,
    /// What it says.
    pub meaning: Meaning,
    /// Time of day as TIMEX3 writes it behind the day, without the `T` ("19:15", "NI").
    pub time: Option<String>,
}

impl Draft {
    pub(super) fn new(first: usize, end: usize, kind: TimexKind, meaning: Meaning) -> Self {
        Self { first, end, kind, meaning, time: None }
    }

    pub(super) fn date(first: usize, end: usize, meaning: Meaning) -> Self {
        Self::new(first, end, TimexKind::Date, meaning)
    }

    pub(super) fn literal(first: usize, end: usize, kind: TimexKind, value: impl Into<String>) -> Self {
        Self::new(first, end, kind, Meaning::Literal(value.into()))
    }
}
