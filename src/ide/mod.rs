//! Editor features over a corpus snapshot: one file each, plain structs, byte offsets.
//!
//! Nothing here knows the Language Server Protocol, files or threads: the server translates.

mod annotate;
mod annotation;
mod annotation_columns;
mod annotation_completion;
mod annotation_events;
mod annotation_json;
mod annotation_parts;
mod annotation_rename;
mod annotation_schema;
mod cited;
mod completion;
mod declaration;
mod definition;
mod draft;
mod elsewhere;
mod find;
#[cfg(test)]
mod fixture;
mod folds;
mod hierarchy;
mod highlights;
mod hints;
mod hover;
mod implementation;
mod interrupt;
mod lenses;
mod links;
mod markup;
mod moved;
mod references;
mod rename;
mod selection;
mod subject;
mod symbols;
mod token_kind;
mod tokens;
mod type_definition;
mod word_diff;

pub use annotate::{NewAnnotation, annotate};
pub use completion::{Completion, CompletionKind, completion};
pub use declaration::declaration;
pub use definition::definition;
pub use find::{Found, find};
pub use folds::{Fold, FoldKind, folds};
pub use hierarchy::{Reliance, Step, relied_on_by, relies_on, step, step_at};
pub use highlights::highlights;
pub use hints::{Hint, hints};
pub use hover::{Hover, hover};
pub use implementation::implementation;
pub use interrupt::interruptible;
pub use lenses::{Lens, lenses};
pub use links::{Link, LinkTarget, links, links_of_strings};
pub use markup::Markup;
pub use moved::{Move, Moved, moved, moved_strings};
pub use references::references;
pub use rename::{Reach, Renamed, prepare_rename, rename};
pub use selection::selection;
pub use symbols::{Symbol, SymbolKind, symbols};
pub use token_kind::TokenKind;
pub use tokens::tokens;
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
