//! Several sources are named for words that one person spoke.
//!
//! "Officials said" sounds like more than one; people do not speak a sentence in unison, so where the words stand in
//! quotation marks there was one speaker, or the quotation comes from a paper that should be named.
//!
//! **Example.** "“The gates were never tested since the day they were built,” officials said."
//!
//! **To mend it**, name the one who spoke, write "an official", or name the statement.
//!
//! The Washington Post's policies on sources say that a plural must stand for at least two.

use super::Context;
use crate::reading::{AttributionKind, QuotationKind};

pub(super) const CODE: &str = "plural-sources-single";

/// People who speak for themselves, in the plural.
const PLURAL: &[&str] = &[
    "officials",
    "sources",
    "experts",
    "analysts",
    "witnesses",
    "residents",
    "diplomats",
    "aides",
    "observers",
    "critics",
    "activists",
    "scientists",
    "researchers",
    "economists",
    "doctors",
    "lawyers",
    "advisers",
    "advisors",
    "insiders",
    "neighbors",
    "neighbours",
    "relatives",
    "friends",
    "spokesmen",
    "spokeswomen",
    "spokespeople",
    "investigators",
    "prosecutors",
    "executives",
    "students",
    "teachers",
    "workers",
    "survivors",
    "bystanders",
];
/// Words after which a plural speaks by one paper.
const PAPERS: &[&str] = &[
    "statement",
    "report",
    "letter",
    "release",
    "memo",
    "document",
    "filing",
    "tweet",
    "twitter",
    "facebook",
    "post",
    "posted",
    "wrote",
    "email",
    "e-mail",
    "paper",
    "affidavit",
    "complaint",
    "indictment",
    "motion",
    "notice",
    "website",
    "chanted",
    "shouted",
    "sang",
    "chanting",
    "shouting",
    "yelled",
    "cried",
    "alert",
    "bulletin",
    "warning",
    "article",
    "study",
    "journal",
    "announcement",
    "message",
    "sign",
    "read",
    "jointly",
    "joint",
    "reported",
    "concluded",
];
/// Shorter quotations are phrases that many use.
const FEWEST_WORDS: usize = 8;
const LEAST: f32 = 0.6;

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (reading, text) = (&entry.reading, &*entry.reading.article.text);
    for quotation in reading.quotations.iter().filter(|q| q.kind == QuotationKind::Speech && q.words >= FEWEST_WORDS) {
        let Some(attribution) = quotation.attribution.map(|a| &reading.attributions[a]) else { continue };
        let ([source], [cue]) = (&attribution.source[..], &attribution.cue[..]) else { continue };
        let certain =
            attribution.kind == AttributionKind::Direct && !attribution.carried && attribution.confidence >= LEAST;
        if !certain || attribution.speaker.is_some() {
            continue;
        }
        let words: Vec<String> = source.of(text).split_whitespace().map(str::to_lowercase).collect();
        let Some(head) = words.last().filter(|w| PLURAL.contains(&w.as_str())) else { continue };
        let sentence = reading.sentence_at(source.start).map_or(*source, |i| reading.sentences[i]);
        // The words of the sentence outside the quotation say whether it is from a paper.
        let own: String = {
            let inside = |i: usize| quotation.span.contains(i);
            sentence
                .of(text)
                .char_indices()
                .filter(|(i, _)| !inside(sentence.start as usize + i))
                .map(|(_, c)| c)
                .collect()
        };
        let own = own.to_lowercase();
        if own.split(|c: char| !c.is_alphabetic() && c != '-').any(|w| PAPERS.contains(&w)) || own.contains(" one ") {
            continue;
        }
        let (whole, head) = (source.join(*cue), head.clone());
        context.report(whole, format!("one utterance, several speakers: which of the {head} said it?"));
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn words_spoken_in_unison_are_found() {
        let text =
            "\"The lower gates were never tested since the day that they were built,\" officials said on Friday.";
        assert_eq!(covered(super::CODE, text), ["officials said"]);
    }

    #[test]
    fn statements_and_single_speakers_are_left_alone() {
        for text in [
            "\"The lower gates were never tested since the day that they were built,\" officials said in a statement.",
            "\"The lower gates were never tested since the day that they were built,\" an official said on Friday.",
            "\"The lower gates were never tested since the day that they were built,\" harbourmaster Ann Marsh said.",
            "Officials said that the lower gates were never tested since the day that they were built.",
            "The gates \"held\", officials said on Friday.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
