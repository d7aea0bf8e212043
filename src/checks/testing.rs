//! What the tests of all rules share: a corpus from strings, findings as lines.

use super::{Selection, check};
use crate::article::{Article, Markup, Overrides};
use crate::corpus::{Corpus, Settings};
use crate::reading;
use std::sync::Arc;

/// The findings of one rule in articles given as (path, text), each as `path: covered text: message`.
pub(super) fn findings(code: &str, articles: &[(&str, &str)]) -> Vec<String> {
    findings_in(code, articles, Markup::Plain)
}

fn findings_in(code: &str, articles: &[(&str, &str)], markup: Markup) -> Vec<String> {
    let read = |text: &str| reading::read(Arc::new(Article::parse(text.into(), markup, &Overrides::default())));
    let readings = articles.iter().map(|(path, text)| (Arc::from(*path), Arc::new(read(text)))).collect();
    let corpus = Corpus::of_articles(Settings::default(), readings);
    let mut selection = Selection::default();
    selection.select(&[code.to_owned()]).expect("the rule exists");
    let mut lines = Vec::new();
    for (id, entry) in corpus.articles() {
        for finding in check(&corpus, id, &selection) {
            let covered = finding.location.span.of(&entry.reading.article.text);
            lines.push(format!("{}: {covered}: {}", entry.path, finding.message));
        }
    }
    lines
}

/// The findings of one rule in a brat annotation file of an article, each as `covered text: message`.
pub(super) fn annotation_findings(code: &str, article: &str, annotation: &str) -> Vec<String> {
    annotation_findings_under(code, article, annotation, "")
}

/// The same under an `annotation.conf`, unless that is empty.
pub(super) fn annotation_findings_under(code: &str, article: &str, annotation: &str, schema: &str) -> Vec<String> {
    let parsed = Article::parse(article.into(), Markup::Plain, &Overrides::default());
    let mut corpus = Corpus::new(Settings::default());
    let id = corpus.put_article("a.txt", Arc::new(reading::read(Arc::new(parsed))));
    let file = crate::annotation::brat::parse(annotation.into(), article);
    let id = corpus.put_annotation("a.ann", Arc::new(file), Some(id));
    if !schema.is_empty() {
        let file = crate::annotation::AnnotationFile::of_schema(schema.into());
        corpus.put_annotation("annotation.conf", Arc::new(file), None);
    }
    let mut selection = Selection::default();
    selection.select(&[code.to_owned()]).expect("the rule exists");
    let found = check(&corpus, id, &selection);
    found.iter().map(|f| format!("{}: {}", f.location.span.of(annotation), f.message)).collect()
}

/// The texts that the findings of one rule cover in one article.
pub(super) fn covered(code: &str, text: &str) -> Vec<String> {
    let shown = findings(code, &[("a.txt", text)]);
    shown.iter().map(|line| line.split(": ").nth(1).unwrap_or_default().to_owned()).collect()
}

/// The fixes of one rule in the first of some articles, each as its title and the article as it is afterwards.
pub(super) fn fixed(code: &str, articles: &[(&str, &str)]) -> Vec<(String, String)> {
    let read = |text: &str| reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default())));
    let readings = articles.iter().map(|(path, text)| (Arc::from(*path), Arc::new(read(text)))).collect();
    let corpus = Corpus::of_articles(Settings::default(), readings);
    let mut selection = Selection::default();
    selection.select(&[code.to_owned()]).expect("the rule exists");
    let id = corpus.id(articles[0].0).expect("the article is there");
    let fixes = check(&corpus, id, &selection).into_iter().flat_map(|finding| finding.fixes);
    let apply = |fix: super::Fix| {
        let mut text = articles[0].1.to_owned();
        let mut edits = fix.edits;
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.location.span));
        edits.iter().for_each(|edit| text.replace_range(edit.location.span.range(), &edit.text));
        (fix.title, text)
    };
    fixes.map(apply).collect()
}

/// The findings of one rule in a draft that cites these sources, each as `covered text: message`.
pub(super) fn drafted(code: &str, draft: &str, sources: &[(&str, &str)]) -> Vec<String> {
    let names: Vec<&str> = sources.iter().map(|(path, _)| *path).collect();
    let draft = format!("---\nsources: [{}]\n---\n{draft}", names.join(", "));
    let mut articles = vec![("draft.txt", draft.as_str())];
    articles.extend(sources);
    let of_draft = |line: String| line.strip_prefix("draft.txt: ").map(str::to_owned);
    findings(code, &articles).into_iter().filter_map(of_draft).collect()
}

/// As [`findings`], in Markdown.
pub(super) fn findings_in_markdown(code: &str, articles: &[(&str, &str)]) -> Vec<String> {
    findings_in(code, articles, Markup::Markdown)
}
