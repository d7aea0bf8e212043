//! Two articles of the same days give a person two offices of which one can hold only one.
//!
//! "Chief executive" here and "chairman" there, "colonel" and "lieutenant colonel". Former, acting and deputy offices are
//! not compared.
//!
//! **Example.** "Alder Lines chief executive Paul Reyl" in one article, "chairman Paul Reyl" in another.
//!
//! **To mend it**, look it up where the office itself says it. Some people do hold two: dismiss the finding with that
//! reason.
//!
//! Names and titles come first on the checklists of fact-checkers.

use super::Context;
use super::elsewhere::{self, Worded};
use crate::corpus::Office;

pub(super) const CODE: &str = "title-conflict";

pub(super) fn check(context: &mut Context) {
    let conflicts = context.corpus.office_conflicts(context.document);
    elsewhere::report::<Office>(context, &conflicts);
}

impl Worded for Office {
    fn message(&self, other: &Self, label: &str) -> String {
        format!("{} is {} here, {} in {label}", self.name, self.title(), other.title())
    }

    fn there(&self, label: &str) -> String {
        format!("{} in {label}", self.title())
    }

    fn is_told(&self, _: &Context) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    fn report(title: &str) -> String {
        format!(
            "The lower gates of the Eastgate wall in Port Alder failed on Monday. {title} Paul Reyl closed the Eastgate basin."
        )
    }

    #[test]
    fn two_offices_of_one_kind_are_found_on_both_sides() {
        let (a, b) = (report("Chief executive"), report("Chairman"));
        let found = findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn offices_behind_a_name_and_before_a_comma_are_read() {
        let event = "The lower gates of the Eastgate wall in Port Alder failed on Monday.";
        let found = |here: &str, there: &str| {
            let (a, b) = (format!("{event} {here}"), format!("{event} {there}"));
            findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]).len()
        };
        let here = "Paul Reyl, the group's chief financial officer, closed the Eastgate basin.";
        assert_eq!(found(here, "The chief operating officer, Paul Reyl, closed the Eastgate basin."), 2);
        assert_eq!(found(here, "Paul Reyl, the chief financial officer and chairman, closed the Eastgate basin."), 0);
        assert_eq!(found(here, "Paul Reyl, a former chairman of the yard, closed the Eastgate basin."), 0);
    }

    #[test]
    fn one_office_in_two_words_and_former_ones_are_left_alone() {
        let (a, b, c) = (report("Chief executive"), report("CEO"), report("Former chairman"));
        assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b), ("c.txt", &c)]), [""; 0]);
    }
}
