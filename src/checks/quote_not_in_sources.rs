//! A quotation of a draft stands in none of the sources that it cites, or in other words.
//!
//! Six words or more between quotation marks that no cited source has; or words that a source has between marks in another
//! wording, then with the source's own. Bracketed insertions, marked omissions (…), punctuation and capitals make no
//! difference, and neither does "he said" in between. Words that a source has outside of quotation marks are its writer's and no
//! quotation either.
//!
//! **Example.** "“We begged the ministry for new pumps in March”" in a draft whose source says "We asked the ministry for new
//! pumps in March".
//!
//! **To mend it**, restore the source's words (a quick fix does), report them without marks, or cite where yours are from.

use super::{Context, drafted};
use crate::corpus::draft::{Difference, ItemKind};

pub(super) const CODE: &str = "quote-not-in-sources";
/// Words between the marks below which nothing is said to be missing.
const FEWEST: usize = 6;

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let quotations = &entry.reading.quotations;
    let wanted = |d: Difference| matches!(d, Difference::Words | Difference::Unquoted);
    drafted::report(context, |_, d| wanted(d.difference), |_, label| Some(format!("Restore the words of {label}")));
    drafted::report_missing(context, ItemKind::Quotation, |item, _| {
        let long = quotations.get(item.index).is_some_and(|q| q.words >= FEWEST);
        long.then(|| "this quotation is not found".to_owned())
    });
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::drafted;

    const SOURCE: &str = "\"We asked the ministry for new pumps in March, and we were told to wait until the spring,\" Mayor Helena Marsh said on \
                          Tuesday. \"It was a long winter.\"\n\nThe council voted to keep the shelters open until the end of January.";

    #[test]
    fn altered_words_words_from_nowhere_and_the_writers_own_are_found() {
        let altered = "\"We begged the ministry for new pumps in March,\" Marsh said.";
        let found = drafted(super::CODE, altered, &[("a.txt", SOURCE)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("others; “the ministry for new pumps in March” in a.txt"), "{found:?}");
        let nowhere = "\"Nobody will ever sail from this harbour again,\" Marsh said.";
        let found = drafted(super::CODE, nowhere, &[("a.txt", SOURCE)]);
        assert!(found[0].ends_with("this quotation is not found in the cited source (a.txt)"), "{found:?}");
        let own = "The council wants \"to keep the shelters open until the end of January,\" it said.";
        assert_eq!(drafted(super::CODE, own, &[("a.txt", SOURCE)]).len(), 1);
    }

    #[test]
    fn verbatim_words_brackets_omissions_and_short_quotations_are_left_alone() {
        for text in [
            "\"We asked the ministry for new pumps in March,\" Marsh said, \"and we were told to wait until the spring.\"",
            "Marsh said they had \"asked the ministry for new pumps in March … told to wait until the spring\".",
            "\"We asked [the ministry] for new pumps in March,\" Marsh said.",
            "“We asked the ministry for new pumps in March, and we were told to wait until the spring. It was a long winter,” Marsh said.",
            "She called it a \"long and wet winter\".",
        ] {
            assert_eq!(drafted(super::CODE, text, &[("a.txt", SOURCE)]), [""; 0], "{text}");
        }
    }
}
