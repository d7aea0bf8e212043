//! What is at hand of every utterance of a corpus: enough to tell of most that share a few words with one that they are no
//! variant of it, so that their articles need not be unpacked for it.

use super::{FEWEST_STEMS, GRAM_JACCARD, NEAR_PAIRS, SHORTEST_CUT, STEM_CONTAINMENT, Utterance, grams};
use crate::corpus::figure::hash;

/// An utterance in a few bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct UtteranceOutline {
    /// A bit for each stem.
    stem_bits: u64,
    /// A bit for each run of four characters.
    gram_bits: [u64; 2],
    /// Hash of its words.
    written: u32,
    /// How many keys it has.
    keys: u16,
    /// How many different runs of four characters, of more than 65,535 that many.
    grams: u16,
    /// How many stems and words, of more than 255 that many.
    stems: u8,
    words: u8,
}

impl UtteranceOutline {
    pub(super) fn of(utterance: &Utterance) -> Self {
        let words = utterance.written.split(' ').filter(|word| !word.is_empty()).count();
        let grams = grams(&utterance.written);
        let mut gram_bits = [0; 2];
        for gram in &grams {
            let place = gram.wrapping_mul(0x9e37_79b9) >> 25;
            gram_bits[(place >> 6) as usize] |= 1 << (place & 63);
        }
        Self {
            stem_bits: utterance.stems.iter().fold(0, |bits, stem| bits | 1 << (stem.wrapping_mul(0x9e37_79b9) >> 26)),
            gram_bits,
            written: hash(&utterance.written) as u32,
            keys: utterance.keys.len().min(u16::MAX.into()) as u16,
            grams: grams.len().min(u16::MAX.into()) as u16,
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
        if self.written == other.written {
            return true;
        }
        // Runs of four characters that one has and the other has not: at least so many.
        let missing = |a: &Self, b: &Self| {
            (0..2).map(|half| (a.gram_bits[half] & !b.gram_bits[half]).count_ones()).sum::<u32>() as usize
        };
        let (here, there) = (missing(self, other), missing(other, self));
        let is_cut = usize::from(words) >= SHORTEST_CUT && (here == 0 || there == 0);
        is_cut
            || (stems >= 4 || words >= 6) && {
                let is_phrased = || stems >= 5 && shared >= 3 && near >= NEAR_PAIRS && self.may_contain(other);
                self.may_be_alike(other, [here, there]) || is_phrased()
            }
    }

    /// Whether so large a share of the runs of four characters that both have together may stand in both.
    fn may_be_alike(&self, other: &Self, missing: [usize; 2]) -> bool {
        let (own, theirs) = (usize::from(self.grams), usize::from(other.grams));
        let shared = own.saturating_sub(missing[0]).min(theirs.saturating_sub(missing[1]));
        // Of very long ones it is not known how many they are.
        own.max(theirs) >= u16::MAX.into() || shared as f32 / (own + theirs - shared).max(1) as f32 >= GRAM_JACCARD
    }

    /// Whether so large a share of the stems of the one that has fewer may be the other's, too.
    fn may_contain(&self, other: &Self) -> bool {
        let present = |a: &Self, b: &Self| match a.stems {
            u8::MAX => u32::MAX,
            stems => u32::from(stems).saturating_sub((a.stem_bits & !b.stem_bits).count_ones()),
        };
        let shared = present(self, other).min(present(other, self));
        shared as f32 / f32::from(self.stems.min(other.stems).max(1)) >= STEM_CONTAINMENT
    }

    /// Bytes of [`UtteranceOutline::to_bytes`].
    pub(in crate::corpus) const WIDTH: usize = 34;

    pub(in crate::corpus) fn to_bytes(self) -> [u8; Self::WIDTH] {
        let mut bytes = [0; Self::WIDTH];
        for (nth, bits) in [self.stem_bits, self.gram_bits[0], self.gram_bits[1]].into_iter().enumerate() {
            bytes[8 * nth..8 * nth + 8].copy_from_slice(&bits.to_le_bytes());
        }
        bytes[24..28].copy_from_slice(&self.written.to_le_bytes());
        bytes[28..30].copy_from_slice(&self.keys.to_le_bytes());
        bytes[30..32].copy_from_slice(&self.grams.to_le_bytes());
        (bytes[32], bytes[33]) = (self.stems, self.words);
        bytes
    }

    /// What [`UtteranceOutline::to_bytes`] gave.
    pub(in crate::corpus) fn from_bytes(bytes: [u8; Self::WIDTH]) -> Self {
        let bits = |nth: usize| u64::from_le_bytes(std::array::from_fn(|i| bytes[8 * nth + i]));
        Self {
            stem_bits: bits(0),
            gram_bits: [bits(1), bits(2)],
            written: u32::from_le_bytes([bytes[24], bytes[25], bytes[26], bytes[27]]),
            keys: u16::from_le_bytes([bytes[28], bytes[29]]),
            grams: u16::from_le_bytes([bytes[30], bytes[31]]),
            stems: bytes[32],
            words: bytes[33],
        }
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

    proptest::proptest! {
        #[test]
        fn of_any_two_utterances_those_that_are_similar_may_be_so(
            a in "(([gh]ates|hall|Marché|water|we|opened|the|ferr(y|ies)|basin|wall|[0-3]) ){0,14}",
            from in 0usize..14, more in "((gates|hall|wall|sea|the) ){0,5}", removed in 0usize..14,
        ) {
            let mut words: Vec<&str> = a.split_whitespace().collect();
            let whole = Utterance::new(&words.join(" "), None);
            if removed < words.len() {
                words.remove(removed);
            }
            words.drain(..from.min(words.len()));
            let part = Utterance::new(&format!("{} {more}", words.join(" ")), None);
            let shared = common(&whole.keys, &part.keys);
            let may_be = UtteranceOutline::of(&whole).may_be_similar(&UtteranceOutline::of(&part), shared);
            proptest::prop_assert!(may_be || shared == 0 || whole.similar(&part).is_none());
        }
    }

    #[test]
    fn an_outline_is_read_as_it_was_written() {
        let outline = UtteranceOutline::of(&Utterance::new(SAID[0], None));
        assert_eq!(UtteranceOutline::from_bytes(outline.to_bytes()), outline);
    }
}
