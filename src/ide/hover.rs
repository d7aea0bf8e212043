//! What the reading knows about the place under the cursor.

use super::Markup;
use crate::corpus::{Corpus, DocumentId};
use crate::text::Span;

/// What is shown beside the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// What is said.
    pub content: Markup,
}

/// What is known about the byte `offset` of a document.
pub fn hover(corpus: &Corpus, document: DocumentId, offset: usize) -> Option<Hover> {
    let reading = &corpus.article(document)?.reading;
    let mention = reading.mentions.iter().find(|m| m.span.touches(offset))?;
    let entity = &reading.entities[mention.entity];
    let mut content = Markup::new();
    content.strong(&entity.name);
    Some(Hover { span: mention.span, content })
}
