//! One line above a paragraph about how its figures and quotations fare elsewhere.

use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashSet;

use super::draft;
use crate::checks::{Disagreement, disagreements};
use crate::corpus::{Corpus, DocumentId, QuoteRelation, Relation};
use crate::reading::QuotationKind;
use crate::text::Span;

/// A line above a figure or quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// What it is about.
    pub span: Span,
    /// What it says.
    pub title: String,
}

/// The lenses of a document in order: one for each figure or quotation that other articles have too; in an annotation file,
/// for each mark that another annotator has otherwise.
pub fn lenses(corpus: &Corpus, document: DocumentId) -> Vec<Lens> {
    if corpus.annotation(document).is_some() {
        return of_annotators(corpus, document);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let reading = &entry.reading;
    let mut lenses = Vec::new();
    for (index, observation) in entry.observations.iter().enumerate() {
        let relations = corpus.figure_relations(document, index);
        let with = |wanted: &[Relation]| {
            let relations = relations.iter().filter(|r| r.other != document && wanted.contains(&r.relation));
            relations.map(|r| r.other).collect::<FxHashSet<_>>().len()
        };
        let (agree, differ) = (with(&[Relation::Equal, Relation::Compatible]), with(&[Relation::Conflict]));
        let later = with(&[Relation::Evolving]);
        let quantity = &reading.quantities[observation.quantity];
        let subject = quantity.span.of(&reading.article.text);
        lenses.extend(lens(
            quantity.phrase,
            subject,
            &[(agree, "agree"), (differ, "differ"), (later, "of another day")],
        ));
    }
    for (index, quotation) in reading.quotations.iter().enumerate() {
        if quotation.kind != QuotationKind::Speech {
            continue;
        }
        let variants = corpus.quote_variants(document, index);
        let with = |wanted: &[QuoteRelation]| {
            let variants = variants.iter().filter(|v| wanted.contains(&v.relation));
            variants.map(|v| v.other).collect::<FxHashSet<_>>().len()
        };
        let same = with(&[QuoteRelation::Same, QuoteRelation::Truncated]);
        let other = with(&[QuoteRelation::Altered, QuoteRelation::Translated]);
        lenses.extend(lens(quotation.span, "quotation", &[(same, "the same words"), (other, "other words")]));
    }
    sort_by_key(&mut lenses, |lens| lens.span);
    lenses.splice(..0, draft::lens(corpus, document));
    lenses
}

/// At most so many marks of a file get a line.
const MOST: usize = 500;

/// Above each mark that other annotators have otherwise, what they have.
fn of_annotators(corpus: &Corpus, document: DocumentId) -> Vec<Lens> {
    let said = |disagreement: Disagreement| {
        let own = disagreement.annotation;
        let said = match disagreement.other {
            Some((_, other)) if other.fragments == own.fragments => other.label.clone(),
            Some((_, other)) => format!("\"{}\"", super::markup::shortened(&other.quoted)),
            None => "nothing".to_owned(),
        };
        Lens { span: own.line, title: format!("{}: {said}", disagreement.who) }
    };
    let mut lenses: Vec<Lens> = disagreements(corpus, document).into_iter().take(MOST).map(said).collect();
    sort_by_key(&mut lenses, |lens| lens.span);
    lenses
}

fn lens(span: Span, subject: &str, counts: &[(usize, &str)]) -> Option<Lens> {
    let all: usize = counts.iter().map(|(count, _)| count).sum();
    let parts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let articles = if all == 1 { "other article" } else { "other articles" };
    (all > 0).then(|| Lens { span, title: format!("{subject}: {all} {articles} — {}", parts.join(", ")) })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn a_quotation_says_how_many_others_have_it_and_how() {
        let fixture = Fixture::new(
            "//- a.txt
\"The water was already in the lower hall when we opened the gates,\" harbourmaster Ann Velder said on Monday.
//- b.txt
Harbourmaster Ann Velder said: \"The water was already in the lower hall when we opened the gates.\"
//- c.txt
Harbourmaster Ann Velder said: \"The water had already reached the lower hall when the gates were opened.\"
",
        );
        let id = fixture.corpus.id("a.txt").unwrap();
        let titles: Vec<_> = lenses(&fixture.corpus, id).into_iter().map(|lens| lens.title).collect();
        assert_eq!(titles, ["quotation: 2 other articles — 1 the same words, 1 other words"]);
    }

    #[test]
    fn marks_that_another_annotator_has_otherwise_say_what_that_one_has() {
        let mut fixture = Fixture::new("//- a.txt\nAnn Marsh said it held.\n");
        let article = fixture.corpus.id("a.txt");
        let mut put = |name: &str, text: &str| {
            let mut file = crate::annotation::brat::parse(text.into(), "Ann Marsh said it held.\n");
            file.annotator = Some(name.into());
            fixture.corpus.put_annotation(&format!("a_{name}.ann"), std::sync::Arc::new(file), article)
        };
        let cue = "T2\tCue 10 14\tsaid\n";
        let own = put("ann", &format!("T1\tSource 0 9\tAnn Marsh\n{cue}T3\tSource 15 17\tit\n"));
        put("ben", &format!("T1\tSource 4 9\tMarsh\n{cue}T3\tCue 15 17\tit\n"));
        let titles: Vec<_> = lenses(&fixture.corpus, own).into_iter().map(|lens| lens.title).collect();
        assert_eq!(titles, ["ben: \"Marsh\"", "ben: Cue"]);
    }
}
