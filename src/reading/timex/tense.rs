//! Whether the clause around an expression looks back or ahead.

use crate::language::Xpos;
use crate::reading::numeral::Lexemes;

/// The direction of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// How far a cue may stand from the expression, in lexemes.
const REACH: usize = 25;

/// The direction of the clause around lexemes `first..end`: the nearest verb decides, the one before in preference.
pub(super) fn around(l: &Lexemes, first: usize, end: usize) -> Tense {
    let mut back = Tense::Unknown;
    let mut back_at = usize::MAX;
    for step in 1..=REACH.min(first) {
        let k = first - step;
        if l.ends_sentence(k) {
            break;
        }
        let tense = cue(l, k, first);
        if tense != Tense::Unknown {
            (back, back_at) = (tense, step);
            break;
        }
    }
    let mut ahead = Tense::Unknown;
    let mut ahead_at = usize::MAX;
    for k in end..(end + REACH).min(l.len()) {
        if l.ends_sentence(k) {
            break;
        }
        let tense = cue(l, k, first);
        if tense != Tense::Unknown {
            (ahead, ahead_at) = (tense, k - end + 1);
            break;
        }
    }
    // the verb before is the expression's own, unless a comma or a clause stands between and the next one is near
    if back != Tense::Unknown && (back_at <= ahead_at.saturating_mul(3) || ahead == Tense::Unknown) {
        back
    } else {
        ahead
    }
}

/// Whether a verb of putting off stands shortly before `k` in its clause.
fn puts_off(l: &Lexemes, k: usize) -> bool {
    (1..=8).map(|back| l.before(k, back)).take_while(|w| !matches!(*w, "." | "," | "")).any(|w| {
        matches!(
            w,
            "postponed"
                | "delayed"
                | "extended"
                | "deferred"
                | "adjourned"
                | "suspended"
                | "postpone"
                | "delay"
                | "extend"
        )
    })
}

/// What the word at `k` says of an expression that begins with lexeme `first`.
fn cue(l: &Lexemes, k: usize, first: usize) -> Tense {
    match l.low(k) {
        "will" | "shall" | "ll" | "upcoming" | "scheduled" | "slated" | "due" | "expected" | "plans" | "planned"
        | "planning" | "hopes" | "intends" => {
            if l.low(k) == "will" && l.before(k, 1) == "the" {
                Tense::Unknown
            } else {
                Tense::Future
            }
        }
        // "as early as Tuesday", "payable Jan. 2", "effective Monday", "postponed until Friday"
        "as" if matches!((l.before(k, 2), l.before(k, 1)), ("as", "soon" | "early")) => Tense::Future,
        "payable" => Tense::Future,
        // "the trial starts Monday", "talks resume on Friday"
        "starts" | "start" | "begins" | "begin" | "opens" | "open" | "resumes" | "resume" | "expires" | "expire"
        | "meets" | "meet" | "arrives" | "arrive"
            if (k + 1 == first || k + 2 == first && l.low(k + 1) == "on")
                && matches!(l.xpos(k), Some(Xpos::Vbz | Xpos::Vbp)) =>
        {
            Tense::Future
        }
        "effective" if k + 1 == first || k + 2 == first => Tense::Future,
        "until" | "till" | "to" | "through" if k + 1 == first && puts_off(l, k) => Tense::Future,
        // "were planning a march on Monday"
        "is" | "are" | "was" | "were"
            if matches!(
                l.low(k + 1),
                "planning"
                    | "planned"
                    | "scheduled"
                    | "expected"
                    | "due"
                    | "set"
                    | "slated"
                    | "going"
                    | "hoping"
                    | "preparing"
            ) =>
        {
            Tense::Future
        }
        // "the vote is to be held from Monday", but "it was to be" tells of what was planned once
        "is" | "are" if l.low(k + 1) == "to" && matches!(l.xpos(k + 2), Some(Xpos::Vb)) => Tense::Future,
        "to" if looks_ahead(l.before(k, 1)) => Tense::Future,
        "was" | "were" | "had" | "did" | "said" | "told" | "went" | "came" | "began" | "took" | "made" | "left"
        | "fell" | "rose" | "held" | "won" | "met" | "found" | "broke" | "got" | "gave" | "saw" | "sent" | "has"
        | "have" | "ve" | "lost" | "became" | "knew" | "thought" | "wrote" => Tense::Past,
        word => match l.xpos(k) {
            Some(Xpos::Vbd) => Tense::Past,
            // "will be held", "to acquire", "may vote" look ahead, "shares issued" back
            Some(Xpos::Vb | Xpos::Vbn) if modal_before(l, k) => Tense::Future,
            Some(Xpos::Vbn) => Tense::Past,
            Some(_) => Tense::Unknown,
            // without tags the ending decides
            None if word.len() > 4 && word.ends_with("ed") && l.is_word(k) && !l.is_capital(k) => Tense::Past,
            None => Tense::Unknown,
        },
    }
}

/// Whether a modal or "to" governs the verb at `k`.
fn modal_before(l: &Lexemes, k: usize) -> bool {
    for back in 1..=4 {
        match l.before(k, back) {
            "will" | "ll" | "shall" | "may" | "might" | "would" | "should" | "must" => return true,
            "to" => return looks_ahead(l.before(k, back + 1)),
            "be" | "not" | "also" | "have" | "been" => {}
            // "would stay closed", "will remain shut"
            "stay" | "remain" | "keep" | "get" => {}
            word if word.ends_with("ly") => {}
            _ => return false,
        }
    }
    false
}

/// Whether an infinitive behind `word` tells what is to come ("plans to", "is to", "agreed to"); one of purpose does not.
fn looks_ahead(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "plan"
            | "plans"
            | "planned"
            | "planning"
            | "expected"
            | "expects"
            | "expect"
            | "scheduled"
            | "set"
            | "due"
            | "going"
            | "intends"
            | "intended"
            | "hopes"
            | "hoped"
            | "wants"
            | "ready"
            | "likely"
            | "agreed"
            | "agreement"
            | "decided"
            | "vowed"
            | "promised"
            | "proposed"
            | "pledged"
            | "preparing"
            | "prepared"
            | "offer"
            | "offered"
            | "about"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn of(text: &str, word: &str) -> Tense {
        let l = Lexemes::of(text, Span::new(0, text.len()));
        let i = (0..l.len()).find(|&i| l.raw(i) == word).expect("the word is there");
        around(&l, i, i + 1)
    }

    #[test]
    fn the_nearest_verb_before_decides() {
        assert_eq!(of("The board met on Friday and will vote again.", "Friday"), Tense::Past);
        assert_eq!(of("Talks are to resume Monday, officials said.", "Monday"), Tense::Future);
        assert_eq!(of("On Tuesday the army withdrew its troops and captured two towns.", "Tuesday"), Tense::Past);
    }
}
