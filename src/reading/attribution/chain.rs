//! Linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) over the words of a sentence or
//! passage: reading the weights, the best labels (Viterbi) and the probability of each label (forward–backward).

use super::word::{Quoted, Word};
use crate::language::weights::{Prints, WAYS, print_of, take, take_u32};
use std::ops::Range;

/// No model has more labels.
pub(super) const LABELS: usize = 5;

/// How two neighbouring words meet; each way has transitions of its own.
pub(super) const MEETINGS: usize = 9;

/// Scores, or probabilities, of the labels of one word.
pub(super) type Row = [f32; LABELS];

/// The labels that one model knows: 0 is outside; 1 and 2 begin and continue the first kind of span, 3 and 4 the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Labels(pub(super) usize);

impl Labels {
    /// Whether a label may follow another; a span has to begin before it goes on.
    pub(super) fn allowed(self, before: usize, label: usize) -> bool {
        self.before(label).contains(&before)
    }

    /// The labels that another may follow.
    pub(super) fn before(self, label: usize) -> Range<usize> {
        if label != 0 && label.is_multiple_of(2) { label - 1..label + 1 } else { 0..self.0 }
    }
}

/// How each word meets the one before it.
pub(super) fn meetings(words: &[Word]) -> Vec<u8> {
    let meeting = |i: usize| -> u8 {
        let Some(before) = i.checked_sub(1).map(|b| &words[b]) else { return 0 };
        let word = &words[i];
        if before.sentence != word.sentence {
            let within = word.quoted != Quoted::Outside && before.quoted != Quoted::Outside;
            if within && word.quoted != Quoted::Opening { 1 } else { 2 }
        } else if word.quoted == Quoted::Opening {
            3
        } else if before.quoted == Quoted::Closing {
            4
        } else if word.comma {
            5
        } else if before.comma {
            6
        } else if word.punctuation() {
            7
        } else {
            8
        }
    };
    (0..words.len()).map(meeting).collect()
}

/// Weights of the transitions: by meeting, label before and label.
pub(super) struct Transitions {
    pub(super) labels: Labels,
    pub(super) weights: Vec<f32>,
}

impl Transitions {
    pub(super) fn new(labels: Labels) -> Self {
        Self { labels, weights: vec![0.0; MEETINGS * labels.0 * labels.0] }
    }

    /// Reads weights that the trainer wrote for so many labels.
    pub(super) fn read(bytes: &mut &[u8], labels: Labels) -> Option<Self> {
        let mut transitions = Self::new(labels);
        for weight in &mut transitions.weights {
            *weight = f32::from_le_bytes(take(bytes, 4)?.try_into().ok()?);
        }
        Some(transitions)
    }

    pub(super) fn place(&self, meeting: u8, before: usize, label: usize) -> usize {
        (usize::from(meeting) * self.labels.0 + before) * self.labels.0 + label
    }

    /// The best labels.
    pub(super) fn viterbi(&self, scores: &[Row], meetings: &[u8]) -> Vec<u8> {
        let count = self.labels.0;
        let mut back: Vec<[u8; LABELS]> = vec![[0; LABELS]; scores.len()];
        let mut best = [f32::NEG_INFINITY; LABELS];
        for (i, row) in scores.iter().enumerate() {
            let mut next = [f32::NEG_INFINITY; LABELS];
            for label in 0..count {
                if i == 0 {
                    if self.labels.allowed(0, label) {
                        next[label] = row[label];
                    }
                    continue;
                }
                for before in self.labels.before(label) {
                    let score = best[before] + self.weights[self.place(meetings[i], before, label)] + row[label];
                    if score > next[label] {
                        next[label] = score;
                        back[i][label] = before as u8;
                    }
                }
            }
            best = next;
        }
        let mut label = (0..count).max_by(|&a, &b| best[a].total_cmp(&best[b])).unwrap_or(0) as u8;
        let mut labels = vec![0; scores.len()];
        for i in (0..scores.len()).rev() {
            labels[i] = label;
            label = back[i][usize::from(label)];
        }
        labels
    }

    /// Forward and backward sums, scaled at each word, with the scales.
    #[cfg(feature = "train")]
    pub(super) fn sums(&self, scores: &[Row], meetings: &[u8]) -> (Vec<Row>, Vec<Row>, Vec<f32>) {
        let n = scores.len();
        let (mut forward, mut backward, mut scales) = (vec![[0.0; LABELS]; n], vec![[0.0; LABELS]; n], vec![1.0; n]);
        Grown::of(self).sums(scores, meetings, |i, f, b, scale| {
            (forward[i], backward[i], scales[i]) = (row(f), row(b), scale);
        });
        (forward, backward, scales)
    }
}

/// A number for each label, and room that makes them as many as are multiplied at once.
type Wide = [f32; 8];

fn row(numbers: &Wide) -> Row {
    std::array::from_fn(|label| numbers[label])
}

/// The exponents of the transitions' weights, nought where a label may not follow: all that lead from one label, and all
/// that lead to one, are multiplied at once.
struct Grown {
    labels: Labels,
    /// By meeting and label before.
    from: Vec<[Wide; LABELS]>,
    /// By meeting and label.
    to: Vec<[Wide; LABELS]>,
}

impl Grown {
    fn of(transitions: &Transitions) -> Self {
        let labels = transitions.labels;
        let mut from = vec![[[0.0; 8]; LABELS]; MEETINGS];
        let mut to = from.clone();
        for meeting in 0..MEETINGS {
            for label in 0..labels.0 {
                for before in labels.before(label) {
                    let grown = transitions.weights[transitions.place(meeting as u8, before, label)].exp();
                    from[meeting][before][label] = grown;
                    to[meeting][label][before] = grown;
                }
            }
        }
        Self { labels, from, to }
    }

    /// Tells `each` of each word, from the last to the first, its forward and backward sums, scaled, and the scale.
    fn sums(&self, scores: &[Row], meetings: &[u8], mut each: impl FnMut(usize, &Wide, &Wide, f32)) {
        let count = self.labels.0;
        let mut words: Vec<(Wide, Wide, f32)> = Vec::with_capacity(scores.len());
        let mut sums = [0.0; 8];
        for (i, row) in scores.iter().enumerate() {
            let mut local = [0.0; 8];
            local[..LABELS].copy_from_slice(&exponent(row, count));
            let mut forward = [0.0; 8];
            if i == 0 {
                (0..count).filter(|&l| self.labels.allowed(0, l)).for_each(|l| forward[l] = 1.0);
            } else {
                for (before, grown) in self.from[usize::from(meetings[i])].iter().enumerate() {
                    for k in 0..8 {
                        forward[k] += sums[before] * grown[k];
                    }
                }
            }
            for k in 0..8 {
                forward[k] *= local[k];
            }
            let scale = forward[..LABELS].iter().sum::<f32>().max(1e-30);
            for sum in &mut forward {
                *sum /= scale;
            }
            sums = forward;
            words.push((forward, local, scale));
        }
        let mut backward = [1.0; 8];
        for (i, (forward, local, scale)) in words.iter().enumerate().rev() {
            each(i, forward, &backward, *scale);
            let mut before = [0.0; 8];
            for (label, grown) in self.to[usize::from(meetings[i])].iter().enumerate() {
                for k in 0..8 {
                    before[k] += grown[k] * local[label] * backward[label];
                }
            }
            for sum in &mut before {
                *sum /= scale;
            }
            backward = before;
        }
    }

    /// The probability of each label of each word.
    fn marginals(&self, scores: &[Row], meetings: &[u8]) -> Vec<Row> {
        let mut rows = vec![[0.0; LABELS]; scores.len()];
        self.sums(scores, meetings, |i, forward, backward, _| rows[i] = normalised(&row(forward), &row(backward)));
        rows
    }
}

/// The scores' exponents, the largest being 1.
pub(super) fn exponent(row: &Row, count: usize) -> Row {
    let most = row[..count].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut out = [0.0; LABELS];
    for label in 0..count {
        out[label] = if row[label] == most { 1.0 } else { (row[label] - most).exp() };
    }
    out
}

/// The products of two rows, as shares of their sum.
pub(super) fn normalised(a: &Row, b: &Row) -> Row {
    let mut out = [0.0; LABELS];
    for (o, (a, b)) in out.iter_mut().zip(a.iter().zip(b)) {
        *o = a * b;
    }
    let sum: f32 = out.iter().sum::<f32>().max(1e-30);
    out.map(|o| o / sum)
}

/// The weights of all labels but the first for each feature, in the places where the trainer's table has the feature.
///
/// All prints of a bucket are compared at once, and the weights of four labels are added as one: neither branches on
/// which features are known.
struct Weights {
    shift: u32,
    buckets: Vec<Bucket>,
}

/// One line of the processor's cache, so that a feature costs one access to memory.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Bucket {
    prints: Prints,
    /// Four weights a feature, each raised by [`BIAS`]; behind the last feature those of one that is not there.
    rows: [u32; WAYS + 1],
}

/// Makes every stored weight positive.
const BIAS: i32 = 128;

/// Sums of stored weights, sixteen bits a label; each has room for 257 features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lanes(u64);

impl std::ops::Add for Lanes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Weights {
    /// Reads the trainer's table: buckets of features with the number of their cells, then the cells.
    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let bits = take_u32(bytes).filter(|b| (1..=20).contains(b))?;
        let none = u32::from_le_bytes([BIAS as u8; LABELS - 1]);
        let empty = Bucket { prints: Prints::default(), rows: [none; WAYS + 1] };
        let (mut buckets, mut counts) = (vec![empty; 1 << bits], vec![[0u8; WAYS]; 1 << bits]);
        for (bucket, counts) in buckets.iter_mut().zip(&mut counts) {
            let used = usize::from(take(bytes, 1)?[0]).min(WAYS);
            for (way, raw) in take(bytes, 3 * used)?.chunks_exact(3).enumerate() {
                bucket.prints.set(way, u16::from_le_bytes([raw[0], raw[1]]));
                counts[way] = raw[2];
            }
        }
        for (bucket, counts) in buckets.iter_mut().zip(&counts) {
            for (packed, &count) in bucket.rows.iter_mut().zip(counts) {
                let mut weights = [BIAS as u8; LABELS - 1];
                for cell in take(bytes, 2 * usize::from(count))?.chunks_exact(2) {
                    if let Some(weight) = usize::from(cell[0]).checked_sub(1).and_then(|l| weights.get_mut(l)) {
                        *weight = (i32::from(cell[1] as i8) + BIAS) as u8;
                    }
                }
                *packed = u32::from_le_bytes(weights);
            }
        }
        Some(Self { shift: 32 - bits, buckets })
    }

    /// The sums of the weights of the features that are known.
    #[inline]
    fn lanes<const F: usize>(&self, features: &[u32; F]) -> Lanes {
        const { assert!(F <= 257) };
        let mut lanes = 0;
        for &feature in features {
            let bucket = &self.buckets[(feature >> self.shift) as usize];
            let row = u64::from(bucket.rows[bucket.prints.find(print_of(feature))]);
            let pairs = (row | row << 16) & 0x0000_ffff_0000_ffff;
            lanes += (pairs | pairs << 8) & 0x00ff_00ff_00ff_00ff;
        }
        Lanes(lanes)
    }
}

/// A trained model.
pub(super) struct Chain {
    #[cfg(feature = "train")]
    pub(super) transitions: Transitions,
    grown: Grown,
    weights: Weights,
    /// What one step of the stored weights is worth.
    step: f32,
}

impl Chain {
    /// Reads what the trainer wrote: number of labels, step, transitions, weights.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let labels = take_u32(bytes)? as usize;
        if labels > LABELS {
            return None;
        }
        let step = f32::from_le_bytes(take(bytes, 4)?.try_into().ok()?);
        let transitions = Transitions::read(bytes, Labels(labels))?;
        Some(Self {
            grown: Grown::of(&transitions),
            #[cfg(feature = "train")]
            transitions,
            step,
            weights: Weights::read(bytes)?,
        })
    }

    /// The probability of each label of each word.
    pub(super) fn marginals(&self, scores: &[Row], meetings: &[u8]) -> Vec<Row> {
        self.grown.marginals(scores, meetings)
    }

    /// The sums of these features, which are some of a word's.
    #[inline]
    pub(super) fn lanes<const F: usize>(&self, features: &[u32; F]) -> Lanes {
        self.weights.lanes(features)
    }

    /// The scores of the labels of a word with this many features of these sums.
    #[inline]
    pub(super) fn scores(&self, lanes: Lanes, features: usize) -> Row {
        let mut row = [0.0; LABELS];
        for (label, score) in row[1..].iter_mut().enumerate() {
            let lane = (lanes.0 >> (16 * label) & 0xffff) as i32;
            *score = (lane - BIAS * features as i32) as f32 * self.step;
        }
        row
    }

    /// The scores of the labels of a word with these features.
    #[inline]
    pub(super) fn score<const F: usize>(&self, features: &[u32; F]) -> Row {
        self.scores(self.lanes(features), F)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_features_are_summed_and_unknown_ones_are_not() {
        // two buckets: one holds the prints 5 and 9, the other nothing
        let mut bytes = vec![1, 0, 0, 0, 2, 5, 0, 2, 9, 0, 1, 0];
        bytes.extend([1, 100, 4, (-100i8) as u8, 1, (-3i8) as u8]);
        let weights = Weights::read(&mut bytes.as_slice()).expect("a table");
        let transitions = Transitions::new(Labels(LABELS));
        let chain = Chain {
            grown: Grown::of(&transitions),
            #[cfg(feature = "train")]
            transitions,
            step: 0.5,
            weights,
        };
        assert_eq!(chain.score(&[5, 9, 7]), [0.0, 48.5, 0.0, 0.0, -50.0]);
        assert_eq!(chain.score(&[5, 5, 0x8000_0005]), [0.0, 100.0, 0.0, 0.0, -100.0]);
        assert_eq!(chain.scores(chain.lanes(&[5]) + chain.lanes(&[9, 7]), 3), chain.score(&[5, 9, 7]));
        assert!(Weights::read(&mut [30, 0, 0, 0].as_slice()).is_none());
    }

    #[test]
    fn a_span_begins_before_it_goes_on() {
        let transitions = Transitions::new(Labels(3));
        let rows = [[0.0, -1.0, 5.0, 0.0, 0.0], [0.0, 0.5, 5.0, 0.0, 0.0], [2.0, 0.0, 1.0, 0.0, 0.0]];
        assert_eq!(transitions.viterbi(&rows, &[0, 8, 8]), [1, 2, 0]);
        assert_eq!(transitions.viterbi(&[], &[]), [0; 0]);
    }

    #[test]
    fn marginals_are_probabilities_and_agree_with_the_best_labels() {
        let mut transitions = Transitions::new(Labels(3));
        let place = transitions.place(8, 1, 2);
        transitions.weights[place] = 3.0;
        let rows = [[0.0, 2.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0]];
        let marginals = Grown::of(&transitions).marginals(&rows, &[0, 8]);
        for row in &marginals {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert_eq!(transitions.viterbi(&rows, &[0, 8]), [1, 2]);
        assert!(marginals[0][1] > 0.8 && marginals[1][2] > 0.7, "{marginals:?}");
    }
}
