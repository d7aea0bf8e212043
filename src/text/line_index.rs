//! Lines and columns of a text that does not change.

use std::sync::Arc;

use super::Span;
use super::units::{Encoding, Units, count, floor_boundary};

/// A line and a column, both from 0; the unit of the column is an [`Encoding`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column.
    pub character: u32,
}

impl Position {
    /// What [`LineIndex::position`] gives, found by looking through the text up to there: for whoever asks of a text but a
    /// few times.
    pub fn in_text(text: &str, offset: usize, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let offset = floor_boundary(text, offset);
        let is_inside_end = offset > 0 && bytes[offset - 1] == b'\r' && bytes.get(offset) == Some(&b'\n');
        let offset = offset - usize::from(is_inside_end);
        let before = &bytes[..offset];
        // A carriage return ends a line unless a line feed does so behind it.
        let is_end = |&at: &usize| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let (lines, start) = match memchr::memrchr(b'\r', before) {
            None => (memchr::memchr_iter(b'\n', before).count(), memchr::memrchr(b'\n', before)),
            Some(_) => {
                let ends = || memchr::memchr2_iter(b'\n', b'\r', before).filter(is_end);
                (ends().count(), ends().next_back())
            }
        };
        let start = start.map_or(0, |end| end + 1);
        Self { line: lines as u32, character: count(&bytes[start..offset], encoding) as u32 }
    }

    /// The same for a place behind the one that has this position: in its line, only what stands between is looked through.
    pub fn of_later(self, text: &str, [offset, later]: [usize; 2], encoding: Encoding) -> Self {
        match text.get(offset..later).map(str::as_bytes) {
            Some(between) if memchr::memchr2(b'\n', b'\r', between).is_none() => {
                Self { character: self.character + count(between, encoding) as u32, ..self }
            }
            _ => Self::in_text(text, later, encoding),
        }
    }
}

/// The lines of a text, and the way from byte offsets to positions and back.
///
/// Lines end as the Language Server Protocol says: at `\n`, `\r\n` and a lone `\r`, and nowhere else
/// (U+2028 is a character like any other). Conversions take logarithmic time whatever the line's length.
#[derive(Clone, Debug)]
pub struct LineIndex {
    text: Arc<str>,
    starts: Vec<u32>,
    units: Units,
}

impl LineIndex {
    /// Finds the lines of a text.
    pub fn new(text: Arc<str>) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[end] == b'\n' || bytes.get(end + 1) != Some(&b'\n') {
                starts.push(end as u32 + 1);
            }
        }
        Self { units: Units::new(&text), starts, text }
    }

    /// The text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Number of lines: one more than there are line ends.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: even an empty text has a line.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The line (from 0) that holds the byte `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// A line without its line end; the empty end of the text for a line that does not exist.
    pub fn line(&self, line: usize) -> Span {
        let Some(&start) = self.starts.get(line) else { return Span::at(self.text.len()) };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |&next| next as usize);
        let ended = line + 1 < self.starts.len();
        let line = &self.text[start as usize..end];
        let length = match line.strip_suffix('\n').filter(|_| ended) {
            Some(rest) => rest.strip_suffix('\r').unwrap_or(rest).len(),
            None if ended => line.len() - 1,
            None => line.len(),
        };
        Span::new(start as usize, start as usize + length)
    }

    /// Line and column of a byte. Inside a character it is the character's; between `\r` and `\n` the end
    /// of the line; behind the text its end.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = floor_boundary(&self.text, offset);
        let line = self.line_of(offset);
        let span = self.line(line);
        let offset = offset.min(span.end as usize);
        let units = |offset| self.units.before(&self.text, offset, encoding);
        Position { line: line as u32, character: (units(offset) - units(span.start as usize)) as u32 }
    }

    /// The byte at a position. A column behind the line is its end, a line behind the text the text's end, a
    /// column inside a character its start.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = self.line(position.line as usize);
        let (start, end) = (line.start as usize, line.end as usize);
        let units = self.units.before(&self.text, start, encoding) + position.character as usize;
        self.units.offset(&self.text, units, encoding).clamp(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    fn index(text: &str) -> LineIndex {
        LineIndex::new(text.into())
    }

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn all_three_line_ends_count_and_nothing_else_does() {
        let index = index("a\nb\r\nc\rd\u{2028}e\u{85}f\u{b}g");
        assert_eq!(index.len(), 4);
        let lines: Vec<&str> = (0..4).map(|i| index.line(i).of(index.text())).collect();
        assert_eq!(lines, ["a", "b", "c", "d\u{2028}e\u{85}f\u{b}g"]);
    }

    #[test]
    fn an_empty_text_has_one_empty_line() {
        let index = index("");
        assert_eq!((index.len(), index.line(0)), (1, Span::at(0)));
        assert_eq!(index.offset(at(7, 7), Encoding::Utf16), 0);
    }

    #[test]
    fn a_final_line_end_opens_an_empty_line() {
        let index = index("a\n");
        assert_eq!(index.position(2, Encoding::Utf16), at(1, 0));
    }

    #[test]
    fn columns_differ_by_encoding_after_an_emoji() {
        let index = index("x\n😀é!");
        let bang = index.text().find('!').unwrap();
        let column = |encoding| index.position(bang, encoding).character;
        assert_eq!(ENCODINGS.map(column), [6, 3, 2]);
    }

    #[test]
    fn positions_out_of_range_are_clamped() {
        let index = index("ab\r\ncd");
        assert_eq!(index.offset(at(0, 99), Encoding::Utf16), 2);
        assert_eq!(index.offset(at(9, 0), Encoding::Utf16), 6);
        assert_eq!(index.offset(at(u32::MAX, u32::MAX), Encoding::Utf8), 6);
        assert_eq!(index.position(3, Encoding::Utf16), at(0, 2));
    }

    proptest! {
        #[test]
        fn every_offset_comes_back_from_its_position(text in "[ab é…😀\\r\\n\u{2028}\u{feff}]{0,300}") {
            let index = index(&text);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let inside_crlf = byte > 0 && text[..byte].ends_with('\r') && text[byte..].starts_with('\n');
                for encoding in ENCODINGS {
                    prop_assert_eq!(Position::in_text(&text, byte, encoding), index.position(byte, encoding));
                    let back = index.offset(index.position(byte, encoding), encoding);
                    prop_assert_eq!(back, byte - usize::from(inside_crlf));
                }
            }
        }

        #[test]
        fn any_offset_has_the_same_position_with_and_without_an_index(text in "[a😀\\r\\n]{0,40}", byte in 0usize..200) {
            for encoding in ENCODINGS {
                let position = Position::in_text(&text, byte, encoding);
                prop_assert_eq!(position, index(&text).position(byte, encoding));
                for later in [byte, byte + 1, byte + 7, text.len()] {
                    let found = position.of_later(&text, [byte, later], encoding);
                    prop_assert_eq!(found, Position::in_text(&text, later, encoding));
                }
            }
        }

        #[test]
        fn any_position_gives_a_character_boundary(text in "\\PC{0,80}", line in 0u32..5, character in 0u32..200) {
            for encoding in ENCODINGS {
                prop_assert!(text.is_char_boundary(index(&text).offset(at(line, character), encoding)));
            }
        }
    }
}
