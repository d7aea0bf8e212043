//! Growing selections: word, name or figure, sentence, quotation, paragraph, article.

use super::subject::Subject;
use crate::corpus::{Corpus, DocumentId};
use crate::text::Span;

/// The stretches around the byte `offset`, each strictly within the next; the last is the whole document.
pub fn selection(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Span> {
    let Some(whole) = corpus.document(document).map(|document| document.text().clone()) else { return Vec::new() };
    let mut around = vec![word(&whole, offset.min(whole.len()))];
    if let Some(entry) = corpus.article(document) {
        let reading = &entry.reading;
        around.extend(Subject::at(entry, offset).map(|(_, span)| span));
        let holds = |span: &Span| span.touches(offset);
        around.extend(reading.mentions.iter().map(|m| m.phrase).filter(holds));
        around.extend(reading.sentences.iter().copied().filter(holds));
        around.extend(reading.quotations.iter().map(|q| q.span).filter(holds));
        around.extend(reading.article.blocks.iter().map(|block| block.span).filter(holds));
    }
    around.push(Span::new(0, whole.len()));
    around.sort_by_key(|span| span.len());
    let mut nested: Vec<Span> = Vec::new();
    for span in around {
        if nested.last().is_none_or(|inner| span.covers(*inner) && span != *inner) {
            nested.push(span);
        }
    }
    nested
}

/// The letters and digits around an offset, or nothing at it.
fn word(text: &str, offset: usize) -> Span {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    let before: usize = text[..offset].chars().rev().take_while(|&c| inside(c)).map(char::len_utf8).sum();
    let after: usize = text[offset..].chars().take_while(|&c| inside(c)).map(char::len_utf8).sum();
    Span::new(offset - before, offset + after)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn a_selection_grows_from_the_word_to_the_article() {
        let fixture = Fixture::new(
            "//- a.txt
The gates are shut. Harbourmaster Ann Vel$0der said so to reporters on Monday.

Nobody else did.
",
        );
        let (document, offset) = fixture.cursor();
        let spans = selection(&fixture.corpus, document, offset);
        let shown: Vec<_> = spans.iter().map(|span| fixture.covered(document, *span).len()).collect();
        assert_eq!(fixture.covered(document, spans[0]), "Velder");
        assert_eq!(fixture.covered(document, spans[1]), "Ann Velder");
        assert!(shown.is_sorted() && spans.len() >= 5, "{shown:?}");
    }
}
