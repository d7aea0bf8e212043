//! The same thing in other articles: what hover lists and references collect.

use super::interrupt::interrupted;
use super::subject::Subject;
use crate::corpus::{ArticleEntry, Corpus, DocumentId, Location, Person};
use crate::reading::{Entity, EntityKind, TimexKind};

/// No more articles than this are looked through for a name or a date.
const FARTHEST: usize = 20_000;

/// The entity in every other article that is the same as this one. A person counts by given name and surname, however
/// they are spelt ("V. Putin"), and by surname alone ("President Putin", "Mr Putin") where nobody else of the corpus
/// bears it, or where the office given to both is the same; anything else by its name.
pub(super) fn namesakes(corpus: &Corpus, here: DocumentId, entity: &Entity) -> Vec<(DocumentId, usize)> {
    if entity.kind != EntityKind::Person {
        let same = |e: &Entity| e.kind == entity.kind && e.name.eq_ignore_ascii_case(&entity.name);
        let found = looked_through(corpus, corpus.naming(here, entity));
        return found.filter_map(|(id, entry)| Some((id, entry.reading.entities.iter().position(same)?))).collect();
    }
    let person = Person::of(&entity.name, corpus.settings());
    let surname = entity.name.rsplit([' ', '-']).next().unwrap_or(&entity.name).as_bytes();
    let aliased = !corpus.settings().aliases.is_empty();
    // A cheap look before names are taken apart: most share nothing with this one.
    let alike = |name: &str| aliased || name.as_bytes().windows(surname.len()).any(|w| w.eq_ignore_ascii_case(surname));
    let mut bearers: Vec<(DocumentId, usize, Person, &Entity)> = Vec::new();
    for (id, entry) in looked_through(corpus, corpus.naming(here, entity)) {
        for (index, other) in entry.reading.entities.iter().enumerate() {
            if other.kind != EntityKind::Person || !alike(&other.name) {
                continue;
            }
            let theirs = Person::of(&other.name, corpus.settings());
            if theirs.shares_surname(&person) {
                bearers.push((id, index, theirs, other));
            }
        }
    }
    let full = || bearers.iter().map(|b| b.2).chain([person]).filter(Person::has_given);
    let first = full().next();
    let one_bearer = first.is_none_or(|first| full().all(|other| other.may_be(&first)));
    let fits = |theirs: &Person, other: &Entity| {
        let by_name = person.has_given() && theirs.has_given();
        person.may_be(theirs) && (by_name || (one_bearer && first.is_some()) || share_office(entity, other))
    };
    let mut same: Vec<(DocumentId, usize)> = Vec::new();
    for (id, index, theirs, other) in &bearers {
        if fits(theirs, other) && same.last().is_none_or(|last| last.0 != *id) {
            same.push((*id, *index));
        }
    }
    same
}

/// Whether one office, no mere form of address, is given to both ("Governor").
fn share_office(a: &Entity, b: &Entity) -> bool {
    let offices = |e: &Entity| -> Vec<String> {
        let words = e.roles.iter().flat_map(|role| role.split_whitespace());
        let words = words.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        words.filter(|w| w.len() > 3 && !matches!(w.as_str(), "miss" | "former" | "vice" | "deputy")).collect()
    };
    let theirs = offices(b);
    offices(a).iter().any(|office| theirs.contains(office))
}

/// The dates in other articles that can be the same day or month as this one.
pub(super) fn same_dates(corpus: &Corpus, here: DocumentId, timex: usize) -> Vec<Location> {
    let Some(entry) = corpus.article(here) else { return Vec::new() };
    let this = &entry.reading.timexes[timex];
    if this.kind != TimexKind::Date || !this.value.contains('-') {
        return Vec::new();
    }
    let mut places = Vec::new();
    for (document, other) in looked_through(corpus, corpus.dating(here, &this.value)) {
        let same = other.reading.timexes.iter().filter(|t| t.kind == TimexKind::Date && agree(&t.value, &this.value));
        places.extend(same.map(|t| Location { document, span: t.span }));
    }
    places
}

/// Whether two TIMEX3 values of one size can stand for the same date; open parts (`X`) fit anything.
fn agree(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes().zip(b.bytes()).all(|(a, b)| a == b || a == b'X' || b == b'X')
        && a.bytes().chain(b.bytes()).all(|c| c.is_ascii_digit() || matches!(c, b'-' | b'X' | b'W'))
        && a.bytes().any(|c| c.is_ascii_digit())
        && b.bytes().any(|c| c.is_ascii_digit())
}

fn looked_through(corpus: &Corpus, found: Vec<DocumentId>) -> impl Iterator<Item = (DocumentId, &ArticleEntry)> {
    let found = found.into_iter().take(FARTHEST).take_while(|_| !interrupted());
    found.filter_map(|id| Some((id, corpus.article(id)?)))
}

/// Every report of the figure or quotation that the subject is, this one first.
pub(super) fn reports(corpus: &Corpus, here: DocumentId, subject: Subject) -> Vec<Location> {
    let Some(entry) = corpus.article(here) else { return Vec::new() };
    match subject {
        Subject::Figure(index) => {
            let mut places = vec![figure(here, entry, index)];
            let related = corpus.figure_relations(here, index);
            places
                .extend(related.iter().filter_map(|r| Some(figure(r.other, corpus.article(r.other)?, r.observation))));
            places
        }
        Subject::Quotation(index) => {
            let mut places = vec![Location { document: here, span: entry.reading.quotations[index].span }];
            places.extend(corpus.quote_variants(here, index).iter().filter_map(|v| {
                let other = corpus.article(v.other)?;
                Some(Location { document: v.other, span: other.reading.quotations.get(v.quotation)?.span })
            }));
            places
        }
        _ => Vec::new(),
    }
}

/// Where a figure stands.
pub(super) fn figure(document: DocumentId, entry: &ArticleEntry, observation: usize) -> Location {
    let quantity = entry.observations[observation].quantity;
    Location { document, span: entry.reading.quantities[quantity].phrase }
}

/// How a place in another article is named: its file and line, with publisher and date where known.
pub(super) fn label(entry: &ArticleEntry, offset: u32) -> String {
    if entry.is_archived() {
        return entry.label().to_owned();
    }
    let article = &entry.reading.article;
    let line = 1 + memchr::memchr_iter(b'\n', &article.text.as_bytes()[..offset as usize]).count();
    let publisher = article.metadata.publisher.as_ref().map(|p| p.value.clone());
    let date = article.metadata.dct().map(|date| date.to_string());
    let known: Vec<String> = publisher.into_iter().chain(date).collect();
    let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
    format!("{}:{line}{known}", entry.label())
}

#[cfg(test)]
mod tests {
    use super::agree;

    #[test]
    fn open_parts_of_dates_agree_with_anything() {
        assert!(agree("2015-09", "XXXX-09") && agree("2016-12-16", "2016-12-16"));
        assert!(!agree("2015-09", "2015-10") && !agree("2015-09", "2015-09-01") && !agree("XXXX-XX", "2015-09"));
    }
}
