//! Two amounts that are given as equal imply a rate of exchange far from that of the other pairs.
//!
//! "€5 million ($7 million)" says that a euro costs $1.40. Where the other pairs of the article, and of articles within
//! two months, say $1.10, one of the amounts was converted wrongly or with an old rate.
//!
//! **Example.** "€5 million ($7 million)" beside "€20 million ($22 million)" and "€3 million ($3.3 million)".
//!
//! **To mend it**, convert again at the rate of the article's day, and say which rate was used.
//!
//! The Economist's and Reuters's style books both ask for a conversion at the day's rate.

use super::Context;
use crate::corpus::Location;

pub(super) const CODE: &str = "currency-mismatch";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let corpus = context.corpus;
    for conflict in corpus.rate_conflicts(context.document) {
        let rate = &entry.facts.rates[conflict.here];
        let places: Vec<_> = conflict
            .others
            .iter()
            .filter_map(|&(id, item)| Some((id, corpus.article(id)?, corpus.article(id)?.facts.rates.get(item)?)))
            .collect();
        let Some((_, _, first)) = places.first() else { continue };
        let (a, b) = &rate.currencies;
        let message = format!(
            "this makes a {b} worth {:.3} {a}; the other pairs make it {:.3} {a}",
            rate.middle(),
            first.middle()
        );
        let finding = context.report(rate.span, message);
        for (document, there, other) in places {
            let location = Location { document, span: other.span };
            finding.relate(location, format!("{:.3} {a} in {}", other.middle(), there.label()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    #[test]
    fn a_rate_that_no_other_pair_has_is_found() {
        let text = "The wall cost €20 million ($22 million), the gates €3 million ($3.3 million) and the pumps €5 million ($7 million).";
        let found = findings(super::CODE, &[("a.txt", text)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("a.txt: €5 million ($7 million"), "{found:?}");
    }

    #[test]
    fn pairs_that_agree_and_a_single_other_pair_are_left_alone() {
        for text in [
            "The wall cost €20 million ($22 million), the gates €3 million ($3.3 million) and the pumps €5 million ($5.5 million).",
            "The wall cost €20 million ($22 million) and the pumps €5 million ($7 million).",
            "The wall cost €20 million, the gates $3 million (a fifth of the whole) and the pumps £5 million.",
        ] {
            assert_eq!(findings(super::CODE, &[("a.txt", text)]), [""; 0], "{text}");
        }
    }
}
