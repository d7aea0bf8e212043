//! Annotation files beside articles: formats read into one model of spans, relations, events and what is said of them.
//!
//! brat standoff (`.ann` beside `.txt`), WebAnno TSV, CoNLL-U and JSON Lines. Offsets in the files are those of each format;
//! in the model they are bytes of the annotated text. Every part of the model knows where in its file it stands, so
//! that an edit touches that place alone. Nothing here understands language.

pub mod anchor;
pub mod brat;
pub mod conllu;
mod counting;
mod edit;
pub mod follow;
pub mod json_lines;
pub mod overlap;
pub mod said;
pub mod schema;
pub mod webanno;

pub use counting::{Counting, Unit, Units};
pub use edit::{FileEdit, add_span, apply, reanchor};

use crate::text::Span;
use std::sync::Arc;

/// Files that say what annotations there may be; they are kept with these.
pub const SCHEMA_FILES: [&str; 3] = ["annotation.conf", "visual.conf", "tools.conf"];

/// What form a file has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// brat standoff, or a configuration of brat.
    #[default]
    Brat,
    /// CoNLL-U or CoNLL-U Plus.
    Conllu,
    /// WebAnno TSV 3.
    WebAnno,
    /// JSON Lines of doccano, Label Studio or prodigy.
    JsonLines,
}

/// An annotation file, read as far as it can be.
#[derive(Clone, Debug, Default)]
pub struct AnnotationFile {
    /// The whole file.
    pub text: Arc<str>,
    /// Its form.
    pub format: Format,
    /// Sentences and lines, if it is CoNLL-U.
    pub conllu: Option<Arc<conllu::Conllu>>,
    /// Layers and rows, if it is WebAnno TSV.
    pub webanno: Option<Arc<webanno::WebAnno>>,
    /// Its records and what is wrong with them, if it is JSON Lines of one of the tools.
    pub json_lines: Option<Arc<json_lines::JsonLines>>,
    /// The first token or sentence of a file with a text of its own that its article does not have at that place.
    pub misplaced: Option<Problem>,
    /// Why the file cannot follow the edits of its article that are not saved yet.
    pub refused: Option<Problem>,
    /// Who annotated, where the path of the file says so.
    pub annotator: Option<Arc<str>>,
    /// What the file says about types, if it is an `annotation.conf` or its like rather than annotation.
    pub schema: Option<Arc<schema::Schema>>,
    /// How the file counts offsets.
    pub counting: Counting,
    /// Marks on stretches of text, in the order of the file.
    pub spans: Vec<SpanAnnotation>,
    /// Attributes of annotations, in the order of the file.
    pub attributes: Vec<Attribute>,
    /// Relations between annotations, in the order of the file.
    pub relations: Vec<Relation>,
    /// Events, in the order of the file.
    pub events: Vec<Event>,
    /// References to knowledge bases, in the order of the file.
    pub normalisations: Vec<Normalisation>,
    /// What annotators noted, in the order of the file.
    pub notes: Vec<Note>,
    /// Sets of annotations that mean the same, in the order of the file.
    pub equivalences: Vec<Equivalence>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What can be read here, but not by every tool.
    pub warnings: Vec<Problem>,
    /// Ids of the annotations of which an edit of the article that is not saved yet left no text.
    pub deleted: Vec<String>,
}

impl AnnotationFile {
    /// An `annotation.conf`, `visual.conf` or `tools.conf`: a file about annotation, without any.
    pub fn of_schema(text: Arc<str>) -> Self {
        let mut schema = schema::Schema::parse(&text);
        let problems = std::mem::take(&mut schema.problems);
        Self { text, problems, schema: Some(Arc::new(schema)), ..Self::default() }
    }

    /// A file of that path, in the form that its name says; its spans are placed in `article`, the text that it annotates.
    pub fn read(path: &str, text: Arc<str>, article: Option<&str>) -> Self {
        Self::read_after(None, path, text, article)
    }

    /// The same, given what was read of an older version of the file: what is still true is not read again.
    pub fn read_after(before: Option<&Self>, path: &str, text: Arc<str>, article: Option<&str>) -> Self {
        if SCHEMA_FILES.iter().any(|name| path.rsplit('/').next() == Some(name)) {
            Self::of_schema(text)
        } else if conllu::is_for(path) {
            let before = before.and_then(|file| Some((&*file.text, file.conllu.as_deref()?)));
            let conllu = Arc::new(conllu::parse_after(before, &text));
            let misplaced = article.and_then(|article| conllu.misplaced(&text, article));
            Self { text, format: Format::Conllu, conllu: Some(conllu), misplaced, ..Self::default() }
        } else if json_lines::is_for(path) {
            let json_lines = json_lines::JsonLines::read(&text).map(Arc::new);
            Self { text, format: Format::JsonLines, json_lines, ..Self::default() }
        } else if webanno::is_for(path) {
            // Tables of other kinds end in .tsv as well; only what says that it is WebAnno TSV is read.
            match webanno::is_one(&text) {
                true => webanno::WebAnno::read(text, article),
                false => Self { text, format: Format::WebAnno, ..Self::default() },
            }
        } else {
            brat::parse(text, article.unwrap_or_default())
        }
    }

    /// A CoNLL-U file.
    pub fn of_conllu(text: Arc<str>) -> Self {
        Self::read("of.conllu", text, None)
    }

    /// The ids that the file declares, each with its place, in the order of their kinds and lines.
    pub fn declared(&self) -> impl Iterator<Item = (&str, Span)> {
        let spans = self.spans.iter().map(|a| (a.id.as_str(), a.id_span));
        let relations = self.relations.iter().map(|a| (a.id.as_str(), a.id_span));
        let events = self.events.iter().map(|a| (a.id.as_str(), a.id_span));
        // What other formats say in columns has no id of its own.
        let attributes = self.attributes.iter().filter(|a| !a.id.is_empty()).map(|a| (a.id.as_str(), a.id_span));
        let normalisations = self.normalisations.iter().map(|a| (a.id.as_str(), a.id_span));
        let notes = self.notes.iter().map(|a| (a.id.as_str(), a.id_span));
        spans.chain(relations).chain(events).chain(attributes).chain(normalisations).chain(notes)
    }

    /// The ids that the file refers to, each with its place, in the order of their kinds and lines.
    pub fn referred(&self) -> impl Iterator<Item = (&str, Span)> {
        let of = |reference: &'_ Reference| reference.span;
        let attributes = self.attributes.iter().map(|a| (a.target.as_str(), a.target_span));
        let arguments = self.relations.iter().flat_map(|a| &a.arguments);
        let arguments = arguments.chain(self.events.iter().flat_map(|a| &a.arguments)).map(|a| &a.target);
        let references = arguments
            .chain(self.events.iter().map(|a| &a.trigger))
            .chain(self.normalisations.iter().map(|a| &a.target))
            .chain(self.notes.iter().map(|a| &a.target))
            .chain(self.equivalences.iter().flat_map(|a| &a.members));
        attributes.chain(references.map(move |r| (r.id.as_str(), of(r))))
    }

    /// The whole line of the annotation of that id, the first where there are several.
    pub fn line_of(&self, id: &str) -> Option<Span> {
        let (_, place) = self.declared().find(|(declared, _)| *declared == id)?;
        let end = self.text[place.end as usize..].find('\n').map_or(self.text.len(), |i| place.end as usize + i);
        Some(Span::new(place.start as usize, self.text[..end].trim_end_matches('\r').len().max(place.end as usize)))
    }
}

/// A mark on one or several stretches of the article (a "text-bound annotation").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanAnnotation {
    /// Its id in the file ("T1").
    pub id: String,
    /// Its type ("Source").
    pub label: String,
    /// The stretches in bytes of the article, `None` where an offset lies past its end.
    pub fragments: Option<Vec<Span>>,
    /// The offsets as written, in code points.
    pub offsets: Vec<(usize, usize)>,
    /// The covered text as the file quotes it.
    pub quoted: String,
    /// Where in the file the whole line stands, in bytes of the file.
    pub line: Span,
    /// Where in the file the id stands.
    pub id_span: Span,
    /// Where in the file the type stands.
    pub label_span: Span,
    /// Where in the file the type and the offsets stand.
    pub head_span: Span,
    /// Where in the file the quoted text stands.
    pub quoted_span: Span,
}

/// An attribute of an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its id in the file ("A1").
    pub id: String,
    /// Its name ("Negated").
    pub name: String,
    /// The id of what it is an attribute of.
    pub target: String,
    /// Its value, where it has one.
    pub value: Option<String>,
    /// Where in the file the whole line stands.
    pub line: Span,
    /// Where in the file the id stands.
    pub id_span: Span,
    /// Where in the file the name stands.
    pub name_span: Span,
    /// Where in the file the target's id stands.
    pub target_span: Span,
    /// Where in the file the value stands; empty behind the target where there is none.
    pub value_span: Span,
}

/// An id by which one annotation speaks of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The id.
    pub id: String,
    /// Where in the file it stands.
    pub span: Span,
}

/// What fills a role of a relation or event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The role as written, perhaps numbered ("Theme2").
    pub role: String,
    /// Where in the file the role stands.
    pub role_span: Span,
    /// What fills it.
    pub target: Reference,
}

impl Argument {
    /// The role without the number that tells apart several of one role: "Theme" of "Theme2".
    pub fn base_role(&self) -> &str {
        let base = self.role.trim_end_matches(|c: char| c.is_ascii_digit());
        if base.is_empty() { &self.role } else { base }
    }
}

/// A relation between annotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Its id in the file ("R1").
    pub id: String,
    /// Its type.
    pub label: String,
    /// What it relates, in the order of the line.
    pub arguments: Vec<Argument>,
    /// Where in the file the whole line stands.
    pub line: Span,
    /// Where in the file the id stands.
    pub id_span: Span,
    /// Where in the file the type stands.
    pub label_span: Span,
}

/// An event: a trigger in the text and what fills its roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id in the file ("E1").
    pub id: String,
    /// Its type.
    pub label: String,
    /// The span that names it in the text.
    pub trigger: Reference,
    /// What fills its roles, in the order of the line.
    pub arguments: Vec<Argument>,
    /// Where in the file the whole line stands.
    pub line: Span,
    /// Where in the file the id stands.
    pub id_span: Span,
    /// Where in the file the type stands.
    pub label_span: Span,
}

/// What an annotation is called in a knowledge base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normalisation {
    /// Its id in the file ("N1").
    pub id: String,
    /// Its type ("Reference").
    pub label: String,
    /// What it names.
    pub target: Reference,
    /// The knowledge base ("Wikipedia").
    pub resource: String,
    /// The entry's key there.
    pub key: String,
    /// The entry's name, where the file says it.
    pub name: String,
    /// Where in the file the whole line stands.
    pub line: Span,
    /// Where in the file the id stands.
    pub id_span: Span,
    /// Where in the file knowledge base and key stand.
    pub entry_span: Span,
}

/// What an annotator noted about an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its id in the file ("#1").
    pub id: String,
    /// Its type ("AnnotatorNotes").
    pub label: String,
    /// What it is about.
    pub target: Reference,
    /// What was noted.
    pub text: String,
    /// Where in the file the whole line stands.
    pub line: Span,
    /// Where in the file the id stands.
    pub id_span: Span,
}

/// A set of annotations that mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equivalence {
    /// Its type ("Equiv").
    pub label: String,
    /// What is the same.
    pub members: Vec<Reference>,
    /// Where in the file the whole line stands.
    pub line: Span,
    /// Where in the file the type stands.
    pub label_span: Span,
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the file.
    pub span: Span,
    /// What was expected, in one sentence.
    pub message: String,
}
