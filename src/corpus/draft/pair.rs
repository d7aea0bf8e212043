//! Two figures side by side: whether they are one number, count the same thing, and in what they differ.

use super::Difference;
use super::flat;
use super::hedge;
use crate::reading::{Modifier, Quantity};

/// The value of a quantity in the base unit.
pub(super) fn value(q: &Quantity) -> f64 {
    q.number * q.unit.factor
}

pub(super) fn same_number(a: &Quantity, b: &Quantity) -> bool {
    let near = |x: f64, y: f64, tolerance: f64| (x - y).abs() <= tolerance * x.abs().max(y.abs()) + 1e-12;
    let tolerance = if a.unit.factor == b.unit.factor { 1e-9 } else { 0.02 };
    let ends = match (a.to, b.to) {
        (Some(x), Some(y)) => near(x * a.unit.factor, y * b.unit.factor, tolerance),
        (None, None) => true,
        _ => false,
    };
    ends && near(value(a), value(b), tolerance)
}

/// How far two quantities count the same thing; `None` where they cannot be compared.
pub(super) fn noun(a: &Quantity, b: &Quantity) -> Option<f32> {
    match (a.unit.dimension, b.unit.dimension) {
        (Some(x), Some(y)) => (x == y).then_some(if head_differs(a, b) { 0.6 } else { 1.0 }),
        (None, None) => {
            const PEOPLE: &[&str] = &["person", "people", "man", "woman", "other", "victim", "civilian", "resident"];
            let people = |q: &Quantity| PEOPLE.contains(&q.unit.name.as_str());
            let names = (a.unit.name.as_str(), b.unit.name.as_str());
            Some(match names {
                (x, y) if x == y && !x.is_empty() => 1.0,
                _ if a.measure.head.is_some() && a.measure.head == b.measure.head => 1.0,
                _ if people(a) && people(b) => 0.8,
                ("", _) | (_, "") => 0.5,
                _ if people(a) || people(b) => 0.4,
                _ => 0.2,
            })
        }
        _ => None,
    }
}

pub(super) fn head_differs(a: &Quantity, b: &Quantity) -> bool {
    let heads = a.measure.head.as_ref().zip(b.measure.head.as_ref());
    heads.is_some_and(|(x, y)| x != y)
}

pub(super) fn event_differs(a: &Quantity, b: &Quantity) -> bool {
    a.measure.event.as_ref().zip(b.measure.event.as_ref()).is_some_and(|(x, y)| x != y)
}

/// Words for a wide range ("dozens", "hundreds") say too little to be missing.
pub(super) fn is_vague(q: &Quantity) -> bool {
    q.modifier == Modifier::Exact && q.low > 0.0 && q.high > 2.0 * q.low
}

/// Whether two numbers have the same digits at different scales.
pub(super) fn is_scale_slip(q: &Quantity, p: &Quantity) -> bool {
    let ((a, x), (b, y)) = (hedge::digits_of(value(q)), hedge::digits_of(value(p)));
    a == b
        && a != 0
        && x != y
        && q.to.is_none()
        && p.to.is_none()
        && (a >= 10 || (x - y).abs() >= 2 || value(q) >= 100.0)
}

/// Whether a rounder number was made of the source's and is not the nearest of its kind.
pub(super) fn is_bad_rounding(q: &Quantity, p: &Quantity) -> bool {
    let (a, b) = (value(q), value(p));
    let plain = q.to.is_none() && p.to.is_none() && p.modifier == Modifier::Exact;
    let rounder = hedge::precision(a) < hedge::precision(b);
    let unit = 2.0 * hedge::rounding_of(a);
    plain && rounder && (a - b).abs() < unit && (a - b).abs() < 0.12 * b.abs()
}

/// In what a figure differs from the one in whose place it stands.
pub(super) fn how(q: &Quantity, p: &Quantity) -> Difference {
    match (is_scale_slip(q, p), is_bad_rounding(q, p)) {
        (true, _) => Difference::Scale,
        (_, true) => Difference::Rounding,
        _ => Difference::Value,
    }
}

/// The draft's phrase with the source's number and hedge.
pub(super) fn hedged(source: &str, p: &Quantity, text: &str, q: &Quantity) -> String {
    let before = flat(&source[p.phrase.start as usize..p.span.end as usize]);
    let behind = &text[q.span.end as usize..q.phrase.end as usize];
    let sentence_start = text[..q.phrase.start as usize].trim_end().ends_with(['.', '!', '?']) || q.phrase.start == 0;
    let mut letters = before.chars();
    let first = letters
        .next()
        .map(|c| if sentence_start { c.to_uppercase().to_string() } else { c.to_lowercase().to_string() });
    format!("{}{}{behind}", first.unwrap_or_default(), letters.as_str())
}
