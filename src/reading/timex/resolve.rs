//! Anchors what the grammar found: on the article's own date, else on dates of the text, else partly open.

use super::days::{
    Value, century_value, day_value, decade_value, month_days, months_days, plus, quarter_of, season_days,
    season_month, sized, year_days,
};
use super::draft::{Draft, Meaning};
use super::feast::{Feast, feast_day};
use super::tense::Tense;
use super::words::{Unit, Which};
use super::{Timex, TimexKind};
use crate::text::Span;
use jiff::ToSpan;
use jiff::civil::Date;

/// What expressions are counted from.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    /// The article's own date.
    pub dct: Option<Date>,
    /// The day named last in the text, or the first day of the month or year named last.
    pub last: Option<Date>,
    /// The year stated last in this block, else the one known of an article whose date is not whole.
    pub year: Option<i16>,
    /// Where in the text a year was stated last.
    pub year_at: Option<u32>,
    /// Where the expression stands that is being read.
    pub here: u32,
    /// The quarter that the article is about: year and number.
    pub quarter: Option<(i16, i8)>,
    /// Whether the article writes the day before the month.
    pub day_first: bool,
}

impl Anchor {
    /// The past year in which the text moves just here ("in 1831 … on July 14"): stated shortly before, and so long ago
    /// that the article's own months cannot be meant; a year that is nearer is mostly said in passing.
    fn story_year(&self, tense: Tense) -> Option<i16> {
        let (year, at) = (self.year?, self.year_at?);
        let near = self.here.checked_sub(at).is_some_and(|d| d < 220);
        let own = self.dct?.year();
        (near && tense != Tense::Future && year < own - 20 && year > 0).then_some(year)
    }

    fn state_year(&mut self, year: i16) {
        (self.year, self.year_at) = (Some(year), Some(self.here));
    }
}

/// The year in which a month (and day) without one most likely lies.
fn year_for(month: i8, day: Option<i8>, which: Which, tense: Tense, dct: Date) -> i16 {
    let in_year = |year: i16| Date::new(year, month, day.unwrap_or(15).min(28)).unwrap_or(dct);
    let this = in_year(dct.year());
    let same = month == dct.month() && day.is_none_or(|d| d == dct.day());
    match which {
        Which::Last | Which::Before => return if this < dct && !same { dct.year() } else { dct.year() - 1 },
        Which::Next | Which::After => return if this > dct && !same { dct.year() } else { dct.year() + 1 },
        Which::This => return dct.year(),
        Which::LastYear | Which::NextYear => return shifted_year(dct.year(), which),
        _ => {}
    }
    if same || (day.is_none() && month == dct.month()) {
        return dct.year();
    }
    let days = |a: Date, b: Date| (a - b).get_days();
    match tense {
        Tense::Past if this > dct => {
            // a plan told in the past tense: what lies close ahead is nearer than what lies almost a year back
            if days(this, dct) <= 75 { dct.year() } else { dct.year() - 1 }
        }
        Tense::Future if this < dct => {
            if days(dct, this) <= 45 {
                dct.year()
            } else {
                dct.year() + 1
            }
        }
        Tense::Unknown => {
            // the nearest of three, with a leaning to the past
            if this > dct && days(this, dct) > 150 {
                dct.year() - 1
            } else if this < dct && days(dct, this) > 270 {
                dct.year() + 1
            } else {
                dct.year()
            }
        }
        _ => dct.year(),
    }
}

/// The day that a weekday names: about half of those in newswire are the article's own, most others in the six days before.
fn weekday_day(weekday: i8, which: Which, tense: Tense, dct: Date) -> Option<Date> {
    let own = dct.weekday().to_monday_one_offset();
    let back = i64::from((own - weekday).rem_euclid(7));
    let ahead = i64::from((weekday - own).rem_euclid(7));
    let back_strict = if back == 0 { 7 } else { back };
    let ahead_strict = if ahead == 0 { 7 } else { ahead };
    let shift = match which {
        Which::Last | Which::Before => -back_strict,
        Which::Next | Which::After => ahead_strict,
        Which::This => {
            if tense == Tense::Past {
                -back
            } else {
                ahead
            }
        }
        _ if back == 0 => 0,
        _ => match tense {
            Tense::Future => ahead,
            _ => -back,
        },
    };
    dct.checked_add(shift.days()).ok()
}

/// Turns a draft into a [`Timex`] over `span` and remembers what it names for those behind it.
pub(super) fn resolve(draft: &Draft, span: Span, tense: Tense, anchor: &mut Anchor) -> Timex {
    let mut weekday = None;
    anchor.here = span.start;
    let value = match &draft.meaning {
        Meaning::WeekOf(day) => {
            let day = meaning(day, tense, anchor, &mut weekday);
            match day.days {
                Some((first, _)) => {
                    let (text, days) = sized(first, Unit::Week);
                    Value { text, days, ..day }
                }
                None => Value::open("XXXX-WXX"),
            }
        }
        // "In 1795 … Today, his idea": the present age beside a story of long ago
        Meaning::Today(0) if draft.time.is_none() && tense == Tense::Unknown && anchor.story_year(tense).is_some() => {
            Value { text: "PRESENT_REF".into(), days: None, relative: true, anchored: true }
        }
        own => meaning(own, tense, anchor, &mut weekday),
    };
    if let Some((first, last)) = value.days.filter(|_| draft.kind != TimexKind::Duration) {
        // "a year later" counts from a day or month, and from a year where the text moves in years
        if (last - first).get_days() < 400 {
            anchor.last = Some(first);
        }
    }
    let mut text = value.text;
    if let Some(time) = &draft.time {
        if text.is_empty() {
            text = anchor.dct.map_or_else(|| "XXXX-XX-XX".into(), day_value);
        }
        text.push('T');
        text.push_str(time);
    }
    Timex {
        span,
        kind: draft.kind,
        value: text,
        days: value.days,
        relative: value.relative,
        anchored: value.anchored,
        weekday,
    }
}

fn meaning(meaning: &Meaning, tense: Tense, anchor: &mut Anchor, weekday_out: &mut Option<i8>) -> Value {
    let dct = anchor.dct;
    let reference = |which: Which| match which {
        Which::Before | Which::After | Which::Same => anchor.last.or(dct),
        _ => dct,
    };
    match meaning.clone() {
        Meaning::Literal(text) => {
            // "the past two years" have no end without a date, but the length stands by itself
            Value {
                relative: text.ends_with("_REF"),
                anchored: dct.is_some() || !text.ends_with("_REF"),
                days: None,
                text,
            }
        }
        Meaning::Day { year, month, day, weekday, which, .. } => {
            if weekday.is_some() {
                *weekday_out = weekday;
            }
            day_of(year, month, day, which, tense, anchor)
        }
        Meaning::Numeric { first, second, year, weekday } => {
            *weekday_out = weekday;
            let (day, month) = if second > 12 {
                (second, first)
            } else if first > 12 || anchor.day_first {
                (first, second)
            } else {
                (second, first)
            };
            day_of(year, month, day, Which::Bare, tense, anchor)
        }
        Meaning::DayOfMonth { day, weekday } => {
            *weekday_out = weekday.filter(|_| false);
            match reference(Which::Same).and_then(|d| Date::new(d.year(), d.month(), day).ok()) {
                Some(day) => Value::anchored(day_value(day), Some((day, day))),
                None => Value::open(format!("XXXX-XX-{day:02}")),
            }
        }
        Meaning::Month { year: Some(year), month, .. } => {
            anchor.state_year(year);
            Value::fixed(format!("{year:04}-{month:02}"), month_days(year, month))
        }
        Meaning::Month { year: None, month, which } => {
            let year = match dct {
                Some(_) if which == Which::Bare && anchor.story_year(tense).is_some() => anchor.story_year(tense),
                Some(dct) => Some(year_for(month, None, which, tense, dct)),
                None if which == Which::Bare => anchor.year,
                None => None,
            };
            match year {
                Some(year) => Value::anchored(format!("{year:04}-{month:02}"), month_days(year, month)),
                None => Value::open(format!("XXXX-{month:02}")),
            }
        }
        Meaning::Year { year, .. } => {
            anchor.state_year(year);
            let text = if year < 0 { format!("BC{:04}", -i32::from(year)) } else { format!("{year:04}") };
            Value::fixed(text, if year > 0 { year_days(year) } else { None })
        }
        Meaning::Decade(number) => {
            let (text, days) = decade_value(number);
            Value::fixed(text, days)
        }
        Meaning::Century(number) => {
            let (text, days) = century_value(number);
            Value::fixed(text, days)
        }
        Meaning::Quarter { number, year, which } => quarter_value(number, year, which, anchor),
        Meaning::Half { number, year, which } => {
            let year = year.or_else(|| dct.map(|d| shifted_year(d.year(), which)));
            match year {
                Some(year) => {
                    Value::fixed(format!("{year:04}-H{number}"), months_days(year, 6 * number - 5, 6 * number))
                }
                None => Value::open(format!("XXXX-H{number}")),
            }
        }
        Meaning::Season { season, year, which } => {
            if let Some(year) = year {
                return Value::fixed(format!("{year:04}-{season}"), season_days(year, season));
            }
            match dct {
                Some(dct) => {
                    let month = season_month(season);
                    let year = match which {
                        Which::Last | Which::Before => {
                            let now = quarter_of(dct.month() % 12 + 1) == quarter_of(month % 12 + 1);
                            if month < dct.month() && !now { dct.year() } else { dct.year() - 1 }
                        }
                        Which::Next => {
                            if month > dct.month() {
                                dct.year()
                            } else {
                                dct.year() + 1
                            }
                        }
                        Which::This => dct.year(),
                        _ => year_for(month, None, which, tense, dct),
                    };
                    Value::anchored(format!("{year:04}-{season}"), season_days(year, season))
                }
                None => Value::open(format!("XXXX-{season}")),
            }
        }
        Meaning::Weekday { day, which } => match reference(which) {
            Some(base) => match weekday_day(day, which, tense, base) {
                Some(found) => Value::anchored(day_value(found), Some((found, found))),
                None => Value::open(format!("XXXX-WXX-{day}")),
            },
            None => Value::open(format!("XXXX-WXX-{day}")),
        },
        Meaning::WeekdayOf { day, weeks } => {
            let monday = dct.map(|dct| dct.weekday().to_monday_zero_offset());
            let shift = monday.map(|own| i64::from(weeks) * 7 + i64::from(day - 1 - own));
            match shift.and_then(|days| dct?.checked_add(days.days()).ok()) {
                Some(found) => Value::anchored(day_value(found), Some((found, found))),
                None => Value::open(format!("XXXX-WXX-{day}")),
            }
        }
        Meaning::Unit { unit, which } => {
            let steps = match which {
                Which::Last | Which::Before => -1.0,
                Which::Next | Which::After => 1.0,
                _ => 0.0,
            };
            // "the weekend" of a text in the past tense is the one before
            let steps =
                if unit == Unit::Weekend && which == Which::Bare && tense != Tense::Future { -1.0 } else { steps };
            match reference(which).and_then(|base| plus(base, steps, unit)) {
                Some(day) => {
                    let (text, days) = sized(day, unit);
                    Value::anchored(text, days)
                }
                None => Value::open(match unit {
                    Unit::Week => "XXXX-WXX",
                    Unit::Weekend => "XXXX-WXX-WE",
                    Unit::Month => "XXXX-XX",
                    Unit::Day => "XXXX-XX-XX",
                    Unit::Quarter => "XXXX-QX",
                    Unit::Decade => "XXX",
                    Unit::Century => "XX",
                    _ => "XXXX",
                }),
            }
        }
        Meaning::Shift { amount, unit, sign, from_last } => {
            let base = if from_last { anchor.last.or(dct) } else { dct };
            if unit == Unit::Year
                && amount == 1.0
                && sign < 0
                && let Some((year, quarter)) = anchor.quarter
            {
                let text = format!("{:04}-Q{quarter}", year - 1);
                return Value::anchored(text, months_days(year - 1, 3 * quarter - 2, 3 * quarter));
            }
            match base.and_then(|base| plus(base, amount * f64::from(sign), unit)) {
                Some(day) if matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) => {
                    Value::anchored(day_value(day), Some((day, day)))
                }
                Some(day) => {
                    let (text, days) = sized(day, unit);
                    Value::anchored(text, days)
                }
                None => Value::open(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }),
            }
        }
        Meaning::Today(days) => match dct.and_then(|d| d.checked_add(days.days()).ok()) {
            Some(day) => Value::anchored(day_value(day), Some((day, day))),
            None => Value::open("XXXX-XX-XX"),
        },
        Meaning::Feast { feast, year, which } => {
            if let Some(day) = year.and_then(|y| feast_day(feast, y)) {
                return Value::fixed(day_value(day), Some((day, day)));
            }
            match dct.and_then(|dct| {
                let this = feast_day(feast, dct.year())?;
                let year = year_for(this.month(), Some(this.day()), which, tense, dct);
                feast_day(feast, year)
            }) {
                Some(day) => Value::anchored(day_value(day), Some((day, day))),
                None => Value::open(match feast {
                    Feast::Fixed(month, day) => format!("XXXX-{month:02}-{day:02}"),
                    Feast::Nth(month, ..) => format!("XXXX-{month:02}-XX"),
                    Feast::Election => "XXXX-11-XX".into(),
                    Feast::Easter(_) => "XXXX-XX-XX".into(),
                }),
            }
        }
        Meaning::YearEnd => {
            let back = i16::from(tense == Tense::Past);
            match dct.and_then(|d| Date::new(d.year() - back, 12, 31).ok()) {
                Some(day) => Value::anchored(day_value(day), Some((day, day))),
                None => Value::open("XXXX-12-31"),
            }
        }
        Meaning::WeekOf(_) => Value::open("XXXX-WXX"),
        Meaning::Clock => match anchor.last.filter(|_| false).or(dct) {
            Some(day) => Value { text: String::new(), days: Some((day, day)), relative: true, anchored: true },
            None => Value { text: String::new(), days: None, relative: true, anchored: false },
        },
    }
}

fn shifted_year(year: i16, which: Which) -> i16 {
    match which {
        Which::Last | Which::Before | Which::LastYear => year - 1,
        Which::Next | Which::After | Which::NextYear => year + 1,
        _ => year,
    }
}

fn day_of(year: Option<i16>, month: i8, day: i8, which: Which, tense: Tense, anchor: &mut Anchor) -> Value {
    if let Some(year) = year {
        anchor.state_year(year);
        return match Date::new(year, month, day) {
            Ok(found) => Value::fixed(day_value(found), Some((found, found))),
            Err(_) => Value::fixed(format!("{year:04}-{month:02}-{day:02}"), None),
        };
    }
    let year = match anchor.dct {
        Some(dct) if which != Which::Bare => Some(year_for(month, Some(day), which, tense, dct)),
        Some(_) if anchor.story_year(tense).is_some() => anchor.story_year(tense),
        Some(dct) => Some(year_for(month, Some(day), which, tense, dct)),
        None => anchor.year,
    };
    match year.and_then(|year| Date::new(year, month, day).ok()) {
        Some(found) => Value::anchored(day_value(found), Some((found, found))),
        None => Value::open(format!("XXXX-{month:02}-{day:02}")),
    }
}

/// A quarter: a numbered one lies in the past of an article, "the quarter" is the one it is about.
fn quarter_value(number: Option<i8>, year: Option<i16>, which: Which, anchor: &mut Anchor) -> Value {
    let build = |year: i16, q: i8| (format!("{year:04}-Q{q}"), months_days(year, 3 * q - 2, 3 * q));
    let Some(dct) = anchor.dct else {
        return match (year, number) {
            (Some(year), Some(q)) => {
                let (text, days) = build(year, q);
                Value::fixed(text, days)
            }
            (Some(year), None) => Value::open(format!("{year:04}-QX")),
            (None, Some(q)) => Value::open(format!("XXXX-Q{q}")),
            (None, None) => Value::open("XXXX-QX"),
        };
    };
    let own = quarter_of(dct.month());
    let before = if own == 1 { (dct.year() - 1, 4) } else { (dct.year(), own - 1) };
    let (year, q) = match (year, number) {
        (_, Some(_)) if which == Which::Same && anchor.quarter.is_some() => anchor.quarter.unwrap_or(before),
        (Some(year), Some(q)) => (year, q),
        (Some(year), None) => (year, anchor.quarter.map_or(before.1, |(_, q)| q)),
        (None, Some(q)) => {
            let year = match which {
                Which::Last | Which::Next | Which::This | Which::Before | Which::LastYear | Which::NextYear => {
                    shifted_year(dct.year(), which)
                }
                // results are told of the quarter that has ended, plans of the one to come
                _ if q > own + 1 => dct.year() - 1,
                _ if q == 4 && own == 1 => dct.year() - 1,
                _ => dct.year(),
            };
            anchor.quarter = Some((year, q));
            (year, q)
        }
        (None, None) => match which {
            Which::This => (dct.year(), own),
            Which::Next => {
                if own == 4 {
                    (dct.year() + 1, 1)
                } else {
                    (dct.year(), own + 1)
                }
            }
            Which::Last => before,
            _ => anchor.quarter.unwrap_or(before),
        },
    };
    let (text, days) = build(year, q);
    Value::anchored(text, days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_weekday_looks_back_unless_the_clause_looks_ahead() {
        let friday = date(2016, 12, 16);
        assert_eq!(weekday_day(5, Which::Bare, Tense::Past, friday), Some(friday));
        assert_eq!(weekday_day(3, Which::Bare, Tense::Unknown, friday), Some(date(2016, 12, 14)));
        assert_eq!(weekday_day(3, Which::Bare, Tense::Future, friday), Some(date(2016, 12, 21)));
        assert_eq!(weekday_day(5, Which::Last, Tense::Past, friday), Some(date(2016, 12, 9)));
    }
}
