//! Part-of-speech tagging from left to right, universal and Penn tag in one label.
//!
//! A small neural network over the word, its neighbours, their ends and beginnings and the labels before
//! it (see [`super::network`]); words that had one tag in (nearly) all of many occurrences are looked up instead.

use super::lexicon::{self, Lexicon};
use super::network::{NOTHING, Network, Vocabulary};
use super::tag::{Upos, Xpos};
use super::weights::{take, take_u8, take_u32};
use super::word::{self, Word};

/// Units of the hidden layer.
pub(super) const HIDDEN: usize = 96;
/// Room for labels: a power of two above their number.
pub(super) const LABELS: u32 = 128;
/// What stands for the labels before the first token.
pub(super) const START: [u8; 2] = [120, 121];

/// Kinds of things of which the most frequent ones have rows.
pub(super) const KINDS: usize = 7;
/// Places at which the network looks, with the kind of what it looks at, and the token's place.
const PLACES: [(usize, isize); 15] = [
    (0, 0),
    (0, -1),
    (0, 1),
    (0, -2),
    (0, 2), // words
    (1, 0),
    (2, 0),
    (3, 0),
    (2, -1),
    (2, 1), // ends of two, three and four bytes
    (4, 0),
    (5, 0), // beginnings of two and three bytes
    (6, 0),
    (6, -1),
    (6, 1), // shapes
];
/// Tokens of which it looks at the class, and at the flags.
const CLASSES: [isize; 4] = [0, -1, 1, 2];
const FLAGS: [isize; 3] = [0, -1, 1];
/// Of the parts of a neighbour only the most frequent have rows.
const NEIGHBOUR: u32 = 600;
/// Number of rows that describe a token.
pub(super) const PLACES_ALL: usize = PLACES.len() + CLASSES.len() + FLAGS.len() + 2;

pub(super) struct Tagger {
    pub labels: Vec<(Upos, Xpos)>,
    vocabularies: [Vocabulary; KINDS],
    layout: Layout,
    network: Network<HIDDEN>,
    /// The labels that the words of a class may have, as bits.
    possible: Vec<u128>,
    /// Labels by universal and Penn tag.
    index: Vec<Vec<u8>>,
}

/// Which rows of the network belong to which place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    places: [(u32, u32); PLACES.len()],
    classes: u32,
    flags: u32,
    labels: u32,
    /// Number of rows.
    pub rows: u32,
}

impl Layout {
    /// `counts`: how many things of each kind have a row; of words, at the token itself, beside it and farther off.
    pub fn new(counts: [u32; KINDS], words: [u32; 3]) -> Self {
        let mut rows = 2;
        let mut next = |count: u32| {
            let start = rows;
            rows += count;
            start
        };
        let places = PLACES.map(|(kind, offset)| {
            let count = match (kind, offset) {
                (0, _) => words[offset.unsigned_abs()],
                (_, 0) => counts[kind],
                _ => counts[kind].min(NEIGHBOUR),
            };
            (next(count), count)
        });
        let classes = next(256 * CLASSES.len() as u32);
        let flags = next(32 * FLAGS.len() as u32);
        let labels = next(2 * LABELS);
        Self { places, classes, flags, labels, rows }
    }
}

/// A token as the network sees it: the numbers of what it is made of, its class and its flags.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    parts: [u16; KINDS],
    class: u8,
    flags: u8,
}

impl Seen {
    /// What stands before the first token.
    const BEFORE: Seen = Seen { parts: [0; KINDS], class: 254, flags: 16 };
    /// What stands behind the last token.
    const BEHIND: Seen = Seen { parts: [0; KINDS], class: 253, flags: 0 };

    pub fn of(atoms: &Atoms, vocabularies: &[Vocabulary; KINDS]) -> Self {
        let hashes = hashes(&atoms.word);
        let parts = std::array::from_fn(|kind| vocabularies[kind].number(hashes[kind]) as u16);
        Self { parts, class: atoms.class, flags: atoms.word.flags as u8 & 31 }
    }
}

/// Hashes of what a word is made of, by kind.
pub(super) fn hashes(word: &Word) -> [u32; KINDS] {
    let spread = |part: u32| part.wrapping_mul(0x9e37_79b1) ^ part >> 15;
    let [_, two, three, four] = word.suffix.map(spread);
    let [_, first_two, first_three] = word.prefix.map(spread);
    [word.lower, two, three, four, first_two, first_three, word.shape]
}

/// The rows that describe the token at `at` behind the labels `p` and, before it, `pp`.
pub(super) fn rows(seen: &[Seen], at: usize, [p, pp]: [u8; 2], layout: &Layout, out: &mut [u32; PLACES_ALL]) -> usize {
    let window: [&Seen; 5] = std::array::from_fn(|i| match (at + i).checked_sub(2) {
        None => &Seen::BEFORE,
        Some(place) => seen.get(place).unwrap_or(&Seen::BEHIND),
    });
    let token = |offset: isize| window[(offset + 2) as usize];
    let mut count = 0;
    let mut push = |row: u32| {
        out[count] = row;
        count += usize::from(row != NOTHING);
    };
    for ((kind, offset), (start, limit)) in PLACES.into_iter().zip(layout.places) {
        let number = u32::from(token(offset).parts[kind]).wrapping_sub(1);
        push(if number < limit { start + number } else { NOTHING });
    }
    for (start, offset) in (layout.classes..).step_by(256).zip(CLASSES) {
        push(start + u32::from(token(offset).class));
    }
    for (start, offset) in (layout.flags..).step_by(32).zip(FLAGS) {
        push(start + u32::from(token(offset).flags));
    }
    push(layout.labels + u32::from(p));
    push(layout.labels + LABELS + u32::from(pp));
    count
}

/// A word with what the lexicon knows of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Atoms {
    pub word: Word,
    /// The universal tags the word had in training, as a class; 255 where it is unknown.
    pub class: u8,
    /// Whether it was seen in training more than once.
    #[cfg(feature = "train")]
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
        Self {
            word,
            class,
            #[cfg(feature = "train")]
            known,
            fixed: fixed.and_then(|e| e.fixed),
        }
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
    pub fn read(bytes: &mut &'static [u8]) -> Option<Self> {
        let count = take_u8(bytes)?;
        let labels = (0..count)
            .map(|_| Some((Upos::from_index(take_u8(bytes)?)?, Xpos::from_index(take_u8(bytes)?)?)))
            .collect::<Option<Vec<_>>>()?;
        let find = |upos: Upos, xpos: Xpos| {
            let exact = labels.iter().position(|&l| l == (upos, xpos));
            exact.or_else(|| labels.iter().position(|l| l.0 == upos)).unwrap_or_default() as u8
        };
        let index = Upos::ALL.iter().map(|&u| Xpos::ALL.iter().map(|&x| find(u, x)).collect()).collect();
        let possible = take(bytes, 256 * 16)?.as_chunks().0.iter().map(|raw| u128::from_le_bytes(*raw)).collect();
        let mut words = [0; 3];
        for count in &mut words {
            *count = take_u32(bytes)?;
        }
        let mut counts = [0; KINDS];
        let mut vocabularies = Vec::with_capacity(KINDS);
        for count in &mut counts {
            *count = take_u32(&mut &**bytes)?;
            vocabularies.push(Vocabulary::read(bytes)?);
        }
        let (layout, network) = (Layout::new(counts, words), Network::read(bytes)?);
        let vocabularies = vocabularies.try_into().ok()?;
        let fits = network.fits(layout.rows, labels.len());
        fits.then_some(Self { labels, vocabularies, layout, network, possible, index })
    }

    /// The label of a pair of tags; where the tagger has none, one with the same universal tag.
    pub fn label(&self, upos: Upos, xpos: Xpos) -> u8 {
        self.index[upos as usize][xpos as usize]
    }

    /// Labels of the words, as indices into [`Tagger::labels`].
    pub fn tag(&self, atoms: &[Atoms], labels: &mut Vec<u8>) {
        labels.clear();
        let seen: Vec<Seen> = atoms.iter().map(|a| Seen::of(a, &self.vocabularies)).collect();
        let [mut before, mut second] = START;
        let mut rows = [0; PLACES_ALL];
        for (at, atoms) in atoms.iter().enumerate() {
            let label = match atoms.fixed {
                Some(label) => label,
                None => {
                    let count = self::rows(&seen, at, [before, second], &self.layout, &mut rows);
                    let hidden = self.network.hidden(&rows[..count]);
                    self.network.best(&hidden, 0, self.possible[usize::from(atoms.class)]) as u8
                }
            };
            labels.push(label);
            second = before;
            before = label;
        }
    }
}
