//! Characters that nobody sees and that make words differ: zero-width ones, marks of writing direction, controls.
//!
//! They come with text that was copied from web pages and word processors. A name with a zero-width space in it is
//! another string, and marks of direction can show text in another order than it has (T. Boucher and R. Anderson,
//! "Trojan Source", 2021).

use super::{EncodingProblem, Span};

/// A kind of character that should not stand in an article.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    ZeroWidth,
    Direction,
    Control,
}

fn kind(text: &str, at: usize, c: char) -> Option<Kind> {
    match c {
        '\u{200b}' | '\u{2060}' | '\u{00ad}' | '\u{180e}' => Some(Kind::ZeroWidth),
        '\u{feff}' if at > 0 => Some(Kind::ZeroWidth),
        // Joiners shape Arabic, Indic scripts and emoji; between Latin letters they do nothing.
        '\u{200c}' | '\u{200d}' => {
            let latin = |c: Option<char>| c.is_none_or(|c| c.is_ascii() || c.is_whitespace());
            let before = text[..at].chars().next_back();
            (latin(before) && latin(text[at..].chars().nth(1))).then_some(Kind::ZeroWidth)
        }
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Kind::Direction)
        }
        '\0' | '\t' | '\n' | '\r' | '\u{0c}' | '\u{85}' => None,
        c if c.is_control() => Some(Kind::Control),
        _ => None,
    }
}

/// Whether an article is better off without the character (which stands at the byte `at` of the text).
pub fn is_invisible(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| kind(text, at, c).is_some())
}

/// Every such character of a text, in bytes.
pub fn invisible(text: &str) -> Vec<Span> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(at) = next_unusual(text.as_bytes(), from) {
        let Some(c) = text[at..].chars().next() else { break };
        from = at + c.len_utf8();
        if kind(text, at, c).is_some() {
            found.push(Span::new(at, from));
        }
    }
    found
}

/// The first byte from `from` on that is neither a printed ASCII character nor white space.
pub(super) fn next_unusual(bytes: &[u8], from: usize) -> Option<usize> {
    let is_unusual = |b: u8| b >= 0x7f || b < b' ' && b != b'\t' && b != b'\n' && b != b'\r';
    let mut at = from;
    for chunk in bytes.get(from..)?.chunks(64) {
        // All of them are looked at, whatever the first one is: sixteen and more at once.
        if chunk.iter().fold(false, |any, byte| any | is_unusual(*byte)) {
            return chunk.iter().position(|byte| is_unusual(*byte)).map(|nth| at + nth);
        }
        at += chunk.len();
    }
    None
}

/// One problem for each kind that a text holds, at the first such character.
pub(super) fn problems(text: &str) -> Vec<EncodingProblem> {
    let all = invisible(text);
    let mut problems = Vec::new();
    for wanted in [Kind::ZeroWidth, Kind::Direction, Kind::Control] {
        let at = |span: &Span| span.start as usize;
        let of = |span: &&Span| span.of(text).chars().next().and_then(|c| kind(text, at(span), c)) == Some(wanted);
        let mut found = all.iter().filter(of);
        let Some(first) = found.next() else { continue };
        let count = found.count();
        let more = if count > 0 { format!(" (and {count} more)") } else { String::new() };
        let code = first.of(text).chars().next().map_or(0, u32::from);
        let what = match wanted {
            Kind::ZeroWidth => "an invisible character",
            Kind::Direction => "an invisible mark of writing direction",
            Kind::Control => "a control character",
        };
        problems.push(EncodingProblem { span: *first, message: format!("{what}, U+{code:04X}, stands here{more}") });
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        problems(text).into_iter().map(|p| p.message).collect()
    }

    #[test]
    fn what_nobody_sees_is_named_with_its_code() {
        assert_eq!(
            messages("The may\u{200b}or said\u{200b} \u{202e}no\u{7}."),
            [
                "an invisible character, U+200B, stands here (and 1 more)",
                "an invisible mark of writing direction, U+202E, stands here",
                "a control character, U+0007, stands here"
            ]
        );
    }

    #[test]
    fn joiners_of_other_scripts_line_ends_and_a_byte_order_mark_are_left_alone() {
        for text in ["\u{feff}The mayor.", "a\tb\r\nc\u{c}", "می\u{200c}خواهم", "👩\u{200d}🚒", "naïve – “no”"]
        {
            assert_eq!(messages(text), [""; 0], "{text:?}");
        }
    }
}
