//! A draft gives its source's number with another hedge.
//!
//! "More than 50" where the source says "50" or "nearly 50" claims something else. A hedge of the source that is missing,
//! or an "about" that the source does not have, is a hint. Where any source has the number with the draft's hedge, nothing
//! is said.
//!
//! **Example.** "More than 300 houses burned" in a draft whose source says "nearly 300 houses".
//!
//! **To mend it**, keep the source's hedge; a quick fix does.

use super::{Context, drafted};
use crate::corpus::draft::Difference;

pub(super) const CODE: &str = "hedge-mismatch";

pub(super) fn check(context: &mut Context) {
    drafted::report(
        context,
        |_, d| matches!(d.difference, Difference::Hedge(_)),
        |d, label| Some(format!("Hedge as {label} does: {}", d.mend.as_deref()?)),
    );
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::drafted;

    const SOURCE: &str = "Nearly 300 volunteers from Thornby have gone to Port Alder since Tuesday, Mayor Lukas Dorn said. The council bought 18 \
                          pumps for the harbour in May.";

    #[test]
    fn the_opposite_bound_and_a_new_one_are_found() {
        let found = drafted(
            super::CODE,
            "More than 300 volunteers from Thornby have gone to Port Alder.",
            &[("a.txt", SOURCE)],
        );
        assert_eq!(found, ["More than 300 volunteers: More than 300 volunteers here; Nearly 300 volunteers in a.txt"]);
        let found = drafted(super::CODE, "The council bought at least 18 pumps for the harbour.", &[("a.txt", SOURCE)]);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn the_sources_hedge_in_other_words_is_left_alone() {
        for text in [
            "Almost 300 volunteers from Thornby have gone to Port Alder.",
            "The council bought 18 pumps for the harbour.",
            "More than 280 volunteers went elsewhere.",
        ] {
            assert_eq!(drafted(super::CODE, text, &[("a.txt", SOURCE)]), [""; 0], "{text}");
        }
    }
}
