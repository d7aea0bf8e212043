//! A claim is taken from an outlet that has it from another one, or from this article itself.
//!
//! "The Herald reported that Coastwire reported …": two names, one source. Each step looks for the credited outlet's own
//! article on the event in the corpus, and for whom that one credits; where the trail comes back to where it started,
//! nobody has the claim at first hand.
//!
//! **Example.** An article has a claim "according to the Herald"; the Herald's article has it "according to Coastwire".
//!
//! **To mend it**, go to the end of the trail (the related places) and cite that, or say that all reports go back to
//! one. Publishers are known from front matter or `copydesk.toml`.
//!
//! Wikipedia calls the closed form citogenesis, after R. Munroe; M. Haiden and J. Althuis, "The definitional challenges
//! of fake news" (2018), count it among the ways in which false reports gain credit.

use super::Context;
use crate::corpus::Location;

pub(super) const CODE: &str = "circular-sourcing";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let corpus = context.corpus;
    for trail in corpus.trails(context.document) {
        let credit = &entry.facts.credits[trail.credit];
        let labels: Vec<&str> =
            trail.through.iter().filter_map(|(id, _)| corpus.article(*id)).map(|e| e.label()).collect();
        let Some((last, between)) = labels.split_last() else { continue };
        let message = if trail.is_circle {
            format!("this is taken from {}, and the trail of credits comes back to {last}", credit.name)
        } else {
            format!(
                "this is taken from {}; {} has it from {last}: one source, not two",
                credit.name,
                between.join(", which has it from ")
            )
        };
        let finding = context.report(credit.source, message);
        let mut steps = trail.through.iter().peekable();
        while let Some((id, its)) = steps.next() {
            let Some(there) = corpus.article(*id) else { continue };
            match its.and_then(|i| there.facts.credits.get(i)) {
                Some(next) if steps.peek().is_some() => {
                    let location = Location { document: *id, span: next.source };
                    finding.relate(location, format!("{} has it from {}", there.label(), next.name));
                }
                _ => {
                    let location = Location { document: *id, span: crate::text::Span::at(0) };
                    finding.relate(location, format!("the trail ends at {}", there.label()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    fn article(publisher: &str, day: &str, claim: &str) -> String {
        format!(
            "---\ndate: 2026-03-{day}\npublisher: {publisher}\n---\nThe Eastgate wall in Port Alder failed on Monday, and the harbourmaster closed the basin. {claim}"
        )
    }

    /// The report that the others go back to.
    fn first() -> String {
        article(
            "Coastwire",
            "03",
            "The harbourmaster ignored three warnings of cracked masonry at the Eastgate wall, a report of the yard shows.",
        )
    }

    #[test]
    fn a_trail_through_two_outlets_is_found_at_its_far_end() {
        let a = first();
        let b = article(
            "The Alder Herald",
            "04",
            "Coastwire reported that the harbourmaster had ignored three warnings of cracked masonry at the Eastgate wall.",
        );
        let c = article(
            "Inland Observer",
            "05",
            "The Alder Herald reported that the harbourmaster had ignored warnings of cracked masonry at the Eastgate wall.",
        );
        let found = findings(super::CODE, &[("a.txt", &a), ("b.txt", &b), ("c.txt", &c)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with("b.txt has it from a.txt: one source, not two"), "{found:?}");
    }

    #[test]
    fn a_circle_is_found_on_both_sides() {
        let a = article(
            "Coastwire",
            "03",
            "The Alder Herald reported that the harbourmaster had ignored three warnings of cracked masonry.",
        );
        let b = article(
            "The Alder Herald",
            "03",
            "Coastwire reported that the harbourmaster had ignored three warnings of cracked masonry.",
        );
        assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]).len(), 2);
    }

    #[test]
    fn one_step_and_another_claim_are_left_alone() {
        let a = first();
        let b = article(
            "The Alder Herald",
            "04",
            "Coastwire reported that ferries would sail from Thornby until the spring tide.",
        );
        let c = article(
            "Inland Observer",
            "05",
            "The Alder Herald reported that the harbourmaster had ignored warnings of cracked masonry at the wall.",
        );
        assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b), ("c.txt", &c)]), [""; 0]);
    }
}
