//! Counts how often stems occur.

use std::collections::BTreeMap;

use super::super::rarity::{UNSEEN, stem};
use super::super::weights::print_of;
use super::super::word;
use super::conllu::GoldSentence;
use super::table;

/// Counts the stems of the sentences; returns the content of `models/rarity.bin`.
pub fn train(sentences: &[GoldSentence]) -> Vec<u8> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for word in sentences.iter().flat_map(|s| &s.words) {
        if word.form.chars().all(char::is_alphabetic) {
            *counts.entry(stem(&word.form).into_owned()).or_default() += 1;
        }
    }
    let total: u32 = counts.values().sum();
    let rarity =
        |count: u32| (12.0 * (f64::from(total) / f64::from(count)).log2()).round().clamp(0.0, f64::from(UNSEEN - 1));
    let entries: BTreeMap<u32, u8> =
        counts.iter().map(|(stem, &count)| (word::key(stem), rarity(count) as u8)).collect();
    let bits = table::bits_for(entries.len());
    let (buckets, _) = table::fill(entries.into_iter().collect(), bits, |r| u32::from(UNSEEN - r));
    let mut out = bits.to_le_bytes().to_vec();
    for bucket in buckets {
        out.push(bucket.len() as u8);
        for (stem, rarity) in bucket {
            out.extend(print_of(stem).to_le_bytes());
            out.push(rarity);
        }
    }
    out
}
