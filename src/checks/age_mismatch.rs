//! The age that is given to somebody does not fit the date of birth, or another age.
//!
//! Within an article, two ages of one person, or an age that does not follow from the date of birth and the article's own
//! date. Between articles of the same event, other ages on the same day, or two years apart where no birthday explains
//! it. What somebody was "at the time" is left alone.
//!
//! **Example.** "Ann Marsh, 34, …" in one article, "the 36-year-old Ann Marsh" in another of the same day.
//!
//! **To mend it**, ask for the date of birth.
//!
//! Ages are on every desk's list of what is checked with a second source (for example B. Borel, *The Chicago Guide to
//! Fact-Checking*, chapter 3).

use super::elsewhere::{self, Worded};
use super::{Context, drafted};
use crate::corpus::draft::ItemKind;
use crate::corpus::{Age, Location, own_age_conflicts};

pub(super) const CODE: &str = "age-mismatch";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (corpus, document) = (context.corpus, context.document);
    let ages = &entry.facts.ages;
    for (index, span, there) in own_age_conflicts(&entry.reading, ages) {
        let age = &ages[index];
        let message = format!("{} is {} here; elsewhere in this article: {there}", age.name, age.years);
        context.report(age.span, message).relate(Location { document, span }, there);
    }
    elsewhere::report::<Age>(context, &corpus.age_conflicts(document));
}

impl Worded for Age {
    fn message(&self, other: &Self, label: &str) -> String {
        format!("{} is {} here, {} in {label}", self.name, self.years, other.years)
    }

    fn there(&self, label: &str) -> String {
        format!("{} in {label}", self.years)
    }

    fn is_told(&self, context: &Context) -> bool {
        let Some(entry) = context.article() else { return false };
        let index = entry.reading.quantities.iter().position(|q| q.span.overlaps(self.span));
        index.is_some_and(|index| drafted::is_told(context, ItemKind::Figure, index))
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    const EVENT: &str =
        "The lower gates of the Eastgate wall in Port Alder failed, and the harbourmaster closed the basin.";

    fn dated(day: &str, who: &str) -> String {
        format!("---\ndate: 2026-03-{day}\n---\n{EVENT} {who} was taken to the Eastgate hospital in Port Alder.")
    }

    #[test]
    fn two_ages_on_one_day_are_found_on_both_sides() {
        let (a, b) = (dated("03", "Ann Velder, 34,"), dated("03", "The 36-year-old Ann Velder"));
        let found = findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0], "a.txt: 34: Ann Velder is 34 here, 36 in b.txt");
    }

    #[test]
    fn an_age_in_brackets_and_one_told_by_the_birth_are_held_against_others() {
        let (a, b) = (dated("03", "Ann Velder, 34,"), dated("03", "Ann Velder (36)"));
        assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]).len(), 2);
        let b = dated("03", "Ann Velder, who was born on 5 May 1988,");
        let found = findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]);
        assert_eq!(found.get(1).map(String::as_str), Some("b.txt: 5 May 1988: Ann Velder is 37 here, 34 in a.txt"));
        for b in [
            "Ann Velder (born 5 May 1991)",
            "Ann Velder, who was born on 3 March 1992,",
            "Velder (36)",
            "Ann Velder (2)",
        ] {
            assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &dated("03", b))]), [""; 0], "{b}");
        }
    }

    #[test]
    fn the_age_at_a_death_and_of_who_was_so_old_are_held_against_others() {
        let a = dated("03", "Ann Velder, 34,");
        for there in [
            "Ann Velder, the warden known to every child of the quay, who died in her boat aged 43.",
            "Ann Velder had died on the quay aged 43.",
            "Ann Velder, who was 43 and had no children, rowed out.",
            "Ann Velder, who turned 43 last month, rowed out.",
            "The warden, 43-year-old Baroness Ann Velder, rowed out.",
        ] {
            let b = format!("---\ndate: 2026-03-03\n---\n{EVENT} {there}");
            assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]).len(), 2, "{there}");
        }
        for there in [
            "Ann Velder rescued a boy, and his father died aged 43.",
            "Ann Velder told of a man who died aged 43.",
            "Ann Velder, who was 23 when she came to the yard, rowed out.",
            "Ann Velder, who turned 23 in 1998, rowed out.",
        ] {
            let b = format!("---\ndate: 2026-03-03\n---\n{EVENT} {there}");
            assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]), [""; 0], "{there}");
        }
    }

    #[test]
    fn an_age_that_does_not_fit_the_birth_is_found() {
        let text = "---\ndate: 2026-03-03\n---\nAnn Velder, 34, leads the yard. Ann Velder was born on 5 May 1990 in Port Alder.";
        assert_eq!(findings(super::CODE, &[("a.txt", text)]).len(), 1);
        let text = "---\ndate: 2026-03-03\n---\nAnn Velder, 35, leads the yard. Ann Velder was born on 5 May 1990 in Port Alder.";
        assert_eq!(findings(super::CODE, &[("a.txt", text)]), [""; 0]);
    }

    #[test]
    fn two_ages_of_one_article_are_found() {
        let text =
            "Ann Velder, 34, leads the yard of Port Alder. Her brother left. Ann Velder, 43, was not hurt on Monday.";
        assert_eq!(findings(super::CODE, &[("a.txt", text)]).len(), 1);
    }

    #[test]
    fn the_age_of_who_does_something_to_somebody_is_not_that_ones() {
        for other in [
            "A 40-year-old man sued Ann Velder.",
            "The nine-year-old quarrel between Velder and the town ended.",
            "In the flood then 22-year-old Velder rowed.",
            "The boat belongs to Ann Velder, 19-year-old Ivo Moss and two others.",
        ] {
            let text = format!("Ann Velder, 62, leads the yard of Port Alder. {other}");
            assert_eq!(findings(super::CODE, &[("a.txt", &text)]), [""; 0], "{other}");
        }
    }

    #[test]
    fn a_birthday_another_person_and_another_time_are_left_alone() {
        let (a, b) = (dated("03", "Ann Velder, 34,"), dated("28", "Ann Velder, 35,"));
        let (c, d) = (dated("03", "Ivo Velder, 36,"), dated("03", "Ann Velder, 19 at the time of the first flood,"));
        assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b), ("c.txt", &c), ("d.txt", &d)]), [""; 0]);
    }

    #[test]
    fn what_the_rules_about_drafts_say_is_not_said_again_and_not_at_the_source() {
        let source = dated("03", "Ann Velder, 34,");
        let draft = format!(
            "---\nsources: [a.txt]\ndate: 2026-03-03\n---\n{EVENT} Ann Velder, 36, was taken to the Eastgate hospital in Port Alder."
        );
        let articles = [("a.txt", &*source), ("draft.txt", &*draft)];
        assert_eq!(findings(super::CODE, &articles), [""; 0]);
        assert_eq!(findings("figure-not-in-sources", &articles), ["draft.txt: 36: Ann Velder is 36 here; 34 in a.txt"]);
    }
}
