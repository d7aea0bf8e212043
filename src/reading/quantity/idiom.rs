//! Number words that count nothing.

use crate::language::Upos;
use crate::reading::numeral::{Lexemes, Numeral};

/// Number words that count nothing: "no one", "one another", "the one", "number one", "one-time".
pub(super) fn is_idiom(l: &Lexemes, n: &Numeral) -> bool {
    let (i, end) = (n.first, n.end);
    let (before, word, next) = (l.before(i, 1), l.low(i), l.low(end));
    if l.glued(i) && l.is_dash(i.wrapping_sub(1)) && i >= 2 && l.is_word(i - 2) && l.glued(i - 1) {
        return true; // "thirty-one" is one number; "one-on-one", "hard-won two"
    }
    // "half past six", "twenty to nine o'clock"
    if before == "past" && matches!(l.before(i, 2), "half" | "quarter" | "minutes" | "five" | "ten" | "twenty") {
        return true;
    }
    let is_ratio = next == "in" && Numeral::at(l, end + 1).is_some_and(|b| b.value > 1.0 && b.value <= 100.0);
    if end == i + 1 && word == "one" && !matches!(before, "minus" | "negative") && !(is_ratio && before == "or") {
        let pronoun = l.upos(i) == Some(Upos::Pron) || (l.upos(i) == Some(Upos::Noun) && next != "of");
        let led = matches!(
            before,
            "no" | "the"
                | "this"
                | "that"
                | "each"
                | "every"
                | "any"
                | "some"
                | "another"
                | "which"
                | "number"
                | "day"
                | "for"
                | "his"
                | "her"
                | "their"
                | "our"
                | "my"
                | "its"
                | "your"
                | "a"
                | "big"
                | "new"
                | "first"
                | "last"
                | "next"
                | "or"
                | "other"
                | "only"
                | "loved"
                | "same"
                | "such"
                | "by"
                | "air"
                | "formula"
                | "phase"
                | "page"
                | "chapter"
        );
        // "the one country" counts, "the one that" does not
        let counts = matches!(before, "the" | "or" | "this" | "that" | "only" | "for" | "a" | "by")
            && l.upos(end).is_some_and(|t| matches!(t, Upos::Noun | Upos::Adj))
            || next == "of" && matches!(before, "only" | "by" | "for" | "or");
        if led && !counts {
            return true;
        }
        if pronoun && next != "of" && !(l.is_dash(end) && l.glued(end)) && l.upos(end) != Some(Upos::Noun) {
            return true;
        }
        if matches!(
            next,
            "another"
                | "'"
                | "’"
                | "by"
                | "who"
                | "that"
                | "which"
                | "can"
                | "could"
                | "should"
                | "must"
                | "might"
                | "would"
                | "may"
                | "day"
                | "is"
                | "knows"
        ) {
            return true;
        }
        if l.is_capital(i) && l.is_capital(end) && l.is_word(end) && !l.glued(end) && before != "." && i > 0 {
            return true; // "BBC One", "Air Force One"
        }
        if l.is_capital(i) && i > 0 && l.is_capital(i - 1) && l.is_word(i - 1) {
            return true;
        }
    }
    if l.is_dash(end) && l.glued(end) && l.glued(end + 1) {
        let tail = l.low(end + 1);
        if matches!(
            tail,
            "off"
                | "sided"
                | "way"
                | "time"
                | "on"
                | "fold"
                | "thirds"
                | "by"
                | "to"
                | "liner"
                | "handed"
                | "hit"
                | "party"
                | "upmanship"
        ) && !crate::reading::numeral::is_scale(tail)
        {
            return matches!(word, "one" | "two" | "three" | "four") || tail == "fold";
        }
    }
    // "a baker's dozen", "the million-dollar question", "two-year": a scale alone, a length that is a timex
    if crate::reading::numeral::is_scale(word) && end == i + 1 {
        return true;
    }
    let end = suspended(l, end).unwrap_or(end);
    if l.is_dash(end)
        && l.glued(end)
        && l.glued(end + 1)
        && matches!(l.low(end + 1), "year" | "month" | "week" | "day" | "hour" | "minute" | "decade" | "century")
        && !matches!(l.low(end + 3), "old" | "olds")
    {
        return true;
    }
    // "zero-coupon", "nil"
    matches!(word, "zero" | "nil" | "nought") && l.is_dash(end)
        || l.is_capital(i)
            && l.is_capital(end)
            && l.is_word(end)
            && l.is_capital(i.wrapping_sub(1))
            && i > 0
            && l.is_word(i - 1)
}

/// "three- and four-year": where a number ends at lexeme `end` and its hyphen waits for the noun of the next one, the
/// hyphen before that noun.
pub(super) fn suspended(l: &Lexemes, mut end: usize) -> Option<usize> {
    for step in 0..4 {
        if !(l.is_dash(end) && l.glued(end)) {
            return None;
        }
        if l.glued(end + 1) && l.low(end + 1) != "," {
            return (step > 0).then_some(end);
        }
        let mut at = end + 1;
        at += usize::from(l.low(at) == ",");
        at += usize::from(matches!(l.low(at), "and" | "or" | "to"));
        end = Numeral::at(l, at).filter(|_| at > end + 1)?.end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn a_waiting_hyphen_finds_the_noun_of_the_last_number() {
        let text = "three-, four- and five-room flats and a six-room house";
        let l = Lexemes::of(text, Span::new(0, text.len()));
        assert_eq!(suspended(&l, 1), Some(7));
        assert_eq!(l.low(8), "room");
        assert_eq!(suspended(&l, 12), None);
    }
}
