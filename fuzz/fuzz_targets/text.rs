//! Bytes of a file are decoded, then edited as an editor would: positions in every encoding lead to the same place
//! as in a plain string, and every offset comes back from its position.
#![no_main]

use copydesk::text::{CodePoints, Document, Edit, Encoding, LineIndex, Position, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u8>, Vec<(u8, u8, u8, u8, String)>)| {
    let (bytes, edits) = input;
    let Ok(decoded) = decode(&bytes) else { return };
    for problem in &decoded.problems {
        assert!(decoded.text.get(problem.span.range()).is_some(), "{problem:?}");
    }
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        let (mut document, mut plain) = (Document::new(&decoded.text), decoded.text.clone());
        for (line, column, to_line, to_column, new) in &edits {
            let at = |line: u8, column: u8| Position { line: line.into(), character: column.into() };
            let range = at(*line, *column)..at(*to_line, *to_column);
            let index = LineIndex::new(plain.as_str().into());
            let (a, b) = (index.offset(range.start, encoding), index.offset(range.end, encoding));
            plain.replace_range(a.min(b)..a.max(b), new);
            document.apply(&Edit { range: Some(range), text: new.clone() }, encoding);
            assert_eq!(&*document.text(), plain.as_str());
        }
        let index = LineIndex::new(plain.as_str().into());
        for (byte, _) in plain.char_indices().take(2000) {
            let inside_crlf = plain[..byte].ends_with('\r') && plain[byte..].starts_with('\n');
            let back = index.offset(index.position(byte, encoding), encoding);
            assert_eq!(back, byte - usize::from(inside_crlf));
        }
        let points = CodePoints::new(&plain);
        for (index, (byte, _)) in plain.char_indices().enumerate().take(2000) {
            assert_eq!((points.of_byte(byte), points.to_byte(index)), (index, Some(byte)));
        }
    }
});
