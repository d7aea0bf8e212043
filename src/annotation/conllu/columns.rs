//! What may stand in each column by itself (levels 1 and 2 of the UD validator).

use super::{COLUMNS, Id, Incident, Row, Sentence, report};

const UPOS: [&str; 17] = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
];

/// Holds each field of a sentence to what its column allows.
pub(super) fn check(text: &str, sentence: &Sentence, incidents: &mut Vec<Incident>) {
    for row in &sentence.rows {
        white_space(text, row, incidents);
        match row.id {
            Some(Id::Range(..)) => {
                for (column, name) in COLUMNS.iter().enumerate().take(9).skip(2) {
                    let field = row.field(text, column);
                    if field != "_" && !(column == 5 && field == "Typo=Yes") {
                        let message = format!("a multiword token has no {name}: expected _");
                        report(incidents, "mwt-nonempty-field", row.span(column), message);
                    }
                }
                continue;
            }
            Some(Id::Empty(..)) => {
                for column in [6, 7].into_iter().filter(|&column| row.field(text, column) != "_") {
                    let message = format!("an empty node has no {}: expected _", COLUMNS[column]);
                    report(incidents, "empty-node-nonempty-field", row.span(column), message);
                }
            }
            _ => {}
        }
        let upos = row.field(text, 3);
        let absent = row.fields[3].is_none() || (upos == "_" && matches!(row.id, Some(Id::Empty(..))));
        if !absent && !UPOS.contains(&upos) {
            report(incidents, "unknown-upos", row.span(3), format!("\"{upos}\" is none of the 17 universal tags"));
        }
        features(text, row, incidents);
        if let (Some(Id::Word(_)), Some(span)) = (row.id, row.fields[7]) {
            deprel(span.of(text), span, incidents);
        }
    }
}

fn white_space(text: &str, row: &Row, incidents: &mut Vec<Incident>) {
    for (column, name) in COLUMNS.iter().enumerate() {
        let Some(span) = row.fields[column] else { continue };
        let field = span.of(text);
        if field.is_empty() {
            report(incidents, "empty-column", span, format!("{name} is empty: expected _ for nothing"));
        } else if !field.contains(char::is_whitespace) {
            continue;
        } else if column == 1 && matches!(row.id, Some(Id::Range(..))) {
            report(incidents, "invalid-whitespace-mwt", span, "white space in the FORM of a multiword token");
        } else if !matches!(column, 1 | 2 | 9) {
            report(incidents, "invalid-whitespace", span, format!("white space in {name}"));
        } else {
            let mut marks = |test, found: bool, what: &str| {
                if found {
                    report(incidents, test, span, format!("{what} in {name}"));
                }
            };
            marks("leading-whitespace", field.starts_with(char::is_whitespace), "white space before what stands");
            marks("trailing-whitespace", field.ends_with(char::is_whitespace), "white space after what stands");
            let twice = field.chars().zip(field.chars().skip(1)).any(|(a, b)| a.is_whitespace() && b.is_whitespace());
            marks("repeated-whitespace", twice, "white space twice");
        }
    }
}

/// The 37 universal relations.
const RELATIONS: [&str; 37] = [
    "acl",
    "advcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "case",
    "cc",
    "ccomp",
    "clf",
    "compound",
    "conj",
    "cop",
    "csubj",
    "dep",
    "det",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nsubj",
    "nummod",
    "obj",
    "obl",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

/// Whether the relation, without its subtype, is one of the 37 universal ones.
pub(super) fn is_universal(relation: &str) -> bool {
    let base = relation.split(':').next().unwrap_or_default();
    RELATIONS.binary_search(&base).is_ok()
}

/// A word and perhaps a subtype of small Latin letters: "nsubj", "nsubj:pass".
fn deprel(field: &str, span: crate::text::Span, incidents: &mut Vec<Incident>) {
    let mut parts = field.split(':');
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    if !(parts.by_ref().take(2).all(plain) && parts.next().is_none()) {
        let message = format!("\"{field}\" is no relation: expected nsubj or nsubj:pass");
        report(incidents, "invalid-deprel", span, message);
    } else if !is_universal(field) && field.split(':').next() != Some("ref") {
        report(incidents, "unknown-udeprel", span, format!("\"{field}\" is none of the 37 universal relations"));
    }
}

fn features(text: &str, row: &Row, incidents: &mut Vec<Incident>) {
    let (field, span) = (row.field(text, 5), row.span(5));
    if field == "_" || field.is_empty() {
        return;
    }
    let (mut before, mut names): (Option<(String, &str)>, Vec<&str>) = (None, Vec::new());
    for feature in field.split('|') {
        let values = feature.split_once('=').filter(|(name, _)| is_name(name));
        let Some((name, values)) = values.filter(|(_, values)| values.split(',').all(is_value)) else {
            let message = format!("\"{feature}\" is no feature: expected Name=Value, each with a capital");
            report(incidents, "invalid-feature", span, message);
            continue;
        };
        let lower: Vec<String> = values.split(',').map(str::to_lowercase).collect();
        if lower.windows(2).any(|pair| pair[0] > pair[1]) {
            report(incidents, "unsorted-feature-values", span, format!("the values of {name} are not in order"));
        }
        if values.split(',').enumerate().any(|(i, value)| values.split(',').take(i).any(|earlier| earlier == value)) {
            report(incidents, "repeated-feature-value", span, format!("a value of {name} stands twice"));
        }
        let key = feature.to_lowercase();
        if names.contains(&name) {
            report(incidents, "repeated-feature", span, format!("{name} stands twice"));
        } else if let Some((_, earlier)) = before.as_ref().filter(|(known, _)| *known > key) {
            report(incidents, "unsorted-features", span, format!("{name} stands behind {earlier}"));
        }
        names.push(name);
        before = Some((key, name));
    }
}

/// "Nom", "3".
fn is_value(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// "Case", "Number[psor]".
fn is_name(name: &str) -> bool {
    let (base, layer) = match name.split_once('[') {
        Some((base, layer)) => (base, layer.strip_suffix(']').unwrap_or_default()),
        None => (name, "x"),
    };
    base.starts_with(|c: char| c.is_ascii_uppercase())
        && base.bytes().all(|b| b.is_ascii_alphanumeric())
        && !layer.is_empty()
        && layer.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failed, tests};

    fn features(feats: &str) -> Vec<&'static str> {
        failed(&format!("1\ta\ta\tX\t_\t{feats}\t0\troot\t_\t_\n\n"))
    }

    #[test]
    fn features_are_named_sorted_and_single() {
        assert!(features("Case=Nom|Number[psor]=Sing").is_empty());
        assert_eq!(features("Number=Sing|Case=Nom"), ["unsorted-features"]);
        assert_eq!(features("Case=Nom|Case=Acc"), ["repeated-feature"]);
        assert_eq!(features("case=Nom"), ["invalid-feature"]);
        assert_eq!(features("Case=nom"), ["invalid-feature"]);
        assert_eq!(features("Case=Nom,Acc"), ["unsorted-feature-values"]);
        assert_eq!(features("Case=Nom,Nom"), ["repeated-feature-value"]);
    }

    #[test]
    fn fields_that_their_column_does_not_allow_are_told() {
        assert_eq!(tests("1|a|a|XX|_|_|0|root|_|_"), ["unknown-upos"]);
        assert_eq!(tests("1|a||X|_|_|0|root|_|_"), ["empty-column"]);
        assert_eq!(tests("1|a b|a b|X|_|_|0|root|_|_"), [] as [&str; 0]);
        assert_eq!(tests("1-1|a|a|_|_|_|_|_|_|_\n1|a|a|X|_|_|0|root|_|_"), ["mwt-nonempty-field"]);
    }
}
