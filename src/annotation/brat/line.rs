//! One line of a brat file: its fields, their places in the file, and what is wrong with it.

use super::super::{
    Argument, Attribute, Equivalence, Event, Normalisation, Note, Problem, Reference, Relation, SpanAnnotation,
};
use crate::text::Span;

/// One line and where it starts in its file.
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub start: usize,
}

impl<'a> Line<'a> {
    fn span(&self, part: &str) -> Span {
        let begin = part.as_ptr() as usize - self.text.as_ptr() as usize;
        Span::new(self.start + begin, self.start + begin + part.len())
    }

    pub(super) fn problem(&self, message: &str) -> Problem {
        Problem { span: self.span(self.text), message: message.to_owned() }
    }

    fn id(&self, id: &'a str) -> Result<&'a str, Problem> {
        let number = id.get(1..).unwrap_or_default();
        let valid = !number.is_empty() && number.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if valid {
            Ok(id)
        } else {
            Err(self.problem(&format!("\"{id}\" is no id: expected a letter and a number, then a tab")))
        }
    }

    fn reference(&self, id: &str) -> Reference {
        Reference { id: id.to_owned(), span: self.span(id) }
    }

    /// Id and rest of a line, else what was expected.
    fn halves(&self, form: &str) -> Result<(&'a str, &'a str), Problem> {
        let (id, rest) = self.text.split_once('\t').ok_or_else(|| self.problem(form))?;
        Ok((self.id(id)?, rest))
    }

    /// A text-bound annotation, its fragments still unknown.
    pub(super) fn span_annotation(&self) -> Result<SpanAnnotation, Problem> {
        const FORM: &str = "expected T1, tab, type and offsets, tab, text";
        let mut fields = self.text.splitn(3, '\t');
        let (Some(id), Some(head), Some(quoted)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(self.problem(FORM));
        };
        let id = self.id(id)?;
        let (label, offsets) = head.split_once(' ').ok_or_else(|| self.problem(FORM))?;
        let pairs: Option<Vec<(usize, usize)>> = offsets
            .split(';')
            .map(|pair| {
                let (from, to) = pair.trim().split_once(' ')?;
                Some((from.parse().ok()?, to.trim().parse().ok()?)).filter(|(a, b): &(usize, usize)| a <= b)
            })
            .collect();
        let Some(pairs) = pairs else {
            let message = format!("\"{offsets}\" are no offsets: expected start and end, several pairs joined by ;");
            return Err(Problem { span: self.span(offsets), message });
        };
        Ok(SpanAnnotation {
            id: id.to_owned(),
            label: label.to_owned(),
            fragments: None,
            quoted: quoted.to_owned(),
            line: self.span(self.text),
            id_span: self.span(id),
            label_span: self.span(label),
            head_span: self.span(head),
            quoted_span: self.span(quoted),
            offsets: pairs,
        })
    }

    pub(super) fn attribute(&self) -> Result<Attribute, Problem> {
        const FORM: &str = "expected A1, tab, name and the id it belongs to, perhaps a value";
        let (id, rest) = self.text.split_once('\t').ok_or_else(|| self.problem(FORM))?;
        let mut words = rest.splitn(3, ' ');
        let (Some(name), Some(target)) =
            (words.next().filter(|n| !n.is_empty()), words.next().map(str::trim_end).filter(|t| !t.is_empty()))
        else {
            return Err(self.problem(FORM));
        };
        let value = words.next().map(str::trim).filter(|v| !v.is_empty());
        let target_span = self.span(target);
        Ok(Attribute {
            id: self.id(id)?.to_owned(),
            name: name.to_owned(),
            target: target.to_owned(),
            value: value.map(str::to_owned),
            line: self.span(self.text),
            id_span: self.span(id),
            name_span: self.span(name),
            target_span,
            value_span: value.map_or(Span::at(target_span.end as usize), |value| self.span(value)),
        })
    }

    /// Words of the form `Role:T1`; those that are not are problems.
    fn arguments(&self, text: &'a str, problems: &mut Vec<Problem>) -> Vec<Argument> {
        let mut arguments = Vec::new();
        for word in text.split([' ', '\t']).filter(|word| !word.is_empty()) {
            match word.split_once(':').filter(|(role, id)| !role.is_empty() && !id.is_empty()) {
                Some((role, id)) => arguments.push(Argument {
                    role: role.to_owned(),
                    role_span: self.span(role),
                    target: self.reference(id),
                }),
                None => {
                    let message = format!("\"{word}\" is no argument: expected a role, a colon and an id");
                    problems.push(Problem { span: self.span(word), message });
                }
            }
        }
        arguments
    }

    pub(super) fn relation(&self, problems: &mut Vec<Problem>) -> Result<Relation, Problem> {
        const FORM: &str = "expected R1, tab, type, Arg1: and an id, Arg2: and an id";
        let (id, rest) = self.halves(FORM)?;
        let (label, rest) = rest.split_once(' ').ok_or_else(|| self.problem(FORM))?;
        let before = problems.len();
        let arguments = self.arguments(rest, problems);
        if arguments.len() != 2 && problems.len() == before || label.is_empty() {
            return Err(self.problem(FORM));
        }
        let (line, id_span, label_span) = (self.span(self.text), self.span(id), self.span(label));
        Ok(Relation { id: id.to_owned(), label: label.to_owned(), arguments, line, id_span, label_span })
    }

    pub(super) fn event(&self, problems: &mut Vec<Problem>) -> Result<Event, Problem> {
        const FORM: &str = "expected E1, tab, type:trigger, and for each argument a space, role:id";
        let (id, rest) = self.halves(FORM)?;
        let head_end = rest.find(' ').unwrap_or(rest.len());
        let (head, rest) = rest.split_at(head_end);
        let trigger = head.trim_end().split_once(':').filter(|(label, id)| !label.is_empty() && !id.is_empty());
        let (label, trigger) = trigger.ok_or_else(|| self.problem(FORM))?;
        Ok(Event {
            id: id.to_owned(),
            label: label.to_owned(),
            trigger: self.reference(trigger),
            arguments: self.arguments(rest, problems),
            line: self.span(self.text),
            id_span: self.span(id),
            label_span: self.span(label),
        })
    }

    pub(super) fn normalisation(&self) -> Result<Normalisation, Problem> {
        const FORM: &str = "expected N1, tab, type, the id it names and knowledge base:key, tab, name";
        let (id, rest) = self.halves(FORM)?;
        let (head, name) = rest.split_once('\t').unwrap_or((rest, ""));
        let mut words = head.splitn(3, ' ');
        let (Some(label), Some(target), Some(entry)) = (words.next(), words.next(), words.next().map(str::trim_end))
        else {
            return Err(self.problem(FORM));
        };
        let (resource, key) = entry
            .split_once(':')
            .filter(|_| !label.is_empty() && !target.is_empty())
            .ok_or_else(|| self.problem(FORM))?;
        Ok(Normalisation {
            id: id.to_owned(),
            label: label.to_owned(),
            target: self.reference(target),
            resource: resource.to_owned(),
            key: key.to_owned(),
            name: name.trim_matches(['\t', ' ']).to_owned(),
            line: self.span(self.text),
            id_span: self.span(id),
            entry_span: self.span(entry),
        })
    }

    /// A note; `None` for a line that is a free comment.
    pub(super) fn note(&self) -> Result<Option<Note>, Problem> {
        let Some((id, rest)) = self.text.split_once('\t') else { return Ok(None) };
        let (head, text) = rest.split_once('\t').unwrap_or((rest, ""));
        let Some((label, target)) = head.trim_end().split_once(' ').filter(|(_, target)| !target.is_empty()) else {
            return Err(self.problem("expected #1, tab, type and the id it is about, tab, text"));
        };
        let target = self.reference(target);
        let (line, id_span) = (self.span(self.text), self.span(id));
        Ok(Some(Note { id: id.to_owned(), label: label.to_owned(), target, text: text.to_owned(), line, id_span }))
    }

    pub(super) fn equivalence(&self) -> Result<Equivalence, Problem> {
        let mut words = self.text.split_once('\t').map_or("", |(_, rest)| rest).split([' ', '\t']);
        let label = words.next().unwrap_or_default();
        let members: Vec<Reference> = words.filter(|word| !word.is_empty()).map(|id| self.reference(id)).collect();
        if label.is_empty() || members.len() < 2 {
            return Err(self.problem("expected *, tab, type and at least two ids"));
        }
        let label_span = self.span(label);
        Ok(Equivalence { label: label.to_owned(), members, line: self.span(self.text), label_span })
    }
}
