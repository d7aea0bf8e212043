//! Plain text: lines and blank lines to headline, header lines and paragraphs.

use super::{ArticleDate, Block, BlockKind, DateOrigin, Metadata, Stated, header};
use crate::text::Span;

/// A header has at most this many lines before the first paragraph.
const HEADER_LINES: usize = 14;

/// Takes `text[from..]` apart.
pub(super) fn parse(text: &str, from: usize, metadata: &mut Metadata) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        chunks(text, from).into_iter().map(|span| Block { kind: BlockKind::Paragraph, span, body: span }).collect();
    classify(text, &mut blocks, metadata);
    blocks
}

/// Paragraphs as the text lays them out: a blank line always separates; a single line end separates unless the text
/// is wrapped by hand.
fn chunks(text: &str, from: usize) -> Vec<Span> {
    let (mut chunks, mut run): (Vec<Span>, Vec<Span>) = (Vec::new(), Vec::new());
    let mut offset = from;
    for line in text[from..].split_inclusive('\n') {
        let span = Span::new(offset, offset + line.len()).trimmed(text);
        offset += line.len();
        if span.is_empty() {
            flush(text, &mut run, &mut chunks);
        } else {
            run.push(span);
        }
    }
    flush(text, &mut run, &mut chunks);
    chunks
}

fn flush(text: &str, run: &mut Vec<Span>, chunks: &mut Vec<Span>) {
    if is_wrapped(text, run) {
        chunks.push(run[0].join(run[run.len() - 1]));
    } else {
        chunks.extend(run.iter());
    }
    run.clear();
}

/// Whether consecutive lines are one paragraph broken to a width: all but the last are of about the same length, and
/// most do not end where a sentence does.
fn is_wrapped(text: &str, run: &[Span]) -> bool {
    let Some((_, body)) = run.split_last() else { return false };
    if body.is_empty() {
        return false;
    }
    let longest = body.iter().map(|s| s.len()).max().unwrap_or(0);
    let full = body.iter().filter(|s| s.len() + 20 >= longest).count();
    let runs_on = run[1..].iter().filter(|s| s.of(text).starts_with(|c: char| c.is_lowercase())).count();
    let open = body.iter().filter(|s| !ends_sentence(s.of(text))).count();
    (40..=110).contains(&longest)
        && runs_on * 3 >= body.len()
        && full * 4 >= body.len() * 3
        && open * 3 >= body.len() * 2
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']']).ends_with(['.', '!', '?', ':', ';', '…'])
        || line.ends_with(['"', '”'])
}

/// A line that is a sentence or more, as opposed to a title or a label.
fn is_prose(line: &str) -> bool {
    ends_sentence(line) && (line.len() > 60 || line.split_whitespace().count() > 6) || line.len() > 220
}

fn classify(text: &str, blocks: &mut [Block], metadata: &mut Metadata) {
    let first_prose = blocks
        .iter()
        .take(HEADER_LINES)
        .position(|b| {
            let line = b.span.of(text);
            is_prose(line) && header::apart(line).is_none() || header::dateline(line).is_some() && line.len() > 80
        })
        .unwrap_or(0);
    let mut headline = false;
    for (index, block) in blocks.iter_mut().enumerate() {
        let line = block.span.of(text);
        let within_header = index < first_prose;
        block.kind = if let Some(apart) = header::apart(line) {
            if apart == BlockKind::Boilerplate
                && let Some((date, span)) = header::stated_date(line)
            {
                let span = Some(span.shifted(block.span.start as usize));
                metadata.dates.push(ArticleDate { date, span, origin: DateOrigin::DateLine });
            }
            apart
        } else if within_header && let Some((date, span)) = header::stated_date(line) {
            let span = Some(span.shifted(block.span.start as usize));
            metadata.dates.push(ArticleDate { date, span, origin: DateOrigin::DateLine });
            BlockKind::DateLine
        } else if within_header && let Some(author) = header::byline(line) {
            let span = author.shifted(block.span.start as usize);
            metadata.author.get_or_insert(Stated { value: span.of(text).to_owned(), span: Some(span) });
            BlockKind::Byline
        } else if within_header {
            match std::mem::replace(&mut headline, true) {
                false => BlockKind::Headline,
                true => BlockKind::Deck,
            }
        } else if !ends_sentence(line)
            && line.len() <= 80
            && line.split_whitespace().count() <= 12
            && !line.contains(['"', '“'])
        {
            match std::mem::replace(&mut headline, true) || index > 0 {
                false => BlockKind::Headline,
                true => BlockKind::Heading,
            }
        } else {
            BlockKind::Paragraph
        };
    }
    captions(text, blocks, first_prose);
    headline_without_blank(text, blocks);
    if let Some(block) = blocks.iter_mut().find(|b| b.kind == BlockKind::Paragraph) {
        open_with_dateline(text, block, metadata);
    }
    if let Some(block) = blocks.iter().find(|b| b.kind == BlockKind::Headline) {
        metadata.title.get_or_insert(Stated { value: block.span.of(text).to_owned(), span: Some(block.span) });
    }
}

/// A header line that a credit repeats or follows directly is the picture's description.
fn captions(text: &str, blocks: &mut [Block], first_prose: usize) {
    for index in 0..first_prose.min(blocks.len()) {
        let line = blocks[index].span.of(text);
        let beside = |b: &Block| b.kind == BlockKind::Credit;
        let repeated = blocks.iter().any(|b| beside(b) && b.span.of(text).starts_with(line));
        let followed = index > 0
            && blocks.get(index + 1).is_some_and(|next| {
                let between = &text[blocks[index].span.end as usize..next.span.start as usize];
                beside(next) && between.matches('\n').count() == 1 && header::opens_credit(next.span.of(text))
            });
        if blocks[index].kind == BlockKind::Deck && (repeated || followed && !line.ends_with('.')) {
            blocks[index].kind = BlockKind::Caption;
        }
    }
}

/// Where the first line reads like a title though it ends with a stop, and prose follows on the next line.
fn headline_without_blank(text: &str, blocks: &mut [Block]) {
    if blocks.iter().any(|b| b.kind == BlockKind::Headline) || blocks.len() < 3 {
        return;
    }
    let first = blocks[0].span.of(text);
    let short = first.len() <= 140 && first.matches(['.', '!', '?']).count() <= 1 && !first.contains(" said");
    let blank_behind = text[blocks[0].span.end as usize..blocks[1].span.start as usize].matches('\n').count() > 1;
    if blocks[0].kind == BlockKind::Paragraph && short && blank_behind && is_title_case(first) {
        blocks[0].kind = BlockKind::Headline;
    }
}

fn is_title_case(line: &str) -> bool {
    let long: Vec<&str> = line.split_whitespace().filter(|w| w.len() > 3).collect();
    let capital = long.iter().filter(|w| w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())).count();
    capital * 10 >= long.len() * 7
}

/// Leaves a dateline or an outlet's slug out of what is read, and takes its date.
pub(super) fn open_with_dateline(text: &str, block: &mut Block, metadata: &mut Metadata) {
    let Some(dateline) = header::dateline(block.span.of(text)) else { return };
    let start = block.span.start as usize;
    block.body = Span::new(start + dateline.length, block.span.end as usize).trimmed(text);
    if let Some((date, span)) = dateline.date {
        let span = Some(span.shifted(start));
        metadata.dates.push(ArticleDate { date, span, origin: DateOrigin::Dateline });
    }
}
