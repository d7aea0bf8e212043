//! Which articles report the same event: they share the rare words and names that carry both of them.
//!
//! An article's *signature* is its heaviest words: term frequency times how rare the stem is in English at large
//! (tf-idf, Spärck Jones 1972, with the frequencies of an embedded list), so that whether two articles report one
//! event depends on the two alone. Two signatures are compared by the weight that they share.

use super::stem::stem_hash;
use super::{ArticleEntry, Corpus, DocumentId};
use crate::language;
use crate::reading::Reading;
use crate::text::sorting::sort_by_key;
use crate::text::{Recalled, alphanumeric_runs, remembered_lately};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// The words that carry an article, with their weights.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Signature {
    /// The high halves of hashes of stems, sorted.
    #[serde(with = "super::raw")]
    terms: Words<u32>,
    /// The weight of each.
    #[serde(with = "super::raw")]
    weights: Words<f32>,
    /// The heaviest of them, the heaviest first: the keys under which figures of one event are found.
    #[serde(with = "super::raw")]
    pub(super) keys: Vec<u64>,
    total: f32,
}

/// One number for each word that carries an article: in one piece with the rest, since whoever compares an article with
/// thousands of others waits for memory more than for anything else.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Words<T> {
    all: [T; TERMS],
    len: u8,
}

impl<T: Copy + Default> Default for Words<T> {
    fn default() -> Self {
        Self { all: [T::default(); TERMS], len: 0 }
    }
}

impl<T: Copy + Default> FromIterator<T> for Words<T> {
    fn from_iter<I: IntoIterator<Item = T>>(numbers: I) -> Self {
        let mut words = Self::default();
        for number in numbers.into_iter().take(TERMS) {
            words.all[usize::from(words.len)] = number;
            words.len += 1;
        }
        words
    }
}

impl<T> std::ops::Deref for Words<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.all[..usize::from(self.len)]
    }
}

/// So many words carry an article.
const TERMS: usize = 48;
/// So many of them are keys.
const KEYS: usize = 10;
/// Words more common than one in about two thousand say nothing about an event.
const RARE: u8 = 130;
/// Words of names as common as that say nothing: "Bank", "United".
pub(super) const USUAL_NAME: u8 = 110;
/// A word of the headline or of the first sentences counts for so many.
const LEAD: f32 = 2.0;
/// Sentences that open an article.
pub(super) const OPENING: usize = 4;

/// Signatures that share this much of the lighter one's weight report one event.
pub(super) const SAME_EVENT: f32 = 0.16;
/// The same for articles that are dated well apart.
pub(super) const SURELY_SAME_EVENT: f32 = 0.35;

/// The hash of a stem and how rare it is.
type RareStem = (u64, u8);

thread_local! {
    static RARE_STEMS: RefCell<Recalled<Rc<[RareStem]>>> = RefCell::default();
}

/// The stems of the rarer words of a sentence, each as often as it stands there. Versions of an article, which are read one
/// after the other, have most sentences in common.
fn rare_stems(sentence: &str) -> Rc<[RareStem]> {
    remembered_lately(&RARE_STEMS, sentence, || {
        let words = alphanumeric_runs(sentence).map(|(_, word)| word);
        let told = words.filter(|w| w.len() > 2 && !w.bytes().all(|b| b.is_ascii_digit()));
        told.map(stem_hash).filter(|stem| stem.1 >= RARE).collect()
    })
}

impl Signature {
    pub(super) fn of(reading: &Reading) -> Self {
        let text = &reading.article.text;
        let mut stems: FxHashMap<u64, (f32, u8)> = FxHashMap::default();
        for (index, sentence) in reading.sentences.iter().enumerate() {
            let weight = if index < OPENING { LEAD } else { 1.0 };
            for &(stem, rarity) in rare_stems(sentence.of(text)).iter() {
                stems.entry(stem).or_insert((0.0, rarity)).0 += weight;
            }
        }
        let weigh = |(count, rarity): (f32, u8)| (1.0 + count.ln()) * (f32::from(rarity - RARE + 10) / 135.0);
        let mut terms: Vec<(u64, f32)> = stems.into_iter().map(|(stem, found)| (stem, weigh(found))).collect();
        let heavier = |a: &(u64, f32), b: &(u64, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if terms.len() > TERMS {
            terms.select_nth_unstable_by(TERMS, heavier);
            terms.truncate(TERMS);
        }
        terms.sort_unstable_by(heavier);
        let keys = terms.iter().take(KEYS).map(|t| t.0).collect();
        let total = terms.iter().map(|t| t.1).sum();
        terms.sort_unstable_by_key(|t| t.0);
        let weights = terms.iter().map(|term| term.1).collect();
        Self { terms: terms.iter().map(|term| high(term.0)).collect(), weights, keys, total }
    }

    /// The least of its keys: the same for most articles of one event, as with the sketches of near copies.
    pub(super) fn topic(&self) -> u64 {
        self.keys.iter().copied().map(|key| key.wrapping_mul(0x9e37_79b9_7f4a_7c15)).min().unwrap_or(0)
    }

    /// Hash of all that two signatures are compared by.
    pub(super) fn print(&self) -> u64 {
        let weights: Vec<u32> = self.weights.iter().map(|weight| weight.to_bits()).collect();
        super::figure::hash(&(&*self.terms, weights, &self.keys, self.total.to_bits()))
    }

    /// Whether the stem is one of the words that carry the article.
    pub(super) fn holds(&self, stem: &str) -> bool {
        self.terms.binary_search(&high(super::figure::hash(stem))).is_ok()
    }

    /// Whether what carries the article is that one firm buys another.
    pub(super) fn tells_of_takeover(&self) -> bool {
        ["acquisition", "takeover", "merger", "buyout", "acquire"].iter().any(|w| self.holds(&language::stem(w)))
    }

    /// How much of the lighter signature's weight both have, from 0 to 1.
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        let (mut i, mut j, mut shared) = (0, 0, 0.0);
        while i < self.terms.len() && j < other.terms.len() {
            let (a, b) = (self.terms[i], other.terms[j]);
            if a == b {
                shared += self.weights[i].min(other.weights[j]);
            }
            // Without branches: which of two hashes is the smaller cannot be foreseen.
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        shared / self.total.min(other.total).max(1e-6)
    }
}

/// The keys under which articles are found that open with a name in common.
pub(super) fn opening_keys(entry: &ArticleEntry) -> impl Iterator<Item = u64> + '_ {
    let names = entry.opening_names.rarer_than(USUAL_NAME);
    names.map(|name| super::figure::hash(&("opening", name)))
}

/// How much other articles have in common with one, each told once and from what is at hand of them: of the article that
/// is edited, once for all that ask and for all letters that leave its signature as it is.
pub(super) struct Likenesses<'a> {
    corpus: &'a Corpus,
    article: DocumentId,
    own: &'a Signature,
    spread: Option<Spread>,
    known: KnownLikenesses,
}

/// What articles have in common with one of a signature.
#[derive(Debug, Default)]
pub(super) struct KnownLikenesses {
    /// The signature's print.
    own: u64,
    with: FxHashMap<DocumentId, f32>,
}

impl KnownLikenesses {
    /// Those of a signature of that print, which are none if it is another one's.
    fn of(mut self, own: u64) -> Self {
        if self.own != own {
            self.own = own;
            self.with.clear();
        }
        self
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.with.len()
    }
}

impl<'a> Likenesses<'a> {
    pub(super) fn of(corpus: &'a Corpus, article: DocumentId, own: &'a Signature) -> Self {
        let known = corpus.edited.take_likenesses(article).map(|known| known.of(own.print())).unwrap_or_default();
        Self { corpus, article, own, spread: None, known }
    }

    /// What [`Signature::likeness`] tells of the other article, which is not unpacked for it.
    pub(super) fn with(&mut self, other: DocumentId) -> f32 {
        let Self { corpus, own, spread, known, .. } = self;
        let tell = |other: &Signature| spread.get_or_insert_with(|| Spread::of(own)).likeness(other);
        *known.with.entry(other).or_insert_with(|| corpus.index.signature(other).map_or(0.0, tell))
    }
}

impl Drop for Likenesses<'_> {
    fn drop(&mut self) {
        self.corpus.edited.keep_likenesses(self.article, std::mem::take(&mut self.known));
    }
}

/// A signature that is compared with many: its words in a table, so that those of another are looked up one by one, none
/// waiting for the one before.
struct Spread {
    /// Words with their weights, at the place of their hash or behind it; a place without weight is free.
    places: [(u32, f32); PLACES],
    /// For each place whether a word has its hash there.
    begins: [bool; PLACES],
    total: f32,
}

const PLACES: usize = 256;

impl Spread {
    fn of(signature: &Signature) -> Self {
        let mut spread = Self { places: [(0, 0.0); PLACES], begins: [false; PLACES], total: signature.total };
        for (term, weight) in signature.terms.iter().zip(signature.weights.iter()) {
            let at = spread.place(*term);
            spread.places[at] = (*term, *weight);
            spread.begins[Self::begin(*term)] = true;
        }
        spread
    }

    /// The place of its hash.
    fn begin(term: u32) -> usize {
        (term.wrapping_mul(0x9e37_79b9) >> 24) as usize
    }

    /// Where the word is, or the free place that it may have.
    fn place(&self, term: u32) -> usize {
        let mut at = Self::begin(term);
        while self.places[at].0 != term && self.places[at].1 != 0.0 {
            at = (at + 1) % PLACES;
        }
        at
    }

    /// The same as [`Signature::likeness`], to the last bit: words are added up in the same order.
    fn likeness(&self, other: &Signature) -> f32 {
        // Which of them may be its own, told without branches, since of most that cannot be foreseen.
        let begins = |term: &u32| u64::from(self.begins[Self::begin(*term)]);
        let mut may_be = other.terms.iter().enumerate().fold(0, |bits, (nth, term)| bits | begins(term) << nth);
        let mut shared = 0.0;
        while may_be != 0 {
            let nth = may_be.trailing_zeros() as usize;
            may_be &= may_be - 1;
            let term = other.terms[nth];
            let (own, weight) = self.places[self.place(term)];
            if own == term && weight != 0.0 {
                shared += weight.min(other.weights[nth]);
            }
        }
        shared / self.total.min(other.total).max(1e-6)
    }
}

const _: () = assert!(TERMS < PLACES / 2 && TERMS <= u64::BITS as usize);

/// What of a stem's hash is kept: of two signatures, one pair of other stems in two million is taken for one.
fn high(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Of the articles that share a key, so many of the latest are compared with a new one.
const NEAREST: usize = 16;
/// Articles further apart than this need more in common.
const SAME_WEEKS: i32 = 21;

impl Corpus {
    /// The articles of a corpus by event, the largest events first; within one, by day and path. An article joins the
    /// event of the one that it is most like, if it is like the first article of that event, too.
    pub fn events(&self) -> Vec<Vec<DocumentId>> {
        let mut articles = self.articles();
        sort_by_key(&mut articles, |(_, entry)| (entry.facts.day.is_none(), entry.facts.day));
        let mut events: Vec<Vec<usize>> = Vec::new();
        let mut event_of: Vec<usize> = Vec::with_capacity(articles.len());
        let mut by_key: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (index, (_, entry)) in articles.iter().enumerate() {
            let keys = &entry.signature.keys;
            let near = |key: &u64| by_key.get(key).into_iter().flat_map(|list| list.iter().rev().take(NEAREST));
            let mut candidates: Vec<usize> = keys.iter().flat_map(near).copied().collect();
            candidates.sort_unstable();
            candidates.dedup();
            let best = candidates
                .into_iter()
                .filter_map(|other| {
                    let there = articles[other].1;
                    let apart = entry.facts.day.zip(there.facts.day).and_then(|(a, b)| a.until(b).ok());
                    let far = apart.is_some_and(|days| days.get_days().abs() > SAME_WEEKS);
                    let likeness = entry.likeness(there);
                    let first = articles[events[event_of[other]][0]].1;
                    let enough = if far { SURELY_SAME_EVENT } else { SAME_EVENT };
                    (likeness >= enough && entry.likeness(first) >= SAME_EVENT / 2.0).then_some((likeness, other))
                })
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let event = match best {
                Some((_, other)) => event_of[other],
                None => {
                    events.push(Vec::new());
                    events.len() - 1
                }
            };
            events[event].push(index);
            event_of.push(event);
            for key in keys {
                by_key.entry(*key).or_default().push(index);
            }
        }
        sort_by_key(&mut events, |event| (std::cmp::Reverse(event.len()), event[0]));
        events.into_iter().map(|event| event.into_iter().map(|index| articles[index].0).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{SAME_EVENT, Signature};
    use crate::article::{Article, Markup, Overrides};
    use crate::reading;
    use std::sync::Arc;

    fn signature(text: &str) -> Signature {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        Signature::of(&reading::read(Arc::new(article)))
    }

    #[test]
    fn reports_of_one_event_are_alike_and_others_are_not() {
        let flood = signature(
            "The sea broke through the Eastgate wall in Port Alder and the harbourmaster ordered an evacuation.",
        );
        let again =
            signature("Port Alder's harbourmaster said the Eastgate wall had failed when the sea rose over the quay.");
        let trial =
            signature("A jury in Thornby found the banker guilty of embezzling pensions from the miners' union.");
        assert!(flood.likeness(&again) >= SAME_EVENT, "{}", flood.likeness(&again));
        assert!(flood.likeness(&trial) < SAME_EVENT / 2.0, "{}", flood.likeness(&trial));
    }

    #[test]
    fn likeness_told_from_a_table_is_the_same_to_the_last_bit() {
        let words =
            ["Eastgate", "harbourmaster", "evacuation", "sluice", "dredger", "embezzling", "pensions", "Thornby"];
        let texts = (1..60usize).map(|n| {
            let said: Vec<&str> = (0..8).filter(|w| n >> (w % 6) & 1 == 1).map(|w| words[(w + n) % 8]).collect();
            format!("The {} and the {} of Port Alder.", said.join(" "), said.first().unwrap_or(&"sea"))
        });
        let all: Vec<Signature> = texts.map(|text| signature(&text)).collect();
        for own in &all {
            let spread = super::Spread::of(own);
            assert!(all.iter().all(|other| spread.likeness(other).to_bits() == own.likeness(other).to_bits()));
        }
        assert!(all.iter().any(|other| (0.1..0.9).contains(&all[0].likeness(other))));
    }

    #[test]
    fn an_empty_article_is_like_nothing() {
        assert_eq!(signature("").likeness(&signature("")), 0.0);
    }
}
