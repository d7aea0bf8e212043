//! Plain-text and Markdown articles: what is headline, date line, byline, prose, and what is boilerplate.
//!
//! Nothing here is language understanding. The header is read as papers print it, front matter as
//! writers of Markdown keep it; the layers above read only the prose, and no rule may touch the rest.

mod block;
mod metadata;

pub use block::{Block, BlockKind};
pub use metadata::{ArticleDate, DateOrigin, Metadata, Overrides, PartialDate, Stated};

use crate::text::Span;
use std::sync::Arc;

/// How the article's file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Markup {
    /// Plain text.
    #[default]
    Plain,
    /// Markdown, with front matter between `---` lines.
    Markdown,
}

/// One article, taken apart.
#[derive(Clone, Debug)]
pub struct Article {
    /// The whole text as the file or the editor holds it, byte order mark and line ends included.
    pub text: Arc<str>,
    /// How the file is written.
    pub markup: Markup,
    /// Date, publisher, author and sources, each with where it was found.
    pub metadata: Metadata,
    /// The parts of the text in order, without overlap.
    pub blocks: Vec<Block>,
    /// What could not be understood.
    pub problems: Vec<Problem>,
}

/// What kind of thing is wrong with an article's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The bytes of the file are no clean UTF-8.
    Encoding,
    /// The front matter cannot be read.
    FrontMatter,
}

/// Something in the article's own form that is wrong, such as front matter that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of thing is wrong.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
    /// What, in one sentence.
    pub message: String,
}
