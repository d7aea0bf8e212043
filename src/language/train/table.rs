//! How tables of weights and words are written.

use super::super::weights::{WAYS, print_of};

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
