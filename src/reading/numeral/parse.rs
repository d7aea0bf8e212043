//! Puts numbers together from lexemes.

use super::words::{cardinal, fraction, ordinal, scale, vague};
use super::{Kind, Lexemes};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

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
    /// The longest number that begins with lexeme `i`.
    pub fn at(l: &Lexemes, i: usize) -> Option<Numeral> {
        let above = Self::one_at(l, i)?;
        // "one over three"
        if l.low(above.end) == "over"
            && above.scale == 1.0
            && !above.is_fraction
            && above.to.is_none()
            && let Some(below) = Self::one_at(l, above.end + 1).filter(|b| b.value > 1.0 && b.to.is_none())
        {
            return Some(Numeral {
                value: above.value / below.value,
                end: below.end,
                is_fraction: true,
                bare: None,
                ..above
            });
        }
        // "3 dozens"
        if above.scale == 1.0 && above.to.is_none() && l.low(above.end) == "dozens" {
            return Some(Numeral { value: above.value * 12.0, scale: 12.0, end: above.end + 1, bare: None, ..above });
        }
        Some(above)
    }

    fn one_at(l: &Lexemes, i: usize) -> Option<Numeral> {
        let lexeme = l.get(i)?;
        // "10one", "½3": part of what stands before
        let joined = l.glued(i) && i > 0;
        let behind_fraction = joined && vulgar(l.low(i - 1)).is_some();
        let begins_inside = match lexeme.kind {
            Kind::Word => joined && l.is_digits(i - 1) || behind_fraction,
            Kind::Digits => behind_fraction,
            Kind::Sign => {
                joined && vulgar(l.low(i)).is_some() && (behind_fraction || l.is_word(i - 1) || l.is_digits(i - 1))
            }
        };
        if begins_inside {
            return None;
        }
        match lexeme.kind {
            Kind::Digits => digits(l, i),
            Kind::Word => words(l, i),
            Kind::Sign => match l.low(i) {
                "." if l.is_digits(i + 1) && l.glued(i + 1) && (lexeme.spaced || opens(l.before(i, 1))) => {
                    let value = format!("0.{}", l.low(i + 1)).parse().ok()?;
                    Some(scaled(l, plain(i, i + 2, value, None)))
                }
                sign => {
                    let value = vulgar(sign)?;
                    Some(Numeral { is_fraction: true, ..scaled(l, plain(i, i + 1, value, None)) })
                }
            },
        }
    }
}

fn opens(sign: &str) -> bool {
    matches!(sign, "$" | "£" | "€" | "¥" | "(" | "[" | "+" | "-" | "−" | "~")
}

fn plain(first: usize, end: usize, value: f64, bare: Option<usize>) -> Numeral {
    Numeral { first, end, value, to: None, form: Form::Digits, bare, scale: 1.0, is_fraction: false }
}

/// Value of a fraction that is one character.
fn vulgar(sign: &str) -> Option<f64> {
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

/// Whether lexeme `i` is the sign `sign`, glued to what stands before it and to what follows.
fn joint(l: &Lexemes, i: usize, sign: &str) -> bool {
    l.low(i) == sign && l.glued(i) && l.glued(i + 1)
}

fn digits(l: &Lexemes, i: usize) -> Option<Numeral> {
    let first = l.low(i);
    let mut written = first.to_string();
    let mut end = i + 1;
    let group = |k: usize, len: usize| l.is_digits(k) && l.glued(k) && l.low(k).len() == len;
    let mut grouped = false;
    if first.len() <= 3 {
        // "1,234,567" and the Indian "12,34,567"; a comma before any other number of digits is none of a number
        let mut k = i;
        while joint(l, k + 1, ",") && (group(k + 2, 3) || group(k + 2, 2) && joint(l, k + 3, ",")) {
            k += 2;
            written.push_str(l.low(k));
        }
        if k > i && l.low(k).len() == 3 {
            (end, grouped) = (k + 1, true);
        } else {
            written = first.to_string();
        }
        if !grouped && first.len() <= 3 && !first.starts_with('0') {
            // "1 234 567" and "40 000" with plain spaces, but not "7 300"
            let mut k = i;
            while spaced_group(l, k + 1) {
                k += 1;
            }
            if k > i + 1 || k == i + 1 && l.low(k) == "000" {
                for at in i + 1..=k {
                    written.push_str(l.low(at));
                }
                (end, grouped) = (k + 1, true);
            }
        }
        if !grouped {
            // a space that does not break a line groups thousands
            let mut k = i;
            while group_space(l, k + 1) && l.is_digits(k + 1) && l.low(k + 1).len() == 3 {
                k += 1;
                written.push_str(l.low(k));
                (end, grouped) = (k + 1, true);
            }
        }
        if !grouped && joint(l, i + 1, ".") && group(i + 2, 3) && joint(l, i + 3, ".") && group(i + 4, 3) {
            // "1.234.567"
            let mut k = i;
            while joint(l, k + 1, ".") && group(k + 2, 3) {
                k += 2;
                written.push_str(l.low(k));
            }
            (end, grouped) = (k + 1, true);
        }
    }
    let mut is_integer = true;
    if joint(l, end, ".") && l.is_digits(end + 1) {
        if joint(l, end + 2, ".") && l.is_digits(end + 3) {
            return None; // an address, a version or a date
        }
        written.push('.');
        written.push_str(l.low(end + 1));
        end += 2;
        is_integer = false;
    }
    if written.len() > 18 {
        return None;
    }
    let bare = (is_integer && !grouped).then_some(first.len());
    let mut value: f64 = written.parse().ok()?;
    let mut is_fraction = false;
    if is_integer && !grouped {
        if let Some(amount) = fraction_at(l, i) {
            value = amount;
            end = i + 3;
            is_fraction = true;
        } else if let Some(amount) = fraction_at(l, end).filter(|_| !l.glued(end)) {
            value += amount;
            end += 3;
        } else if let Some(amount) = vulgar(l.low(end)) {
            value += amount;
            end += 1;
        } else if l.is_dash(end)
            && l.glued(end)
            && l.glued(end + 1)
            && let Some(amount) = fraction_at(l, end + 1)
        {
            value += amount;
            end += 4;
        }
    }
    if let Some((power, stop)) = power_at(l, end) {
        value *= power;
        end = stop;
    }
    let bare = bare.filter(|_| !is_fraction && end == i + 1);
    Some(scaled(l, Numeral { is_fraction, ..plain(i, end, value, bare) }))
}

/// Whether lexeme `i` is a group of three digits behind one plain space.
fn spaced_group(l: &Lexemes, i: usize) -> bool {
    let (Some(a), Some(b)) = (i.checked_sub(1).and_then(|k| l.get(k)), l.get(i)) else { return false };
    l.is_digits(i)
        && l.low(i).len() == 3
        && &l.text[a.end as usize..b.start as usize] == " "
        && !(l.glued(i + 1) && (l.is_word(i + 1) || l.is_dash(i + 1)))
}

/// Whether only a no-break or thin space stands before lexeme `i`.
fn group_space(l: &Lexemes, i: usize) -> bool {
    let (Some(a), Some(b)) = (i.checked_sub(1).and_then(|k| l.get(k)), l.get(i)) else { return false };
    matches!(&l.text[a.end as usize..b.start as usize], "\u{a0}" | "\u{202f}" | "\u{2009}")
}

/// "2/3" at `i`: what it is worth, where it reads as a share and not as a date or a name.
fn fraction_at(l: &Lexemes, i: usize) -> Option<f64> {
    let slash = matches!(l.low(i + 1), "/" | "⁄") && l.glued(i + 1) && l.glued(i + 2);
    if !l.is_digits(i) || !slash || (matches!(l.low(i + 3), "/" | "⁄") && l.glued(i + 3)) {
        return None;
    }
    let (above, below) = (l.digits(i)?, l.digits(i + 2)?);
    let usual = matches!(below, 2..=10 | 12 | 16 | 20 | 24 | 32 | 64 | 100 | 1000);
    (usual && above > 0 && above < below).then(|| above as f64 / below as f64)
}

/// "×10^6", "x10-9", "e13" glued to a number: the power of ten and where it ends.
fn power_at(l: &Lexemes, i: usize) -> Option<(f64, usize)> {
    let mut k = match l.low(i) {
        "×" | "*" if l.low(i + 1) == "10" => i + 2,
        "x" if l.low(i + 1) == "10" && !l.glued(i + 1) => i + 2,
        "x10" => i + 1,
        "e" if l.glued(i) && (l.is_dash(i + 1) || l.low(i + 1) == "+") && l.glued(i + 1) => i + 1,
        word if l.glued(i)
            && word.len() > 1
            && word.starts_with('e')
            && word[1..].bytes().all(|b| b.is_ascii_digit()) =>
        {
            let exponent: i32 = word[1..].parse().ok()?;
            return (exponent < 40).then(|| (10f64.powi(exponent), i + 1));
        }
        _ => return None,
    };
    if l.low(k) == "^" && l.glued(k) {
        k += 1;
    }
    let minus = l.is_dash(k) && l.glued(k);
    if minus || l.low(k) == "+" {
        k += 1;
    }
    let exponent = l.digits(k).filter(|&n| n < 40 && l.glued(k))? as i32;
    Some((10f64.powi(if minus { -exponent } else { exponent }), k + 1))
}

/// With the scale word or suffix behind it, if there is one.
fn scaled(l: &Lexemes, mut n: Numeral) -> Numeral {
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

/// Whether a number in words can begin with `word`: a quick look that spares most words of a text.
fn begins(word: &str) -> bool {
    const FIRST: &str = "a an several many half dozens scores tens hundreds thousands millions billions trillions hundred \
        thousand million billion trillion dozen zero nought naught nil one two three four five six seven eight nine ten \
        eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fourty fifty sixty \
        seventy eighty ninety";
    static SET: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| FIRST.split_whitespace().collect());
    SET.contains(word)
}

fn words(l: &Lexemes, i: usize) -> Option<Numeral> {
    let word = l.low(i);
    if !begins(word) {
        return None;
    }
    let word_numeral = |end: usize, value: f64| Numeral { form: Form::Words, ..plain(i, end, value, None) };
    // "dozens", "tens of thousands", "hundreds of thousands"
    if let Some((low, high)) = vague(word) {
        let alone = Numeral { form: Form::Vague, to: Some(high), ..plain(i, i + 1, low, None) };
        if l.low(i + 1) == "of"
            && let Some((scale_low, _)) = vague(l.low(i + 2)).filter(|(s, _)| *s >= 200.0 || word == "tens")
        {
            let unit = scale_low / 2.0;
            let (a, b) = match word {
                "tens" => (20.0, 199.0),
                "hundreds" => (200.0, 1999.0),
                "thousands" => (2000.0, 9999.0),
                _ => (low, high),
            };
            let top = (b + 1.0) * unit - 1.0;
            return Some(Numeral { form: Form::Vague, to: Some(top), ..plain(i, i + 3, a * unit, None) });
        }
        return (word != "tens").then_some(alone);
    }
    // "several hundred", "a few thousand", "a couple of dozen"
    let lead = match word {
        "several" => Some(i + 1),
        "a" if l.low(i + 1) == "few" => Some(i + 2),
        "a" if l.low(i + 1) == "couple" && l.low(i + 2) == "of" => Some(i + 3),
        "a" if l.low(i + 1) == "couple" => Some(i + 2),
        "many" => Some(i + 1),
        _ => None,
    };
    if let Some(at) = lead {
        if let Some(unit) = scale(l.low(at)) {
            let mut n = Numeral { form: Form::Vague, ..plain(i, at + 1, 2.0 * unit, None) };
            let mut unit = unit;
            while let Some(more) = scale(l.low(n.end)) {
                unit *= more;
                n.end += 1;
            }
            n.value = 2.0 * unit;
            n.to = Some(if l.low(i + 1) == "couple" { 3.0 * unit } else { 10.0 * unit - 1.0 });
            n.scale = unit;
            return Some(n);
        }
        return None;
    }
    if word == "half" || word == "a" && l.low(i + 1) == "half" {
        let at = if word == "a" { i + 2 } else { i + 1 };
        let at = if l.is_dash(at) && l.glued(at) { at + 1 } else { at };
        let at = if matches!(l.low(at), "a" | "an") { at + 1 } else { at };
        if let Some(unit) = scale(l.low(at)).filter(|&s| s >= 12.0) {
            return Some(Numeral { scale: unit, ..word_numeral(at + 1, unit / 2.0) });
        }
        return None;
    }
    // "a fifth", "a half" with no noun behind
    if matches!(word, "a")
        && !l.is_word(i + 2)
        && !l.is_dash(i + 2)
        && i == 0
        && let Some((below, false)) = fraction(l.low(i + 1))
    {
        return Some(Numeral { is_fraction: true, ..word_numeral(i + 2, 1.0 / below) });
    }
    // "a quarter of", "a third of", "a dozen", "a hundred and twenty"
    if matches!(word, "a" | "an") {
        if let Some((below, false)) = fraction(l.low(i + 1)).filter(|_| l.low(i + 2) == "of") {
            return Some(Numeral { is_fraction: true, ..word_numeral(i + 2, 1.0 / below) });
        }
        if !matches!(l.low(i + 1), "hundred" | "thousand" | "million" | "billion" | "trillion" | "dozen") {
            return None;
        }
    }
    let (value, end, scale) = cardinals(l, i)?;
    let mut n = Numeral { scale, ..word_numeral(end, value) };
    // "two-thirds", "three quarters", "one in four" is the caller's
    let at = if l.is_dash(end) && l.glued(end) == l.glued(end + 1) { end + 1 } else { end };
    if let Some((below, plural)) = fraction(l.low(at)) {
        let whole = value == 1.0 && !plural || value > 1.0 && plural;
        if whole && !(below == 4.0 && l.low(at + 1) == "-") && !(value == 1.0 && below == 2.0 && at == end) {
            n.value = value / below;
            n.end = at + 1;
            n.is_fraction = true;
            return Some(n);
        }
        if ordinal(l.low(at)).is_some() && at > end {
            return None; // "twenty-first"
        }
    } else if at > end && ordinal(l.low(at)).is_some() {
        return None;
    }
    if l.low(n.end) == "and" {
        if l.low(n.end + 1) == "a" && l.low(n.end + 2) == "half" {
            n.value += if n.scale > 1.0 { n.scale / 2.0 } else { 0.5 };
            n.end += 3;
            if let Some(unit) = scale_word(l, n.end) {
                n.value *= unit;
                n.scale *= unit;
                n.end += 1;
            }
        } else if let Some((below, false)) =
            fraction(l.low(n.end + 2)).filter(|_| l.low(n.end + 1) == "a" && n.scale == 1.0 && !l.is_word(n.end + 3))
        {
            n.value += 1.0 / below;
            n.end += 3;
        } else if let Some(above) = cardinal(l.low(n.end + 1)) {
            let at = n.end + 2 + usize::from(l.is_dash(n.end + 2) && l.glued(n.end + 2));
            if let Some((below, plural)) = fraction(l.low(at)).filter(|(b, _)| above < *b)
                && plural == (above > 1.0)
            {
                n.value += above / below;
                n.end = at + 1;
                if let Some(unit) = scale_word(l, n.end) {
                    n.value *= unit;
                    n.scale *= unit;
                    n.end += 1;
                }
            }
        }
    }
    Some(n)
}

fn scale_word(l: &Lexemes, i: usize) -> Option<f64> {
    scale(l.low(i)).filter(|&s| s >= 1000.0)
}

/// A cardinal in words at `i`: value, end, and the scale it ends with.
fn cardinals(l: &Lexemes, i: usize) -> Option<(f64, usize, f64)> {
    let (mut total, mut current, mut seen) = (0.0, 0.0, false);
    let start = if matches!(l.low(i), "a" | "an") { i + 1 } else { i };
    let (mut k, mut end, mut last_scale) = (start, start, 1.0);
    // the size of the last part: a smaller one may follow ("twenty" then "one"), an equal or greater one may not
    let mut room = f64::INFINITY;
    loop {
        let word = l.low(k);
        if let Some(value) = cardinal(word) {
            let fits = if value >= 20.0 {
                room > 99.0
            } else if value >= 10.0 {
                room > 19.0 && room != 20.0
            } else {
                room >= 10.0
            };
            if !fits || (value == 0.0 && seen) {
                break;
            }
            current += value;
            room = if value >= 20.0 { 10.0 } else { 0.0 };
            last_scale = 1.0;
        } else if let Some(unit) = scale(word).filter(|_| seen || k == start) {
            if !seen && !matches!(word, "hundred" | "thousand" | "million" | "billion" | "trillion" | "dozen") {
                break;
            }
            if unit == 100.0 {
                if current >= 100.0 {
                    break;
                }
                current = if current == 0.0 { 100.0 } else { current * 100.0 };
                room = 100.0;
            } else if unit == 12.0 {
                current = if current == 0.0 { 12.0 } else { current * 12.0 };
                room = 0.0;
            } else {
                if total > 0.0 && total % (unit * 1000.0) != 0.0 && total < unit {
                    break;
                }
                total += if current == 0.0 { unit } else { current * unit };
                current = 0.0;
                room = unit;
            }
            last_scale = unit;
        } else {
            break;
        }
        seen = true;
        k += 1;
        end = k;
        // a hyphen or an "and" may lead to the next part
        let dash = l.is_dash(k) && l.glued(k) == l.glued(k + 1);
        if dash && (l.glued(k) || room == 10.0 && !is_fraction_at(l, k + 1)) {
            let next = l.low(k + 1);
            if cardinal(next).is_some() && ordinal(next).is_none() && room >= 10.0 || scale(next).is_some() {
                k += 1;
            }
        } else if l.low(k) == "and" && room >= 100.0 && room.is_finite() {
            let next = k + 1;
            let small = cardinal(l.low(next)).is_some() && !is_fraction_at(l, next);
            if small || matches!(l.low(next), "a") && l.low(next + 1) == "hundred" {
                k += 1;
                if l.low(k) == "a" {
                    k += 1;
                }
            }
        } else if l.low(k) == "," && room >= 1000.0 && room.is_finite() && cardinal(l.low(k + 1)).is_some() {
            // "two thousand, three hundred", but not the list "one hundred, two hundred"
            if l.low(k + 2) == "hundred" {
                k += 1;
            }
        }
    }
    if !seen {
        return None;
    }
    // "three point five"
    let value = total + current;
    if l.low(end) == "point" && end < l.len() {
        let mut k = end + 1;
        let (mut part, mut place) = (0.0, 0.1);
        while let Some(digit) = cardinal(l.low(k)).filter(|d| *d < 10.0) {
            part += digit * place;
            place /= 10.0;
            k += 1;
        }
        if k > end + 1 {
            let unit = scale_word(l, k).unwrap_or(1.0);
            let stop = if unit > 1.0 { k + 1 } else { k };
            return Some(((value + part) * unit, stop, unit));
        }
        if let Some(n) = cardinal(l.low(end + 1)) {
            let tail = cardinal(l.low(end + 3)).filter(|_| l.is_dash(end + 2) && n >= 20.0);
            let (part, stop) = match tail {
                Some(unit) => (n + unit, end + 4),
                None => (n, end + 2),
            };
            return Some((value + part / 100.0, stop, 1.0));
        }
    }
    Some((value, end, last_scale))
}

/// Whether a fraction in words begins at `i` ("three quarters").
fn is_fraction_at(l: &Lexemes, i: usize) -> bool {
    let at = if l.is_dash(i + 1) { i + 2 } else { i + 1 };
    cardinal(l.low(i)).is_some_and(|above| above < 10.0) && fraction(l.low(at)).is_some_and(|(_, plural)| plural)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn first(text: &str) -> Option<(f64, String)> {
        let l = Lexemes::of(text, Span::new(0, text.len()));
        (0..l.len()).find_map(|i| Numeral::at(&l, i)).map(|n| (n.value, l.span(n.first, n.end).of(text).to_string()))
    }

    fn check(text: &str, value: f64, covered: &str) {
        let (v, s) = first(text).unwrap_or_else(|| panic!("no number in {text:?}"));
        assert!((v - value).abs() <= 1e-9 * value.abs().max(1e-9), "{text:?}: {v}");
        assert_eq!(s, covered, "{text:?}");
    }

    #[test]
    fn digits_with_separators_and_scales() {
        check("some 1,234.5 tonnes", 1234.5, "1,234.5");
        check("cost 33bn in all", 33e9, "33bn");
        check("a 300-million plan", 3e8, "300-million");
        check("just 2.5 million people", 2.5e6, "2.5 million");
        check("rose .5 points", 0.5, ".5");
        check("10 1/2 miles", 10.5, "10 1/2");
        check("2½ hours", 2.5, "2½");
        check("2/3 of them", 2.0 / 3.0, "2/3");
        check("12,34,567 rupees", 1_234_567.0, "12,34,567");
        check("12 000 men", 12000.0, "12 000");
        check("group 7 300 men", 7.0, "7");
        check("12\u{a0}000 men", 12000.0, "12\u{a0}000");
        check("in 1, 2 or 3 days", 1.0, "1");
    }

    #[test]
    fn numbers_in_words() {
        check("a hundred and twenty men", 120.0, "a hundred and twenty");
        check("half a million", 5e5, "half a million");
        check("two dozen", 24.0, "two dozen");
        check("twenty-five", 25.0, "twenty-five");
        check("three hundred thousand", 3e5, "three hundred thousand");
        check("one and a half million", 1.5e6, "one and a half million");
        check("two and a half", 2.5, "two and a half");
        check("nearly two-thirds of", 2.0 / 3.0, "two-thirds");
        check("a quarter of them", 0.25, "a quarter");
        check("two thousand, three hundred and one", 2301.0, "two thousand, three hundred and one");
        check("one hundred and three quarters", 100.75, "one hundred and three quarters");
        check("three point five", 3.5, "three point five");
        check("two three", 2.0, "two");
    }

    #[test]
    fn plural_scales_are_vague() {
        for (text, low, high) in [
            ("dozens of men", 24.0, 199.0),
            ("tens of thousands of men", 20_000.0, 199_999.0),
            ("hundreds of thousands", 200_000.0, 1_999_999.0),
            ("several hundred people", 200.0, 999.0),
        ] {
            let l = Lexemes::of(text, Span::new(0, text.len()));
            let n = Numeral::at(&l, 0).expect(text);
            assert_eq!((n.value, n.to, n.form), (low, Some(high), Form::Vague), "{text}");
        }
    }

    #[test]
    fn ordinals_versions_and_words_with_digits_are_no_numbers() {
        for text in ["the twenty-first", "M50", "192.168.1.2", "a man", "the second"] {
            assert_eq!(first(text).filter(|f| f.1.len() > 3 || f.0 > 99.0), None, "{text}");
        }
    }
}
