//! A draft laid beside one source, for tests.

use super::super::{Corpus, Settings};
use super::Difference;
use crate::article::{Article, Markup, Overrides};
use crate::reading::read;
use std::sync::Arc;

/// The date of both.
const DAY: &str = "2026-03-05";

/// In what the draft differs from its source: what both say, for the differences of these kinds.
pub(super) fn differences(wanted: &[Difference], draft: &str, source: &str) -> Vec<String> {
    let draft = format!("---\ndate: {DAY}\nsources: [a.txt]\n---\n{draft}");
    let source = format!("---\ndate: {DAY}\n---\n{source}");
    let articles = [("a.txt", source), ("draft.txt", draft)].map(|(path, text)| {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        (Arc::from(path), Arc::new(read(Arc::new(article))))
    });
    let corpus = Corpus::of_articles(Settings::default(), articles.into());
    let (id, _) =
        corpus.articles().into_iter().find(|(_, entry)| &*entry.path == "draft.txt").expect("the draft is there");
    let comparison = corpus.comparison(id).expect("it cites a source");
    let all = comparison.items.iter().flat_map(|item| &item.discrepancies);
    all.filter(|d| wanted.contains(&d.difference)).map(|d| d.says.clone()).collect()
}
