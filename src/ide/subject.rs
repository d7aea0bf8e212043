//! What the cursor is on.

use crate::corpus::ArticleEntry;
use crate::reading::Reading;
use crate::text::Span;

/// A thing in an article that an editor can be asked about; each is an index into the reading's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A figure that is compared: index into the entry's observations.
    Figure(usize),
    /// A number that nothing can be compared with: index into the reading's quantities.
    Number(usize),
    /// A date or time expression.
    Timex(usize),
    /// A mention of a name.
    Mention(usize),
    /// Source or cue of an attribution.
    Source(usize),
    /// A quotation.
    Quotation(usize),
}

impl Subject {
    /// What the byte `offset` lies on: the smallest thing there; one that only ends there counts less.
    pub(super) fn at(entry: &ArticleEntry, offset: usize) -> Option<(Subject, Span)> {
        let reading = &entry.reading;
        let mut found: Vec<(Subject, Span)> = Vec::new();
        let mut add = |subject: Subject, span: Span| {
            if span.touches(offset) {
                found.push((subject, span));
            }
        };
        let mut numbers: Vec<Subject> = (0..reading.quantities.len()).map(Subject::Number).collect();
        for (index, observation) in entry.observations.iter().enumerate() {
            numbers[observation.quantity] = Subject::Figure(index);
        }
        for (subject, quantity) in numbers.into_iter().zip(&reading.quantities) {
            add(subject, quantity.phrase);
        }
        for (index, timex) in reading.timexes.iter().enumerate() {
            add(Subject::Timex(index), timex.span);
        }
        for (index, mention) in reading.mentions.iter().enumerate() {
            add(Subject::Mention(index), mention.span);
        }
        for (index, attribution) in reading.attributions.iter().enumerate() {
            for &span in attribution.cue.iter().chain(&attribution.source) {
                add(Subject::Source(index), span);
            }
        }
        for (index, quotation) in reading.quotations.iter().enumerate() {
            add(Subject::Quotation(index), quotation.span);
        }
        found.into_iter().min_by_key(|(_, span)| (!span.contains(offset), span.len()))
    }
}

/// The entity whose name, cue or words a subject is.
pub(super) fn entity_of(reading: &Reading, subject: Subject) -> Option<usize> {
    match subject {
        Subject::Mention(index) => Some(reading.mentions.get(index)?.entity),
        Subject::Source(index) => reading.attributions.get(index)?.speaker,
        Subject::Quotation(index) => {
            let quotation = reading.quotations.get(index)?;
            quotation.speaker.or_else(|| reading.attributions.get(quotation.attribution?)?.speaker)
        }
        Subject::Figure(_) | Subject::Number(_) | Subject::Timex(_) => None,
    }
}

/// The sentence around a span, or the span itself.
pub(super) fn sentence(reading: &Reading, span: Span) -> Span {
    let index = reading.sentences.partition_point(|s| s.end <= span.start);
    reading.sentences.get(index).filter(|s| s.overlaps(span)).map_or(span, |s| s.join(span))
}
