//! How events are nested: an annotation is a step, what fills the roles of an event or relation stands below it.

use super::markup::shortened;
use super::{Reliance, Step, annotation_parts};
use crate::annotation::{AnnotationFile, Argument};
use crate::corpus::{Corpus, DocumentId};
use crate::text::Span;

/// The annotation whose line holds the byte `offset` of an annotation file.
pub(super) fn step_at(corpus: &Corpus, document: DocumentId, offset: usize) -> Option<Step> {
    let file = &corpus.annotation(document)?.file;
    let id = lines(file).find(|(_, _, line)| line.touches(offset))?.0;
    step(file, document, id)
}

/// What fills the roles of the annotation at `offset`, each with the places where its line says so.
pub(super) fn below(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Reliance> {
    let Some(file) = corpus.annotation(document).map(|entry| &entry.file) else { return Vec::new() };
    let Some((id, _, _)) = lines(file).find(|(_, _, line)| line.touches(offset)) else { return Vec::new() };
    let filled = holders(file).filter(|(holder, _)| *holder == id).flat_map(|(_, arguments)| arguments);
    let reliance = |argument: &Argument| {
        let step = step(file, document, &argument.target.id)?;
        Some(Reliance { step, places: vec![argument.role_span.join(argument.target.span)] })
    };
    filled.filter_map(reliance).collect()
}

/// The events and relations of which the annotation at `offset` fills a role.
pub(super) fn above(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Reliance> {
    let Some(file) = corpus.annotation(document).map(|entry| &entry.file) else { return Vec::new() };
    let Some((id, _, _)) = lines(file).find(|(_, _, line)| line.touches(offset)) else { return Vec::new() };
    let reliance = |(holder, arguments): (&str, &[Argument])| {
        let own = arguments.iter().filter(|argument| argument.target.id == id);
        let places: Vec<Span> = own.map(|argument| argument.role_span.join(argument.target.span)).collect();
        (!places.is_empty()).then(|| Some(Reliance { step: step(file, document, holder)?, places })).flatten()
    };
    holders(file).filter_map(reliance).collect()
}

/// The lines of all that has a type: id, type, line.
fn lines(file: &AnnotationFile) -> impl Iterator<Item = (&str, &str, Span)> {
    let events = file.events.iter().map(|a| (a.id.as_str(), a.label.as_str(), a.line));
    let relations = file.relations.iter().map(|a| (a.id.as_str(), a.label.as_str(), a.line));
    let spans = file.spans.iter().map(|a| (a.id.as_str(), a.label.as_str(), a.line));
    events.chain(relations).chain(spans)
}

/// What has roles: events and relations, each with what fills them.
fn holders(file: &AnnotationFile) -> impl Iterator<Item = (&str, &[Argument])> {
    let events = file.events.iter().map(|a| (a.id.as_str(), &a.arguments[..]));
    events.chain(file.relations.iter().map(|a| (a.id.as_str(), &a.arguments[..])))
}

fn step(file: &AnnotationFile, document: DocumentId, id: &str) -> Option<Step> {
    let (_, label, span) = lines(file).find(|(known, ..)| *known == id)?;
    let detail = annotation_parts::texts(file).get(id).map(|text| shortened(text)).unwrap_or_default();
    let focus = Span::new(span.start as usize, span.start as usize + id.len());
    Some(Step { document, name: format!("{label} {id}"), detail, span, focus })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::super::{relied_on_by, relies_on, step_at};

    const FILES: &str = "//- a.txt
Ann said Ben denied it.
//- a.ann
T1\tPerson 0 3\tAnn
T2\tSay 4 8\tsaid
T3\tPerson 9 12\tBen
T4\tDeny 13 19\tdenied
E1\tSay:T2 Who:T1 What:E2
E2\tDeny:T4 Who:T3
";

    #[test]
    fn events_open_to_what_fills_their_roles_and_to_what_they_fill() {
        let fixture = Fixture::new(&FILES.replace("E2\tDeny:T4", "E2\tDe$0ny:T4"));
        let (document, offset) = fixture.cursor();
        let own = step_at(&fixture.corpus, document, offset).unwrap();
        assert_eq!((own.name.as_str(), own.detail.as_str()), ("Deny E2", "denied"));
        let shown = |all: Vec<super::Reliance>| -> Vec<String> {
            let place = |r: &super::Reliance| fixture.covered(document, r.places[0]).to_owned();
            all.iter().map(|r| format!("{} ({}) by {}", r.step.name, r.step.detail, place(r))).collect()
        };
        assert_eq!(shown(relies_on(&fixture.corpus, document, offset)), ["Person T3 (Ben) by Who:T3"]);
        assert_eq!(shown(relied_on_by(&fixture.corpus, document, offset)), ["Say E1 (said) by What:E2"]);
    }
}
