//! Holidays: their words and the days on which they fall.

use crate::reading::numeral::Lexemes;
use jiff::ToSpan;
use jiff::civil::Date;

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
pub(super) fn feast(l: &Lexemes, i: usize) -> Option<(Feast, usize)> {
    if !l.is_capital(i) {
        return None;
    }
    FEASTS
        .iter()
        .filter(|(words, _)| words.iter().enumerate().all(|(k, w)| l.low(i + k) == *w))
        .max_by_key(|(words, _)| words.len())
        .filter(|(words, _)| {
            // wishes and things are no dates
            let thing = matches!(
                l.low(i + words.len()),
                "tree"
                    | "trees"
                    | "bunny"
                    | "egg"
                    | "eggs"
                    | "carol"
                    | "carols"
                    | "card"
                    | "cards"
                    | "lights"
                    | "gift"
                    | "gifts"
            );
            !thing && !matches!(l.before(i, 1), "merry" | "happy")
        })
        .map(|(words, feast)| (*feast, i + words.len()))
}

/// Western Easter Sunday by the anonymous Gregorian algorithm (Nature, 1876).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

pub(super) fn feast_day(feast: Feast, year: i16) -> Option<Date> {
    match feast {
        Feast::Fixed(month, day) => Date::new(year, month, day).ok(),
        Feast::Nth(month, weekday, nth) => {
            let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
            Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
        }
        Feast::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        Feast::Election => {
            let monday = jiff::civil::Weekday::Monday;
            Date::new(year, 11, 1).ok()?.nth_weekday_of_month(1, monday).ok()?.checked_add(1.day()).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use jiff::civil::date;

    #[test]
    fn the_longest_holiday_counts() {
        let text = "On New Year's Eve and Christmas Eve";
        let l = Lexemes::of(text, Span::new(0, text.len()));
        assert_eq!(feast(&l, 1), Some((Feast::Fixed(12, 31), 6)));
        assert_eq!(feast(&l, 7), Some((Feast::Fixed(12, 24), 9)));
        assert_eq!(feast(&l, 0), None);
    }

    #[test]
    fn easter_falls_on_the_days_of_the_calendar() {
        assert_eq!(easter(2016), Some(date(2016, 3, 27)));
        assert_eq!(easter(2000), Some(date(2000, 4, 23)));
        assert_eq!(feast_day(Feast::Nth(11, 4, 4), 2016), Some(date(2016, 11, 24)));
        assert_eq!(feast_day(Feast::Election, 2016), Some(date(2016, 11, 8)));
    }
}
