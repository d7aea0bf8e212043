//! Annotation files beside articles: formats read into one model of spans and attributes.
//!
//! First part: brat standoff (`.ann` beside `.txt`). Offsets in the files are Unicode code points;
//! in the model they are bytes of the annotated text. Nothing here understands language.

pub mod brat;
pub mod conllu;

use crate::text::Span;
use std::sync::Arc;

/// An annotation file, read as far as it can be.
#[derive(Clone, Debug)]
pub struct AnnotationFile {
    /// The whole file.
    pub text: Arc<str>,
    /// Marks on stretches of text, in the order of the file.
    pub spans: Vec<SpanAnnotation>,
    /// Attributes of those, in the order of the file.
    pub attributes: Vec<Attribute>,
    /// Lines that could not be read.
    pub problems: Vec<Problem>,
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
    /// Where in the file the target's id stands.
    pub target_span: Span,
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the file.
    pub span: Span,
    /// What was expected, in one sentence.
    pub message: String,
}
