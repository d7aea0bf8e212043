//! Figures of one form as one: what the words around a figure are does not hang on its digits.
//!
//! Tags, trees and attributions are made of a text in which each figure is replaced by one like it: as many digits with the
//! same signs, a year by one of its century, one by one. So two sentences that differ in their figures alone, as those of two
//! versions of a report do, are analysed once. Digits that belong to a name or a code ("S-400", "Covid-19", "9/11"), to a
//! time of day or to a word ("21st", "33bn") stay as they are.

use std::borrow::Cow;

/// What whole numbers begin with; more digits are noughts.
const WHOLE: &[u8] = b"34";
/// What every digit behind a point becomes, and a number of one digit.
const FIVE: u8 = b'5';

/// The text with each figure replaced by the one that stands for all of its form; of the same length in bytes, and
/// borrowed where nothing is to be replaced.
pub(super) fn alike(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut changed: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + found;
        let end = figure_end(bytes, start);
        at = end;
        if is_of_a_word(bytes, start, end) {
            continue;
        }
        for (place, digit) in (start..end).zip(standard(&bytes[start..end])) {
            if bytes[place] != digit {
                changed.get_or_insert_with(|| bytes.to_vec())[place] = digit;
            }
        }
    }
    // Digits were replaced by digits, so it is what it was: UTF-8.
    changed.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Where the figure that begins at `start` ends: digits, and signs between digits.
fn figure_end(bytes: &[u8], start: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = start;
    while digit(at) || matches!(bytes.get(at), Some(b',' | b'.')) && digit(at + 1) {
        at += 1;
    }
    at
}

/// Whether a figure is part of a word, a code, a time or a fraction.
fn is_of_a_word(bytes: &[u8], start: usize, end: usize) -> bool {
    let clings = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b',' | b'-' | b'/' | b':' | b'\'');
    let before = start.checked_sub(1).is_some_and(|before| clings(bytes[before]));
    let behind = match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b'/' | b':'), Some(next)) => next.is_ascii_digit(),
        (Some(next), _) => next.is_ascii_alphanumeric() || *next == b'_',
        (None, _) => false,
    };
    before || behind
}

/// The figure that stands for all of the form of this one.
fn standard(figure: &[u8]) -> impl Iterator<Item = u8> {
    let is_year = matches!(figure, [b'1', b'9', c, d] | [b'2', b'0', c, d] if c.is_ascii_digit() && d.is_ascii_digit());
    let point = figure.iter().position(|&b| b == b'.').unwrap_or(figure.len());
    let mut nth = 0;
    figure.iter().enumerate().map(move |(place, &byte)| {
        if !byte.is_ascii_digit() {
            return byte;
        }
        nth += 1;
        if figure.len() == 1 && byte == b'1' {
            byte
        } else if figure.len() == 1 || place > point {
            FIVE
        } else if is_year {
            [figure[0], figure[1], b'1', b'0'][place]
        } else {
            WHOLE.get(nth - 1).copied().unwrap_or(b'0')
        }
    })
}

#[cfg(test)]
mod tests {
    use super::alike;
    use proptest::prelude::*;
    use std::borrow::Cow;

    #[test]
    fn figures_of_one_form_are_one() {
        for (written, stands) in [
            ("46 of 87 people", "34 of 34 people"),
            ("1 boat, 7 boats", "1 boat, 5 boats"),
            ("on 14 May 2031, not 1987.", "on 34 May 2010, not 1910."),
            ("£1,234,567 or 3.75%", "£3,400,000 or 3.55%"),
            ("a 43-year-old", "a 34-year-old"),
            ("4125 trees (812)", "3400 trees (340)"),
        ] {
            assert_eq!(alike(written), stands, "{written}");
        }
    }

    #[test]
    fn digits_of_names_times_and_words_stay() {
        for text in
            ["S-400 of the G20", "Covid-19", "9/11", "at 7:30", "the 21st", "33bn", "1980s", "it's '68", "nobody"]
        {
            assert!(matches!(alike(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_text_stands_for_itself_once_its_figures_do(text in "([a-z]{1,3}|[0-9]{1,5}|[ ,.:/$%é“-]){0,24}") {
            let once = alike(&text).into_owned();
            prop_assert_eq!(once.len(), text.len());
            prop_assert!(matches!(alike(&once), Cow::Borrowed(_)), "{} {}", once, alike(&once));
            let form = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
            prop_assert_eq!(form(&once), form(&text));
        }
    }
}
