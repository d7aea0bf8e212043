//! An annotation is of a type, or fills a role or value, that the corpus's `annotation.conf` does not allow.
//!
//! `annotation.conf` says which types, roles, attributes and values the corpus has. What is not among them is a slip of the
//! hand or of a script; brat shows it without colour or not at all, and counts by type miss it.
//!
//! **Example.** `T4<TAB>Sorce 10 14<TAB>Anna` where `[entities]` has `Source`; an event without a role that it must have.
//!
//! Where `annotation.conf` has `<OVERLAP>` lines, marks may overlap as these say and not otherwise; a file without such a line
//! is taken to say nothing about it.
//!
//! In `annotation.conf` itself, a type that a role names and no section has is reported.
//!
//! **To mend it**, write a type, role or value that `annotation.conf` has, or add it there. The nearest
//! `annotation.conf` at or above the folder of the file counts; without one nothing is reported.

use rustc_hash::FxHashMap;

use super::Context;
use crate::annotation::schema::{Role, Schema, Type};
use crate::annotation::{AnnotationFile, Format, overlap};
use crate::corpus::Location;

pub(super) const CODE: &str = "annotation-schema";

pub(super) fn check(context: &mut Context) {
    let corpus = context.corpus;
    let Some(entry) = corpus.annotation(context.document) else { return };
    if let Some(schema) = &entry.file.schema {
        for (name, span) in schema.undeclared.iter().filter(|_| schema.has[0]) {
            context
                .report(*span, format!("{name} is no type of this file, so that what it may stand for is not checked"));
        }
        for line in &schema.overlaps {
            for kind in overlap::unknown_kinds(line) {
                context.report(
                    line.span,
                    format!("{kind} is no kind of overlap: expected equal, contain, cross or <ANY>"),
                );
            }
        }
        return;
    }
    let Some(schema) = corpus.schema_of(&entry.path).and_then(|(_, s)| s.file.schema.as_deref()) else { return };
    let file = &*entry.file;
    if file.format != Format::Brat {
        return;
    }
    // Both the types of spans and of triggers mark text; one list cannot be judged without the other.
    if schema.has[0] {
        for span in &file.spans {
            if ![&schema.entities, &schema.events].into_iter().any(|types| is_concrete(types, &span.label)) {
                let message = format!("{} is no type of entity or event in annotation.conf", span.label);
                context.report(span.label_span, message);
            }
        }
    }
    let labels = labels(file);
    relations(context, file, schema, &labels);
    events(context, file, schema, &labels);
    attributes(context, file, schema, &labels);
    for (mark, other, how) in overlap::overlaps(file, schema) {
        if context.leaves_out() {
            continue;
        }
        let (id, label) = (&mark.id, &mark.label);
        let message =
            format!("{id} {how} {}, which annotation.conf does not allow {label} and {}", other.id, other.label);
        let location = Location { document: context.document, span: other.line };
        context.report(mark.head_span, message).relate(location, "the other annotation");
    }
}

fn is_concrete(types: &[Type], name: &str) -> bool {
    Schema::find(types, name).is_some_and(|found| !found.is_abstract)
}

/// The types of what has one, by id.
fn labels(file: &AnnotationFile) -> FxHashMap<&str, &str> {
    let spans = file.spans.iter().map(|a| (a.id.as_str(), a.label.as_str()));
    let relations = file.relations.iter().map(|a| (a.id.as_str(), a.label.as_str()));
    let events = file.events.iter().map(|a| (a.id.as_str(), a.label.as_str()));
    spans.chain(relations).chain(events).collect()
}

fn relations(context: &mut Context, file: &AnnotationFile, schema: &Schema, labels: &FxHashMap<&str, &str>) {
    if !schema.has[1] {
        return;
    }
    for relation in &file.relations {
        let alternatives: Vec<&Type> = schema.relations.iter().filter(|t| t.name == relation.label).collect();
        if alternatives.is_empty() {
            let message = format!("{} is no type of relation in annotation.conf", relation.label);
            context.report(relation.label_span, message);
            continue;
        }
        let known: Vec<(&str, &str)> = relation
            .arguments
            .iter()
            .filter_map(|a| Some((a.role.as_str(), *labels.get(a.target.id.as_str())?)))
            .collect();
        if known.len() != 2 || relation.arguments.len() != 2 {
            continue;
        }
        let fits = |t: &Type, pairs: [(&str, &str); 2]| {
            let fills = |(role, label): (&str, &str)| {
                t.roles.iter().find(|r| r.name == role).is_some_and(|r| schema.allows(&r.types, label))
            };
            pairs.into_iter().all(fills)
        };
        let (first, second) = (known[0], known[1]);
        let allowed = alternatives.iter().any(|t| {
            t.roles.is_empty()
                || fits(t, [first, second])
                || (t.symmetric && fits(t, [(first.0, second.1), (second.0, first.1)]))
        });
        if !allowed {
            let sides = format!("{}:{} and {}:{}", first.0, first.1, second.0, second.1);
            context.report(relation.line, format!("annotation.conf does not allow {} of {sides}", relation.label));
        }
    }
}

fn events(context: &mut Context, file: &AnnotationFile, schema: &Schema, labels: &FxHashMap<&str, &str>) {
    if !schema.has[2] {
        return;
    }
    for event in &file.events {
        if !is_concrete(&schema.events, &event.label) {
            context.report(event.label_span, format!("{} is no type of event in annotation.conf", event.label));
            continue;
        }
        let roles = Schema::roles(&schema.events, &event.label);
        let role_of = |written: &str, base: &str| {
            roles.iter().position(|r| r.name == written).or_else(|| roles.iter().position(|r| r.name == base))
        };
        let mut times = vec![0usize; roles.len()];
        for argument in &event.arguments {
            let Some(index) = role_of(&argument.role, argument.base_role()) else {
                let message = format!("{} is no role of {} in annotation.conf", argument.role, event.label);
                context.report(argument.role_span, message);
                continue;
            };
            let role: &Role = roles[index];
            times[index] += 1;
            if times[index] > role.times.1 {
                let message = format!("{} of {} may be filled {} at most", role.name, event.label, often(role.times.1));
                context.report(argument.role_span, message);
            }
            if let Some(label) = labels.get(argument.target.id.as_str())
                && !schema.allows(&role.types, label)
            {
                let message = format!("{} of {} may not be of type {label}", role.name, event.label);
                context.report(argument.target.span, message);
            }
        }
        for (role, filled) in roles.iter().zip(times) {
            if filled < role.times.0 {
                let message = format!("{} of {} must be filled {}", role.name, event.label, often(role.times.0));
                context.report(event.label_span, message);
            }
        }
    }
}

fn often(times: usize) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

fn attributes(context: &mut Context, file: &AnnotationFile, schema: &Schema, labels: &FxHashMap<&str, &str>) {
    if !schema.has[3] {
        return;
    }
    for attribute in &file.attributes {
        let alternatives: Vec<&Type> = schema.attributes.iter().filter(|t| t.name == attribute.name).collect();
        if alternatives.is_empty() {
            context.report(attribute.name_span, format!("{} is no attribute in annotation.conf", attribute.name));
            continue;
        }
        let role = |t: &&Type, name: &str| t.roles.iter().find(|r| r.name == name).map(|r| r.types.clone());
        let label = labels.get(attribute.target.as_str());
        let may_stand = |t: &&Type| match (role(t, "Arg"), label) {
            (Some(allowed), Some(label)) => schema.allows(&allowed, label),
            _ => true,
        };
        let values: Vec<String> = alternatives.iter().filter_map(|t| role(t, "Value")).flatten().collect();
        if let (Some(label), false) = (label, alternatives.iter().any(may_stand)) {
            context.report(attribute.target_span, format!("{} may not stand on type {label}", attribute.name));
        }
        match &attribute.value {
            Some(value) if !values.iter().any(|v| v == value || v.starts_with('<')) => {
                let message = match values.is_empty() {
                    true => format!("{} takes no value", attribute.name),
                    false => format!("{value} is no value of {}: it has {}", attribute.name, values.join(", ")),
                };
                context.report(attribute.value_span, message);
            }
            None if !values.is_empty() => {
                context.report(
                    attribute.name_span,
                    format!("{} has no value: it has {}", attribute.name, values.join(", ")),
                );
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::annotation_findings_under;

    const SCHEMA: &str = "[entities]\n!Party\n\tPerson\nPlace\n[relations]\nKin Arg1:Person, Arg2:Person\n\
        [events]\nSay Who:Party, Where?:Place\n[attributes]\nSure Arg:<EVENT>, Value:high|low\nOld Arg:Party\n";
    const ARTICLE: &str = "Ann told Ben in Alder.";
    const TEXT: &str = "T1\tPerson 0 3\tAnn\nT2\tSay 4 8\ttold\nT3\tPerson 9 12\tBen\nT4\tPlace 16 21\tAlder\n";

    fn found(lines: &str) -> Vec<String> {
        annotation_findings_under(super::CODE, ARTICLE, &format!("{TEXT}{lines}"), SCHEMA)
    }

    #[test]
    fn what_the_schema_does_not_allow_is_found() {
        let lines = "T5\tPersn 0 3\tAnn\nT6\tParty 0 3\tAnn\nR1\tKin Arg1:T1 Arg2:T4\nR2\tKith Arg1:T1 Arg2:T3\n\
            E1\tSay:T2 Where:T1 Why:T4\nE2\tSay:T2 Who:T1 Who2:T3\nA1\tSure E1 middling\nA2\tOld T4\nA3\tYoung T1\nA4\tSure E2\n";
        assert_eq!(
            found(lines),
            [
                "Persn: Persn is no type of entity or event in annotation.conf",
                "Party: Party is no type of entity or event in annotation.conf",
                "R1\tKin Arg1:T1 Arg2:T4: annotation.conf does not allow Kin of Arg1:Person and Arg2:Place",
                "Kith: Kith is no type of relation in annotation.conf",
                "Say: Who of Say must be filled once",
                "T1: Where of Say may not be of type Person",
                "Why: Why is no role of Say in annotation.conf",
                "Who2: Who of Say may be filled once at most",
                "middling: middling is no value of Sure: it has high, low",
                "T4: Old may not stand on type Place",
                "Young: Young is no attribute in annotation.conf",
                "Sure: Sure has no value: it has high, low",
            ]
        );
    }

    #[test]
    fn what_it_allows_is_not_nor_anything_without_a_schema() {
        let lines =
            "R1\tKin Arg1:T1 Arg2:T3\nE1\tSay:T2 Who:T1 Where:T4\nE2\tSay:T2 Who1:T1\nA1\tSure E1 high\nA2\tOld T1\n";
        assert!(found(lines).is_empty(), "{:?}", found(lines));
        assert!(annotation_findings_under(super::CODE, ARTICLE, "T1\tAnything 0 3\tAnn\n", "").is_empty());
    }

    #[test]
    fn marks_that_overlap_as_no_line_of_the_schema_allows_are_found() {
        let schema =
            "[entities]\nPerson\nSource\n[relations]\n<OVERLAP> Arg1:Person, Arg2:Source, <OVL-TYPE>:contain\n";
        let found =
            |lines| crate::checks::testing::annotation_findings_under(super::CODE, "Ann Marsh said so.", lines, schema);
        assert_eq!(
            found("T1\tPerson 0 9\tAnn Marsh\nT2\tPerson 4 9\tMarsh\n"),
            ["Person 4 9: T2 stands within T1, which annotation.conf does not allow Person and Person"]
        );
        assert!(found("T1\tSource 0 9\tAnn Marsh\nT2\tPerson 4 9\tMarsh\nT3\tPerson 10 14\tsaid\n").is_empty());
    }
}
