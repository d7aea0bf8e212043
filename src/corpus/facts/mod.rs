//! What the rules over a corpus compare of an article, taken from its reading once.
//!
//! Each kind of fact is a file of its own with the facts, the keys under which comparable ones of other articles are
//! found, and the comparison. A fact holds all that a message or a related place needs, so that no comparison has to
//! look into another article's text. A key that more than [`MOST`] articles have says nothing and is passed over: no
//! comparison grows with the square of the corpus.

mod age;
mod claimant;
mod credit;
mod happening;
mod office;
mod opening;
mod passage;
mod post;
mod rate;
mod spelling;

pub use age::{Age, own_age_conflicts};
pub use claimant::Claimant;
pub use credit::{Credit, Trail};
pub use happening::Happening;
pub use office::Office;
pub(super) use opening::Opening;
pub use passage::CopiedPassage;
pub use rate::{Rate, RateConflict};
pub use spelling::{OtherSpelling, Spelling, own_spellings};

use super::event::{Likenesses, SAME_EVENT};
use super::postings::{KeyKind, Posting};
use super::quote::UtteranceOutline;
use super::utterance_day::{self, Saying};
use super::{ArticleEntry, Corpus, DocumentId, Settings};
use crate::reading::Reading;
use crate::text::Span;
use crate::text::sorting::sort_by;
use jiff::civil::Date;
use smallvec::SmallVec;

/// A key that more facts than this have is passed over.
pub(super) const MOST: usize = 128;

/// The facts of one article.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    /// The day the article is of.
    #[serde(with = "super::day")]
    pub day: Option<Date>,
    /// Its headline, else how its text begins: at most [`TITLE`] characters.
    pub title: Box<str>,
    /// Where its headline stands, else the first part of its text that is read.
    pub opening: Span,
    /// Its publisher, where known: else the outlet or agency that its dateline names.
    pub publisher: Option<Box<str>>,
    /// Its publisher as credits to it are compared; empty where not known.
    pub(super) outlet: Box<str>,
    /// Ages that it gives to people.
    pub ages: Box<[Age]>,
    /// Names that can be spelt in several ways.
    pub spellings: Box<[Spelling]>,
    /// Offices that it gives to people.
    pub offices: Box<[Office]>,
    /// Days on which it says that something happened to people.
    pub happenings: Box<[Happening]>,
    /// Rates of exchange that its pairs of amounts imply.
    pub rates: Box<[Rate]>,
    /// Quotations with a speaker that is certain.
    pub claimants: Box<[Claimant]>,
    /// How its quotations of people begin.
    pub(super) openings: Box<[Opening]>,
    /// What it has from other outlets.
    pub credits: Box<[Credit]>,
    /// On which days it says that its quotations were said.
    pub(super) sayings: Box<[Saying]>,
    /// Fingerprints of its own prose.
    pub(super) prints: Box<[passage::Print]>,
    outlet_keys: Box<[u64]>,
}

impl Facts {
    pub(super) fn of(reading: &Reading, event_keys: &[u64], settings: &Settings) -> Self {
        let outlet = credit::outlet_of(reading);
        let outlet_keys = credit::outlet_keys(&outlet, event_keys);
        let posts = post::of_entities(reading);
        Self {
            day: reading.day(),
            title: title(reading),
            opening: opening(reading),
            publisher: credit::publisher(reading).map(Into::into),
            outlet,
            ages: age::ages(reading, settings).into(),
            spellings: spelling::spellings(reading, &posts).into(),
            offices: office::offices(reading, &posts, settings).into(),
            happenings: happening::happenings(reading, settings).into(),
            rates: rate::rates(reading).into(),
            claimants: claimant::claimants(reading, settings).into(),
            openings: opening::openings(reading, settings).into(),
            credits: credit::credits(reading).into(),
            sayings: utterance_day::sayings(reading).into(),
            prints: passage::prints(reading).into(),
            outlet_keys,
        }
    }

    /// What is at hand of a quotation, with whether and by whom and when it is told to be said.
    pub(super) fn told(&self, quotation: usize, said: UtteranceOutline) -> UtteranceOutline {
        let claimant = self.claimants.binary_search_by_key(&quotation, |claimant| claimant.quotation as usize);
        let claimant = claimant.map_or(0, |found| self.claimants[found].print());
        said.told(claimant, utterance_day::saying(&self.sayings, quotation).is_some())
    }

    /// Every key with the index of its fact.
    pub(super) fn keys(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        fn number<T>(items: &[T], key: impl Fn(&T) -> u64) -> impl Iterator<Item = (u64, u32)> {
            items.iter().enumerate().map(move |(index, item)| (key(item), index as u32))
        }
        number(&self.ages, Age::key)
            .chain(number(&self.spellings, Spelling::key))
            .chain(number(&self.spellings, Spelling::written_key))
            .chain(self.spellings.iter().enumerate().flat_map(|(index, spelling)| {
                spelling.post_keys().into_iter().chain(spelling.ends_key()).map(move |key| (key, index as u32))
            }))
            .chain(number(&self.offices, Office::key))
            .chain(number(&self.happenings, Happening::key))
            .chain(number(&self.rates, Rate::key))
            .chain(number(&self.claimants, Claimant::key))
            .chain(number(&self.openings, Opening::key))
            .chain(number(&self.prints, passage::Print::key))
            .chain(self.outlet_keys.iter().map(|&key| (key, 0)))
    }
}

/// A fact that another article states otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct FactConflict {
    /// Index into this article's facts of the kind.
    pub here: usize,
    /// The other article.
    pub other: DocumentId,
    /// Index into its facts of the kind.
    pub there: usize,
}

/// A kind of fact that two articles can state otherwise.
pub trait Fact: Sized {
    /// Those of an article.
    fn of(facts: &Facts) -> &[Self];
    /// Where it is stated.
    fn span(&self) -> Span;
}

impl Corpus {
    /// Facts of an article that others of the same event state otherwise: the first of each of them, for those of this
    /// article's (told by their index) that `is_asked` wants.
    fn fact_conflicts<T: Fact>(
        &self,
        article: DocumentId,
        key: impl Fn(&T) -> u64,
        is_asked: impl Fn(&Facts, usize) -> bool,
        differ: impl Fn((&Facts, &T), (&Facts, &T)) -> bool,
    ) -> Vec<FactConflict> {
        let Some(entry) = self.article(article).filter(|entry| !T::of(&entry.facts).is_empty()) else {
            return Vec::new();
        };
        let mut likenesses = Likenesses::of(self, article, &entry.signature);
        let mut conflicts: Vec<FactConflict> = Vec::new();
        for (here, fact) in T::of(&entry.facts).iter().enumerate().filter(|(here, _)| is_asked(&entry.facts, *here)) {
            for (other, there, item) in self.others_of_event(article, key(fact), &mut likenesses) {
                let is_seen = conflicts.iter().any(|c| c.here == here && c.other == other);
                let that = T::of(&there.facts).get(item).filter(|_| !is_seen);
                if that.is_some_and(|that| differ((&entry.facts, fact), (&there.facts, that))) {
                    conflicts.push(FactConflict { here, other, there: item });
                }
            }
        }
        conflicts
    }

    /// The facts of other articles that have a key, unless they are too many to say anything.
    fn others_with_fact(&self, article: DocumentId, key: u64) -> Vec<(DocumentId, &ArticleEntry, usize)> {
        self.facts_at(self.places_of_fact(article, key))
    }

    /// The same of those articles alone that report the same event; no other is unpacked.
    fn others_of_event(
        &self,
        article: DocumentId,
        key: u64,
        likenesses: &mut Likenesses,
    ) -> Vec<(DocumentId, &ArticleEntry, usize)> {
        self.facts_of_event(self.places_of_fact(article, key), likenesses)
    }

    /// Where other articles have a fact of that key: nowhere where they are too many to say anything.
    fn places_of_fact(&self, article: DocumentId, key: u64) -> SmallVec<[Posting; 16]> {
        let mut places = self.index.postings(KeyKind::Fact, key, MOST).unwrap_or_default();
        places.retain(|place| place.document() != article);
        places
    }

    /// The facts at those of the places that are in articles of the same event.
    fn facts_of_event(
        &self,
        mut places: SmallVec<[Posting; 16]>,
        likenesses: &mut Likenesses,
    ) -> Vec<(DocumentId, &ArticleEntry, usize)> {
        places.retain(|place| likenesses.with(place.document()) >= SAME_EVENT);
        self.facts_at(places)
    }

    /// The facts at these places, with the articles that state them, in the order of their paths.
    fn facts_at(&self, places: SmallVec<[Posting; 16]>) -> Vec<(DocumentId, &ArticleEntry, usize)> {
        let of_place = |p: Posting| Some((p.document(), self.article(p.document())?, p.item()));
        let mut found: Vec<_> = places.into_iter().filter_map(of_place).collect();
        // By path, not by id: ids depend on the order in which articles were loaded.
        sort_by(&mut found, |a, b| self.by_path(a.0, b.0).then(a.2.cmp(&b.2)));
        found
    }
}

/// So many characters of a headline are kept.
const TITLE: usize = 140;

fn title(reading: &Reading) -> Box<str> {
    let article = &reading.article;
    let stated = article.metadata.title.as_ref().map(|t| t.value.as_str());
    let headline = article.headline().map(|h| h.of(&article.text));
    let opening = reading.sentences.first().map(|s| s.of(&article.text));
    let words: Vec<&str> = headline.or(stated).or(opening).unwrap_or_default().split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(TITLE) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()).into(),
        None => line.into(),
    }
}

fn opening(reading: &Reading) -> Span {
    let article = &reading.article;
    let first = || article.blocks.iter().find(|block| block.kind.is_read()).map(|block| block.body);
    article.headline().or_else(first).unwrap_or(Span::at(0))
}

/// Days between the days of two articles, where both are known.
fn days_apart(a: &Facts, b: &Facts) -> Option<i32> {
    a.day.zip(b.day).and_then(|(a, b)| a.until(b).ok()).map(|span| span.get_days().abs())
}

/// A word in lower case without accents and marks, as spellings are compared.
pub(super) fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => out.push('e'),
            'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => out.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' => out.push('o'),
            'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'ç' | 'ć' | 'č' => out.push('c'),
            'ñ' | 'ń' | 'ň' => out.push('n'),
            'š' | 'ś' | 'ş' | 'ș' => out.push('s'),
            'ž' | 'ź' | 'ż' => out.push('z'),
            'ł' => out.push('l'),
            'ř' => out.push('r'),
            'ť' | 'ţ' | 'ț' => out.push('t'),
            'ď' | 'đ' => out.push('d'),
            'ğ' => out.push('g'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn accents_and_marks_make_no_other_word() {
        assert_eq!(plain("Renée"), "renee");
        assert_eq!(plain("al-Ḥadar"), "alḥadar");
        assert_eq!(plain("O’Brien"), plain("OBrien"));
    }
}
