//! Who said what stands between the quotation marks that were just closed: whoever other articles quote with the same
//! words, then whoever else the sources quote.

use super::super::elsewhere::label;
use super::super::subject::{Subject, entity_of};
use super::{Completion, CompletionKind, Here, MOST};
use crate::reading::{EntityKind, QuotationKind};
use crate::text::Span;

/// `None` where the cursor is not behind a quotation that ends in a comma, with at most the beginning of a name between.
pub(super) fn complete(here: &Here) -> Option<Vec<Completion>> {
    let begun = here.word();
    let before = here.before[..here.before.len() - begun.len()].trim_end_matches(' ');
    let marked = before.strip_suffix(['"', '”'])?;
    if !marked.ends_with([',', '?', '!']) || begun.chars().next().is_some_and(|c| !c.is_uppercase()) {
        return None;
    }
    let end = here.line + before.len();
    let space = if here.before.len() == before.len() { " " } else { "" };
    let replaced = Span::new(here.offset - begun.len(), here.offset);
    let mut found: Vec<Completion> = Vec::new();
    let mut add = |name: &str, detail: String| {
        let begins = name.split(' ').any(|word| word.starts_with(begun));
        if begins && found.len() < MOST && !found.iter().any(|known| known.filter == name) {
            found.push(Completion {
                label: format!("{name} said"),
                detail,
                passage: None,
                replaced,
                text: format!("{space}{name} said"),
                filter: name.to_owned(),
                kind: CompletionKind::Speaker,
            });
        }
    };
    let own = here.entry.reading.quotations.iter().position(|q| q.span.end as usize == end);
    for variant in own.map(|index| here.corpus.quote_variants(here.document, index)).unwrap_or_default() {
        let Some(entry) = here.corpus.article(variant.other) else { continue };
        let speaker = entity_of(&entry.reading, Subject::Quotation(variant.quotation));
        let quotation = &entry.reading.quotations[variant.quotation];
        if let Some(speaker) = speaker {
            let place = label(entry, quotation.span.start);
            add(&entry.reading.entities[speaker].name, format!("says it in {place}"));
        }
    }
    for entry in here.sources() {
        let reading = &entry.reading;
        for (index, quotation) in reading.quotations.iter().enumerate() {
            let speaker = entity_of(reading, Subject::Quotation(index)).map(|e| &reading.entities[e]);
            if let Some(speaker) = speaker.filter(|s| s.kind == EntityKind::Person)
                && quotation.kind == QuotationKind::Speech
            {
                add(&speaker.name, format!("is quoted in {}", label(entry, quotation.span.start)));
            }
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use expect_test::expect;

    #[test]
    fn behind_a_quotation_stand_whoever_says_it_and_whom_the_sources_quote() {
        check(
            "\"The ferries stay in the outer basin until the wind drops,\"$0",
            expect![[r#"
                []  Ann Velder said (says it in c.txt:1)
            "#]],
        );
        check(
            "\"Nobody knows when we will sail again,\" V$0",
            expect![[r#"
                [V] Ann Velder said (is quoted in b.txt:5 (Coast Wire))
            "#]],
        );
    }

    #[test]
    fn behind_other_quotation_marks_nobody_is_proposed() {
        check("The word \"gate\" $0", expect![[""]]);
    }
}
