//! Sentences that a draft took over from a source but for a few words.
//!
//! Where nearly every word of a sentence stands in the same order in one of a source's, what stands in one place of both
//! is about the same thing, whatever it is: another name, verb or number there is a change, and needs no understanding
//! of the sentence to be seen.

use super::lines::{Line, Profile, Sources, Word};
use crate::text::Span;
use crate::text::sorting::sort_by_key;
use std::ops::Range;

/// Words of a sentence beyond which it is not laid on others.
const LONGEST: usize = 120;
/// Passages of the sources that a sentence is laid on.
const PASSAGES: usize = 6;
/// Words that a sentence must share with one of a source at the least.
const FEWEST: usize = 6;
/// The share of its words that must stand in the source in the same order.
const SHARE: f32 = 0.65;
/// Words that stand in a row on average where one sentence was made of the other.
const ROW: usize = 3;
/// Words that a change replaces, or that replace it, at the most.
const CHANGED: usize = 8;

/// Words in the place of others, as ranges of the words of both profiles; neither is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub here: Range<usize>,
    pub there: Range<usize>,
}

/// A sentence of a source that one of the draft was made of.
#[derive(Clone, Debug)]
pub(super) struct Original {
    /// Index of the source.
    pub source: usize,
    /// Index of its line.
    pub line: usize,
    pub changes: Vec<Change>,
    /// The first word of the draft's sentence.
    first: usize,
    /// For each word of the draft's sentence, whether the source has it there.
    kept: Vec<bool>,
}

impl Original {
    /// Whether all of the words stand in the source as they do in the draft.
    pub(super) fn keeps(&self, words: &Range<usize>) -> bool {
        words.clone().all(|word| self.kept.get(word - self.first).copied().unwrap_or_default())
    }
}

/// The sentences of the sources that the line was made of, for the line of the draft of each index.
pub(super) fn originals(here: &Profile, line: &Line, beside: &Sources) -> Vec<Original> {
    if line.words.len() < FEWEST || line.words.len() > LONGEST {
        return Vec::new();
    }
    // A name in another's place would lead astray: names weigh the most. So the sentence is looked for without them, too.
    let light = |(stem, weight): &(u32, f32)| (*weight <= LIGHT).then_some((*stem, *weight));
    let plain: Vec<(u32, f32)> = line.stems.iter().filter_map(light).collect();
    let mut near = beside.nearest(&line.stems, PASSAGES);
    near.extend(beside.nearest(&plain, PASSAGES));
    sort_by_key(&mut near, |n| (n.source, n.line));
    near.dedup_by_key(|n| (n.source, n.line));
    let laid = near.into_iter().filter_map(|n| {
        let there = &beside.all[n.source].profile;
        original(here, line, there, &there.lines[n.line]).map(|o| Original { source: n.source, line: n.line, ..o })
    });
    let mut originals: Vec<Original> = laid.collect();
    sort_by_key(&mut originals, |o| std::cmp::Reverse(o.kept.iter().filter(|k| **k).count()));
    originals
}

/// What common words weigh at the most.
const LIGHT: f32 = 0.9;

fn original(here: &Profile, line: &Line, there: &Profile, other: &Line) -> Option<Original> {
    if other.words.len() < FEWEST || other.words.len() > LONGEST {
        return None;
    }
    let pairs = common(&here.words[line.words.clone()], &there.words[other.words.clone()]);
    let rows = 1 + pairs.windows(2).filter(|p| p[1] != (p[0].0 + 1, p[0].1 + 1)).count();
    let enough = pairs.len() >= FEWEST && pairs.len() as f32 >= SHARE * line.words.len() as f32;
    if !enough || pairs.len() < ROW * rows {
        return None;
    }
    let mut kept = vec![false; line.words.len()];
    let mut changes = Vec::new();
    let (mut h, mut t) = (0, 0);
    let end = (line.words.len(), other.words.len());
    for (i, j) in pairs.iter().copied().chain([end]) {
        let (a, b) = (h..i, t..j);
        if !a.is_empty() && !b.is_empty() && a.len() <= CHANGED && b.len() <= CHANGED {
            let of = |range: Range<usize>, first: usize| range.start + first..range.end + first;
            changes.push(Change { here: of(a, line.words.start), there: of(b, other.words.start) });
        }
        if i < kept.len() {
            kept[i] = true;
        }
        (h, t) = (i + 1, j + 1);
    }
    Some(Original { source: 0, line: 0, changes, first: line.words.start, kept })
}

/// The longest common subsequence of two rows of words, as pairs of indices.
fn common(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut longest = vec![0u8; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i].form == b[j].form {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i].form == b[j].form {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// From the first word of a range to its last, in bytes.
pub(super) fn span_of(words: &[Word], range: &Range<usize>) -> Span {
    words[range.start].span.join(words[range.end - 1].span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxHashMap;

    fn changes(here: &str, there: &str) -> Vec<String> {
        let profile = |text: &str| {
            let mut words = Vec::new();
            super::super::lines::split(text, Span::new(0, text.len()), &mut FxHashMap::default(), &mut words);
            let line = Line {
                span: Span::new(0, text.len()),
                words: 0..words.len(),
                stems: Vec::new(),
                numbers: Vec::new(),
                weight: 1.0,
            };
            Profile { lines: vec![line], words, places: FxHashMap::default() }
        };
        let (a, b) = (profile(here), profile(there));
        let found = original(&a, &a.lines[0], &b, &b.lines[0]);
        let shown = |c: &Change| {
            format!("{} <- {}", span_of(&a.words, &c.here).of(here), span_of(&b.words, &c.there).of(there))
        };
        found.map(|o| o.changes.iter().map(shown).collect()).unwrap_or_else(|| vec!["another sentence".into()])
    }

    #[test]
    fn words_in_the_place_of_others_are_found() {
        assert_eq!(
            changes(
                "Harbour master Nora Quill admitted that two of the six pumps had been out of use since the summer.",
                "Harbour master Nora Quill said that two of the six pumps had been out of use since the summer."
            ),
            ["admitted <- said"]
        );
        assert_eq!(
            changes(
                "The port office said late on Monday that the sea gate had stuck halfway.",
                "The coast guard said late on Monday that the sea gate had stuck halfway, and that it was no surprise."
            ),
            ["port office <- coast guard"]
        );
    }

    #[test]
    fn what_was_left_out_or_added_is_no_change() {
        let source =
            "The mayor said on Monday that the wall would be rebuilt before the winter, and that nobody would pay.";
        assert_eq!(changes("The mayor said that the wall would be rebuilt before the winter.", source), [""; 0]);
    }

    #[test]
    fn sentences_in_other_words_are_not_laid_on_each_other() {
        assert_eq!(
            changes(
                "The mayor told the council that the pumps of the harbour had failed within the hour.",
                "Within the hour the pumps had failed, and the mayor of the city went to the harbour to see it."
            ),
            ["another sentence"]
        );
    }
}
