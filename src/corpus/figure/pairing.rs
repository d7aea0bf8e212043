//! How likely two figures of two articles of one event measure the same thing, where they differ.
//!
//! What speaks for it is counted in features of the pair (how alike the words around both are, how far all other figures are
//! behind, how far apart the values lie, what limits one of the two alone), and weighed by logistic regression, learned from
//! invented articles whose contradictions are labelled (`models/README.md`).

use super::same::Side;
use super::scope::{places, times};
use super::slot::SlotKind;
use super::surroundings::{Surroundings, is_one_group};
use super::window::{Window, words};
use super::{Observation, Relation, compare, days_apart};
use crate::corpus::ArticleEntry;
use crate::corpus::event::{OPENING, USUAL_NAME};
use crate::reading::Modifier;
use std::sync::LazyLock;

pub(super) const FEATURES: usize = 43;

/// What speaks for one pair: each feature by its name in the model file, in the file's order.
pub(super) type Features = [(&'static str, f32); FEATURES];

/// Values further apart than this are all the same.
const FURTHEST: f32 = 4.6;
/// Counts below this are often of one and then of another thing.
const SMALL: f64 = 10.0;
/// Words that weigh more say no more.
const HEAVIEST: f32 = 4.0;

/// A figure of one article and one of another, by their indices, and how near they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub here: usize,
    pub there: usize,
    /// How much of what stands near either both have, from 0 to 1.
    share: f32,
    /// What that weighs.
    weight: f32,
    /// Whether both can be true.
    pub agrees: bool,
}

/// All pairs of figures of one dimension of two articles.
pub(super) struct Pairs<'a> {
    articles: [&'a ArticleEntry; 2],
    surroundings: [&'a [Surroundings]; 2],
    /// How much the articles have in common, from 0 to 1.
    pub likeness: f32,
    pub all: Vec<Pair>,
    /// For each figure of either article the nearest one of the other article, and how near the second is.
    nearest: [Vec<(f32, f32)>; 2],
    /// For each figure how near one is that agrees with it.
    agreeing: [Vec<f32>; 2],
}

impl<'a> Pairs<'a> {
    pub(super) fn of(here: &'a ArticleEntry, there: &'a ArticleEntry) -> Self {
        let surroundings = [surroundings(here), surroundings(there)];
        let counts = [here, there].map(|entry| entry.observations.len());
        let mut pairs = Self {
            articles: [here, there],
            surroundings,
            likeness: here.likeness(there),
            all: Vec::new(),
            nearest: counts.map(|count| vec![(0.0, 0.0); count]),
            agreeing: counts.map(|count| vec![0.0; count]),
        };
        for (i, a) in here.observations.iter().enumerate() {
            for (j, b) in there.observations.iter().enumerate() {
                if a.dimension == b.dimension {
                    let (share, weight) = pairs.surroundings[0][i].shared(&pairs.surroundings[1][j]);
                    let agrees = a.overlaps(b) || compare::values(a, b, || true) != Relation::Conflict;
                    pairs.add(Pair { here: i, there: j, share, weight, agrees });
                }
            }
        }
        pairs
    }

    fn add(&mut self, pair: Pair) {
        for (side, index) in [(0, pair.here), (1, pair.there)] {
            let (first, second) = &mut self.nearest[side][index];
            if pair.share > *first {
                (*first, *second) = (pair.share, *first);
            } else {
                *second = second.max(pair.share);
            }
            if pair.agrees {
                self.agreeing[side][index] = self.agreeing[side][index].max(pair.share);
            }
        }
        self.all.push(pair);
    }

    pub(super) fn sides(&self, pair: &Pair) -> (Side<'a>, Side<'a>) {
        let [here, there] = self.articles;
        ((here, &here.observations[pair.here]), (there, &there.observations[pair.there]))
    }

    /// Whether either tells how far off something is, or how fast the wind: what is so for an hour, or of another place each time.
    pub(super) fn are_of_the_moment(&self, pair: &Pair) -> bool {
        self.surroundings[0][pair.here].is_of_the_moment() || self.surroundings[1][pair.there].is_of_the_moment()
    }

    /// Whether no word limits one of the two alone ("net", "in hospital"), nor is one alone of what is to come.
    pub(super) fn are_limited_alike(&self, pair: &Pair) -> bool {
        let (here, there) = self.sides(pair);
        here.1.is_forecast == there.1.is_forecast
            && self.surroundings[0][pair.here].limits_shared(&self.surroundings[1][pair.there]).1 == 0
    }

    /// Whether either says since when or until when something is so.
    pub(super) fn are_anchors(&self, pair: &Pair) -> bool {
        self.surroundings[0][pair.here].is_anchor() || self.surroundings[1][pair.there].is_anchor()
    }

    /// How likely both are of the same thing and contradict each other, from 0 to 1.
    pub(super) fn likelihood(&self, pair: &Pair) -> f32 {
        let features = self.features(pair);
        let sum: f32 = features.iter().zip(&*WEIGHTS).map(|((_, feature), weight)| feature * weight).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// What speaks for a pair.
    pub(super) fn features(&self, pair: &Pair) -> Features {
        let (here, there) = self.sides(pair);
        let (a, b) = (here.1, there.1);
        let [near, far] = [&self.surroundings[0][pair.here], &self.surroundings[1][pair.there]];
        let behind = |(first, second): (f32, f32)| if pair.share >= first { second } else { first };
        let others = behind(self.nearest[0][pair.here]).max(behind(self.nearest[1][pair.there]));
        let agreeing = self.agreeing[0][pair.here].max(self.agreeing[1][pair.there]);
        let (alike, apart) = near.limits_shared(far);
        let in_article = |(entry, o): Side| o.sentence as f32 / entry.reading.sentences.len().max(1) as f32;
        let either = |holds: fn(&Observation) -> bool| f32::from(u8::from(holds(a) || holds(b)));
        let one = |holds: fn(&Observation) -> bool| f32::from(u8::from(holds(a) != holds(b)));
        let both = |holds: fn(&Observation) -> bool| f32::from(u8::from(holds(a) && holds(b)));
        let is = |holds: bool| f32::from(u8::from(holds));
        let is_one_noun = is_one_group(noun(a), noun(b)) && !noun(a).is_empty();
        let is_other_noun = a.dimension.is_none() && !is_one_noun;
        [
            ("constant", 1.0),
            ("shared words", pair.share),
            ("weight of shared words", pair.weight.min(HEAVIEST)),
            ("ahead of other pairs", pair.share - others),
            ("behind a pair that agrees", agreeing),
            ("ratio of the values", (a.factor(b).max(1.0).ln() as f32).min(FURTHEST)),
            ("small count", is(a.low.min(b.low) < SMALL)),
            ("place in the articles", (in_article(here) - in_article(there)).abs()),
            ("same kind of slot", is(a.slot.kind == b.slot.kind)),
            ("same slot", is(a.slot.name == b.slot.name && !a.slot.name.is_empty())),
            ("same event", is(a.slot.event.is_some() && a.slot.event == b.slot.event)),
            ("same noun", is(is_one_noun)),
            ("same change", is(a.change == b.change)),
            ("a change", either(|o| o.change.is_some())),
            ("not exact", either(|o| o.stated.modifier != Modifier::Exact)),
            ("one is a forecast", one(|o| o.is_forecast)),
            ("both are forecasts", both(|o| o.is_forecast)),
            ("one is a part", one(|o| o.is_whole)),
            ("both are parts", both(|o| !o.is_whole)),
            ("one is listed", either(|o| o.is_listed)),
            ("one is of the past", either(|o| o.is_past)),
            ("limited apart", apart as f32),
            ("limited alike", alike as f32),
            ("other times", is(times(here, there).is_err())),
            ("one has a time", one(|o| o.times.is_empty())),
            ("other places", is(places(here, there).is_err())),
            ("one has a place", one(|o| o.places.is_empty())),
            ("counted", is(a.dimension.is_none())),
            ("share", is(a.dimension == Some("share"))),
            ("time", is(a.dimension == Some("time"))),
            ("length", is(a.dimension == Some("length"))),
            ("money", is(a.slot.kind == SlotKind::Money)),
            ("value in the other article", is(is_given_by(there.0, a) || is_given_by(here.0, b))),
            ("sentences alike", a.context.overlap(&b.context)),
            ("shared names", (a.names.shared(&b.names, u32::from(USUAL_NAME)) as f32 / 100.0).min(HEAVIEST)),
            ("one names nobody", one(|o| o.names.is_empty())),
            ("counted, another noun", is(is_other_noun)),
            ("small count of another noun", is(is_other_noun && a.low.min(b.low) < SMALL)),
            ("other events", is(a.slot.event.is_some() && b.slot.event.is_some() && a.slot.event != b.slot.event)),
            ("two speakers", is(a.speaker.is_some() && b.speaker.is_some())),
            ("both open", both(|o| o.sentence < OPENING)),
            (
                "days apart",
                if here.0.day.is_some() && there.0.day.is_some() {
                    (days_apart(here.0, there.0) as f32).ln_1p()
                } else {
                    0.0
                },
            ),
            ("articles alike", self.likeness),
        ]
    }
}

/// Whether an article gives the very value of a figure, which is no small count.
fn is_given_by(entry: &ArticleEntry, this: &Observation) -> bool {
    let is_same = |o: &Observation| o.dimension == this.dimension && o.low == this.low && o.high == this.high;
    this.low >= SMALL && entry.observations.iter().any(is_same)
}

/// What is counted, by one word.
fn noun(o: &Observation) -> &str {
    let group = o.slot.group.as_deref().filter(|_| o.slot.kind == SlotKind::People);
    group.unwrap_or(&o.slot.name)
}

/// The words near each figure of an article.
fn surroundings(entry: &ArticleEntry) -> &[Surroundings] {
    let of = |o: &Observation| {
        let reading = &entry.reading;
        let sentence = reading.sentences[o.sentence];
        let words = words(sentence.of(&reading.article.text));
        Surroundings::of(&Window::new(&words, sentence.start, reading.quantities[o.quantity].phrase))
    };
    entry.surroundings.get_or_init(|| entry.observations.iter().map(of).collect())
}

const MODEL: &str = include_str!("../../../models/figure-pairs.tsv");

/// A line for each feature, in their order: its weight, a tab, its name.
static WEIGHTS: LazyLock<[f32; FEATURES]> = LazyLock::new(|| {
    let mut lines = MODEL.lines().map(|line| line.split('\t').next().and_then(|weight| weight.parse().ok()));
    std::array::from_fn(|_| lines.next().flatten().expect("the trainer wrote a weight for each feature"))
});

#[cfg(test)]
mod tests {
    use super::Pairs;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{ArticleEntry, Settings};
    use crate::reading;
    use std::sync::Arc;

    fn entry(text: &str) -> ArticleEntry {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        ArticleEntry::new(Arc::from("a.txt"), Arc::new(reading::read(Arc::new(article))).into(), &Settings::default())
    }

    /// How likely the first figures of two articles are of one thing.
    fn likelihood(a: &str, b: &str) -> f32 {
        let (here, there) = (entry(a), entry(b));
        let pairs = Pairs::of(&here, &there);
        let first = pairs.all.iter().find(|pair| pair.here == 0 && pair.there == 0).expect("two figures of one kind");
        pairs.likelihood(first)
    }

    #[test]
    fn every_feature_has_a_weight_in_the_model_file() {
        let (here, there) = (entry("The gates weigh 640 tonnes."), entry("Gates of 790 tonnes."));
        let pairs = Pairs::of(&here, &there);
        let features = pairs.features(&pairs.all[0]);
        let names: Vec<&str> = super::MODEL.lines().filter_map(|line| Some(line.split_once('\t')?.1)).collect();
        assert_eq!(features.map(|(name, _)| name).as_slice(), names);
        assert!(super::WEIGHTS.iter().all(|weight| *weight != 0.0));
    }

    #[test]
    fn shared_words_speak_for_one_thing_and_far_values_and_nearer_pairs_against_it() {
        const HERE: &str = "The gates of the lock weigh 640 tonnes.";
        let told = likelihood(HERE, "Each of the gates of the lock contains 790 tonnes of steel.");
        let other = likelihood(HERE, "Farmers harvested 790 tonnes of rye in the valley.");
        let far = likelihood(HERE, "Each of the gates of the lock contains 9,790 tonnes of steel.");
        let nearer = likelihood(
            HERE,
            "Each of the gates of the lock contains 790 tonnes of steel. The gates of the lock weigh 640 tonnes.",
        );
        assert!(told > 0.5 && told > other && told > far && told > nearer, "{told} {other} {far} {nearer}");
    }
}
