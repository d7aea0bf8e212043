//! What tells whether a word belongs to the source or the content of a cue: where it stands to the cue, what parts
//! them, and how the tree joins them.
//!
//! The network of spans (`span_network.rs`) looks at these. The trainer also makes features of them, for the field whose
//! transitions the network learns with.

use super::cue_features::relation;
use super::word::{EDGE, Quoted, Word};
#[cfg(feature = "train")]
use crate::language::weights::feature;
use std::ops::RangeInclusive;

/// Features of a word: by distance, by what stands between, by the tree, and its own.
#[cfg(feature = "train")]
pub(super) const FEATURES: usize = 8 + 7 + 7 + 33;

#[cfg(feature = "train")]
fn up(word: &Word) -> u32 {
    word.upos as u32
}

/// What is the same for every word of the passage around a cue.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    /// The cue's words in the passage.
    pub(super) words: RangeInclusive<usize>,
    /// The last of its verbs, else its last word.
    pub(super) verb: usize,
    sentence: u32,
    pub(super) lemma: u32,
    pub(super) xpos: u32,
    pub(super) next: Word,
    pub(super) previous: Word,
    pub(super) quoted: bool,
    /// Where quotations and marks stand to the cue.
    pub(super) shape: u32,
}

impl Cue {
    pub(super) fn of(passage: &[Word], words: RangeInclusive<usize>) -> Self {
        let (first, last) = (*words.start(), *words.end());
        let verb = words.clone().rev().find(|&i| passage[i].verb()).unwrap_or(last);
        let other = |w: &Word| w.quoted != Quoted::Outside && w.quotation != passage[first].quotation;
        let previous = first.checked_sub(1).map_or(EDGE, |i| passage[i]);
        let next = passage.get(last + 1).copied().unwrap_or(EDGE);
        let quoted = passage[first].quoted != Quoted::Outside;
        let shape = [
            passage[..first].iter().any(other),
            passage[last + 1..].iter().any(other),
            previous.parting() != 0,
            next.parting() != 0,
            quoted,
        ];
        Self {
            verb,
            sentence: passage[first].sentence,
            lemma: passage[verb].lemma,
            xpos: passage[verb].xpos,
            shape: shape.iter().rev().fold(0, |all, &bit| all << 1 | u32::from(bit)),
            next,
            previous,
            quoted,
            words,
        }
    }
}

/// How many words of a class stand before each word of a passage.
pub(super) struct Counts([Vec<u32>; 4]);

impl Counts {
    pub(super) fn of(passage: &[Word]) -> Self {
        let count = |is: fn(&Word) -> bool| {
            let mut sum = 0;
            let mut sums = vec![0];
            sums.extend(passage.iter().map(|w| {
                sum += u32::from(is(w));
                sum
            }));
            sums
        };
        Self([count(|w| w.comma), count(Word::verb), count(|w| w.mark), count(Word::noun)])
    }

    fn between(&self, from: usize, to: usize) -> [u32; 4] {
        [3, 3, 4, 4].iter().enumerate().fold([0; 4], |mut all, (i, &most)| {
            all[i] = (self.0[i][to] - self.0[i][from]).min(most);
            all
        })
    }
}

fn bucket(distance: usize) -> u32 {
    match distance {
        0..=4 => distance as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    }
}

/// How the tree joins a word to the cue.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Path {
    pub(super) branch: u32,
    pub(super) edge: u32,
    pub(super) depth: u32,
    pub(super) up: u32,
    pub(super) next: u32,
    pub(super) previous: u32,
    pub(super) below: u32,
    pub(super) lemma: u32,
}

/// Longest way up the tree from the cue.
const CLIMB: u32 = 12;
/// Longest way up the tree from any other word.
const DEPTH: u32 = 40;

/// How the tree joins each word of the passage to the cue; heads are indices of the passage.
pub(super) fn paths(passage: &[Word], cue: &Cue) -> Vec<Path> {
    let outside = |i: &usize| passage[*i].head.is_none_or(|h| !cue.words.contains(&(h as usize)));
    let mut heads = cue.words.clone().filter(outside);
    let first = heads.next().unwrap_or(*cue.words.start());
    let head = std::iter::once(first).chain(heads).find(|&i| passage[i].verb()).unwrap_or(first);
    let mut above: Vec<Option<u32>> = vec![None; passage.len()];
    let mut current = Some(head);
    for step in 0..CLIMB {
        let Some(i) = current else { break };
        above[i] = Some(step);
        current = passage[i].head.map(|h| h as usize);
    }
    let mut paths: Vec<Path> = (0..passage.len())
        .map(|i| {
            if passage[i].sentence != cue.sentence {
                return Path { branch: 500, ..Path::default() };
            }
            if cue.words.contains(&i) {
                return Path { branch: 501, ..Path::default() };
            }
            let (mut current, mut path) = (Some(i), Path { below: 98, ..Path::default() });
            let mut last = 98;
            let mut depth = 0;
            while let Some(at) = current.filter(|&at| above[at].is_none() && depth < DEPTH) {
                path.below = last;
                last = relation(&passage[at]);
                path.lemma = passage[at].lemma;
                current = passage[at].head.map(|h| h as usize);
                depth += 1;
            }
            let up = current.and_then(|at| above[at]).unwrap_or(15);
            Path { branch: up.min(3) * 100 + last, depth: depth.min(3), up: up.min(5), ..path }
        })
        .collect();
    let branches: Vec<u32> = paths.iter().map(|p| p.branch).collect();
    for (i, path) in paths.iter_mut().enumerate() {
        path.previous = i.checked_sub(1).map_or(999, |b| branches[b]);
        path.next = branches.get(i + 1).copied().unwrap_or(999);
        path.edge = u32::from(path.previous != path.branch) + 2 * u32::from(path.next != path.branch);
    }
    paths
}

/// Where a word of the passage stands to the cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) side: u32,
    pub(super) distance: u32,
    /// In the cue's sentence, before or behind it.
    pub(super) same: u32,
    /// By how many sentences it is apart.
    pub(super) apart: u32,
    pub(super) quoted: u32,
    pub(super) commas: u32,
    pub(super) verbs: u32,
    pub(super) marks: u32,
    pub(super) nouns: u32,
}

impl Place {
    pub(super) fn of(passage: &[Word], i: usize, x: &Cue, counts: &Counts) -> Self {
        let (first, last) = (*x.words.start(), *x.words.end());
        let (side, distance, from, to) = if i < first {
            (0, first - i, i + 1, first)
        } else if i > last {
            (1, i - last, last + 1, i)
        } else {
            (2, 0, i, i)
        };
        let [commas, verbs, marks, nouns] = counts.between(from, to);
        let word = &passage[i];
        let same = match word.sentence.cmp(&x.sentence) {
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Less => 1,
            std::cmp::Ordering::Greater => 2,
        };
        let (quoted, apart) = (word.quoted as u32, word.sentence.wrapping_sub(x.sentence));
        Self { side, distance: bucket(distance), same, apart, quoted, commas, verbs, marks, nouns }
    }
}

/// Features of a word by how far it stands from the cue.
#[cfg(feature = "train")]
fn by_distance(s: &Place, x: &Cue) -> [u32; 8] {
    let &Place { side, distance: d, same, quoted: qs, .. } = s;
    [
        feature(101, [side, d, same]),
        feature(110, [side, qs, d, x.lemma]),
        feature(111, [side, x.lemma, x.xpos, d]),
        feature(121, [side, x.shape, d]),
        feature(123, [x.next.form, side, d]),
        feature(124, [x.next.form, side, x.lemma, d.min(3)]),
        feature(125, [x.previous.xpos, side, d]),
        feature(126, [side, x.previous.parting(), x.next.parting(), d, qs]),
    ]
}

/// Features of a word by what stands between it and the cue.
#[cfg(feature = "train")]
fn by_counts(s: &Place, x: &Cue) -> [u32; 7] {
    let &Place { side, same, apart, quoted: qs, commas, verbs, marks, .. } = s;
    [
        feature(115, [side, marks, qs, same, x.shape]),
        feature(118, [side, x.lemma, verbs, commas]),
        feature(133, [side, same, verbs, commas, x.shape]),
        feature(136, [side, x.xpos, commas, verbs, marks]),
        feature(137, [side, x.lemma, x.next.xpos, same, marks]),
        feature(138, [side, u32::from(x.quoted), qs, same, marks]),
        feature(139, [side, apart, marks, qs]),
    ]
}

/// Features of a word by how the tree joins it to the cue.
#[cfg(feature = "train")]
fn by_path(s: &Place, x: &Cue, r: &Path) -> [u32; 7] {
    let &Place { side, quoted: qs, .. } = s;
    [
        feature(160, [r.branch, side]),
        feature(161, [r.branch, r.edge, side]),
        feature(162, [r.branch, x.lemma, side]),
        feature(168, [r.branch, r.previous, r.next, x.shape, side]),
        feature(170, [r.branch, r.previous, x.lemma, side]),
        feature(172, [r.branch, x.shape, qs, side]),
        feature(174, [r.branch, x.lemma, r.lemma, side]),
    ]
}

/// Features of word `i` of the passage by the words around it.
#[cfg(feature = "train")]
fn own(passage: &[Word], i: usize, x: &Cue, s: &Place, r: &Path) -> [u32; 33] {
    let at = |by: isize| i.checked_add_signed(by).and_then(|j| passage.get(j)).unwrap_or(&EDGE);
    let (t, p, n, pp, nn) = (at(0), at(-1), at(1), at(-2), at(2));
    let &Place { side, distance: d, same, quoted: qs, commas, verbs, nouns, .. } = s;
    [
        feature(102, [side, t.xpos, d]),
        feature(103, [side, p.xpos, t.xpos]),
        feature(104, [side, t.xpos, n.xpos]),
        feature(105, [side, t.form, d.min(4)]),
        feature(106, [side, p.form, t.xpos]),
        feature(107, [side, n.form, t.xpos]),
        feature(108, [side, p.form, t.form]),
        feature(109, [side, qs, same, p.quoted as u32, n.quoted as u32]),
        feature(112, [side, commas, verbs, up(t), same]),
        feature(113, [side, commas, up(t), p.form]),
        feature(114, [side, nouns, verbs, t.xpos]),
        feature(116, [side, x.lemma, t.xpos, d.min(3)]),
        feature(117, [side, x.lemma, t.form]),
        feature(119, [side, t.mention, up(t), d]),
        feature(120, [side, t.mention, p.mention, n.mention]),
        feature(122, [side, x.shape, qs, up(t), commas]),
        feature(127, [side, pp.form, p.form, up(t)]),
        feature(128, [side, n.form, nn.form, up(t)]),
        feature(129, [side, p.xpos, t.xpos, n.xpos, d.min(3)]),
        feature(130, [side, t.lemma]),
        feature(131, [side, u32::from(p.sentence != t.sentence), u32::from(n.sentence != t.sentence), qs, same]),
        feature(132, [side, n.form, u32::from(n.sentence != nn.sentence), up(t)]),
        feature(134, [x.xpos, side, up(t), d]),
        feature(135, [side, p.class(), t.class(), n.class(), x.shape]),
        feature(140, [side, n.xpos, nn.xpos, t.form]),
        feature(163, [r.branch, r.depth, up(t), side]),
        feature(164, [r.branch, x.xpos, up(t), r.edge, side]),
        feature(165, [r.branch, r.up, side, t.class()]),
        feature(166, [r.branch, r.next, side, t.xpos]),
        feature(167, [r.branch, r.previous, side, t.xpos]),
        feature(169, [if same == 0 { relation(t) } else { 0 }, r.branch, t.class(), side]),
        feature(171, [r.branch, r.next, n.form, side]),
        feature(173, [r.branch, r.below, r.edge, side, up(t)]),
    ]
}

/// All features of word `i` of the passage.
#[cfg(feature = "train")]
pub(super) fn features(passage: &[Word], i: usize, x: &Cue, counts: &Counts, path: &Path) -> [u32; FEATURES] {
    let place = Place::of(passage, i, x, counts);
    let shared = by_distance(&place, x).into_iter().chain(by_counts(&place, x)).chain(by_path(&place, x, path));
    let mut all = shared.chain(own(passage, i, x, &place, path));
    std::array::from_fn(|_| all.next().unwrap_or_default())
}
