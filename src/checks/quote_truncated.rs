//! A quotation of a draft stops just before what limits it in its source, or begins just behind.
//!
//! The source goes on with "but", "if", "unless" and the like within the same sentence of the same quotation, or begins the
//! sentence with "I do not think that": the words that are left change the meaning. An ellipsis, or the limit told in the draft's
//! own words in the same paragraph, is enough.
//!
//! **Example.** "“We will rebuild the wall,” the minister said" where the source has "We will rebuild the wall if parliament
//! pays for it".
//!
//! **To mend it**, quote the whole sentence, or tell the condition.
//!
//! The British Editors' Code and the BBC's guidelines call such a cut a distortion (*Editorial Guidelines*, 3.3).

use super::{Context, drafted};
use crate::corpus::draft::Difference;

pub(super) const CODE: &str = "quote-truncated";

pub(super) fn check(context: &mut Context) {
    drafted::report_kind(context, Difference::Truncated);
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::drafted;

    const SOURCE: &str = "\"We will rebuild the wall before winter, if parliament gives us the money,\" Minister Ivo Brandt said. \"I don't think \
                          that the harbour will be lost for ever. But it will take years.\"";

    #[test]
    fn a_condition_or_a_denial_that_was_cut_off_is_found() {
        let found =
            drafted(super::CODE, "\"We will rebuild the wall before winter,\" Brandt said.", &[("a.txt", SOURCE)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].contains("leaves out “if parliament gives us the money,”, which limits it in a.txt"),
            "{found:?}"
        );
        let found = drafted(super::CODE, "\"The harbour will be lost for ever,\" Brandt said.", &[("a.txt", SOURCE)]);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn whole_sentences_marked_cuts_and_told_conditions_are_left_alone() {
        for text in [
            "\"We will rebuild the wall before winter, if parliament gives us the money,\" Brandt said.",
            "\"We will rebuild the wall before winter …,\" Brandt said.",
            "\"We will rebuild the wall before winter,\" Brandt said, if parliament pays.",
            "\"We will rebuild the wall before winter,\" Brandt said, \"if parliament gives us the money.\"",
            "\"I don't think that the harbour will be lost for ever,\" Brandt said.",
        ] {
            assert_eq!(drafted(super::CODE, text, &[("a.txt", SOURCE)]), [""; 0], "{text}");
        }
    }
}
