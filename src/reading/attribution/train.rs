//! Trains the models of cues and spans from annotated articles: stochastic gradient ascent with steps scaled by
//! feature (AdaGrad; Duchi, Hazan and Singer 2011) and features dropped at random.

use super::candidates::{Lexicon, key};
use super::chain::{Chain, LABELS, Labels, Row, Transitions, meetings, normalised};
use super::learned::{copy, cue_items, glance_items, setting};
use super::lookup::Lookup;
use super::passage::{looked_at, passage, span_items};
use super::train_network::{self, Example, Plan, sure};
use super::word::Words;
use super::{cue_features, cue_network, train_spans, train_whole};
use crate::article::{Article, Markup, Overrides};
use crate::language::train::random::Random;
use crate::language::train::table::write_sparse;
use crate::reading::{Prose, name, quotation};
use crate::text::Span;
use rustc_hash::FxHashMap;

/// An annotated attribution, spans in bytes.
#[derive(Clone, Debug, Default)]
pub struct GoldAttribution {
    /// The source's spans.
    pub source: Vec<Span>,
    /// The cue's spans.
    pub cue: Vec<Span>,
    /// The content's spans.
    pub content: Vec<Span>,
    /// Whether something was said, rather than thought, wanted or felt.
    pub speech: bool,
}

/// An annotated article.
#[derive(Clone, Debug, Default)]
pub struct GoldArticle {
    /// Its text.
    pub text: String,
    /// Its attributions.
    pub attributions: Vec<GoldAttribution>,
    /// Where a program labelled it: words that may be part of a cue, with the probabilities that they begin or go on with
    /// one of something said, and begin or go on with one of an attitude.
    pub likely: Vec<(Span, [f32; 4])>,
}

/// How the models are trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the articles.
    pub epochs: usize,
    /// Length of the steps.
    pub rate: f32,
    /// Share of the features hidden from each word in training.
    pub dropout: f64,
    /// A feature is kept if it was seen this often.
    pub seen: u32,
    /// Weights below this are left out.
    pub least: f32,
    /// How often it is learned, of which the mean is taken; at least 1.
    pub times: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 4, rate: 0.05, dropout: 0.2, seen: 30, least: 0.1, times: 3 }
    }
}

/// A sequence with its right labels; features are indices of rows.
struct Item {
    features: Vec<Vec<u32>>,
    labels: Vec<u8>,
    meetings: Vec<u8>,
}

/// Trains on the annotated articles, the network of cues also on articles that a program labelled; the same articles and
/// settings give the same bytes. Where `kept` holds an earlier model, its lemmas and fields stay, and only the networks of
/// cues, of spans and of whole attributions are learned. `None` where `kept` is no model.
pub fn train(
    articles: &[GoldArticle],
    labelled: &[GoldArticle],
    settings: Settings,
    kept: Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    let mut out = match kept {
        None => fields(articles, labelled, settings),
        Some(bytes) => with_other_networks(bytes.leak(), articles, labelled)?,
    };
    out.extend(train_whole::train(articles, labelled, settings));
    Some(out)
}

/// The lemmas and fields of a model with networks of cues and of spans that are learned anew.
fn with_other_networks(model: &'static [u8], articles: &[GoldArticle], labelled: &[GoldArticle]) -> Option<Vec<u8>> {
    let mut rest = model;
    let lexicon = Lexicon::read(&mut rest)?;
    Chain::read(&mut rest)?;
    Chain::read(&mut rest)?;
    let before = &model[..model.len() - rest.len()];
    Lookup::read(&mut rest, LABELS)?;
    let behind = rest;
    let transitions = Transitions::read(&mut rest, Labels(LABELS))?;
    let behind = &behind[..behind.len() - rest.len()];
    let mut items = Items::default();
    for article in articles {
        read(article, &lexicon, &mut items);
    }
    for article in labelled {
        read_likely(article, &lexicon, &mut items.words);
    }
    let network = train_network::train(&items.words, LABELS, NETWORK);
    let of_spans = train_spans::train(items.passages, &transitions, SPAN_NETWORK);
    Some([before, &network, behind, &of_spans].concat())
}

/// The list of lemmas, the three fields, the networks of cues and of spans.
pub(super) fn fields(articles: &[GoldArticle], labelled: &[GoldArticle], settings: Settings) -> Vec<u8> {
    let lexicon = lexicon(articles);
    let mut items = Items::default();
    for gold in articles {
        read(gold, &lexicon, &mut items);
    }
    for article in labelled {
        read_likely(article, &lexicon, &mut items.words);
    }
    eprintln!("{} runs, {} cues", items.cues.len(), items.spans.len());
    let mut out = Vec::new();
    lexicon.write(&mut out);
    let Items { glance, cues, spans, words, passages } = items;
    std::thread::scope(|scope| {
        let glance = scope.spawn(|| model(glance, Labels(3), settings));
        let cues = scope.spawn(|| model(cues, Labels(5), settings));
        let spans = scope.spawn(|| {
            // of the field only the transitions are kept
            let field = model(spans, Labels(LABELS), settings);
            let field = Chain::read(&mut &*field).expect("the field that was written");
            let mut both: Vec<u8> = field.transitions.weights.iter().flat_map(|w| w.to_le_bytes()).collect();
            both.extend(train_spans::train(passages, &field.transitions, SPAN_NETWORK));
            both
        });
        let network = scope.spawn(|| train_network::train(&words, LABELS, NETWORK));
        for trained in [glance, cues, network, spans] {
            out.extend(trained.join().expect("training does not panic"));
        }
    });
    out
}

/// How the network of cues is trained.
const NETWORK: Plan = Plan { seen: 8, rows: 22_000, epochs: 5, rate: 0.05, units: 0.1, things: 0.15 };

/// How the network of spans is trained: with longer steps what a passage's words learn at once throws it off course.
const SPAN_NETWORK: Plan = Plan { seen: 10, rows: 8_000, epochs: 8, rate: 0.02, units: 0.3, things: 0.2 };

/// What the three fields and the networks learn from.
#[derive(Default)]
struct Items {
    glance: Vec<Item>,
    cues: Vec<Item>,
    spans: Vec<Item>,
    words: Vec<Example<{ cue_network::ATOMS }>>,
    passages: Vec<train_spans::Passage>,
}

/// An article's words, and the words of a span.
pub(super) fn words_of(prose: &Prose) -> Words {
    let (mentions, entities) = name::mentions(prose);
    Words::of(prose, &quotation::quotations(prose), &mentions, &entities)
}

fn range(words: &Words, span: Span) -> Option<std::ops::Range<usize>> {
    let start = words.spans.partition_point(|w| w.end <= span.start);
    let end = words.spans.partition_point(|w| w.start < span.end);
    (start < end).then_some(start..end)
}

/// A lemma belongs to the list if it was seen in this many cues, and in this share of the places where it stands.
const LEAST_CUES: u32 = 3;
const LEAST_SHARE: f32 = 0.05;

/// The lemmas that are often enough part of a cue; of a cue of several words each counts by its place in it.
fn lexicon(articles: &[GoldArticle]) -> Lexicon {
    let mut counts: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
    for gold in articles {
        let article = Article::parse(gold.text.as_str().into(), Markup::Plain, &Overrides::default());
        let prose = Prose::of(&article);
        let words = words_of(&prose);
        for word in &words.words {
            counts.entry(key(word)).or_default().1 += 1;
        }
        for cue in gold.attributions.iter().flat_map(|a| &a.cue).filter_map(|&s| range(&words, s)) {
            for word in &words.words[cue] {
                counts.entry(key(word)).or_default().0 += 1;
            }
        }
    }
    let often = |c: &(u32, u32)| c.0 >= LEAST_CUES && c.0 as f32 >= LEAST_SHARE * c.1 as f32;
    let keys: Vec<u32> = counts.iter().filter(|(_, c)| often(c)).map(|(k, _)| *k).collect();
    eprintln!("{} lemmas of cues", keys.len());
    Lexicon::new(keys)
}

fn read(gold: &GoldArticle, lexicon: &Lexicon, items: &mut Items) {
    let article = Article::parse(gold.text.as_str().into(), Markup::Plain, &Overrides::default());
    let prose = Prose::of(&article);
    let mut words = words_of(&prose);
    for sentence in 0..words.sentences.len() {
        words.parse(&prose, sentence);
    }
    let mut labels = vec![0u8; words.words.len()];
    for attribution in &gold.attributions {
        let begin = if attribution.speech { 1 } else { 3 };
        for cue in attribution.cue.iter().filter_map(|&s| range(&words, s)) {
            if labels[cue.clone()].iter().all(|&l| l == 0) {
                labels[cue.clone()].fill(begin + 1);
                labels[cue.start] = begin;
            }
        }
    }
    for (index, sentence) in words.sentences.iter().enumerate() {
        let local = copy(&words, sentence.clone());
        let setting = setting(&prose, index, &local);
        let dependents = cue_features::dependents(&local);
        let meets = meetings(&local);
        let below = cue_network::below(&local);
        for run in lexicon.runs(&local) {
            // a cue that began before the run begins with it
            let mut own = labels[sentence.start + run.start..sentence.start + run.end].to_vec();
            let mut before = 0;
            for label in &mut own {
                if *label != 0 && label.is_multiple_of(2) && before == 0 {
                    *label -= 1;
                }
                before = *label;
            }
            items.words.extend(run.clone().zip(&own).map(|(i, &label)| {
                let atoms = cue_network::atoms(&local, i, setting, &dependents, &below);
                Example { atoms, target: sure(label) }
            }));
            items.glance.push(Item {
                features: glance_items(&local, run.clone(), setting).iter().map(|f| f.to_vec()).collect(),
                labels: own.iter().map(|&l| if l > 2 { l - 2 } else { l }).collect(),
                meetings: meets[run.clone()].to_vec(),
            });
            items.cues.push(Item {
                features: cue_items(&local, run.clone(), setting, &dependents).iter().map(|f| f.to_vec()).collect(),
                labels: own,
                meetings: meets[run].to_vec(),
            });
        }
    }
    for attribution in &gold.attributions {
        let Some(cue) = attribution.cue.first().and_then(|&s| range(&words, s)) else { continue };
        if words.words[cue.start].sentence != words.words[cue.end - 1].sentence {
            continue;
        }
        let around = passage(&prose, &words, cue.start);
        let local = copy(&words, around.clone());
        let mut labels = vec![0u8; local.len()];
        for (all, begin) in [(&attribution.source, 1), (&attribution.content, 3)] {
            for span in all.iter().filter_map(|&s| range(&words, s)) {
                for (nth, i) in (span.start.max(around.start)..span.end.min(around.end)).enumerate() {
                    if labels[i - around.start] == 0 {
                        labels[i - around.start] = if nth == 0 { begin } else { begin + 1 };
                    }
                }
            }
        }
        let cue = cue.start - around.start..cue.end.min(around.end) - around.start;
        let features = span_items(&local, cue.clone()).iter().map(|f| f.to_vec()).collect();
        let targets = labels.iter().map(|&l| sure(l)).collect();
        let passage = train_spans::Passage { atoms: looked_at(&local, cue), targets, meetings: meetings(&local) };
        items.passages.push(passage);
        items.spans.push(Item { features, labels, meetings: meetings(&local) });
    }
}

/// What the network of cues learns from an article that a program labelled.
fn read_likely(labelled: &GoldArticle, lexicon: &Lexicon, examples: &mut Vec<Example<{ cue_network::ATOMS }>>) {
    let article = Article::parse(labelled.text.as_str().into(), Markup::Plain, &Overrides::default());
    let prose = Prose::of(&article);
    let mut words = words_of(&prose);
    let mut targets = vec![sure(0); words.words.len()];
    for &(span, [said, of_said, held, of_held]) in &labelled.likely {
        for (nth, i) in range(&words, span).into_iter().flatten().enumerate() {
            // of several words only the first begins a cue
            let [said, of_said, held, of_held] =
                if nth == 0 { [said, of_said, held, of_held] } else { [0.0, said + of_said, 0.0, held + of_held] };
            targets[i] = [(1.0 - said - of_said - held - of_held).max(0.0), said, of_said, held, of_held];
        }
    }
    for index in 0..words.sentences.len() {
        let sentence = words.sentences[index].clone();
        let runs = lexicon.runs(&copy(&words, sentence.clone()));
        if runs.is_empty() {
            continue;
        }
        words.parse(&prose, index);
        let local = copy(&words, sentence.clone());
        let setting = setting(&prose, index, &local);
        let dependents = cue_features::dependents(&local);
        let below = cue_network::below(&local);
        for run in runs {
            for i in run.clone() {
                let mut target = targets[sentence.start + i];
                if i == run.start {
                    // a cue that began before the run begins with it
                    target = [target[0], target[1] + target[2], 0.0, target[3] + target[4], 0.0];
                }
                let atoms = cue_network::atoms(&local, i, setting, &dependents, &below);
                examples.push(Example { atoms, target });
            }
        }
    }
}

/// Replaces features by indices of the rows that are kept, and returns the features of the rows.
fn index(items: &mut [Item], seen: u32) -> Vec<u32> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for feature in items.iter().flat_map(|i| i.features.iter().flatten()) {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut kept: Vec<u32> = counts.iter().filter(|c| *c.1 >= seen).map(|c| *c.0).collect();
    kept.sort_unstable();
    let places: FxHashMap<u32, u32> = kept.iter().enumerate().map(|(i, &f)| (f, i as u32)).collect();
    for features in items.iter_mut().flat_map(|i| &mut i.features) {
        *features = features.iter().filter_map(|f| places.get(f).copied()).collect();
    }
    kept
}

/// Learns several times, each time in another order, and takes the mean.
fn model(mut items: Vec<Item>, labels: Labels, settings: Settings) -> Vec<u8> {
    let features = index(&mut items, settings.seen);
    let mut all: Option<(Vec<Row>, Transitions)> = None;
    for seed in 0..settings.times {
        let (weights, transitions) = once(&items, features.len(), labels, settings, 29 + seed as u64);
        match &mut all {
            None => all = Some((weights, transitions)),
            Some((sums, sum)) => {
                sums.as_flattened_mut().iter_mut().zip(weights.as_flattened()).for_each(|(s, w)| *s += w);
                sum.weights.iter_mut().zip(&transitions.weights).for_each(|(s, w)| *s += w);
            }
        }
    }
    let (mut weights, mut transitions) = all.expect("learns at least once");
    let times = settings.times as f32;
    weights.as_flattened_mut().iter_mut().chain(&mut transitions.weights).for_each(|w| *w /= times);
    write(&features, &weights, &transitions, settings.least)
}

fn once(items: &[Item], features: usize, labels: Labels, settings: Settings, seed: u64) -> (Vec<Row>, Transitions) {
    let count = labels.0;
    let mut transitions = Transitions::new(labels);
    let mut weights = vec![[0.0f32; LABELS]; features];
    let mut squares = vec![[1e-6f32; LABELS]; features];
    let mut transition_squares = vec![1e-6f32; transitions.weights.len()];
    let mut order: Vec<usize> = (0..items.len()).collect();
    let mut random = Random::new(seed);
    let mut mean = vec![[0.0f32; LABELS]; features];
    let mut transition_mean = vec![0.0f32; transitions.weights.len()];
    let mut counted = 0.0f32;
    let quarter = items.len().div_ceil(4).max(1);
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for (nth, &index) in order.iter().enumerate() {
            // the mean of the weights after the first pass is less at the mercy of what was seen last
            if epoch > 0 && nth % quarter == 0 {
                counted += 1.0;
                for (sum, row) in mean.iter_mut().zip(&weights) {
                    sum.iter_mut().zip(row).for_each(|(s, w)| *s += w);
                }
                transition_mean.iter_mut().zip(&transitions.weights).for_each(|(s, w)| *s += w);
            }
            let item = &items[index];
            let shown: Vec<Vec<u32>> = item
                .features
                .iter()
                .map(|f| f.iter().copied().filter(|_| random.unit() >= settings.dropout).collect())
                .collect();
            let rows: Vec<Row> = shown.iter().map(|f| score(&weights, f)).collect();
            let (forward, backward, scales) = transitions.sums(&rows, &item.meetings);
            for (i, features) in shown.iter().enumerate() {
                let mut slope = normalised(&forward[i], &backward[i]);
                let right = usize::from(item.labels[i]);
                loss -= f64::from(slope[right].max(1e-9)).ln();
                slope[right] -= 1.0;
                if slope.iter().all(|s| s.abs() <= 1e-3) {
                    continue;
                }
                for &feature in features {
                    let (row, square) = (&mut weights[feature as usize], &mut squares[feature as usize]);
                    for label in 0..count {
                        square[label] += slope[label] * slope[label];
                        row[label] -= settings.rate * slope[label] / square[label].sqrt();
                    }
                }
            }
            for i in 1..rows.len() {
                let local = super::chain::exponent(&rows[i], count);
                for (before, sum) in forward[i - 1].iter().enumerate().take(count) {
                    for label in (0..count).filter(|&l| labels.allowed(before, l)) {
                        let place = transitions.place(item.meetings[i], before, label);
                        let weight = transitions.weights[place];
                        let mut slope = sum * weight.exp() * local[label] * backward[i][label] / scales[i];
                        if (item.labels[i - 1], item.labels[i]) == (before as u8, label as u8) {
                            slope -= 1.0;
                        }
                        transition_squares[place] += slope * slope;
                        transitions.weights[place] -= settings.rate * slope / transition_squares[place].sqrt();
                    }
                }
            }
        }
        eprintln!("{count} labels, pass {}: loss {loss:.0}", epoch + 1);
    }
    if counted > 0.0 {
        weights = mean.into_iter().map(|row| row.map(|w| w / counted)).collect();
        transitions.weights = transition_mean.into_iter().map(|w| w / counted).collect();
    }
    (weights, transitions)
}

fn score(weights: &[Row], features: &[u32]) -> Row {
    let mut sums = [0.0; LABELS];
    for &feature in features {
        for (sum, weight) in sums.iter_mut().zip(weights[feature as usize]) {
            *sum += weight;
        }
    }
    sums
}

/// Number of labels, what a step of a stored weight is worth, transitions, weights.
fn write(features: &[u32], weights: &[Row], transitions: &Transitions, least: f32) -> Vec<u8> {
    let count = transitions.labels.0;
    let rows: Vec<(u32, Vec<(u8, f32)>)> = features
        .iter()
        .zip(weights)
        .map(|(&feature, row)| {
            // Only differences count: the first label's weight is taken from all.
            let cells = (1..count).map(|l| (l as u8, (row[l] - row[0]).clamp(-CAP, CAP)));
            (feature, cells.filter(|c| c.1.abs() >= least).collect::<Vec<_>>())
        })
        .filter(|r| !r.1.is_empty())
        .collect();
    let mut all: Vec<f32> = rows.iter().flat_map(|r| r.1.iter().map(|c| c.1.abs())).collect();
    all.sort_by(f32::total_cmp);
    // As `write_sparse` scales them.
    let range = all.get(all.len().saturating_sub(1) * 9995 / 10_000).copied().unwrap_or(1.0).max(f32::MIN_POSITIVE);
    let mut out = Vec::new();
    out.extend((count as u32).to_le_bytes());
    out.extend((range / 127.0).to_le_bytes());
    for weight in &transitions.weights {
        out.extend(weight.to_le_bytes());
    }
    let dropped = write_sparse(&rows, &mut out);
    eprintln!("{count} labels: {} features, {dropped} without room, {} bytes", rows.len(), out.len());
    out
}

/// No single feature decides alone.
const CAP: f32 = 3.0;
