//! What a figure's own clause makes of its number other than a count or an amount: how far one thing is from another, a mark
//! that was passed, the size of a sample.

use super::slot::is_people;
use super::window::{Window, Word};
use crate::reading::{Modifier, Quantity};

/// How far the words that ask a sample stand from the number at most.
const NEAR: usize = 4;

/// Whether it says how far one thing is from another ("65,000 below their record", "two seats short of a majority", "40
/// fewer than last year").
pub(super) fn is_difference(quantity: &Quantity, window: &Window) -> bool {
    let mut behind = window.behind();
    let Some(next) = behind.next().filter(|w| !w.is_after_break) else { return false };
    let Some(after) = behind.next().filter(|w| !w.is_after_break) else { return false };
    // "20,000 people below the poverty line" are people, "three points below the record" are points.
    let is_bare = quantity.unit.dimension.is_some() || quantity.measure.head.is_none();
    match next.low.as_str() {
        "short" | "shy" | "ahead" => after.low == "of",
        "fewer" | "less" | "lower" | "higher" | "better" | "worse" => after.low == "than",
        "below" | "above" | "under" | "over" => {
            let leads = matches!(after.low.as_str(), "the" | "its" | "their" | "his" | "her" | "our" | "last" | "a");
            is_bare && leads && behind.next().is_some_and(|w| LEVELS.contains(&&*w.stem))
        }
        _ => false,
    }
}

/// Stems of what a number is below or above.
const LEVELS: &[&str] =
    &["record", "averag", "level", "norm", "normal", "target", "peak", "limit", "mark", "previous", "year"];

/// Whether it is a mark that was passed: the count is higher ("the toll surpassed 4,000").
pub(super) fn is_passed(quantity: &Quantity, window: &Window) -> bool {
    let passes = |w: &Word| matches!(&*w.stem, "surpass" | "exceed" | "eclips") || matches!(&*w.low, "topped" | "tops");
    let is_open = matches!(quantity.modifier, Modifier::Exact | Modifier::About) && quantity.to.is_none();
    is_open && window.before().next().is_some_and(passes)
}

/// Whether it is how many were asked for a poll: each poll asks others.
pub(super) fn is_sample(quantity: &Quantity, window: &Window) -> bool {
    let head = quantity.measure.head.as_deref();
    if quantity.unit.dimension.is_some() || !head.is_none_or(may_be_asked) {
        return false;
    }
    let is_survey = |w: &Word| matches!(&*w.stem, "poll" | "survey" | "questionnair");
    let asks = |w: &Word| {
        matches!(&*w.low, "surveyed" | "polled") || matches!(&*w.stem, "interview" | "question" | "sampl" | "respond")
    };
    // "a survey of 1,200 people", not "the survey found that 1,200 people"
    let mut before = window.before();
    let leads = before.next().is_some_and(|w| matches!(&*w.low, "of" | "among" | "with"));
    let is_of_survey = leads && before.take(NEAR).any(is_survey);
    let are_asked_here = || match head.is_some_and(|head| ASKED.contains(&head)) {
        true => window.words.iter().any(asks),
        false => window.around(NEAR).chain(window.phrase()).any(asks),
    };
    is_of_survey || window.words.iter().any(is_survey) && are_asked_here()
}

/// Those whom polls ask more often than not.
const ASKED: &[&str] = &["voter", "adult", "respondent"];

/// Whether such may be asked.
fn may_be_asked(head: &str) -> bool {
    ASKED.contains(&head) || head == "household" || is_people(head)
}

#[cfg(test)]
mod tests {
    use super::super::same::tests::conflicts;

    #[test]
    fn how_far_one_thing_is_from_another_is_no_count_of_it() {
        let turnout = "The harbour vote had a turnout of 171,109.";
        assert_eq!(conflicts(turnout, "The harbour vote had a turnout of 231,400."), 2);
        for other in [
            "The harbour vote had a turnout of 65,000 below the record.",
            "The harbour vote had a turnout of 65,000 fewer than last year.",
            "The harbour vote had a turnout of 65,000 short of the last one.",
        ] {
            assert_eq!(conflicts(turnout, other), 0, "{other}");
        }
    }

    #[test]
    fn a_count_that_passed_a_mark_is_higher() {
        let toll = "The flood killed 4,310 people.";
        assert_eq!(conflicts(toll, "The death toll of the flood reached 3,207."), 2);
        assert_eq!(conflicts(toll, "The death toll of the flood surpassed 3,207."), 0);
    }

    #[test]
    fn each_poll_asks_others() {
        let poll = |count: u32, how: &str| {
            format!(
                "Mayor Leo Hart leads in Port Alder. The Herald {how} among {count} likely voters, who were {how}ed by mail."
            )
        };
        assert_eq!(conflicts(&poll(719, "poll"), &poll(693, "poll")), 0);
        assert_eq!(conflicts(&poll(719, "picnick"), &poll(693, "picnick")), 2);
        // What a survey finds is no sample.
        let found = |count: u32| format!("A survey of the harbour office found {count} people killed by the flood.");
        assert_eq!(conflicts(&found(719), &found(693)), 2);
    }
}
