//! Times of day: "7:15 p.m.", "18:00 GMT", "noon", "nine o'clock", perhaps with their day.

use super::TimexKind;
use super::draft::{Draft, Meaning};
use super::words::day_part;
use crate::reading::numeral::{Lexemes, cardinal};

/// "a.m." or "p.m." at `i`: the hours to add and where it ends.
fn half_day(l: &Lexemes, i: usize) -> Option<(i64, usize)> {
    let add = |word: &str| match word {
        "am" | "a" => Some(0),
        "pm" | "p" => Some(12),
        _ => None,
    };
    let hours = add(l.low(i))?;
    if l.low(i).len() == 2 {
        return Some((hours, i + 1));
    }
    if l.low(i + 1) == "." && l.low(i + 2) == "m" && l.glued(i + 1) && l.glued(i + 2) {
        let dot = l.low(i + 3) == "." && l.glued(i + 3);
        return Some((hours, i + 3 + usize::from(dot)));
    }
    None
}

/// A time zone at `i`, and where it ends.
fn zone(l: &Lexemes, i: usize) -> usize {
    match l.raw(i) {
        "GMT" | "UTC" | "EST" | "EDT" | "PST" | "PDT" | "CST" | "CDT" | "MST" | "MDT" | "ET" | "PT" | "CT" | "BST"
        | "CET" | "CEST" | "MSK" | "IST" | "JST" | "AEST" | "AEDT" | "SGT" | "HKT" => i + 1,
        _ if l.low(i) == "local" && l.low(i + 1) == "time" => i + 2,
        _ if matches!(l.low(i), "eastern" | "pacific" | "central" | "moscow" | "london" | "beijing")
            && l.low(i + 1) == "time" =>
        {
            i + 2
        }
        "(" if zone(l, i + 1) > i + 1 && l.low(zone(l, i + 1)) == ")" => zone(l, i + 1) + 1,
        _ => i,
    }
}

/// The clock time that begins with lexeme `i`: its TIMEX3 form without the `T`, and where it ends.
pub(super) fn clock_at(l: &Lexemes, i: usize) -> Option<(String, usize)> {
    if l.is_digits(i) {
        let hour = l.digits(i).filter(|h| *h <= 24 && l.low(i).len() <= 2);
        if let Some(hour) = hour {
            let colon = matches!(l.low(i + 1), ":" | ".")
                && l.glued(i + 1)
                && l.glued(i + 2)
                && l.is_digits(i + 2)
                && l.low(i + 2).len() == 2;
            if colon {
                let minute = l.digits(i + 2).filter(|m| *m < 60)?;
                let mut k = i + 3;
                let mut second = None;
                if l.low(k) == ":" && l.glued(k) && l.glued(k + 1) && l.is_digits(k + 1) && l.low(k + 1).len() == 2 {
                    second = l.digits(k + 1).filter(|s| *s < 60);
                    k += 2;
                }
                let half = half_day(l, k);
                let dotted = l.low(i + 1) == ".";
                let zoned = zone(l, half.map_or(k, |h| h.1));
                let bare = half.is_none() && zoned == k;
                if bare
                    && (dotted
                        || l.glued(k)
                            && (l.is_word(k) || matches!(l.low(k), "." | ":") && l.is_digits(k + 1) && l.glued(k + 1)))
                {
                    return None;
                }
                // a bare "4:39" is a time where a preposition says so, else a score or a lap
                if bare
                    && hour < 10
                    && l.low(i).len() == 1
                    && !matches!(l.before(i, 1), "at" | "by" | "until" | "from" | "before" | "after" | "around")
                {
                    return None;
                }
                if bare && (second.is_some() && hour == 0 || matches!(l.low(k), "left" | "into" | "remaining")) {
                    return None;
                }
                let hour = twelve(hour, half)?;
                let zulu = if matches!(l.raw(half.map_or(k, |h| h.1)), "GMT" | "UTC") { "Z" } else { "" };
                let value = match second {
                    Some(s) => format!("{hour:02}:{minute:02}:{s:02}{zulu}"),
                    None => format!("{hour:02}:{minute:02}{zulu}"),
                };
                return Some((value, zoned));
            }
            if let Some(half) = half_day(l, i + 1) {
                let spaced_a = l.low(i + 1) == "a" && l.low(i + 2) != ".";
                if spaced_a || hour > 12 {
                    return None;
                }
                return Some((format!("{:02}:00", twelve(hour, Some(half))?), zone(l, half.1)));
            }
            let o_clock = l.low(i + 1) == "o" && matches!(l.low(i + 2), "'" | "’") && l.low(i + 3) == "clock";
            if o_clock && hour <= 12 {
                return Some((format!("{hour:02}:00"), i + 4));
            }
        }
        let military = l.low(i).len() == 4 && matches!(l.raw(i + 1), "GMT" | "UTC" | "hours" | "hrs");
        // "roughly 1600 hours" of work
        let amount = matches!(
            l.before(i, 1),
            "roughly"
                | "about"
                | "nearly"
                | "over"
                | "than"
                | "approximately"
                | "least"
                | "some"
                | "for"
                | "of"
                | "another"
        );
        if military && !amount {
            let n = l.digits(i).filter(|n| n / 100 < 24 && n % 100 < 60)?;
            let zulu = if matches!(l.raw(i + 1), "GMT" | "UTC") { "Z" } else { "" };
            return Some((format!("{:02}:{:02}{zulu}", n / 100, n % 100), i + 2));
        }
        return None;
    }
    if let Some(n) = cardinal(l.low(i)).filter(|n| (1.0..=12.0).contains(n)) {
        let o_clock = l.low(i + 1) == "o" && matches!(l.low(i + 2), "'" | "’") && l.low(i + 3) == "clock";
        if o_clock {
            return Some((format!("{:02}:00", n as i64), i + 4));
        }
        if let Some(half) = half_day(l, i + 1).filter(|_| l.low(i + 1) != "a" || l.low(i + 2) == ".") {
            return Some((format!("{:02}:00", twelve(n as i64, Some(half))?), zone(l, half.1)));
        }
        return None;
    }
    match l.low(i) {
        "noon" | "midday" => Some(("12:00".into(), i + 1)),
        "midnight" => Some(("24:00".into(), i + 1)),
        _ => None,
    }
}

fn twelve(hour: i64, half: Option<(i64, usize)>) -> Option<i64> {
    match half {
        None => Some(hour),
        Some(_) if hour > 12 || hour == 0 => None,
        Some((0, _)) => Some(hour % 12),
        Some((add, _)) => Some(hour % 12 + add),
    }
}

/// A time at `i` with or without a day behind it; `day` reads a day.
pub(super) fn time_at(l: &Lexemes, i: usize, day: impl Fn(&Lexemes, usize) -> Option<Draft>) -> Option<Draft> {
    let (value, mut end) = clock_at(l, i)?;
    if value == "24:00" && l.before(i, 1) == "the" {
        return None;
    }
    // "3 in the morning"
    if l.low(end) == "in" && l.low(end + 1) == "the" && day_part(l.low(end + 2)).is_some() {
        end += 3;
    }
    let at = if matches!(l.low(end), "," | "on") { end + 1 } else { end };
    if let Some(draft) = day(l, at).filter(|d| d.time.is_none() && d.kind == TimexKind::Date && is_day(&d.meaning)) {
        return Some(Draft { first: i, kind: TimexKind::Time, time: Some(value), ..draft });
    }
    Some(Draft { time: Some(value), ..Draft::new(i, end, TimexKind::Time, Meaning::Clock) })
}

/// Whether a meaning is a single day.
pub(super) fn is_day(meaning: &Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Day { .. }
            | Meaning::DayOfMonth { .. }
            | Meaning::Numeric { .. }
            | Meaning::Weekday { .. }
            | Meaning::Today(_)
            | Meaning::Feast { .. }
    )
}
