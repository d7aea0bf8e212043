//! Sums given in another currency beside the first: "€110 billion ($141 billion)". One amount has one worth on one day.

use super::Observation;
use super::apart::Doubt;
use super::apart::Sameness;
use crate::corpus::event::SAME_EVENT;
use crate::reading::{Quantity, Reading};

/// Amounts below this are found by accident.
const AMOUNT: f64 = 100.0;

/// Rates of exchange seldom move further than this from one day to the next.
const RATES: f64 = 1.01;

/// The amount right before a measure that stands in brackets behind it, as bits: the measure is its worth in other units.
pub(super) fn of(reading: &Reading, dollar: Option<&str>, index: usize, quantity: &Quantity) -> Option<u64> {
    let dimension = quantity.unit.dimension.filter(|d| d.starts_with("money"))?;
    // "$" in an Australian outlet is another currency than its name says.
    if dollar.is_some() && dimension == "money:USD" {
        return None;
    }
    let amount = reading.quantities.get(index.checked_sub(1)?)?;
    let (text, from) = (&reading.article.text, amount.span.end.max(amount.phrase.end.min(quantity.span.start)));
    let between = text.get(from as usize..quantity.span.start as usize)?.trim_start().strip_prefix('(')?;
    let is_short = between.len() <= CONVERSION && !between.contains(|c: char| c.is_ascii_digit() || c == ')');
    (is_short && amount.unit.dimension != Some(dimension) && amount.number >= AMOUNT).then(|| amount.number.to_bits())
}

/// So many bytes may stand between the bracket and the number ("about US$").
const CONVERSION: usize = 16;

/// What follows where two articles of one event give the worth of one amount in the same currency.
pub(super) fn same(a: &Observation, b: &Observation, likeness: f32) -> Option<Sameness> {
    let is_one = a.converts.is_some() && a.converts == b.converts && a.dimension == b.dimension;
    if !is_one || likeness < SAME_EVENT {
        return None;
    }
    let doubt = (a.factor(b) < RATES).then_some(Doubt::Grain);
    Some(Sameness { confidence: 0.9, doubt, is_parallel: true })
}

#[cfg(test)]
mod tests {
    use super::super::same::tests::conflicts;

    #[test]
    fn one_amount_is_worth_one_sum_in_another_currency() {
        let worth = |sum: &str| format!("The state will lend the port €110 billion (${sum} billion) for new walls.");
        let plain = "Ministers promised a €110 billion ($141 billion) loan at the weekend.";
        assert_eq!(conflicts(plain, &worth("148")), 2);
        assert_eq!(conflicts(plain, &worth("141.5")), 0, "rates differ that much in a day");
    }
}
