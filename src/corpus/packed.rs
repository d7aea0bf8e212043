//! What a corpus keeps of an article that nobody looks at: a compact form of its facts and of its reading.
//!
//! The facts are what is compared (figures, utterances, sketch, signature), the reading is everything else, the text
//! included. Before the facts stand the keys, uncompressed ([`keys`]), and the utterances. Utterances, the other facts and the reading are
//! each compressed by itself: a quotation is compared with the utterances of another article alone, a figure with its
//! facts, and the reading is unpacked only where the two turn out to have something in common. The same bytes are what the cache keeps on disk, and where it does they are not in memory.

use super::entry::ArticleEntry;
use super::held::{HeldReading, HeldUtterances};
use super::kept::{Kept, Store};
use super::keys::{self, ItemKey, Outline};
use super::postings::KeyKind;
use super::{event::Signature, facts::Facts, figure::Context as FigureNames, figure::Observation, quote};
use crate::reading::Reading;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

/// What made the compact form: no other version reads it.
const VERSION: &str = env!("COPYDESK_VERSION");

/// Why a text is no article in its compact form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPacked {
    /// This version of the program wrote it.
    Version(String),
    /// It is no such text, or not all of it.
    Broken,
}

/// An article in its compact form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    facts: Kept,
    reading: Kept,
}

/// What of an entry is compared, to be written.
#[derive(Serialize)]
struct ComparedOf<'a> {
    #[serde(with = "super::day")]
    day: Option<Date>,
    is_dated: bool,
    observations: &'a [Observation],
    #[serde(with = "super::raw")]
    sketch: &'a [u64],
    opening_places: &'a [String],
    opening_names: &'a FigureNames,
    address: Option<u64>,
    cites: bool,
    facts: &'a Facts,
}

/// The same as it is read.
#[derive(Default, Deserialize)]
pub(super) struct Compared {
    #[serde(with = "super::day")]
    pub day: Option<Date>,
    pub is_dated: bool,
    pub observations: Vec<Observation>,
    #[serde(skip)]
    pub utterances: HeldUtterances,
    #[serde(with = "super::raw")]
    pub sketch: Vec<u64>,
    pub opening_places: Vec<String>,
    pub opening_names: FigureNames,
    pub address: Option<u64>,
    pub cites: bool,
    pub facts: Facts,
    #[serde(skip)]
    pub names: Box<[u64]>,
}

impl Packed {
    /// The compact form of an entry that has this outline and these keys.
    pub(super) fn of(entry: &ArticleEntry, outline: &Outline, keys: &[ItemKey]) -> Self {
        let facts = ComparedOf {
            day: entry.day,
            is_dated: entry.is_dated,
            observations: &entry.observations,
            sketch: &entry.sketch,
            opening_places: &entry.opening_places,
            opening_names: &entry.opening_names,
            address: entry.address,
            cites: entry.cites,
            facts: &entry.facts,
        };
        let mut written = Vec::new();
        outline.write(keys, &mut written);
        let facts = joined(&written, &joined(&pack(&*entry.utterances), &pack(&facts)));
        Self { facts: facts.into(), reading: pack(&**entry.reading.shared()).into() }
    }

    /// The entry of the article at `path` that has this signature and these utterances; one that says nothing where the bytes are none that
    /// [`Packed::of`] made.
    pub(super) fn entry(&self, path: Arc<str>, signature: &Arc<Signature>, said: HeldUtterances) -> ArticleEntry {
        self.entry_with(path, signature, HeldReading::packed(self.reading.clone()), said)
    }

    /// The same with a reading and utterances that are held elsewhere, too.
    pub(super) fn entry_with(
        &self,
        path: Arc<str>,
        signature: &Arc<Signature>,
        reading: HeldReading,
        utterances: HeldUtterances,
    ) -> ArticleEntry {
        match self.compared() {
            Some(facts) => {
                let facts = Compared { utterances, ..facts };
                ArticleEntry::from_compared(path, reading, signature.clone(), facts)
            }
            None => ArticleEntry::without_facts(path, reading),
        }
    }

    /// What a corpus has at hand of the article, and its keys.
    pub(super) fn keys(&self) -> Option<(Outline, Vec<ItemKey>)> {
        self.facts.with(|bytes| Outline::read(split(bytes)?.0))
    }

    /// What is compared, compressed and without the keys.
    pub(super) fn compressed_facts(&self) -> Option<Vec<u8>> {
        self.facts.with(|bytes| split(bytes).map(|(_, facts)| facts.to_vec()))
    }

    fn compared(&self) -> Option<Compared> {
        self.facts.with(compared)
    }

    /// The utterances, to be unpacked alone.
    pub(super) fn utterances(&self) -> HeldUtterances {
        HeldUtterances::packed(self.facts.clone())
    }

    /// The article's text.
    pub(super) fn text(&self) -> Option<Arc<str>> {
        self.reading.with(text)
    }

    /// Both parts, to be stored.
    pub fn parts(&self) -> [Cow<'_, [u8]>; 2] {
        [self.facts.bytes(), self.reading.bytes()]
    }

    /// From what [`Packed::parts`] gave.
    pub fn from_parts(facts: &[u8], reading: &[u8]) -> Self {
        Self { facts: facts.into(), reading: reading.into() }
    }

    /// From what [`Packed::parts`] gave, kept in a store: the facts, which have so many bytes, from `at` on, and right behind
    /// them the reading.
    pub fn stored(of: &Arc<dyn Store>, at: u64, [facts, reading]: [u32; 2]) -> Self {
        let part = |at, length| Kept::Stored { of: of.clone(), at, length };
        Self { facts: part(at, facts), reading: part(at + u64::from(facts), reading) }
    }

    /// As text: the program's version, a colon, and both parts in base64 with a full stop between them.
    pub fn to_text(&self) -> String {
        format!("{VERSION}:{}", self.parts().map(|bytes| BASE64.encode(bytes)).join("."))
    }

    /// What [`Packed::to_text`] wrote; what the parts say is another matter.
    ///
    /// # Errors
    /// Where another version of the program wrote it, and where it is nothing of the kind.
    pub fn from_text(text: &str) -> Result<Self, NotPacked> {
        let (version, parts) = text.rsplit_once(':').ok_or(NotPacked::Broken)?;
        if version != VERSION {
            return Err(NotPacked::Version(version.chars().take(80).collect()));
        }
        let parts = parts.split_once('.').map(|(facts, reading)| (BASE64.decode(facts), BASE64.decode(reading)));
        match parts {
            Some((Ok(facts), Ok(reading))) => Ok(Self { facts: facts.into(), reading: reading.into() }),
            _ => Err(NotPacked::Broken),
        }
    }

    /// Whether both parts can be read; what they say is another matter.
    pub fn is_readable(&self) -> bool {
        self.compared().is_some() && self.facts.with(utterances).is_some() && self.reading.with(reading).is_some()
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

/// Bytes, and other bytes behind them.
pub(super) fn joined(first: &[u8], second: &[u8]) -> Vec<u8> {
    [&(first.len() as u32).to_le_bytes()[..], first, second].concat()
}

/// What [`joined`] put together.
fn split(facts: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = facts.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

fn compared(bytes: &[u8]) -> Option<Compared> {
    let (keys, facts) = split(bytes)?;
    let mut compared: Compared = unpack(split(facts)?.1)?;
    keys::each_item(keys, |kind, item, own| {
        let own = own.iter().map(|key| u64::from_le_bytes(*key));
        match kind {
            KeyKind::Figure => compared.observations.get_mut(item as usize)?.keys.extend(own),
            KeyKind::Name => add(&mut compared.names, own),
            _ => {}
        }
        Some(())
    })?;
    Some(compared)
}

pub(super) fn utterances(bytes: &[u8]) -> Option<Vec<quote::Utterance>> {
    let (keys, facts) = split(bytes)?;
    let mut said: Vec<quote::Utterance> = unpack(split(facts)?.0)?;
    keys::each_item(keys, |kind, item, own| {
        if kind == KeyKind::Quote {
            add(&mut said.get_mut(item as usize)?.keys, own.iter().map(|key| u64::from_le_bytes(*key)));
        }
        Some(())
    })?;
    Some(said)
}

fn add(keys: &mut Box<[u64]>, more: impl Iterator<Item = u64>) {
    *keys = if keys.is_empty() { more.collect() } else { keys.iter().copied().chain(more).collect() };
}

/// The text of a packed reading.
pub(super) fn text(reading: &[u8]) -> Option<Arc<str>> {
    // The text is the first thing that a reading is written with.
    decompressed(reading, |bytes| postcard::take_from_bytes::<&str>(bytes).ok().map(|(text, _)| text.into()))
}

pub(super) fn reading(bytes: &[u8]) -> Option<Reading> {
    unpack(bytes)
}

fn pack<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    // Nothing here has a form that cannot be written.
    let bytes = postcard::to_allocvec(value).unwrap_or_default();
    lz4_flex::compress_prepend_size(&bytes)
}

/// An article has at most a mebibyte of text, and what is said about it a few times that.
const LARGEST: usize = 256 << 20;

fn unpack<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Option<T> {
    decompressed(bytes, |bytes| postcard::from_bytes(bytes).ok())
}

thread_local! {
    /// Bytes on their way into a value: a check of a large corpus unpacks an article hundreds of thousands of times.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// So much of it is kept for the next time.
const KEPT: usize = 1 << 20;

fn decompressed<T>(bytes: &[u8], read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
    let (size, compressed) = lz4_flex::block::uncompressed_size(bytes).ok()?;
    // Bytes get no more than 255 times as many.
    if size > LARGEST || size > compressed.len().saturating_mul(255) {
        return None;
    }
    let mut scratch = SCRATCH.take();
    if scratch.len() < size {
        scratch.resize(size, 0);
    }
    let length = lz4_flex::block::decompress_into(compressed, &mut scratch[..size]).ok();
    let value = length.and_then(|length| read(&scratch[..length]));
    if scratch.len() <= KEPT {
        SCRATCH.set(scratch);
    }
    value
}
