//! The file is no clean UTF-8 text.
//!
//! Legacy encodings, double-encoded characters ("Ã©" for "é") and NUL bytes make quotations and names differ where they
//! do not, and break annotation offsets.
//!
//! **Example.** A file in windows-1252, read as such because it is no UTF-8.
//!
//! **To mend it**, save the file as UTF-8.

use super::Context;
use crate::article::ProblemKind;

pub(super) const CODE: &str = "encoding";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    for problem in entry.reading.article.problems.iter().filter(|p| p.kind == ProblemKind::Encoding) {
        context.report(problem.span, problem.message.clone());
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
}
