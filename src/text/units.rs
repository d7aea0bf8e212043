//! Counting a text in UTF-16 units or code points without walking it from the start.

/// How the columns of a position are counted; agreed upon with the editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what an editor means that says nothing.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

/// Bytes between two stored counts.
const STEP: usize = 128;

/// Counts of UTF-16 units and code points at every 128th byte; a text in ASCII stores nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Units {
    counts: Vec<[u32; 2]>,
}

impl Units {
    pub(super) fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::default();
        }
        let (mut counts, mut sum) = (Vec::with_capacity(text.len() / STEP + 1), [0, 0]);
        for block in text.as_bytes().chunks(STEP) {
            counts.push(sum);
            // One count after the other: so they are made of many bytes at once.
            let leads: u8 = block.iter().map(|byte| u8::from(is_lead(*byte))).sum();
            let wide: u8 = block.iter().map(|byte| u8::from(*byte >= 0xF0)).sum();
            sum = [sum[0] + u32::from(leads) + u32::from(wide), sum[1] + u32::from(leads)];
        }
        Self { counts }
    }

    /// Number of units before the byte `offset`, which may not lie behind the text.
    pub(super) fn before(&self, text: &str, offset: usize, encoding: Encoding) -> usize {
        if encoding == Encoding::Utf8 || self.counts.is_empty() {
            return offset;
        }
        let block = (offset / STEP).min(self.counts.len() - 1);
        let sum = text.as_bytes()[block * STEP..offset].iter().fold(self.counts[block], |sum, &byte| add(sum, byte));
        sum[column(encoding)] as usize
    }

    /// The character boundary with `units` before it; one inside a character gives the character's start,
    /// one behind the text the text's end.
    pub(super) fn offset(&self, text: &str, units: usize, encoding: Encoding) -> usize {
        if encoding == Encoding::Utf8 || self.counts.is_empty() {
            return floor_boundary(text, units);
        }
        let column = column(encoding);
        let block = self.counts.partition_point(|sum| sum[column] as usize <= units).saturating_sub(1);
        let mut sum = self.counts[block];
        let mut start = block * STEP;
        for (i, &byte) in text.as_bytes()[block * STEP..].iter().enumerate() {
            let offset = block * STEP + i;
            if is_lead(byte) {
                if sum[column] as usize >= units {
                    return if sum[column] as usize == units { offset } else { start };
                }
                start = offset;
            }
            sum = add(sum, byte);
            if sum[column] as usize > units {
                return if is_lead(byte) { offset } else { start };
            }
        }
        text.len()
    }
}

/// The last character boundary at or before `offset`.
pub(super) fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn is_lead(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn add(sum: [u32; 2], byte: u8) -> [u32; 2] {
    let lead = u32::from(is_lead(byte));
    [sum[0] + lead + u32::from(byte >= 0xF0), sum[1] + lead]
}

fn column(encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf16 => 0,
        _ => 1,
    }
}

/// Converts between byte offsets and code points of one text: the unit of brat's files and of copydesk's JSON.
///
/// A byte order mark counts one code point, a carriage return with its line feed two. Both directions
/// take a binary search and at most 128 bytes of text.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    units: Units,
}

impl<'a> CodePoints<'a> {
    /// Counts the code points of a text.
    pub fn new(text: &'a str) -> Self {
        Self { text, units: Units::new(text) }
    }

    /// Number of code points before the byte `offset`; behind the text that is all of them.
    pub fn of_byte(&self, offset: usize) -> usize {
        self.units.before(self.text, floor_boundary(self.text, offset), Encoding::Utf32)
    }

    /// The byte at which the code point `index` starts; `None` past the end of the text.
    pub fn to_byte(&self, index: usize) -> Option<usize> {
        (index <= self.len()).then(|| self.units.offset(self.text, index, Encoding::Utf32))
    }

    /// Number of code points in the text.
    pub fn len(&self) -> usize {
        self.units.before(self.text, self.text.len(), Encoding::Utf32)
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// A span in code points, end-exclusive.
    pub fn span(&self, span: super::Span) -> (usize, usize) {
        (self.of_byte(span.start as usize), self.of_byte(span.end as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_byte_order_mark_counts_one_and_crlf_two() {
        let text = "\u{feff}a\r\n😀b";
        let points = CodePoints::new(text);
        assert_eq!(points.len(), 6);
        assert_eq!(points.of_byte(text.find('b').unwrap()), 5);
        assert_eq!(points.to_byte(4), text.find('😀'));
        assert_eq!(points.to_byte(7), None);
    }

    proptest! {
        #[test]
        fn code_points_agree_with_counting_characters(text in "[a-zé…😀\\r\\n]{0,400}") {
            let points = CodePoints::new(&text);
            for (index, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.of_byte(byte), index);
                prop_assert_eq!(points.to_byte(index), Some(byte));
            }
            prop_assert_eq!(points.len(), text.chars().count());
            prop_assert_eq!(points.to_byte(points.len()), Some(text.len()));
        }

        #[test]
        fn a_unit_inside_a_character_gives_its_start(text in "[a-c😀é]{1,300}", units in 0usize..700) {
            let offset = Units::new(&text).offset(&text, units, Encoding::Utf16);
            let before = text[..offset].encode_utf16().count();
            let next = text[offset..].chars().next().map_or(0, char::len_utf16);
            prop_assert!(before <= units && (next == 0 || units < before + next));
        }
    }
}
