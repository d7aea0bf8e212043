//! Puts a quantity together: number, currency, unit, range, bounds.

use super::pair::{Pair, second};
use super::part::{Part, part_at};
use super::unit;
use super::{Change, Modifier, Unit, change, exclude, interval, modifier};
use crate::reading::numeral::{Form, Lexemes, Numeral};

/// A quantity before it is known what it measures; lexeme indexes.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// First lexeme of number or currency.
    pub first: usize,
    /// One past the last lexeme of number, currency or per-cent sign.
    pub end: usize,
    /// One past the last lexeme of number and unit.
    pub unit_end: usize,
    /// One past the last lexeme of the first of two numbers.
    pub one_end: usize,
    /// First lexeme with modifier.
    pub phrase_first: usize,
    /// One past the last lexeme with modifier behind.
    pub phrase_end: usize,
    pub number: f64,
    pub to: Option<f64>,
    pub low: f64,
    pub high: f64,
    pub modifier: Modifier,
    pub change: Option<Change>,
    /// `None` where a noun may be counted.
    pub unit: Option<Unit>,
    pub pair: Pair,
    pub is_fraction: bool,
    /// The number is written in words.
    pub in_words: bool,
}

/// The quantity whose number begins with lexeme `i`; `Err` says where to go on when there is a number that is none.
pub(super) fn at(l: &Lexemes, i: usize) -> Option<Result<Draft, usize>> {
    let part = part_at(l, i, None)?;
    if exclude::is_no_quantity(l, &part.numeral, part.unit.is_some()) {
        return Some(Err(skip_code(l, &part.numeral)));
    }
    Some(Ok(assemble(l, part)))
}

/// Where a code that is no quantity ends, so that its later groups are not read either.
fn skip_code(l: &Lexemes, n: &Numeral) -> usize {
    let mut k = n.end;
    loop {
        let joined = l.glued(k) && l.glued(k + 1) && (l.is_dash(k) || matches!(l.low(k), ":" | "/" | "."));
        if l.glued(k) && (l.is_word(k) || l.is_digits(k)) {
            k += 1;
        } else if joined && (l.is_digits(k + 1) || l.is_word(k + 1)) {
            k += 2;
        } else {
            return k.max(n.end);
        }
    }
}

/// Ages without a unit: "aged 25", "age 10", and a number between commas behind a name ("Ann Marsh, 65, ...").
fn bare_age(l: &Lexemes, part: &Part) -> bool {
    if part.unit.is_some() || part.numeral.bare.is_none_or(|d| d > 3) || part.value > 120.0 {
        return false;
    }
    let i = part.first;
    let aged = matches!(l.before(i, 1), "aged" | "age" | "ages")
        || matches!((l.before(i, 2), l.before(i, 1)), ("age" | "aged" | "ages", "of" | "from" | "between"))
        || l.before(i, 3) == "aged" && matches!(l.before(i, 1), "and" | "or") && l.is_digits(i - 2);
    let comma = l.before(i, 1) == ","
        && l.low(part.numeral.end) == ","
        && i >= 2
        && l.is_capital(i - 2)
        && l.is_word(i - 2)
        && (10.0..=110.0).contains(&part.value)
        && !matches!(l.upos(i - 2), Some(t) if t != crate::language::Upos::Propn);
    // "who was 10."
    let (w2, w1) = (l.before(i, 2), l.before(i, 1));
    let next = l.low(part.numeral.end);
    let is = matches!(w1, "is" | "was" | "turned" | "turns" | "turning")
        && matches!(w2, "who" | "he" | "she")
        && (matches!(next, "." | "," | "when" | "at" | "and" | ";") || part.numeral.end >= l.len());
    aged || comma || is
}

/// The magnitude of an earthquake without its word behind it: "magnitude 6.4", "a 7.1 quake", "7.1 on the Richter scale".
fn bare_magnitude(l: &Lexemes, part: &Part) -> bool {
    let (i, end) = (part.first, part.numeral.end);
    if part.numeral.form != Form::Digits || part.numeral.scale > 1.0 || !(0.0..10.0).contains(&part.value) {
        return false;
    }
    let back = i - usize::from(i > 0 && l.is_dash(i - 1) && l.glued(i));
    let led = l.before(back, 1) == "magnitude" || (l.before(back, 2), l.before(back, 1)) == ("magnitude", "of");
    let shaken = |k: usize| matches!(l.low(k), "quake" | "earthquake" | "tremor" | "aftershock" | "temblor" | "shock");
    let is_quake = part.value.fract() != 0.0 && shaken(end);
    let on_scale = l.low(end) == "on" && matches!(l.low(end + 2), "richter" | "moment");
    led || is_quake || on_scale
}

fn assemble(l: &Lexemes, a: Part) -> Draft {
    let mut pair = Pair::None;
    let mut modifier_between = None;
    let mut to = a.to;
    let mut unit = a.unit.as_ref().map(|f| f.unit.clone());
    let (mut value, mut end, mut unit_end) = (a.value, a.end, a.unit_end);
    // "a quarter of a mile" is a length, a quarter of the miles a share
    let mut is_fraction = a.numeral.is_fraction && a.unit.is_none();
    if to.is_none()
        && let Some((b, kind)) = second(l, &a)
    {
        match kind {
            Pair::Range | Pair::Score => {
                let mut from = value;
                // "$5-10 million" lends its scale; so does the falling "$93 to $89 billion"
                let money = a.unit.as_ref().is_some_and(|f| f.money);
                let most = if money && from < 1000.0 { 20.0 } else { 1.0001 };
                if a.scale == 1.0 && b.scale > 1.0 && from.abs() * b.scale <= b.value.abs() * most {
                    from *= b.scale;
                }
                value = from;
                to = Some(b.to.unwrap_or(b.value));
                if let Some(found) = &b.unit {
                    unit = Some(found.unit.clone());
                }
                (end, unit_end) = (b.end, b.unit_end);
            }
            Pair::Ratio => {
                value /= b.value;
                is_fraction = true;
                (end, unit_end) = (b.end, b.end);
                unit = None;
            }
            Pair::None => {}
        }
        pair = kind;
        if kind == Pair::Range && matches!(l.before(b.first, 1), "than") {
            modifier_between = Some(Modifier::Exact);
        }
    }
    if unit.is_none() && bare_age(l, &a) {
        unit = Some(Unit { name: "year of age".into(), dimension: Some("age"), factor: 31_556_952.0 });
    }
    if unit.is_none() && pair == Pair::None && bare_magnitude(l, &a) {
        unit = Some(Unit { name: "magnitude".into(), dimension: Some("magnitude"), factor: 1.0 });
    }
    let (mut modifier, mut phrase_first) = modifier::before(l, a.first);
    if unit.as_ref().is_some_and(|u| u.dimension == Some("time")) && modifier::is_throughout(l, a.first) {
        (modifier, phrase_first) = (Modifier::Exact, a.first);
    }
    let mut phrase_end = unit_end;
    if let Some((m, stop)) = modifier::behind(l, end).or_else(|| modifier::behind(l, unit_end)) {
        if modifier == Modifier::Exact {
            modifier = m;
        }
        // "80-plus percent"
        if unit.is_none() {
            if let Some(found) = unit::unit_at(l, stop, false) {
                unit = Some(found.unit);
                unit_end = found.end;
            } else {
                unit_end = stop;
            }
        }
        phrase_end = stop.max(unit_end);
    }
    if let Some(m) = modifier_between {
        modifier = m;
    }
    // "between 5 and 10" begins with "between"
    let phrase_first = if pair == Pair::Range && matches!(l.before(phrase_first, 1), "between" | "from") {
        phrase_first - 1
    } else {
        phrase_first
    };
    let (low, high) = match (pair, to) {
        (Pair::Score, _) => (value, value),
        (_, Some(to)) if a.numeral.form == Form::Vague => vague_interval(l, &a, value, to, modifier),
        (_, Some(to)) => interval::of_range(value, to, modifier),
        (_, None) => interval::of(value, modifier),
    };
    let change = if pair == Pair::Score {
        None
    } else {
        change::before(l, phrase_first, unit.is_some()).or_else(|| sign_change(l, &a))
    };
    Draft {
        first: a.first,
        end,
        unit_end,
        one_end: a.numeral.end,
        phrase_first,
        phrase_end,
        number: value,
        to,
        low,
        high,
        modifier,
        change,
        unit,
        pair,
        is_fraction,
        in_words: a.numeral.form == Form::Words,
    }
}

/// "+0.2%" and "-1.3%": the sign says what changed.
fn sign_change(l: &Lexemes, a: &Part) -> Option<Change> {
    if a.unit.as_ref()?.unit.dimension != Some("share") {
        return None;
    }
    match l.low(a.first) {
        "+" => Some(Change::Up),
        _ if a.value < 0.0 => Some(Change::Down),
        _ => None,
    }
}

/// Bare "hundreds", "thousands" have no upper end; "dozens", "tens of thousands" have.
fn vague_interval(l: &Lexemes, a: &Part, low: f64, high: f64, modifier: Modifier) -> (f64, f64) {
    let bare = a.numeral.end == a.numeral.first + 1 && !matches!(l.low(a.numeral.first), "dozens" | "scores");
    match modifier {
        Modifier::AtMost | Modifier::LessThan => (0.0, high),
        Modifier::MoreThan | Modifier::AtLeast => (low, f64::INFINITY),
        _ if bare => (low, f64::INFINITY),
        _ => (low, high),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn magnitudes_however_they_are_put() {
        expect_test::expect![[r#"
            6.4 =6.4 [magnitude]
            6 =6 [magnitude]
            7.1 =7.1 [magnitude]
            6.2 =6.2 [magnitude]
            7 =7 [quake]
        "#]]
        .assert_eq(&shown("The magnitude-6.4 earthquake struck. It was of magnitude 6. They felt a 7.1 quake. It measured 6.2 on the Richter scale. The town has had 7 quakes."));
    }
}
