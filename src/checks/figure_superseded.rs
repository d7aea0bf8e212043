//! A later report gives a higher number for the same running count.
//!
//! Counts of dead, injured, missing, arrested or evacuated people grow while an event goes on. An older, lower figure
//! is not wrong, but it is no longer the latest. Both articles must have a date of their own for this.
//!
//! **Example.** "Twelve people have died" on Monday, "the death toll has risen to 31" on Wednesday.
//!
//! **To mend it**, use the later figure, or say as of when the older one holds.

use super::{Context, figure_conflict};
use crate::corpus::Relation;

pub(super) const CODE: &str = "figure-superseded";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let corpus = context.corpus;
    // Only the earlier side is superseded.
    let own: Vec<_> = entry.observations.iter().map(|o| o.as_of).collect();
    let earlier = own.iter().enumerate().any(|(index, day)| {
        corpus.figure_relations(context.document, index).iter().any(|r| {
            let other = corpus.article(r.other).and_then(|e| e.observations[r.observation].as_of);
            r.relation == Relation::Evolving && *day < other
        })
    });
    if earlier {
        figure_conflict::report(context, Relation::Evolving, |here, others| {
            format!("{here} here; a later report has {others}")
        });
    }
}
