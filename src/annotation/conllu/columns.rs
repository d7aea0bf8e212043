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
    }
}

fn white_space(text: &str, row: &Row, incidents: &mut Vec<Incident>) {
    for (column, name) in COLUMNS.iter().enumerate() {
        let Some(span) = row.fields[column] else { continue };
        let field = span.of(text);
        if field.is_empty() {
            report(incidents, "empty-column", span, format!("{name} is empty: expected _ for nothing"));
        } else if !matches!(column, 1 | 2 | 9) && field.contains(char::is_whitespace) {
            report(incidents, "invalid-whitespace", span, format!("white space in {name}"));
        }
    }
}

fn features(text: &str, row: &Row, incidents: &mut Vec<Incident>) {
    let (field, span) = (row.field(text, 5), row.span(5));
    if field == "_" || field.is_empty() {
        return;
    }
    let mut before: Option<(String, &str)> = None;
    for feature in field.split('|') {
        let Some((name, values)) = feature.split_once('=').filter(|(name, _)| is_name(name)) else {
            report(incidents, "invalid-feature", span, format!("\"{feature}\" is no feature: expected Name=Value"));
            continue;
        };
        for value in values.split(',') {
            let starts = value.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
            if !starts || !value.bytes().all(|b| b.is_ascii_alphanumeric()) {
                report(incidents, "invalid-feature-value", span, format!("\"{value}\" is no value of {name}"));
            }
        }
        let key = feature.to_lowercase();
        if let Some((known, known_name)) = &before {
            if *known_name == name {
                report(incidents, "repeated-feature", span, format!("{name} stands twice"));
            } else if *known > key {
                report(incidents, "unsorted-features", span, format!("{name} stands behind {known_name}"));
            }
        }
        before = Some((key, name));
    }
}

/// "Case", "Number[psor]".
fn is_name(name: &str) -> bool {
    let (base, layer) = match name.split_once('[') {
        Some((base, layer)) => (base, layer.strip_suffix(']').unwrap_or_default()),
        None => (name, "x"),
    };
    base.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
        && base.bytes().all(|b| b.is_ascii_alphanumeric())
        && !layer.is_empty()
        && layer.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::{parse, tests::tests};

    fn features(feats: &str) -> Vec<&'static str> {
        parse(&format!("1\ta\ta\tX\t_\t{feats}\t0\troot\t_\t_\n\n")).incidents.iter().map(|i| i.test).collect()
    }

    #[test]
    fn features_are_named_sorted_and_single() {
        assert!(features("Case=Nom|Number[psor]=Sing").is_empty());
        assert_eq!(features("Number=Sing|Case=Nom"), ["unsorted-features"]);
        assert_eq!(features("Case=Nom|Case=Acc"), ["repeated-feature"]);
        assert_eq!(features("case=Nom"), ["invalid-feature"]);
        assert_eq!(features("Case=nom"), ["invalid-feature-value"]);
    }

    #[test]
    fn fields_that_their_column_does_not_allow_are_told() {
        assert_eq!(tests("1|a|a|XX|_|_|0|root|_|_"), ["unknown-upos"]);
        assert_eq!(tests("1|a||X|_|_|0|root|_|_"), ["empty-column"]);
        assert_eq!(tests("1|a b|a b|X|_|_|0|root|_|_"), [] as [&str; 0]);
        assert_eq!(tests("1-1|a|a|_|_|_|_|_|_|_\n1|a|a|X|_|_|0|root|_|_"), ["mwt-nonempty-field"]);
    }
}
