//! Text in quotation marks.

use super::Prose;
use crate::text::Span;

/// What the marks are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuotationKind {
    /// Somebody's words.
    Speech,
    /// A word or two that the writer keeps at a distance ("so-called").
    Scare,
    /// The title of a work.
    Title,
}

/// Text in quotation marks; over several paragraphs it is one quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing one, both included, in bytes.
    pub span: Span,
    /// What stands between the marks, one span a paragraph.
    pub content: Vec<Span>,
    /// What the marks are for.
    pub kind: QuotationKind,
    /// Whether it is closed.
    pub closed: bool,
    /// Number of words between the marks.
    pub words: usize,
    /// Index of the attribution whose content it belongs to.
    pub attribution: Option<usize>,
    /// Index of the entity that speaks.
    pub speaker: Option<usize>,
}

/// Finds the quotations of an article, outermost only, in order.
pub fn quotations(prose: &Prose) -> Vec<Quotation> {
    let _ = prose;
    Vec::new()
}
