//! The places and groups that a quantity is limited to: "in eastern Norland", "Norland's death toll", "Port Alder has …".

use super::place::Place;
use super::shape::Shape;
use crate::language::{Deprel, Upos, gazetteer};
use crate::text::Spans;

/// Verbs whose subject, where it is a place, has what their objects count.
const HAVING: &[&str] =
    &["have", "report", "record", "register", "confirm", "see", "suffer", "count", "log", "hit", "top", "pass"];
/// Nouns for a count: "the U.S. death toll rose to 42,000".
const COUNTS: &[&str] = &["toll", "tally", "count", "total", "number", "caseload"];

/// Whether the figure is what a place has ("New York has 18,000 deaths", "Norland's death toll rose to 40"); the name
/// of the place ends there.
fn has_figure(place: &Place, shape: &Shape, (start, end): (usize, usize)) -> bool {
    let s = place.s;
    let name = (start..=end).map(|t| s.form(t)).collect::<Vec<_>>().join(" ");
    let is_place = || gazetteer::place(&name).is_some() || matches!(&*name, "U.S." | "US" | "UK" | "U.K.");
    if end >= place.first || !is_place() {
        return false;
    }
    let governs = |verb: usize| shape.up(place.first).any(|t| t == verb);
    let subject_of = |t: usize| matches!(s.deprel(t), Deprel::Nsubj | Deprel::NsubjPass).then(|| s.head(t)).flatten();
    (start..=end).filter_map(subject_of).any(|verb| HAVING.contains(&&*s.lemma(verb)) && governs(verb))
        || (start..=end).filter_map(|t| s.head(t)).any(|noun| {
            let is_count = noun > end && COUNTS.contains(&s.form(noun).to_ascii_lowercase().as_str());
            is_count && subject_of(noun).is_some_and(governs)
        })
}

/// Whether a nation is named right beside the figure ("12 Syrian soldiers", but not "an Ethiopian-flagged ship").
fn is_nation(place: &Place, (start, end): (usize, usize), distance: usize) -> bool {
    let s = place.s;
    let is_joined = end + 1 < s.len() && matches!(s.form(end + 1), "-" | "‑");
    distance <= 4 && !is_joined && gazetteer::demonym(s.form(start)).is_some()
}

/// Names of places and groups in the sentence, with the adjective before them ("eastern Aleppo"): the nearest ones.
pub(super) fn of(place: &Place, shape: &Shape) -> Spans {
    let s = place.s;
    let mut scope = Spans::new();
    let mut t = 0;
    while t < s.len() {
        if s.upos(t) != Upos::Propn {
            t += 1;
            continue;
        }
        let start = t;
        while t + 1 < s.len() && s.upos(t + 1) == Upos::Propn {
            t += 1;
        }
        let end = t;
        t += 1;
        let led = start.checked_sub(1).map(|k| s.form(k).to_ascii_lowercase());
        let mut first = start;
        let mut lead = led.as_deref();
        let earlier;
        if start > 0 && s.upos(start - 1) == Upos::Adj {
            first = start - 1;
            earlier = first.checked_sub(1).map(|k| s.form(k).to_ascii_lowercase());
            lead = earlier.as_deref();
        }
        let after_the;
        if lead == Some("the") {
            after_the = first.checked_sub(2).map(|k| s.form(k).to_ascii_lowercase());
            lead = after_the.as_deref();
        }
        let placed = matches!(
            lead,
            Some(
                "in" | "from"
                    | "of"
                    | "at"
                    | "near"
                    | "around"
                    | "across"
                    | "to"
                    | "outside"
                    | "inside"
                    | "on"
                    | "within"
                    | "for"
                    | "into"
                    | "between"
                    | "throughout"
            )
        );
        let distance = if first > place.last { first - place.last } else { place.first.saturating_sub(end) };
        if placed && distance <= 14 && s.deprel(start) != Deprel::Nsubj {
            scope.push(s.tokens_span(first, end));
        } else if is_nation(place, (start, end), distance) || has_figure(place, shape, (start, end)) {
            scope.push(s.tokens_span(start, end));
        }
    }
    scope
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::reading;
    use std::sync::Arc;

    /// What the first quantity of a text is limited to, as written.
    fn scope(text: &str) -> Vec<String> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let reading = reading::read(Arc::new(article));
        let scope = &reading.quantities[0].measure.scope;
        scope.iter().map(|span| span.of(&reading.article.text).to_owned()).collect()
    }

    #[test]
    fn a_place_that_has_what_is_counted_limits_it() {
        assert_eq!(scope("Portugal has 18,000 deaths."), ["Portugal"]);
        assert_eq!(scope("The U.S. death toll rose to 42,000."), ["U.S."]);
        assert_eq!(scope("Some 42,000 people died in Portugal."), ["Portugal"]);
    }

    #[test]
    fn a_place_that_does_something_does_not() {
        assert_eq!(scope("Portugal sent 18 ships."), [""; 0]);
        assert_eq!(scope("The U.S. president pardoned 42 people."), [""; 0]);
    }
}
