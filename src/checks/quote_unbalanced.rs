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
        if is_extract(article, quotation.span) || is_markup(text, quotation.span) {
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

/// An extract of fewer words is a sentence whose mark was forgotten.
const EXTRACT_WORDS: usize = 25;

/// So many bytes of it are looked through.
const EXTRACT_BYTES: usize = 4000;
/// Words that show that the writer speaks again behind a mark that was forgotten.
const SPEAKING: &[&str] = &["said", "says", "told", "tells", "asked", "asks", "added", "adds", "wrote", "writes"];

/// Whether a whole paragraph, or all of one behind a colon, stands open and nobody in it speaks: a post or an extract that
/// breaks off, or that goes on below in a way the page does not show.
fn is_extract(article: &Article, span: Span) -> bool {
    let text = &*article.text;
    let Some(block) = place(article, span.start) else { return false };
    let body = article.blocks[block].body;
    let before = text[body.start.min(span.start) as usize..span.start as usize].trim_end();
    if !before.is_empty() && !before.ends_with(':') {
        return false;
    }
    let said = &text[span.start as usize..body.end.max(span.start) as usize];
    let looked = (0..=said.len().min(EXTRACT_BYTES)).rev().find(|&end| said.is_char_boundary(end)).unwrap_or(0);
    let words = || said[..looked].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words().nth(EXTRACT_WORDS).is_some() && !words().any(|word| SPEAKING.contains(&word))
}

/// Whether the mark is what is left of a page's markup (`">`).
fn is_markup(text: &str, span: Span) -> bool {
    text[span.start as usize..].starts_with("\">")
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
    of_block: Vec<OnceCell<OfBlock>>,
}

/// The marks of one block.
#[derive(Clone, Copy, Debug)]
struct OfBlock {
    first: Option<char>,
    /// Whether the straight ones are odd in number.
    is_odd: bool,
    /// Whether those written as two single ones are.
    is_odd_in_twos: bool,
    /// Whether it ends with one that opens.
    ends_open: bool,
}

impl Marks<'_> {
    fn of(&self, block: usize) -> OfBlock {
        *self.of_block[block].get_or_init(|| {
            let body = self.article.blocks[block].body.of(&self.article.text);
            OfBlock {
                first: body.chars().find(|c| matches!(c, '"' | '“' | '”')),
                is_odd: body.matches('"').count() % 2 == 1,
                is_odd_in_twos: body.matches("''").count() % 2 == 1,
                ends_open: body.trim_end().ends_with('“'),
            }
        })
    }

    /// Whether the straight marks of the paragraph, or those written as two single ones, are even in number, or it ends with
    /// an opening one: then a mark stands in the wrong place or inside another quotation, and none is missing.
    fn pair_off(&self, span: Span) -> bool {
        let Some(block) = place(self.article, span.start) else { return false };
        let marks = self.of(block);
        match span.of(&self.article.text) {
            said if said.starts_with('"') => !marks.is_odd,
            said if said.starts_with("''") => !marks.is_odd_in_twos,
            _ => marks.ends_open,
        }
    }

    /// Whether the next paragraph with a double quotation mark closes more than it opens.
    fn close_later(&self, span: Span) -> bool {
        let blocks = &self.article.blocks;
        let behind = blocks.partition_point(|b| b.span.start < span.end)..blocks.len();
        let read = behind.filter(|&block| blocks[block].kind.is_read()).take(FURTHER);
        let next = read.map(|block| self.of(block)).find(|marks| marks.first.is_some());
        next.is_some_and(|marks| match marks.first {
            Some('”') => true,
            Some('"') => marks.is_odd,
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

    #[test]
    fn an_extract_that_breaks_off_and_marks_in_a_wrong_place_are_fine() {
        let long = "We will rebuild the pier in stone and not in timber. It will take a year, and nobody will be moved from the \
                    harbour before the wall stands and the ferries have a berth of their own.";
        for text in [
            format!("The letter goes on: “{long}\n\nNobody asked why."),
            format!("“{long}\n\nNobody asked why."),
            "The mayor said they “will rebuild the pier. “\n\nNobody asked why it should take a year.".into(),
            "''She reads 'The Pier,' '' he said of the mayor, who is no reader of books.\n\nNobody asked.".into(),
            "\">The pier is open again, and the ferries row.\n\nNobody asked.".into(),
        ] {
            assert_eq!(covered(super::CODE, &text), [""; 0], "{text}");
        }
        let forgotten = format!("“{} said Ann Marsh.\n\nNobody asked.", long.replace("own.", "own,"));
        assert_eq!(covered(super::CODE, &forgotten).len(), 1);
    }
}
