//! Articles that tell of one event within days of each other, each in its own words.

use super::event::{Likenesses, opening_keys};
use super::figure::{days_apart, open_with_one_name};
use super::postings::KeyKind;
use super::{ArticleEntry, Corpus, DocumentId};
use crate::text::sorting::sort_by;

/// Articles that have less in common tell of two events, and those that have more print one text, whose sentences are
/// compared word by word.
const ONE_EVENT: f32 = 0.12;
const ONE_TEXT: f32 = 0.7;
/// What articles of no known day have in common that tell of one moment.
const ONE_STORY: f32 = 0.4;
/// So many of the articles of an event are looked at, those that have most in common.
const ARTICLES: usize = 8;
/// A key that more articles have leads to none of them.
const CROWDED: usize = 512;
/// Days between two articles that tell of the same news.
const NEWS_DAYS: i32 = 5;

impl Corpus {
    /// The other articles that tell of the event of an article, within days of it, in other words: those that have most in common with
    /// it.
    pub(super) fn retellings(&self, article: DocumentId, entry: &ArticleEntry) -> Vec<(DocumentId, &ArticleEntry)> {
        let mut likenesses = Likenesses::of(self, article, &entry.signature);
        let mut others: Vec<DocumentId> = Vec::new();
        for key in opening_keys(entry) {
            let places = self.index.postings(KeyKind::Fact, key, CROWDED).unwrap_or_default();
            others.extend(places.iter().map(|place| place.document()).filter(|other| *other != article));
        }
        others.sort_unstable();
        others.dedup();
        // Of articles of no known day these have too little in common.
        let least = if entry.day.is_some() { ONE_EVENT } else { ONE_STORY };
        let alike = others.into_iter().map(|other| (other, likenesses.with(other)));
        let mut alike: Vec<(DocumentId, f32)> =
            alike.filter(|(_, likeness)| (least..ONE_TEXT).contains(likeness)).collect();
        sort_by(&mut alike, |a, b| b.1.total_cmp(&a.1).then_with(|| self.by_path(a.0, b.0)));
        alike.truncate(ARTICLES);
        let found = alike.into_iter().filter_map(|(other, likeness)| Some((other, likeness, self.article(other)?)));
        let found = found.filter(|(_, likeness, there)| {
            are_of_one_time(entry, there, *likeness) && open_with_one_name(entry, there)
        });
        found.map(|(other, _, there)| (other, there)).collect()
    }
}

/// Whether both tell of the same news: by their days as far as these are known, else because they have so much in common.
fn are_of_one_time(here: &ArticleEntry, there: &ArticleEntry, likeness: f32) -> bool {
    let are_dated = here.day.is_some() && there.day.is_some();
    if are_dated { days_apart(here, there) <= NEWS_DAYS } else { likeness >= ONE_STORY }
}
