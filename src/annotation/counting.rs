//! How a file of annotations counts offsets, found out from the texts that it quotes.
//!
//! brat counts Unicode code points of the text as it stands: a byte order mark is one, a carriage return with its line
//! feed two. Files made by other tools count UTF-16 units (Java, JavaScript), bytes, CRLF as one (Python's text mode)
//! or leave the mark out. A file quotes what it marks, so the right counting is the one under which the quotes hold.

use crate::text::CodePoints;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points.
    #[default]
    CodePoint,
    /// UTF-16 code units.
    Utf16,
    /// Bytes of UTF-8.
    Byte,
}

/// How offsets are counted; the default is brat's own way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counting {
    /// What is counted.
    pub unit: Unit,
    /// Whether a carriage return with its line feed counts as one.
    pub line_end_is_one: bool,
    /// Whether a byte order mark at the start of the text is left out.
    pub without_mark: bool,
}

impl Counting {
    /// The other ways of counting in which some offset of `article` comes out differently.
    pub(super) fn others(article: &str) -> Vec<Counting> {
        let units: &[Unit] = match article {
            a if a.is_ascii() => &[Unit::CodePoint],
            _ => &[Unit::CodePoint, Unit::Utf16, Unit::Byte],
        };
        let either = |may: bool| if may { &[false, true][..] } else { &[false][..] };
        let mut all = Vec::new();
        for &unit in units {
            for &line_end_is_one in either(article.contains("\r\n")) {
                for &without_mark in either(article.starts_with('\u{feff}')) {
                    all.push(Counting { unit, line_end_is_one, without_mark });
                }
            }
        }
        all.retain(|counting| *counting != Counting::default());
        all
    }

    /// What it counts, in words.
    pub fn describe(self) -> String {
        let mut parts = Vec::new();
        match self.unit {
            Unit::CodePoint => {}
            Unit::Utf16 => parts.push("UTF-16 units"),
            Unit::Byte => parts.push("bytes"),
        }
        if self.line_end_is_one {
            parts.push("CR LF as one character");
        }
        if self.without_mark {
            parts.push("no byte order mark");
        }
        if parts.is_empty() { "code points".to_owned() } else { parts.join(" and ") }
    }

    /// The byte of `article` at each unit, and its length at the end; `None` inside a character.
    pub(super) fn table(self, article: &str) -> Vec<Option<u32>> {
        let mut table = Vec::with_capacity(article.len() + 1);
        let mut previous = ' ';
        for (byte, character) in article.char_indices() {
            let skipped = (self.without_mark && byte == 0 && character == '\u{feff}')
                || (self.line_end_is_one && previous == '\r' && character == '\n');
            previous = character;
            if skipped {
                continue;
            }
            table.push(u32::try_from(byte).ok());
            let units = match self.unit {
                Unit::CodePoint => 1,
                Unit::Utf16 => character.len_utf16(),
                Unit::Byte => character.len_utf8(),
            };
            table.extend((1..units).map(|_| None));
        }
        table.push(u32::try_from(article.len()).ok());
        table
    }
}

/// From bytes of a text to the units in which a file counts.
#[derive(Debug)]
pub struct Units<'a> {
    points: Option<CodePoints<'a>>,
    /// The byte at which each unit begins or that it lies in.
    bytes: Vec<u32>,
}

impl<'a> Units<'a> {
    /// The units of `article` under this way of counting.
    pub fn new(counting: Counting, article: &'a str) -> Self {
        if counting == Counting::default() {
            return Self { points: Some(CodePoints::new(article)), bytes: Vec::new() };
        }
        let mut last = 0;
        let mut within = |byte: Option<u32>| {
            last = byte.unwrap_or(last);
            last
        };
        Self { points: None, bytes: counting.table(article).into_iter().map(&mut within).collect() }
    }

    /// The number of units before the byte `offset`.
    pub fn of_byte(&self, offset: usize) -> usize {
        match &self.points {
            Some(points) => points.of_byte(offset),
            None => self.bytes.partition_point(|byte| (*byte as usize) < offset),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_countings_that_differ_are_tried() {
        assert_eq!(Counting::others("plain\n"), []);
        assert_eq!(Counting::others("plain\r\n").len(), 1);
        assert_eq!(Counting::others("\u{feff}é\r\n").len(), 11);
    }

    #[test]
    fn bytes_lead_back_to_units() {
        for counting in [Counting::default(), Counting { unit: Unit::Utf16, ..Counting::default() }] {
            let (text, table) = ("a😀bé\r\nc", counting.table("a😀bé\r\nc"));
            let units = Units::new(counting, text);
            for (unit, byte) in table.into_iter().enumerate().filter_map(|(unit, byte)| Some((unit, byte?))) {
                assert_eq!(units.of_byte(byte as usize), unit);
            }
        }
    }

    #[test]
    fn a_table_leads_from_units_to_bytes() {
        let utf16 = Counting { unit: Unit::Utf16, ..Counting::default() };
        assert_eq!(utf16.table("a😀b"), [Some(0), Some(1), None, Some(5), Some(6)]);
        let line_end = Counting { line_end_is_one: true, without_mark: true, ..Counting::default() };
        assert_eq!(line_end.table("\u{feff}a\r\nb"), [Some(3), Some(4), Some(6), Some(7)]);
    }
}
