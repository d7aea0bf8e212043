//! The figure of a source that begins with the digits before the cursor, with its hedge and what it counts.
//!
//! What stands in a sentence that shares the most words with the one being written comes first.

use super::super::draft::place;
use super::super::subject::sentence;
use super::{Completion, CompletionKind, Here, MOST, flat};
use crate::corpus::Location;
use crate::language;
use crate::text::Span;
use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashSet;

/// Letters of a word below which it says nothing of what a sentence is about.
const SHORT: usize = 4;

/// `None` where no number is being written.
pub(super) fn complete(here: &Here) -> Option<Vec<Completion>> {
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let begun = &here.before[here.before.trim_end_matches(of_number).len()..];
    let before = &here.before[..here.before.len() - begun.len()];
    if !begun.starts_with(|c: char| c.is_ascii_digit()) || before.ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let about = stems(before);
    let mut found: Vec<(usize, Completion)> = Vec::new();
    for entry in here.sources() {
        let reading = &entry.reading;
        let text = &reading.article.text;
        for quantity in &reading.quantities {
            let written = quantity.span.of(text);
            let digits = written.trim_start_matches(|c: char| !c.is_ascii_digit());
            if !digits.starts_with(begun) {
                continue;
            }
            let around = sentence(reading, quantity.phrase);
            let phrase = flat(quantity.phrase.of(text));
            let location = Location { document: here.corpus.id(&entry.path)?, span: quantity.phrase };
            let shared = stems(around.of(text)).intersection(&about).count();
            let capital = before.trim().is_empty() || before.trim_end().ends_with(['.', '!', '?']);
            let proposal = Completion {
                label: phrase.clone(),
                detail: place(here.corpus, location).unwrap_or_default(),
                passage: Some(flat(around.of(text))),
                replaced: Span::new(here.offset - begun.len(), here.offset),
                text: if capital { phrase } else { lowered(&phrase) },
                filter: digits.to_owned(),
                kind: CompletionKind::Figure,
            };
            if !found.iter().any(|(_, known)| (&known.text, &known.detail) == (&proposal.text, &proposal.detail)) {
                found.push((shared, proposal));
            }
        }
        if found.len() >= 20 * MOST {
            break;
        }
    }
    sort_by_key(&mut found, |(shared, _)| std::cmp::Reverse(*shared));
    found.truncate(MOST);
    Some(found.into_iter().map(|(_, proposal)| proposal).collect())
}

/// A hedge that begins a sentence of the source begins none here.
fn lowered(phrase: &str) -> String {
    let mut letters = phrase.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn stems(text: &str) -> FxHashSet<String> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|w| w.len() >= SHORT);
    words.map(|w| language::stem(&w.to_lowercase()).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use expect_test::expect;

    #[test]
    fn digits_become_a_figure_of_a_source_with_its_hedge_those_of_like_sentences_first() {
        check(
            "From the port 12$0",
            expect![[r#"
                [12] about 12,000 people (b.txt:5)
                [12] some 125 boats (c.txt:1)
            "#]],
        );
        check(
            "So many boats were lost, 12$0",
            expect![[r#"
                [12] some 125 boats (c.txt:1)
                [12] about 12,000 people (b.txt:5)
            "#]],
        );
    }

    #[test]
    fn only_cited_sources_give_figures_where_there_are_any() {
        check(
            "---\nsources: [wire/b.txt]\n---\n\nIn all 1$0",
            expect![[r#"
                [1] about 12,000 people (b.txt:5)
                [1] 1.2 billion euros (b.txt:5)
            "#]],
        );
    }

    #[test]
    fn letters_and_digits_in_one_word_are_no_figure() {
        check("Route M12$0", expect![[""]]);
    }
}
