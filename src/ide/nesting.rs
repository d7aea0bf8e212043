//! Which annotation fills a role of which: an event of an annotation file with what it is about, and the events that are
//! about it. Opened level by level, the nesting of events shows.

use super::annotation_parts::{Part, part_at, texts};
use super::{Reliance, Step};
use crate::annotation::{AnnotationFile, Argument, Format};
use crate::corpus::{Corpus, DocumentId};
use crate::text::Span;

/// The annotation that the byte `offset` of a brat file is on, or that is named there.
pub(super) fn step_at(corpus: &Corpus, document: DocumentId, offset: usize) -> Option<Step> {
    let file = file(corpus, document)?;
    let on_line = || {
        let start = file.text[..offset].rfind('\n').map_or(0, |end| end + 1);
        file.declared().find(|(_, span)| span.start as usize == start).map(|(id, _)| id)
    };
    let id = match part_at(file, offset) {
        Some((Part::Id(id) | Part::Reference(id), _)) => Some(id),
        _ => on_line(),
    };
    step(file, document, id?)
}

/// What fills the roles of the annotation at `offset`, each with the places of the roles.
pub fn filled_by(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Reliance> {
    let Some((file, id)) = at(corpus, document, offset) else { return Vec::new() };
    let fillers = arguments(file).filter(|(of, _)| *of == id).map(|(_, argument)| (&*argument.target.id, argument));
    gathered(file, document, fillers)
}

/// The annotations in which the one at `offset` fills a role, each with the places of the roles.
pub fn fills(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Reliance> {
    let Some((file, id)) = at(corpus, document, offset) else { return Vec::new() };
    gathered(file, document, arguments(file).filter(|(_, argument)| argument.target.id == id))
}

fn file(corpus: &Corpus, document: DocumentId) -> Option<&AnnotationFile> {
    corpus.annotation(document).map(|entry| &*entry.file).filter(|file| file.format == Format::Brat)
}

fn at(corpus: &Corpus, document: DocumentId, offset: usize) -> Option<(&AnnotationFile, &str)> {
    let file = file(corpus, document)?;
    match part_at(file, offset)? {
        (Part::Id(id) | Part::Reference(id), _) => Some((file, id)),
        _ => None,
    }
}

/// Each filled role, with the id of the relation or event that has it.
fn arguments(file: &AnnotationFile) -> impl Iterator<Item = (&str, &Argument)> {
    let relations = file.relations.iter().map(|a| (&*a.id, &a.arguments));
    let events = file.events.iter().map(|a| (&*a.id, &a.arguments));
    relations.chain(events).flat_map(|(id, arguments)| arguments.iter().map(move |argument| (id, argument)))
}

/// One step an annotation, in the order of the file, with all places of the roles.
fn gathered<'a>(
    file: &'a AnnotationFile,
    document: DocumentId,
    found: impl Iterator<Item = (&'a str, &'a Argument)>,
) -> Vec<Reliance> {
    let mut all: Vec<Reliance> = Vec::new();
    for (id, argument) in found {
        let place = argument.role_span.join(argument.target.span);
        let Some(step) = step(file, document, id) else { continue };
        match all.iter_mut().find(|known| known.step == step) {
            Some(known) => known.places.push(place),
            None => all.push(Reliance { step, places: vec![place] }),
        }
    }
    all
}

fn step(file: &AnnotationFile, document: DocumentId, id: &str) -> Option<Step> {
    let focus = file.declared().find(|(declared, _)| *declared == id)?.1;
    let labels = file.spans.iter().map(|a| (&a.id, &a.label));
    let labels = labels.chain(file.relations.iter().map(|a| (&a.id, &a.label)));
    let mut labels = labels.chain(file.events.iter().map(|a| (&a.id, &a.label)));
    let label = labels.find(|(known, _)| *known == id).map(|(_, label)| label.as_str())?;
    let text = texts(file).get(id).copied().unwrap_or_default();
    let span = file.line_of(id).unwrap_or(Span { start: focus.start, end: focus.end });
    Some(Step { document, name: format!("{id} {label}"), detail: super::symbols::shortened(text), span, focus })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    const FILES: &str = "//- a.txt
Velder said Marsh had ordered the closing.
//- a.ann
T1\tSay 7 11\tsaid
T2\tOrder 22 29\tordered
T3\tPerson 0 6\tVelder
T4\tPerson 12 17\tMarsh
E1\tSay:T1 Who:T3 What:E2
E2\tOrder:T2 Who:T4
";

    fn shown(cursor: &str, list: fn(&Corpus, DocumentId, usize) -> Vec<Reliance>) -> (String, Vec<String>) {
        let fixture = Fixture::new(&FILES.replacen(&cursor.replace("$0", ""), cursor, 1));
        let (document, offset) = fixture.cursor();
        let step = step_at(&fixture.corpus, document, offset).expect("an annotation stands here");
        let line = |r: Reliance| {
            let places: Vec<_> = r.places.iter().map(|span| fixture.covered(document, *span)).collect();
            format!("{} ({}) by {}", r.step.name, r.step.detail, places.join(", "))
        };
        let found = list(&fixture.corpus, document, step.focus.start as usize);
        (step.name, found.into_iter().map(line).collect())
    }

    #[test]
    fn an_event_has_what_fills_its_roles_below_it() {
        let (name, found) = shown("E$01\tSay", filled_by);
        assert_eq!(name, "E1 Say");
        assert_eq!(found, ["T3 Person (Velder) by Who:T3", "E2 Order (ordered) by What:E2"]);
        assert_eq!(shown("T3\tPerson$0", filled_by).1, [""; 0]);
    }

    #[test]
    fn an_event_that_fills_a_role_has_the_one_that_it_is_in_above_it() {
        assert_eq!(shown("What:E$02", fills), ("E2 Order".into(), vec!["E1 Say (said) by What:E2".into()]));
    }
}
