//! Changes of an annotation file that touch only what changes: a file without edits stays byte for byte as it was.

use super::{AnnotationFile, SpanAnnotation, Units, brat};
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// A replacement in an annotation file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// What is replaced, in bytes of the file.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// The text with the edits made; they must not overlap, their order does not matter.
pub fn apply(text: &str, edits: &[FileEdit]) -> String {
    let mut sorted: Vec<&FileEdit> = edits.iter().collect();
    sort_by_key(&mut sorted, |edit| edit.span);
    let (mut result, mut from) = (String::with_capacity(text.len()), 0);
    for edit in sorted {
        let range = edit.span.range();
        if range.start < from || range.end > text.len() {
            continue;
        }
        result.push_str(&text[from..range.start]);
        result.push_str(&edit.text);
        from = range.end;
    }
    result.push_str(&text[from..]);
    result
}

/// The edits by which an annotation marks `fragments` (bytes of `article`, counted in `units`): its offsets and its quoted
/// text, each only where it differs.
pub fn reanchor(units: &Units, annotation: &SpanAnnotation, article: &str, fragments: &[Span]) -> Vec<FileEdit> {
    let pairs: Vec<(usize, usize)> =
        fragments.iter().map(|f| (units.of_byte(f.start as usize), units.of_byte(f.end as usize))).collect();
    let mut edits = Vec::new();
    if pairs != annotation.offsets {
        let text = format!("{} {}", annotation.label, offsets(&pairs));
        edits.push(FileEdit { span: annotation.head_span, text });
    }
    let quoted = brat::covered_text(article, fragments);
    if quoted != annotation.quoted {
        edits.push(FileEdit { span: annotation.quoted_span, text: quoted });
    }
    edits
}

/// The edit that adds a span annotation at the end of the file under the next free id, and that id.
pub fn add_span(file: &AnnotationFile, article: &str, label: &str, fragments: &[Span]) -> (FileEdit, String) {
    let number = |id: &str| id.strip_prefix('T').and_then(|n| n.parse::<u64>().ok());
    let next = file.spans.iter().filter_map(|span| number(&span.id)).max().unwrap_or(0).saturating_add(1);
    let units = Units::new(file.counting, article);
    let pairs: Vec<(usize, usize)> =
        fragments.iter().map(|f| (units.of_byte(f.start as usize), units.of_byte(f.end as usize))).collect();
    let line_end = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = if file.text.is_empty() || file.text.ends_with('\n') { "" } else { line_end };
    let (id, quoted) = (format!("T{next}"), brat::covered_text(article, fragments));
    let text = format!("{before}{id}\t{label} {}\t{quoted}{line_end}", offsets(&pairs));
    (FileEdit { span: Span::at(file.text.len()), text }, id)
}

fn offsets(pairs: &[(usize, usize)]) -> String {
    pairs.iter().map(|(from, to)| format!("{from} {to}")).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::super::Counting;
    use super::*;

    const ARTICLE: &str = "Zoë Marsh said\nthe pier held.";

    #[test]
    fn an_annotation_on_its_place_needs_no_edit_and_a_moved_one_its_offsets_alone() {
        let text = "T1\tSource 0 9\tZoë Marsh\r\nT2\tCue 9 13\tsaid\r\n";
        let (file, points) = (brat::parse(text.into(), ARTICLE), Units::new(Counting::default(), ARTICLE));
        assert_eq!(reanchor(&points, &file.spans[0], ARTICLE, &[Span::new(0, 10)]), []);
        let edits = reanchor(&points, &file.spans[1], ARTICLE, &[Span::new(11, 15)]);
        assert_eq!(apply(text, &edits), "T1\tSource 0 9\tZoë Marsh\r\nT2\tCue 10 14\tsaid\r\n");
    }

    #[test]
    fn a_new_annotation_takes_the_next_free_number_on_a_line_of_its_own() {
        let file = brat::parse("T7\tCue 10 14\tsaid".into(), ARTICLE);
        let (edit, id) = add_span(&file, ARTICLE, "Source", &[Span::new(0, 4), Span::new(5, 10)]);
        let text = apply(&file.text, &[edit]);
        assert_eq!((id.as_str(), text.as_str()), ("T8", "T7\tCue 10 14\tsaid\nT8\tSource 0 3;4 9\tZoë Marsh\n"));
        assert_eq!(brat::parse(text.as_str().into(), ARTICLE).problems, []);
    }

    proptest::proptest! {
        #[test]
        fn what_is_added_is_read_back_and_marks_the_same(
            article in "[a-zé😀 \r\n]{1,40}", from in 0usize..40, length in 0usize..20,
        ) {
            let boundary = |at: usize| (0..=at.min(article.len())).rev().find(|&i| article.is_char_boundary(i)).unwrap_or(0);
            let (start, end) = (boundary(from), boundary(from + length));
            let (edit, _) = add_span(&AnnotationFile::default(), &article, "Cue", &[Span::new(start, end)]);
            let text = apply("", &[edit]);
            let (file, points) = (brat::parse(text.as_str().into(), &article), Units::new(Counting::default(), &article));
            if !text.trim_end_matches('\n').contains(['\r', '\n']) {
                proptest::prop_assert_eq!(&file.problems, &[]);
                proptest::prop_assert_eq!(file.spans[0].fragments.as_deref(), Some(&[Span::new(start, end)][..]));
                proptest::prop_assert_eq!(reanchor(&points, &file.spans[0], &article, &[Span::new(start, end)]), vec![]);
            }
        }
    }
}
