//! Measures given again in another unit, in brackets: "100 hectares (247 acres)", "40C (104F)".

use super::{Mismatch, Sentence};
use crate::reading::Quantity;
use crate::reading::movement::{End, short};

/// What the writer rounded by: two measures no further apart than this are one.
const ROUNDED: f64 = 0.1;
/// Gallons, pints and quarts are a fifth larger in Britain than in the United States.
const BRITISH: f64 = 0.25;
/// The same for temperatures, in degrees Fahrenheit.
const DEGREES: f64 = 3.5;
/// Kinds of measures of which the second one in brackets is the first in another unit; money has no fixed rate, and a
/// second length of time is another one.
const KINDS: &[&str] = &["length", "area", "volume", "mass", "speed"];

/// Measures whose second statement is no conversion of the first.
pub(super) fn mismatches(sentence: Sentence) -> Vec<Mismatch> {
    let Sentence { text, quantities: within, .. } = sentence;
    let found = (1..within.len()).filter_map(|at| {
        let (first, second) = (&within[at - 1], &within[at]);
        let (a, b) = (first.unit.dimension?, second.unit.dimension?);
        if first.to.is_some() || second.to.is_some() || !is_bracketed(text, first, second) {
            return None;
        }
        let value = match (a, b) {
            ("temperature:celsius", "temperature:fahrenheit") => {
                is_other(first.number, second.number).then_some(first.number * 1.8 + 32.0)?
            }
            ("temperature:fahrenheit", "temperature:celsius") => {
                is_other(second.number, first.number).then_some((first.number - 32.0) / 1.8)?
            }
            _ if a == b && KINDS.contains(&a) && first.unit.name != second.unit.name => {
                // "6 ft 2 in (1.88 m)"
                let whole = within[..at - 1].last().filter(|whole| is_whole_of(text, whole, first));
                measures(sentence, whole, first, second)?
            }
            _ => return None,
        };
        let written = second.phrase.of(text);
        let unit = written.trim_start_matches(|c: char| !c.is_alphabetic() && c != '°').trim();
        let message = format!("{} is {} {unit}; stated here is {written}", first.phrase.of(text), short(value));
        Some(Mismatch { span: second.phrase, message, related: vec![(first.phrase, "the first measure")] })
    });
    found.collect()
}

/// Whether `second` stands alone in brackets right behind `first`.
fn is_bracketed(text: &str, first: &Quantity, second: &Quantity) -> bool {
    let from = first.phrase.end.max(first.span.end).min(second.span.start);
    let before = text[from as usize..second.span.start as usize].trim();
    let behind = text[second.phrase.end as usize..].trim_start();
    matches!(before, "(" | "(about" | "(some" | "(around" | "(nearly" | "(roughly" | "(or") && behind.starts_with(')')
}

/// Whether `part` goes on with `whole`: the inches behind the feet.
fn is_whole_of(text: &str, whole: &Quantity, part: &Quantity) -> bool {
    let between = text.get(whole.phrase.end as usize..part.span.start as usize).unwrap_or("-").trim();
    let follows = matches!(between, "" | "," | "and");
    follows && whole.unit.dimension == part.unit.dimension && whole.unit.factor > part.unit.factor
}

/// The first measure in the unit of the second, where that is not what the second says.
fn measures(sentence: Sentence, whole: Option<&Quantity>, first: &Quantity, second: &Quantity) -> Option<f64> {
    let more = whole.map_or(0.0, |whole| whole.number * whole.unit.factor);
    let (own, b) = (sentence.scaled(first), sentence.scaled(second));
    let a = End { value: own.value + more, low: own.low + more, high: own.high + more, ..own };
    let is_liquid = |q: &Quantity| ["gallon", "pint", "quart"].iter().any(|unit| q.unit.name.starts_with(unit));
    let allowed = if is_liquid(first) || is_liquid(second) { BRITISH } else { ROUNDED };
    let is_near = (a.value - b.value).abs() <= allowed * a.value.abs().max(b.value.abs());
    let meet = a.low <= b.high && b.low <= a.high;
    (!meet && !is_near).then(|| a.value / second.unit.factor)
}

/// Whether the two temperatures are neither one temperature nor one difference of two.
fn is_other(celsius: f64, fahrenheit: f64) -> bool {
    let apart = |value: f64| (value - fahrenheit).abs() > DEGREES;
    apart(celsius * 1.8) && apart(celsius * 1.8 + 32.0)
}
