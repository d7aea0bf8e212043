//! How much the words that two quotations have in common say about where they come from.
//!
//! Chance and set phrases put a few words in a row into many mouths ("the President of the United States"), and the more so the more
//! articles there are. So the words that stand beside each other in both are weighed by how rare they are in English at
//! large, and what articles of one event may share is asked for in greater measure of any two articles.

use super::{QuoteRelation, Utterance};
use crate::corpus::event::SAME_EVENT;
use rustc_hash::FxHashSet;

/// What two quotations need besides their words, from the most to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// Nothing makes them one utterance.
    None,
    /// They are one utterance if the articles have much in common.
    OfOneEvent,
    /// They are one utterance if the articles have something in common.
    Retold,
    /// No accident puts these words into two mouths, or into one twice.
    Certain,
}

/// Words as common as one in three hundred weigh nothing: they stand in most articles.
const USUAL: u8 = 100;
/// The share of the shorter one's weight that is retold: in articles that have something, and that have much in common.
const RETOLD: f32 = 0.6;
const HINTED: f32 = 0.3;
/// What the retold words weigh at least, 12 for every halving of a word's share of all words.
const WEIGHT: u32 = 150;
/// So many words in a row are of it.
const RETOLD_RUN: usize = 5;
/// So many words in a row are retold, whatever else is said.
const PASSAGE: usize = 10;
/// How many words in a row any two articles' quotations must share to be one utterance: of two speakers who may be one
/// (everyone has set phrases), and of others.
const OWN_RUN: usize = 6;
const CERTAIN_RUN: usize = 8;
/// Words with a meaning that the same, or the shorter, of two utterances must have there.
const CERTAIN_STEMS: usize = 4;
/// Likeness from which articles have much in common.
const MUCH_IN_COMMON: f32 = 0.3;

impl Evidence {
    /// What so many words with a meaning say that two have in common and, of one of them, nothing else.
    pub(super) fn of_same(stems: usize) -> Self {
        if stems >= CERTAIN_STEMS { Self::Certain } else { Self::Retold }
    }

    /// Whether it is enough for two quotations in articles that are so alike, and of which `shares_another` says whether
    /// they surely have another quotation in common.
    pub(super) fn suffices(
        self,
        is_anothers: bool,
        likeness: impl FnOnce() -> f32,
        shares_another: impl FnOnce() -> bool,
    ) -> bool {
        match self {
            Evidence::Certain => true,
            Evidence::None => false,
            _ if is_anothers => false,
            Evidence::Retold => likeness() >= SAME_EVENT,
            Evidence::OfOneEvent => {
                let likeness = likeness();
                likeness >= MUCH_IN_COMMON || likeness >= SAME_EVENT && shares_another()
            }
        }
    }
}

/// How much a word weighs that is so rare.
pub(super) fn weight(rarity: u8) -> u8 {
    rarity.saturating_sub(USUAL)
}

impl Utterance {
    /// What the words of two quotations that are related say.
    pub(super) fn evidence(&self, other: &Self, relation: QuoteRelation) -> Evidence {
        let (short, long) = if self.words().len() <= other.words().len() { (self, other) } else { (other, self) };
        match relation {
            QuoteRelation::Same | QuoteRelation::Truncated => Evidence::of_same(short.stems.len()),
            QuoteRelation::Translated => Evidence::OfOneEvent,
            QuoteRelation::Altered => {
                let (weight, share) = short.retold(long);
                let run = |length| short.phrases(long, length) > 0.0;
                if share >= RETOLD && weight >= WEIGHT && run(RETOLD_RUN) || run(PASSAGE) {
                    match run(if self.has_speaker_of(other) { OWN_RUN } else { CERTAIN_RUN }) {
                        true => Evidence::Certain,
                        false => Evidence::Retold,
                    }
                } else if share >= HINTED {
                    Evidence::OfOneEvent
                } else {
                    Evidence::None
                }
            }
        }
    }

    /// Whether both have so many words in a row that nobody would translate both alike.
    pub(super) fn shares_passage(&self, other: &Self) -> bool {
        self.phrases(other, PASSAGE) > 0.0
    }

    /// Of its words, those that stand beside the same word in `other`: how much they weigh, and which share of all that is.
    fn retold(&self, other: &Self) -> (u32, f32) {
        let theirs: FxHashSet<&[u32]> = other.words().windows(2).collect();
        let own = self.words();
        let (mut both, mut all) = (0, 0);
        for (i, weight) in self.prints().weights.iter().map(|w| u32::from(*w)).enumerate() {
            let beside = |from: usize| own.get(from..from + 2).is_some_and(|pair| theirs.contains(pair));
            all += weight;
            both += if beside(i) || i > 0 && beside(i - 1) { weight } else { 0 };
        }
        (both, both as f32 / all.max(1) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{QuoteRelation, Utterance};
    use super::Evidence;

    fn evidence(a: &str, b: &str, relation: QuoteRelation) -> Evidence {
        let of = |words: &str| Utterance::new(words, None);
        assert_eq!(of(a).evidence(&of(b), relation), of(b).evidence(&of(a), relation));
        of(a).evidence(&of(b), relation)
    }

    #[test]
    fn a_set_phrase_shows_no_utterance() {
        let office = "The President of the United States owns a ferry.";
        let back = "The President of the United States missed the boat.";
        assert_eq!(evidence(office, back, QuoteRelation::Altered), Evidence::OfOneEvent);
        let oath = "I will preserve, protect and defend the Constitution of the United States.";
        let breach =
            "He swore to defend the Constitution of the United States and let smugglers row past the customs pier.";
        assert!(evidence(oath, breach, QuoteRelation::Altered) < Evidence::Certain);
    }

    #[test]
    fn most_of_what_was_said_shows_it_whatever_the_articles_are_about() {
        let wire = "The water had already reached the lower hall when the gates were open.";
        let altered = "The water had already reached the lower hall when we opened all gates.";
        assert_eq!(evidence(wire, altered, QuoteRelation::Altered), Evidence::Certain);
        assert_eq!(evidence(wire, wire, QuoteRelation::Same), Evidence::Certain);
        assert_eq!(evidence("It is what it is.", "It is what it is.", QuoteRelation::Same), Evidence::Retold);
    }

    #[test]
    fn a_long_passage_shows_it_beside_much_else() {
        let cut = "The ferries were in the outer basin, nobody had moored them, and the wardens had been told so twice by letter.";
        let other = "I warned them: the ferries were in the outer basin, nobody had moored them. Our surveyors drew cracks, rust, \
                     seepage, timber rot, and every councillor shrugged.";
        assert_eq!(evidence(cut, other, QuoteRelation::Altered), Evidence::Certain);
    }

    #[test]
    fn what_two_named_people_say_is_one_utterance_only_where_it_is_certain() {
        assert!(Evidence::Certain.suffices(true, || 0.0, || false));
        assert!(!Evidence::Retold.suffices(true, || 1.0, || true));
        assert!(Evidence::Retold.suffices(false, || 0.2, || false));
        assert!(!Evidence::OfOneEvent.suffices(false, || 0.2, || false));
        assert!(Evidence::OfOneEvent.suffices(false, || 0.2, || true));
        assert!(!Evidence::None.suffices(false, || 1.0, || true));
    }

    #[test]
    fn an_editors_marks_and_spellings_change_no_words() {
        for (a, b) in [
            (
                "Rather than row, the wardens of the harbour walked.",
                "(r)ather than row, the wardens of the harbour walked",
            ),
            ("The water had reached the lower hall.", "[t]he water had reached the lower hall."),
            ("Senator Marsh, I am not aware of any of that.", "Sen. Marsh, I am not aware of any of that."),
            ("We stand behind the harbour 100 percent.", "We stand behind the harbour 100%."),
        ] {
            let related = Utterance::new(a, None).similar(&Utterance::new(b, None));
            assert_eq!(related, Some((QuoteRelation::Same, 1.0)), "{a}");
        }
    }

    #[test]
    fn a_slogan_with_another_word_in_it_is_not_altered() {
        let related = |a: &str, b: &str| Utterance::new(a, None).similar(&Utterance::new(b, None));
        assert_eq!(related("Make Alder Harbour great", "Make Alder Harbour whole"), None);
    }
}
