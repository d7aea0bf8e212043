//! Runs of digits, words and signs of a stretch of text.

use crate::article::calendar;
use crate::language::{Upos, Xpos};
use crate::reading::Prose;
use crate::text::Span;

/// What a lexeme is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, perhaps with digits behind them ("people", "M50").
    Word,
    /// ASCII digits only.
    Digits,
    /// One character that is neither letter, digit nor white space.
    Sign,
}

/// One run; offsets are bytes relative to the start of the stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is made of.
    pub kind: Kind,
    /// Whether white space stands before it; true for the first one.
    pub spaced: bool,
    /// Whether a line begins with it.
    pub opens_line: bool,
    /// Part of speech of the token that begins here, where one does.
    pub tag: Option<(Upos, Xpos)>,
}

/// A stretch of text cut into lexemes; indexes beyond either end give empty words.
#[derive(Clone, Debug)]
pub struct Lexemes<'t> {
    /// The stretch itself.
    pub text: &'t str,
    /// Byte in the whole text at which the stretch begins.
    pub base: usize,
    lower: String,
    items: Vec<Lexeme>,
}

/// Letters that stand directly before an amount of money ("RM79", "USD10m").
const PREFIXES: [&str; 36] = [
    "e", "euro", "rm", "usd", "eur", "gbp", "rs", "ps", "us", "hk", "nz", "chf", "aud", "cad", "sek", "nok", "dkk",
    "inr", "pkr", "cny", "rmb", "jpy", "krw", "sgd", "myr", "thb", "php", "idr", "zar", "brl", "mxn", "rub", "try",
    "aed", "sar", "gh",
];

impl<'t> Lexemes<'t> {
    /// Cuts `text[span]`.
    pub fn of(text: &'t str, span: Span) -> Self {
        let stretch = span.of(text);
        let lower = stretch.to_ascii_lowercase();
        let mut items = Vec::with_capacity(stretch.len() / 5 + 4);
        let bytes = stretch.as_bytes();
        let (mut at, mut spaced, mut opens_line) = (0, true, true);
        while at < bytes.len() {
            let byte = bytes[at];
            let start = at;
            let kind = if byte.is_ascii_digit() {
                at += bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
                Kind::Digits
            } else if byte.is_ascii_alphabetic() {
                at = word_end(stretch, &lower, at);
                Kind::Word
            } else if byte.is_ascii() {
                at += 1;
                if byte.is_ascii_whitespace() || byte.is_ascii_control() {
                    spaced = true;
                    opens_line |= byte == b'\n' || byte == b'\r';
                    continue;
                }
                Kind::Sign
            } else {
                let Some(c) = stretch[at..].chars().next() else { break };
                if c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}') {
                    at += c.len_utf8();
                    spaced = true;
                    opens_line |= matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}');
                    continue;
                }
                if c.is_alphabetic() {
                    at = word_end(stretch, &lower, at);
                    Kind::Word
                } else {
                    at += c.len_utf8();
                    Kind::Sign
                }
            };
            items.push(Lexeme { start: start as u32, end: at as u32, kind, spaced, opens_line, tag: None });
            (spaced, opens_line) = (false, false);
        }
        Self { text: stretch, base: span.start as usize, lower, items }
    }

    /// Copies the tags of the tokens that begin where a lexeme does.
    pub fn tag_from(&mut self, prose: &Prose) {
        let base = self.base as u32;
        let Some(first) = self.items.first().map(|l| l.start + base) else { return };
        let mut item = 0;
        let begin = prose.sentences.partition_point(|s| s.span.end <= first);
        for sentence in &prose.sentences[begin..] {
            if sentence.span.start as usize >= self.base + self.text.len() {
                break;
            }
            for token in sentence.tokens() {
                let start = token.start + sentence.span.start;
                while self.items.get(item).is_some_and(|l| l.start + base < start) {
                    item += 1;
                }
                match self.items.get_mut(item) {
                    Some(lexeme) if lexeme.start + base == start => lexeme.tag = Some((token.upos, token.xpos)),
                    Some(_) => {}
                    None => return,
                }
            }
        }
    }

    /// Number of lexemes.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The lexeme at `i`.
    pub fn get(&self, i: usize) -> Option<&Lexeme> {
        self.items.get(i)
    }

    /// Its characters in ASCII lower case, empty beyond the end.
    pub fn low(&self, i: usize) -> &str {
        self.items.get(i).map_or("", |l| &self.lower[l.start as usize..l.end as usize])
    }

    /// Its characters as written, empty beyond the end.
    pub fn raw(&self, i: usize) -> &'t str {
        self.items.get(i).map_or("", |l| &self.text[l.start as usize..l.end as usize])
    }

    /// The lower-case form of the lexeme `back` places before `i`, empty beyond the start.
    pub fn before(&self, i: usize, back: usize) -> &str {
        i.checked_sub(back).map_or("", |k| self.low(k))
    }

    /// Whether the lexeme is a word.
    pub fn is_word(&self, i: usize) -> bool {
        self.items.get(i).is_some_and(|l| l.kind == Kind::Word)
    }

    /// Whether the lexeme is a run of digits.
    pub fn is_digits(&self, i: usize) -> bool {
        self.items.get(i).is_some_and(|l| l.kind == Kind::Digits)
    }

    /// Whether no white space stands before lexeme `i`; false for the first one and beyond the end.
    pub fn glued(&self, i: usize) -> bool {
        i > 0 && self.items.get(i).is_some_and(|l| !l.spaced)
    }

    /// Whether a line begins with lexeme `i`.
    pub fn opens_line(&self, i: usize) -> bool {
        self.items.get(i).is_none_or(|l| l.opens_line)
    }

    /// Whether it is written with a capital.
    pub fn is_capital(&self, i: usize) -> bool {
        self.raw(i).chars().next().is_some_and(char::is_uppercase)
    }

    /// The digits' value, for runs short enough to be exact.
    pub fn digits(&self, i: usize) -> Option<i64> {
        if self.is_digits(i) && self.low(i).len() <= 15 { self.low(i).parse().ok() } else { None }
    }

    /// Part of speech, where a token begins at this lexeme.
    pub fn upos(&self, i: usize) -> Option<Upos> {
        self.items.get(i)?.tag.map(|(upos, _)| upos)
    }

    /// Penn part of speech, where a token begins at this lexeme.
    pub fn xpos(&self, i: usize) -> Option<Xpos> {
        self.items.get(i)?.tag.map(|(_, xpos)| xpos)
    }

    /// From lexeme `first` up to but without lexeme `end`, in bytes of the whole text.
    pub fn span(&self, first: usize, end: usize) -> Span {
        let start = self.items.get(first).map_or(self.text.len(), |l| l.start as usize);
        let stop = end.checked_sub(1).and_then(|k| self.items.get(k)).map_or(start, |l| l.end as usize);
        Span::new(self.base + start, self.base + stop.max(start))
    }

    /// Index of the first lexeme that ends behind the byte `offset` of the whole text.
    pub fn at(&self, offset: usize) -> usize {
        let relative = offset.saturating_sub(self.base) as u32;
        self.items.partition_point(|l| l.end <= relative)
    }

    /// Whether lexeme `i` is a hyphen or dash.
    pub fn is_dash(&self, i: usize) -> bool {
        matches!(self.low(i), "-" | "–" | "—" | "‐" | "‑" | "−")
    }

    /// Whether a sentence may end with lexeme `i`: a full stop, question or exclamation mark before a space and a capital.
    pub fn ends_sentence(&self, i: usize) -> bool {
        match self.low(i) {
            "?" | "!" => true,
            "." => match self.items.get(i + 1) {
                None => true,
                Some(next) => {
                    let small_follows = self.is_word(i + 1) && !self.is_capital(i + 1);
                    let abbreviates = self.glued(i) && is_abbreviation(self.before(i, 1));
                    next.spaced && !small_follows && !abbreviates
                }
            },
            _ => false,
        }
    }
}

/// Words whose full stop does not end a sentence.
fn is_abbreviation(word: &str) -> bool {
    let dated = || calendar::month(word).or_else(|| calendar::weekday(word)).is_some_and(|(_, short)| short);
    word.len() == 1 && !word.as_bytes()[0].is_ascii_digit()
        || matches!(word, "mr" | "mrs" | "ms" | "dr" | "gen" | "sen" | "rep" | "gov" | "col" | "lt" | "st" | "no")
        || dated()
}

/// One past the last byte of the word that begins at `start`.
fn word_end(text: &str, lower: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphabetic() {
            at += 1;
        } else if byte.is_ascii_digit() {
            // "$A82", "RM79": the letters belong to the money
            let behind_dollar = start > 0 && bytes[start - 1] == b'$' && at - start <= 3;
            if behind_dollar || PREFIXES.contains(&&lower[start..at]) {
                return at;
            }
            at += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            match text[at..].chars().next() {
                Some(c) if c.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&c) => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let lexemes = Lexemes::of(text, Span::new(0, text.len()));
        (0..lexemes.len()).map(|i| lexemes.raw(i)).collect()
    }

    #[test]
    fn digits_behind_letters_stay_in_their_word() {
        assert_eq!(cut("An M50 and £33bn, RM79"), ["An", "M50", "and", "£", "33", "bn", ",", "RM", "79"]);
        assert_eq!(cut("a Su-24 at 1,234.5"), ["a", "Su", "-", "24", "at", "1", ",", "234", ".", "5"]);
    }

    #[test]
    fn a_full_stop_before_a_small_letter_ends_no_sentence() {
        let text = "on Dec. 3. Then at 3 p.m. he left.";
        let l = Lexemes::of(text, Span::new(0, text.len()));
        let ends: Vec<usize> =
            (0..l.len()).filter(|&i| l.ends_sentence(i)).map(|i| l.span(i, i + 1).start as usize).collect();
        assert_eq!(ends, [9, 33]);
    }
}
