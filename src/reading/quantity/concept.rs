//! The words of a quantity's concept where the parse is silent or wrong: what stands before the verb, behind "for",
//! before "of".

use super::place::Place;
use crate::language::{Deprel, Sentence, Upos, Xpos};

/// How far to look, in tokens.
const REACH: usize = 14;

fn low(s: &Sentence, t: usize) -> String {
    s.form(t).to_ascii_lowercase()
}

fn is_verb(s: &Sentence, t: usize) -> bool {
    matches!(s.upos(t), Upos::Verb | Upos::Aux)
        && !matches!(s.xpos(t), Xpos::Vbn if t > 0 && s.upos(t - 1) == Upos::Noun)
}

fn is_noun(s: &Sentence, t: usize) -> bool {
    matches!(s.upos(t), Upos::Noun | Upos::Propn)
}

/// The noun phrase that ends with token `end` (going left over its modifiers and one "of").
fn phrase_left(s: &Sentence, end: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut t = end + 1;
    while t > 0 && out.len() < 12 {
        t -= 1;
        match s.upos(t) {
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num => out.push(t),
            Upos::Part | Upos::Det | Upos::Cconj | Upos::Sym => {}
            Upos::Adp if matches!(low(s, t).as_str(), "of" | "in" | "for" | "on" | "between") && !out.is_empty() => {}
            Upos::Punct if matches!(s.form(t), "-" | "’" | "'" | "–") => {}
            Upos::Verb if s.xpos(t) == Xpos::Vbg && !out.is_empty() => {}
            _ => break,
        }
    }
    out
}

/// The noun phrase that begins with token `from`.
fn phrase_right(s: &Sentence, from: usize) -> Vec<usize> {
    let mut out = Vec::new();
    for t in from..(from + 8).min(s.len()) {
        match s.upos(t) {
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num => out.push(t),
            Upos::Det | Upos::Part | Upos::Sym => {}
            Upos::Pron if s.xpos(t) == Xpos::PrpS => {}
            Upos::Punct if matches!(s.form(t), "-" | "’" | "'") => {}
            _ => break,
        }
    }
    if out.iter().any(|&t| is_noun(s, t)) { out } else { Vec::new() }
}

/// The words before number and modifier: the first token of the phrase.
fn phrase_start(s: &Sentence, first: usize) -> usize {
    let mut t = first;
    while t > 0 && first - t < 6 {
        let word = low(s, t - 1);
        let skips = matches!(
            word.as_str(),
            "about"
                | "around"
                | "some"
                | "nearly"
                | "almost"
                | "over"
                | "under"
                | "than"
                | "more"
                | "less"
                | "fewer"
                | "at"
                | "least"
                | "most"
                | "up"
                | "to"
                | "just"
                | "only"
                | "roughly"
                | "approximately"
                | "a"
                | "an"
                | "the"
                | "as"
                | "much"
                | "many"
                | "high"
                | "by"
                | "average"
                | "of"
                | "total"
                | "between"
                | "from"
                | "~"
                | "("
                | "nearly-"
                | "well"
                | "below"
                | "above"
        );
        if !skips
            || word == "of" && t >= 2 && !matches!(low(s, t - 2).as_str(), "average" | "total" | "upwards" | "excess")
        {
            break;
        }
        t -= 1;
    }
    t
}

/// Tokens that say what the quantity measures, found without the tree.
pub(super) fn around(place: &Place) -> Vec<usize> {
    let s = place.s;
    let start = phrase_start(s, place.first);
    let (before, behind) = (start.checked_sub(1), place.last + 1);
    // "a speed of 15", "a rate of $80": the noun before "of"
    if let Some(b) = before {
        if matches!(low(s, b).as_str(), "of") && b > 0 && is_noun(s, b - 1) {
            return phrase_left(s, b - 1);
        }
        // "Dow +0.2 %": the name right before
        let numbered = s.upos(b) == Upos::Num && b > 0 && s.upos(b - 1) == Upos::Propn;
        if (is_noun(s, b) || numbered) && b + 1 == start {
            let verbless = !(b.saturating_sub(8)..b).any(|t| is_verb(s, t));
            if verbless {
                let mut name = Vec::new();
                let mut t = if numbered { b } else { b + 1 };
                while t > 0 && (is_noun(s, t - 1) || s.upos(t - 1) == Upos::Adj) {
                    t -= 1;
                    name.push(t);
                }
                return name;
            }
        }
    }
    let mut out = Vec::new();
    if place.measured && behind + 1 < s.len() {
        // "$1 billion in gains", "$35 for a new roof"
        if matches!(low(s, behind).as_str(), "in" | "for") {
            out.extend(phrase_right(s, behind + 1));
            if out.iter().any(|&t| s.upos(t) == Upos::Propn) && low(s, behind) == "in" {
                out.clear();
            }
        }
    }
    out.extend(subject_left(s, start));
    out
}

/// "Shares rose (by) about 4 %": the noun phrase right before a verb that stands right before the number.
pub(super) fn direct_subject(s: &Sentence, first: usize) -> Vec<usize> {
    let Some(mut v) = phrase_start(s, first).checked_sub(1) else { return Vec::new() };
    while v > 0 && s.upos(v) == Upos::Adv {
        v -= 1;
    }
    let finite = s.upos(v) == Upos::Verb && matches!(s.xpos(v), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    match v.checked_sub(1) {
        Some(n) if finite && is_noun(s, n) => phrase_left(s, n),
        _ => Vec::new(),
    }
}

/// What stands before the verb that is nearest on the left of token `start`.
pub(super) fn subject_left(s: &Sentence, start: usize) -> Vec<usize> {
    let floor = start.saturating_sub(REACH);
    let mut verb = None;
    for t in (floor..start).rev() {
        if is_verb(s, t) {
            verb = Some(t);
            break;
        }
        if matches!(s.form(t), ";" | ":") {
            break;
        }
    }
    let Some(mut v) = verb else { return Vec::new() };
    for _ in 0..4 {
        // to the left end of the verb group
        while v > 0
            && (matches!(s.upos(v - 1), Upos::Aux | Upos::Adv | Upos::Part)
                || is_verb(s, v - 1) && v > 1
                || low(s, v - 1) == "to")
        {
            v -= 1;
        }
        let Some(b) = v.checked_sub(1) else { return Vec::new() };
        if is_noun(s, b) {
            return phrase_left(s, b);
        }
        let word = low(s, b);
        let relative = matches!(word.as_str(), "which" | "who" | "that" | "where");
        if relative || s.upos(b) == Upos::Pron || s.form(b) == "," || matches!(s.upos(b), Upos::Cconj | Upos::Sconj) {
            if relative && b > 0 {
                let mut k = b - 1;
                if k > 0 && s.form(k) == "," {
                    k -= 1;
                }
                if is_noun(s, k) {
                    return phrase_left(s, k);
                }
            }
            // the verb before: its subject is the one a pronoun or a bare clause takes up
            match (b.saturating_sub(REACH)..b).rev().find(|&t| is_verb(s, t)) {
                Some(up) => v = up,
                None => {
                    return match s.form(b) {
                        "," if b > 0 && is_noun(s, b - 1) && b < 8 => phrase_left(s, b - 1),
                        _ => Vec::new(),
                    };
                }
            }
            continue;
        }
        // a prepositional phrase or an adverb between: the nearest noun on the left
        return match (b.saturating_sub(6)..=b).rev().find(|&t| is_noun(s, t)) {
            Some(n) => phrase_left(s, n),
            None => Vec::new(),
        };
    }
    Vec::new()
}

/// Whether a counted noun is the subject of its clause, so that nothing else is its concept.
pub(super) fn is_subject(s: &Sentence, head: usize) -> bool {
    if matches!(s.deprel(head), Deprel::Nsubj | Deprel::NsubjPass) {
        return true;
    }
    // a sentence that opens with the counted noun
    !(0..head).any(|t| is_verb(s, t))
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::reading::Prose;

    /// What each number of a text measures.
    fn concepts(text: &str) -> Vec<String> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let prose = Prose::of(&article);
        super::super::quantities(&prose, &[]).into_iter().map(|q| q.concept).collect()
    }

    #[test]
    fn amounts_in_a_row_measure_the_same_thing() {
        assert_eq!(
            concepts("The northern dam stayed closed for 3 years, 2 months and 14 days.")[1..],
            ["northern dam"; 2]
        );
    }

    #[test]
    fn one_amount_is_not_what_another_measures() {
        assert_eq!(concepts("The harbour index rose 0.65 per cent to end at 7,349.19.")[1], "harbour index");
    }

    #[test]
    fn a_signed_number_belongs_to_the_name_before_it() {
        assert_eq!(concepts("At noon: Norland 50 -1.3% Harbour +0.6% Sund -1.7%."), ["Norland", "Harbour", "Sund"]);
    }

    #[test]
    fn a_changed_thing_and_the_head_of_a_relative_clause_are_named() {
        assert!(concepts("Norland Power lowered its profit forecast to $84 million.")[0].contains("profit forecast"));
        assert_eq!(concepts("Norland Power, which has 13,000 workers, closed the dam.")[0], "Norland Power");
    }
}
