//! Two articles put the same utterance on different days, or a draft an event on another day than its source.
//!
//! They quote the same words of the same speaker, and one says "Friday 16 December" where the other's dateline and
//! "on Friday" give the 23rd. A day more or less is a time zone or a late edition and is not reported.
//!
//! **Example.** "…," the minister said on Friday (article of 18 December); the same words in an article of 23 December
//! that says "on Friday" too.
//!
//! **To mend it**, find the day of the speech or press conference; the related place is the other article's.

use super::{Context, drafted};
use crate::corpus::Location;
use crate::corpus::draft::Difference;

pub(super) const CODE: &str = "date-conflict";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let corpus = context.corpus;
    let document = context.document;
    for conflict in corpus.day_conflicts(document) {
        let Some(there) = corpus.article(conflict.other) else { continue };
        if drafted::is_drafts(context, conflict.other) || corpus.cites(document, conflict.other) {
            continue;
        }
        let day = |date: jiff::civil::Date| date.strftime("%A, %-d %B %Y").to_string();
        let message = format!(
            "this puts an utterance on {}; {} puts it on {}",
            day(conflict.here.1),
            there.label(),
            day(conflict.there.1)
        );
        let quoted = entry.reading.quotations[conflict.quotation].span;
        let quoted_there = there.reading.quotations[conflict.other_quotation].span;
        let finding = context.report(conflict.here.0, message);
        finding.relate(
            Location { document: conflict.other, span: conflict.there.0 },
            format!("here {}", day(conflict.there.1)),
        );
        finding.relate(Location { document, span: quoted }, "the utterance");
        finding.relate(Location { document: conflict.other, span: quoted_there }, "the same utterance");
    }
    drafted::report(
        context,
        |_, d| d.difference == Difference::Day,
        |d, label| Some(format!("Change to the day that {label} gives: {}", d.mend.as_deref()?)),
    );
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

    #[test]
    fn the_same_day_told_later_and_the_next_day_are_left_alone() {
        let a = format!("---\ndate: 2026-03-03\n---\n{SAID} Tuesday in the hall.");
        let b = format!("---\ndate: 2026-03-06\n---\n{SAID} Tuesday in the hall.");
        let c = format!("---\ndate: 2026-03-04\n---\n{SAID} Wednesday in the hall.");
        assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b), ("c.txt", &c)]), [""; 0]);
    }
}
