//! Annotation files: what a line marks, and from an article to the lines that mark it.

use super::elsewhere::label;
use super::subject::sentence;
use super::{Hover, Markup, Target, annotation_json, annotation_parts};
use crate::annotation::SpanAnnotation;
use crate::annotation::schema::{Role, Schema, lineage};
use crate::corpus::{AnnotationEntry, ArticleEntry, Corpus, DocumentId};
use crate::text::Span;

/// The annotation whose line holds the byte `offset`, also by the line of one of its attributes.
fn at(entry: &AnnotationEntry, offset: usize) -> Option<(&SpanAnnotation, Span)> {
    let file = &entry.file;
    if let Some(webanno) = &file.webanno {
        return super::annotation_columns::at(webanno, file, offset);
    }
    let index = file.spans.partition_point(|annotation| (annotation.line.end as usize) < offset);
    if let Some(annotation) = file.spans.get(index).filter(|annotation| annotation.line.touches(offset)) {
        let parts = [annotation.id_span, annotation.head_span, annotation.quoted_span];
        let part = parts.into_iter().find(|part| part.touches(offset)).unwrap_or(annotation.line);
        return Some((annotation, part));
    }
    let attribute = file.attributes.iter().find(|a| a.line.touches(offset)).map(|a| (&a.target, a.line));
    let event = || file.events.iter().find(|e| e.line.touches(offset)).map(|e| (&e.trigger.id, e.line));
    let (target, line) = attribute.or_else(event)?;
    // An attribute of an event is shown at the event's trigger.
    let trigger = file.events.iter().find(|event| event.id == *target).map_or(target, |event| &event.trigger.id);
    Some((file.spans.iter().find(|annotation| annotation.id == *trigger)?, line))
}

/// Type, attributes and covered text of the annotation at the byte `offset` of an annotation file.
pub(super) fn hover(corpus: &Corpus, entry: &AnnotationEntry, offset: usize) -> Option<Hover> {
    if let Some(file) = &entry.file.json_lines {
        return annotation_json::hover(file, offset);
    }
    if let Some(conllu) = &entry.file.conllu {
        return super::annotation_columns::hover(conllu, &entry.file.text, offset);
    }
    let (annotation, span) = at(entry, offset)?;
    let mut content = Markup::new();
    describe(entry, annotation, &mut content);
    describe_type(corpus, entry, &annotation.label, &mut content);
    if let Some((_, article)) = article_of(corpus, entry)
        && let Some(fragments) = &annotation.fragments
        && let Some(whole) = fragments.iter().copied().reduce(Span::join)
    {
        let text = &article.reading.article.text;
        let around = sentence(&article.reading, whole);
        content.paragraph().text(&label(article, whole.start)).text(": ");
        let mut from = around.start as usize;
        for fragment in fragments {
            if (fragment.start as usize) < from {
                continue;
            }
            content.text(&text[from..fragment.start as usize]).strong(fragment.of(text));
            from = fragment.end as usize;
        }
        content.text(&text[from..around.end.max(from as u32) as usize]);
    }
    Some(Hover { span, content })
}

fn describe(entry: &AnnotationEntry, annotation: &SpanAnnotation, content: &mut Markup) {
    content.strong(&annotation.label).text(&format!(" {}", annotation.id));
    let events: Vec<_> = entry.file.events.iter().filter(|event| event.trigger.id == annotation.id).collect();
    let texts = if events.is_empty() { Default::default() } else { annotation_parts::texts(&entry.file) };
    for argument in events.iter().flat_map(|event| &event.arguments) {
        let id = argument.target.id.as_str();
        content.text(&format!(", {}: {}", argument.role, texts.get(id).copied().unwrap_or(id)));
    }
    let of = |target: &String| *target == annotation.id || events.iter().any(|event| event.id == *target);
    for attribute in entry.file.attributes.iter().filter(|attribute| of(&attribute.target)) {
        content.text(&format!(", {}", attribute.name));
        if let Some(value) = &attribute.value {
            content.text(&format!(": {value}"));
        }
    }
}

/// What the schema says of a type: its label, what it is a kind of, the roles that it has.
fn describe_type(corpus: &Corpus, entry: &AnnotationEntry, label: &str, content: &mut Markup) {
    let Some(schema) = corpus.schema_of(&entry.path).and_then(|(_, conf)| conf.file.schema.as_deref()) else { return };
    let visual = corpus.beside_or_above(&entry.path, "visual.conf").and_then(|(_, conf)| conf.file.schema.as_deref());
    let shown = visual.and_then(|visual| visual.labels.get(label)?.first()).filter(|shown| *shown != label);
    for types in [&schema.entities, &schema.events] {
        let Some(index) = types.iter().position(|t| t.name == label) else { continue };
        let parents: Vec<&str> = lineage(types, index).skip(1).map(|t| t.name.as_str()).collect();
        let roles: Vec<String> = Schema::roles(types, label).into_iter().map(Role::describe).collect();
        if shown.is_none() && parents.is_empty() && roles.is_empty() {
            continue;
        }
        content.paragraph().text(shown.map_or(label, |shown| shown));
        if !parents.is_empty() {
            content.text(", a kind of ").text(&parents.join(", a kind of "));
        }
        if !roles.is_empty() {
            content.text(": ").text(&roles.join("; "));
        }
        return;
    }
}

/// The text that the annotation at the byte `offset` of an annotation file marks.
pub(super) fn definition(corpus: &Corpus, entry: &AnnotationEntry, offset: usize) -> Vec<Target> {
    if let Some(file) = &entry.file.json_lines {
        return annotation_json::definition(corpus, file, offset);
    }
    let Some((annotation, origin)) = at(entry, offset) else { return Vec::new() };
    let Some((document, article)) = article_of(corpus, entry) else { return Vec::new() };
    let target = |&focus: &Span| {
        let span = sentence(&article.reading, focus);
        Target { document, span, focus, origin: Some(origin) }
    };
    annotation.fragments.iter().flatten().map(target).collect()
}

/// The annotation lines that mark the byte `offset` of an article.
pub(super) fn lines_on(corpus: &Corpus, article: DocumentId, offset: usize) -> Vec<Target> {
    let mut targets = Vec::new();
    for (document, entry) in corpus.annotations_of(article) {
        for annotation in &entry.file.spans {
            let fragments = annotation.fragments.iter().flatten();
            if let Some(&origin) = fragments.into_iter().find(|fragment| fragment.contains(offset)) {
                let (span, focus) = (annotation.line, annotation.id_span);
                targets.push(Target { document, span, focus, origin: Some(origin) });
            }
        }
    }
    for (document, _, mark) in annotation_json::marks_on(corpus, article, offset) {
        targets.push(Target { document, span: mark.place, focus: mark.place, origin: Some(mark.covers) });
    }
    targets
}

/// Adds to a hover in an article what human annotation says about the place.
pub(super) fn describe_place(
    corpus: &Corpus,
    article: DocumentId,
    offset: usize,
    content: &mut Markup,
) -> Option<Span> {
    let mut smallest: Option<Span> = None;
    for (_, entry) in corpus.annotations_of(article) {
        for annotation in &entry.file.spans {
            let mut fragments = annotation.fragments.iter().flatten();
            if let Some(&span) = fragments.find(|fragment| fragment.contains(offset)) {
                smallest = Some(smallest.filter(|known| known.len() <= span.len()).unwrap_or(span));
                content.item().text("annotated as ");
                describe(entry, annotation, content);
                content.text(" in ").text(entry.path.rsplit('/').next().unwrap_or(&entry.path));
            }
        }
    }
    for (document, _, mark) in annotation_json::marks_on(corpus, article, offset) {
        let span = mark.covers;
        smallest = Some(smallest.filter(|known| known.len() <= span.len()).unwrap_or(span));
        let path = corpus.path(document).map_or("", |path| path);
        content.item().text("annotated as ").strong(&mark.label);
        content.text(" in ").text(path.rsplit('/').next().unwrap_or(path));
    }
    smallest
}

fn article_of<'a>(corpus: &'a Corpus, entry: &AnnotationEntry) -> Option<(DocumentId, &'a ArticleEntry)> {
    let id = entry.article?;
    Some((id, corpus.article(id)?))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::super::{definition, hover};
    use expect_test::{Expect, expect};

    const FILE: &str = "//- a.txt
Minister Ann Velder spoke on Monday. She said that the gates stay open.
//- a.ann
T1\tSource 0 19\tMinister Ann Velder
T2\tCue 41 45\tsaid
A1\tPolarity T2 positive
";

    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let (document, offset) = fixture.cursor();
        let shown = hover(&fixture.corpus, document, offset).map(|h| h.content.plain()).unwrap_or_default();
        let targets = fixture.show(&definition(&fixture.corpus, document, offset));
        expected.assert_eq(&format!("{shown}\n=> {targets}"));
    }

    #[test]
    fn a_line_shows_its_text_in_context_and_leads_there() {
        check(
            &FILE.replace("T1\tSource", "T1\tSou$0rce"),
            expect![[r#"
            Source T1

            a.txt:1: Minister Ann Velder spoke on Monday.
            => a.txt:1 Minister Ann Velder
        "#]],
        );
    }

    #[test]
    fn an_attribute_leads_to_the_text_of_its_annotation() {
        check(
            &FILE.replace("A1\tPol", "A1\tPol$0"),
            expect![[r#"
                Cue T2, Polarity: positive

                a.txt:1: She said that the gates stay open.
                => a.txt:1 said
            "#]],
        );
    }

    #[test]
    fn an_annotated_text_leads_to_its_annotation() {
        check(
            &FILE.replace("She said", "She sa$0id"),
            expect![[r#"
            Source: Ann Velder (Minister)
            - that the gates stay open
            - annotated as Cue T2, Polarity: positive in a.ann
            => a.txt:1 Minister Ann Velder
            a.ann:2 T2
        "#]],
        );
    }

    #[test]
    fn a_type_is_explained_by_the_schema() {
        let schema = "//- annotation.conf\n[entities]\n!Actor\n\tSource\nPlace\n[events]\nCue Who:Actor, Where*:Place|Actor\n\
                      //- visual.conf\n[labels]\nSource | Who is quoted\n";
        let hovered = |from: &str, to: &str| {
            let fixture = Fixture::new(&format!("{}{schema}", FILE.replace(from, to)));
            let (document, offset) = fixture.cursor();
            let shown = hover(&fixture.corpus, document, offset).map(|h| h.content.plain()).unwrap_or_default();
            shown.lines().nth(2).unwrap_or_default().to_owned()
        };
        assert_eq!(hovered("T1\tSource", "T1\tSou$0rce"), "Who is quoted, a kind of Actor");
        assert_eq!(
            hovered("T2\tCue", "T2\tCu$0e"),
            "Cue: Who (once): Actor; Where (any number of times): Place, Actor"
        );
    }
}
