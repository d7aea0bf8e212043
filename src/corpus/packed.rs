//! What a corpus keeps of an article that nobody looks at: a compact form of its facts and of its reading.
//!
//! The facts are what is compared (figures, utterances, sketch, signature), the reading is everything else, the text
//! included. Each is compressed by itself: a comparison unpacks the facts of what it is compared with, and the reading
//! only where the two turn out to have something in common. The same bytes are what the cache keeps on disk.

use super::entry::ArticleEntry;
use super::held::HeldReading;
use super::{event::Signature, facts::Facts, figure::Observation, quote};
use crate::reading::Reading;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An article in its compact form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    facts: Arc<[u8]>,
    reading: Arc<[u8]>,
}

/// What of an entry is compared, to be written.
#[derive(Serialize)]
struct ComparedOf<'a> {
    day: Option<Date>,
    observations: &'a [Observation],
    utterances: &'a [quote::Utterance],
    #[serde(with = "super::raw")]
    sketch: &'a [u64],
    signature: &'a Signature,
    opening_places: &'a [String],
    address: Option<u64>,
    cites: bool,
    facts: &'a Facts,
}

/// The same as it is read.
#[derive(Default, Deserialize)]
pub(super) struct Compared {
    pub day: Option<Date>,
    pub observations: Vec<Observation>,
    pub utterances: Vec<quote::Utterance>,
    #[serde(with = "super::raw")]
    pub sketch: Vec<u64>,
    pub signature: Signature,
    pub opening_places: Vec<String>,
    pub address: Option<u64>,
    pub cites: bool,
    pub facts: Facts,
}

impl Packed {
    pub(super) fn of(entry: &ArticleEntry) -> Self {
        let facts = ComparedOf {
            day: entry.day,
            observations: &entry.observations,
            utterances: &entry.utterances,
            sketch: &entry.sketch,
            signature: &entry.signature,
            opening_places: &entry.opening_places,
            address: entry.address,
            cites: entry.cites,
            facts: &entry.facts,
        };
        Self { facts: pack(&facts), reading: pack(&**entry.reading.shared()) }
    }

    /// The entry of the article at `path`; one that says nothing where the bytes are none that [`Packed::of`] made.
    pub(super) fn entry(&self, path: Arc<str>) -> ArticleEntry {
        let reading = HeldReading::packed(self.reading.clone());
        match unpack::<Compared>(&self.facts) {
            Some(facts) => ArticleEntry::from_compared(path, reading, facts),
            None => ArticleEntry::without_facts(path, reading),
        }
    }

    /// The article's text.
    pub(super) fn text(&self) -> Option<Arc<str>> {
        Some(reading(&self.reading)?.article.text.clone())
    }

    /// Both parts, to be stored.
    pub fn parts(&self) -> [&[u8]; 2] {
        [&self.facts, &self.reading]
    }

    /// From what [`Packed::parts`] gave.
    pub fn from_parts(facts: &[u8], reading: &[u8]) -> Self {
        Self { facts: facts.into(), reading: reading.into() }
    }

    /// Whether both parts can be read; what they say is another matter.
    pub fn is_readable(&self) -> bool {
        unpack::<Compared>(&self.facts).is_some() && reading(&self.reading).is_some()
    }

    /// Number of bytes.
    pub fn len(&self) -> usize {
        self.facts.len() + self.reading.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

pub(super) fn reading(bytes: &[u8]) -> Option<Reading> {
    unpack(bytes)
}

fn pack<T: Serialize>(value: &T) -> Arc<[u8]> {
    // Nothing here has a form that cannot be written.
    let bytes = postcard::to_allocvec(value).unwrap_or_default();
    lz4_flex::compress_prepend_size(&bytes).into()
}

/// An article has at most a mebibyte of text, and what is said about it a few times that.
const LARGEST: usize = 256 << 20;

fn unpack<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Option<T> {
    let (size, compressed) = lz4_flex::block::uncompressed_size(bytes).ok()?;
    if size > LARGEST {
        return None;
    }
    let bytes = lz4_flex::block::decompress(compressed, size).ok()?;
    postcard::from_bytes(&bytes).ok()
}
