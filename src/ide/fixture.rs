//! Corpora written as strings for the tests of editor features: `//- name.txt` begins an article, `$0` is the cursor.

use std::sync::Arc;

use super::Target;
use crate::annotation::AnnotationFile;
use crate::article::{Article, Markup, Overrides};
use crate::corpus::{Corpus, DocumentId, Settings};
use crate::reading;
use crate::text::Span;

pub(super) struct Fixture {
    pub corpus: Corpus,
    cursor: Option<(Arc<str>, usize)>,
}

impl Fixture {
    pub(super) fn new(fixture: &str) -> Self {
        let (mut cursor, mut articles, mut annotations) = (None, Vec::new(), Vec::new());
        for part in fixture.split("//- ").filter(|part| !part.trim().is_empty()) {
            let (name, text) = part.split_once('\n').expect("a name stands on a line of its own");
            let name: Arc<str> = name.trim().into();
            let mut text = text.to_owned();
            if let Some(offset) = text.find("$0") {
                text.replace_range(offset..offset + 2, "");
                cursor = Some((name.clone(), offset));
            }
            if [".ann", ".conf", ".tsv", ".conllu", ".jsonl"].iter().any(|end| name.ends_with(end)) {
                annotations.push((name, text));
                continue;
            }
            let markup = if name.ends_with(".md") { Markup::Markdown } else { Markup::Plain };
            let article = Article::parse(text.into(), markup, &Overrides::default());
            articles.push((name, Arc::new(reading::read(Arc::new(article)))));
        }
        let mut corpus = Corpus::of_articles(Settings::default(), articles);
        for (name, text) in annotations {
            let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
            let article = corpus.id(&format!("{stem}.txt"));
            let annotated = article.and_then(|id| corpus.document(id)).map(|d| d.text().clone());
            let file = AnnotationFile::read(&name, text.into(), annotated.as_deref());
            corpus.put_annotation(&name, Arc::new(file), article);
        }
        Self { corpus, cursor }
    }

    pub(super) fn cursor(&self) -> (DocumentId, usize) {
        let (name, offset) = self.cursor.as_ref().expect("the fixture has a cursor");
        (self.corpus.id(name).expect("the article is there"), *offset)
    }

    pub(super) fn covered(&self, document: DocumentId, span: Span) -> &str {
        span.of(self.corpus.document(document).expect("the article is there").text())
    }

    /// Targets as lines of `path:line covered text`.
    pub(super) fn show(&self, targets: &[Target]) -> String {
        let line = |target: &Target| {
            let document = self.corpus.document(target.document).expect("the article is there");
            let line = 1 + document.text()[..target.focus.start as usize].matches('\n').count();
            format!("{}:{line} {}\n", document.path(), target.focus.of(document.text()))
        };
        targets.iter().map(line).collect()
    }
}
