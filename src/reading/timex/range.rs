//! Ranges that say their year once, at their end: "from March to August 2011", "5 June – 2 July 2012".

use super::draft::{Draft, Meaning};
use super::words::Which;
use crate::reading::numeral::Lexemes;

/// How many lexemes may join the two ends ("and", "to the", "through").
const JOINED: usize = 2;

/// Gives the first end of each range among `drafts` the year that its second end states; in the year before where the
/// months would run backwards ("from November to March 2012").
pub(super) fn share_years(l: &Lexemes, drafts: &mut [Draft]) {
    for i in 1..drafts.len() {
        let (head, tail) = drafts.split_at_mut(i);
        let (first, second) = (&mut head[i - 1], &tail[0]);
        if is_joined(l, first.end, second.first)
            && let Some((year, last_month)) = stated(&second.meaning)
        {
            match &mut first.meaning {
                Meaning::Month { year: open @ None, month, which: Which::Bare }
                | Meaning::Day { year: open @ None, month, which: Which::Bare, .. } => {
                    *open = Some(if *month > last_month { year - 1 } else { year });
                }
                _ => {}
            }
        }
    }
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
    fn neighbours_that_are_no_range_keep_their_own() {
        assert_eq!(values("It closed in March, and in August 2011 it burned."), ["2016-03", "2011-08"]);
    }
}
