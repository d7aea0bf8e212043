//! The text that an annotation quotes is not what stands at its offsets.
//!
//! The article was edited after it was annotated, or offsets were counted in other units. Every tool that trusts the
//! offsets now marks the wrong words.
//!
//! **Example.** `T1<TAB>Source 10 14<TAB>Anna` where characters 10 to 14 are "a Ma".
//!
//! Of a WebAnno TSV file beside an article, the first token that is not what the article has at its offsets is reported.
//!
//! **To mend it**, move the annotation to where its text stands now; where it stands once only, the fix does so.

use super::{Context, Edit, Fix};
use crate::annotation::{FileEdit, Format, Units, reanchor};
use crate::corpus::Location;
use crate::text::Span;

pub(super) const CODE: &str = "annotation-text-mismatch";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.corpus.annotation(context.document) else { return };
    for problem in entry.file.json_lines.iter().flat_map(|faults| &faults.quotes) {
        context.report(problem.span, problem.message.clone());
    }
    let Some((article, text)) = entry.article.and_then(|id| Some((id, context.corpus.document(id)?.text()))) else {
        return;
    };
    if let Some(problem) = &entry.file.misplaced {
        let finding = context.report(problem.span, problem.message.clone());
        finding.relate(Location { document: article, span: Span::at(0) }, "the article");
    }
    if entry.file.format != Format::Brat {
        return;
    }
    let points = Units::new(entry.file.counting, text);
    let flat = text.replace('\n', " ");
    let mut fixes = 0;
    for span in &entry.file.spans {
        let quoted = &span.quoted;
        let Some(fragments) = &span.fragments else {
            if entry.file.deleted.contains(&span.id) {
                context.report(span.quoted_span, format!("the text of {} was deleted from the article", span.id));
            }
            continue;
        };
        let covered = crate::annotation::brat::covered_text(text, fragments);
        if covered == *quoted {
            continue;
        }
        let place = (fixes < FIXES).then(|| only_place(&flat, quoted)).flatten();
        let edits = place.map(|place| reanchor(&points, span, text, &[place])).unwrap_or_default();
        let edit = |e: FileEdit| Edit { location: Location { document: context.document, span: e.span }, text: e.text };
        let edits: Vec<Edit> = edits.into_iter().map(edit).collect();
        let message = format!("{} quotes \"{quoted}\", but its offsets cover \"{covered}\"", span.id);
        let finding = context.report(span.quoted_span, message);
        if let Some(span) = fragments.iter().copied().reduce(Span::join) {
            finding.relate(Location { document: article, span }, "covered by the offsets");
        }
        if !edits.is_empty() {
            finding.fixes.push(Fix { title: format!("Move {} to where its text stands now", span.id), edits });
        }
        fixes += 1;
    }
}

/// So many findings of a file are given a fix, each of which takes a search of the article.
const FIXES: usize = 200;

/// The one place where a quoted text stands, if it is the only one.
fn only_place(article: &str, quoted: &str) -> Option<Span> {
    let first = article.find(quoted).filter(|_| !quoted.trim().is_empty())?;
    (article.rfind(quoted) == Some(first)).then(|| Span::new(first, first + quoted.len()))
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
