//! The cheap pass: numbers in digits with their places and values, in one look at the bytes.
//!
//! It knows no words and no units, so a later step that asks which articles could hold a figure can go through a
//! whole corpus at the speed of memory. A digit inside a word is passed over.

use crate::text::Span;

/// A number in digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Digits {
    /// The digits with their separators, in bytes.
    pub span: Span,
    /// Their value.
    pub value: f64,
}

/// The numbers in digits of `text`, in order. Commas between groups of three and one decimal point belong to a number.
pub fn skim(text: &str) -> impl Iterator<Item = Digits> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += bytes[at..].iter().position(u8::is_ascii_digit)?;
            let start = at;
            let mut value = 0.0;
            let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
            let first = run(at);
            for b in &bytes[at..at + first] {
                value = value * 10.0 + f64::from(b - b'0');
            }
            at += first;
            if first <= 3 {
                while bytes.get(at) == Some(&b',') && run(at + 1) == 3 {
                    for b in &bytes[at + 1..at + 4] {
                        value = value * 10.0 + f64::from(b - b'0');
                    }
                    at += 4;
                }
            }
            let part = if bytes.get(at) == Some(&b'.') { run(at + 1) } else { 0 };
            if part > 0 {
                let mut place = 0.1;
                for b in &bytes[at + 1..at + 1 + part] {
                    value += f64::from(b - b'0') * place;
                    place /= 10.0;
                }
                at += 1 + part;
            }
            // digits behind a letter belong to a word
            let in_word = start > 0
                && (bytes[start - 1].is_ascii_alphabetic()
                    || bytes[start - 1] >= 0x80 && ends_with_letter(&text[..start]));
            if in_word {
                continue;
            }
            return Some(Digits { span: Span::new(start, at), value });
        }
    })
}

fn ends_with_letter(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_with_their_separators_and_without_those_in_words() {
        let text = "From 1,200 to 34.5 tonnes, an M50 and 7 boats";
        let found: Vec<(&str, f64)> = skim(text).map(|d| (d.span.of(text), d.value)).collect();
        assert_eq!(found, [("1,200", 1200.0), ("34.5", 34.5), ("7", 7.0)]);
    }
}
