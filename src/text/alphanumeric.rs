//! The words of a text as whoever compares them takes them: runs of letters and digits.

/// The runs of letters and digits of a text, each with where it starts, in bytes.
pub fn alphanumeric_runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += length(&text[at..], false);
        let start = at;
        at += length(&text[at..], true);
        (start < at).then(|| (start, &text[start..at]))
    })
}

/// How far a text goes on with letters and digits, or without them, in bytes.
fn length(text: &str, alphanumeric: bool) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        let (is_one, length) = if byte.is_ascii() {
            (byte.is_ascii_alphanumeric(), 1)
        } else {
            text[at..].chars().next().map_or((false, 1), |other| (other.is_alphanumeric(), other.len_utf8()))
        };
        if is_one != alphanumeric {
            break;
        }
        at += length;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::alphanumeric_runs;

    #[test]
    fn runs_of_letters_and_digits_are_found_where_they_stand() {
        let runs: Vec<_> = alphanumeric_runs("“Özil’s 3 gates” – held").collect();
        assert_eq!(runs, [(3, "Özil"), (11, "s"), (13, "3"), (15, "gates"), (28, "held")]);
        assert_eq!(alphanumeric_runs(" …").count() + alphanumeric_runs("").count(), 0);
        assert_eq!(alphanumeric_runs("Gate7").collect::<Vec<_>>(), [(0, "Gate7")]);
    }
}
