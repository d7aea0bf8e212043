//! The places of keys in an archive, compressed, in blocks that are found by the highest bits of a key.
//!
//! Keys are hashes, so that blocks are of like size: some 256 places each. A block: a checksum (4 bytes), then for each key in
//! rising order how far it is from the one before, how many places have it, and each place as the article (how far from
//! the one before) and the item. All of these are numbers of seven bits a byte. A key that more than [`MOST`] places have
//! is kept without them: it is passed over whatever else has it, as in a corpus of files.

use super::super::numbers::{read_number, write_number};
use super::super::postings::{KEY_BITS, Posting};
use smallvec::SmallVec;
use std::io::{self, Write};
use xxhash_rust::xxh3::xxh3_64;

/// No kind of key is looked through that more places have.
pub(super) const MOST: usize = 1024;

/// Places in a block, about.
const BLOCK: u64 = 256;
/// Bytes of a block's checksum.
const SUM: usize = 4;
/// Places that are passed over as a whole, rather than number by number.
const SKIPPED: usize = 8;

/// The bits that tell the block of a key, for so many places.
pub(super) fn bits_for(places: u64) -> u32 {
    (places / BLOCK).max(2).ilog2().clamp(FEWEST_BITS, 28)
}

/// There are at least so many: the parts in which places are sorted are told by these.
pub(super) const FEWEST_BITS: u32 = 6;

/// The places of a key.
pub(super) enum Places {
    /// Too many to say anything.
    Common,
    /// Articles and items.
    These(SmallVec<[(u32, u16); 16]>),
}

/// Writes sorted places as blocks.
pub(super) struct Blocks<W> {
    out: W,
    bits: u32,
    /// Where each block begins, counted from the first.
    starts: Vec<u64>,
    written: u64,
    block: Vec<u8>,
    /// The last key of the block.
    last: u64,
    places: Vec<u8>,
    pub common: u64,
}

impl<W: Write> Blocks<W> {
    pub(super) fn new(out: W, bits: u32) -> Self {
        let (starts, block, places) = (vec![0], Vec::new(), Vec::new());
        Self { out, bits, starts, written: 0, block, last: 0, places, common: 0 }
    }

    /// Adds places that come after all before.
    pub(super) fn add(&mut self, sorted: &[Posting]) -> io::Result<()> {
        for of_key in sorted.chunk_by(|a, b| a.key_bits() == b.key_bits()) {
            let key = of_key[0].key_bits();
            self.begin(key >> (KEY_BITS - self.bits))?;
            let rest = key & ((1 << (KEY_BITS - self.bits)) - 1);
            write_number(rest - self.last, &mut self.block);
            self.last = rest;
            if of_key.len() > MOST {
                self.common += 1;
                write_number(0, &mut self.block);
                continue;
            }
            write_number(of_key.len() as u64, &mut self.block);
            self.places.clear();
            let mut before = 0;
            for place in of_key {
                let article = place.document().0;
                write_number((article - before).into(), &mut self.places);
                write_number(place.item() as u64, &mut self.places);
                before = article;
            }
            if of_key.len() >= SKIPPED {
                write_number(self.places.len() as u64, &mut self.block);
            }
            self.block.extend(&self.places);
        }
        Ok(())
    }

    /// Ends all blocks before the one of that number.
    fn begin(&mut self, number: u64) -> io::Result<()> {
        while self.starts.len() as u64 <= number {
            if !self.block.is_empty() {
                self.out.write_all(&(xxh3_64(&self.block) as u32).to_le_bytes())?;
                self.out.write_all(&self.block)?;
                self.written += (SUM + self.block.len()) as u64;
            }
            self.block.clear();
            self.last = 0;
            self.starts.push(self.written);
        }
        Ok(())
    }

    /// Where each block begins and the last one ends.
    pub(super) fn finish(&mut self) -> io::Result<Vec<u64>> {
        self.begin(1 << self.bits)?;
        Ok(std::mem::take(&mut self.starts))
    }
}

/// The places that have a key, in its block; `None` where the block is damaged.
pub(super) fn find(block: &[u8], bits: u32, key: u64) -> Option<Places> {
    let none = Places::These(SmallVec::new());
    let Some((sum, mut block)) = block.split_first_chunk::<SUM>() else { return block.is_empty().then_some(none) };
    if xxh3_64(block) as u32 != u32::from_le_bytes(*sum) {
        return None;
    }
    let wanted = key & ((1 << (KEY_BITS - bits)) - 1);
    let (mut rest, from) = (0, &mut block);
    while !from.is_empty() {
        rest += read_number(from)?;
        if rest > wanted {
            break;
        }
        let count = read_number(from)? as usize;
        let length = if count >= SKIPPED { read_number(from)? as usize } else { 0 };
        if rest < wanted {
            if count >= SKIPPED {
                *from = from.get(length..)?;
            } else {
                for _ in 0..2 * count {
                    read_number(from)?;
                }
            }
            continue;
        }
        if count == 0 {
            return Some(Places::Common);
        }
        let (mut places, mut article) = (SmallVec::with_capacity(count.min(MOST)), 0);
        for _ in 0..count {
            article += read_number(from)? as u32;
            places.push((article, read_number(from)? as u16));
        }
        return Some(Places::These(places));
    }
    Some(none)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::DocumentId;
    use crate::corpus::postings::KeyKind;

    #[test]
    fn every_place_of_every_key_is_found_and_a_damaged_block_is_none() {
        let place = |key: u64, article: u32, item| Posting::new(KeyKind::Figure, key, DocumentId(article), item);
        let mut all: Vec<Posting> = (0..40u64)
            .flat_map(|key| (0..=key as u32 * 3).filter_map(move |n| place(key, n * 977, n as usize % 5)))
            .chain((0..=MOST as u32).filter_map(|n| place(1000, n, 0)))
            .collect();
        all.sort_unstable();
        let mut out = Vec::new();
        let mut blocks = Blocks::new(&mut out, FEWEST_BITS);
        blocks.add(&all).unwrap();
        let starts = blocks.finish().unwrap();
        assert_eq!((blocks.common, starts.len()), (1, (1 << FEWEST_BITS) + 1));
        let block = |key: u64| {
            let number = (key >> (KEY_BITS - FEWEST_BITS)) as usize;
            starts[number] as usize..starts[number + 1] as usize
        };
        for key in 0..50 {
            let bits = Posting::bits_of(KeyKind::Figure, key);
            let Some(Places::These(found)) = find(&out[block(bits)], FEWEST_BITS, bits) else { panic!("{key}") };
            let count = if key < 40 { key as usize * 3 + 1 } else { 0 };
            assert!(found.len() == count && found.iter().enumerate().all(|(n, p)| p.0 == n as u32 * 977), "{key}");
        }
        let common = Posting::bits_of(KeyKind::Figure, 1000);
        assert!(matches!(find(&out[block(common)], FEWEST_BITS, common), Some(Places::Common)));
        let range = block(common);
        for at in range.clone() {
            let mut broken = out[range.clone()].to_vec();
            broken[at - range.start] ^= 4;
            assert!(find(&broken, FEWEST_BITS, common).is_none());
        }
    }
}
