//! Part-of-speech tagging by an averaged perceptron, left to right, universal and Penn tag in one label.
//!
//! After Collins, "Discriminative training methods for hidden Markov models" (EMNLP 2002), greedy; words
//! that had one tag in (nearly) all of many occurrences are looked up instead.

use super::lexicon::{self, Lexicon};
use super::tag::{Upos, Xpos};
use super::weights::{Sparse, feature, take_u8};
use super::word::{self, Word};

/// Number of templates.
pub(super) const TEMPLATES: usize = 48;
/// Room for labels: a power of two above their number.
pub(super) const LABELS: usize = 128;
/// What stands for the labels before the first token.
pub(super) const START: [u8; 2] = [120, 121];

pub(super) struct Tagger {
    pub labels: Vec<(Upos, Xpos)>,
    weights: Sparse,
    /// Labels by universal and Penn tag.
    index: Vec<Vec<u8>>,
}

/// A word with what the lexicon knows of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Atoms {
    pub word: Word,
    /// The universal tags the word had in training, as a class; 255 where it is unknown.
    pub class: u8,
    /// Whether it was seen in training more than once.
    pub known: bool,
    /// The label it always had.
    pub fixed: Option<u8>,
}

impl Atoms {
    pub fn of(form: &str, first: bool, lexicon: &Lexicon) -> Self {
        let word = Word::of(form, first);
        let entry = lexicon.get(word.lower);
        let fixed = if word.form == word.lower { entry } else { lexicon.get(word.form) };
        let known = entry.is_some_and(|e| e.class != lexicon::NONE);
        let class = match entry {
            Some(entry) if known => entry.class,
            Some(entry) if entry.listed != 0 => LISTED | entry.listed,
            _ => inflected(form, lexicon).map_or(lexicon::NONE, |listed| LISTED | listed),
        };
        Self { word, class, known, fixed: fixed.and_then(|e| e.fixed) }
    }
}

/// Classes of words that only the word lists know have this bit.
const LISTED: u8 = 128;

/// What the word lists say of the word that `form` may be an inflection of.
fn inflected(form: &str, lexicon: &Lexicon) -> Option<u8> {
    let listed = |base: &str, added: &str, which: u8| {
        let entry = match added {
            "" => lexicon.get(word::key(base)),
            _ => lexicon.get(word::key(&format!("{base}{added}"))),
        };
        entry.map(|e| e.listed & which).filter(|l| *l != 0)
    };
    use lexicon::listed::{NOUN, VERB};
    if form.len() < 5 || form.len() > 24 {
        return None;
    }
    if let Some(base) = form.strip_suffix("ies") {
        listed(base, "y", NOUN | VERB)
    } else if let Some(base) = form.strip_suffix("es") {
        listed(base, "e", NOUN | VERB).or_else(|| listed(base, "", NOUN | VERB))
    } else if let Some(base) = form.strip_suffix('s') {
        listed(base, "", NOUN | VERB)
    } else if let Some(base) = form.strip_suffix("ed").or_else(|| form.strip_suffix("ing")) {
        listed(base, "", VERB).or_else(|| listed(base, "e", VERB))
    } else {
        None
    }
}

impl Tagger {
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let count = take_u8(bytes)?;
        let labels = (0..count)
            .map(|_| Some((Upos::from_index(take_u8(bytes)?)?, Xpos::from_index(take_u8(bytes)?)?)))
            .collect::<Option<Vec<_>>>()?;
        let find = |upos: Upos, xpos: Xpos| {
            let exact = labels.iter().position(|&l| l == (upos, xpos));
            exact.or_else(|| labels.iter().position(|l| l.0 == upos)).unwrap_or_default() as u8
        };
        let index = Upos::ALL.iter().map(|&u| Xpos::ALL.iter().map(|&x| find(u, x)).collect()).collect();
        Some(Self { weights: Sparse::read(bytes)?, labels, index })
    }

    /// The label of a pair of tags; where the tagger has none, one with the same universal tag.
    pub fn label(&self, upos: Upos, xpos: Xpos) -> u8 {
        self.index[upos as usize][xpos as usize]
    }

    /// Labels of the words, as indices into [`Tagger::labels`].
    pub fn tag(&self, atoms: &[Atoms], labels: &mut Vec<u8>) {
        labels.clear();
        let [mut before, mut second] = START;
        let mut features = [0; TEMPLATES];
        for at in 0..atoms.len() {
            let label = match atoms[at].fixed {
                Some(label) => label,
                None => {
                    extract(atoms, at, before, second, &mut features);
                    let mut scores = [0; LABELS];
                    self.weights.add(&features, &mut scores);
                    best(&scores[..self.labels.len()])
                }
            };
            labels.push(label);
            second = before;
            before = label;
        }
    }
}

fn best(scores: &[i32]) -> u8 {
    let mut best = 0;
    for (label, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = label;
        }
    }
    best as u8
}

/// The features of the word at `at` behind the labels `p` and, before it, `pp`.
pub(super) fn extract(atoms: &[Atoms], at: usize, p: u8, pp: u8, out: &mut [u32; TEMPLATES]) {
    let edge = |seed: u32| Atoms {
        word: Word { lower: seed, shape: seed, suffix: [seed; 4], ..Word::default() },
        class: 254,
        ..Atoms::default()
    };
    let get = |offset: isize| match at.checked_add_signed(offset) {
        None => edge(11),
        Some(i) => atoms.get(i).copied().unwrap_or_else(|| edge(13)),
    };
    let Atoms { word: w, class, .. } = atoms[at];
    let (b2, b1, n1, n2) = (get(-2), get(-1), get(1), get(2));
    let (p, pp, class) = (u32::from(p), u32::from(pp), u32::from(class));
    let (c1, c2) = (u32::from(n1.class), u32::from(n2.class));
    let (b2, b1, n1, n2) = (b2.word, b1.word, n1.word, n2.word);
    let mut next = 0;
    macro_rules! features {
        ($([$($atom:expr),*])*) => {$(
            out[next] = feature(next as u64 + 1, [$($atom),*]);
            next += 1;
        )*};
    }
    features! {
        [w.form] [w.lower] [w.suffix[0]] [w.suffix[1]] [w.suffix[2]] [w.suffix[3]]
        [w.prefix[0]] [w.prefix[1]] [w.prefix[2]] [w.shape] [w.flags]
        [p] [p, pp] [p, w.lower] [p, pp, w.lower] [p, w.suffix[2]] [p, w.shape]
        [b1.lower] [b2.lower] [n1.lower] [n2.lower] [b1.suffix[2]] [n1.suffix[2]] [n1.shape] [b1.shape]
        [b1.lower, w.lower] [w.lower, n1.lower]
        [c1] [c1, c2] [class] [class, p] [class, c1] [w.lower, c1] [p, c1] [p, class, c1] [n1.lower, p]
        [c2] [w.shape, n1.shape] [w.suffix[2], c1] [n1.suffix[2], p] [w.suffix[1], w.shape]
        [class, p, pp] [class, c1, c2] [w.suffix[2], p, c1] [w.flags, p, c1]
        [class, w.suffix[0]] [class, w.suffix[1]] [class, w.shape]
    }
    debug_assert_eq!(next, TEMPLATES);
}
