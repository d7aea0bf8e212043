//! Days and units of the calendar as TIMEX3 writes them: what a value says, with the first and last day it stands for.

use super::words::Unit;
use jiff::civil::Date;
use jiff::{Span as Stretch, ToSpan};

/// A value with the days it stands for.
pub(super) struct Value {
    pub(super) text: String,
    pub(super) days: Option<(Date, Date)>,
    pub(super) relative: bool,
    pub(super) anchored: bool,
}

impl Value {
    pub(super) fn fixed(text: String, days: Option<(Date, Date)>) -> Self {
        Self { text, days, relative: false, anchored: true }
    }

    pub(super) fn anchored(text: String, days: Option<(Date, Date)>) -> Self {
        Self { text, days, relative: true, anchored: true }
    }

    pub(super) fn open(text: impl Into<String>) -> Self {
        Self { text: text.into(), days: None, relative: true, anchored: false }
    }
}

pub(super) fn plus(day: Date, amount: f64, unit: Unit) -> Option<Date> {
    let whole = |factor: f64| {
        let n = amount * factor;
        (n.abs() < 1e6).then_some(n.round() as i64)
    };
    let stretch: Stretch = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(day),
        Unit::Day => Stretch::new().try_days(whole(1.0)?).ok()?,
        Unit::Weekend | Unit::Week => Stretch::new().try_weeks(whole(1.0)?).ok()?,
        Unit::Month => Stretch::new().try_months(whole(1.0)?).ok()?,
        Unit::Quarter => Stretch::new().try_months(whole(3.0)?).ok()?,
        Unit::Year => Stretch::new().try_years(whole(1.0)?).ok()?,
        Unit::Decade => Stretch::new().try_years(whole(10.0)?).ok()?,
        Unit::Century => Stretch::new().try_years(whole(100.0)?).ok()?,
    };
    day.checked_add(stretch).ok()
}

pub(super) fn month_days(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

pub(super) fn year_days(year: i16) -> Option<(Date, Date)> {
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

pub(super) fn months_days(year: i16, from: i8, to: i8) -> Option<(Date, Date)> {
    Some((month_days(year, from)?.0, month_days(year, to)?.1))
}

pub(super) fn day_value(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

pub(super) fn week_value(day: Date) -> (String, Option<(Date, Date)>) {
    let week = day.iso_week_date();
    let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day);
    (format!("{:04}-W{:02}", week.year(), week.week()), monday.checked_add(6.days()).ok().map(|end| (monday, end)))
}

pub(super) fn quarter_of(month: i8) -> i8 {
    (month - 1) / 3 + 1
}

/// Days as a value cut to the size of `unit`.
pub(super) fn sized(day: Date, unit: Unit) -> (String, Option<(Date, Date)>) {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => (day_value(day), Some((day, day))),
        Unit::Weekend => {
            let (text, days) = week_value(day);
            let saturday = days.and_then(|(_, sunday)| sunday.checked_sub(1.day()).ok().map(|s| (s, sunday)));
            (format!("{text}-WE"), saturday)
        }
        Unit::Week => week_value(day),
        Unit::Month => (format!("{:04}-{:02}", day.year(), day.month()), month_days(day.year(), day.month())),
        Unit::Quarter => {
            let q = quarter_of(day.month());
            (format!("{:04}-Q{q}", day.year()), months_days(day.year(), 3 * q - 2, 3 * q))
        }
        Unit::Year => (format!("{:04}", day.year()), year_days(day.year())),
        Unit::Decade => decade_value(day.year() / 10),
        Unit::Century => century_value(day.year() / 100),
    }
}

pub(super) fn decade_value(number: i16) -> (String, Option<(Date, Date)>) {
    let days = year_days(number * 10).zip(year_days(number * 10 + 9)).map(|(a, b)| (a.0, b.1));
    (format!("{number:03}"), days)
}

pub(super) fn century_value(number: i16) -> (String, Option<(Date, Date)>) {
    let days = year_days(number * 100).zip(year_days(number * 100 + 99)).map(|(a, b)| (a.0, b.1));
    (format!("{number:02}"), days)
}

pub(super) fn season_days(year: i16, season: &str) -> Option<(Date, Date)> {
    match season {
        "SP" => months_days(year, 3, 5),
        "SU" => months_days(year, 6, 8),
        "FA" => months_days(year, 9, 11),
        _ => Some((Date::new(year, 12, 1).ok()?, month_days(year.checked_add(1)?, 2)?.1)),
    }
}

pub(super) fn season_month(season: &str) -> i8 {
    match season {
        "SP" => 4,
        "SU" => 7,
        "FA" => 10,
        _ => 1,
    }
}
