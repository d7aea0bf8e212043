//! Writes the index file of an archive: articles first, as they come, then their keys, sorted.

use super::super::DocumentId;
use super::super::figure::hash;
use super::super::keys;
use super::super::packed::{self, Packed};
use super::super::postings::{KeyKind, Posting};
use super::blocks::{Blocks, bits_for};
use super::layout::{Row, SUM, Tail, head, with_sum};
use crate::reading::Reading;
use std::io::{self, Write};
use xxhash_rust::xxh3::Xxh3;

/// An article on its way into an archive; made of its compact form by itself, on any thread.
pub struct ArchivedArticle {
    head: Vec<u8>,
    facts: Vec<u8>,
    reading: Vec<u8>,
    keys: Vec<keys::ItemKey>,
    path: u64,
}

impl ArchivedArticle {
    /// The article `id` in the form that [`Packed::parts`] gave; `None` where it cannot be read.
    pub fn of(id: &str, packed: &Packed) -> Option<Self> {
        let (outline, mut keys) = packed.keys()?;
        let ([_, reading], facts) = (packed.parts(), packed.compressed_facts()?);
        if !packed.is_readable() {
            return None;
        }
        // A comparison looks at the keys of an utterance on both sides, at all others only on its own.
        let mut kept = Vec::new();
        let of_utterances: Vec<_> = keys.iter().copied().filter(|key| key.0 == KeyKind::Quote).collect();
        outline.write(&of_utterances, &mut kept);
        let head = head(id, &label(id, &packed::reading(&reading)?), &outline);
        keys.retain(|key| !matches!(key.0, KeyKind::Name | KeyKind::Citing));
        let path = path_key(id);
        keys.push((KeyKind::Path, path, 0));
        Some(Self { head, facts: packed::joined(&kept, &facts), reading: reading.to_vec(), keys, path })
    }
}

/// The key of a path.
pub(super) fn path_key(path: &str) -> u64 {
    hash(path)
}

/// How messages name an article that is nowhere at hand: who published it, when and where.
fn label(id: &str, reading: &Reading) -> String {
    let metadata = &reading.article.metadata;
    let name = metadata.publisher.as_ref().map_or_else(|| id.rsplit('/').next().unwrap_or(id), |p| &p.value);
    let day = reading.day().map(|day| day.to_string());
    let known: Vec<String> = day.into_iter().chain(metadata.url.as_ref().map(|url| url.value.clone())).collect();
    if known.is_empty() { name.to_owned() } else { format!("{name} ({})", known.join(", ")) }
}

/// Writes an archive to something that takes bytes in order.
pub struct ArchiveWriter<W> {
    out: W,
    written: u64,
    rows: Vec<Row>,
    /// The heads of all articles, some hundred bytes each.
    heads: Vec<u8>,
    fingerprint: u128,
}

impl<W: Write> ArchiveWriter<W> {
    /// A writer for the program of that fingerprint.
    pub fn new(out: W, fingerprint: u128) -> Self {
        Self { out, written: 0, rows: Vec::new(), heads: Vec::new(), fingerprint }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<u64> {
        self.out.write_all(bytes)?;
        let at = self.written;
        self.written += bytes.len() as u64;
        Ok(at)
    }

    /// Adds articles; `place` is given the places of their keys. Returns the number of each with a hash of its path.
    ///
    /// # Errors
    /// Those of writing, and of `place`.
    pub fn add(
        &mut self,
        articles: Vec<ArchivedArticle>,
        mut place: impl FnMut(KeyPlace) -> io::Result<()>,
    ) -> io::Result<Vec<(u32, u64)>> {
        let mut added = Vec::with_capacity(articles.len());
        for article in articles {
            let number = self.rows.len() as u32;
            let parts = [article.head, with_sum(article.facts), with_sum(article.reading)];
            let lengths = [0, 1, 2].map(|part: usize| parts[part].len() as u32);
            self.rows.push(Row { head: self.heads.len() as u64, at: self.written, lengths });
            self.heads.extend(&parts[0]);
            for part in &parts[1..] {
                self.put(part)?;
            }
            for &(kind, key, item) in &article.keys {
                if let Some(posting) = Posting::new(kind, key, DocumentId(number), item as usize) {
                    place(KeyPlace(posting))?;
                }
            }
            added.push((number, article.path));
        }
        Ok(added)
    }

    /// Writes the keys and whatever else is missing. `parts` are all places, `count` of them at most, sorted within each
    /// part and over all of them ([`KeyPlace::part`]); `notes` are kept with the archive.
    ///
    /// # Errors
    /// Those of writing, and of `parts`.
    pub fn finish(
        mut self,
        count: u64,
        parts: impl Iterator<Item = io::Result<Vec<KeyPlace>>>,
        notes: &str,
    ) -> io::Result<W> {
        let bits = bits_for(count);
        let (blocks, articles) = (self.written, self.rows.len() as u64);
        let mut writing = Blocks::new(&mut self.out, bits);
        let mut places = 0;
        for part in parts {
            let part: Vec<Posting> = part?.into_iter().map(|place| place.0).collect();
            places += part.len() as u64;
            writing.add(&part)?;
        }
        let starts = writing.finish()?;
        let common = writing.common;
        self.written += starts.last().copied().unwrap_or(0);
        let heads = std::mem::take(&mut self.heads);
        let heads = self.put(&heads)?;
        let directory = self.written;
        let mut sum = Summed::default();
        starts.iter().try_for_each(|start| sum.put(&start.to_le_bytes(), &mut self.out))?;
        self.written += sum.end(&mut self.out)?;
        let table = self.written;
        let mut sum = Summed::default();
        self.rows.iter().try_for_each(|row| sum.put(&row.to_bytes(), &mut self.out))?;
        self.written += sum.end(&mut self.out)?;
        let notes = self.put(&with_sum(notes.as_bytes().to_vec()))?;
        let (end, fingerprint) = (self.written, self.fingerprint);
        let bits = bits.into();
        let tail = Tail { fingerprint, articles, blocks, bits, heads, directory, table, notes, end, places, common };
        self.put(&tail.to_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Bytes written with a checksum behind them, without being held.
#[derive(Default)]
struct Summed {
    sum: Xxh3,
    length: u64,
}

impl Summed {
    fn put(&mut self, bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
        self.sum.update(bytes);
        self.length += bytes.len() as u64;
        out.write_all(bytes)
    }

    fn end(self, out: &mut impl Write) -> io::Result<u64> {
        out.write_all(&self.sum.digest().to_le_bytes())?;
        Ok(self.length + SUM as u64)
    }
}

/// A place of a key, on its way through a sort that may be larger than memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyPlace(Posting);

impl KeyPlace {
    /// Bytes of [`KeyPlace::to_bytes`].
    pub const WIDTH: usize = Posting::WIDTH;
    /// How many parts there are.
    pub const PARTS: usize = 1 << super::blocks::FEWEST_BITS;

    /// The part that it belongs to: all places of one come before all of the next.
    pub fn part(self) -> usize {
        (self.0.key_bits() >> (super::super::postings::KEY_BITS - super::blocks::FEWEST_BITS)) as usize
    }

    /// The number of the article that has it.
    pub fn article(self) -> u32 {
        self.0.document().0
    }

    /// To be kept elsewhere for a while.
    pub fn to_bytes(self) -> [u8; Self::WIDTH] {
        self.0.to_bytes()
    }

    /// What [`KeyPlace::to_bytes`] gave.
    pub fn from_bytes(bytes: &[u8; Self::WIDTH]) -> Self {
        Self(Posting::from_bytes(bytes))
    }
}
