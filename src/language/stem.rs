//! Stems: what inflected forms of a word share.

use std::borrow::Cow;

/// The Porter2 stem of a word in lower case ("evacuations" and "evacuated" give "evacu").
///
/// Source: M. F. Porter, "Snowball: A language for stemming algorithms", 2001.
pub fn stem(word: &str) -> Cow<'_, str> {
    thread_local!(static STEMMER: rust_stemmers::Stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English));
    STEMMER.with(|stemmer| match stemmer.stem(word) {
        Cow::Borrowed(_) => Cow::Borrowed(&word[..stemmer.stem(word).len()]),
        Cow::Owned(stem) => Cow::Owned(stem),
    })
}
