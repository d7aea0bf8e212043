//! How the index file of an archive is laid out.
//!
//! From the beginning: for each article its facts and its reading, then the blocks of keys ([`blocks`](super::blocks)), the heads
//! of all articles (what is asked without unpacking anything, and asked of many), where each block begins, where each article is, what was wrong with
//! the lines it was made of, and last the *tail*, which says where all that is. Numbers are little-endian; every part
//! carries a checksum of eight bytes (a block four), looked at whenever the part is read.

use super::super::quote::UtteranceOutline;
use super::super::{keys::Outline, keys::take};
use xxhash_rust::xxh3::xxh3_64;

pub(super) const MAGIC: &[u8; 16] = b"copydesk facts 2";

/// Bytes of the tail.
pub(super) const TAIL: usize = 16 + 16 + 10 * 8 + 8;
/// Bytes of an article's row in the table.
pub(super) const ROW: usize = 28;
/// Bytes of a checksum.
pub(super) const SUM: usize = 8;

/// What the tail says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tail {
    /// Hash of the program that wrote the file.
    pub fingerprint: u128,
    pub articles: u64,
    /// Where the blocks of keys begin, and how many bits of a key tell its block.
    pub blocks: u64,
    pub bits: u64,
    pub heads: u64,
    pub directory: u64,
    pub table: u64,
    pub notes: u64,
    /// Where the tail begins.
    pub end: u64,
    /// Places of keys.
    pub places: u64,
    /// Keys that too many places have.
    pub common: u64,
}

impl Tail {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(TAIL);
        out.extend(MAGIC);
        out.extend(self.fingerprint.to_le_bytes());
        let Self { articles, blocks, bits, heads, directory, table, notes, end, places, common, .. } = *self;
        for number in [articles, blocks, bits, heads, directory, table, notes, end, places, common] {
            out.extend(number.to_le_bytes());
        }
        out.extend(xxh3_64(&out).to_le_bytes());
        out
    }

    /// The tail of a whole file; `None` where it is none.
    pub(super) fn of(file: &[u8]) -> Option<Self> {
        let start = file.len().checked_sub(TAIL)?;
        let mut bytes = checked(&file[start..])?;
        if take::<16>(&mut bytes)? != MAGIC {
            return None;
        }
        let fingerprint = u128::from_le_bytes(*take(&mut bytes)?);
        let mut number = || Some(u64::from_le_bytes(*take(&mut bytes)?));
        let tail = Self {
            fingerprint,
            articles: number()?,
            blocks: number()?,
            bits: number()?,
            heads: number()?,
            directory: number()?,
            table: number()?,
            notes: number()?,
            end: number()?,
            places: number()?,
            common: number()?,
        };
        let in_order = [tail.blocks, tail.heads, tail.directory, tail.table, tail.notes, tail.end].is_sorted();
        (in_order && tail.end == start as u64 && (1..=32).contains(&tail.bits)).then_some(tail)
    }
}

/// Bytes with their checksum behind them.
pub(super) fn with_sum(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.extend(xxh3_64(&bytes).to_le_bytes());
    bytes
}

/// The bytes before a checksum that fits them.
pub(super) fn checked(bytes: &[u8]) -> Option<&[u8]> {
    let (bytes, sum) = bytes.split_last_chunk::<SUM>()?;
    (xxh3_64(bytes) == u64::from_le_bytes(*sum)).then_some(bytes)
}

/// Where the parts of an article are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Where its head begins, counted from the first one.
    pub head: u64,
    /// Where its facts begin; its reading follows.
    pub at: u64,
    /// Bytes of head, facts and reading.
    pub lengths: [u32; 3],
}

impl Row {
    pub(super) fn to_bytes(self) -> [u8; ROW] {
        let mut out = [0; ROW];
        out[..8].copy_from_slice(&self.head.to_le_bytes());
        out[8..16].copy_from_slice(&self.at.to_le_bytes());
        for (nth, length) in self.lengths.iter().enumerate() {
            out[16 + 4 * nth..][..4].copy_from_slice(&length.to_le_bytes());
        }
        out
    }

    pub(super) fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let from = &mut bytes;
        let head = u64::from_le_bytes(*take(from)?);
        let at = u64::from_le_bytes(*take(from)?);
        let mut length = || Some(u32::from_le_bytes(*take(from)?));
        Some(Self { head, at, lengths: [length()?, length()?, length()?] })
    }

    /// Where the part of that number is, the head (0), the facts or the reading, if the heads begin at `heads`.
    pub(super) fn range(self, part: usize, heads: u64) -> std::ops::Range<usize> {
        let start = match part {
            0 => heads.saturating_add(self.head),
            1 => self.at,
            _ => self.at.saturating_add(self.lengths[1].into()),
        } as usize;
        start..start.saturating_add(self.lengths[part] as usize)
    }
}

/// Bytes of an utterance in a head.
const UTTERANCE: usize = UtteranceOutline::WIDTH;

/// The head of an article: path, the name under which messages speak of it, and its outline.
pub(super) fn head(path: &str, label: &str, outline: &Outline) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend((path.len() as u32).to_le_bytes());
    out.extend((label.len() as u32).to_le_bytes());
    out.extend(outline.topic.to_le_bytes());
    // Nothing here has a form that cannot be written.
    let at_hand = postcard::to_allocvec(&(&outline.signature, &outline.figures, &outline.sketch)).unwrap_or_default();
    out.extend((at_hand.len() as u32).to_le_bytes());
    out.extend((outline.utterances.len() as u32).to_le_bytes());
    outline.utterances.iter().for_each(|utterance| out.extend(utterance.to_bytes()));
    out.extend(path.as_bytes());
    out.extend(label.as_bytes());
    out.extend(at_hand);
    with_sum(out)
}

/// A head whose checksum was right.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    pub topic: u64,
    utterances: &'a [u8],
    pub path: &'a str,
    pub label: &'a str,
    /// The signature, the figures and the sketch of the outline.
    at_hand: &'a [u8],
}

impl<'a> Head<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut bytes = checked(bytes)?;
        let from = &mut bytes;
        let path = u32::from_le_bytes(*take(from)?) as usize;
        let label = u32::from_le_bytes(*take(from)?) as usize;
        let topic = u64::from_le_bytes(*take(from)?);
        let at_hand = u32::from_le_bytes(*take(from)?) as usize;
        let count = u32::from_le_bytes(*take(from)?) as usize;
        let (utterances, rest) = from.split_at_checked(count.checked_mul(UTTERANCE)?)?;
        let (path, rest) = rest.split_at_checked(path)?;
        let (label, rest) = rest.split_at_checked(label)?;
        let (path, label) = (str::from_utf8(path).ok()?, str::from_utf8(label).ok()?);
        Some(Self { topic, utterances, path, label, at_hand: rest.get(..at_hand)? })
    }

    /// What is at hand of an utterance.
    pub(super) fn utterance(&self, index: usize) -> Option<UtteranceOutline> {
        let mut bytes = self.utterances.get(index.checked_mul(UTTERANCE)?..)?;
        take(&mut bytes).copied().map(UtteranceOutline::from_bytes)
    }

    pub(super) fn outline(&self) -> Outline {
        let count = self.utterances.len() / UTTERANCE;
        let utterances = (0..count).map(|index| self.utterance(index).unwrap_or_default());
        let (signature, figures, sketch) = postcard::from_bytes(self.at_hand).unwrap_or_default();
        Outline { topic: self.topic, cites: false, utterances: utterances.collect(), signature, figures, sketch }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_rows_and_tails_are_read_as_they_were_written() {
        let utterances = [3, 0].map(|n| UtteranceOutline::from_bytes([n; UTTERANCE]));
        let figures = vec![Default::default(); 2].into();
        let outline = Outline { topic: 7, utterances: utterances.into(), figures, ..Outline::default() };
        let bytes = head("wire/é.txt", "Harbour Wire", &outline);
        let read = Head::of(&bytes).unwrap();
        assert_eq!((read.path, read.label, read.outline()), ("wire/é.txt", "Harbour Wire", outline));
        assert_eq!((read.utterance(0), read.utterance(2)), (Some(utterances[0]), None));
        assert!((0..bytes.len()).all(|end| Head::of(&bytes[..end]).is_none()));
        let row = Row { head: 5, at: 1 << 20, lengths: [9, 8, 7] };
        assert_eq!(Row::from_bytes(&row.to_bytes()), Some(row));
        assert_eq!((row.range(0, 100), row.range(2, 100)), (105..114, (1 << 20) + 8..(1 << 20) + 15));
        let tail = Tail { fingerprint: 5, bits: 6, end: 0, ..Tail::default() };
        assert_eq!(Tail::of(&tail.to_bytes()), Some(tail.clone()));
        assert_eq!(Tail::of(&tail.to_bytes()[1..]), None);
    }
}
