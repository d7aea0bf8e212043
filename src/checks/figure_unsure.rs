//! Two articles of one event give figures that may be of the same thing, and differ.
//!
//! They tell of it in other words, and less speaks for one thing than `figure-conflict` asks for: a word limits one of the two
//! alone ("on average"), the articles are of no known day, or other figures are nearly as near. Or they count things in
//! articles that have little else in common. Of invented articles about every second such difference is a contradiction, of
//! real ones every fourth; the rest are of another time, another part, or a plan. So it has to be switched on: for whoever
//! would rather read four findings than miss one.
//!
//! **Example.** "Its steel gates weigh 640 tonnes on average." in one article, "Each of the gates contains 790 tonnes of steel." in another.
//!
//! **To mend it**, open the related place and see whether both mean the same; if they do, ask which one is right.

use super::{Context, figure_conflict};
use crate::corpus::{FigureRelation, Relation};

pub(super) const CODE: &str = "figure-unsure";

pub(super) fn check(context: &mut Context) {
    let is_unsure = |r: &FigureRelation| r.relation == Relation::Conflict && r.confidence <= FigureRelation::THIN;
    let retold = context.corpus.retold_figures(context.document);
    let message = |here: &str, others: &str| format!("{here} here; perhaps of the same, {others}");
    figure_conflict::report(context, &retold, |_, r, _| is_unsure(r), message);
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    const EVENT: &str = "The new lock of Larnholm was opened by harbourmaster Ida Moss.";

    #[test]
    fn what_is_limited_on_one_side_is_unsure_and_no_conflict() {
        let a = format!(
            "---\ndate: 2031-05-02\n---\nPORT ALDER - {EVENT} Its steel gates weigh 640 tonnes on average. Dredgers and coopers came home. The ferry \
             took ropemakers to the quay. Anglers hauled sandbags in the rain."
        );
        let b = "---\ndate: 2031-05-02\n---\nPORT ALDER - Ships passed through the Larnholm lock, which harbourmaster Ida Moss opened. Each of the \
                 gates contains 790 tonnes of steel. Magistrates, brewers and apothecaries praised the tannery.";
        let articles = [("a.txt", a.as_str()), ("b.txt", b)];
        let found = findings(super::CODE, &articles);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("640 tonnes here; perhaps of the same, 790 tonnes in b.txt"), "{found:?}");
        assert_eq!(findings(super::super::figure_conflict::CODE, &articles), [""; 0]);
    }
}
