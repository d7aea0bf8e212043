//! Quantised linear models, read from bytes and looked up without branches.
//!
//! Features are 32-bit hashes. A table has a power of two of buckets of eight features each; the upper
//! bits of the hash choose the bucket and the lower sixteen must be equal, so that all eight comparisons
//! are one vector instruction and no probe has to be predicted. What does not fit its bucket was left out
//! by the trainer, the lightest weights first.

/// Features of one bucket.
pub(super) const WAYS: usize = 8;

/// Combines up to a few numbers and the template's own into a feature.
#[inline(always)]
pub(crate) fn feature<const N: usize>(template: u64, atoms: [u32; N]) -> u32 {
    const K: [u64; 5] = [
        0x9e37_79b9_7f4a_7c15,
        0xc2b2_ae3d_27d4_eb4f,
        0x1656_67b1_9e37_79f9,
        0xff51_afd7_ed55_8ccd,
        0xd6e8_feb8_6659_fd93,
    ];
    let mut h = template.wrapping_mul(0xa076_1d64_78bd_642f) ^ 0x5851_f42d_4c95_7f2d;
    for (atom, k) in atoms.into_iter().zip(K) {
        h = h.wrapping_add(u64::from(atom).wrapping_add(1).wrapping_mul(k));
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0x9fb2_1c65_1e98_df25);
    (h >> 32) as u32
}

/// The part of a feature that is stored; never zero, which marks an empty place.
#[inline(always)]
pub(super) fn print_of(feature: u32) -> u16 {
    let print = feature as u16;
    if print == 0 { 1 } else { print }
}

/// A row of weights per feature, one for each class that has any.
pub(crate) struct Sparse {
    shift: u32,
    prints: Vec<[u16; WAYS]>,
    rows: Vec<[u32; WAYS]>,
    cells: Vec<(u8, i8)>,
}

impl Sparse {
    /// Reads a table written by the trainer.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let bits = take_u32(bytes)?;
        let buckets = 1usize << bits;
        let mut prints = Vec::with_capacity(buckets);
        let mut rows = Vec::with_capacity(buckets);
        let mut offset = 0u32;
        for _ in 0..buckets {
            let count = usize::from(take(bytes, 1)?[0]).min(WAYS);
            let raw = take(bytes, 3 * count)?;
            let mut print = [0u16; WAYS];
            let mut row = [0u32; WAYS];
            for way in 0..count {
                print[way] = u16::from_le_bytes([raw[3 * way], raw[3 * way + 1]]);
                row[way] = offset << 8 | u32::from(raw[3 * way + 2]);
                offset += u32::from(raw[3 * way + 2]);
            }
            prints.push(print);
            rows.push(row);
        }
        let cells = take(bytes, 2 * offset as usize)?.chunks_exact(2).map(|c| (c[0], c[1] as i8)).collect();
        Some(Self { shift: 32 - bits, prints, rows, cells })
    }

    /// Adds the weights of the features to `scores`; a class outside of it counts for nothing.
    #[inline]
    pub fn add<const F: usize, const N: usize>(&self, features: &[u32; F], scores: &mut [i32; N]) {
        // First all that is there is found, without a branch on what is not, then the rows are added.
        let mut rows = [0u32; F];
        let mut found = 0;
        for &feature in features {
            let print = print_of(feature);
            let bucket = (feature >> self.shift) as usize;
            let way = place(&self.prints[bucket], print);
            rows[found] = self.rows[bucket][(way.trailing_zeros() as usize) % WAYS];
            found += usize::from(way != 0);
        }
        for &row in &rows[..found] {
            let start = (row >> 8) as usize;
            for &(class, weight) in &self.cells[start..start + (row & 0xff) as usize] {
                scores[usize::from(class) % N] += i32::from(weight);
            }
        }
    }
}

/// A bit for each place of the bucket that holds the print.
#[inline(always)]
fn place(prints: &[u16; WAYS], print: u16) -> u32 {
    let mut bits = [0u16; WAYS];
    for way in 0..WAYS {
        bits[way] = if prints[way] == print { 1 << way } else { 0 };
    }
    u32::from(bits.iter().fold(0, |all, bit| all | bit))
}

/// Takes `count` bytes off the front.
pub(crate) fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, tail) = bytes.split_at_checked(count)?;
    *bytes = tail;
    Some(head)
}

/// Takes a little-endian number off the front.
pub(crate) fn take_u32(bytes: &mut &[u8]) -> Option<u32> {
    take(bytes, 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// Takes a byte off the front.
pub(super) fn take_u8(bytes: &mut &[u8]) -> Option<u8> {
    take(bytes, 1).map(|b| b[0])
}
