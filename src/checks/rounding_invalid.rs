//! A figure of a draft was rounded from its source's to a number that is not the nearest.
//!
//! 46.4 is 46, not 47; 11,870 is 12,000 or 11,900, not 11,800. Numbers with a hedge that makes them true ("more than 11,000",
//! "almost 47 percent") are left alone.
//!
//! **Example.** "47 percent of the pumps failed" in a draft whose source says "46.4 percent".
//!
//! **To mend it**, round to the nearest or take the source's figure; a quick fix does the latter.

use super::{Context, drafted};
use crate::corpus::draft::Difference;

pub(super) const CODE: &str = "rounding-invalid";

pub(super) fn check(context: &mut Context) {
    drafted::report(
        context,
        |_, d| d.difference == Difference::Rounding,
        |d, label| Some(format!("Replace by the figure of {label}: {}", d.mend.as_deref()?)),
    );
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::drafted;

    const SOURCE: &str =
        "A total of 11,870 people were evacuated from Port Alder, and 46.4 percent of the pumps on Low Quay failed.";

    #[test]
    fn a_number_rounded_the_wrong_way_is_found() {
        let found = drafted(super::CODE, "On Low Quay 47 percent of the pumps failed.", &[("a.txt", SOURCE)]);
        assert_eq!(found, ["47 percent: 47 percent here; 46.4 percent in a.txt"]);
        assert_eq!(
            drafted(super::CODE, "From Port Alder 11,800 people were evacuated.", &[("a.txt", SOURCE)]).len(),
            1
        );
    }

    #[test]
    fn right_roundings_and_true_bounds_are_left_alone() {
        for text in [
            "On Low Quay 46 percent of the pumps failed.",
            "Nearly 47 percent of the pumps on Low Quay failed.",
            "From Port Alder 12,000 people were evacuated.",
            "From Port Alder 11,900 people were evacuated.",
            "More than 11,800 people were evacuated from Port Alder.",
        ] {
            assert_eq!(drafted(super::CODE, text, &[("a.txt", SOURCE)]), [""; 0], "{text}");
        }
    }
}
