//! The offsets of an annotation file are counted in another unit than brat's.
//!
//! brat counts Unicode code points, a line end of CR LF as two and a byte order mark as one. A file whose quoted texts all
//! fit when UTF-16 units or bytes are counted, CR LF as one or no byte order mark, was made by a tool that counts so: behind
//! the first such character every tool that follows the format marks the wrong words.
//!
//! **Example.** `T1<TAB>Source 12 16<TAB>Anna` where an emoji stands before Anna, who is characters 11 to 15.
//!
//! **To mend it**, let the fix convert all offsets of the file at once.

use super::{Context, Edit, Fix};
use crate::annotation::{Counting, Format, Units, reanchor};
use crate::corpus::Location;

pub(super) const CODE: &str = "annotation-offset-unit";

pub(super) fn check(context: &mut Context) {
    let corpus = context.corpus;
    let document = context.document;
    let Some(entry) = corpus.annotation(document) else { return };
    let file = &entry.file;
    if file.format != Format::Brat || file.counting == Counting::default() {
        return;
    }
    let Some(text) = entry.article.and_then(|id| corpus.document(id)).map(|d| d.text()) else { return };
    let points = Units::new(Counting::default(), text);
    let mut edits = Vec::new();
    for annotation in &file.spans {
        let Some(fragments) = &annotation.fragments else { continue };
        let edit = reanchor(&points, annotation, text, fragments);
        let edit = edit.into_iter().filter(|edit| edit.span == annotation.head_span);
        edits.extend(edit.map(|e| Edit { location: Location { document, span: e.span }, text: e.text }));
    }
    let Some(first) = edits.first().map(|edit| edit.location.span) else { return };
    let counting = file.counting.describe();
    let finding = context.report(first, format!("the offsets of this file count {counting}, not code points"));
    finding.fixes.push(Fix { title: "Convert all offsets to code points".to_owned(), edits });
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::annotation_findings;

    #[test]
    fn a_file_that_counts_utf_16_units_is_found_once_at_the_first_offset_that_differs() {
        let file = "T1\tMark 0 2\t🌊\nT2\tSource 3 12\tAnn Marsh\nT3\tCue 13 17\tsaid\n";
        let found = annotation_findings(super::CODE, "🌊 Ann Marsh said so.", file);
        assert_eq!(found, ["Mark 0 2: the offsets of this file count UTF-16 units, not code points"]);
        assert!(annotation_findings("annotation-text-mismatch", "🌊 Ann Marsh said so.", file).is_empty());
    }

    #[test]
    fn code_points_and_offsets_that_fit_nothing_are_not() {
        let article = "🌊 Ann Marsh said so.\r\nShe did.";
        let found = |file| annotation_findings(super::CODE, article, file);
        assert!(found("T1\tMark 0 1\t🌊\nT2\tSource 2 11\tAnn Marsh\nT3\tSource 23 26\tShe\n").is_empty());
        assert!(found("T1\tSource 5 12\tAnn Marsh\nT2\tCue 1 4\tsaid\n").is_empty());
    }
}
