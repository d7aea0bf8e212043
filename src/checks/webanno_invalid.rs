//! A WebAnno TSV file breaks its format.
//!
//! INCEpTION and WebAnno refuse such a file, or import something else than what was meant: a row with a column too few
//! shifts all annotations behind it.
//!
//! Held to the format are the header and its layers, the order of tokens, offsets (UTF-16 units) against the tokens' texts
//! and these against `#Text=`, the number of columns, the numbers `[1]` of stacked annotations, and references of relations
//! and slots.
//!
//! **Example.** A row of three columns under a header whose layers have four; `1-9` as the source of a relation in a
//! sentence of five tokens.
//!
//! **To mend it**, write the row as the message says, in the form of the WebAnno TSV 3 section of INCEpTION's user guide.

use super::Context;

pub(super) const CODE: &str = "webanno-invalid";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.corpus.annotation(context.document) else { return };
    let Some(webanno) = &entry.file.webanno else { return };
    for problem in &webanno.problems {
        if context.leaves_out() {
            continue;
        }
        context.report(problem.span, problem.message.clone());
    }
}

#[cfg(test)]
mod tests {
    use crate::annotation::webanno::WebAnno;
    use crate::checks::{Selection, check};
    use crate::corpus::{Corpus, Settings};
    use std::sync::Arc;

    fn found(text: &str) -> Vec<String> {
        let mut corpus = Corpus::new(Settings::default());
        let id = corpus.put_annotation("a.tsv", Arc::new(WebAnno::read(text.into(), None)), None);
        let mut selection = Selection::default();
        selection.select(&[super::CODE.to_owned()]).expect("the rule exists");
        check(&corpus, id, &selection).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_row_with_a_column_too_few_is_found_and_a_whole_one_is_not() {
        let text =
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=desk.Actor|kind|role\n\n\n#Text=Marsh\n1-1\t0-5\tMarsh\tperson\t_\t\n";
        assert!(found(text).is_empty(), "{:?}", found(text));
        assert_eq!(found(&text.replace("\t_\t", "\t")), ["1 columns of annotation: the header names 2"]);
    }
}
