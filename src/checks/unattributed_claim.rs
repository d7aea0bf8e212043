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
use crate::article::BlockKind;
use crate::reading::Reading;
use crate::text::Span;

pub(super) const CODE: &str = "unattributed-claim";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let reading = &entry.reading;
    for (index, &sentence) in reading.sentences.iter().enumerate() {
        let paragraph =
            reading.article.block_at(sentence.start as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        if !paragraph {
            continue;
        }
        for (span, what) in contestable(sentence, &reading.article.text) {
            if !attributed(reading, index, span) {
                context.report(span, format!("{what} without a source: who says so?"));
            }
        }
    }
}

/// Whether the part of the sentence that holds the claim names a source, stands in quotation marks, or goes on from an
/// attributed sentence. What follows "however" or "but" is the writer's own again.
pub(super) fn attributed(reading: &Reading, index: usize, claim: Span) -> bool {
    let text = &reading.article.text;
    let sentence = reading.sentences[index];
    let before = &text[sentence.start as usize..claim.start as usize];
    let turn = [", however", ", but ", "; ", ", yet "].iter().filter_map(|t| before.rfind(t)).max();
    let own = Span::new(sentence.start as usize + turn.unwrap_or(0), sentence.end as usize);
    let cued = |s: Span| reading.attributions.iter().any(|a| a.cue.iter().chain(&a.source).any(|c| c.overlaps(s)));
    let said = |s: Span| reading.attributions.iter().any(|a| a.content.iter().any(|c| c.overlaps(s)));
    let quoted = |s: Span| reading.quotations.iter().any(|q| q.span.overlaps(s) && q.words >= 3);
    if cued(own) || quoted(own) || says(own.of(text)) || (turn.is_none() && said(claim)) {
        return true;
    }
    let block = |s: Span| reading.article.block_at(s.start as usize).map(|b| b.span);
    let previous =
        index.checked_sub(1).map(|i| reading.sentences[i]).filter(|&s| turn.is_none() && block(s) == block(sentence));
    previous.is_some_and(|s| cued(s) || said(s) || quoted(s) || says(s.of(text)))
}

/// Words that show a source or the writer's distance where no attribution was read.
pub(super) fn says(text: &str) -> bool {
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
fn contestable(sentence: Span, text: &str) -> Vec<(Span, &'static str)> {
    let mut found = Vec::new();
    let words: Vec<Span> = words(sentence, text);
    let lower: Vec<String> = words.iter().map(|w| w.of(text).to_lowercase()).collect();
    let at = |i: usize| lower.get(i).map_or("", String::as_str);
    for i in 0..words.len() {
        // "the biggest intervention in decades", "the worst flood since 1953", "the largest action in the modern world"
        if matches!(at(i), "biggest" | "largest" | "worst" | "deadliest" | "greatest" | "most")
            && (at(i) != "most" || (i > 0 && at(i - 1) == "the"))
        {
            let close = (i + 1..(i + 8).min(words.len())).find(|&j| matches!(at(j), "in" | "of" | "since" | "ever"));
            let close = close.filter(|&j| at(j) == "ever" || at(j) == "since" || reaches_far(&lower[j + 1..]));
            let measured = close.is_some_and(|j| is_common_knowledge(&lower, i, j) || has_figures(&lower));
            if let Some(j) = close.filter(|_| !measured) {
                let far = (j + 1..(j + 4).min(words.len())).find(|&k| FAR.contains(&at(k)));
                let last = if at(j) == "ever" { j } else { far.unwrap_or((j + 1).min(words.len() - 1)) };
                found.push((words[i].join(words[last]), "a superlative"));
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
            found.push((words[i].join(words[i + 1]), "an accusation"));
        }
        if matches!(at(i), "were" | "was" | "are" | "is" | "been")
            && matches!(at(i + 1), "backed" | "funded" | "financed" | "sponsored" | "bribed" | "paid")
            && at(i + 2) == "by"
        {
            let last = (i + 4).min(words.len() - 1);
            found.push((words[i].join(words[last]), "an accusation"));
        }
    }
    found
}

/// "is the most populous country in the world": size that anybody can look up, stated as it stands today.
fn is_common_knowledge(words: &[String], superlative: usize, close: usize) -> bool {
    let at = |i: usize| words.get(i).map_or("", String::as_str);
    let start = superlative.saturating_sub(4);
    let stands = words[start..superlative].iter().any(|w| matches!(w.as_str(), "is" | "are" | "remains" | "remain"));
    let size = matches!(at(superlative), "biggest" | "largest")
        || (at(superlative) == "most" && matches!(at(superlative + 1), "populous" | "populated"));
    stands && size && at(close) == "in" && words[close..].iter().take(4).any(|w| w == "world")
}

/// Whether the sentence shows what it judges by: figures with a per cent or point behind them.
fn has_figures(words: &[String]) -> bool {
    words.windows(2).any(|w| {
        w[0].bytes().any(|b| b.is_ascii_digit()) && matches!(w[1].as_str(), "percent" | "per" | "points" | "point")
    })
}

/// Words that end a superlative's reach over time.
const FAR: &[&str] =
    &["decades", "years", "history", "memory", "generations", "generation", "century", "decade", "world", "times"];

/// Whether "in" or "of" is followed by a long time: "decades", "the history", "its modern history", "the century".
fn reaches_far(behind: &[String]) -> bool {
    let small = |w: &str| {
        matches!(w, "the" | "its" | "their" | "living" | "modern" | "recent" | "a" | "many" | "present-day")
            || w.bytes().all(|b| b.is_ascii_digit())
    };
    let skipped = behind.iter().take_while(|w| small(w)).count().min(3);
    behind.get(skipped).is_some_and(|w| FAR.contains(&w.as_str()))
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
    fn what_follows_however_is_the_writers_own() {
        let text = "Officials claimed that the boats were private, however most of them belonged to firms that were funded by the ministry.";
        assert_eq!(covered(super::CODE, text), ["were funded by the ministry"]);
    }

    #[test]
    fn a_superlative_of_all_time_is_found_and_one_of_the_evening_is_not() {
        assert_eq!(
            covered(
                super::CODE,
                "It was the worst disaster in the history of the city, and the pier was lost that night."
            ),
            ["worst disaster in the history"]
        );
        assert_eq!(
            covered(super::CODE, "It was the biggest boat in the basin, and the pier was full of people that night."),
            [""; 0]
        );
    }

    #[test]
    fn what_somebody_says_is_left_alone() {
        for text in [
            "Mayor Ann Marsh said that the flood was the biggest disaster in decades for the city.",
            "The minister said the gates had failed. It was the worst flood in decades, and the pier was lost.",
            "It was \"the biggest disaster in decades\" for the city, the mayor of the town wrote.",
            "Norland is the most populous island state in the world and has long traded with its neighbours.",
            "The index fell by more than 600 points to 25,324 in its biggest loss since January.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
