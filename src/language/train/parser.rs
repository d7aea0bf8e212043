//! Trains the parser.

use rustc_hash::FxHashMap;

use super::super::models::Tagging;
use super::super::parser::{MOVES, Move, Parser, RELATIONS, State};
use super::super::tag::Deprel;
use super::super::tagger::{Atoms, LABELS};
use super::conllu::GoldSentence;
use super::perceptron::{self, Perceptron, Random, Three};

/// How the parser is trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the treebank.
    pub epochs: usize,
    /// Share of the features that are hidden from each decision in training.
    pub dropout: f64,
    /// Features seen less often are left out.
    pub seen: u8,
    /// The table of the transitions has two to this power of buckets.
    pub bits: u32,
    /// Averaged weights of relations below this are left out.
    pub least: f32,
    /// Perceptrons of which the mean is taken.
    pub runs: usize,
    /// Where the random numbers begin.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 10, dropout: 0.3, seen: 4, bits: 15, least: 1.0, runs: 1, seed: 1 }
    }
}

/// A tagged sentence and its tree.
struct Example {
    atoms: Vec<Atoms>,
    labels: Vec<u8>,
    heads: Vec<u32>,
    relations: Vec<u8>,
}

/// Trains on sentences with the labels that a tagger gave them which had not seen them; returns the content of
/// `models/parser.bin`.
pub fn train(sentences: &[&GoldSentence], labels: Vec<Vec<u8>>, tagging: &Tagging, settings: Settings) -> Vec<u8> {
    let examples: Vec<Example> = sentences
        .iter()
        .zip(labels)
        .map(|(sentence, labels)| Example {
            atoms: sentence
                .words
                .iter()
                .enumerate()
                .map(|(i, w)| Atoms::of(&w.form, i == 0, &tagging.lexicon))
                .collect(),
            labels,
            heads: sentence.words.iter().map(|w| w.head as u32).collect(),
            relations: sentence.words.iter().map(|w| w.deprel as u8).collect(),
        })
        .collect();
    let start = |e: &Example| State::new(&e.atoms, &e.labels, &tagging.tagger.labels);

    let (common, kept_relations) = common_features(&examples, settings.seen, start);
    let starts: Vec<State> = examples.iter().map(start).collect();
    let run = |features: &[u32], epochs: usize, seed: u64| {
        perceptrons(&examples, &starts, features, &kept_relations, Settings { epochs, seed, ..settings })
    };
    // A first round finds out which features are worth their room, the next ones weigh these.
    let (moves, _) = run(&common, settings.epochs.min(4), settings.seed);
    let worth = perceptron::select(moves.average(), settings.bits);
    eprintln!("{} of {} features of transitions", worth.len(), common.len());
    let (mut moves, mut relations) = (Vec::new(), Vec::new());
    for turn in 0..settings.runs {
        let (m, r) = run(&worth, settings.epochs, settings.seed + 1 + turn as u64);
        moves.push(m.average());
        relations.push(r.average(0.0));
    }
    let mut out = Vec::new();
    perceptron::write_ternary(perceptron::mean_pairs(moves), settings.bits, &mut out);
    perceptron::write_sparse(&perceptron::mean(relations, settings.least), &mut out);
    debug_assert!(Parser::read(&mut &out[..]).is_some());
    out
}

/// The two perceptrons, learned along the parses that they make themselves.
fn perceptrons(
    examples: &[Example],
    starts: &[State],
    features: &[u32],
    kept_relations: &Kept,
    settings: Settings,
) -> (Three, Perceptron) {
    let mut moves = Three::new(features.to_vec());
    let mut relations = Perceptron::default();
    let mut random = Random::new(settings.seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut features = [0; MOVES];
    let mut arc_features = [0; RELATIONS];
    let (mut rows, mut seen, mut scores) = (Vec::new(), Vec::new(), vec![0.0; LABELS]);
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        for &at in &order {
            let example = &examples[at];
            let mut state = starts[at].clone();
            while !state.done() {
                let possible = state.possible();
                let costs = costs(&state, example);
                let least = costs.iter().copied().min().unwrap_or_default();
                let transition = if possible.iter().filter(|p| **p).count() == 1 {
                    ALL[possible.iter().position(|p| *p).unwrap_or_default()]
                } else {
                    state.move_features(&mut features);
                    moves.rows(&features, &mut rows);
                    rows.retain(|_| random.unit() >= settings.dropout);
                    let scores = moves.score(&rows);
                    let best = |allowed: &dyn Fn(usize) -> bool| {
                        (0..3).filter(|&m| allowed(m)).fold(None, |best: Option<usize>, m| match best {
                            Some(b) if scores[b] >= scores[m] => best,
                            _ => Some(m),
                        })
                    };
                    let guess = best(&|m| possible[m]).unwrap_or_default();
                    let right = best(&|m| possible[m] && costs[m] == least).unwrap_or_default();
                    let fine = costs[guess] == least;
                    moves.update(&rows, if fine { guess } else { right }, guess);
                    let explore = fine || epoch > 0 && random.unit() < 0.9;
                    ALL[if explore { guess } else { right }]
                };
                if transition == Move::Shift {
                    state.shift();
                    continue;
                }
                let (head, dependent) = state.arc(transition);
                let relation = if head == state.count {
                    Deprel::Root as u8
                } else {
                    state.relation_features(transition, &mut arc_features);
                    seen.clear();
                    seen.extend(
                        arc_features
                            .iter()
                            .filter(|f| kept_relations.contains_key(f) && random.unit() >= settings.dropout),
                    );
                    relations.score(&seen, &mut scores);
                    let guess = (0..Deprel::ALL.len())
                        .filter(|&r| r != Deprel::Root as usize)
                        .fold(Deprel::Dep as usize, |b, r| if scores[r] > scores[b] { r } else { b })
                        as u8;
                    if example.heads[dependent as usize] == head {
                        relations.update(&seen, example.relations[dependent as usize], guess);
                    }
                    guess
                };
                state.attach(transition, relation);
            }
        }
    }
    (moves, relations)
}

const ALL: [Move; 3] = [Move::Shift, Move::Left, Move::Right];

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

type Kept = FxHashMap<u32, u8>;

/// The features met at least `least` times on the way to the treebank's own trees.
fn common_features(examples: &[Example], least: u8, start: impl Fn(&Example) -> State) -> (Vec<u32>, Kept) {
    let (mut moves, mut relations) = (Kept::default(), Kept::default());
    let mut features = [0; MOVES];
    let mut arc_features = [0; RELATIONS];
    let count = |counts: &mut Kept, features: &[u32]| {
        for &feature in features {
            let seen = counts.entry(feature).or_default();
            *seen = seen.saturating_add(1);
        }
    };
    for example in examples {
        let mut state = start(example);
        while !state.done() {
            state.move_features(&mut features);
            count(&mut moves, &features);
            let costs = costs(&state, example);
            let best = (0..3).rev().min_by_key(|&m| costs[m]).unwrap_or_default();
            if best == 0 {
                state.shift();
                continue;
            }
            let (_, dependent) = state.arc(ALL[best]);
            state.relation_features(ALL[best], &mut arc_features);
            count(&mut relations, &arc_features);
            state.attach(ALL[best], example.relations[dependent as usize]);
        }
    }
    relations.retain(|_, seen| *seen >= least.min(3));
    (moves.into_iter().filter(|f| f.1 >= least).map(|f| f.0).collect(), relations)
}
