//! A draft says more surely than its source that something was said or done.
//!
//! A speaker who "said" in the source "admitted", "confirmed" or "insisted" here; or what the source calls alleged or suspected
//! is stated as a fact; or it is turned into its opposite, "admitted" for "denied", or a "not" that is gone.
//!
//! **Example.** "The pumps had failed, Quill admitted" in a draft whose source has "Quill said".
//!
//! **To mend it**, keep the source's verb, and its "allegedly". "Said" is what the stylebooks ask for (*AP Stylebook*,
//! "said"; Reuters, *Handbook of Journalism*, "attribution").

use super::{Context, drafted};
use crate::corpus::draft::Difference;

pub(super) const CODE: &str = "attribution-strengthened";

pub(super) fn check(context: &mut Context) {
    let wanted = |d: Difference| matches!(d, Difference::Strengthened | Difference::Unhedged | Difference::Negation);
    drafted::report(context, |_, d| wanted(d.difference), |_, _| None);
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::drafted;

    const SOURCE: &str = "\"Two of the six pumps had been out of use since the summer,\" harbour master Nora Quill said on Monday. Quill told the \
                          council that the siren on the pier had never been tested at night.\n\nThe driver, Emil Sarto, 44, allegedly stole the \
                          copper cables of the harbour crane. Mayor Helena Marsh conceded that the warnings about the sea gate had been ignored. Two of the pumps were older than the quay, said a keeper who asked not to be \
                          named.";

    #[test]
    fn a_stronger_verb_and_a_dropped_allegedly_are_found() {
        for text in [
            "\"Two of the six pumps had been out of use since the summer,\" Quill admitted on Monday.",
            "Quill admitted that the siren on the pier had never been tested at night.",
            "The driver, Emil Sarto, 44, stole the copper cables of the harbour crane.",
            "Two of the pumps were older than the quay, conceded a keeper who asked not to be named.",
        ] {
            let found = drafted(super::CODE, text, &[("a.txt", SOURCE)]);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
        }
    }

    #[test]
    fn the_sources_verb_a_weaker_one_and_other_hedges_are_left_alone() {
        for text in [
            "\"Two of the six pumps had been out of use since the summer,\" Quill said on Monday.",
            "Quill noted that the siren on the pier had never been tested at night.",
            "The driver, Emil Sarto, 44, is suspected of having stolen the copper cables of the harbour crane.",
            "Mayor Helena Marsh conceded that the warnings about the sea gate had been ignored.",
        ] {
            assert_eq!(drafted(super::CODE, text, &[("a.txt", SOURCE)]), [""; 0], "{text}");
        }
    }
}
