//! A number, and what stands behind its digits: fractions of one character, scale words and suffixes.

use super::Lexemes;
use super::words::scale;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In digits.
    Digits,
    /// In words, or as a fraction in words.
    Words,
    /// A plural scale ("dozens", "hundreds of thousands") or one behind "several" or "a few".
    Vague,
}

/// A number of the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral {
    /// Index of its first lexeme.
    pub first: usize,
    /// One past the index of its last lexeme.
    pub end: usize,
    /// What it says, for a vague one the least.
    pub value: f64,
    /// The most that a vague one says.
    pub to: Option<f64>,
    /// How it is written.
    pub form: Form,
    /// Number of digits where it is a bare integer without separators or scale ("1998").
    pub bare: Option<usize>,
    /// What its scale word or suffix multiplies it by, 1 without.
    pub scale: f64,
    /// Whether it is a fraction ("2/3", "two-thirds").
    pub is_fraction: bool,
}

impl Numeral {
    /// "half" at lexeme `i`.
    pub fn half(i: usize) -> Self {
        Self { form: Form::Words, is_fraction: true, ..plain(i, i + 1, 0.5, None) }
    }
}

/// A number in digits without a scale.
pub(super) fn plain(first: usize, end: usize, value: f64, bare: Option<usize>) -> Numeral {
    Numeral { first, end, value, to: None, form: Form::Digits, bare, scale: 1.0, is_fraction: false }
}

/// Value of a fraction that is one character.
pub(super) fn vulgar(sign: &str) -> Option<f64> {
    Some(match sign {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "⅛" => 0.125,
        "⅜" => 0.375,
        "⅝" => 0.625,
        "⅞" => 0.875,
        "⅕" => 0.2,
        _ => return None,
    })
}

/// With the scale word or suffix behind it, if there is one.
pub(super) fn scaled(l: &Lexemes, mut n: Numeral) -> Numeral {
    loop {
        let dash = l.is_dash(n.end) && l.glued(n.end) && l.glued(n.end + 1);
        let at = if dash { n.end + 1 } else { n.end };
        let factor = if l.glued(at) && !dash { suffix(l.raw(at)) } else { None };
        let factor = factor.or_else(|| {
            let word = l.low(at);
            // "5 million", "a 300-million", but not "one dozen" counted twice
            scale(word).filter(|&f| f != 12.0 || n.scale == 1.0)
        });
        match factor {
            Some(factor) if n.scale * factor <= 1e16 => {
                n.value *= factor;
                n.scale *= factor;
                n.end = at + 1;
                n.bare = None;
            }
            _ => break,
        }
    }
    if n.scale > 1.0 && l.low(n.end) == "and" && l.low(n.end + 1) == "a" && l.low(n.end + 2) == "half" {
        n.value += n.scale / 2.0;
        n.end += 3;
    }
    n
}

/// Value of a suffix that is written directly behind the digits and means nothing else.
fn suffix(word: &str) -> Option<f64> {
    Some(match word {
        "k" | "K" => 1e3,
        "mn" | "mln" | "mil" | "mio" | "M" | "MM" | "MN" | "Mn" | "mm" if word != "mm" => 1e6,
        "bn" | "bln" | "bil" | "BN" | "Bn" | "B" => 1e9,
        "tn" | "trn" | "trln" | "TN" | "T" => 1e12,
        _ => return None,
    })
}
