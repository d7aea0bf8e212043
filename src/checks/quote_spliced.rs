//! A quotation of a draft joins distant stretches of its source without a mark.
//!
//! Each part stands in the source word for word, and quoted words between them are left out where no ellipsis or bracket says
//! so. Words that only say who speaks may be left out.
//!
//! **Example.** "“The state built this wall, and we will stand on the new one”" where the source has a sentence between.
//!
//! **To mend it**, mark the omission (…) or quote the parts one by one.

use super::{Context, drafted};
use crate::corpus::draft::Difference;

pub(super) const CODE: &str = "quote-spliced";

pub(super) fn check(context: &mut Context) {
    drafted::report_kind(context, Difference::Spliced);
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::drafted;

    const SOURCE: &str = "\"I want to say it plainly: the state built this wall, and the state will build the next one,\" the minister, Ivo Brandt, \
                          said. \"Marsh has my telephone number, and she has used it. We will stand on the new wall together.\"";

    #[test]
    fn an_unmarked_omission_is_found() {
        let text = "\"The state built this wall, and we will stand on the new wall together,\" Brandt said.";
        let found = drafted(super::CODE, text, &[("a.txt", SOURCE)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("without a mark in a.txt"), "{found:?}");
    }

    #[test]
    fn a_marked_omission_and_words_that_follow_each_other_are_left_alone() {
        for text in [
            "\"The state built this wall … We will stand on the new wall together,\" Brandt said.",
            "\"The state will build the next one. Marsh has my telephone number, and she has used it,\" Brandt said.",
            "\"The state built this wall,\" Brandt said. \"We will stand on the new wall together.\"",
        ] {
            assert_eq!(drafted(super::CODE, text, &[("a.txt", SOURCE)]), [""; 0], "{text}");
        }
    }
}
