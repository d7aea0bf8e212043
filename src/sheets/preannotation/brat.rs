//! As brat standoff: spans, relations from source and cue to content, notes with values.

use super::marks;
use crate::annotation::brat::covered_text;
use crate::reading::Reading;
use crate::text::CodePoints;
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// The `annotation.conf` under which brat opens the files.
pub const CONFIGURATION: &str = "[entities]\nSource\nCue\nContent\nFigure\nDate\nPerson\nOrganisation\nPlace\n\n\
    [relations]\nSays\tArg1:Source, Arg2:Content\nCues\tArg1:Cue, Arg2:Content\n\
    <OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n\
    [attributes]\nKind\tArg:Content, Value:direct|indirect|mixed\n";

/// The `.ann` of an article, its offsets in code points.
pub fn brat(reading: &Reading) -> String {
    let text = &reading.article.text;
    let points = CodePoints::new(text);
    let (mut out, mut behind) = (String::new(), String::new());
    let (mut relations, mut attributes, mut notes) = (0, 0, 0);
    let all = marks(reading);
    let contents: FxHashMap<usize, usize> = all
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.label == "Content")
        .filter_map(|(index, mark)| Some((mark.attribution?, index + 1)))
        .collect();
    for (index, mark) in all.iter().enumerate() {
        let id = index + 1;
        let offsets: Vec<String> =
            mark.spans.iter().map(|&span| points.span(span)).map(|(start, end)| format!("{start} {end}")).collect();
        let quoted = covered_text(text, &mark.spans).replace('\t', " ");
        let _ = writeln!(out, "T{id}\t{} {}\t{quoted}", mark.label, offsets.join(";"));
        let relation = match mark.label {
            "Source" => Some("Says"),
            "Cue" => Some("Cues"),
            _ => None,
        };
        if let Some((relation, content)) = relation.zip(mark.attribution.and_then(|a| contents.get(&a))) {
            relations += 1;
            let _ = writeln!(behind, "R{relations}\t{relation} Arg1:T{id} Arg2:T{content}");
        }
        match (&mark.value, mark.label) {
            (Some(kind), "Content") => {
                attributes += 1;
                let _ = writeln!(behind, "A{attributes}\tKind T{id} {kind}");
            }
            (Some(value), _) if !value.is_empty() && *value != quoted => {
                notes += 1;
                let _ = writeln!(behind, "#{notes}\tAnnotatorNotes T{id}\t{}", value.replace(['\t', '\n', '\r'], " "));
            }
            _ => {}
        }
    }
    out + &behind
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TEXT, reading};
    use super::*;
    use crate::annotation::said::{Part, attributions};
    use crate::annotation::{brat as format, schema::Schema};

    #[test]
    fn what_is_written_is_read_back_without_problems_and_says_the_same() {
        let (reading, schema) = (reading(), Schema::parse(CONFIGURATION));
        let text = brat(&reading);
        let file = format::parse(text.as_str().into(), TEXT);
        assert_eq!((&file.problems, &file.warnings, &schema.problems), (&vec![], &vec![], &vec![]));
        for span in &file.spans {
            assert_eq!(covered_text(TEXT, span.fragments.as_deref().expect("in the text")), span.quoted);
            assert!(Schema::find(&schema.entities, &span.label).is_some(), "{}", span.label);
        }
        let said = attributions(&file, TEXT, Part::parse);
        let own = reading.attributions.iter().filter(|a| !a.content.is_empty()).count();
        assert!(own >= 2 && said.len() == own, "{said:?} of {:?}", reading.attributions);
    }
}
