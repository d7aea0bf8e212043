//! A gain or loss given twice, with what it led to: "fell $3.50, or 5 percent, to $66.50".

use super::{Mismatch, Sentence, exact, has_parts, is_share};
use crate::reading::movement::{End, rounded, short};
use crate::reading::{Change, Quantity};

/// At most so many bytes lie between two of the numbers.
const NEAR: usize = 40;
/// What may stand between "to" and the value that was reached.
const REACHED: &[&str] = &[
    "close", "end", "finish", "settle", "trade", "at", "about", "a", "record", "nearly", "just", "the", "day",
    "session", "week", "around", "some", "over", "under", "more", "than",
];

/// Gains and losses whose percentage is not that of their amount.
pub(super) fn mismatches(sentence: Sentence) -> Vec<Mismatch> {
    let text = sentence.text;
    let three = sentence.quantities.windows(3).filter_map(|three| gains(sentence, three));
    let wrong = three.filter_map(|Gain { amount, percent, reached }| {
        let (by, to) = (sentence.scaled(amount), sentence.scaled(reached));
        let change = amount.change.or(percent.change);
        let directions = match change {
            Some(Change::Up) => &[-1.0][..],
            Some(Change::Down) => &[1.0],
            None => &[-1.0, 1.0],
        };
        let starts = directions.iter().map(|sign| start(to, by, *sign)).collect::<Vec<_>>();
        let stated = rounded(text, percent).loose();
        let is_other =
            |from: &End| from.low > 0.0 && !stated.fits((by.low / from.high * 100.0, by.high / from.low * 100.0));
        if !starts.iter().all(is_other) {
            return None;
        }
        let from = starts[0].value / reached.unit.factor;
        let exact = exact(by.value / starts[0].value * 100.0, percent.span.of(text));
        let way = match change {
            Some(Change::Up) => "up",
            Some(Change::Down) => "down",
            None => "a move of",
        };
        let (amount, reached) = (amount.span.of(text), reached.span.of(text));
        let message = format!(
            "{way} {amount} to {reached} is {exact} percent of {}; stated here is {}",
            short(from),
            percent.span.of(text)
        );
        let related = vec![(by.span, "the amount"), (to.span, "what it led to")];
        Some(Mismatch { span: percent.span, message, related })
    });
    wrong.collect()
}

struct Gain<'a> {
    amount: &'a Quantity,
    percent: &'a Quantity,
    reached: &'a Quantity,
}

/// Amount, percentage and what was reached among three numbers that follow each other.
fn gains<'a>(sentence: Sentence, three: &'a [Quantity]) -> Option<Gain<'a>> {
    let [a, b, c] = three else { return None };
    if !three.iter().any(is_share) {
        return None;
    }
    let (first, second) = (sentence.between(a, b)?, sentence.between(b, c)?);
    let gain = if is_share(b) && is_restated(&first) && leads_to(&second) {
        Gain { amount: a, percent: b, reached: c }
    } else if is_share(a) && is_restated(&first) && leads_to(&second) {
        Gain { amount: b, percent: a, reached: c }
    } else if is_share(c) && leads_to(&first) && is_restated(&second) {
        Gain { amount: a, percent: c, reached: b }
    } else if is_share(c) && is_restated(&second) && is_apposed(&first) && is_reached(&sentence.before(a)) {
        Gain { amount: b, percent: c, reached: a }
    } else {
        return None;
    };
    let Gain { amount, percent, reached } = gain;
    let (one, other) = (&amount.unit, &reached.unit);
    let alike = one.dimension == other.dimension
        && (one.dimension.is_some() || one.name == other.name || one.name.is_empty() || other.name.is_empty());
    let of_more = sentence.behind(percent).trim_start().starts_with("of ");
    (alike && !of_more && has_parts(amount) && has_parts(reached)).then_some(gain)
}

/// "points, or", "(": the next number says the same once more.
fn is_restated(between: &str) -> bool {
    between.len() <= NEAR
        && !between.contains([')', ';', '"', '“'])
        && !between.split_whitespace().any(|w| w == "and" || w == "while" || w == "but")
        && [" (", " or ", " or about ", " or nearly "].iter().any(|end| between.ends_with(end))
}

/// "points, to close at": the next number is what was reached.
fn leads_to(between: &str) -> bool {
    let Some((unit, reached)) = between.split_once(" to ").or(between.split_once(" to")) else { return false };
    let unit = unit.trim_end_matches([',', ')']);
    between.len() <= NEAR
        && !unit.contains([',', ';', '(', ')', '"', '“', '.'])
        && unit.split_whitespace().count() <= 3
        && reached.split_whitespace().all(|w| REACHED.contains(&w))
}

/// ", down": the next number is how far it went to get there.
fn is_apposed(between: &str) -> bool {
    between.len() <= NEAR && [", up ", ", down "].iter().any(|end| between.ends_with(end))
}

/// "closed at": the next number is what was reached.
fn is_reached(before: &str) -> bool {
    [" at", " to"].iter().any(|end| before.ends_with(end))
}

/// What was there before a change of `by`.
fn start(to: End, by: End, sign: f64) -> End {
    let (low, high) =
        if sign < 0.0 { (to.low - by.high, to.high - by.low) } else { (to.low + by.low, to.high + by.high) };
    End { value: to.value + sign * by.value, low, high, ..to }
}

#[cfg(test)]
mod tests {
    use super::super::messages;

    #[test]
    fn a_percentage_that_is_not_that_of_the_gain_is_found() {
        for (text, said) in [
            ("Quay Index lost 84.20 points, or 6.1%, to 1,915.80.", "down 84.20 to 1,915.80 is 4.2 percent of 2,000"),
            ("Ropeworks fell $3.50, or 8 percent, to close at $66.50.", "down $3.50 to $66.50 is 5 percent of 70"),
            ("Ropeworks climbed 45 cents, or 6 percent, to $22.95.", "up 45 cents to $22.95 is 2 percent of 22.5"),
            ("The price gained 9 percent, or $12.40, to $322.40.", "up $12.40 to $322.40 is 4 percent of 310"),
            ("Shares closed at 45 euros, down 5 euros, or 20 percent.", "down 5 euros to 45 euros is 10 percent of 50"),
            ("The town grew by about 9,000 people to about 309,000, or 6.0%.", "up 9,000 to 309,000 is 3 percent"),
        ] {
            let found = messages(text);
            assert!(found.len() == 1 && found[0].contains(said), "{text} {found:?}");
        }
    }

    #[test]
    fn gains_that_come_out_and_shares_of_something_else_are_left_alone() {
        for text in [
            "Quay Index lost 84.20 points, or 4.2%, to 1,915.80.",
            "Ropeworks fell $3.50, or 5 percent, to close at $66.50.",
            "The index fell 61.44 points, or 1.8%, to 3,452.10.",
            "Shares closed at 45 euros, down 5 euros, or 10 percent.",
            "The deficit rose by $15 billion, or 3 percent of output, to $90 billion.",
            "The port lost 300 jobs, or 12 percent, and moved to 4 quays.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }
}
