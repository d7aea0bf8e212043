//! Lengths of time ("five days", "the past two months", "a six-month truce") and sets ("every Monday", "daily", "twice a week").

use super::TimexKind;
use super::draft::Draft;
use super::words::{Unit, counted, month, unit, weekday};
use crate::reading::numeral::{Lexemes, Numeral};

/// A number of units before a noun: the number at `i`, also "a", "several", "few".
fn amount(l: &Lexemes, i: usize) -> Option<(Option<f64>, usize)> {
    match l.low(i) {
        "a" | "an" => {
            match l.low(i + 1) {
                "few" => return Some((None, i + 2)),
                "couple" => {
                    let at = if l.low(i + 2) == "of" { i + 3 } else { i + 2 };
                    let at = if l.low(at) == "more" { at + 1 } else { at };
                    return Some((Some(2.0), at));
                }
                _ => {}
            }
            if let Some(n) = Numeral::at(l, i) {
                return Some((Some(n.value), n.end));
            }
            Some((Some(1.0), i + 1))
        }
        "several" | "few" | "many" | "some" => {
            if let Some(n) = Numeral::at(l, i) {
                return Some((None, n.end));
            }
            Some((None, i + 1))
        }
        "couple" => Some((Some(2.0), if l.low(i + 1) == "of" { i + 2 } else { i + 1 })),
        "half" => {
            let at = if matches!(l.low(i + 1), "a" | "an") { i + 2 } else { i + 1 };
            Some((Some(0.5), at))
        }
        "another" => Some((Some(1.0), i + 1)),
        _ => {
            let n = Numeral::at(l, i)?;
            // "the past two quarters" are no half
            if n.is_fraction && l.low(n.end - 1) == "quarters" && l.low(n.end) != "of" {
                return Some((Some((n.value * 4.0).round()), n.end - 1));
            }
            let vague = n.to.is_some();
            if vague && l.low(n.end) == "of" {
                return Some((None, n.end + 1));
            }
            Some((if vague { None } else { Some(n.value) }, n.end))
        }
    }
}

/// TIMEX3 duration of so many units, of an open number without `amount`.
pub(super) fn duration(amount: Option<f64>, unit: Unit, times: f64) -> String {
    let (prefix, letter, size) = match unit {
        Unit::Second => ("PT", "S", 1.0),
        Unit::Minute => ("PT", "M", 1.0),
        Unit::Hour => ("PT", "H", 1.0),
        Unit::Day => ("P", "D", 1.0),
        Unit::Weekend => ("P", "WE", 1.0),
        Unit::Week => ("P", "W", 1.0),
        Unit::Month => ("P", "M", 1.0),
        Unit::Quarter => ("P", "M", 3.0),
        Unit::Year => ("P", "Y", 1.0),
        Unit::Decade => ("P", "Y", 10.0),
        Unit::Century => ("P", "Y", 100.0),
    };
    let Some(amount) = amount else {
        let letter = match unit {
            Unit::Decade => "DE",
            Unit::Century => "CE",
            Unit::Quarter => "Q",
            _ => letter,
        };
        return format!("{prefix}X{letter}");
    };
    let n = amount * size * times;
    let rest = n.fract();
    if (rest - 0.5).abs() < 1e-9 {
        let whole = n.trunc();
        let smaller = match unit {
            Unit::Year | Unit::Decade | Unit::Century => Some("6M"),
            Unit::Hour => Some("30M"),
            Unit::Minute => Some("30S"),
            _ => None,
        };
        if let Some(smaller) = smaller {
            return if whole == 0.0 {
                format!("{prefix}{smaller}")
            } else {
                format!("{prefix}{whole}{letter}{smaller}")
            };
        }
    }
    format!("{prefix}{n}{letter}")
}

/// The unit at `i`, skipping adjectives that count only with it ("trading days", "consecutive weeks"); unit, times, plural, end.
pub(super) fn unit_at(l: &Lexemes, i: usize) -> Option<(Unit, f64, bool, usize)> {
    let mut k = i;
    for _ in 0..2 {
        match l.low(k) {
            "more" | "full" | "straight" | "consecutive" | "trading" | "business" | "working" | "long"
            | "additional" | "whole" | "calendar" | "short" | "solid" | "extra" | "successive" | "fiscal"
            | "further" | "other" => k += 1,
            _ => break,
        }
    }
    let (unit, times, plural) = counted(l.low(k))?;
    Some((unit, times, plural, k + 1))
}

/// The duration that begins with lexeme `i` (its determiner included by the caller): number and unit; the number, unit and end.
pub(super) fn counted_at(l: &Lexemes, i: usize) -> Option<(Option<f64>, Unit, f64, usize)> {
    let (mut number, mut k) = amount(l, i)?;
    let is_article = matches!(l.low(i), "a" | "an") && k == i + 1;
    let hyphen = l.is_dash(k) && l.glued(k) && l.glued(k + 1);
    if hyphen {
        k += 1;
    }
    if l.low(k) == "of" && !is_article {
        k += 1;
    }
    // "three- and four-year terms"
    if l.is_dash(k)
        && l.glued(k)
        && !l.glued(k + 1)
        && matches!(l.low(k + 1), "and" | "or" | "to")
        && let Some((_, end)) = amount(l, k + 2).filter(|(n, end)| n.is_some() && l.is_dash(*end) && l.glued(*end))
    {
        k = end + 1;
    } else if matches!(l.low(k), "to" | "or") || (l.is_dash(k) && !hyphen) {
        if let Some((_, end)) = amount(l, k + 1).filter(|(n, _)| n.is_some()) {
            k = end + usize::from(l.is_dash(end) && l.glued(end));
        }
    } else if hyphen && (l.low(k) == "to" || l.is_digits(k)) {
        let at = if l.low(k) == "to" { k + 1 + usize::from(l.is_dash(k + 1)) } else { k };
        if let Some((_, end)) = amount(l, at) {
            k = end + usize::from(l.is_dash(end) && l.glued(end));
        }
    }
    let (unit, times, plural, mut end) = unit_at(l, k)?;
    if l.low(end - 1) == "second"
        && (is_article || number == Some(1.0))
        && !hyphen
        && !l.is_dash(k.wrapping_sub(1))
        && l.low(i) != "one"
    {
        return None; // "a second", which mostly counts
    }
    if matches!(l.low(end - 1), "night") && !hyphen && is_article {
        return None;
    }
    // the verb "seconds", the noun of a newspaper "second"
    if !plural
        && !is_article
        && !hyphen
        && number.is_some_and(|n| n > 1.0)
        && !matches!(l.low(end), "period" | "old" | "term" | "low" | "high")
        && l.is_word(end)
        && l.low(end - 1) == "second"
    {
        return None;
    }
    if l.low(end) == "and" && l.low(end + 1) == "a" && matches!(l.low(end + 2), "half" | "quarter") {
        number = number.map(|n| n + if l.low(end + 2) == "half" { 0.5 } else { 0.25 });
        end += 3;
    }
    Some((number, unit, times, end))
}

/// A duration without any relation to a date: "five days", "a week", "several years", "six-month".
pub(super) fn duration_at(l: &Lexemes, i: usize) -> Option<Draft> {
    let first = if l.low(i) == "the" { i + 1 } else { i };
    if first == i {
        // bare plurals: "for weeks", "years of war"
        if let Some((unit, true)) =
            unit(l.low(i)).filter(|(u, _)| !matches!(u, Unit::Weekend | Unit::Second | Unit::Minute))
        {
            return bare_plural(l, i, unit);
        }
    }
    let (number, unit, times, end) = counted_at(l, first)?;
    if first > i && matches!(l.low(first), "a" | "an" | "half" | "some") {
        return None;
    }
    let article = matches!(l.low(first), "a" | "an") && end == first + 2;
    if article && is_rate(l, first) {
        return None;
    }
    if unit == Unit::Quarter
        && (number == Some(1.0)
            || number.is_none() && !l.low(end - 1).ends_with('s')
            || number.is_some_and(|n| n.fract() != 0.0))
    {
        return None;
    }
    // "on 60 Minutes" is a name
    if l.is_digits(first) && l.is_capital(end - 1) && first > 0 && !l.is_capital(first - 1) && l.is_word(first - 1) {
        return None;
    }
    // "a year-earlier loss" is a year-earlier loss
    let compound = l.is_dash(end) && l.glued(end) && matches!(l.low(end + 1), "earlier" | "ago" | "end");
    if compound || is_age(l, end) || is_speed(l, end) {
        return None;
    }
    if l.low(first) == "one"
        && end == first + 2
        && unit == Unit::Day
        && l.is_word(end)
        && !l.glued(end - 1)
        && !matches!(l.low(end), "of" | "and" | "to" | "in" | "for" | "after" | "before")
    {
        return None;
    }
    Some(Draft::literal(i, end, TimexKind::Duration, duration(number, unit, times)))
}

/// "per day", "$5 a day", "miles an hour": whether the article at `i` makes a rate.
pub(super) fn is_rate(l: &Lexemes, i: usize) -> bool {
    let Some(back) = i.checked_sub(1) else { return false };
    if l.is_digits(back)
        || matches!(
            l.low(back),
            "%" | "percent"
                | "cent"
                | "million"
                | "billion"
                | "thousand"
                | "once"
                | "twice"
                | "times"
                | "miles"
                | "kilometers"
                | "kilometres"
                | "barrels"
                | "dollars"
                | "euros"
                | "pounds"
                | "bn"
                | "m"
                | "mph"
        )
    {
        return true;
    }
    // a counted plural before it: "15 tankers a year"
    let word = l.low(back);
    word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && (1..=4).any(|k| {
            back.checked_sub(k).is_some_and(|at| {
                l.is_digits(at)
                    || crate::reading::numeral::is_scale(l.low(at))
                    || crate::reading::numeral::cardinal(l.low(at)).is_some()
            })
        })
}

/// Whether what follows makes the duration an age ("years old", "years of age").
fn is_age(l: &Lexemes, end: usize) -> bool {
    let at = if l.is_dash(end) { end + 1 } else { end };
    matches!(l.low(at), "old" | "olds") || l.low(end) == "of" && l.low(end + 1) == "age"
}

fn is_speed(l: &Lexemes, end: usize) -> bool {
    matches!(l.low(end), "per") || l.low(end) == "of" && l.low(end + 1) == "arc"
}

/// "weeks", "years": a length only where the words around make it one.
fn bare_plural(l: &Lexemes, i: usize, unit: Unit) -> Option<Draft> {
    let lead = l.before(i, 1);
    // "three-quarters of it" is a share
    if is_age(l, i + 1) || l.glued(i) && l.is_dash(i - 1) && unit == Unit::Quarter {
        return None;
    }
    let led = matches!(
        lead,
        "for"
            | "in"
            | "within"
            | "after"
            | "over"
            | "of"
            | "took"
            | "take"
            | "takes"
            | "lasted"
            | "spent"
            | "last"
            | "by"
            | "through"
            | "during"
            | "spend"
            | "than"
            | "or"
            | "and"
            | "are"
    );
    let followed = matches!(l.low(i + 1), "of" | "ago" | "later" | "earlier" | "after" | "before" | "-");
    if !led && !followed {
        return None;
    }
    Some(Draft::literal(i, i + 1, TimexKind::Duration, duration(None, unit, 1.0)))
}

/// Sets: "daily", "every day", "each Monday", "every two years", "twice a week", "a year" behind an amount.
pub(super) fn set_at(l: &Lexemes, i: usize) -> Option<Draft> {
    let set = |end: usize, value: String| Some(Draft::literal(i, end, TimexKind::Set, value));
    match l.low(i) {
        // the names of newspapers are none
        word @ ("daily" | "weekly" | "monthly" | "annually" | "yearly" | "hourly" | "nightly") => {
            if l.is_capital(i)
                && (l.is_capital(i + 1) && l.is_word(i + 1) || i > 0 && l.is_capital(i - 1) && l.is_word(i - 1))
            {
                return None;
            }
            let value = match word {
                "daily" | "nightly" => "P1D",
                "weekly" => "P1W",
                "monthly" => "P1M",
                "hourly" => "PT1H",
                _ => "P1Y",
            };
            let end = if l.low(i + 1) == "basis" { i + 2 } else { i + 1 };
            set(end, value.into())
        }
        "every" | "each" => {
            let k = i + 1;
            if let Some((day, _)) = weekday(l.low(k)).filter(|_| l.is_capital(k)) {
                return set(k + 1, format!("XXXX-WXX-{day}"));
            }
            if let Some((number, _)) = month(l.low(k)).filter(|_| l.is_capital(k)) {
                return set(k + 1, format!("XXXX-{number:02}"));
            }
            if let Some(season) = super::words::season(l.low(k)).filter(|s| *s != "FA") {
                return set(k + 1, format!("XXXX-{season}"));
            }
            if l.low(k) == "other" {
                let (unit, _) = unit(l.low(k + 1))?;
                return set(k + 2, duration(Some(2.0), unit, 1.0));
            }
            if let Some((unit, false)) = unit(l.low(k)) {
                let value = match unit {
                    Unit::Second => return None,
                    Unit::Quarter => "P1Q".to_string(),
                    Unit::Weekend => "XXXX-WXX-WE".to_string(),
                    _ => duration(Some(1.0), unit, 1.0),
                };
                return set(k + 1, value);
            }
            if let Some(part @ ("MO" | "AF" | "EV" | "NI")) = super::words::day_part(l.low(k)) {
                return set(k + 1, format!("XXXX-XX-XXT{part}"));
            }
            let (number, unit, times, end) = counted_at(l, k)?;
            (number.is_some() && l.low(i) == "every")
                .then(|| Draft::literal(i, end, TimexKind::Set, duration(number, unit, times)))
        }
        "once" | "twice" => {
            let at = i + 1;
            let unit = matches!(l.low(at), "a" | "every" | "each" | "per")
                .then(|| unit(l.low(at + 1)))
                .flatten()
                .filter(|(_, plural)| !plural)?;
            set(at + 2, duration(Some(1.0), unit.0, 1.0))
        }
        _ => {
            // "Tuesday nights"
            let night = super::words::day_part(l.low(i + 1)).filter(|_| l.low(i + 1).ends_with('s'));
            if let (Some((day, false)), Some(part)) = (weekday(l.low(i)).filter(|_| l.is_capital(i)), night) {
                return set(i + 2, format!("XXXX-WXX-{day}T{part}"));
            }
            // "Mondays"
            let (day, _) = weekday(l.low(i)).filter(|_| l.low(i).ends_with("days") && l.is_capital(i))?;
            set(i + 1, format!("XXXX-WXX-{day}"))
        }
    }
}
