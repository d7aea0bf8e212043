//! All places that speak of the thing under the cursor.

use super::Target;
use crate::corpus::{Corpus, DocumentId};

/// All mentions of the name, or all reports of the figure or quotation, at the byte `offset` of a document.
pub fn references(corpus: &Corpus, document: DocumentId, offset: usize, declaration: bool) -> Vec<Target> {
    let _ = (corpus, document, offset, declaration);
    Vec::new()
}
