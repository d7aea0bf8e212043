//! The same words are given to different people by two articles.
//!
//! Both name their speaker beside the quotation, and the two are not one person under two names. A ministry and its
//! spokesman do not contradict each other and are not compared.
//!
//! **Example.** "“The gates will be rebuilt before the winter storms,” Mayor Ann Marsh said" in one article; the same
//! words, "Ivo Brandt said", in another.
//!
//! In a draft that names its sources, what a source gives to somebody else is found in the writer's words, too.
//!
//! **To mend it**, find the recording or the first report; the other place is linked.
//!
//! A wrong name beside right words is among the commonest corrections that papers print (C. Silverman, *Regret the
//! Error*).

use super::elsewhere::{self, Worded};
use super::{Context, drafted};
use crate::corpus::Claimant;
use crate::corpus::draft::Difference;

pub(super) const CODE: &str = "attribution-conflict";

pub(super) fn check(context: &mut Context) {
    let conflicts = context.corpus.claimant_conflicts(context.document);
    elsewhere::report::<Claimant>(context, &conflicts);
    drafted::report_kind(context, Difference::Speaker);
}

impl Worded for Claimant {
    fn message(&self, other: &Self, label: &str) -> String {
        format!("these words are {}'s here, {}'s in {label}", self.name, other.name)
    }

    fn there(&self, label: &str) -> String {
        format!("{} says it in {label}", self.name)
    }

    fn is_told(&self, _: &Context) -> bool {
        true
    }

    fn names(&self, other: &Self) -> Option<[String; 2]> {
        Some([self.name.to_string(), other.name.to_string()])
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    const WORDS: &str = "\"The lower gates will be rebuilt before the winter storms come again,\"";

    #[test]
    fn one_utterance_of_two_people_is_found_on_both_sides() {
        let a = format!("{WORDS} Mayor Ann Marsh said on Monday in the hall of the harbour.");
        let b = format!("{WORDS} Interior Minister Ivo Brandt said on Monday in the hall of the harbour.");
        let found = findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].ends_with("these words are Ann Marsh's here, Ivo Brandt's in b.txt"), "{found:?}");
    }

    const EVENT: &str =
        "The lower gates of the Eastgate wall in Port Alder failed on Monday. The Eastgate basin is closed.";

    fn conflicts(here: &str, there: &str) -> usize {
        let (a, b) = (format!("{EVENT}\n\n{here}"), format!("{EVENT}\n\n{there}"));
        findings(super::CODE, &[("a.txt", &a), ("b.txt", &b)]).len()
    }

    #[test]
    fn common_words_a_pronoun_and_one_surname_are_two_people_in_reports_of_one_event() {
        let here = "\"That was not what we had been told to do,\" diver Ann Marsh said.";
        for there in [
            "\"That was not what we had been told to do,\" diver Ivo Brandt said.",
            "Ivo Brandt was tired. \"That was not what we had been told to do,\" he said.",
            "\"That was not what we had been told to do,\" said her brother, Ivo Marsh.",
        ] {
            assert_eq!(conflicts(here, there), 2, "{there}");
        }
        for there in [
            "Ivo Brandt met Lena Fisk. \"That was not what we had been told to do,\" he said.",
            "Ivo Brandt heard Ann Marsh out. \"That was not what we had been told to do,\" he said.",
            "\"That was not what we had been told to do,\" Annie Marsch said.",
        ] {
            assert_eq!(conflicts(here, there), 0, "{there}");
        }
    }

    #[test]
    fn one_person_under_two_names_and_her_office_are_left_alone() {
        let a = format!("{WORDS} Mayor Ann Marsh said on Monday in the hall of the harbour.");
        let b = format!("{WORDS} Marsh said on Monday in the hall of the harbour. Mayor Ann Marsh left at noon.");
        let c = format!("{WORDS} the mayor's office said on Monday in the hall of the harbour.");
        assert_eq!(findings(super::CODE, &[("a.txt", &a), ("b.txt", &b), ("c.txt", &c)]), [""; 0]);
    }

    const SOURCE: &str = "The coast guard said late on Monday that the sea gate of the basin had stuck halfway. The Port Office, whose \
                          spokeswoman is Lena Fisk, has no motors left. The Harbour Rescue Union said that nobody had been asked \
                          about the shifts of the night crews. Mayor Helena Marsh said that the schools in the harbour districts \
                          would stay closed until the end of the week.";

    #[test]
    fn another_body_or_person_in_a_sentence_that_was_taken_over_is_found() {
        for (text, expected) in [
            (
                "Ivo Brandt said that nobody had been asked about the shifts of the night crews.",
                "Ivo Brandt is the source here; The Harbour Rescue Union in a.txt",
            ),
            (
                "The Port Office said that the schools in the harbour districts would stay closed until the end of the week.",
                "Port Office is the source here; Mayor Helena Marsh in a.txt",
            ),
        ] {
            let found = crate::checks::testing::drafted(super::CODE, text, &[("a.txt", SOURCE)]);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].ends_with(expected), "{found:?}");
        }
    }

    #[test]
    fn a_spokeswoman_for_her_body_initials_spellings_titles_and_other_mentions_are_left_alone() {
        let source = "The Harbour Rescue Union said that nobody had been asked about the shifts of the night crews. Mayor Helena Marsh said \
                      that the schools in the harbour districts would stay closed. Lena Fisk, the spokeswoman of the Port Office, \
                      left at noon. The Port Office said that the motors of the sea gate were older than its roof. The boats met \
                      the ferry Tern near Thornby on the night of the storm, a fisherman said.";
        for text in [
            "HRU said that nobody had been asked about the shifts of the night crews.",
            "Mayor Helena Marche said that the schools in the harbour districts would stay closed.",
            "Mrs Marsh said that the schools in the harbour districts would stay closed.",
            "She said that the schools in the harbour districts would stay closed.",
            "Lena Fisk said that the motors of the sea gate were older than its roof.",
            "The boats met the ferry Tern near Hillmarch on the night of the storm, a fisherman said.",
        ] {
            let found = crate::checks::testing::drafted(super::CODE, text, &[("a.txt", source)]);
            assert_eq!(found, [""; 0], "{text}");
        }
    }
}
