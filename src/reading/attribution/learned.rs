//! Attribution by trained models: one marks the cues of a sentence, one the source and content of each cue
//! (`passage.rs`), and one weighs each attribution as a whole (`whole.rs`).
//!
//! The first two are conditional random fields over the words: that of cues adds up weights and has a network beside it, in
//! that of spans a network scores the words. Weights that were learned from news are in
//! `models/attribution.bin`; a build without the feature `attribution-model` leaves them out and goes by rules.

use super::candidates::Lexicon;
use super::chain::{Chain, LABELS, Row, meetings};
use super::cue_features::Dependents;
#[cfg(feature = "train")]
use super::cue_features::GLANCE as GLANCE_FEATURES;
use super::cue_features::{self, PLAIN, Setting, TREE};
use super::lookup::Lookup;
use super::memo::Key;
use super::span_network::Spans;
use super::word::{Quoted, Word, Words};
use super::{cue_network, whole};
use crate::article::BlockKind;
use crate::language::Deprel;
#[cfg(feature = "attribution-model")]
use crate::language::models::unpacked;
use crate::reading::Prose;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// Words that are less likely than this to be a cue are none.
const LEAST_WITHIN: f32 = 0.06;

/// Sentences in which no word is likelier than this to be part of a cue, by the words alone, are passed over.
const GLANCE: f32 = 0.08;

/// The same for sentences that hold quoted words.
const GLANCE_BESIDE_QUOTED: f32 = 0.04;

/// Of the other sentences only words as likely as this at first glance are looked at again, with so many before and behind.
const GLANCE_WITHIN: f32 = 0.02;
const BEFORE: usize = 2;
const BEHIND: usize = 3;

/// How much the network counts against the field of cues.
const NETWORK: f32 = 0.4;

/// The network is not asked about words that the field is surer than this of being no cue.
const SURELY_NONE: f32 = 0.99;

/// The models of cues and of spans.
pub(super) struct Fields {
    lexicon: Lexicon,
    glance: Chain,
    cues: Chain,
    network: Lookup,
    pub(super) spans: Spans,
}

impl Fields {
    /// Reads what the trainer wrote of them.
    pub(super) fn read(bytes: &mut &'static [u8]) -> Option<Self> {
        Some(Self {
            lexicon: Lexicon::read(bytes)?,
            glance: Chain::read(bytes)?,
            cues: Chain::read(bytes)?,
            network: Lookup::read(bytes, LABELS)?,
            spans: Spans::read(bytes)?,
        })
    }
}

/// All models.
pub(super) struct Models {
    pub(super) fields: Fields,
    /// Whether a whole attribution is right.
    pub(super) whole: Lookup,
}

impl Models {
    #[cfg_attr(not(feature = "attribution-model"), allow(dead_code))]
    pub(super) fn read(mut bytes: &'static [u8]) -> Option<Self> {
        Some(Self { fields: Fields::read(&mut bytes)?, whole: Lookup::read(&mut bytes, whole::OUTPUTS)? })
    }

    /// The models that are built in.
    pub(super) fn embedded() -> Option<&'static Self> {
        static MODELS: LazyLock<Option<Models>> = LazyLock::new(|| {
            #[cfg(feature = "attribution-model")]
            return Models::read(unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/attribution.zst"))));
            #[cfg(not(feature = "attribution-model"))]
            None
        });
        MODELS.as_ref()
    }
}

/// Words that may be a cue.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) words: Range<usize>,
    /// How likely they are a cue.
    pub(super) cue: f32,
    /// How likely they tell of something said, not of an attitude.
    pub(super) speech: f32,
    /// Whether a verb of the list of cues has both a subject and a clause.
    pub(super) framed: bool,
}

impl Candidate {
    /// What is said counts in full, an attitude by half.
    pub(super) fn confidence(&self) -> f32 {
        self.speech + 0.5 * (self.cue - self.speech).max(0.0)
    }
}

/// The words of a sentence with heads that are indices of the copy.
pub(super) fn copy(words: &Words, range: Range<usize>) -> Vec<Word> {
    let local = |word: &Word| Word {
        head: word.head.map(|h| h as usize).filter(|h| range.contains(h)).map(|h| (h - range.start) as u32),
        ..*word
    };
    words.words[range.clone()].iter().map(local).collect()
}

pub(super) fn setting(prose: &Prose, sentence: usize, words: &[Word]) -> Setting {
    let kind = prose.article.blocks[prose.blocks[sentence]].kind;
    Setting { quotes: cue_features::quotes(words), headline: kind == BlockKind::Headline }
}

/// The features of each word of a run that may be a cue.
#[cfg(feature = "train")]
pub(super) fn cue_items(
    words: &[Word],
    run: Range<usize>,
    setting: Setting,
    dependents: &[Dependents],
) -> Vec<[u32; PLAIN + TREE]> {
    run.map(|i| {
        let mut all = [0; PLAIN + TREE];
        all[..PLAIN].copy_from_slice(&cue_features::plain(words, i, setting));
        all[PLAIN..].copy_from_slice(&cue_features::tree(words, i, dependents));
        all
    })
    .collect()
}

/// The features of each word of a run that may be a cue, without the tree.
#[cfg(feature = "train")]
pub(super) fn glance_items(words: &[Word], run: Range<usize>, setting: Setting) -> Vec<[u32; GLANCE_FEATURES]> {
    run.map(|i| cue_features::glance(words, i, setting)).collect()
}

/// What the models say of the cues of one sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Cues {
    /// Whether the sentence's tree was asked for.
    is_parsed: bool,
    /// The candidates, by their words' places in the sentence.
    found: Vec<Candidate>,
}

/// What is known of the cues of a sentence before a tree is asked for.
pub(super) enum Glanced {
    /// What the models said of its like before.
    Known(Arc<Cues>),
    /// The runs of words that are worth a second look, and under what the outcome is to be remembered.
    Likely(Vec<Range<usize>>, Option<u128>),
}

/// The cues of all sentences, also unlikely ones; trees are asked for only where the words alone are likely enough.
#[cfg(any(test, feature = "train"))]
pub(super) fn cues(prose: &Prose, words: &mut Words, models: &Fields) -> Vec<Candidate> {
    let glanced = glance(prose, words, models);
    parse(prose, words, &glanced);
    look(prose, words, models, glanced)
}

/// The first look at all sentences.
pub(super) fn glance(prose: &Prose, words: &Words, models: &Fields) -> Vec<Glanced> {
    let of_sentence = |sentence: usize| {
        let key = prose.attributed.map(|_| {
            let kind = prose.article.blocks[prose.blocks[sentence]].kind;
            let mut key = Key::new(u64::from(kind == BlockKind::Headline));
            key.print(prose.sentences[sentence].print());
            key.words(&words.words, words.sentences[sentence].clone());
            key.finish()
        });
        match prose.attributed.zip(key).and_then(|(memo, key)| memo.cues.known(key)) {
            Some(known) => Glanced::Known(known),
            None => Glanced::Likely(likely_runs(prose, words, models, sentence), key),
        }
    };
    (0..words.sentences.len()).map(of_sentence).collect()
}

/// The runs of words of a sentence that are likely enough to hold a cue.
fn likely_runs(prose: &Prose, words: &Words, models: &Fields, sentence: usize) -> Vec<Range<usize>> {
    let range = words.sentences[sentence].clone();
    let runs = models.lexicon.runs(&words.words[range.clone()]);
    if runs.is_empty() {
        return runs;
    }
    let local = copy(words, range);
    let setting = setting(prose, sentence, &local);
    let meets = meetings(&local);
    let least = if setting.quotes { GLANCE_BESIDE_QUOTED } else { GLANCE };
    let likely = |run: Range<usize>| {
        let score = |i| models.glance.score(&cue_features::glance(&local, i, setting));
        let rows: Vec<Row> = run.clone().map(score).collect();
        let labels = models.glance.marginals(&rows, &meets[run.clone()]);
        likely_parts(run, &labels, least)
    };
    runs.into_iter().flat_map(likely).collect()
}

/// Asks for the trees of the sentences that are worth one.
pub(super) fn parse(prose: &Prose, words: &mut Words, glanced: &[Glanced]) {
    for (sentence, glanced) in glanced.iter().enumerate() {
        let is_parsed = match glanced {
            Glanced::Known(cues) => cues.is_parsed,
            Glanced::Likely(runs, _) => !runs.is_empty(),
        };
        if is_parsed {
            words.parse(prose, sentence);
        }
    }
}

/// The second look, at the sentences that have a tree.
pub(super) fn look(prose: &Prose, words: &Words, models: &Fields, glanced: Vec<Glanced>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (sentence, glanced) in glanced.into_iter().enumerate() {
        let cues = match glanced {
            Glanced::Known(cues) => cues,
            Glanced::Likely(runs, key) => {
                let cues = cues_of(prose, words, models, sentence, runs);
                match prose.attributed.zip(key) {
                    Some((memo, key)) => memo.cues.add(key, cues),
                    None => Arc::new(cues),
                }
            }
        };
        let start = words.sentences[sentence].start;
        found.extend(cues.found.iter().map(|candidate| {
            let words = start + candidate.words.start..start + candidate.words.end;
            Candidate { words, ..candidate.clone() }
        }));
    }
    found
}

fn cues_of(prose: &Prose, words: &Words, models: &Fields, sentence: usize, runs: Vec<Range<usize>>) -> Cues {
    let mut out = Cues { is_parsed: !runs.is_empty(), found: Vec::new() };
    if runs.is_empty() {
        return out;
    }
    let local = copy(words, words.sentences[sentence].clone());
    let setting = setting(prose, sentence, &local);
    let meets = meetings(&local);
    let dependents = cue_features::dependents(&local);
    let below = cue_network::below(&local);
    for run in runs {
        let score = |i| {
            let plain = models.cues.lanes(&cue_features::plain(&local, i, setting));
            models.cues.scores(plain + models.cues.lanes(&cue_features::tree(&local, i, &dependents)), PLAIN + TREE)
        };
        let rows: Vec<Row> = run.clone().map(score).collect();
        let mut labels = models.cues.marginals(&rows, &meets[run.clone()]);
        for (i, row) in run.clone().zip(&mut labels).filter(|(_, row)| row[0] <= SURELY_NONE) {
            let other = models.network.probabilities(&cue_network::atoms(&local, i, setting, &dependents, &below));
            row.iter_mut().zip(other).for_each(|(own, other)| *own += NETWORK * (other - *own));
        }
        for mut candidate in candidates(&labels) {
            let spoken = candidate.speech >= 0.5 * candidate.cue;
            candidate.framed = candidate.words.clone().any(|i| is_framed(&local, run.start + i, &dependents, spoken));
            candidate.words = run.start + candidate.words.start..run.start + candidate.words.end;
            out.found.push(candidate);
        }
    }
    out
}

/// Whether a word is a verb of the list outside of quotations with a subject and a clause; one of something said that is
/// joined with such a verb ("Lind said it was late and warned the crew to leave") shares its subject.
fn is_framed(words: &[Word], i: usize, dependents: &[Dependents], spoken: bool) -> bool {
    let listed = |i: usize| words[i].frame & 6 != 0;
    let joined = || {
        let shares = |head: u32| listed(head as usize) && dependents[head as usize].has_subject();
        spoken && words[i].deprel == Some(Deprel::Conj) && dependents[i].governs() && words[i].head.is_some_and(shares)
    };
    listed(i) && words[i].quoted == Quoted::Outside && (dependents[i].has_clause() || joined())
}

/// The parts of a run that are worth a second look: none where no word is as likely as `least`.
fn likely_parts(run: Range<usize>, labels: &[Row], least: f32) -> Vec<Range<usize>> {
    let within = |i: usize| 1.0 - labels[i][0];
    let mut parts: Vec<Range<usize>> = Vec::new();
    if !(0..labels.len()).any(|i| within(i) >= least) {
        return parts;
    }
    for i in (0..labels.len()).filter(|&i| within(i) >= GLANCE_WITHIN) {
        let part = run.start + i.saturating_sub(BEFORE)..run.start + (i + 1 + BEHIND).min(labels.len());
        match parts.last_mut() {
            Some(last) if last.end >= part.start => last.end = part.end,
            _ => parts.push(part),
        }
    }
    parts
}

/// Groups words by the probabilities of their labels: a cue's words are each likely to be in one, wherever it begins.
fn candidates(labels: &[Row]) -> Vec<Candidate> {
    let within = |i: usize| 1.0 - labels[i][0];
    let begins = |i: usize| labels[i][1] + labels[i][3];
    let mut found = Vec::new();
    let mut i = 0;
    while i < labels.len() {
        if within(i) < LEAST_WITHIN {
            i += 1;
            continue;
        }
        let start = i;
        let mut most = within(i);
        i += 1;
        while i < labels.len() && within(i) >= LEAST_WITHIN && begins(i) < 0.5 * within(i) {
            most = most.max(within(i));
            i += 1;
        }
        // of what may belong to it, the words that are half as likely as its surest one
        let keep: Vec<usize> = (start..i).filter(|&k| within(k) >= 0.5 * most).collect();
        let (Some(&first), Some(&last)) = (keep.first(), keep.last()) else { continue };
        let speech = keep.iter().map(|&k| labels[k][1] + labels[k][2]).fold(0.0, f32::max);
        found.push(Candidate { words: first..last + 1, cue: most, speech, framed: false });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_near_a_likely_one_are_looked_at_again() {
        let row = |cue: f32| [1.0 - cue, cue, 0.0, 0.0, 0.0];
        let mut labels = [row(0.0); 20];
        (labels[1], labels[9], labels[12]) = (row(0.03), row(0.9), row(0.05));
        assert_eq!(likely_parts(100..120, &labels, 0.08), [100..105, 107..116]);
        labels[9] = row(0.07);
        assert_eq!(likely_parts(100..120, &labels, 0.08), [0..0; 0]);
    }
}
