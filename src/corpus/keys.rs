//! The keys of an article as bytes: what a corpus has to know of every article, read without unpacking anything else.
//!
//! Keys are hashes, which do not get shorter by compression. So they stand as they are before the compressed facts of a
//! [`Packed`](super::Packed) article: the topic (8 bytes), then, for each item that has keys, its kind (1), its index (4),
//! how many there are (2) and they themselves (8 each). Numbers are little-endian.

use super::copy;
use super::entry::ArticleEntry;
use super::postings::KeyKind;

/// A key with its kind and the index of the item that has it.
pub(super) type ItemKey = (KeyKind, u64, u32);

/// All keys of an article, those of one item together.
pub(super) fn of(entry: &ArticleEntry) -> Vec<ItemKey> {
    let mut keys = Vec::new();
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
    keys.extend(entry.facts.keys().map(|(key, item)| (KeyKind::Fact, key, item)));
    keys
}

/// The keys of an article and its topic as bytes.
pub(super) fn write(topic: u64, keys: &[ItemKey], out: &mut Vec<u8>) {
    out.extend(topic.to_le_bytes());
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

/// What [`write`] was given; `None` for other bytes.
pub(super) fn read(mut bytes: &[u8]) -> Option<(u64, Vec<ItemKey>)> {
    let mut keys = Vec::with_capacity(bytes.len() / 8);
    let topic = u64::from_le_bytes(*take(&mut bytes)?);
    while !bytes.is_empty() {
        let [kind] = *take(&mut bytes)?;
        let kind = KeyKind::numbered(kind)?;
        let item = u32::from_le_bytes(*take(&mut bytes)?);
        for _ in 0..u16::from_le_bytes(*take(&mut bytes)?) {
            keys.push((kind, u64::from_le_bytes(*take(&mut bytes)?), item));
        }
    }
    Some((topic, keys))
}

fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::{KeyKind, read, write};

    #[test]
    fn keys_are_read_as_they_were_written_and_nothing_else_is() {
        let keys = vec![(KeyKind::Figure, 7, 0), (KeyKind::Figure, u64::MAX, 0), (KeyKind::Fact, 1, 70_000)];
        let mut bytes = Vec::new();
        write(5, &keys, &mut bytes);
        assert_eq!(read(&bytes), Some((5, keys)));
        assert!((9..bytes.len()).filter(|&end| read(&bytes[..end]).is_some()).count() <= 1, "ends within an item");
        bytes[8] = 99;
        assert_eq!(read(&bytes), None);
    }
}
