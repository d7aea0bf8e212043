//! Who relies on whom: which articles an article draws on, and which draw on it.
//!
//! An article relies on another that it names as its source, on one of an outlet that it attributes words to ("Coast
//! Wire reported"), and on the one that had its quotation first. Opened level by level, a circle of sources shows.

use crate::text::sorting::sort_by;
use rustc_hash::FxHashMap;

use super::annotation_events;
use super::cited::cited;
use super::declaration::same_name;
use super::interrupt::interrupted;
use crate::corpus::{ArticleEntry, Corpus, DocumentId, QuoteRelation};
use crate::reading::QuotationKind;
use crate::text::Span;

/// An article as a step of the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The article.
    pub document: DocumentId,
    /// Its headline, else its file's name.
    pub name: String,
    /// Publisher and date, where known.
    pub detail: String,
    /// All of its text.
    pub span: Span,
    /// The headline.
    pub focus: Span,
}

/// Why one article relies on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reliance {
    /// The other article.
    pub step: Step,
    /// The places in the article that relies.
    pub places: Vec<Span>,
}

/// No more articles than this are looked through.
const FARTHEST: usize = 20_000;

/// The step that the byte `offset` of a document stands for: the article that is named there as a source, else the
/// document itself.
pub fn step_at(corpus: &Corpus, document: DocumentId, offset: usize) -> Option<Step> {
    if corpus.annotation(document).is_some() {
        return annotation_events::step_at(corpus, document, offset);
    }
    let entry = corpus.article(document)?;
    let named = cited(corpus, entry).into_iter().find(|cited| cited.span.is_some_and(|span| span.touches(offset)));
    named.and_then(|cited| step(corpus, cited.document?)).or_else(|| step(corpus, document))
}

/// The step of an article.
pub fn step(corpus: &Corpus, document: DocumentId) -> Option<Step> {
    let entry = corpus.article(document)?;
    let article = &entry.reading.article;
    let focus = article.headline().or_else(|| article.blocks.first().map(|block| block.body)).unwrap_or(Span::at(0));
    let title =
        article.metadata.title.as_ref().map(|title| title.value.split_whitespace().collect::<Vec<_>>().join(" "));
    let publisher = article.metadata.publisher.as_ref().map(|publisher| publisher.value.clone());
    let date = article.metadata.dct().map(|date| date.to_string());
    let detail: Vec<String> = publisher.into_iter().chain(date).collect();
    Some(Step {
        document,
        name: title.filter(|title| !title.is_empty()).unwrap_or_else(|| entry.label().to_owned()),
        detail: if detail.is_empty() { entry.label().to_owned() } else { detail.join(", ") },
        span: Span::new(0, article.text.len()),
        focus,
    })
}

/// The articles that `document` relies on, in the order of the places where it says so; in an annotation file, what fills
/// the roles of the annotation at `offset`.
pub fn relies_on(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Reliance> {
    if corpus.annotation(document).is_some() {
        return annotation_events::below(corpus, document, offset);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let outlets = Outlets::of(corpus);
    let mut found: FxHashMap<DocumentId, Vec<Span>> = FxHashMap::default();
    for (other, span) in edges(corpus, document, entry, &outlets) {
        found.entry(other).or_default().push(span);
    }
    reliances(corpus, found)
}

/// The articles that rely on `document`, each with the places where it does; in an annotation file, the events and
/// relations of which the annotation at `offset` fills a role.
pub fn relied_on_by(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Reliance> {
    if corpus.annotation(document).is_some() {
        return annotation_events::above(corpus, document, offset);
    }
    let outlets = Outlets::of(corpus);
    let mut found: FxHashMap<DocumentId, Vec<Span>> = FxHashMap::default();
    let others = corpus.ids().into_iter().filter(|id| *id != document).take(FARTHEST);
    for other in others.take_while(|_| !interrupted()) {
        let Some(entry) = corpus.article(other) else { continue };
        let places = edges(corpus, other, entry, &outlets).filter(|(source, _)| *source == document);
        for (_, span) in places {
            found.entry(other).or_default().push(span);
        }
    }
    reliances(corpus, found)
}

fn reliances(corpus: &Corpus, found: FxHashMap<DocumentId, Vec<Span>>) -> Vec<Reliance> {
    let reliance = |(other, mut places): (DocumentId, Vec<Span>)| {
        places.sort_unstable();
        places.dedup();
        Some(Reliance { step: step(corpus, other)?, places })
    };
    let mut all: Vec<_> = found.into_iter().filter_map(reliance).collect();
    sort_by(&mut all, |a, b| (&a.places, a.step.document).cmp(&(&b.places, b.step.document)));
    all
}

/// The articles of each publisher, by its name in lower case.
struct Outlets(FxHashMap<String, Vec<DocumentId>>);

impl Outlets {
    fn of(corpus: &Corpus) -> Self {
        let mut outlets: FxHashMap<String, Vec<DocumentId>> = FxHashMap::default();
        for id in corpus.ids().into_iter().take(FARTHEST) {
            let publisher = corpus.article(id).and_then(|entry| entry.reading.article.metadata.publisher.as_ref());
            if let Some(publisher) = publisher {
                outlets.entry(key(&publisher.value)).or_default().push(id);
            }
        }
        Self(outlets)
    }

    fn named(&self, name: &str) -> &[DocumentId] {
        self.0.get(&key(name)).map_or(&[], Vec::as_slice)
    }
}

fn key(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.strip_prefix("the ").map(str::to_owned).unwrap_or(name)
}

/// Every reliance of one article: on which other, and where it shows.
fn edges<'a>(
    corpus: &'a Corpus,
    document: DocumentId,
    entry: &'a ArticleEntry,
    outlets: &'a Outlets,
) -> impl Iterator<Item = (DocumentId, Span)> + 'a {
    let named = cited(corpus, entry).into_iter().filter_map(|cited| {
        let whole = entry.reading.article.headline().unwrap_or(Span::at(0));
        Some((cited.document?, cited.span.unwrap_or(whole)))
    });
    let own = entry.reading.article.metadata.publisher.as_ref().map(|publisher| publisher.value.as_str());
    let text = &entry.reading.article.text;
    let attributed = entry.reading.attributions.iter().filter_map(move |attribution| {
        let place = *attribution.source.first().or_else(|| attribution.cue.first())?;
        let speaker = attribution.speaker.and_then(|speaker| entry.reading.entities.get(speaker));
        let names = speaker.map(|speaker| speaker.name.as_str()).into_iter().chain([place.of(text)]);
        let name = names.into_iter().find(|name| !outlets.named(name).is_empty())?;
        let reports = outlets.named(name);
        let foreign = own.is_none_or(|own| !same_name(own, name));
        // Of an outlet's several articles, the one that is most alike is meant.
        let here = |id: &&DocumentId| **id != document && not_later(corpus, **id, entry);
        let likeness = |id: &&DocumentId| corpus.article(**id).map_or(0.0, |there| there.likeness(entry));
        let source = reports.iter().filter(here).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        source.filter(|_| foreign).map(|source| (*source, place))
    });
    let quoted = entry.reading.quotations.iter().enumerate().filter_map(move |(index, quotation)| {
        if quotation.kind != QuotationKind::Speech {
            return None;
        }
        let first = first_with_quote(corpus, document, entry, index)?;
        Some((first, quotation.span))
    });
    named.chain(attributed).chain(quoted).filter(move |(other, _)| *other != document)
}

/// Whether an article is not known to be later than another.
fn not_later(corpus: &Corpus, id: DocumentId, than: &ArticleEntry) -> bool {
    let there = corpus.article(id).and_then(|entry| entry.reading.article.metadata.dct());
    there.zip(than.reading.article.metadata.dct()).is_none_or(|(there, here)| there <= here)
}

/// The article that had the same words on an earlier day, the earliest of them.
fn first_with_quote(corpus: &Corpus, document: DocumentId, entry: &ArticleEntry, index: usize) -> Option<DocumentId> {
    let day = |entry: &ArticleEntry| entry.reading.article.metadata.dct();
    let here = day(entry)?;
    let same = |relation| matches!(relation, QuoteRelation::Same | QuoteRelation::Truncated);
    let variants = corpus.quote_variants(document, index).into_iter().filter(|v| same(v.relation));
    let dated = variants.filter_map(|v| {
        let there = corpus.article(v.other)?;
        Some((day(there).filter(|day| *day < here)?, there.path.clone(), v.other))
    });
    dated.min().map(|(_, _, other)| other)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    const CIRCLE: &str = "//- a.md
---
title: The flood as the wire saw it
date: 2021-03-05
publisher: Harbour Post
sources: [b.md]
---

Coast Wire said on Friday that the gates had been open all night.

\"The water was already in the lower hall when we opened the gates,\" harbourmaster Ann Marsh said.
//- b.md
---
title: Gates open
date: 2021-03-04
publisher: Coast Wire
---

The Harbour Post reported on Thursday that the gates were open all night.
//- c.md
---
title: Water in the hall
date: 2021-03-03
publisher: Radio Alder
---

Harbourmaster Ann Marsh said: \"The water was already in the lower hall when we opened the gates.\"
//- d.md
---
title: Before
date: 2021-03-01
publisher: Harbour Post
---

The gates were closed.
";

    fn check(incoming: bool, path: &str, expected: Expect) {
        let fixture = Fixture::new(CIRCLE);
        let document = fixture.corpus.id(path).unwrap();
        let found = match incoming {
            true => relied_on_by(&fixture.corpus, document, 0),
            false => relies_on(&fixture.corpus, document, 0),
        };
        let line = |r: Reliance| {
            let from = if incoming { r.step.document } else { document };
            let places: Vec<_> = r.places.iter().map(|span| fixture.covered(from, *span)).collect();
            format!("{} ({}): {}\n", r.step.name, r.step.detail, places.join(" | "))
        };
        expected.assert_eq(&found.into_iter().map(line).collect::<String>());
    }

    #[test]
    fn an_article_relies_on_its_sources_on_outlets_and_on_who_had_the_quotation_first() {
        check(
            false,
            "a.md",
            expect![[r#"
                Gates open (Coast Wire, 2021-03-04): b.md | Coast Wire
                Water in the hall (Radio Alder, 2021-03-03): "The water was already in the lower hall when we opened the gates,"
            "#]],
        );
    }

    #[test]
    fn an_outlets_later_article_is_not_what_was_relied_on() {
        check(
            false,
            "b.md",
            expect![[r#"
                Before (Harbour Post, 2021-03-01): The Harbour Post
            "#]],
        );
    }

    #[test]
    fn an_article_knows_who_relies_on_it() {
        check(
            true,
            "b.md",
            expect![[r#"
                The flood as the wire saw it (Harbour Post, 2021-03-05): b.md | Coast Wire
            "#]],
        );
        check(true, "a.md", expect![[""]]);
    }

    #[test]
    fn the_place_of_a_named_source_stands_for_that_source() {
        let fixture = Fixture::new("//- a.md\n---\nsources: [$0b.txt]\n---\n\nText.\n//- b.txt\nWords.\n");
        let (document, offset) = fixture.cursor();
        let path = |offset| fixture.corpus.path(step_at(&fixture.corpus, document, offset).unwrap().document).unwrap();
        assert_eq!((&**path(offset), &**path(0)), ("b.txt", "a.md"));
    }
}
