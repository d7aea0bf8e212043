//! `annotation.conf` and its like: every place of a problem lies in the file.
#![no_main]

use copydesk::annotation::schema::Schema;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let schema = Schema::parse(text);
    for problem in &schema.problems {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
    }
});
