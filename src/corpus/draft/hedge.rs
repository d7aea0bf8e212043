//! Words that widen or bound a number: what of them may change on the way from a source into a draft.

use crate::reading::Modifier;

/// What happened to a hedge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hedge {
    /// The bound became the opposite one, or an exact number became a bound: it claims something else.
    Changed,
    /// A hedge of the source is missing, or one was put in that only widens.
    Softened,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Exact,
    About,
    Lower,
    Upper,
}

fn class(modifier: Modifier) -> Class {
    match modifier {
        Modifier::Exact => Class::Exact,
        Modifier::About => Class::About,
        Modifier::MoreThan | Modifier::AtLeast => Class::Lower,
        Modifier::LessThan | Modifier::AtMost => Class::Upper,
    }
}

/// How the hedge of the draft differs from that of the source, for one and the same number.
pub(super) fn difference(here: Modifier, there: Modifier) -> Option<Hedge> {
    match (class(here), class(there)) {
        (a, b) if a == b => None,
        // "About" is no less than "nearly": both leave open by how much.
        (Class::About, Class::Upper) => None,
        (Class::Lower, Class::Upper) | (Class::Upper, Class::Lower) => Some(Hedge::Changed),
        (Class::Lower | Class::Upper, Class::Exact | Class::About) => Some(Hedge::Changed),
        _ => Some(Hedge::Softened),
    }
}

/// Whether a number stated with `modifier` is true where the value is `value`, and near enough to be meant by it.
pub(super) fn holds(number: f64, modifier: Modifier, value: f64) -> bool {
    let size = number.abs().max(f64::MIN_POSITIVE);
    match class(modifier) {
        Class::Exact => (value - number).abs() <= rounding_of(number),
        Class::About => (value - number).abs() <= (size / 10.0).max(rounding_of(number)),
        Class::Lower => value >= number && value <= number * 1.25,
        Class::Upper => value <= number && value >= number * 0.8,
    }
}

/// Half a unit of the last digit that is not a zero: how far a number may be from what it was rounded from.
pub(super) fn rounding_of(number: f64) -> f64 {
    let (digits, exponent) = digits_of(number);
    if digits == 0 { 0.0 } else { 0.5 * 10f64.powi(exponent) * (1.0 + 1e-9) }
}

/// The digits of a number without zeros at their end, and the power of ten of the last one.
pub(super) fn digits_of(number: f64) -> (u64, i32) {
    let size = number.abs();
    if !(size.is_finite() && size > 0.0 && size < 1e18) {
        return (0, 0);
    }
    let mut exponent = (size.log10().floor() as i32) - 11;
    let mut digits = (size / 10f64.powi(exponent)).round() as u64;
    while digits > 0 && digits.is_multiple_of(10) {
        digits /= 10;
        exponent += 1;
    }
    (digits, exponent)
}

/// How many digits a number has before the zeros at its end.
pub(super) fn precision(number: f64) -> u32 {
    digits_of(number).0.checked_ilog10().map_or(0, |n| n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_their_place() {
        assert_eq!([46.4, 12_000.0, 0.05, 240e6, 7.0].map(digits_of), [(464, -1), (12, 3), (5, -2), (24, 7), (7, 0)]);
        assert_eq!([46.4, 12_000.0, 100.0].map(precision), [3, 2, 1]);
    }

    #[test]
    fn a_bound_holds_for_what_it_bounds_from_near() {
        assert!(holds(11_000.0, Modifier::MoreThan, 11_870.0));
        assert!(!holds(12_000.0, Modifier::MoreThan, 11_870.0));
        assert!(holds(12_000.0, Modifier::AtMost, 11_870.0) && holds(12_000.0, Modifier::Exact, 11_870.0));
        assert!(!holds(1_000.0, Modifier::MoreThan, 11_870.0) && !holds(47.0, Modifier::Exact, 46.4));
    }

    #[test]
    fn a_hedge_that_says_more_is_told_from_one_that_is_gone() {
        use Modifier::*;
        assert_eq!(difference(MoreThan, Exact), Some(Hedge::Changed));
        assert_eq!(difference(AtLeast, AtMost), Some(Hedge::Changed));
        assert_eq!(difference(Exact, About), Some(Hedge::Softened));
        assert_eq!(difference(AtLeast, MoreThan), None);
    }
}
