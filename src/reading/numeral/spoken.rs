//! Numbers in words: "a hundred and twenty", "two-thirds", "tens of thousands".

use super::Lexemes;
use super::value::{Form, Numeral, plain};
use super::words::{cardinal, fraction, large_scale, ordinal, scale, vague};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Whether a number in words can begin with `word`: a quick look that spares most words of a text.
fn begins(word: &str) -> bool {
    const FIRST: &str = "a an several many half quarter dozens scores tens hundreds thousands millions billions trillions hundred \
        thousand million billion trillion dozen zero nought naught nil one two three four five six seven eight nine ten \
        eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fourty fifty sixty \
        seventy eighty ninety";
    static SET: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| FIRST.split_whitespace().collect());
    SET.contains(word)
}

pub(super) fn words(l: &Lexemes, i: usize) -> Option<Numeral> {
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
    if word == "half" && is_half(l, i) {
        return Some(Numeral::half(i));
    }
    if word == "half" || word == "a" && l.low(i + 1) == "half" && l.is_word(i + 2) {
        let at = if word == "a" { i + 2 } else { i + 1 };
        let at = if l.is_dash(at) && l.glued(at) { at + 1 } else { at };
        let at = if matches!(l.low(at), "a" | "an") { at + 1 } else { at };
        if let Some(unit) = scale(l.low(at)).filter(|&s| s >= 12.0) {
            return Some(Numeral { scale: unit, ..word_numeral(at + 1, unit / 2.0) });
        }
        return None;
    }
    // "a quarter million", "nearly quarter of a million"
    let quarter = if word == "a" { i + 1 } else { i };
    if l.low(quarter) == "quarter" {
        let at = quarter + 1 + if (l.low(quarter + 1), l.low(quarter + 2)) == ("of", "a") { 2 } else { 0 };
        if let Some(unit) = large_scale(l.low(at)) {
            return Some(Numeral { scale: unit, ..word_numeral(at + 1, unit / 4.0) });
        }
        if quarter == i {
            return None;
        }
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
    // "a hundred trillionths", "a twenty-first" with nothing behind it
    if word == "a" && i == 0 {
        let (above, at) = cardinals(l, i).map_or((1.0, i + 1), |(value, end, _)| (value, end));
        if let Some((below, end)) = part_at(l, at, above != 1.0).filter(|(_, end)| !l.is_word(*end)) {
            return Some(Numeral { is_fraction: true, ..word_numeral(end, above / below) });
        }
        if let Some((below, end)) = part_at(l, i + 1, false).filter(|(_, end)| !l.is_word(*end)) {
            return Some(Numeral { is_fraction: true, ..word_numeral(end, 1.0 / below) });
        }
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
    // "three twenty-firsts", "one twenty-fifth": the whole before a compound of tens
    if let Some(numeral) = compound_fraction(l, i) {
        return Some(numeral);
    }
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
    let ends = |end: usize| large_scale(l.low(end)).is_some() || !l.is_word(end);
    let added = and_a_part(l, n.end)
        .filter(|&(below, end)| below == 2.0 || n.scale == 1.0 && ends(end))
        .map(|(below, end)| (n.scale / below, end))
        .or_else(|| and_parts(l, n.end));
    if let Some((added, end)) = added {
        n.value += added;
        n.end = end;
        if let Some(unit) = large_scale(l.low(end)) {
            n.value *= unit;
            n.scale *= unit;
            n.end += 1;
        }
    }
    Some(n)
}

/// "and a half", "-and-a-half", "and a quarter" at `i`: what the fraction divides by, and its end.
fn and_a_part(l: &Lexemes, i: usize) -> Option<(f64, usize)> {
    let skip = |k: usize| k + usize::from(l.is_dash(k) && l.glued(k) && l.glued(k + 1));
    let and = skip(i);
    let a = skip(and + 1);
    let part = skip(a + 1);
    if l.low(and) != "and" || l.low(a) != "a" {
        return None;
    }
    fraction(l.low(part)).filter(|(_, plural)| !plural).map(|(below, _)| (below, part + 1))
}

/// "and three quarters", "and one-third" at `i`: the fraction, and its end.
fn and_parts(l: &Lexemes, i: usize) -> Option<(f64, usize)> {
    let above = cardinal(l.low(i + 1)).filter(|_| l.low(i) == "and")?;
    let at = i + 2 + usize::from(l.is_dash(i + 2) && l.glued(i + 2));
    let (below, plural) = fraction(l.low(at)).filter(|(below, _)| above < *below)?;
    (plural == (above > 1.0)).then_some((above / below, at + 1))
}

/// Whether "half" stands for a share: "half of the men", "half its staff"; "the first half" and "half an hour" are none.
fn is_half(l: &Lexemes, i: usize) -> bool {
    let part = matches!(
        l.before(i, 1),
        "the" | "first" | "second" | "last" | "other" | "latter" | "former" | "this" | "that" | "a" | "-" | "better"
    );
    let whole = match l.low(i + 1) {
        "of" => !matches!(l.low(i + 2), "a" | "an" | "it"),
        "the" => !matches!(l.low(i + 2), "time" | "battle" | "story" | "fun"),
        "its" | "their" | "his" | "her" | "our" | "all" | "those" | "these" => true,
        _ => false,
    };
    whole && !part
}

/// A fraction word at `i`, also "twenty-fifths", in the plural where `plural` asks for it: what it divides by, and its end.
fn part_at(l: &Lexemes, i: usize, plural: bool) -> Option<(f64, usize)> {
    if let Some((below, many)) = fraction(l.low(i)) {
        return (many == plural).then_some((below, i + 1));
    }
    let tens = cardinal(l.low(i)).filter(|n| *n >= 20.0)?;
    let at = if l.is_dash(i + 1) && l.glued(i + 1) { i + 2 } else { i + 1 };
    let word = l.low(at);
    let unit = ordinal(if plural { word.strip_suffix('s')? } else { word }).filter(|n| *n < 10)?;
    Some((tens + unit as f64, at + 1))
}

/// "one twenty-fifth", "three twenty-firsts", "one hundred thirty-fifths": a whole, then tens and a unit that divide it.
fn compound_fraction(l: &Lexemes, i: usize) -> Option<Numeral> {
    let first = cardinal(l.low(i)).filter(|n| *n >= 1.0)?;
    let hundred = l.low(i + 1) == "hundred";
    let (above, at) = if hundred { (first * 100.0, i + 2) } else { (first, i + 1) };
    cardinal(l.low(at)).filter(|n| *n >= 20.0)?;
    let (below, end) = part_at(l, at, above > 1.0)?;
    if l.is_word(end) && l.low(end) != "of" {
        return None;
    }
    Some(Numeral { is_fraction: true, form: Form::Words, ..plain(i, end, above / below, None) })
}

/// Words of the longest cardinal that is read: "nine hundred and ninety-nine trillion, nine hundred …" has no more.
const LONGEST: usize = 48;

/// A cardinal in words at `i`: value, end, and the scale it ends with.
fn cardinals(l: &Lexemes, i: usize) -> Option<(f64, usize, f64)> {
    let (mut total, mut current, mut seen) = (0.0, 0.0, false);
    let start = if matches!(l.low(i), "a" | "an") { i + 1 } else { i };
    let (mut k, mut end, mut last_scale) = (start, start, 1.0);
    // the size of the last part: a smaller one may follow ("twenty" then "one"), an equal or greater one may not
    let mut room = f64::INFINITY;
    while k - start < LONGEST {
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
                    // "three lakh crore"
                    if current == 0.0 && unit == 1e7 && total >= 1e5 {
                        total *= unit;
                        room = unit;
                        (last_scale, seen) = (unit, true);
                        k += 1;
                        end = k;
                        continue;
                    }
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
            let unit = large_scale(l.low(k)).unwrap_or(1.0);
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
