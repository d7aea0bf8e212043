//! Trains networks over things told apart by hashes (`lookup.rs`).

use super::chain::{LABELS, Row};
use super::lookup::{FIRST, HIDDEN};
use crate::language::train::network::{Sum, Training, softmax, write as write_network};
use rustc_hash::FxHashMap;

/// How a network is trained.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Things seen less often than this have no row.
    pub(super) seen: u32,
    /// At most this many things have a row, the most frequent ones.
    pub(super) rows: usize,
    /// Passes over the examples.
    pub(super) epochs: usize,
    /// Length of the first steps.
    pub(super) rate: f32,
    /// Share of the hidden units that are hidden from each decision.
    pub(super) units: f32,
    /// Share of the things that are hidden from each decision.
    pub(super) things: f64,
}

/// Things, and how likely each output is right for them: one is sure where people say so.
pub(super) struct Example<const N: usize> {
    pub(super) atoms: [u32; N],
    pub(super) target: Row,
}

/// What is surely this label.
pub(super) fn sure(label: u8) -> Row {
    std::array::from_fn(|l| f32::from(u8::from(l == usize::from(label))))
}

/// The things that have a row of their own, the commonest first, and how often each was seen.
pub(super) fn kept<'a>(atoms: impl Iterator<Item = &'a u32>, plan: &Plan) -> Vec<(u32, u32)> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for atom in atoms {
        *counts.entry(*atom).or_default() += 1;
    }
    let mut kept: Vec<(u32, u32)> = counts.into_iter().filter(|c| c.1 >= plan.seen).collect();
    kept.sort_unstable_by_key(|&(atom, count)| (std::cmp::Reverse(count), atom));
    kept.truncate(plan.rows);
    kept
}

/// These things as a model file begins with them.
pub(super) fn listed(kept: &[(u32, u32)]) -> Vec<u8> {
    let number = (kept.len() as u32).to_le_bytes();
    number.into_iter().chain(kept.iter().flat_map(|k| k.0.to_le_bytes())).collect()
}

/// Learns from examples; the same ones give the same bytes.
pub(super) fn train<const N: usize>(words: &[Example<N>], outputs: usize, plan: Plan) -> Vec<u8> {
    let kept = kept(words.iter().flat_map(|w| &w.atoms), &plan);
    let mut out = listed(&kept);
    let rows: FxHashMap<u32, u32> = kept.iter().zip(FIRST..).map(|(k, row)| (k.0, row)).collect();
    let words: Vec<(Vec<u32>, Row)> =
        words.iter().map(|w| (w.atoms.iter().filter_map(|a| rows.get(a).copied()).collect(), w.target)).collect();
    let mut training = Training::<HIDDEN>::new(kept.len() + FIRST as usize, outputs, plan.units, 17);
    let mut order: Vec<usize> = (0..words.len()).collect();
    let quarter = (order.len() / 4).max(1);
    let mut sum = Sum::default();
    let mut shown = Vec::new();
    for epoch in 0..plan.epochs {
        training.random.shuffle(&mut order);
        training.rate = plan.rate / (1.0 + epoch as f32 * 0.5);
        let mut loss = 0.0;
        for (nth, &index) in order.iter().enumerate() {
            let (all, target) = &words[index];
            shown.clear();
            for &row in all {
                if training.random.unit() >= plan.things {
                    shown.push(row);
                }
            }
            training.forward(&shown);
            let mut scores: [f32; LABELS] = std::array::from_fn(|l| if l < outputs { training.score(l) } else { 0.0 });
            softmax(&mut scores[..outputs]);
            for (score, right) in scores.iter_mut().zip(target) {
                loss -= f64::from(*right) * f64::from(score.max(1e-9)).ln();
                *score -= right;
            }
            let slopes: [(usize, f32); LABELS] = std::array::from_fn(|l| (l, scores[l]));
            training.backward(&shown, &slopes[..outputs]);
            // the mean of the weights after the first pass
            if epoch > 0 && nth % quarter == 0 {
                training.add_to(&mut sum);
            }
        }
        eprintln!("network of {} rows, pass {}: loss {loss:.0}", kept.len(), epoch + 1);
    }
    let mut network = Vec::new();
    let whole = write_network(&[sum], &mut network);
    out.extend((1.0 / whole).to_le_bytes());
    out.extend(network);
    out
}
