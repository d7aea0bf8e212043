//! A text that an editor holds open and changes.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use ropey::Rope;

use super::{Encoding, Position, Span};

/// One change of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; `None` for the whole document.
    pub range: Option<Range<Position>>,
    /// What stands there afterwards.
    pub text: String,
}

/// A text that changes by edits, each in logarithmic time; its whole text is put together when asked for.
#[derive(Clone, Debug, Default)]
pub struct Document {
    rope: Rope,
    text: OnceLock<Arc<str>>,
}

impl Document {
    /// A document with this text.
    pub fn new(text: &str) -> Self {
        Self { rope: Rope::from_str(text), text: OnceLock::from(Arc::from(text)) }
    }

    /// Applies one edit and says which bytes of the old text it replaced. Positions out of range are clamped as
    /// [`LineIndex::offset`](super::LineIndex::offset) does; a range that ends before it starts is taken the other way
    /// round.
    pub fn apply(&mut self, edit: &Edit, encoding: Encoding) -> Span {
        let replaced = match &edit.range {
            None => {
                let whole = Span::new(0, self.rope.len_bytes());
                self.rope = Rope::from_str(&edit.text);
                whole
            }
            Some(range) => {
                let (a, b) = (self.char_at(range.start, encoding), self.char_at(range.end, encoding));
                let replaced = Span::new(self.rope.char_to_byte(a.min(b)), self.rope.char_to_byte(a.max(b)));
                self.rope.remove(a.min(b)..a.max(b));
                self.rope.insert(a.min(b), &edit.text);
                replaced
            }
        };
        self.text = OnceLock::new();
        replaced
    }

    /// The whole text.
    pub fn text(&self) -> Arc<str> {
        self.text.get_or_init(|| self.rope.chunks().collect::<String>().into()).clone()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.rope.len_bytes() == 0
    }

    fn char_at(&self, position: Position, encoding: Encoding) -> usize {
        let (line, character) = (position.line as usize, position.character as usize);
        if line >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let start = self.rope.line_to_char(line);
        let end = self.line_end(line, start);
        let target = match encoding {
            Encoding::Utf32 => start + character,
            Encoding::Utf8 => {
                let byte = self.rope.char_to_byte(start) + character;
                self.rope.byte_to_char(byte.min(self.rope.len_bytes()))
            }
            Encoding::Utf16 => {
                let unit = self.rope.char_to_utf16_cu(start) + character;
                self.rope.utf16_cu_to_char(unit.min(self.rope.len_utf16_cu()))
            }
        };
        target.min(end)
    }

    /// End of a line in characters, its line end left out.
    fn line_end(&self, line: usize, start: usize) -> usize {
        if line + 1 >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let next = self.rope.line_to_char(line + 1);
        match next.checked_sub(2).filter(|&two| two >= start).map(|two| (self.rope.char(two), self.rope.char(two + 1)))
        {
            Some(('\r', '\n')) => next - 2,
            _ => next - 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::LineIndex;
    use super::*;
    use proptest::prelude::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    fn edit(range: Range<Position>, text: &str) -> Edit {
        Edit { range: Some(range), text: text.into() }
    }

    #[test]
    fn an_edit_behind_an_emoji_lands_where_the_editor_meant() {
        for (encoding, column) in [(Encoding::Utf8, 4), (Encoding::Utf16, 2), (Encoding::Utf32, 1)] {
            let mut document = Document::new("😀ab");
            document.apply(&edit(at(0, column)..at(0, column + 1), "x"), encoding);
            assert_eq!(&*document.text(), "😀xb");
        }
    }

    #[test]
    fn a_range_past_the_end_is_clamped_and_a_reversed_one_turned() {
        let mut document = Document::new("one\r\ntwo");
        document.apply(&edit(at(0, 3)..at(0, 99), "!"), Encoding::Utf16);
        assert_eq!(&*document.text(), "one!\r\ntwo");
        document.apply(&edit(at(9, 9)..at(1, 0), "2"), Encoding::Utf16);
        assert_eq!(&*document.text(), "one!\r\n2");
    }

    #[test]
    fn splitting_a_crlf_makes_two_line_ends() {
        let mut document = Document::new("a\rb");
        document.apply(&edit(at(1, 0)..at(1, 1), "\n"), Encoding::Utf16);
        assert_eq!(&*document.text(), "a\r\n");
        document.apply(&edit(at(1, 0)..at(1, 0), "c"), Encoding::Utf16);
        assert_eq!(&*document.text(), "a\r\nc");
    }

    proptest! {
        #[test]
        fn edits_do_to_the_rope_what_they_do_to_a_string(
            text in "[ab é😀\\r\\n\u{2028}]{0,120}",
            edits in proptest::collection::vec(((0u32..8, 0u32..20), (0u32..8, 0u32..20), "[x😀\\r\\n]{0,4}"), 0..12),
        ) {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let (mut document, mut plain) = (Document::new(&text), text.clone());
                for ((l1, c1), (l2, c2), new) in &edits {
                    let index = LineIndex::new(plain.as_str().into());
                    let (a, b) = (index.offset(at(*l1, *c1), encoding), index.offset(at(*l2, *c2), encoding));
                    plain.replace_range(a.min(b)..a.max(b), new);
                    document.apply(&edit(at(*l1, *c1)..at(*l2, *c2), new), encoding);
                    prop_assert_eq!(&*document.text(), plain.as_str());
                }
            }
        }
    }
}
