//! Greedy dependency parsing with the arc-hybrid system, in linear time.
//!
//! Transitions after Kuhlmann, Gómez-Rodríguez and Satta, "Dynamic programming algorithms for
//! transition-based dependency parsers" (ACL 2011); trained with the dynamic oracle of Goldberg and
//! Nivre, "Training deterministic parsers with non-deterministic oracles" (TACL 2013); features after
//! Zhang and Nivre (ACL 2011). One model chooses among the three transitions, a second one names the
//! relation of each arc as it is made.

use super::sentence::Tree;
use super::tag::Deprel;
use super::tagger::{Atoms, LABELS};
use super::weights::{Sparse, Ternary, feature};

/// Number of templates for the choice of the transition.
pub(super) const MOVES: usize = 118;
/// Number of templates for the relation.
pub(super) const RELATIONS: usize = 52;
/// Longer sentences get a flat tree.
const LONGEST: usize = 400;

/// The transitions, in the order of the model's classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Shift,
    Left,
    Right,
}

pub(super) struct Parser {
    moves: Ternary,
    relations: Sparse,
}

/// A token as the parser sees it, with what has been attached to it so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Node {
    word: u32,
    label: u32,
    upos: u32,
    /// Outermost and next left dependents.
    left: [u32; 2],
    right: [u32; 2],
    lefts: u32,
    rights: u32,
    /// Hashes of the relations of the dependents on either side.
    left_set: u32,
    right_set: u32,
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

/// The word as a feature: itself where the lexicon knows it, else its end and whether it is capitalised.
fn word_atom(atoms: &Atoms) -> u32 {
    const UNKNOWN_FIGURE: u32 = 0x0051_f15e;
    let word = &atoms.word;
    if atoms.known {
        word.lower
    } else if word.flags & 1 != 0 {
        UNKNOWN_FIGURE
    } else {
        word.suffix[2].wrapping_mul(0x9e37_79b1) ^ (word.flags & 4)
    }
}

impl State {
    /// `labels`: joint tags of the tokens, with the universal tag of each label in `upos_of`.
    pub fn new(atoms: &[Atoms], labels: &[u8], upos_of: &[(super::Upos, super::Xpos)]) -> Self {
        let count = atoms.len() as u32;
        let none = count + 1;
        let blank = Node { left: [none; 2], right: [none; 2], ..Node::default() };
        let mut nodes = Vec::with_capacity(atoms.len() + 2);
        for (atoms, &label) in atoms.iter().zip(labels) {
            nodes.push(Node {
                word: word_atom(atoms),
                label: u32::from(label) + 8,
                upos: upos_of[usize::from(label)].0 as u32 + 8,
                ..blank
            });
        }
        nodes.push(Node { word: 5, label: 5, upos: 5, ..blank });
        nodes.push(Node { word: 3, label: 3, upos: 3, ..blank });
        Self { nodes, stack: Vec::with_capacity(32), front: 0, count, heads: vec![count; atoms.len()] }
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
        let mark = (relation + 7).wrapping_mul(0x9e37_79b1);
        if dependent < head {
            node.left = [dependent, node.left[0]];
            node.lefts = (node.lefts + 1).min(9);
            node.left_set ^= mark;
        } else {
            node.right = [dependent, node.right[0]];
            node.rights = (node.rights + 1).min(9);
            node.right_set ^= mark;
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

    /// The features that choose the transition.
    pub fn move_features(&self, out: &mut [u32; MOVES]) {
        let n = |at: u32| self.node(at);
        let (i0, i1, i2) = (self.top(0), self.top(1), self.top(2));
        let (f0, f1, f2) = (self.front, self.near(self.front, 1), self.near(self.front, 2));
        let (s0, s1, s2, b0, b1, b2) = (n(i0), n(i1), n(i2), n(f0), n(f1), n(f2));
        let none = self.count + 1;
        let distance = |a: u32, b: u32| match b.saturating_sub(a) {
            _ if a == none => 0,
            d @ 0..5 => d,
            5..10 => 5,
            _ => 6,
        };
        let (d0, d1) = (distance(i0, f0), distance(i1, i0));
        let (s0l, s0r, b0l, s1r, s1l) = (n(s0.left[0]), n(s0.right[0]), n(b0.left[0]), n(s1.right[0]), n(s1.left[0]));
        let (s0l2, s0r2, b0l2) = (n(s0.left[1]), n(s0.right[1]), n(b0.left[1]));
        let before = n(self.near(f0, -1));
        let mut next = 0;
        macro_rules! features {
            ($([$($atom:expr),*])*) => {$(
                out[next] = feature(next as u64 + 101, [$($atom),*]);
                next += 1;
            )*};
        }
        features! {
            [s0.word, s0.label] [s0.word] [s0.label] [b0.word, b0.label] [b0.word] [b0.label]
            [b1.word, b1.label] [b1.word] [b1.label] [b2.word] [b2.label]
            [s1.word, s1.label] [s1.word] [s1.label] [s2.word] [s2.label]
            [s0.word, s0.label, b0.word, b0.label] [s0.word, s0.label, b0.word] [s0.word, b0.word, b0.label]
            [s0.word, s0.label, b0.label] [s0.label, b0.word, b0.label] [s0.word, b0.word] [s0.label, b0.label]
            [b0.label, b1.label] [b0.word, b1.word] [b0.word, b1.label]
            [s1.word, s1.label, s0.word, s0.label] [s1.word, s0.word] [s1.label, s0.label]
            [s1.word, s1.label, s0.label] [s1.label, s0.word, s0.label] [s1.word, b0.word] [s1.label, b0.label]
            [s1.word, b0.label] [s1.label, b0.word]
            [b0.label, b1.label, b2.label] [s0.label, b0.label, b1.label] [s1.label, s0.label, b0.label]
            [s2.label, s1.label, s0.label] [s1.label, s0.label, b0.word] [s1.label, s0.word, b0.label]
            [s1.word, s0.label, b0.label] [s2.label, s1.label, s0.label, b0.label]
            [s1.label, s0.label, b0.label, b1.label] [s0.word, b0.label, b1.label]
            [s0.label, s0l.label, b0.label] [s0.label, s0r.label, b0.label] [s0.label, b0.label, b0l.label]
            [s1.label, s1r.label, s0.label] [s1.label, s1l.label, s0.label] [s1.label, s0.label, s0l.label]
            [s1.label, s0.label, s0r.label] [s1.label, s0.word, s0l.label] [s1.label, s1r.relation, s0.label]
            [s1.label, s1l.relation, s0.label, b0.label] [s0.label, s0l.relation, b0.label]
            [s0.label, s0r.relation, b0.label]
            [s0.word, d0] [s0.label, d0] [b0.word, d0] [b0.label, d0] [s0.word, b0.word, d0]
            [s0.label, b0.label, d0] [s1.word, d1] [s1.label, d1] [s1.label, s0.label, d1]
            [s1.word, s0.word, d1]
            [s0.word, s0.rights] [s0.label, s0.rights] [s0.word, s0.lefts] [s0.label, s0.lefts]
            [b0.word, b0.lefts] [b0.label, b0.lefts] [s1.word, s1.rights] [s1.label, s1.rights]
            [s1.label, s1.lefts] [s1.label, s1.rights, s0.label, s0.lefts]
            [s0l.word] [s0l.label] [s0l.relation] [s0r.word] [s0r.label] [s0r.relation]
            [b0l.word] [b0l.label] [b0l.relation] [s1r.word] [s1r.label] [s1r.relation]
            [s1l.word] [s1l.label] [s1l.relation] [s0l2.label, s0l2.relation] [s0r2.label, s0r2.relation]
            [b0l2.label, b0l2.relation]
            [s0.word, s0r.relation] [s0.word, s0l.relation] [b0.word, b0l.relation] [s1.word, s1r.relation]
            [s0.word, s0.left_set] [s0.label, s0.left_set] [s0.word, s0.right_set] [s0.label, s0.right_set]
            [b0.word, b0.left_set] [b0.label, b0.left_set] [s1.label, s1.right_set] [s1.word, s1.right_set]
            [s0.label, s0.left_set, s0.right_set, b0.label] [s1.label, s1.left_set, s1.right_set, s0.label]
            [s0.upos, b0.upos] [s1.upos, s0.upos] [s1.upos, s0.upos, b0.upos] [s0.word, b0.upos]
            [s0.upos, b0.word] [s0.word, s1.upos] [s1.word, s0.upos]
            [s0.label, before.word, b0.label] [s1.label, s0.label, before.word]
        }
        debug_assert_eq!(next, MOVES);
    }

    /// The features that name the relation of the arc a transition is about to make.
    pub fn relation_features(&self, transition: Move, out: &mut [u32; RELATIONS]) {
        let n = |at: u32| self.node(at);
        let (head, dependent) = self.arc(transition);
        let (h, d) = (n(head), n(dependent));
        let (dl, dr, dl2) = (n(d.left[0]), n(d.right[0]), n(d.left[1]));
        let (before, behind) = (n(self.near(dependent, -1)), n(self.near(dependent, 1)));
        let (hbefore, hbehind) = (n(self.near(head, -1)), n(self.near(head, 1)));
        let (below, front) = (n(self.top(1)), n(self.front));
        let (hset, hlast) = match transition {
            Move::Right => (h.right_set, n(h.right[0])),
            _ => (h.left_set, n(h.left[0])),
        };
        let distance = head.abs_diff(dependent).min(8);
        let side = u64::from(transition == Move::Right);
        let mut next = 0;
        macro_rules! features {
            ($([$($atom:expr),*])*) => {$(
                out[next] = feature(2 * next as u64 + 501 + side, [$($atom),*]);
                next += 1;
            )*};
        }
        features! {
            [0] [d.word] [d.label] [h.word] [h.label] [d.word, d.label] [h.word, h.label] [h.word, d.word]
            [h.label, d.label] [h.word, d.label] [h.label, d.word] [h.label, d.label, distance]
            [h.upos, d.upos] [h.upos, d.word] [h.word, d.upos] [d.label, distance]
            [dl.word, d.label] [dl.word, h.label, d.label] [h.word, dl.word] [dl.relation, h.label, d.label]
            [dl.label, d.label] [dr.word, d.label] [dr.relation, d.label] [dr.label, d.label, h.label]
            [dl2.word, d.label] [dl2.relation, d.label, h.label]
            [d.left_set, d.label] [d.right_set, d.label] [d.left_set, d.label, h.label]
            [d.left_set, d.right_set, d.upos] [d.left_set, d.word]
            [hset, h.label] [hset, d.label] [hset, h.label, d.label] [hset, h.word] [hset, h.word, d.label]
            [hlast.relation, d.label, h.upos] [hlast.word, d.label] [h.left_set, h.right_set, d.label]
            [before.label, d.label] [d.label, behind.label] [before.word, d.label] [d.label, behind.word]
            [hbefore.label, h.label, d.label] [h.label, hbehind.label, d.label]
            [before.label, d.label, behind.label] [below.label, d.label, front.label]
            [h.label, d.label, before.label] [h.label, d.label, behind.label] [front.word, d.label]
            [h.left_set, h.label, d.word] [d.word, dl.word]
        }
        debug_assert_eq!(next, RELATIONS);
    }
}

impl Parser {
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        Some(Self { moves: Ternary::read(bytes)?, relations: Sparse::read(bytes)? })
    }

    /// The tree of a tagged sentence.
    pub fn parse(&self, mut state: State) -> Tree {
        let count = state.count as usize;
        if count > LONGEST {
            return flat(count);
        }
        let mut relations = vec![Deprel::Dep; count];
        let mut features = [0; MOVES];
        let mut arc_features = [0; RELATIONS];
        while !state.done() {
            let transition = match state.possible() {
                [true, false, false] => Move::Shift,
                [false, true, false] => Move::Left,
                [false, false, true] => Move::Right,
                [_, left, right] => {
                    state.move_features(&mut features);
                    let (to_left, to_right) = self.moves.score(&features);
                    let mut best = (Move::Shift, if state.front < state.count { 0 } else { i32::MIN });
                    if left && to_left > best.1 {
                        best = (Move::Left, to_left);
                    }
                    if right && to_right > best.1 {
                        best = (Move::Right, to_right);
                    }
                    best.0
                }
            };
            if transition == Move::Shift {
                state.shift();
                continue;
            }
            let (head, dependent) = state.arc(transition);
            let relation = if head == state.count {
                Deprel::Root
            } else {
                state.relation_features(transition, &mut arc_features);
                let mut scores = [0; LABELS];
                self.relations.add(&arc_features, &mut scores);
                best_relation(&scores)
            };
            relations[dependent as usize] = relation;
            state.attach(transition, relation as u8);
        }
        let heads = state.heads.iter().map(|&h| (h != state.count).then_some(h)).collect();
        Tree { heads, deprels: relations }
    }
}

fn best_relation(scores: &[i32; LABELS]) -> Deprel {
    let mut best = Deprel::Dep;
    for &relation in Deprel::ALL {
        if relation != Deprel::Root && scores[relation as usize] > scores[best as usize] {
            best = relation;
        }
    }
    best
}

/// Every token on the first one: what is given for what is no sentence.
fn flat(count: usize) -> Tree {
    let heads = (0..count).map(|i| (i > 0).then_some(0)).collect();
    let deprels = (0..count).map(|i| if i == 0 { Deprel::Root } else { Deprel::Dep }).collect();
    Tree { heads, deprels }
}
