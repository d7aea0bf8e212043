//! Long runs of words that stand in two articles.
//!
//! An article keeps the fingerprints of its own prose, without what it quotes, chosen by winnowing (S. Schleimer,
//! D. Wilkerson and A. Aiken, "Winnowing: local algorithms for document fingerprinting", 2003): of every [`WINDOW`]
//! consecutive runs of [`RUN`] words the one of the smallest hash. Articles that share [`RUN`] + [`WINDOW`] - 1 words in
//! a row share a fingerprint for certain, and where they share several at the same distance the passage lies between.

use super::super::figure::hash;
use super::super::runs::{Paragraph, Runs};
use super::super::stem::word_hashes;
use super::super::{Corpus, DocumentId};
use crate::article::BlockKind;
use crate::reading::{QuotationKind, Reading};
use crate::text::sorting::sort_by;
use crate::text::{Recalled, Span, recalled_beside};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// Words in one fingerprint.
const RUN: usize = 12;
/// Fingerprints of which one is kept.
const WINDOW: usize = 13;
/// Passages of fewer words are formulas and background that everybody has in the same words.
const FEWEST_WORDS: u32 = 30;

/// A word with the space behind it has seldom fewer bytes.
const BYTES: usize = 6;

/// Paragraphs of fewer words are no part of a passage.
const SHORTEST_PARAGRAPH: usize = 10;

/// The fingerprint of a run of words.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Print {
    hash: u32,
    /// Number of the first word among the article's own.
    word: u32,
    /// From the first word to the last, in bytes.
    span: Span,
}

impl Print {
    pub(super) fn key(&self) -> u64 {
        hash(&("passage", self.hash))
    }
}

/// A run of words that another article has as well.
#[derive(Clone, Debug, PartialEq)]
pub struct CopiedPassage {
    /// The passage here, in bytes; what the two share may reach a few words further.
    pub span: Span,
    /// The other article.
    pub other: DocumentId,
    /// The passage there, in bytes.
    pub there: Span,
    /// At least so many words in a row, without those in quotation marks.
    pub words: usize,
}

/// A paragraph's own words as hashes, and where each of them stands in it.
struct Own {
    hashes: Paragraph<u32, u32>,
    places: Box<[Span]>,
}

thread_local! {
    static OWN: RefCell<Recalled<Rc<Own>>> = RefCell::default();
}

/// The hash of hashes is mixed again: the smallest must be a fair choice.
fn mix(run: &[u32]) -> u32 {
    (hash(run).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// The words of a paragraph that stand in none of these quotations, which are sorted; none of a [formula](is_formula).
fn own(paragraph: &str, quoted: &[Span]) -> Own {
    let mut quoted = quoted.iter().peekable();
    let (mut hashes, mut places) = (Vec::new(), Vec::new());
    let words = if is_formula(paragraph) { Rc::default() } else { word_hashes(paragraph) };
    for word in words.iter() {
        while quoted.peek().is_some_and(|q| q.end <= word.span.start) {
            quoted.next();
        }
        if quoted.peek().is_none_or(|q| q.start > word.span.start) {
            hashes.push(word.hash as u32);
            places.push(word.span);
        }
    }
    Own { hashes: Paragraph::of(hashes.into(), RUN, mix), places: places.into() }
}

/// The fingerprints of an article in the order of its words.
pub(super) fn prints(reading: &Reading) -> Vec<Print> {
    let article = &reading.article;
    let text = &*article.text;
    let (mut runs, mut hashes) = (Runs::of(RUN), Vec::with_capacity(text.len() / BYTES));
    let mut places: Vec<Span> = Vec::with_capacity(text.len() / BYTES);
    let mut quotes = reading.quotations.iter().filter(|q| q.kind == QuotationKind::Speech).map(|q| q.span).peekable();
    let mut quoted: Vec<Span> = Vec::new();
    for block in article.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem)) {
        let Span { start, end } = block.body;
        // A quotation may go on from the paragraph before.
        quoted.retain(|q| q.end > start);
        while let Some(quote) = quotes.next_if(|q| q.start < end) {
            quoted.push(quote);
        }
        let within: Vec<Span> = quoted
            .iter()
            .filter(|q| q.end > start && q.start < end)
            .map(|q| Span { start: q.start.max(start) - start, end: q.end.min(end) - start })
            .collect();
        let body = block.body.of(text);
        let own = recalled_beside(&OWN, (body, &within), || Rc::new(own(body, &within)));
        runs.add(&own.hashes, mix, |run| hashes.push(run));
        places.extend(own.places.iter().map(|place| place.moved(0, start)));
    }
    let mut prints: Vec<Print> = Vec::new();
    // Where the least hash of the window before stood: while that is within, only what came in can be less.
    let mut last = None;
    for (from, window) in hashes.windows(WINDOW).enumerate() {
        let new = from + WINDOW - 1;
        // The last of equal hashes, as in the paper.
        let word = match last.filter(|word| *word >= from) {
            Some(word) if hashes[new] > hashes[word] => word,
            Some(_) => new,
            None => {
                let least = window.iter().copied().min().unwrap_or(0);
                from + window.iter().rposition(|h| *h == least).unwrap_or(0)
            }
        };
        last = Some(word);
        let least = hashes[word];
        if prints.last().is_none_or(|p| p.word < word as u32) {
            prints.push(Print { hash: least, word: word as u32, span: places[word].join(places[word + RUN - 1]) });
        }
    }
    prints
}

/// Lines that link to other articles are short; an editor's note is the same under every article of its kind; a post that is
/// shown with its author's handle is quoted.
fn is_formula(paragraph: &str) -> bool {
    let short = paragraph.split_whitespace().nth(SHORTEST_PARAGRAPH - 1).is_none();
    let opening: String = paragraph.chars().take(16).flat_map(char::to_lowercase).collect();
    short || paragraph.contains("(@") || opening.starts_with("editor") || opening.starts_with("note:")
}

impl Corpus {
    /// Long passages of an article that other articles have word for word, the longest for each of them; the longest
    /// first.
    pub fn copied_passages(&self, article: DocumentId) -> Vec<CopiedPassage> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let places = |print: &Print| self.places_of_fact(article, print.key());
        let shared: Vec<_> = entry.facts.prints.iter().map(|print| (print, places(print))).collect();
        // One fingerprint alone is no passage: most articles that have one in common are not unpacked.
        let mut counts: FxHashMap<DocumentId, u32> = FxHashMap::default();
        for place in shared.iter().flat_map(|(_, places)| places) {
            *counts.entry(place.document()).or_default() += 1;
        }
        // For each article and each distance between the places of a word here and there: the prints that both have.
        let mut runs: FxHashMap<(DocumentId, i64), Vec<(Print, Print)>> = FxHashMap::default();
        for (print, places) in &shared {
            for (other, item) in places.iter().map(|place| (place.document(), place.item())) {
                let Some(there) = (counts[&other] > 1).then(|| self.article(other)).flatten() else { continue };
                let Some(that) = there.facts.prints.get(item).filter(|p| p.hash == print.hash) else { continue };
                let distance = i64::from(that.word) - i64::from(print.word);
                runs.entry((other, distance)).or_default().push((**print, *that));
            }
        }
        let mut passages: Vec<CopiedPassage> = Vec::new();
        for ((other, _), prints) in runs {
            for run in prints.chunk_by(|a, b| b.0.word - a.0.word <= (RUN + WINDOW) as u32) {
                let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
                let words = last.0.word + RUN as u32 - first.0.word;
                if words >= FEWEST_WORDS {
                    let (span, there) = (first.0.span.join(last.0.span), first.1.span.join(last.1.span));
                    passages.push(CopiedPassage { span, other, there, words: words as usize });
                }
            }
        }
        sort_by(&mut passages, |a, b| {
            b.words.cmp(&a.words).then_with(|| self.by_path(a.other, b.other)).then(a.span.cmp(&b.span))
        });
        passages
    }
}
