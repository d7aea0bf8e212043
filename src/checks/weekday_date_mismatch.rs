//! The weekday does not belong to the date beside it.
//!
//! "Monday, 15 March 2016" was a Tuesday: either the weekday or the date is wrong. A day that its month does not have ("31 June")
//! has no weekday at all and is reported, too.
//!
//! **Example.** "The gates were closed on Monday, 15 March 2016." "They open again on June 31."
//!
//! **To mend it**, find out which of the two is right; the quick fix changes the weekday.

use super::{
    Context,
    finding::{Edit, Fix},
    no_day::no_days,
};
use crate::corpus::{DocumentId, Location};
use crate::reading::Reading;
use crate::text::Span;
use jiff::civil::Date;

pub(super) const CODE: &str = "weekday-date-mismatch";
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let text = &entry.reading.article.text;
    for sentence in &entry.reading.sentences {
        for (span, most) in no_days(sentence.of(text)) {
            let span = span.moved(0, sentence.start);
            context.report(span, format!("there is no {}: the month has {most} days", span.of(text)));
        }
    }
    for timex in &entry.reading.timexes {
        let (Some(named), Some((day, last))) = (timex.weekday, timex.days) else { continue };
        let right = day.weekday().to_monday_one_offset();
        if day != last || right == named || !(1..=7).contains(&named) {
            continue;
        }
        if !is_certain(&entry.reading, timex.span, day, named) {
            continue;
        }
        let name = DAYS[right as usize - 1];
        let date = day.strftime("%-d %B %Y").to_string();
        let covered = timex.span.of(text);
        let word = DAYS.iter().find_map(|d| {
            let short = &d[..3];
            covered.find(d).map(|at| (at, d.len())).or_else(|| covered.find(short).map(|at| (at, short.len())))
        });
        let document = context.document;
        let finding = context.report(timex.span, format!("{date} was a {name}, not a {}", DAYS[named as usize - 1]));
        if let Some((at, length)) = word {
            let start = timex.span.start as usize + at;
            let edit =
                Edit { location: Location { document, span: Span::new(start, start + length) }, text: name.to_owned() };
            finding.fixes.push(Fix { title: format!("Change the weekday to {name}"), edits: vec![edit] });
        }
        finding.fixes.extend(other_day(document, timex.span, covered, day, named - right));
    }
}

/// A date without a year is of this year only within so many days of the article.
const NEAR_DAYS: i32 = 60;

/// Whether it is certain which day is meant, and that the weekday is that day's: a year is written, or the article's day is
/// known and near, and no range of days follows ("Wednesday and Thursday (14-15 March)"). A day still to come may be meant of
/// last year, where the weekday is right.
fn is_certain(reading: &Reading, span: Span, day: Date, named: i8) -> bool {
    let text = &reading.article.text;
    let behind = text[span.end as usize..].trim_start_matches(['-', '–']);
    let is_range = behind.len() < text.len() - span.end as usize && behind.starts_with(|c: char| c.is_ascii_digit());
    let has_year = span.of(text).split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4);
    let is_near = |own: Date| own.until(day).is_ok_and(|apart| apart.get_days().abs() <= NEAR_DAYS);
    let before = day.checked_sub(jiff::Span::new().years(1));
    let fits_before = before.is_ok_and(|day| day.weekday().to_monday_one_offset() == named);
    let is_near = |own: Date| is_near(own) && !(day > own && fits_before);
    !is_range && (has_year || reading.day().is_some_and(is_near))
}

/// Changes the date instead, to the nearest day of the month that is such a weekday.
fn other_day(document: DocumentId, span: Span, written: &str, day: Date, ahead: i8) -> Option<Fix> {
    let nearest = (ahead + 10).rem_euclid(7) - 3;
    let new = day.checked_add(jiff::Span::new().days(nearest)).ok().filter(|new| new.month() == day.month())?;
    let mut digits = written.split(|c: char| !c.is_ascii_digit()).filter(|part| part.parse() == Ok(day.day()));
    let (Some(old), None) = (digits.next(), digits.next()) else { return None };
    let start = span.start as usize + (old.as_ptr() as usize - written.as_ptr() as usize);
    // "1st" would have to become "2nd".
    let behind = written[start - span.start as usize + old.len()..].chars().next();
    let edit = Edit {
        location: Location { document, span: Span::new(start, start + old.len()) },
        text: new.day().to_string(),
    };
    let title = format!("Change the date to {}", new.strftime("%-d %B %Y"));
    behind.is_none_or(|c| !c.is_alphabetic()).then(|| Fix { title, edits: vec![edit] })
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    #[test]
    fn a_date_of_an_unknown_or_other_year_or_of_a_range_is_left_alone() {
        let article = |day: &str, text: &str| format!("---\ndate: {day}\n---\n\n{text}");
        let found = |text: &str| findings(super::CODE, &[("a.txt", text)]).len();
        assert_eq!(found("The gates were closed on Monday, March 15, the harbourmaster said."), 0);
        assert_eq!(found(&article("2016-03-17", "The gates were closed on Monday, March 15, she said.")), 1);
        assert_eq!(found(&article("2016-11-17", "\"Come on Monday, March 15,\" the old letter said.")), 0);
        let told = "It was on Thursday, 14 April, that a consultant closed the ward, the inquest heard.";
        assert_eq!(found(&article("2017-03-30", told)), 0);
        assert_eq!(found(&article("2016-03-17", "The poll was taken on Monday and Tuesday (March 14-15).")), 0);
    }

    #[test]
    fn a_weekday_that_is_not_the_dates_is_found() {
        let found = findings(
            super::CODE,
            &[("a.txt", "The gates of the harbour were closed on Monday, 15 March 2016, the harbourmaster said.")],
        );
        assert_eq!(found, ["a.txt: Monday, 15 March 2016: 15 March 2016 was a Tuesday, not a Monday"]);
    }

    #[test]
    fn the_right_weekday_and_a_date_without_year_are_left_alone() {
        for text in [
            "The gates of the harbour were closed on Tuesday, 15 March 2016, the harbourmaster said.",
            "The gates of the harbour were closed on Monday, 14 March, the harbourmaster of the port said.",
        ] {
            assert_eq!(findings(super::CODE, &[("a.txt", text)]), [""; 0], "{text}");
        }
    }

    #[test]
    fn weekday_or_date_can_be_changed_where_the_date_is_near() {
        let fixes = |text: &str| crate::checks::testing::fixed(super::CODE, &[("a.txt", text)]);
        let text = "The gates were closed on Monday, 15 March 2016, the harbourmaster said.";
        assert_eq!(
            fixes(text),
            [
                ("Change the weekday to Tuesday".into(), text.replace("Monday", "Tuesday")),
                ("Change the date to 14 March 2016".into(), text.replace("15", "14")),
            ]
        );
        // Two days before the first of a month is another month.
        assert_eq!(fixes("The gates were closed on Sunday, 1 March 2016, she said.").len(), 1);
    }
}
