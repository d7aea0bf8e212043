//! The second number of a pair: ranges ("10 to 20"), results ("3-1"), ratios ("1 in 4").

use super::exclude;
use super::part::{Part, part_at};
use super::{Modifier, change, modifier};
use crate::reading::numeral::{Form, Lexemes};

/// What kind of pair two numbers make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    /// One number only.
    None,
    /// "10 to 20".
    Range,
    /// "3-1".
    Score,
    /// "1 in 4".
    Ratio,
}

/// The second number of a pair, and what kind of pair it is.
pub(super) fn second(l: &Lexemes, a: &Part) -> Option<(Part, Pair)> {
    let k = a.unit_end;
    let word = l.low(k);
    let dash = l.is_dash(k);
    let glued_dash = dash && l.glued(k) && l.glued(k + 1);
    let spaced_dash = dash && !l.glued(k) && !l.glued(k + 1) && l.low(k) != "—";
    let half_glued = dash && (l.glued(k) != l.glued(k + 1)) && word == "-";
    let bare_pair = |b: &Part| a.numeral.bare.is_some() && b.numeral.bare.is_some();
    let lent = a.unit.as_ref();
    let next = |at: usize| {
        // the second number may stand behind its own currency sign
        (at..at + 4).take_while(|&j| j < l.len()).find_map(|j| {
            let plain = l.is_digits(j) || l.is_word(j) || l.low(j) == ".";
            let part = plain.then(|| part_at(l, j, lent)).flatten()?;
            (part.first == at).then_some(part)
        })
    };
    if dash && (glued_dash || spaced_dash || half_glued) {
        let at = if l.low(k + 1) == "to" { k + 2 } else { k + 1 };
        let at = if at == k + 2 && l.is_dash(at) { at + 1 } else { at };
        let b = next(at).filter(|b| b.numeral.form == a.numeral.form)?;
        if spaced_dash && !(l.is_digits(at) && a.numeral.form == Form::Digits) && a.unit.is_some() {
            return None;
        }
        let mixed = a.unit.is_some() && b.unit.is_none() && !a.unit.as_ref().is_some_and(|f| f.money);
        if mixed {
            return None;
        }
        if same_kind(a, &b) {
            let score = bare_pair(&b) && glued_dash && b.unit.is_none() && a.unit.is_none() && is_score(l, a, &b);
            return Some((b, if score { Pair::Score } else { Pair::Range }));
        }
        return None;
    }
    match word {
        "to" => {
            let at = k + 1;
            let b = next(at)
                .or_else(|| (l.low(at) == "as" && l.low(at + 2) == "as").then(|| next(at + 3)).flatten())
                .or_else(|| l.is_dash(at).then(|| next(at + 1)).flatten())?;
            let unit_only_before = a.unit.is_some() && b.unit.is_none();
            if unit_only_before || !same_kind(a, &b) || exclude::is_no_quantity(l, &b.numeral, b.unit.is_some()) {
                return None;
            }
            // "rose 3 percent to 5 percent" says two things
            if a.unit.is_some() && change::before(l, a.first, true).is_some() && !matches!(l.before(a.first, 1), "from")
            {
                return None;
            }
            Some((b, Pair::Range))
        }
        "up" if l.low(k + 1) == "to" => {
            next(k + 2).filter(|b| same_kind(a, b) && (a.unit.is_none() || b.unit.is_some())).map(|b| (b, Pair::Range))
        }
        "and" if matches!(l.before(a.first, 1), "between") || matches!(l.before(a.first, 2), "between") => {
            next(k + 1).filter(|b| same_kind(a, b)).map(|b| (b, Pair::Range))
        }
        "but" | "and"
            if matches!(l.low(k + 1), "less" | "fewer" | "under" | "below")
                || l.low(k + 1) == "no"
                || l.low(k + 1) == "not" =>
        {
            let at = (k + 2..k + 5).find(|&j| l.low(j - 1) == "than" || matches!(l.low(j - 1), "under" | "below"))?;
            let b = next(at).filter(|b| same_kind(a, b) && b.value > a.value)?;
            matches!(modifier::before(l, a.first).0, Modifier::MoreThan | Modifier::AtLeast).then_some((b, Pair::Range))
        }
        "or" if a.unit.is_none() => {
            let b = next(k + 1)?;
            let close = b.numeral.form == a.numeral.form
                && b.value > a.value
                && b.value <= a.value * 3.0
                && a.to.is_none()
                && b.to.is_none()
                && (a.numeral.form == Form::Words || a.scale == 1.0);
            (close && same_kind(a, &b)).then_some((b, Pair::Range))
        }
        "in" | "out" if a.unit.is_none() && a.scale == 1.0 => {
            let at = if word == "out" { (l.low(k + 1) == "of").then_some(k + 2)? } else { k + 1 };
            let every = usize::from(l.low(at) == "every");
            let b = next(at + every)?;
            let whole = |v: f64| v.fract() == 0.0 && v > 0.0;
            let fits = whole(a.value)
                && whole(b.value)
                && a.value < b.value
                && b.value <= 1e6
                && a.value <= 100.0
                && b.numeral.bare.is_none_or(|d| d < 4);
            let timed = b.unit.as_ref().is_some_and(|f| f.unit.dimension.is_some());
            (fits && !timed).then_some((b, Pair::Ratio))
        }
        _ => None,
    }
}

fn same_kind(a: &Part, b: &Part) -> bool {
    match (&a.unit, &b.unit) {
        (Some(x), Some(y)) => {
            let same =
                x.unit.dimension == y.unit.dimension && (x.unit.dimension.is_some() || x.unit.name == y.unit.name);
            same || y.unit.name.strip_prefix(x.unit.name.as_str()).is_some_and(|rest| rest.starts_with(" per "))
        }
        _ => true,
    }
}

/// Whether two numbers joined by a hyphen are a result: by the words around, or because the first is not the smaller.
fn is_score(l: &Lexemes, a: &Part, b: &Part) -> bool {
    if a.value > 200.0 || b.value > 200.0 {
        return false;
    }
    let noun = matches!(
        l.low(b.end),
        "win"
            | "victory"
            | "lead"
            | "defeat"
            | "draw"
            | "loss"
            | "record"
            | "vote"
            | "decision"
            | "ruling"
            | "down"
            | "up"
            | "thrashing"
            | "rout"
            | "series"
            | "triumph"
            | "tie"
            | "scoreline"
            | "against"
            | "over"
            | "at"
            | "on"
            | "in"
            | "."
    ) && (a.value >= b.value || !matches!(l.low(b.end), "at" | "on" | "in" | "over" | "."));
    let verb = matches!(
        l.before(a.first, 1),
        "won"
            | "lost"
            | "beat"
            | "drew"
            | "voted"
            | "led"
            | "leading"
            | "trailed"
            | "them"
            | "ended"
            | "finished"
            | "tied"
    );
    a.value >= b.value || noun || verb
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn a_year_and_a_number_are_no_range() {
        expect_test::expect![[r#"
            12 percent =12 [percentage]
            20 percent =20 [percentage]
            14 =14 [people]
            30 =30 [people]
        "#]]
        .assert_eq(&shown("Rents rose from 12 percent in 2010 to 20 percent in 2012. The toll went from 14 people in 2004 to 30 people in 2005."));
    }
}
