//! Editor features over a corpus snapshot: one file each, plain structs, byte offsets.
//!
//! Nothing here knows the Language Server Protocol, files or threads: the server translates.

mod annotation;
mod definition;
mod elsewhere;
#[cfg(test)]
mod fixture;
mod hover;
mod markup;
mod references;
mod subject;
mod symbols;
mod word_diff;

pub use definition::definition;
pub use hover::{Hover, hover};
pub use markup::Markup;
pub use references::references;
pub use symbols::{Symbol, SymbolKind, symbols};

use crate::corpus::DocumentId;
use crate::text::Span;

/// A place to jump to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The document.
    pub document: DocumentId,
    /// What is shown of it, such as the whole sentence.
    pub span: Span,
    /// What the cursor is put on.
    pub focus: Span,
    /// What under the cursor the jump started from, in the document that was asked about.
    pub origin: Option<Span>,
}
