//! Which sentences of the sources speak of what a sentence of the draft speaks of.
//!
//! Two sentences are near by the stems that they share, each weighing the more the rarer it is in English. Numbers do
//! not count: they are what is compared.

use super::super::figure::hash;
use super::super::{ArticleEntry, Corpus, DocumentId};
use super::retold::Retold;
use crate::language;
use crate::reading::{Reading, numeral};
use crate::text::Span;
use crate::text::sorting::{sort_by, sort_by_key};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Stems more common than this say nothing of what a sentence is about.
const COMMON: u8 = 95;
/// A stem that stands in more sentences of the sources than this leads to none of them.
const CROWDED: usize = 400;

/// A word of an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Hash of its letters in lower case.
    pub form: u32,
    /// Hash of its stem.
    pub stem: u32,
    /// How much it tells: 0 for common words and numbers.
    pub weight: f32,
    pub span: Span,
}

/// A sentence as a set of telling stems.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub span: Span,
    /// The words, as a range of the profile's.
    pub words: std::ops::Range<usize>,
    /// Sorted by stem.
    pub stems: Vec<(u32, f32)>,
    /// Numbers in digits, as they are written, in order of their hashes.
    pub numbers: Vec<u32>,
    pub weight: f32,
}

impl Line {
    /// Whether it has a telling stem, or a number written so.
    pub(super) fn has(&self, key: u32) -> bool {
        self.stems.binary_search_by_key(&key, |s| s.0).is_ok() || self.numbers.binary_search(&key).is_ok()
    }
}

/// Whether a word is a number in digits.
pub(super) fn is_number(text: &str, word: &Word) -> bool {
    word.span.of(text).starts_with(|c: char| c.is_ascii_digit())
}

/// An article as lines of words.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub lines: Vec<Line>,
    pub words: Vec<Word>,
    /// Where each word form stands among `words`.
    pub places: FxHashMap<u32, Vec<u32>>,
}

impl Profile {
    pub(super) fn of(reading: &Reading) -> Self {
        let text = &*reading.article.text;
        let (mut lines, mut words, mut known) = (Vec::new(), Vec::new(), FxHashMap::default());
        for &span in &reading.sentences {
            let first = words.len();
            split(text, span, &mut known, &mut words);
            let mut stems: Vec<(u32, f32)> =
                words[first..].iter().filter(|w| w.weight > 0.0).map(|w| (w.stem, w.weight)).collect();
            sort_by_key(&mut stems, |s| s.0);
            stems.dedup_by_key(|s| s.0);
            let weight = stems.iter().map(|s| s.1).sum();
            let digits = words[first..].iter().filter(|w| w.weight == 0.0 && is_number(text, w));
            let mut numbers: Vec<u32> = digits.map(|w| w.form).collect();
            sort_by_key(&mut numbers, |number| *number);
            lines.push(Line { span, words: first..words.len(), stems, numbers, weight });
        }
        let mut places: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (index, word) in words.iter().enumerate() {
            places.entry(word.form).or_default().push(index as u32);
        }
        Self { lines, words, places }
    }

    /// Index of the line that holds the byte `offset`.
    pub(super) fn line_at(&self, offset: u32) -> Option<usize> {
        let index = self.lines.partition_point(|line| line.span.end <= offset);
        self.lines.get(index).filter(|line| line.span.start <= offset).map(|_| index)
    }

    /// The words that `span` touches, as a range.
    pub(super) fn words_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.words.partition_point(|w| w.span.end <= span.start);
        let end = self.words.partition_point(|w| w.span.start < span.end);
        first..end.max(first)
    }
}

/// The words of `text[span]`: runs of letters, digits and inner apostrophes.
pub(super) fn split(text: &str, span: Span, known: &mut FxHashMap<String, (u32, f32)>, out: &mut Vec<Word>) {
    let written = span.of(text);
    let base = span.start as usize;
    let mut chars = written.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_alphanumeric() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let apostrophe = matches!(next, '\'' | '’')
                && written[at + next.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric);
            if !next.is_alphanumeric() && !apostrophe {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let low = written[start..end].to_lowercase().replace('’', "'");
        let form = hash(&*low) as u32;
        let (stem, weight) = *known.entry(low).or_insert_with_key(|low| {
            let bare = low.strip_suffix("'s").unwrap_or(low);
            let stem = language::stem(bare);
            let rarity = language::rarity(&stem);
            let is_number = bare.starts_with(|c: char| c.is_ascii_digit());
            let tells = rarity >= COMMON && bare.len() > 2 && !is_number && !numeral::is_of_number(bare);
            (hash(&*stem) as u32, if tells { f32::from(rarity - COMMON + 20) / 100.0 } else { 0.0 })
        });
        out.push(Word { form, stem, weight, span: Span::new(base + start, base + end) });
    }
}

/// A line of a source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// Index of the source.
    pub source: usize,
    /// Index of its line.
    pub line: usize,
    /// Likeness from 0 to 1.
    pub score: f32,
    /// The share of this line's weight that it has as well.
    pub coverage: f32,
}

/// A source with its profile.
pub(super) struct Source<'a> {
    pub id: DocumentId,
    pub entry: &'a ArticleEntry,
    pub profile: Arc<Profile>,
}

/// All sources of a draft, by the stems of their lines.
pub(super) struct Sources<'a> {
    pub all: Vec<Source<'a>>,
    postings: FxHashMap<u32, Vec<(u32, u32)>>,
    /// What was found for lines of the draft.
    pub(super) retold: Retold,
}

impl<'a> Sources<'a> {
    pub(super) fn new(
        corpus: &'a Corpus,
        ids: &[DocumentId],
        profile: impl Fn(DocumentId, &ArticleEntry) -> Arc<Profile>,
    ) -> Self {
        let found = ids.iter().filter_map(|&id| Some((id, corpus.article(id)?)));
        let all: Vec<Source> = found.map(|(id, entry)| Source { id, entry, profile: profile(id, entry) }).collect();
        let mut postings: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
        for (s, source) in all.iter().enumerate() {
            for (l, line) in source.profile.lines.iter().enumerate() {
                for (stem, _) in &line.stems {
                    postings.entry(*stem).or_default().push((s as u32, l as u32));
                }
            }
        }
        Self { all, postings, retold: Retold::default() }
    }

    /// The lines nearest to a set of stems, the nearest first.
    pub(super) fn nearest(&self, stems: &[(u32, f32)], most: usize) -> Vec<Near> {
        let whole: f32 = stems.iter().map(|s| s.1).sum();
        let mut shared: FxHashMap<(u32, u32), f32> = FxHashMap::default();
        for (stem, weight) in stems {
            let places = self.postings.get(stem).map_or(&[][..], Vec::as_slice);
            if places.len() <= CROWDED {
                for place in places {
                    *shared.entry(*place).or_default() += weight;
                }
            }
        }
        let mut near: Vec<Near> = shared
            .into_iter()
            .map(|((source, line), weight)| {
                let (source, line) = (source as usize, line as usize);
                let there = self.all[source].profile.lines[line].weight;
                let score = weight / (whole * there).sqrt().max(0.01);
                Near { source, line, score, coverage: weight / whole.max(0.01) }
            })
            .collect();
        sort_by(&mut near, |a, b| b.score.total_cmp(&a.score).then((a.source, a.line).cmp(&(b.source, b.line))));
        near.truncate(most);
        near
    }
}

/// The share of the weight of `here` that `there` has as well, and the words that stand within `reach` of a place count
/// in full, those further off by a third.
pub(super) fn local_likeness((here, at): (&[Word], usize), (there, other): (&[Word], usize), reach: usize) -> f32 {
    let near = |index: usize, at: usize| if index.abs_diff(at) <= reach { 1.0 } else { 0.33 };
    let mut seen: FxHashMap<u32, f32> = FxHashMap::default();
    for (index, word) in there.iter().enumerate().filter(|(_, w)| w.weight > 0.0) {
        let known = seen.entry(word.stem).or_default();
        *known = known.max(near(index, other));
    }
    let (mut shared, mut whole) = (0.0, 0.0);
    for (index, word) in here.iter().enumerate().filter(|(_, w)| w.weight > 0.0) {
        let weight = word.weight * near(index, at);
        whole += weight;
        shared += weight * seen.get(&word.stem).copied().unwrap_or_default().min(1.0);
    }
    if whole > 0.0 { shared / whole } else { 0.0 }
}
