//! Articles on their way into the index: what is compared of them is made by many threads before the index takes it.

use super::keys::{self, ItemKey, Outline};
use super::packed::Packed;
use super::postings::Posting;
use super::{ArticleEntry, DocumentId, Settings};
use crate::reading::Reading;
use std::sync::Arc;

/// An article on its way into the index: its compact form and its keys, for the document id that it will get.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(super) packed: Arc<Packed>,
    pub(super) outline: Arc<Outline>,
    /// The places of its keys, of document 0.
    pub(super) places: Vec<Posting>,
    /// Under which name its compact form is kept elsewhere.
    pub(super) name: Option<u128>,
}

impl Prepared {
    /// What a corpus of these settings compares of a reading.
    pub fn of(reading: Arc<Reading>, settings: &Settings) -> Self {
        Self::of_entry(&ArticleEntry::new("".into(), reading.into(), settings))
    }

    /// An article in the form that [`Prepared::packed`] gave.
    pub fn unpacked(packed: Packed) -> Self {
        let (outline, keys) = packed.keys().unwrap_or_default();
        Self::of_parts(packed, outline, &keys)
    }

    fn of_parts(packed: Packed, outline: Outline, keys: &[ItemKey]) -> Self {
        let places = postings(DocumentId(0), keys).collect();
        Self { packed: Arc::new(packed), outline: Arc::new(outline), places, name: None }
    }

    /// The same article, its compact form kept elsewhere under this name.
    pub fn named(self, name: u128) -> Self {
        Self { name: Some(name), ..self }
    }

    /// The same article, its compact form kept elsewhere.
    pub fn stored_as(self, packed: Packed) -> Self {
        Self { packed: Arc::new(packed), ..self }
    }

    /// The same of an entry.
    pub(super) fn of_entry(entry: &ArticleEntry) -> Self {
        let (outline, keys) = (Outline::of(entry), keys::of(entry));
        let packed = Packed::of(entry, &outline, &keys);
        Self::of_parts(packed, outline, &keys)
    }

    /// Each key with its kind and the index of its item.
    pub(super) fn keys(&self) -> Vec<ItemKey> {
        self.packed.keys().unwrap_or_default().1
    }

    /// Its compact form.
    pub fn packed(&self) -> &Packed {
        &self.packed
    }
}

/// The places of the keys of a document.
pub(super) fn postings(id: DocumentId, keys: &[ItemKey]) -> impl Iterator<Item = Posting> {
    keys.iter().filter_map(move |&(kind, key, item)| Posting::new(kind, key, id, item as usize))
}
