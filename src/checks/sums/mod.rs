//! The sums that `arithmetic-mismatch` does again: one kind of sum each file, each a function from a sentence to what
//! does not come out. They know nothing of the corpus.

pub(super) mod converted;
pub(super) mod gain;
pub(super) mod lead;
pub(super) mod moved;
pub(super) mod multiple;
pub(super) mod part;
pub(super) mod place;
pub(super) mod share;
pub(super) mod survey;

use crate::reading::movement::{End, is_percent, rounded, short};
use crate::reading::{Modifier, Quantity};
use crate::text::Span;

/// A sentence with the numbers in it.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    /// The whole article.
    pub text: &'a str,
    /// Where the sentence stands, in bytes.
    pub span: Span,
    /// Its quantities, in order.
    pub quantities: &'a [Quantity],
}

/// A sum that does not come out.
pub(super) struct Mismatch {
    /// The number that does not fit, in bytes.
    pub span: Span,
    /// Both sides in one sentence.
    pub message: String,
    /// The numbers it does not fit, each with what it is.
    pub related: Vec<(Span, &'static str)>,
}

/// All that does not come out in a sentence.
pub(super) fn mismatches(sentence: Sentence) -> Vec<Mismatch> {
    let kinds: [fn(Sentence) -> Vec<Mismatch>; 8] = [
        share::mismatches,
        gain::mismatches,
        lead::mismatches,
        multiple::mismatches,
        converted::mismatches,
        part::mismatches,
        place::mismatches,
        survey::mismatches,
    ];
    kinds.iter().flat_map(|of| of(sentence)).collect()
}

impl Sentence<'_> {
    /// What stands between the numbers of two quantities, in lower case, without counted nouns and modifiers; `None` if they overlap.
    fn between(&self, a: &Quantity, b: &Quantity) -> Option<String> {
        self.text.get(a.span.end as usize..b.span.start as usize).map(str::to_lowercase)
    }

    /// What stands before a number, in lower case.
    fn before(&self, quantity: &Quantity) -> String {
        self.text[self.span.start as usize..quantity.span.start as usize].trim_end().to_lowercase()
    }

    /// What stands behind a number, in lower case.
    fn behind(&self, quantity: &Quantity) -> String {
        self.text.get(quantity.span.end as usize..self.span.end as usize).unwrap_or_default().to_lowercase()
    }

    /// A number in the base unit of its dimension, with its rounding and hedges.
    fn scaled(&self, quantity: &Quantity) -> End {
        let end = rounded(self.text, quantity);
        let factor = quantity.unit.factor;
        End { value: end.value * factor, low: end.low * factor, high: end.high * factor, ..end }
    }
}

/// Whether another clause, a quotation or one of `words` stands in what lies between two numbers.
fn is_parted(between: &str, words: &[&str]) -> bool {
    between.contains([';', '(', '"', '“', '”'])
        || between.split(|c: char| !c.is_alphabetic()).any(|w| words.contains(&w))
}

/// A total that its parts do not make, these as `written` shows them.
fn unequal(text: &str, total: &Quantity, parts: &[&Quantity], written: fn(&Quantity) -> Span) -> Mismatch {
    let listed: Vec<&str> = parts.iter().map(|part| written(part).of(text)).collect();
    let sum: f64 = parts.iter().map(|part| part.number).sum();
    let verb = if parts.len() == 1 { "is more than the total:" } else { "make" };
    let message = format!("{} {verb} {}, not {}", list(&listed), short(sum), total.span.of(text));
    let related = parts.iter().map(|part| (part.phrase, "a part")).collect();
    Mismatch { span: total.phrase, message, related }
}

/// A percentage to as many decimals as the one it is held against has, and to one at least.
fn exact(value: f64, stated: &str) -> String {
    let decimals = stated.split_once('.').map_or(0, |(_, d)| d.chars().take_while(char::is_ascii_digit).count());
    if decimals > 1 { format!("{value:.decimals$}") } else { short(value) }
}

/// "six, five and four".
fn list(parts: &[&str]) -> String {
    match parts {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => parts.concat(),
    }
}

/// Whether a quantity is one stated percentage.
fn is_share(quantity: &Quantity) -> bool {
    is_percent(&quantity.unit.name) && quantity.to.is_none() && quantity.number > 0.0
}

/// Whether a quantity is one number of things, money or anything else that has parts in per cent.
fn has_parts(quantity: &Quantity) -> bool {
    !is_percent(&quantity.unit.name) && quantity.to.is_none() && quantity.number > 0.0
}

/// Whether a quantity is a count of things and nothing else is said of it.
fn is_plain_count(quantity: &Quantity) -> bool {
    quantity.unit.dimension.is_none()
        && quantity.to.is_none()
        && quantity.change.is_none()
        && quantity.modifier == Modifier::Exact
}

/// What `arithmetic-mismatch` reports of a text: for the tests of each kind of sum.
#[cfg(test)]
fn messages(text: &str) -> Vec<String> {
    crate::checks::testing::findings("arithmetic-mismatch", &[("a.txt", text)])
}
