//! What is at hand of every utterance of a corpus: enough to tell of most that share a few words with one that they are no
//! variant of it, of those that have the very same words that they are one, and of most others that nothing else is said of
//! them that could contradict what is said here, so that their articles need not be unpacked for it.

use super::{
    Evidence, FEWEST_STEMS, GRAM_JACCARD, NEAR_PAIRS, SHORTEST_CUT, STEM_CONTAINMENT, Utterance, are_two, grams,
    share_of_keys,
};
use crate::corpus::figure::hash;
use crate::corpus::person::Person;

/// So many times 64 bits tell of the stems, and of the runs of four characters.
const STEM_WORDS: usize = 2;
const GRAM_WORDS: usize = 6;

/// An utterance in a few bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct UtteranceOutline {
    /// A bit for each stem.
    stem_bits: [u64; STEM_WORDS],
    /// A bit for each run of four characters: of a quotation of fifty words one in two is set.
    gram_bits: [u64; GRAM_WORDS],
    /// Hash of its words.
    written: u32,
    /// How many keys it has.
    keys: u16,
    /// How many different runs of four characters, of more than 65,535 that many.
    grams: u16,
    /// How many stems and words, of more than 255 that many.
    stems: u8,
    words: u8,
    /// Whether its article says on which day it was said.
    pub(in crate::corpus) is_dated: bool,
    /// Who says it beyond doubt: a print of the person, 0 where it is not certain.
    pub(in crate::corpus) claimant: u32,
    /// Who says it.
    speaker: Option<Person>,
}

/// Bits for hashes, spread over all of them.
fn bits<const WORDS: usize>(hashes: &[u32]) -> [u64; WORDS] {
    let mut bits = [0; WORDS];
    for hash in hashes {
        // The upper half of the product is a number below the number of bits, as evenly spread as the hash.
        let place = (u64::from(hash.wrapping_mul(0x9e37_79b9)) * 64 * WORDS as u64) >> 32;
        bits[(place >> 6) as usize] |= 1 << (place & 63);
    }
    bits
}

/// How many bits are set in one and not in the other: at least so many of the hashes are.
fn missing(own: &[u64], other: &[u64]) -> u32 {
    own.iter().zip(other).map(|(a, b)| (a & !b).count_ones()).sum()
}

impl UtteranceOutline {
    pub(super) fn of(utterance: &Utterance) -> Self {
        let words = utterance.written.split(' ').filter(|word| !word.is_empty()).count();
        let grams = grams(&utterance.written);
        Self {
            stem_bits: bits(&utterance.stems),
            gram_bits: bits(&grams),
            written: hash(&utterance.written) as u32,
            keys: utterance.keys.len().min(u16::MAX.into()) as u16,
            grams: grams.len().min(u16::MAX.into()) as u16,
            stems: utterance.stems.len().min(u8::MAX.into()) as u8,
            words: words.min(u8::MAX.into()) as u8,
            is_dated: false,
            claimant: 0,
            speaker: utterance.speaker,
        }
    }

    /// With what its article says of it beside its words.
    pub(in crate::corpus) fn told(self, claimant: u32, is_dated: bool) -> Self {
        Self { claimant, is_dated, ..self }
    }

    /// Whether both have the same words in the same order.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        // Equal words have all of this in common; others would have to agree in a hash besides the runs and stems that it
        // takes to be called alike.
        let numbers = |o: &Self| (o.written, o.keys, o.grams, o.stems, o.words);
        numbers(self) == numbers(other) && self.stem_bits == other.stem_bits && self.gram_bits == other.gram_bits
    }

    /// A hash that two with the same words and the same speaker share.
    pub(super) fn print(&self) -> u64 {
        hash(&(self.written, self.speaker))
    }

    /// Whether both name the very same speaker, or none.
    pub(super) fn has_very_speaker_of(&self, other: &Self) -> bool {
        self.speaker == other.speaker
    }

    /// What two that have the same words say, as [`Utterance::evidence`] and [`Utterance::is_anothers`] do.
    pub(super) fn evidence(&self, other: &Self) -> (Evidence, bool) {
        (Evidence::of_same(self.stems.into()), are_two(self.speaker, other.speaker))
    }

    /// How many keys it has, of more than 255 that many.
    pub(in crate::corpus) fn few_keys(&self) -> u8 {
        self.keys.min(u8::MAX.into()) as u8
    }

    /// Whether one with so many keys, as [`UtteranceOutline::few_keys`] counts them, may share enough of them with this one to
    /// be looked at, if they have no more than so many in common.
    pub(in crate::corpus) fn may_share_enough(&self, keys: u8, shared: usize) -> bool {
        share_of_keys(shared, self.few_keys().into(), keys.into()) >= NEAR_PAIRS / 2.0
    }

    /// Whether both may be one utterance if they have no more than so many keys in common: never `false` where
    /// [`Utterance::similar`] finds that they are.
    pub(super) fn may_be_similar(&self, other: &Self, shared: usize) -> bool {
        let near = share_of_keys(shared, self.keys.into(), other.keys.into());
        let (stems, words) = (self.stems.min(other.stems), self.words.min(other.words));
        if near < NEAR_PAIRS / 2.0 || usize::from(stems) < FEWEST_STEMS {
            return false;
        }
        if self.written == other.written {
            return true;
        }
        // Runs of four characters that one has and the other has not: at least so many.
        let missing = |a: &Self, b: &Self| missing(&a.gram_bits, &b.gram_bits) as usize;
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
            stems => u32::from(stems).saturating_sub(missing(&a.stem_bits, &b.stem_bits)),
        };
        let shared = present(self, other).min(present(other, self));
        shared as f32 / f32::from(self.stems.min(other.stems).max(1)) >= STEM_CONTAINMENT
    }

    /// Bytes of [`UtteranceOutline::to_bytes`].
    pub(in crate::corpus) const WIDTH: usize = 8 * (STEM_WORDS + GRAM_WORDS) + 15 + Person::WIDTH;

    pub(in crate::corpus) fn to_bytes(self) -> [u8; Self::WIDTH] {
        let mut bytes = [0; Self::WIDTH];
        let (bits, rest) = bytes.split_at_mut(8 * (STEM_WORDS + GRAM_WORDS));
        let words = self.stem_bits.into_iter().chain(self.gram_bits);
        bits.chunks_exact_mut(8).zip(words).for_each(|(place, word)| place.copy_from_slice(&word.to_le_bytes()));
        rest[0..4].copy_from_slice(&self.written.to_le_bytes());
        rest[4..6].copy_from_slice(&self.keys.to_le_bytes());
        rest[6..8].copy_from_slice(&self.grams.to_le_bytes());
        (rest[8], rest[9], rest[10]) = (self.stems, self.words, u8::from(self.is_dated));
        rest[11..15].copy_from_slice(&self.claimant.to_le_bytes());
        rest[15..].copy_from_slice(&Person::to_bytes(self.speaker));
        bytes
    }

    /// What [`UtteranceOutline::to_bytes`] gave.
    pub(in crate::corpus) fn from_bytes(bytes: [u8; Self::WIDTH]) -> Self {
        let (words, rest) = bytes.split_at(8 * (STEM_WORDS + GRAM_WORDS));
        let bits = |nth: usize| u64::from_le_bytes(std::array::from_fn(|i| words[8 * nth + i]));
        Self {
            stem_bits: std::array::from_fn(bits),
            gram_bits: std::array::from_fn(|nth| bits(STEM_WORDS + nth)),
            written: u32::from_le_bytes([rest[0], rest[1], rest[2], rest[3]]),
            keys: u16::from_le_bytes([rest[4], rest[5]]),
            grams: u16::from_le_bytes([rest[6], rest[7]]),
            stems: rest[8],
            words: rest[9],
            is_dated: rest[10] != 0,
            claimant: u32::from_le_bytes([rest[11], rest[12], rest[13], rest[14]]),
            speaker: Person::from_bytes(std::array::from_fn(|i| rest[15 + i])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{QuoteRelation, common};
    use super::{Person, Utterance, UtteranceOutline};

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
                let shares_enough = here.may_share_enough(there.few_keys(), common(&a.keys, &b.keys));
                assert!(shares_enough || !may_be, "{} | {}", a.written, b.written);
                assert_eq!(here.told(1, true).is_same(&there.told(2, false)), a.written == b.written);
                (may, is) = (may + usize::from(may_be), is + usize::from(is_similar));
            }
        }
        assert!(is > 10 && may < all.len() * all.len() / 2, "{is} {may}");
    }

    #[test]
    fn of_more_keys_than_a_byte_counts_as_many_are_taken_for_what_it_holds() {
        let with = |keys: u16| UtteranceOutline { keys, ..UtteranceOutline::default() };
        let enough = |a: u16, b: u16, shared| with(a).may_share_enough(with(b).few_keys(), shared);
        assert_eq!(
            [enough(100, 10, 1), enough(100, 10, 2), enough(10, 100, 1), enough(10, 100, 2)],
            [false, true, false, true]
        );
        assert_eq!([enough(900, 800, 38), enough(900, 800, 39)], [false, true]);
        assert!(enough(0, 0, 1) && !enough(0, 0, 0));
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
    fn of_the_same_words_an_outline_says_what_the_utterance_does() {
        let settings = crate::corpus::Settings::default();
        let speakers = ["", "Marsh", "Ann Marsh", "A. Marsh", "Brandt"];
        for said in SAID.iter().filter(|said| !said.is_empty()) {
            let by = |name: &&str| {
                Utterance::new(said, Some(*name).filter(|n| !n.is_empty()).map(|n| Person::of(n, &settings)))
            };
            let all: Vec<Utterance> = speakers.iter().map(by).collect();
            for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
                let told = a.outline().evidence(&b.outline());
                assert_eq!(told, (a.evidence(b, QuoteRelation::Same), a.is_anothers(b)), "{said}");
            }
        }
    }

    #[test]
    fn an_outline_is_read_as_it_was_written() {
        for name in ["Ann Marsh", "A. Marsh", "Marsh"] {
            let speaker = Person::of(name, &crate::corpus::Settings::default());
            for speaker in [None, Some(speaker)] {
                let outline = Utterance::new(SAID[0], speaker).outline().told(0x0102_0304, true);
                assert_eq!(UtteranceOutline::from_bytes(outline.to_bytes()), outline);
            }
        }
    }
}
