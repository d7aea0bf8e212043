//! Dates that name a day, month, year, decade, century, quarter, half, season or holiday.

use super::draft::{Draft, Meaning};
use super::words::{Which, feast, month, season, weekday, which};
use crate::language::Upos;
use crate::reading::numeral::{Lexemes, Numeral, cardinal, ordinal};

/// The date that begins with lexeme `i`.
pub(super) fn date_at(l: &Lexemes, i: usize) -> Option<Draft> {
    if l.is_digits(i) {
        return iso(l, i)
            .or_else(|| numeric(l, i))
            .or_else(|| day_month(l, i, i, None))
            .or_else(|| decade(l, i, i))
            .or_else(|| century(l, i, i))
            .or_else(|| quarter(l, i, i, Which::Bare, None))
            .or_else(|| bare_year(l, i));
    }
    if let Some((day, short)) = weekday(l.low(i)) {
        if let Some(draft) = weekday_date(l, i, day, short) {
            return Some(draft);
        }
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

/// A year of four digits at `i`, also behind a comma.
fn year_at(l: &Lexemes, i: usize) -> Option<(i16, usize)> {
    let at = if l.low(i) == "," { i + 1 } else { i };
    let year = l.digits(at).filter(|y| l.low(at).len() == 4 && (1000..=2199).contains(y))?;
    let joined = l.glued(at + 1)
        && (l.is_word(at + 1) || (matches!(l.low(at + 1), "." | ",") && l.is_digits(at + 2) && l.glued(at + 2)));
    (!joined).then_some((year as i16, at + 1))
}

/// "'99" or "’99" or a plain "99" that must be a year.
fn two_digit_year(number: i64) -> i16 {
    if number < 40 { 2000 + number as i16 } else { 1900 + number as i16 }
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

fn year_at_plain(l: &Lexemes, i: usize) -> Option<(i16, usize)> {
    l.digits(i).filter(|y| l.low(i).len() == 4 && (1000..=2199).contains(y)).map(|y| (y as i16, i + 1))
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
    if !l.is_capital(k) && !(is_ordinal && !matches!(l.low(k), "may" | "march" | "mar" | "sun" | "sat")) {
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
    } else if let Some((y, end)) = spoken_year(l, at) {
        (year, k) = (Some(y), end);
    }
    let (which, k) = if year.is_none() { trailing_which(l, k) } else { (Which::Bare, k) };
    valid(year, month, day)
        .then(|| Draft::date(first, k, Meaning::Day { year, month, day, weekday, which, day_leads: Some(true) }))
}

/// "last year", "this year", "next year" behind a month or a day.
fn trailing_which(l: &Lexemes, k: usize) -> (Which, usize) {
    let at = if l.low(k) == "of" || l.low(k) == "," { k + 1 } else { k };
    match (l.low(at), l.low(at + 1)) {
        ("last", "year") => (Which::Last, at + 2),
        ("this", "year") => (Which::This, at + 2),
        ("next", "year") => (Which::Next, at + 2),
        _ => (Which::Bare, k),
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
    if let Some((_, end)) = feast(l, i) {
        if end > k {
            return holiday(l, first, i, which);
        }
    }
    let day_start = if l.low(k) == "the" { k + 1 } else { k };
    if let Some((day, end, is_ordinal)) = day_number(l, day_start) {
        let counts = l.low(end) == "%"
            || matches!(l.low(end), "per" | "percent" | "million" | "billion")
            || (!is_ordinal && l.low(end) == "." && l.is_digits(end + 1) && l.glued(end + 1) && l.glued(end))
            || (l.low(end) == ":" && l.glued(end));
        if !counts
            && (is_ordinal && l.is_digits(day_start)
                || l.is_digits(day_start)
                || (is_ordinal && l.low(day_start) != "second"))
        {
            let comma = if l.low(end) == "," && weekday_behind(l, end + 1) { end } else { end };
            if let Some((year, stop)) = year_at(l, comma).or_else(|| spoken_year(l, comma)) {
                if valid(Some(year), number, day) {
                    return Some(Draft::date(
                        first,
                        stop,
                        Meaning::Day { year: Some(year), month: number, day, weekday, which, day_leads: Some(false) },
                    ));
                }
            }
            if l.low(end) == "of" {
                if let Some((year, stop)) = year_at_plain(l, end + 1) {
                    return Some(Draft::date(
                        first,
                        stop,
                        Meaning::Day { year: Some(year), month: number, day, weekday, which, day_leads: Some(false) },
                    ));
                }
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
    if let Some((year, stop)) =
        year_at_plain(l, at).filter(|_| !l.glued(at + 1) || !l.is_word(at + 1)).or_else(|| spoken_year(l, at))
    {
        return Some(Draft::date(first, stop, Meaning::Month { year: Some(year), month: number, which }));
    }
    if matches!(l.low(at), "'" | "’") && l.glued(at + 1) && l.low(at + 1).len() == 2 {
        if let Some(n) = l.digits(at + 1) {
            return Some(Draft::date(
                first,
                at + 2,
                Meaning::Month { year: Some(two_digit_year(n)), month: number, which },
            ));
        }
    }
    let (tail, stop) = trailing_which(l, k);
    let which = if tail == Which::Bare { which } else { tail };
    Some(Draft::date(first, stop, Meaning::Month { year: None, month: number, which }))
}

fn weekday_behind(l: &Lexemes, i: usize) -> bool {
    weekday(l.low(i)).is_some()
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

/// "1980s", "80s", "1980's".
pub(super) fn decade(l: &Lexemes, first: usize, i: usize) -> Option<Draft> {
    let (at, short) = if matches!(l.low(i), "'" | "’" | "‘" | "`") { (i + 1, true) } else { (i, false) };
    let n = l.digits(at).filter(|n| n % 10 == 0)?;
    let apostrophe = matches!(l.low(at + 1), "'" | "’") && l.glued(at + 1) && l.low(at + 2) == "s" && l.glued(at + 2);
    let plural = l.low(at + 1) == "s" && l.glued(at + 1);
    if !plural && !apostrophe {
        return None;
    }
    let number = match l.low(at).len() {
        4 if (1000..2200).contains(&n)
            && !(apostrophe && n % 100 != 0 && !matches!(l.before(i, 1), "the" | "early" | "late" | "-")) =>
        {
            n / 10
        }
        2 if short || (n >= 20 && first < i && !matches!(l.before(first, 1), "his" | "her" | "their")) => {
            let in_age = matches!(l.before(i, 1), "his" | "her" | "their");
            if in_age {
                return None;
            }
            190 + n / 10
        }
        _ => return None,
    };
    let end = if plural { at + 2 } else { at + 3 };
    if n % 100 == 0 && l.low(at).len() == 4 && n != 2000 {
        return Some(Draft::date(first, end, Meaning::Century((n / 100) as i16)));
    }
    Some(Draft::date(first, end, Meaning::Decade(number as i16)))
}

/// "the nineties", "the nineteen-eighties".
fn word_decade(l: &Lexemes, first: usize, i: usize) -> Option<Draft> {
    let prefixed = l.low(i) == "nineteen";
    let at = if prefixed { i + 1 + usize::from(l.is_dash(i + 1)) } else { i };
    let number = match l.low(at) {
        "twenties" => 192,
        "thirties" => 193,
        "forties" => 194,
        "fifties" => 195,
        "sixties" => 196,
        "seventies" => 197,
        "eighties" => 198,
        "nineties" => 199,
        _ => return None,
    };
    let age = matches!(l.before(first, 1), "his" | "her" | "their" | "my" | "our");
    (!age && (first < i || prefixed)).then(|| Draft::date(first, at + 1, Meaning::Decade(number)))
}

/// "20th century", "twentieth century", "21st-century".
fn century(l: &Lexemes, first: usize, i: usize) -> Option<Draft> {
    let (number, mut k) = if l.is_digits(i) {
        let suffix = l.glued(i + 1) && matches!(l.low(i + 1), "st" | "nd" | "rd" | "th");
        (l.digits(i).filter(|_| suffix)?, i + 2)
    } else if let Some(n) = ordinal(l.low(i)) {
        (n, i + 1)
    } else {
        let unit = ordinal(l.low(i + 2)).filter(|d| l.low(i) == "twenty" && l.is_dash(i + 1) && *d < 10)?;
        (20 + unit, i + 3)
    };
    if l.is_dash(k) && l.glued(k) {
        k += 1;
    }
    if !(1..=30).contains(&number) || !matches!(l.low(k), "century" | "centuries") {
        return None;
    }
    let before_christ = l.low(k + 1) == "bc" || l.low(k + 1) == "b";
    (!before_christ).then(|| Draft::date(first, k + 1, Meaning::Century(number as i16 - 1)))
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

/// "Q3", "Q3 2016", "H1 2015".
fn quarter_code(l: &Lexemes, i: usize) -> Option<Draft> {
    let word = l.low(i);
    if !l.is_capital(i) || word.len() != 2 {
        return None;
    }
    let number = (word.as_bytes()[1] - b'0') as i8;
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

/// "fiscal 1989", "fiscal year 1989", "FY2010", "FY 2010".
fn fiscal(l: &Lexemes, first: usize, i: usize) -> Option<Draft> {
    let at = if l.low(i + 1) == "year" { i + 2 } else { i + 1 };
    let (year, end) = year_at_plain(l, at)?;
    Some(Draft::date(first, end, Meaning::Year { year, fiscal: true }))
}

/// "AD 79", "A.D. 79" and "79 AD" need a sign of the era; only years from 1 to 2199 are read.
fn anno_domini(l: &Lexemes, i: usize) -> Option<Draft> {
    let at = match l.low(i) {
        "ad" if l.raw(i) == "AD" => i + 1,
        "a" if l.raw(i) == "A"
            && l.low(i + 1) == "."
            && l.low(i + 2) == "d"
            && l.low(i + 3) == "."
            && l.glued(i + 3) =>
        {
            i + 4
        }
        _ => return None,
    };
    let year = l.digits(at).filter(|y| (1..2200).contains(y))? as i16;
    Some(Draft::date(i, at + 1, Meaning::Year { year, fiscal: false }))
}

/// "year 2000", "year two thousand".
fn named_year(l: &Lexemes, i: usize) -> Option<Draft> {
    if l.low(i + 1) == "two" && l.low(i + 2) == "thousand" {
        return Some(Draft::date(i, i + 3, Meaning::Year { year: 2000, fiscal: false }));
    }
    let (year, end) = year_at_plain(l, i + 1)?;
    Some(Draft::date(i, end, Meaning::Year { year, fiscal: false }))
}

/// "nineteen ninety-six", "nineteen eighty", "two thousand and five".
fn spoken_year(l: &Lexemes, i: usize) -> Option<(i16, usize)> {
    let hundreds = match l.low(i) {
        "sixteen" => 1600,
        "seventeen" => 1700,
        "eighteen" => 1800,
        "nineteen" => 1900,
        "twenty" => 2000,
        _ => return None,
    };
    let at = if l.low(i + 1) == "hundred" { i + 3 } else { i + 1 };
    let tens = cardinal(l.low(at)).filter(|t| *t >= 10.0 && (hundreds < 2000 || *t < 20.0))? as i16;
    let dash = usize::from(l.is_dash(at + 1) && l.glued(at + 1));
    match cardinal(l.low(at + 1 + dash)).filter(|u| tens >= 20 && *u >= 1.0 && *u < 10.0) {
        Some(unit) => Some((hundreds + tens + unit as i16, at + 2 + dash)),
        None => Some((hundreds + tens, at + 1)),
    }
}

fn word_year(l: &Lexemes, i: usize) -> Option<Draft> {
    let (year, end) = spoken_year(l, i)?;
    // "twenty fifteen-year-olds"
    let counted = l.is_dash(end) || (year >= 2000 && !matches!(l.before(i, 1), "in" | "since" | "of" | "by" | "until"));
    (!counted).then(|| Draft::date(i, end, Meaning::Year { year, fiscal: false }))
}

/// "'98", "'80s".
fn short_year(l: &Lexemes, i: usize) -> Option<Draft> {
    if !l.glued(i + 1) || l.low(i + 1).len() != 2 || l.glued(i) && !matches!(l.before(i, 1), "-" | "–" | "(") {
        return None;
    }
    if let Some(draft) = decade(l, i, i) {
        return Some(draft);
    }
    let year = two_digit_year(l.digits(i + 1)?);
    let joined = l.glued(i + 2) && (l.is_word(i + 2) || l.low(i + 2) == "%");
    (!joined).then(|| Draft::date(i, i + 2, Meaning::Year { year, fiscal: false }))
}

/// A number of four digits that is a year by what stands around it.
fn bare_year(l: &Lexemes, i: usize) -> Option<Draft> {
    // "347 AD", "44 BC"
    if l.low(i).len() <= 4 && matches!(l.raw(i + 1), "AD" | "BC" | "BCE" | "CE") {
        let year = l.digits(i)? as i16;
        let after = matches!(l.raw(i + 1), "AD" | "CE");
        let value = if after { year } else { -year };
        return Some(Draft::date(i, i + 2, Meaning::Year { year: value, fiscal: false }));
    }
    let (year, end) = year_at_plain(l, i)?;
    let before = l.before(i, 1);
    let glued_before =
        l.glued(i) && !matches!(before, "(" | "[" | "-" | "–" | "—" | "/" | "\"" | "“" | "'" | "‘" | ";" | ",");
    if glued_before || matches!(before, "$" | "£" | "€" | "#" | "no" | "+" | "~") {
        return None;
    }
    // "2019-nCoV", "1990-strong", part of a longer number or code
    if l.glued(end) {
        let next = l.low(end);
        let longer = l.glued(end + 1) && matches!(next, "." | "," | ":") && l.is_digits(end + 1);
        if l.is_word(end) || longer || matches!(next, "%" | "$" | "£" | "€" | "°" | "×") {
            return None;
        }
        if l.is_dash(end) && l.glued(end + 1) && l.is_digits(end + 1) {
            // "1990-1995", "1990-95" but not a telephone number or a range of amounts
            let size = l.low(end + 1).len();
            let other = l.digits(end + 1)?;
            let fits = size == 4 && other > i64::from(year) && other < i64::from(year) + 300
                || size == 2 && other > i64::from(year % 100);
            if !fits || l.is_dash(end + 2) && l.glued(end + 2) {
                return None;
            }
        }
    }
    if l.is_dash(i.wrapping_sub(1)) && l.glued(i) && i >= 2 && l.glued(i - 1) && l.is_word(i - 2) {
        return matches!(l.before(i, 2), "mid" | "post" | "pre" | "late" | "early")
            .then(|| Draft::date(i, end, Meaning::Year { year, fiscal: false }));
    }
    let lead = matches!(
        before,
        "in" | "of"
            | "since"
            | "by"
            | "from"
            | "until"
            | "till"
            | "before"
            | "after"
            | "during"
            | "late"
            | "early"
            | "between"
            | "through"
            | "throughout"
            | "circa"
            | "fiscal"
            | "spring"
            | "summer"
            | "autumn"
            | "fall"
            | "winter"
            | "year"
            | "and"
            | "to"
            | "for"
            | "("
            | "-"
            | "–"
            | "the"
            | "around"
    );
    let strong = matches!(
        before,
        "in" | "since"
            | "during"
            | "throughout"
            | "spring"
            | "summer"
            | "winter"
            | "autumn"
            | "until"
            | "late"
            | "early"
            | "year"
            | "fiscal"
    );
    let next = l.low(end);
    let counts = crate::reading::quantity::is_unit_word(next)
        || matches!(
            next,
            "people"
                | "times"
                | "men"
                | "women"
                | "children"
                | "million"
                | "billion"
                | "thousand"
                | "hundred"
                | "percent"
                | "dollars"
                | "dozen"
                | "of"
        ) && !(strong && next == "of");
    if counts {
        return None;
    }
    if (1900..2050).contains(&year) {
        let approximated = matches!(
            before,
            "about"
                | "than"
                | "nearly"
                | "over"
                | "least"
                | "almost"
                | "approximately"
                | "roughly"
                | "another"
                | "some"
                | "only"
        );
        let round_count =
            year % 100 == 0 && !strong && l.is_word(end) && next.ends_with('s') && next.len() > 3 && !l.is_capital(end);
        if approximated || round_count {
            return None;
        }
        return Some(Draft::date(i, end, Meaning::Year { year, fiscal: false }));
    }
    // other years only where the words say so
    let ends_phrase = !l.is_word(end)
        || matches!(
            next,
            "and"
                | "to"
                | "the"
                | "by"
                | "when"
                | "he"
                | "she"
                | "it"
                | "they"
                | "a"
                | "as"
                | "at"
                | "with"
                | "was"
                | "were"
                | "had"
                | "in"
                | "for"
                | "until"
                | "but"
                | "on"
                | "or"
                | "after"
        );
    let ranged = l.is_dash(end) && year_at_plain(l, end + 1).is_some()
        || l.is_dash(i.wrapping_sub(1)) && i >= 2 && year_at_plain(l, i - 2).is_some();
    ((lead && !matches!(before, "to" | "for" | "of" | "by" | "and" | "the" | "around" | "from" | "between")
        || ranged
        || (matches!(before, "of" | "by" | "from" | "and" | "to" | "between") && year % 10 != 0))
        && ends_phrase
        && (1200..1900).contains(&year))
    .then(|| Draft::date(i, end, Meaning::Year { year, fiscal: false }))
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
fn bare_season(l: &Lexemes, i: usize) -> Option<Draft> {
    let found = season(l.low(i))?;
    let at = if l.low(i + 1) == "of" { i + 2 } else { i + 1 };
    if let Some((year, end)) = year_at_plain(l, at) {
        return Some(Draft::date(i, end, Meaning::Season { season: found, year: Some(year), which: Which::Bare }));
    }
    let lead = matches!(l.before(i, 1), "in" | "by" | "until" | "since" | "every");
    (lead && found != "FA" || which(l.before(i, 1)).is_some() && found != "FA")
        .then(|| Draft::date(i, i + 1, Meaning::Season { season: found, year: None, which: Which::Bare }))
}

/// A number of units before a noun: the number at `i`, also "a", "several", "few".
pub(super) fn amount(l: &Lexemes, i: usize) -> Option<(Option<f64>, usize)> {
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
            let vague = n.to.is_some();
            if vague && l.low(n.end) == "of" {
                return Some((None, n.end + 1));
            }
            Some((if vague { None } else { Some(n.value) }, n.end))
        }
    }
}
