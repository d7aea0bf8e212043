//! `# text` against the forms and SpaceAfter (level 2 of the UD validator).

use super::misc::space_after;
use super::{Id, Incident, Row, Sentence, report};
use crate::text::Span;

/// The rows that stand for something in the text: multiword tokens, and the words outside these.
fn tokens(sentence: &Sentence) -> impl Iterator<Item = &Row> {
    let mut covered = 0;
    sentence.rows.iter().filter(move |row| match row.id {
        Some(Id::Range(_, end)) => {
            covered = covered.max(end);
            true
        }
        Some(Id::Word(id)) => id > covered,
        _ => false,
    })
}

/// Whether MISC of the last token says that no space follows.
pub(super) fn ends_without_space(text: &str, sentence: &Sentence) -> bool {
    tokens(sentence).last().is_some_and(|row| space_after(text, row) == Some("No"))
}

/// Holds the forms to the text at `span`, one after the other with their spaces.
pub(super) fn check(text: &str, span: Span, sentence: &Sentence, incidents: &mut Vec<Incident>) {
    let stated = span.of(text);
    if stated.is_empty() {
        return report(incidents, "empty-text", span, "nothing after # text =");
    }
    if stated.ends_with(char::is_whitespace) {
        report(incidents, "text-trailing-whitespace", span, "white space at the end of # text");
    }
    if sentence.rows.first().is_some_and(|row| row.fields[1].is_none()) {
        return;
    }
    let mut rest = stated;
    for row in tokens(sentence) {
        let form = row.field(text, 1);
        let Some(after) = rest.strip_prefix(form) else {
            let from = span.end as usize - rest.len();
            let found: String = rest.chars().take(20).collect();
            let message = format!("the text goes on with \"{found}\", the form is \"{form}\"");
            report(incidents, "text-form-mismatch", Span::new(from, span.end as usize), message);
            return;
        };
        rest = after;
        if space_after(text, row) != Some("No") {
            if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
                let message = format!("no space follows \"{form}\" in the text: expected SpaceAfter=No");
                report(incidents, "missing-spaceafter", row.span(9), message);
            }
            rest = rest.trim_start();
        }
    }
    if !rest.is_empty() {
        let from = span.end as usize - rest.len();
        let message =
            format!("no word stands for the end of the text, \"{}\"", rest.chars().take(20).collect::<String>());
        report(incidents, "text-extra-chars", Span::new(from, span.end as usize), message);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tests;

    fn text(text: &str) -> Vec<&'static str> {
        tests(&format!(
            "# sent_id = a\n# text = {text}\n1|Gate|gate|X|_|_|0|root|_|SpaceAfter=No\n2|s|s|X|_|_|1|dep|_|_"
        ))
    }

    #[test]
    fn forms_and_spaces_are_those_of_the_text() {
        assert_eq!(text("Gates"), [] as [&str; 0]);
        assert_eq!(text("Gate s"), ["text-form-mismatch"]);
        assert_eq!(text("Gates shut"), ["text-extra-chars"]);
        assert_eq!(text("Gates "), ["text-trailing-whitespace"]);
        assert_eq!(text("Gatess"), ["missing-spaceafter", "text-extra-chars"].into_iter().rev().collect::<Vec<_>>());
    }
}
