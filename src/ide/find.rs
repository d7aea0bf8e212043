//! Names, quotations and figures over the whole corpus, by a few letters.

use super::SymbolKind;
use super::interrupt::interrupted;
use super::subject::{Subject, entity_of};
use crate::corpus::{ArticleEntry, Corpus, DocumentId, Location};
use crate::reading::{EntityKind, QuotationKind};
use crate::text::sorting::sort_by;

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is called.
    pub name: String,
    /// What kind of thing it is.
    pub kind: SymbolKind,
    /// The path of its article.
    pub path: String,
    /// Where it is.
    pub location: Location,
    score: usize,
}

/// At most so many are given.
const MOST: usize = 200;

/// The names, quotations, figures and annotations whose letters hold those of `query` in order, the closest first.
pub fn find(corpus: &Corpus, query: &str) -> Vec<Found> {
    let query: Vec<char> = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut found = Vec::new();
    for (document, entry) in corpus.articles().into_iter().take_while(|_| !interrupted()) {
        in_article(document, entry, &query, &mut found);
        // Keeps memory small in a large corpus and never drops what would be shown.
        if found.len() > 32 * MOST {
            keep_best(&mut found);
        }
    }
    let files = corpus.ids().into_iter().filter_map(|id| Some((id, corpus.annotation(id)?)));
    for (document, entry) in files.take_while(|_| !interrupted()) {
        for annotation in &entry.file.spans {
            let name = format!("{} ({})", super::markup::shortened(&annotation.quoted), annotation.label);
            if let Some(score) = score(&query, &name) {
                let location = Location { document, span: annotation.line };
                found.push(Found { name, kind: SymbolKind::Name, path: entry.path.to_string(), location, score });
            }
        }
        if found.len() > 32 * MOST {
            keep_best(&mut found);
        }
    }
    keep_best(&mut found);
    found
}

fn keep_best(found: &mut Vec<Found>) {
    sort_by(found, |a, b| (a.score, &a.name, &a.path, a.location).cmp(&(b.score, &b.name, &b.path, b.location)));
    found.truncate(MOST);
}

fn in_article(document: DocumentId, entry: &ArticleEntry, query: &[char], found: &mut Vec<Found>) {
    let reading = &entry.reading;
    let text = &reading.article.text;
    let mut add = |name: String, kind, span| {
        if let Some(score) = score(query, &name) {
            let location = Location { document, span };
            found.push(Found { name, kind, path: entry.path.to_string(), location, score });
        }
    };
    for entity in reading.entities.iter().filter(|entity| entity.kind != EntityKind::Other) {
        if let Some(mention) = reading.mentions.get(entity.introduction) {
            add(entity.name.clone(), SymbolKind::Name, mention.span);
        }
    }
    for (index, quotation) in reading.quotations.iter().enumerate() {
        if quotation.kind == QuotationKind::Speech {
            let speaker = entity_of(reading, Subject::Quotation(index)).map(|e| reading.entities[e].name.as_str());
            let words: Vec<&str> = quotation.span.of(text).split_whitespace().take(12).collect();
            add(
                format!("{}: {}", speaker.unwrap_or("nobody named"), words.join(" ")),
                SymbolKind::Quotation,
                quotation.span,
            );
        }
    }
    for observation in &entry.observations {
        let phrase = reading.quantities[observation.quantity].phrase;
        let words: Vec<&str> = phrase.of(text).split_whitespace().collect();
        add(words.join(" "), SymbolKind::Figure, phrase);
    }
}

/// How far apart the letters of the query stand in the name, the less the closer; `None` where they do not. A letter
/// that begins a word stands next to the one before ("hm" is close to "Helena Marsh").
fn score(query: &[char], name: &str) -> Option<usize> {
    let (mut next, mut gaps, mut last, mut begins) = (0, 0, None, true);
    for (index, c) in name.chars().flat_map(char::to_lowercase).enumerate() {
        if next < query.len() && c == query[next] {
            let gap = last.map_or(index.min(3), |last: usize| index - last - 1);
            gaps += if begins { 0 } else { gap };
            last = Some(index);
            next += 1;
        }
        begins = !c.is_alphanumeric();
    }
    (next == query.len()).then_some(gaps)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn a_few_letters_find_a_person_in_every_article() {
        let fixture = Fixture::new(
            "//- a.txt
Harbourmaster Ann Velder came late.
//- b.txt
The town had trusted Ann Velder for years.
",
        );
        let names =
            |query: &str| find(&fixture.corpus, query).into_iter().map(|f| (f.name, f.path)).collect::<Vec<_>>();
        assert_eq!(names("vldr"), [("Ann Velder".into(), "a.txt".into()), ("Ann Velder".into(), "b.txt".into())]);
        assert!(names("zzz").is_empty());
    }

    #[test]
    fn letters_that_stand_together_are_closer() {
        let query: Vec<char> = "vel".chars().collect();
        assert!(score(&query, "Ann Velder") < score(&query, "Viktor Engel"));
        assert_eq!(score(&query, "lev"), None);
        let initials: Vec<char> = "hm".chars().collect();
        assert!(score(&initials, "Helena Marsh") < score(&initials, "Hamburg mill"));
    }

    #[test]
    fn annotations_are_found_by_their_text_and_their_type() {
        let fixture = Fixture::new("//- a.txt\nIt rained on.\n//- a.ann\nT1\tWeather 3 9\trained\nT2\tCue 10 12\ton\n");
        let found: Vec<_> = find(&fixture.corpus, "rainweather").into_iter().map(|f| (f.name, f.path)).collect();
        assert_eq!(found, [("rained (Weather)".into(), "a.ann".into())]);
    }
}
