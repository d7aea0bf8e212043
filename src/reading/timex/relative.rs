//! Expressions that count from another date: "yesterday", "last week", "Friday", "two years ago", "now".

use super::TimexKind;
use super::clock::is_day;
use super::draft::{Draft, Meaning};
use super::length::{counted_at, duration};
use super::period::{holiday, quarter, quarter_of_end};
use super::words::{Unit, Which, day_part, month, season, unit, weekday, which};
use crate::language::Upos;
use crate::reading::numeral::Lexemes;

/// The relative expression that begins with lexeme `i`.
pub(super) fn relative_at(l: &Lexemes, i: usize) -> Option<Draft> {
    if let Some((day, short)) = weekday(l.low(i)) {
        return bare_weekday(l, i, i, day, short, Which::Bare);
    }
    deictic(l, i).or_else(|| determined(l, i)).or_else(|| shifted(l, i))
}

/// A part of the day behind a day: "Friday night", "yesterday morning"; the draft with it.
fn with_part(l: &Lexemes, mut draft: Draft) -> Draft {
    let k = draft.end;
    let at = if matches!(l.low(k), "late" | "early") { k + 1 } else { k };
    if let Some(part) = day_part(l.low(at)).filter(|_| !l.glued(at)) {
        if matches!(l.low(at), "dawn" | "dusk" | "mornings" | "nights" | "evenings" | "afternoons") {
            return draft;
        }
        draft.time = Some(part.to_string());
        draft.kind = TimexKind::Time;
        draft.end = at + 1;
    } else if matches!(l.low(k), "at" | "around" | ",") || !l.glued(k) {
        let clock_from = if matches!(l.low(k), "at" | "around") { k + 1 } else { k };
        if let Some((value, end)) =
            super::clock::clock_at(l, clock_from).filter(|_| is_day(&draft.meaning) && l.low(k) != ",")
        {
            draft.time = Some(value);
            draft.kind = TimexKind::Time;
            draft.end = end;
        }
    }
    draft
}

/// "Friday", "Friday night"; `first` is where the expression begins.
fn bare_weekday(l: &Lexemes, first: usize, i: usize, day: i8, short: bool, which: Which) -> Option<Draft> {
    if !l.is_capital(i) || l.low(i).ends_with("days") {
        return None;
    }
    let mut end = i + 1;
    if short {
        // "Sun", "Sat", "Mon" are other words and names, so only with a full stop or on the days' own
        let dotted = l.low(i + 1) == "." && l.glued(i + 1);
        let dated = l.low(i + 1) == "," && l.is_digits(i + 2) && !matches!(l.low(i), "sun" | "sat" | "mon");
        if !dotted && !dated {
            return None;
        }
        if dotted {
            end += 1;
        }
    }
    let draft = with_part(l, Draft::date(first, end, Meaning::Weekday { day, which }));
    Some(if which == Which::Bare { of_week(l, draft, day) } else { draft })
}

/// "Friday last week", "Tuesday night of next week".
fn of_week(l: &Lexemes, draft: Draft, day: i8) -> Draft {
    let at = draft.end + usize::from(l.low(draft.end) == "of");
    let weeks = match (l.low(at), l.low(at + 1)) {
        ("last", "week") => -1,
        ("this", "week") => 0,
        ("next", "week") => 1,
        _ => return draft,
    };
    Draft { end: at + 2, meaning: Meaning::WeekdayOf { day, weeks }, ..draft }
}

/// Whether "today" at `i` speaks of the present age.
fn is_these_days(l: &Lexemes, i: usize) -> bool {
    let before = |n: usize| l.before(i, n);
    let still = (1..=5).take_while(|&n| !matches!(before(n), "." | "," | ";" | ":" | "")).any(|n| before(n) == "still");
    let of_age = matches!(l.low(i + 1), "'" | "’")
        && l.low(i + 2) == "s"
        && matches!(
            l.low(i + 3),
            "world"
                | "society"
                | "technology"
                | "technologies"
                | "youth"
                | "generation"
                | "standards"
                | "money"
                | "dollars"
                | "terms"
                | "culture"
                | "era"
        );
    let as_it_is = matches!(before(1), "is" | "are") && matches!(before(2), "it" | "they") && !l.is_word(i + 1);
    still
        || of_age
        || as_it_is
        || before(1) == "known" && l.low(i + 1) == "as"
        || matches!(before(1), "is" | "are") && before(2) == "what"
}

/// "today", "now", "recently" and their kin.
fn deictic(l: &Lexemes, i: usize) -> Option<Draft> {
    let reference = |end: usize, value: &str| Some(Draft::literal(i, end, TimexKind::Date, value));
    match l.low(i) {
        // "what is today Norland", "known today as", "still in use today": these days, not the article's own
        "today" if is_these_days(l, i) => reference(i + 1, "PRESENT_REF"),
        "today" => Some(with_part(l, Draft::date(i, i + 1, Meaning::Today(0)))).filter(|_| !is_newspaper(l, i)),
        "yesterday" => Some(with_part(l, Draft::date(i, i + 1, Meaning::Today(-1)))),
        "tomorrow" => Some(with_part(l, Draft::date(i, i + 1, Meaning::Today(1)))),
        "tonight" => {
            let draft = Draft::date(i, i + 1, Meaning::Today(0));
            Some(Draft { kind: TimexKind::Time, time: Some("NI".into()), ..draft })
        }
        "overnight" if l.upos(i) != Some(Upos::Adj) => {
            let draft = Draft::date(i, i + 1, Meaning::Today(0));
            Some(Draft { kind: TimexKind::Time, time: Some("NI".into()), ..draft })
        }
        "year" if matches!(l.before(i, 1), "by" | "at" | "since" | "until" | "before" | "around" | "from" | "of") => {
            let end = match (l.low(i + 1), l.low(i + 2), l.low(i + 3)) {
                ("end", ..) => i + 2,
                ("-" | "–", "end", _) => i + 3,
                ("'" | "’", "s", "end") => i + 4,
                _ => return None,
            };
            Some(Draft::date(i, end, Meaning::YearEnd))
        }
        "right" if l.low(i + 1) == "now" => reference(i + 2, "PRESENT_REF"),
        "now" => reference(i + 1, "PRESENT_REF"),
        "currently" | "presently" | "nowadays" => reference(i + 1, "PRESENT_REF"),
        "current"
            if unit(l.low(i + 1)).is_none()
                && l.low(i + 1) != "fiscal"
                && !l.is_capital(i)
                && l.low(i + 1) != "account"
                && l.upos(i) != Some(Upos::Noun) =>
        {
            reference(i + 1, "PRESENT_REF")
        }
        "at" if l.low(i + 1) == "present" => Some(Draft { first: i + 1, ..reference(i + 2, "PRESENT_REF")? }),
        "these" if l.low(i + 1) == "days" => reference(i + 2, "PRESENT_REF"),
        "recently" | "lately" => reference(i + 1, "PAST_REF"),
        "recent" => {
            if let Some((_, true)) = unit(l.low(i + 1)) {
                return reference(i + 2, "PAST_REF");
            }
            (!l.is_capital(i)).then(|| Draft::literal(i, i + 1, TimexKind::Date, "PAST_REF"))
        }
        "soon" if l.low(i + 1) != "as" && l.before(i, 1) != "as" && l.low(i + 1) != "after" => {
            reference(i + 1, "FUTURE_REF")
        }
        "the" => match (l.low(i + 1), l.low(i + 2)) {
            ("future", _) => reference(i + 2, "FUTURE_REF"),
            ("near" | "foreseeable" | "distant", "future") => reference(i + 3, "FUTURE_REF"),
            ("near", "term") | ("short", "term") => reference(i + 3, "FUTURE_REF"),
            ("early", "hours") if l.low(i + 3) == "of" => {
                let day = super::day_at(l, i + 4)?;
                Some(Draft { first: i, kind: TimexKind::Time, time: Some("MO".into()), ..day })
            }
            ("past", next) if !is_noun_behind(l, i + 2, next) => reference(i + 2, "PAST_REF"),
            _ => None,
        },
        _ => None,
    }
}

fn is_newspaper(l: &Lexemes, i: usize) -> bool {
    l.is_capital(i) && i > 0 && l.raw(i - 1) == "USA"
}

/// Whether a noun phrase goes on, so that "the past" is an adjective.
fn is_noun_behind(l: &Lexemes, i: usize, next: &str) -> bool {
    if !l.is_word(i) {
        return l.is_digits(i);
    }
    match l.upos(i) {
        Some(tag) => matches!(tag, Upos::Noun | Upos::Adj | Upos::Num | Upos::Propn),
        None => !matches!(
            next,
            "and"
                | "or"
                | "but"
                | "to"
                | "for"
                | "has"
                | "have"
                | "had"
                | "that"
                | "is"
                | "was"
                | "the"
                | "when"
                | "as"
                | "he"
                | "she"
                | "they"
                | "it"
                | "with"
        ),
    }
}

/// "last week", "this year", "the previous month", "the past two years", "last Friday", "next Christmas", "the end of the year".
fn determined(l: &Lexemes, i: usize) -> Option<Draft> {
    let mut k = i;
    let mut definite = false;
    match l.low(k) {
        "the" | "its" | "their" | "his" | "her" => {
            definite = true;
            k += 1;
        }
        _ => {}
    }
    let own = definite && l.low(i) != "the";
    match l.low(k) {
        "latest" => {
            let (number, unit, _, end) = counted_at(l, k + 1).or_else(|| single(l, k + 1))?;
            return Some(match (number, unit) {
                (Some(n), _) if n > 1.0 => Draft::literal(i, end, TimexKind::Duration, duration(number, unit, 1.0)),
                (_, Unit::Quarter) => {
                    Draft::date(i, end, Meaning::Quarter { number: None, year: None, which: Which::Last })
                }
                (_, Unit::Year | Unit::Month | Unit::Week) => {
                    Draft::date(i, end, Meaning::Unit { unit, which: Which::Last })
                }
                _ => return None,
            });
        }
        "year" if matches!(l.low(k + 1), "-") && matches!(l.low(k + 2), "earlier" | "ago") => {
            // "the year-earlier quarter"
            return year_earlier(l, i, k + 3);
        }
        "first" | "last" | "past" | "next" | "coming" | "previous" | "final" | "following" | "same" | "current"
        | "this" | "that" | "fiscal" | "second" | "third" | "fourth" | "prior" | "preceding" | "upcoming"
        | "subsequent" => {}
        _ if definite => {}
        _ => return None,
    }
    if own {
        return quarter(l, i, k, Which::Bare, None);
    }
    let word = l.low(k);
    if matches!(word, "first" | "final") || (word == "last" && definite) {
        // "the first nine months", "the last three years"
        if let Some((number, unit, times, end)) = counted_at(l, k + 1).filter(|_| !matches!(l.low(k + 1), "a" | "an")) {
            if unit == Unit::Quarter && word == "first" {
                return None;
            }
            return Some(Draft::literal(i, end, TimexKind::Duration, duration(number, unit, times)));
        }
    }
    if word == "fiscal" && l.low(k + 1) == "year" && definite {
        return Some(Draft::date(i, k + 2, Meaning::Unit { unit: Unit::Year, which: Which::This }));
    }
    let Some(which) = which(word) else {
        return if definite { definite_unit(l, i, k) } else { None };
    };
    let mut k = k + 1;
    // "this past spring", "this coming Sunday", "that same day"
    let which = match l.low(k) {
        "past" if which == Which::This => {
            k += 1;
            Which::Last
        }
        "coming" if which == Which::This => {
            k += 1;
            Which::Next
        }
        "same" => {
            k += 1;
            Which::Same
        }
        "very" | "whole" | "entire" | "full" => {
            k += 1;
            which
        }
        _ => which,
    };
    if l.low(k) == "fiscal" {
        k += 1;
    }
    if which == Which::Same && !matches!(word, "that") && !definite {
        return None;
    }
    let next = l.low(k);
    if next == "night" || next == "evening" || next == "morning" || next == "afternoon" {
        let part = day_part(next)?;
        let day = match which {
            Which::Last => Meaning::Today(-1),
            Which::This => Meaning::Today(0),
            Which::Next | Which::After => Meaning::Shift { amount: 1.0, unit: Unit::Day, sign: 1, from_last: true },
            Which::Same => Meaning::Unit { unit: Unit::Day, which: Which::Same },
            _ => return None,
        };
        return Some(Draft { kind: TimexKind::Time, time: Some(part.into()), ..Draft::date(i, k + 1, day) });
    }
    if let Some((day, short)) = weekday(next) {
        let draft = bare_weekday(l, i, k, day, short, which)?;
        // "this Monday, May 3"
        if let Some(full) = super::calendar::date_at(l, k).filter(|d| d.end > draft.end && is_day(&d.meaning)) {
            return Some(Draft { first: i, ..full });
        }
        return Some(draft);
    }
    if let Some((number, short)) = month(next).filter(|_| l.is_capital(k)) {
        let end = k + 1 + usize::from(short && l.low(k + 1) == ".");
        // "last May 3"
        if let Some((day, stop, _)) = super::calendar::day_number(l, end)
            .filter(|_| l.is_digits(end) && l.low(end).len() <= 2 && l.low(end + 1) != "%")
        {
            return Some(Draft::date(
                i,
                stop,
                Meaning::Day { year: None, month: number, day, weekday: None, which, day_leads: Some(false) },
            ));
        }
        return Some(Draft::date(i, end, Meaning::Month { year: None, month: number, which }));
    }
    if let Some(found) = season(next) {
        return Some(Draft::date(i, k + 1, Meaning::Season { season: found, year: None, which }));
    }
    if let Some(draft) = holiday(l, i, k, which) {
        return Some(draft);
    }
    if let Some((unit, plural)) = unit(next) {
        return unit_draft(l, i, k, unit, plural, which, definite);
    }
    if next == "term" || next == "period" {
        return None;
    }
    // "the next six months", "last 20 years", "the past few weeks", "the next couple of years"
    if matches!(which, Which::Last | Which::Next | Which::Before | Which::After) && !matches!(next, "a" | "an" | "half")
    {
        let (number, unit, times, mut end) = counted_at(l, k)?;
        if l.low(end) == "or" && l.low(end + 1) == "so" {
            end += 2;
        }
        return Some(Draft::literal(i, end, TimexKind::Duration, duration(number, unit, times)));
    }
    if matches!(which, Which::This | Which::Last | Which::Next) {
        return quarter(l, i, k, which, None);
    }
    None
}

/// A unit in the singular at `i`, as one of it.
fn single(l: &Lexemes, i: usize) -> Option<(Option<f64>, Unit, f64, usize)> {
    let at = if l.low(i) == "fiscal" { i + 1 } else { i };
    if l.low(at) == "period" {
        return Some((Some(1.0), Unit::Quarter, 1.0, at + 1));
    }
    unit(l.low(at)).filter(|(_, plural)| !plural).map(|(u, _)| (Some(1.0), u, 1.0, at + 1))
}

/// "year-earlier", perhaps with "quarter" or "period" behind it.
fn year_earlier(l: &Lexemes, first: usize, k: usize) -> Option<Draft> {
    let end = match l.low(k) {
        "quarter" | "period" => k + 1,
        _ => {
            if let Some(Draft { end, .. }) = quarter(l, k, k, Which::Bare, None) {
                end
            } else {
                k
            }
        }
    };
    Some(Draft::date(first, end, Meaning::Shift { amount: 1.0, unit: Unit::Year, sign: -1, from_last: true }))
}

/// "last week", "this quarter", "past years", "next year's first quarter".
fn unit_draft(
    l: &Lexemes,
    first: usize,
    k: usize,
    unit: Unit,
    plural: bool,
    which: Which,
    definite: bool,
) -> Option<Draft> {
    let end = k + 1;
    if plural {
        let value = match which {
            Which::Next => "FUTURE_REF",
            Which::Last | Which::Before => "PAST_REF",
            _ => return None,
        };
        return Some(Draft::literal(first, end, TimexKind::Date, value));
    }
    // "the past decade" ends now; "the last century" does not
    if matches!(unit, Unit::Decade | Unit::Century) && l.low(k - 1) == "past" {
        return Some(Draft::literal(first, end, TimexKind::Duration, duration(Some(1.0), unit, 1.0)));
    }
    if matches!(unit, Unit::Second | Unit::Minute) || unit == Unit::Hour && which == Which::Same {
        return None;
    }
    if unit == Unit::Hour {
        return Some(Draft::literal(first, end, TimexKind::Duration, "PT1H"));
    }
    // "this year's third quarter"
    if matches!(l.low(end), "'" | "’")
        && l.low(end + 1) == "s"
        && unit == Unit::Year
        && let Some(draft) = quarter(l, first, end + 2, which, None)
    {
        return Some(draft);
    }
    let meaning = match (unit, which) {
        (Unit::Day, Which::Next | Which::After) => {
            Meaning::Shift { amount: 1.0, unit: Unit::Day, sign: 1, from_last: true }
        }
        (Unit::Day, Which::Last) if !definite => return None,
        (Unit::Day, Which::Before) => Meaning::Shift { amount: 1.0, unit: Unit::Day, sign: -1, from_last: true },
        (Unit::Day, Which::This) => return None,
        (Unit::Quarter, _) => Meaning::Quarter { number: None, year: None, which },
        _ => Meaning::Unit { unit, which },
    };
    Some(Draft::date(first, end, meaning))
}

/// "the week", "the quarter", "the weekend", "the year": the current one, where nothing counts it.
fn definite_unit(l: &Lexemes, first: usize, k: usize) -> Option<Draft> {
    let (unit, plural) = unit(l.low(k))?;
    let end = k + 1;
    if plural || l.is_dash(end) && l.glued(end) {
        return None;
    }
    match unit {
        Unit::Quarter if l.low(end) != "of" => {
            let ended = matches!(l.low(end), "ended" | "ending").then(|| quarter_of_end(l, end + 1)).flatten();
            let open = Meaning::Quarter { number: None, year: None, which: Which::Bare };
            Some(Draft::date(first, end, ended.unwrap_or(open)))
        }
        Unit::Weekend => Some(Draft::date(first, end, Meaning::Unit { unit, which: Which::Bare })),
        Unit::Year if !matches!(l.low(end), "of" | "that" | "when" | "he" | "she" | "before" | "after") => {
            let ended = matches!(l.before(first, 1), "ended" | "ending" | "throughout")
                || matches!(l.low(end), "ended" | "ending" | "to");
            if ended {
                return Some(Draft::literal(first, end, TimexKind::Duration, "P1Y"));
            }
            Some(Draft::date(first, end, Meaning::Unit { unit, which: Which::This }))
        }
        // "the week of March 6"
        Unit::Week if l.low(end) == "of" => {
            let day = super::calendar::date_at(l, end + 1).filter(|d| is_day(&d.meaning) && d.time.is_none())?;
            Some(Draft::date(first, day.end, Meaning::WeekOf(Box::new(day.meaning))))
        }
        Unit::Month | Unit::Week if !matches!(l.low(end), "of" | "that" | "before" | "after") => {
            Some(Draft::date(first, end, Meaning::Unit { unit, which: Which::Same }))
        }
        Unit::Day if matches!(l.low(end), "before" | "after") && matches!(l.low(end + 1), "yesterday" | "tomorrow") => {
            let sign = if l.low(end) == "before" { -2 } else { 2 };
            Some(Draft::date(first, end + 2, Meaning::Today(sign)))
        }
        _ => None,
    }
}

/// "10 days ago", "a year earlier", "two weeks later", "five years from now", "a year-ago".
fn shifted(l: &Lexemes, i: usize) -> Option<Draft> {
    if l.low(i) == "year" && l.is_dash(i + 1) && matches!(l.low(i + 2), "earlier" | "ago") {
        return year_earlier(l, i, i + 3);
    }
    let bare = unit(l.low(i)).filter(|(_, plural)| *plural);
    let (number, unit, times, mut end) = match bare {
        Some((u, _)) => (None, u, 1.0, i + 1),
        None => counted_at(l, i)?,
    };
    if l.low(end) == "or" && matches!(l.low(end + 1), "so" | "two") {
        end += 2;
    }
    let (sign, from_last, stop) = match (l.low(end), l.low(end + 1)) {
        ("ago", _) => (-1, false, end + 1),
        ("earlier", "than") => return None,
        ("earlier", _) => (-1, true, end + 1),
        ("before", _) if l.ends_sentence(end + 1) || l.low(end + 1) == "," => (-1, true, end + 1),
        ("previously", _) => (-1, true, end + 1),
        ("later", "than") => return None,
        ("later" | "afterward" | "afterwards", _) => (1, true, end + 1),
        ("from", "now") => (1, false, end + 2),
        ("hence", _) => (1, false, end + 1),
        _ => return None,
    };
    let Some(amount) = number else {
        let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
        return Some(Draft::literal(i, stop, TimexKind::Date, value));
    };
    // "over an hour later": the length is known, the time is not
    if from_last && matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) {
        return Some(Draft::literal(i, stop, TimexKind::Duration, duration(number, unit, times)));
    }
    Some(Draft::date(i, stop, Meaning::Shift { amount: amount * times, unit, sign, from_last }))
}
