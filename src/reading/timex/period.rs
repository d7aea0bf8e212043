//! Parts of a year: quarters, halves, seasons, holidays.

use super::draft::{Draft, Meaning};
use super::feast::feast;
use super::words::{Which, season, which};
use super::year::{decade, year_at_plain};
use crate::reading::numeral::Lexemes;

/// "last year", "this year", "next year" behind a month or a day.
pub(super) fn trailing_which(l: &Lexemes, k: usize) -> (Which, usize) {
    let at = if l.low(k) == "of" || l.low(k) == "," { k + 1 } else { k };
    match (l.low(at), l.low(at + 1)) {
        ("last", "year") => (Which::LastYear, at + 2),
        ("this", "year") => (Which::This, at + 2),
        ("next", "year") => (Which::NextYear, at + 2),
        _ => (Which::Bare, k),
    }
}

/// "third quarter", "third-quarter", "fiscal third quarter", "second half", each perhaps "of 1990"; `year` where it stood before.
pub(super) fn quarter(l: &Lexemes, first: usize, i: usize, which: Which, year: Option<i16>) -> Option<Draft> {
    let mut k = i;
    if l.low(k) == "fiscal" {
        k += 1 + usize::from(l.is_dash(k + 1));
    }
    let number = match l.low(k) {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "last" | "final" if l.low(k + 1) == "half" => 2,
        _ if l.is_digits(k) && l.glued(k + 1) && matches!(l.low(k + 1), "st" | "nd" | "rd" | "th") => {
            let n = l.digits(k).filter(|n| (1..=4).contains(n))? as i8;
            k += 1;
            n
        }
        _ => return None,
    };
    k += 1;
    if l.is_dash(k) && l.glued(k) && l.glued(k + 1) {
        k += 1;
    }
    if l.low(k) == "fiscal" {
        k += 1;
    }
    let half = match l.low(k) {
        "quarter" => false,
        "half" if number <= 2 => true,
        _ => return None,
    };
    k += 1;
    let at = if l.low(k) == "of" { k + 1 } else { k };
    let mut year = year;
    let mut which = which;
    let mut end = k;
    if year.is_none() {
        if let Some((y, stop)) =
            year_at_plain(l, at).or_else(|| year_at_plain(l, at + 1).filter(|_| l.low(at) == "fiscal"))
        {
            (year, end) = (Some(y), stop);
        } else {
            let (tail, stop) = trailing_which(l, k);
            if tail != Which::Bare {
                (which, end) = (tail, stop);
            }
        }
    }
    if half {
        // the half of a match is none of a year
        let of_decade = decade(l, at, if l.low(at) == "the" { at + 1 } else { at });
        if let Some(Draft { end, meaning, .. }) = of_decade.filter(|_| l.low(k) == "of") {
            return Some(Draft::date(first, end, meaning));
        }
        let timely =
            year.is_some() || which != Which::Bare || l.low(k) == "of" && l.low(at) == "the" && l.low(at + 1) == "year";
        return timely.then(|| Draft::date(first, end, Meaning::Half { number, year, which }));
    }
    Some(Draft::date(first, end, Meaning::Quarter { number: Some(number), year, which }))
}

/// The calendar quarter that ends with the day or month at `i`, of "the quarter ended June 30": the one that the article is about,
/// by its own count, where it has named one.
pub(super) fn quarter_of_end(l: &Lexemes, i: usize) -> Option<Meaning> {
    let (Meaning::Day { year, month, .. } | Meaning::Month { year, month, .. }) =
        super::calendar::date_at(l, i + usize::from(l.low(i) == "in" || l.low(i) == "on"))?.meaning
    else {
        return None;
    };
    (month % 3 == 0).then_some(Meaning::Quarter { number: Some(month / 3), year, which: Which::Same })
}

/// How near a word of statistics makes "Q1" a quartile, in lexemes.
const QUARTILE: usize = 30;

/// "Q3", "Q3 2016", "H1 2015".
pub(super) fn quarter_code(l: &Lexemes, i: usize) -> Option<Draft> {
    let word = l.low(i);
    if !l.is_capital(i) || word.len() != 2 {
        return None;
    }
    let number = (word.as_bytes()[1] - b'0') as i8;
    let of_data = |k: usize| matches!(l.low(k), "quartile" | "quartiles" | "percentile" | "iqr");
    if (i.saturating_sub(QUARTILE)..(i + QUARTILE).min(l.len())).any(of_data) {
        return None;
    }
    let year = year_at_plain(l, i + 1);
    let end = year.map_or(i + 1, |(_, e)| e);
    let year = year.map(|(y, _)| y);
    Some(Draft::date(
        i,
        end,
        if word.starts_with('q') {
            Meaning::Quarter { number: Some(number), year, which: Which::Bare }
        } else {
            Meaning::Half { number, year: Some(year?), which: Which::Bare }
        },
    ))
}

/// A holiday, perhaps with its year.
pub(super) fn holiday(l: &Lexemes, first: usize, i: usize, which: Which) -> Option<Draft> {
    let (feast, end) = feast(l, i)?;
    let at = if matches!(l.low(end), "of" | ",") { end + 1 } else { end };
    match year_at_plain(l, at) {
        Some((year, stop)) => Some(Draft::date(first, stop, Meaning::Feast { feast, year: Some(year), which })),
        None => Some(Draft::date(first, end, Meaning::Feast { feast, year: None, which })),
    }
}

/// A season without an article: "summer 2016", "in summer".
pub(super) fn bare_season(l: &Lexemes, i: usize) -> Option<Draft> {
    let found = season(l.low(i))?;
    let at = if l.low(i + 1) == "of" { i + 2 } else { i + 1 };
    if let Some((year, end)) = year_at_plain(l, at) {
        return Some(Draft::date(i, end, Meaning::Season { season: found, year: Some(year), which: Which::Bare }));
    }
    let lead = matches!(l.before(i, 1), "in" | "by" | "until" | "since" | "every");
    ((lead || which(l.before(i, 1)).is_some()) && found != "FA")
        .then(|| Draft::date(i, i + 1, Meaning::Season { season: found, year: None, which: Which::Bare }))
}
