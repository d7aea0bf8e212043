//! The same utterance stands elsewhere in other words.
//!
//! Two articles quote one utterance of one speaker, and the words between the marks differ. One of them, or both,
//! altered it; where both may be translations, of what was said where another language than English is spoken, the finding
//! is a hint.
//!
//! **Example.** `"The water was already in the hall"` in one article, `"The water had already reached the hall"` in
//! another, both said by the harbourmaster.
//!
//! **To mend it**, find the recording or the first report, and quote it word for word, or report it without marks.

use super::finding::MOST_RELATED;
use super::{Context, Severity, drafted};
use crate::corpus::draft::ItemKind;
use crate::corpus::{Location, QuoteRelation};
use crate::reading::QuotationKind;

pub(super) const CODE: &str = "quote-altered";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let corpus = context.corpus;
    for (index, quotation) in entry.reading.quotations.iter().enumerate() {
        if quotation.kind != QuotationKind::Speech {
            continue;
        }
        let mut variants = corpus.quote_variants(context.document, index);
        variants.retain(|v| matches!(v.relation, QuoteRelation::Altered | QuoteRelation::Translated));
        // What a draft has otherwise than its own sources is told by the rules about drafts, and to the draft alone.
        let told = drafted::is_compared(context, ItemKind::Quotation, index);
        variants.retain(|v| !(drafted::is_drafts(context, v.other) || told && corpus.cites(context.document, v.other)));
        let Some(strongest) = variants.iter().map(|v| v.relation).min() else { continue };
        variants.retain(|v| v.relation == strongest);
        // What is said of a place unpacks its article: only for those that are listed.
        let listed = variants.iter().take(MOST_RELATED).filter_map(|v| {
            let other = corpus.article(v.other)?;
            let there = &other.reading.quotations[v.quotation];
            Some((Location { document: v.other, span: there.span }, format!("so quoted in {}", other.label())))
        });
        let places: Vec<(Location, String)> = listed.collect();
        let labels: Vec<&str> = variants.iter().map(|v| corpus.label(v.other)).collect();
        let message = match strongest {
            QuoteRelation::Translated => {
                format!("this utterance stands in other words in {}: perhaps another translation", labels.join(", "))
            }
            _ => format!("this utterance is quoted in other words in {}", labels.join(", ")),
        };
        let finding = context.report(quotation.span, message);
        if strongest == QuoteRelation::Translated {
            finding.severity(Severity::Hint);
        }
        for (location, message) in places {
            finding.relate(location, message);
        }
        finding.unlisted += variants.len().saturating_sub(MOST_RELATED);
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    #[test]
    fn other_words_for_one_utterance_are_found_on_both_sides() {
        let a = "\"The water was already in the lower hall when we opened the gates,\" harbourmaster Ann Marsh said on Monday.";
        let b = "Harbourmaster Ann Marsh said: \"The water had already reached the lower hall when the gates were opened.\"";
        assert_eq!(findings(super::CODE, &[("a.txt", a), ("b.txt", b)]).len(), 2);
    }

    fn altered(here: &str, there: &str) -> usize {
        let event =
            "The lower gates of the Eastgate wall in Port Alder failed on Monday. The Eastgate basin is closed.";
        let (a, b) = (format!("{event} {here}"), format!("{event} {there}"));
        findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]).len()
    }

    #[test]
    fn an_utterance_that_goes_on_otherwise_is_found_in_reports_of_one_event() {
        let here = "\"We built this for our divers,\" harbourmaster Ann Marsh said.";
        assert_eq!(altered(here, "\"We built this for our captains,\" harbourmaster Ann Marsh said."), 2);
        assert_eq!(altered(here, "\"We built this for our captains,\" harbourmaster Ivo Brandt said."), 0);
        assert_eq!(altered(here, "\"We built this for want of a better place,\" harbourmaster Ann Marsh said."), 0);
        let here = "\"If you have seen the water come, come out, for it does not stop at a door,\" harbourmaster Ann Marsh said.";
        let there = "\"If you have seen the water come, come out, because nobody will be there later,\" harbourmaster Ann Marsh said.";
        assert_eq!(altered(here, there), 2);
        let there =
            "\"If you have to ask, then the wall in front of you is the wrong one,\" harbourmaster Ann Marsh said.";
        assert_eq!(altered(here, there), 0);
    }

    #[test]
    fn the_same_words_and_other_utterances_are_left_alone() {
        let a = "\"The water was already in the lower hall when we opened the gates,\" harbourmaster Ann Marsh said on Monday.";
        let c = "Harbourmaster Ann Marsh said: \"Nobody had expected that the ferries would stay in the outer basin.\"";
        assert_eq!(findings(super::CODE, &[("a.txt", a), ("b.txt", a), ("c.txt", c)]), [""; 0]);
    }
}
