//! What the models see of a word: hashes of its form, its ends and its shape.
//!
//! Computed once per token; templates combine these numbers and never look at the text again.

/// The numbers that feature templates are made of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    /// Hash of the form as written, figures merged.
    pub form: u32,
    /// Hash of the form in lower case, figures merged.
    pub lower: u32,
    /// The last one to four bytes of the lower-case form.
    pub suffix: [u32; 4],
    /// The first one to three bytes of the lower-case form.
    pub prefix: [u32; 3],
    /// Hash of the pattern of capitals, small letters, digits and signs.
    pub shape: u32,
    /// Digit, hyphen, capital, small letter, first in the sentence: one bit each.
    pub flags: u32,
}

const LONGEST: usize = 40;
const FIGURE: u32 = 0x1234_5678;
const YEAR: u32 = 0x2345_6789;

impl Word {
    /// Looks at a token; `first`: whether it opens the sentence.
    pub fn of(form: &str, first: bool) -> Self {
        let mut cased = [0u8; LONGEST + 4];
        let mut lower = [0u8; LONGEST + 4];
        let length = fold(form, &mut cased, &mut lower);
        let (cased, lower) = (&cased[..length], &lower[..length]);
        let (shape, kinds) = shape(cased);
        let figure = kinds & DIGIT != 0 && lower.iter().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
        let hash_lower = match figure {
            true if length == 4 && !lower.contains(&b',') => YEAR,
            true => FIGURE,
            false => hash(lower),
        };
        let mut suffix = [0; 4];
        let mut prefix = [0; 3];
        for (k, slot) in suffix.iter_mut().enumerate() {
            *slot = short(&lower[length.saturating_sub(k + 1)..], length > k + 1);
        }
        for (k, slot) in prefix.iter_mut().enumerate() {
            *slot = short(&lower[..length.min(k + 1)], length > k + 1);
        }
        Self {
            form: if figure { hash_lower } else { hash(cased) },
            lower: hash_lower,
            suffix,
            prefix,
            shape: shape ^ u32::from(first),
            flags: kinds | u32::from(first) << 4,
        }
    }
}

/// Hash of a word in lower case with typographic quotation marks and dashes made plain: the key of the lexicon.
pub(super) fn key(form: &str) -> u32 {
    let mut cased = [0u8; LONGEST + 4];
    let mut lower = [0u8; LONGEST + 4];
    let length = fold(form, &mut cased, &mut lower);
    hash(&lower[..length])
}

/// Copies the form, and its lower case, with typographic marks made plain; returns the common length. Of very
/// long forms only the end is kept.
fn fold(form: &str, cased: &mut [u8; LONGEST + 4], lower: &mut [u8; LONGEST + 4]) -> usize {
    let mut start = form.len().saturating_sub(LONGEST);
    while !form.is_char_boundary(start) {
        start += 1;
    }
    let form = &form[start..];
    if form.is_ascii() {
        cased[..form.len()].copy_from_slice(form.as_bytes());
        lower[..form.len()].copy_from_slice(form.as_bytes());
        lower[..form.len()].make_ascii_lowercase();
        return form.len();
    }
    let mut length = 0;
    for c in form.chars() {
        let plain = match c {
            '‘' | '’' | 'ʼ' => '\'',
            '“' | '”' | '«' | '»' => '"',
            '–' | '—' | '\u{2010}' | '\u{2011}' => '-',
            c => c,
        };
        let small = plain.to_lowercase().next().filter(|s| s.len_utf8() == plain.len_utf8()).unwrap_or(plain);
        let width = plain.len_utf8();
        if length + width > LONGEST + 4 {
            break;
        }
        plain.encode_utf8(&mut cased[length..]);
        small.encode_utf8(&mut lower[length..]);
        length += width;
    }
    length
}

/// Up to four bytes as a number, told apart from the same bytes as a whole word.
fn short(bytes: &[u8], cut: bool) -> u32 {
    let number = bytes.iter().fold(0u32, |n, &b| n << 8 | u32::from(b));
    if cut { number } else { number ^ 0x8080_8080 }
}

/// Fewer than eight bytes as a number, the first one lowest.
fn few(bytes: &[u8]) -> u64 {
    if let (Some(&first), Some(&last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // four bytes from either end, which may overlap
        let high = u64::from(u32::from_le_bytes(last)) << (8 * (bytes.len() - 4));
        return u64::from(u32::from_le_bytes(first)) | high;
    }
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// A 32-bit hash of some bytes, the same on every machine.
pub(super) fn hash(bytes: &[u8]) -> u32 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut h = (bytes.len() as u64).wrapping_mul(K);
    let (chunks, rest) = bytes.as_chunks();
    for &chunk in chunks {
        h = (h ^ u64::from_le_bytes(chunk)).wrapping_mul(K);
        h ^= h >> 29;
    }
    h = (h ^ few(rest)).wrapping_mul(K);
    h ^= h >> 32;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (h >> 32) as u32
}

const DIGIT: u32 = 1;
const HYPHEN: u32 = 2;
const CAPITAL: u32 = 4;
const SMALL: u32 = 8;

/// Hash of the pattern of character kinds, runs cut at two, and which kinds occur.
fn shape(bytes: &[u8]) -> (u32, u32) {
    let mut h = 1u32;
    let mut kinds = 0;
    let (mut last, mut run) = (0u8, 0);
    for &b in bytes {
        let kind = match b {
            b'A'..=b'Z' => {
                kinds |= CAPITAL;
                b'X'
            }
            b'a'..=b'z' | 0x80.. => {
                kinds |= SMALL;
                b'x'
            }
            b'0'..=b'9' => {
                kinds |= DIGIT;
                b'd'
            }
            b'-' => {
                kinds |= HYPHEN;
                b
            }
            _ => b,
        };
        run = if kind == last { run + 1 } else { 0 };
        last = kind;
        if run < 2 {
            h = (h.rotate_left(5) ^ u32::from(kind)).wrapping_mul(0x9e37_79b1);
        }
    }
    (h & !1, kinds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typographic_marks_are_plain() {
        assert_eq!(Word::of("n’t", false).form, Word::of("n't", false).form);
        assert_eq!(key("“"), key("\""));
        assert_eq!(key("Élan"), key("élan"));
    }

    #[test]
    fn figures_are_one_word_and_years_another() {
        assert_eq!(Word::of("1,200", false).lower, Word::of("7", false).lower);
        assert_eq!(Word::of("1999", false).lower, Word::of("2016", false).lower);
        assert_ne!(Word::of("1999", false).lower, Word::of("7", false).lower);
    }

    #[test]
    fn few_bytes_are_a_number_however_they_are_read() {
        let bytes = [1, 200, 3, 255, 5, 60, 7];
        for length in 0..=bytes.len() {
            let mut eight = [0; 8];
            eight[..length].copy_from_slice(&bytes[..length]);
            assert_eq!(few(&bytes[..length]), u64::from_le_bytes(eight));
        }
    }

    #[test]
    fn any_text_is_accepted() {
        for form in ["", "é", "\u{1f600}\u{1f600}", &"x".repeat(500), &"é".repeat(77), &"İ".repeat(50)] {
            let _ = Word::of(form, true);
        }
    }
}
