//! Tokeniser to reading: every span of a reading lies on character boundaries, and reading again with a memory of
//! earlier versions says the same as reading afresh.
#![no_main]

use std::sync::{Arc, LazyLock};

use copydesk::article::{Article, Markup, Overrides};
use copydesk::reading::{self, Memo, Reading};
use libfuzzer_sys::fuzz_target;

/// Shared by all inputs, as by all edits of a session.
static MEMO: LazyLock<Memo> = LazyLock::new(Memo::default);

fuzz_target!(|text: &str| {
    let article = Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()));
    let fresh = reading::read(article.clone());
    check_spans(&fresh, text);
    let again = reading::read_again(article, &MEMO);
    assert_eq!(format!("{fresh:?}"), format!("{again:?}"));
});

fn check_spans(reading: &Reading, text: &str) {
    let sentences = reading.sentences.iter().copied();
    let quantities = reading.quantities.iter().map(|q| q.span);
    let timexes = reading.timexes.iter().map(|t| t.span);
    let mentions = reading.mentions.iter().map(|m| m.span);
    let quotations = reading.quotations.iter().map(|q| q.span);
    let attributions = reading
        .attributions
        .iter()
        .flat_map(|a| a.content.iter().chain(&a.cue).chain(&a.source).copied().collect::<Vec<_>>());
    for span in sentences.chain(quantities).chain(timexes).chain(mentions).chain(quotations).chain(attributions) {
        assert!(text.get(span.range()).is_some(), "{span:?}");
    }
}
