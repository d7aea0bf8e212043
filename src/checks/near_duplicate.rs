//! Most of an article stands in another one.
//!
//! Two reports that share their words are one source, not two: counting both as confirmation counts one outlet twice.
//!
//! **Example.** An agency's report printed by two papers, one of them with a new first paragraph.
//!
//! **To mend it**, keep the original, or say that one reprints the other.

use super::Context;
use crate::corpus::Location;
use crate::text::Span;

pub(super) const CODE: &str = "near-duplicate";

pub(super) fn check(context: &mut Context) {
    if context.article().is_none() {
        return;
    }
    let corpus = context.corpus;
    let start = |document| {
        let entry = corpus.article(document)?;
        let article = &entry.reading.article;
        Some(
            article
                .headline()
                .or(article.blocks.iter().find(|b| b.kind.is_read()).map(|b| b.body))
                .unwrap_or(Span::at(0)),
        )
    };
    let near = corpus.near_duplicates(context.document);
    let (Some((first, share)), Some(span)) = (near.first(), start(context.document)) else { return };
    let label = corpus.article(*first).map_or("", |e| e.label()).to_owned();
    let finding =
        context.report(span, format!("about {:.0} % of this article's phrases stand in {label}", share * 100.0));
    for (other, share) in near {
        if let Some(span) = start(other) {
            finding.relate(Location { document: other, span }, format!("{:.0} % alike", share * 100.0));
        }
    }
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
    fn another_report_of_the_same_event_is_none() {
        let other = "Three ferries were stranded in Port Alder when the gates gave way overnight. The harbourmaster closed the basin on Monday and said that nobody had come to harm.";
        assert_eq!(findings(super::CODE, &[("a.txt", REPORT), ("b.txt", other)]), [""; 0]);
    }
}
