//! Numbers of one sentence do not add up.
//!
//! Parts exceed the total they are parts of, or the places listed behind it do not make it; a stated percentage, change, multiple
//! or lead does not follow from the numbers beside it; answers to one question make more than 100 percent; a measure in brackets is
//! not the one before it in another unit. Rounding and words such as "about" are taken into account; parts that may overlap ("five
//! Americans and eight women") are not added.
//!
//! **Example.** "The fire killed 12 people, including five men and eight women." "Sales fell 20 percent, from 5 million
//! to 4.5 million." "Shares fell $3.50, or 8 percent, to $66.50." "Holm leads by 13 points, 52 percent to 43 percent." "It burned
//! 100 hectares (347 acres)."
//!
//! **To mend it**, go back to the source for each of the numbers: one was copied wrongly, or they count different things
//! and the sentence should say so.
//!
//! Redoing every sum is the first check in S. Cohen, *Numbers in the Newsroom* (Investigative Reporters and Editors).

use super::Context;
use super::sums::{self, Mismatch, Sentence};
use crate::corpus::Location;
use crate::reading::movement;

pub(super) const CODE: &str = "arithmetic-mismatch";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (reading, document) = (&entry.reading, context.document);
    let text = &*reading.article.text;
    let sentences = movement::sentences(reading).into_iter();
    let of_sentences = sentences
        .flat_map(|(range, span)| sums::mismatches(Sentence { text, span, quantities: &reading.quantities[range] }));
    for Mismatch { span, message, related } in sums::moved::mismatches(reading).into_iter().chain(of_sentences) {
        let finding = context.report(span, message);
        for (span, what) in related {
            finding.relate(Location { document, span }, what);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    fn messages(text: &str) -> Vec<String> {
        findings(super::CODE, &[("a.txt", text)])
    }

    #[test]
    fn parts_that_exceed_their_total_are_found() {
        let found = messages("The blast on the quay killed 12 people, including five men and eight women.");
        assert_eq!(found, ["a.txt: 12 people: five men and eight women make 13, not 12"]);
        assert_eq!(messages("The blast on the quay killed three people, including five children.").len(), 1);
        assert_eq!(messages("On board the ferry were 152 people: 140 passengers and six crew members.").len(), 1);
    }

    #[test]
    fn a_percentage_that_does_not_follow_is_found() {
        let found = messages("Sales fell 20 percent, from 5 million euros to 4.5 million euros, the yard said.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with("is 10 percent; stated here is 20 percent"), "{found:?}");
        let found = messages("Of the 200 people asked, 50 (30 percent) said no to the wall.");
        assert_eq!(found, ["a.txt: 30 percent: 50 of 200 is 25 percent; stated here is 30 percent"]);
        assert_eq!(messages("Workers said 45 of 90 houses, or 60 percent, stood empty on Friday.").len(), 1);
    }

    #[test]
    fn a_measure_that_is_not_the_one_before_it_is_found() {
        let found = messages("The fire near Velden burned 100 hectares (347 acres) of pine.");
        assert_eq!(found, ["a.txt: 347 acres: 100 hectares is 247.1 acres; stated here is 347 acres"]);
        assert_eq!(messages("The heat at the quay reached 40C (84F) on Friday.").len(), 1);
        assert_eq!(messages("He is 6 ft 2 in (1.68 m) tall, the harbourmaster said.").len(), 1);
        for text in [
            "The fire near Velden burned 100 hectares (247 acres) of pine.",
            "The fire near Velden burned about 100 hectares (about 250 acres) of pine.",
            "The heat at the quay reached 40C (104F) on Friday.",
            "The sea is 2C (3.6F) warmer than it was, and 104F (40C) was felt.",
            "He is 6 ft 2 in (1.88 m) tall, the harbourmaster said.",
            "They drove 1 mile (2km) and sold 10 gallons (45 litres) of tar for 20 days (5 weeks).",
            "The quay is 300 feet (91 m) long and 5 feet (1 m) high.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn sums_that_are_right_or_left_open_are_left_alone() {
        for text in [
            "The blast on the quay killed 13 people, including five men and eight women.",
            "The blast on the quay killed 20 people, including five men and eight women.",
            "The blast on the quay killed 12 people, including eight Norlanders and nine women.",
            "The blast on the quay killed about 12 people, including five men and eight women.",
            "On board the ferry were 146 people: 140 passengers and six crew members.",
            "Sales fell 10 percent, from 5 million euros to 4.5 million euros, the yard said.",
            "Sales fell about 11 percent, from 5 million euros to 4.5 million euros, the yard said.",
            "Of the 200 people asked, 50 (25 percent) said no to the wall.",
            "Of the 31 boats, 9 (29 percent) sank on Friday.",
            "Unemployment rose 2 percent, from 4 percent to 6 percent, the ministry said on Friday.",
            "The ropeworks' output grew 14.2 percent to 1.12 billion from 983.4 million, the yard said.",
            "The share of sailing boats fell to 11.6 percent this autumn, from 20 to 21 percent a decade before.",
            "Fares climbed 12 percent, though the share of full ferries fell to 43.5 percent from 47 percent.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }
}
