//! Trains a [`Network`](super::super::network::Network) by stochastic gradient descent.
//!
//! AdaGrad (Duchi, Hazan and Singer, JMLR 2011), one decision at a time. Nothing here depends on the machine:
//! sums are made in a fixed order and the exponential is computed here, so that the same input gives the
//! same bytes.

use super::super::network::OFFSET;
use super::random::Random;

/// The largest weight of a row.
const MOST: f32 = OFFSET as f32 - 1.0;

/// Weights in training.
pub struct Training<const H: usize> {
    rows: Vec<[f32; H]>,
    squares: Vec<[f32; H]>,
    outputs: Vec<[f32; H]>,
    output_squares: Vec<[f32; H]>,
    /// How far a step goes.
    pub rate: f32,
    pub random: Random,
    dropout: f32,
    hidden: [f32; H],
    /// What each hidden unit is multiplied by: zero for one that is hidden from this decision.
    kept: [f32; H],
}

impl<const H: usize> Training<H> {
    /// Row 0 is for nothing, row 1 is the bias.
    pub fn new(rows: usize, outputs: usize, dropout: f32, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut fill = |count: usize, size: f32| -> Vec<[f32; H]> {
            (0..count).map(|_| std::array::from_fn(|_| (random.unit() as f32 - 0.5) * 2.0 * size)).collect()
        };
        let mut rows = fill(rows, 0.05);
        let outputs = fill(outputs, 0.1);
        rows[0] = [0.0; H];
        Self {
            squares: vec![[0.0; H]; rows.len()],
            rows,
            output_squares: vec![[0.0; H]; outputs.len()],
            outputs,
            rate: 0.05,
            random,
            dropout,
            hidden: [0.0; H],
            kept: [1.0; H],
        }
    }

    /// Computes the hidden layer, a share of it hidden.
    pub fn forward(&mut self, rows: &[u32]) {
        let mut sum = self.rows[1];
        for &row in rows {
            let row = &self.rows[row as usize];
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += weight;
            }
        }
        let scale = 1.0 / (1.0 - self.dropout);
        for kept in &mut self.kept {
            *kept = if (self.random.unit() as f32) < self.dropout { 0.0 } else { scale };
        }
        for ((hidden, sum), kept) in self.hidden.iter_mut().zip(sum).zip(&self.kept) {
            *hidden = if sum > 0.0 { sum * kept } else { 0.0 };
        }
    }

    /// The score of an output.
    pub fn score(&self, output: usize) -> f32 {
        // Eight partial sums, so that it becomes vector instructions; the order is always the same.
        let mut parts = [0.0f32; 8];
        for (h, w) in self.hidden.as_chunks::<8>().0.iter().zip(self.outputs[output].as_chunks::<8>().0) {
            for i in 0..8 {
                parts[i] += h[i] * w[i];
            }
        }
        parts.iter().sum()
    }

    /// The hidden layer that [`Training::forward`] computed, to come back to.
    pub fn state(&self) -> State<H> {
        State { hidden: self.hidden, kept: self.kept }
    }

    /// Comes back to what [`Training::forward`] computed for other rows.
    pub fn restore(&mut self, state: &State<H>) {
        (self.hidden, self.kept) = (state.hidden, state.kept);
    }

    /// Learns from the gradients of some outputs after [`Training::forward`] for the same rows.
    pub fn backward(&mut self, rows: &[u32], gradients: &[(usize, f32)]) {
        let mut back = [0.0f32; H];
        for &(output, gradient) in gradients {
            if gradient == 0.0 {
                continue;
            }
            let weights = &mut self.outputs[output];
            let squares = &mut self.output_squares[output];
            for i in 0..H {
                back[i] += gradient * weights[i];
                let g = gradient * self.hidden[i];
                squares[i] += g * g;
                weights[i] -= self.rate * g / (squares[i] + 1e-6).sqrt();
            }
        }
        for ((back, hidden), kept) in back.iter_mut().zip(&self.hidden).zip(&self.kept) {
            *back = if *hidden > 0.0 { *back * kept } else { 0.0 };
        }
        let rate = self.rate;
        let mut learn = |row: usize| {
            let (weights, squares) = (&mut self.rows[row], &mut self.squares[row]);
            for i in 0..H {
                squares[i] += back[i] * back[i];
                weights[i] -= rate * back[i] / (squares[i] + 1e-6).sqrt();
            }
        };
        learn(1);
        for &row in rows {
            if row != 0 {
                learn(row as usize);
            }
        }
    }

    /// Adds the weights to those of other times.
    pub fn add_to(&self, sum: &mut Sum<H>) {
        if sum.rows.is_empty() {
            sum.rows = vec![[0.0; H]; self.rows.len()];
            sum.outputs = vec![[0.0; H]; self.outputs.len()];
        }
        let add = |sum: &mut Vec<[f32; H]>, weights: &[[f32; H]]| {
            for (sum, weight) in sum.as_flattened_mut().iter_mut().zip(weights.as_flattened()) {
                *sum += weight;
            }
        };
        add(&mut sum.rows, &self.rows);
        add(&mut sum.outputs, &self.outputs);
        sum.count += 1;
    }
}

/// A hidden layer.
#[derive(Clone, Debug)]
pub struct State<const H: usize> {
    hidden: [f32; H],
    kept: [f32; H],
}

/// Weights summed over several times in training, of which the mean is written.
#[derive(Default)]
pub struct Sum<const H: usize> {
    rows: Vec<[f32; H]>,
    outputs: Vec<[f32; H]>,
    count: usize,
}

/// Writes networks as one that adds up their scores (see `network::Network`): their hidden layers side by side.
/// Returns how many of its whole numbers make a score of one.
pub fn write<const H: usize>(sums: &[Sum<H>], out: &mut Vec<u8>) -> f32 {
    let scale = |weights: &mut dyn Iterator<Item = f32>, most: f32| {
        let mut sizes: Vec<f32> = weights.map(f32::abs).filter(|w| *w > 0.0).collect();
        sizes.sort_by(f32::total_cmp);
        let largest = sizes.get(sizes.len().saturating_sub(1) * 9998 / 10_000).copied().unwrap_or(1.0);
        most / largest.max(f32::MIN_POSITIVE)
    };
    let mean = |sum: &Sum<H>, weight: f32| weight / sum.count.max(1) as f32;
    let all = |part: fn(&Sum<H>) -> &[[f32; H]], most: f32| {
        let weights = move |sum| part(sum).as_flattened().iter().map(move |w| mean(sum, *w));
        scale(&mut sums.iter().flat_map(weights), most)
    };
    let rows = all(|sum| sum.rows.get(2..).unwrap_or_default(), MOST);
    let outputs = all(|sum| &sum.outputs, 127.0);
    let whole =
        |sum: &Sum<H>, weight: f32, scale: f32, most: f32| (mean(sum, weight) * scale).round().clamp(-most, most);
    let Some(first) = sums.first() else { return 1.0 };
    out.extend((first.rows.len() as u32).to_le_bytes());
    out.extend((first.outputs.len() as u32).to_le_bytes());
    for row in 0..first.rows.len() {
        for sum in sums {
            out.extend(
                sum.rows[row]
                    .map(|w| if row < 2 { OFFSET } else { (whole(sum, w, rows, MOST) + f32::from(OFFSET)) as u8 }),
            );
        }
    }
    for sum in sums {
        out.extend(sum.rows[1].iter().flat_map(|w| (whole(sum, *w, rows, 20_000.0) as i16).to_le_bytes()));
    }
    for output in 0..first.outputs.len() {
        for sum in sums {
            out.extend(sum.outputs[output].map(|w| whole(sum, w, outputs, 127.0) as i8 as u8));
        }
    }
    rows * outputs
}

/// Writes a network as [`write`] does, after its units have been made to use the range of the stored weights evenly: what
/// goes into a unit may be multiplied by a number as long as what comes out is divided by it. For each unit the number is
/// chosen for which the stored weights are nearest to the learned ones, each row counting as `often` as it was seen.
pub fn write_evened<const H: usize>(sum: &Sum<H>, often: &[u32], out: &mut Vec<u8>) -> f32 {
    let mut even = Sum { rows: sum.rows.clone(), outputs: sum.outputs.clone(), count: 1 };
    let count = sum.count.max(1) as f32;
    for unit in 0..H {
        let weights: Vec<f32> = sum.rows.iter().map(|row| row[unit] / count).collect();
        let largest = weights[2.min(weights.len())..].iter().fold(f32::MIN_POSITIVE, |most, w| most.max(w.abs()));
        let lost = |scale: f32| -> f64 {
            let stored = |w: f32| (w * scale).round().clamp(-MOST, MOST) / scale;
            let all = weights.iter().zip(often).skip(2);
            all.map(|(&w, &n)| f64::from(w - stored(w)).powi(2) * f64::from(n)).sum()
        };
        let scales = (0..16).map(|step| MOST / largest * 1.15f32.powi(step));
        let scale = scales.min_by(|a, b| lost(*a).total_cmp(&lost(*b))).unwrap_or(1.0);
        even.rows.iter_mut().for_each(|row| row[unit] = (row[unit] / count * scale).clamp(-20_000.0, 20_000.0));
        even.rows[2..].iter_mut().for_each(|row| row[unit] = row[unit].clamp(-MOST, MOST));
        even.outputs.iter_mut().for_each(|row| row[unit] /= count * scale);
    }
    write(&[even], out)
}

/// e to the power of `x`, for `x` of at most 0.
pub fn exp(x: f32) -> f32 {
    let mut x = f64::from(x.clamp(-40.0, 0.0));
    let mut halvings = 0;
    while x < -0.5 {
        x *= 0.5;
        halvings += 1;
    }
    let mut power = 1.0 + x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0)))));
    for _ in 0..halvings {
        power *= power;
    }
    power as f32
}

/// Makes scores into probabilities.
pub fn softmax(scores: &mut [f32]) {
    let largest = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - largest);
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// Makes `count` things at the same time, on a thread each.
pub fn in_parallel<T: Send>(count: usize, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|i| {
                scope.spawn({
                    let make = &make;
                    move || make(i)
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().expect("training does not panic")).collect()
    })
}
