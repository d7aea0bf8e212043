//! The first look at an article: one pass over its bytes that tells which others it may have something in common with.
//!
//! Reading an article takes milliseconds, skimming it some ten microseconds. A skim keeps hashes of what tells an article
//! from others: its rarest words and names, the more so in its first sentences and beside numbers (two figures that
//! contradict each other share no digit, but the words around them), its longer numbers, neighbouring words within
//! quotation marks, and the smallest hashes of its five-word shingles. How rare a word is comes from an embedded list.
//!
//! Skims decide what is read first, never what is found: what shares nothing with an open article is read later.

use super::Wording;
use crate::language;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// Words more common than this tell nothing (see [`language::rarity`]).
const COMMON: u8 = 130;
/// So many words and numbers of an article are kept.
const WORDS: usize = 64;
/// So many pairs of words within quotation marks.
const PAIRS: usize = 32;
/// So many shingles.
const SHINGLES: usize = 8;
const SHINGLE: usize = 5;
/// Words this near to a number count more.
const NEAR: usize = 6;
/// So many bytes open an article.
const OPENING: usize = 600;
/// What shingles and pairs in common tell.
const PHRASE: f32 = 3.0;
/// A key of more articles than this tells too little to look through them.
const COMMON_KEY: usize = 2048;

/// Keys of an article with what they tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Skim {
    /// Hash and weight, the heaviest first within each kind.
    keys: Vec<(u32, f32)>,
    /// Beside which articles it is read, if it shares nothing with an open one.
    pub wording: Wording,
}

/// A word as a skim sees it.
#[derive(Clone, Copy, Default)]
struct Known {
    hash: u64,
    stem: u32,
    rarity: u8,
}

/// Stems of words seen lately, by the low bits of their hash.
const REMEMBERED: usize = 1 << 16;

thread_local! {
    static WORDS_SEEN: RefCell<Vec<Known>> = const { RefCell::new(Vec::new()) };
}

fn mixed(hash: u64) -> u32 {
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// The stem and the rarity of a word that stands at `word`, given its hash in small letters.
fn known(seen: &mut [Known], hash: u64, word: &[u8]) -> Known {
    let place = &mut seen[mixed(hash) as usize % REMEMBERED];
    if place.hash != hash {
        let text = String::from_utf8_lossy(word);
        let stem = language::stem(&text);
        let stem_hash = stem.bytes().fold(17, step);
        *place = Known { hash, stem: mixed(stem_hash), rarity: language::rarity(&stem) };
    }
    *place
}

fn step(hash: u64, byte: u8) -> u64 {
    (hash.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x517c_c1b7_2722_0a95)
}

impl Skim {
    /// Skims a text, whatever its bytes are.
    pub fn of(text: &[u8]) -> Self {
        WORDS_SEEN.with_borrow_mut(|seen| {
            seen.resize(REMEMBERED, Known::default());
            skim(text, seen)
        })
    }
}

fn skim(text: &[u8], seen: &mut [Known]) -> Skim {
    let mut words: FxHashMap<u32, f32> = FxHashMap::default();
    let (mut pairs, mut shingles): (Vec<(u32, f32)>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut last = [0u64; SHINGLE];
    // The rare words just passed, for numbers that come behind them.
    let mut passed = [(0u32, 0f32, 0usize); NEAR];
    let (mut count, mut number_at, mut rare_in_quote, mut quoted) = (0usize, usize::MAX, 0u32, false);
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        if !is_word(byte) {
            if byte == b'"' {
                (quoted, rare_in_quote) = (!quoted, 0);
            } else if byte == b'\n' {
                (quoted, rare_in_quote) = (false, 0);
            }
            at += 1;
            continue;
        }
        if let Some(opens) = mark(&text[at..]) {
            (quoted, rare_in_quote) = (opens, 0);
            at += 3;
            continue;
        }
        let start = at;
        let mut hash = 17;
        if byte.is_ascii_digit() {
            let mut digits = 0;
            while at < text.len() && (text[at].is_ascii_digit() || is_point_within(text, at)) {
                digits += usize::from(text[at].is_ascii_digit());
                hash = step(hash, text[at]);
                at += 1;
            }
            count += 1;
            number_at = count;
            let year = digits == 4 && at - start == 4;
            if digits > 1 && !year {
                words.entry(mixed(hash)).or_insert(0.3 * (digits.min(6) as f32));
            }
            for (stem, weight, place) in passed {
                if place > 0 && count - place <= NEAR {
                    *words.entry(stem).or_default() += 0.5 * weight;
                }
            }
            shingle(&mut last, hash, count, &mut shingles);
            continue;
        }
        while at < text.len() && is_word(text[at]) && mark(&text[at..]).is_none() {
            hash = step(hash, text[at].to_ascii_lowercase());
            at += 1;
        }
        count += 1;
        shingle(&mut last, hash, count, &mut shingles);
        if at - start < 3 {
            continue;
        }
        let word = known(seen, hash, &text[start..at]);
        if word.rarity < COMMON {
            continue;
        }
        let mut weight = f32::from(word.rarity - COMMON + 10) / 135.0;
        if start < OPENING {
            weight *= 2.0;
        }
        let near_number = number_at != usize::MAX && count - number_at <= NEAR;
        let sum = words.entry(word.stem).or_default();
        // The first time counts most: what is said often is not told of more.
        *sum += if *sum == 0.0 { weight } else { 0.25 * weight };
        *sum += if near_number { 0.5 * weight } else { 0.0 };
        passed[count % NEAR] = (word.stem, weight, count);
        if quoted {
            if rare_in_quote != 0 && pairs.len() < 4 * PAIRS {
                pairs.push((mixed(u64::from(rare_in_quote) << 32 | u64::from(word.stem)), PHRASE));
            }
            rare_in_quote = word.stem;
        }
    }
    let mut keys: Vec<(u32, f32)> = words.into_iter().collect();
    keys.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    keys.truncate(WORDS);
    pairs.sort_unstable_by_key(|p| p.0);
    pairs.dedup_by_key(|p| p.0);
    pairs.truncate(PAIRS);
    shingles.sort_unstable();
    shingles.dedup();
    shingles.truncate(SHINGLES);
    keys.append(&mut pairs);
    keys.extend(shingles.into_iter().map(|hash| (hash, PHRASE)));
    Skim { keys, wording: Wording::of(text) }
}

/// Takes note of a word and of the run of words that it ends; only the smallest hashes are needed.
fn shingle(last: &mut [u64; SHINGLE], hash: u64, count: usize, shingles: &mut Vec<u32>) {
    last[count % SHINGLE] = hash;
    if count < SHINGLE {
        return;
    }
    let run = (1..=SHINGLE)
        .fold(3u64, |sum, i| (sum.rotate_left(7) ^ last[(count + i) % SHINGLE]).wrapping_mul(0xd1b5_4a32_d192_ed03));
    let run = mixed(run);
    // A fixed share of all hashes, so that the list stays short.
    if run < u32::MAX / 16 {
        shingles.push(run);
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Whether a curly quotation mark stands here, and whether it opens.
fn mark(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xe2, 0x80, 0x9c | 0x9e, ..] => Some(true),
        [0xe2, 0x80, 0x9d, ..] => Some(false),
        _ => None,
    }
}

fn is_point_within(text: &[u8], at: usize) -> bool {
    matches!(text[at], b',' | b'.') && text.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// Skimmed articles, by their keys.
#[derive(Clone, Debug, Default)]
pub struct SkimIndex {
    /// Keys with their articles, sorted.
    sorted: Vec<(u32, u32)>,
}

impl SkimIndex {
    /// The index of these articles, which are known by their places in the list.
    pub fn of(skims: &[Skim]) -> Self {
        use rayon::prelude::*;
        let keys = skims.iter().enumerate();
        let mut sorted: Vec<(u32, u32)> =
            keys.flat_map(|(place, skim)| skim.keys.iter().map(move |key| (key.0, place as u32))).collect();
        sorted.par_sort_unstable();
        sorted.dedup();
        Self { sorted }
    }

    /// The places of the articles that share most with this one, the likeliest first; at most `most`.
    pub fn likely(&self, skim: &Skim, most: usize) -> Vec<usize> {
        self.likely_by(skim, most, 0.0)
    }

    /// The same of those that share at least so much: the weight of the keys that both have, each by the logarithm of how many
    /// articles have it.
    pub fn likely_by(&self, skim: &Skim, most: usize, least: f32) -> Vec<usize> {
        let mut sums: FxHashMap<u32, f32> = FxHashMap::default();
        for &(key, weight) in &skim.keys {
            let start = self.sorted.partition_point(|entry| entry.0 < key);
            let count = self.sorted[start..].partition_point(|entry| entry.0 == key);
            if count > COMMON_KEY {
                continue;
            }
            for &(_, place) in &self.sorted[start..start + count] {
                *sums.entry(place).or_default() += weight / (1.0 + count as f32).ln();
            }
        }
        let mut likely: Vec<(u32, f32)> = sums.into_iter().filter(|(_, sum)| *sum >= least.max(ENOUGH)).collect();
        likely.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        likely.into_iter().take(most).map(|(place, _)| place as usize).collect()
    }
}

/// Articles that share less than this have nothing in common but a word.
const ENOUGH: f32 = 0.5;

#[cfg(test)]
mod tests {
    use super::{Skim, SkimIndex};

    const FLOOD: &str = "PORT ALDER - The harbourmaster said the Eastgate wall gave way and 340 people were evacuated. \
                         \"The sluice keeper never sounded the siren,\" Marsh said.";
    const AGAIN: &str = "Some 520 people had to be evacuated when the wall at Eastgate gave way in Port Alder.";
    const QUOTE: &str = "Marsh complained that “the sluice keeper never once sounded the siren” that night.";
    const TRIAL: &str = "A jury in Thornby found the banker guilty of embezzling pensions.";

    fn likely(of: &str, among: &[&str]) -> Vec<usize> {
        let skims: Vec<Skim> = among.iter().map(|text| Skim::of(text.as_bytes())).collect();
        SkimIndex::of(&skims).likely(&Skim::of(of.as_bytes()), 10)
    }

    #[test]
    fn reports_of_one_event_are_likely_and_others_are_not() {
        assert_eq!(likely(FLOOD, &[TRIAL, AGAIN, TRIAL]), [1]);
        assert_eq!(likely(AGAIN, &[TRIAL, FLOOD]), [1]);
    }

    #[test]
    fn words_within_quotation_marks_of_any_kind_are_found() {
        assert_eq!(likely(FLOOD, &[TRIAL, QUOTE])[0], 1);
    }

    #[test]
    fn a_copy_comes_first() {
        let copy = format!("{FLOOD} More follows.");
        assert_eq!(likely(FLOOD, &[AGAIN, &copy])[0], 1);
    }

    #[test]
    fn an_empty_index_knows_nothing() {
        assert!(likely(FLOOD, &[]).is_empty() && likely("", &[FLOOD]).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_skimmed_alike_every_time(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            proptest::prop_assert_eq!(Skim::of(&bytes), Skim::of(&bytes));
        }
    }
}
