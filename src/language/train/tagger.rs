//! Trains the tagger and its lexicon.

use std::collections::BTreeMap;

use super::super::lexicon::Lexicon;
use super::super::models::{Tagging, read_tagging};
use super::super::tag::{Upos, Xpos};
use super::super::tagger::{Atoms, START, TEMPLATES, extract};
use super::super::weights::print_of;
use super::super::word::{self, Word};
use super::conllu::GoldSentence;
use super::lists::Lists;
use super::perceptron::{self, Perceptron, Random};

/// How the tagger is trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the treebank.
    pub epochs: usize,
    /// Share of the features that are hidden from each decision in training.
    pub dropout: f64,
    /// Averaged weights below this are left out.
    pub least: f32,
    /// Perceptrons of which the mean is taken.
    pub runs: usize,
    /// Where the random numbers begin.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 10, dropout: 0.3, least: 1.0, runs: 1, seed: 1 }
    }
}

/// The trained files: lexicon and tagger.
pub struct Trained {
    /// For `models/lexicon.bin`.
    pub lexicon: Vec<u8>,
    /// For `models/tagger.bin`.
    pub tagger: Vec<u8>,
}

impl Trained {
    pub(super) fn model(&self) -> Tagging {
        read_tagging(&self.lexicon, &self.tagger).expect("the trainer's own files")
    }
}

type Label = (Upos, Xpos);

/// Trains on the sentences.
pub fn train(sentences: &[&GoldSentence], lists: &Lists, settings: Settings) -> Trained {
    let labels = labels(sentences);
    let index: BTreeMap<Label, u8> = labels.iter().copied().zip(0..).collect();
    let mut lexicon = Vec::new();
    write_lexicon(sentences, &index, lists, &mut lexicon);
    let known = Lexicon::read(&mut &lexicon[..]).expect("just written");

    let atoms: Vec<Vec<Atoms>> = sentences
        .iter()
        .map(|s| s.words.iter().enumerate().map(|(i, w)| Atoms::of(&w.form, i == 0, &known)).collect())
        .collect();
    let runs: Vec<_> = (0..settings.runs)
        .map(|run| perceptron(sentences, &atoms, &index, settings, settings.seed + run as u64).average(0.0))
        .collect();
    let mut tagger = vec![labels.len() as u8];
    for (upos, xpos) in &labels {
        tagger.extend([*upos as u8, *xpos as u8]);
    }
    perceptron::write_sparse(&perceptron::mean(runs, settings.least), &mut tagger);
    Trained { lexicon, tagger }
}

/// One perceptron, its sentences in an order of its own.
fn perceptron(
    sentences: &[&GoldSentence],
    atoms: &[Vec<Atoms>],
    index: &BTreeMap<Label, u8>,
    settings: Settings,
    seed: u64,
) -> Perceptron {
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random::new(seed);
    let mut model = Perceptron::default();
    let mut scores = vec![0.0; index.len()];
    let mut features = [0; TEMPLATES];
    let mut seen = Vec::with_capacity(TEMPLATES);
    for _ in 0..settings.epochs {
        random.shuffle(&mut order);
        for &s in &order {
            let [mut before, mut second] = START;
            for (at, word) in sentences[s].words.iter().enumerate() {
                let guess = atoms[s][at].fixed.unwrap_or_else(|| {
                    extract(&atoms[s], at, before, second, &mut features);
                    seen.clear();
                    seen.extend(features.iter().filter(|_| random.unit() >= settings.dropout));
                    model.score(&seen, &mut scores);
                    let guess = (1..scores.len()).fold(0, |b, i| if scores[i] > scores[b] { i } else { b }) as u8;
                    if let Some(&right) = index.get(&(word.upos, word.xpos)) {
                        model.update(&seen, right, guess);
                    }
                    guess
                });
                second = before;
                before = guess;
            }
        }
    }
    model
}

/// The labels seen at least three times, the most frequent first.
fn labels(sentences: &[&GoldSentence]) -> Vec<Label> {
    let mut counts: BTreeMap<Label, u32> = BTreeMap::new();
    for word in sentences.iter().flat_map(|s| &s.words) {
        *counts.entry((word.upos, word.xpos)).or_default() += 1;
    }
    let mut labels: Vec<(Label, u32)> = counts.into_iter().filter(|c| c.1 >= 3).collect();
    labels.sort_by_key(|&(label, count)| (std::cmp::Reverse(count), label));
    labels.into_iter().map(|l| l.0).take(118).collect()
}

const UNKNOWN: u8 = 255;

/// Writes which tags each word had (see `lexicon::Lexicon`).
fn write_lexicon(sentences: &[&GoldSentence], index: &BTreeMap<Label, u8>, lists: &Lists, out: &mut Vec<u8>) {
    let mut tags: BTreeMap<u32, BTreeMap<Upos, u32>> = BTreeMap::new();
    let mut forms: BTreeMap<u32, BTreeMap<Option<u8>, u32>> = BTreeMap::new();
    for word in sentences.iter().flat_map(|s| &s.words) {
        let seen = Word::of(&word.form, false);
        *tags.entry(seen.lower).or_default().entry(word.upos).or_default() += 1;
        let label = index.get(&(word.upos, word.xpos)).copied();
        *forms.entry(seen.form).or_default().entry(label).or_default() += 1;
    }
    let mut words: Vec<(u32, u32, String)> = Vec::new();
    for (&word, counts) in &tags {
        let total: u32 = counts.values().sum();
        if total < 2 {
            continue;
        }
        let mut common: Vec<_> = counts.iter().filter(|c| *c.1 * 10 >= total).collect();
        common.sort_by_key(|&(upos, &count)| (std::cmp::Reverse(count), *upos));
        let class = common.iter().take(3).map(|c| c.0.as_str()).collect::<Vec<_>>().join(" ");
        words.push((word, total, class));
    }
    words.sort_by_key(|w| (std::cmp::Reverse(w.1), w.0));
    let mut classes: BTreeMap<String, u8> = BTreeMap::new();
    let mut entries: BTreeMap<u32, [u8; 3]> = BTreeMap::new();
    for (word, _, class) in words {
        let next = classes.len() as u8;
        let class = match next {
            250.. => classes.get(&class).copied().unwrap_or(UNKNOWN),
            _ => *classes.entry(class).or_insert(next),
        };
        entries.insert(word, [class, UNKNOWN, 0]);
    }
    for (&form, counts) in &forms {
        let total: u32 = counts.values().sum();
        if let Some((&Some(label), &count)) = counts.iter().max_by_key(|c| c.1)
            && total >= 50
            && f64::from(count) >= 0.998 * f64::from(total)
        {
            entries.entry(form).or_insert([UNKNOWN, UNKNOWN, 0])[1] = label;
        }
    }
    for (word, listed) in &lists.words {
        entries.entry(word::key(word)).or_insert([UNKNOWN, UNKNOWN, 0])[2] |= listed;
    }
    let bits = perceptron::bits_for(entries.len());
    let (buckets, _) = perceptron::fill(entries.into_iter().collect(), bits, |e| {
        u32::from(e[1] != UNKNOWN) * 2 + u32::from(e[0] != UNKNOWN)
    });
    out.extend(bits.to_le_bytes());
    for bucket in buckets {
        out.push(bucket.len() as u8);
        for (word, value) in bucket {
            out.extend(print_of(word).to_le_bytes());
            out.extend(value);
        }
    }
}
