//! The noun that a number counts, from the tags behind it.

use crate::language::{Sentence, Upos, Xpos};
use std::fmt::Write;

/// A counted noun with the words between it and the number; token indexes of one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// The noun.
    pub head: usize,
    /// The tokens of the phrase that say something, the head last.
    pub words: Vec<usize>,
    /// Whether "of" stood before it ("dozens of people", "two of the men").
    pub partitive: bool,
}

/// How many tokens a phrase may have.
const REACH: usize = 10;

fn is_hyphen(s: &Sentence, t: usize) -> bool {
    t < s.len() && matches!(s.form(t), "-" | "–" | "‑")
}

/// The phrase that begins with token `from`, right behind the number.
pub(super) fn counted(s: &Sentence, from: usize) -> Option<Counted> {
    let mut t = from;
    let hyphen = |t: usize| is_hyphen(s, t);
    let mut partitive = false;
    if t < s.len() && s.form(t).eq_ignore_ascii_case("of") {
        partitive = true;
        t += 1;
        while t < s.len() && (s.upos(t) == Upos::Det || s.xpos(t) == Xpos::PrpS) {
            t += 1;
        }
        if t < s.len() && s.upos(t) == Upos::Pron {
            return None;
        }
        // "two-thirds of the 120 seats"
        if t + 1 < s.len() && s.upos(t) == Upos::Num {
            t += 1;
        }
    } else if hyphen(t) {
        t += 1;
    } else if t > 0
        && s.form(t - 1).eq_ignore_ascii_case("half")
        && t < s.len()
        && (s.upos(t) == Upos::Det || s.xpos(t) == Xpos::PrpS)
    {
        // "half the villages", "half its staff"
        partitive = true;
        t += 1;
    }
    let mut words = Vec::new();
    let mut head = None;
    let limit = (t + REACH).min(s.len());
    while t < limit {
        let next = |k: usize| (t + k < s.len()).then(|| s.upos(t + k));
        match s.upos(t) {
            Upos::Noun | Upos::Propn => {
                words.push(t);
                head = Some(t);
                // a plural ends the phrase unless a noun follows at once
                if s.xpos(t) == Xpos::Nns
                    && !matches!(next(1), Some(Upos::Noun))
                    && !(t + 1 < s.len() && s.xpos(t + 1) == Xpos::Pos)
                {
                    break;
                }
            }
            Upos::Adj => {
                if head.is_some() && !matches!(next(1), Some(Upos::Noun | Upos::Propn | Upos::Adj)) {
                    break;
                }
                words.push(t);
            }
            Upos::Num if head.is_some() || !words.is_empty() => {
                if !matches!(next(1), Some(Upos::Noun | Upos::Propn)) {
                    break;
                }
                words.push(t);
            }
            Upos::Verb if matches!(s.xpos(t), Xpos::Vbn | Xpos::Vbg) => {
                // "coal-fired power plants"
                let joined = t > from && hyphen(t - 1);
                if !matches!(next(1), Some(Upos::Noun | Upos::Propn))
                    || head.is_some() && s.xpos(t) == Xpos::Vbn && !joined
                {
                    break;
                }
                words.push(t);
            }
            Upos::Adv if head.is_none() && matches!(next(1), Some(Upos::Adj | Upos::Verb)) => {}
            Upos::Part if s.xpos(t) == Xpos::Pos && matches!(next(1), Some(Upos::Noun | Upos::Propn | Upos::Adj)) => {}
            Upos::Cconj
                if !words.is_empty()
                    && matches!(next(1), Some(Upos::Adj | Upos::Propn))
                    && matches!(next(2), Some(Upos::Noun)) =>
            {
                let same = s.upos(t - 1) == s.upos(t + 1);
                if !same || s.xpos(t - 1) == Xpos::Nns {
                    break;
                }
            }
            Upos::Punct
                if hyphen(t)
                    && matches!(next(1), Some(Upos::Noun | Upos::Adj | Upos::Propn | Upos::Verb))
                    && t > from =>
            {
                let glued =
                    s.tokens()[t].start == s.tokens()[t - 1].end && s.tokens()[t + 1].start == s.tokens()[t].end;
                if !glued {
                    break;
                }
            }
            Upos::Punct if matches!(s.form(t), "\"" | "“" | "”" | "‘" | "'") && words.is_empty() => {}
            _ => break,
        }
        t += 1;
    }
    let head = head?;
    words.retain(|&w| w <= head);
    Some(Counted { head, words, partitive })
}

/// What a number above one that begins with token `first` counts in `phrase`: in "a 12-page document" and "the 40 member team"
/// the noun right behind it, since the last one is in the singular.
pub(super) fn narrowed(s: &Sentence, first: usize, from: usize, phrase: Counted) -> Counted {
    let Some(&inner) = phrase.words.first().filter(|_| !phrase.partitive && phrase.words.len() > 1) else {
        return phrase;
    };
    let hyphen = inner > 0 && inner <= from + 1 && is_hyphen(s, inner - 1);
    let article = (1..=2).filter_map(|back| first.checked_sub(back)).find(|&t| s.upos(t) != Upos::Adj);
    let led = article.is_some_and(|t| s.upos(t) == Upos::Det || s.xpos(t) == Xpos::PrpS);
    let one = s.xpos(phrase.head) == Xpos::Nn && !is_many(s.form(phrase.head));
    if s.xpos(inner) == Xpos::Nn && (hyphen || inner == from && led && one) {
        return Counted { head: inner, words: vec![inner], partitive: false };
    }
    phrase
}

/// Nouns in the singular that a number above one counts ("the 12 hospital staff").
fn is_many(word: &str) -> bool {
    matches!(
        word,
        "staff"
            | "personnel"
            | "crew"
            | "police"
            | "people"
            | "cattle"
            | "livestock"
            | "aircraft"
            | "fish"
            | "sheep"
            | "deer"
            | "salmon"
            | "series"
            | "species"
            | "offspring"
            | "youth"
            | "infantry"
            | "cavalry"
            | "poultry"
            | "percent"
    )
}

/// The phrase in dictionary form, modifiers first ("different boss"), hyphens kept.
pub(super) fn name(s: &Sentence, counted: &Counted) -> String {
    let mut out = String::new();
    for (n, &t) in counted.words.iter().enumerate() {
        let joined = n > 0 && counted.words[n - 1] + 2 == t && is_hyphen(s, t - 1);
        if n > 0 {
            out.push(if joined { '-' } else { ' ' });
        }
        let lemma = s.lemma(t);
        let plain = t != counted.head && matches!(s.upos(t), Upos::Verb | Upos::Propn)
            || s.form(t) == "people"
            || s.form(t).len() == 1;
        let _ = if plain { write!(out, "{}", s.form(t)) } else { write!(out, "{lemma}") };
    }
    out
}

/// The noun of a score ("a 9-2 lead").
pub(super) fn of_score(s: &Sentence, t: usize) -> String {
    if t < s.len() && s.upos(t) == Upos::Noun { s.lemma(t).into_owned() } else { String::new() }
}

/// Whether no noun follows a number at once, so that it may lean on the one before.
pub(super) fn is_elliptic(s: &Sentence, t: usize) -> bool {
    t >= s.len() || !matches!(s.upos(t), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::*;
    use crate::text::Span;

    fn of(text: &str) -> Option<String> {
        let sentences = crate::language::sentences(text, Span::new(0, text.len()));
        let s = sentences.first()?;
        let number = (0..s.len()).find(|&t| s.upos(t) == Upos::Num)?;
        counted(s, number + 1).map(|c| name(s, &c))
    }

    #[test]
    fn the_counted_noun_comes_with_its_modifiers() {
        assert_eq!(of("They saw four different boats in the harbour.").as_deref(), Some("different boat"));
        assert_eq!(of("The firm has 400 workers in the north.").as_deref(), Some("worker"));
        assert_eq!(of("Two of the fishermen were found.").as_deref(), Some("fisherman"));
        assert_eq!(of("Two of the 40 fishermen were found.").as_deref(), Some("fisherman"));
        assert_eq!(of("About 900 came from the coast."), None);
    }

    #[test]
    fn a_number_before_a_noun_in_the_singular_counts_the_noun_behind_it() {
        expect_test::expect![[r#"
            12 =12 [page]
            40 =40 [member]
            20 =20 [hospital staff]
            nine =9 [ferry passenger]
        "#]]
        .assert_eq(&shown("They read a 12-page document. A 40 member team came. The 20 hospital staff left with nine ferry passengers."));
    }
}
