//! The strings of a `copydesk.toml`, whatever they are for: paths among them are links and follow renamed files.

use crate::text::sorting::sort_by_key;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::text::Span;

/// Every string value with its place, quotation marks included, in the order of the file.
pub fn strings(text: &str) -> Vec<(String, Span)> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut found = Vec::new();
    let mut pending: Vec<Spanned<DeValue>> = table.into_inner().into_iter().map(|(_, value)| value).collect();
    while let Some(value) = pending.pop() {
        let span = Span::from(value.span());
        match value.into_inner() {
            DeValue::String(string) if text.get(span.range()).is_some() => found.push((string.into_owned(), span)),
            DeValue::Array(items) => pending.extend(items),
            DeValue::Table(table) => pending.extend(table.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    sort_by_key(&mut found, |(_, span)| *span);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_at_any_depth() {
        let text = "a = [\"x\", { b = 'y' }]\n[[t]]\nc = \"z\\n\"\nd = 3\n";
        let shown: Vec<_> = strings(text).into_iter().map(|(s, span)| (s, span.of(text))).collect();
        assert_eq!(shown, [("x".into(), "\"x\""), ("y".into(), "'y'"), ("z\n".to_owned(), "\"z\\n\"")]);
        assert!(strings("a = [").is_empty());
    }
}
