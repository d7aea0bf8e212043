//! The interval that a number and its modifier allow.
//!
//! Below 100, and for numbers that are not round, a point; round numbers from 100 up are worth half a unit of their
//! second significant digit on either side; "about" a tenth; bounds are one-sided, the bound itself with the rounding.

use super::Modifier;

/// Half a unit of the second significant digit of a round number from 100 up, else 0.
pub(super) fn slack(n: f64) -> f64 {
    let size = n.abs();
    if !(100.0..1e18).contains(&size) {
        return 0.0;
    }
    let unit = 10f64.powi(size.log10().floor() as i32 - 1);
    let rest = (size / unit).fract();
    if !(1e-9..=1.0 - 1e-9).contains(&rest) { unit / 2.0 } else { 0.0 }
}

/// Lowest and highest value of one number.
pub(super) fn of(n: f64, modifier: Modifier) -> (f64, f64) {
    let half = slack(n);
    match modifier {
        Modifier::Exact => (n - half, n + half),
        Modifier::About => {
            let tenth = (n.abs() / 10.0).max(half);
            (n - tenth, n + tenth)
        }
        Modifier::MoreThan | Modifier::AtLeast => (n - half, f64::INFINITY),
        Modifier::LessThan | Modifier::AtMost => (if n < 0.0 { f64::NEG_INFINITY } else { 0.0 }, n + half),
    }
}

/// Lowest and highest value of a stated range.
pub(super) fn of_range(from: f64, to: f64, modifier: Modifier) -> (f64, f64) {
    let (a, b) = (of(from.min(to), Modifier::Exact), of(from.max(to), Modifier::Exact));
    match modifier {
        Modifier::Exact => (a.0, b.1),
        Modifier::About => (of(from.min(to), modifier).0, of(from.max(to), modifier).1),
        Modifier::MoreThan | Modifier::AtLeast => (a.0, f64::INFINITY),
        Modifier::LessThan | Modifier::AtMost => (0.0f64.min(a.0), b.1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_numbers_are_worth_half_a_unit_of_their_second_digit() {
        assert_eq!(of(34_000.0, Modifier::Exact), (33_500.0, 34_500.0));
        assert_eq!(of(100_000.0, Modifier::Exact), (95_000.0, 105_000.0));
        assert_eq!(of(34_120.0, Modifier::Exact), (34_120.0, 34_120.0));
        assert_eq!(of(60.0, Modifier::Exact), (60.0, 60.0));
        assert_eq!(of(2_200_000_000.0, Modifier::Exact), (2_150_000_000.0, 2_250_000_000.0));
    }

    #[test]
    fn modifiers_widen_or_open_it() {
        assert_eq!(of(100_000.0, Modifier::MoreThan), (95_000.0, f64::INFINITY));
        assert_eq!(of(50.0, Modifier::About), (45.0, 55.0));
        assert_eq!(of(400.0, Modifier::AtMost), (0.0, 405.0));
        assert_eq!(of_range(10.0, 20.0, Modifier::Exact), (10.0, 20.0));
    }
}
