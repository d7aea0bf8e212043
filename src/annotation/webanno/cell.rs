//! What stands in a cell: stacked annotations, each of one value or of several slots, with escapes.

use crate::text::Span;

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where it stands.
    pub span: Span,
    /// The annotations that are stacked in it; one where there is no `|`.
    pub items: Vec<Item>,
}

/// What a cell says of one annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it stands.
    pub span: Span,
    /// Its slots; one for whatever is no slot.
    pub parts: Vec<Part>,
}

impl Item {
    /// The number that tells the annotation from others of its layer, where it has one.
    pub fn id(&self) -> Option<u32> {
        self.parts.last().and_then(|part| part.bracket).map(|(id, _)| id)
    }

    /// Whether it says that there is nothing.
    pub fn is_nothing(&self) -> bool {
        self.parts.iter().all(|part| part.value == Value::Nothing)
    }
}

/// A value with what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The value.
    pub value: Value,
    /// Chain and place in it behind `->`.
    pub arrow: Option<(u32, u32)>,
    /// The numbers in brackets: `[1]`, `[1_2]`.
    pub bracket: Option<(u32, Option<u32>)>,
    /// The whole as it is written, where the writers would write it otherwise.
    pub raw: Option<String>,
}

/// A value of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `_`: no annotation, or no value.
    Nothing,
    /// `*`: an annotation without a value.
    Unset,
    /// A value, escapes resolved.
    Text(String),
}

/// Reads a cell.
pub(super) fn read(text: &str, span: Span) -> Cell {
    let start = span.start as usize;
    let items = pieces(text, '|').map(|(at, item)| Item {
        span: Span::new(start + at, start + at + item.len()),
        parts: pieces(item, ';').map(|(_, part)| read_part(part)).collect(),
    });
    Cell { span, items: items.collect() }
}

/// The pieces between `separator`, where no backslash stands before it, each with its offset.
pub(super) fn pieces(text: &str, separator: char) -> impl Iterator<Item = (usize, &str)> {
    let (mut ends, mut escaped) = (Vec::new(), false);
    for (at, c) in text.char_indices() {
        if !escaped && c == separator {
            ends.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    ends.push(text.len());
    let mut from = 0;
    ends.into_iter()
        .map(move |end| (std::mem::replace(&mut from, end + 1), end))
        .map(|(from, end)| (from, &text[from..end]))
}

fn read_part(text: &str) -> Part {
    let (mut rest, mut bracket, mut arrow) = (text, None, None);
    if let Some(inner) = rest.strip_suffix(']')
        && let Some((at, numbers)) = inner.rsplit_once('[').map(|(before, numbers)| (before.len(), numbers))
    {
        let (first, second) = numbers.split_once('_').map_or((numbers, None), |(a, b)| (a, Some(b)));
        let second = second.map(str::parse);
        if let Ok(first) = first.parse()
            && !matches!(second, Some(Err(_)))
        {
            (bracket, rest) = (Some((first, second.and_then(Result::ok))), &rest[..at]);
        }
    }
    if let Some((before, chain)) = rest.rsplit_once("->")
        && let Some((chain, place)) = chain.split_once('-')
        && let (Ok(chain), Ok(place), false) = (chain.parse(), place.parse(), before.ends_with('\\'))
    {
        (arrow, rest) = (Some((chain, place)), before);
    }
    let value = match rest {
        "_" => Value::Nothing,
        "*" => Value::Unset,
        text => Value::Text(unescaped(text)),
    };
    let mut part = Part { value, arrow, bracket, raw: None };
    let mut written = String::new();
    write_part(&part, &mut written);
    part.raw = (written != text).then(|| text.to_owned());
    part
}

pub(super) fn write(cell: &Cell, to: &mut String) {
    for (index, item) in cell.items.iter().enumerate() {
        if index > 0 {
            to.push('|');
        }
        for (index, part) in item.parts.iter().enumerate() {
            if index > 0 {
                to.push(';');
            }
            write_part(part, to);
        }
    }
}

fn write_part(part: &Part, to: &mut String) {
    if let Some(raw) = &part.raw {
        return to.push_str(raw);
    }
    match &part.value {
        Value::Nothing => to.push('_'),
        Value::Unset => to.push('*'),
        Value::Text(text) => to.push_str(&escaped(text)),
    }
    if let Some((chain, place)) = part.arrow {
        to.push_str(&format!("->{chain}-{place}"));
    }
    match part.bracket {
        Some((id, None)) => to.push_str(&format!("[{id}]")),
        Some((first, Some(second))) => to.push_str(&format!("[{first}_{second}]")),
        None => {}
    }
}

/// A value with a backslash before whatever means something in a cell.
pub(super) fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\t' => result.push_str("\\t"),
            '\n' => result.push_str("\\n"),
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => result.extend(['\\', c]),
            '-' if text[at..].starts_with("->") => result.push_str("\\-"),
            c => result.push(c),
        }
    }
    result
}

/// A token's text, or a sentence's, with its tabs and line ends as escapes.
pub(super) fn escaped_form(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

/// A text with its escapes resolved; a backslash before any other character stands for that character.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let (mut result, mut characters) = (String::with_capacity(text.len()), text.chars());
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('t') => result.push('\t'),
                Some('n') => result.push('\n'),
                Some('r') => result.push('\r'),
                Some(other) => result.push(other),
                None => result.push('\\'),
            },
            c => result.push(c),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Cell {
        read(text, Span::new(0, text.len()))
    }

    #[test]
    fn stacks_slots_chains_and_escapes_are_read_and_written() {
        for text in
            ["*[1]|a\\|b[2]", "p1;p2", "1-2[1];1-3.1", "CM->62-1", "1-1[1_2]|1-1[1_2]", "#\\*\\t\\;\\_\\->x", "_", ""]
        {
            let mut written = String::new();
            write(&of(text), &mut written);
            assert_eq!(written, text);
        }
        let cell = of("*[1]|a\\|b[2]");
        assert_eq!((cell.items.len(), cell.items[1].id()), (2, Some(2)));
        assert_eq!(cell.items[1].parts[0].value, Value::Text("a|b".to_owned()));
        assert_eq!(of("CM->62-1").items[0].parts[0].arrow, Some((62, 1)));
        assert_eq!(of("a\\->b").items[0].parts[0].value, Value::Text("a->b".to_owned()));
    }
}
