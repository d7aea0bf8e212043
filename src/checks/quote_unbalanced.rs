//! A quotation mark is opened and never closed.
//!
//! A missing mark makes the writer's words the speaker's. A quotation over several paragraphs, opened again at the
//! start of each and closed once, is fine.
//!
//! **Example.** `The mayor said "we will rebuild the pier and left the hall.`
//!
//! **To mend it**, close the quotation where the speaker's words end.

use super::Context;
use crate::article::Article;
use crate::text::Span;

pub(super) const CODE: &str = "quote-unbalanced";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let text = &entry.reading.article.text;
    let article = &entry.reading.article;
    let mut open_before: Option<Span> = None;
    for quotation in &entry.reading.quotations {
        let before = std::mem::replace(&mut open_before, (!quotation.closed).then_some(quotation.span));
        let closes_that = before.is_some_and(|before| closes(article, before, quotation.span));
        if quotation.closed
            || closes_that
            || closes_later(article, quotation.span)
            || pairs_off(article, quotation.span)
        {
            continue;
        }
        let first = quotation.content[0];
        let words: usize = first.of(text).split_whitespace().take(4).map(|w| w.len() + 1).sum();
        let end = (first.start as usize + words).min(first.end as usize);
        let end = (end..=first.end as usize).find(|&e| text.is_char_boundary(e)).unwrap_or(first.end as usize);
        let span = Span::new(quotation.span.start as usize, end).trimmed(text);
        context.report(span, "this quotation is opened and never closed");
    }
}

/// So many paragraphs a quotation may go on without being opened again: some pages set each sentence as one.
const FURTHER: usize = 8;

/// Whether the mark at `span`, within a paragraph, closes what stands open at `before`, some paragraphs up.
fn closes(article: &Article, before: Span, span: Span) -> bool {
    let place = |s: Span| article.blocks.iter().position(|b| b.span.contains(s.start as usize));
    let near = place(before).zip(place(span)).is_some_and(|(a, b)| a < b && b - a <= FURTHER);
    let body = article.block_at(span.start as usize).map(|b| b.body);
    let within = body.is_some_and(|body| {
        let first = &article.text[body.start as usize..span.start.max(body.start) as usize];
        !first.trim().is_empty() && !first.contains(['"', '“'])
    });
    near && within
}

/// Whether the straight marks of the paragraph are even in number: then one stands in the wrong place or inside another
/// quotation, and none is missing.
fn pairs_off(article: &Article, span: Span) -> bool {
    let body = article.block_at(span.start as usize).map(|b| b.body.of(&article.text));
    span.of(&article.text).starts_with('"') && body.is_some_and(|body| body.matches('"').count() % 2 == 0)
}

/// Whether the next paragraph with a double quotation mark closes more than it opens.
fn closes_later(article: &Article, span: Span) -> bool {
    let text = &article.text;
    let behind = article.blocks.iter().filter(|b| b.span.start >= span.end && b.kind.is_read()).take(FURTHER);
    let mut marks = behind.map(|b| b.body.of(text).matches(['"', '“', '”']).collect::<Vec<_>>());
    marks.find(|marks| !marks.is_empty()).is_some_and(|marks| match marks[0] {
        "”" => true,
        "\"" => marks.iter().filter(|m| **m == "\"").count() % 2 == 1,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn an_open_quotation_is_found_at_its_mark() {
        let text = "The mayor said \"we will rebuild the pier and left the hall.\n\nNobody in the hall asked when it would be done.";
        assert_eq!(covered(super::CODE, text), ["\"we will rebuild the"]);
    }

    #[test]
    fn continued_paragraphs_and_inches_are_fine() {
        let text = "The mayor said at the meeting: “We will rebuild the pier.\n\n“It will take a year.” Nobody asked why it should.";
        assert_eq!(covered(super::CODE, text), [""; 0]);
        let text = "The mayor said: \"We will rebuild the pier.\n\nIt will take a year.\" Nobody asked why it should.";
        assert_eq!(covered(super::CODE, text), [""; 0]);
        let text =
            "The mayor said: \"We will rebuild the pier.\n\nIt will take a year, \"the mayor added. Nobody asked why.";
        assert_eq!(covered(super::CODE, text), [""; 0]);
        assert_eq!(covered(super::CODE, "The plank was 12\" long and lay on the pier for all to see."), [""; 0]);
    }
}
