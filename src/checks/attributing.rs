//! What the rules about missing attributions share: who says it elsewhere, as a fix that adds "…, X said".
//!
//! A fix is offered only where other articles agree on the speaker, and for what stands in the writer's words only where
//! a source that the article cites has the figure or statement and names who says so.

use super::Context;
use super::finding::{Edit, Fix};
use crate::corpus::draft::{ItemKind, Verdict};
use crate::corpus::{DocumentId, Location, Person, QuoteRelation};
use crate::reading::{EntityKind, Reading};
use crate::text::Span;

/// Adds who is quoted with the same words in other articles, behind the quotation of that index.
pub(super) fn quotation(context: &Context, index: usize) -> Option<Fix> {
    let entry = context.article()?;
    let quotation = &entry.reading.quotations[index];
    let mut known: Option<(Person, String, String)> = None;
    for variant in context.corpus.quote_variants(context.document, index) {
        let there = context.corpus.article(variant.other)?;
        let other = there.reading.quotations.get(variant.quotation)?;
        let attributed = other.attribution.and_then(|a| there.reading.attributions.get(a)?.speaker);
        let Some(name) = other.speaker.or(attributed).and_then(|speaker| person(&there.reading, speaker)) else {
            continue;
        };
        let who = Person::of(name, context.corpus.settings());
        match &known {
            // Two speakers: which of them is right is for the reader to find out.
            Some((first, ..)) if !first.may_be(&who) => return None,
            Some(_) => {}
            None if matches!(variant.relation, QuoteRelation::Same | QuoteRelation::Truncated) => {
                known = Some((who, name.to_owned(), there.label().to_owned()));
            }
            None => {}
        }
    }
    let (_, name, label) = known?;
    let text = &*entry.reading.article.text;
    let content = quotation.content.last()?;
    let inner = content.of(text).trim_end();
    let close = &text[content.end as usize..quotation.span.end as usize];
    let end = content.start as usize + inner.len();
    let (start, before) = match inner.chars().next_back()? {
        '.' => (end - 1, ","),
        '?' | '!' | ',' | '…' => (end, ""),
        _ => (end, ","),
    };
    let stop = if inner.ends_with(',') { "" } else { "." };
    let edit = Edit {
        location: Location { document: context.document, span: Span::new(start, quotation.span.end as usize) },
        text: format!("{before}{close} {name} said{stop}"),
    };
    Some(Fix { title: format!("Add \"{name} said\", as {label} has it"), edits: vec![edit] })
}

/// Adds at the end of the sentence who says so in the cited source that has what stands there.
pub(super) fn sentence(context: &Context, sentence: Span) -> Option<Fix> {
    let entry = context.article()?;
    let text = &*entry.reading.article.text;
    let comparison = context.corpus.comparison(context.document)?;
    let found = comparison.items.iter().filter(|item| {
        let kind = matches!(item.kind, ItemKind::Figure | ItemKind::Quotation | ItemKind::Statement);
        kind && item.verdict == Verdict::Found && sentence.covers(item.span)
    });
    let (name, document) = found.filter_map(|item| item.passage).find_map(|place| speaker(context, place))?;
    let label = context.corpus.article(document)?.label().to_owned();
    let end = sentence.start as usize + sentence.of(text).trim_end().strip_suffix('.')?.len();
    let edit =
        Edit { location: Location { document: context.document, span: Span::at(end) }, text: format!(", {name} said") };
    Some(Fix { title: format!("Add \"{name} said\", as {label} has it"), edits: vec![edit] })
}

/// Who says what stands at a place of a source.
fn speaker(context: &Context, place: Location) -> Option<(String, DocumentId)> {
    let reading = &context.corpus.article(place.document)?.reading;
    let says = |a: &&crate::reading::Attribution| a.content.iter().any(|c| c.overlaps(place.span));
    let attribution = reading.attributions.iter().filter(says).min_by_key(|a| a.content[0].len())?;
    let entity = &reading.entities[attribution.speaker?];
    let named = matches!(entity.kind, EntityKind::Person | EntityKind::Organisation);
    named.then(|| (entity.name.clone(), place.document))
}

fn person(reading: &Reading, entity: usize) -> Option<&str> {
    let entity = &reading.entities[entity];
    (entity.kind == EntityKind::Person).then_some(&*entity.name)
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::fixed;

    const WORDS: &str = "We will rebuild the pier before the summer comes, whatever it costs";

    #[test]
    fn a_quotation_gets_the_speaker_of_another_article() {
        let here = format!(
            "The council met at noon in the old hall by the pier.\n\nThe hall was full. \"{WORDS}.\" Nobody left early that day."
        );
        let there = format!("\"{WORDS},\" Mayor Ann Marsh said on Monday.");
        let all = fixed("unattributed-quote", &[("a.txt", &here), ("b.txt", &there)]);
        assert_eq!(
            all,
            [("Add \"Ann Marsh said\", as b.txt has it".into(), here.replace("costs.\"", "costs,\" Ann Marsh said."))]
        );
    }

    #[test]
    fn two_speakers_elsewhere_or_none_give_no_fix() {
        let here = format!(
            "The council met at noon in the old hall by the pier.\n\nThe hall was full. \"{WORDS}.\" Nobody left early that day."
        );
        let there = format!("\"{WORDS},\" Mayor Ann Marsh said on Monday.");
        let other = format!("\"{WORDS},\" Interior Minister Ivo Brandt said on Monday.");
        assert_eq!(fixed("unattributed-quote", &[("a.txt", &here), ("b.txt", &there), ("c.txt", &other)]), []);
        assert_eq!(fixed("unattributed-quote", &[("a.txt", &here)]), []);
    }

    #[test]
    fn a_figure_gets_the_speaker_of_the_cited_source() {
        let draft = "---\nsources: [b.txt]\n---\nThe repair of the Eastgate sea wall would cost 240 million euros.\n";
        let there = "The repair of the Eastgate sea wall would cost 240 million euros, Mayor Helena Marsh said.\n";
        let all = fixed("unattributed-figure", &[("a.txt", draft), ("b.txt", there)]);
        assert_eq!(
            all,
            [(
                "Add \"Helena Marsh said\", as b.txt has it".into(),
                draft.replace("euros.", "euros, Helena Marsh said.")
            )]
        );
    }
}
