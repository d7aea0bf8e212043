//! A TOML table whose keys are taken one by one; what is left at the end was never known.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ConfigurationProblem;
use crate::text::Span;

/// A value with its place.
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// A table of which the known keys are taken; collects problems on the way.
pub(super) struct Table<'a, 'p> {
    name: &'static str,
    table: DeTable<'a>,
    known: Vec<&'static str>,
    problems: &'p mut Vec<ConfigurationProblem>,
}

impl<'a, 'p> Table<'a, 'p> {
    /// `name` is how messages call it; the whole file has none.
    pub(super) fn new(name: &'static str, table: DeTable<'a>, problems: &'p mut Vec<ConfigurationProblem>) -> Self {
        Self { name, table, known: Vec::new(), problems }
    }

    /// Takes a key out.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Value<'a>> {
        self.known.push(key);
        let found = self.table.keys().find(|k| k.get_ref() == key)?.clone();
        self.table.remove(&found)
    }

    /// Takes a key whose value is a string, with its place.
    pub(super) fn string(&mut self, key: &'static str) -> Option<(String, Span)> {
        let value = self.take(key)?;
        self.expect(key, value, "a string", |value| Some((value.get_ref().as_str()?.to_owned(), span(value))))
    }

    /// Takes a key whose value is a list of strings, or one string.
    pub(super) fn strings(&mut self, key: &'static str) -> Vec<(String, Span)> {
        let Some(value) = self.take(key) else { return Vec::new() };
        self.expect(key, value, "a list of strings", |value| match value.get_ref() {
            DeValue::String(text) => Some(vec![(text.to_string(), span(value))]),
            DeValue::Array(items) => {
                items.iter().map(|item| Some((item.get_ref().as_str()?.to_owned(), span(item)))).collect()
            }
            _ => None,
        })
        .unwrap_or_default()
    }

    /// Takes a key whose value is a date.
    pub(super) fn date(&mut self, key: &'static str) -> Option<jiff::civil::Date> {
        let value = self.take(key)?;
        self.expect(key, value, "a date such as 2016-12-16 (without quotation marks)", |value| {
            let date = value.get_ref().as_datetime()?.date?;
            jiff::civil::Date::new(i16::try_from(date.year).ok()?, date.month as i8, date.day as i8).ok()
        })
    }

    /// Takes a key whose value is a table.
    pub(super) fn table(&mut self, key: &'static str) -> Option<DeTable<'a>> {
        let value = self.take(key)?;
        self.expect(key, value, "a table", |value| match value.get_ref() {
            DeValue::Table(table) => Some(table.clone()),
            _ => None,
        })
    }

    /// Takes a key whose value is a list of tables.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<DeTable<'a>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let expected = format!("a list of tables: write [[{key}]]");
        self.expect(key, value, &expected, |value| {
            let DeValue::Array(items) = value.get_ref() else { return None };
            items
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::Table(table) => Some(table.clone()),
                    _ => None,
                })
                .collect()
        })
        .unwrap_or_default()
    }

    /// The keys that are left, each with its value as a string, where any key is allowed.
    pub(super) fn rest(&mut self, expected: &str) -> Vec<(String, Span, String, Span)> {
        let mut pairs = Vec::new();
        for (key, value) in std::mem::take(&mut self.table) {
            match value.get_ref().as_str() {
                Some(text) => {
                    pairs.push((key.get_ref().to_string(), Span::from(key.span()), text.to_owned(), span(&value)));
                }
                None => self.problem(span(&value), format!("\"{}\" must be {expected}", key.get_ref())),
            }
        }
        pairs
    }

    /// Reports a problem.
    pub(super) fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(ConfigurationProblem { span, message: message.into() });
    }

    /// The list that problems are added to, for a table within this one.
    pub(super) fn problems(&mut self) -> &mut Vec<ConfigurationProblem> {
        self.problems
    }

    /// Reports every key that nobody took, with the nearest one that exists.
    pub(super) fn finish(self) {
        #[cfg(test)]
        note(self.name, &self.known);
        for key in self.table.keys() {
            let name = key.get_ref();
            let place = if self.name.is_empty() { String::new() } else { format!(" in [{}]", self.name) };
            let score = |known: &&&str| (strsim::jaro_winkler(known, name) * 1e6) as u32;
            let nearest = self.known.iter().max_by_key(score).map(|k| format!("; the nearest known key is \"{k}\""));
            self.problems.push(ConfigurationProblem {
                span: Span::from(key.span()),
                message: format!("unknown key \"{name}\"{place}{}", nearest.unwrap_or_default()),
            });
        }
    }

    fn expect<T>(
        &mut self,
        key: &str,
        value: Value<'a>,
        expected: &str,
        read: impl Fn(&Value<'a>) -> Option<T>,
    ) -> Option<T> {
        let found = read(&value);
        if found.is_none() {
            self.problem(span(&value), format!("\"{key}\" must be {expected}"));
        }
        found
    }
}

/// Place of a value in the file.
pub(super) fn span(value: &Value) -> Span {
    Span::from(value.span())
}

#[cfg(test)]
type Noted = Vec<(String, Vec<&'static str>)>;

#[cfg(test)]
thread_local! {
    static NOTED: std::cell::RefCell<Noted> = const { std::cell::RefCell::new(Vec::new()) };
}

#[cfg(test)]
fn note(name: &str, known: &[&'static str]) {
    NOTED.with(|noted| noted.borrow_mut().push((name.to_owned(), known.to_vec())));
}

/// The tables that were read while `read` ran, each with the keys that it may have.
#[cfg(test)]
pub(super) fn known_keys(read: impl FnOnce()) -> Noted {
    NOTED.with(|noted| noted.borrow_mut().clear());
    read();
    NOTED.with(|noted| std::mem::take(&mut *noted.borrow_mut()))
}
