//! All places that speak of the thing under the cursor.

use super::elsewhere::{namesakes, reports, same_dates};
use super::subject::{Subject, entity_of, sentence};
use super::{Target, annotation_parts};
use crate::corpus::{ArticleEntry, Corpus, DocumentId, Location};
use crate::text::sorting::sort_by_key;

/// All mentions of the name, or all reports of the figure, quotation or date, at the byte `offset` of a document; this
/// article's first. The place that introduces a name, or the one asked about, is left out unless `declaration`.
pub fn references(corpus: &Corpus, document: DocumentId, offset: usize, declaration: bool) -> Vec<Target> {
    if corpus.annotation(document).is_some() {
        return annotation_parts::references(corpus, document, offset, declaration);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let Some((subject, span)) = Subject::at(entry, offset) else { return Vec::new() };
    let mut places = match subject {
        Subject::Figure(_) | Subject::Quotation(_) => reports(corpus, document, subject),
        Subject::Timex(index) => {
            let mut places = vec![Location { document, span: entry.reading.timexes[index].span }];
            places.extend(same_dates(corpus, document, index));
            places
        }
        Subject::Number(_) => Vec::new(),
        Subject::Mention(_) | Subject::Source(_) => match entity_of(&entry.reading, subject) {
            Some(entity) => mentions(corpus, document, entry, entity),
            None => Vec::new(),
        },
    };
    if !declaration {
        places.retain(|place| !is_declaration(entry, document, subject, place));
    }
    sort_by_key(&mut places, |place| (place.document != document, *place));
    places.dedup();
    let target = |place: Location| {
        let span_of = |entry: &ArticleEntry| sentence(&entry.reading, place.span);
        let whole = corpus.article(place.document).map_or(place.span, span_of);
        Target { document: place.document, span: whole, focus: place.span, origin: Some(span) }
    };
    places.into_iter().map(target).collect()
}

fn mentions(corpus: &Corpus, document: DocumentId, entry: &ArticleEntry, entity: usize) -> Vec<Location> {
    let mut places = own_mentions(document, entry, entity);
    for (other, namesake) in namesakes(corpus, document, &entry.reading.entities[entity]) {
        places.extend(corpus.article(other).into_iter().flat_map(|there| own_mentions(other, there, namesake)));
    }
    places
}

fn own_mentions(document: DocumentId, entry: &ArticleEntry, entity: usize) -> Vec<Location> {
    let mentions = entry.reading.mentions.iter().filter(|mention| mention.entity == entity);
    mentions.map(|mention| Location { document, span: mention.span }).collect()
}

fn is_declaration(entry: &ArticleEntry, document: DocumentId, subject: Subject, place: &Location) -> bool {
    let reading = &entry.reading;
    let declared = match subject {
        Subject::Figure(index) => Some(reading.quantities[entry.observations[index].quantity].phrase),
        Subject::Quotation(index) => Some(reading.quotations[index].span),
        Subject::Timex(index) => Some(reading.timexes[index].span),
        subject => entity_of(reading, subject)
            .and_then(|entity| reading.mentions.get(reading.entities[entity].introduction))
            .map(|mention| mention.span),
    };
    place.document == document && Some(place.span) == declared
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    const NAMES: &str = "//- a.txt
Harbour minister Ann Velder spoke to reporters on Monday. $0Velder was calm, and she left early.
//- b.txt
The town had trusted Ann Velder for years, and Velder knew it.
";

    fn check(fixture: &str, declaration: bool, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let (document, offset) = fixture.cursor();
        expected.assert_eq(&fixture.show(&references(&fixture.corpus, document, offset, declaration)));
    }

    #[test]
    fn a_surname_finds_every_mention_in_every_article() {
        check(
            NAMES,
            true,
            expect![[r#"
                a.txt:1 Ann Velder
                a.txt:1 Velder
                a.txt:1 she
                b.txt:1 Ann Velder
                b.txt:1 Velder
            "#]],
        );
    }

    #[test]
    fn without_the_declaration_the_introduction_is_left_out() {
        check(
            NAMES,
            false,
            expect![[r#"
                a.txt:1 Velder
                a.txt:1 she
                b.txt:1 Ann Velder
                b.txt:1 Velder
            "#]],
        );
    }

    #[test]
    fn a_title_and_surname_elsewhere_are_the_person_and_another_of_the_surname_is_not() {
        check(
            "//- a.txt
The town trusted Ann $0Velder, the harbour minister, for years.
//- b.txt
Minister Velder was calm on Monday.
//- c.txt
On Monday the minister Anna Velder left early.
",
            true,
            expect![[r#"
                a.txt:1 Ann Velder
                b.txt:1 Velder
                c.txt:1 Anna Velder
            "#]],
        );
        check(
            "//- a.txt
The town trusted Ann $0Velder, the harbour minister, for years.
//- b.txt
Baker Peter Velder was calm on Monday. Mr Velder left early.
//- c.txt
Mr Velder was calm on Monday.
",
            true,
            expect![[r#"
                a.txt:1 Ann Velder
            "#]],
        );
    }

    #[test]
    fn a_quotation_finds_its_other_wordings() {
        check(
            "//- a.txt
\"The water was already in the $0lower hall when we opened the gates,\" harbourmaster Ann Marsh said on Monday.
//- b.txt
Harbourmaster Ann Marsh said: \"The water had already reached the lower hall when the gates were opened.\"
",
            true,
            expect![[r#"
                a.txt:1 "The water was already in the lower hall when we opened the gates,"
                b.txt:1 "The water had already reached the lower hall when the gates were opened."
            "#]],
        );
    }
}
