//! Source and content of a cue: a network marks them in the passage around it.

use super::chain::{LABELS, Row, meetings};
use super::few::Rows;
use super::learned::{Fields, copy};
use super::lookup::Sum;
use super::memo::Key;
#[cfg(feature = "train")]
use super::span_features::FEATURES;
use super::span_features::{self, Counts, Cue, Place};
use super::span_network::{self, Around, Spans};
use super::word::{Quoted, Word, Words};
use crate::reading::Prose;
use crate::text::Span;
use std::ops::Range;
use std::sync::Arc;

/// A passage reaches this many sentences from the cue's, and this many words from the cue.
const SENTENCES: usize = 12;
const WORDS: usize = 100;

/// The words among which source and content of a cue are looked for: its sentence, the whole of the quotations that
/// reach into it, and the quotations right before and behind it.
pub(super) fn passage(prose: &Prose, words: &Words, cue: usize) -> Range<usize> {
    let own = words.words[cue].sentence as usize;
    let block = |s: usize| prose.blocks.get(s).copied();
    let first = |s: usize| words.words[words.sentences[s].start];
    let last = |s: usize| words.words[words.sentences[s].end - 1];
    let near = |s: usize| s < words.sentences.len() && !words.sentences[s].is_empty() && block(s) == block(own);
    let grow = |mut a: usize, mut b: usize| {
        let joined = |x: &Word, y: &Word| x.quotation.is_some() && x.quotation == y.quotation;
        while a > 0 && own - a < SENTENCES && near(a - 1) && joined(&last(a - 1), &first(a)) {
            a -= 1;
        }
        while b - own < SENTENCES && near(b + 1) && joined(&last(b), &first(b + 1)) {
            b += 1;
        }
        (a, b)
    };
    let (mut a, mut b) = grow(own, own);
    if a > 0 && near(a - 1) && (last(a - 1).quoted == Quoted::Closing || last(a - 1).mark) {
        a -= 1;
    }
    if near(b + 1) && first(b + 1).quoted == Quoted::Opening {
        b += 1;
    }
    let (a, b) = grow(a, b);
    let range = words.sentences[a].start..words.sentences[b].end;
    range.start.max(cue.saturating_sub(WORDS))..range.end.min(cue + WORDS)
}

/// The features of each word of a passage, for its cue.
#[cfg(feature = "train")]
pub(super) fn span_items(passage: &[Word], cue: Range<usize>) -> Vec<[u32; FEATURES]> {
    let cue = Cue::of(passage, cue.start..=cue.end - 1);
    let counts = Counts::of(passage);
    let paths = span_features::paths(passage, &cue);
    (0..passage.len()).map(|i| span_features::features(passage, i, &cue, &counts, &paths[i])).collect()
}

/// What the network looks at for each word of a passage, for its cue.
#[cfg(feature = "train")]
pub(super) fn looked_at(passage: &[Word], cue: Range<usize>) -> Vec<[u32; span_network::ATOMS]> {
    let cue = Cue::of(passage, cue.start..=cue.end - 1);
    let counts = Counts::of(passage);
    let paths = span_features::paths(passage, &cue);
    let around = Around::of(passage);
    let place = |i| Place::of(passage, i, &cue, &counts);
    (0..passage.len()).map(|i| span_network::atoms(passage, i, &cue, &place(i), &paths[i], &around)).collect()
}

/// Sides of a cue: before and behind it, and its own words.
const SIDES: usize = 3;

/// The words around a cue with what is the same for every cue that has them around it.
struct Passage {
    range: Range<usize>,
    words: Vec<Word>,
    meetings: Vec<u8>,
    counts: Counts,
    around: Around,
    /// What the network makes of each word on each side of a cue, as far as it was asked.
    sums: Vec<[Option<Sum>; SIDES]>,
}

impl Passage {
    fn of(words: &Words, range: Range<usize>) -> Self {
        let words = copy(words, range.clone());
        let (meetings, counts, around) = (meetings(&words), Counts::of(&words), Around::of(&words));
        Self { range, sums: vec![[None; SIDES]; words.len()], words, meetings, counts, around }
    }

    /// The scores of the labels of each word, for a cue at these words of it.
    fn scores(&mut self, cue: Range<usize>, Spans { network, few, .. }: &Spans) -> Vec<Row> {
        let rows = Rows { network, few };
        let Self { words, counts, around, sums, .. } = self;
        let cue = Cue::of(words, cue.start..=cue.end - 1);
        let paths = span_features::paths(words, &cue);
        let of_cue: [Sum; SIDES] = std::array::from_fn(|side| {
            network.sum(&Sum::default(), &span_network::of_cue(words, &cue, side as u32, around))
        });
        let score = |(i, sums): (usize, &mut [Option<Sum>; SIDES])| {
            let place = Place::of(words, i, &cue, counts);
            let side = place.side as usize;
            let own = sums[side].get_or_insert_with(|| {
                network.sum_of(&Sum::default(), &span_network::of_word(words, i, place.side, around, &rows))
            });
            let of_place = span_network::of_place(words, i, (&cue, &place, &paths[i]), around, &rows);
            network.scores_of(&network.sum_of(own, &of_place), &of_cue[side])
        };
        sums.iter_mut().enumerate().map(score).collect()
    }
}

/// The passage that was looked at last; cues of a sentence mostly share one.
#[derive(Default)]
pub(super) struct Passages(Option<Passage>);

impl Passages {
    fn of(&mut self, words: &Words, range: &Range<usize>) -> &mut Passage {
        if self.0.as_ref().is_some_and(|p| p.range != *range) {
            self.0 = None;
        }
        self.0.get_or_insert_with(|| Passage::of(words, range.clone()))
    }
}

/// The labels of a passage's words, and how sure the network is of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Marked {
    labels: Box<[u8]>,
    margins: Margins,
}

/// By how much the scores of words speak for their labels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Margins {
    /// Of the content's words: the mean and the least.
    pub(super) content: f32,
    pub(super) weakest: f32,
    /// The best score for content of a word that is none.
    pub(super) other_content: f32,
    /// By how much the score for content falls behind the content's end.
    pub(super) edge: f32,
    /// Of the source's words, the mean; and the best of a word that is none.
    pub(super) source: f32,
    pub(super) other_source: f32,
}

/// What stands for no words at all.
const NONE: f32 = -9.0;

/// What the score for content is taken to be behind the passage.
const BEYOND: f32 = -3.0;

impl Margins {
    fn of(rows: &[Row], labels: &[u8]) -> Self {
        let is = |i: usize, begin: u8| labels[i] == begin || labels[i] == begin + 1;
        let content = |i: usize| rows[i][3].max(rows[i][4]) - rows[i][0].max(rows[i][1]).max(rows[i][2]);
        let source = |i: usize| rows[i][1].max(rows[i][2]) - rows[i][0].max(rows[i][3]).max(rows[i][4]);
        let (mut sums, mut counts) = ([0.0f32; 2], [0.0f32; 2]);
        let (mut weakest, mut edge) = (-NONE, -NONE);
        let (mut other_content, mut other_source) = (NONE, NONE);
        for i in 0..labels.len() {
            let (of_content, of_source) = (content(i), source(i));
            if is(i, 3) {
                sums[0] += of_content;
                counts[0] += 1.0;
                weakest = of_content.min(weakest);
                if i + 1 == labels.len() {
                    edge = edge.min(of_content - BEYOND);
                } else if !is(i + 1, 3) {
                    edge = edge.min(of_content - content(i + 1));
                }
            } else {
                other_content = of_content.max(other_content);
            }
            if is(i, 1) {
                sums[1] += of_source;
                counts[1] += 1.0;
            } else {
                other_source = of_source.max(other_source);
            }
        }
        let mean = |k: usize| if counts[k] > 0.0 { sums[k] / counts[k] } else { NONE };
        Self { content: mean(0), weakest, other_content, edge, source: mean(1), other_source }
    }
}

/// Source and content of the cue at the words `cue`, as the network marks them.
pub(super) fn spans(
    prose: &Prose,
    words: &Words,
    fields: &Fields,
    cue: &Range<usize>,
    passages: &mut Passages,
) -> (Vec<Span>, Vec<Span>, Margins) {
    let range = passage(prose, words, cue.start);
    let cue = cue.start.max(range.start) - range.start..cue.end.min(range.end) - range.start;
    let mut label = || {
        let passage = passages.of(words, &range);
        let rows = passage.scores(cue.clone(), &fields.spans);
        let labels = fields.spans.transitions.viterbi(&rows, &passage.meetings).into_boxed_slice();
        Marked { margins: Margins::of(&rows, &labels), labels }
    };
    let marked = match prose.attributed {
        None => Arc::new(label()),
        Some(memo) => {
            let mut key = Key::new((cue.start as u64) << 32 | cue.end as u64);
            key.words(&words.words, range.clone());
            memo.marked.get(key.finish(), label)
        }
    };
    let labels = &marked.labels;
    let (mut source, mut content) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < labels.len() {
        let start = i;
        let inside = labels[start].next_multiple_of(2);
        i += 1;
        if inside == 0 || usize::from(inside) >= LABELS {
            continue;
        }
        while i < labels.len() && labels[i] == inside {
            i += 1;
        }
        let span = words.span(range.start + start, range.start + i - 1);
        if inside == 2 { source.push(span) } else { content.push(span) }
    }
    (source, content, marked.margins)
}
