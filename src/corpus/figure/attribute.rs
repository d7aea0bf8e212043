//! Figures of which an event, a place or a person has one: a magnitude, a population, a turnout, the number of those aboard.

use super::slot::canonical;
use super::window::{Window, Word};
use crate::corpus::stem::stem;
use crate::reading::Quantity;

/// What a figure is the measure of, by the words around it; `head` is the stem of the noun that is counted.
pub(super) fn name(quantity: &Quantity, window: &Window, head: Option<&str>) -> Option<&'static str> {
    if is_magnitude(quantity, window, head) {
        return Some("magnitude");
    }
    match quantity.unit.dimension {
        None if is_offspring(window, head) => Some("children of"),
        None if is_population(window) => Some("population"),
        None => aboard(window, head),
        Some("share") if quantity.change.is_none() && is_turnout(window) => Some("turnout"),
        Some(_) => None,
    }
}

fn is_magnitude(quantity: &Quantity, window: &Window, head: Option<&str>) -> bool {
    if quantity.unit.dimension == Some("magnitude") {
        return true;
    }
    let plausible = (1.0..10.0).contains(&quantity.number) && quantity.unit.dimension.is_none();
    // Most numbers are whole: the words around them need not be looked at.
    if !plausible || quantity.number.fract() == 0.0 {
        return false;
    }
    // "9.8 times stronger than the quake"
    if window.phrase().last().into_iter().chain(window.behind().next()).any(|w| w.low == "times") {
        return false;
    }
    let quake = canonical(&stem("quake"));
    let quakes = |stem: &str| canonical(stem) == quake;
    let said = |w: &Word| matches!(w.low.as_str(), "magnitude" | "richter") || w.low.ends_with("-magnitude");
    let touches =
        window.phrase().iter().any(said) || window.before().take(4).any(said) || window.behind().take(5).any(said);
    touches || head.is_some_and(quakes) || window.around(6).any(|w| quakes(&w.stem))
}

/// "a town of 12,000 people", "home to 13,000".
fn is_population(window: &Window) -> bool {
    let mut before = window.before();
    let (first, second) = (before.next(), before.next());
    let settled = |w: &Word| matches!(w.low.as_str(), "city" | "town" | "village" | "country" | "nation" | "island");
    window.before().take(4).any(|w| w.low == "population")
        || first.is_some_and(|w| w.low == "of") && second.is_some_and(settled)
        || first.is_some_and(|w| matches!(w.low.as_str(), "to" | "by")) && second.is_some_and(|w| w.low == "home")
}

fn is_offspring(window: &Window, head: Option<&str>) -> bool {
    let parent = |w: &str| matches!(w, "mother" | "father" | "mom" | "mum" | "dad" | "parent" | "parents");
    let mut before = window.before();
    let (first, second) = (before.next(), before.next());
    if first.is_some_and(|w| w.low == "of") && second.is_some_and(|w| parent(&w.low)) {
        return true;
    }
    let child = head.is_some_and(|h| canonical(h) == canonical("child"));
    child && first.is_some_and(|w| matches!(w.low.as_str(), "his" | "her"))
        || child && first.is_some_and(|w| w.low == "of") && second.is_some_and(|w| w.low == "one")
}

/// "150 people on board", "carrying 180 passengers": of a ship, train or plane one total, with the crew in it or without.
fn aboard(window: &Window, head: Option<&str>) -> Option<&'static str> {
    let is = |w: Option<&Word>, word: &str| w.is_some_and(|w| w.low.trim_end_matches([',', '.']) == word);
    let mut behind = window.behind();
    let (first, second) = (behind.next(), behind.next());
    let is_there = is(first, "aboard") || is(first, "on") && is(second, "board");
    let is_carried = || window.before().take(2).any(|w| matches!(w.low.as_str(), "carrying" | "carried" | "carries"));
    if !is_there && !is_carried() {
        return None;
    }
    match head {
        Some(head) if head == &*stem("passenger") => Some("passengers aboard"),
        None | Some("person" | "peopl" | "soul") if is_there => Some("people aboard"),
        _ => None,
    }
}

/// "Turnout was 64 per cent".
fn is_turnout(window: &Window) -> bool {
    window.before().take(8).chain(window.behind().take(1)).any(|w| w.low == "turnout")
}

#[cfg(test)]
mod tests {
    use super::super::same::tests::conflicts;

    #[test]
    fn those_aboard_are_counted_with_the_crew_or_without() {
        let here = "The ferry Lysa sank with 150 people aboard.";
        assert_eq!(conflicts(here, "When she sank, the ferry Lysa had 180 people on board."), 2);
        let here = "The ferry Lysa was carrying 150 passengers.";
        assert_eq!(conflicts(here, "The ferry Lysa had 180 passengers on board."), 2);
        assert_eq!(conflicts(here, "The ferry Lysa had 180 people on board."), 0);
    }

    #[test]
    fn one_turnout_is_held_against_another_unless_a_second_one_is_told() {
        let here = "Turnout in the election was 64.3 per cent.";
        assert_eq!(conflicts(here, "Turnout reached 58 per cent."), 2);
        assert_eq!(conflicts(here, "Turnout reached 58 per cent, after 64.3 per cent in the first round."), 0);
    }

    #[test]
    fn what_is_to_cost_and_what_will_cost_are_both_to_come() {
        let here = "Ann Marsh said the new Eastgate hospital of Port Alder will cost 40 million euros.";
        let there = "The new Eastgate hospital of Port Alder is to cost 65 million euros, Ann Marsh said.";
        assert_eq!(conflicts(here, there), 2);
    }
}
