//! The rest of a quotation that was opened: what others are quoted with, word for word, by its first words or by the name
//! of its speaker.

use super::super::elsewhere::label;
use super::super::subject::{Subject, entity_of, sentence};
use super::{Completion, CompletionKind, Here, MOST, flat, shortened};
use crate::reading::QuotationKind;
use crate::text::Span;

pub(super) fn complete(here: &Here, typed: Span) -> Vec<Completion> {
    let text = here.text();
    let begun = flat(typed.of(text)).to_lowercase();
    let closed = text[typed.end as usize..].starts_with(['"', '”']);
    let close = if text[..typed.start as usize].ends_with('“') { "”" } else { "\"" };
    let mut found = Vec::new();
    for entry in here.others() {
        let reading = &entry.reading;
        let source = &reading.article.text;
        for (index, quotation) in reading.quotations.iter().enumerate() {
            if quotation.kind != QuotationKind::Speech || found.len() >= MOST {
                continue;
            }
            let words: Vec<String> = quotation.content.iter().map(|span| flat(span.of(source))).collect();
            let words = words.join(" ");
            let speaker = entity_of(reading, Subject::Quotation(index)).map(|e| reading.entities[e].name.as_str());
            let by_name = speaker.is_some_and(|s| s.split(' ').any(|word| word.to_lowercase().starts_with(&begun)));
            let goes_on = words.to_lowercase().starts_with(&begun);
            if !goes_on && !by_name {
                continue;
            }
            found.push(Completion {
                label: shortened(&words),
                detail: format!("{}, {}", speaker.unwrap_or("nobody named"), label(entry, quotation.span.start)),
                passage: Some(flat(sentence(reading, quotation.span).of(source))),
                replaced: typed,
                filter: if goes_on { words.clone() } else { format!("{} {words}", speaker.unwrap_or_default()) },
                text: if closed { words } else { format!("{words}{close}") },
                kind: CompletionKind::Quotation,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use expect_test::expect;

    #[test]
    fn a_quotation_that_was_begun_is_finished_word_for_word() {
        check(
            "Velder told the town: \"The wat$0",
            expect![[r#"
                [The wat] The water was already in the lower hall when we opened the gates." (Ann Velder, b.txt:5 (Coast Wire))
            "#]],
        );
    }

    #[test]
    fn the_name_of_a_speaker_gives_what_she_is_quoted_with_and_a_cited_source_comes_first() {
        check(
            "---\nsources: [c.txt]\n---\n\nShe said: “vel$0”",
            expect![[r#"
                [vel] The ferries stay in the outer basin until the wind drops, (Ann Velder, c.txt:1)
                [vel] The water was already in the lower hall when we opened the gates. (Ann Velder, b.txt:5 (Coast Wire))
            "#]],
        );
    }
}
