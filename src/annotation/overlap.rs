//! Marks that overlap where the schema's `<OVERLAP>` lines do not allow it.
//!
//! brat allows no overlap of two types but what these lines name: `equal`, `contain` (the first type may stand within the
//! second), `cross`, or `<ANY>`. A schema without such a line is taken to say nothing about it, as most corpora mean it.

use super::schema::{Schema, Type};
use super::{AnnotationFile, SpanAnnotation};
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// So many marks that began before one and have not ended are looked at.
const OPEN: usize = 64;

/// Two marks that overlap and may not: the later one, the earlier one, and how ("equals", "stands within", "crosses").
pub type Overlap<'a> = (&'a SpanAnnotation, &'a SpanAnnotation, &'static str);

/// The overlaps that `schema` does not allow, in the order of the text. Triggers of events and marks in several pieces are
/// left out, as brat does.
pub fn overlaps<'a>(file: &'a AnnotationFile, schema: &Schema) -> Vec<Overlap<'a>> {
    if schema.overlaps.is_empty() {
        return Vec::new();
    }
    let single = |a: &'a SpanAnnotation| match a.fragments.as_deref()? {
        [span] if !span.is_empty() && Schema::find(&schema.entities, &a.label).is_some() => Some((*span, a)),
        _ => None,
    };
    let mut marks: Vec<(Span, &SpanAnnotation)> = file.spans.iter().filter_map(single).collect();
    sort_by_key(&mut marks, |(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let (mut found, mut open): (Vec<Overlap>, Vec<(Span, &SpanAnnotation)>) = (Vec::new(), Vec::new());
    for (span, mark) in marks {
        open.retain(|(other, _)| other.end > span.start);
        for (other, earlier) in open.iter().rev().take(OPEN) {
            let (kind, how) = match () {
                () if *other == span => ("equal", "covers the same text as"),
                () if other.covers(span) => ("contain", "stands within"),
                () => ("cross", "crosses"),
            };
            if !is_allowed(schema, kind, &mark.label, &earlier.label) {
                found.push((mark, earlier, how));
            }
        }
        open.push((span, mark));
    }
    found
}

/// Whether some line allows two types to overlap in that way; which of them it names first is not held against it.
fn is_allowed(schema: &Schema, kind: &str, a: &str, b: &str) -> bool {
    schema.overlaps.iter().any(|line| {
        let types = |name: &str| line.roles.iter().find(|role| role.name == name).map(|role| &role.types[..]);
        let kinds = types("<OVL-TYPE>").unwrap_or_default();
        let names = |role: &str, label: &str| types(role).is_some_and(|types| schema.allows(types, label));
        // Before there were kinds of overlap, a line meant that one may contain the other.
        let is_kind = kinds.iter().any(|k| k == kind || k == "<ANY>") || (kinds.is_empty() && kind == "contain");
        is_kind && ((names("Arg1", a) && names("Arg2", b)) || (names("Arg1", b) && names("Arg2", a)))
    })
}

/// The kinds of overlap of a line that are none.
pub fn unknown_kinds(line: &Type) -> impl Iterator<Item = &str> {
    let kinds = line.roles.iter().filter(|role| role.name == "<OVL-TYPE>").flat_map(|role| &role.types);
    kinds.map(String::as_str).filter(|kind| !matches!(*kind, "equal" | "contain" | "cross" | "<ANY>"))
}

#[cfg(test)]
mod tests {
    use super::super::brat;
    use super::*;

    const ARTICLE: &str = "The mayor of Port Alder, Ann Marsh, spoke.";
    const FILE: &str = "T1\tOffice 4 23\tmayor of Port Alder\nT2\tPlace 13 23\tPort Alder\nT3\tPerson 25 34\tAnn Marsh\n\
                        T4\tSource 25 34\tAnn Marsh\nT5\tSource 18 28\tAlder, Ann\n";
    const TYPES: &str = "[entities]\nOffice\nPlace\nPerson\nSource\n[relations]\n";

    fn found(rules: &str) -> Vec<String> {
        let (file, schema) = (brat::parse(FILE.into(), ARTICLE), Schema::parse(&format!("{TYPES}{rules}")));
        assert_eq!(schema.problems, []);
        overlaps(&file, &schema).into_iter().map(|(a, b, how)| format!("{} {how} {}", a.id, b.id)).collect()
    }

    #[test]
    fn what_no_line_allows_is_found() {
        let all = found("<OVERLAP> Arg1:Place, Arg2:Person, <OVL-TYPE>:contain\n");
        let expected = [
            "T2 stands within T1",
            "T5 crosses T2",
            "T5 crosses T1",
            "T3 crosses T5",
            "T4 covers the same text as T3",
            "T4 crosses T5",
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn what_a_line_allows_is_not_and_a_schema_without_lines_allows_everything() {
        let rules = "<OVERLAP> Arg1:Place, Arg2:Office, <OVL-TYPE>:contain\n<OVERLAP> Arg1:Source, Arg2:<ENTITY>, <OVL-TYPE>:equal|cross\n";
        assert_eq!(found(rules), [] as [&str; 0]);
        assert_eq!(found("<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n"), [] as [&str; 0]);
        assert_eq!(found(""), [] as [&str; 0]);
        assert_eq!(
            found("<OVERLAP> Arg1:Place, Arg2:Office\n<OVERLAP> Arg1:Source, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n").len(),
            0
        );
    }

    #[test]
    fn a_kind_that_is_none_is_told_apart() {
        let schema = Schema::parse(&format!("{TYPES}<OVERLAP> Arg1:Place, Arg2:Office, <OVL-TYPE>:within|equal\n"));
        assert_eq!(unknown_kinds(&schema.overlaps[0]).collect::<Vec<_>>(), ["within"]);
    }
}
