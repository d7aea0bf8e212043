//! The same utterance in different articles: verbatim, altered, cut short or translated anew.
//!
//! Two quotations are compared by the stems of their words and by their character 4-grams. Measured
//! on real pairs of outlets, a Jaccard similarity of 4-grams of 0.3, or 0.6 of the shorter one's stems
//! found in the longer one, separates variants of one utterance from chance. Below that, quotations of
//! one speaker count as the same utterance only beside a certain pair of the same two articles.

mod at_hand;
mod evidence;
mod tongue;
mod variants;

pub(super) use at_hand::UtteranceOutline;
use evidence::Evidence;
pub(super) use variants::Sharing;

use super::figure::hash;
use super::person::Person;
use super::stem::stem;
use super::{ArticleEntry, DocumentId, Settings};
use crate::language::{
    self,
    gazetteer::{self, PlaceKind},
};
use crate::reading::{Entity, EntityKind, QuotationKind, Reading};
use crate::text::{Recalled, WordMemory, alphanumeric_runs, recalled_beside};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::OnceLock;

/// How another article's quotation relates to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteRelation {
    /// The same words but for punctuation and case.
    Same,
    /// The same words as far as the shorter one goes.
    Truncated,
    /// Mostly the same words.
    Altered,
    /// The same speaker and order of thought in other words: two translations.
    Translated,
}

impl QuoteRelation {
    /// As the JSON contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            QuoteRelation::Same => "same",
            QuoteRelation::Truncated => "truncated",
            QuoteRelation::Altered => "altered",
            QuoteRelation::Translated => "translated",
        }
    }
}

/// The same utterance somewhere else.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteVariant {
    /// The other article.
    pub other: DocumentId,
    /// Index into its reading's quotations.
    pub quotation: usize,
    /// How the words relate.
    pub relation: QuoteRelation,
    /// Similarity from 0 to 1.
    pub similarity: f32,
    /// What the words alone say.
    evidence: Evidence,
    /// Whether two others are named as the speakers.
    is_anothers: bool,
}

/// A quotation in terms that can be compared.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Utterance {
    /// The words in lower case with a space between them, without punctuation.
    written: Box<str>,
    /// Sorted hashes of the stems of the words that carry meaning.
    #[serde(with = "super::raw")]
    stems: Box<[u32]>,
    /// What is made of the words when they are first compared: for most that moment never comes.
    #[serde(skip)]
    prints: OnceLock<Prints>,
    /// What is at hand of it, where that was asked for.
    #[serde(skip)]
    outline: OnceLock<UtteranceOutline>,
    /// Who says it.
    pub(super) speaker: Option<Person>,
    #[serde(skip)]
    pub(super) keys: Box<[u64]>,
    /// Hash of words and speaker.
    pub(super) content: u64,
}

/// The words of an utterance as numbers.
#[derive(Clone, Debug, Default)]
struct Prints {
    /// Hashes of the words, in order.
    words: Box<[u32]>,
    /// Sorted hashes of character 4-grams.
    grams: Box<[u32]>,
    /// How much each word weighs.
    weights: Box<[u8]>,
}

/// Which share of the keys of the one that has fewer, of so many each, both have.
fn share_of_keys(shared: usize, own: usize, others: usize) -> f32 {
    shared as f32 / own.min(others).max(1) as f32
}

impl Prints {
    fn of(written: &str) -> Self {
        let words = || written.split(' ').filter(|word| !word.is_empty());
        Self {
            words: words().map(|word| hash(word) as u32).collect(),
            grams: grams(written).into(),
            weights: words().map(|word| evidence::weight(stem(word).rarity)).collect(),
        }
    }
}

/// Sorted prints of the runs of four characters: of ASCII their bytes.
fn grams(written: &str) -> Vec<u32> {
    let mut grams: Vec<u32> = match written.is_ascii() {
        true => written.as_bytes().windows(4).map(|run| u32::from_le_bytes([run[0], run[1], run[2], run[3]])).collect(),
        false => {
            let letters: Vec<char> = written.chars().collect();
            let gram = |run: &[char]| match run.iter().all(char::is_ascii) {
                true => run.iter().rev().fold(0, |bytes, letter| bytes << 8 | *letter as u32),
                // No byte of ASCII has the highest bit.
                false => hash(&run) as u32 | 1 << 31,
            };
            letters.windows(4).map(gram).collect()
        }
    };
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// Fewer meaning words than this say nothing about where a quotation comes from.
const FEWEST_STEMS: usize = 2;
/// Of fewer words than this it cannot be told that they were cut out of others.
const SHORTEST_CUT: usize = 4;
/// A quotation of fewer words than this is a slogan or a name as much as an utterance.
const SHORTEST_ALTERED: usize = 5;
const GRAM_JACCARD: f32 = 0.3;
const STEM_CONTAINMENT: f32 = 0.6;
/// Share of the shorter one's pairs of neighbouring stems that the longer one has as well.
const NEAR_PAIRS: f32 = 0.3;
/// How many words in a row two different speakers, or two quotations whose words in common are few, must share.
const RUN: usize = 4;
/// Share of the shorter one's pairs of neighbouring words, empty ones included, that the longer one has as well.
const NEIGHBOURS: f32 = 0.35;
/// What two translations must share at least, beside a certain pair of the same articles.
const TRANSLATION_CONTAINMENT: f32 = 0.3;
const TRANSLATION_WORDS: usize = 6;
pub(super) const COMMON_KEY: usize = 1024;

const EMPTY_WORDS: &[&str] = &[
    "a", "an", "the", "and", "or", "but", "of", "to", "in", "on", "at", "by", "for", "with", "from", "as", "that",
    "this", "it", "its", "is", "are", "was", "were", "be", "been", "being", "am", "i", "we", "you", "he", "she",
    "they", "them", "his", "her", "their", "our", "my", "your", "us", "me", "him", "do", "does", "did", "have", "has",
    "had", "will", "would", "can", "could", "should", "may", "might", "must", "not", "no", "so", "if", "than", "then",
    "there", "here", "what", "which", "who", "whom", "when", "where", "how", "why", "just", "very", "also", "too", "s",
    "t", "re", "ve", "ll", "d", "m", "don", "one", "these", "those", "into", "about", "up", "out", "all", "any",
    "some", "more", "other", "such", "only", "own", "same", "because", "until", "while", "let", "get", "got", "go",
    "going",
];

/// All quotations of a reading, in their order; those that are no speech have no keys.
pub(super) fn utterances(reading: &Reading, settings: &Settings) -> Vec<Utterance> {
    let text = &reading.article.text;
    let made = reading.quotations.iter().map(|quotation| {
        if quotation.kind != QuotationKind::Speech {
            return Utterance::default();
        }
        let content: String = quotation.content.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" ");
        let speaker = quotation.speaker.map(|s| {
            let Entity { name, kind, .. } = &reading.entities[s];
            // "The Foreign Ministry" and "the Norland Foreign Ministry": the last word is what they share.
            let name =
                if *kind == EntityKind::Person { name.as_str() } else { name.rsplit(' ').next().unwrap_or(name) };
            Person::of(name, settings)
        });
        // With its outline: of whatever is made of an article anew, both are asked for.
        let make = || {
            let utterance = Utterance::new(&content, speaker);
            utterance.outline();
            Rc::new(utterance)
        };
        (*recalled_beside(&UTTERANCES, (&content, &speaker), make)).clone()
    });
    made.collect()
}

thread_local! {
    static UTTERANCES: RefCell<Recalled<Rc<Utterance>>> = RefCell::default();
}

impl Utterance {
    fn new(content: &str, speaker: Option<Person>) -> Self {
        let edited = unmarked(content);
        let written: Vec<&str> = edited.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let spelt =
            |low: String| TITLES.iter().find(|(short, _)| *short == low).map_or(low, |(_, long)| (*long).into());
        let words: Vec<String> = written.iter().map(|w| spelt(w.to_lowercase())).collect();
        let concepts = written.iter().zip(&words).map(|(w, lower)| concept(w, lower));
        let meaning: Vec<Rc<str>> = concepts.flatten().collect();
        let mut keys = Vec::new();
        if meaning.len() >= FEWEST_STEMS {
            for (i, first) in meaning.iter().enumerate() {
                for second in meaning[i + 1..].iter().take(3).filter(|second| *second != first) {
                    keys.push(hash(&if first < second { (first, second) } else { (second, first) }));
                }
            }
            keys.sort_unstable();
            keys.dedup();
        }
        let mut stems: Vec<u32> = meaning.iter().map(|stem| hash(&**stem) as u32).collect();
        stems.sort_unstable();
        stems.dedup();
        let content = hash(&(&words, speaker));
        Self {
            content,
            written: words.join(" ").into(),
            stems: stems.into(),
            prints: OnceLock::new(),
            outline: OnceLock::new(),
            speaker,
            keys: keys.into(),
        }
    }

    fn prints(&self) -> &Prints {
        self.prints.get_or_init(|| Prints::of(&self.written))
    }

    /// What is at hand of it.
    pub(super) fn outline(&self) -> UtteranceOutline {
        *self.outline.get_or_init(|| UtteranceOutline::of(self))
    }

    fn words(&self) -> &[u32] {
        &self.prints().words
    }

    /// The relation of two quotations by their words alone.
    fn similar(&self, other: &Utterance) -> Option<(QuoteRelation, f32)> {
        self.similar_sharing(other, || common(&self.keys, &other.keys))
    }

    /// The same where it is known how many keys both have.
    fn similar_sharing(&self, other: &Utterance, pairs: impl FnOnce() -> usize) -> Option<(QuoteRelation, f32)> {
        let shorter = self.stems.len().min(other.stems.len());
        if shorter < FEWEST_STEMS {
            return None;
        }
        if self.written == other.written {
            return Some((QuoteRelation::Same, 1.0));
        }
        // Words in common say little in a long speech; the same words near each other say much. This is asked first: it
        // settles most pairs, and the words of most utterances are never looked at.
        let pairs = pairs();
        let near = share_of_keys(pairs, self.keys.len(), other.keys.len());
        if near < NEAR_PAIRS / 2.0 {
            return None;
        }
        let (short, long) = if self.words().len() <= other.words().len() { (self, other) } else { (other, self) };
        if short.is_within(long) {
            return Some((QuoteRelation::Truncated, 1.0));
        }
        let (own, theirs) = (&self.prints().grams, &other.prints().grams);
        let grams = common(own, theirs);
        let jaccard = grams as f32 / (own.len() + theirs.len() - grams).max(1) as f32;
        let containment = common(&self.stems, &other.stems) as f32 / shorter as f32;
        if self.words().len().min(other.words().len()) < SHORTEST_ALTERED {
            return None;
        }
        let enough =
            shorter >= 4 || (shorter >= 2 && self.words().len().min(other.words().len()) >= 6 && jaccard >= 0.4);
        let alike = jaccard >= GRAM_JACCARD;
        let phrased = || {
            let contained = containment >= STEM_CONTAINMENT && shorter >= 5 && pairs >= 3 && near >= NEAR_PAIRS;
            contained && short.phrases(long, 2) >= NEIGHBOURS
        };
        if !enough || !alike && !phrased() {
            return None;
        }
        (!self.is_anothers(other) || short.phrases(long, RUN) > 0.0)
            .then_some((QuoteRelation::Altered, jaccard.max(containment)))
    }

    /// Whether both have a named speaker who may be one and the same.
    fn has_speaker_of(&self, other: &Utterance) -> bool {
        self.speaker.zip(other.speaker).is_some_and(|(a, b)| a.may_be(&b))
    }

    /// Whether two people are named as their speakers.
    fn is_anothers(&self, other: &Utterance) -> bool {
        are_two(self.speaker, other.speaker)
    }

    /// Whether its words stand in `other` as they are, and are enough to tell that they were cut out of it.
    fn is_within(&self, other: &Utterance) -> bool {
        let words = self.words();
        let Some(first) = words.first().filter(|_| words.len() >= SHORTEST_CUT) else { return false };
        other.words().windows(words.len()).any(|run| run[0] == *first && run == words)
    }

    /// Share of the runs of `length` words that `other` has as well.
    fn phrases(&self, other: &Utterance, length: usize) -> f32 {
        let theirs: FxHashSet<&[u32]> = other.words().windows(length).collect();
        let own = self.words().windows(length);
        let all = own.len().max(1);
        own.filter(|run| theirs.contains(run)).count() as f32 / all as f32
    }

    /// Number of its words.
    pub(super) fn length(&self) -> usize {
        self.words().len()
    }

    /// The longest run of words that `other` has in the same order without a gap; of very long quotations the beginning
    /// is compared.
    pub(super) fn common_run<'a>(&'a self, other: &'a Utterance) -> usize {
        let beginning = |words: &'a [u32]| &words[..words.len().min(MOST_WORDS)];
        let (a, b) = (beginning(self.words()), beginning(other.words()));
        let (mut before, mut longest) = (vec![0usize; b.len() + 1], 0);
        for word in a {
            let mut row = vec![0; b.len() + 1];
            for (j, _) in b.iter().enumerate().filter(|(_, other)| *other == word) {
                row[j + 1] = before[j] + 1;
                longest = longest.max(row[j + 1]);
            }
            before = row;
        }
        longest
    }

    fn containment(&self, other: &Utterance) -> f32 {
        common(&self.stems, &other.stems) as f32 / self.stems.len().min(other.stems.len()).max(1) as f32
    }
}

/// So many first words of a quotation show that another one may begin alike.
const OPENING: usize = 4;
/// Shorter quotations that differ are two.
const SHORTEST_OPENED: usize = 6;
/// Of the words of the longer one, so many stand at the beginning or at the end of both, and so many at least.
const FRAMED: f32 = 0.4;
const SHORTEST_FRAME: usize = 6;
/// Shorter frames have rarer words: what they weigh at least, 12 for every halving of a word's share of all words.
const LONG_FRAME: usize = 8;
const FRAME_WEIGHT: u32 = 40;

/// The first words of a quotation of these parts, if it is long enough to be an utterance.
pub(super) fn opening_words<'a>(parts: impl Iterator<Item = &'a str>) -> Option<[String; OPENING]> {
    let mut words = parts.flat_map(alphanumeric_runs).map(|(_, word)| word).take(SHORTEST_OPENED);
    let first = std::array::from_fn(|_| words.next().map(str::to_lowercase).unwrap_or_default());
    words.nth(SHORTEST_OPENED - OPENING - 1).map(|_| first)
}

impl Utterance {
    /// Which share of the longer one's words stands at the beginning or at the end of both, if both begin alike and are one
    /// utterance by that: all but one word ("We did this for our children", "We did this for our parents"), or a long frame.
    fn framed_like(&self, other: &Utterance) -> Option<f32> {
        let (own, theirs) = (self.words(), other.words());
        let (shorter, longer) = (own.len().min(theirs.len()), own.len().max(theirs.len()));
        let alike = |pairs: &mut dyn Iterator<Item = (&u32, &u32)>| pairs.take_while(|(a, b)| a == b).count();
        let begins = alike(&mut own.iter().zip(theirs));
        if shorter < SHORTEST_OPENED || begins < OPENING || begins == shorter {
            return None;
        }
        let ends = alike(&mut own.iter().rev().zip(theirs.iter().rev())).min(shorter - begins);
        let (frame, share) = (begins + ends, (begins + ends) as f32 / longer as f32);
        let weigh = |weights: &[u8]| weights.iter().map(|weight| u32::from(*weight)).sum::<u32>();
        let weights = &self.prints().weights;
        let weight = || weigh(&weights[..begins]) + weigh(&weights[own.len() - ends..]);
        let is_framed = frame >= SHORTEST_FRAME && share >= FRAMED && (frame >= LONG_FRAME || weight() >= FRAME_WEIGHT);
        let is_replaced = own.len() == theirs.len() && frame + 1 == shorter;
        (is_framed || is_replaced).then_some(share)
    }
}

/// Titles as papers shorten them before a name, and in full.
const TITLES: &[(&str, &str)] = &[
    ("capt", "captain"),
    ("col", "colonel"),
    ("dr", "doctor"),
    ("gen", "general"),
    ("gov", "governor"),
    ("lt", "lieutenant"),
    ("prof", "professor"),
    ("rep", "representative"),
    ("sen", "senator"),
    ("sgt", "sergeant"),
];

/// A quotation without the brackets within its words ("(r)ather", "[t]he"), and with signs as words: what an editor marks
/// or spells is the same utterance.
fn unmarked(content: &str) -> Cow<'_, str> {
    if !content.contains(['(', '[', '%']) && !content.contains("per cent") {
        return content.into();
    }
    let content = content.replace("per cent", "percent");
    let mut out = String::with_capacity(content.len());
    let (mut before, mut chars) = (' ', content.chars().peekable());
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '(' | '[' if next.is_alphabetic() && chars.clone().nth(1).is_some_and(|c| matches!(c, ')' | ']')) => {}
            ')' | ']' if before.is_alphabetic() && next.is_alphabetic() => {}
            '%' if before.is_ascii_digit() => out.push_str(" percent"),
            c => out.push(c),
        }
        before = c;
    }
    out.into()
}

/// Hash of all utterances of an article.
pub(super) fn content(utterances: &[Utterance]) -> u64 {
    hash(&utterances.iter().map(|u| u.content).collect::<Vec<_>>())
}

/// A word's stem; one and the same for a country and its people ("Syria", "Syrian"); none for a word without meaning.
fn concept(written: &str, lower: &str) -> Option<Rc<str>> {
    thread_local! {
        static CONCEPTS: RefCell<WordMemory<Option<Rc<str>>>> = RefCell::default();
    }
    let country = || gazetteer::place(written).filter(|p| p.kind == PlaceKind::Country).map(|p| p.country);
    let make = || match gazetteer::demonym(written).or_else(country) {
        _ if EMPTY_WORDS.contains(&lower) => None,
        Some(code) => Some(format!("country {code}").into()),
        None => Some(language::stem(lower).into()),
    };
    CONCEPTS.with_borrow_mut(|known| known.get(written, make))
}

/// Whether two people are named.
fn are_two(a: Option<Person>, b: Option<Person>) -> bool {
    a.zip(b).is_some_and(|(a, b)| !a.may_be(&b))
}

/// How many elements two sorted lists share.
fn common<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        // Without branches: which of two hashes is the smaller cannot be foreseen.
        shared += usize::from(a[i] == b[j]);
        let (up, down) = (a[i] <= b[j], b[j] <= a[i]);
        i += usize::from(up);
        j += usize::from(down);
    }
    shared
}

/// Whether two articles quote the same utterance with certainty, so that they report the same day.
pub(super) fn share_utterance(a: &ArticleEntry, b: &ArticleEntry) -> bool {
    let long = |u: &&Utterance| u.stems.len() >= 4;
    b.utterances.iter().filter(long).any(|u| a.utterances.iter().filter(long).any(|v| u.similar(v).is_some()))
}

/// So many words of two quotations are looked through for a common run.
const MOST_WORDS: usize = 200;
