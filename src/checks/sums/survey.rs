//! Answers to one question that make more than all who were asked: "60 percent said yes, 30 percent no and 20 percent did
//! not know".

use super::{Mismatch, Sentence, is_parted, is_share, list};
use crate::reading::movement::{rounded, short};

/// At most so many bytes behind the last number stands what says that there is no further answer.
const NEAR: usize = 60;
/// The answer that comes last and that excludes the others.
const LAST: &[&str] =
    &["undecided", "unsure", "not sure", "not know", "n't know", "n’t know", "no opinion", "no answer", "not decided"];
/// Words that say that not all the numbers are answers to one question on one day.
const OTHERS: &[&str] = &[
    "from", "up", "down", "compared", "last", "earlier", "previous", "while", "whereas", "among", "of", "both", "than",
    "or",
];

/// Lists of answers of more than a hundred per cent.
pub(super) fn mismatches(sentence: Sentence) -> Vec<Mismatch> {
    let text = sentence.text;
    let answers = sentence.quantities;
    let (Some(first), Some(last)) = (answers.first(), answers.last()) else { return Vec::new() };
    if answers.len() < 3 || !answers.iter().all(is_share) {
        return Vec::new();
    }
    let behind = sentence.behind(last);
    let ends = LAST.iter().filter_map(|answer| behind.find(answer)).min().is_some_and(|at| at <= NEAR);
    let between = text.get(first.span.start as usize..last.span.start as usize).unwrap_or(";").to_lowercase();
    let parted = is_parted(&between, OTHERS);
    let least: f64 = answers.iter().map(|q| rounded(text, q).low).sum();
    if !ends || parted || least <= 100.0 {
        return Vec::new();
    }
    let sum: f64 = answers.iter().map(|q| q.number).sum();
    let listed: Vec<&str> = answers.iter().map(|q| q.span.of(text)).collect();
    let message = format!("{} make {} percent of those who were asked", list(&listed), short(sum));
    let related = answers[..answers.len() - 1].iter().map(|q| (q.span, "another answer")).collect();
    vec![Mismatch { span: last.span, message, related }]
}

#[cfg(test)]
mod tests {
    use super::super::messages;

    #[test]
    fn answers_of_more_than_all_are_found() {
        let found = messages("Sixty percent said yes, 30 percent said no and 20 percent did not know.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with("make 110 percent of those who were asked"), "{found:?}");
    }

    #[test]
    fn answers_that_come_out_and_those_of_several_questions_are_left_alone() {
        for text in [
            "Sixty percent said yes, 30 percent said no and 10 percent did not know.",
            "Sixty percent said yes, 31 percent said no and 10 percent did not know.",
            "Sixty percent said yes, up from 30 percent, and 20 percent did not know.",
            "Sixty percent like Holm, 55 percent like Brandt and 20 percent like neither.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }
}
