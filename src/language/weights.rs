//! Features of quantised linear models, and reading their tables from bytes.
//!
//! Features are 32-bit hashes. A table has a power of two of buckets of eight features each; the upper
//! bits of the hash choose the bucket and the lower sixteen must be equal, so that all eight comparisons
//! are one vector instruction and no probe has to be predicted. What does not fit its bucket was left out
//! by the trainer, the lightest weights first.

use wide::{CmpEq, i16x8};

/// Features of one bucket.
pub(crate) const WAYS: usize = 8;

/// The prints of the features of one bucket, zero where there is none.
#[derive(Clone, Copy, Default)]
pub(crate) struct Prints(i16x8);

impl Prints {
    /// Puts a print into a place.
    pub fn set(&mut self, way: usize, print: u16) {
        let mut all = self.0.to_array();
        all[way] = print as i16;
        self.0 = i16x8::new(all);
    }

    /// The first place that has the print, which is not zero; [`WAYS`] where none has it.
    #[inline(always)]
    pub fn find(self, print: u16) -> usize {
        let same = self.0.cmp_eq(i16x8::splat(print as i16));
        // Nine bits at most.
        ((same.move_mask() | 1 << WAYS).trailing_zeros() & 15) as usize
    }
}

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
pub(crate) fn print_of(feature: u32) -> u16 {
    let print = feature as u16;
    if print == 0 { 1 } else { print }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_with_a_print_is_found() {
        let mut prints = Prints::default();
        for (way, print) in [(0, 7), (1, 0xffff), (5, 9), (7, 0xffff)] {
            prints.set(way, print);
        }
        assert_eq!([7, 0xffff, 9, 8].map(|print| prints.find(print)), [0, 1, 5, WAYS]);
    }
}
