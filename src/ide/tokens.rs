//! What kind of thing each stretch of an article is, for colouring.

use super::{TokenKind, annotation_parts};
use crate::article::BlockKind;
use crate::corpus::{Corpus, DocumentId};
use crate::reading::{EntityKind, MentionForm, QuotationKind};
use crate::text::Span;

/// The kinds of a document's stretches, in order and without overlap. Where several things lie on each other, the one
/// that [`TokenKind`] names last shows: a figure within a quotation is a figure.
pub fn tokens(corpus: &Corpus, document: DocumentId) -> Vec<(Span, TokenKind)> {
    if let Some(entry) = corpus.annotation(document) {
        return annotation_parts::tokens(&entry.file);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let reading = &entry.reading;
    let article = &reading.article;
    // One byte of paint for each byte of text keeps this linear whatever lies on what.
    let mut paint = vec![0u8; article.text.len()];
    let mut cover = |span: Span, kind: TokenKind| paint[span.range()].fill(kind as u8);
    use BlockKind::{Boilerplate, Byline, Credit, DateLine, FrontMatter};
    for block in &article.blocks {
        if matches!(block.kind, Boilerplate | Credit | FrontMatter | Byline | DateLine) {
            cover(block.span, TokenKind::Boilerplate);
        }
    }
    for quotation in reading.quotations.iter().filter(|quotation| quotation.kind == QuotationKind::Speech) {
        cover(quotation.span, TokenKind::Quotation);
    }
    for attribution in &reading.attributions {
        attribution.source.iter().for_each(|&span| cover(span, TokenKind::Source));
    }
    for attribution in &reading.attributions {
        attribution.cue.iter().for_each(|&span| cover(span, TokenKind::Cue));
    }
    for mention in reading.mentions.iter().filter(|m| matches!(m.form, MentionForm::Name | MentionForm::Short)) {
        let person = reading.entities[mention.entity].kind == EntityKind::Person;
        cover(mention.span, if person { TokenKind::Person } else { TokenKind::Name });
    }
    reading.timexes.iter().for_each(|timex| cover(timex.span, TokenKind::Date));
    reading.quantities.iter().for_each(|quantity| cover(quantity.span, TokenKind::Figure));
    runs(&paint)
}

/// Stretches of equal paint.
fn runs(paint: &[u8]) -> Vec<(Span, TokenKind)> {
    let mut runs = Vec::new();
    let mut start = 0;
    for same in paint.chunk_by(|a, b| a == b) {
        let end = start + same.len();
        if let Some(kind) = same[0].checked_sub(1).and_then(|index| TokenKind::ALL.get(usize::from(index))) {
            runs.push((Span::new(start, end), *kind));
        }
        start = end;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_name_within_a_source_shows_as_a_name_and_a_quotation_goes_on_around_it() {
        let fixture =
            Fixture::new("//- a.txt\n\"We told Ann Velder to open the gates,\" a harbour official said on Monday.\n");
        let document = fixture.corpus.ids()[0];
        let line = |(span, kind): (Span, TokenKind)| format!("{kind:?} {}\n", fixture.covered(document, span));
        let shown: String = tokens(&fixture.corpus, document).into_iter().map(line).collect();
        expect![[r#"
            Quotation "We told 
            Person Ann Velder
            Quotation  to open the gates,"
            Source a harbour official
            Cue said
            Date Monday
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn the_kinds_are_numbered_as_they_are_listed() {
        for (index, kind) in TokenKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, index + 1);
        }
    }
}
