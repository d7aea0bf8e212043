//! As WebAnno TSV 3.3: INCEpTION's own layer of named entities, so that it opens without any set-up.
//!
//! The value is the type of a mark; the identifier says what belongs together ("attribution-1") or what is meant.

use super::{Mark, marks};
use crate::annotation::webanno::{Cell, Item, Part, Row, RowId, Value, write_row};
use crate::reading::{Prose, Reading};
use crate::text::Span;
use std::fmt::Write;

const HEADER: &str = "#FORMAT=WebAnno TSV 3.3\n\
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\n";

/// The `.tsv` of an article, its offsets in UTF-16 units. Marks outside of the sentences that are read are left out.
pub fn webanno(reading: &Reading) -> String {
    let text = &*reading.article.text;
    let all = marks(reading);
    let pieces: Vec<(Span, &Mark)> = all.iter().flat_map(|m| m.spans.iter().map(move |&span| (span, m))).collect();
    let mut units = Units { text, byte: 0, unit: 0 };
    let (mut out, mut number) = (HEADER.to_owned(), 0);
    for sentence in &Prose::of(&reading.article).sentences {
        number += 1;
        let first = sentence.span.start as usize;
        for line in sentence.span.of(text).split('\n') {
            let line = line.trim_end_matches('\r').replace('\\', "\\\\").replace('\t', "\\t");
            let _ = write!(out, "{}#Text={line}", if out.ends_with("\n\n") { "\n" } else { "" });
            out.push('\n');
        }
        units.to(first);
        for token in 0..sentence.len() {
            let span = sentence.token_span(token);
            let (from, to) = (units.to(span.start as usize), units.to(span.end as usize));
            // An annotation over parts of tokens covers the whole tokens: INCEpTION's entities are made of these.
            let on: Vec<(usize, &Mark)> = pieces
                .iter()
                .enumerate()
                .filter(|(_, (piece, _))| piece.overlaps(span))
                .map(|(index, (_, mark))| (index + 1, *mark))
                .collect();
            let id = RowId { sentence: number, token: token as u32 + 1, part: 0 };
            let cells = vec![cell(&on, identifier), cell(&on, |mark| Some(mark.label.to_owned())), blank()];
            let none = Span::at(0);
            let form = span.of(text).to_owned();
            let row = Row { id, offsets: (from, to), form, cells, line: none, spans: [none; 3] };
            out.push_str(&write_row(&row, None));
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

fn identifier(mark: &Mark) -> Option<String> {
    mark.attribution.map(|index| format!("attribution-{}", index + 1)).or_else(|| mark.value.clone())
}

fn cell(on: &[(usize, &Mark)], value: impl Fn(&Mark) -> Option<String>) -> Cell {
    let part = |value: Value, bracket| Part { value, arrow: None, bracket, raw: None };
    let item = |parts| Item { span: Span::at(0), parts };
    let mut items: Vec<Item> = Vec::new();
    for (id, mark) in on {
        let value = value(mark).filter(|value| !value.is_empty()).map_or(Value::Unset, Value::Text);
        items.push(item(vec![part(value, Some((*id as u32, None)))]));
    }
    if items.is_empty() {
        items.push(item(vec![part(Value::Nothing, None)]));
    }
    Cell { span: Span::at(0), items }
}

/// Rows end in a tab.
fn blank() -> Cell {
    Cell { span: Span::at(0), items: Vec::new() }
}

/// Counts UTF-16 units from one place of a text to the next one behind it.
struct Units<'a> {
    text: &'a str,
    byte: usize,
    unit: usize,
}

impl Units<'_> {
    fn to(&mut self, byte: usize) -> usize {
        if let Some(between) = self.text.get(self.byte..byte) {
            self.unit += between.encode_utf16().count();
            self.byte = byte;
        }
        self.unit
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TEXT, reading};
    use super::*;
    use crate::annotation::webanno::WebAnno;

    #[test]
    fn what_is_written_is_read_back_without_problems_and_marks_the_same() {
        let text = webanno(&reading());
        let file = WebAnno::read(text.as_str().into(), Some(TEXT));
        let webanno = file.webanno.as_ref().expect("a WebAnno file");
        assert_eq!((&webanno.problems, &file.misplaced), (&vec![], &None), "{text}");
        let marked: Vec<(&str, &str)> = file
            .spans
            .iter()
            .map(|span| {
                let value = file.attributes.iter().find(|a| a.target == span.id && a.name == "value");
                (value.and_then(|a| a.value.as_deref()).unwrap_or_default(), span.quoted.as_str())
            })
            .collect();
        assert!(marked.contains(&("Figure", "340 people")) || marked.contains(&("Figure", "340")), "{marked:?}");
        assert!(marked.iter().any(|(label, text)| *label == "Source" && text.contains("Marsh")), "{marked:?}");
    }
}
