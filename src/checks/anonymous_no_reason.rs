//! A source is kept anonymous and the article gives no reason.
//!
//! Readers cannot judge a source that they do not know; the least that they are owed is why it is not named.
//!
//! **Example.** "… said an official, who spoke on condition of anonymity."
//!
//! **To mend it**, add the reason: "because she was not authorised to speak", "for fear of losing his post".
//!
//! The Associated Press's and the New York Times's rules on anonymous sources both ask for the reason.

use super::Context;
use crate::corpus::Location;
use crate::text::Span;

pub(super) const CODE: &str = "anonymous-no-reason";

const ANONYMOUS: &[&str] = &[
    "condition of anonymity",
    "on condition of not being named",
    "condition that he not be named",
    "condition that she not be named",
    "condition that they not be named",
    "condition he not be named",
    "condition she not be named",
    "asked not to be named",
    "asked not to be identified",
    "asking not to be named",
    "asking not to be identified",
    "asked that his name not be used",
    "asked that her name not be used",
    "declined to be named",
    "declined to be identified",
    "declined to give his name",
    "declined to give her name",
    "refused to be named",
    "refused to be identified",
    "did not want to be named",
    "did not want to be identified",
    "did not wish to be named",
    "wished to remain anonymous",
    "requested anonymity",
    "requesting anonymity",
    "asked for anonymity",
    "insisted on anonymity",
    "were granted anonymity",
    "was granted anonymity",
    "spoke anonymously",
];
const REASON: &[&str] = &[
    "because",
    "since ",
    "authorized",
    "authorised",
    "permitted",
    "allowed to",
    "fear",
    "afraid",
    "for safety",
    "citing",
    "pending",
    "due to",
    "sensitiv",
    "reprisal",
    "retaliat",
    "retribution",
    "in order to",
    "so that",
    "to discuss",
    "to speak",
    "to talk",
    "to describe",
    "to detail",
    "to protect",
    "protocol",
    "policy",
    "under rules",
    "under briefing",
    "ground rules",
    "secret",
    "confidential",
    "not cleared",
    "ongoing",
    "on-going",
    "safety",
    "security reasons",
    "privacy",
    "as he was not",
    "as she was not",
    "as they were not",
    "as he is not",
    "as she is not",
    "as they are not",
];

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (reading, document) = (&entry.reading, context.document);
    let text = &*reading.article.text;
    let mut phrases: Vec<Span> = Vec::new();
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let lower = sentence.of(text).to_ascii_lowercase();
        let Some((at, length)) = ANONYMOUS.iter().find_map(|a| Some((lower.find(a)?, a.len()))) else { continue };
        let next = reading.sentences.get(index + 1).map_or(String::new(), |s| s.of(text).to_ascii_lowercase());
        // In the next sentence only what opens it explains the one before.
        let next: String = next.split_inclusive(' ').take(12).collect();
        let explains = |s: &str| REASON.iter().any(|r| s.contains(r));
        // "requested anonymity to share private worries": what it was asked for is the reason.
        let purpose = lower[at + length..].trim_start().starts_with("to ");
        if purpose || explains(&lower) || explains(&next) {
            // One reason in the article is taken to hold for the same source named again.
            return;
        }
        let start = sentence.start as usize + at;
        phrases.push(Span::new(start, start + length));
    }
    let Some((first, again)) = phrases.split_first() else { return };
    let finding =
        context.report(*first, "anonymity without a reason: the article does not say why the source is not named");
    for &span in again {
        finding.relate(Location { document, span }, "again, without a reason");
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn anonymity_without_a_reason_is_found_once() {
        let text = "The gates had not been tested, said an official who spoke on condition of anonymity. Another asked not to be named.";
        assert_eq!(covered(super::CODE, text), ["condition of anonymity"]);
    }

    #[test]
    fn a_reason_in_the_sentence_or_the_next_is_enough() {
        for text in [
            "The gates had not been tested, said an official who spoke on condition of anonymity because the inquiry is going on.",
            "An official spoke on condition of anonymity. She was not authorised to speak about the gates of the harbour.",
            "An official requested anonymity to share worries about the gates of the harbour.",
            "The official asked not to be named, for fear of losing her post at the harbour office.",
            "The book was published anonymously in 1890, and its author was never named by the printer.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
