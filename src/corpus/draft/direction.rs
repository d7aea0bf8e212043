//! Rises told as falls, and falls as rises: the same figure of the same thing, the other way round.

use super::figures::Candidate;
use crate::reading::{Change, Quantity};

/// Likeness of surroundings from which two equal figures are taken to be of one thing.
const SAME: f32 = 0.5;
/// The same where no other figure of the sources is equal.
const ONLY: f32 = 0.2;
/// Words right behind a figure that say which way it goes.
const UP: &[&str] = &[
    "higher", "more", "up", "above", "better", "longer", "larger", "older", "faster", "stronger", "increase", "rise",
    "gain",
];
const DOWN: &[&str] = &[
    "lower", "less", "fewer", "down", "below", "worse", "shorter", "smaller", "younger", "slower", "weaker",
    "decrease", "fall", "drop", "decline", "cut",
];
/// Words behind a figure that are looked at.
const BEHIND: usize = 2;
/// Words within which "down from" and "up from" may follow.
const FROM: usize = 7;

/// Which way a figure goes, by its reading or by the words behind it.
pub(super) fn direction(text: &str, q: &Quantity) -> Option<Change> {
    let rest = text.get(q.span.end as usize..)?;
    let clause = rest.split(['.', ';', '(', '"', '“', '”', '\n']).next()?.to_lowercase();
    let words: Vec<&str> = clause.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let told = q.change.or_else(|| {
        let near = words.iter().take(BEHIND);
        near.clone()
            .find(|w| UP.contains(w))
            .map(|_| Change::Up)
            .or_else(|| near.clone().find(|w| DOWN.contains(w)).map(|_| Change::Down))
    });
    told.or_else(|| {
        let from = words.windows(2).take(FROM).find(|pair| pair[1] == "from" && matches!(pair[0], "up" | "down"))?;
        Some(if from[0] == "up" { Change::Up } else { Change::Down })
    })
}

/// The equal figure that goes the other way, unless one about the same goes the draft's.
pub(super) fn turned<'a, 'b>(
    (text, q): (&str, &Quantity),
    equal: &'b [Candidate<'a>],
    source_of: impl Fn(&Candidate) -> &'b str,
    is_told: impl Fn(&Candidate) -> bool,
) -> Option<&'b Candidate<'a>> {
    let here = direction(text, q)?;
    let there = |c: &Candidate| direction(source_of(c), c.quantity);
    let best = equal.iter().filter(|c| c.noun >= 0.6).max_by(|a, b| a.like.total_cmp(&b.like))?;
    let is_kept = |c: &Candidate| there(c).is_none_or(|there| there == here) && c.like >= 0.5 * best.like;
    let least = if equal.iter().filter(|c| c.noun >= 0.4).count() == 1 { ONLY } else { SAME };
    let is_turned = there(best).is_some_and(|there| there != here);
    (is_turned && !equal.iter().any(is_kept) && (best.like >= least || is_told(best))).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::super::Difference::Direction;
    use super::super::testing::differences;

    const SOURCE: &str = "Shares of the ferry line fell 4.6 percent to 88.20 crowns. Marks in music were 7 percent higher among those who \
                          sang. The line reported a profit of 31 million crowns, down from 39 million the year before.";

    #[test]
    fn a_rise_that_the_source_has_as_a_fall_is_found() {
        for text in [
            "Shares of the ferry line rose 4.6 percent.",
            "In music, marks of those who sang were 7 percent lower.",
            "The profit of the line climbed to 31 million crowns.",
        ] {
            let found = differences(&[Direction], text, SOURCE);
            assert!(found.len() == 1 && found[0].ends_with("of as much"), "{text} {found:?}");
        }
    }

    #[test]
    fn the_same_way_in_other_words_is_left_alone() {
        for text in [
            "The ferry line's shares lost 4.6 percent.",
            "Those who sang had 7 percent better marks in music.",
            "The profit of the line dropped to 31 million crowns.",
            "The profit of the line was 31 million crowns.",
        ] {
            assert_eq!(differences(&[Direction], text, SOURCE), [""; 0], "{text}");
        }
    }
}
