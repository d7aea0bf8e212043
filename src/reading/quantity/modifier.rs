//! Words around a number that qualify it: "about", "more than", "at least", "or so".

use super::Modifier;
use crate::reading::numeral::Lexemes;

/// The modifier that ends right before lexeme `i`, and where it begins. Words that change nothing ("just", "a total of")
/// are taken in as well.
pub(super) fn before(l: &Lexemes, i: usize) -> (Modifier, usize) {
    let mut at = i;
    let mut found = Modifier::Exact;
    for _ in 0..3 {
        let Some((modifier, first)) = one_before(l, at) else { break };
        // "It is about more than 300 people": an approximator says nothing before a bound.
        if modifier == Modifier::About && !matches!(found, Modifier::Exact | Modifier::About) {
            break;
        }
        found = match (found, modifier) {
            (Modifier::Exact, m) => m,
            // "up to about", "just over"
            (Modifier::About, m) if m != Modifier::Exact => m,
            (m, _) => m,
        };
        at = first;
    }
    (found, at)
}

fn one_before(l: &Lexemes, i: usize) -> Option<(Modifier, usize)> {
    use Modifier::*;
    let one = i.checked_sub(1)?;
    let two = i.checked_sub(2);
    let three = i.checked_sub(3);
    let (w1, w2, w3) = (l.low(one), l.before(i, 2), l.before(i, 3));
    if let Some(three) = three {
        let triple = match (w3, w2, w1) {
            ("not", "more" | "higher" | "greater", "than") | ("no", "more" | "higher" | "greater", "than") => {
                Some(AtMost)
            }
            ("no" | "not", "less" | "fewer" | "lower", "than") => Some(AtLeast),
            ("as", "many" | "much" | "high" | "far" | "long", "as") => Some(AtMost),
            ("as", "few" | "little" | "low", "as") => Some(AtLeast),
            ("in", "excess", "of") => Some(MoreThan),
            ("a", "minimum", "of") => Some(AtLeast),
            ("a", "maximum", "of") => Some(AtMost),
            ("a", "total" | "combined" | "record", "of") => Some(Exact),
            ("a", "little", "over") => Some(MoreThan),
            ("a", "little", "under") => Some(LessThan),
            _ => None,
        };
        if let Some(m) = triple {
            return Some((m, three));
        }
    }
    if let Some(two) = two {
        let pair = match (w2, w1) {
            (
                "more" | "greater" | "higher" | "better" | "longer" | "larger" | "bigger" | "older" | "faster" | "over"
                | "heavier",
                "than",
            ) => Some(MoreThan),
            ("less" | "fewer" | "lower" | "smaller" | "shorter" | "younger" | "under" | "slower", "than") => {
                Some(LessThan)
            }
            ("at", "least") | ("or", "above") => Some(AtLeast),
            ("at", "most") | ("up", "to") => Some(AtMost),
            ("close" | "near", "to") => Some(About),
            ("upwards" | "upward", "of") => Some(MoreThan),
            ("an", "estimated" | "approximate") | ("some", "odd") => Some(About),
            ("only" | "just" | "well" | "slightly" | "a", "over") => Some(MoreThan),
            ("just" | "slightly" | "well", "under" | "below") => Some(LessThan),
            ("just" | "slightly", "about") => Some(About),
            _ => None,
        };
        if let Some(m) = pair {
            return Some((m, two));
        }
    }
    let single = match w1 {
        "about" | "around" | "approximately" | "roughly" | "circa" | "approx" | "estimated" | "~" | "≈" | "∼" => {
            Some(About)
        }
        // "some" is an approximator only before a number that could be one
        "some" => Some(About),
        "over" | "exceeding" | "above" | ">" if !matches!(w2, "years" | "taken" | "take" | "took") => Some(MoreThan),
        "under" | "below" | "<" => Some(LessThan),
        "≥" | "minimum" => Some(AtLeast),
        "≤" | "maximum" | "nearly" | "almost" | "approaching" => Some(AtMost),
        "only" | "just" | "exactly" | "precisely" | "another" | "further" | "additional" | "whopping"
        | "staggering" | "mere" | "full" => Some(Exact),
        _ => None,
    };
    single.map(|m| (m, one))
}

/// "spread over five years": where the word before a length of time says during which, not how much more. "for over
/// five years", "lasted over an hour" are bounds.
pub(super) fn is_throughout(l: &Lexemes, i: usize) -> bool {
    l.before(i, 1) == "over"
        && !matches!(
            l.before(i, 2),
            "for"
                | "after"
                | "in"
                | "of"
                | "by"
                | "than"
                | "with"
                | "just"
                | "well"
                | "only"
                | "slightly"
                | "little"
                | "a"
                | "is"
                | "was"
                | "are"
                | "been"
                | "be"
                | "last"
                | "lasts"
                | "lasted"
                | "lasting"
                | "take"
                | "takes"
                | "took"
                | "taken"
                | "taking"
                | "spent"
                | "spend"
                | "spending"
                | "waited"
                | "and"
                | "or"
                | ","
                | ""
        )
}

/// The modifier that begins with lexeme `i` behind a counted noun ("12 people or so"): one that no other number takes.
pub(super) fn behind_noun(l: &Lexemes, i: usize) -> Option<(Modifier, usize)> {
    let spelt = matches!(l.low(i), "or" | "at");
    behind(l, i).filter(|&(_, end)| {
        let next = l.low(end);
        spelt && !l.is_digits(end) && crate::reading::numeral::cardinal(next).is_none() && !matches!(next, "a" | "than")
    })
}

/// The modifier that begins with lexeme `i` behind a number and its unit, and where it ends.
pub(super) fn behind(l: &Lexemes, i: usize) -> Option<(Modifier, usize)> {
    use Modifier::*;
    match (l.low(i), l.low(i + 1)) {
        ("or", "so") | ("or", "thereabouts") => Some((About, i + 2)),
        ("or", "more" | "above" | "greater" | "higher" | "better") => Some((AtLeast, i + 2)),
        ("or", "less" | "fewer" | "under" | "below" | "lower") => Some((AtMost, i + 2)),
        ("and", "above" | "up") => Some((AtLeast, i + 2)),
        ("at", "least") => Some((AtLeast, i + 2)),
        ("at", "most") => Some((AtMost, i + 2)),
        ("+", _) if l.glued(i) => Some((AtLeast, i + 1)),
        ("plus", next)
            if (l.glued(i) || !crate::reading::numeral::is_scale(next))
                && !l.is_digits(i + 1)
                && !matches!(next, "a" | "an" | "the") =>
        {
            l.glued(i).then_some((AtLeast, i + 1))
        }
        ("-" | "–", "plus") if l.glued(i) && l.glued(i + 1) => Some((AtLeast, i + 2)),
        ("-" | "–", "odd") if l.glued(i) && l.glued(i + 1) => Some((About, i + 2)),
        ("odd", _) => Some((About, i + 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn of(text: &str) -> Modifier {
        let l = Lexemes::of(text, Span::new(0, text.len()));
        let i = (0..l.len()).find(|&i| l.is_digits(i)).expect("a number");
        match before(&l, i).0 {
            Modifier::Exact => behind(&l, i + 1).map_or(Modifier::Exact, |m| m.0),
            m => m,
        }
    }

    #[test]
    fn over_a_length_of_time_bounds_it_or_says_during_which() {
        for (text, during) in [
            ("costs spread over 5 years", true),
            ("will pay over 5 years", true),
            ("waited for over 5 years", false),
            ("it took over 5 years", false),
            ("just over 5 years", false),
        ] {
            let l = Lexemes::of(text, Span::new(0, text.len()));
            let i = (0..l.len()).find(|&i| l.is_digits(i)).expect("a number");
            assert_eq!(is_throughout(&l, i), during, "{text}");
        }
    }

    #[test]
    fn bounds_and_approximators_on_both_sides() {
        for (text, modifier) in [
            ("more than 300 huts", Modifier::MoreThan),
            ("no more than 300 huts", Modifier::AtMost),
            ("no fewer than 300 huts", Modifier::AtLeast),
            ("up to about 300 huts", Modifier::AtMost),
            ("about more than 300 huts", Modifier::MoreThan),
            ("some 300 huts", Modifier::About),
            ("nearly 300 huts", Modifier::AtMost),
            ("just over 300 huts", Modifier::MoreThan),
            ("300 or so huts", Modifier::About),
            ("300-odd huts", Modifier::About),
            ("300+ huts", Modifier::AtLeast),
            ("exactly 300 huts", Modifier::Exact),
        ] {
            assert_eq!(of(text), modifier, "{text}");
        }
    }
}
