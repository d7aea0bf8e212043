//! Two annotators of one article differ in what they mark or how they name it.
//!
//! Where people disagree, the guidelines are unclear or somebody slipped; adjudication begins with a list of these places.
//!
//! **Example.** One annotator marks "the mayor, Ann Marsh" as `Source`, the other "Ann Marsh"; or one as `Source`, the other
//! as `Cue`.
//!
//! **To mend it**, compare the two lines and correct one of them. Several files belong to one article by
//! `[[annotations.pair]]` in `copydesk.toml`, with `{annotator}` in the pattern of the annotation. Only types that both files
//! use are compared, so that layers in files of their own do not disagree. On why disagreement is looked at: Artstein and Poesio, *Inter-Coder Agreement for Computational Linguistics* (2008).

use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashSet;

use super::Context;
use crate::annotation::SpanAnnotation;
use crate::corpus::{AnnotationEntry, Corpus, DocumentId, Location};
use crate::text::Span;

pub(super) const CODE: &str = "annotator-disagreement";

/// So many marks that begin before the end of one are looked at for overlap.
const NEAREST: usize = 64;

/// A mark that another annotator has otherwise.
#[derive(Debug)]
pub struct Disagreement<'a> {
    /// The mark.
    pub annotation: &'a SpanAnnotation,
    /// The other annotator, else the other file.
    pub who: &'a str,
    /// What that one has instead, and in which file.
    pub other: Option<(DocumentId, &'a SpanAnnotation)>,
}

/// The marks of an annotation file that another annotator of its article has otherwise, in the order of files and text.
pub fn disagreements(corpus: &Corpus, document: DocumentId) -> Vec<Disagreement<'_>> {
    let mut found = Vec::new();
    let Some(entry) = corpus.annotation(document) else { return found };
    let Some(article) = entry.article else { return found };
    for (other, there) in corpus.annotations_of(article) {
        if other == document || stem(&entry.path) == stem(&there.path) {
            continue;
        }
        let (own, theirs) = (marks(entry), marks(there));
        let used = |marks: &[(Span, &SpanAnnotation)]| marks.iter().map(|(_, a)| a.label.clone()).collect();
        let (ours, others): (FxHashSet<String>, FxHashSet<String>) = (used(&own), used(&theirs));
        for (span, annotation) in own.iter().filter(|(_, a)| others.contains(&a.label)) {
            let before = theirs.partition_point(|(s, _)| s.start < span.end);
            let near = theirs[..before].iter().rev().take(NEAREST);
            let overlapping: Vec<_> = near.filter(|(s, a)| s.overlaps(*span) && ours.contains(&a.label)).collect();
            let same = |a: &SpanAnnotation| a.fragments == annotation.fragments;
            if overlapping.iter().any(|(_, a)| same(a) && a.label == annotation.label) {
                continue;
            }
            let relabelled = overlapping.iter().find(|(_, a)| same(a));
            let nearest = relabelled.or_else(|| overlapping.iter().find(|(_, a)| a.label == annotation.label));
            let who = there.file.annotator.as_deref().unwrap_or(&there.path);
            found.push(Disagreement { annotation, who, other: nearest.map(|(_, a)| (other, *a)) });
        }
    }
    found
}

pub(super) fn check(context: &mut Context) {
    let corpus = context.corpus;
    for Disagreement { annotation, who, other } in disagreements(corpus, context.document) {
        if context.leaves_out() {
            continue;
        }
        let id = &annotation.id;
        let message = match other {
            Some((_, a)) if a.fragments == annotation.fragments => {
                format!("{id} is {} here and {} for {who}", annotation.label, a.label)
            }
            Some((_, a)) => format!("{id} covers \"{}\" here and \"{}\" for {who}", annotation.quoted, a.quoted),
            None => format!("{id} is marked as {} here and not by {who}", annotation.label),
        };
        let finding = context.report(annotation.head_span, message);
        if let Some((document, a)) = other {
            finding.relate(Location { document, span: a.id_span }, "the other annotation");
        }
    }
}

/// A shared task's `.a1` and `.a2` are one annotator's.
fn stem(path: &str) -> &str {
    path.strip_suffix(".a1").or_else(|| path.strip_suffix(".a2")).unwrap_or(path)
}

/// What a file marks, by place.
fn marks(entry: &AnnotationEntry) -> Vec<(Span, &SpanAnnotation)> {
    let whole = |a: &SpanAnnotation| a.fragments.as_deref()?.iter().copied().reduce(Span::join);
    let mut marks: Vec<_> = entry.file.spans.iter().filter_map(|a| Some((whole(a)?, a))).collect();
    sort_by_key(&mut marks, |(span, _)| *span);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use crate::checks::{Selection, check as check_all};
    use crate::corpus::{Corpus, Settings};
    use std::sync::Arc;

    const ARTICLE: &str = "The mayor, Ann Marsh, said the pier held.";

    fn found(own: &str, theirs: &str) -> Vec<String> {
        let parsed = Article::parse(ARTICLE.into(), Markup::Plain, &Overrides::default());
        let mut corpus = Corpus::new(Settings::default());
        let article = corpus.put_article("a.txt", Arc::new(crate::reading::read(Arc::new(parsed))));
        let mut put = |name: &str, text: &str| {
            let mut file = crate::annotation::brat::parse(text.into(), ARTICLE);
            file.annotator = Some(name.into());
            corpus.put_annotation(&format!("a_{name}.ann"), Arc::new(file), Some(article))
        };
        let (own, _) = (put("ines", own), put("jon", theirs));
        let mut selection = Selection::default();
        selection.select(&[CODE.to_owned()]).expect("the rule exists");
        check_all(&corpus, own, &selection).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn other_extents_other_types_and_marks_of_one_alone_are_found() {
        let own =
            "T1\tSource 11 20\tAnn Marsh\nT2\tCue 22 26\tsaid\nT3\tContent 27 40\tthe pier held\nT4\tCue 36 40\theld\n";
        let theirs = "T1\tSource 0 20\tThe mayor, Ann Marsh\nT2\tContent 22 26\tsaid\nT3\tContent 27 40\tthe pier held\n\
                      T5\tCue 4 9\tmayor\n";
        assert_eq!(
            found(own, theirs),
            [
                "T1 covers \"Ann Marsh\" here and \"The mayor, Ann Marsh\" for jon",
                "T2 is Cue here and Content for jon",
                "T4 is marked as Cue here and not by jon",
            ]
        );
    }

    #[test]
    fn the_same_marks_under_other_ids_and_types_of_another_layer_are_not() {
        let own = "T1\tSource 11 20\tAnn Marsh\nT2\tPlace 31 35\tpier\n";
        assert!(found(own, "T9\tSource 11 20\tAnn Marsh\n").is_empty());
        assert!(found(own, "T1\tFigure 0 3\tThe\n").is_empty());
    }
}
