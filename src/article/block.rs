//! The parts of an article.

use crate::text::Span;

/// What a part of the article is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum BlockKind {
    /// Metadata between `---` lines.
    FrontMatter,
    /// The title.
    Headline,
    /// A line below the headline that sums the article up.
    Deck,
    /// A heading within the text.
    Heading,
    /// A line that holds the article's date ("Sunday 18/12/2016").
    DateLine,
    /// Who wrote it.
    Byline,
    /// A paragraph of prose.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// The description of a picture.
    Caption,
    /// Who made a picture.
    Credit,
    /// Navigation, copyright, "Updated at:": nothing that the article says.
    Boilerplate,
    /// A code block of Markdown.
    Code,
}

impl BlockKind {
    /// Whether it is read as language: prose, headlines and captions.
    pub fn is_read(self) -> bool {
        use BlockKind::*;
        matches!(self, Headline | Deck | Heading | Paragraph | ListItem | Caption)
    }
}

/// A part of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Block {
    /// What it is for.
    pub kind: BlockKind,
    /// All of it, without white space at its ends.
    pub span: Span,
    /// What of it is read: without dateline ("MOSCOW, December 23./TASS/."), outlet slug or list mark.
    pub body: Span,
}
