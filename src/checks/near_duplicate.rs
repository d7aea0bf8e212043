//! Most of an article stands in another one.
//!
//! Two reports that share their words are one source, not two: counting both as confirmation counts one outlet twice.
//! Where both articles are dated, the finding says which was first; the younger one is taken for the reprint.
//!
//! **Example.** An agency's report printed by two papers, one of them with a new first paragraph.
//!
//! **To mend it**, keep the original, or say that one reprints the other.

use super::Context;
use crate::corpus::{ArticleEntry, Location};
use std::cmp::Ordering;

pub(super) const CODE: &str = "near-duplicate";

pub(super) fn check(context: &mut Context) {
    let corpus = context.corpus;
    let Some(entry) = context.article() else { return };
    let near = corpus.near_duplicates(context.document);
    let Some((there, share)) = near.first().and_then(|(first, share)| Some((corpus.article(*first)?, share))) else {
        return;
    };
    let order = order(entry, there);
    let message = format!("about {:.0} % of this article's phrases stand in {}{order}", share * 100.0, there.label());
    let finding = context.report(entry.facts.opening, message);
    for (other, share) in near {
        if let Some(facts) = corpus.article(other).map(|entry| &entry.facts) {
            let day = facts.day.map_or(String::new(), |day| format!(", of {}", shown(day)));
            let location = Location { document: other, span: facts.opening };
            finding.relate(location, format!("{:.0} % alike{day}", share * 100.0));
        }
    }
}

/// Which of two articles was first, as the end of a sentence.
fn order(here: &ArticleEntry, there: &ArticleEntry) -> String {
    let Some((own, other)) = here.facts.day.zip(there.facts.day) else { return String::new() };
    match own.cmp(&other) {
        Ordering::Greater => format!(" of {}: this is the later one, perhaps a reprint", shown(other)),
        Ordering::Less => format!(" of {}: this one was first", shown(other)),
        Ordering::Equal => " of the same day: one agency, or one reprints the other".to_owned(),
    }
}

fn shown(day: jiff::civil::Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    const REPORT: &str = "The harbour of Port Alder was closed on Monday after the lower gates failed in the night. Nobody was hurt, the harbourmaster said, but three ferries lie on the mud and cannot be moved before the spring tide.";

    #[test]
    fn a_reprint_with_another_opening_is_found() {
        let reprint = format!("{REPORT} It was the second time this year.");
        assert_eq!(findings(super::CODE, &[("a.txt", REPORT), ("b.txt", &reprint)]).len(), 2);
    }

    #[test]
    fn the_one_that_was_first_is_named() {
        let dated = |day: &str| format!("---\ndate: 2026-03-{day}\n---\n{REPORT}");
        let found = findings(super::CODE, &[("a.txt", &dated("03")), ("b.txt", &dated("05"))]);
        assert!(found[0].ends_with("in b.txt of 5 March 2026: this one was first"), "{found:?}");
        assert!(found[1].ends_with("in a.txt of 3 March 2026: this is the later one, perhaps a reprint"), "{found:?}");
    }

    #[test]
    fn another_report_of_the_same_event_is_none() {
        let other = "Three ferries were stranded in Port Alder when the gates gave way overnight. The harbourmaster closed the basin on Monday and said that nobody had come to harm.";
        assert_eq!(findings(super::CODE, &[("a.txt", REPORT), ("b.txt", other)]), [""; 0]);
    }
}
