//! The very words around a figure: two articles that print one sentence with two numbers say so of one thing, whatever
//! it is.
//!
//! The copy of agencies is reprinted with small changes, and a number that was changed on the way is the plainest conflict of
//! all. A *frame* is the nearest words in small letters on both sides of a figure; numbers and names are left out, so
//! that a sentence is known again where these changed, and names are compared apart.

use super::observation::hash;
use crate::text::Span;

/// Words on each side.
const SIDE: usize = 5;
/// So many of all of them must be the same, in place.
const SAME: usize = 6;
/// Words on each side of the key.
const KEY: usize = 3;
/// So far from the figure a name belongs to its frame.
const NAMES: usize = 8;
/// So many words are looked through on each side.
const REACH: usize = 12;
/// Words that are no name though a sentence begins with them.
const LEADING: &[&str] = &["A", "An", "The", "In", "On", "At", "He", "She", "It", "They"];
/// With fewer words in small letters than these, all words count.
const FULL: usize = 8;

/// The nearest words around a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct Frame {
    /// Hashes of the words before, the nearest first, and behind; 0 for none.
    words: [[u32; SIDE]; 2],
    /// Hash of the names near the figure.
    names: u32,
    /// How often the article has frames of this key before this one, and how often in all.
    pub(super) place: (u16, u16),
}

impl Frame {
    /// The frame of the figure at `span`, within the `bounds` of what the article says.
    pub(super) fn of(text: &str, bounds: Span, span: Span) -> Self {
        let mut frame = Self { place: (0, 1), ..Self::default() };
        let before = text.get(bounds.start as usize..span.start as usize).unwrap_or_default();
        let behind = text.get(span.end as usize..bounds.end as usize).unwrap_or_default();
        frame.fill(0, before.rsplit(is_gap), false);
        frame.fill(1, behind.split(is_gap), false);
        if frame.filled() < FULL {
            // Headlines and tables, where most words have capitals.
            frame = Self { place: (0, 1), ..Self::default() };
            frame.fill(0, before.rsplit(is_gap), true);
            frame.fill(1, behind.split(is_gap), true);
        }
        frame
    }

    /// Takes the words of one side, the nearest first; `with_names` says whether those with capitals belong to them.
    fn fill<'a>(&mut self, side: usize, words: impl Iterator<Item = &'a str>, with_names: bool) {
        let mut at = 0;
        for (near, word) in words.filter(|w| !w.is_empty()).take(REACH).enumerate() {
            if word.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let is_name = word.starts_with(char::is_uppercase) && !LEADING.contains(&word);
            if is_name && !with_names {
                self.names = self.names.wrapping_add(if near < NAMES { small(word) } else { 0 });
            } else if at < SIDE {
                self.words[side][at] = small(word);
                at += 1;
            }
        }
    }

    /// The key under which the same frame is found; `None` where the words around are too few to know it by.
    pub(super) fn key(&self) -> Option<u64> {
        let near = [&self.words[0][..KEY], &self.words[1][..KEY]];
        let filled = near.iter().flat_map(|side| side.iter()).filter(|w| **w != 0).count();
        (filled > KEY && self.filled() >= SAME).then(|| hash(&("frame", near)))
    }

    fn filled(&self) -> usize {
        self.words.iter().flatten().filter(|w| **w != 0).count()
    }

    /// Whether both stand among the same words, at the same place of their articles among frames like them.
    pub(super) fn is_parallel(&self, other: &Self) -> bool {
        let pairs = || self.words.iter().flatten().zip(other.words.iter().flatten());
        let same = pairs().filter(|(x, y)| x == y && **x != 0).count();
        let most = self.filled().max(other.filled());
        same >= SAME && 5 * same >= 4 * most && self.place == other.place
    }

    /// What is at hand of it, for [`FrameSketch::may_be_parallel`].
    pub(super) fn sketch(&self) -> FrameSketch {
        let of_word = |word: u32| if word == 0 { 0 } else { 1 + (word >> 8) % 7 };
        let bits = self.words.iter().flatten().fold(0, |bits, &word| bits << BITS | of_word(word));
        let (nth, count) = self.place;
        FrameSketch(bits | u32::from(nth.wrapping_add(count) & 3) << (2 * SIDE as u32 * BITS))
    }

    /// Whether the names near both are the same.
    pub(super) fn has_same_names(&self, other: &Self) -> bool {
        self.names == other.names
    }

    /// Whether a name stands near it.
    pub(super) fn has_names(&self) -> bool {
        self.names != 0
    }
}

/// A frame in four bytes: three bits for each of its words, 0 where there is none, and two for its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct FrameSketch(u32);

/// Bits for a word.
const BITS: u32 = 3;
/// The lowest bit of each word.
const LOWEST: u32 = 0o1_111_111_111;

const _: () = assert!(2 * SIDE as u32 * BITS == 30 && LOWEST.count_ones() == 2 * SIDE as u32);

impl FrameSketch {
    /// Whether [`Frame::is_parallel`] may hold: never `false` where it does.
    pub(super) fn may_be_parallel(self, other: Self) -> bool {
        let any = |bits: u32| (bits | bits >> 1 | bits >> 2) & LOWEST;
        let (here, there) = (any(self.0), any(other.0));
        let same = (here & !any(self.0 ^ other.0)).count_ones() as usize;
        let most = here.count_ones().max(there.count_ones()) as usize;
        same >= SAME && 5 * same >= 4 * most && (self.0 ^ other.0) >> 30 == 0
    }
}

/// What parts two words.
fn is_gap(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’')
}

fn small(word: &str) -> u32 {
    (hash(word) >> 32) as u32 | 1
}

#[cfg(test)]
mod tests {
    use super::Frame;
    use crate::text::Span;

    fn frame(text: &str, number: &str) -> Frame {
        let at = text.find(number).expect("the number");
        Frame::of(text, Span::new(0, text.len()), Span::new(at, at + number.len()))
    }

    #[test]
    fn a_reprinted_sentence_is_known_again_and_another_is_not() {
        let a = frame("The wall that Ann Marsh built in 1953 held back 40 tonnes of sand until the gates broke.", "40");
        let b = frame("The wall that Leo Hart built in 1954 held back 70 tonnes of sand until the gates broke.", "70");
        let c = frame("The ship that left on Monday carried 40 tonnes of grain to the mills of Thornby.", "40");
        assert!(a.is_parallel(&b) && a.key() == b.key() && !a.has_same_names(&b));
        assert!(!a.is_parallel(&c) && a.key() != c.key());
        assert!(a.sketch().may_be_parallel(b.sketch()) && !a.sketch().may_be_parallel(c.sketch()));
        assert!(frame("Profit: 40", "40").key().is_none());
    }
}
