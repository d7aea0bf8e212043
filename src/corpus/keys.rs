//! The keys of an article as bytes: what a corpus has to know of every article, read without unpacking anything else.
//!
//! Keys are hashes, which do not get shorter by compression. So they stand as they are before the compressed facts of a
//! [`Packed`](super::Packed) article, behind its [`Outline`]: for each item that has keys its kind (1 byte), its index (4),
//! how many there are (2) and they themselves (8 each). Numbers are little-endian.

use super::copy;
use super::entry::ArticleEntry;
use super::event::Signature;
use super::figure::FigureOutline;
use super::person::Person;
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

/// What a corpus has at hand of every article, to tell what it need not be unpacked for.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Outline {
    /// The same number for most articles of one event.
    pub topic: u64,
    /// How many keys each utterance has, and who says it.
    pub utterances: Box<[(u16, Option<Person>)]>,
    /// The words by which it is told which event it reports.
    pub signature: Signature,
    /// Its figures.
    pub figures: Box<[FigureOutline]>,
}

impl Outline {
    pub(super) fn of(entry: &ArticleEntry) -> Self {
        let utterances = entry.utterances.iter().map(|u| (u.keys.len().min(u16::MAX.into()) as u16, u.speaker));
        Self {
            topic: entry.signature.topic(),
            utterances: utterances.collect(),
            signature: entry.signature.clone(),
            figures: entry.observations.iter().map(FigureOutline::of).collect(),
        }
    }

    /// The outline and the keys of an article as bytes.
    pub(super) fn write(&self, keys: &[ItemKey], out: &mut Vec<u8>) {
        // Nothing here has a form that cannot be written.
        out.extend(postcard::to_allocvec(self).unwrap_or_default());
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
        let (outline, mut bytes) = postcard::take_from_bytes::<Self>(bytes).ok()?;
        let mut keys = Vec::with_capacity(bytes.len() / 8);
        while !bytes.is_empty() {
            let [kind] = *take(&mut bytes)?;
            let kind = KeyKind::numbered(kind)?;
            let item = u32::from_le_bytes(*take(&mut bytes)?);
            for _ in 0..u16::from_le_bytes(*take(&mut bytes)?) {
                keys.push((kind, u64::from_le_bytes(*take(&mut bytes)?), item));
            }
        }
        Some((outline, keys))
    }
}

pub(super) fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::{KeyKind, Outline, Person};
    use crate::corpus::Settings;

    #[test]
    fn an_outline_and_keys_are_read_as_they_were_written_and_nothing_else_is() {
        let keys = vec![(KeyKind::Figure, 7, 0), (KeyKind::Figure, u64::MAX, 0), (KeyKind::Fact, 1, 70_000)];
        let speaker = |name: &str| Some(Person::of(name, &Settings::default()));
        let utterances = [(3, speaker("Ann Marsh")), (0, None), (9, speaker("Hart"))];
        let outline = Outline { topic: 5, utterances: utterances.into(), ..Outline::default() };
        let mut bytes = Vec::new();
        outline.write(&keys, &mut bytes);
        let whole = (0..=bytes.len()).filter(|&end| Outline::read(&bytes[..end]).is_some()).count();
        assert_eq!(whole, 3, "without keys, with those of one item, with all");
        assert_eq!(Outline::read(&bytes), Some((outline, keys)));
    }
}
