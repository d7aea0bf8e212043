//! Keys of names and dates, under which the articles are found that speak of the same person, place or day.
//!
//! A key finds too much rather than too little: whether two names are of one person, or two dates of one day, is told by
//! whoever asks, from the readings.

use super::figure::hash;
use super::person::Person;
use super::postings::{KeyKind, Posting};
use super::{Corpus, DocumentId, Settings};
use crate::reading::{Entity, EntityKind, Reading, TimexKind};

/// The keys of the names and dates of an article, without repetition.
pub(super) fn keys(reading: &Reading, settings: &Settings) -> Box<[u64]> {
    let names = reading.entities.iter().map(|entity| name(entity, settings));
    let dates = reading.timexes.iter().filter(|t| t.kind == TimexKind::Date).filter_map(|t| date(&t.value));
    let mut keys: Vec<u64> = names.chain(dates).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into()
}

/// The key of a name: of a person the surname, of anything else the name in small letters.
fn name(entity: &Entity, settings: &Settings) -> u64 {
    match entity.kind {
        EntityKind::Person => hash(&("person", Person::of(&entity.name, settings).surname())),
        kind => hash(&("name", kind as u8, entity.name.to_ascii_lowercase())),
    }
}

/// The key of a TIMEX3 value: what follows the year; `None` for a year alone.
fn date(value: &str) -> Option<u64> {
    let (_, within) = value.split_once('-')?;
    Some(hash(&("date", value.len(), within)))
}

/// The keys of all values that can stand for the same date as this one: any part of a value may be open (`X`). `None`
/// where a part of this one is, which then fits too much to be looked up.
fn dates_like(value: &str) -> Option<Vec<u64>> {
    let (_, within) = value.split_once('-')?;
    let parts: Vec<&str> = within.split('-').collect();
    if within.contains('X') || parts.len() > 3 {
        return None;
    }
    let open = |part: &str| part.replace(|c: char| c.is_ascii_digit(), "X");
    let like = |mask: usize| {
        let part = |(nth, part): (usize, &&str)| if mask >> nth & 1 == 1 { open(part) } else { (*part).to_owned() };
        let within: Vec<String> = parts.iter().enumerate().map(part).collect();
        hash(&("date", value.len(), &*within.join("-")))
    };
    Some((0..1 << parts.len()).map(like).collect())
}

impl Corpus {
    /// The other articles that may name the same person, place or organisation, in the order of their ids.
    pub fn naming(&self, here: DocumentId, entity: &Entity) -> Vec<DocumentId> {
        self.with_any(here, &[name(entity, &self.settings)])
    }

    /// The other articles that may give the same date, in the order of their ids. None for one whose day or week is open
    /// ("Monday" in an article without a date): that it could be any is nothing in common.
    pub fn dating(&self, here: DocumentId, value: &str) -> Vec<DocumentId> {
        dates_like(value).map_or_else(Vec::new, |keys| self.with_any(here, &keys))
    }

    fn with_any(&self, here: DocumentId, keys: &[u64]) -> Vec<DocumentId> {
        let found = |&key: &u64| self.index.postings(KeyKind::Name, key, usize::MAX).unwrap_or_default();
        let mut ids: Vec<DocumentId> = keys.iter().flat_map(found).map(|p: Posting| p.document()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| *id != here);
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::{date, dates_like};

    #[test]
    fn a_date_is_found_under_every_value_that_can_stand_for_it() {
        let found = |value: &str, other: &str| dates_like(value).unwrap().contains(&date(other).unwrap());
        for other in ["2026-03-03", "XXXX-03-03", "1999-03-03", "2026-XX-03", "2026-03-XX"] {
            assert!(found("2026-03-03", other), "{other}");
        }
        assert!(!found("2026-03-03", "2026-03-04") && !found("2026-03", "2026-03-03"));
        assert!(found("2026-W10", "2026-WXX") && dates_like("2026-XX-03").is_none() && date("2026").is_none());
    }
}
