//! An annotation file has no article, or marks text past its article's end.
//!
//! What it marks cannot be shown, checked or counted: the article was moved, renamed or cut, or the file belongs to
//! another one.
//!
//! **Example.** `harbour.ann` without a `harbour.txt` beside it; or `T1<TAB>Source 900 904<TAB>Anna` where the article has
//! 800 characters.
//!
//! **To mend it**, put the article beside the file under the same name, or say in `copydesk.toml` where it is:
//! `[[annotations.pair]]` with `text = "text/{doc}.txt"` and `annotation = "attributions/{doc}.ann"`.

use super::Context;
use crate::annotation::Format;
use crate::text::{CodePoints, Span};

pub(super) const CODE: &str = "annotation-orphan";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.corpus.annotation(context.document) else { return };
    let file = &entry.file;
    for problem in file.json_lines.iter().flat_map(|file| &file.faults.outside) {
        context.report(problem.span, problem.message.clone());
    }
    // Other formats hold their text themselves.
    if file.format != Format::Brat {
        return;
    }
    let Some(text) = entry.article.and_then(|id| Some(context.corpus.document(id)?.text())) else {
        let first = file.spans.iter().map(|span| span.id_span).min();
        if let Some(first) = first {
            context.report(first, "no article was found for this annotation file");
        }
        return;
    };
    let past = |offsets: &[(usize, usize)], length: usize| offsets.iter().any(|&(_, end)| end > length);
    let length = CodePoints::new(text).len();
    for span in &file.spans {
        if span.fragments.is_none() && past(&span.offsets, length) {
            let offsets = Span { start: (span.label_span.end + 1).min(span.head_span.end), end: span.head_span.end };
            let message = format!("{} reaches past the end of the article, which has {length} characters", span.id);
            context.report(offsets, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::testing::annotation_findings;
    use crate::checks::{Selection, check as check_all};
    use crate::corpus::{Corpus, Settings};

    fn without_article(text: &str) -> usize {
        let mut corpus = Corpus::new(Settings::default());
        let file = crate::annotation::brat::parse(text.into(), "");
        let id = corpus.put_annotation("a.ann", std::sync::Arc::new(file), None);
        let mut selection = Selection::default();
        selection.select(&[CODE.to_owned()]).expect("the rule exists");
        check_all(&corpus, id, &selection).len()
    }

    #[test]
    fn a_file_without_its_article_is_found_once_and_an_empty_one_not_at_all() {
        assert_eq!(without_article("T1\tSource 0 3\tAnn\nT2\tCue 4 8\tsaid\n"), 1);
        assert_eq!(without_article(""), 0);
    }

    #[test]
    fn a_span_past_the_end_is_found_and_one_up_to_the_end_is_not() {
        let found =
            annotation_findings(CODE, "Ann spoke.", "T1\tSource 0 3\tAnn\nT2\tX 4 10\tspoke.\nT3\tCue 90 95\tspoke\n");
        assert_eq!(found, ["90 95: T3 reaches past the end of the article, which has 10 characters"]);
    }
}
