//! The outline of an article.

use crate::corpus::{Corpus, DocumentId};
use crate::text::Span;

/// What kind of thing a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// The article's headline.
    Headline,
    /// A heading within it.
    Section,
    /// A paragraph.
    Paragraph,
    /// A quotation.
    Quotation,
    /// A figure.
    Figure,
    /// A name.
    Name,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called.
    pub name: String,
    /// More about it, such as who speaks.
    pub detail: String,
    /// What kind of thing it is.
    pub kind: SymbolKind,
    /// All of it.
    pub span: Span,
    /// What the cursor is put on.
    pub focus: Span,
    /// What lies within it.
    pub children: Vec<Symbol>,
}

/// The outline of a document.
pub fn symbols(corpus: &Corpus, document: DocumentId) -> Vec<Symbol> {
    let _ = (corpus, document);
    Vec::new()
}
