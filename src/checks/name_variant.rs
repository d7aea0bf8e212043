//! One person or place is spelt in two ways.
//!
//! Within an article that is a slip: "Ann Meyer" and, further down, "Mayer". Between articles of one event it is a
//! difference that a search will stumble over ("Hmeimim", "Khmeimim"): a hint, in those articles whose spelling fewer
//! have. Names that do not sound alike are one person's where both articles give the same name and call the person the same:
//! "chief engineer Edwin Tarlow", "Edwin Tarnow, the yard's chief engineer".
//!
//! **Example.** "Paul Reyl, the harbourmaster, …" and two paragraphs on "Paul Riyl said".
//!
//! **To mend it**, ask how the name is spelt; the quick fix writes the other spelling. Two spellings that are both right
//! go into `[[alias]]` of `copydesk.toml`.
//!
//! Misspelt names are the commonest error that papers correct (S. Maier, "Accuracy Matters", 2005).

use super::finding::{Edit, Fix};
use super::{Context, Severity, drafted};
use crate::corpus::draft::Difference;
use crate::corpus::{Location, own_spellings};

pub(super) const CODE: &str = "name-variant";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (corpus, document) = (context.corpus, context.document);
    for (spans, word, other, place) in own_spellings(&entry.reading) {
        let finding = context.report(spans[0], format!("{word} here, {other} elsewhere in this article"));
        finding.relate(Location { document, span: place }, format!("spelt {other}"));
        let title = format!("Change \"{word}\" to \"{other}\"");
        let edits = spans.iter().map(|&span| Edit { location: Location { document, span }, text: other.clone() });
        finding.fixes.push(Fix { title, edits: edits.collect() });
    }
    drafted::report(
        context,
        |_, d| d.difference == Difference::Spelling,
        |d, label| Some(format!("Spell it as {label} does: {}", d.mend.as_deref()?)),
    );
    for variant in corpus.other_spellings(document).iter() {
        let spelling = &entry.facts.spellings[variant.here];
        // What a draft spells otherwise than its sources is told above, and to the draft alone.
        let is_told = |id| drafted::is_drafts(context, id) || corpus.cites(document, id);
        let places: Vec<_> = variant
            .others
            .iter()
            .filter_map(|&(id, item)| {
                let there = corpus.article(id).filter(|_| !is_told(id))?;
                Some((Location { document: id, span: there.facts.spellings.get(item)?.span }, there.label()))
            })
            .collect();
        let Some((_, label)) = places.first() else { continue };
        let more = if places.len() > 1 { format!(" and {} more", places.len() - 1) } else { String::new() };
        let message = format!("{} here, {} in {label}{more}", spelling.name, variant.name);
        let finding = context.report(spelling.span, message);
        finding.severity(Severity::Hint);
        finding.names = Some([spelling.name.to_string(), variant.name.to_string()]);
        finding.fix(format!("Change \"{}\" to \"{}\" here", spelling.name, variant.name), &*variant.name);
        for (location, label) in places.iter().take(8) {
            finding.relate(*location, format!("spelt {} in {label}", variant.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{covered, findings};

    #[test]
    fn two_spellings_in_an_article_are_found_at_the_rarer_one() {
        let text =
            "Anna Meyer leads the yard of Port Alder. Meyer spoke in the hall on Monday. \"It held,\" Anna Mayer said.";
        assert_eq!(covered(super::CODE, text), ["Mayer"]);
    }

    #[test]
    fn another_spelling_in_most_other_articles_is_a_hint() {
        let of = |name: &str| {
            format!(
                "The lower gates of the Eastgate wall in Port Alder failed on Monday, the harbourmaster {name} said. The Eastgate basin is closed."
            )
        };
        let (a, b, c) = (of("Sergey Lavrin"), of("Sergei Lavrin"), of("Sergei Lavrin"));
        let found = findings(super::CODE, &[("a.txt", &a), ("b.txt", &b), ("c.txt", &c)]);
        assert_eq!(found, ["a.txt: Sergey Lavrin: Sergey Lavrin here, Sergei Lavrin in b.txt and 1 more"]);
    }

    const EVENT: &str =
        "The lower gates of the Eastgate wall in Port Alder failed on Monday. The Eastgate basin is closed.";

    fn variants(here: &str, there: &str) -> Vec<String> {
        let (a, b) = (format!("{EVENT} {here}"), format!("{EVENT} {there}"));
        findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)])
    }

    #[test]
    fn a_name_a_letter_apart_is_found_where_both_articles_call_the_person_the_same() {
        for (here, there) in [
            ("Chief engineer Edwin Tarlow closed the basin.", "Edwin Tarnow, the yard's chief engineer, said no more."),
            ("The warden, Edwin Tarlow, closed the basin.", "Edwin Tarnow, 54, the warden of the basin, said no more."),
            ("It was closed by diver Edwin Marloup.", "Edwin Marlope, a diver, said no more."),
            ("The lead diver, Hannah Tarlow, left.", "Hanna Tarlowe, the lead diver, said no more."),
        ] {
            assert_eq!(variants(here, there).len(), 2, "{here} {there}");
        }
    }

    #[test]
    fn other_posts_given_names_and_names_further_apart_are_two_people() {
        for (here, there) in [
            ("Chief engineer Edwin Tarlow closed it.", "Edwin Tarnow, a passer-by, said no more."),
            ("Chief engineer Edwin Tarlow closed it.", "Ivo Tarnow, the chief engineer, said no more."),
            ("Chief engineer Edwin Tarlow closed it.", "Edwin Tamworth, the chief engineer, said no more."),
            ("Chief engineer Edwin Tarlow closed it.", "Edwin Paul Tarlow, the chief engineer, said no more."),
            ("Edwin Tarlow said no more.", "Edwin Tarnow said no more."),
        ] {
            assert_eq!(variants(here, there), [""; 0], "{here} {there}");
        }
    }

    #[test]
    fn two_people_and_two_places_are_left_alone() {
        for text in [
            "Anna Meyer leads the yard of Port Alder. Peter Mayer, the mayor, spoke in the hall. \"It held,\" Mayer said.",
            "Maria Velder leads the yard of Port Alder. Her brother Mario Velder spoke in the hall on Monday.",
            "The founder, Ruhold Kevelini, died long ago. Harbourmaster Ann Marsh met Aliso Kevelani in the hall, and Kevelani left.",
            "The ferry goes from Austria to Australia, Anna Meyer said. The Meyers own the yard of Port Alder.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
