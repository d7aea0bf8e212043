//! What the records of a file say, with the places where they say it: texts, marks on them, relations between marks.

use crate::annotation::{Counting, Unit};
use crate::text::Span;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A record: a text and what is marked in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Where its line stands.
    pub line: Span,
    /// Its text.
    pub text: String,
    /// The path or name that it gives its text, where it does.
    pub name: Option<String>,
    /// What is marked, by each annotator.
    pub layers: Vec<Layer>,
}

impl Record {
    /// All that is marked, whoever marked it.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.layers.iter().flat_map(|layer| &layer.marks)
    }
}

/// What one annotator marked in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// The marks, in the order of the record.
    pub marks: Vec<Mark>,
    /// The relations between them.
    pub links: Vec<Link>,
}

/// A mark on a stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its id in the record; empty where it has none.
    pub id: String,
    /// Its type.
    pub label: String,
    /// What it covers, in bytes of the record's text.
    pub covers: Span,
    /// Where in the file it stands.
    pub place: Span,
}

/// A relation between two marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its type.
    pub label: String,
    /// The ids of the marks that it leads from and to.
    pub ends: [String; 2],
}

#[derive(Deserialize)]
struct Line<'a> {
    text: Option<String>,
    #[serde(borrow, default)]
    entities: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    label: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    labels: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    spans: Vec<&'a RawValue>,
    #[serde(default)]
    relations: Vec<Value>,
    #[serde(default)]
    data: BTreeMap<String, Value>,
    #[serde(borrow, default)]
    annotations: Vec<Results<'a>>,
    #[serde(borrow, default)]
    predictions: Vec<Results<'a>>,
    #[serde(default)]
    meta: Value,
    #[serde(default)]
    path: Value,
    #[serde(default)]
    filename: Value,
    #[serde(default)]
    id: Value,
}

#[derive(Deserialize)]
struct Results<'a> {
    #[serde(borrow, default)]
    result: Vec<&'a RawValue>,
}

/// Reads a record from a line that stands at `start`; `None` where it is of none of the tools.
pub(super) fn read(line: &str, start: usize) -> Option<Record> {
    let read: Line = serde_json::from_str(line).ok()?;
    let place = |raw: &RawValue| {
        let at = raw.get().as_ptr() as usize - line.as_ptr() as usize;
        Span::new(start + at, start + at + raw.get().len())
    };
    let mut record = Record { line: Span::new(start, start + line.len()), ..Record::default() };
    let names = [&read.path, &read.filename, &read.meta["path"], &read.meta["filename"], &read.meta["source"]];
    let of_task = ["path", "filename"].map(|key| read.data.get(key).unwrap_or(&Value::Null));
    record.name = names.into_iter().chain(of_task).chain([&read.id]).find_map(|name| name.as_str().map(str::to_owned));
    if read.data.is_empty() {
        record.text = read.text.clone()?;
        let bytes = Bytes::new(&record.text, Unit::CodePoint);
        let mut layer = Layer::default();
        for raw in read.entities.iter().chain(&read.label).chain(&read.labels).chain(&read.spans) {
            let value: Value = serde_json::from_str(raw.get()).ok()?;
            let triple = value.as_array().filter(|triple| triple.len() == 3);
            let (from, to, label) = match triple {
                Some(triple) => (&triple[0], &triple[1], &triple[2]),
                None if value["start_offset"].is_null() => (&value["start"], &value["end"], &value["label"]),
                None => (&value["start_offset"], &value["end_offset"], &value["label"]),
            };
            let Some(covers) = bytes.span(from, to) else { continue };
            layer.marks.push(Mark { id: shown(&value["id"]), label: shown(label), covers, place: place(raw) });
        }
        layer.links = read.relations.iter().filter_map(link).collect();
        // Relations of prodigy name the tokens that they are between; of these nothing is said here.
        record.layers = vec![layer];
        return Some(record);
    }
    let own = read.data.get("text").and_then(Value::as_str);
    record.text = own.unwrap_or_default().to_owned();
    for results in read.annotations.iter().chain(&read.predictions) {
        let mut layer = Layer::default();
        for raw in &results.result {
            let value: Value = serde_json::from_str(raw.get()).ok()?;
            if value["type"] == "relation" {
                layer.links.extend(link(&value));
                continue;
            }
            let of = value["to_name"].as_str().and_then(|name| read.data.get(name)?.as_str());
            if let Some(text) = of.filter(|_| own.is_none() && record.text.is_empty()) {
                record.text = text.to_owned();
            }
            let region = &value["value"];
            let labels =
                region.as_object().into_iter().flatten().find_map(|(_, list)| list.as_array()?.first()?.as_str());
            let (Some(label), Some(covers)) =
                (labels, Bytes::new(&record.text, Unit::Utf16).span(&region["start"], &region["end"]))
            else {
                continue;
            };
            layer.marks.push(Mark { id: shown(&value["id"]), label: label.to_owned(), covers, place: place(raw) });
        }
        if !layer.marks.is_empty() {
            record.layers.push(layer);
        }
    }
    Some(record)
}

fn link(value: &Value) -> Option<Link> {
    let label = value["type"].as_str().filter(|label| *label != "relation");
    let label = label.or_else(|| value["labels"][0].as_str()).unwrap_or("Relation");
    let ends = ["from_id", "to_id"].map(|end| shown(&value[end]));
    (!ends[0].is_empty() && !ends[1].is_empty()).then(|| Link { label: label.to_owned(), ends })
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// From units of a text to bytes.
struct Bytes(Vec<Option<u32>>);

impl Bytes {
    fn new(text: &str, unit: Unit) -> Self {
        Self(Counting { unit, ..Counting::default() }.table(text))
    }

    fn span(&self, from: &Value, to: &Value) -> Option<Span> {
        let byte = |unit: &Value| self.0.get(usize::try_from(unit.as_u64()?).ok()?).copied().flatten();
        let (start, end) = (byte(from)?, byte(to)?);
        (start <= end).then_some(Span { start, end })
    }
}
