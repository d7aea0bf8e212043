//! Where the configuration of brat names a type.

use crate::annotation::AnnotationFile;
use crate::text::Span;

/// The type that is named at the byte `offset` of an `annotation.conf` or `visual.conf`.
pub(super) fn type_in_schema(file: &AnnotationFile, offset: usize) -> Option<(&str, Span)> {
    schema_types(file).into_iter().find(|(_, span)| span.touches(offset))
}

/// All mentions of types in an `annotation.conf` or `visual.conf`: where they are declared and where roles name them.
pub(super) fn schema_types(file: &AnnotationFile) -> Vec<(&str, Span)> {
    let text = &*file.text;
    let (mut found, mut section, mut start) = (Vec::new(), "", 0);
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let offset = start;
        start += line.len();
        if content.starts_with('#') || content.is_empty() {
            continue;
        }
        if let Some(name) = content.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
            continue;
        }
        let words = words(line).map(|(at, word)| (word, Span::new(offset + at, offset + at + word.len())));
        match section {
            "labels" | "drawing" => found.extend(words.take(1)),
            "entities" | "spans" | "relations" | "events" | "attributes" => {
                // The values of an attribute are no types.
                let end = if section == "attributes" { line.find("Value").unwrap_or(line.len()) } else { line.len() };
                found.extend(words.filter(|(word, span)| {
                    let behind = text[span.end as usize..].trim_start_matches(['?', '*', '+']);
                    let behind = behind.split_once('}').filter(|_| behind.starts_with('{')).map_or(behind, |(_, b)| b);
                    // What stands before a colon is a role.
                    !behind.starts_with(':') && (span.start as usize) < offset + end && !word.starts_with('<')
                }));
            }
            _ => {}
        }
    }
    found
}

/// Words between the signs of a schema, each with its offset.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_sign = |c: char| c.is_whitespace() || "|,:=!?*+{}".contains(c);
    let mut at = 0;
    line.split(is_sign)
        .map(move |word| {
            let from = at;
            let sign = line[from + word.len()..].chars().next();
            at = from + word.len() + sign.map_or(0, char::len_utf8);
            (from, word)
        })
        .filter(|(_, word)| !word.is_empty())
}
