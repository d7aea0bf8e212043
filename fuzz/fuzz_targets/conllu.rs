//! A CoNLL-U file: every place of a problem lies in the file.
#![no_main]

use copydesk::annotation::conllu;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let file = conllu::parse(text);
    for incident in &file.incidents {
        assert!(text.get(incident.span.range()).is_some(), "{incident:?}");
    }
});
