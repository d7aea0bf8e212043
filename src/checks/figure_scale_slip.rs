//! A figure of a draft differs from its source's by a power of ten.
//!
//! The digits are those of the source and the scale is not: million for billion, a zero too many, a point that moved.
//!
//! **Example.** "24 million euros" in a draft that cites an article with "240 million euros"; "1.8 million" for "1.8 billion".
//!
//! **To mend it**, go to the source (the related place) and copy the figure; a quick fix does it.
//!
//! Million for billion heads every list of numerical slips in the press (P. Cohn, *Newsroom Math Crib Sheet*).

use super::{Context, drafted};
use crate::corpus::draft::Difference;

pub(super) const CODE: &str = "figure-scale-slip";

pub(super) fn check(context: &mut Context) {
    drafted::report(
        context,
        |_, d| d.difference == Difference::Scale,
        |d, label| Some(format!("Replace by the figure of {label}: {}", d.mend.as_deref()?)),
    );
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::drafted;

    const SOURCE: &str = "The repair of the Eastgate sea wall would cost 240 million euros, Mayor Helena Marsh said on Monday. The pumps on Low \
                          Quay would cost 24 million euros.";

    #[test]
    fn a_zero_too_many_and_the_wrong_scale_word_are_found() {
        for (text, slip) in [
            ("The repair of the sea wall would cost 2.4 billion euros.", "2.4 billion euros"),
            ("The repair of the Eastgate sea wall would cost 240,000 euros, Marsh said.", "240,000 euros"),
        ] {
            let found = drafted(super::CODE, text, &[("a.txt", SOURCE)]);
            assert_eq!(found, [format!("{slip}: {slip} here; 240 million euros in a.txt")]);
        }
    }

    #[test]
    fn both_figures_of_the_source_are_left_alone() {
        for text in [
            "The repair of the sea wall would cost 240 million euros.",
            "The pumps on Low Quay would cost 24 million euros.",
            "A loaf of rye bread costs 2.40 euros at the fairground.",
        ] {
            assert_eq!(drafted(super::CODE, text, &[("a.txt", SOURCE)]), [""; 0], "{text}");
        }
    }
}
