//! The text that an annotation quotes is not what stands at its offsets.
//!
//! The article was edited after it was annotated, or offsets were counted in other units. Every tool that trusts the
//! offsets now marks the wrong words.
//!
//! **Example.** `T1<TAB>Source 10 14<TAB>Anna` where characters 10 to 14 are "a Ma".
//!
//! **To mend it**, move the annotation to where its text stands now.

use super::Context;
use crate::corpus::Location;
use crate::text::Span;

pub(super) const CODE: &str = "annotation-text-mismatch";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.corpus.annotation(context.document) else { return };
    let Some((article, text)) = entry.article.and_then(|id| Some((id, context.corpus.document(id)?.text()))) else {
        return;
    };
    for span in &entry.file.spans {
        let quoted = &span.quoted;
        match &span.fragments {
            None => {
                context.report(span.head_span, format!("{} reaches past the end of the article", span.id));
            }
            Some(fragments) => {
                let covered = crate::annotation::brat::covered_text(text, fragments);
                if covered != *quoted {
                    let whole = fragments.iter().copied().reduce(Span::join);
                    let message = format!("{} quotes \"{quoted}\", but its offsets cover \"{covered}\"", span.id);
                    let finding = context.report(span.quoted_span, message);
                    if let Some(span) = whole {
                        finding.relate(Location { document: article, span }, "covered by the offsets");
                    }
                }
            }
        }
    }
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
        assert_eq!(
            found,
            [
                "spoke: T2 quotes \"spoke\", but its offsets cover \" spoke\"",
                "Cue 90 95: T3 reaches past the end of the article",
            ]
        );
    }
}
