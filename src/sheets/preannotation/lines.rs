//! As JSON Lines, one article a line, as doccano, Label Studio and prodigy read them.

use super::{Mark, marks};
use crate::reading::Reading;
use crate::text::{CodePoints, Span};
use serde_json::{Value, json};

/// Whose JSON Lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// doccano: `text`, `entities`, `relations`; code points.
    #[default]
    Doccano,
    /// Label Studio: `data.text`, `predictions`; UTF-16 units.
    LabelStudio,
    /// prodigy: `text`, `spans`, `meta`; code points.
    Prodigy,
}

/// The line of an article, without its end. Each piece of a mark in several pieces is a mark of its own.
pub fn lines(reading: &Reading, path: &str, dialect: Dialect) -> String {
    let text = &*reading.article.text;
    let all = marks(reading);
    let pieces: Vec<(Span, &Mark)> = all.iter().flat_map(|m| m.spans.iter().map(move |&span| (span, m))).collect();
    let relations: Vec<(usize, usize, &str)> = relations(&pieces);
    match dialect {
        Dialect::Doccano => doccano(text, path, &pieces, &relations),
        Dialect::LabelStudio => label_studio(text, path, &pieces, &relations),
        Dialect::Prodigy => prodigy(text, path, &pieces),
    }
    .to_string()
}

/// From each source and cue to the first piece of its content.
fn relations(pieces: &[(Span, &Mark)]) -> Vec<(usize, usize, &'static str)> {
    let content = |of: usize| pieces.iter().position(|(_, m)| m.label == "Content" && m.attribution == Some(of));
    let relation = |(index, (_, mark)): (usize, &(Span, &Mark))| {
        let name = match mark.label {
            "Source" => "Says",
            "Cue" => "Cues",
            _ => return None,
        };
        Some((index, content(mark.attribution?)?, name))
    };
    pieces.iter().enumerate().filter_map(relation).collect()
}

fn doccano(text: &str, path: &str, pieces: &[(Span, &Mark)], relations: &[(usize, usize, &str)]) -> Value {
    let points = CodePoints::new(text);
    let entity = |(index, (span, mark)): (usize, &(Span, &Mark))| {
        let (start, end) = points.span(*span);
        json!({"id": index + 1, "label": mark.label, "start_offset": start, "end_offset": end})
    };
    let entities: Vec<Value> = pieces.iter().enumerate().map(entity).collect();
    let relation = |(index, (from, to, name)): (usize, &(usize, usize, &str))| json!({"id": index + 1, "from_id": from + 1, "to_id": to + 1, "type": name});
    let relations: Vec<Value> = relations.iter().enumerate().map(relation).collect();
    json!({"text": text, "entities": entities, "relations": relations, "path": path})
}

fn label_studio(text: &str, path: &str, pieces: &[(Span, &Mark)], relations: &[(usize, usize, &str)]) -> Value {
    let units = |byte: u32| text[..byte as usize].encode_utf16().count();
    let region = |(index, (span, mark)): (usize, &(Span, &Mark))| {
        let value =
            json!({"start": units(span.start), "end": units(span.end), "text": span.of(text), "labels": [mark.label]});
        json!({"id": format!("m{}", index + 1), "from_name": "label", "to_name": "text", "type": "labels", "value": value})
    };
    let mut result: Vec<Value> = pieces.iter().enumerate().map(region).collect();
    result.extend(relations.iter().map(|(from, to, name)| {
        json!({"type": "relation", "from_id": format!("m{}", from + 1), "to_id": format!("m{}", to + 1),
               "direction": "right", "labels": [name]})
    }));
    let version = format!("copydesk {}", env!("CARGO_PKG_VERSION"));
    json!({"data": {"text": text, "path": path}, "predictions": [{"model_version": version, "result": result}]})
}

fn prodigy(text: &str, path: &str, pieces: &[(Span, &Mark)]) -> Value {
    let points = CodePoints::new(text);
    let span = |(span, mark): &(Span, &Mark)| {
        let (start, end) = points.span(*span);
        json!({"start": start, "end": end, "label": mark.label})
    };
    json!({"text": text, "spans": pieces.iter().map(span).collect::<Vec<_>>(), "meta": {"path": path}})
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TEXT, reading};
    use super::*;

    fn of(dialect: Dialect) -> Value {
        serde_json::from_str(&lines(&reading(), "a.txt", dialect)).expect("JSON")
    }

    #[test]
    fn offsets_are_those_of_each_tool() {
        let covered = |start: &Value, end: &Value| {
            let (start, end) = (start.as_u64().expect("a number") as usize, end.as_u64().expect("a number") as usize);
            TEXT.chars().skip(start).take(end - start).collect::<String>()
        };
        let doccano = of(Dialect::Doccano);
        let figure = doccano["entities"].as_array().into_iter().flatten().find(|e| e["label"] == "Figure");
        let figure = figure.expect("a figure");
        assert!(covered(&figure["start_offset"], &figure["end_offset"]).starts_with("340"));
        assert!(!doccano["relations"].as_array().expect("relations").is_empty());
        let prodigy = of(Dialect::Prodigy);
        let span =
            prodigy["spans"].as_array().into_iter().flatten().find(|s| s["label"] == "Figure").expect("a figure");
        assert!(covered(&span["start"], &span["end"]).starts_with("340"));
        let studio = of(Dialect::LabelStudio);
        let result = studio["predictions"][0]["result"].as_array().expect("a result");
        let figure = result.iter().find(|r| r["value"]["labels"][0] == "Figure").expect("a figure");
        let units: Vec<u16> = TEXT.encode_utf16().collect();
        let bound = |key: &str| figure["value"][key].as_u64().expect("a number") as usize;
        let text = String::from_utf16(&units[bound("start")..bound("end")]).expect("whole characters");
        assert_eq!(figure["value"]["text"], text);
    }
}
