//! The same thing in other articles: what hover lists and references collect.

use super::subject::Subject;
use crate::corpus::{ArticleEntry, Corpus, DocumentId, Location};
use crate::reading::{Entity, EntityKind, TimexKind};

/// No more articles than this are looked through for a name or a date, which have no index.
const FARTHEST: usize = 20_000;

/// The first mention of an entity of that name in every other article.
pub(super) fn namesakes(corpus: &Corpus, here: DocumentId, entity: &Entity) -> Vec<(DocumentId, usize)> {
    if !entity.name.contains(char::is_whitespace) && entity.kind == EntityKind::Person {
        return Vec::new();
    }
    others(corpus, here)
        .filter_map(|(id, entry)| {
            let same = |e: &Entity| e.kind == entity.kind && e.name.eq_ignore_ascii_case(&entity.name);
            Some((id, entry.reading.entities.iter().position(same)?))
        })
        .collect()
}

/// The dates in other articles that can be the same day or month as this one.
pub(super) fn same_dates(corpus: &Corpus, here: DocumentId, timex: usize) -> Vec<Location> {
    let Some(entry) = corpus.article(here) else { return Vec::new() };
    let this = &entry.reading.timexes[timex];
    if this.kind != TimexKind::Date || !this.value.contains('-') {
        return Vec::new();
    }
    let mut places = Vec::new();
    for (document, other) in others(corpus, here) {
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

fn others(corpus: &Corpus, here: DocumentId) -> impl Iterator<Item = (DocumentId, &ArticleEntry)> {
    let ids = corpus.ids().into_iter().filter(move |id| *id != here).take(FARTHEST);
    ids.filter_map(|id| Some((id, corpus.article(id)?)))
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
