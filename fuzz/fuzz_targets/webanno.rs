//! A WebAnno TSV file and its article: every place lies in the file and says what the model says, every mark lies in the
//! article. A form feed parts the file from its article.
#![no_main]

use copydesk::annotation::{AnnotationFile, webanno};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (text, article) = input.split_once('\u{c}').unwrap_or((input, "Zoë Marsh said\nthe pier held."));
    for span in webanno::parse(text).sentences() {
        assert!(text.get(span.range()).is_some());
    }
    for article in [Some(article), None] {
        let file = AnnotationFile::read("a.tsv", text.into(), article);
        for (_, span) in file.declared().chain(file.referred()) {
            assert!(text.get(span.range()).is_some());
        }
        for problem in file.problems.iter().chain(&file.warnings) {
            assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
        }
        for fragment in file.spans.iter().flat_map(|span| span.fragments.iter().flatten()) {
            assert!(article.unwrap_or_default().get(fragment.range()).is_some(), "{fragment:?}");
        }
    }
});
