//! A quotation mark is opened and never closed.
//!
//! A missing mark makes the writer's words the speaker's. A quotation over several paragraphs, opened again at the
//! start of each and closed once, is fine.
//!
//! **Example.** `The mayor said "we will rebuild the pier and left the hall.`
//!
//! **To mend it**, close the quotation where the speaker's words end.

use std::cell::OnceCell;

use super::Context;
use crate::article::Article;
use crate::text::Span;

pub(super) const CODE: &str = "quote-unbalanced";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let article = &entry.reading.article;
    let text = &article.text;
    let marks = Marks { article, of_block: vec![OnceCell::new(); article.blocks.len()] };
    let mut open_before: Option<Span> = None;
    for quotation in &entry.reading.quotations {
        let before = std::mem::replace(&mut open_before, (!quotation.closed).then_some(quotation.span));
        let closes_that = before.is_some_and(|before| closes(article, before, quotation.span));
        if quotation.closed || closes_that || marks.close_later(quotation.span) || marks.pair_off(quotation.span) {
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

/// Index of the block that covers the byte `offset`.
fn place(article: &Article, offset: u32) -> Option<usize> {
    let index = article.blocks.partition_point(|b| b.span.end <= offset);
    article.blocks.get(index).is_some_and(|b| b.span.contains(offset as usize)).then_some(index)
}

/// Whether the mark at `span`, within a paragraph, closes what stands open at `before`, some paragraphs up.
fn closes(article: &Article, before: Span, span: Span) -> bool {
    let near = place(article, before.start).zip(place(article, span.start));
    near.filter(|(a, b)| a < b && b - a <= FURTHER).is_some_and(|(_, block)| {
        let body = article.blocks[block].body;
        let first = &article.text[body.start as usize..span.start.max(body.start) as usize];
        !first.trim().is_empty() && !first.contains(['"', '“'])
    })
}

/// The double quotation marks of an article's blocks, each block looked at once.
struct Marks<'a> {
    article: &'a Article,
    /// The first mark of a block, if it has one, and whether it holds an odd number of straight ones.
    of_block: Vec<OnceCell<(Option<char>, bool)>>,
}

impl Marks<'_> {
    fn of(&self, block: usize) -> (Option<char>, bool) {
        *self.of_block[block].get_or_init(|| {
            let body = self.article.blocks[block].body.of(&self.article.text);
            (body.chars().find(|c| matches!(c, '"' | '“' | '”')), body.matches('"').count() % 2 == 1)
        })
    }

    /// Whether the straight marks of the paragraph are even in number: then one stands in the wrong place or inside
    /// another quotation, and none is missing.
    fn pair_off(&self, span: Span) -> bool {
        span.of(&self.article.text).starts_with('"')
            && place(self.article, span.start).is_some_and(|block| !self.of(block).1)
    }

    /// Whether the next paragraph with a double quotation mark closes more than it opens.
    fn close_later(&self, span: Span) -> bool {
        let blocks = &self.article.blocks;
        let behind = blocks.partition_point(|b| b.span.start < span.end)..blocks.len();
        let read = behind.filter(|&block| blocks[block].kind.is_read()).take(FURTHER);
        let next = read.map(|block| self.of(block)).find(|(first, _)| first.is_some());
        next.is_some_and(|(first, odd)| match first {
            Some('”') => true,
            Some('"') => odd,
            _ => false,
        })
    }
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
