//! What the rules share that hold a person's age, office, words or days against what other articles say of them.

use super::{Context, drafted};
use crate::corpus::{Fact, FactConflict, Location};

/// How a rule words that another article states a fact otherwise.
pub(super) trait Worded: Fact {
    /// What this article says and what the other one, which the label names.
    fn message(&self, other: &Self, label: &str) -> String;

    /// What the other article says, beside its place.
    fn there(&self, label: &str) -> String;

    /// Whether the rules about drafts say the same where the article cites the other one.
    fn is_told(&self, context: &Context) -> bool;

    /// The names that the finding is about, for quick fixes.
    fn names(&self, _other: &Self) -> Option<[String; 2]> {
        None
    }
}

/// One finding for each fact of the article that others state otherwise, those as related places.
///
/// A draft that cites this article is left out, as is what the rules about drafts tell.
pub(super) fn report<T: Worded>(context: &mut Context, conflicts: &[FactConflict]) {
    let (corpus, document) = (context.corpus, context.document);
    let Some(entry) = context.article() else { return };
    for (here, fact) in T::of(&entry.facts).iter().enumerate() {
        let others = conflicts.iter().filter(|c| c.here == here).filter_map(|c| {
            let is_told =
                drafted::is_drafts(context, c.other) || (corpus.cites(document, c.other) && fact.is_told(context));
            let there = corpus.article(c.other).filter(|_| !is_told)?;
            Some((there.label(), T::of(&there.facts).get(c.there)?, c.other))
        });
        let others: Vec<_> = others.collect();
        let Some((label, other, _)) = others.first() else { continue };
        let finding = context.report(fact.span(), fact.message(other, label));
        finding.names = fact.names(other);
        for (label, other, document) in others {
            finding.relate(Location { document, span: other.span() }, other.there(label));
        }
    }
}
