//! Years, decades and centuries, in digits and in words.

use super::draft::{Draft, Meaning};
use crate::reading::numeral::{Lexemes, cardinal, ordinal};

/// A year of four digits at `i`, also behind a comma.
pub(super) fn year_at(l: &Lexemes, i: usize) -> Option<(i16, usize)> {
    let at = if l.low(i) == "," { i + 1 } else { i };
    let year = l.digits(at).filter(|y| l.low(at).len() == 4 && (1000..=2199).contains(y))?;
    let joined = l.glued(at + 1)
        && (l.is_word(at + 1) || (matches!(l.low(at + 1), "." | ",") && l.is_digits(at + 2) && l.glued(at + 2)));
    (!joined).then_some((year as i16, at + 1))
}

/// "'99" or "’99" or a plain "99" that must be a year.
pub(super) fn two_digit_year(number: i64) -> i16 {
    if number < 40 { 2000 + number as i16 } else { 1900 + number as i16 }
}

pub(super) fn year_at_plain(l: &Lexemes, i: usize) -> Option<(i16, usize)> {
    l.digits(i).filter(|y| l.low(i).len() == 4 && (1000..=2199).contains(y)).map(|y| (y as i16, i + 1))
}

/// A year of the first millennium behind its day or month ("12 May 640"): three digits that end the phrase.
pub(super) fn old_year(l: &Lexemes, i: usize) -> Option<(i16, usize)> {
    let year = l.digits(i).filter(|y| l.low(i).len() == 3 && (100..1000).contains(y))?;
    (!l.is_word(i + 1) && l.low(i + 1) != "%").then_some((year as i16, i + 1))
}

/// "1980s", "80s", "1980's".
pub(super) fn decade(l: &Lexemes, first: usize, i: usize) -> Option<Draft> {
    let (at, short) = if matches!(l.low(i), "'" | "’" | "‘" | "`") { (i + 1, true) } else { (i, false) };
    let n = l.digits(at).filter(|n| n % 10 == 0)?;
    let apostrophe = matches!(l.low(at + 1), "'" | "’") && l.glued(at + 1) && l.low(at + 2) == "s" && l.glued(at + 2);
    let plural = l.low(at + 1) == "s" && l.glued(at + 1);
    if !plural && !apostrophe || matches!(l.low(at + 2), "°" | "º") {
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
pub(super) fn word_decade(l: &Lexemes, first: usize, i: usize) -> Option<Draft> {
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
pub(super) fn century(l: &Lexemes, first: usize, i: usize) -> Option<Draft> {
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

/// "fiscal 1989", "fiscal year 1989", "FY2010", "FY 2010".
pub(super) fn fiscal(l: &Lexemes, first: usize, i: usize) -> Option<Draft> {
    let at = if l.low(i + 1) == "year" { i + 2 } else { i + 1 };
    let (year, end) = year_at_plain(l, at)?;
    Some(Draft::date(first, end, Meaning::Year { year, fiscal: true }))
}

/// "AD 79", "A.D. 79" and "79 AD" need a sign of the era; only years from 1 to 2199 are read.
pub(super) fn anno_domini(l: &Lexemes, i: usize) -> Option<Draft> {
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
pub(super) fn named_year(l: &Lexemes, i: usize) -> Option<Draft> {
    if l.low(i + 1) == "two" && l.low(i + 2) == "thousand" {
        return Some(Draft::date(i, i + 3, Meaning::Year { year: 2000, fiscal: false }));
    }
    let (year, end) = year_at_plain(l, i + 1)?;
    Some(Draft::date(i, end, Meaning::Year { year, fiscal: false }))
}

/// "nineteen ninety-six", "nineteen eighty", "two thousand and five".
pub(super) fn spoken_year(l: &Lexemes, i: usize) -> Option<(i16, usize)> {
    let hundreds = match l.low(i) {
        "fifteen" => 1500,
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

pub(super) fn word_year(l: &Lexemes, i: usize) -> Option<Draft> {
    let (year, end) = spoken_year(l, i)?;
    // "twenty fifteen-year-olds"
    let counted = l.is_dash(end) || (year >= 2000 && !matches!(l.before(i, 1), "in" | "since" | "of" | "by" | "until"));
    (!counted).then(|| Draft::date(i, end, Meaning::Year { year, fiscal: false }))
}

/// "'98", "'80s".
pub(super) fn short_year(l: &Lexemes, i: usize) -> Option<Draft> {
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
pub(super) fn bare_year(l: &Lexemes, i: usize) -> Option<Draft> {
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
    let tied = i >= 2 && l.is_dash(i - 1) && l.glued(i) && l.glued(i - 1);
    if tied && l.is_digits(i - 2) {
        // the end of a range of years, or of a telephone number
        let other = l.digits(i - 2)?;
        if !(other < i64::from(year) && other + 300 > i64::from(year)) && other > 31 {
            return None;
        }
    }
    if tied && l.is_word(i - 2) {
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
        let ranged = l.is_dash(end) && year_at_plain(l, end + 1).is_some_and(|(other, _)| other > year);
        if approximated && !ranged || round_count {
            return None;
        }
        return Some(Draft::date(i, end, Meaning::Year { year, fiscal: false }));
    }
    let ends_phrase = ends_phrase(l, end);
    let plural = next.ends_with('s') && next.len() > 3 && !l.is_capital(end) && l.is_word(end);
    let ranged = l.is_dash(end) && year_at_plain(l, end + 1).is_some()
        || l.is_dash(i.wrapping_sub(1)) && i >= 2 && year_at_plain(l, i - 2).is_some();
    // other years only where the words say so
    let told = if (2050..2200).contains(&year) {
        year % 10 == 0 && matches!(before, "in" | "by" | "until" | "till" | "before" | "through") && !plural || ranged
    } else {
        strong && !plural && (year % 10 != 0 || l.is_capital(end))
            || lead
                && !matches!(before, "to" | "for" | "of" | "by" | "and" | "the" | "around" | "from" | "between")
                && ends_phrase
            || ranged && ends_phrase
            || matches!(before, "of" | "by" | "from" | "and" | "to" | "between") && year % 10 != 0 && ends_phrase
            || paired(l, i, year)
            || described(l, i, year)
    };
    (told && (1200..2200).contains(&year)).then(|| Draft::date(i, end, Meaning::Year { year, fiscal: false }))
}

/// Whether the phrase that a year stands in may end before lexeme `end`.
fn ends_phrase(l: &Lexemes, end: usize) -> bool {
    !l.is_word(end)
        || matches!(
            l.low(end),
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
        )
}

/// "from 1790 to 1801", "1699 or 1700": the two years vouch for each other.
fn paired(l: &Lexemes, i: usize, year: i16) -> bool {
    let near = |at: usize| year_at_plain(l, at).is_some_and(|(y, _)| (y - year).abs() < 300 && y != year);
    let joint = |at: usize| matches!(l.low(at), "to" | "until" | "and" | "or");
    let lead = |at: usize| matches!(l.before(at, 1), "from" | "between" | "in");
    lead(i) && joint(i + 1) && near(i + 2) || i >= 2 && joint(i - 1) && near(i - 2) && lead(i - 2)
}

/// "(c. 1640)", "his 1796 essay", "the 1836 assault", "Norland, 1859.": years before 1900 by what stands around them.
fn described(l: &Lexemes, i: usize, year: i16) -> bool {
    let next = l.low(i + 1);
    let about = l.before(i, 1) == "." && matches!(l.before(i, 2), "c" | "ca");
    if about || year % 10 == 0 {
        return about;
    }
    let owned = matches!(l.before(i, 1), "his" | "her" | "its" | "their" | "this" | "the")
        || l.before(i, 1) == "s" && matches!(l.before(i, 2), "'" | "’");
    let thing = l.is_word(i + 1) && !l.is_capital(i + 1) && next.len() > 2 && !next.ends_with('s');
    let place = l.before(i, 1) == "," && i >= 2 && l.is_capital(i - 2) && matches!(next, "." | ";" | ")");
    owned && thing || place
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::reading::Prose;

    /// The values of the years of a text.
    fn years(text: &str) -> Vec<String> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        super::super::timexes(&Prose::of(&article)).into_iter().map(|t| t.value).collect()
    }

    #[test]
    fn old_years_are_told_by_what_stands_around_them() {
        assert_eq!(years("An illness in 1733 gave him an excuse. In 1835 Norland settlers came."), ["1733", "1835"]);
        assert_eq!(years("They wrote to each other from 1790 to 1801 and later."), ["1790", "1801"]);
        assert_eq!(years("In his 1796 essay he praised the harbour. The 1836 storm broke it."), ["1796", "1836"]);
        assert_eq!(years("The map (c. 1640) was lost."), ["1640"]);
    }

    #[test]
    fn years_to_come_are_read_behind_their_prepositions() {
        assert_eq!(years("The yield will fall by 2050, they found. It fell over 2000–2050."), ["2050", "2000", "2050"]);
    }

    #[test]
    fn amounts_of_four_digits_are_no_years() {
        assert_eq!(years("Water came in 1500 homes. The index rose to 2050 and the crew of 1250 slept."), [""; 0]);
        assert_eq!(years("The boat is 1640 kilometres away, with 1733 passengers."), [""; 0]);
        assert_eq!(years("Call 1 201 461-1776, or wait: the task takes roughly 1600 hours."), ["PT1600H"]);
    }

    #[test]
    fn wishes_things_and_the_present_age_are_no_days() {
        assert_eq!(years("Merry Christmas! The Christmas tree stands by the pier."), [""; 0]);
        assert_eq!(years("The method is still used today in the harbour."), ["PRESENT_REF"]);
    }
}
