//! A brat file and its article: every place lies in the file and says what the model says, no edit changes nothing,
//! and an annotation that is added is read back. A form feed parts the file from its article.
#![no_main]

use copydesk::annotation::{Units, add_span, apply, brat, follow, reanchor};
use copydesk::text::{Span, change_between};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (text, article) = input.split_once('\u{c}').unwrap_or((input, "Zoë Marsh said\nthe pier held."));
    let file = brat::parse(text.into(), article);
    for (id, span) in file.declared().chain(file.referred()) {
        assert_eq!(span.of(text), id);
        file.line_of(id);
    }
    for problem in file.problems.iter().chain(&file.warnings) {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
    }
    assert_eq!(apply(text, &[]), text);
    let units = Units::new(file.counting, article);
    for span in &file.spans {
        assert!(text.get(span.line.range()).is_some());
        for fragments in span.fragments.iter() {
            assert!(fragments.iter().all(|f| article.get(f.range()).is_some()), "{span:?}");
            let edits = reanchor(&units, span, article, fragments);
            brat::parse(apply(text, &edits).as_str().into(), article);
        }
    }
    let end = article.char_indices().map(|(i, _)| i).nth(5).unwrap_or(article.len());
    if end > 0 {
        let (edit, id) = add_span(&file, article, "Source", &[Span::new(0, end)]);
        let after = brat::parse(apply(text, &[edit]).as_str().into(), article);
        assert_eq!(after.spans.len(), file.spans.len() + 1);
        assert!(after.spans.iter().any(|span| span.id == id));
    }
    // Deleting the first half of the article moves or loses annotations, and never breaks the file.
    let half = (0..=article.len() / 2).rev().find(|&i| article.is_char_boundary(i)).unwrap_or(0);
    let new = &article[half..];
    if let Some(change) = change_between(article, new) {
        let followed = follow::follow(&file, article, new, &[change]);
        brat::parse(apply(text, &followed.edits).as_str().into(), new);
    }
});
