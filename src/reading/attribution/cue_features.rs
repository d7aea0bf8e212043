//! What tells whether a word is (part of) a cue: the words around it, the nouns beside it, what hangs on it in the tree.

use super::word::{EDGE, Quoted, Word, hash};
use crate::language::weights::feature;
use crate::language::{Deprel, Upos};
use std::sync::LazyLock;

/// Features of the words alone.
pub(super) const PLAIN: usize = 50;

/// Features of the first look at a word.
pub(super) const GLANCE: usize = 18;

/// Features of the tree.
pub(super) const TREE: usize = 16;

static THAT: LazyLock<u32> = LazyLock::new(|| hash("that"));

/// The hash of "that".
pub(super) fn that() -> u32 {
    *THAT
}

fn up(word: &Word) -> u32 {
    word.upos as u32
}

/// A relation as a number, 0 where the word has none.
pub(super) fn relation(word: &Word) -> u32 {
    word.deprel.map_or(0, |d| d as u32 + 1)
}

/// What is the same for every word of a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// Whether the sentence holds quoted words.
    pub(super) quotes: bool,
    /// Whether it is the headline.
    pub(super) headline: bool,
}

/// What hangs on a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dependents {
    pub(super) mask: u32,
    pub(super) subject: u32,
    pub(super) subject_kind: u32,
    pub(super) object: u32,
    pub(super) object_kind: u32,
    pub(super) preposition: u32,
}

impl Dependents {
    /// Whether it has a subject of its own.
    pub(super) fn has_subject(&self) -> bool {
        self.mask & 1 != 0
    }

    /// Whether it governs a clause, with or without a subject.
    pub(super) fn governs(&self) -> bool {
        self.mask & 6 != 0
    }

    /// Whether it has a subject and a clause.
    pub(super) fn has_clause(&self) -> bool {
        self.mask & 3 == 3
    }
}

/// The dependents of each word of a sentence; heads are indices of `words`.
pub(super) fn dependents(words: &[Word]) -> Vec<Dependents> {
    let mut case = vec![0; words.len()];
    for word in words.iter().filter(|w| w.upos == Upos::Adp) {
        if let Some(seen) = word.head.and_then(|h| case.get_mut(h as usize))
            && *seen == 0
        {
            *seen = word.lemma;
        }
    }
    let mut all = vec![Dependents::default(); words.len()];
    for (word, &case) in words.iter().zip(&case) {
        let Some(head) = word.head.and_then(|h| all.get_mut(h as usize)) else { continue };
        let kind = word.mention + 10 * up(word) + 1;
        let bit = match word.deprel {
            Some(Deprel::Nsubj) => {
                (head.subject, head.subject_kind) = (word.lemma, kind);
                1
            }
            Some(Deprel::Ccomp) => 2,
            Some(Deprel::Xcomp) => 4,
            Some(Deprel::Obj) => {
                (head.object, head.object_kind) = (word.lemma, kind);
                8
            }
            Some(Deprel::Obl) => {
                head.preposition = case;
                16
            }
            Some(Deprel::AuxPass) => 32,
            Some(Deprel::NsubjPass) => 64,
            Some(Deprel::Parataxis) => 128,
            _ => 0,
        };
        head.mask |= bit;
    }
    all
}

/// The word `by` places from word `i`.
fn beside(words: &[Word], i: usize, by: isize) -> &Word {
    i.checked_add_signed(by).and_then(|j| words.get(j)).unwrap_or(&EDGE)
}

/// The nearest noun of a few words that no verb parts from word `i`, with its distance.
pub(super) fn noun(words: &[Word], i: usize, step: isize, reach: isize) -> (Word, u32) {
    for k in 1..=reach {
        let word = beside(words, i, k * step);
        if word.noun() {
            return (*word, k as u32);
        }
        if word.verb() {
            break;
        }
    }
    (EDGE, 0)
}

/// The features that need no tree.
pub(super) fn plain(words: &[Word], i: usize, setting: Setting) -> [u32; PLAIN] {
    let at = |by| beside(words, i, by);
    let (t, p, n, pp, nn) = (at(0), at(-1), at(1), at(-2), at(2));
    let left = noun(words, i, -1, 7);
    let right = noun(words, i, 1, 5);
    let that = (1..6).find(|&k| at(k).form == *THAT).unwrap_or(0) as u32;
    let later = (1..10).find(|&k| at(k).verb()).map_or(0, |k| 1 + k as u32 / 3);
    let quotes = u32::from(setting.quotes);
    let headline = u32::from(setting.headline);
    [
        feature(1, []),
        feature(2, [t.form]),
        feature(3, [t.lemma, up(t)]),
        feature(4, [p.form]),
        feature(5, [n.form]),
        feature(6, [pp.form, p.form]),
        feature(7, [n.form, nn.form]),
        feature(8, [t.xpos]),
        feature(9, [p.xpos, t.xpos]),
        feature(10, [t.xpos, n.xpos]),
        feature(11, [p.xpos, t.xpos, n.xpos]),
        feature(12, [t.xpos, n.xpos, nn.xpos]),
        feature(13, [pp.xpos, p.xpos, t.xpos]),
        feature(14, [t.lemma, t.xpos, n.form]),
        feature(15, [t.lemma, t.xpos, n.xpos]),
        feature(16, [t.lemma, p.form]),
        feature(17, [t.lemma, p.xpos]),
        feature(18, [t.lemma, n.xpos, nn.xpos]),
        feature(19, [t.suffix, up(t)]),
        feature(20, [t.lemma, t.quoted as u32]),
        feature(21, [up(t), t.quoted as u32, n.quoted as u32, p.quoted as u32]),
        feature(22, [t.lemma, quotes]),
        feature(23, [up(t), p.form]),
        feature(24, [up(t), n.form]),
        feature(25, [p.lemma, up(t)]),
        feature(26, [n.lemma, up(t)]),
        feature(27, [t.lemma, n.lemma]),
        feature(28, [p.lemma, t.lemma]),
        feature(30, [up(t), left.0.lemma]),
        feature(31, [t.lemma, left.0.mention, up(&left.0)]),
        feature(32, [t.xpos, left.0.mention, up(&left.0), left.1.min(4)]),
        feature(33, [up(t), right.0.lemma]),
        feature(34, [t.lemma, right.0.mention, up(&right.0)]),
        feature(35, [t.xpos, right.0.mention, up(&right.0), right.1.min(4)]),
        feature(36, [t.lemma, u32::from(that != 0)]),
        feature(37, [up(t), that]),
        feature(38, [t.lemma, later]),
        feature(39, [t.xpos, later, up(n)]),
        feature(40, [up(t), n.parting(), p.parting(), quotes]),
        feature(41, [t.lemma, u32::from(i == 0), u32::from(i + 2 >= words.len()), u32::from(i + 1 >= words.len())]),
        feature(42, [headline, up(t)]),
        feature(43, [t.shape, up(t)]),
        feature(44, [t.lemma, p.parting(), n.parting()]),
        feature(45, [at(-3).form, pp.form, p.form]),
        feature(46, [t.lemma, p.lemma, n.lemma]),
        feature(47, [t.frame, t.xpos, n.form]),
        feature(48, [t.frame, left.0.mention, up(&left.0), left.1.min(4)]),
        feature(49, [t.frame, t.xpos, quotes, p.parting(), n.parting()]),
        feature(50, [t.frame, t.xpos, u32::from(that != 0), later]),
        feature(51, [p.frame, n.frame, t.xpos]),
    ]
}

/// The few features of the first look, which decides whether a sentence is worth a tree.
pub(super) fn glance(words: &[Word], i: usize, setting: Setting) -> [u32; GLANCE] {
    let at = |by| beside(words, i, by);
    let (t, p, n, nn) = (at(0), at(-1), at(1), at(2));
    let quotes = u32::from(setting.quotes);
    [
        feature(1, []),
        feature(2, [t.form]),
        feature(3, [t.lemma, up(t)]),
        feature(4, [p.form]),
        feature(5, [n.form]),
        feature(9, [p.xpos, t.xpos]),
        feature(10, [t.xpos, n.xpos]),
        feature(14, [t.lemma, t.xpos, n.form]),
        feature(17, [t.lemma, p.xpos]),
        feature(18, [t.lemma, n.xpos, nn.xpos]),
        feature(20, [t.lemma, t.quoted as u32]),
        feature(22, [t.lemma, quotes]),
        feature(27, [t.lemma, n.lemma]),
        feature(28, [p.lemma, t.lemma]),
        feature(29, [t.lemma, p.mention, n.mention]),
        feature(40, [up(t), n.parting(), p.parting(), quotes]),
        feature(47, [t.frame, t.xpos, n.form]),
        feature(52, [t.frame, t.xpos, p.mention, up(p)]),
    ]
}

/// The features of the tree.
pub(super) fn tree(words: &[Word], i: usize, dependents: &[Dependents]) -> [u32; TREE] {
    let t = &words[i];
    let k = &dependents[i];
    let head = t.head.and_then(|h| words.get(h as usize)).unwrap_or(&EDGE);
    [
        feature(60, [t.lemma, k.mask]),
        feature(61, [t.xpos, k.mask]),
        feature(62, [relation(t), t.xpos]),
        feature(63, [relation(t), head.lemma]),
        feature(64, [relation(t), head.lemma, t.lemma]),
        feature(65, [t.lemma, relation(t)]),
        feature(66, [k.subject, up(t)]),
        feature(67, [k.subject_kind, t.lemma]),
        feature(68, [k.subject_kind, t.xpos, k.mask]),
        feature(69, [k.object, up(t)]),
        feature(70, [k.object, t.lemma]),
        feature(71, [k.preposition, t.lemma]),
        feature(72, [k.object_kind, t.lemma]),
        feature(73, [t.lemma, k.mask, up(head), relation(t)]),
        feature(74, [t.frame, k.mask, k.subject_kind]),
        feature(75, [t.frame, t.xpos, relation(t), head.frame]),
    ]
}

/// Whether a sentence holds quoted words.
pub(super) fn quotes(words: &[Word]) -> bool {
    words.iter().any(|w| w.quoted != Quoted::Outside)
}
