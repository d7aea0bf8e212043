//! A figure of a draft stands in none of the sources that it cites.
//!
//! The article names its sources (front matter `sources:`, links, footnotes, `[@key]`, `copydesk.toml`), and none of them
//! has this value for anything, or the passage that reports the same thing has another one, another unit, multiple or rank, or
//! the same one the other way round (a rise for a fall). Correct roundings ("about
//! 12,000" for 11,870), converted units, sums and differences of two figures that stand together, small numbers in words and
//! lengths of time that the writer reckoned are left alone.
//!
//! **Example.** "The repair would cost 260 million euros" in a draft that cites an article with "240 million euros".
//!
//! **To mend it**, take the source's figure (a quick fix does, and keeps the hedge), or cite where yours is from.
//!
//! That every figure of a piece is ticked off against its source is the first rule of fact-checking desks (B. Borel, *The
//! Chicago Guide to Fact-Checking*, chapter 4).

use super::{Context, drafted};
use crate::corpus::draft::{Difference, ItemKind};

pub(super) const CODE: &str = "figure-not-in-sources";

pub(super) fn check(context: &mut Context) {
    drafted::report(
        context,
        |_, d| d.difference == Difference::Value,
        |d, label| Some(format!("Replace by the figure of {label}: {}", d.mend.as_deref()?)),
    );
    drafted::report_kind(context, Difference::Direction);
    drafted::report_missing(context, ItemKind::Figure, |_, words| Some(format!("“{words}” is not found")));
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::drafted;

    const SOURCE: &str = "The repair of the Eastgate sea wall would cost 240 million euros, Mayor Helena Marsh said on Monday. A total of \
                          11,870 people were evacuated from Port Alder, and 46.4 percent of the pumps on Low Quay failed.";

    #[test]
    fn another_value_and_one_from_nowhere_are_found() {
        let found = drafted(
            super::CODE,
            "The repair of the sea wall would cost 260 million euros, Marsh said.",
            &[("a.txt", SOURCE)],
        );
        assert_eq!(found, ["260 million euros: 260 million euros here; 240 million euros in a.txt"]);
        let found = drafted(super::CODE, "The opera house has 1,742 seats of red velvet.", &[("a.txt", SOURCE)]);
        assert_eq!(found, ["1,742 seats: “1,742 seats” is not found in the cited source (a.txt)"]);
    }

    #[test]
    fn the_same_value_a_right_rounding_and_what_is_reckoned_are_left_alone() {
        for text in [
            "The repair of the sea wall would cost 240 million euros, Marsh said.",
            "About 12,000 people were evacuated from Port Alder.",
            "Nearly 12,000 people were evacuated from Port Alder.",
            "More than 11,000 people were evacuated from Port Alder.",
            "Some 46 percent of the pumps on Low Quay failed.",
            "Two of the council's members spoke.",
            "The council sat for three hours.",
        ] {
            assert_eq!(drafted(super::CODE, text, &[("a.txt", SOURCE)]), [""; 0], "{text}");
        }
    }

    #[test]
    fn an_article_without_sources_is_no_draft() {
        let found = crate::checks::testing::findings(
            super::CODE,
            &[("a.txt", SOURCE), ("b.txt", "It cost 260 million euros.")],
        );
        assert_eq!(found, [""; 0]);
    }
}
