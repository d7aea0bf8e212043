//! Any text is taken apart into blocks in order, without overlap, on character boundaries.
#![no_main]

use copydesk::article::{Article, Markup, Overrides};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for markup in [Markup::Plain, Markup::Markdown] {
        let article = Article::parse(text.into(), markup, &Overrides::default());
        let mut end = 0;
        for block in &article.blocks {
            assert!(block.span.start >= end && block.span.covers(block.body), "{block:?}");
            assert!(text.get(block.span.range()).is_some() && text.get(block.body.range()).is_some(), "{block:?}");
            end = block.span.end;
        }
        for problem in &article.problems {
            assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
        }
    }
});
