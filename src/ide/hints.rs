//! What an editor writes between the words: the day that "Friday" is, who speaks where nobody is named.

use super::annotation_parts;
use super::draft;
use super::subject::{Subject, entity_of};
use crate::corpus::{Corpus, DocumentId};
use crate::reading::{QuotationKind, TimexKind};
use crate::text::sorting::sort_by_key;

/// A hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte before which it stands.
    pub offset: usize,
    /// What it says.
    pub label: String,
    /// Whether it belongs to what stands before it rather than to what follows.
    pub after: bool,
}

/// The hints of a document in order.
pub fn hints(corpus: &Corpus, document: DocumentId) -> Vec<Hint> {
    if let Some(entry) = corpus.annotation(document) {
        return annotation_parts::hints(&entry.file);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let reading = &entry.reading;
    let days = reading.timexes.iter().filter(|timex| timex.kind == TimexKind::Date && timex.relative && timex.anchored);
    let days = days.filter_map(|timex| {
        let (first, last) = timex.days?;
        let label = if first == last { first.to_string() } else { timex.value.clone() };
        Some(Hint { offset: timex.span.end as usize, label, after: true })
    });
    let quotations = reading.quotations.iter().enumerate().filter(|(_, q)| q.kind == QuotationKind::Speech);
    let speakers = quotations.filter_map(|(index, quotation)| {
        let attribution = quotation.attribution.and_then(|index| reading.attributions.get(index));
        let orphan = attribution.is_none_or(|attribution| attribution.carried || attribution.source.is_empty());
        let speaker = &reading.entities.get(entity_of(reading, Subject::Quotation(index)).filter(|_| orphan)?)?.name;
        Some(Hint { offset: quotation.span.start as usize, label: format!("{speaker}:"), after: false })
    });
    let mut hints: Vec<Hint> = days.chain(speakers).chain(draft::hints(corpus, document)).collect();
    sort_by_key(&mut hints, |hint| hint.offset);
    hints
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let document = fixture.corpus.ids()[0];
        let mut text = fixture.corpus.document(document).unwrap().text().to_string();
        for hint in hints(&fixture.corpus, document).iter().rev() {
            text.insert_str(hint.offset, &format!("‹{}›", hint.label));
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn a_weekday_gets_its_day_and_an_orphan_quotation_its_speaker() {
        check(
            "//- a.txt
---
title: Gates
date: 2021-03-03
---

Harbourmaster Ann Velder spoke to reporters on Monday.

\"The water was already in the lower hall when we opened the gates,\" she said.

\"Nobody had told us that it would come.\"
",
            expect![[r#"
                ---
                title: Gates
                date: 2021-03-03
                ---

                Harbourmaster Ann Velder spoke to reporters on Monday‹2021-03-01›.

                "The water was already in the lower hall when we opened the gates," she said.

                ‹Ann Velder:›"Nobody had told us that it would come."
            "#]],
        );
    }
}
