//! A later report gives a higher number for the same running count.
//!
//! Counts of dead, injured, missing, arrested or evacuated people grow while an event goes on. An older, lower figure
//! is not wrong, but it is no longer the latest. Both articles must have a date of their own for this.
//!
//! **Example.** "Twelve people have died" on Monday, "the death toll has risen to 31" on Wednesday.
//!
//! **To mend it**, use the later figure, or say as of when the older one holds.

use super::{Context, figure_conflict};
use crate::corpus::{FigureRelation, Observation, Relation};

pub(super) const CODE: &str = "figure-superseded";

pub(super) fn check(context: &mut Context) {
    let later = |here: &Observation, relation: &FigureRelation, there: &Observation| {
        relation.relation == Relation::Evolving && here.as_of < there.as_of
    };
    figure_conflict::report(context, &[], later, |here, others| format!("{here} here; a later report has {others}"));
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    #[test]
    fn only_the_earlier_and_lower_count_is_superseded() {
        let early = "---\ndate: 2026-03-02\n---\nTwelve people were killed in Port Alder when the gates failed, the harbourmaster said.";
        let late = "---\ndate: 2026-03-04\n---\nThirty-one people were killed in Port Alder when the gates failed, the harbourmaster said.";
        let found = findings(super::CODE, &[("early.txt", early), ("late.txt", late)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("early.txt: Twelve people"), "{found:?}");
    }
}
