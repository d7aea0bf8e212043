//! Days counted within a month: "the last Friday of May", "the first Monday in October 2015", "the last day of March".

use super::draft::{Draft, Meaning};
use super::feast::Feast;
use super::period::trailing_which;
use super::words::{Which, month, weekday};
use super::year::year_at_plain;
use crate::reading::numeral::{Lexemes, ordinal};

/// The expression of this kind that begins with lexeme `i`.
pub(super) fn nth_at(l: &Lexemes, i: usize) -> Option<Draft> {
    let k = i + usize::from(l.low(i) == "the");
    let nth = match l.low(k) {
        "last" if k > i => -1,
        word => ordinal(word).filter(|n| *n <= 5)? as i8,
    };
    let day = weekday(l.low(k + 1)).filter(|(_, short)| !short && l.is_capital(k + 1)).map(|(day, _)| day);
    if day.is_none() && !(l.low(k + 1) == "day" && nth == -1) || !matches!(l.low(k + 2), "of" | "in") {
        return None;
    }
    let (number, short) = month(l.low(k + 3)).filter(|_| l.is_capital(k + 3))?;
    let end = k + 4 + usize::from(short && l.low(k + 4) == "." && l.glued(k + 4));
    let at = end + usize::from(matches!(l.low(end), "of" | ","));
    let (year, (which, end)) = match year_at_plain(l, at) {
        Some((year, stop)) => (Some(year), (Which::Bare, stop)),
        None => (None, trailing_which(l, end)),
    };
    let feast = match day {
        Some(day) => Feast::Nth(number, day, nth),
        None => Feast::Fixed(number, last_day(number, year)),
    };
    Some(Draft::date(i, end, Meaning::Feast { feast, year, which }))
}

/// The last day of a month, of a year without a leap day where no year is said.
fn last_day(month: i8, year: Option<i16>) -> i8 {
    jiff::civil::Date::new(year.unwrap_or(2001), month, 1).map_or(28, |day| day.days_in_month())
}

#[cfg(test)]
mod tests {
    use crate::reading::timex::tests::values;

    #[test]
    fn days_counted_within_a_month() {
        assert_eq!(values("It fell on the last Friday of May."), ["2016-05-27"]);
        assert_eq!(values("It fell on the first Monday in October 2012."), ["2012-10-01"]);
        assert_eq!(values("It fell on the third Thursday of November last year."), ["2015-11-19"]);
        assert_eq!(values("It closed on the last day of March."), ["2016-03-31"]);
        assert_eq!(values("It closed on the last day of February 2012."), ["2012-02-29"]);
        assert_eq!(values("She came last Friday, in May's car.")[0], "2016-12-09");
    }
}
