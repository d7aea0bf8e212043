//! The names of months and weekdays: the one table for headers, dates in prose and names.

/// Months in lower case: name, number from 1, whether it is an abbreviation.
pub const MONTHS: &[(&str, i8, bool)] = &[
    ("january", 1, false),
    ("february", 2, false),
    ("march", 3, false),
    ("april", 4, false),
    ("may", 5, false),
    ("june", 6, false),
    ("july", 7, false),
    ("august", 8, false),
    ("september", 9, false),
    ("october", 10, false),
    ("november", 11, false),
    ("december", 12, false),
    ("jan", 1, true),
    ("feb", 2, true),
    ("mar", 3, true),
    ("apr", 4, true),
    ("jun", 6, true),
    ("jul", 7, true),
    ("aug", 8, true),
    ("sep", 9, true),
    ("sept", 9, true),
    ("oct", 10, true),
    ("nov", 11, true),
    ("dec", 12, true),
];

/// Weekdays in lower case: name, number from 1 for Monday, whether it is an abbreviation.
pub const WEEKDAYS: &[(&str, i8, bool)] = &[
    ("monday", 1, false),
    ("tuesday", 2, false),
    ("wednesday", 3, false),
    ("thursday", 4, false),
    ("friday", 5, false),
    ("saturday", 6, false),
    ("sunday", 7, false),
    ("mon", 1, true),
    ("tue", 2, true),
    ("tues", 2, true),
    ("wed", 3, true),
    ("thu", 4, true),
    ("thur", 4, true),
    ("thurs", 4, true),
    ("fri", 5, true),
    ("sat", 6, true),
    ("sun", 7, true),
];

fn find(table: &[(&str, i8, bool)], word: &str) -> Option<(i8, bool)> {
    table.iter().find(|row| row.0 == word).map(|row| (row.1, row.2))
}

/// The number of a month from 1, and whether the word is an abbreviation; `word` in lower case without a full stop.
pub fn month(word: &str) -> Option<(i8, bool)> {
    if (3..=9).contains(&word.len()) { find(MONTHS, word) } else { None }
}

/// The number of a weekday from 1 for Monday, and whether the word is an abbreviation; `word` in lower case without a
/// full stop.
pub fn weekday(word: &str) -> Option<(i8, bool)> {
    if (3..=9).contains(&word.len()) { find(WEEKDAYS, word) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_abbreviations_are_known_and_told_apart() {
        assert_eq!((month("june"), month("sept"), month("juni")), (Some((6, false)), Some((9, true)), None));
        assert_eq!((weekday("sunday"), weekday("thurs"), weekday("day")), (Some((7, false)), Some((4, true)), None));
    }
}
