//! A draft in the editor: how it fares against the sources that it cites, as a lens above it and a hint behind each thing.

use super::subject::sentence;
use super::{Hint, Lens, Markup, Target};
use crate::corpus::draft::{Item, ItemKind, Verdict};
use crate::corpus::{Corpus, DocumentId, Location};
use crate::text::Span;

/// The lens above a draft: "12 found, 1 different, 2 not found in 3 sources".
pub(super) fn lens(corpus: &Corpus, document: DocumentId) -> Option<Lens> {
    let comparison = corpus.comparison(document)?;
    let entry = corpus.article(document)?;
    let counts = [Verdict::Found, Verdict::Different, Verdict::NotFound, Verdict::Unchecked];
    let parts: Vec<String> = counts
        .into_iter()
        .map(|verdict| (comparison.count(verdict), verdict))
        .filter(|(count, _)| *count > 0)
        .map(|(count, verdict)| format!("{count} {}", verdict.name()))
        .collect();
    let blocks = &entry.reading.article.blocks;
    let first = blocks.iter().find(|b| b.kind.is_read()).map_or(Span::at(0), |b| b.span);
    let sources = comparison.sources.len();
    let sources = if sources == 1 { "1 source".to_owned() } else { format!("{sources} sources") };
    let title = if parts.is_empty() { "nothing to verify".to_owned() } else { parts.join(", ") };
    Some(Lens { span: first, title: format!("{title} in {sources}") })
}

/// A hint behind each figure, quotation and date: "✓ wire.txt:14".
pub(super) fn hints(corpus: &Corpus, document: DocumentId) -> Vec<Hint> {
    let Some(comparison) = corpus.comparison(document) else { return Vec::new() };
    let shown = |item: &&Item| match item.kind {
        ItemKind::Figure | ItemKind::Quotation | ItemKind::Date => item.verdict != Verdict::Unchecked,
        ItemKind::Name => item.verdict == Verdict::Different,
        ItemKind::Statement => false,
    };
    let hint = |item: &Item| {
        let place = item.passage.and_then(|passage| place(corpus, passage));
        let label = [Some(item.verdict.sign().to_owned()), place].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Hint { offset: item.span.end as usize, label, after: true }
    };
    comparison.items.iter().filter(shown).map(hint).collect()
}

/// What the draft has at the byte `offset`, the shortest thing that covers it.
fn item_at(corpus: &Corpus, document: DocumentId, offset: usize, wanted: impl Fn(ItemKind) -> bool) -> Option<Item> {
    let comparison = corpus.comparison(document)?;
    let here = comparison.items.iter().filter(|i| i.kind != ItemKind::Statement && wanted(i.kind));
    here.filter(|i| i.span.touches(offset)).min_by_key(|i| i.span.len()).cloned()
}

/// Adds how the thing at the byte `offset` of a draft fares, with the source's passage.
pub(super) fn describe(corpus: &Corpus, document: DocumentId, offset: usize, content: &mut Markup) {
    let Some(item) = item_at(corpus, document, offset, |_| true) else { return };
    let verdict = format!("{} {}", item.verdict.sign(), item.verdict.name());
    content.paragraph().strong(&verdict).text(" in the cited sources");
    if let Some(passage) = item.passage
        && let (Some(source), Some(place)) = (corpus.article(passage.document), place(corpus, passage))
    {
        let whole = sentence(&source.reading, passage.span).of(&source.reading.article.text);
        let words: Vec<&str> = whole.split_whitespace().collect();
        content.item().text(&format!("{place}: {}", words.join(" ")));
    }
    for discrepancy in &item.discrepancies {
        content.item().text(&discrepancy.says);
    }
}

/// The source's own passage of the figure, quotation or date at the byte `offset` of a draft.
pub(super) fn passage(corpus: &Corpus, document: DocumentId, offset: usize) -> Option<Target> {
    let item = item_at(corpus, document, offset, |kind| kind != ItemKind::Name)?;
    let passage = item.passage?;
    let span = sentence(&corpus.article(passage.document)?.reading, passage.span);
    Some(Target { document: passage.document, span, focus: passage.span, origin: Some(item.span) })
}

/// A place as people write it: the file's name and the line.
pub(super) fn place(corpus: &Corpus, location: Location) -> Option<String> {
    let entry = corpus.article(location.document)?;
    let before = &entry.reading.article.text.as_bytes()[..location.span.start as usize];
    let line = 1 + before.iter().filter(|b| **b == b'\n').count();
    Some(format!("{}:{line}", entry.label()))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::super::{hints, lenses};

    const DRAFT: &str = "//- draft.txt
---
sources: [wire.txt]
---

The repair of the Eastgate sea wall would cost 240 million euros, Mayor Helena Marsh said. \"We begged for new pumps in March,\" she said.

Some 1,742 seats were dry.
//- wire.txt
Mayor Helena Marsh spoke in Port Alder.

The repair of the Eastgate sea wall would cost 240 million euros, Marsh said. \"We asked for new pumps in March,\" she said.
";

    #[test]
    fn a_draft_is_summed_up_above_its_first_line_and_marked_behind_each_figure() {
        let fixture = Fixture::new(DRAFT);
        let draft = fixture.corpus.id("draft.txt").unwrap();
        let lens = lenses(&fixture.corpus, draft).remove(0);
        assert!(lens.title.contains("1 different, 1 not found"), "{}", lens.title);
        let text = fixture.corpus.document(draft).unwrap().text().clone();
        let shown: Vec<String> = hints(&fixture.corpus, draft)
            .into_iter()
            .map(|h| format!("{} {}", text[..h.offset].rsplit(' ').next().unwrap(), h.label))
            .collect();
        assert_eq!(shown[0], "euros ✓ wire.txt:3");
    }

    #[test]
    fn a_figure_shows_the_passage_of_its_source_and_leads_there() {
        let fixture = Fixture::new(&DRAFT.replace("240 million euros, Mayor", "24$00 million euros, Mayor"));
        let (draft, offset) = fixture.cursor();
        let shown = super::super::hover(&fixture.corpus, draft, offset).unwrap().content.plain();
        assert!(shown.contains("✓ found in the cited sources"), "{shown}");
        assert!(
            shown.contains("wire.txt:3: The repair of the Eastgate sea wall would cost 240 million euros"),
            "{shown}"
        );
        let target = super::super::definition(&fixture.corpus, draft, offset).remove(0);
        assert_eq!(fixture.covered(target.document, target.focus), "240 million euros");
        assert_eq!(target.document, fixture.corpus.id("wire.txt").unwrap());
    }

    #[test]
    fn an_article_without_sources_has_none_of_it() {
        let fixture = Fixture::new("//- a.txt\nThe repair would cost 240 million euros.\n");
        assert_eq!(lenses(&fixture.corpus, fixture.corpus.ids()[0]), []);
    }
}
