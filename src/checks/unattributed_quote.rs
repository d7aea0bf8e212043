//! A quotation of six words or more has no speaker.
//!
//! A reader must be able to tell whose words stand in quotation marks. The speaker may stand in the same sentence, or
//! in the one before where the quotation goes on.
//!
//! **Example.** `The hall was full. "We will rebuild the pier before the summer comes." Nobody left early.`
//!
//! **To mend it**, name the speaker beside the quotation, or take the marks away where nobody is quoted.

use super::{Context, attributing, sourced::says};
use crate::reading::{EntityKind, QuotationKind, Reading};
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
            && !speaker_near(reading, quotation.span)
            && !person_near(reading, quotation.span)
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

/// Whether a person is named (or stands as "he" or "she") in the paragraph, the one before, or the one behind where
/// that does not start with a quotation of its own: a reader takes the words for theirs.
fn person_near(reading: &Reading, span: Span) -> bool {
    let blocks = &reading.article.blocks;
    let Some(here) = blocks.iter().position(|b| b.span.covers(span)) else { return false };
    let quotes = |s: Span| s.of(&reading.article.text).trim_start().starts_with(['"', '“', '\'', '‘', '«', '„']);
    let behind = blocks.get(here + 1).filter(|b| !quotes(b.body)).map_or(blocks[here].span, |b| b.span);
    let around = blocks[here.saturating_sub(1)].span.join(behind);
    reading
        .mentions
        .iter()
        .any(|m| around.covers(m.span) && !span.covers(m.span) && reading.entities[m.entity].kind == EntityKind::Person)
}

/// Whether a sentence beside the quotation in its paragraph speaks of saying, so that a reader knows whose words they
/// are though no attribution was read.
fn speaker_near(reading: &Reading, span: Span) -> bool {
    let text = &reading.article.text;
    let paragraph = reading.article.block_at(span.start as usize).map(|b| b.span);
    let outside = |s: Span| {
        let before = Span::new(s.start as usize, span.start.clamp(s.start, s.end) as usize).of(text);
        let behind = Span::new(span.end.clamp(s.start, s.end) as usize, s.end as usize).of(text);
        says(before) || says(behind)
    };
    let touching = |s: &&Span| s.overlaps(span);
    let first = reading.sentences.iter().position(|s| touching(&s)).unwrap_or(0);
    let last = reading.sentences.iter().rposition(|s| touching(&s)).unwrap_or(first);
    let around = first.saturating_sub(2)..(last + 3).min(reading.sentences.len());
    reading.sentences[around].iter().filter(|s| paragraph.is_none_or(|p| p.covers(**s))).any(|&s| outside(s))
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
