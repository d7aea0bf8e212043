//! A subject that runs into the object before it: "When the water reached the harbour officials claimed …".
//!
//! Without a comma after an opening clause, the object of that clause and the subject of the statement read as one noun
//! phrase ("the harbour officials"). Where the opening clause would be left without its object, the two are told apart.

use crate::language::{Sentence, Upos, Xpos};
use crate::reading::Prose;
use crate::text::Span;

const OPENERS: &[&str] =
    &["when", "after", "before", "since", "once", "while", "until", "if", "although", "though", "because", "as"];

/// The part of `source` (bytes of the article) that can be the subject of the cue.
pub(super) fn unfused(prose: &Prose, source: Span) -> Span {
    let sentence = prose.sentence_at(source.start as usize).map(|i| &prose.sentences[i]);
    sentence.and_then(|sentence| subject(sentence, source)).unwrap_or(source)
}

/// The bare plural at the end of `source`, where "OPENER subject VERB the NOUN PLURAL" lets it be one.
fn subject(sentence: &Sentence, source: Span) -> Option<Span> {
    let first = (0..sentence.len()).find(|&i| sentence.token_span(i).start == source.start)?;
    let last = (first..sentence.len()).find(|&i| sentence.token_span(i).end == source.end)?;
    let opened = OPENERS.contains(&sentence.form(0).to_lowercase().as_str());
    let clause = (1..first).all(|i| sentence.upos(i) != Upos::Punct) && first > 2;
    let verb = sentence.upos(first.checked_sub(1)?) == Upos::Verb;
    let object = sentence.upos(first) == Upos::Det
        && last >= first + 2
        && sentence.xpos(last - 1) == Xpos::Nn
        && (first + 1..last).all(|i| matches!(sentence.upos(i), Upos::Adj | Upos::Noun | Upos::Propn));
    (opened && clause && verb && object && sentence.xpos(last) == Xpos::Nns).then(|| sentence.token_span(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};

    fn after(text: &str, source: &str) -> String {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let prose = Prose::of(&article);
        let start = text.find(source).unwrap();
        unfused(&prose, Span::new(start, start + source.len())).of(text).to_string()
    }

    #[test]
    fn the_object_of_an_opening_clause_is_no_part_of_the_source() {
        let text = "When the water reached the harbour officials claimed that the gates had been tested in May.";
        assert_eq!(after(text, "the harbour officials"), "officials");
    }

    #[test]
    fn a_source_after_a_comma_or_without_such_a_clause_stays_whole() {
        for text in [
            "When the water came, the harbour officials claimed that the gates had been tested in May.",
            "On Monday the harbour officials claimed that the gates had been tested in May.",
        ] {
            assert_eq!(after(text, "the harbour officials"), "the harbour officials");
        }
    }
}
