//! Whether pounds are money or a weight: "a profit of 361 million pounds", "a whale of 20,000 pounds".

use super::unit::{self, Found};
use super::{Prose, Quantity};
use crate::reading::numeral::{Lexemes, Numeral};
use crate::text::Span;

/// How many lexemes before the number may say that something is paid.
const REACH: usize = 8;

/// "pounds" behind the number `n` as money, where the sums of the trade or the words before say so.
pub(super) fn as_money(l: &Lexemes, n: &Numeral, found: &Found) -> Option<Found> {
    if found.unit.name != "pound-mass" || !matches!(l.low(found.end.wrapping_sub(1)), "pounds" | "pound") {
        return None;
    }
    let behind = l.low(found.end);
    // "two million pounds of explosives", "a 40-pound fish"
    if matches!(behind, "of" | "per") || l.is_dash(found.end.wrapping_sub(2)) {
        return None;
    }
    let is_paid = n.scale >= 1e6 || (1..=REACH).any(|k| n.first >= k && is_payment(l.before(n.first, k)));
    if !is_paid {
        return None;
    }
    let name = "pounds sterling";
    let sterling = unit::unit_at(&Lexemes::of(name, Span::new(0, name.len())), 0, false)?;
    Some(Found { end: found.end, ..sterling })
}

/// Words of a sentence in which pounds are a weight.
const WEIGHED: [&str; 9] = ["weigh", "weight", "heavy", "heavier", "lift", "load", "lighter", "bomb", "explosive"];

/// Pounds of which the sentence does not tell what they are, as money where the article has certain sums in pounds.
pub(super) fn settle(prose: &Prose, quantities: &mut [Quantity]) {
    if !quantities.iter().any(|q| q.unit.name == "pound-mass")
        || !quantities.iter().any(|q| q.unit.name == "pound sterling")
    {
        return;
    }
    let text = &*prose.article.text;
    let name = "pounds sterling";
    let Some(sterling) = unit::unit_at(&Lexemes::of(name, Span::new(0, name.len())), 0, false) else { return };
    for quantity in quantities.iter_mut().filter(|q| q.unit.name == "pound-mass") {
        let Some(rest) = text.get(quantity.span.end as usize..) else { continue };
        let written = ["pounds", " pounds"].into_iter().find(|word| rest.starts_with(word));
        let of_it = |word: &str| rest[word.len()..].trim_start();
        let is_of = |word: &str| of_it(word).starts_with("of ") || of_it(word).starts_with("per ");
        let Some(word) = written.filter(|word| !is_of(word)) else { continue };
        let sentence = prose.sentence_at(quantity.span.start as usize).map_or("", |s| prose.sentences[s].text());
        if WEIGHED.iter().any(|word| sentence.contains(word)) {
            continue;
        }
        quantity.span = Span::new(quantity.span.start as usize, quantity.span.end as usize + word.len());
        quantity.phrase = quantity.phrase.join(quantity.span);
        quantity.unit = sterling.unit.clone();
    }
}

/// Words that are said of money.
fn is_payment(word: &str) -> bool {
    matches!(
        word,
        "cost"
            | "costs"
            | "costing"
            | "pay"
            | "pays"
            | "paid"
            | "paying"
            | "price"
            | "priced"
            | "prices"
            | "worth"
            | "fine"
            | "fined"
            | "fee"
            | "fees"
            | "earn"
            | "earns"
            | "earned"
            | "spend"
            | "spends"
            | "spent"
            | "sold"
            | "bought"
            | "debt"
            | "debts"
            | "salary"
            | "wage"
            | "wages"
            | "profit"
            | "profits"
            | "revenue"
            | "loan"
            | "grant"
            | "donated"
            | "raised"
            | "compensation"
            | "budget"
            | "invest"
            | "invested"
            | "funding"
            | "charged"
            | "valued"
            | "charge"
            | "reward"
            | "ransom"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_money(text: &str) -> bool {
        let l = Lexemes::of(text, Span::new(0, text.len()));
        let n = (0..l.len()).find_map(|i| Numeral::at(&l, i)).expect("a number");
        let found = unit::unit_at(&l, n.end, false).expect("pounds");
        as_money(&l, &n, &found).is_some_and(|f| f.unit.name == "pound sterling" && f.money)
    }

    #[test]
    fn pounds_are_money_where_something_is_paid_and_a_weight_elsewhere() {
        for text in ["profit was 361 million pounds .", "the ticket cost 12 pounds", "fined the captain 500 pounds"] {
            assert!(is_money(text), "{text}");
        }
        for text in ["the whale weighed 20,000 pounds", "2 million pounds of grain", "she lost 12 pounds"] {
            assert!(!is_money(text), "{text}");
        }
    }
}
