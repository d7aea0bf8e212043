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
    for problem in &entry.file.problems {
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
    fn lines_that_cannot_be_read_are_found_and_others_are_not() {
        let found =
            annotation_findings(super::CODE, "Ann Marsh spoke.", "T1\tSource 0 9\tAnn Marsh\nT2 Source 0 3 Ann\n");
        assert_eq!(found, ["T2 Source 0 3 Ann: expected T1, tab, type and offsets, tab, text"]);
    }
}
