//! The text that an annotation quotes is not what stands at its offsets.
//!
//! The article was edited after it was annotated, or offsets were counted in other units. Every tool that trusts the
//! offsets now marks the wrong words.
//!
//! **Example.** `T1<TAB>Source 10 14<TAB>Anna` where characters 10 to 14 are "a Ma".
//!
//! Of a WebAnno TSV file beside an article, the first token that is not what the article has at its offsets is reported.
//!
//! Of a CoNLL-U file beside an article, the first sentence whose text the article does not have.
//!
//! **To mend it**, move the annotation to where its text stands now. Where that is certain a fix does so: the text stands
//! in the article once, or once between the nearest annotations that do.

use super::{Context, Edit, Fix};
use crate::annotation::anchor::Anchors;
use crate::annotation::{FileEdit, Format, Units, reanchor, webanno};
use crate::corpus::{DocumentId, Location};
use crate::text::Span;

pub(super) const CODE: &str = "annotation-text-mismatch";

pub(super) fn check(context: &mut Context) {
    let document = context.document;
    let Some(entry) = context.corpus.annotation(document) else { return };
    for problem in entry.file.json_lines.iter().flat_map(|file| &file.faults.quotes) {
        context.report(problem.span, problem.message.clone());
    }
    let Some((article, text)) = entry.article.and_then(|id| Some((id, context.corpus.document(id)?.text()))) else {
        return;
    };
    if let Some(problem) = &entry.file.misplaced {
        let refit = entry.file.webanno.as_deref().and_then(|webanno| webanno::refit(webanno, &entry.file.text, text));
        let finding = context.report(problem.span, problem.message.clone());
        finding.relate(Location { document: article, span: Span::at(0) }, "the article");
        if let Some(edits) = refit {
            let edits = edits.into_iter().map(|edit| in_file(document, edit)).collect();
            finding.fixes.push(Fix { title: "Move each sentence to where its text stands now".to_owned(), edits });
        }
    }
    if let Some(problem) = &entry.file.refused {
        let message = format!("the file cannot follow the edits of its article: {}", problem.message);
        context.report(problem.span, message);
    }
    if entry.file.format != Format::Brat {
        return;
    }
    let points = Units::new(entry.file.counting, text);
    let mut anchors: Option<Anchors> = None;
    let (mut fixes, mut all) = (0, Vec::new());
    for (index, span) in entry.file.spans.iter().enumerate() {
        let quoted = &span.quoted;
        let Some(fragments) = &span.fragments else {
            if entry.file.deleted.contains(&span.id) {
                context.report(span.quoted_span, format!("the text of {} was deleted from the article", span.id));
            }
            continue;
        };
        let covered = crate::annotation::brat::covered_text(text, fragments);
        if covered == *quoted || context.leaves_out() {
            continue;
        }
        let find = || anchors.get_or_insert_with(|| Anchors::new(&entry.file, text)).find(index);
        let place = (fixes < FIXES).then(find).flatten();
        let edits = place.map(|place| reanchor(&points, span, text, &[place])).unwrap_or_default();
        let edits: Vec<Edit> = edits.into_iter().map(|edit| in_file(document, edit)).collect();
        let message = format!("{} quotes \"{quoted}\", but its offsets cover \"{covered}\"", span.id);
        let finding = context.report(span.quoted_span, message);
        if let Some(span) = fragments.iter().copied().reduce(Span::join) {
            finding.relate(Location { document: article, span }, "covered by the offsets");
        }
        if !edits.is_empty() {
            all.push(edits.clone());
            finding.fixes.push(Fix { title: format!("Move {} to where its text stands now", span.id), edits });
        }
        fixes += 1;
    }
    // Whoever has many of them wants to move them at once.
    if all.len() > 1 {
        let title = format!("Move all {} annotations whose place is certain", all.len());
        let edits: Vec<Edit> = all.into_iter().flatten().collect();
        if let Some(first) = context.findings.iter_mut().find(|finding| !finding.fixes.is_empty()) {
            first.fixes.push(Fix { title, edits });
        }
    }
}

/// So many findings of a file are given a fix, each of which takes a search of the article.
const FIXES: usize = 200;

fn in_file(document: DocumentId, edit: FileEdit) -> Edit {
    Edit { location: Location { document, span: edit.span }, text: edit.text }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::annotation_findings;

    #[test]
    fn other_words_at_the_offsets_are_found_and_the_same_words_are_not() {
        let found = annotation_findings(
            super::CODE,
            "Ann Marsh spoke.",
            "T1\tSource 0 9\tAnn Marsh\nT2\tCue 9 15\tspoke\nT3\tCue 90 95\tspoke\n",
        );
        assert_eq!(found, ["spoke: T2 quotes \"spoke\", but its offsets cover \" spoke\"",]);
    }
}
