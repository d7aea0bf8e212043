//! What is at hand of every utterance of a corpus: enough to tell of most that share a few words with one that they are no
//! variant of it, so that their articles need not be unpacked for it.

use super::{FEWEST_STEMS, NEAR_PAIRS, SHORTEST_CUT, Utterance};
use crate::corpus::figure::hash;

/// An utterance in a few bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct UtteranceOutline {
    /// Hash of its words.
    written: u32,
    /// How many keys it has.
    keys: u16,
    /// How many stems and words, of more than 255 that many.
    stems: u8,
    words: u8,
}

impl UtteranceOutline {
    pub(in crate::corpus) fn of(utterance: &Utterance) -> Self {
        let words = utterance.written.split(' ').filter(|word| !word.is_empty()).count();
        Self {
            written: hash(&utterance.written) as u32,
            keys: utterance.keys.len().min(u16::MAX.into()) as u16,
            stems: utterance.stems.len().min(u8::MAX.into()) as u8,
            words: words.min(u8::MAX.into()) as u8,
        }
    }

    /// Whether both may be one utterance if they have no more than so many keys in common: never `false` where
    /// [`Utterance::similar`] finds that they are.
    pub(super) fn may_be_similar(&self, other: &Self, shared: usize) -> bool {
        let near = shared as f32 / f32::from(self.keys.min(other.keys).max(1));
        let (stems, words) = (self.stems.min(other.stems), self.words.min(other.words));
        if near < NEAR_PAIRS / 2.0 || usize::from(stems) < FEWEST_STEMS {
            return false;
        }
        // Fewer words than can be cut out of others are fewer stems than can be altered.
        self.written == other.written || usize::from(words) >= SHORTEST_CUT
    }

    /// Bytes of [`UtteranceOutline::to_bytes`].
    pub(in crate::corpus) const WIDTH: usize = 8;

    pub(in crate::corpus) fn to_bytes(self) -> [u8; Self::WIDTH] {
        let ([a, b, c, d], [e, f]) = (self.written.to_le_bytes(), self.keys.to_le_bytes());
        [a, b, c, d, e, f, self.stems, self.words]
    }

    /// What [`UtteranceOutline::to_bytes`] gave.
    pub(in crate::corpus) fn from_bytes([a, b, c, d, e, f, stems, words]: [u8; Self::WIDTH]) -> Self {
        Self { written: u32::from_le_bytes([a, b, c, d]), keys: u16::from_le_bytes([e, f]), stems, words }
    }
}

#[cfg(test)]
mod tests {
    use super::super::common;
    use super::{Utterance, UtteranceOutline};

    const SAID: &[&str] = &[
        "The water had already reached the lower hall when we opened the gates",
        "the water was already in the lower hall when we opened the gates",
        "reached the lower hall when we opened",
        "The lower hall",
        "lower hall",
        "Nobody had expected the ferries to stay in the outer basin",
        "the ferries",
        "stay in the basin",
        "ferries in the outer basin",
        "",
        "the gates",
        "We opened the gates, and the water had reached the hall; nobody had expected that of the ferries",
    ];

    #[test]
    fn what_is_similar_may_be_so_and_most_else_may_not() {
        let all: Vec<Utterance> = SAID.iter().map(|said| Utterance::new(said, None)).collect();
        let (mut may, mut is) = (0, 0);
        for a in &all {
            for b in &all {
                let (here, there) = (UtteranceOutline::of(a), UtteranceOutline::of(b));
                let may_be = here.may_be_similar(&there, common(&a.keys, &b.keys));
                // Without keys in common, two are never looked at.
                let is_similar = a.similar(b).is_some() && common(&a.keys, &b.keys) > 0;
                assert!(may_be || !is_similar, "{} | {}", a.written, b.written);
                (may, is) = (may + usize::from(may_be), is + usize::from(is_similar));
            }
        }
        assert!(is > 10 && may < all.len() * all.len() / 2, "{is} {may}");
    }

    #[test]
    fn an_outline_is_read_as_it_was_written() {
        let outline = UtteranceOutline::of(&Utterance::new(SAID[0], None));
        assert_eq!(UtteranceOutline::from_bytes(outline.to_bytes()), outline);
    }
}
