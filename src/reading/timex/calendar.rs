//! Dates that name a day or a month, in words and in numbers; the way to years and periods.

use super::draft::{Draft, Meaning};
use super::feast::feast;
use super::period::{bare_season, holiday, quarter, quarter_code, trailing_which};
use super::words::{Which, month, season, weekday};
use super::year::{
    anno_domini, bare_year, century, decade, fiscal, named_year, old_year, short_year, spoken_year, two_digit_year,
    word_decade, word_year, year_at, year_at_plain,
};
use crate::language::Upos;
use crate::reading::numeral::{Lexemes, cardinal, ordinal};

/// The date that begins with lexeme `i`.
pub(super) fn date_at(l: &Lexemes, i: usize) -> Option<Draft> {
    if l.is_digits(i) {
        return iso(l, i)
            .or_else(|| numeric(l, i))
            .or_else(|| day_month(l, i, i, None))
            .or_else(|| first_of_two(l, i))
            .or_else(|| decade(l, i, i))
            .or_else(|| century(l, i, i))
            .or_else(|| quarter(l, i, i, Which::Bare, None))
            .or_else(|| bare_year(l, i));
    }
    if let Some((day, short)) = weekday(l.low(i))
        && let Some(draft) = weekday_date(l, i, day, short)
    {
        return Some(draft);
    }
    if let Some((number, short)) = month(l.low(i)) {
        return month_date(l, i, i, number, short, None, Which::Bare);
    }
    match l.low(i) {
        "the" => the_date(l, i),
        "'" | "’" | "‘" | "`" => short_year(l, i),
        "q" | "q1" | "q2" | "q3" | "q4" | "h1" | "h2" => quarter_code(l, i),
        "fy" | "fiscal" => fiscal(l, i, i),
        "ad" | "a" => anno_domini(l, i),
        "year" => named_year(l, i),
        _ => word_year(l, i)
            .or_else(|| word_decade(l, i, i))
            .or_else(|| quarter(l, i, i, Which::Bare, None))
            .or_else(|| century(l, i, i))
            .or_else(|| holiday(l, i, i, Which::Bare))
            .or_else(|| bare_season(l, i)),
    }
}

/// A day of the month at `i`: "3", "3rd", "third", "twenty-first"; the day and where it ends.
pub(super) fn day_number(l: &Lexemes, i: usize) -> Option<(i8, usize, bool)> {
    if l.is_digits(i) {
        let day = l.digits(i).filter(|d| (1..=31).contains(d) && l.low(i).len() <= 2)? as i8;
        let suffix = l.glued(i + 1) && matches!(l.low(i + 1), "st" | "nd" | "rd" | "th");
        if l.glued(i + 1) && (l.is_word(i + 1) && !suffix) {
            return None;
        }
        return Some((day, i + 1 + usize::from(suffix), suffix));
    }
    if let Some(day) = ordinal(l.low(i)).filter(|d| *d <= 30) {
        return Some((day as i8, i + 1, true));
    }
    let tens = matches!(l.low(i), "twenty" | "thirty") && l.is_dash(i + 1);
    let unit = ordinal(l.low(i + 2)).filter(|d| tens && *d < 10)?;
    Some((cardinal(l.low(i))? as i8 + unit as i8, i + 3, true)).filter(|(d, ..)| *d <= 31)
}

fn valid(year: Option<i16>, month: i8, day: i8) -> bool {
    jiff::civil::Date::new(year.unwrap_or(2000), month, day).is_ok()
}

/// "2016-12-16", "2016/12/16", also with a time behind it.
fn iso(l: &Lexemes, i: usize) -> Option<Draft> {
    let joint = |k: usize| (l.is_dash(k) || l.low(k) == "/" || l.low(k) == ".") && l.glued(k) && l.glued(k + 1);
    if l.low(i).len() == 8 && l.glued(i + 1) && l.low(i + 1) == "t" || l.low(i).len() == 8 && !l.glued(i + 1) {
        let n = l.digits(i)?;
        let (year, month, day) = ((n / 10_000) as i16, (n / 100 % 100) as i8, (n % 100) as i8);
        let fits = (1900..2100).contains(&year) && valid(Some(year), month, day);
        return fits.then(|| {
            let meaning =
                Meaning::Day { year: Some(year), month, day, weekday: None, which: Which::Bare, day_leads: None };
            Draft::date(i, i + 1, meaning)
        });
    }
    let (year, _) = year_at_plain(l, i)?;
    if !joint(i + 1) || !joint(i + 3) || l.low(i + 1) != l.low(i + 3) {
        return None;
    }
    let month = l.digits(i + 2).filter(|m| (1..=12).contains(m) && l.low(i + 2).len() <= 2)? as i8;
    let day = l.digits(i + 4).filter(|_| l.low(i + 4).len() <= 2)? as i8;
    if !valid(Some(year), month, day) {
        return None;
    }
    Some(Draft::date(
        i,
        i + 5,
        Meaning::Day { year: Some(year), month, day, weekday: None, which: Which::Bare, day_leads: None },
    ))
}

/// "18/12/2016", "12/18/16", "18.12.2016", "9-11-2001", "9/11".
fn numeric(l: &Lexemes, i: usize) -> Option<Draft> {
    let joint = |k: usize, sign: &str| l.low(k) == sign && l.glued(k) && l.glued(k + 1);
    let sign = l.low(i + 1);
    if !matches!(sign, "/" | "." | "-" | "–") || !joint(i + 1, sign) || !l.is_digits(i + 2) {
        return None;
    }
    let first = l.digits(i).filter(|n| (1..=31).contains(n) && l.low(i).len() <= 2)? as i8;
    // "12-Dec-2016" is a day and a month
    let second = l.digits(i + 2).filter(|n| (1..=31).contains(n) && l.low(i + 2).len() <= 2)? as i8;
    if joint(i + 3, sign) && l.is_digits(i + 4) {
        let number = l.digits(i + 4)?;
        let year = match l.low(i + 4).len() {
            4 if (1000..2200).contains(&number) => number as i16,
            2 => two_digit_year(number),
            _ => return None,
        };
        if joint(i + 5, sign) && l.is_digits(i + 6) {
            return None;
        }
        let fits = valid(Some(year), first, second) || valid(Some(year), second, first);
        return fits
            .then(|| Draft::date(i, i + 5, Meaning::Numeric { first, second, year: Some(year), weekday: None }));
    }
    // without a year only "9/11" and what stands behind "on", "since", "until"
    let lead = matches!(l.before(i, 1), "on" | "since" | "until" | "by" | "from") || weekday(l.before(i, 1)).is_some();
    let known = first == 9 && second == 11;
    if sign == "/"
        && (known || lead)
        && !joint(i + 3, "/")
        && (valid(None, first, second) || valid(None, second, first))
    {
        let meaning = if known {
            Meaning::Day { year: Some(2001), month: 9, day: 11, weekday: None, which: Which::Bare, day_leads: None }
        } else {
            Meaning::Numeric { first, second, year: None, weekday: None }
        };
        return Some(Draft::date(i, i + 3, meaning));
    }
    None
}

/// "3 May 2016", "3rd of May", "12-Dec-2016"; `i` is the day, `first` where the expression begins.
fn day_month(l: &Lexemes, first: usize, i: usize, weekday: Option<i8>) -> Option<Draft> {
    let (day, mut k, is_ordinal) = day_number(l, i)?;
    let dashed = l.is_dash(k) && l.glued(k) && l.glued(k + 1);
    if dashed || l.low(k) == "of" {
        k += 1;
    }
    let (month, short) = month(l.low(k))?;
    let doubtful = matches!(l.low(k), "may" | "march" | "mar");
    if !l.is_capital(k) && (!is_ordinal || doubtful) {
        return None;
    }
    k += 1;
    if short && l.low(k) == "." && l.glued(k) {
        k += 1;
    }
    let mut year = None;
    let at = if dashed && l.is_dash(k) { k + 1 } else { k };
    let at = if l.low(at) == "of" && year_at_plain(l, at + 1).is_some() { at + 1 } else { at };
    if let Some((y, end)) = year_at(l, at) {
        (year, k) = (Some(y), end);
    } else if let Some(n) = l.digits(at).filter(|_| dashed && l.low(at).len() == 2 && l.glued(at)) {
        (year, k) = (Some(two_digit_year(n)), at + 1);
    } else if let Some((y, end)) = spoken_year(l, at).or_else(|| old_year(l, at)) {
        (year, k) = (Some(y), end);
    }
    let (which, k) = if year.is_none() { trailing_which(l, k) } else { (Which::Bare, k) };
    valid(year, month, day)
        .then(|| Draft::date(first, k, Meaning::Day { year, month, day, weekday, which, day_leads: Some(true) }))
}

/// Whether the lexeme at `k` joins two days of one month.
pub(super) fn joins_days(l: &Lexemes, k: usize) -> bool {
    l.is_dash(k) && l.glued(k) == l.glued(k + 1) || matches!(l.low(k), "and" | "or" | "to")
}

/// The first of two days of one month at `i`: "14-16 December 2012", "14 and 16 December", "5 to 7 July".
fn first_of_two(l: &Lexemes, i: usize) -> Option<Draft> {
    let (day, k, _) = day_number(l, i)?;
    let second = if joins_days(l, k) { day_month(l, k + 1, k + 1, None)? } else { return None };
    match second.meaning {
        Meaning::Day { year, month, day: last, which, day_leads, .. } if day < last => {
            let meaning = Meaning::Day { year, month, day, weekday: None, which, day_leads };
            Some(Draft::date(i, k, meaning))
        }
        _ => None,
    }
}

/// Whether a word that may be no month is one here: "may", "march", "sat", and every abbreviation without its full stop.
fn is_month_here(l: &Lexemes, i: usize, short: bool) -> bool {
    if !l.is_capital(i) {
        return false;
    }
    let day_behind = {
        let k = if short && l.low(i + 1) == "." { i + 2 } else { i + 1 };
        let k = if l.low(k) == "the" { k + 1 } else { k };
        day_number(l, k).is_some() && !(ordinal(l.low(k)).is_some() && l.low(k) == "first") || year_at(l, k).is_some()
    };
    if short {
        let dotted = l.low(i + 1) == "." && l.glued(i + 1);
        return day_behind || (dotted && !matches!(l.low(i), "mar" | "jun" | "jul"));
    }
    let word = l.low(i);
    if !matches!(word, "may" | "march" | "april" | "june" | "august") {
        return true;
    }
    if day_behind {
        return true;
    }
    // names of people and verbs: a preposition or a determiner of time before them decides
    let lead = matches!(
        l.before(i, 1),
        "in" | "of"
            | "by"
            | "since"
            | "until"
            | "till"
            | "from"
            | "to"
            | "through"
            | "last"
            | "next"
            | "this"
            | "early"
            | "late"
            | "mid"
            | "before"
            | "after"
            | "during"
            | "for"
            | "each"
            | "every"
            | "and"
            | "or"
            | "between"
            | "-"
            | "–"
            | "previous"
            | "following"
            | "end"
            | "beginning"
    );
    if matches!(word, "may" | "march") {
        let name = l.is_capital(i + 1) && l.is_word(i + 1) && !l.glued(i + 1) && l.upos(i) != Some(Upos::Noun);
        let modal = matches!(l.low(i + 1), "be" | "have" | "not" | "also" | "well" | "on" | "against");
        return lead
            && !modal
            && !(name && matches!(l.before(i, 1), "to" | "and" | "by" | "from" | "for" | "of" | "after" | "-" | "–"));
    }
    lead || !(l.is_capital(i + 1) && l.is_word(i + 1))
}

/// "May", "May 3", "May 3rd, 2016", "May 2016", "May of 2016", "May last year"; `i` is the month.
fn month_date(
    l: &Lexemes,
    first: usize,
    i: usize,
    number: i8,
    short: bool,
    weekday: Option<i8>,
    which: Which,
) -> Option<Draft> {
    if !is_month_here(l, i, short) {
        return None;
    }
    let mut k = i + 1;
    if short && l.low(k) == "." && l.glued(k) {
        k += 1;
    }
    // "Christmas Day" and the like begin with no month, but "May Day" does
    if let Some((_, end)) = feast(l, i)
        && end > k
    {
        return holiday(l, first, i, which);
    }
    let day_start = if l.low(k) == "the" { k + 1 } else { k };
    if let Some((day, end, is_ordinal)) = day_number(l, day_start) {
        let counts = l.low(end) == "%"
            || matches!(l.low(end), "per" | "percent" | "million" | "billion")
            || (!is_ordinal && l.low(end) == "." && l.is_digits(end + 1) && l.glued(end + 1) && l.glued(end))
            || (l.low(end) == ":" && l.glued(end) && l.is_digits(end + 1) && l.glued(end + 1));
        if !counts && (l.is_digits(day_start) || (is_ordinal && l.low(day_start) != "second")) {
            let stated = year_at(l, end).or_else(|| spoken_year(l, end));
            let stated = stated.or_else(|| (l.low(end) == "of").then(|| year_at_plain(l, end + 1)).flatten());
            if let Some((year, stop)) = stated.filter(|(year, _)| valid(Some(*year), number, day)) {
                let year = Some(year);
                let meaning = Meaning::Day { year, month: number, day, weekday, which, day_leads: Some(false) };
                return Some(Draft::date(first, stop, meaning));
            }
            let (tail, stop) = trailing_which(l, end);
            let which = if tail == Which::Bare { which } else { tail };
            if valid(None, number, day) {
                return Some(Draft::date(
                    first,
                    stop,
                    Meaning::Day { year: None, month: number, day, weekday, which, day_leads: Some(false) },
                ));
            }
        }
    }
    if weekday.is_some() {
        return None;
    }
    let at = if l.low(k) == "of" || l.low(k) == "," { k + 1 } else { k };
    let of_old = || (at > k && l.low(k) == "of").then(|| old_year(l, at)).flatten();
    if let Some((year, stop)) = year_at_plain(l, at)
        .filter(|_| !l.glued(at + 1) || !l.is_word(at + 1))
        .or_else(|| spoken_year(l, at))
        .or_else(of_old)
    {
        return Some(Draft::date(first, stop, Meaning::Month { year: Some(year), month: number, which }));
    }
    if matches!(l.low(at), "'" | "’")
        && l.glued(at + 1)
        && l.low(at + 1).len() == 2
        && let Some(n) = l.digits(at + 1)
    {
        return Some(Draft::date(
            first,
            at + 2,
            Meaning::Month { year: Some(two_digit_year(n)), month: number, which },
        ));
    }
    let (tail, stop) = trailing_which(l, k);
    let which = if tail == Which::Bare { which } else { tail };
    Some(Draft::date(first, stop, Meaning::Month { year: None, month: number, which }))
}

/// "Monday, May 3", "Sunday 18/12/2016", "Friday the 13th of May", "Friday, 13 May 2016".
fn weekday_date(l: &Lexemes, i: usize, day: i8, short: bool) -> Option<Draft> {
    if !l.is_capital(i) {
        return None;
    }
    let mut k = i + 1;
    if short && l.low(k) == "." && l.glued(k) {
        k += 1;
    }
    if matches!(l.low(k), "," | "(" | "-" | "–") {
        k += 1;
    }
    if l.low(k) == "the" {
        k += 1;
    }
    let mut draft = if let Some((number, short)) = month(l.low(k)) {
        month_date(l, i, k, number, short, Some(day), Which::Bare)?
    } else {
        day_month(l, i, k, Some(day)).or_else(|| iso(l, k)).or_else(|| numeric(l, k)).or_else(|| {
            let (number, end, is_ordinal) = day_number(l, k)?;
            (is_ordinal && l.is_digits(k) && k > i + 1 && l.before(k, 1) == "the")
                .then(|| Draft::date(i, end, Meaning::DayOfMonth { day: number, weekday: Some(day) }))
        })?
    };
    draft.first = i;
    match &mut draft.meaning {
        Meaning::Day { weekday, .. } | Meaning::Numeric { weekday, .. } => *weekday = Some(day),
        Meaning::DayOfMonth { .. } => {}
        _ => return None,
    }
    Some(draft)
}

/// What begins with "the": "the 3rd of May", "the 1980s", "the third quarter", "the 20th century", "the year 2000", "the spring".
fn the_date(l: &Lexemes, i: usize) -> Option<Draft> {
    let k = i + 1;
    if let Some(draft) = day_month(l, i, k, None) {
        return Some(draft);
    }
    let after_on = matches!(l.before(i, 1), "on" | "until" | "by" | "since");
    if let Some((day, end, true)) = day_number(l, k).filter(|_| after_on && l.is_digits(k)) {
        let noun_behind = l.is_word(end)
            && !matches!(
                l.low(end),
                "and"
                    | "or"
                    | "at"
                    | "in"
                    | "to"
                    | "he"
                    | "she"
                    | "it"
                    | "they"
                    | "we"
                    | "when"
                    | "as"
                    | "with"
                    | "for"
                    | "after"
                    | "before"
                    | "but"
                    | "by"
            );
        if !noun_behind && !matches!(l.low(end), "-") {
            return Some(Draft::date(i, end, Meaning::DayOfMonth { day, weekday: None }));
        }
    }
    match l.low(k) {
        "year" => {
            return named_year(l, k).map(|d| Draft { first: i, ..d });
        }
        "late" | "early" | "mid" => {
            // "the late 1970s", "the early nineties", "the mid-1990s"
            let at = if l.is_dash(k + 1) && l.glued(k + 1) { k + 2 } else { k + 1 };
            return decade(l, i, at).or_else(|| word_decade(l, i, at)).or_else(|| century(l, i, at)).or_else(|| {
                season(l.low(at))
                    .map(|s| Draft::date(i, at + 1, Meaning::Season { season: s, year: None, which: Which::Bare }))
            });
        }
        "fiscal" => return quarter(l, i, k, Which::Bare, None).or_else(|| fiscal(l, i, k)),
        _ => {}
    }
    if let Some(found) = season(l.low(k)) {
        let at = if l.low(k + 1) == "of" { k + 2 } else { k + 1 };
        let year = year_at_plain(l, at).or_else(|| spoken_year(l, at));
        let (end, year) = match year {
            Some((y, stop)) => (stop, Some(y)),
            None => (k + 1, None),
        };
        let is_season =
            year.is_some() || found != "SP" && found != "FA" || matches!(l.before(i, 1), "in" | "during" | "of");
        return is_season.then(|| Draft::date(i, end, Meaning::Season { season: found, year, which: Which::Bare }));
    }
    decade(l, i, k)
        .or_else(|| word_decade(l, i, k))
        .or_else(|| century(l, i, k))
        .or_else(|| {
            let (y, at) = year_at_plain(l, k)?;
            // "the 1988 third quarter", "the 1988 period", "the 1988 election"
            match l.low(at) {
                "period" => Some(Draft::date(i, at + 1, Meaning::Year { year: y, fiscal: false })),
                "fiscal" if l.low(at + 1) == "year" => {
                    Some(Draft::date(i, at + 2, Meaning::Year { year: y, fiscal: true }))
                }
                "quarter" => {
                    Some(Draft::date(i, at + 1, Meaning::Quarter { number: None, year: Some(y), which: Which::Bare }))
                }
                _ => quarter(l, i, at, Which::Bare, Some(y)),
            }
        })
        .or_else(|| quarter(l, i, k, Which::Bare, None))
        .or_else(|| holiday(l, i, k, Which::Bare))
}
