//! From the bytes of a file to text.
//!
//! News archives come in every encoding and in texts that were decoded wrongly once before. A file is
//! taken as UTF-8 where it is valid UTF-8; otherwise a byte order mark decides, and else the encoding is
//! guessed from its bytes as web browsers do. What was not plain UTF-8 is reported, never hidden.

use super::Span;

/// Bytes at the start of a file in which binary content is looked for.
const PROBE: usize = 8192;

/// A file's text and what was found while decoding it.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text; a byte order mark stays in it as U+FEFF, so that offsets count it.
    pub text: String,
    /// Name of the encoding (`UTF-8`, `windows-1252`, …) as the WHATWG Encoding Standard writes it.
    pub encoding: &'static str,
    /// Whether the file starts with a byte order mark.
    pub bom: bool,
    /// What is wrong with the text's encoding.
    pub problems: Vec<EncodingProblem>,
}

/// Something wrong with the encoding of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodingProblem {
    /// Where, in bytes of the decoded text.
    pub span: Span,
    /// What, in one sentence without a full stop.
    pub message: String,
}

/// Decodes a file.
///
/// # Errors
/// `Err` with the kind of content ("a PDF document", "binary") where the bytes are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, &'static str> {
    if let Some(kind) = binary(bytes) {
        return Err(kind);
    }
    let (encoding, bom) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => (encoding, true),
        None => match wide(bytes) {
            Some(encoding) => (encoding, false),
            None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, false),
            None => (guess(bytes), false),
        },
    };
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let mut problems = Vec::new();
    if encoding != encoding_rs::UTF_8 {
        problems.push(EncodingProblem {
            span: first_line(&text),
            message: format!("the file is not UTF-8; it was read as {}", encoding.name()),
        });
    }
    if malformed {
        let offset = text.find('\u{fffd}').unwrap_or(0);
        problems.push(EncodingProblem {
            span: character(&text, offset),
            message: format!("bytes that are not {} stand here as \u{fffd}", encoding.name()),
        });
    }
    problems.extend(text_problems(&text).into_iter().filter(|p| !malformed || !p.message.contains('\u{fffd}')));
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), bom, problems })
}

/// What is wrong with a text that is decoded already, such as one that an editor holds: NUL characters, replacement
/// characters, UTF-8 that was once read as windows-1252 ("itâ€™s"), and characters that nobody sees.
pub fn text_problems(text: &str) -> Vec<EncodingProblem> {
    let mut problems = Vec::new();
    if let Some(offset) = text.find('\0') {
        let count = memchr::memchr_iter(0, text.as_bytes()).count();
        let more = if count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
        problems.push(EncodingProblem {
            span: character(text, offset),
            message: format!("a NUL character stands here{more}"),
        });
    }
    if let Some(offset) = text.find('\u{fffd}') {
        problems.push(EncodingProblem {
            span: character(text, offset),
            message: "a character was lost here and stands as \u{fffd}".into(),
        });
    }
    problems.extend(mojibake(text));
    problems.extend(super::invisible::problems(text));
    problems
}

/// Magic numbers of what is most often found among articles by mistake, then the share of control characters.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 8] = [
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x7fELF", "a program"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    if encoding_rs::Encoding::for_bom(bytes).is_some() || wide(bytes).is_some() {
        return None;
    }
    let probe = &bytes[..bytes.len().min(PROBE)];
    let control = probe.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)).count();
    (control >= 8 && control * 10 > probe.len()).then_some("binary")
}

/// UTF-16 without a byte order mark: nearly every second byte of Western text is zero.
fn wide(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let probe = &bytes[..bytes.len().min(PROBE) & !1];
    if probe.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |skip| probe.iter().skip(skip).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), probe.len() / 2);
    if odd * 10 >= half * 7 && even * 20 < half {
        Some(encoding_rs::UTF_16LE)
    } else if even * 10 >= half * 7 && odd * 20 < half {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

fn guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

fn first_line(text: &str) -> Span {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    Span::new(0, end)
}

fn character(text: &str, offset: usize) -> Span {
    let length = text[offset..].chars().next().map_or(0, char::len_utf8);
    Span::new(offset, offset + length)
}

/// Runs of characters that are UTF-8 read as windows-1252, the first of the text with a count of all.
fn mojibake(text: &str) -> Option<EncodingProblem> {
    let (mut first, mut count) = (None, 0);
    let mut rest = 0;
    while let Some(start) = super::invisible::next_unusual(text.as_bytes(), rest) {
        if text.as_bytes()[start].is_ascii() {
            rest = start + 1;
            continue;
        }
        let end = text[start..].find(|c: char| c.is_ascii()).map_or(text.len(), |i| i + start);
        if let Some(meant) = twice_encoded(&text[start..end]) {
            count += 1;
            first.get_or_insert((Span::new(start, end), meant));
        }
        rest = end;
    }
    let (span, meant) = first?;
    let more = if count > 1 { format!(" ({} more such places)", count - 1) } else { String::new() };
    let message = format!("“{}” looks like “{meant}” decoded twice{more}", span.of(text));
    Some(EncodingProblem { span, message })
}

/// What a run of characters was before it was read as windows-1252, where it is sure that it was.
fn twice_encoded(run: &str) -> Option<String> {
    run.chars().nth(1)?;
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(run);
    let meant = String::from_utf8(bytes.into_owned()).ok().filter(|_| !unmappable)?;
    // An accented capital before a closing mark (“CAFÉ»”) happens to be valid, too: two bytes alone prove
    // nothing unless they begin with what almost never ends a word.
    let proof = run.chars().nth(2).is_some() || run.starts_with(['Ã', 'Â']) && !run.ends_with(['»', '«', '’', '”']);
    proof.then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn messages(bytes: &[u8]) -> Vec<String> {
        decode(bytes).unwrap().problems.into_iter().map(|p| p.message).collect()
    }

    #[test]
    fn utf8_needs_no_guess_and_has_no_problem() {
        let decoded = decode("Zoë said “no”.".as_bytes()).unwrap();
        assert_eq!((decoded.encoding, decoded.bom, decoded.problems.len()), ("UTF-8", false, 0));
    }

    #[test]
    fn a_byte_order_mark_stays_in_the_text() {
        let decoded = decode("\u{feff}Hello".as_bytes()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.bom), ("\u{feff}Hello", true));
    }

    #[test]
    fn windows_1252_is_read_and_reported() {
        let decoded = decode(b"The caf\xe9 owner said \x93no\x94 to the mayor.\n").unwrap();
        assert_eq!(decoded.text, "The café owner said “no” to the mayor.\n");
        assert!(decoded.problems[0].message.contains("windows-1252"));
    }

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        let wide: Vec<u8> = "The mayor said no.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide).unwrap().text, "The mayor said no.");
        let marked = [&[0xff, 0xfe], &wide[..]].concat();
        let decoded = decode(&marked).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.bom), ("\u{feff}The mayor said no.", true));
    }

    #[test]
    fn a_nul_is_reported_but_read() {
        let decoded = decode(b"The mayor\0 said no to all of it.").unwrap();
        assert_eq!(decoded.problems[0].span, Span::new(9, 10));
    }

    #[test]
    fn text_that_was_decoded_twice_is_told_what_it_meant() {
        assert_eq!(messages("Itâ€™s over".as_bytes()), ["“â€™” looks like “’” decoded twice"]);
        assert_eq!(messages("cafÃ© and dÃ©jÃ ".as_bytes()).len(), 1);
    }

    #[test]
    fn honest_accents_are_left_alone() {
        assert!(messages("« CAFÉ» … SÃO Paulo, Müller’s “Él”, naïve, №5".as_bytes()).is_empty());
    }

    #[test]
    fn a_picture_and_a_pdf_are_no_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0").unwrap_err(), "a picture");
        assert_eq!(decode(b"%PDF-1.7").unwrap_err(), "a PDF document");
        assert_eq!(decode(&[1u8; 64]).unwrap_err(), "binary");
    }

    #[test]
    fn an_empty_file_is_an_empty_text() {
        assert_eq!(decode(b"").unwrap().text, "");
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_with_spans_on_boundaries(bytes: Vec<u8>) {
            if let Ok(decoded) = decode(&bytes) {
                for problem in decoded.problems {
                    let range = problem.span.range();
                    prop_assert!(decoded.text.is_char_boundary(range.start) && decoded.text.is_char_boundary(range.end));
                }
            }
        }
    }
}
