//! How the quotations of people begin: two articles that let somebody begin alike may go on in other words.

use super::super::figure::hash;
use super::super::person::Person;
use super::super::quote::opening_words;
use super::super::{Corpus, DocumentId, Settings};
use crate::corpus::event::Likenesses;
use crate::reading::{EntityKind, QuotationKind, Reading};

/// The first words of a person's quotation.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(in crate::corpus) struct Opening {
    /// Index into the reading's quotations.
    pub(in crate::corpus) quotation: u32,
    surname: u32,
    words: u32,
}

impl Opening {
    pub(super) fn key(&self) -> u64 {
        hash(&("opening", self.surname, self.words))
    }
}

/// The beginnings of the quotations that have a speaker.
pub(super) fn openings(reading: &Reading, settings: &Settings) -> Vec<Opening> {
    let text = &*reading.article.text;
    let speech = reading.quotations.iter().enumerate().filter(|(_, q)| q.kind == QuotationKind::Speech);
    speech
        .filter_map(|(index, quotation)| {
            let speaker = &reading.entities[quotation.speaker?];
            let begins = || opening_words(quotation.content.iter().map(|part| part.of(text)));
            let words = (speaker.kind == EntityKind::Person).then(begins)??;
            let surname = Person::of(&speaker.name, settings).surname();
            Some(Opening { quotation: index as u32, surname, words: hash(&words) as u32 })
        })
        .collect()
}

impl Corpus {
    /// Quotations of other articles of the event that begin as one of this article does and are by one of its speaker's
    /// name, with the articles.
    pub(in crate::corpus) fn openings_like(
        &self,
        article: DocumentId,
        opening: &Opening,
        likenesses: &mut Likenesses,
    ) -> Vec<(DocumentId, usize)> {
        let others = self.others_of_event(article, opening.key(), likenesses).into_iter();
        others
            .filter_map(|(other, there, item)| Some((other, there.facts.openings.get(item)?.quotation as usize)))
            .collect()
    }
}
