//! JSON Lines of doccano, Label Studio and prodigy: one text a line, with its annotations.
//!
//! Every record holds its own text. doccano and prodigy count Unicode code points, Label Studio UTF-16 units. What says
//! that a file is one of these is its first record; other `.jsonl` files are left alone. What is wrong with a record is said
//! of its line. Sources: the export formats in the manuals of
//! <https://doccano.github.io/doccano/>, <https://labelstud.io/guide/export.html> and <https://prodi.gy/docs/api-interfaces>.

mod record;
mod standoff;

pub use record::{Layer, Link, Mark, Record};
pub use standoff::{configuration, standoff};

use super::Problem;
use crate::text::Span;
use rustc_hash::FxHashSet;
use serde_json::Value;

/// A file of one of the tools.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonLines {
    /// Its records, as far as they can be read.
    pub records: Vec<Record>,
    /// What is wrong with it.
    pub faults: Faults,
}

impl JsonLines {
    /// Reads a file; `None` where it is of none of the tools.
    pub fn read(text: &str) -> Option<Self> {
        let faults = faults(text)?;
        Some(Self { records: records(text), faults })
    }

    /// The record whose line holds the byte `offset`.
    pub fn record_at(&self, offset: usize) -> Option<&Record> {
        self.records.iter().find(|record| record.line.touches(offset))
    }

    /// The mark that stands at the byte `offset`, and its record.
    pub fn mark_at(&self, offset: usize) -> Option<(&Record, &Mark)> {
        let record = self.record_at(offset)?;
        let mark = record.marks().find(|mark| mark.place.touches(offset))?;
        Some((record, mark))
    }
}

/// The records of a file, as far as they can be read.
pub fn records(text: &str) -> Vec<Record> {
    let mut offset = 0;
    let mut records = Vec::new();
    for whole in text.split_inclusive('\n') {
        records.extend(record::read(whole.trim_end(), offset));
        offset += whole.len();
    }
    records
}

/// What is wrong with a file, by what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Records that cannot be read.
    pub syntax: Vec<Problem>,
    /// Offsets that lie past the end of the text, or the wrong way round.
    pub outside: Vec<Problem>,
    /// Annotations whose quoted text is not what stands at their offsets.
    pub quotes: Vec<Problem>,
    /// Relations to what is not there, ids that stand twice.
    pub dangling: Vec<Problem>,
}

/// Whether a file of that name may be of this form.
pub fn is_for(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("jsonl"))
}

/// Holds a file to the form of the tool that its first record is of; `None` where it is of none.
pub fn faults(text: &str) -> Option<Faults> {
    let first: Value = serde_json::from_str(text.lines().find(|line| !line.trim().is_empty())?).ok()?;
    let check = tool(&first)?;
    let (mut faults, mut offset) = (Faults::default(), 0);
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        // The beginning of a record is enough to point at.
        let shown = line.char_indices().nth(60).map_or(line.len(), |(at, _)| at);
        let span = Span::new(offset, offset + shown);
        offset += whole.len();
        if line.is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(record) if record.is_object() => check(&mut Checked { record: &record, span, faults: &mut faults }),
            Ok(_) => faults.syntax.push(Problem { span, message: "expected an object in braces".to_owned() }),
            Err(error) => faults.syntax.push(Problem { span, message: format!("is no JSON: {error}") }),
        }
    }
    Some(faults)
}

type Check = fn(&mut Checked);

/// Whose record it is.
fn tool(record: &Value) -> Option<Check> {
    if record["data"].is_object() && (record["annotations"].is_array() || record["predictions"].is_array()) {
        Some(label_studio)
    } else if record["text"].is_string() && record["spans"].is_array() {
        Some(prodigy)
    } else if record["text"].is_string() && ["entities", "label", "labels"].iter().any(|key| record[*key].is_array()) {
        Some(doccano)
    } else {
        None
    }
}

struct Checked<'a> {
    record: &'a Value,
    span: Span,
    faults: &'a mut Faults,
}

impl Checked<'_> {
    fn syntax(&mut self, message: &str) {
        self.faults.syntax.push(Problem { span: self.span, message: message.to_owned() });
    }

    /// Start and end, where they lie in a text of `length` units.
    fn offsets(&mut self, what: &str, start: &Value, end: &Value, length: usize) -> Option<(usize, usize)> {
        let (Some(from), Some(to)) = (start.as_u64(), end.as_u64()) else {
            self.syntax(&format!("{what} has no start and end: expected whole numbers"));
            return None;
        };
        if from > to || to > length as u64 {
            let message = format!("{what} covers {from} to {to} of a text of {length} characters");
            self.faults.outside.push(Problem { span: self.span, message });
            return None;
        }
        Some((from as usize, to as usize))
    }

    fn dangling(&mut self, message: String) {
        self.faults.dangling.push(Problem { span: self.span, message });
    }

    /// Holds the ends of relations to the ids of the record.
    fn relations(&mut self, relations: &Value, ids: &FxHashSet<String>, ends: [&str; 2]) {
        for relation in relations.as_array().into_iter().flatten() {
            for end in ends {
                let id = shown(&relation[end]);
                if !ids.contains(&id) {
                    self.dangling(format!("a relation names {id} as its {end}, which is not there"));
                }
            }
        }
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn doccano(record: &mut Checked) {
    let value = record.record;
    let Some(text) = value["text"].as_str() else { return record.syntax("expected \"text\", a string") };
    let length = text.chars().count();
    for key in ["label", "labels"] {
        for label in value[key].as_array().into_iter().flatten() {
            // Labels of whole texts are strings.
            if let Some(triple) = label.as_array() {
                match &triple[..] {
                    [start, end, name] if name.is_string() => {
                        record.offsets(&shown(name), start, end, length);
                    }
                    _ => record.syntax("expected labels of the form [start, end, \"label\"]"),
                }
            }
        }
    }
    let mut ids = FxHashSet::default();
    for entity in value["entities"].as_array().into_iter().flatten() {
        let id = shown(&entity["id"]);
        let what = format!("{} {id}", shown(&entity["label"]));
        record.offsets(&what, &entity["start_offset"], &entity["end_offset"], length);
        if !ids.insert(id.clone()) {
            record.dangling(format!("{id} is the id of two entities"));
        }
    }
    record.relations(&value["relations"], &ids, ["from_id", "to_id"]);
}

fn prodigy(record: &mut Checked) {
    let value = record.record;
    let Some(text) = value["text"].as_str() else { return record.syntax("expected \"text\", a string") };
    let length = text.chars().count();
    let tokens = value["tokens"].as_array();
    for span in value["spans"].as_array().into_iter().flatten() {
        let label = shown(&span["label"]);
        let Some((start, end)) = record.offsets(&label, &span["start"], &span["end"], length) else { continue };
        // Where a span names its tokens, these begin and end where it does.
        let bound = |index: &Value, key: &str| tokens?.get(usize::try_from(index.as_u64()?).ok()?)?[key].as_u64();
        let (first, last) = (bound(&span["token_start"], "start"), bound(&span["token_end"], "end"));
        if first.is_some_and(|first| first != start as u64) || last.is_some_and(|last| last != end as u64) {
            let message = format!("{label} covers {start} to {end}, its tokens do not");
            record.faults.quotes.push(Problem { span: record.span, message });
        }
    }
}

fn label_studio(record: &mut Checked) {
    let value = record.record;
    for list in ["annotations", "predictions"] {
        for annotation in value[list].as_array().into_iter().flatten() {
            let results = annotation["result"].as_array();
            let mut ids = FxHashSet::default();
            let mut relations = Vec::new();
            for result in results.into_iter().flatten() {
                if result["type"] == "relation" {
                    relations.push(result.clone());
                    continue;
                }
                let id = shown(&result["id"]);
                let place = &result["value"];
                if !place["start"].is_null() {
                    region(record, value, result, &id);
                }
                if !ids.insert(id.clone()) {
                    record.dangling(format!("{id} is the id of two regions"));
                }
            }
            record.relations(&Value::Array(relations), &ids, ["from_id", "to_id"]);
        }
    }
}

fn region(record: &mut Checked, value: &Value, result: &Value, id: &str) {
    let place = &result["value"];
    // What is annotated is named by the interface; nearly always it is "text".
    let name = result["to_name"].as_str().unwrap_or("text");
    let Some(text) = value["data"][name].as_str().or_else(|| value["data"]["text"].as_str()) else { return };
    let units: Vec<u16> = text.encode_utf16().collect();
    let Some((start, end)) = record.offsets(id, &place["start"], &place["end"], units.len()) else { return };
    let covered = String::from_utf16_lossy(&units[start..end]);
    if let Some(quoted) = place["text"].as_str().filter(|quoted| *quoted != covered) {
        let message = format!("{id} quotes \"{quoted}\", but its offsets cover \"{covered}\"");
        record.faults.quotes.push(Problem { span: record.span, message });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> [Vec<String>; 4] {
        let faults = faults(text).expect("a file of one of the tools");
        [faults.syntax, faults.outside, faults.quotes, faults.dangling]
            .map(|list| list.into_iter().map(|problem| problem.message).collect())
    }

    const NONE: [Vec<String>; 4] = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];

    #[test]
    fn records_of_the_three_tools_are_held_to_their_own_counting() {
        let doccano =
            r#"{"text":"🌊 Ann","entities":[{"id":1,"label":"P","start_offset":2,"end_offset":5}],"relations":[]}"#;
        assert_eq!(found(doccano), NONE);
        let past = found(&doccano.replace(":5}", ":6}"));
        assert_eq!(past[1], ["P 1 covers 2 to 6 of a text of 5 characters"]);
        let studio = r#"{"data":{"text":"🌊 Ann"},"annotations":[{"result":[{"id":"a","to_name":"text","type":"labels","value":{"start":3,"end":6,"text":"Ann","labels":["P"]}}]}]}"#;
        assert_eq!(found(studio), NONE);
        let moved = found(&studio.replace(":3,", ":2,").replace(":6,", ":5,"));
        assert_eq!(moved[2], ["a quotes \"Ann\", but its offsets cover \" An\""]);
        let prodigy = r#"{"text":"🌊 Ann","tokens":[{"start":0,"end":1},{"start":2,"end":5}],"spans":[{"start":2,"end":5,"label":"P","token_start":1,"token_end":1}]}"#;
        assert_eq!(found(prodigy), NONE);
        assert_eq!(
            found(&prodigy.replace(r#""spans":[{"start":2"#, r#""spans":[{"start":3"#))[2],
            ["P covers 3 to 5, its tokens do not"]
        );
    }

    #[test]
    fn broken_records_relations_to_nothing_and_other_files_are_told_apart() {
        let first = r#"{"text":"Ann","label":[[0,3,"P"],[1,2]]}"#;
        let relation = r#"{"text":"Ann","entities":[{"id":1,"label":"P","start_offset":0,"end_offset":3}],"relations":[{"from_id":1,"to_id":7}]}"#;
        let [syntax, _, _, dangling] = found(&format!("{first}\n{{\n[1]\n{relation}\n"));
        assert_eq!((syntax.len(), dangling.len()), (3, 1), "{syntax:?}");
        assert_eq!(faults(r#"{"id":"a","text":"Ann"}"#), None);
        assert_eq!(faults("no JSON\n"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(start in 0u64..9, end in 0u64..9, text in "[a🌊\" ]{0,6}", tail in "\\PC{0,20}") {
            let record = serde_json::json!({"data": {"text": text}, "annotations": [{"result": [
                {"id": "a", "value": {"start": start, "end": end, "text": "a"}}]}]});
            faults(&format!("{record}\n{tail}"));
        }
    }
}
