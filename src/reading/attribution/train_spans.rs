//! Trains the network of spans (`span_network.rs`) as part of a conditional random field: it learns the scores of words with
//! which the transitions of the field of spans make the right labels likely.
//!
//! The words of a passage are learned from together, unlike those of the other networks (`train_network.rs`).

use super::chain::{LABELS, Row, Transitions, normalised};
use super::lookup::{FIRST, HIDDEN};
use super::span_network::ATOMS;
use super::train_network::{Plan, kept, listed};
use crate::language::train::network::{Sum, Training, write_evened};
use rustc_hash::FxHashMap;

/// A passage around a cue: what is looked at for each word, and how likely its labels are.
pub(super) struct Passage {
    pub(super) atoms: Vec<[u32; ATOMS]>,
    pub(super) targets: Vec<Row>,
    pub(super) meetings: Vec<u8>,
}

/// No score counts for more.
const MOST: f32 = 30.0;

/// Where sums fall below this nothing can be learned from them.
const LEAST_SCALE: f32 = 1e-25;

/// Learns from passages; the same ones give the same bytes.
pub(super) fn train(passages: Vec<Passage>, transitions: &Transitions, plan: Plan) -> Vec<u8> {
    let kept = kept(passages.iter().flat_map(|p| p.atoms.as_flattened()), &plan);
    let mut out = listed(&kept);
    let rows: FxHashMap<u32, u16> = kept.iter().zip(FIRST as u16..).map(|(k, row)| (k.0, row)).collect();
    let things = |p: Passage| -> (Vec<Vec<u16>>, Vec<Row>, Vec<u8>) {
        let known = |atoms: &[u32; ATOMS]| atoms.iter().filter_map(|a| rows.get(a).copied()).collect();
        (p.atoms.iter().map(known).collect(), p.targets, p.meetings)
    };
    let passages: Vec<_> = passages.into_iter().map(things).collect();
    let mut training = Training::<HIDDEN>::new(kept.len() + FIRST as usize, LABELS, plan.units, 17);
    let mut order: Vec<usize> = (0..passages.len()).collect();
    let quarter = (order.len() / 4).max(1);
    let mut sum = Sum::default();
    for epoch in 0..plan.epochs {
        training.random.shuffle(&mut order);
        training.rate = plan.rate / (1.0 + epoch as f32 * 0.5);
        let (mut loss, mut words, mut skipped) = (0.0, 0, 0);
        for (nth, &index) in order.iter().enumerate() {
            let (all, targets, meetings) = &passages[index];
            let mut shown: Vec<Vec<u32>> = Vec::with_capacity(all.len());
            let mut states = Vec::with_capacity(all.len());
            let mut scores: Vec<Row> = Vec::with_capacity(all.len());
            for things in all {
                let mut own = Vec::with_capacity(things.len());
                for &row in things {
                    if training.random.unit() >= plan.things {
                        own.push(u32::from(row));
                    }
                }
                training.forward(&own);
                scores.push(std::array::from_fn(|l| training.score(l).clamp(-MOST, MOST)));
                states.push(training.state());
                shown.push(own);
            }
            let (forward, backward, scales) = transitions.sums(&scores, meetings);
            if scales.iter().any(|&s| s <= LEAST_SCALE) {
                skipped += 1;
                continue;
            }
            for (i, target) in targets.iter().enumerate() {
                let mut slope = normalised(&forward[i], &backward[i]);
                for (s, t) in slope.iter().zip(target) {
                    loss -= f64::from(*t) * f64::from(s.max(1e-9)).ln();
                }
                slope.iter_mut().zip(target).for_each(|(s, t)| *s -= t);
                words += 1;
                if slope.iter().all(|s| s.abs() <= 1e-3) {
                    continue;
                }
                training.restore(&states[i]);
                training.backward(&shown[i], &std::array::from_fn::<_, LABELS, _>(|l| (l, slope[l])));
            }
            // the mean of the weights after the first pass
            if epoch > 0 && nth % quarter == 0 {
                training.add_to(&mut sum);
            }
        }
        eprintln!(
            "network of spans, {} rows, pass {}: loss {:.4} a word, {skipped} skipped",
            kept.len(),
            epoch + 1,
            loss / f64::from(words)
        );
    }
    let mut network = Vec::new();
    let often: Vec<u32> = [0, 0].into_iter().chain(kept.iter().map(|k| k.1)).collect();
    let whole = write_evened(&sum, &often, &mut network);
    out.extend((1.0 / whole).to_le_bytes());
    out.extend(network);
    out
}
