//! A CoNLL-U file breaks its format.
//!
//! Tools that read treebanks stop at such a line, or read something else than what was meant. The message begins with the
//! id of the test of the official UD validator that the file fails; all of levels 1 and 2 are made. What that validator
//! only warns of is a warning here too. CoNLL-U Plus files (`# global.columns`) are held to the columns that they have, and
//! need no `sent_id` and no `text`.
//!
//! **Example.** A word whose HEAD is 9 in a sentence of four words (unknown-head).
//!
//! **To mend it**, write the line as the message says, in <https://universaldependencies.org/format.html>'s form.

use super::{Context, Severity};

pub(super) const CODE: &str = "conllu-invalid";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.corpus.annotation(context.document) else { return };
    let Some(conllu) = &entry.file.conllu else { return };
    for incident in &conllu.incidents {
        if context.leaves_out() {
            continue;
        }
        let is_warning = incident.is_warning();
        let finding = context.report(incident.span, format!("{}: {}", incident.test, incident.message));
        if is_warning {
            finding.severity(Severity::Warning);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::annotation::AnnotationFile;
    use crate::checks::{Selection, check};
    use crate::corpus::{Corpus, Settings};
    use std::sync::Arc;

    fn found(path: &str, text: &str) -> Vec<String> {
        let mut corpus = Corpus::new(Settings::default());
        let file = match path {
            "a.conllu" => AnnotationFile::of_conllu(text.into()),
            _ => crate::annotation::brat::parse(text.into(), ""),
        };
        let id = corpus.put_annotation(path, Arc::new(file), None);
        let mut selection = Selection::default();
        selection.select(&[super::CODE.to_owned()]).expect("the rule exists");
        check(&corpus, id, &selection).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_head_that_is_not_there_is_found_in_a_file_of_this_format_alone() {
        let text = "# sent_id = a\n# text = Gates closed\n1\tGates\tgate\tNOUN\t_\t_\t9\tnsubj\t_\t_\n2\tclosed\tclose\tVERB\t_\t_\t0\troot\t_\t_\n\n";
        assert_eq!(found("a.conllu", text), ["unknown-head: the sentence has no word 9"]);
        assert!(found("a.conllu", &text.replace("\t9\t", "\t2\t")).is_empty());
        assert!(found("a.ann", text).is_empty());
    }
}
