//! Who is quoted: quotations put together by their speaker, over all articles of a corpus.

use super::QuoteRow;
use crate::corpus::{Corpus, Person};
use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashMap;

/// Somebody who is quoted.
#[derive(Clone, Debug)]
pub struct Voice {
    /// The fullest name.
    pub name: String,
    /// The quotations, as indices into the rows that were given, in their order.
    pub rows: Vec<usize>,
}

/// Quotations by speaker: those of one surname and of given names that agree are one person's. Who is quoted most
/// comes first; quotations that nobody is named for are left out.
pub fn voices(corpus: &Corpus, quotes: &[QuoteRow]) -> Vec<Voice> {
    struct Found {
        person: Person,
        names: FxHashMap<String, usize>,
        rows: Vec<usize>,
    }
    let mut found: Vec<Found> = Vec::new();
    let mut by_surname: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    // Full names first, so that a bare surname finds its bearer.
    let mut named: Vec<(usize, &str)> =
        quotes.iter().enumerate().filter_map(|(i, q)| Some((i, q.speaker.as_deref()?))).collect();
    sort_by_key(&mut named, |(_, name)| !name.contains(' '));
    for (row, name) in named {
        let person = Person::of(name, corpus.settings());
        let surname = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
        let known = by_surname.entry(surname).or_default();
        let index = match known.iter().copied().find(|&v| found[v].person.may_be(&person)) {
            Some(index) => index,
            None => {
                found.push(Found { person, names: FxHashMap::default(), rows: Vec::new() });
                known.push(found.len() - 1);
                found.len() - 1
            }
        };
        *found[index].names.entry(name.to_owned()).or_default() += 1;
        found[index].rows.push(row);
    }
    let voice = |mut found: Found| {
        let fullest = |n: &(String, usize)| (n.0.contains(' '), n.1, std::cmp::Reverse(n.0.clone()));
        found.rows.sort_unstable();
        let name = found.names.into_iter().max_by_key(fullest).map(|n| n.0).unwrap_or_default();
        Voice { name, rows: found.rows }
    };
    let mut voices: Vec<Voice> = found.into_iter().map(voice).collect();
    let articles = |voice: &Voice| {
        let paths: rustc_hash::FxHashSet<&str> = voice.rows.iter().map(|&row| quotes[row].path.as_str()).collect();
        paths.len()
    };
    voices.sort_by_cached_key(|v| (std::cmp::Reverse(v.rows.len()), std::cmp::Reverse(articles(v)), v.name.clone()));
    voices
}
