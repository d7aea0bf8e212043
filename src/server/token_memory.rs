//! The semantic tokens that a client has of each open document, for telling it only what changed.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tower_lsp::ls_types::SemanticToken;

/// Tokens and the name by which the client knows them.
type Named = (String, Arc<[SemanticToken]>);

/// The last tokens of each open document, with the number by which the client knows them.
#[derive(Default)]
pub(super) struct TokenMemory {
    known: Mutex<(u64, FxHashMap<String, Named>)>,
}

impl TokenMemory {
    /// The tokens of a document, where `id` still names them.
    pub(super) fn get(&self, uri: &str, id: &str) -> Option<Arc<[SemanticToken]>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.1.get(uri).filter(|(known, _)| known == id).map(|(_, tokens)| tokens.clone())
    }

    /// Keeps the tokens of a document and names them.
    pub(super) fn put(&self, uri: &str, tokens: &[SemanticToken]) -> String {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.0 += 1;
        let id = known.0.to_string();
        known.1.insert(uri.to_owned(), (id.clone(), tokens.into()));
        id
    }

    /// The document was closed.
    pub(super) fn forget(&self, uri: &str) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).1.remove(uri);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_tokens_of_an_open_document_are_known() {
        let memory = TokenMemory::default();
        let first = memory.put("a", &[]);
        assert!(memory.get("a", &first).is_some() && memory.get("b", &first).is_none());
        let second = memory.put("a", &[]);
        assert!(memory.get("a", &first).is_none() && memory.get("a", &second).is_some());
        memory.forget("a");
        assert!(memory.get("a", &second).is_none());
    }
}
