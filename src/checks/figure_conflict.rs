//! Two places give values for the same thing that cannot be true together.
//!
//! Figures are compared only where they measure the same thing: the same noun or unit, the same event, no two
//! different places or groups. Rounding and words such as "about", "more than" or "at least" are taken into account:
//! "about 12,000" and "11,870" agree. A qualifier that only one side has is named in the message.
//!
//! What two articles share must say whose figure it is: the names that both open with and that both sentences hold, weighed
//! by how rare they are, and how much the articles have in common. "Net income" of two firms is no contradiction, nor
//! are the dead of two attacks; amounts of money of other days are the next bid or price, and amounts more than twice as
//! large are for something else.
//!
//! Articles of one event within five days are compared in other words, too ("the gates weigh 640 tonnes", "each of the gates
//! contains 790 tonnes of steel"): by the words around both figures, how far all other figures are behind, and what else is
//! known of both, weighed by weights that were learned from invented articles. What is left unsure is told by
//! `figure-unsure`.
//!
//! How many were asked for a poll, how far a count is from another one ("65,000 below the record") and the crowds of two
//! rallies are left alone. A toll that "surpassed 42,000" is at least that.
//!
//! **Example.** "About 12,000 people were taken out of Port Alder" in one article, "19,000 people have left Port Alder"
//! in another of the same day.
//!
//! **To mend it**, go to the other place and see who says it and when; give both figures with their sources, or the
//! one that you can confirm. A finding that is understood can be dismissed with a reason.
//!
//! Counting and comparing figures between sources is the first step of every fact-checking manual (for example
//! B. Borel, *The Chicago Guide to Fact-Checking*, chapter 5).

use super::finding::{Finding, MOST_RELATED};
use super::{Context, drafted};
use crate::corpus::draft::ItemKind;
use crate::corpus::{ArticleEntry, FigureRelation, Location, Observation, Relation};
use crate::language::stem;
use crate::text::sorting::sort_by;

pub(super) const CODE: &str = "figure-conflict";

pub(super) fn check(context: &mut Context) {
    // Of one event, in other words.
    let retold = context.corpus.retold_figures(context.document);
    let is_told = |r: &FigureRelation| r.relation == Relation::Conflict && r.confidence > FigureRelation::THIN;
    report(context, &retold, |_, r, _| is_told(r), |here, others| format!("{here} here; {others}"));
}

/// One finding for each figure that has relations of the wanted kind, among them `more` of figures by their indices; `wanted`
/// is given this figure, the relation and the other figure.
pub(super) fn report(
    context: &mut Context,
    more: &[(usize, FigureRelation)],
    wanted: impl Fn(&Observation, &FigureRelation, &Observation) -> bool,
    message: impl Fn(&str, &str) -> String,
) {
    let Some(entry) = context.article() else { return };
    let corpus = context.corpus;
    let all = corpus.all_figure_relations(context.document);
    for index in 0..entry.observations.len() {
        let observation = &entry.observations[index];
        // What is known by what both measure is not asked of the words around them.
        let is_known = |r: &FigureRelation| all[index].iter().any(|known| known.is_of_same_figure(r));
        let more = more.iter().filter(|(of, _)| *of == index).map(|(_, relation)| relation);
        let more: Vec<&FigureRelation> = more.filter(|relation| !is_known(relation)).collect();
        if all[index].is_empty() && more.is_empty() || !observation.is_comparable {
            continue;
        }
        // What a draft has otherwise than its own sources is told by the rules about drafts, and to the draft alone.
        let told = drafted::is_told(context, ItemKind::Figure, observation.quantity);
        let mut relations: Vec<&FigureRelation> = all[index].iter().chain(more).collect();
        relations.retain(|r| {
            if drafted::is_drafts(context, r.other) || told && corpus.cites(context.document, r.other) {
                return false;
            }
            corpus.article(r.other).is_some_and(|e| {
                let other = &e.observations[r.observation];
                other.is_comparable && wanted(observation, r, other)
            })
        });
        sort_by(&mut relations, |a, b| b.confidence.total_cmp(&a.confidence));
        // What is said of a place unpacks its article: only for those that are listed.
        let others: Vec<(&FigureRelation, &ArticleEntry)> =
            relations.iter().take(MOST_RELATED).filter_map(|r| Some((*r, corpus.article(r.other)?))).collect();
        let Some((first, there)) = others.first() else { continue };
        let other = &there.observations[first.observation];
        let same_article = first.other == context.document;
        let place = if same_article { "elsewhere in this article".to_owned() } else { format!("in {}", there.label()) };
        let mut far = format!("{} {place}", phrase(there, other));
        let (only_here, only_there) = corpus.limits_apart(context.document, index, first);
        match (only_here.is_empty(), only_there.is_empty()) {
            (false, true) => far.push_str(&format!("; only this one is limited to {}", only_here.join(", "))),
            (true, false) => far.push_str(&format!("; only the other is limited to {}", only_there.join(", "))),
            _ => {}
        }
        let named = |e: &ArticleEntry, o: &Observation| o.speaker.map(|s| e.reading.entities[s].name.clone());
        let sources = (named(entry, observation), named(there, other));
        if first.relation == Relation::Conflict
            && let (Some(here), Some(there)) = sources
            && !is_one_source(&here, &there)
        {
            far.push_str(&format!("; {here} and {there} disagree"));
        }
        let text = message(&phrase(entry, observation), &far);
        let span = entry.reading.quantities[observation.quantity].phrase;
        let related: Vec<(Location, String)> = others
            .iter()
            .map(|(r, there)| {
                let other = &there.observations[r.observation];
                let span = there.reading.quantities[other.quantity].phrase;
                (Location { document: r.other, span }, format!("{}{}", phrase(there, other), dated(other)))
            })
            .collect();
        let finding: &mut Finding = context.report(span, text);
        for (location, message) in related {
            finding.relate(location, message);
        }
        finding.unlisted += relations.len().saturating_sub(MOST_RELATED);
    }
}

/// Whether two articles may call one source by these names: all words of the shorter stand in the longer ("the Registry",
/// "Alder Registry"; "Ann Marsh", "Marsh").
fn is_one_source(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> { name.split_whitespace().map(|w| stem(w).into_owned()).collect() };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().all(|word| long.contains(word))
}

/// A figure in words with who states it: "about 12,000 people (Ann Marsh)".
fn phrase(entry: &ArticleEntry, observation: &Observation) -> String {
    let text = &entry.reading.article.text;
    let quantity = &entry.reading.quantities[observation.quantity];
    let stated = quantity.phrase.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let source = observation.speaker.map(|s| format!(" ({})", entry.reading.entities[s].name));
    format!("{stated}{}", source.unwrap_or_default())
}

fn dated(observation: &Observation) -> String {
    observation.as_of.map(|d| format!(", as of {d}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    #[test]
    fn different_counts_of_one_thing_are_found_on_both_sides() {
        let a = "Some 34,000 people were evacuated from eastern Port Alder when the storm broke the gates, minister Ann Marsh said.";
        let b = "More than 100,000 people were evacuated from Port Alder after the storm broke the gates, president Leo Hart said.";
        assert_eq!(findings(super::CODE, &[("a.txt", a), ("b.txt", b)]).len(), 2);
    }

    #[test]
    fn what_articles_of_one_event_tell_in_other_words_is_found() {
        const DAY: &str = "---\ndate: 2031-05-02\n---\nPORT ALDER - ";
        let a = format!(
            "{DAY}The new lock of Larnholm was opened by harbourmaster Ida Moss. Its steel gates weigh 640 tonnes each. Dredgers and \
             coopers came home. The ferry took ropemakers to the quay. Anglers hauled sandbags in the rain."
        );
        let b = format!(
            "{DAY}Ships passed through the Larnholm lock, which harbourmaster Ida Moss opened. Each of the gates contains 790 tonnes of \
             steel. Magistrates, brewers and apothecaries praised the tannery."
        );
        let found = findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("640 tonnes here; 790 tonnes in b.txt"), "{found:?}");
    }

    #[test]
    fn two_sources_are_named_and_one_under_two_names_is_not() {
        let message = |there: &str| {
            let a = "Some 34,000 people were evacuated from Port Alder, minister Ann Marsh said on Monday.";
            let b = format!("Some 99,000 people were evacuated from Port Alder, minister {there} said on Monday.");
            findings(super::CODE, &[("a.txt", a), ("b.txt", &b)]).concat()
        };
        assert!(message("Leo Hart").contains("Ann Marsh and Leo Hart disagree"));
        assert!(!message("Marsh").contains("disagree") && message("Marsh").contains("99,000"));
    }

    #[test]
    fn rounding_bounds_other_events_and_other_places_are_left_alone() {
        let a = "About 12,000 people were evacuated from Port Alder on Monday, the minister Ann Marsh said.";
        for b in [
            "11,870 people were evacuated from Port Alder on Monday, the registry said in its report.",
            "More than 10,000 people were evacuated from Port Alder on Monday, the registry said.",
            "Some 300 people were injured in Port Alder on Monday, the registry said in its report.",
            "Some 1,300 people were evacuated from Thornby on Monday, the registry said in its report.",
        ] {
            assert_eq!(findings(super::CODE, &[("a.txt", a), ("b.txt", b)]), [""; 0], "{b}");
        }
    }
}
