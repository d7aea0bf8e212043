//! How far annotators of the same articles agree, by type: F1 of spans, and Krippendorff's alpha of characters.
//!
//! Exact: both mark the same stretch under the same type. Partly: their marks of the type share a character. Alpha is that
//! of nominal data over the characters of the articles that two annotators or more have annotated: whether a character is
//! marked with the type, or not. 1 is perfect agreement, 0 what chance would give.
//! Source: Krippendorff, *Content Analysis* (2004), chapter 11; Hripcsak and Rothschild, *Agreement, the F-measure, and
//! Reliability in Information Retrieval* (2005).

use crate::annotation::{AnnotationFile, Format, SpanAnnotation};
use crate::corpus::{AnnotationEntry, Corpus};
use crate::text::Span;
use crate::text::sorting::sort;
use std::collections::BTreeMap;

/// Agreement on a type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgreementRow {
    /// The type.
    pub label: String,
    /// Marks of the type by all annotators, each counted once for every other annotator of its article.
    pub marks: usize,
    /// How many of them another annotator has exactly.
    pub exact: usize,
    /// How many of them another annotator has at least in part.
    pub partly: usize,
    /// Krippendorff's alpha; `None` where there is nothing to tell apart.
    pub alpha: Option<f64>,
}

impl AgreementRow {
    /// F1 of exact marks, from 0 to 1: the share of marks, over both directions, that the other has.
    pub fn exact_f1(&self) -> f64 {
        ratio(self.exact, self.marks)
    }

    /// F1 of marks that share a character.
    pub fn partial_f1(&self) -> f64 {
        ratio(self.partly, self.marks)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Agreement on each type, and how many articles have several annotators.
pub fn agreement(corpus: &Corpus) -> (Vec<AgreementRow>, usize) {
    let mut rows: BTreeMap<String, (AgreementRow, Coincidences)> = BTreeMap::new();
    let mut articles = 0;
    for (article, entry) in corpus.articles() {
        let annotators = annotators(corpus.annotations_of(article).into_iter().map(|(_, entry)| entry));
        if annotators.len() < 2 {
            continue;
        }
        articles += 1;
        let mut labels: Vec<&str> = annotators.iter().flatten().map(|a| a.label.as_str()).collect();
        labels.sort_unstable();
        labels.dedup();
        for label in labels {
            let marks: Vec<Vec<Vec<Span>>> = annotators.iter().map(|file| marks_of(file, label)).collect();
            let (row, coincidences) = rows.entry(label.to_owned()).or_default();
            row.label = label.to_owned();
            for (index, own) in marks.iter().enumerate() {
                for theirs in marks.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, theirs)| theirs) {
                    row.marks += own.len();
                    row.exact += own.iter().filter(|mark| theirs.contains(mark)).count();
                    row.partly += own.iter().filter(|mark| theirs.iter().any(|other| share(mark, other))).count();
                }
            }
            coincidences.add(&entry.reading.article.text, &marks);
        }
    }
    let finish = |(mut row, coincidences): (AgreementRow, Coincidences)| {
        row.alpha = coincidences.alpha();
        row
    };
    (rows.into_values().map(finish).collect(), articles)
}

/// The span annotations of each annotator of an article; several files of one annotator count as one.
fn annotators<'a>(files: impl Iterator<Item = &'a AnnotationEntry>) -> Vec<Vec<&'a SpanAnnotation>> {
    let mut by: BTreeMap<&str, Vec<&SpanAnnotation>> = BTreeMap::new();
    // Trees and lists of texts mark nothing in the article.
    let marks = |file: &AnnotationFile| file.format == Format::Brat || file.webanno.is_some();
    for entry in files.filter(|entry| entry.file.schema.is_none() && marks(&entry.file)) {
        let path = &*entry.path;
        let stem = path.strip_suffix(".a1").or_else(|| path.strip_suffix(".a2")).unwrap_or(path);
        by.entry(entry.file.annotator.as_deref().unwrap_or(stem)).or_default().extend(&entry.file.spans);
    }
    by.into_values().collect()
}

fn marks_of(file: &[&SpanAnnotation], label: &str) -> Vec<Vec<Span>> {
    let of = |a: &&&SpanAnnotation| a.label == label;
    let mut marks: Vec<Vec<Span>> = file.iter().filter(of).filter_map(|a| a.fragments.clone()).collect();
    sort(&mut marks);
    marks.dedup();
    marks
}

fn share(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.overlaps(*b)))
}

/// Pairs of values that different annotators give one character, for alpha.
#[derive(Default)]
struct Coincidences {
    /// By what one and another say: neither marks it, one of them, both.
    both: [[f64; 2]; 2],
}

impl Coincidences {
    fn add(&mut self, text: &str, marks: &[Vec<Vec<Span>>]) {
        let count = marks.len() as f64;
        let mut said = vec![0u16; text.len()];
        for file in marks {
            let mut own: Vec<Span> = file.iter().flatten().copied().collect();
            sort(&mut own);
            let mut from = 0;
            for span in own {
                let range = (span.start as usize).max(from)..(span.end as usize).min(text.len());
                if range.start < range.end {
                    said[range.clone()].iter_mut().for_each(|n| *n += 1);
                    from = range.end;
                }
            }
        }
        for (byte, _) in text.char_indices() {
            let yes = f64::from(said[byte]);
            let no = count - yes;
            self.both[1][1] += yes * (yes - 1.0) / (count - 1.0);
            self.both[0][0] += no * (no - 1.0) / (count - 1.0);
            self.both[0][1] += yes * no / (count - 1.0);
            self.both[1][0] += yes * no / (count - 1.0);
        }
    }

    fn alpha(&self) -> Option<f64> {
        let [[none, one], [other, both]] = self.both;
        let (no, yes) = (none + one, other + both);
        let all = no + yes;
        let expected = 2.0 * no * yes / (all - 1.0);
        (expected > 0.0).then(|| 1.0 - (one + other) / expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::brat;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::Settings;
    use std::sync::Arc;

    const TEXT: &str = "abcdefghij";

    fn rows(files: &[(&str, &str)]) -> (Vec<AgreementRow>, usize) {
        let article = Article::parse(TEXT.into(), Markup::Plain, &Overrides::default());
        let mut corpus = Corpus::new(Settings::default());
        let id = corpus.put_article("a.txt", Arc::new(crate::reading::read(Arc::new(article))));
        for (name, text) in files {
            let mut file = brat::parse((*text).into(), TEXT);
            file.annotator = Some((*name).into());
            corpus.put_annotation(&format!("a_{name}.ann"), Arc::new(file), Some(id));
        }
        agreement(&corpus)
    }

    #[test]
    fn the_same_marks_agree_and_one_annotator_says_nothing() {
        let (same, articles) = rows(&[("ann", "T1\tX 0 4\tabcd\n"), ("ben", "T9\tX 0 4\tabcd\n")]);
        assert_eq!((same[0].exact_f1(), same[0].alpha, articles), (1.0, Some(1.0), 1));
        assert_eq!(rows(&[("ann", "T1\tX 0 4\tabcd\n")]), (vec![], 0));
    }

    #[test]
    fn alpha_is_what_krippendorff_computes_by_hand() {
        // Characters 1 to 4 against 3 to 6 of ten: two by both, four by one of them, four by neither.
        let (rows, _) = rows(&[("ann", "T1\tX 0 4\tabcd\nT2\tY 8 9\ti\n"), ("ben", "T1\tX 2 6\tcdef\n")]);
        let row = &rows[0];
        assert_eq!((row.marks, row.exact, row.partly), (2, 0, 2));
        // Observed: 8 of 20 pairs differ; expected: 2 · 8 · 12 / 19.
        let alpha = 1.0 - 8.0 / (2.0 * 8.0 * 12.0 / 19.0);
        assert!(row.alpha.is_some_and(|found| (found - alpha).abs() < 1e-9), "{row:?}, {alpha}");
        assert_eq!((rows[1].exact_f1(), rows[1].marks), (0.0, 1));
    }
}
