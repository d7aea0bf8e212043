//! A total with what there was in each place: "killed 14 people: six in Thornby, five in Velden and four in Holm".

use super::{Mismatch, Sentence, is_plain_count, unequal};
use crate::reading::Quantity;

/// At most so many bytes lie between the total and the first place.
const NEAR: usize = 60;
/// Words before a place.
const PLACES: &[&str] = &["in", "at", "from", "on", "near"];

/// Totals that the numbers of the places behind them do not make.
pub(super) fn mismatches(sentence: Sentence) -> Vec<Mismatch> {
    let within = sentence.quantities;
    let lists = (0..within.len()).filter_map(|at| {
        let (total, parts) = (&within[at], listed(sentence, &within[at], &within[at + 1..])?);
        let sum: f64 = parts.iter().map(|p| p.number).sum();
        ((sum - total.number).abs() > 1e-9).then(|| unequal(sentence.text, total, &parts, |part| part.span))
    });
    lists.collect()
}

/// The numbers behind a total, each with its place, if they are said to be all.
fn listed<'a>(sentence: Sentence, total: &Quantity, rest: &'a [Quantity]) -> Option<Vec<&'a Quantity>> {
    if !is_plain_count(total) || total.number < 2.0 {
        return None;
    }
    let opening = sentence.between(total, rest.first()?)?;
    let marked = opening.trim_end().ends_with([':', '—', '–', '-']);
    if opening.len() > NEAR || !marked || opening.contains([';', '"', '“', '(']) {
        return None;
    }
    let mut parts: Vec<&Quantity> = Vec::new();
    for (index, part) in rest.iter().enumerate() {
        let same = part.unit.name.is_empty() || part.unit.name == total.unit.name;
        let next = rest.get(index + 1).map_or(sentence.span.end, |next| next.span.start);
        let behind = sentence.text.get(part.span.end as usize..next as usize)?.trim_end();
        let place = if index + 1 < rest.len() {
            let listed = behind.strip_suffix("and").unwrap_or(behind).trim_end();
            (listed != behind || listed.ends_with(',')).then(|| listed.trim_end_matches(','))?
        } else {
            behind.trim_end_matches(['.', '”', '"'])
        };
        if !is_plain_count(part) || !same || !is_place(place) {
            return None;
        }
        parts.push(part);
    }
    (parts.len() >= 2).then_some(parts)
}

/// "in Thornby", "people in the north": a counted noun at most, and a place.
fn is_place(words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    let at = words.iter().position(|w| PLACES.contains(w)).filter(|at| *at <= 1);
    let named = |place: &&str| place.starts_with(char::is_uppercase) || *place == "the";
    let marked = words.iter().any(|w| *w == "and" || w.contains([',', ';', '—', '–', ':', '(', '"', '“']));
    !marked && words.len() <= 6 && at.is_some_and(|at| words.get(at + 1).is_some_and(named))
}

#[cfg(test)]
mod tests {
    use super::super::messages;

    #[test]
    fn places_that_do_not_make_the_total_are_found() {
        let found = messages("The storm killed 14 people: six in Thornby, five in Velden and four in Holm.");
        assert_eq!(found, ["a.txt: 14 people: six, five and four make 15, not 14"]);
        assert_eq!(messages("The storm killed 14 people — nine in Thornby and two near Velden.").len(), 1);
    }

    #[test]
    fn places_that_make_the_total_and_other_lists_are_left_alone() {
        for text in [
            "The storm killed 15 people: six in Thornby, five in Velden and four in Holm.",
            "The storm killed 14 people, including six in Thornby and five in Velden.",
            "The storm killed 14 people: six in Thornby, five in Velden and others elsewhere.",
            "The storm killed at least 14 people: six in Thornby and five in Velden.",
            "Police held 14 men: six in Thornby for theft, 5 of whom were let go in Velden.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }
}
