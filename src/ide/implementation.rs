//! All passages that support what stands under the cursor.

use super::elsewhere::figure;
use super::subject::{Subject, sentence};
use super::{Target, annotation_parts};
use crate::corpus::{Corpus, DocumentId, Location, QuoteRelation, Relation};

/// The passages elsewhere that give the same or a compatible figure, or quote the same words; in an annotation file, all uses
/// of an id or type.
pub fn implementation(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Target> {
    if corpus.annotation(document).is_some() {
        return annotation_parts::references(corpus, document, offset, false);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let Some((subject, origin)) = Subject::at(entry, offset) else { return Vec::new() };
    let mut places: Vec<Location> = match subject {
        Subject::Figure(index) => {
            let agrees = |relation| matches!(relation, Relation::Equal | Relation::Compatible);
            let relations = corpus.figure_relations(document, index).into_iter().filter(|r| agrees(r.relation));
            relations.filter_map(|r| Some(figure(r.other, corpus.article(r.other)?, r.observation))).collect()
        }
        Subject::Quotation(index) => {
            let agrees = |relation| matches!(relation, QuoteRelation::Same | QuoteRelation::Truncated);
            let variants = corpus.quote_variants(document, index).into_iter().filter(|v| agrees(v.relation));
            let place = |v: crate::corpus::QuoteVariant| {
                let span = corpus.article(v.other)?.reading.quotations.get(v.quotation)?.span;
                Some(Location { document: v.other, span })
            };
            variants.filter_map(place).collect()
        }
        _ => Vec::new(),
    };
    places.sort_unstable();
    places.dedup();
    let target = |place: Location| {
        let span = corpus.article(place.document).map_or(place.span, |there| sentence(&there.reading, place.span));
        Target { document: place.document, span, focus: place.span, origin: Some(origin) }
    };
    places.into_iter().map(target).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::expect;

    #[test]
    fn the_same_words_elsewhere_support_a_quotation_and_other_words_do_not() {
        let fixture = Fixture::new(
            "//- a.txt
\"The water was already in the $0lower hall when we opened the gates,\" harbourmaster Ann Velder said on Monday.
//- b.txt
Harbourmaster Ann Velder said: \"The water was already in the lower hall when we opened the gates.\"
//- c.txt
Harbourmaster Ann Velder said: \"The water had already reached the lower hall when the gates were opened.\"
",
        );
        let (document, offset) = fixture.cursor();
        expect![[r#"
            b.txt:1 "The water was already in the lower hall when we opened the gates."
        "#]]
        .assert_eq(&fixture.show(&implementation(&fixture.corpus, document, offset)));
    }
}
