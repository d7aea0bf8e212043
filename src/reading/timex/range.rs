//! Dates that say their year or month once: "from March to August 2011", "5 June – 2 July 2012", "Dec. 14-16, 2012".

use super::calendar::{day_number, joins_days};
use super::draft::{Draft, Meaning};
use super::words::Which;
use super::year::year_at;
use crate::language::Upos;
use crate::reading::numeral::Lexemes;

/// How many lexemes may join the two ends ("and", "to the", "through").
const JOINED: usize = 2;

/// Gives the first end of each range among `drafts` the year that its second end states; in the year before where the
/// months would run backwards ("from November to March 2012").
pub(super) fn share_years(l: &Lexemes, drafts: &mut [Draft]) {
    let mut is_shared = false;
    for i in (1..drafts.len()).rev() {
        let (head, tail) = drafts.split_at_mut(i);
        let (first, second) = (&mut head[i - 1], &tail[0]);
        let joined = is_joined(l, first.end, second.first) || is_listed(l, first, second, is_shared);
        is_shared = false;
        if joined && let Some((year, last_month)) = stated(&second.meaning) {
            match &mut first.meaning {
                Meaning::Month { year: open @ None, month, which: Which::Bare }
                | Meaning::Day { year: open @ None, month, which: Which::Bare, .. } => {
                    *open = Some(if *month > last_month { year - 1 } else { year });
                    is_shared = true;
                }
                _ => {}
            }
        }
    }
}

/// Whether two months, or two days, stand side by side in a list: "March or April 2012", and "March, April" before it where the
/// year of the second is that of the third.
fn is_listed(l: &Lexemes, first: &Draft, second: &Draft, is_shared: bool) -> bool {
    let alike = std::mem::discriminant(&first.meaning) == std::mem::discriminant(&second.meaning);
    let word = l.low(first.end);
    alike && second.first == first.end + 1 && (matches!(word, "and" | "or") || word == "," && is_shared)
}

/// `draft`, a day behind its month, with the day of the same month that it is joined to ("Dec. 14-16", "May 1 and 2, 2015"), which may
/// state the year of both.
pub(super) fn with_second_day(l: &Lexemes, mut draft: Draft) -> (Draft, Option<Draft>) {
    let second = second_day(l, &draft);
    if let (
        Some(Draft { meaning: Meaning::Day { year: stated @ Some(_), .. }, .. }),
        Meaning::Day { year: open @ None, .. },
    ) = (&second, &mut draft.meaning)
    {
        *open = *stated;
    }
    (draft, second)
}

fn second_day(l: &Lexemes, draft: &Draft) -> Option<Draft> {
    let Meaning::Day { year: None, month, day, which: Which::Bare, day_leads: Some(false), .. } = draft.meaning else {
        return None;
    };
    let k = draft.end;
    if draft.time.is_some() || !joins_days(l, k) {
        return None;
    }
    let (last, end, _) = day_number(l, k + 1).filter(|_| l.is_digits(k + 1))?;
    let stated = year_at(l, end);
    // "on May 1 and 2 people", "May 1 to 2.5": what follows must not be counted
    let follows =
        l.glued(end) && l.is_digits(end + 1) && l.glued(end + 1) || matches!(l.low(end), ":" | "%" | "/" | "$");
    let is_counted = follows
        || l.is_digits(end)
        || l.is_word(end)
            && !matches!(
                l.upos(end),
                Some(
                    Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Verb | Upos::Aux | Upos::Pron | Upos::Det | Upos::Adv
                )
            );
    let (year, end) = match stated {
        Some((year, stop)) => (Some(year), stop),
        None if is_counted => return None,
        None => (None, end),
    };
    let fits = last > day && jiff::civil::Date::new(year.unwrap_or(2000), month, last).is_ok();
    let meaning = Meaning::Day { year, month, day: last, weekday: None, which: Which::Bare, day_leads: Some(false) };
    fits.then(|| Draft::date(k + 1, end, meaning))
}

/// The year and month that the second end of a range states.
fn stated(meaning: &Meaning) -> Option<(i16, i8)> {
    match *meaning {
        Meaning::Month { year: Some(year), month, .. } | Meaning::Day { year: Some(year), month, .. } => {
            Some((year, month))
        }
        _ => None,
    }
}

/// Whether lexemes `from..to` join the two ends of a range; "and" only behind "between".
fn is_joined(l: &Lexemes, from: usize, to: usize) -> bool {
    if to <= from || to - from > JOINED {
        return false;
    }
    let ends = matches!(l.low(from), "to" | "through" | "until" | "till") || l.is_dash(from);
    let between = l.low(from) == "and" && (2..=4).any(|back| l.before(from, back) == "between");
    (ends || between) && (to - from == 1 || l.low(from + 1) == "the")
}

#[cfg(test)]
mod tests {
    use crate::reading::timex::tests::values;

    #[test]
    fn the_first_end_takes_the_year_of_the_second() {
        assert_eq!(values("It was used from March to August 2011 by all."), ["2011-03", "2011-08"]);
        assert_eq!(values("He sailed between 5 June and 2 July 2012 again."), ["2012-06-05", "2012-07-02"]);
        assert_eq!(values("The harbour froze from November to March 2012."), ["2011-11", "2012-03"]);
    }

    #[test]
    fn months_and_days_of_a_list_share_their_year() {
        assert_eq!(values("It fell in March or April 2012."), ["2012-03", "2012-04"]);
        assert_eq!(values("It fell in March, April and May 2012."), ["2012-03", "2012-04", "2012-05"]);
        assert_eq!(values("It fell on Dec. 14 and 16, 2012."), ["2012-12-14", "2012-12-16"]);
        assert_eq!(values("It fell on December 14-16, 2012."), ["2012-12-14", "2012-12-16"]);
        assert_eq!(values("It fell on 14-16 December 2012."), ["2012-12-14", "2012-12-16"]);
        assert_eq!(values("It fell on 14 and 16 December 2012."), ["2012-12-14", "2012-12-16"]);
        assert_eq!(values("On May 1 and 2 it fell."), ["2016-05-01", "2016-05-02"]);
        assert_eq!(values("On May 1 and 2 people fell."), ["2016-05-01"]);
    }

    #[test]
    fn neighbours_that_are_no_range_keep_their_own() {
        assert_eq!(values("It closed in March, and in August 2011 it burned."), ["2016-03", "2011-08"]);
    }
}
