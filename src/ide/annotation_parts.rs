//! What stands under the cursor in an annotation file, and what the ids of the file stand for.

use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashMap;

use super::annotation_schema::type_in_schema;
use super::markup::shortened;
use super::token_kind::in_order;
use super::{Hint, Symbol, SymbolKind, Target, TokenKind};
use crate::annotation::schema::Type;
use crate::annotation::{AnnotationFile, Format};
use crate::corpus::{AnnotationEntry, Corpus, DocumentId, Location};
use crate::text::Span;

/// What stands at a place of an annotation file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// The id of the annotation on this line.
    Id(&'a str),
    /// The id of another annotation, or the role that it fills.
    Reference(&'a str),
    /// A type.
    Label(&'a str),
}

/// The types of a file, each with its place.
pub(super) fn labels(file: &AnnotationFile) -> impl Iterator<Item = (&str, Span)> {
    let spans = file.spans.iter().map(|a| (a.label.as_str(), a.label_span));
    let relations = file.relations.iter().map(|a| (a.label.as_str(), a.label_span));
    let events = file.events.iter().map(|a| (a.label.as_str(), a.label_span));
    let attributes = file.attributes.iter().map(|a| (a.name.as_str(), a.name_span));
    spans.chain(relations).chain(events).chain(attributes)
}

/// Roles of relations and events: the role with its id, and the id.
fn arguments(file: &AnnotationFile) -> impl Iterator<Item = (&str, Span)> {
    let arguments = file.relations.iter().flat_map(|a| &a.arguments);
    let arguments = arguments.chain(file.events.iter().flat_map(|a| &a.arguments));
    arguments.map(|a| (a.target.id.as_str(), a.role_span.join(a.target.span)))
}

/// What stands at the byte `offset` of a file, and where.
pub(super) fn part_at(file: &AnnotationFile, offset: usize) -> Option<(Part<'_>, Span)> {
    let at = |(_, span): &(&str, Span)| span.touches(offset);
    if file.schema.is_some() {
        return type_in_schema(file, offset).map(|(name, span)| (Part::Label(name), span));
    }
    let id = file.declared().find(at).map(|(id, span)| (Part::Id(id), span));
    let reference = || arguments(file).chain(file.referred()).find(at).map(|(id, span)| (Part::Reference(id), span));
    let label = || labels(file).find(at).map(|(label, span)| (Part::Label(label), span));
    id.or_else(reference).or_else(label)
}

/// The quoted text of each span, and of each event its trigger's, by id.
pub(super) fn texts(file: &AnnotationFile) -> FxHashMap<&str, &str> {
    let mut texts: FxHashMap<&str, &str> = file.spans.iter().map(|a| (a.id.as_str(), a.quoted.as_str())).collect();
    for event in &file.events {
        if let Some(text) = texts.get(event.trigger.id.as_str()).copied() {
            texts.insert(&event.id, text);
        }
    }
    texts
}

/// The line of what the reference at the byte `offset` names.
pub(super) fn line_of_reference(file: &AnnotationFile, document: DocumentId, offset: usize) -> Option<Target> {
    if file.format != Format::Brat {
        return None;
    }
    let (Part::Reference(id), origin) = part_at(file, offset)? else { return None };
    let focus = file.declared().find(|(declared, _)| *declared == id)?.1;
    Some(Target { document, span: file.line_of(id)?, focus, origin: Some(origin) })
}

/// Where `annotation.conf` has the type at the byte `offset`.
pub(super) fn type_definition(corpus: &Corpus, entry: &AnnotationEntry, offset: usize) -> Vec<Target> {
    let Some((Part::Label(label), origin)) = part_at(&entry.file, offset) else { return Vec::new() };
    let Some((document, conf)) = corpus.schema_of(&entry.path) else { return Vec::new() };
    let Some(schema) = &conf.file.schema else { return Vec::new() };
    let lists = [&schema.entities, &schema.events, &schema.relations, &schema.attributes];
    let declared = lists.into_iter().flatten().filter(|t: &&Type| t.name == label);
    declared.map(|t| Target { document, span: t.span, focus: t.span, origin: Some(origin) }).collect()
}

/// All uses of the id or type at the byte `offset`: of an id in its file, of a type in all files under one schema.
pub(super) fn references(corpus: &Corpus, document: DocumentId, offset: usize, declaration: bool) -> Vec<Target> {
    let Some(entry) = corpus.annotation(document) else { return Vec::new() };
    if let Some(conllu) = &entry.file.conllu {
        return super::annotation_columns::references(conllu, &entry.file.text, document, offset, declaration);
    }
    let Some((part, origin)) = part_at(&entry.file, offset) else { return Vec::new() };
    let mut places: Vec<Location> = Vec::new();
    match part {
        Part::Id(id) | Part::Reference(id) => {
            let declared = entry.file.declared().filter(|_| declaration);
            let uses = declared.chain(entry.file.referred()).filter(|(other, _)| *other == id);
            places.extend(uses.map(|(_, span)| Location { document, span }));
        }
        Part::Label(label) => {
            let own = entry.file.schema.is_some().then_some(document);
            let schema = own.or_else(|| corpus.schema_of(&entry.path).map(|(id, _)| id));
            for other in corpus.ids() {
                let Some(there) = corpus.annotation(other).filter(|_| other == document || schema.is_some()) else {
                    continue;
                };
                if other == document || corpus.schema_of(&there.path).map(|(id, _)| id) == schema {
                    let uses = labels(&there.file).filter(|(used, _)| *used == label);
                    places.extend(uses.map(|(_, span)| Location { document: other, span }));
                }
            }
        }
    }
    sort_by_key(&mut places, |place| (place.document != document, *place));
    let target = |p: Location| Target { document: p.document, span: p.span, focus: p.span, origin: Some(origin) };
    places.into_iter().map(target).collect()
}

/// The outline of an annotation file: its annotations in the order of their lines.
pub(super) fn symbols(file: &AnnotationFile) -> Vec<Symbol> {
    if let Some(file) = &file.json_lines {
        return super::annotation_json::symbols(file);
    }
    let texts = texts(file);
    let text = |id: &str| shortened(texts.get(id).copied().unwrap_or(id));
    let symbol = |id: &str, label: &str, detail: String, kind, span, focus| Symbol {
        name: format!("{id} {label}"),
        detail,
        kind,
        span,
        focus,
        children: Vec::new(),
    };
    let filled = |arguments: &[crate::annotation::Argument]| {
        let parts = arguments.iter().map(|a| format!("{}: {}", a.role, text(&a.target.id)));
        parts.collect::<Vec<_>>().join(", ")
    };
    let mut all: Vec<Symbol> = Vec::new();
    all.extend(file.spans.iter().map(|a| symbol(&a.id, &a.label, text(&a.id), SymbolKind::Name, a.line, a.id_span)));
    all.extend(
        file.relations
            .iter()
            .map(|a| symbol(&a.id, &a.label, filled(&a.arguments), SymbolKind::Section, a.line, a.id_span)),
    );
    all.extend(
        file.events
            .iter()
            .map(|a| symbol(&a.id, &a.label, filled(&a.arguments), SymbolKind::Section, a.line, a.id_span)),
    );
    sort_by_key(&mut all, |symbol| symbol.span);
    all
}

/// Behind each id that refers to a span or event, the text that it covers.
pub(super) fn hints(file: &AnnotationFile) -> Vec<Hint> {
    if let Some(file) = &file.json_lines {
        return super::annotation_json::hints(file);
    }
    let texts = texts(file);
    let hint = |(id, span): (&str, Span)| {
        let label = shortened(texts.get(id)?);
        Some(Hint { offset: span.end as usize, label, after: true })
    };
    let mut hints: Vec<Hint> = file.referred().filter_map(hint).collect();
    sort_by_key(&mut hints, |hint| hint.offset);
    hints
}

/// The columns of an annotation file by kind: ids, types, roles, quoted text and values.
pub(super) fn tokens(file: &AnnotationFile) -> Vec<(Span, TokenKind)> {
    if let Some(file) = &file.json_lines {
        return super::annotation_json::tokens(file);
    }
    if file.format != Format::Brat {
        return super::annotation_columns::tokens(file);
    }
    let mut tokens: Vec<(Span, TokenKind)> = Vec::new();
    tokens.extend(file.declared().map(|(_, span)| (span, TokenKind::Name)));
    tokens.extend(file.referred().map(|(_, span)| (span, TokenKind::Name)));
    tokens.extend(labels(file).map(|(_, span)| (span, TokenKind::Cue)));
    tokens.extend(file.spans.iter().map(|a| (a.quoted_span, TokenKind::Quotation)));
    let offsets = |span: Span, label: Span| Span { start: (label.end + 1).min(span.end), end: span.end };
    tokens.extend(file.spans.iter().map(|a| (offsets(a.head_span, a.label_span), TokenKind::Figure)));
    let roles = file.relations.iter().flat_map(|a| &a.arguments).chain(file.events.iter().flat_map(|a| &a.arguments));
    tokens.extend(roles.map(|a| (a.role_span, TokenKind::Source)));
    tokens.extend(file.attributes.iter().map(|a| (a.value_span, TokenKind::Figure)));
    tokens.retain(|(span, _)| !span.is_empty());
    in_order(tokens)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::super::{definition, hints, references, symbols, tokens, type_definition};
    use super::*;
    use expect_test::expect;

    const FILES: &str = "//- a.txt
Ann Velder told Ben Marsh.
//- annotation.conf
[entities]
Person
[events]
Tell Who:Person, Whom?:Person
//- a.ann
T1\tPerson 0 10\tAnn Velder
T2\tTell 11 15\ttold
T3\tPerson 16 25\tBen Marsh
E1\tTell:T2 Who:T1 Whom:T3
A1\tSure E1 high
";

    fn at(cursor: &str) -> (Fixture, DocumentId, usize) {
        let fixture = Fixture::new(&FILES.replacen(&cursor.replace("$0", ""), cursor, 1));
        let (document, offset) = fixture.cursor();
        (fixture, document, offset)
    }

    #[test]
    fn a_role_leads_to_its_line_and_a_type_to_the_schema() {
        let (fixture, document, offset) = at("Wh$0om:T3");
        assert_eq!(fixture.show(&definition(&fixture.corpus, document, offset)), "a.ann:3 T3\n");
        let (fixture, document, offset) = at("T3\tPer$0son");
        assert_eq!(fixture.show(&type_definition(&fixture.corpus, document, offset)), "annotation.conf:2 Person\n");
    }

    #[test]
    fn an_event_shows_what_fills_its_roles_and_its_attributes() {
        let (fixture, document, offset) = at("E$01\tTell");
        let shown = super::super::hover(&fixture.corpus, document, offset).map(|h| h.content.plain());
        let first = shown.unwrap_or_default().lines().next().unwrap_or_default().to_owned();
        assert_eq!(first, "Tell T2, Who: Ann Velder, Whom: Ben Marsh, Sure: high");
    }

    #[test]
    fn ids_and_types_know_their_uses() {
        let (fixture, document, offset) = at("T$01\tPerson");
        let shown = |declaration| fixture.show(&references(&fixture.corpus, document, offset, declaration));
        assert_eq!((shown(true), shown(false)), ("a.ann:1 T1\na.ann:4 T1\n".into(), "a.ann:4 T1\n".into()));
        let (fixture, document, offset) = at("T1\tPer$0son");
        let shown = fixture.show(&references(&fixture.corpus, document, offset, true));
        assert_eq!(shown, "a.ann:1 Person\na.ann:3 Person\n");
    }

    #[test]
    fn the_outline_the_hints_and_the_colours_follow_the_lines() {
        let (fixture, document, _) = at("$0T1\tPerson");
        let names: Vec<String> =
            symbols(&fixture.corpus, document).into_iter().map(|s| format!("{} ({})", s.name, s.detail)).collect();
        expect![[r#"
            [
                "T1 Person (Ann Velder)",
                "T2 Tell (told)",
                "T3 Person (Ben Marsh)",
                "E1 Tell (Who: Ann Velder, Whom: Ben Marsh)",
            ]
        "#]]
        .assert_debug_eq(&names);
        let labels: Vec<String> = hints(&fixture.corpus, document).into_iter().map(|h| h.label).collect();
        assert_eq!(labels, ["told", "Ann Velder", "Ben Marsh", "told"]);
        let coloured = tokens(&fixture.corpus, document);
        assert!(coloured.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
        let of_event = coloured.iter().filter(|(span, _)| fixture.covered(document, *span) == "Who");
        assert_eq!(of_event.map(|(_, kind)| *kind).collect::<Vec<_>>(), [TokenKind::Source]);
    }

    #[test]
    fn a_type_of_the_schema_leads_to_its_uses_and_a_use_is_declared_there() {
        let (fixture, document, offset) = at("Pers$0on\n[events]");
        let shown = fixture.show(&super::super::implementation(&fixture.corpus, document, offset));
        assert_eq!(shown, "a.ann:1 Person\na.ann:3 Person\n");
        let (fixture, document, offset) = at("E1\tTe$0ll");
        let shown = fixture.show(&super::super::declaration(&fixture.corpus, document, offset));
        assert_eq!(shown, "annotation.conf:4 Tell\n");
    }
}
