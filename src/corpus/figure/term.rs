//! The prison term of one named person: "Brandt was sentenced to eight years in prison", "jailed Peter Brandt for eight
//! years". A judge gives each defendant one, so that two articles must agree on it.

use super::window::{Window, Word};
use crate::reading::{Modifier, Quantity};

/// What a court does.
const VERBS: &[&str] = &["sentenced", "jailed", "imprisoned"];
/// Words between the verb and the number.
const LINKS: &[&str] = &["to", "for", "on", "in", "absentia", "a", "term", "of", "today", "yesterday"];
/// Words that say that it was no sentence, not this one or not yet.
const UNREAL: &[&str] = &[
    "could",
    "may",
    "might",
    "would",
    "should",
    "must",
    "if",
    "faces",
    "faced",
    "seek",
    "seeks",
    "sought",
    "wants",
    "demanded",
    "asked",
    "earlier",
    "previously",
    "originally",
    "initially",
    "not",
    "up",
    "each",
    "both",
    "were",
    "whose",
    "brother",
    "son",
    "wife",
];
/// Words behind a term that is no time in prison.
const SPARED: &[&str] = &["probation", "suspended", "community", "parole", "house", "supervised", "supervision"];

/// The slot's name, with the surname of who was sentenced; `None` where that is not certain.
pub(super) fn name(quantity: &Quantity, window: &Window) -> Option<String> {
    let unit = quantity.unit.name.as_str();
    let is_term = matches!(unit, "year" | "month") && quantity.modifier == Modifier::Exact && quantity.to.is_none();
    if !is_term || quantity.change.is_some() {
        return None;
    }
    let before: Vec<&Word> = window.before().take(18).collect();
    let verb = before.iter().take(9).position(|w| VERBS.contains(&&*w.low))?;
    let is_unreal = before[..(verb + 8).min(before.len())].iter().any(|w| UNREAL.contains(&&*w.low));
    let is_spared = window.behind().take(4).any(|w| SPARED.contains(&&*w.low));
    if is_unreal || is_spared || !is_time_in_prison(window, &before[verb].low) {
        return None;
    }
    let is_day = |w: &Word| w.is_capital && w.low.ends_with("day");
    let between: Vec<&&Word> = before[..verb].iter().rev().filter(|w| !is_day(w)).collect();
    let surname = if between.iter().all(|w| LINKS.contains(&&*w.low)) {
        // "Brandt, a former mayor, was sentenced": who it is the parser says.
        let auxiliary = before.get(verb + 1).is_some_and(|w| matches!(&*w.low, "was" | "been" | "is" | "being"));
        let subject = quantity.measure.head.as_deref().filter(|_| auxiliary)?.to_lowercase();
        let first = (verb..before.len()).find(|at| before[*at].is_capital && before[*at].low == subject)?;
        // "Peter Brandt": the surname ends the name.
        let goes_on = |at: &usize| before[*at].is_capital && !before[*at].is_after_break && !is_day(before[*at]);
        let last = (verb..first).rev().take_while(goes_on).last().unwrap_or(first);
        before[last].low.clone()
    } else {
        let link = between.iter().position(|w| matches!(&*w.low, "to" | "for"))?;
        let name = between[..link].last().filter(|w| w.is_capital)?;
        let alone = !between[..link].iter().any(|w| w.low == "and" || w.is_after_break);
        alone.then(|| name.low.clone())?
    };
    Some(format!("prison term of {surname}"))
}

/// Whether what follows a number of years fits a sentence to prison.
fn is_time_in_prison(window: &Window, verb: &str) -> bool {
    let mut behind = window.behind();
    let prison = window.behind().take(3).any(|w| matches!(&*w.low, "prison" | "jail" | "imprisonment" | "behind"));
    verb != "sentenced" || prison || behind.next().is_none_or(|w| w.is_after_break || w.low == "for" || w.low == "on")
}

#[cfg(test)]
mod tests {
    use super::super::same::tests::conflicts;

    #[test]
    fn two_terms_of_one_person_are_held_against_each_other() {
        let here = "Peter Brandt was sentenced to eight years in prison on Friday for fraud at the ropeworks.";
        for there in [
            "A court in Port Alder jailed former mayor Peter Brandt for 12 years for fraud at the ropeworks.",
            "Brandt, who once was mayor, was sentenced to 12 years for fraud at the ropeworks.",
            "Judges on Friday sentenced Peter Brandt to 12 years' imprisonment for fraud at the ropeworks.",
        ] {
            assert_eq!(conflicts(here, there), 2, "{there}");
        }
    }

    #[test]
    fn terms_of_others_and_those_that_nobody_was_given_are_left_alone() {
        let here = "Peter Brandt was sentenced to eight years in prison on Friday for fraud at the ropeworks.";
        for there in [
            "A court in Port Alder jailed Ann Marsh for 12 years for fraud at the ropeworks.",
            "Brandt could have been sentenced to 12 years in prison for fraud at the ropeworks.",
            "Peter Brandt was sentenced to 12 years of probation for fraud at the ropeworks.",
            "Peter Brandt had earlier been sentenced to 12 years in prison for fraud at the ropeworks.",
            "Peter Brandt, a mayor for 12 years, was sentenced to eight years in prison for fraud at the ropeworks.",
        ] {
            assert_eq!(conflicts(here, there), 0, "{there}");
        }
    }
}
