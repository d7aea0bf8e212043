//! A lead beside the two shares it is the distance of: "leads by 9 points, 52 percent to 43 percent".

use super::{Mismatch, Sentence, is_parted};
use crate::reading::Quantity;
use crate::reading::movement::{is_percent, is_points, rounded, short};

/// At most so many bytes lie between the lead and the shares.
const NEAR: usize = 120;
/// What a lead is called.
const LEADS: &[&str] = &["lead", "margin", "advantage", "edge", "gap", "ahead", "deficit"];
/// Words that say that the shares are those of another day or other people.
const OTHERS: &[&str] = &[
    "from", "shrank", "narrowed", "widened", "grew", "down", "up", "compared", "swing", "last", "previous", "earlier",
    "was", "had", "and", "while", "but", "whereas", "average", "than",
];

/// Leads that are not the distance of the two shares beside them.
pub(super) fn mismatches(sentence: Sentence) -> Vec<Mismatch> {
    let text = sentence.text;
    let pairs = sentence.quantities.iter().filter(|q| is_pair(sentence, q)).collect::<Vec<_>>();
    if pairs.is_empty() {
        return Vec::new();
    }
    let leads = sentence.quantities.iter().filter(|q| is_lead(sentence, q)).collect::<Vec<_>>();
    let ([lead], [pair]) = (&leads[..], &pairs[..]) else { return Vec::new() };
    let (first, second) = if lead.span.start < pair.span.start { (lead, pair) } else { (pair, lead) };
    let Some(between) = sentence.between(first, second) else { return Vec::new() };
    let parted = is_parted(&between, OTHERS);
    let Some(to) = pair.to.filter(|_| between.len() <= NEAR && !parted) else { return Vec::new() };
    let (exact, stated) = ((pair.number - to).abs(), rounded(text, lead));
    // Each of the three is rounded by itself.
    let decimals = pair.span.of(text).contains('.');
    let slack = (stated.high - stated.low) / 2.0 + if decimals { 0.1 } else { 1.0 };
    if (exact - stated.value).abs() <= slack + 1e-9 {
        return Vec::new();
    }
    let message =
        format!("{} is {} points apart; stated here is {}", pair.span.of(text), short(exact), lead.phrase.of(text));
    vec![Mismatch { span: lead.span, message, related: vec![(pair.span, "the two shares")] }]
}

/// "by 9 points", "a 9-point lead", "9 points ahead".
fn is_lead(sentence: Sentence, quantity: &Quantity) -> bool {
    let behind = sentence.behind(quantity);
    let mut words = behind.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(4);
    let before = sentence.before(quantity);
    let by = [" by", " by just", " by only", " by about"].iter().any(|end| before.ends_with(end));
    let is_margin = is_points(&quantity.unit.name) || is_percent(&quantity.unit.name);
    is_margin && quantity.to.is_none() && (by || words.any(|w| LEADS.contains(&w)))
}

/// "52 percent to 43 percent", "48 to 42", the larger one first.
fn is_pair(sentence: Sentence, quantity: &Quantity) -> bool {
    // A bare "48 to 42" is as well the score of a match.
    let told = || ["percent", "per cent", "%", "poll"].iter().any(|w| sentence.span.of(sentence.text).contains(w));
    let is_unit = is_percent(&quantity.unit.name) || quantity.unit.name.is_empty() && told();
    is_unit
        && quantity.to.is_some_and(|to| to < quantity.number && quantity.number + to <= 101.0)
        && !sentence.before(quantity).ends_with(" from")
}

#[cfg(test)]
mod tests {
    use super::super::messages;

    #[test]
    fn a_lead_that_is_not_the_distance_of_the_shares_is_found() {
        for text in [
            "Holm leads Brandt by 16 points, 52 percent to 43 percent.",
            "A new poll puts Holm 21 points ahead of Brandt in Velden, 44 percent to 39 percent.",
            "Holm has a 18-point lead in Velden: 53%-46%, the poll says.",
            "It passed by a 35-point margin, 61% to 39%, in Velden.",
        ] {
            assert_eq!(messages(text).len(), 1, "{text}");
        }
        let found = messages("Holm leads Brandt by 16 points, 52 percent to 43 percent.");
        assert!(found[0].contains("52 percent to 43 percent is 9 points apart; stated here is 16 points"), "{found:?}");
    }

    #[test]
    fn leads_that_come_out_and_those_of_another_day_are_left_alone() {
        for text in [
            "Holm leads Brandt by 9 points, 52 percent to 43 percent.",
            "Holm leads Brandt by 8 points, 52 percent to 43 percent.",
            "Holm led by 12 points last week and is ahead 52 percent to 43 percent.",
            "Holm's lead shrank by 5 points from June, to 52 percent to 43 percent.",
            "The Gulls were ahead by 13 points of Holm, 24-19, before the break.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }
}
