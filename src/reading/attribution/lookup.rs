//! A small neural network over things that are told apart by hashes: what each decides together with which others is
//! found in training, where a field adds up the weights of pairs and triples chosen beforehand.

use super::chain::{LABELS, Row};
use crate::language::network::{self, Network, Vocabulary};
use crate::language::weights::take;

/// Units of the hidden layer.
pub(super) const HIDDEN: usize = 64;

/// The network with the numbers of the things that have a row.
pub(super) struct Lookup {
    vocabulary: Vocabulary,
    network: Network<HIDDEN>,
    /// How much a whole number of a score is worth.
    step: f32,
    outputs: usize,
}

/// What the rows of some things sum up to.
pub(super) type Sum = network::Sum<HIDDEN>;

/// Rows before those of the vocabulary: one for nothing, one for the bias.
pub(super) const FIRST: u32 = 2;

impl Lookup {
    /// Reads what the trainer wrote: hashes, the worth of a step, the network with this many outputs.
    pub(super) fn read(bytes: &mut &'static [u8], outputs: usize) -> Option<Self> {
        let known = u32::from_le_bytes(*bytes.first_chunk()?);
        let vocabulary = Vocabulary::read(bytes)?;
        let step = f32::from_le_bytes(take(bytes, 4)?.try_into().ok()?);
        let network = Network::read(bytes)?;
        let fits = outputs <= LABELS && network.fits(known.checked_add(FIRST)?, outputs);
        fits.then_some(Self { vocabulary, network, step, outputs })
    }

    /// What the rows of these things add to a sum.
    pub(super) fn sum<const N: usize>(&self, others: &Sum, things: &[u32; N]) -> Sum {
        let mut rows = [0u32; N];
        let count = self.rows(things, &mut rows);
        self.network.sum(others, &rows[..count])
    }

    /// What the rows with these numbers add to a sum; 0 stands for none.
    pub(super) fn sum_of<const N: usize>(&self, others: &Sum, numbers: &[u16; N]) -> Sum {
        let mut rows = [0u32; N];
        let mut count = 0;
        for &number in numbers {
            rows[count] = u32::from(number) + FIRST - 1;
            count += usize::from(number != 0);
        }
        self.network.sum(others, &rows[..count])
    }

    /// The number of a thing, 0 where it has no row.
    #[inline]
    pub(super) fn number(&self, thing: u32) -> u16 {
        self.vocabulary.number(thing) as u16
    }

    /// The rows of the things that have one, and how many they are.
    fn rows<const N: usize>(&self, things: &[u32; N], rows: &mut [u32; N]) -> usize {
        let mut count = 0;
        for &thing in things {
            let number = self.vocabulary.number(thing);
            rows[count] = number + FIRST - 1;
            count += usize::from(number != 0);
        }
        count
    }

    /// The score of each output for these things.
    pub(super) fn scores<const N: usize>(&self, things: &[u32; N]) -> Row {
        let mut rows = [0u32; N];
        let count = self.rows(things, &mut rows);
        self.outputs_of(&self.network.hidden(&rows[..count]))
    }

    /// The score of each output for the things of two sums.
    pub(super) fn scores_of(&self, one: &Sum, other: &Sum) -> Row {
        self.outputs_of(&self.network.hidden_of(one, other))
    }

    fn outputs_of(&self, hidden: &[i16; HIDDEN]) -> Row {
        let mut scores = [0; LABELS];
        self.network.scores(hidden, &mut scores[..self.outputs]);
        scores.map(|score| score as f32 * self.step)
    }

    /// The probability of each output for these things.
    pub(super) fn probabilities<const N: usize>(&self, things: &[u32; N]) -> Row {
        let mut row = self.scores(things);
        let most = row[..self.outputs].iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row[..self.outputs].iter_mut().for_each(|score| *score = (*score - most).exp());
        let sum: f32 = row.iter().sum();
        row.map(|r| r / sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A network that knows two things: the first speaks for the second output, the second for the first one.
    fn bytes() -> Vec<u8> {
        let mut bytes = 2u32.to_le_bytes().to_vec();
        bytes.extend([7u32 << 24 | 7, 9 << 24 | 9].iter().flat_map(|h| h.to_le_bytes()));
        bytes.extend(0.01f32.to_le_bytes());
        bytes.extend([4u32, LABELS as u32].iter().flat_map(|n| n.to_le_bytes()));
        let row = |first: u8, second: u8| (0..HIDDEN).map(move |i| if i < HIDDEN / 2 { first } else { second });
        for (first, second) in [(32, 32), (32, 32), (40, 24), (24, 40)] {
            bytes.extend(row(first, second));
        }
        bytes.extend([0u8; 2 * HIDDEN]);
        for label in 0..LABELS {
            bytes.extend(row(u8::from(label == 1), u8::from(label == 0)));
        }
        bytes
    }

    #[test]
    fn what_is_known_decides_and_what_is_not_leaves_all_outputs_alike() {
        let network = Lookup::read(&mut &*bytes().leak(), LABELS).expect("all there");
        let with = |thing: u32| network.probabilities(&[thing, 1 << 16, 1 << 16]);
        let (said, none, unknown) = (with(7 << 24 | 7), with(9 << 24 | 9), with(3));
        assert!(said[1] > 2.0 * said[0] && none[0] > 2.0 * none[1], "{said:?} {none:?}");
        for row in [said, none, unknown] {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        assert!(unknown.iter().all(|p| (p - 1.0 / LABELS as f32).abs() < 1e-5), "{unknown:?}");
    }

    #[test]
    fn things_that_are_summed_up_in_parts_score_as_they_do_together() {
        let network = Lookup::read(&mut &*bytes().leak(), LABELS).expect("all there");
        let (one, other) =
            (network.sum(&Sum::default(), &[7 << 24 | 7, 3]), network.sum(&Sum::default(), &[9 << 24 | 9]));
        assert_eq!(network.scores_of(&one, &other), network.scores(&[7 << 24 | 7, 9 << 24 | 9, 3]));
    }

    #[test]
    fn a_file_that_is_cut_short_or_of_another_shape_is_no_network() {
        let whole = bytes();
        for end in [0, 3, 11, 20, whole.len() - 1] {
            assert!(Lookup::read(&mut &*whole[..end].to_vec().leak(), LABELS).is_none(), "{end}");
        }
        assert!(Lookup::read(&mut &*whole.leak(), LABELS - 1).is_none());
    }
}
