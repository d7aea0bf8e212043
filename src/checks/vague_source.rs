//! A statement is attributed to nobody in particular.
//!
//! "Experts say", "sources said", "officials claimed", "it is believed": a reader cannot judge such a source, and the
//! writer may be hiding behind it.
//!
//! **Example.** "Officials claimed that the gates had been tested in May."
//!
//! **To mend it**, name the source, or say which office or group it belongs to and why it is not named.
//!
//! The Reuters and Associated Press handbooks both ask for the most specific description that can be given.

use super::Context;
use crate::reading::attribution::is_cue_verb;

pub(super) const CODE: &str = "vague-source";

/// Less sure attributions are thoughts and wishes, or none.
const LEAST: f32 = 0.5;

const VAGUE: &[&str] = &[
    "officials",
    "sources",
    "experts",
    "analysts",
    "observers",
    "critics",
    "insiders",
    "commentators",
    "scientists",
    "researchers",
    "authorities",
    "reports",
    "source",
    "official",
    "witnesses",
    "diplomats",
    "some",
    "many",
    "others",
    "people",
    "activists",
    "economists",
    "pundits",
    "campaigners",
];
const EMPTY: &[&str] = &[
    "the",
    "a",
    "an",
    "some",
    "many",
    "several",
    "other",
    "most",
    "few",
    "senior",
    "top",
    "unnamed",
    "anonymous",
    "various",
    "certain",
    "leading",
    "numerous",
    "political",
    "independent",
    "security",
    "well-placed",
    "informed",
    "one",
    "local",
];

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let text = &entry.reading.article.text;
    let mut last_end = 0;
    for attribution in entry.reading.attributions.iter().filter(|a| !a.carried && a.confidence >= LEAST) {
        let ([source], [cue]) = (&attribution.source[..], &attribution.cue[..]) else { continue };
        let words: Vec<String> = source.of(text).split_whitespace().map(str::to_lowercase).collect();
        let Some((head, before)) = words.split_last() else { continue };
        let vague = VAGUE.contains(&head.as_str()) && before.iter().all(|w| EMPTY.contains(&w.as_str()));
        let definite = before.first().is_some_and(|w| w == "the") && before.len() == 1;
        let whole = source.join(*cue);
        if !speaks(cue.of(text)) {
            continue;
        }
        let before_source = text[..source.start as usize].split_whitespace().next_back().map(str::to_lowercase);
        let owned = before_source.is_some_and(|w| {
            matches!(w.as_str(), "his" | "her" | "their" | "its" | "our" | "my" | "and")
                || w.ends_with("'s")
                || w.ends_with("’s")
        });
        if vague && !owned && !definite && attribution.speaker.is_none() && whole.start >= last_end {
            last_end = whole.end;
            let phrase = source.of(text);
            context.report(whole, format!("\"{phrase}\" is nobody in particular: who says it?"));
        }
    }
}

/// Whether the cue says that something was said or believed, as opposed to done or not said.
fn speaks(cue: &str) -> bool {
    let cue = cue.to_lowercase().replace('’', "'");
    let mut words = cue.split_whitespace();
    let refused = words.clone().any(|w| w.ends_with("n't") || matches!(w, "not" | "never"));
    !refused && words.any(|w| matches!(w, "according" | "citing") || is_cue_verb(w))
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn sources_that_name_nobody_are_found() {
        assert_eq!(
            covered(super::CODE, "When the water came, officials claimed that the gates had been tested in May."),
            ["officials claimed"]
        );
        assert_eq!(
            covered(super::CODE, "Some experts say that the wall will not hold another winter of storms."),
            ["Some experts say"]
        );
    }

    #[test]
    fn named_and_described_sources_are_left_alone() {
        for text in [
            "Harbour officials said that the gates had been tested in May, and closed the pier.",
            "Experts at the University of Norland said that the wall will not hold another winter.",
            "The mayor and her officials said before that the gates had been tested in May.",
            "The officials said that they had tested the gates in May and again in June.",
            "Officials haven't said whether the gates had been tested in May.",
            "When the boat came in, some tried to climb the pier.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
