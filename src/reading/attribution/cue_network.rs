//! What a small neural network (`lookup.rs`) looks at around a word, as a second opinion on whether it is a cue.
//!
//! The field of `cue_features.rs` adds up the weights of chosen pairs and triples; the network finds for itself which of
//! the single things below matter together, which is what attitudes need ("is ready to", "made clear").

use super::cue_features::{Dependents, Setting, noun, relation};
use super::word::{EDGE, Word};
use crate::language::weights::feature;
use crate::language::{Deprel, Upos};

/// Things that are looked at.
pub(super) const ATOMS: usize = 72;

/// More of what hangs on a word than `cue_features::Dependents` knows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Below {
    auxiliary: u32,
    adverb: u32,
    clause: u32,
    clause_xpos: u32,
    mark: u32,
    determiner: u32,
    modifier: u32,
    joined: u32,
    particle: u32,
}

/// What hangs on each word of a sentence; heads are indices of `words`.
pub(super) fn below(words: &[Word]) -> Vec<Below> {
    let mut all = vec![Below::default(); words.len()];
    let mut marks = vec![0; words.len()];
    for word in words {
        if let (Some(Deprel::Mark), Some(mark)) = (word.deprel, word.head.and_then(|h| marks.get_mut(h as usize))) {
            *mark = word.lemma;
        }
    }
    for (i, word) in words.iter().enumerate() {
        let Some(head) = word.head.and_then(|h| all.get_mut(h as usize)) else { continue };
        match word.deprel {
            Some(Deprel::Aux | Deprel::AuxPass | Deprel::Cop) => head.auxiliary = word.lemma,
            Some(Deprel::Advmod) => head.adverb = word.lemma,
            Some(Deprel::Ccomp | Deprel::Xcomp | Deprel::Acl) => {
                (head.clause, head.clause_xpos, head.mark) = (word.lemma, word.xpos, marks[i]);
            }
            Some(Deprel::Det | Deprel::NmodPoss) => head.determiner = word.lemma,
            Some(Deprel::Amod | Deprel::Compound | Deprel::Nmod) => head.modifier = word.lemma,
            Some(Deprel::Conj) => head.joined = word.lemma,
            Some(Deprel::CompoundPrt) => head.particle = word.lemma,
            _ => {}
        }
    }
    all
}

/// What the network looks at for word `i` of a sentence.
pub(super) fn atoms(
    words: &[Word],
    i: usize,
    setting: Setting,
    dependents: &[Dependents],
    below: &[Below],
) -> [u32; ATOMS] {
    let at = |by: isize| i.checked_add_signed(by).and_then(|j| words.get(j)).unwrap_or(&EDGE);
    let up = |word: &Word| word.upos as u32;
    let head_of = |word: &Word| word.head.and_then(|h| words.get(h as usize)).unwrap_or(&EDGE);
    let t = at(0);
    let (k, b) = (&dependents[i], &below[i]);
    let head = head_of(t);
    let above = head_of(head);
    let heads = t.head.map(|h| (dependents[h as usize], below[h as usize])).unwrap_or_default();
    let (left, right) = (noun(words, i, -1, 7), noun(words, i, 1, 5));
    let verb = (1..10).map(|by| (by, at(by))).find(|w| w.1.verb());
    let back = (1..10).map(|by| (by, at(-by))).find(|w| w.1.verb());
    let framed = |range: std::ops::Range<usize>| words[range].iter().filter(|w| w.frame & 6 != 0).count().min(3) as u32;
    let quoted = |w: &Word| w.quoted as u32;
    let kind = |w: &Word| w.mention + 10 * up(w);
    // the nearest word above it that says or thinks
    let mut ancestor = (head, 0);
    for depth in 1..5 {
        if ancestor.0.frame & 6 != 0 {
            ancestor.1 = depth;
            break;
        }
        ancestor.0 = head_of(ancestor.0);
    }
    [
        feature(200, [t.lemma, up(t)]),
        feature(201, [t.form]),
        feature(202, [t.suffix]),
        feature(203, [t.frame]),
        feature(204, [t.xpos]),
        feature(205, [quoted(t), u32::from(setting.quotes), u32::from(setting.headline)]),
        feature(206, [t.mention, t.shape]),
        feature(207, [at(-1).lemma]),
        feature(208, [at(1).lemma]),
        feature(209, [at(-2).lemma]),
        feature(210, [at(2).lemma]),
        feature(211, [at(-3).lemma]),
        feature(212, [at(3).lemma]),
        feature(213, [at(-1).xpos]),
        feature(214, [at(1).xpos]),
        feature(215, [at(-2).xpos]),
        feature(216, [at(2).xpos]),
        feature(217, [at(-3).xpos]),
        feature(218, [at(3).xpos]),
        feature(219, [at(-1).frame, at(1).frame]),
        feature(220, [kind(at(-1))]),
        feature(221, [kind(at(1))]),
        feature(222, [at(-1).parting(), at(1).parting()]),
        feature(223, [quoted(at(-1)), quoted(at(1)), quoted(at(2))]),
        feature(224, [left.0.lemma]),
        feature(225, [kind(&left.0), left.1.min(4)]),
        feature(226, [right.0.lemma]),
        feature(227, [kind(&right.0), right.1.min(4)]),
        feature(228, [verb.map_or(0, |v| v.1.lemma)]),
        feature(229, [verb.map_or(0, |v| v.1.xpos), verb.map_or(0, |v| v.0 as u32)]),
        feature(230, [back.map_or(0, |v| v.1.lemma)]),
        feature(231, [back.map_or(0, |v| v.1.xpos), back.map_or(0, |v| v.0 as u32)]),
        feature(232, [(1..6).find(|&by| at(by).form == super::cue_features::that()).unwrap_or(0) as u32]),
        feature(233, [i.min(3) as u32, (words.len() - i).min(4) as u32]),
        feature(234, [framed(0..i), framed(i + 1..words.len())]),
        feature(235, [words.len().min(60) as u32 / 6]),
        feature(236, [k.mask]),
        feature(237, [relation(t)]),
        feature(238, [relation(t), up(head)]),
        feature(239, [head.lemma]),
        feature(240, [head.xpos]),
        feature(241, [head.frame]),
        feature(242, [above.lemma]),
        feature(243, [relation(head), up(above)]),
        feature(244, [k.subject]),
        feature(245, [k.subject_kind]),
        feature(246, [k.object]),
        feature(247, [k.object_kind]),
        feature(248, [k.preposition]),
        feature(249, [b.auxiliary]),
        feature(250, [b.adverb]),
        feature(251, [b.clause]),
        feature(252, [b.clause_xpos, b.mark]),
        feature(253, [b.determiner]),
        feature(254, [b.modifier]),
        feature(255, [b.joined]),
        feature(256, [b.particle]),
        feature(257, [heads.0.subject]),
        feature(258, [heads.0.subject_kind]),
        feature(259, [heads.0.mask]),
        feature(260, [heads.1.auxiliary]),
        feature(261, [heads.0.object]),
        feature(262, [heads.1.clause]),
        feature(263, [ancestor.1, ancestor.0.frame]),
        feature(264, [if ancestor.1 == 0 { 0 } else { ancestor.0.lemma }]),
        feature(265, [t.lemma, at(1).xpos]),
        feature(266, [t.lemma, at(-1).xpos]),
        feature(267, [t.lemma, k.mask]),
        feature(268, [t.lemma, kind(&left.0)]),
        feature(269, [t.lemma, kind(&right.0)]),
        feature(272, [t.lemma, relation(t)]),
        feature(274, [u32::from(matches!(t.upos, Upos::Verb)), t.xpos, k.mask]),
    ]
}
