//! Whether a reader can tell whose words a quotation is though no attribution was read.
//!
//! Papers name a speaker in many ways that are no attribution by its form: in the paragraph before, behind an advertisement
//! in between, on a line of their own below a quotation ("Ann Marsh, Coast Herald"), in a paragraph that tells where the words
//! are from. A quotation has no speaker only where nothing of the kind stands near it.

use super::sourced::says;
use crate::article::{Block, BlockKind};
use crate::language::gazetteer;
use crate::reading::{EntityKind, Quotation, Reading};
use crate::text::Span;

/// A line below or above a quotation that says who said it has no more words.
const SHORT_LINE: usize = 10;
/// Of so many quotations in paragraphs of their own the speaker is looked for before the first.
const LONGEST_CHAIN: usize = 30;
/// So many bytes of a quotation are looked for elsewhere in the article.
const PROBE: usize = 60;

/// So far from it, in bytes either side.
const AROUND: usize = 20_000;
/// A speaker is looked for so many bytes before and behind, and in so many quotations either side: paragraphs may be long.
const NEAR: usize = 2000;
const NEIGHBOURS: usize = 8;

/// Marks that open a quotation.
const OPENING: [char; 7] = ['"', '“', '”', '\'', '‘', '«', '„'];

/// What tells where words are from, beside words of saying.
const ORIGINS: &[&str] = &[
    "quote",
    "quotes",
    "quoted",
    "quotation",
    "excerpt",
    "passage",
    "paragraph",
    "speech",
    "remarks",
    "words",
    "letter",
    "statement",
    "interview",
    "article",
    "editorial",
    "op-ed",
    "column",
    "essay",
    "book",
    "blog",
    "post",
    "tweet",
    "email",
    "e-mail",
    "message",
    "memo",
    "transcript",
    "testimony",
    "analysis",
    "review",
    "ruling",
    "opinion",
    "bill",
    "law",
    "amendment",
    "clause",
    "section",
    "poem",
    "song",
    "lyrics",
    "motto",
    "slogan",
    "headline",
    "sign",
    "signs",
    "chant",
    "question",
    "answer",
    "asked",
    "read",
    "reads",
    "goes",
    "writes",
    "wrote",
    "written",
    "explains",
    "explained",
    "continued",
    "continues",
    "concluded",
    "concludes",
    "declared",
    "adds",
    "added",
];
const PERSONAL: &[&str] = &["he", "she", "his", "her", "him", "hers", "i", "my", "me", "himself", "herself"];

/// Whether something near the quotation says who speaks.
pub(super) fn is_told(reading: &Reading, quotation: &Quotation) -> bool {
    let text = &*reading.article.text;
    let span = quotation.span;
    let blocks = &reading.article.blocks;
    let here = blocks.partition_point(|b| b.span.end <= span.start);
    // What stands in quotation marks in a heading is said below it.
    if !blocks.get(here).is_some_and(|b| b.kind == BlockKind::Paragraph && b.span.covers(span)) {
        return true;
    }
    said_beside(reading, span)
        || cued_beside(reading, quotation, blocks[here].span)
        || person_near(reading, span, here)
        || stands_elsewhere(text, quotation)
        || is_alone(text, blocks[here].body) && told_around(reading, here)
}

/// Whether a person is named (or stands as "he" or "she") in the paragraph, the one before, or the one behind where
/// that does not start with a quotation of its own: a reader takes the words for theirs.
fn person_near(reading: &Reading, span: Span, here: usize) -> bool {
    let text = &*reading.article.text;
    let blocks = &reading.article.blocks;
    let before = before(reading, here);
    let behind = blocks.get(here + 1).filter(|b| !text_of(text, b).starts_with(OPENING));
    let around = || before.iter().copied().chain([&blocks[here]]).chain(behind);
    let (first, last) = around().fold((u32::MAX, 0), |(a, b), block| (a.min(block.span.start), b.max(block.span.end)));
    let first = first.max(span.start.saturating_sub(NEAR as u32));
    let last = last.min(span.end.saturating_add(NEAR as u32));
    let at = reading.mentions.partition_point(|m| m.span.start < first);
    let named = reading.mentions[at..]
        .iter()
        .take_while(|m| m.span.start < last)
        .any(|m| reading.entities[m.entity].kind == EntityKind::Person && !span.covers(m.span));
    let outside = |block: &Block| {
        let (first, second) = if block.span.covers(span) {
            let at = |end: u32| end as usize;
            let before = Span::new(at(block.span.start), at(span.start)).of(text);
            let behind = Span::new(at(span.end), at(block.span.end)).of(text);
            (last_of(before), &behind[..floor(behind, NEAR)])
        } else {
            (last_of(text_of(text, block)), "")
        };
        [first, second].into_iter().any(stands_for_person)
    };
    named || around().any(outside)
}

/// Whether a word of a text stands for a person: a pronoun, or a surname within a sentence or with a verb behind it.
fn stands_for_person(text: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|word| {
        let capital = word.starts_with(char::is_uppercase) && word.len() >= 3;
        (capital && gazetteer::surname(word)) || PERSONAL.contains(&word.to_lowercase().as_str())
    })
}

/// Whether a sentence beside the quotation in its paragraph speaks of saying, so that a reader knows whose words they
/// are though no attribution was read.
fn said_beside(reading: &Reading, span: Span) -> bool {
    let text = &reading.article.text;
    let paragraph = reading.article.block_at(span.start as usize).map(|b| b.span);
    let outside = |s: Span| {
        let before = Span::new(s.start as usize, span.start.clamp(s.start, s.end) as usize).of(text);
        let behind = Span::new(span.end.clamp(s.start, s.end) as usize, s.end as usize).of(text);
        says(before) || says(behind)
    };
    let first = reading.sentences.partition_point(|s| s.end <= span.start);
    let last = reading.sentences.partition_point(|s| s.start < span.end).saturating_sub(1).max(first);
    let around = first.saturating_sub(2)..(last + 3).min(reading.sentences.len());
    reading.sentences[around].iter().filter(|s| paragraph.is_none_or(|p| p.covers(**s))).any(|&s| outside(s))
}

/// Whether another quotation of the paragraph has a speaker, or is left with a comma for one (`"It held," quipped an aide.`).
fn cued_beside(reading: &Reading, quotation: &Quotation, paragraph: Span) -> bool {
    let text = &*reading.article.text;
    let own = reading.quotations.partition_point(|q| q.span.start < quotation.span.start);
    let last = reading.quotations.len().min(own + NEIGHBOURS + 1);
    let near = reading.quotations[own.saturating_sub(NEIGHBOURS)..last].iter();
    near.filter(|q| q.span != quotation.span && q.span.overlaps(paragraph)).any(|other| {
        let inner = other.content.last().map_or("", |c| c.of(text)).trim_end();
        let behind = text[other.span.end as usize..].trim_start_matches(' ');
        let left = inner.ends_with([',', '?', '!']) && behind.starts_with(char::is_alphabetic);
        other.attribution.is_some() || left
    })
}

/// Whether the words stand twice in the article: once as what somebody says, once printed large between paragraphs.
fn stands_elsewhere(text: &str, quotation: &Quotation) -> bool {
    let start = floor(text, (quotation.span.start as usize).saturating_sub(AROUND));
    let text = &text[start..floor(text, quotation.span.end as usize + AROUND)];
    let inner = quotation.content.first().map_or("", |c| c.of(text)).trim();
    let probe = inner.char_indices().nth(PROBE).map_or(inner, |(at, _)| &inner[..at]);
    let probe = probe.trim_end_matches(|c: char| !c.is_alphanumeric());
    memchr::memmem::find_iter(text.as_bytes(), probe.as_bytes()).nth(1).is_some()
}

/// Whether a paragraph is nothing but quotations.
fn is_alone(text: &str, paragraph: Span) -> bool {
    let inner = paragraph.of(text).trim();
    inner.starts_with(OPENING) && inner.ends_with(['"', '”', '“', '’', '\'', '»'])
}

/// Whether a quotation in a paragraph of its own is told by its neighbours: a line that names somebody, a colon, or a
/// paragraph that says where the words are from, before the first of several such quotations.
fn told_around(reading: &Reading, here: usize) -> bool {
    let text = &*reading.article.text;
    let blocks = &reading.article.blocks;
    let is_line = |b: &Block| {
        let line = text_of(text, b);
        let words = line.split_whitespace().count();
        let capitals = line.split_whitespace().filter(|w| w.contains(char::is_uppercase)).count();
        words <= SHORT_LINE && !line.starts_with(OPENING) && !line.ends_with(['.', '?', '!']) && 2 * capitals >= words
    };
    // Quotations that answer each other are a conversation.
    let answered = |b: &Block| is_alone(text, b.body);
    if blocks.get(here + 1).is_some_and(|b| is_line(b) || answered(b)) {
        return true;
    }
    let chain = (0..=here).rev().take(LONGEST_CHAIN).take_while(|&b| is_alone(text, blocks[b].body) || b == here);
    let first = chain.last().unwrap_or(here);
    before(reading, first).iter().any(|block| {
        let told = last_of(text_of(text, block));
        let origin = |w: &str| ORIGINS.contains(&w.to_lowercase().as_str());
        told.ends_with(':')
            || is_line(block)
            || says(told)
            || stands_for_person(told)
            || told.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(origin)
    })
}

/// The paragraph before a block, with what stands between them that is no paragraph ("Advertisement:", a picture).
fn before(reading: &Reading, here: usize) -> Vec<&Block> {
    let text = &*reading.article.text;
    let mut found = Vec::new();
    for block in reading.article.blocks[..here].iter().rev().take(4) {
        found.push(block);
        let told = text_of(text, block);
        let ends = told.ends_with(['.', '?', '!', '"', '”', ':', '…']);
        let is_prose = block.kind == BlockKind::Paragraph && ends && told.split_whitespace().count() > 3;
        if is_prose {
            break;
        }
    }
    found
}

/// The last place between two characters that is no further than `offset`.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The end of a text.
fn last_of(text: &str) -> &str {
    &text[floor(text, text.len().saturating_sub(NEAR))..]
}

fn text_of<'a>(text: &'a str, block: &Block) -> &'a str {
    block.span.of(text).trim()
}
