//! Adding an alias to a `copydesk.toml` without touching the rest of it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::text::Span;

/// The place and the text of an insertion that makes `a` and `b` two names of one thing: into the group that has one of
/// them, else as a new `[[alias]]` at the end. `None` where a group has both.
pub fn added_alias(text: &str, a: &str, b: &str) -> Option<(Span, String)> {
    let quoted = |name: &str| toml::Value::String(name.to_owned()).to_string();
    for names in groups(text) {
        let has = |name: &str| names.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        let new = match (has(a), has(b)) {
            (true, true) => return None,
            (true, false) => b,
            (false, true) => a,
            (false, false) => continue,
        };
        let end = names.last().map_or(0, |(_, span)| span.end as usize);
        return Some((Span::at(end), format!(", {}", quoted(new))));
    }
    let gap = if text.is_empty() || text.ends_with("\n\n") { "" } else { "\n" };
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    Some((Span::at(text.len()), format!("{end}{gap}[[alias]]\nnames = [{}, {}]\n", quoted(a), quoted(b))))
}

/// The names of each `[[alias]]`, with their places.
fn groups(text: &str) -> Vec<Vec<(String, Span)>> {
    let (table, _) = DeTable::parse_recoverable(text);
    let tables = table.into_inner().into_iter().filter(|(key, _)| key.get_ref() == "alias");
    let items = tables.flat_map(|(_, value)| match value.into_inner() {
        DeValue::Array(items) => items.into_iter().collect(),
        _ => Vec::new(),
    });
    let names = |item: Spanned<DeValue>| -> Vec<(String, Span)> {
        let DeValue::Table(table) = item.into_inner() else { return Vec::new() };
        let lists = table.into_iter().filter(|(key, _)| key.get_ref() == "names").map(|(_, value)| value.into_inner());
        let strings = lists.flat_map(|value| match value {
            DeValue::Array(items) => items.into_iter().collect(),
            _ => Vec::new(),
        });
        let string = |item: Spanned<DeValue>| {
            let span = Span::from(item.span());
            match item.into_inner() {
                DeValue::String(string) => Some((string.into_owned(), span)),
                _ => None,
            }
        };
        strings.filter_map(string).collect()
    };
    items.map(names).filter(|names| !names.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(text: &str, a: &str, b: &str) -> Option<String> {
        let (span, new) = added_alias(text, a, b)?;
        let mut text = text.to_owned();
        text.replace_range(span.range(), &new);
        assert!(super::super::Configuration::parse(&text).problems.is_empty(), "{text}");
        Some(text)
    }

    #[test]
    fn a_new_group_is_added_at_the_end() {
        assert_eq!(added("", "Meyer", "Mayer").unwrap(), "[[alias]]\nnames = [\"Meyer\", \"Mayer\"]\n");
        assert_eq!(
            added("[corpus]\ninclude = [\"*.txt\"]", "Meyer", "the \"Old\" Mayer").unwrap(),
            "[corpus]\ninclude = [\"*.txt\"]\n\n[[alias]]\nnames = [\"Meyer\", 'the \"Old\" Mayer']\n"
        );
    }

    #[test]
    fn a_group_that_has_one_of_the_names_gets_the_other_and_comments_stay() {
        let text =
            "# Names.\n[[alias]]\nnames = [\"HRU\", \"Rescue Union\"] # both\n\n[[alias]]\nnames = [\"Meyer\"]\n";
        assert_eq!(added(text, "Mayer", "meyer").unwrap(), text.replace("[\"Meyer\"]", "[\"Meyer\", \"Mayer\"]"));
        assert_eq!(added(text, "HRU", "rescue union"), None);
    }
}
