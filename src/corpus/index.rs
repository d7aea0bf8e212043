//! From keys to the places that have them.
//!
//! A key is a hash of what two comparable things share: for figures the counted noun with a word or
//! name beside it, for quotations two words near each other. Postings name a document and the index
//! of its observation or quotation.

use super::{Document, DocumentId, copy, sources};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::sync::Arc;

/// A place that has a key: a document and the index of one of its items.
pub(super) type Posting = (DocumentId, u32);
/// Most keys stand in one or two articles only, which are kept without an allocation of their own.
type Postings = SmallVec<[Posting; 2]>;

/// Documents and their postings; the base and the overlay of a corpus are one each.
#[derive(Clone, Debug, Default)]
pub(super) struct Layer {
    documents: FxHashMap<DocumentId, Option<Arc<Document>>>,
    figures: FxHashMap<u64, Postings>,
    quotes: FxHashMap<u64, Postings>,
    shingles: FxHashMap<u64, Postings>,
    annotations: FxHashMap<DocumentId, Vec<DocumentId>>,
    /// Articles by the hash of their address.
    addresses: FxHashMap<u64, Postings>,
    /// Articles that name sources.
    citing: FxHashSet<DocumentId>,
    bibliographies: FxHashSet<DocumentId>,
}

impl Layer {
    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    /// `Some(None)` where the layer knows that the document was taken out.
    pub(super) fn get(&self, id: DocumentId) -> Option<&Option<Arc<Document>>> {
        self.documents.get(&id)
    }

    /// Postings of a figure key.
    pub(super) fn figures(&self, key: u64) -> &[Posting] {
        self.figures.get(&key).map_or(&[], SmallVec::as_slice)
    }

    /// Postings of a quotation key.
    pub(super) fn quotes(&self, key: u64) -> &[Posting] {
        self.quotes.get(&key).map_or(&[], SmallVec::as_slice)
    }

    /// Postings of a shingle.
    pub(super) fn shingles(&self, key: u64) -> &[Posting] {
        self.shingles.get(&key).map_or(&[], SmallVec::as_slice)
    }

    /// Articles whose address has that hash.
    pub(super) fn addresses(&self, key: u64) -> &[Posting] {
        self.addresses.get(&key).map_or(&[], SmallVec::as_slice)
    }

    /// Articles that name sources, those of `older` included unless this layer changed them.
    pub(super) fn citing(&self, older: &Layer) -> Vec<DocumentId> {
        let older = older.citing.iter().filter(|id| !self.documents.contains_key(id));
        let mut all: Vec<_> = self.citing.iter().chain(older).copied().collect();
        all.sort_unstable();
        all
    }

    /// The bibliographies, those of `older` included unless this layer changed them.
    pub(super) fn bibliographies(&self, older: &Layer) -> Vec<DocumentId> {
        let older = older.bibliographies.iter().filter(|id| !self.documents.contains_key(id));
        let mut all: Vec<_> = self.bibliographies.iter().chain(older).copied().collect();
        all.sort_unstable();
        all
    }

    /// Adds, replaces or (with `None`) takes out a document.
    pub(super) fn put(&mut self, id: DocumentId, document: Option<Arc<Document>>) {
        if let Some(Some(old)) = self.documents.get(&id) {
            let old = old.clone();
            self.each_key(&old, |map, key, _| {
                if let Some(list) = map.get_mut(&key) {
                    list.retain(|p| p.0 != id);
                }
            });
            if let Document::Annotation(entry) = &*old
                && let Some(list) = entry.article.and_then(|article| self.annotations.get_mut(&article))
            {
                list.retain(|&a| a != id);
            }
            self.citing.remove(&id);
            self.bibliographies.remove(&id);
        }
        if let Some(new) = &document {
            self.each_key(new, |map, key, item| map.entry(key).or_default().push((id, item)));
            if let Document::Annotation(entry) = &**new
                && let Some(article) = entry.article
            {
                self.annotations.entry(article).or_default().push(id);
            }
            if let Document::Article(entry) = &**new
                && !entry.reading.article.citations.is_empty()
            {
                self.citing.insert(id);
            }
            if let Document::Bibliography(_) = &**new {
                self.bibliographies.insert(id);
            }
        }
        self.documents.insert(id, document);
    }

    fn each_key(&mut self, document: &Document, mut visit: impl FnMut(&mut FxHashMap<u64, Postings>, u64, u32)) {
        let Document::Article(entry) = document else { return };
        for (item, observation) in entry.observations.iter().enumerate() {
            for &key in &observation.keys {
                visit(&mut self.figures, key, item as u32);
            }
        }
        for (item, utterance) in entry.utterances.iter().enumerate() {
            for &key in &utterance.keys {
                visit(&mut self.quotes, key, item as u32);
            }
        }
        if let Some(url) = &entry.reading.article.metadata.url {
            visit(&mut self.addresses, sources::address_key(&url.value), 0);
        }
        for &key in entry.sketch.iter().take(copy::KEYS) {
            visit(&mut self.shingles, key, 0);
        }
    }

    /// Takes over everything that `newer` knows.
    pub(super) fn absorb(&mut self, newer: &Layer) {
        let mut ids: Vec<_> = newer.documents.keys().copied().collect();
        ids.sort_unstable();
        for id in ids {
            self.put(id, newer.documents[&id].clone());
        }
    }

    /// The annotation files of an article, those of `older` included unless this layer changed them.
    pub(super) fn annotations_of(&self, article: DocumentId, older: &Layer) -> Vec<DocumentId> {
        let older = older.annotations.get(&article).into_iter().flatten().filter(|id| !self.documents.contains_key(id));
        let mut all: Vec<_> = self.annotations.get(&article).into_iter().flatten().chain(older).copied().collect();
        all.sort_unstable();
        all
    }
}

/// Postings of both layers, without those of the base that the overlay replaced.
pub(super) fn postings<'a>(
    base: &'a Layer,
    overlay: &'a Layer,
    of: impl Fn(&'a Layer) -> &'a [Posting],
) -> impl Iterator<Item = Posting> + 'a {
    let fresh = of(overlay).iter().copied();
    let kept = of(base).iter().copied().filter(|p| !overlay.documents.contains_key(&p.0));
    fresh.chain(kept)
}
