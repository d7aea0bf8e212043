//! MISC: `Name=Value` between bars, and where SpaceAfter may stand (level 2 of the UD validator).

use super::{Id, Incident, Row, Sentence, report};
use crate::text::Span;

/// Names that mean something to UD; others are the treebank's own and may be written and repeated as it likes.
const KNOWN: [&str; 8] = ["SpaceAfter", "Lang", "Translit", "LTranslit", "Gloss", "LId", "LDeriv", "Ref"];

/// Holds the MISC column of a sentence to its form.
pub(super) fn check(text: &str, sentence: &Sentence, incidents: &mut Vec<Incident>) {
    let mut token_end = 0;
    for row in &sentence.rows {
        if let Some(Id::Range(_, end)) = row.id {
            token_end = token_end.max(end);
        }
        let Some(span) = row.fields[9] else { continue };
        let field = span.of(text);
        if field == "_" || field.is_empty() {
            continue;
        }
        items(field, span, incidents);
        match space_after(text, row) {
            Some("No") => match row.id {
                Some(Id::Empty(..)) => {
                    report(incidents, "spaceafter-empty-node", span, "SpaceAfter on a node that is not in the text");
                }
                Some(Id::Word(id)) if id <= token_end => {
                    let message = "SpaceAfter on a word of a multiword token: expected on the token";
                    report(incidents, "spaceafter-mwt-node", span, message);
                }
                _ => {}
            },
            Some(value) => {
                report(incidents, "spaceafter-value", span, format!("SpaceAfter is \"{value}\": expected No"));
            }
            None => {}
        }
    }
}

fn items(field: &str, span: Span, incidents: &mut Vec<Incident>) {
    let mut seen: Vec<&str> = Vec::new();
    for item in field.split('|') {
        if item.is_empty() {
            report(incidents, "empty-misc", span, "nothing between two bars");
            continue;
        }
        let (name, value) = item.split_once('=').unwrap_or((item, ""));
        let (bare, padded) = (name.trim(), name.trim() != name || value.trim() != value);
        if padded {
            report(incidents, "misc-extra-space", span, format!("white space at the edge of \"{item}\""));
        }
        if bare.is_empty() {
            report(incidents, "empty-misc-key", span, format!("\"{item}\" has no name before the ="));
            continue;
        }
        match KNOWN.iter().find(|known| known.eq_ignore_ascii_case(bare)) {
            Some(&known) if known != name => {
                report(incidents, "misc-attr-typo", span, format!("\"{name}\" looks like {known}"));
            }
            Some(&known) if seen.contains(&known) => {
                report(incidents, "repeated-misc", span, format!("{known} stands twice"));
            }
            Some(&known) => seen.push(known),
            None => {}
        }
        if item == "NoSpaceAfter=Yes" {
            report(incidents, "nospaceafter-yes", span, "NoSpaceAfter=Yes: expected SpaceAfter=No");
        }
    }
}

/// What MISC says after `SpaceAfter=`.
pub(super) fn space_after<'a>(text: &'a str, row: &Row) -> Option<&'a str> {
    row.field(text, 9).split('|').find_map(|item| item.strip_prefix("SpaceAfter="))
}

#[cfg(test)]
mod tests {
    use super::super::tests::tests;

    fn misc(misc: &str) -> Vec<&'static str> {
        let text = "1\ta\ta\tX\t_\t_\t0\troot\t_\t".to_owned() + misc + "\n\n";
        let text = format!("# sent_id = a\n# text = a\n{text}");
        super::super::parse(&text).incidents.iter().map(|i| i.test).collect()
    }

    #[test]
    fn names_that_ud_knows_are_written_its_way_and_once_and_others_as_one_likes() {
        assert_eq!(misc("Gloss=x|SpaceAfter=No"), [] as [&str; 0]);
        assert_eq!(misc("gloss=x"), ["misc-attr-typo"]);
        assert_eq!(misc("Gloss=x|Gloss=x"), ["repeated-misc"]);
        assert_eq!(misc("Anything=x|anything|Anything=y"), [] as [&str; 0]);
        assert_eq!(misc("Gloss=x||A=b"), ["empty-misc"]);
        assert_eq!(misc("=x"), ["empty-misc-key"]);
    }

    #[test]
    fn space_after_stands_on_what_is_in_the_text() {
        assert_eq!(misc("SpaceAfter=Yes"), ["spaceafter-value"]);
        assert_eq!(misc("NoSpaceAfter=Yes"), ["nospaceafter-yes"]);
        let token = "# sent_id = a\n# text = ab\n1-2|ab|_|_|_|_|_|_|_|_\n1|a|a|X|_|_|0|root|_|SpaceAfter=No\n2|b|b|X|_|_|1|dep|_|_";
        assert_eq!(tests(token), ["spaceafter-mwt-node"]);
    }
}
