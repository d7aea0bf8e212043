//! Puts numbers together from lexemes.

use super::digits::digits;
use super::spoken::words;
use super::value::{Numeral, plain, scaled, vulgar};
use super::words::large_scale;
use super::{Kind, Lexemes};

impl Numeral {
    /// The longest number that begins with lexeme `i`.
    pub fn at(l: &Lexemes, i: usize) -> Option<Numeral> {
        let above = Self::one_at(l, i)?;
        // "one over three"
        if l.low(above.end) == "over"
            && !matches!(l.before(i, 1), "$" | "£" | "€" | "¥")
            && above.scale == 1.0
            && !above.is_fraction
            && above.to.is_none()
            && let Some(below) = Self::one_at(l, above.end + 1)
                .filter(|b| b.value > 1.0 && b.to.is_none() && !l.is_word(b.end) && l.low(b.end) != "%")
        {
            return Some(Numeral {
                value: above.value / below.value,
                end: below.end,
                is_fraction: true,
                bare: None,
                ..above
            });
        }
        // "3 dozens"
        if above.scale == 1.0 && above.to.is_none() && l.low(above.end) == "dozens" {
            return Some(Numeral { value: above.value * 12.0, scale: 12.0, end: above.end + 1, bare: None, ..above });
        }
        // "three quarters of a million"
        if above.is_fraction
            && above.value < 1.0
            && l.low(above.end) == "of"
            && matches!(l.low(above.end + 1), "a" | "one")
            && let Some(unit) = large_scale(l.low(above.end + 2))
        {
            let value = above.value * unit;
            return Some(Numeral { value, scale: unit, is_fraction: false, end: above.end + 3, bare: None, ..above });
        }
        Some(above)
    }

    fn one_at(l: &Lexemes, i: usize) -> Option<Numeral> {
        let lexeme = l.get(i)?;
        // "10one", "½3": part of what stands before
        let joined = l.glued(i) && i > 0;
        let behind_fraction = joined && vulgar(l.low(i - 1)).is_some();
        let begins_inside = match lexeme.kind {
            Kind::Word => joined && l.is_digits(i - 1) || behind_fraction,
            Kind::Digits => behind_fraction,
            Kind::Sign => {
                joined && vulgar(l.low(i)).is_some() && (behind_fraction || l.is_word(i - 1) || l.is_digits(i - 1))
            }
        };
        if begins_inside {
            return None;
        }
        match lexeme.kind {
            Kind::Digits => digits(l, i),
            Kind::Word => words(l, i),
            Kind::Sign => match l.low(i) {
                "." if l.is_digits(i + 1) && l.glued(i + 1) && (lexeme.spaced || opens(l.before(i, 1))) => {
                    let value = format!("0.{}", l.low(i + 1)).parse().ok()?;
                    Some(scaled(l, plain(i, i + 2, value, None)))
                }
                sign => {
                    let value = vulgar(sign)?;
                    Some(Numeral { is_fraction: true, ..scaled(l, plain(i, i + 1, value, None)) })
                }
            },
        }
    }
}

fn opens(sign: &str) -> bool {
    matches!(sign, "$" | "£" | "€" | "¥" | "(" | "[" | "+" | "-" | "−" | "~")
}

#[cfg(test)]
mod tests {
    use super::super::Form;
    use super::*;
    use crate::text::Span;

    fn first(text: &str) -> Option<(f64, String)> {
        let l = Lexemes::of(text, Span::new(0, text.len()));
        (0..l.len()).find_map(|i| Numeral::at(&l, i)).map(|n| (n.value, l.span(n.first, n.end).of(text).to_string()))
    }

    fn check(text: &str, value: f64, covered: &str) {
        let (v, s) = first(text).unwrap_or_else(|| panic!("no number in {text:?}"));
        assert!((v - value).abs() <= 1e-9 * value.abs().max(1e-9), "{text:?}: {v}");
        assert_eq!(s, covered, "{text:?}");
    }

    #[test]
    fn digits_with_separators_and_scales() {
        check("some 1,234.5 tonnes", 1234.5, "1,234.5");
        check("cost 33bn in all", 33e9, "33bn");
        check("a 300-million plan", 3e8, "300-million");
        check("just 2.5 million people", 2.5e6, "2.5 million");
        check("rose .5 points", 0.5, ".5");
        check("10 1/2 miles", 10.5, "10 1/2");
        check("2½ hours", 2.5, "2½");
        check("2/3 of them", 2.0 / 3.0, "2/3");
        check("12,34,567 rupees", 1_234_567.0, "12,34,567");
        check("12 000 men", 12000.0, "12 000");
        check("group 7 300 men", 7.0, "7");
        check("12\u{a0}000 men", 12000.0, "12\u{a0}000");
        check("in 1, 2 or 3 days", 1.0, "1");
    }

    #[test]
    fn numbers_in_words() {
        check("a hundred and twenty men", 120.0, "a hundred and twenty");
        check("half a million", 5e5, "half a million");
        check("a quarter of a million men", 2.5e5, "a quarter of a million");
        check("a quarter million men", 2.5e5, "a quarter million");
        check("nearly quarter of a million", 2.5e5, "quarter of a million");
        check("three quarters of a million", 7.5e5, "three quarters of a million");
        check("two-thirds of a billion", 2e9 / 3.0, "two-thirds of a billion");
        check("1/4 of a million", 2.5e5, "1/4 of a million");
        check("two dozen", 24.0, "two dozen");
        check("twenty-five", 25.0, "twenty-five");
        check("three hundred thousand", 3e5, "three hundred thousand");
        check("one and a half million", 1.5e6, "one and a half million");
        check("two and a half", 2.5, "two and a half");
        check("two-and-a-half million men", 2.5e6, "two-and-a-half million");
        check("three and a quarter million homes", 3.25e6, "three and a quarter million");
        check("two million and a half", 2.5e6, "two million and a half");
        check("nearly two-thirds of", 2.0 / 3.0, "two-thirds");
        check("a quarter of them", 0.25, "a quarter");
        check("two thousand, three hundred and one", 2301.0, "two thousand, three hundred and one");
        check("one hundred and three quarters", 100.75, "one hundred and three quarters");
        check("three point five", 3.5, "three point five");
        check("two three", 2.0, "two");
    }

    #[test]
    fn plural_scales_are_vague() {
        for (text, low, high) in [
            ("dozens of men", 24.0, 199.0),
            ("tens of thousands of men", 20_000.0, 199_999.0),
            ("hundreds of thousands", 200_000.0, 1_999_999.0),
            ("several hundred people", 200.0, 999.0),
        ] {
            let l = Lexemes::of(text, Span::new(0, text.len()));
            let n = Numeral::at(&l, 0).expect(text);
            assert_eq!((n.value, n.to, n.form), (low, Some(high), Form::Vague), "{text}");
        }
    }

    #[test]
    fn ordinals_versions_and_words_with_digits_are_no_numbers() {
        for text in ["the twenty-first", "M50", "192.168.1.2", "a man", "the second"] {
            assert_eq!(first(text).filter(|f| f.1.len() > 3 || f.0 > 99.0), None, "{text}");
        }
    }
}
