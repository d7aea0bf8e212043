//! Trains the tagger and its lexicon.

use std::collections::BTreeMap;

use super::super::lexicon::Lexicon;
use super::super::models::{Tagging, read_tagging};
use super::super::network::Vocabulary;
use super::super::tag::{Upos, Xpos};
use super::super::tagger::{Atoms, HIDDEN, KINDS, Layout, PLACES_ALL, START, Seen, hashes, rows};
use super::super::weights::print_of;
use super::super::word::{self, Word};
use super::conllu::GoldSentence;
use super::lists::Lists;
use super::network::{self, Sum, Training, in_parallel, softmax};
use super::random::Random;
use super::table;

/// Hidden units of each of the networks that are trained on their own.
const PART: usize = 96;

/// How the tagger is trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the treebank.
    pub epochs: usize,
    /// Share of the hidden units that are hidden from each decision in training.
    pub dropout: f32,
    /// Share of the rows that are.
    pub row_dropout: f32,
    /// What was seen less often has no row of its own.
    pub seen: u32,
    /// How many words have a row at the token itself, beside it and farther off.
    pub words: [u32; 3],
    /// How many parts of words of each kind have a row.
    pub parts: u32,
    /// How far the first steps go.
    pub rate: f32,
    /// Where the random numbers begin.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 12,
            dropout: 0.2,
            row_dropout: 0.2,
            seen: 3,
            words: [5000, 2000, 500],
            parts: 2000,
            rate: 0.05,
            seed: 1,
        }
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
        read_tagging(&self.lexicon, self.tagger.clone().leak()).expect("the trainer's own files")
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
    let mut tagger = vec![labels.len() as u8];
    for (upos, xpos) in &labels {
        tagger.extend([*upos as u8, *xpos as u8]);
    }
    let possible = possible(sentences, &atoms, &index);
    tagger.extend(possible.iter().flat_map(|p| p.to_le_bytes()));
    network(sentences, &atoms, &index, &possible, settings, &mut tagger);
    Trained { lexicon, tagger }
}

/// The labels that words of each class had more than once in a thousand times; all for a class hardly met.
fn possible(sentences: &[&GoldSentence], atoms: &[Vec<Atoms>], index: &BTreeMap<Label, u8>) -> Vec<u128> {
    let mut counts = vec![vec![0u32; index.len()]; 256];
    for (sentence, atoms) in sentences.iter().zip(atoms) {
        for (word, atoms) in sentence.words.iter().zip(atoms) {
            if let Some(&label) = index.get(&(word.upos, word.xpos)) {
                counts[usize::from(atoms.class)][usize::from(label)] += 1;
            }
        }
    }
    counts
        .iter()
        .map(|counts| {
            let total: u32 = counts.iter().sum();
            let all = total < 100;
            let labels = counts.iter().enumerate().filter(|(_, count)| all || **count * 1000 > total);
            labels.fold(0, |bits, (label, _)| bits | 1 << label)
        })
        .collect()
}

/// Trains the network and writes it with what it looks words up in.
fn network(
    sentences: &[&GoldSentence],
    atoms: &[Vec<Atoms>],
    index: &BTreeMap<Label, u8>,
    possible: &[u128],
    settings: Settings,
    out: &mut Vec<u8>,
) {
    let hashes: [Vec<u32>; KINDS] = std::array::from_fn(|kind| {
        let most = if kind == 0 { settings.words[0] } else { settings.parts };
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for atoms in atoms.iter().flatten() {
            *counts.entry(hashes(&atoms.word)[kind]).or_default() += 1;
        }
        let mut common: Vec<(u32, u32)> = counts.into_iter().filter(|c| c.1 >= settings.seen).collect();
        common.sort_by_key(|&(hash, count)| (std::cmp::Reverse(count), hash));
        common.into_iter().map(|c| c.0).take(most as usize).collect()
    });
    let vocabularies = hashes.each_ref().map(|h| Vocabulary::new(h.iter().copied()));
    let counts = hashes.each_ref().map(|h| h.len() as u32);
    let words = settings.words.map(|w| w.min(counts[0]));
    let layout = Layout::new(counts, words);
    eprintln!("{counts:?} words and parts, {} rows", layout.rows);
    let seen: Vec<Vec<Seen>> = atoms.iter().map(|s| s.iter().map(|a| Seen::of(a, &vocabularies)).collect()).collect();

    let examples = Examples { sentences, atoms, seen: &seen, index, possible, layout };
    let sums = in_parallel(HIDDEN / PART, |part| examples.learn(settings, settings.seed + part as u64));
    out.extend(words.iter().flat_map(|w| w.to_le_bytes()));
    for hashes in &hashes {
        out.extend((hashes.len() as u32).to_le_bytes());
        out.extend(hashes.iter().flat_map(|h| h.to_le_bytes()));
    }
    network::write(&sums, out);
}

/// What a network learns from.
struct Examples<'a> {
    sentences: &'a [&'a GoldSentence],
    atoms: &'a [Vec<Atoms>],
    seen: &'a [Vec<Seen>],
    index: &'a BTreeMap<Label, u8>,
    possible: &'a [u128],
    layout: Layout,
}

impl Examples<'_> {
    /// One of the networks whose scores are added up.
    fn learn(&self, settings: Settings, seed: u64) -> Sum<PART> {
        let Self { sentences, atoms, seen, index, possible, layout } = self;
        let mut training = Training::<PART>::new(layout.rows as usize, index.len(), settings.dropout, seed);
        let mut random = Random::new(seed + 1000);
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        let mut sum = Sum::default();
        let total = settings.epochs * sentences.len();
        let mut done = 0;
        let mut all = [0; PLACES_ALL];
        let (mut kept, mut gradients) = (Vec::new(), Vec::new());
        for epoch in 0..settings.epochs {
            random.shuffle(&mut order);
            for (i, &s) in order.iter().enumerate() {
                training.rate = settings.rate * (1.0 - done as f32 / total as f32);
                done += 1;
                let [mut before, mut second] = START;
                for (at, word) in sentences[s].words.iter().enumerate() {
                    let guess = atoms[s][at].fixed.unwrap_or_else(|| {
                        let count = rows(&seen[s], at, [before, second], layout, &mut all);
                        kept.clear();
                        kept.extend(all[..count].iter().filter(|_| random.unit() as f32 >= settings.row_dropout));
                        training.forward(&kept);
                        let allowed = possible[usize::from(atoms[s][at].class)];
                        let options: Vec<usize> = (0..index.len()).filter(|l| allowed >> l & 1 != 0).collect();
                        let mut scores: Vec<f32> = options.iter().map(|&l| training.score(l)).collect();
                        softmax(&mut scores);
                        let guess = (1..scores.len()).fold(0, |b, i| if scores[i] > scores[b] { i } else { b });
                        let right = index.get(&(word.upos, word.xpos)).map(|&l| usize::from(l));
                        if let Some(right) = right.and_then(|r| options.iter().position(|&o| o == r))
                            && scores[right] < 0.995
                        {
                            gradients.clear();
                            gradients.extend(options.iter().zip(&scores).enumerate().filter_map(
                                |(i, (&label, &p))| {
                                    let gradient = p - f32::from(u8::from(i == right));
                                    (gradient.abs() > 0.0005).then_some((label, gradient))
                                },
                            ));
                            training.backward(&kept, &gradients);
                        }
                        options[guess] as u8
                    });
                    second = before;
                    before = guess;
                }
                let quarter = (i + 1) % (order.len() / 4).max(1) == 0;
                if quarter && (epoch + 1) * 10 > settings.epochs * 7 {
                    training.add_to(&mut sum);
                }
            }
        }
        sum
    }
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
    let bits = table::bits_for(entries.len());
    let (buckets, _) = table::fill(entries.into_iter().collect(), bits, |e| {
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
