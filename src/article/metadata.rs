//! What is known about an article beside its prose, and where each thing was found.

use crate::text::Span;
use crate::text::sorting::sort_by_key;
use jiff::civil::Date;

/// Something found at a place in the article, or given by the configuration (then without a place).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stated<T> {
    /// What.
    pub value: T,
    /// Where in the article; `None` where the configuration or the caller said so.
    pub span: Option<Span>,
}

/// A date of which parts may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct PartialDate {
    /// Year, where stated.
    pub year: Option<i16>,
    /// Month from 1, where stated.
    pub month: Option<i8>,
    /// Day of the month from 1, where stated.
    pub day: Option<i8>,
}

impl PartialDate {
    /// All three parts, where they make a real day.
    pub fn full(self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()) }
    }
}

/// Where an article's date comes from, from the most trusted down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum DateOrigin {
    /// `[[article]]` in `copydesk.toml`, or the caller of `extract`.
    Configuration,
    /// Front matter.
    FrontMatter,
    /// A date line in the header.
    DateLine,
    /// The dateline that opens the first paragraph.
    Dateline,
}

/// The article's own date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ArticleDate {
    /// The date, perhaps without its year.
    pub date: PartialDate,
    /// Where it stands in the article, if it does.
    pub span: Option<Span>,
    /// What kind of place that is.
    pub origin: DateOrigin,
}

/// What is known about an article beside its prose.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Metadata {
    /// The headline or the front matter's title.
    pub title: Option<Stated<String>>,
    /// Every date found, the most trusted first; they may disagree.
    pub dates: Vec<ArticleDate>,
    /// Who wrote it.
    pub author: Option<Stated<String>>,
    /// Who published it.
    pub publisher: Option<Stated<String>>,
    /// Where it was published.
    pub url: Option<Stated<String>>,
    /// What the article names as its sources (paths, keys or links).
    pub sources: Vec<Stated<String>>,
    /// Folders all of whose articles are its sources, where it names none itself.
    pub source_folders: Vec<String>,
    /// Paths of the files that hold the entries of its citation keys.
    pub bibliography: Vec<Stated<String>>,
}

impl Metadata {
    /// The most trusted date, complete or not.
    pub fn date(&self) -> Option<&ArticleDate> {
        self.dates.first()
    }

    pub(super) fn apply(&mut self, overrides: &Overrides) {
        let given = |value: &Option<String>| value.clone().map(|value| Stated { value, span: None });
        if let Some(date) = overrides.date {
            self.dates.push(ArticleDate { date, span: None, origin: DateOrigin::Configuration });
        }
        sort_by_key(&mut self.dates, |d| d.origin);
        self.publisher = given(&overrides.publisher).or(self.publisher.take());
        self.url = given(&overrides.url).or(self.url.take());
        self.sources.extend(overrides.sources.iter().map(|s| Stated { value: s.clone(), span: None }));
        self.source_folders.clone_from(&overrides.source_folders);
        self.bibliography.extend(overrides.bibliography.iter().map(|b| Stated { value: b.clone(), span: None }));
    }

    /// The document creation time: the most trusted date that names a whole day.
    pub fn dct(&self) -> Option<Date> {
        self.dates.iter().find_map(|d| d.date.full())
    }
}

/// What the configuration says of an article, over what the article says itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Overrides {
    /// Date of publication.
    pub date: Option<PartialDate>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its sources.
    pub sources: Vec<String>,
    /// Folders all of whose articles are its sources, where it names none itself.
    pub source_folders: Vec<String>,
    /// Paths of the files that hold the entries of its citation keys.
    pub bibliography: Vec<String>,
}
