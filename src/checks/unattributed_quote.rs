//! A quotation of six words or more has no speaker.
//!
//! A reader must be able to tell whose words stand in quotation marks. The speaker may stand in the same sentence, in a
//! paragraph beside it, or on a line of their own; who is named near a quotation counts as who says it.
//!
//! **Example.** `The hall was full. "We will rebuild the pier before the summer comes." Nobody left early.`
//!
//! **To mend it**, name the speaker beside the quotation, or take the marks away where nobody is quoted.

use super::{Context, attributing, speaker_near};
use crate::reading::{QuotationKind, Reading};
use crate::text::Span;

pub(super) const CODE: &str = "unattributed-quote";
const FEWEST_WORDS: usize = 6;

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let reading = &entry.reading;
    for (index, quotation) in reading.quotations.iter().enumerate() {
        let speech = quotation.kind == QuotationKind::Speech && quotation.words >= FEWEST_WORDS && quotation.closed;
        if speech
            && quotation.attribution.is_none()
            && stands_alone(reading, quotation.span)
            && !speaker_near::is_told(reading, quotation)
        {
            let fix = attributing::quotation(context, index);
            context.report(quotation.span, "nobody is named for this quotation").fixes.extend(fix);
        }
    }
}

/// Whether the quotation is one whole sentence or more, so that it is not part of what the writer says.
fn stands_alone(reading: &Reading, span: Span) -> bool {
    let text = &*reading.article.text;
    let inner = span.of(text).trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | '…'));
    let before = text[..span.start as usize].trim_end_matches([' ', '\t']);
    let behind = text[span.end as usize..].trim_start_matches([' ', '\t']).chars().next();
    inner.ends_with(['.', '!', '?', '…'])
        && inner.starts_with(char::is_uppercase)
        && (before.is_empty() || before.ends_with(['.', '!', '?', '\n', '"', '”']))
        && behind.is_none_or(|c| c == '\n' || c == '\r' || c.is_uppercase())
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
            "The hall was full of people.\n\n\"We will rebuild the pier before the summer comes.\"\n\nAnna Lind, Coast Herald",
            "And he spells out the risk for those by the pier.\n\n\"We will rebuild it before the summer comes.\"\n\nThe hall was full.",
            "This is from a speech in the old hall.\n\nAdvertisement:\n\n\"We will rebuild it before the summer comes.\"\n\nIt was full.",
            "The hall was full. \"They will close it again,\" snarked one of the aides. \"That is a great way to do it.\" It was late.",
            "A woman stops at the pier.\n\n\"What have you lost here? Shall I fetch a lamp?\"\n\n\"My keys. Have they been seen here?\"",
            "It added:\n\nFrom The Archives Listen From The Archives\n\n\"The gates are the oldest in the port of the city.\"\n\nThe hall was full.",
            "A letter came from the yard that week.\n\n\"The gates are the oldest in the port of the city.\"\n\n\"We will rebuild them before the summer comes.\"\n\nThe hall was full.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
