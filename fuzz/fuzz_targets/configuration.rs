//! `copydesk.toml`: whatever it holds, each problem has a place in it, and what it includes can be asked of any path.
#![no_main]

use std::path::Path;

use copydesk::workspace::{Configuration, Membership};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let configuration = Configuration::parse(text);
    for problem in &configuration.problems {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
    }
    let root = Path::new("/corpus");
    let membership = Membership::new(root, &configuration);
    membership.role(&root.join("wire/a.txt"));
    configuration.overrides("wire/a.txt");
    configuration.settings();
});
