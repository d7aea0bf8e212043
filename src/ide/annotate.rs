//! "Annotate this": new lines of annotation for a stretch of an article.

use crate::annotation::{Format, add_span};
use crate::corpus::{Corpus, DocumentId, Location};
use crate::text::Span;

/// At most so many types are offered.
const MOST: usize = 40;

/// A way to annotate a stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnnotation {
    /// The type.
    pub label: String,
    /// Where the line is put in the annotation file.
    pub location: Location,
    /// The line, with its end.
    pub text: String,
}

/// The lines that would mark `span` of an article, one for each type of the schema, else for each type that its
/// annotation files use; for every brat file of the article. White space at the edges is left out.
pub fn annotate(corpus: &Corpus, article: DocumentId, span: Span) -> Vec<NewAnnotation> {
    let Some(entry) = corpus.article(article) else { return Vec::new() };
    let text = &entry.reading.article.text;
    let Some(selected) = text.get(span.range()) else { return Vec::new() };
    let start = span.start as usize + selected.len() - selected.trim_start().len();
    let mut fragments = Vec::new();
    let mut at = start;
    // brat marks lines: what goes over a line end is marked in pieces.
    for line in selected.trim().split_inclusive('\n') {
        let (lead, bare) = (line.len() - line.trim_start().len(), line.trim());
        if !bare.is_empty() {
            fragments.push(Span::new(at + lead, at + lead + bare.len()));
        }
        at += line.len();
    }
    if fragments.is_empty() || selected.contains('\t') {
        return Vec::new();
    }
    let mut offered = Vec::new();
    for (document, file) in corpus.annotations_of(article) {
        if file.file.format != Format::Brat {
            continue;
        }
        let schema = corpus.schema_of(&file.path).and_then(|(_, conf)| conf.file.schema.clone());
        let mut labels: Vec<String> = match schema.filter(|schema| schema.has[0]) {
            Some(schema) => {
                let types = schema.entities.iter().chain(&schema.events).filter(|t| !t.is_abstract);
                types.map(|t| t.name.clone()).collect()
            }
            None => file.file.spans.iter().map(|span| span.label.clone()).collect(),
        };
        let mut seen = rustc_hash::FxHashSet::default();
        labels.retain(|label| seen.insert(label.clone()));
        for label in labels.into_iter().take(MOST) {
            let (edit, _) = add_span(&file.file, text, &label, &fragments);
            let location = Location { document, span: edit.span };
            offered.push(NewAnnotation { label, location, text: edit.text });
        }
    }
    offered
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn a_selection_gets_a_line_for_each_type_of_the_schema() {
        let fixture = Fixture::new(
            "//- a.txt\n$0Zoë Velder\nspoke.\n//- annotation.conf\n[entities]\n!Party\n\tPerson\nPlace\n//- a.ann\nT4\tPlace 0 3\tZoë\n",
        );
        let (article, _) = fixture.cursor();
        let offered = annotate(&fixture.corpus, article, Span::new(0, 17));
        let shown: Vec<_> = offered.iter().map(|o| (o.label.as_str(), o.text.as_str())).collect();
        let line = "T5\tPerson 0 10;11 16\tZoë Velder spoke\n";
        assert_eq!(shown, [("Person", line), ("Place", line.replace("Person", "Place").as_str())]);
        assert!(annotate(&fixture.corpus, article, Span::new(11, 12)).is_empty());
    }
}
