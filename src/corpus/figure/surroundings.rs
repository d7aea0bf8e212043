//! The words near a figure, the nearer the heavier: what tells of it where two articles say the same in other words.
//!
//! A *group* is what articles use for one and the same thing, verbs and nouns alike ("crest", "peak"); a word without one is
//! a group of its own.

use super::observation::hash;
use super::window::{Window, Word};
use crate::language;
use crate::reading::numeral;
use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::sync::LazyLock;

/// Words more common than this say nothing of a figure.
const COMMON: u8 = 92;
/// Words this near weigh in full; half as much [`HALF`] words further on.
const CLOSE: usize = 4;
const HALF: f32 = 5.0;
/// So many of the heaviest words are kept.
const KEPT: usize = 14;
/// What a word of the same group weighs that is another word.
const OTHER_WORD: f32 = 0.7;
/// Words this near limit a figure ("average", "women").
const LIMITS: usize = 5;

/// Words that limit what is measured: two figures of which one alone has a limit of a line are of two things.
const LIMITING: &[&[&str]] = &[
    &["net"],
    &["gross"],
    &["underlying", "adjusted", "core", "adjustment"],
    &["average", "mean", "typical", "averaged", "median"],
    &["first", "initial", "initially"],
    &["second"],
    &["third", "fourth", "fifth"],
    &["previous", "previously", "earlier", "former", "formerly", "ago"],
    &["minimum", "lowest"],
    &["maximum", "highest"],
    &["male", "men", "man", "boys"],
    &["female", "women", "woman", "girls"],
    &["children", "child", "teenagers", "teenage", "young"],
    &["adult", "adults", "elderly", "pensioners"],
    &["quarter", "quarterly"],
    &["month", "monthly"],
    &["week", "weekly"],
    &["north", "northern"],
    &["south", "southern"],
    &["east", "eastern"],
    &["west", "western"],
    &["local", "regional", "county", "district"],
    &["relative", "absolute"],
    &["hospital", "hospitalised", "hospitalized"],
    &["seriously", "critically", "serious", "critical"],
    &["target", "forecast", "forecasts", "expected", "predicted", "planned", "estimate", "budgeted", "hoped", "listed"],
    &["alone", "only"],
    &["remaining", "rest", "remain", "remained"],
    &["already", "currently", "now"],
];

/// Words right before a length of time that is no measure of anything ("in the past two days").
const ANCHORING: &[&str] =
    &["past", "last", "next", "within", "coming", "every", "each", "first", "previous", "another", "least"];
const ANCHOR: u32 = 1 << 31;

/// Parts of words right behind a distance that is one from a place ("12 miles north-east of the pier").
const COMPASS: &[&str] = &["north", "south", "east", "west"];
/// Words near what is so for an hour.
const WEATHER: &[&str] = &["wind", "winds", "gust", "gusts", "gusting", "gusted", "sustained", "swells", "moving"];
const MOMENT: u32 = 1 << 30;

/// For the hash of a stem the group it is in: the hash of the group's first stem.
static GROUPS: LazyLock<FxHashMap<u64, u64>> = LazyLock::new(|| {
    let mut groups = FxHashMap::default();
    let lines = include_str!("../same-words.txt").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let stems: Vec<u64> = line.split_whitespace().map(|word| hash(&*language::stem(word))).collect();
        for &stem in &stems {
            groups.entry(stem).or_insert(stems[0]);
        }
    }
    groups
});

static LIMITS_OF: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| {
    let lines = LIMITING.iter().enumerate();
    lines.flat_map(|(line, words)| words.iter().map(move |word| (*word, 1 << line))).collect()
});

/// Whether two stems are one or of one group.
pub(super) fn is_one_group(a: &str, b: &str) -> bool {
    let group = |stem: &str| GROUPS.get(&hash(stem)).copied();
    a == b || group(a).is_some_and(|of_a| group(b) == Some(of_a))
}

/// A word near a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    group: u64,
    stem: u64,
    /// In hundredths.
    weight: u32,
}

/// The words near a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Surroundings {
    /// One of each group, sorted by it.
    words: Vec<Told>,
    /// What they weigh, in hundredths.
    total: u32,
    /// A bit for each line of [`LIMITING`] that limits the figure.
    limits: u32,
}

impl Surroundings {
    pub(super) fn of(window: &Window) -> Self {
        let phrase = window.phrase().iter().map(|word| (word, 1));
        let beside = || window.before().zip(1..).chain(window.behind().zip(1..));
        let mut words: Vec<Told> = phrase.chain(beside()).filter_map(|(word, far)| told(word, far)).collect();
        // The heaviest of a group, and of all of them the heaviest.
        sort_by_key(&mut words, |word| (word.group, Reverse(word.weight)));
        words.dedup_by_key(|word| word.group);
        sort_by_key(&mut words, |word| (Reverse(word.weight), word.group));
        words.truncate(KEPT);
        sort_by_key(&mut words, |word| word.group);
        let limit = |word: &Word| LIMITS_OF.get(word.low.as_str()).copied().unwrap_or(0);
        let limits = beside().filter(|(_, far)| *far <= LIMITS).map(|(word, _)| word).chain(window.phrase());
        let anchors = window.before().next().is_some_and(|word| ANCHORING.contains(&word.low.as_str()));
        let anchor = if anchors { ANCHOR } else { 0 };
        let leads_off = |word: &Word| COMPASS.iter().any(|point| word.low.starts_with(point));
        let is_off = window.behind().take(2).any(leads_off)
            && window.behind().take(3).any(|word| matches!(&*word.low, "of" | "from"));
        let is_weather = beside().any(|(word, far)| far <= LIMITS && WEATHER.contains(&&*word.low));
        let anchor = anchor | if is_off || is_weather { MOMENT } else { 0 };
        let total = words.iter().map(|word| word.weight).sum();
        Self { words, total, limits: limits.fold(anchor, |bits, word| bits | limit(word)) }
    }

    /// Whether it is how far off something is, or how fast the wind blows.
    pub(super) fn is_of_the_moment(&self) -> bool {
        self.limits & MOMENT != 0
    }

    /// How many limits both have, and how many one has alone.
    pub(super) fn limits_shared(&self, other: &Self) -> (u32, u32) {
        let (a, b) = (self.limits & !(ANCHOR | MOMENT), other.limits & !(ANCHOR | MOMENT));
        ((a & b).count_ones(), (a ^ b).count_ones())
    }

    /// Whether it says since when or until when something is so, and not how long it takes.
    pub(super) fn is_anchor(&self) -> bool {
        self.limits & ANCHOR != 0
    }

    /// How much of what stands near two figures both have, from 0 to 1, and what that weighs: the sum of the geometric means
    /// of what each shared word weighs on either side.
    pub(super) fn shared(&self, other: &Self) -> (f32, f32) {
        let mut shared = 0.0;
        for word in &self.words {
            if let Ok(at) = other.words.binary_search_by_key(&word.group, |that| that.group) {
                let that = &other.words[at];
                let both = ((word.weight * that.weight) as f32).sqrt() / 100.0;
                shared += if word.stem == that.stem { both } else { OTHER_WORD * both };
            }
        }
        (shared / (((self.total * other.total) as f32).sqrt() / 100.0).max(1.0), shared)
    }
}

/// A word so many words from the figure; none where it says nothing.
fn told(word: &Word, far: usize) -> Option<Told> {
    let rarity = word.stem.rarity;
    let low = word.low.as_str();
    let is_number =
        low.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£')) || numeral::is_of_number(low);
    if rarity <= COMMON || low.len() < 3 || is_number {
        return None;
    }
    let fade = 0.5f32.powf(far.saturating_sub(CLOSE) as f32 / HALF);
    let stem = word.stem.hash;
    let group = GROUPS.get(&stem).copied().unwrap_or(stem);
    let weight = (f32::from(rarity - COMMON) * fade) as u32;
    (weight > 0).then_some(Told { group, stem, weight })
}

#[cfg(test)]
mod tests {
    use super::super::window::{Window, words};
    use super::Surroundings;
    use crate::text::Span;

    /// The words near a number of a sentence.
    fn near(sentence: &str, number: &str) -> Surroundings {
        let start = sentence.find(number).expect("there");
        Surroundings::of(&Window::new(&words(sentence), 0, Span::new(start, start + number.len())))
    }

    #[test]
    fn near_words_weigh_more_and_words_of_one_group_less_than_the_same_word() {
        let of = |sentence: &str| near(sentence, "12").shared(&near("The embankment crumbled over 14 metres.", "14")).0;
        let same = of("The embankment crumbled over 12 metres.");
        let far = of("The embankment, said the dredger and later the cooper of the town, crumbled along 12 metres.");
        assert!(same > 0.99 && far < same && far > 0.0, "{same} {far}");
        let peaked = |verb: &str| near(&format!("The river {verb} at 12 metres."), "12");
        let alike = peaked("peaked").shared(&peaked("crested")).0;
        assert!(alike < 1.0 && alike > peaked("peaked").shared(&peaked("froze")).0, "{alike}");
    }

    #[test]
    fn limits_are_counted_apart() {
        let limits = |a: &str, b: &str| near(a, "12").limits_shared(&near(b, "12"));
        assert_eq!(limits("Profit was 12 crowns.", "Profit rose to 12 crowns."), (0, 0));
        assert_eq!(limits("Net profit was 12 crowns.", "Profit rose to 12 crowns."), (0, 1));
        assert_eq!(limits("Net profit was 12 crowns.", "Profit rose to 12 crowns net."), (1, 0));
    }

    #[test]
    fn what_says_since_when_and_what_is_so_for_an_hour_is_known() {
        assert!(near("Fired in the past 12 days.", "12").is_anchor());
        assert!(!near("Fired after 12 days.", "12").is_anchor());
        for hourly in ["The storm was 12 miles south-west of the pier.", "Winds of up to 12 miles an hour blew."] {
            assert!(near(hourly, "12 miles").is_of_the_moment(), "{hourly}");
        }
        assert!(!near("The tunnel is 12 miles long.", "12 miles").is_of_the_moment());
    }
}
