//! What a small neural network (`lookup.rs`) looks at around a word to score whether it belongs to the source or the
//! content of a cue; transitions between the labels of neighbouring words make a conditional random field of the scores.
//!
//! A field that adds up weights needs pairs and triples chosen beforehand; the network finds for itself which of the single
//! things below matter together, and does better in fewer bytes.

use super::chain::{LABELS, Labels, Transitions};
use super::cue_features::{Dependents, dependents, relation};
use super::few::{Few, Numbers};
use super::lookup::Lookup;
use super::span_features::{Cue, Path, Place};
use super::word::{EDGE, Quoted, Word};
use crate::language::Upos;
use crate::language::weights::feature;

/// The model of spans.
pub(super) struct Spans {
    pub(super) transitions: Transitions,
    pub(super) network: Lookup,
    /// The rows of things of which there are few.
    pub(super) few: Few,
}

impl Spans {
    /// Reads what the trainer wrote: transitions, network.
    pub(super) fn read(bytes: &mut &'static [u8]) -> Option<Self> {
        let transitions = Transitions::read(bytes, Labels(LABELS))?;
        let network = Lookup::read(bytes, LABELS)?;
        Some(Self { transitions, few: Few::of(&network), network })
    }
}

/// Things that are looked at whatever the cue is, those that the cue alone decides, and those of a word's place to it.
const OF_WORD: usize = 34;
const OF_CUE: usize = 13;
const OF_PLACE: usize = 21;

/// Things that are looked at.
#[cfg(any(test, feature = "train"))]
pub(super) const ATOMS: usize = OF_WORD + OF_CUE + OF_PLACE;

/// What is the same for every word of a passage, whatever its cue is.
pub(super) struct Around {
    /// For each word the first one of its part of the sentence, as commas, marks and joining words part it.
    openers: Vec<u32>,
    /// For each word the next verb from it on, and the last one before it.
    verbs: Vec<(u32, u32)>,
    /// How many words of the list of cue verbs stand before each word.
    framed: Vec<u32>,
    /// The last word of each word's sentence.
    ends: Vec<u32>,
    /// What hangs on each word.
    dependents: Vec<Dependents>,
}

/// What stands for no verb.
const NO_VERB: u32 = u32::MAX;

impl Around {
    pub(super) fn of(passage: &[Word]) -> Self {
        let len = passage.len();
        let (mut openers, mut framed) = (Vec::with_capacity(len), vec![0]);
        let mut verbs = vec![(NO_VERB, NO_VERB); len];
        let mut ends = vec![0; len];
        let (mut opener, mut last) = (0, NO_VERB);
        for (i, word) in passage.iter().enumerate() {
            let before = i.checked_sub(1).map_or(&EDGE, |b| &passage[b]);
            let joins = matches!(word.upos, Upos::Cconj | Upos::Sconj);
            if before.sentence != word.sentence || before.parting() != 0 || joins || before.punctuation() {
                opener = i as u32;
            }
            openers.push(opener);
            framed.push(framed[i] + u32::from(word.frame & 6 != 0));
            verbs[i].1 = last;
            if matches!(word.upos, Upos::Verb | Upos::Aux) {
                last = i as u32;
            }
        }
        let (mut next, mut end) = (NO_VERB, len.saturating_sub(1) as u32);
        for i in (0..len).rev() {
            if matches!(passage[i].upos, Upos::Verb | Upos::Aux) {
                next = i as u32;
            }
            if passage.get(i + 1).is_none_or(|n| n.sentence != passage[i].sentence) {
                end = i as u32;
            }
            verbs[i].0 = next;
            ends[i] = end;
        }
        Self { openers, verbs, framed, ends, dependents: dependents(passage) }
    }
}

fn steps(by: usize) -> u32 {
    match by {
        0..=5 => by as u32,
        6..=7 => 6,
        8..=10 => 7,
        11..=15 => 8,
        16..=24 => 9,
        25..=49 => 10,
        _ => 11,
    }
}

/// How far a verb is from word `i`.
fn away(verb: u32, i: usize) -> u32 {
    if verb == NO_VERB { 15 } else { steps((verb as usize).abs_diff(i)) }
}

/// What the network looks at for word `i` of a passage, whatever the cue is, on this side of it.
pub(super) fn of_word<N: Numbers>(
    passage: &[Word],
    i: usize,
    side: u32,
    around: &Around,
    numbers: &N,
) -> [N::Number; OF_WORD] {
    let at = |by: isize| i.checked_add_signed(by).and_then(|j| passage.get(j)).unwrap_or(&EDGE);
    let get = |j: u32| passage.get(j as usize).unwrap_or(&EDGE);
    let up = |w: &Word| w.upos as u32;
    let quoted = |w: &Word| w.quoted as u32;
    let kind = |w: &Word| w.mention + 10 * up(w);
    let t = at(0);
    let opener = around.openers[i];
    let head = t.head.map_or(&EDGE, get);
    let (next, back) = around.verbs[i];
    let left = (around.ends[i] as usize).saturating_sub(i);
    let joined = |w: &Word| u32::from(w.quotation.is_some() && w.quotation == t.quotation);
    [
        numbers.thing(400, [t.form]),
        numbers.thing(401, [t.lemma, side]),
        numbers.few(402, [t.xpos, side]),
        numbers.few(403, [kind(t), side]),
        numbers.few(404, [t.frame]),
        numbers.few(405, [t.parting(), side]),
        numbers.few(407, [relation(t), side]),
        numbers.thing(408, [at(-1).form]),
        numbers.thing(409, [at(1).form]),
        numbers.thing(410, [at(-2).form]),
        numbers.thing(411, [at(2).form]),
        numbers.few(412, [at(-1).xpos, side]),
        numbers.few(413, [at(1).xpos, side]),
        numbers.few(414, [at(-2).xpos]),
        numbers.few(415, [at(2).xpos]),
        numbers.few(416, [at(-3).xpos]),
        numbers.few(417, [at(3).xpos]),
        numbers.few(418, [kind(at(-1))]),
        numbers.few(419, [kind(at(1))]),
        numbers.few(420, [at(-1).class(), at(1).class(), side]),
        numbers.few(421, [quoted(at(-1)), quoted(at(1)), joined(at(-1)), joined(at(1))]),
        numbers.thing(452, [get(opener).form, side]),
        numbers.few(453, [get(opener).xpos, side]),
        numbers.few(454, [steps(i - opener as usize), side]),
        numbers.thing(455, [get(opener.wrapping_sub(1)).form]),
        numbers.few(456, [get(opener + 1).xpos, get(opener).xpos]),
        numbers.thing(458, [get(next).lemma]),
        numbers.few(459, [get(back).xpos, away(back, i)]),
        numbers.thing(460, [get(back).lemma]),
        numbers.few(462, [steps(left), side]),
        numbers.thing(463, [head.lemma, side]),
        numbers.few(464, [head.xpos, relation(head)]),
        numbers.thing(465, [head.head.map_or(0, |h| get(h).lemma)]),
        numbers.few(466, [t.shape, t.mention, side]),
    ]
}

/// What the network looks at for every word of a passage on this side of its cue.
pub(super) fn of_cue(passage: &[Word], x: &Cue, side: u32, around: &Around) -> [u32; OF_CUE] {
    let cue = &passage[x.verb];
    let governs = cue.head.and_then(|h| passage.get(h as usize)).unwrap_or(&EDGE);
    let of_cue = &around.dependents[x.verb];
    [
        feature(436, [x.lemma]),
        feature(437, [x.lemma, side]),
        feature(438, [x.xpos, side]),
        feature(439, [x.next.form, side]),
        feature(440, [x.next.xpos]),
        feature(441, [x.previous.form]),
        feature(442, [x.previous.xpos]),
        feature(443, [x.shape, side]),
        feature(444, [relation(cue), governs.upos as u32]),
        feature(445, [of_cue.mask]),
        feature(446, [of_cue.subject_kind]),
        feature(447, [governs.lemma]),
        feature(448, [cue.frame, side]),
    ]
}

/// What the network looks at for word `i` of a passage by where it stands to the cue.
pub(super) fn of_place<N: Numbers>(
    passage: &[Word],
    i: usize,
    (x, s, r): (&Cue, &Place, &Path),
    around: &Around,
    numbers: &N,
) -> [N::Number; OF_PLACE] {
    let (t, side) = (&passage[i], s.side);
    let get = |j: u32| passage.get(j as usize).unwrap_or(&EDGE);
    let (first, last) = (*x.words.start(), *x.words.end());
    let next = around.verbs[i].0;
    let same_as_cue = |j: u32| u32::from(get(j).sentence == passage[first].sentence);
    let (from, to) = if i < first { (i, first) } else { (last + 1, i.max(last + 1)) };
    let framed = (around.framed[to.min(passage.len())] - around.framed[from.min(to)]).min(3);
    [
        numbers.few(406, [t.quoted as u32, side, u32::from(x.quoted)]),
        numbers.few(422, [side, s.distance, s.same]),
        numbers.few(423, [side, s.apart]),
        numbers.few(424, [side, s.commas, s.same]),
        numbers.few(425, [side, s.verbs, s.same]),
        numbers.few(426, [side, s.marks, s.same]),
        numbers.few(427, [side, s.nouns, s.same]),
        numbers.few(428, [side, s.verbs, s.commas]),
        numbers.few(429, [r.branch, side]),
        numbers.few(430, [r.branch, r.edge]),
        numbers.few(431, [r.depth, r.up, side]),
        numbers.few(432, [r.previous]),
        numbers.few(433, [r.next]),
        numbers.few(434, [r.below, side]),
        numbers.thing(435, [r.lemma]),
        numbers.thing(449, [x.lemma, r.branch]),
        numbers.thing(450, [x.lemma, side, s.distance.min(4)]),
        numbers.thing(451, [x.lemma, t.xpos, side]),
        numbers.few(457, [get(next).xpos, away(next, i), same_as_cue(next)]),
        numbers.few(461, [framed, side]),
        numbers.few(467, [u32::from(t.quoted == Quoted::Outside), x.shape, s.commas, side]),
    ]
}

/// All that the network looks at for word `i` of a passage.
#[cfg(any(test, feature = "train"))]
pub(super) fn atoms(passage: &[Word], i: usize, x: &Cue, s: &Place, r: &Path, around: &Around) -> [u32; ATOMS] {
    let cue = of_cue(passage, x, s.side, around);
    let word = of_word(passage, i, s.side, around, &super::few::Hashes);
    let place = of_place(passage, i, (x, s, r), around, &super::few::Hashes);
    let mut all = word.into_iter().chain(cue).chain(place);
    std::array::from_fn(|_| all.next().unwrap_or_default())
}

#[cfg(all(test, feature = "attribution-model"))]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn each_word_knows_what_opens_its_part_of_the_sentence_and_the_verbs_around_it() {
        let text = "Officials said that the pier, which is old, had sunk.";
        fixture::with(text, |prose, words, _, _| {
            words.parse(prose, 0);
            let around = Around::of(&words.words);
            let place = |form: &str| words.spans.iter().position(|s| s.of(text) == form).expect("a word");
            let opener = |form: &str| words.spans[around.openers[place(form)] as usize].of(text);
            assert_eq!(
                [opener("said"), opener("pier"), opener("old"), opener("sunk")],
                ["Officials", "that", "which", "had"]
            );
            let verbs = around.verbs[place("pier")];
            assert_eq!((verbs.0 as usize, verbs.1 as usize), (place("is"), place("said")));
            assert_eq!(around.verbs[place(".")].0, NO_VERB);
            assert_eq!(around.ends[place("pier")] as usize, words.words.len() - 1);
            assert!(around.dependents[place("said")].has_clause());
        });
    }

    #[test]
    fn all_things_are_told_apart_and_the_side_of_the_cue_matters() {
        let text = "The pier was gone, Lind said, and the boats were gone.";
        fixture::with(text, |prose, words, _, _| {
            words.parse(prose, 0);
            let passage = &words.words;
            let place = |form: &str| words.spans.iter().position(|s| s.of(text) == form).expect("a word");
            let cue = Cue::of(passage, place("said")..=place("said"));
            let counts = super::super::span_features::Counts::of(passage);
            let paths = super::super::span_features::paths(passage, &cue);
            let around = Around::of(passage);
            let of = |i: usize| atoms(passage, i, &cue, &Place::of(passage, i, &cue, &counts), &paths[i], &around);
            let (first, last) = (of(place("gone")), of(passage.len() - 2));
            let distinct: std::collections::HashSet<u32> = first.into_iter().collect();
            assert_eq!(distinct.len(), ATOMS);
            // the same form, on another side of the cue
            assert!(first[0] == last[0] && first[1] != last[1]);
        });
    }
}
