//! The keys of an article as bytes: what a corpus has to know of every article, read without unpacking anything else.
//!
//! Keys are hashes, which do not get shorter by compression. So they stand as they are before the compressed facts of a
//! [`Packed`](super::Packed) article, behind its [`Outline`] and the length of that (4 bytes): for each item that has keys its
//! kind (1 byte), its index (4), how many there are (2) and they themselves (8 each). Numbers are little-endian.

use super::copy;
use super::entry::ArticleEntry;
use super::event::{self, Signature};
use super::figure::FigureOutline;
use super::postings::KeyKind;
use super::quote::UtteranceOutline;
use std::sync::Arc;

/// A key with its kind and the index of the item that has it.
pub(super) type ItemKey = (KeyKind, u64, u32);

/// All keys of an article, those of one item together.
pub(super) fn of(entry: &ArticleEntry) -> Vec<ItemKey> {
    let figures = entry.observations.iter().map(|observation| observation.keys.len());
    let utterances = entry.utterances.iter().map(|utterance| utterance.keys.len());
    let others = copy::KEYS + 2 + entry.names.len() + entry.facts.keys().count() + event::opening_keys(entry).count();
    let mut keys = Vec::with_capacity(figures.chain(utterances).sum::<usize>() + others);
    for (item, observation) in entry.observations.iter().enumerate() {
        keys.extend(observation.keys.iter().map(|&key| (KeyKind::Figure, key, item as u32)));
    }
    for (item, utterance) in entry.utterances.iter().enumerate() {
        keys.extend(utterance.keys.iter().map(|&key| (KeyKind::Quote, key, item as u32)));
    }
    keys.extend(entry.sketch.iter().take(copy::KEYS).map(|&key| (KeyKind::Shingle, key, 0)));
    keys.extend(entry.address.map(|key| (KeyKind::Address, key, 0)));
    keys.extend(entry.cites.then_some((KeyKind::Citing, 0, 0)));
    keys.extend(entry.names.iter().map(|&key| (KeyKind::Name, key, 0)));
    keys.extend(event::opening_keys(entry).map(|key| (KeyKind::Fact, key, 0)));
    keys.extend(entry.facts.keys().map(|(key, item)| (KeyKind::Fact, key, item)));
    keys
}

/// What a corpus has at hand of every article, to tell what it need not be unpacked for.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Outline {
    /// The same number for most articles of one event.
    pub topic: u64,
    /// Whether it names sources; of an archived article that is told by the article alone.
    pub cites: bool,
    /// Its utterances.
    pub utterances: Arc<[UtteranceOutline]>,
    /// The words by which it is told which event it reports.
    pub signature: Arc<Signature>,
    /// Its figures.
    pub figures: Arc<[FigureOutline]>,
    /// What its near copies are known by.
    pub sketch: copy::LowestBits,
}

impl Outline {
    pub(super) fn of(entry: &ArticleEntry) -> Self {
        Self {
            topic: entry.signature.topic(),
            cites: entry.cites,
            utterances: entry
                .utterances
                .iter()
                .enumerate()
                .map(|(nth, said)| entry.facts.told(nth, said.outline()))
                .collect(),
            signature: entry.signature.clone(),
            figures: entry.observations.iter().map(|figure| FigureOutline::of(figure, entry.day)).collect(),
            sketch: copy::LowestBits::of(&entry.sketch),
        }
    }

    /// The outline and the keys of an article as bytes.
    pub(super) fn write(&self, keys: &[ItemKey], out: &mut Vec<u8>) {
        // Nothing here has a form that cannot be written.
        let own = postcard::to_allocvec(self).unwrap_or_default();
        out.extend((own.len() as u32).to_le_bytes());
        out.extend(own);
        for of_item in keys.chunk_by(|a, b| (a.0, a.2) == (b.0, b.2)) {
            for some in of_item.chunks(u16::MAX.into()) {
                let (kind, _, item) = some[0];
                out.push(kind as u8);
                out.extend(item.to_le_bytes());
                out.extend((some.len() as u16).to_le_bytes());
                some.iter().for_each(|(_, key, _)| out.extend(key.to_le_bytes()));
            }
        }
    }

    /// What [`Outline::write`] was given; `None` for other bytes.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, Vec<ItemKey>)> {
        let outline = postcard::from_bytes(split(bytes)?.0).ok()?;
        let mut keys = Vec::with_capacity(bytes.len() / 8);
        each_item(bytes, |kind, item, own| {
            keys.extend(own.iter().map(|key| (kind, u64::from_le_bytes(*key), item)));
            Some(())
        })?;
        Some((outline, keys))
    }
}

/// The bytes of an outline and those of the keys behind it.
fn split(mut bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = u32::from_le_bytes(*take(&mut bytes)?);
    bytes.split_at_checked(length as usize)
}

/// Calls `each` with the keys that [`Outline::write`] wrote, those of one item together, and passes over the outline; an item
/// may come again with more. `None` for other bytes, and where `each` gives it.
pub(super) fn each_item(bytes: &[u8], mut each: impl FnMut(KeyKind, u32, &[[u8; 8]]) -> Option<()>) -> Option<()> {
    let (_, mut bytes) = split(bytes)?;
    while !bytes.is_empty() {
        let [kind] = *take(&mut bytes)?;
        let item = u32::from_le_bytes(*take(&mut bytes)?);
        let count = u16::from_le_bytes(*take(&mut bytes)?);
        let (own, rest) = bytes.split_at_checked(8 * usize::from(count))?;
        each(KeyKind::numbered(kind)?, item, own.as_chunks().0)?;
        bytes = rest;
    }
    Some(())
}

pub(super) fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::{KeyKind, Outline, UtteranceOutline};

    #[test]
    fn an_outline_and_keys_are_read_as_they_were_written_and_nothing_else_is() {
        let keys = vec![(KeyKind::Figure, 7, 0), (KeyKind::Figure, u64::MAX, 0), (KeyKind::Fact, 1, 70_000)];
        let utterances = [1, 0, 9].map(|n| UtteranceOutline::from_bytes([n; UtteranceOutline::WIDTH]));
        let outline = Outline { topic: 5, utterances: utterances.into(), ..Outline::default() };
        let mut bytes = Vec::new();
        outline.write(&keys, &mut bytes);
        let whole = (0..=bytes.len()).filter(|&end| Outline::read(&bytes[..end]).is_some()).count();
        assert_eq!(whole, 3, "without keys, with those of one item, with all");
        assert_eq!(Outline::read(&bytes), Some((outline, keys)));
    }
}
