//! The outline of an article: headline and headings, in them the paragraphs, in those quotations and figures.

use crate::text::sorting::sort_by_key;
use std::ops::Range;

use super::annotation_parts;
use super::markup::shortened;
use super::subject::{Subject, entity_of};
use crate::article::{Block, BlockKind};
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use crate::reading::{QuotationKind, Reading};
use crate::text::Span;

/// What kind of thing a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// The article's headline.
    Headline,
    /// A heading within it.
    Section,
    /// A paragraph.
    Paragraph,
    /// A quotation.
    Quotation,
    /// A figure.
    Figure,
    /// A name.
    Name,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called.
    pub name: String,
    /// More about it, such as what a figure measures.
    pub detail: String,
    /// What kind of thing it is.
    pub kind: SymbolKind,
    /// All of it.
    pub span: Span,
    /// What the cursor is put on; lies within the span.
    pub focus: Span,
    /// What lies within it.
    pub children: Vec<Symbol>,
}

/// The outline of a document.
pub fn symbols(corpus: &Corpus, document: DocumentId) -> Vec<Symbol> {
    if let Some(entry) = corpus.annotation(document) {
        return annotation_parts::symbols(&entry.file);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let article = &entry.reading.article;
    let outlined: Vec<&Block> = article.blocks.iter().filter(|block| level(block.kind).is_some()).collect();
    let mut top: Vec<Symbol> = Vec::new();
    for block in outlined {
        let symbol = of_block(entry, block);
        let list = match (level(block.kind), top.last_mut()) {
            (Some(Level::Paragraph), Some(open)) if is_heading(open) => into(open, symbol.span),
            (Some(Level::Section), Some(open)) if open.kind == SymbolKind::Headline => within(open, symbol.span),
            _ => &mut top,
        };
        list.push(symbol);
    }
    top
}

enum Level {
    Headline,
    Section,
    Paragraph,
}

fn level(kind: BlockKind) -> Option<Level> {
    match kind {
        BlockKind::Headline => Some(Level::Headline),
        BlockKind::Heading => Some(Level::Section),
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Caption | BlockKind::Deck => Some(Level::Paragraph),
        _ => None,
    }
}

fn is_heading(symbol: &Symbol) -> bool {
    matches!(symbol.kind, SymbolKind::Headline | SymbolKind::Section)
}

/// The children of the heading that is open below `symbol`, which grows to hold `span`.
fn into(symbol: &mut Symbol, span: Span) -> &mut Vec<Symbol> {
    symbol.span = symbol.span.join(span);
    if symbol.children.last().is_some_and(is_heading)
        && let Some(last) = symbol.children.len().checked_sub(1)
    {
        let section = &mut symbol.children[last];
        section.span = section.span.join(span);
        return &mut section.children;
    }
    &mut symbol.children
}

fn within(symbol: &mut Symbol, span: Span) -> &mut Vec<Symbol> {
    symbol.span = symbol.span.join(span);
    &mut symbol.children
}

fn of_block(entry: &ArticleEntry, block: &Block) -> Symbol {
    let text = &entry.reading.article.text;
    let kind = match level(block.kind) {
        Some(Level::Headline) => SymbolKind::Headline,
        Some(Level::Section) => SymbolKind::Section,
        _ => SymbolKind::Paragraph,
    };
    let children = match kind {
        SymbolKind::Paragraph => parts(entry, block),
        _ => Vec::new(),
    };
    let focus = if block.body.is_empty() { block.span } else { block.body };
    Symbol { name: shortened(block.body.of(text)), detail: String::new(), kind, span: block.span, focus, children }
}

/// The quotations and figures of a paragraph, figures inside a quotation below it.
fn parts(entry: &ArticleEntry, block: &Block) -> Vec<Symbol> {
    let reading = &entry.reading;
    let mut quotations: Vec<Symbol> = inside(&reading.quotations, block, |quotation| quotation.span)
        .filter(|&index| reading.quotations[index].kind == QuotationKind::Speech)
        .map(|index| quotation(reading, block, index))
        .collect();
    let mut figures = Vec::new();
    for index in inside(&entry.observations, block, |o| reading.quantities[o.quantity].phrase) {
        let quantity = &reading.quantities[entry.observations[index].quantity];
        if !block.span.covers(quantity.phrase) {
            continue;
        }
        let figure = Symbol {
            name: shortened(quantity.phrase.of(&reading.article.text)),
            detail: quantity.concept.clone(),
            kind: SymbolKind::Figure,
            span: quantity.phrase,
            focus: quantity.phrase,
            children: Vec::new(),
        };
        let before = quotations.partition_point(|quotation| quotation.span.start <= figure.span.start);
        match before.checked_sub(1).map(|last| &mut quotations[last]).filter(|q| q.span.covers(figure.span)) {
            Some(quotation) => quotation.children.push(figure),
            None => figures.push(figure),
        }
    }
    quotations.append(&mut figures);
    sort_by_key(&mut quotations, |symbol| symbol.span);
    quotations
}

/// Indices of the items, which are in the order of the text, that begin in a block.
fn inside<T>(items: &[T], block: &Block, span: impl Fn(&T) -> Span) -> Range<usize> {
    let first = items.partition_point(|item| span(item).start < block.span.start);
    let last = items.partition_point(|item| span(item).start < block.span.end);
    first..last.max(first)
}

fn quotation(reading: &Reading, block: &Block, index: usize) -> Symbol {
    let text = &reading.article.text;
    let quotation = &reading.quotations[index];
    let speaker = entity_of(reading, Subject::Quotation(index)).map(|entity| reading.entities[entity].name.as_str());
    // Where a quotation runs over several paragraphs, the outline shows it in its first.
    let span = Span { start: quotation.span.start, end: quotation.span.end.min(block.span.end) };
    Symbol {
        name: format!("{}: {}", speaker.unwrap_or("nobody named"), shortened(span.of(text))),
        detail: String::new(),
        kind: SymbolKind::Quotation,
        span,
        focus: span,
        children: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(fixture: &str, expected: Expect) {
        fn line(symbol: &Symbol, depth: usize, out: &mut String) {
            assert!(symbol.span.covers(symbol.focus));
            out.push_str(&format!("{}{:?} {}\n", "  ".repeat(depth), symbol.kind, symbol.name));
            for child in &symbol.children {
                assert!(symbol.span.covers(child.span), "{child:?} lies outside its parent");
                line(child, depth + 1, out);
            }
        }
        let fixture = Fixture::new(fixture);
        let document = fixture.corpus.ids()[0];
        let mut shown = String::new();
        symbols(&fixture.corpus, document).iter().for_each(|symbol| line(symbol, 0, &mut shown));
        expected.assert_eq(&shown);
    }

    #[test]
    fn paragraphs_lie_below_the_headline_and_quotations_below_their_paragraphs() {
        check(
            "//- a.txt
Minister hails the reopening of the harbour

Harbour minister Ann Velder spoke to reporters on Monday about the works that had closed the port for a year.

\"The next step must be the gates,\" she said. \"They will be opened before the winter comes.\"
",
            expect![[r#"
                Headline Minister hails the reopening of the harbour
                  Paragraph Harbour minister Ann Velder spoke to reporters on Monday abo…
                  Paragraph "The next step must be the gates," she said. "They will be o…
                    Quotation Ann Velder: "The next step must be the gates,"
                    Quotation Ann Velder: "They will be opened before the winter comes."
            "#]],
        );
    }

    #[test]
    fn an_empty_article_has_no_outline() {
        check("//- a.txt\n\n", expect![[""]]);
    }
}
