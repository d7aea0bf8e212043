//! Passages of the sources that tell in other words what a sentence of the draft tells.
//!
//! What the sentence would be compared in is left out (a name, a day): the rest of its telling words, and its numbers as they
//! are written, are looked for in each passage and, for half as much, right before and behind it.

use super::lines::{Near, Profile, Sources, Word, is_number};
use crate::text::Span;
use crate::text::sorting::sort_by;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// Passages that are weighed.
const PASSAGES: usize = 16;
/// What a number weighs that both have.
const NUMBER: f32 = 0.8;
/// Sentences before and behind a passage that belong to it.
const AROUND: usize = 2;
/// What a word counts for that stands in one of them.
const BESIDE: f32 = 0.5;
/// The least weight of what both have.
const LEAST: f32 = 1.2;

/// A passage, and how much of the draft's sentence it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Passage {
    /// Index of the source.
    pub source: usize,
    /// Index of its line.
    pub line: usize,
    /// The share of what the draft's sentence tells that it has as well, from 0 to 1.
    pub share: f32,
    /// The same without what stands in the sentences beside it.
    pub own: f32,
    /// What that weighs.
    pub weight: f32,
}

/// A line, and the first word and the end of those that are left out.
type Asked = (usize, usize, usize);

/// What was found for one draft: a figure, a name and a rise in one sentence ask for the same passages.
#[derive(Default)]
pub(super) struct Retold {
    /// The passages nearest to a line.
    near: RefCell<FxHashMap<usize, Rc<[Near]>>>,
    /// What tells of a line but for some of its words, whatever its share.
    told: RefCell<FxHashMap<Asked, Rc<[Passage]>>>,
}

/// The passages that tell what a line of the draft tells, but for the words `apart`: the surest first, those alone that have at
/// least the share `least` of it.
pub(super) fn passages(
    (text, here, line): (&str, &Profile, usize),
    apart: &Range<usize>,
    beside: &Sources,
    least: f32,
) -> Vec<Passage> {
    let key = (line, apart.start, apart.end);
    let known = beside.retold.told.borrow().get(&key).cloned();
    let told = known.unwrap_or_else(|| {
        let told: Rc<[Passage]> = weigh((text, here, line), apart, beside).into();
        beside.retold.told.borrow_mut().insert(key, told.clone());
        told
    });
    told.iter().copied().filter(|passage| passage.share >= least).collect()
}

fn weigh((text, here, line): (&str, &Profile, usize), apart: &Range<usize>, beside: &Sources) -> Vec<Passage> {
    let words = here.lines[line].words.clone().filter(|at| !apart.contains(at)).map(|at| &here.words[at]);
    let told = evidence(text, words);
    let whole: f32 = told.values().sum();
    let known = beside.retold.near.borrow().get(&line).cloned();
    let near = known.unwrap_or_else(|| {
        let near: Rc<[Near]> = beside.nearest(&here.lines[line].stems, PASSAGES).into();
        beside.retold.near.borrow_mut().insert(line, near.clone());
        near
    });
    let mut found: Vec<Passage> = near
        .iter()
        .filter_map(|near| {
            let lines = &beside.all[near.source].profile.lines;
            let own = &lines[near.line];
            let around = near.line.saturating_sub(AROUND)..(near.line + AROUND + 1).min(lines.len());
            let (mut shared, mut within) = (0.0, 0.0);
            for (key, weight) in &told {
                if own.has(*key) {
                    within += weight;
                    shared += weight;
                } else if lines[around.clone()].iter().any(|line| line.has(*key)) {
                    shared += BESIDE * weight;
                }
            }
            let (share, own) = (shared / whole.max(0.01), within / whole.max(0.01));
            let passage = Passage { source: near.source, line: near.line, share, own, weight: within };
            (shared >= LEAST).then_some(passage)
        })
        .collect();
    sort_by(&mut found, |a, b| b.share.total_cmp(&a.share).then((a.source, a.line).cmp(&(b.source, b.line))));
    found
}

/// What words tell: their stems, and numbers as they are written, each with its weight.
fn evidence<'a>(text: &str, words: impl Iterator<Item = &'a Word>) -> FxHashMap<u32, f32> {
    let told = words.filter_map(|word| match word.weight > 0.0 {
        true => Some((word.stem, word.weight)),
        false => is_number(text, word).then_some((word.form, NUMBER)),
    });
    told.collect()
}

/// The words of a profile right before and right behind a span, in lower case; empty at the ends of its line.
pub(super) fn around(profile: &Profile, text: &str, span: Span) -> [String; 2] {
    let words = profile.words_in(span);
    let line = profile.line_at(span.start).map_or(0..0, |line| profile.lines[line].words.clone());
    let word = |at: Option<usize>| {
        let at = at.filter(|at| line.contains(at));
        at.map_or(String::new(), |at| profile.words[at].span.of(text).to_lowercase())
    };
    [word(words.start.checked_sub(1)), word(Some(words.end))]
}
