//! Learns what a pair of figures weighs, from invented events whose contradictions are labelled (`tests/events/written`).
//!
//! Logistic regression with a Gaussian prior, solved by Newton's method (Bishop 2006, *Pattern Recognition and Machine Learning*,
//! 4.3.3). The same events give the same weights.

use super::pairing::{FEATURES, Features, Pairs};
use super::retold::is_open;
use crate::article::{Article, Markup, Overrides};
use crate::corpus::{ArticleEntry, Corpus, Settings};
use crate::reading;
use crate::text::Span;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// How strongly weights are held near 0.
const PRIOR: f64 = 10.0;
const STEPS: usize = 25;
/// Parts of the events, each of which is foretold by what is learned of the others.
const PARTS: usize = 10;

/// A pair of figures that cannot both be right.
struct Row {
    event: usize,
    features: Features,
    label: Label,
}

impl Row {
    fn feature(&self, at: usize) -> f64 {
        f64::from(self.features[at].1)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Contradiction,
    Trap,
    Other,
}

/// The weights that the events of a folder teach, as the model file holds them, and how well pairs of events are told that
/// nothing was learned of.
///
/// # Errors
///
/// A message that names the file that cannot be read.
pub fn train(folder: &Path, unlabelled: &[&Path]) -> Result<(String, String), String> {
    let mut rows = read(folder)?;
    for folder in unlabelled {
        read_unlabelled(folder, &mut rows)?;
    }
    let weights = learn(rows.iter());
    let mut model = String::new();
    let names = rows.first().map(|row| row.features.map(|(name, _)| name)).ok_or("no pair of figures")?;
    for (name, weight) in names.iter().zip(weights) {
        let _ = writeln!(model, "{weight:.4}\t{name}");
    }
    let events = rows.iter().map(|row| row.event).max().unwrap_or(0);
    let parts: Vec<[f64; FEATURES]> =
        (0..PARTS).map(|part| learn(rows.iter().filter(|row| row.event % PARTS != part))).collect();
    let told: Vec<(f64, Label)> =
        rows.iter().map(|row| (probability(&parts[row.event % PARTS], &row.features), row.label)).collect();
    let of = |label: Label, least: f64| told.iter().filter(|(p, l)| *l == label && *p >= least).count();
    let labelled_events =
        rows.iter().filter(|row| row.label == Label::Contradiction).map(|row| row.event).max().unwrap_or(0);
    let mut report = format!(
        "{} events, {} pairs, {} of them contradictions, {} traps\n",
        events + 1,
        rows.len(),
        of(Label::Contradiction, 0.0),
        of(Label::Trap, 0.0)
    );
    for least in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] {
        let [right, traps, others] = [Label::Contradiction, Label::Trap, Label::Other].map(|label| of(label, least));
        let real = rows.iter().zip(&told).filter(|(row, (p, _))| row.event > labelled_events && *p >= least).count();
        let _ = writeln!(
            report,
            "from {least}: {right} contradictions, {traps} traps, {} others, {real} unlabelled",
            others - real
        );
    }
    Ok((model, report))
}

fn probability(weights: &[f64; FEATURES], features: &Features) -> f64 {
    let sum: f64 = weights.iter().zip(features).map(|(weight, (_, feature))| weight * f64::from(*feature)).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Weights of the features as they are; the prior is on those of features of unit variance.
fn learn<'a>(rows: impl Iterator<Item = &'a Row>) -> [f64; FEATURES] {
    let rows: Vec<&Row> = rows.collect();
    let count = rows.len().max(1) as f64;
    let mut mean = [0.0; FEATURES];
    let mut deviation = [0.0; FEATURES];
    for at in 0..FEATURES {
        mean[at] = rows.iter().map(|row| row.feature(at)).sum::<f64>() / count;
        let square = rows.iter().map(|row| (row.feature(at) - mean[at]).powi(2)).sum::<f64>() / count;
        deviation[at] = square.sqrt().max(1e-6);
    }
    (mean[0], deviation[0]) = (0.0, 1.0);
    let scaled: Vec<([f64; FEATURES], f64)> = rows
        .iter()
        .map(|row| {
            let scaled = std::array::from_fn(|at| (row.feature(at) - mean[at]) / deviation[at]);
            (scaled, f64::from(u8::from(row.label == Label::Contradiction)))
        })
        .collect();
    let mut weights = [0.0; FEATURES];
    for _ in 0..STEPS {
        let mut gradient = [0.0; FEATURES];
        let mut curvature = vec![[0.0; FEATURES]; FEATURES];
        for at in 1..FEATURES {
            gradient[at] = PRIOR * weights[at];
            curvature[at][at] = PRIOR;
        }
        curvature[0][0] = 1e-9;
        for (features, label) in &scaled {
            let sum: f64 = weights.iter().zip(features).map(|(w, f)| w * f).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            for i in 0..FEATURES {
                gradient[i] += (p - label) * features[i];
                for j in 0..FEATURES {
                    curvature[i][j] += p * (1.0 - p) * features[i] * features[j];
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solved(curvature, gradient)) {
            *weight -= step;
        }
    }
    let mut plain: [f64; FEATURES] = std::array::from_fn(|at| weights[at] / deviation[at]);
    plain[0] = weights[0] - (1..FEATURES).map(|at| plain[at] * mean[at]).sum::<f64>();
    plain
}

/// The solution of a system of linear equations, by elimination.
fn solved(mut matrix: Vec<[f64; FEATURES]>, mut right: [f64; FEATURES]) -> [f64; FEATURES] {
    for at in 0..FEATURES {
        let pivot = (at..FEATURES).max_by(|a, b| matrix[*a][at].abs().total_cmp(&matrix[*b][at].abs())).unwrap_or(at);
        matrix.swap(at, pivot);
        right.swap(at, pivot);
        for row in at + 1..FEATURES {
            let factor = matrix[row][at] / matrix[at][at];
            let above = matrix[at];
            for (value, above) in matrix[row].iter_mut().zip(above) {
                *value -= factor * above;
            }
            right[row] -= factor * right[at];
        }
    }
    let mut solution = [0.0; FEATURES];
    for at in (0..FEATURES).rev() {
        let known: f64 = (at + 1..FEATURES).map(|column| matrix[at][column] * solution[column]).sum();
        solution[at] = (right[at] - known) / matrix[at][at];
    }
    solution
}

/// The pairs of all events of a folder.
fn read(folder: &Path) -> Result<Vec<Row>, String> {
    let failed = |path: &Path, e: std::io::Error| format!("{}: {e}", path.display());
    let mut events: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in std::fs::read_dir(folder).map_err(|e| failed(folder, e))? {
        let name = file.map_err(|e| failed(folder, e))?.file_name().to_string_lossy().into_owned();
        if let Some((event, _)) = name.strip_suffix(".md").and_then(|name| name.split_once('.')) {
            events.entry(event.to_owned()).or_default().push(name);
        }
    }
    let mut rows = Vec::new();
    for (nth, (event, mut names)) in events.into_iter().enumerate() {
        names.sort();
        let open = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|e| failed(&path, e))
        };
        let labels = open(&format!("{event}.txt"))?;
        let mut articles = Vec::new();
        for name in &names {
            let article = Article::parse(open(name)?.into(), Markup::Markdown, &Overrides::default());
            articles.push((Arc::from(name.as_str()), Arc::new(reading::read(Arc::new(article)))));
        }
        let corpus = Corpus::of_articles(Settings::default(), articles);
        let entries: BTreeMap<String, &ArticleEntry> =
            corpus.articles().iter().map(|(_, entry)| (entry.path.to_string(), &**entry)).collect();
        let labels: Vec<_> = labels.lines().filter_map(|line| labelled(line, &event, &entries)).collect();
        for (at, here) in names.iter().enumerate() {
            for there in &names[at + 1..] {
                let pairs = Pairs::of(entries[here], entries[there]);
                for pair in pairs.all.iter().filter(|pair| is_open(&pairs, pair)) {
                    let is_pair = |label: &&Labelled| {
                        let meets = |side: usize, name: &str, at: usize| {
                            label.places[side].0 == *name && label.places[side].1.contains(&at)
                        };
                        meets(0, here, pair.here) && meets(1, there, pair.there)
                            || meets(1, here, pair.here) && meets(0, there, pair.there)
                    };
                    let label = labels.iter().find(is_pair).map_or(Label::Other, |found| found.label);
                    rows.push(Row { event: nth, features: pairs.features(pair), label });
                }
            }
        }
    }
    Ok(rows)
}

/// The pairs of articles that nobody labelled, each of a day that stands in its file's name: next to none of them contradict each
/// other, but for those that are found without weighing.
fn read_unlabelled(folder: &Path, rows: &mut Vec<Row>) -> Result<(), String> {
    let failed = |path: &Path, e: std::io::Error| format!("{}: {e}", path.display());
    let mut folders = vec![folder.to_owned()];
    let mut articles = Vec::new();
    while let Some(folder) = folders.pop() {
        let files = std::fs::read_dir(&folder).map_err(|e| failed(&folder, e))?;
        let mut files: Vec<_> = files.filter_map(Result::ok).map(|file| file.path()).collect();
        files.sort();
        for path in files {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "txt") {
                let text = std::fs::read_to_string(&path).map_err(|e| failed(&path, e))?;
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let day = (0..stem.len()).find_map(|at| stem.get(at..at + 10)?.parse().ok());
                let text =
                    day.map_or_else(|| text.clone(), |day: jiff::civil::Date| format!("---\ndate: {day}\n---\n{text}"));
                let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
                articles.push((Arc::from(path.display().to_string()), Arc::new(reading::read(Arc::new(article)))));
            }
        }
    }
    let corpus = Corpus::of_articles(Settings::default(), articles);
    let first = rows.iter().map(|row| row.event + 1).max().unwrap_or(0);
    let mut articles: Vec<_> = corpus.articles().iter().map(|(id, entry)| (*id, &**entry)).collect();
    articles.sort_by(|a, b| a.1.path.cmp(&b.1.path));
    for (nth, (id, here)) in articles.iter().enumerate() {
        for (other, there) in corpus.retellings(*id, here) {
            if there.path < here.path {
                continue;
            }
            let known = corpus.all_figure_relations(*id);
            let pairs = Pairs::of(here, there);
            for pair in pairs.all.iter().filter(|pair| is_open(&pairs, pair)) {
                if !known[pair.here].iter().any(|r| r.other == other && r.observation == pair.there) {
                    rows.push(Row { event: first + nth, features: pairs.features(pair), label: Label::Other });
                }
            }
        }
    }
    Ok(())
}

/// Two places, each with the name of its article and the figures that stand there.
struct Labelled {
    label: Label,
    places: [(String, Vec<usize>); 2],
}

/// A line such as `conflict count :: 1: killed [14 people] when :: 2: left [at least 40] dead`.
fn labelled(line: &str, event: &str, entries: &BTreeMap<String, &ArticleEntry>) -> Option<Labelled> {
    let mut parts = line.split(" :: ");
    let label = if parts.next()?.starts_with("conflict") { Label::Contradiction } else { Label::Trap };
    let mut place = || -> Option<(String, Vec<usize>)> {
        let (number, words) = parts.next()?.split_once(": ")?;
        let name = format!("{event}.{}.md", number.trim());
        let entry = entries.get(&name)?;
        let (open, close) = (words.find('[')?, words.find(']')?);
        let start = entry.reading.article.text.find(&words.replace(['[', ']'], ""))? + open;
        let span = Span::new(start, start + close - open - 1);
        let stands = |o: &crate::corpus::Observation| entry.reading.quantities[o.quantity].span.overlaps(span);
        let figures = entry.observations.iter().enumerate().filter(|(_, o)| stands(o)).map(|(at, _)| at).collect();
        Some((name, figures))
    };
    Some(Labelled { label, places: [place()?, place()?] })
}
