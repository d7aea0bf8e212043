//! Numbers that leave out their unit or noun, because the number before in the sentence has it.

use super::find::Draft;
use super::{Quantity, noun};
use crate::language::{Sentence, Upos};
use crate::reading::numeral::Lexemes;
use crate::text::Span;

/// How many tokens may stand between "from 20 mpg" and "to 24" ("in the year 2008").
const BETWEEN: usize = 4;

/// The quantity of `before`, those of its sentence so far, whose unit the bare number of `draft` takes over; `last` is its last
/// token. A counted noun is lent to any number that nothing follows ("40 boats at auction and 12 by lot"), a unit of
/// measure only to where a change leads: "from 14 mpg to 24", "fell 12 points to 7,400".
pub(super) fn lender<'a>(
    l: &Lexemes,
    s: &Sentence,
    draft: &Draft,
    last: usize,
    before: &'a [Quantity],
) -> Option<&'a Quantity> {
    let previous = before.last().filter(|_| noun::is_elliptic(s, last + 1))?;
    if previous.unit.dimension.is_none() && previous.measure.head.is_some() {
        return Some(previous);
    }
    let led_by = l.before(draft.phrase_first, 1);
    if led_by == "to" || led_by == "at" && is_close(l.before(draft.phrase_first, 2)) {
        // "lost 162 points, or 2 percent, to fall to 7,425"
        let moved = |q: &&Quantity| q.unit.dimension == Some("points:index") && q.change.is_some();
        if let Some(points) = before.iter().rev().find(moved) {
            return Some(points);
        }
    }
    let from = l.at(previous.phrase.start as usize);
    let led_from = l.low(from) == "from" || l.before(from, 1) == "from";
    let here = l.span(draft.phrase_first, draft.end);
    (led_by == "to" && led_from && previous.unit.dimension.is_some() && is_short(s, previous.phrase, here))
        .then_some(previous)
}

/// Verbs of where an index ends.
fn is_close(word: &str) -> bool {
    matches!(
        word,
        "close" | "closed" | "closing" | "end" | "ended" | "ending" | "finish" | "finished" | "finishing" | "settled"
    )
}

/// Whether few words and no verb stand between two quantities.
fn is_short(s: &Sentence, a: Span, b: Span) -> bool {
    let (Some(first), Some(end)) = (s.token_at((a.end as usize).saturating_sub(1)), s.token_at(b.start as usize))
    else {
        return false;
    };
    let between = first + 1..end;
    between.len() <= BETWEEN && between.into_iter().all(|t| !matches!(s.upos(t), Upos::Verb | Upos::Aux | Upos::Punct))
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn a_bare_number_has_the_unit_of_the_one_before() {
        expect_test::expect![[r#"
            40 =40 [metric ton]
            55 =55 [metric ton]
            162.5 =162.5 [point] down
            2 percent =2 [percentage]
            7,425 =7425 [point] down
            3 percent =3 [percentage] up
            4,500 =4500 []
        "#]]
        .assert_eq(&shown("Output rose from 40 tonnes to 55. The index lost 162.5 points, or 2 percent, to fall to 7,425. Sales rose 3 percent to 4,500."));
    }
}
