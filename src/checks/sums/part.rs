//! A total of people beside the kinds of people it is made of: "12 people, including five men and eight women".

use super::{Mismatch, Sentence, is_plain_count, unequal};
use crate::reading::Quantity;

/// Kinds of people that exclude each other, so that their numbers may be added.
const APART: &[&[&str]] = &[
    &["man", "woman", "child"],
    &["man", "woman", "boy", "girl"],
    &["adult", "child"],
    &["adult", "minor"],
    &["boy", "girl"],
    &["male", "female"],
    &["passenger", "crew member", "crew"],
    &["passenger", "pilot"],
    &["soldier", "civilian", "policeman", "police officer"],
    &["civilian", "militant", "soldier"],
    &["civilian", "rebel", "soldier"],
    &["student", "teacher"],
    &["republican", "democrat", "independent"],
];
/// What a total of people is counted in.
const TOTALS: &[&str] =
    &["people", "person", "victim", "fatality", "casualty", "dead", "death", "suspect", "member", ""];
/// At most so many bytes lie between a total and its first part, and between two parts.
const NEAR: usize = 40;
/// The same before a colon or dash: "52 people out of the basin on the night of the storm: 40 passengers and …".
const FAR: usize = 120;

/// Parts that exceed their total, or do not make it where they are said to be all.
pub(super) fn mismatches(sentence: Sentence) -> Vec<Mismatch> {
    let text = sentence.text;
    let Some((total, parts, is_whole)) = parts(text, sentence.quantities) else { return Vec::new() };
    let least: f64 = parts.iter().map(|p| p.low.max(0.0)).sum();
    let most: f64 = parts.iter().map(|p| p.high).sum();
    if least <= total.high && !(is_whole && most < total.low) {
        return Vec::new();
    }
    vec![unequal(text, total, &parts, |part| part.phrase)]
}

/// A total of people with the parts listed right behind it, and whether these are said to be all.
fn parts<'a>(text: &str, within: &'a [Quantity]) -> Option<(&'a Quantity, Vec<&'a Quantity>, bool)> {
    let group = |q: &Quantity| {
        let unit = q.unit.name.to_lowercase();
        move |g: &&&[&str]| g.contains(&unit.as_str())
    };
    for (index, total) in within.iter().enumerate() {
        let generic = TOTALS.contains(&total.unit.name.to_lowercase().as_str());
        if !generic || !is_plain_count(total) {
            continue;
        }
        let mut parts: Vec<&Quantity> = Vec::new();
        let mut is_whole = false;
        for part in &within[index + 1..] {
            let last = parts.last().map_or(total, |p| *p);
            if last.phrase.end > part.span.start {
                break;
            }
            let between = text[last.phrase.end.min(part.span.start) as usize..part.span.start as usize].to_lowercase();
            let joined = if parts.is_empty() {
                let including = ["including", "among them", "of them", "of whom"].iter().any(|w| between.contains(w));
                is_whole = !including && between.trim_end().ends_with([':', '—', '–']);
                including || is_whole || between.trim() == ","
            } else {
                let listed = matches!(between.trim(), "," | "and" | ", and");
                let same = APART
                    .iter()
                    .any(|g| group(part)(&g) && parts.iter().all(|p| group(p)(&g) && p.unit.name != part.unit.name));
                listed && same
            };
            let known = APART.iter().any(|g| group(part)(&g));
            let reach = if parts.is_empty() && is_whole { FAR } else { NEAR };
            if between.len() > reach || !joined || !known || !is_plain_count(part) {
                break;
            }
            parts.push(part);
        }
        let including_one = parts.len() == 1 && !is_whole && {
            let between = &text[total.phrase.end.min(parts[0].span.start) as usize..parts[0].span.start as usize];
            between.contains("including")
        };
        if parts.len() >= 2 || including_one {
            let listed_on = parts.len() == 1 && is_whole;
            return Some((total, parts, is_whole && !listed_on));
        }
    }
    None
}
