//! A share beside the part and the whole: "50 of 200 houses (25 percent)", "36 votes, or 5.6 percent of the 640".

use super::{Mismatch, Sentence, exact, has_parts, is_share};
use crate::reading::Quantity;
use crate::reading::movement::{End, rounded};

/// At most so many bytes lie between the numbers.
const NEAR: usize = 40;
/// Words behind which a number is not the whole that a percentage is of.
const ELSEWHERE: &[&str] = &[
    "in", "for", "on", "at", "from", "to", "by", "with", "among", "than", "who", "that", "which", "since", "after",
    "and", "before", "over", "between", "within",
];

/// Shares that do not follow from the two numbers beside them.
pub(super) fn mismatches(sentence: Sentence) -> Vec<Mismatch> {
    let text = sentence.text;
    let three = sentence.quantities.windows(3).filter_map(|three| shares(sentence, three));
    let wrong = three.filter_map(|(part, whole, percent)| {
        let (a, b, stated) = (sentence.scaled(part), sentence.scaled(whole), rounded(text, percent));
        let message = || {
            let (part, whole, stated) = (part.span.of(text), whole.span.of(text), percent.span.of(text));
            let exact = exact(a.value / b.value * 100.0, stated);
            format!("{part} of {whole} is {exact} percent; stated here is {stated}")
        };
        let related = || vec![(part.span, "the part"), (whole.span, "the whole")];
        (a.value < b.value && !stated.fits(range(a, b))).then(|| Mismatch {
            span: percent.span,
            message: message(),
            related: related(),
        })
    });
    wrong.collect()
}

/// The least and most per cent that a part may be of a whole.
fn range(part: End, whole: End) -> (f64, f64) {
    (part.low / whole.high * 100.0, part.high / whole.low.max(1e-9) * 100.0)
}

/// Part, whole and percentage among three numbers that follow each other.
fn shares<'a>(sentence: Sentence, three: &'a [Quantity]) -> Option<(&'a Quantity, &'a Quantity, &'a Quantity)> {
    let [a, b, c] = three else { return None };
    if !three.iter().any(is_share) {
        return None;
    }
    let (first, second) = (sentence.between(a, b)?, sentence.between(b, c)?);
    let (part, whole, percent) = if is_share(c) && is_restated(&second) {
        // "50 of 200 houses, or 25 percent", "of 200 houses asked, 50 (25 percent)"
        let before = sentence.before(a);
        let led = (before.ends_with("of the") || before.ends_with("of") || before.ends_with("out of"))
            && first.contains(',')
            && first.len() <= NEAR
            && !first.contains(['(', ';']);
        if is_of(&first) {
            (a, b, c)
        } else if led {
            (b, a, c)
        } else {
            return None;
        }
    } else if is_share(b) && is_restated(&first) && is_of_whole(&second, sentence, c) {
        // "36 votes, or 5.6 percent of the 640"
        (a, c, b)
    } else if is_share(a) && is_restated(&first) && is_of(&second) {
        // "25 percent, or 50 of 200"
        (b, c, a)
    } else if is_share(a) && is_of_whole(&first, sentence, b) && is_restated(&second) {
        // "20 percent of its 1,000 workers, or 200 people"
        (c, b, a)
    } else {
        return None;
    };
    let alike = part.unit.dimension == whole.unit.dimension;
    (alike && has_parts(part) && has_parts(whole)).then_some((part, whole, percent))
}

/// "…, or", "… (about": the next number says the same once more.
fn is_restated(between: &str) -> bool {
    between.len() <= NEAR
        && !between.contains([')', ';', '"', '“'])
        && [" (", "(about ", ", or ", ", or about "].iter().any(|end| between.ends_with(end))
}

/// "of the", "out of": the number before is a part of the next one.
fn is_of(between: &str) -> bool {
    matches!(
        between.trim(),
        "of" | "of the" | "out of" | "out of the" | "of its" | "of their" | "of all" | "of a total of"
    )
}

/// "of the 520", "of the town's 12,400 tilers", and no "of the 12 mills' workers".
fn is_of_whole(between: &str, sentence: Sentence, whole: &Quantity) -> bool {
    let mut words = between.split_whitespace();
    let own = sentence.text.get(whole.span.end as usize..whole.phrase.end as usize).unwrap_or_default();
    let behind = sentence.text[whole.phrase.end.max(whole.span.end) as usize..].trim_start();
    words.next() == Some("of")
        && between.len() <= NEAR
        && words.clone().count() <= 4
        && !words.any(|w| ELSEWHERE.contains(&w))
        && !between.contains([',', ';', '(', ')', '"', '“'])
        && !own.contains(['\'', '’'])
        && !behind.starts_with(['-', '\'', '’', '–'])
}

#[cfg(test)]
mod tests {
    use super::super::messages;

    #[test]
    fn a_share_is_held_against_part_and_whole_in_any_order() {
        for (text, said) in [
            (
                "Holm got 36 votes, or 9 percent of the 640 counted.",
                "36 of 640 is 5.6 percent; stated here is 9 percent",
            ),
            ("The mill will cut 20 percent of its 1,010 workers, or 304 people.", "304 of 1,010 is 30.1 percent"),
            (
                "Only 60 percent, or 45 of the 90 houses, stood empty.",
                "45 of 90 is 50 percent; stated here is 60 percent",
            ),
            ("The port took 1,310 boats, or 0.071 percent of the 2,912,400 registered.", "is 0.045 percent"),
        ] {
            let found = messages(text);
            assert!(found.len() == 1 && found[0].contains(said), "{text} {found:?}");
        }
    }

    #[test]
    fn shares_that_come_out_or_are_of_something_else_are_left_alone() {
        for text in [
            "Holm got 36 votes, or 5.6 percent of the 640 counted.",
            "The mill will cut 30 percent of its 1,010 workers, or 304 people.",
            "Holm got 36 votes, or 9 percent of the vote in 12 wards.",
            "The mill will cut 304 jobs, or 20 percent of the 400 mills' total.",
            "Another 604 boats, or 15.3 percent of all, came in 2,016 days.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }
}
