//! Records as brat standoff, so that what was annotated elsewhere stands beside its article.

use super::record::{Layer, Record};
use crate::annotation::brat::covered_text;
use crate::text::{CodePoints, Span};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What one annotator marked in the text of a record, as an `.ann` file. A mark over several lines is one in pieces, as brat
/// has it; marks of nothing, and relations to what is not there, are left out.
pub fn standoff(record: &Record, layer: &Layer) -> String {
    let points = CodePoints::new(&record.text);
    let (mut out, mut ids) = (String::new(), FxHashMap::default());
    for mark in &layer.marks {
        let pieces = pieces(&record.text, mark.covers);
        let offsets: Vec<String> =
            pieces.iter().map(|&span| points.span(span)).map(|(from, to)| format!("{from} {to}")).collect();
        let quoted = covered_text(&record.text, &pieces);
        if pieces.is_empty() || quoted.contains(['\t', '\r']) {
            continue;
        }
        let id = ids.len() + 1;
        let key = if mark.id.is_empty() { format!("\0{id}") } else { mark.id.clone() };
        ids.insert(key, id);
        let _ = writeln!(out, "T{id}\t{} {}\t{quoted}", type_name(&mark.label), offsets.join(";"));
    }
    let known = |id: &String| ids.get(id).copied();
    let ends = layer.links.iter().filter_map(|link| Some((link, known(&link.ends[0])?, known(&link.ends[1])?)));
    for (index, (link, from, to)) in ends.enumerate() {
        let _ = writeln!(out, "R{}\t{} Arg1:T{from} Arg2:T{to}", index + 1, type_name(&link.label));
    }
    out
}

/// The stretches of the lines that a span covers, without white space at their ends.
fn pieces(text: &str, covers: Span) -> Vec<Span> {
    let mut at = covers.start as usize;
    let mut pieces = Vec::new();
    for line in covers.of(text).split_inclusive('\n') {
        let (bare, lead) = (line.trim(), line.len() - line.trim_start().len());
        if !bare.is_empty() {
            pieces.push(Span::new(at + lead, at + lead + bare.len()));
        }
        at += line.len();
    }
    pieces
}

/// An `annotation.conf` that allows just what is in these records.
pub fn configuration<'a>(records: impl Iterator<Item = &'a Record>) -> String {
    let (mut types, mut relations) = (BTreeSet::new(), BTreeSet::new());
    for layer in records.flat_map(|record| &record.layers) {
        types.extend(layer.marks.iter().map(|mark| type_name(&mark.label)));
        relations.extend(layer.links.iter().map(|link| type_name(&link.label)));
    }
    let lines = |names: &BTreeSet<String>, rest: &str| names.iter().map(|n| format!("{n}{rest}\n")).collect::<String>();
    format!(
        "[entities]\n{}\n[relations]\n{}<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n",
        lines(&types, ""),
        lines(&relations, "\tArg1:<ENTITY>, Arg2:<ENTITY>")
    )
}

/// A name as brat takes it for a type.
fn type_name(label: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    let name: String = label.trim().chars().map(plain).collect();
    if name.is_empty() { "Mark".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::super::records;
    use super::*;
    use crate::annotation::brat;
    use crate::annotation::schema::Schema;

    const DOCCANO: &str = r#"{"text":"🌊 Ann\n said no","path":"a.txt","entities":[{"id":7,"label":"The Source","start_offset":2,"end_offset":8},{"id":9,"label":"Cue","start_offset":7,"end_offset":11}],"relations":[{"id":1,"from_id":9,"to_id":7,"type":"By"},{"id":2,"from_id":9,"to_id":8,"type":"By"}]}"#;

    #[test]
    fn what_is_written_is_read_back_without_a_problem() {
        let studio = r#"{"data":{"text":"🌊 Ann\n said no","path":"a.txt"},"annotations":[{"result":[{"id":"a","to_name":"text","type":"labels","value":{"start":3,"end":9,"text":"Ann\n s","labels":["The Source"]}},{"id":"b","type":"labels","to_name":"text","value":{"start":8,"end":12,"labels":["Cue"]}},{"type":"relation","from_id":"b","to_id":"a","labels":["By"]}]}]}"#;
        for line in [DOCCANO, studio] {
            let records = records(line);
            let (record, text) = (&records[0], standoff(&records[0], &records[0].layers[0]));
            assert_eq!(text, "T1\tThe_Source 2 5;7 8\tAnn s\nT2\tCue 7 11\tsaid\nR1\tBy Arg1:T2 Arg2:T1\n", "{line}");
            let file = brat::parse(text.as_str().into(), &record.text);
            assert_eq!((file.problems.len(), record.name.as_deref()), (0, Some("a.txt")));
            let schema = Schema::parse(&configuration(records.iter()));
            assert_eq!((schema.entities.len(), schema.relations.len(), schema.problems.len()), (2, 1, 0));
        }
    }

    #[test]
    fn marks_know_where_they_stand_in_the_file() {
        let text = format!(
            "{{\"text\":\"x\",\"label\":[[0,1,\"P\"]]}}\n{DOCCANO}\n{{\"text\":\"x\",\"spans\":[{{\"start\":0,\"end\":1,\"label\":\"P\"}}]}}\n"
        );
        let all = records(&text);
        let place = |record: usize, mark: usize| all[record].layers[0].marks[mark].place.of(&text);
        assert_eq!((place(0, 0), place(2, 0)), ("[0,1,\"P\"]", r#"{"start":0,"end":1,"label":"P"}"#));
        assert!(place(1, 1).starts_with(r#"{"id":9"#));
    }
}
