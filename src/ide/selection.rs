//! Growing selections: word, name or figure, sentence, quotation, paragraph, article; in annotation word, field, line, sentence.

use super::subject::Subject;
use crate::corpus::{Corpus, DocumentId};
use crate::text::Span;
use crate::text::sorting::sort_by_key;

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
    if let Some(entry) = corpus.annotation(document) {
        around.extend(in_line(&whole, offset.min(whole.len())));
        let sentences = super::annotation_columns::folds(&entry.file);
        around.extend(sentences.into_iter().map(|fold| fold.span).filter(|span| span.touches(offset)));
    }
    around.push(Span::new(0, whole.len()));
    sort_by_key(&mut around, |span| span.len());
    let mut nested: Vec<Span> = Vec::new();
    for span in around {
        if nested.last().is_none_or(|inner| span.covers(*inner) && span != *inner) {
            nested.push(span);
        }
    }
    nested
}

/// The field between tabs around an offset, and its line.
fn in_line(text: &str, offset: usize) -> [Span; 2] {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find(['\r', '\n']).map_or(text.len(), |at| offset + at);
    let field_start = text[start..offset].rfind('\t').map_or(start, |at| start + at + 1);
    let field_end = text[offset..end].find('\t').map_or(end, |at| offset + at);
    [Span::new(field_start, field_end), Span::new(start.min(end), end)]
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

    #[test]
    fn in_annotation_a_selection_grows_from_the_word_to_its_field_its_line_and_its_sentence() {
        let file = "//- a.conllu\n# sent_id = a\n# text = It held\n1\tIt\tit\tPRON\t_\tCase=N$0om|Number=Sing\t2\tnsubj\t_\t_\n\
                    2\theld\thold\tVERB\t_\t_\t0\troot\t_\t_\n\n";
        let fixture = Fixture::new(file);
        let (document, offset) = fixture.cursor();
        let grown: Vec<_> = selection(&fixture.corpus, document, offset)
            .into_iter()
            .map(|s| fixture.covered(document, s).len())
            .collect();
        assert_eq!((grown.len(), grown[0], grown[1]), (5, "Nom".len(), "Case=Nom|Number=Sing".len()));
    }
}
