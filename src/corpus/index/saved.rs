//! The index of a corpus, written down and taken back, so that a start need not put it together again.
//!
//! What is written is what a start makes of every article otherwise: its outline and the places of its keys in their
//! order. It is written in sections that are read side by side: outlines of [`TOGETHER`] articles each, and the places of
//! each part of [`Postings`], as in an archive: how many places there are, then for each key in rising order how far it is from
//! the one before, how many places have it, and each place as the article (how far from the one before) and the item, in numbers of seven bits a
//! byte. Articles are numbered in the order in which they are listed; whoever takes them back says which of them are still
//! there, and what is written of others is passed over. Where sections are kept, under which names articles are known, and
//! whether the bytes are those that were written is the matter of whoever keeps them.

use super::super::keys::Outline;
use super::super::numbers::{read_number, write_number};
use super::super::packed::Packed;
use super::super::postings::{PARTS, Part, Posting, Postings};
use super::super::{Corpus, DocumentId};
use super::{Index, Run};
use std::sync::Arc;

/// So many articles have their outlines in one section.
const TOGETHER: usize = 1024;

/// What is read and written by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The outlines of some articles that follow each other.
    Outlines(usize),
    /// The places of the keys that begin with the same bits.
    Places(usize),
}

/// All sections of an index of so many articles.
pub fn sections(articles: usize) -> impl Iterator<Item = Section> {
    (0..articles.div_ceil(TOGETHER)).map(Section::Outlines).chain((0..PARTS).map(Section::Places))
}

/// The articles of a corpus that are written down.
#[derive(Debug)]
pub struct Listed {
    ids: Vec<DocumentId>,
    /// The name of each, in the order of their numbers.
    pub names: Vec<u128>,
    /// The number of each document, [`NONE`] of one that is not written down.
    numbers: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// An article on its way back into a corpus.
#[derive(Clone, Debug)]
pub struct SavedArticle {
    /// The number under which it was listed.
    pub number: u32,
    /// Where it is now.
    pub path: Arc<str>,
    /// Its name.
    pub name: u128,
    /// Its compact form.
    pub packed: Packed,
}

impl Corpus {
    /// The packed articles that have a name which is `wanted`.
    pub fn listed(&self, wanted: impl Fn(u128) -> bool) -> Listed {
        let named = |id: DocumentId| self.index.slot(id)?.held.as_ref()?.name.filter(|name| wanted(*name));
        let (ids, names): (Vec<_>, Vec<_>) = self.index.ids().filter_map(|id| named(id).map(|name| (id, name))).unzip();
        let mut numbers = vec![NONE; self.next as usize];
        ids.iter().enumerate().for_each(|(number, id)| numbers[id.0 as usize] = number as u32);
        Listed { ids, names, numbers }
    }

    /// A section of the index of the articles that were listed, of this very state.
    pub fn section(&self, listed: &Listed, section: Section) -> Vec<u8> {
        match section {
            Section::Outlines(nth) => {
                let some = listed.ids.iter().skip(nth * TOGETHER).take(TOGETHER);
                let outlines: Vec<&Outline> = some.filter_map(|id| self.index.outline(*id)).collect();
                // Nothing here has a form that cannot be written.
                postcard::to_allocvec(&outlines).unwrap_or_default()
            }
            Section::Places(part) => self.index.written(listed, part),
        }
    }

    /// Takes articles of which none is here yet, in the order of their numbers; `all` were listed. `read` gives each section
    /// as it was written, or nothing. Where something does not fit, nothing is taken, and the answer is `false`.
    pub fn extend_saved(
        &mut self,
        articles: Vec<SavedArticle>,
        all: usize,
        read: &(dyn Fn(Section) -> Option<Vec<u8>> + Sync),
    ) -> bool {
        let is_new = |article: &SavedArticle| !self.paths.contains_key(&article.path);
        let in_order = articles.is_sorted_by(|a, b| a.number < b.number);
        if !in_order || articles.last().is_some_and(|last| last.number as usize >= all) || !articles.iter().all(is_new)
        {
            return false;
        }
        let mut ids = vec![NONE; all];
        articles.iter().zip(self.next..).for_each(|(article, id)| ids[article.number as usize] = id);
        let Some((outlines, postings)) = read_all(&ids, read) else { return false };
        self.forget_answers();
        let first = self.index.changes + 1;
        for article in articles {
            let Some(outline) = outlines.get(article.number as usize) else { continue };
            let id = self.id_for(&article.path);
            self.index.changes += 1;
            let packed = Some(Arc::new(article.packed));
            let held = self.index.held(article.path, outline.clone(), packed, None, Some(article.name));
            self.index.place(id, Some(held));
        }
        self.index.runs.push(Arc::new(Run { first, last: self.index.changes, postings }));
        self.index.pack_unseen();
        true
    }
}

impl Index {
    /// The places of a part as bytes.
    fn written(&self, listed: &Listed, part: usize) -> Vec<u8> {
        let mut places: Vec<Posting> = Vec::new();
        for run in &self.runs {
            let live = run.postings.part(part, PARTS).iter().filter(|place| self.is_live(place, run));
            places.extend(live.filter_map(|place| {
                let number = *listed.numbers.get(place.document().0 as usize)?;
                (number != NONE).then(|| place.of_document(DocumentId(number)))
            }));
        }
        // Runs are sorted, and this sort looks for such.
        places.sort();
        let (mut out, mut last) = (Vec::with_capacity(8 * places.len()), 0);
        write_number(places.len() as u64, &mut out);
        for of_key in places.chunk_by(|a, b| a.key_bits() == b.key_bits()) {
            let key = of_key[0].key_bits();
            write_number(key - last, &mut out);
            write_number(of_key.len() as u64, &mut out);
            last = key;
            let mut before = 0;
            for place in of_key {
                let article = place.document().0;
                write_number(u64::from(article - before), &mut out);
                write_number(place.item() as u64, &mut out);
                before = article;
            }
        }
        out
    }
}

/// Everything that was written of the articles that have an id.
fn read_all(ids: &[u32], read: &(dyn Fn(Section) -> Option<Vec<u8>> + Sync)) -> Option<(Vec<Arc<Outline>>, Postings)> {
    use rayon::prelude::*;
    let outlines = (0..ids.len().div_ceil(TOGETHER)).into_par_iter().map(|nth| {
        let some: Vec<Arc<Outline>> = postcard::from_bytes(&read(Section::Outlines(nth))?).ok()?;
        (some.len() == ids.len().min((nth + 1) * TOGETHER) - nth * TOGETHER).then_some(some)
    });
    let outlines = outlines.collect::<Option<Vec<_>>>()?.concat();
    let parts = (0..PARTS).into_par_iter().map(|part| places(&read(Section::Places(part))?, part, ids));
    Some((outlines, Postings::of_parts(parts.collect::<Option<_>>()?)))
}

/// The places of a part, of the articles that have an id.
fn places(mut bytes: &[u8], part: usize, ids: &[u32]) -> Option<Part> {
    let from = &mut bytes;
    // Room for all of them and no more, so that nothing is moved; each has two bytes at least.
    let all = usize::try_from(read_number(from)?).ok().filter(|all| *all <= from.len() / 2)?;
    let mut places = Vec::with_capacity(all);
    let mut key = 0u64;
    while !from.is_empty() {
        key = key.checked_add(read_number(from)?)?;
        let (count, mut article) = (read_number(from)?, 0u64);
        for _ in 0..count {
            article = article.checked_add(read_number(from)?)?;
            let item = u16::try_from(read_number(from)?).ok()?;
            let id = *ids.get(usize::try_from(article).ok()?)?;
            if id != NONE {
                places.push(Posting::of_bits(key, DocumentId(id), item)?);
            }
        }
    }
    if places.len() > all || places.iter().any(|place: &Posting| place.part() != part) || !places.is_sorted() {
        return None;
    }
    // Of articles that are gone there is nothing.
    if places.len() < all - all / 8 {
        places.shrink_to_fit();
    }
    Some(Part::sorted(places, Postings::EQUAL))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{NewDocument, Prepared, Settings};
    use crate::reading;

    const WIRE: &str = "\"The water had already reached the lower hall when we opened the gates,\" Ann Marsh said. The flood in \
                        Port Alder killed at least 34 people.";
    const OTHER: &str = "\"The water was already in the lower hall when we opened the gates,\" Ann Marsh said on Monday. The \
                         flood in Port Alder killed 21 people.";

    fn prepared(nth: usize) -> Prepared {
        let text = format!("{} Some {nth} boats were lost.", [WIRE, OTHER][nth % 2]);
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        Prepared::of(Arc::new(reading::read(Arc::new(article))), &Settings::default()).named(nth as u128)
    }

    fn corpus(which: impl Iterator<Item = usize>, batch: usize) -> Corpus {
        let mut corpus = Corpus::new(Settings::default());
        let all: Vec<_> = which.map(|nth| (path(nth), NewDocument::Prepared(prepared(nth)))).collect();
        all.chunks(batch).for_each(|some| corpus.extend(some.to_vec()));
        corpus
    }

    fn path(nth: usize) -> Arc<str> {
        format!("wire/{nth}.txt").into()
    }

    /// All that is found between articles, by path.
    fn found(corpus: &Corpus) -> Vec<String> {
        let name = |id: DocumentId| corpus.path(id).unwrap().clone();
        let of = |(id, entry): (DocumentId, &crate::corpus::ArticleEntry)| {
            let figures = (0..entry.observations.len()).flat_map(|figure| corpus.figure_relations(id, figure));
            let figures = figures.map(|r| format!("{} {} {:?}", name(r.other), r.observation, r.relation));
            let quotes = (0..entry.reading.quotations.len()).flat_map(|quotation| corpus.quote_variants(id, quotation));
            let quotes = quotes.map(|v| format!("{} {} {:?}", name(v.other), v.quotation, v.relation));
            let near = corpus.near_duplicates(id).into_iter().map(|(other, share)| format!("{} {share}", name(other)));
            format!("{}: {:?}", entry.path, figures.chain(quotes).chain(near).collect::<Vec<_>>())
        };
        corpus.articles().into_iter().map(of).collect()
    }

    fn taken_back(corpus: &Corpus, left: impl Fn(usize) -> bool, into: &mut Corpus) -> bool {
        let listed = corpus.listed(|_| true);
        let numbered = listed.names.iter().enumerate().filter(|(_, name)| left(**name as usize));
        let articles = numbered.map(|(number, &name)| {
            let packed = prepared(name as usize).packed().clone();
            SavedArticle { number: number as u32, path: path(name as usize), name, packed }
        });
        into.extend_saved(articles.collect(), listed.names.len(), &|section| Some(corpus.section(&listed, section)))
    }

    #[test]
    fn an_index_that_was_written_down_finds_what_one_does_that_is_made_anew() {
        let mut saved = corpus(0..12, 5);
        saved.put_article(&path(3), Arc::default());
        saved.remove(saved.id(&path(4)).unwrap());
        let mut back = corpus([20, 21].into_iter(), 2);
        assert!(taken_back(&saved, |nth| nth != 7, &mut back));
        let left = (0..12).filter(|nth| ![3, 4, 7].contains(nth));
        let fresh = corpus(left.chain([20, 21]), 64);
        let mut expected = found(&fresh);
        // The article that became empty is packed as well, but has no name.
        assert!(back.id(&path(3)).is_none());
        assert_eq!(found(&back), expected);
        assert!(expected.join("").contains("Conflict") && expected.join("").contains("Altered"));
        // It takes edits as any other, and can be written down again.
        for corpus in [&mut back, &mut saved] {
            corpus.extend(vec![(path(5), NewDocument::Prepared(prepared(30)))]);
        }
        let mut again = Corpus::new(Settings::default());
        assert!(taken_back(&back, |nth| nth != 30, &mut again));
        expected = found(&corpus((0..12).filter(|nth| ![3, 4, 5, 7].contains(nth)).chain([20, 21]), 64));
        assert_eq!(found(&again), expected);
    }

    #[test]
    fn of_sections_that_are_not_what_was_written_nothing_is_taken() {
        let saved = corpus(0..6, 6);
        let listed = saved.listed(|_| true);
        let articles: Vec<_> = (0..6)
            .map(|nth| SavedArticle {
                number: nth,
                path: path(nth as usize),
                name: nth.into(),
                packed: prepared(nth as usize).packed().clone(),
            })
            .collect();
        let mut back = Corpus::new(Settings::default());
        for broken in sections(6) {
            let read = |section: Section| Some(saved.section(&listed, section)).filter(|_| section != broken);
            assert!(!back.extend_saved(articles.clone(), 6, &read) && back.ids().is_empty());
        }
        let mut backwards = articles.clone();
        backwards.reverse();
        let read = |section: Section| Some(saved.section(&listed, section));
        assert!(!back.extend_saved(backwards, 6, &read) && !back.extend_saved(articles.clone(), 5, &read));
        assert!(back.extend_saved(articles.clone(), 6, &read) && !back.extend_saved(articles, 6, &read));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_places_of_that_part_or_none(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..64)) {
            let part = places(&bytes, 0, &[5, NONE, 6]);
            proptest::prop_assert!(part.is_none_or(|part| part.places().iter().all(|place| place.part() == 0)));
        }
    }
}
