//! A change between two percentages is given in per cent where it is in percentage points, or the other way round.
//!
//! A rate that goes from 4 % to 6 % rose by two percentage points, which is half as much again: 50 percent. To call it
//! "2 percent" makes a steep rise look like none.
//!
//! **Example.** "Unemployment rose 2 percent, from 4 percent to 6 percent."
//!
//! **To mend it**, write "2 percentage points"; the quick fix does.
//!
//! The Associated Press and Guardian style books both keep the two apart.

use super::Context;
use crate::reading::movement::{difference, is_percent, is_points, movements, relative, short};

pub(super) const CODE: &str = "percent-vs-points";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (reading, text) = (&entry.reading, &*entry.reading.article.text);
    for movement in movements(reading).iter().filter(|m| is_percent(&m.unit)) {
        let size = &reading.quantities[movement.size];
        let Some(share) = relative(movement) else { continue };
        let (points, in_points) = (difference(movement), is_points(&size.unit.name));
        let (meant, other) = if in_points { (points, share) } else { (share, points) };
        if movement.stated.fits(meant) || !movement.stated.fits(other) || movement.stated.value <= 0.0 {
            continue;
        }
        let number = short(movement.stated.value);
        let ends = format!("from {} % to {} %", short(movement.from.value), short(movement.to.value));
        let exact = (movement.to.value - movement.from.value).abs();
        let (message, replacement) = if in_points {
            (
                format!("{ends} is {number} percent, not {number} percentage points: it is {} points", short(exact)),
                "percent",
            )
        } else {
            let percent = short(exact / movement.from.value * 100.0);
            (
                format!("{ends} is {number} percentage points, not {number} percent: it is {percent} percent"),
                if movement.stated.value == 1.0 { "percentage point" } else { "percentage points" },
            )
        };
        let written = size.span.of(text);
        let digits = written.trim_end_matches(|c: char| c.is_alphabetic() || c == '%' || c == '.' || c.is_whitespace());
        let finding = context.report(size.span, message);
        if !digits.is_empty() && digits.chars().any(|c| c.is_ascii_digit()) {
            finding.fix(format!("Write \"{digits} {replacement}\""), format!("{digits} {replacement}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    #[test]
    fn points_called_percent_are_found() {
        let found = findings(
            super::CODE,
            &[("a.txt", "Unemployment rose 2 percent, from 4 percent to 6 percent, the ministry said on Friday.")],
        );
        assert_eq!(
            found,
            ["a.txt: 2 percent: from 4 % to 6 % is 2 percentage points, not 2 percent: it is 50 percent"]
        );
        let found = findings(
            super::CODE,
            &[("a.txt", "The rate of the bank rose by 50 percentage points to 6% from 4%, it said on Friday.")],
        );
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn the_right_word_and_other_figures_are_left_alone() {
        for text in [
            "Unemployment rose 2 percentage points, from 4 percent to 6 percent, the ministry said on Friday.",
            "Unemployment rose 50 percent, from 4 percent to 6 percent, the ministry said on Friday.",
            "Prices rose 2 percent, and the rate of the bank went from 4 percent to 6 percent on Friday.",
            "Turnout was up 2 percent, between 4 percent and 6 percent in all three wards of the city.",
            "Sales rose 2 percent, from 400 boats to 408 boats, the yard said on Friday.",
        ] {
            assert_eq!(findings(super::CODE, &[("a.txt", text)]), [""; 0], "{text}");
        }
    }
}
