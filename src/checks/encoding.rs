//! The file is no clean UTF-8 text.
//!
//! Legacy encodings, double-encoded characters ("Ã©" for "é"), NUL bytes and characters that nobody sees (zero-width
//! spaces, marks of writing direction) make quotations and names differ where they do not, and break annotation offsets.
//!
//! **Example.** A file in windows-1252, read as such because it is no UTF-8.
//!
//! **To mend it**, save the file as UTF-8; the quick fix takes invisible characters out.

use super::Context;
use super::finding::{Edit, Fix};
use crate::article::ProblemKind;
use crate::corpus::Location;
use crate::text::{invisible, is_invisible};

pub(super) const CODE: &str = "encoding";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    for problem in entry.reading.article.problems.iter().filter(|p| p.kind == ProblemKind::Encoding) {
        let text = &*entry.reading.article.text;
        let document = context.document;
        let finding = context.report(problem.span, problem.message.clone());
        if is_invisible(text, problem.span.start as usize) {
            let edits = invisible(text)
                .into_iter()
                .map(|span| Edit { location: Location { document, span }, text: String::new() });
            finding.fixes.push(Fix { title: "Take all invisible characters out".into(), edits: edits.collect() });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::{Selection, check};
    use crate::corpus::{Corpus, Settings};
    use crate::{article, reading, text};
    use std::sync::Arc;

    fn messages(bytes: &[u8]) -> Vec<String> {
        let decoded = text::decode(bytes).expect("text");
        let mut article =
            article::Article::parse(decoded.text.into(), article::Markup::Plain, &article::Overrides::default());
        let kind = article::ProblemKind::Encoding;
        article.problems.extend(decoded.problems.into_iter().map(|p| article::Problem {
            kind,
            span: p.span,
            message: p.message,
        }));
        let mut corpus = Corpus::new(Settings::default());
        let id = corpus.put_article("a.txt", Arc::new(reading::read(Arc::new(article))));
        let mut selection = Selection::default();
        selection.select(&[super::CODE.to_owned()]).expect("the rule exists");
        check(&corpus, id, &selection).into_iter().map(|f| f.message).collect()
    }

    #[test]
    fn a_legacy_encoding_is_found_and_utf_8_is_not() {
        assert_eq!(messages(b"The caf\xe9 by the pier was closed on Monday, the owner said.").len(), 1);
        assert_eq!(messages("The café by the pier was closed.".as_bytes()), [""; 0]);
    }

    #[test]
    fn nul_bytes_mojibake_and_characters_that_nobody_sees_are_found() {
        for bytes in [
            &b"The caf\0e by the pier was closed on Monday, the owner said."[..],
            "The cafÃ© by the pier was closed.".as_bytes(),
            "The caf\u{200b}e by the pier was closed.".as_bytes(),
            "The \u{202e}cafe by the pier was closed.".as_bytes(),
        ] {
            assert_eq!(messages(bytes).len(), 1, "{bytes:?}");
        }
    }
}
