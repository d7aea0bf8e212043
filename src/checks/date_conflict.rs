//! Two articles put the same utterance, or a person's death, arrest, verdict or resignation, on different days, an article reports a
//! day that comes after its own, or a draft puts an event on another day than its source.
//!
//! They quote the same words of the same speaker, and one says "Friday 16 December" where the other's dateline and
//! "on Friday" give the 23rd. Or Ann Marsh was arrested on 3 March in one and on 5 March in the other. A day more or less is a time zone or a late edition and is not reported. Within an article,
//! what was said or done on a day after the article's own date cannot have been reported in it: one of the two dates is
//! wrong. In a draft that names its sources, a date, year or weekday that none of them has, though they
//! tell what happened on it, is found, too.
//!
//! **Example.** "…," the minister said on Friday (article of 18 December); the same words in an article of 23 December
//! that says "on Friday" too. "The mayor said on 9 December 2024 that …" in an article of 3 December 2024.
//!
//! **To mend it**, find the day of the speech or press conference; the related place is the other article's, or where
//! this article has its own date from.

use super::elsewhere::{self, Worded};
use super::{Context, drafted};
use crate::article::calendar;
use crate::corpus::draft::{Difference, ItemKind};
use crate::corpus::{Happening, Location};
use crate::reading::{Reading, Timex, TimexKind};

pub(super) const CODE: &str = "date-conflict";

/// Words that speak of what is to come, or of what a paper says rather than of what happened.
const TO_COME: &[&str] = &[
    "will",
    "would",
    "shall",
    "may",
    "might",
    "could",
    "should",
    "must",
    "scheduled",
    "due",
    "planned",
    "plans",
    "set",
    "until",
    "till",
    "before",
    "by",
    "expires",
    "expire",
    "expired",
    "through",
    "deadline",
    "expected",
    "from",
    "election",
    "elections",
    "upcoming",
    "next",
    "postponed",
    "moved",
    "delayed",
    "slated",
    "effective",
    "begin",
    "start",
    "starts",
    "begins",
    "if",
    "to",
    "can",
    "copyright",
    "updated",
    "after",
    "since",
    "for",
];
/// Past forms by which a sentence tells what was said or done on a day.
const TOLD: &[&str] = &[
    "said",
    "told",
    "was",
    "were",
    "died",
    "announced",
    "killed",
    "struck",
    "wrote",
    "met",
    "signed",
    "arrived",
    "resigned",
    "arrested",
    "happened",
    "began",
    "fell",
    "rose",
    "opened",
    "closed",
    "voted",
    "broke",
    "hit",
    "left",
    "took",
    "made",
    "won",
    "lost",
    "reported",
    "confirmed",
    "added",
    "launched",
    "attacked",
    "fired",
    "exploded",
];
/// So many words around a date are looked at.
const AROUND: usize = 8;

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let corpus = context.corpus;
    let document = context.document;
    if let Some(day) = entry.reading.article.metadata.dct() {
        let own = entry.reading.article.metadata.dates.iter().find(|d| d.date.full() == Some(day));
        let from = own.and_then(|d| d.span);
        for timex in entry.reading.timexes.iter().filter(|t| comes_after(&entry.reading, t, day)) {
            let (Some((there, _)), shown) = (timex.days, |d: jiff::civil::Date| d.strftime("%-d %B %Y").to_string())
            else {
                continue;
            };
            let message = format!("{} is reported as past, and this article is of {}", shown(there), shown(day));
            let finding = context.report(timex.span, message);
            if let Some(span) = from {
                finding.relate(Location { document, span }, format!("the article's own date: {}", shown(day)));
            }
        }
    }
    for conflict in corpus.day_conflicts(document) {
        let Some(there) = corpus.article(conflict.other) else { continue };
        if drafted::is_drafts(context, conflict.other) || corpus.cites(document, conflict.other) {
            continue;
        }
        let message = format!(
            "this puts an utterance on {}; {} puts it on {}",
            shown(conflict.here.1),
            there.label(),
            shown(conflict.there.1)
        );
        let quoted = entry.reading.quotations[conflict.quotation].span;
        let quoted_there = there.reading.quotations[conflict.other_quotation].span;
        let finding = context.report(conflict.here.0, message);
        finding.relate(
            Location { document: conflict.other, span: conflict.there.0 },
            format!("here {}", shown(conflict.there.1)),
        );
        finding.relate(Location { document, span: quoted }, "the utterance");
        finding.relate(Location { document: conflict.other, span: quoted_there }, "the same utterance");
    }
    elsewhere::report::<Happening>(context, &corpus.happening_conflicts(document));
    drafted::report(
        context,
        |_, d| d.difference == Difference::Day,
        |d, label| Some(format!("Change to the day that {label} gives: {}", d.mend.as_deref()?)),
    );
    // Background may have days of its own; but of what the sources tell they tell the day.
    let is_written_out = |t: &Timex| {
        let mut words = t.span.of(&entry.reading.article.text).split(|c: char| !c.is_alphanumeric());
        let is_named =
            |w: &str| calendar::month(&w.to_lowercase()).is_some() || w.len() == 4 && w.parse::<u16>().is_ok();
        t.kind == TimexKind::Date && (!t.relative || t.value.len() == 10) && words.any(is_named)
    };
    let written_out: Vec<bool> = entry.reading.timexes.iter().map(is_written_out).collect();
    drafted::report_missing(context, ItemKind::Date, |item, words| {
        let is_weekday =
            words.split(|c: char| !c.is_alphabetic()).any(|w| calendar::weekday(&w.to_lowercase()).is_some());
        let is_dated = written_out.get(item.index).copied().unwrap_or_default() || is_weekday;
        let is_told = is_dated && item.passage.is_some();
        is_told.then(|| format!("“{words}” is not found"))
    });
}

impl Worded for Happening {
    fn message(&self, other: &Self, label: &str) -> String {
        format!("{} is put on {} here, on {} in {label}", self.title(), shown(self.day), shown(other.day))
    }

    fn there(&self, label: &str) -> String {
        format!("{} in {label}", shown(self.day))
    }

    fn is_told(&self, _: &Context) -> bool {
        true
    }
}

/// A day with its weekday.
fn shown(day: jiff::civil::Date) -> String {
    day.strftime("%A, %-d %B %Y").to_string()
}

/// Whether a full date that the text spells out comes after the article's own day and is told as past.
fn comes_after(reading: &Reading, timex: &Timex, own: jiff::civil::Date) -> bool {
    let Some((day, last)) = timex.days else { return false };
    let spelt = timex.kind == TimexKind::Date && !timex.relative && day == last && timex.value.len() == 10;
    let apart = own.until(day).map_or(0, |s| s.get_days());
    // A day more is a time zone or a late edition.
    if !spelt || apart <= 1 || !timex.span.of(&reading.article.text).contains(|c: char| c.is_alphabetic()) {
        return false;
    }
    let text = &*reading.article.text;
    let Some(sentence) = reading.sentence_at(timex.span.start).map(|i| reading.sentences[i]) else { return false };
    let quoted = reading.is_quoted(timex.span);
    let (before, behind) = (
        &text[sentence.start as usize..timex.span.start as usize],
        text.get(timex.span.end as usize..sentence.end as usize).unwrap_or_default(),
    );
    let words = |part: &str| -> Vec<String> {
        part.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (left, right) = (words(before), words(behind));
    let left = &left[left.len().saturating_sub(AROUND)..];
    let near = || left.iter().chain(right.iter().take(AROUND)).map(String::as_str);
    let told = left.iter().rev().take(4).any(|w| TOLD.contains(&w.as_str()))
        || right.iter().take(1).any(|w| TOLD.contains(&w.as_str()));
    let on = before.trim_end().ends_with(" on") || before.trim_end().is_empty() || before.trim_end().ends_with("On");
    told && on && !quoted && !near().any(|w| TO_COME.contains(&w))
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    const SAID: &str = "\"The gates will be rebuilt before the winter storms come again,\" Mayor Ann Marsh said on";

    #[test]
    fn one_utterance_on_two_days_is_found_on_both_sides() {
        let a = format!("---\ndate: 2026-03-03\n---\n{SAID} Tuesday in the hall.");
        let b = format!("---\ndate: 2026-03-06\n---\n{SAID} Friday in the hall.");
        let found = findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with("a.txt: Tuesday: this puts an utterance on Tuesday, 3 March 2026; b.txt puts it on")
        );
    }

    fn happened(a: &str, b: &str) -> Vec<String> {
        let article = |said: &str| {
            format!(
                "---\ndate: 2026-03-13\n---\nThe Eastgate harbour fraud in Port Alder goes on. {said} The Eastgate fraud cost millions."
            )
        };
        findings(super::CODE, &[("a.txt", &article(a)), ("b.txt", &article(b))])
    }

    #[test]
    fn what_happens_to_somebody_once_is_held_against_another_day() {
        for (a, b) in [
            ("Ann Marsh was arrested on 9 March at her home.", "Police arrested Ann Marsh on 11 March."),
            ("Ann Marsh, the harbour's auditor, died on Monday.", "Ann Marsh died in Port Alder on Wednesday."),
            ("Ann Marsh of Port Alder resigned on Tuesday.", "Ann Marsh resigned on Thursday after a vote."),
            ("A court sentenced former mayor Ann Marsh on Monday.", "Ann Marsh was sentenced on Wednesday."),
        ] {
            assert_eq!(happened(a, b).len(), 2, "{a}");
        }
        let found = happened("Ann Marsh was arrested on 9 March.", "Ann Marsh was arrested on 11 March.");
        assert_eq!(
            found[0],
            "a.txt: 9 March: the arrest of Ann Marsh is put on Monday, 9 March 2026 here, on Wednesday, 11 March 2026 in b.txt"
        );
    }

    #[test]
    fn another_clause_another_arrest_and_the_next_day_are_left_alone() {
        let a = "Ann Marsh was arrested on 9 March at her home.";
        for b in [
            "Ann Marsh was arrested on 10 March at her home.",
            "Ann Marsh was arrested on 9 March and again on 11 March.",
            "Ann Marsh was arrested, police said on Wednesday.",
            "Two days after Ann Marsh was arrested, on Wednesday, the harbour was closed.",
            "Ann Marsh will be arrested on 11 March if she comes.",
            "Paul Reyl, the partner of Ann Marsh, was arrested on 11 March.",
            "Ann Marsh was not arrested on 11 March.",
            "Ann Marsh was arrested for the theft of a boat on 11 March.",
            "Ann Marsh was arrested in connection with the fire on 11 March.",
            "Ann Marsh was arrested two days before 11 March.",
        ] {
            assert_eq!(happened(a, b), [""; 0], "{b}");
        }
    }

    #[test]
    fn a_few_words_that_are_said_again_and_again_are_no_one_utterance() {
        let a = "---\ndate: 2026-03-03\n---\n\"The gates are old, and the winter will be long, but we will see what happens,\" \
                 Mayor Ann Marsh said on Tuesday.";
        let b = "---\ndate: 2026-03-17\n---\n\"We will see what happens,\" Mayor Ann Marsh said on Tuesday.";
        assert_eq!(findings(super::CODE, &[("a.txt", a), ("b.txt", b)]), [""; 0]);
    }

    #[test]
    fn a_day_after_the_articles_own_that_is_told_as_past_is_found() {
        let text =
            "---\ndate: 2024-12-03\n---\nThe mayor of Port Alder said on 9 December 2024 that the gates had held.";
        let found = findings(super::CODE, &[("a.txt", text)]);
        assert_eq!(
            found,
            ["a.txt: 9 December 2024: 9 December 2024 is reported as past, and this article is of 3 December 2024"]
        );
    }

    #[test]
    fn what_is_to_come_and_what_is_long_past_are_left_alone() {
        for rest in [
            "The council will meet on 9 December 2024 in Port Alder, the mayor said.",
            "The inquiry was scheduled to open on 9 December 2024 in Port Alder.",
            "The mayor of Port Alder said on 9 October 2024 that the gates had held.",
            "The licence, the mayor said, expires on 9 December 2024 or when the yard is sold.",
        ] {
            let text = format!("---\ndate: 2024-12-03\n---\n{rest}");
            assert_eq!(findings(super::CODE, &[("a.txt", &text)]), [""; 0], "{rest}");
        }
    }

    #[test]
    fn the_same_day_told_later_and_the_next_day_are_left_alone() {
        let a = format!("---\ndate: 2026-03-03\n---\n{SAID} Tuesday in the hall.");
        let b = format!("---\ndate: 2026-03-06\n---\n{SAID} Tuesday in the hall.");
        let c = format!("---\ndate: 2026-03-04\n---\n{SAID} Wednesday in the hall.");
        assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b), ("c.txt", &c)]), [""; 0]);
    }
}
