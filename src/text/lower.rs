//! Lower case without an allocation for each word.

/// Adds a word in lower case.
pub fn push_lower(word: &str, all: &mut String) {
    if !word.is_ascii() {
        return all.push_str(&word.to_lowercase());
    }
    let start = all.len();
    all.push_str(word);
    if let Some(added) = all.get_mut(start..) {
        added.make_ascii_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::push_lower;

    #[test]
    fn words_are_added_in_lower_case_behind_what_stays_as_it_is() {
        let mut all = "PORT ".to_owned();
        ["Alder", "'S ", "Ärzte", ""].iter().for_each(|word| push_lower(word, &mut all));
        assert_eq!(all, "PORT alder's ärzte");
    }
}
