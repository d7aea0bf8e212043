//! Averaged perceptrons in training, and how their weights are written.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::weights::{WAYS, print_of};

/// A reproducible source of random numbers (xorshift64).
pub struct Random(u64);

impl Random {
    /// From a seed that is not zero.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 up to, but without, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Puts the items in a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

struct Cell {
    class: u8,
    weight: f32,
    total: f64,
    since: u32,
}

/// A perceptron over any number of classes, its rows sparse.
#[derive(Default)]
pub struct Perceptron {
    rows: FxHashMap<u32, Vec<Cell>>,
    now: u32,
}

impl Perceptron {
    /// Sets `scores` to the weights of the features.
    pub fn score(&self, features: &[u32], scores: &mut [f32]) {
        scores.fill(0.0);
        for feature in features {
            if let Some(row) = self.rows.get(feature) {
                for cell in row {
                    scores[usize::from(cell.class)] += cell.weight;
                }
            }
        }
    }

    /// Learns that `right` was right where `guess` was guessed.
    pub fn update(&mut self, features: &[u32], right: u8, guess: u8) {
        self.now += 1;
        if right == guess {
            return;
        }
        let now = self.now;
        for &feature in features {
            let row = self.rows.entry(feature).or_default();
            for (class, delta) in [(right, 1.0), (guess, -1.0)] {
                match row.iter_mut().find(|c| c.class == class) {
                    Some(cell) => {
                        cell.total += f64::from(now - cell.since) * f64::from(cell.weight);
                        cell.since = now;
                        cell.weight += delta;
                    }
                    None => row.push(Cell { class, weight: delta, total: 0.0, since: now }),
                }
            }
        }
    }

    /// The averaged weights of at least `least`, by feature, in order.
    pub fn average(&self, least: f32) -> Rows {
        let mut rows = Rows::new();
        for (&feature, row) in &self.rows {
            let mut cells: Vec<(u8, f32)> = row
                .iter()
                .map(|c| {
                    let total = c.total + f64::from(self.now - c.since) * f64::from(c.weight);
                    (c.class, (total / f64::from(self.now)) as f32)
                })
                .filter(|c| c.1.abs() >= least)
                .collect();
            if !cells.is_empty() {
                cells.sort_by_key(|c| c.0);
                rows.push((feature, cells));
            }
        }
        rows.sort_by_key(|r| r.0);
        rows
    }
}

/// The averaged weights of one perceptron, by feature, in order.
pub type Rows = Vec<(u32, Vec<(u8, f32)>)>;

/// The mean of several perceptrons, without what is below `least`.
pub fn mean(runs: Vec<Rows>, least: f32) -> Rows {
    let count = runs.len().max(1) as f32;
    let mut sums: BTreeMap<u32, BTreeMap<u8, f32>> = BTreeMap::new();
    for (feature, row) in runs.into_iter().flatten() {
        let sum = sums.entry(feature).or_default();
        for (class, weight) in row {
            *sum.entry(class).or_default() += weight / count;
        }
    }
    sums.into_iter()
        .map(|(feature, row)| (feature, row.into_iter().filter(|c| c.1.abs() >= least).collect::<Vec<_>>()))
        .filter(|r| !r.1.is_empty())
        .collect()
}

/// The largest weight that is told from larger ones: all but the 0.05 % outermost.
fn range(mut weights: Vec<f32>) -> f32 {
    weights.sort_by(f32::total_cmp);
    weights.get(weights.len().saturating_sub(1) * 9995 / 10_000).copied().unwrap_or(1.0).max(f32::MIN_POSITIVE)
}

fn quantise(weight: f32, scale: f32) -> i8 {
    (weight * scale).round().clamp(-127.0, 127.0) as i8
}

/// Writes a table of rows (see `weights::Sparse`) and returns how many features found no room.
pub fn write_sparse(rows: &[(u32, Vec<(u8, f32)>)], out: &mut Vec<u8>) -> usize {
    let scale = 127.0 / range(rows.iter().flat_map(|r| r.1.iter().map(|c| c.1.abs())).collect());
    let mut quantised = Vec::new();
    for (feature, row) in rows {
        let row: Vec<(u8, i8)> =
            row.iter().map(|&(class, w)| (class, quantise(w, scale))).filter(|c| c.1 != 0).collect();
        if !row.is_empty() {
            quantised.push((*feature, row));
        }
    }
    let bits = bits_for(quantised.len());
    let (buckets, dropped) = fill(quantised, bits, |row| row.iter().map(|c| u32::from(c.1.unsigned_abs())).sum());
    out.extend(bits.to_le_bytes());
    for bucket in &buckets {
        out.push(bucket.len() as u8);
        for (feature, row) in bucket {
            out.extend(print_of(*feature).to_le_bytes());
            out.push(row.len() as u8);
        }
    }
    for (_, row) in buckets.iter().flatten() {
        for &(class, weight) in row {
            out.extend([class, weight as u8]);
        }
    }
    dropped
}

/// Buckets of which about seven in ten places are taken.
pub fn bits_for(features: usize) -> u32 {
    let buckets = (features as f64 / (WAYS as f64 * 0.75)).max(1.0);
    (buckets.log2().ceil() as u32).max(1)
}

/// Puts features into buckets by their upper bits; of those with the same print in a bucket, and of those too
/// many for it, the heaviest stay. Returns the buckets and how many were left out.
#[allow(clippy::type_complexity)]
pub fn fill<T>(features: Vec<(u32, T)>, bits: u32, heft: impl Fn(&T) -> u32) -> (Vec<Vec<(u32, T)>>, usize) {
    let mut buckets: Vec<Vec<(u32, T)>> = (0..1usize << bits).map(|_| Vec::new()).collect();
    for (feature, value) in features {
        buckets[(feature >> (32 - bits)) as usize].push((feature, value));
    }
    let mut dropped = 0;
    for bucket in &mut buckets {
        bucket.sort_by_key(|(feature, value)| (std::cmp::Reverse(heft(value)), *feature));
        let before = bucket.len();
        let mut seen = Vec::new();
        bucket.retain(|(feature, _)| {
            let print = print_of(*feature);
            let new = !seen.contains(&print) && seen.len() < WAYS;
            if new {
                seen.push(print);
            }
            new
        });
        dropped += before - bucket.len();
    }
    (buckets, dropped)
}

/// A perceptron over three classes for features fixed beforehand.
pub struct Three {
    index: FxHashMap<u32, u32>,
    weights: Vec<[f32; 3]>,
    totals: Vec<[f64; 3]>,
    since: Vec<u32>,
    now: u32,
}

impl Three {
    /// For these features and no others.
    pub fn new(mut features: Vec<u32>) -> Self {
        features.sort_unstable();
        let count = features.len();
        let index = features.into_iter().zip(0..).collect();
        Self { index, weights: vec![[0.0; 3]; count], totals: vec![[0.0; 3]; count], since: vec![0; count], now: 0 }
    }

    /// The rows of the features that are known.
    pub fn rows(&self, features: &[u32], rows: &mut Vec<u32>) {
        rows.clear();
        rows.extend(features.iter().filter_map(|f| self.index.get(f)));
    }

    /// The scores of the three classes.
    pub fn score(&self, rows: &[u32]) -> [f32; 3] {
        let mut sum = [0.0; 3];
        for &row in rows {
            let weights = &self.weights[row as usize];
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += weight;
            }
        }
        sum
    }

    /// Learns that `right` was right where `guess` was guessed.
    pub fn update(&mut self, rows: &[u32], right: usize, guess: usize) {
        self.now += 1;
        if right == guess {
            return;
        }
        for &row in rows {
            let row = row as usize;
            let passed = f64::from(self.now - self.since[row]);
            for class in 0..3 {
                self.totals[row][class] += passed * f64::from(self.weights[row][class]);
            }
            self.since[row] = self.now;
            self.weights[row][right] += 1.0;
            self.weights[row][guess] -= 1.0;
        }
    }

    /// The averaged weights of the second and third class above the first, by feature, in order.
    pub fn average(&self) -> Pairs {
        let mut pairs: Pairs = self
            .index
            .iter()
            .map(|(&feature, &row)| {
                let row = row as usize;
                let passed = f64::from(self.now - self.since[row]);
                let mean = |class: usize| {
                    let total = self.totals[row][class] + passed * f64::from(self.weights[row][class]);
                    (total / f64::from(self.now.max(1))) as f32
                };
                let first = mean(0);
                (feature, [mean(1) - first, mean(2) - first])
            })
            .collect();
        pairs.sort_by_key(|p| p.0);
        pairs
    }
}

/// Weights of the second and third of three classes above the first, by feature.
pub type Pairs = Vec<(u32, [f32; 2])>;

/// The mean of several perceptrons over the same features.
pub fn mean_pairs(runs: Vec<Pairs>) -> Pairs {
    let count = runs.len().max(1) as f32;
    let mut sums: BTreeMap<u32, [f32; 2]> = BTreeMap::new();
    for (feature, weights) in runs.into_iter().flatten() {
        let sum = sums.entry(feature).or_default();
        for (sum, weight) in sum.iter_mut().zip(weights) {
            *sum += weight / count;
        }
    }
    sums.into_iter().collect()
}

/// The features that a table of `1 << bits` buckets has room for, the heaviest of each bucket.
pub fn select(pairs: Pairs, bits: u32) -> Vec<u32> {
    let (buckets, _) = fill(pairs, bits, |w| (w[0].abs().max(w[1].abs()) * 1000.0) as u32);
    buckets.into_iter().flatten().map(|f| f.0).collect()
}

/// Writes a table (see `weights::Ternary`) of `1 << bits` buckets and returns how many features of weight found
/// no room.
pub fn write_ternary(pairs: Pairs, bits: u32, out: &mut Vec<u8>) -> usize {
    let scale = 127.0 / range(pairs.iter().flat_map(|p| p.1.map(f32::abs)).filter(|w| *w > 0.0).collect());
    let quantised: Vec<(u32, [i8; 2])> =
        pairs.into_iter().map(|(f, w)| (f, w.map(|w| quantise(w, scale)))).filter(|p| p.1 != [0, 0]).collect();
    let (buckets, dropped) = fill(quantised, bits, |w| u32::from(w[0].unsigned_abs().max(w[1].unsigned_abs())));
    out.extend(bits.to_le_bytes());
    for bucket in &buckets {
        let mut raw = [0u8; 4 * WAYS];
        for (way, (feature, weights)) in bucket.iter().enumerate() {
            raw[2 * way..2 * way + 2].copy_from_slice(&print_of(*feature).to_le_bytes());
            raw[2 * WAYS + way] = weights[0] as u8;
            raw[3 * WAYS + way] = weights[1] as u8;
        }
        out.extend(raw);
    }
    dropped
}
