//! Renames ids and types of annotation: an id in its file, a type in all files under one schema and in the schema.

use super::annotation_parts::{Part, labels, part_at};
use super::annotation_schema::{schema_types, type_in_schema};
use crate::annotation::Format;
use crate::corpus::{AnnotationEntry, Corpus, DocumentId, Location};
use crate::text::Span;
use rustc_hash::FxHashSet;

/// What can be renamed at the byte `offset` of an annotation file.
pub fn prepare_annotation_rename(corpus: &Corpus, document: DocumentId, offset: usize) -> Option<Span> {
    let entry = corpus.annotation(document)?;
    if entry.file.schema.is_some() {
        return type_in_schema(&entry.file, offset).map(|(_, span)| span);
    }
    match part(entry, offset)? {
        // A role is shown with its id; what is renamed is the id.
        (Part::Reference(id), span) => Some(Span::new(span.end as usize - id.len(), span.end as usize)),
        (_, span) => Some(span),
    }
}

/// The places that get the new name.
///
/// # Errors
/// Why it cannot be renamed so, in a sentence.
pub fn annotation_rename(
    corpus: &Corpus,
    document: DocumentId,
    offset: usize,
    new: &str,
) -> Result<Vec<(Location, String)>, String> {
    const NOTHING: &str = "there is no id and no type of annotation here";
    let entry = corpus.annotation(document).ok_or(NOTHING)?;
    if entry.file.schema.is_some() {
        let (label, _) = type_in_schema(&entry.file, offset).ok_or(NOTHING)?;
        let label = label.to_owned();
        return rename_type(corpus, document, entry, &label, new);
    }
    match part(entry, offset).ok_or(NOTHING)? {
        (Part::Id(id) | Part::Reference(id), _) => rename_id(corpus, document, entry, id, new),
        (Part::Label(label), _) => rename_type(corpus, document, entry, label, new),
    }
}

fn part(entry: &AnnotationEntry, offset: usize) -> Option<(Part<'_>, Span)> {
    if entry.file.format != Format::Brat {
        return None;
    }
    part_at(&entry.file, offset)
}

fn rename_id(
    corpus: &Corpus,
    document: DocumentId,
    entry: &AnnotationEntry,
    id: &str,
    new: &str,
) -> Result<Vec<(Location, String)>, String> {
    let kind = |id: &str| id.chars().next();
    if kind(new) != kind(id) || new.len() < 2 || !new[1..].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        let first = kind(id).unwrap_or('T');
        return Err(format!("\"{new}\" is no id of this kind: expected {first} and a number"));
    }
    // The `.a1` and `.a2` of a shared task share their ids.
    let sibling = match entry.path.strip_suffix(".a1") {
        Some(stem) => Some(format!("{stem}.a2")),
        None => entry.path.strip_suffix(".a2").map(|stem| format!("{stem}.a1")),
    };
    let mut files = vec![(document, &*entry.file)];
    if let Some(other) = sibling.and_then(|path| corpus.id(&path))
        && let Some(there) = corpus.annotation(other)
    {
        files.push((other, &*there.file));
    }
    if files.iter().any(|(_, file)| file.declared().any(|(known, _)| known == new)) {
        return Err(format!("{new} is the id of another annotation already"));
    }
    let uses = files.into_iter().flat_map(|(document, file)| {
        file.declared().chain(file.referred()).filter(|(other, _)| *other == id).map(move |(_, span)| (document, span))
    });
    Ok(uses.map(|(document, span)| (Location { document, span }, new.to_owned())).collect())
}

fn rename_type(
    corpus: &Corpus,
    document: DocumentId,
    entry: &AnnotationEntry,
    label: &str,
    new: &str,
) -> Result<Vec<(Location, String)>, String> {
    if new.is_empty() || new.contains(|c: char| c.is_whitespace() || ":;|,<>[]{}!=".contains(c)) {
        return Err(format!("\"{new}\" is no type: expected a word without spaces and signs"));
    }
    let schema = corpus.schema_of(&entry.path).map(|(id, _)| id);
    let mut places = Vec::new();
    for other in corpus.ids() {
        let Some(there) = corpus.annotation(other) else { continue };
        let under = corpus.schema_of(&there.path).map(|(id, _)| id);
        if there.file.format != Format::Brat || (other != document && (schema.is_none() || under != schema)) {
            continue;
        }
        if there.file.schema.is_some() {
            let mentions = schema_types(&there.file);
            if mentions.iter().any(|(known, _)| *known == new) && places.is_empty() {
                return Err(format!("{new} is another type already"));
            }
            places.extend(mentions.into_iter().filter(|(known, _)| *known == label).map(|(_, span)| (other, span)));
        } else {
            places.extend(labels(&there.file).filter(|(used, _)| *used == label).map(|(_, span)| (other, span)));
        }
    }
    let mut seen = FxHashSet::default();
    places.retain(|place| seen.insert(*place));
    Ok(places.into_iter().map(|(document, span)| (Location { document, span }, new.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    const FILES: &str = "//- a.txt
Ann Velder told Ben Marsh.
//- annotation.conf
[entities]
Person
[events]
Tell Who:Person|Office, Person?:Person
[attributes]
Sure Arg:Tell, Value:Person|low
//- a.ann
T1\tPerson 0 10\tAnn Velder
T2\tTell 11 15\ttold
T3\tPerson 16 25\tBen Marsh
E1\tTell:T2 Who:T1 Whom:T3
A1\tSure E1 high
//- b.ann
T1\tPerson 0 10\tAnn Velder
";

    fn renamed(cursor: &str, new: &str) -> Result<Vec<String>, String> {
        let fixture = Fixture::new(&FILES.replacen(&cursor.replace("$0", ""), cursor, 1));
        let (document, offset) = fixture.cursor();
        assert!(prepare_annotation_rename(&fixture.corpus, document, offset).is_some());
        let edits = annotation_rename(&fixture.corpus, document, offset, new)?;
        let shown = |(place, _): &(Location, String)| {
            let document = fixture.corpus.document(place.document).expect("a document");
            let line = document.text()[..place.span.start as usize].matches('\n').count() + 1;
            format!("{}:{line} {}", document.path(), place.span.of(document.text()))
        };
        Ok(edits.iter().map(shown).collect())
    }

    #[test]
    fn an_id_is_renamed_where_it_stands_and_where_it_is_named() {
        assert_eq!(renamed("T$03\tPerson", "T9"), Ok(vec!["a.ann:3 T3".into(), "a.ann:4 T3".into()]));
        assert_eq!(renamed("Whom:T$03", "T9").map(|edits| edits.len()), Ok(2));
        assert_eq!(renamed("T$03\tPerson", "T2"), Err("T2 is the id of another annotation already".into()));
        assert!(renamed("T$03\tPerson", "E9").is_err());
    }

    #[test]
    fn a_type_is_renamed_in_the_schema_and_in_all_files_under_it_but_roles_and_values_are_not() {
        let expected = [
            "annotation.conf:2 Person",
            "annotation.conf:4 Person",
            "annotation.conf:4 Person",
            "a.ann:1 Person",
            "a.ann:3 Person",
            "b.ann:1 Person",
        ];
        for cursor in ["T1\tPer$0son", "[entities]\nPer$0son"] {
            let mut found = renamed(cursor, "Human").expect("a new name");
            let mut expected = expected.map(str::to_owned).to_vec();
            found.sort();
            expected.sort();
            assert_eq!(found, expected);
        }
        assert_eq!(renamed("T1\tPer$0son", "Tell"), Err("Tell is another type already".into()));
        assert!(renamed("T1\tPer$0son", "a b").is_err());
    }
}
