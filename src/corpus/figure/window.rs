//! The words around a number, as written: what stands right before and behind it says most about what it counts.

use crate::corpus::stem::{Stem, stem};
use crate::text::{Recalled, Span, recalled};
use std::cell::RefCell;
use std::rc::Rc;

/// A word of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Where it stands in its sentence, in bytes.
    span: Span,
    /// As written, in lower case.
    pub low: String,
    /// Its stem.
    pub stem: Stem,
    /// Whether all of it are capitals and there are at least two.
    pub is_upper: bool,
    /// Whether it begins with a capital.
    pub is_capital: bool,
    /// Whether a comma, a dash or the like stands between the word before and this one.
    pub is_after_break: bool,
}

thread_local! {
    static WORDS: RefCell<Recalled<Rc<[Word]>>> = RefCell::default();
}

/// The words of a sentence, in order.
pub(super) fn words(sentence: &str) -> Rc<[Word]> {
    recalled(&WORDS, sentence, || split(sentence).into())
}

fn split(written: &str) -> Vec<Word> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '$' | '€' | '£' | '%');
    let mut out: Vec<Word> = Vec::new();
    let mut chars = written.char_indices().peekable();
    let mut is_after_break = false;
    while let Some((start, c)) = chars.next() {
        if !inside(c) {
            is_after_break |= !c.is_whitespace();
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut last = c;
        while let Some(&(at, next)) = chars.peek() {
            let ahead = written[at + next.len_utf8()..].chars().next();
            let joined =
                matches!(next, '.' | ',') && last.is_ascii_digit() && ahead.is_some_and(|a| a.is_ascii_digit())
                    || next == '.' && last.is_uppercase() && ahead.is_some_and(char::is_uppercase);
            if !inside(next) && !joined {
                break;
            }
            (end, last) = (at + next.len_utf8(), next);
            chars.next();
        }
        let raw = &written[start..end];
        let trimmed = raw.trim_matches(['-', '\'', '’']);
        if trimmed.is_empty() {
            is_after_break = true;
            continue;
        }
        let low = trimmed.to_lowercase();
        let low = low.strip_suffix("'s").or_else(|| low.strip_suffix("’s")).unwrap_or(&low).to_owned();
        out.push(Word {
            span: Span::new(start, end),
            stem: stem(&low),
            low,
            is_upper: trimmed.chars().take_while(|c| c.is_uppercase()).count() >= 2,
            is_capital: trimmed.starts_with(char::is_uppercase),
            is_after_break,
        });
        is_after_break = false;
    }
    // "death row": nobody died. "$38 million in income tax": nobody earned them.
    for place in 1..out.len() {
        let (before, from) = (&out[place - 1].low, &*out[place].low);
        if before == "income" && !out[place].is_after_break && matches!(from, "tax" | "taxes") {
            out[place - 1].stem = stem("income-tax");
        }
        let (before, from) = (&out[place - 1].low, &*out[place].low);
        // "effective March 6", "rose in March to 40": nobody marches.
        if before == "march" && out[place - 1].is_capital {
            let led = place > 1 && MONTH.contains(&&*out[place - 2].low);
            if led || is_day(from) {
                out[place - 1].stem = stem("march-month");
            }
        }
        let (before, from) = (&out[place - 1].low, &*out[place].low);
        if before == "death" && !out[place].is_after_break && DEATHLESS.contains(&from) {
            out[place - 1].stem = stem(&format!("death-{from}"));
        }
    }
    out
}

/// Whether it can be the day of a month.
fn is_day(word: &str) -> bool {
    const WORDS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    word.starts_with(|c: char| c.is_ascii_digit()) || WORDS.contains(&word)
}

/// Words before a month.
const MONTH: &[&str] = &["in", "since", "until", "during", "by", "last", "this", "next", "early", "late", "mid"];

/// Words behind "death" with which it says nothing of anybody who died.
const DEATHLESS: &[&str] = &["row", "penalty", "penalties", "sentence", "sentences", "threat", "threats", "warrant"];

/// A number among the words of its sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window<'a> {
    /// All words of the sentence.
    pub words: &'a [Word],
    /// The byte of the text at which the sentence begins.
    base: u32,
    /// The first word of the phrase that holds the number ("at least five people").
    pub first: usize,
    /// One past the phrase's last word.
    pub end: usize,
}

impl<'a> Window<'a> {
    /// The window of the phrase in the sentence of these words that begins at the byte `base`.
    pub(super) fn new(words: &'a [Word], base: u32, phrase: Span) -> Self {
        let mut window = Self { words, base, first: 0, end: 0 };
        window.first = window.ending_by(phrase.start);
        window.end = window.beginning_before(phrase.end).max(window.first);
        window
    }

    /// Where a word stands in the text.
    pub(super) fn place(&self, word: usize) -> Option<Span> {
        self.words.get(word).map(|w| w.span.moved(0, self.base))
    }

    /// How many words end at a byte of the text or before.
    pub(super) fn ending_by(&self, offset: u32) -> usize {
        self.words.partition_point(|w| w.span.end + self.base <= offset)
    }

    /// How many words begin before a byte of the text.
    pub(super) fn beginning_before(&self, offset: u32) -> usize {
        self.words.partition_point(|w| w.span.start + self.base < offset)
    }

    /// The words before the phrase, the nearest first.
    pub(super) fn before(&self) -> impl Iterator<Item = &'a Word> + use<'a> {
        self.words[..self.first.min(self.words.len())].iter().rev()
    }

    /// The words behind the phrase, the nearest first.
    pub(super) fn behind(&self) -> impl Iterator<Item = &'a Word> + Clone + use<'a> {
        self.words[self.end.min(self.words.len())..].iter()
    }

    /// The words of the phrase.
    pub(super) fn phrase(&self) -> &'a [Word] {
        &self.words[self.first.min(self.words.len())..self.end.min(self.words.len())]
    }

    /// The words within `reach` words of the phrase, without those of the phrase.
    pub(super) fn around(&self, reach: usize) -> impl Iterator<Item = &'a Word> + use<'a> {
        self.before().take(reach).chain(self.behind().take(reach))
    }
}

#[cfg(test)]
mod tests {
    use super::{Window, words};
    use crate::text::Span;

    #[test]
    fn words_keep_hyphens_and_decimals_and_lose_possessives() {
        let text = "Alder's 7.6-magnitude quake, the U.S. agency said — 1,200 AK-47s.";
        let found: Vec<String> = words(text).iter().map(|w| w.low.clone()).collect();
        assert_eq!(found, ["alder", "7.6-magnitude", "quake", "the", "u.s", "agency", "said", "1,200", "ak-47s"]);
    }

    #[test]
    fn a_window_splits_a_sentence_at_the_phrase() {
        let text = "Police said five men fled.";
        let all = words(text);
        let window = Window::new(&all, 100, Span::new(112, 120));
        assert_eq!(window.before().next().map(|w| w.low.as_str()), Some("said"));
        assert_eq!(window.behind().next().map(|w| w.low.as_str()), Some("fled"));
    }
}
