//! JSON Lines in the editor: what a mark covers, and from an article with the same text to the records that mark it.

use super::markup::shortened;
use super::token_kind::in_order;
use super::{Hint, Hover, Markup, Symbol, SymbolKind, Target, TokenKind};
use crate::annotation::json_lines::{JsonLines, Mark, Record};
use crate::corpus::{Corpus, DocumentId};
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// So much of a text is shown to either side of what is marked in it, in characters.
const AROUND: usize = 60;

/// What the mark at the byte `offset` covers, with the words around it.
pub(super) fn hover(file: &JsonLines, offset: usize) -> Option<Hover> {
    let (record, mark) = file.mark_at(offset)?;
    let (start, end) = (mark.covers.start as usize, mark.covers.end as usize);
    let before = record.text[..start].char_indices().rev().take(AROUND).last().map_or(start, |(at, _)| at);
    let behind = record.text[end..].char_indices().nth(AROUND).map_or(record.text.len(), |(at, _)| end + at);
    let line = |text: &str| text.replace('\n', " ");
    let mut content = Markup::new();
    content.strong(&mark.label);
    if let Some(name) = &record.name {
        content.text(" in ").text(name);
    }
    content.paragraph().text(&line(&record.text[before..start]));
    content.strong(&line(mark.covers.of(&record.text))).text(&line(&record.text[end..behind]));
    Some(Hover { span: mark.place, content })
}

/// The text that the mark at the byte `offset` covers, in the articles that have its record's text.
pub(super) fn definition(corpus: &Corpus, file: &JsonLines, offset: usize) -> Vec<Target> {
    let Some((record, mark)) = file.mark_at(offset) else { return Vec::new() };
    let has_it = |id: &DocumentId| {
        let text = corpus.article(*id).map(|entry| &entry.reading.article.text);
        text.is_some_and(|text| **text == *record.text)
    };
    let named = record.name.as_deref().and_then(|name| corpus.id(name)).filter(has_it);
    let found = named.map_or_else(|| corpus.articles_with_text(&record.text), |id| vec![id]);
    let target = |document| Target { document, span: mark.covers, focus: mark.covers, origin: Some(mark.place) };
    found.into_iter().map(target).collect()
}

/// The marks on the byte `offset` of an article, each with its record and file.
pub(super) fn marks_on(corpus: &Corpus, article: DocumentId, offset: usize) -> Vec<(DocumentId, &Record, &Mark)> {
    let marks = |(document, record)| {
        let marks = Record::marks(record);
        marks.filter(|mark| mark.covers.contains(offset)).map(move |mark| (document, record, mark))
    };
    corpus.records_of(article).into_iter().flat_map(marks).collect()
}

/// The records, each with its marks.
pub(super) fn symbols(file: &JsonLines) -> Vec<Symbol> {
    let of_mark = |record: &Record, mark: &Mark| Symbol {
        name: mark.label.clone(),
        detail: shortened(mark.covers.of(&record.text)),
        kind: SymbolKind::Name,
        span: mark.place,
        focus: mark.place,
        children: Vec::new(),
    };
    let of_record = |record: &Record| Symbol {
        name: record.name.clone().unwrap_or_else(|| shortened(&record.text)),
        detail: String::new(),
        kind: SymbolKind::Section,
        span: record.line,
        focus: Span::at(record.line.start as usize),
        children: record.marks().map(|mark| of_mark(record, mark)).collect(),
    };
    file.records.iter().map(of_record).collect()
}

/// Behind each mark what it covers.
pub(super) fn hints(file: &JsonLines) -> Vec<Hint> {
    let hint = |record: &Record, mark: &Mark| Hint {
        offset: mark.place.end as usize,
        label: shortened(mark.covers.of(&record.text)),
        after: true,
    };
    let of_record = |record: &Record| -> Vec<Hint> { record.marks().map(|mark| hint(record, mark)).collect() };
    let mut hints: Vec<Hint> = file.records.iter().flat_map(of_record).collect();
    sort_by_key(&mut hints, |hint| hint.offset);
    hints
}

/// The marks, coloured.
pub(super) fn tokens(file: &JsonLines) -> Vec<(Span, TokenKind)> {
    let marks = file.records.iter().flat_map(Record::marks);
    in_order(marks.map(|mark| (mark.place, TokenKind::Cue)).collect())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::super::{definition, hints, hover, symbols, tokens};

    const FILES: &str = "//- a.txt
🌊 Ann Velder told Ben Marsh.
//- all.jsonl
{\"text\":\"Another.\",\"entities\":[{\"id\":1,\"label\":\"X\",\"start_offset\":0,\"end_offset\":7}]}
{\"text\":\"🌊 Ann Velder told Ben Marsh.\\n\",\"path\":\"elsewhere/a.txt\",\"entities\":[{\"id\":1,\"label\":\"Person\",\"start_offset\":2,\"end_offset\":12}]}
";

    fn at(cursor: &str) -> (Fixture, crate::corpus::DocumentId, usize) {
        let fixture = Fixture::new(&FILES.replacen(&cursor.replace("$0", ""), cursor, 1));
        let (document, offset) = fixture.cursor();
        (fixture, document, offset)
    }

    #[test]
    fn a_mark_shows_what_it_covers_and_leads_to_the_article_with_its_text() {
        let (fixture, document, offset) = at("\"Per$0son\"");
        let shown = hover(&fixture.corpus, document, offset).map(|h| h.content.plain()).unwrap_or_default();
        assert_eq!(shown.trim_end(), "Person in elsewhere/a.txt\n\n🌊 Ann Velder told Ben Marsh.");
        assert_eq!(fixture.show(&definition(&fixture.corpus, document, offset)), "a.txt:1 Ann Velder\n");
        let (fixture, document, offset) = at("\"$0X\"");
        assert!(definition(&fixture.corpus, document, offset).is_empty());
    }

    #[test]
    fn an_article_leads_to_the_records_that_mark_it() {
        let (fixture, document, offset) = at("Ann Vel$0der told Ben Marsh.\n//-");
        let shown = hover(&fixture.corpus, document, offset).map(|h| h.content.plain()).unwrap_or_default();
        assert!(shown.contains("annotated as Person in all.jsonl"), "{shown}");
        let targets = fixture.show(&definition(&fixture.corpus, document, offset));
        assert!(targets.contains("all.jsonl:2 {\"id\":1,\"label\":\"Person\""), "{targets}");
    }

    #[test]
    fn records_are_an_outline_and_marks_say_what_they_cover() {
        let (fixture, document, _) = at("$0{\"text\":\"Another");
        let outline = symbols(&fixture.corpus, document);
        let shown: Vec<_> = outline.iter().map(|s| (s.name.as_str(), s.children[0].detail.as_str())).collect();
        assert_eq!(shown, [("Another.", "Another"), ("elsewhere/a.txt", "Ann Velder")]);
        assert_eq!(hints(&fixture.corpus, document)[1].label, "Ann Velder");
        assert_eq!(tokens(&fixture.corpus, document).len(), 2);
    }
}
