//! From layers to the one model: spans, relations and attributes with their places in the file.

use super::cell::{Item, Value};
use super::header::{Column, Kind, Layer};
use super::{Row, RowId, WebAnno};
use crate::annotation::{
    AnnotationFile, Argument, Attribute, Counting, Format, Problem, Reference, Relation, SpanAnnotation, Unit,
};
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::sync::Arc;

impl WebAnno {
    /// Reads a file into the model, its spans placed in `article` where there is one.
    pub fn read(text: Arc<str>, article: Option<&str>) -> AnnotationFile {
        let webanno = super::parse(&text);
        let counting = Counting { unit: Unit::Utf16, ..Counting::default() };
        let table = article.map(|article| counting.table(article));
        let byte = |unit: usize| table.as_ref()?.get(unit).copied().flatten();
        let mut file = AnnotationFile { format: Format::WebAnno, counting, ..AnnotationFile::default() };
        let mut builder = Builder { file: &mut file, known: FxHashMap::default(), relations: Vec::new() };
        for row in webanno.rows() {
            let place = byte(row.offsets.0).zip(byte(row.offsets.1)).map(|(start, end)| Span { start, end });
            builder.row(&webanno, row, place);
        }
        builder.connect();
        if let Some(article) = article {
            file.misplaced = misplaced(&webanno, article, byte);
        }
        file.webanno = Some(Arc::new(webanno));
        file.text = text;
        file
    }
}

/// The first token that is not what stands at its offsets in the article.
fn misplaced(file: &WebAnno, article: &str, byte: impl Fn(usize) -> Option<u32>) -> Option<Problem> {
    let differs = |row: &&Row| {
        let range = byte(row.offsets.0).zip(byte(row.offsets.1));
        range.and_then(|(start, end)| article.get(start as usize..end as usize)) != Some(row.form.as_str())
    };
    let row = file.rows().find(differs)?;
    let further = file.rows().filter(differs).count() - 1;
    let more = if further > 0 { format!(", nor are {further} further tokens at theirs") } else { String::new() };
    let message = format!("\"{}\" is not what stands at these offsets of the article{more}", row.form);
    Some(Problem { span: row.spans[1], message })
}

/// What names an annotation: its layer, and its number or the row that it stands on.
type Key = (usize, Result<u32, RowId>);

struct Builder<'a> {
    file: &'a mut AnnotationFile,
    known: FxHashMap<Key, usize>,
    /// Relations with the keys of what they come from, to be named when all spans are known.
    relations: Vec<(Relation, Key, Key)>,
}

impl Builder<'_> {
    fn row(&mut self, webanno: &WebAnno, row: &Row, place: Option<Span>) {
        let mut cells = row.cells.iter();
        for (index, layer) in webanno.layers.iter().enumerate() {
            let own: Vec<_> = cells.by_ref().take(layer.columns.len()).collect();
            if own.len() < layer.columns.len() {
                return;
            }
            let Some(highest) = own.iter().rev().max_by_key(|cell| cell.items.len()) else { continue };
            let height = highest.items.len();
            for (level, of) in highest.items.iter().enumerate() {
                // A column that leaves some of the stacked annotations out says by numbers which it speaks of.
                let item = |cell: &&super::Cell| match cell.items.len() == height {
                    true => Some(level),
                    false => cell.items.iter().position(|item| item.id().is_some() && item.id() == of.id()),
                };
                let items: Vec<Option<&Item>> = own.iter().map(|cell| cell.items.get(item(cell)?)).collect();
                if items.iter().flatten().all(|item| item.is_nothing() && item.id().is_none()) {
                    continue;
                }
                match layer.kind {
                    Kind::Relation => self.relation(webanno, layer, row, &items),
                    Kind::Span | Kind::Chain => self.span(index, layer, row, place, &items),
                }
            }
        }
    }

    fn span(&mut self, index: usize, layer: &Layer, row: &Row, place: Option<Span>, items: &[Option<&Item>]) {
        let is_slot = |column: &Column| matches!(column, Column::Slot(_));
        let number =
            items.iter().zip(&layer.columns).filter(|(_, column)| !is_slot(column)).find_map(|(i, _)| i.as_ref()?.id());
        // In a chain the number is that of the chain.
        let key = match number.filter(|number| *number > 0) {
            Some(number) if layer.kind == Kind::Span => (index, Ok(number)),
            _ => (index, Err(row.id)),
        };
        if let Some(&at) = self.known.get(&key).filter(|_| number.is_some() && layer.kind == Kind::Span) {
            let span = &mut self.file.spans[at];
            let touches = span.offsets.last().is_some_and(|last| last.1 < row.offsets.0);
            match (&mut span.fragments, place) {
                (Some(fragments), Some(place)) => match fragments.last_mut() {
                    Some(last) => *last = last.join(place),
                    None => fragments.push(place),
                },
                (fragments, _) => *fragments = None,
            }
            if let Some(last) = span.offsets.last_mut() {
                last.1 = row.offsets.1;
            }
            if touches {
                span.quoted.push(' ');
            }
            span.quoted.push_str(&row.form);
            return;
        }
        let Some(first) = items.iter().flatten().next() else { return };
        let id = match key.1 {
            Ok(number) => format!("{}[{number}]", layer.short()),
            Err(row) => format!("{} {row}", layer.short()),
        };
        for (item, column) in items.iter().zip(&layer.columns) {
            let (Some(item), Column::Feature(name) | Column::Role(name)) = (item, column) else { continue };
            let values = item.parts.iter().filter_map(|part| match &part.value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            });
            let value = values.collect::<Vec<_>>().join("; ");
            if !value.is_empty() {
                self.file.attributes.push(attribute(&id, name, value, row.line, item.span));
            }
        }
        self.known.insert(key, self.file.spans.len());
        self.file.spans.push(SpanAnnotation {
            id,
            label: layer.short().to_owned(),
            fragments: place.map(|place| vec![place]),
            offsets: vec![row.offsets],
            quoted: row.form.clone(),
            line: row.line,
            id_span: first.span,
            label_span: first.span,
            head_span: row.spans[1],
            quoted_span: row.spans[2],
        });
    }

    fn relation(&mut self, webanno: &WebAnno, layer: &Layer, row: &Row, items: &[Option<&Item>]) {
        let Some((Column::Base(base), &Some(source))) = layer.columns.last().zip(items.last()) else { return };
        let of = webanno.layers.iter().position(|other| other.name == *base).unwrap_or(usize::MAX);
        for part in &source.parts {
            let Value::Text(written) = &part.value else { continue };
            let Some(from) = RowId::read(written) else { continue };
            let (own, theirs) = part.bracket.map_or((0, 0), |(first, second)| (first, second.unwrap_or(0)));
            let key = |number: u32, row: RowId| if number > 0 { (of, Ok(number)) } else { (of, Err(row)) };
            let label = items.iter().zip(&layer.columns).find_map(|(item, column)| {
                let (Some(item), Column::Feature(_)) = (item, column) else { return None };
                item.parts.iter().find_map(|part| match &part.value {
                    Value::Text(text) => Some(text.clone()),
                    _ => None,
                })
            });
            let relation = Relation {
                id: format!("{} {}", layer.short(), row.id),
                label: label.unwrap_or_else(|| layer.short().to_owned()),
                arguments: Vec::new(),
                line: row.line,
                id_span: source.span,
                label_span: items.first().copied().flatten().map_or(source.span, |item| item.span),
            };
            self.relations.push((relation, key(own, from), key(theirs, row.id)));
        }
    }

    /// Gives relations the ids of what they connect.
    fn connect(&mut self) {
        for (mut relation, from, to) in std::mem::take(&mut self.relations) {
            for (role, key) in [("from", from), ("to", to)] {
                // A number is left out where nothing else is on the row, though the annotation may have one.
                let single = |row: RowId| {
                    let on = |(known, _): &(&Key, &usize)| known.0 == key.0 && known.1 == Err(row);
                    self.known.iter().find(on).map(|(_, at)| *at)
                };
                let found = self.known.get(&key).copied().or_else(|| key.1.err().and_then(single));
                if let Some(at) = found {
                    let (id, span) = (self.file.spans[at].id.clone(), relation.id_span);
                    let target = Reference { id, span };
                    relation.arguments.push(Argument { role: role.to_owned(), role_span: span, target });
                }
            }
            self.file.relations.push(relation);
        }
    }
}

fn attribute(target: &str, name: &str, value: String, line: Span, span: Span) -> Attribute {
    Attribute {
        id: String::new(),
        name: name.to_owned(),
        target: target.to_owned(),
        value: Some(value),
        line,
        id_span: span,
        name_span: span,
        target_span: span,
        value_span: span,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::FILE;
    use super::*;

    #[test]
    fn annotations_over_several_tokens_relations_and_values_are_in_the_model() {
        let article = "Zoë 🌊 Marsh held it.";
        let file = WebAnno::read(FILE.into(), Some(article));
        assert_eq!(file.misplaced, None);
        let shown: Vec<_> = file.spans.iter().map(|s| (s.id.as_str(), s.quoted.as_str())).collect();
        let expected = [
            ("Actor[1]", "Zoë 🌊"),
            ("Actor[2]", "Marsh"),
            ("Actor[3]", "Marsh"),
            ("Actor 1-4", "held"),
            ("Actor 1-5.1", "i"),
        ];
        assert_eq!(shown, expected);
        assert_eq!(file.spans[0].fragments.as_deref().map(|f| f[0].of(article)), Some("Zoë 🌊"));
        let relation = &file.relations[0];
        let sides: Vec<_> = relation.arguments.iter().map(|a| (a.role.as_str(), a.target.id.as_str())).collect();
        assert_eq!((relation.label.as_str(), sides), ("said", vec![("from", "Actor[1]"), ("to", "Actor 1-4")]));
        let role = file.attributes.iter().find(|a| a.name == "role").and_then(|a| a.value.as_deref());
        assert_eq!(role, Some("chief_of_harbour"));
    }

    #[test]
    fn an_article_that_is_another_is_told_once() {
        let problem = WebAnno::read(FILE.into(), Some("Zoë Marsh held it.")).misplaced.expect("a problem");
        assert!(problem.message.starts_with("\"🌊\" is not what stands at these offsets of the article, nor are"));
    }
}
