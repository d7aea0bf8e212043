//! Lower case without an allocation for each word.

/// Adds a word in lower case.
pub fn push_lower(word: &str, all: &mut String) {
    match word.is_ascii() {
        true => all.extend(word.bytes().map(|b| b.to_ascii_lowercase() as char)),
        false => all.push_str(&word.to_lowercase()),
    }
}
