//! Where the thing under the cursor comes from.
//!
//! A figure, quotation or date of a draft comes from the source that it cites. Else a figure or quotation comes from
//! the earliest article that has the same one; where that is this article, from whoever states it. A pronoun, surname or cue leads to the person's full introduction, a date that has
//! to be counted from the article's own date leads there. Human annotation of the place comes last.

use jiff::civil::Date;

use super::elsewhere::figure;
use super::subject::{Subject, entity_of, sentence};
use super::{Target, annotation, annotation_columns, annotation_parts, draft};
use crate::corpus::{ArticleEntry, Corpus, DocumentId, Location, QuoteRelation, Relation};

/// Where the thing at the byte `offset` of a document comes from.
pub fn definition(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Target> {
    if let Some(entry) = corpus.annotation(document) {
        let column = || annotation_columns::definition(&entry.file, document, offset);
        if let Some(target) = annotation_parts::line_of_reference(&entry.file, document, offset).or_else(column) {
            return vec![target];
        }
        return annotation::definition(corpus, entry, offset);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let lines = annotation::lines_on(corpus, document, offset);
    let Some((subject, span)) = Subject::at(entry, offset) else { return lines };
    let compared =
        matches!(subject, Subject::Figure(_) | Subject::Quotation(_) | Subject::Timex(_) | Subject::Number(_));
    if let Some(target) = draft::passage(corpus, document, offset).filter(|_| compared) {
        return std::iter::once(target).chain(lines).collect();
    }
    let mut targets = match subject {
        Subject::Figure(index) => first_figure(corpus, document, entry, index),
        Subject::Quotation(index) => first_quotation(corpus, document, entry, index),
        Subject::Timex(index) => own_date(document, entry, index),
        Subject::Mention(_) | Subject::Source(_) | Subject::Number(_) => Vec::new(),
    };
    if targets.is_empty() {
        let speaker = match subject {
            Subject::Figure(index) => entry.observations[index].speaker,
            subject => entity_of(&entry.reading, subject),
        };
        targets.extend(speaker.and_then(|speaker| introduction(document, entry, speaker)));
    }
    targets.iter_mut().for_each(|target| target.origin = Some(span));
    targets.extend(lines);
    targets
}

/// The best introduction of an entity in its article.
pub(super) fn introduction(document: DocumentId, entry: &ArticleEntry, entity: usize) -> Option<Target> {
    let reading = &entry.reading;
    let mention = reading.mentions.get(reading.entities.get(entity)?.introduction)?;
    Some(Target { document, span: sentence(reading, mention.phrase), focus: mention.phrase, origin: None })
}

fn first_figure(corpus: &Corpus, document: DocumentId, entry: &ArticleEntry, index: usize) -> Vec<Target> {
    let same = corpus.relations_of_one(document, index).into_iter().filter(|r| r.relation == Relation::Equal);
    let places = same.filter_map(|r| Some(figure(r.other, corpus.article(r.other)?, r.observation)));
    earliest(corpus, document, entry, places)
}

fn first_quotation(corpus: &Corpus, document: DocumentId, entry: &ArticleEntry, index: usize) -> Vec<Target> {
    let variants = corpus.quote_variants(document, index).into_iter();
    let same = variants.filter(|v| v.relation != QuoteRelation::Translated);
    let places = same.filter_map(|v| {
        let span = corpus.article(v.other)?.reading.quotations.get(v.quotation)?.span;
        Some(Location { document: v.other, span })
    });
    earliest(corpus, document, entry, places)
}

/// The place in the article with the earliest date, where that is before this article's.
fn earliest(
    corpus: &Corpus,
    document: DocumentId,
    entry: &ArticleEntry,
    places: impl Iterator<Item = Location>,
) -> Vec<Target> {
    let date = |entry: &ArticleEntry| entry.reading.article.metadata.dct();
    let Some(here) = date(entry) else { return Vec::new() };
    let dated = places.filter(|place| place.document != document).filter_map(|place| {
        let there = corpus.article(place.document)?;
        Some((date(there)?, there, place))
    });
    let before = dated.filter(|(day, _, _): &(Date, _, _)| *day < here);
    let first = before.min_by(|a, b| (a.0, &a.1.path, a.2.span).cmp(&(b.0, &b.1.path, b.2.span)));
    let target = |(_, there, place): (Date, &ArticleEntry, Location)| Target {
        document: place.document,
        span: sentence(&there.reading, place.span),
        focus: place.span,
        origin: None,
    };
    first.map(target).into_iter().collect()
}

fn own_date(document: DocumentId, entry: &ArticleEntry, index: usize) -> Vec<Target> {
    let metadata = &entry.reading.article.metadata;
    let counted = entry.reading.timexes[index].relative;
    let stated = metadata.dates.iter().find(|date| date.date.full().is_some()).and_then(|date| date.span);
    stated.filter(|_| counted).map(|span| Target { document, span, focus: span, origin: None }).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let (document, offset) = fixture.cursor();
        expected.assert_eq(&fixture.show(&definition(&fixture.corpus, document, offset)));
    }

    #[test]
    fn a_pronoun_leads_to_the_full_introduction() {
        check(
            "//- a.txt
Harbour minister Ann Marsh spoke on Monday. Marsh was calm.

\"The next step must be the gates,\" $0she said.
",
            expect![[r#"
                a.txt:1 Harbour minister Ann Marsh
            "#]],
        );
    }

    #[test]
    fn a_cue_leads_to_whoever_speaks() {
        check(
            "//- a.txt
Harbour minister Ann Marsh spoke on Monday.

\"The next step must be the gates,\" Marsh $0said.
",
            expect![[r#"
                a.txt:1 Harbour minister Ann Marsh
            "#]],
        );
    }

    #[test]
    fn a_quotation_leads_to_the_earliest_article_that_has_it() {
        check(
            "//- a.txt
---
title: Gates
date: 2021-03-05
---

\"The water was already in the $0lower hall when we opened the gates,\" harbourmaster Ann Marsh said.
//- b.txt
---
title: Water
date: 2021-03-03
---

Harbourmaster Ann Marsh said: \"The water was already in the lower hall when we opened the gates.\"
",
            expect![[r#"
                b.txt:6 "The water was already in the lower hall when we opened the gates."
            "#]],
        );
    }

    #[test]
    fn a_quotation_that_stands_nowhere_else_leads_to_its_speaker() {
        check(
            "//- a.txt
Harbourmaster Ann Marsh came late.

\"The water was already in the $0lower hall when we opened the gates,\" Marsh said.
",
            expect![[r#"
                a.txt:1 Harbourmaster Ann Marsh
            "#]],
        );
    }

    #[test]
    fn a_weekday_leads_to_the_articles_date() {
        check(
            "//- a.txt
---
title: Water
date: 2021-03-03
---

The office closed on $0Monday, the company said.
",
            expect![[r#"
                a.txt:3 2021-03-03
            "#]],
        );
    }
}
