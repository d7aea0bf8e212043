//! What the benchmarks of typing type, and into what: shared by those with and without an editor around them.

use std::path::{Path, PathBuf};

pub const TYPED: &str = "The mayor said on Monday that 340 people had left the town, and “more would follow” later. ";

/// The arguments `[FOLDER [FILE]] [BYTES]`; without a folder, the example corpus.
pub fn arguments() -> (PathBuf, Option<PathBuf>, Option<usize>) {
    let mut arguments: Vec<PathBuf> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).map(PathBuf::from).collect();
    let bytes: Option<usize> = arguments.last().and_then(|last| last.to_str()?.parse().ok());
    arguments.truncate(arguments.len() - usize::from(bytes.is_some()));
    let mut arguments = arguments.into_iter();
    let example = || Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood");
    (arguments.next().unwrap_or_else(example), arguments.next(), bytes)
}
