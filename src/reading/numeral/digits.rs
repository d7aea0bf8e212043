//! Numbers in digits: separators, decimals, fractions, powers.

use super::Lexemes;
use super::value::{Numeral, plain, scaled, vulgar};

/// Whether lexeme `i` is the sign `sign`, glued to what stands before it and to what follows.
fn joint(l: &Lexemes, i: usize, sign: &str) -> bool {
    l.low(i) == sign && l.glued(i) && l.glued(i + 1)
}

/// Whether lexeme `i` is the sign `sign` with a space on either side, digits before and behind it.
fn apart(l: &Lexemes, i: usize, sign: &str) -> bool {
    l.low(i) == sign && !l.glued(i) && !l.glued(i + 1) && i > 0 && l.is_digits(i - 1) && l.is_digits(i + 1)
}

/// Longer runs of digits are codes.
const LONGEST: usize = 18;

pub(super) fn digits(l: &Lexemes, i: usize) -> Option<Numeral> {
    let first = l.low(i);
    let mut written = first.to_string();
    let mut end = i + 1;
    let group = |k: usize, len: usize| l.is_digits(k) && l.glued(k) && l.low(k).len() == len;
    let mut grouped = false;
    if first.len() <= 3 {
        // "1,234,567" and the Indian "12,34,567"; a comma before any other number of digits is none of a number
        let mut k = i;
        while written.len() <= LONGEST
            && joint(l, k + 1, ",")
            && (group(k + 2, 3) || group(k + 2, 2) && joint(l, k + 3, ","))
        {
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
            while k - i < LONGEST && spaced_group(l, k + 1) {
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
            while written.len() <= LONGEST && group_space(l, k + 1) && l.is_digits(k + 1) && l.low(k + 1).len() == 3 {
                k += 1;
                written.push_str(l.low(k));
                (end, grouped) = (k + 1, true);
            }
        }
        if !grouped && joint(l, i + 1, ".") && group(i + 2, 3) && joint(l, i + 3, ".") && group(i + 4, 3) {
            // "1.234.567"
            let mut k = i;
            while written.len() <= LONGEST && joint(l, k + 1, ".") && group(k + 2, 3) {
                k += 2;
                written.push_str(l.low(k));
            }
            (end, grouped) = (k + 1, true);
        }
    }
    if !grouped && first.len() <= 3 && !first.starts_with('0') {
        // "80 , 000" of texts that stand apart word by word
        let mut k = i;
        while written.len() <= LONGEST && apart(l, k + 1, ",") && l.is_digits(k + 2) && l.low(k + 2).len() == 3 {
            k += 2;
            written.push_str(l.low(k));
            (end, grouped) = (k + 1, true);
        }
    }
    let mut is_integer = true;
    if apart(l, end, ".") && l.is_digits(end + 1) && !apart(l, end + 2, ".") {
        written.push('.');
        written.push_str(l.low(end + 1));
        end += 2;
        is_integer = false;
    }
    if joint(l, end, ".") && l.is_digits(end + 1) {
        if joint(l, end + 2, ".") && l.is_digits(end + 3) {
            return None; // an address, a version or a date
        }
        written.push('.');
        written.push_str(l.low(end + 1));
        end += 2;
        is_integer = false;
    }
    if written.len() > LONGEST {
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
    if let Some((raised, stop)) = raised_at(l, end, value) {
        (value, end) = (raised, stop);
    } else if let Some((power, stop)) = power_at(l, end) {
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
    let slash = matches!(l.low(i + 1), "/" | "⁄") && l.glued(i + 1) == l.glued(i + 2);
    if !l.is_digits(i) || !slash || (matches!(l.low(i + 3), "/" | "⁄") && l.glued(i + 3)) {
        return None;
    }
    let (above, below) = (l.digits(i)?, l.digits(i + 2)?);
    let usual = matches!(below, 2..=10 | 12 | 16 | 20 | 24 | 32 | 64 | 100 | 1000);
    (usual && above > 0 && above < below).then(|| above as f64 / below as f64)
}

/// "^23", "^-1" glued to the number `base`: its power and where it ends.
fn raised_at(l: &Lexemes, i: usize, base: f64) -> Option<(f64, usize)> {
    if !(l.low(i) == "^" && l.glued(i)) {
        return None;
    }
    let mut k = i + 1;
    let mut minus = false;
    while l.glued(k) && (l.is_dash(k) || l.low(k) == "+") && k < i + 3 {
        minus ^= l.is_dash(k);
        k += 1;
    }
    let exponent = l.digits(k).filter(|&n| n <= 300 && l.glued(k) && !(l.glued(k + 1) && l.is_word(k + 1)))? as i32;
    let value = base.powi(if minus { -exponent } else { exponent });
    value.is_finite().then_some((value, k + 1))
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
