//! Greedy dependency parsing with the arc-hybrid system, in linear time.
//!
//! Transitions after Kuhlmann, Gómez-Rodríguez and Satta, "Dynamic programming algorithms for
//! transition-based dependency parsers" (ACL 2011); trained with the dynamic oracle of Goldberg and
//! Nivre, "Training deterministic parsers with non-deterministic oracles" (TACL 2013). A small neural
//! network over what stands around the top of the stack and the front of the buffer chooses among the
//! three transitions and names the relation of each arc (see [`super::network`]).

use super::network::{NOTHING, Network, Vocabulary};
use super::sentence::Tree;
use super::tag::Deprel;
use super::tagger::Atoms;
use super::weights::{take, take_u32};

/// Units of the hidden layer.
pub(super) const HIDDEN: usize = 128;
/// Longer sentences get a flat tree.
const LONGEST: usize = 400;

/// The transitions, in the order of the model's outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Shift,
    Left,
    Right,
}

/// Places at which the network looks at the word.
const WORDS: usize = 12;
/// Places at which it looks at the tag.
const LABELS: usize = 20;
/// Places at which it looks at the relation of a token to its head.
const RELATIONS: usize = 8;
/// Places at which it looks at the relations of all dependents on one side of a token.
const SETS: usize = 5;
/// Distances between tokens that it looks at.
const DISTANCES: usize = 2;

/// Values of a tag: the labels of the tagger from 1, then the root and no token.
pub(super) const LABEL_VALUES: u32 = 124;
const ROOT: u32 = 121;
const NO_TOKEN: u32 = 122;
const RELATION_VALUES: u32 = 56;
const DISTANCE_VALUES: u32 = 8;

/// Which rows of the network belong to which place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// First row of each place of words and how many words have a row there: the most frequent ones.
    words: [(u32, u32); WORDS],
    labels: u32,
    relations: u32,
    sets: u32,
    distances: u32,
    /// Number of rows.
    pub rows: u32,
}

impl Layout {
    /// `caps`: how many words have a row at each place.
    pub fn new(caps: [u32; WORDS]) -> Self {
        let mut rows = 2;
        let mut next = |count: u32| {
            let start = rows;
            rows += count;
            start
        };
        let words = caps.map(|cap| (next(cap), cap));
        let labels = next(LABELS as u32 * LABEL_VALUES);
        let relations = next(RELATIONS as u32 * RELATION_VALUES);
        let sets = next(SETS as u32 * RELATION_VALUES);
        let distances = next(DISTANCES as u32 * DISTANCE_VALUES);
        Self { words, labels, relations, sets, distances, rows }
    }
}

pub(super) struct Parser {
    pub vocabulary: Vocabulary,
    layout: Layout,
    /// The relations that a dependent of each tag can have, as bits, to a head on its right and on its left.
    relations: Vec<[u64; 2]>,
    network: Network<HIDDEN>,
}

/// A token as the parser sees it, with what has been attached to it so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Node {
    /// Number in the vocabulary.
    word: u32,
    pub label: u32,
    /// Outermost and next left dependents.
    left: [u32; 2],
    right: [u32; 2],
    /// A bit for each relation of a dependent on either side.
    left_set: u64,
    right_set: u64,
    /// Own relation, plus one; zero while it has none.
    relation: u32,
}

/// The nodes of a sentence, followed by the root and by what stands for no node.
#[derive(Clone)]
pub(super) struct State {
    pub nodes: Vec<Node>,
    pub stack: Vec<u32>,
    pub front: u32,
    pub count: u32,
    pub heads: Vec<u32>,
}

/// The rows that describe a state.
pub(super) struct Rows {
    rows: [u32; Self::ROOM],
    count: usize,
}

impl Rows {
    const ROOM: usize = 128;

    pub fn new() -> Self {
        Self { rows: [0; Self::ROOM], count: 0 }
    }

    pub fn as_slice(&self) -> &[u32] {
        &self.rows[..self.count]
    }

    fn push(&mut self, row: u32) {
        self.rows[self.count % Self::ROOM] = row;
        self.count += usize::from(row != NOTHING);
    }
}

/// The word as the vocabulary holds it: itself, or, where that is rare, its end and whether it is capitalised.
pub(super) fn word_hashes(atoms: &Atoms) -> [u32; 2] {
    const FIGURE: u32 = 0x0051_f15e;
    let word = &atoms.word;
    let end = match word.flags & 1 {
        0 => word.suffix[2].wrapping_mul(0x9e37_79b1) ^ (word.flags & 4),
        _ => FIGURE,
    };
    [word.lower, end]
}

/// The number of a word in the vocabulary.
pub(super) fn word_number(atoms: &Atoms, vocabulary: &Vocabulary) -> u32 {
    let [word, end] = word_hashes(atoms);
    match vocabulary.number(word) {
        NOTHING => vocabulary.number(end),
        number => number,
    }
}

impl State {
    /// `words`: numbers of the words in the vocabulary; `labels`: joint tags of the tokens.
    pub fn new(words: impl ExactSizeIterator<Item = u32>, labels: &[u8]) -> Self {
        let count = words.len() as u32;
        let none = count + 1;
        let blank = Node { left: [none; 2], right: [none; 2], ..Node::default() };
        let mut nodes = Vec::with_capacity(words.len() + 2);
        let total = words.len();
        nodes.extend(words.zip(labels).map(|(word, &label)| Node { word, label: u32::from(label) + 1, ..blank }));
        nodes.push(Node { label: ROOT, ..blank });
        nodes.push(Node { label: NO_TOKEN, ..blank });
        Self { nodes, stack: Vec::with_capacity(32), front: 0, count, heads: vec![count; total] }
    }

    pub fn done(&self) -> bool {
        self.front == self.count && self.stack.is_empty()
    }

    /// Whether shift, left and right are possible.
    pub fn possible(&self) -> [bool; 3] {
        let last = self.front == self.count;
        let depth = self.stack.len();
        [!last, depth > 0 && !(last && depth > 1), depth > 1]
    }

    /// Head and dependent of the arc that a transition would make; not for shift.
    pub fn arc(&self, transition: Move) -> (u32, u32) {
        let depth = self.stack.len();
        let dependent = self.stack[depth - 1];
        match transition {
            Move::Right => (self.stack[depth - 2], dependent),
            _ => (self.front, dependent),
        }
    }

    pub fn shift(&mut self) {
        self.stack.push(self.front);
        self.front += 1;
    }

    /// Takes the top off the stack and attaches it.
    pub fn attach(&mut self, transition: Move, relation: u8) {
        let (head, dependent) = self.arc(transition);
        self.stack.pop();
        self.heads[dependent as usize] = head;
        let relation = u32::from(relation) + 1;
        self.nodes[dependent as usize].relation = relation;
        let node = &mut self.nodes[head as usize];
        let mark = 1u64 << (relation % 64);
        if dependent < head {
            node.left = [dependent, node.left[0]];
            node.left_set |= mark;
        } else {
            node.right = [dependent, node.right[0]];
            node.right_set |= mark;
        }
    }

    fn top(&self, depth: usize) -> u32 {
        match self.stack.len().checked_sub(depth + 1) {
            Some(i) => self.stack[i],
            None => self.count + 1,
        }
    }

    /// The token `by` places off, the root behind the last, none beyond.
    fn near(&self, at: u32, by: i32) -> u32 {
        if at > self.count {
            return at;
        }
        at.checked_add_signed(by).unwrap_or(self.count + 1).min(self.count + 1)
    }

    fn node(&self, at: u32) -> &Node {
        &self.nodes[at as usize]
    }

    /// The rows that describe the state.
    pub fn rows(&self, layout: &Layout, out: &mut Rows) {
        out.count = 0;
        let n = |at: u32| self.node(at);
        let (i0, i1, i2) = (self.top(0), self.top(1), self.top(2));
        let f0 = self.front;
        let (f1, f2) = (self.near(f0, 1), self.near(f0, 2));
        let (s0, s1, s2, b0, b1, b2) = (n(i0), n(i1), n(i2), n(f0), n(f1), n(f2));
        let (s0l, s0r, b0l, s1l, s1r) = (n(s0.left[0]), n(s0.right[0]), n(b0.left[0]), n(s1.left[0]), n(s1.right[0]));
        let (s0l2, s0r2, b0l2, s1r2) = (n(s0.left[1]), n(s0.right[1]), n(b0.left[1]), n(s1.right[1]));
        let before = n(self.near(f0, -1));
        let (s0_before, s0_behind) = (n(self.near(i0, -1)), n(self.near(i0, 1)));
        let s0rl = n(s0r.left[0]);
        let words = [s0, b0, s1, b1, s2, b2, before, s0l, s0r, b0l, s1l, s1r];
        for (node, (start, cap)) in words.into_iter().zip(layout.words) {
            let there = node.word.wrapping_sub(1) < cap;
            out.push(if there { start + node.word - 1 } else { NOTHING });
        }
        let labels: [&Node; LABELS] = [
            s0,
            b0,
            s1,
            b1,
            s2,
            b2,
            before,
            s0l,
            s0r,
            b0l,
            s1l,
            s1r,
            s0l2,
            s0r2,
            b0l2,
            s1r2,
            s0_before,
            s0_behind,
            s0rl,
            n(self.near(f0, 3)),
        ];
        let mut start = layout.labels;
        for node in labels {
            out.push(start + node.label);
            start += LABEL_VALUES;
        }
        let mut start = layout.relations;
        for node in [s0l, s0r, b0l, s1l, s1r, s0l2, s0r2, b0l2] {
            out.push(start + node.relation);
            start += RELATION_VALUES;
        }
        let mut start = layout.sets;
        for mut set in [s0.left_set, s0.right_set, b0.left_set, s1.left_set, s1.right_set] {
            while set != 0 && out.count < Rows::ROOM - 2 {
                out.push(start + set.trailing_zeros());
                set &= set - 1;
            }
            start += RELATION_VALUES;
        }
        let none = self.count + 1;
        let distance = |a: u32, b: u32| match b.saturating_sub(a) {
            _ if a == none => 0,
            d @ 0..5 => d,
            5..10 => 5,
            _ => 6,
        };
        out.push(layout.distances + distance(i0, f0));
        out.push(layout.distances + DISTANCE_VALUES + distance(i1, i0));
    }
}

/// Number of outputs: the transitions, then the relations of arcs to the left and to the right.
pub(super) fn outputs() -> usize {
    3 + 2 * Deprel::ALL.len()
}

/// The output of a relation.
pub(super) fn output(transition: Move, relation: usize) -> usize {
    3 + relation + side(transition) * Deprel::ALL.len()
}

/// 1 where the head stands on the left.
pub(super) fn side(transition: Move) -> usize {
    usize::from(transition == Move::Right)
}

impl Parser {
    pub fn read(bytes: &mut &'static [u8]) -> Option<Self> {
        let mut caps = [0; WORDS];
        for cap in &mut caps {
            *cap = take_u32(bytes)?;
        }
        let vocabulary = Vocabulary::read(bytes)?;
        let number = |raw: &[u8; 8]| u64::from_le_bytes(*raw);
        let (pairs, _) = take(bytes, 16 * LABEL_VALUES as usize)?.as_chunks::<16>();
        let relations = pairs
            .iter()
            .map(|p| [number(p.first_chunk().unwrap_or(&[0; 8])), number(p.last_chunk().unwrap_or(&[0; 8]))]);
        let relations = relations.collect();
        let (layout, network) = (Layout::new(caps), Network::read(bytes)?);
        network.fits(layout.rows, outputs()).then_some(Self { vocabulary, layout, relations, network })
    }

    /// The tree of a tagged sentence.
    pub fn parse(&self, mut state: State) -> Tree {
        let count = state.count as usize;
        if count > LONGEST {
            return flat(count);
        }
        let mut relations = vec![Deprel::Dep; count];
        let mut rows = Rows::new();
        while !state.done() {
            let possible = state.possible();
            if possible == [true, false, false] {
                state.shift();
                continue;
            }
            state.rows(&self.layout, &mut rows);
            let hidden = self.network.hidden(rows.as_slice());
            let bits = possible.iter().rev().fold(0, |bits, &possible| bits << 1 | u128::from(possible));
            let transition = ALL[self.network.best(&hidden, 0, bits)];
            if transition == Move::Shift {
                state.shift();
                continue;
            }
            let (head, dependent) = state.arc(transition);
            let relation = if head == state.count {
                Deprel::Root
            } else {
                let possible = self.relations[state.nodes[dependent as usize].label as usize][side(transition)];
                match possible {
                    0 => Deprel::Dep,
                    _ => Deprel::ALL[self.network.best(&hidden, output(transition, 0), u128::from(possible))],
                }
            };
            relations[dependent as usize] = relation;
            state.attach(transition, relation as u8);
        }
        let heads = state.heads.iter().map(|&h| (h != state.count).then_some(h)).collect();
        Tree { heads, deprels: relations }
    }
}

/// All transitions.
pub(super) const ALL: [Move; 3] = [Move::Shift, Move::Left, Move::Right];

/// Every token on the first one: what is given for what is no sentence.
fn flat(count: usize) -> Tree {
    let heads = (0..count).map(|i| (i > 0).then_some(0)).collect();
    let deprels = (0..count).map(|i| if i == 0 { Deprel::Root } else { Deprel::Dep }).collect();
    Tree { heads, deprels }
}
