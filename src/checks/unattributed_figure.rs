//! A figure has no source in sight.
//!
//! Neither its sentence nor the one before names anybody who gives the number. More than a third of the figures in
//! real political news stand like this, most of them rightly: a list for the moment when every number must be shown.
//!
//! **Example.** "The wall will cost 240 million euros." Who says so?
//!
//! **To mend it**, name the source, or leave the hint alone where the number is common knowledge.
//!
//! The first question of every desk's checklist for numbers: who counted?

use super::{Context, sourced::Sourced};
use crate::article::BlockKind;

pub(super) const CODE: &str = "unattributed-figure";

/// Smaller counts are told rather than counted ("two men").
const LEAST_COUNT: f64 = 10.0;

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let reading = &entry.reading;
    let sourced = Sourced::of(reading);
    for (range, sentence) in crate::reading::movement::sentences(reading) {
        let paragraph =
            reading.article.block_at(sentence.start as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        let Some(index) = reading.sentence_at(sentence.start).filter(|_| paragraph) else { continue };
        for quantity in &reading.quantities[range] {
            let telling =
                matches!(quantity.unit.dimension, Some("time" | "age")) || quantity.unit.name == "year of age";
            let small = quantity.unit.dimension.is_none() && quantity.high.min(1e18) < LEAST_COUNT;
            if telling || small || quantity.measure.negated {
                continue;
            }
            if !sourced.holds(index, quantity.span) {
                let fix = super::attributing::sentence(context, sentence);
                let message = "a figure without a source in sight: who counted?";
                context.report(quantity.phrase, message).fixes.extend(fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn a_figure_that_nobody_gives_is_found() {
        let text = "The sea came over the wall on Monday.\n\nThe new wall will cost 240 million euros and keep 300 houses dry.";
        assert_eq!(covered(super::CODE, text).len(), 2);
    }

    #[test]
    fn figures_with_a_source_and_small_counts_are_left_alone() {
        for text in [
            "The new wall will cost 240 million euros, the mayor said on Friday.",
            "According to the ministry, the new wall will cost 240 million euros.",
            "Two men stood on the wall of the harbour for three hours on Monday night.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
