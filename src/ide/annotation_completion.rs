//! What the rest of a line of an annotation file may be: types, roles, ids and values.

use super::annotation_parts::texts;
use super::{Completion, CompletionKind, markup::shortened};
use crate::annotation::AnnotationFile;
use crate::annotation::schema::{Schema, Type};
use crate::corpus::{AnnotationEntry, Corpus};
use crate::text::Span;

/// At most so many are proposed.
const MOST: usize = 200;

/// What may stand where the cursor is.
enum Wanted<'a> {
    Types(Vec<&'a [Type]>),
    Roles(&'a [Type], &'a str),
    Values(&'a str),
    Ids,
}

/// Proposals at the byte `offset` of an annotation file; types, roles and values from its `annotation.conf`.
pub(super) fn completion(corpus: &Corpus, entry: &AnnotationEntry, offset: usize) -> Vec<Completion> {
    let file = &*entry.file;
    let Some(head) = file.text.get(..offset) else { return Vec::new() };
    let start = head.rfind('\n').map_or(0, |end| end + 1);
    let line = &head[start..];
    let schema = corpus.schema_of(&entry.path).and_then(|(_, conf)| conf.file.schema.clone());
    let none = Schema::default();
    let schema = schema.as_deref().unwrap_or(&none);
    let visual = corpus.beside_or_above(&entry.path, "visual.conf").and_then(|(_, conf)| conf.file.schema.as_deref());
    let Some((typed, wanted)) = wanted(line, schema) else { return Vec::new() };
    let propose = |(text, detail): (String, String)| Completion {
        label: text.clone(),
        detail,
        replaced: Span::new(offset - typed.len(), offset),
        passage: None,
        filter: text.clone(),
        text,
        kind: CompletionKind::Annotation,
    };
    let all: Vec<(String, String)> = match wanted {
        Wanted::Types(lists) => {
            lists.into_iter().flatten().filter(|t| !t.is_abstract).map(|t| named(visual, t)).collect()
        }
        Wanted::Roles(types, of) => Schema::roles(types, of)
            .into_iter()
            .map(|role| (format!("{}:", role.name), role.types.join(", ")))
            .collect(),
        Wanted::Values(attribute) => {
            let values = schema.attributes.iter().filter(|t| t.name == attribute).flat_map(|t| &t.roles);
            let values = values.filter(|role| role.name == "Value").flat_map(|role| &role.types);
            values.map(|value| (value.clone(), attribute.to_owned())).collect()
        }
        Wanted::Ids => ids(file, start),
    };
    let mut seen = rustc_hash::FxHashSet::default();
    let fits = |(text, _): &(String, String)| text.starts_with(typed) && seen.insert(text.clone());
    all.into_iter().filter(fits).take(MOST).map(propose).collect()
}

/// A type and the label that `visual.conf` gives it.
fn named(visual: Option<&Schema>, described: &Type) -> (String, String) {
    let label = visual.and_then(|visual| visual.labels.get(&described.name)?.first()).cloned();
    (described.name.clone(), label.unwrap_or_default())
}

/// The ids of spans, events and relations, those of this line left out, with what they cover.
fn ids(file: &AnnotationFile, line: usize) -> Vec<(String, String)> {
    let texts = texts(file);
    let others = file.declared().filter(|(id, span)| id.starts_with(['T', 'E', 'R']) && (span.start as usize) != line);
    others.map(|(id, _)| (id.to_owned(), shortened(texts.get(id).copied().unwrap_or_default()))).collect()
}

/// What was typed of the word before the cursor, and what it may become.
fn wanted<'a>(line: &'a str, schema: &'a Schema) -> Option<(&'a str, Wanted<'a>)> {
    let (_, rest) = line.split_once('\t').filter(|(_, rest)| !rest.contains('\t'))?;
    let kind = line.as_bytes()[0];
    let words: Vec<&str> = rest.splitn(3, ' ').collect();
    let last = rest.rsplit(' ').next().unwrap_or(rest);
    let in_first = words.len() == 1;
    Some(match kind {
        b'T' if in_first => (rest, Wanted::Types(vec![&schema.entities, &schema.events])),
        b'R' if in_first => (rest, Wanted::Types(vec![&schema.relations])),
        b'E' if in_first && !rest.contains(':') => (rest, Wanted::Types(vec![&schema.events])),
        b'A' | b'M' if in_first => (rest, Wanted::Types(vec![&schema.attributes])),
        b'A' | b'M' if words.len() == 3 => (words[2], Wanted::Values(words[0])),
        b'A' | b'M' => (words[1], Wanted::Ids),
        b'R' | b'E' => match last.split_once(':') {
            Some((_, typed)) => (typed, Wanted::Ids),
            None => {
                let types = if kind == b'R' { &schema.relations } else { &schema.events };
                let name = words[0].split(':').next().unwrap_or_default();
                (last, Wanted::Roles(types, name))
            }
        },
        b'*' if !in_first => (last, Wanted::Ids),
        b'N' | b'#' if words.len() == 2 => (words[1], Wanted::Ids),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::completion;
    use super::super::fixture::Fixture;

    fn proposed(line: &str) -> Vec<String> {
        let fixture = Fixture::new(&format!(
            "//- a.txt\nAnn Velder told Ben Marsh.\n//- annotation.conf\n[entities]\n!Party\n\tPerson\n\tOffice\n[relations]\n\
             Kin Arg1:Person, Arg2:Person\n[events]\nTell Who:Party, Whom?:Party\n[attributes]\nSure Arg:<EVENT>, Value:high|low\n\
             //- visual.conf\n[labels]\nTell | Something is told | Told\n//- a.ann\nT1\tPerson 0 10\tAnn Velder\nT2\tTell 11 15\ttold\n{line}\n"
        ));
        let (document, offset) = fixture.cursor();
        completion(&fixture.corpus, document, offset).into_iter().map(|c| format!("{} {}", c.text, c.detail)).collect()
    }

    #[test]
    fn types_roles_ids_and_values_are_proposed_where_they_stand() {
        assert_eq!(proposed("T3\tP$0"), ["Person "]);
        assert_eq!(proposed("E1\tT$0"), ["Tell Something is told"]);
        assert_eq!(proposed("E1\tTell:$0"), ["T1 Ann Velder", "T2 told"]);
        assert_eq!(proposed("E1\tTell:T2 W$0"), ["Who: Party", "Whom: Party"]);
        assert_eq!(proposed("R1\tKin Arg1:T1 $0"), ["Arg1: Person", "Arg2: Person"]);
        assert_eq!(proposed("A1\tSure E1 h$0"), ["high Sure"]);
        assert_eq!(proposed("*\tEquiv T$0"), ["T1 Ann Velder", "T2 told"]);
    }

    #[test]
    fn nothing_is_proposed_in_offsets_and_quoted_text() {
        assert!(proposed("T3\tPerson 1$0").is_empty());
        assert!(proposed("T3\tPerson 16 25\tB$0").is_empty());
        assert!(proposed("$0").is_empty());
    }
}
