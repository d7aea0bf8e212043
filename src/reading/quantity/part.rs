//! One number with what touches it: its sign, its currency, the unit behind it.

use super::letter;
use super::unit::{self, Found};
use crate::reading::numeral::{Form, Lexemes, Numeral, large_scale};

/// One number with what touches it.
pub(super) struct Part {
    pub first: usize,
    pub end: usize,
    pub unit_end: usize,
    pub value: f64,
    pub to: Option<f64>,
    pub scale: f64,
    pub unit: Option<Found>,
    pub numeral: Numeral,
}

/// The number that begins with lexeme `i`; `lent` is the unit of the number before it, which it may share.
pub(super) fn part_at(l: &Lexemes, i: usize, lent: Option<&Found>) -> Option<Part> {
    let half = || is_half_of_one(l, i).then(|| Numeral::half(i));
    let mut numeral = Numeral::at(l, i).or_else(half)?;
    // "2+2", "-5": a sign that touches the number and nothing before it
    let mut first = i;
    let mut value_sign = 1.0;
    let mut first_unsigned = i;
    {
        if let Some(k) = i.checked_sub(1) {
            let in_digits = l.is_digits(i) || l.low(i) == ".";
            let minus_word = matches!(l.low(k), "minus" | "negative")
                && (in_digits || l.low(k) == "minus" || numeral.end >= l.len())
                || l.is_dash(k) && l.glued(k) && l.before(k, 1) == "minus";
            let minus_word = minus_word && !l.glued(if l.is_dash(k) { k - 1 } else { k });
            let sign = in_digits
                && (l.is_dash(k) || l.low(k) == "+")
                && l.low(k) != "—"
                && l.glued(i)
                && (!l.glued(k) || matches!(l.before(k, 1), "$" | "£" | "€" | "("));
            if minus_word || sign {
                if l.low(k) != "+" {
                    value_sign = -1.0;
                }
                first_unsigned = if sign {
                    k
                } else if l.is_dash(k) {
                    k - 1
                } else {
                    k
                };
            }
        }
    }
    let mut currency = unit::currency_before(l, i);
    if currency.is_none() && first_unsigned < i {
        currency = unit::currency_before(l, first_unsigned);
        if currency.is_some() && l.is_dash(first_unsigned) {
            value_sign = -1.0;
        }
    }
    if first_unsigned < i {
        first = first_unsigned;
    }
    let money = currency.as_ref().map(|(f, at)| {
        first = first.min(*at);
        f.clone()
    });
    // "-$50" and "minus $50"
    if money.is_some()
        && first > 0
        && l.is_dash(first - 1)
        && l.glued(first)
        && !l.glued(first - 1)
        && l.low(first - 1) != "—"
    {
        first -= 1;
        value_sign = -1.0;
    }
    // letters that are millions where money or a counted thing is meant
    let letter = l.raw(numeral.end);
    let glued = l.glued(numeral.end);
    if numeral.scale == 1.0 && l.is_word(numeral.end) {
        let spaced_capital = !glued && matches!(letter, "B" | "M") && l.raw(numeral.end).len() == 1;
        let spaced_money = !glued && money.is_some() && matches!(letter, "m" | "b");
        let scale_of = if glued || spaced_capital || spaced_money || letter::is_million(l, numeral.end) {
            unit::letter_scale(&letter.to_ascii_lowercase())
        } else {
            None
        };
        if let Some(times) = scale_of.filter(|_| letter.len() == 1) {
            let next = numeral.end + 1;
            let noun_behind = l.is_word(next)
                && !l.glued(next)
                && (unit::is_unit_word(l.low(next))
                    || is_plural(l, next)
                    || l.is_word(next + 1)
                        && is_plural(l, next + 1)
                        && l.upos(next) == Some(crate::language::Upos::Adj));
            if money.is_some()
                || lent.is_some_and(|f| f.money)
                || letter == "b" && glued
                || noun_behind && (letter == "m" || spaced_capital)
            {
                numeral.value *= times;
                numeral.scale = times;
                numeral.end = next;
                numeral.bare = None;
            }
        }
    }
    numeral.value *= value_sign;
    if let Some(to) = &mut numeral.to {
        *to *= value_sign;
    }
    let mut end = numeral.end;
    let mut unit_end = end;
    let mut found = money;
    if let Some(f) = &found {
        // a word that names the currency again: "$31.20 US", "$5 million dollars"
        if matches!(l.raw(end), "US" | "USD")
            || unit::unit_at(l, end, false)
                .is_some_and(|u| u.money && u.unit.dimension == f.unit.dimension && l.is_word(end))
        {
            unit_end = end + 1;
        }
    } else {
        let dash = l.is_dash(end) && l.glued(end) && l.glued(end + 1) && l.is_word(end + 1);
        let of = l.low(end) == "of" && numeral.to.is_some();
        let k = if dash || of { end + 1 } else { of_one(l, &numeral) };
        let touches = l.glued(end) && !of;
        let shared = super::idiom::suspended(l, end);
        let unit = shared.and_then(|at| unit::unit_at(l, at + 1, false)).map(|u| Found { end, ..u });
        let unit = unit.or_else(|| unit::unit_at(l, k, touches && !dash)).or_else(|| {
            // "degree" range words, "US gallons", "long tons"
            (matches!(l.low(k), "us" | "imperial" | "additional" | "more" | "consecutive" | "straight" | "full")
                && !dash)
                .then(|| unit::unit_at(l, k + 1, false))
                .flatten()
        });
        if let Some((u, times)) = code_of_millions(l, end) {
            (numeral.value, numeral.scale, numeral.bare) = (numeral.value * times, numeral.scale * times, None);
            (end, unit_end) = (u.end, u.end);
            found = Some(u);
        } else if let Some(u) = unit
            && is_unit_here(l, &numeral, k, &u, dash)
        {
            let u = super::pound::as_money(l, &numeral, &u).unwrap_or(u);
            unit_end = u.end;
            if u.money || matches!(u.unit.dimension, Some("share" | "points")) && !dash {
                end = u.end;
            }
            // "75 USD million"
            if u.money
                && l.raw(k).chars().all(char::is_uppercase)
                && let Some(times) = large_scale(l.low(u.end)).filter(|_| numeral.scale == 1.0)
            {
                (numeral.value, numeral.scale, numeral.bare) = (numeral.value * times, times, None);
                (end, unit_end) = (u.end + 1, u.end + 1);
            }
            found = Some(u);
        }
    }
    // "half a chance" is no amount
    if found.is_none() && is_half_of_one(l, i) {
        return None;
    }
    if let Some(f) = &mut found {
        age(l, f, &mut unit_end);
        if let Some((rate, stop)) = unit::rate(l, &f.unit, unit_end, false) {
            f.unit = rate;
            unit_end = stop;
        }
    }
    // "3 dollars 50 cents"
    let mut value = numeral.value;
    if let Some(f) = found.as_ref().filter(|f| f.money && unit_end > numeral.end) {
        let at = if l.low(unit_end) == "and" { unit_end + 1 } else { unit_end };
        if let Some(small) = Numeral::at(l, at)
            && let Some(cents) =
                unit::unit_at(l, small.end, false).filter(|c| matches!(c.unit.name.as_str(), "cent" | "penny"))
            && matches!(f.unit.name.as_str(), "dollar" | "pound sterling" | "euro")
        {
            value += small.value / 100.0;
            end = cents.end;
            unit_end = cents.end;
        }
    }
    Some(Part {
        first,
        end,
        unit_end: unit_end.max(end),
        value,
        to: numeral.to,
        scale: numeral.scale,
        unit: found,
        numeral,
    })
}

/// "half a mile", which is no number by itself.
fn is_half_of_one(l: &Lexemes, i: usize) -> bool {
    l.low(i) == "half" && matches!(l.low(i + 1), "a" | "an") && unit::unit_at(l, i + 2, false).is_some()
}

/// Where the unit behind `n` begins: behind "of a" where it is a fraction of one ("a quarter of a mile").
fn of_one(l: &Lexemes, n: &Numeral) -> usize {
    let at = n.end + usize::from(l.low(n.end) == "of");
    if n.is_fraction && matches!(l.low(at), "a" | "an" | "one") { at + 1 } else { n.end }
}

/// "30 MUSD", "120 MSEK": the code of a currency behind a letter for a thousand or a million, as business reports have it.
fn code_of_millions(l: &Lexemes, i: usize) -> Option<(Found, f64)> {
    let word = l.raw(i);
    let times = match word.as_bytes() {
        [b'M' | b'm', b'A'..=b'Z', b'A'..=b'Z', b'A'..=b'Z'] => 1e6,
        [b'K' | b'k' | b'T', b'A'..=b'Z', b'A'..=b'Z', b'A'..=b'Z'] => 1e3,
        _ => return None,
    };
    unit::currency_code(&word[1..]).map(|row| (Found { end: i + 1, ..row }, times))
}

fn is_plural(l: &Lexemes, i: usize) -> bool {
    use crate::language::Xpos;
    match l.xpos(i) {
        Some(tag) => matches!(tag, Xpos::Nns | Xpos::Nnps),
        None => {
            l.low(i).len() > 3 && l.low(i).ends_with('s') || matches!(l.low(i), "people" | "men" | "women" | "children")
        }
    }
}

/// Whether a unit found behind the number `n` is meant as one.
fn is_unit_here(l: &Lexemes, n: &Numeral, k: usize, u: &Found, dash: bool) -> bool {
    let word = l.low(k);
    if u.noun && n.form == Form::Words {
        return u.end == k + 1;
    }
    match word {
        // "the second", "two second-hand cars", "one second"
        "second" if n.value == 1.0 && n.form == Form::Words => true,
        "second" if n.form == Form::Digits || dash => true,
        "second" => false,
        // "one point", "two points behind", but not "at one point" or "four-point plan"
        "point" => l.before(n.first, 1) != "at" && (n.value == 1.0 || n.is_fraction || dash),
        "magnitude" => dash || l.glued(k),
        "times" => true,
        "dong" | "won" | "real" | "rand" | "marks" | "bar" | "crowns" | "kip" | "lari" => n.form == Form::Digits,
        "stone" => false,
        "cent" | "cents" => true,
        "degree" if !dash && n.form == Form::Words => true,
        _ => true,
    }
}

/// "40-year-old", "15 year-old", "six months old", "three years of age".
fn age(l: &Lexemes, f: &mut Found, unit_end: &mut usize) {
    if f.unit.dimension != Some("time") {
        return;
    }
    let k = *unit_end;
    let dash = l.is_dash(k);
    let at = if dash { k + 1 } else { k };
    let end = match (l.low(at), l.low(at + 1)) {
        ("old" | "olds", _) => at + 1,
        ("of", "age") => at + 2,
        _ => return,
    };
    f.unit.name = format!("{} of age", f.unit.name);
    f.unit.dimension = Some("age");
    *unit_end = end;
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn a_fraction_of_one_unit_is_an_amount_of_it() {
        expect_test::expect![[r#"
            half =0.5 [mile]
            a quarter of a percentage point =0.25 [percentage point] up
            1/4 =0.25 [point] down
            half =0.5 [% hectare]
        "#]]
        .assert_eq(&shown("It lies half a mile away. Rates rose a quarter of a percentage point. Prices fell 1/4 point. Then half the hectares burned."));
    }

    #[test]
    fn letters_and_codes_that_say_how_much() {
        expect_test::expect![[r#"
            £5 m =5000000 [pound sterling]
            75 USD million =75000000 [dollar]
            20 MUSD =20000000 [dollar]
            C $ 16 million =16000000 [canadian dollar]
            300 =300 [metre]
            5 m =5000000 [metric ton]
            40 =40 [celsius]
        "#]]
        .assert_eq(&shown("The firm raised £5 m. It cost 75 USD million. He earned 20 MUSD. It owes C $ 16 million. The bridge is 300 m long. They shipped 5 m tonnes. Temperatures reached 40 C."));
    }
}
