//! Two articles that may speak of the same: every rule runs, every range of a finding, a related place or a fix lies on
//! character boundaries, and the order in which the articles came in changes nothing. A form feed parts the two.
#![no_main]

use std::sync::Arc;

use copydesk::article::{Article, Markup, Overrides};
use copydesk::checks::{Selection, check, rules};
use copydesk::corpus::{Corpus, Settings};
use copydesk::reading::{self, Reading};
use libfuzzer_sys::fuzz_target;

fn read(text: &str) -> Arc<Reading> {
    Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))))
}

/// What every rule finds in each article, as text, in the order of the paths.
fn findings(articles: &[(&str, Arc<Reading>)]) -> Vec<String> {
    let mut selection = Selection::default();
    selection.select(&rules().iter().map(|rule| rule.code.to_owned()).collect::<Vec<_>>()).expect("all rules exist");
    let mut corpus = Corpus::new(Settings::default());
    for (path, reading) in articles {
        corpus.put_article(path, reading.clone());
    }
    let mut all = Vec::new();
    for (id, entry) in corpus.articles() {
        for finding in check(&corpus, id, &selection) {
            let text = &entry.reading.article.text;
            assert!(text.get(finding.location.span.range()).is_some(), "{finding:?}");
            let mut related = Vec::new();
            for other in &finding.related {
                let document = corpus.document(other.location.document).expect("a related document is there");
                assert!(document.text().get(other.location.span.range()).is_some(), "{finding:?}");
                related.push(format!("{} {:?} {}", document.path(), other.location.span, other.message));
            }
            let (rule, span) = (finding.rule.code, finding.location.span);
            all.push(format!("{} {rule} {span:?} {} {related:?}", entry.path, finding.message));
        }
    }
    all.sort();
    all
}

fuzz_target!(|text: &str| {
    let (one, other) = text.split_once('\u{c}').unwrap_or((text, text));
    let (one, other) = (read(one), read(other));
    let forwards = findings(&[("a.txt", one.clone()), ("b.txt", other.clone())]);
    let backwards = findings(&[("b.txt", other), ("a.txt", one)]);
    assert_eq!(forwards, backwards);
});
