//! Markdown: blocks as CommonMark sees them.

use super::{ArticleDate, Block, BlockKind, DateOrigin, Metadata, Stated, header, plain};
use crate::text::Span;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Takes `text[from..]` apart.
pub(super) fn parse(text: &str, from: usize, metadata: &mut Metadata) -> Vec<Block> {
    let (mut blocks, mut in_item) = (Vec::<Block>::new(), 0usize);
    for (event, range) in Parser::new_ext(&text[from..], Options::ENABLE_FOOTNOTES).into_offset_iter() {
        let kind = match event {
            // The whole note: where a statement comes from, and nothing that the article says.
            Event::Start(Tag::FootnoteDefinition(_)) => BlockKind::Boilerplate,
            Event::Start(Tag::Item) => {
                in_item += 1;
                BlockKind::ListItem
            }
            Event::End(TagEnd::Item) => {
                in_item -= 1;
                continue;
            }
            Event::Start(Tag::Paragraph) if in_item == 0 => BlockKind::Paragraph,
            Event::Start(Tag::Heading { .. }) => BlockKind::Heading,
            Event::Start(Tag::CodeBlock(_)) | Event::Start(Tag::HtmlBlock) => BlockKind::Code,
            _ => continue,
        };
        let span = Span::new(from + range.start, from + range.end).trimmed(text);
        if span.is_empty()
            || blocks.last().is_some_and(|b: &Block| b.span.overlaps(span) && b.kind != BlockKind::ListItem)
        {
            continue;
        }
        if let Some(last) = blocks.last_mut().filter(|b| b.span.overlaps(span)) {
            last.span.end = span.start;
            last.span = last.span.trimmed(text);
            last.body = Span { start: last.body.start.min(last.span.end), end: last.span.end };
        }
        blocks.push(Block { kind, span, body: body(text, kind, span) });
    }
    blocks.retain(|b| !b.span.is_empty());
    label(text, &mut blocks, metadata);
    blocks
}

/// Without the marks of headings and list items.
fn body(text: &str, kind: BlockKind, span: Span) -> Span {
    let covered = span.of(text);
    let rest = match kind {
        BlockKind::Heading => covered.trim_start_matches('#').trim_start(),
        BlockKind::ListItem => {
            let digits = covered.trim_start_matches(|c: char| c.is_ascii_digit());
            digits.trim_start_matches(['-', '*', '+', '.', ')']).trim_start()
        }
        _ => covered,
    };
    Span::new(span.end as usize - rest.len(), span.end as usize)
}

fn label(text: &str, blocks: &mut [Block], metadata: &mut Metadata) {
    if let Some(first) = blocks.first_mut().filter(|b| b.kind == BlockKind::Heading) {
        first.kind = BlockKind::Headline;
        metadata.title.get_or_insert(Stated { value: first.body.of(text).to_owned(), span: Some(first.body) });
    }
    let mut prose = false;
    for block in blocks.iter_mut().filter(|b| b.kind == BlockKind::Paragraph) {
        let line = block.span.of(text).trim_matches(['*', '_']);
        if let Some(apart) = header::apart(line) {
            block.kind = apart;
        } else if !prose && let Some((date, _)) = header::stated_date(line) {
            metadata.dates.push(ArticleDate { date, span: Some(block.span), origin: DateOrigin::DateLine });
            block.kind = BlockKind::DateLine;
        } else if !prose && header::byline(line).is_some() {
            let author = line.split_once(' ').map_or(line, |(_, name)| name);
            metadata.author.get_or_insert(Stated { value: author.to_owned(), span: Some(block.span) });
            block.kind = BlockKind::Byline;
        } else if !std::mem::replace(&mut prose, true) {
            plain::open_with_dateline(text, block, metadata);
        }
    }
}
