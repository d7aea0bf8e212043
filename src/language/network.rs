//! A neural network of one hidden layer over looked-up rows, quantised and read in place.
//!
//! After Chen and Manning, "A fast and accurate dependency parser using neural networks" (EMNLP 2014),
//! with all of the first layer looked up: each pair of a place ("the word on top of the stack") and a
//! value has a row of its own, as wide as the hidden layer, and the layer is the sum of the rows. There is
//! no hashing of features, no probing and no branch, only sums of bytes.
//!
//! The loops that the processor's wide instructions are for go by index: what an iterator calls is not always compiled for
//! them.

use super::weights::{take, take_u32};
use fearless_simd::{Level, Simd, dispatch};

/// Rows of a place that say nothing; every place has one as its first.
pub(crate) const NOTHING: u32 = 0;

/// What is added to a weight of six bits, so that it is never negative.
pub(super) const OFFSET: u8 = 32;
/// Most rows that are added up.
const MOST: usize = 256;

/// A network of hidden layer `H`.
pub(crate) struct Network<const H: usize> {
    /// Weights plus [`OFFSET`], row by row; the first row is all zeros.
    rows: &'static [[u8; H]],
    bias: [i16; H],
    /// Weights of the outputs.
    outputs: Vec<[i16; H]>,
    /// What the processor can do.
    level: Level,
}

impl<const H: usize> Network<H> {
    /// Reads what the trainer wrote; rows stay where they are.
    pub fn read(bytes: &mut &'static [u8]) -> Option<Self> {
        let rows = take_u32(bytes)? as usize;
        let outputs = take_u32(bytes)? as usize;
        let (rows, _) = take(bytes, rows * H)?.as_chunks();
        let mut bias = [0; H];
        for (bias, raw) in bias.iter_mut().zip(take(bytes, 2 * H)?.as_chunks().0) {
            *bias = i16::from_le_bytes(*raw);
        }
        let outputs =
            take(bytes, outputs * H)?.as_chunks::<H>().0.iter().map(|row| row.map(|w| i16::from(w as i8))).collect();
        (!rows.is_empty()).then_some(Self { rows, bias, outputs, level: Level::new() })
    }

    /// Whether it has this many rows and outputs.
    pub fn fits(&self, rows: u32, outputs: usize) -> bool {
        self.rows.len() == rows as usize && self.outputs.len() == outputs
    }

    /// The hidden layer for the rows, at most [`MOST`] of them.
    #[inline]
    pub fn hidden(&self, rows: &[u32]) -> [i16; H] {
        let rows = &rows[..rows.len().min(MOST)];
        dispatch!(self.level, simd => simd.vectorize(
            #[inline(always)]
            || layer(&self.bias, &sum(self.rows, &Sum::default(), rows))
        ))
    }

    /// The sum of rows, at most [`MOST`] with those that `others` is the sum of.
    #[inline]
    pub fn sum(&self, others: &Sum<H>, rows: &[u32]) -> Sum<H> {
        let rows = &rows[..rows.len().min(MOST - usize::from(others.count).min(MOST))];
        dispatch!(self.level, simd => simd.vectorize(
            #[inline(always)]
            || sum(self.rows, others, rows)
        ))
    }

    /// The hidden layer for two sums of rows, at most [`MOST`] together.
    #[inline]
    pub fn hidden_of(&self, one: &Sum<H>, other: &Sum<H>) -> [i16; H] {
        dispatch!(self.level, simd => simd.vectorize(
            #[inline(always)]
            || layer(&self.bias, &one.plus(other))
        ))
    }

    /// The scores of the first outputs.
    #[inline]
    pub fn scores(&self, hidden: &[i16; H], scores: &mut [i32]) {
        dispatch!(self.level, simd => simd.vectorize(
            #[inline(always)]
            || {
                for (out, weights) in scores.iter_mut().zip(&self.outputs) {
                    *out = score(hidden, weights);
                }
            }
        ));
    }

    /// The best of the outputs `first + k` for the bits `k` that are set in `possible`, the first of several; 0 for none.
    pub fn best(&self, hidden: &[i16; H], first: usize, possible: u128) -> usize {
        dispatch!(self.level, simd => simd.vectorize(
            #[inline(always)]
            || best(hidden, &self.outputs[first..], possible)
        ))
    }
}

/// The sum of rows that were added up so far: what many layers have in common is added up once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sum<const H: usize> {
    /// Sums of stored weights.
    units: [u16; H],
    /// How many rows.
    count: u16,
}

impl<const H: usize> Default for Sum<H> {
    fn default() -> Self {
        Self { units: [0; H], count: 0 }
    }
}

impl<const H: usize> Sum<H> {
    #[inline(always)]
    fn plus(&self, other: &Self) -> Self {
        let mut sum = *self;
        for i in 0..H {
            sum.units[i] = sum.units[i].wrapping_add(other.units[i]);
        }
        sum.count += other.count;
        sum
    }
}

/// The sum of rows and of what was added up before.
#[inline(always)]
fn sum<const H: usize>(all: &[[u8; H]], before: &Sum<H>, rows: &[u32]) -> Sum<H> {
    let mut sum = before.units;
    // Weights of six bits: four of them fit a byte, so that only every fourth sum is widened. The bytes have a place of their
    // own, apart from rows and sums, so that the processor can add many at once.
    let (fours, rest) = rows.as_chunks::<4>();
    for four in fours {
        let (a, b) = (&all[four[0] as usize], &all[four[1] as usize]);
        let (c, d) = (&all[four[2] as usize], &all[four[3] as usize]);
        let mut bytes = [0u8; H];
        for i in 0..H {
            bytes[i] = a[i].wrapping_add(b[i]).wrapping_add(c[i].wrapping_add(d[i]));
        }
        for i in 0..H {
            sum[i] += u16::from(bytes[i]);
        }
    }
    let mut bytes = [0u8; H];
    for &row in rest {
        let row = &all[row as usize];
        for i in 0..H {
            bytes[i] = bytes[i].wrapping_add(row[i]);
        }
    }
    for i in 0..H {
        sum[i] += u16::from(bytes[i]);
    }
    Sum { units: sum, count: before.count + rows.len() as u16 }
}

/// The layer of a sum with the bias, nothing below zero.
#[inline(always)]
fn layer<const H: usize>(bias: &[i16; H], sum: &Sum<H>) -> [i16; H] {
    let offset = sum.count * u16::from(OFFSET);
    let units = &sum.units;
    let mut hidden = [0; H];
    for i in 0..H {
        hidden[i] = (units[i].wrapping_sub(offset) as i16).saturating_add(bias[i]).max(0);
    }
    hidden
}

#[inline(always)]
fn score<const H: usize>(hidden: &[i16; H], weights: &[i16; H]) -> i32 {
    let mut sum = 0;
    for i in 0..H {
        sum += i32::from(hidden[i]) * i32::from(weights[i]);
    }
    sum
}

/// The first of the best outputs whose bits are set.
#[inline(always)]
fn best<const H: usize>(hidden: &[i16; H], outputs: &[[i16; H]], mut possible: u128) -> usize {
    let mut best = (0, i32::MIN);
    while possible != 0 {
        let output = possible.trailing_zeros() as usize;
        possible &= possible - 1;
        let score = score(hidden, &outputs[output]);
        if score > best.1 {
            best = (output, score);
        }
    }
    best.0
}

/// Words, or what else is told apart by a hash, that have a row of their own.
pub(crate) struct Vocabulary {
    shift: u32,
    /// Upper half: the rest of the hash; lower half: the number. Zero where empty.
    places: Vec<u32>,
}

impl Vocabulary {
    /// Numbers from 1 for the hashes in order.
    pub fn new(hashes: impl ExactSizeIterator<Item = u32>) -> Self {
        let bits = (hashes.len() * 2).next_power_of_two().trailing_zeros().max(4);
        let mut places = vec![0; 1 << bits];
        let shift = 32 - bits;
        for (hash, number) in hashes.zip(1u32..0xffff) {
            let mut at = (hash >> shift) as usize;
            while places[at] != 0 {
                at = (at + 1) & (places.len() - 1);
            }
            places[at] = hash << 16 | number;
        }
        Self { shift, places }
    }

    /// Reads what the trainer wrote.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let count = take_u32(bytes)? as usize;
        let (hashes, _) = take(bytes, 4 * count)?.as_chunks();
        Some(Self::new(hashes.iter().map(|raw| u32::from_le_bytes(*raw))))
    }

    /// The number of a hash, [`NOTHING`] where it has none.
    #[inline]
    pub fn number(&self, hash: u32) -> u32 {
        let mut at = (hash >> self.shift) as usize;
        loop {
            let place = self.places[at];
            if place == 0 {
                return NOTHING;
            }
            if place >> 16 == hash & 0xffff {
                return place & 0xffff;
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three rows and one output of a network of eight units.
    fn network() -> Network<8> {
        let mut bytes = vec![3, 0, 0, 0, 1, 0, 0, 0];
        bytes.extend([OFFSET; 8]);
        bytes.extend([OFFSET + 2; 8]);
        bytes.extend([OFFSET - 31, OFFSET + 31, 32, 32, 32, 32, 32, 32]);
        bytes.extend([1i16, 0, 0, 0, 0, 0, 0, -5].iter().flat_map(|b| b.to_le_bytes()));
        bytes.extend([1i8, -1, 0, 0, 0, 0, 0, 2].map(|w| w as u8));
        Network::read(&mut &*bytes.leak()).expect("all there")
    }

    #[test]
    fn the_hidden_layer_is_the_sum_of_rows_and_bias_without_what_is_negative() {
        assert_eq!(network().hidden(&[1, 2]), [0, 33, 2, 2, 2, 2, 2, 0]);
        assert_eq!(network().hidden(&[]), [1, 0, 0, 0, 0, 0, 0, 0]);
        let mut scores = [0];
        network().scores(&network().hidden(&[1, 2]), &mut scores);
        assert_eq!(scores, [-33]);
    }

    #[test]
    fn bytes_carry_nothing_over_however_many_rows_are_added() {
        let rows = [2; MOST];
        let sum = network().hidden(&rows);
        assert_eq!(sum[..3], [0, 31 * MOST as i16, 0]);
        assert_eq!(network().hidden(&[0; 7]), network().hidden(&[]));
    }

    #[test]
    fn what_is_added_up_in_parts_is_the_same_layer() {
        let network = network();
        let (one, other) = (network.sum(&Sum::default(), &[1, 2, 2]), network.sum(&Sum::default(), &[2, 1]));
        assert_eq!(network.hidden_of(&one, &other), network.hidden(&[1, 2, 2, 2, 1]));
        assert_eq!(network.sum(&one, &[2, 1]), one.plus(&other));
        let whole = network.sum(&Sum::default(), &[2; MOST]);
        assert_eq!(network.sum(&whole, &[1]), whole);
    }

    #[test]
    fn all_processors_add_alike() {
        let mut number = 7u32;
        let mut next = |least: u8, most: u8| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            least.wrapping_add((number >> 16) as u8 % most)
        };
        let mut bytes = vec![200, 0, 0, 0, 50, 0, 0, 0];
        bytes.extend((0..200 * 96).map(|_| next(0, 64)));
        bytes.extend((0..2 * 96).map(|k| if k % 2 == 0 { next(0, 255) } else { next(0, 4) }));
        bytes.extend((0..50 * 96).map(|_| next(128, 255)));
        let network = Network::<96>::read(&mut &*bytes.leak()).expect("all there");
        for length in 0..80 {
            let rows: Vec<u32> = (0..length).map(|_| u32::from(next(0, 200))).collect();
            let layer = network.hidden(&rows);
            assert_eq!(layer, super::layer(&network.bias, &sum(network.rows, &Sum::default(), &rows)));
            let mut scores = [0; 50];
            network.scores(&layer, &mut scores);
            assert_eq!(scores, std::array::from_fn(|output| super::score(&layer, &network.outputs[output])));
            let possible = u128::from(next(1, 255)) << next(0, 42);
            assert_eq!(network.best(&layer, 0, possible), best(&layer, &network.outputs, possible));
        }
    }

    #[test]
    fn a_file_that_is_cut_short_is_no_network() {
        assert!(Network::<8>::read(&mut &[3, 0, 0, 0, 1, 0, 0, 0, 32][..]).is_none());
    }

    #[test]
    fn a_vocabulary_numbers_its_words_from_one() {
        let words: Vec<u32> = (0..3000u32).map(|i| i.wrapping_mul(0x9e37_79b1)).collect();
        let vocabulary = Vocabulary::new(words.iter().copied());
        let right = words.iter().zip(1..).filter(|(w, n)| vocabulary.number(**w) == *n).count();
        // Two words of the same print in one run of places are told apart only by chance.
        assert!(right > 2990, "{right}");
        assert_eq!(Vocabulary::new([].into_iter()).number(7), NOTHING);
    }
}
