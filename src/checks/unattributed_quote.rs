//! A quotation of six words or more has no speaker.
//!
//! A reader must be able to tell whose words stand in quotation marks. The speaker may stand in the same sentence, or
//! in the one before where the quotation goes on.
//!
//! **Example.** `The hall was full. "We will rebuild the pier before the summer comes." Nobody left early.`
//!
//! **To mend it**, name the speaker beside the quotation, or take the marks away where nobody is quoted.

use super::{Context, unattributed_claim::says};
use crate::reading::{QuotationKind, Reading};
use crate::text::Span;

pub(super) const CODE: &str = "unattributed-quote";
const FEWEST_WORDS: usize = 6;

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    for quotation in &entry.reading.quotations {
        let speech = quotation.kind == QuotationKind::Speech && quotation.words >= FEWEST_WORDS && quotation.closed;
        if speech && quotation.attribution.is_none() && !speaker_near(&entry.reading, quotation.span) {
            context.report(quotation.span, "nobody is named for this quotation");
        }
    }
}

/// Whether the quotation's sentence or one beside it in the paragraph speaks of saying, so that a reader knows whose
/// words they are though no attribution was read.
fn speaker_near(reading: &Reading, span: Span) -> bool {
    let text = &reading.article.text;
    let block = reading.article.block_at(span.start as usize).map(|b| b.span);
    let touching = reading.sentences.iter().enumerate().filter(|(_, s)| s.overlaps(span)).map(|(i, _)| i);
    let (first, last) = touching.fold((usize::MAX, 0), |(a, b), i| (a.min(i), b.max(i)));
    let near = reading.sentences.iter().enumerate().filter(|(i, _)| i + 1 >= first.min(last) && *i <= last + 1);
    near.filter(|(_, s)| block.is_some_and(|b| b.covers(**s))).any(|(_, s)| {
        let before = Span::new(s.start as usize, span.start.clamp(s.start, s.end) as usize).of(text);
        let behind = Span::new(span.end.clamp(s.start, s.end) as usize, s.end as usize).of(text);
        says(before) || says(behind)
    })
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn a_quotation_without_speaker_is_found() {
        let text = "The council met at noon in the old hall by the pier.\n\nThe hall was full. \"We will rebuild the pier before the summer comes.\" Nobody left early that day.";
        assert_eq!(covered(super::CODE, text).len(), 1);
    }

    #[test]
    fn a_speaker_before_behind_or_in_the_sentence_before_is_enough() {
        for text in [
            "\"We will rebuild the pier before the summer,\" Mayor Ann Marsh said on Monday in the hall.",
            "Mayor Ann Marsh said on Monday: \"We will rebuild the pier before the summer comes.\"",
            "\"We will rebuild it,\" Mayor Ann Marsh said on Monday in the hall. \"It will take us a year or perhaps two.\"",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
