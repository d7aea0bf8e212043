//! Trains the parser.

use std::collections::BTreeMap;

use super::super::models::Tagging;
use super::super::network::Vocabulary;
use super::super::parser::{self, ALL, HIDDEN, LABEL_VALUES, Layout, Move, Rows, State};
use super::super::tag::Deprel;
use super::super::tagger::Atoms;
use super::conllu::GoldSentence;
use super::network::{self, Sum, Training, in_parallel, softmax};
use super::random::Random;

/// Hidden units of each of the networks that are trained on their own.
const PART: usize = 128;

/// How the parser is trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the treebank.
    pub epochs: usize,
    /// Share of the hidden units that are hidden from each decision in training.
    pub dropout: f32,
    /// Share of the rows that are.
    pub row_dropout: f32,
    /// Words seen less often have no row of their own.
    pub seen: u32,
    /// How many words have a row at the first four places, and at the others.
    pub caps: [u32; 2],
    /// How far the first steps go.
    pub rate: f32,
    /// Where the random numbers begin.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 20, dropout: 0.25, row_dropout: 0.05, seen: 5, caps: [2500, 500], rate: 0.05, seed: 1 }
    }
}

/// A tagged sentence and its tree.
struct Example {
    start: State,
    heads: Vec<u32>,
    relations: Vec<u8>,
}

/// Trains on sentences with the labels that a tagger gave them which had not seen them; returns the content of
/// `models/parser.bin`.
pub fn train(sentences: &[&GoldSentence], labels: &[Vec<u8>], tagging: &Tagging, settings: Settings) -> Vec<u8> {
    let atoms: Vec<Vec<Atoms>> = sentences
        .iter()
        .map(|s| s.words.iter().enumerate().map(|(i, w)| Atoms::of(&w.form, i == 0, &tagging.lexicon)).collect())
        .collect();
    let words = vocabulary(&atoms, settings.seen);
    let vocabulary = Vocabulary::new(words.iter().copied());
    let examples: Vec<Example> = sentences
        .iter()
        .zip(labels)
        .zip(&atoms)
        .map(|((sentence, labels), atoms)| Example {
            start: State::new(atoms.iter().map(|a| parser::word_number(a, &vocabulary)), labels),
            heads: sentence.words.iter().map(|w| w.head as u32).collect(),
            relations: sentence.words.iter().map(|w| w.deprel as u8).collect(),
        })
        .collect();
    let count = words.len() as u32;
    let caps = std::array::from_fn(|place| settings.caps[usize::from(place >= 4)].min(count));
    let layout = Layout::new(caps);
    eprintln!("{count} words, {} rows", layout.rows);
    let write = |sums: &[Sum<PART>]| {
        let mut out = Vec::new();
        for cap in caps {
            out.extend(cap.to_le_bytes());
        }
        out.extend((words.len() as u32).to_le_bytes());
        out.extend(words.iter().flat_map(|w| w.to_le_bytes()));
        out.extend(possible_relations(&examples).iter().flatten().flat_map(|p| p.to_le_bytes()));
        network::write(sums, &mut out);
        out
    };
    let sums = in_parallel(HIDDEN / PART, |part| learn(&examples, &layout, settings, settings.seed + part as u64));
    write(&sums)
}

/// One of the networks whose scores are added up.
fn learn(examples: &[Example], layout: &Layout, settings: Settings, seed: u64) -> Sum<PART> {
    let mut training = Training::<PART>::new(layout.rows as usize, parser::outputs(), settings.dropout, seed);
    let mut random = Random::new(seed + 1000);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut sum = Sum::default();
    let total = settings.epochs * examples.len();
    let mut done = 0;
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        for (i, &at) in order.iter().enumerate() {
            training.rate = settings.rate * (1.0 - done as f32 / total as f32);
            sentence(&mut training, &examples[at], layout, settings, epoch > 0, &mut random);
            done += 1;
            let quarter = (i + 1) % (order.len() / 4).max(1) == 0;
            if quarter && (epoch + 1) * 10 > settings.epochs * 7 {
                training.add_to(&mut sum);
            }
        }
    }
    sum
}

/// Learns from one sentence along the parse that the network makes itself.
fn sentence(
    training: &mut Training<PART>,
    example: &Example,
    layout: &Layout,
    settings: Settings,
    explore: bool,
    random: &mut Random,
) {
    let mut state = example.start.clone();
    let mut rows = Rows::new();
    let mut kept: Vec<u32> = Vec::new();
    let mut gradients: Vec<(usize, f32)> = Vec::new();
    let relations = Deprel::ALL.len();
    while !state.done() {
        let possible = state.possible();
        if possible == [true, false, false] {
            state.shift();
            continue;
        }
        let costs = costs(&state, example);
        let least = costs.iter().copied().min().unwrap_or_default();
        state.rows(layout, &mut rows);
        kept.clear();
        kept.extend(rows.as_slice().iter().filter(|_| random.unit() as f32 >= settings.row_dropout));
        training.forward(&kept);
        gradients.clear();
        // Of several right transitions any will do: the loss is that of their sum.
        let options: Vec<usize> = (0..3).filter(|&m| possible[m]).collect();
        let mut probabilities: Vec<f32> = options.iter().map(|&m| training.score(m)).collect();
        softmax(&mut probabilities);
        let right: f32 = options.iter().zip(&probabilities).filter(|o| costs[*o.0] == least).map(|o| o.1).sum();
        let mut guess = 0;
        let mut best_right = None;
        for (i, &option) in options.iter().enumerate() {
            let target = if costs[option] == least { probabilities[i] / right.max(1e-9) } else { 0.0 };
            gradients.push((option, probabilities[i] - target));
            if probabilities[i] > probabilities[guess] {
                guess = i;
            }
            if costs[option] == least && best_right.is_none_or(|b: usize| probabilities[i] > probabilities[b]) {
                best_right = Some(i);
            }
        }
        let wrong = costs[options[guess]] != least;
        let follow = !wrong || explore && random.unit() < 0.9;
        let transition = ALL[options[if follow { guess } else { best_right.unwrap_or(guess) }]];
        if transition == Move::Shift {
            if right < 0.995 {
                training.backward(&kept, &gradients);
            }
            state.shift();
            continue;
        }
        let (head, dependent) = state.arc(transition);
        let relation = if head == state.count {
            Deprel::Root as usize
        } else {
            let mut scores: Vec<f32> = (0..relations).map(|r| training.score(parser::output(transition, r))).collect();
            scores[Deprel::Root as usize] = -1e9;
            softmax(&mut scores);
            if example.heads[dependent as usize] == head {
                let right = usize::from(example.relations[dependent as usize]);
                gradients.extend(
                    scores
                        .iter()
                        .enumerate()
                        .map(|(r, p)| (parser::output(transition, r), p - f32::from(u8::from(r == right))))
                        .filter(|g| g.1.abs() > 0.001),
                );
            }
            (0..relations).fold(0, |best, r| if scores[r] > scores[best] { r } else { best })
        };
        if right < 0.995 || gradients.len() > options.len() {
            training.backward(&kept, &gradients);
        }
        state.attach(transition, relation as u8);
    }
}

/// The relations that tokens of each tag had to a head on their right and on their left, as bits.
fn possible_relations(examples: &[Example]) -> Vec<[u64; 2]> {
    let mut counts = vec![[[0u32; 64]; 2]; LABEL_VALUES as usize];
    for example in examples {
        for (i, (&head, &relation)) in example.heads.iter().zip(&example.relations).enumerate() {
            let label = example.start.nodes[i].label as usize;
            if relation as usize != Deprel::Root as usize {
                counts[label][usize::from((head as usize) < i)][usize::from(relation)] += 1;
            }
        }
    }
    let bits = |counts: &[u32; 64]| {
        let total: u32 = counts.iter().sum();
        let often = |count: u32| count * 500 > total;
        counts.iter().enumerate().filter(|c| often(*c.1)).fold(0, |bits, (relation, _)| bits | 1 << relation)
    };
    counts.iter().map(|sides| sides.each_ref().map(bits)).collect()
}

/// The words of the treebank and ends of rare ones, the most frequent first.
fn vocabulary(atoms: &[Vec<Atoms>], seen: u32) -> Vec<u32> {
    let mut words: BTreeMap<u32, u32> = BTreeMap::new();
    for atoms in atoms.iter().flatten() {
        *words.entry(parser::word_hashes(atoms)[0]).or_default() += 1;
    }
    words.retain(|_, count| *count >= seen);
    let mut ends: BTreeMap<u32, u32> = BTreeMap::new();
    for atoms in atoms.iter().flatten() {
        let [word, end] = parser::word_hashes(atoms);
        if !words.contains_key(&word) {
            *ends.entry(end).or_default() += 1;
        }
    }
    ends.retain(|_, count| *count >= seen);
    let mut all: Vec<(u32, u32)> = words.into_iter().chain(ends).collect();
    all.sort_by_key(|&(hash, count)| (std::cmp::Reverse(count), hash));
    let mut met = std::collections::BTreeSet::new();
    all.retain(|w| met.insert(w.0));
    all.into_iter().map(|w| w.0).take(60_000).collect()
}

/// How many arcs of the treebank each transition makes impossible.
fn costs(state: &State, example: &Example) -> [u32; 3] {
    let heads = &example.heads;
    let possible = state.possible();
    let mut costs = [u32::MAX; 3];
    let depth = state.stack.len();
    let front = state.front;
    let below = |from: u32, of: u32| (from..state.count).filter(|&d| heads[d as usize] == of).count() as u32;
    if possible[0] {
        let mut cost = 0;
        for (i, &word) in state.stack.iter().enumerate() {
            cost += u32::from(heads[word as usize] == front);
            cost += u32::from(i + 1 < depth && heads[front as usize] == word);
        }
        costs[0] = cost;
    }
    if possible[1] {
        let top = state.stack[depth - 1];
        let head = heads[top as usize];
        let lost = u32::from(depth > 1 && head == state.stack[depth - 2]) + u32::from(head > front);
        costs[1] = lost + below(front, top);
    }
    if possible[2] {
        let top = state.stack[depth - 1];
        costs[2] = u32::from(heads[top as usize] >= front) + below(front, top);
    }
    costs
}
