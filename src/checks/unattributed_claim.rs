//! A contestable statement has no source.
//!
//! Accusations, motives, superlatives, forecasts, common opinions ("is widely seen as") and estimates of crowds and
//! casualties are somebody's judgement until they are shown. A statement counts as attributed where its sentence names
//! a source, where it stands in somebody's words, or where the sentence before attributes and this one goes on. A comment
//! (labelled as one, or by a writer who says "I" or "we") is its writer's own view and is left alone. An estimate counts as
//! attributed if anybody in the article gives the same number.
//!
//! **Example.** "Most of the strikes hit moderate groups, some of which were backed by the agency."
//!
//! **To mend it**, say who says so, or show the evidence.
//!
//! The Society of Professional Journalists' code asks to "identify sources clearly"; accusations need them most.

use super::contestable::{CASUALTIES, CROWD, FORECAST, contestable, is_number};
use super::sourced::Sourced;
use super::{Context, own_voice};
use crate::article::BlockKind;
use crate::reading::Reading;
use crate::text::Span;
use std::cell::OnceCell;

pub(super) const CODE: &str = "unattributed-claim";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let reading = &entry.reading;
    let sourced = Sourced::of(reading);
    let is_comment = OnceCell::new();
    for (index, &sentence) in reading.sentences.iter().enumerate() {
        let paragraph =
            reading.article.block_at(sentence.start as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        if !paragraph {
            continue;
        }
        for &(span, what) in contestable(sentence.of(&reading.article.text)).iter() {
            let span = span.moved(0, sentence.start);
            let estimate = what == CROWD || what == CASUALTIES;
            let attributed = sourced.holds(index, span)
                || estimate && counted(reading, span)
                || what == FORECAST && own_voice::is_told_by_headline(reading)
                || own_voice::is_shown(reading, sentence.start as usize);
            if !attributed && !is_comment.get_or_init(|| own_voice::is_comment(reading)) {
                let fix = super::attributing::sentence(context, sentence);
                context.report(span, format!("{what} without a source: who says so?")).fixes.extend(fix);
            }
        }
    }
}

/// Whether somebody in the article gives the number of an estimate, be it in another sentence.
fn counted(reading: &Reading, estimate: Span) -> bool {
    let text = &reading.article.text;
    let words = |span: Span| span.of(text).split(|c: char| !c.is_alphanumeric() && c != ',');
    let own: Vec<String> = words(estimate).map(str::to_lowercase).filter(|w| is_number(w)).collect();
    let is_given = |word: &str| match word.is_ascii() {
        true => own.iter().any(|number| number.eq_ignore_ascii_case(word)),
        false => own.contains(&word.to_lowercase()),
    };
    let mut contents = reading.attributions.iter().flat_map(|a| &a.content);
    !own.is_empty() && contents.any(|content| words(*content).any(is_given))
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
    fn a_cue_within_the_claim_names_no_source() {
        use crate::reading::attribution::{Attribution, AttributionKind};
        use crate::text::Span;
        let text = "The storm is likely to delay the ferry, and the pier of the old town was lost that night.";
        let article = crate::article::Article::parse(text.into(), crate::article::Markup::Plain, &Default::default());
        let mut reading = crate::reading::read(std::sync::Arc::new(article));
        let span = |words: &str| {
            let start = text.find(words).expect("the words are there");
            Span::new(start, start + words.len())
        };
        for (cue, covered) in [("is likely", false), ("lost", true)] {
            reading.attributions = vec![Attribution {
                source: smallvec::smallvec![span("The storm")],
                cue: smallvec::smallvec![span(cue)],
                content: smallvec::smallvec![span("delay the ferry")],
                kind: AttributionKind::Indirect,
                speaker: None,
                confidence: 0.5,
                carried: false,
            }];
            let sourced = super::Sourced::of(&reading);
            assert_eq!(sourced.holds(0, span("is likely to delay")), covered, "{cue}");
        }
        assert_eq!(covered(super::CODE, text), ["is likely to delay"]);
    }

    #[test]
    fn what_follows_however_is_the_writers_own() {
        let text = "Officials claimed that the boats were private, however most of them belonged to firms that were funded by the ministry.";
        assert_eq!(covered(super::CODE, text), ["were funded by the ministry"]);
    }

    #[test]
    fn a_forecast_below_a_headline_that_says_whose_it_is_is_left_alone() {
        let text = |headline: &str| format!("{headline}\n\nThe storm is likely to delay the ferry of the old town.\n");
        assert_eq!(covered(super::CODE, &text("Storm nears the old town")), ["is likely to delay"]);
        assert_eq!(covered(super::CODE, &text("Harbour office sees a late ferry")), [""; 0]);
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
    fn forecasts_opinions_motives_and_estimates_without_source_are_found() {
        for (text, words) in [
            (
                "The new gates are unlikely to hold the water of a spring tide for more than an hour.",
                "are unlikely to hold",
            ),
            (
                "The closing of the market will almost certainly cost the harbour its last ferry.",
                "will almost certainly cost",
            ),
            ("The minister is widely seen as the author of the plan to sell the boats.", "is widely seen as"),
            (
                "The mayor was considered by many to be too old for the office when the storm came.",
                "was considered by many",
            ),
            (
                "The firm sold its boats on Monday in an apparent attempt to save the yard.",
                "in an apparent attempt to save",
            ),
            (
                "The storm left at least 40 people dead on the coast, and the ferry did not sail.",
                "at least 40 people dead",
            ),
            (
                "On Sunday tens of thousands of people marched to the harbour with candles.",
                "tens of thousands of people",
            ),
        ] {
            assert_eq!(covered(super::CODE, text), [words], "{text}");
        }
    }

    #[test]
    fn an_estimate_that_somebody_gives_elsewhere_and_what_the_writer_thinks_are_left_alone() {
        for text in [
            "The storm left at least 40 people dead on the coast.\n\nThe police said on Monday that 40 people had died.",
            "Nearly all of the more than 240 people hurt in the storm will soon go home from the hospitals of the port.",
            "At least 40 people were killed in the storm of 1953, and the pier was lost.",
            "I fear the new gates are unlikely to hold the water of a spring tide.",
            "Women in the port are more likely to work at night than men, and the ferry waits for them.",
            "The ferry will leave at nine, and the minister will be on board with his wife.",
            "The police said on Monday that the storm had left at least 40 people dead.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_somebody_says_is_left_alone() {
        for text in [
            "Mayor Ann Marsh said that the flood was the biggest disaster in decades for the city.",
            "The minister said the gates had failed. It was the worst flood in decades, and the pier was lost.",
            "It was \"the biggest disaster in decades\" for the city, the mayor of the town wrote.",
            "Norland is the most populous island state in the world and has long traded with its neighbours.",
            "The index fell by more than 600 points to 25,324 in its biggest loss since January.",
            "The yard's shares had their worst week in May and the biggest three-day gain since 2011 in June.",
            "Sales fell by the most in 33 years. It was the worst month for the yards since the storm.",
            "The hall is one of the largest buildings in the world, and the pier is among the most active in the world.",
            "The new ferry, the largest ship in the world, was late. It belongs to the most valuable yard in the world, with 348.8 million euros.",
            "The mayor was criticized by some of his rivals in the hall, and his party is backed by the military.",
            "It would not be the most ever paid for a wall on this coast, and the pier is still open to all.",
            "The bill is sponsored by the member for the port, and the march was sponsored by a club of mothers.",
            "The mayor stands where the ferry is likely to land, and the council asks if the gates are sure to hold.",
            "The gates will certainly fail and will be lost to the sea! — Ann Marsh (@annmarsh) May 3, 2024",
            "The wall is too low, as I have written.\n\nThe gates are unlikely to hold the water of a spring tide. Let me say why.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
