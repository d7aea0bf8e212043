//! A contestable statement has no source.
//!
//! Accusations and superlatives are somebody's judgement until they are shown. A statement counts as attributed
//! where its sentence names a source, where it stands in somebody's words, or where the sentence before attributes and
//! this one goes on.
//!
//! **Example.** "Most of the strikes hit moderate groups, some of which were backed by the agency."
//!
//! **To mend it**, say who says so, or show the evidence.
//!
//! The Society of Professional Journalists' code asks to "identify sources clearly"; accusations need them most.

use super::Context;
use crate::reading::Reading;
use crate::text::Span;

pub(super) const CODE: &str = "unattributed-claim";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let reading = &entry.reading;
    for (index, &sentence) in reading.sentences.iter().enumerate() {
        let Some((span, what)) = contestable(sentence, &reading.article.text) else { continue };
        if !reading
            .article
            .block_at(sentence.start as usize)
            .is_some_and(|b| b.kind == crate::article::BlockKind::Paragraph)
        {
            continue;
        }
        if !attributed(reading, index) {
            context.report(span, format!("{what} without a source: who says so?"));
        }
    }
}

/// Whether a sentence names a source, stands in quotation marks, or goes on from an attributed one.
fn attributed(reading: &Reading, index: usize) -> bool {
    let sentence = reading.sentences[index];
    let touched = |s: Span| {
        let spans =
            |a: &crate::reading::Attribution| a.content.iter().chain(&a.cue).chain(&a.source).any(|c| c.overlaps(s));
        reading.attributions.iter().any(spans) || reading.quotations.iter().any(|q| q.span.overlaps(s) && q.words >= 3)
    };
    let text = sentence.of(&reading.article.text);
    let block = |s: Span| reading.article.block_at(s.start as usize).map(|b| b.span);
    let before = index.checked_sub(1).map(|i| reading.sentences[i]).filter(|&s| block(s) == block(sentence));
    touched(sentence) || says(text) || before.is_some_and(|s| touched(s) || says(s.of(&reading.article.text)))
}

/// Words that show a source or the writer's distance where no attribution was read.
fn says(text: &str) -> bool {
    let lower = text.to_lowercase();
    const WORDS: &[&str] = &[
        "said",
        "says",
        "say",
        "saying",
        "told",
        "according",
        "alleged",
        "allegedly",
        "reportedly",
        "accused",
        "accuse",
        "accuses",
        "claimed",
        "claims",
        "report",
        "reports",
        "reported",
        "study",
        "survey",
        "poll",
        "data",
        "figures",
        "statistics",
        "records",
        "documents",
        "court",
        "convicted",
        "charged",
        "pleaded",
        "found",
        "ruled",
        "believe",
        "believes",
        "believed",
        "think",
        "called",
        "calls",
        "described",
        "denied",
        "dubbed",
        "suspected",
        "argued",
        "warned",
    ];
    lower.split(|c: char| !c.is_alphanumeric()).any(|w| WORDS.contains(&w))
}

/// The contestable words of a sentence, and what they are.
fn contestable(sentence: Span, text: &str) -> Option<(Span, &'static str)> {
    let words: Vec<Span> = words(sentence, text);
    let lower: Vec<String> = words.iter().map(|w| w.of(text).to_lowercase()).collect();
    let at = |i: usize| lower.get(i).map_or("", String::as_str);
    for i in 0..words.len() {
        // "the biggest intervention in decades", "the worst flood since 1953", "the largest action in the modern world"
        if matches!(at(i), "biggest" | "largest" | "worst" | "deadliest" | "greatest" | "most")
            && (at(i) != "most" || (i > 0 && at(i - 1) == "the"))
        {
            let close = (i + 1..(i + 8).min(words.len())).find(|&j| {
                matches!(
                    (at(j), at(j + 1)),
                    ("in", "decades" | "years" | "history" | "memory" | "generations")
                        | ("in", "living" | "modern" | "recent")
                        | ("ever", _)
                )
            });
            if let Some(j) = close {
                let last = if at(j) == "ever" { j } else { (j + 1).min(words.len() - 1) };
                return Some((words[i].join(words[last]), "a superlative"));
            }
        }
        // "foreign-backed terrorists", "groups backed by the agency", "funded by"
        let backed = at(i).ends_with("-backed") || at(i).ends_with("-sponsored");
        if backed
            && matches!(
                at(i + 1),
                "terrorists" | "terrorist" | "militants" | "rebels" | "groups" | "mercenaries" | "extremists"
            )
        {
            return Some((words[i].join(words[i + 1]), "an accusation"));
        }
        if matches!(at(i), "were" | "was" | "are" | "is" | "been")
            && matches!(at(i + 1), "backed" | "funded" | "financed" | "sponsored" | "bribed" | "paid")
            && at(i + 2) == "by"
        {
            let last = (i + 4).min(words.len() - 1);
            return Some((words[i].join(words[last]), "an accusation"));
        }
    }
    None
}

fn words(sentence: Span, text: &str) -> Vec<Span> {
    let covered = sentence.of(text);
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in covered.char_indices().chain([(covered.len(), ' ')]) {
        match (part(c), start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                words.push(Span::new(s, i).shifted(sentence.start as usize));
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn accusations_and_superlatives_without_source_are_found() {
        assert_eq!(
            covered(
                super::CODE,
                "The flood hit the city at dawn in its biggest disaster in decades, and the pier was lost."
            ),
            ["biggest disaster in decades"]
        );
        assert_eq!(
            covered(
                super::CODE,
                "Most of the boats belonged to small firms, some of which were backed by the ministry for years."
            ),
            ["were backed by the ministry"]
        );
    }

    #[test]
    fn what_somebody_says_is_left_alone() {
        for text in [
            "Mayor Ann Marsh said that the flood was the biggest disaster in decades for the city.",
            "The minister said the gates had failed. It was the worst flood in decades, and the pier was lost.",
            "It was \"the biggest disaster in decades\" for the city, the mayor of the town wrote.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
