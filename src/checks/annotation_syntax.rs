//! A line of an annotation file cannot be read.
//!
//! Tools differ in what they do with a broken line: most drop it without a word, and the annotation is lost.
//!
//! **Example.** `T3 Source 10 14 Anna` with spaces where tabs must be.
//!
//! A warning is given for characters such as U+2028 that end a line for brat's own reader, though not for others.
//!
//! **To mend it**, write the line as the message says; brat's form is `T1<TAB>Type start end<TAB>text`.

use super::{Context, Severity};

pub(super) const CODE: &str = "annotation-syntax";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.corpus.annotation(context.document) else { return };
    for problem in entry.file.json_lines.iter().flat_map(|file| &file.faults.syntax) {
        context.report(problem.span, problem.message.clone());
    }
    for problem in &entry.file.problems {
        if context.leaves_out() {
            continue;
        }
        context.report(problem.span, problem.message.clone());
    }
    for warning in &entry.file.warnings {
        context.report(warning.span, warning.message.clone()).severity(Severity::Warning);
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::annotation_findings;

    #[test]
    fn json_lines_are_checked_under_the_rule_that_fits() {
        let record = r#"{"text":"Ann","entities":[{"id":1,"label":"P","start_offset":0,"end_offset":9}],"relations":[{"from_id":1,"to_id":2}]}"#;
        let text = format!("{record}\n{{\n");
        let found = |code: &str| {
            let mut corpus = crate::corpus::Corpus::new(crate::corpus::Settings::default());
            let file = crate::annotation::AnnotationFile::read("a.jsonl", text.as_str().into(), None);
            let id = corpus.put_annotation("a.jsonl", std::sync::Arc::new(file), None);
            let mut selection = crate::checks::Selection::default();
            selection.select(&[code.to_owned()]).expect("the rule exists");
            crate::checks::check(&corpus, id, &selection).len()
        };
        let codes = ["annotation-syntax", "annotation-orphan", "annotation-dangling", "annotation-text-mismatch"];
        assert_eq!(codes.map(found), [1, 1, 1, 0]);
    }

    #[test]
    fn lines_that_cannot_be_read_are_found_and_others_are_not() {
        let found =
            annotation_findings(super::CODE, "Ann Marsh spoke.", "T1\tSource 0 9\tAnn Marsh\nT2 Source 0 3 Ann\n");
        assert_eq!(found, ["T2 Source 0 3 Ann: expected T1, tab, type and offsets, tab, text"]);
    }
}
