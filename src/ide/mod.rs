//! Editor features over a corpus snapshot: one file each, plain structs, byte offsets.
//!
//! Nothing here knows the Language Server Protocol, files or threads: the server translates.

mod annotation;
mod annotation_completion;
mod annotation_parts;
mod completion;
mod definition;
mod draft;
mod elsewhere;
mod find;
#[cfg(test)]
mod fixture;
mod folds;
mod highlights;
mod hints;
mod hover;
mod implementation;
mod lenses;
mod markup;
mod references;
mod selection;
mod subject;
mod symbols;
mod tokens;
mod type_definition;
mod word_diff;

pub use completion::{Completion, completion};
pub use definition::definition;
pub use find::{Found, find};
pub use folds::{Fold, FoldKind, folds};
pub use highlights::highlights;
pub use hints::{Hint, hints};
pub use hover::{Hover, hover};
pub use implementation::implementation;
pub use lenses::{Lens, lenses};
pub use markup::Markup;
pub use references::references;
pub use selection::selection;
pub use symbols::{Symbol, SymbolKind, symbols};
pub use tokens::{TokenKind, tokens};
pub use type_definition::type_definition;

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
