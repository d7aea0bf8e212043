//! Finds where sentences end in a block of news prose.
//!
//! Works on the raw text, before tokens, so that an unchanged sentence need not be read again.
//! A stop, question or exclamation mark ends a sentence unless what stands on either side speaks
//! against it: an abbreviation before, a small letter or "/TASS/" behind, a quotation whose speaker
//! follows. A blank line always ends one; a single line break is a space.

use super::abbreviation::{self, Abbreviation};
use crate::text::Span;

/// Longer than any sentence of news, in bytes. What goes on for longer (a table, a list of names, a text of nothing but
/// commas) is cut at white space, and at twice the length anywhere, so that work on a sentence may look at all of it for
/// each of its words.
pub(super) const LONGEST: usize = 4096;

/// Calls `emit` with each sentence of `text[span]`, without white space at its ends.
pub(super) fn boundaries(text: &str, span: Span, mut emit: impl FnMut(Span)) {
    let block = Block { text: &text[..span.end as usize] };
    let bytes = block.text.as_bytes();
    let mut start = span.start as usize;
    let mut at = start;
    let mut quotes = 0usize;
    let mut push = |from: usize, to: usize| {
        let sentence = Span::new(from, to).trimmed(text);
        if !sentence.is_empty() {
            emit(sentence);
        }
    };
    while at < bytes.len() {
        let end = match bytes[at] {
            b'.' | b'!' | b'?' => block.end_of_sentence(start, at, quotes % 2 == 1),
            0xe2 if block.text[at..].starts_with('…') => block.end_of_sentence(start, at, quotes % 2 == 1),
            b'\n' => block.blank_line(at),
            b'"' => {
                quotes += 1;
                None
            }
            byte if at - start >= LONGEST && byte.is_ascii_whitespace() => Some(at),
            _ if at - start >= 2 * LONGEST && block.text.is_char_boundary(at) => Some(at),
            _ => None,
        };
        match end {
            Some(end) => {
                push(start, end);
                start = end;
                at = end;
                quotes = 0;
            }
            None => at += 1,
        }
    }
    push(start, bytes.len());
}

struct Block<'a> {
    /// The text up to the end of the block.
    text: &'a str,
}

impl Block<'_> {
    /// The end of the line break and the blank lines behind it, where there are any.
    fn blank_line(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at + 1..];
        let gap = &rest[..rest.len() - rest.trim_start().len()];
        gap.contains('\n').then_some(at + 1 + gap.len())
    }

    /// Where the sentence from `start` ends, if the mark at `at` ends it. `open`: inside straight quotation marks.
    fn end_of_sentence(&self, start: usize, at: usize, open: bool) -> Option<usize> {
        let text = self.text;
        if at > start && text[..at].ends_with(['.', '!', '?', '…']) {
            return None; // looked at with the first mark of the run
        }
        let rest = &text[at..];
        let marks = rest.len() - rest.trim_start_matches(['.', '!', '?', '…']).len();
        let mut after = at + marks;
        let mut quoted = false;
        after = self.closers(after, &mut quoted);
        loop {
            let rest = &text[after..];
            let next = after + rest.len() - rest.trim_start().len();
            if next >= text.len() {
                return Some(text.len());
            }
            if next == after {
                return self.glued(start, at, after).then_some(after);
            }
            if text[after..next].matches('\n').count() > 1 {
                return Some(next);
            }
            if let Some(closed) = self.detached_closer(next, open && !quoted) {
                quoted = true;
                after = closed;
                continue;
            }
            return self.ends_before(start, at, marks, quoted, next).then_some(after);
        }
    }

    /// Behind the closing quotation marks and brackets at `at`.
    fn closers(&self, mut at: usize, quoted: &mut bool) -> usize {
        while let Some(c) = self.text[at..].chars().next() {
            match c {
                '"' | '”' | '\'' | '’' | '»' => *quoted = true,
                ')' | ']' | '}' => {}
                '[' => {
                    // A reference such as [12].
                    let rest = self.text[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
                    let end = self.text.len() - rest.len();
                    if end == at + 1 || !rest.starts_with(']') {
                        break;
                    }
                    at = end;
                }
                _ => break,
            }
            at += if c == '[' { 1 } else { c.len_utf8() };
        }
        at
    }

    /// A closing quotation mark set off by a space, as old newswire has it: where it ends.
    fn detached_closer(&self, at: usize, open: bool) -> Option<usize> {
        let rest = &self.text[at..];
        let end = match rest.chars().next()? {
            '”' => at + '”'.len_utf8(),
            '"' if open => at + 1,
            '\'' if rest.starts_with("''") => at + 2,
            _ => return None,
        };
        self.text[end..].chars().next().is_none_or(char::is_whitespace).then_some(end)
    }

    /// Whether the mark at `at` ends a sentence although no space follows ("…in the capital.The army…").
    fn glued(&self, start: usize, at: usize, after: usize) -> bool {
        let before = self.text[start..at].chars().rev().take(3).take_while(|c| c.is_lowercase()).count();
        before == 3 && self.text[at..].starts_with('.') && abbreviation::opens_sentences(self.word_at(after))
    }

    fn word_at(&self, at: usize) -> &str {
        let rest = &self.text[at..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))).unwrap_or(rest.len());
        rest[..end].trim_end_matches(['\'', '’'])
    }

    fn ends_before(&self, start: usize, at: usize, marks: usize, quoted: bool, next: usize) -> bool {
        let text = self.text;
        let rest = text[next..].trim_start_matches(|c: char| {
            c.is_whitespace()
                || matches!(c, '"' | '\'' | '“' | '‘' | '’' | '(' | '[' | '«' | '`' | '-' | '–' | '—' | '*' | '•')
        });
        let first = text.len() - rest.len();
        let word = self.word_at(first);
        let opens = abbreviation::opens_sentences(word);
        let Some(c) = rest.chars().next() else { return true };
        if rest.starts_with("http") || rest.starts_with("www.") {
            return true;
        }
        if c.is_lowercase() && !word.chars().nth(1).is_some_and(char::is_uppercase) {
            return false;
        }
        if matches!(c, '/' | ',' | ';' | ':' | '.' | ')' | '%') {
            return false;
        }
        let mark = &text[at..at + marks];
        let before = self.word_before(start, at);
        if mark != "." {
            let asked = mark.contains(['!', '?']);
            return !(asked && text[..at].ends_with('(')
                || quoted && !opens && self.names_speaker(first)
                || mark == "!" && !opens && ["Yahoo", "Jeopardy", "Yum"].contains(&before));
        }
        let behind_comma = text[start..at - before.len()].trim_end().ends_with(',');
        match abbreviation::classify(before, behind_comma) {
            None => !self.enumerates(start, at),
            Some(_) if quoted => true,
            Some(Abbreviation::Bound) => false,
            Some(Abbreviation::BeforeNumber | Abbreviation::Month) => !c.is_ascii_digit(),
            Some(Abbreviation::Initial) => opens || before == "I",
            Some(Abbreviation::Open | Abbreviation::State) => opens || before == "etc",
            Some(Abbreviation::TimeOfDay) => !abbreviation::follows_time_of_day(word),
        }
    }

    /// The word that ends at `at`, without quotation marks and brackets before it.
    fn word_before(&self, start: usize, at: usize) -> &str {
        let before = &self.text[start..at];
        let from =
            before.rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '‘' | '(' | '[' | '—' | '/' | '`'));
        let word = match from {
            Some(i) => &before[i + before[i..].chars().next().map_or(0, char::len_utf8)..],
            None => before,
        };
        // "post-Dec.", "anti-U.S."
        match word.rfind('-') {
            Some(i) => &word[i + 1..],
            None => word,
        }
    }

    /// Whether the sentence so far is only the number of a list item.
    fn enumerates(&self, start: usize, at: usize) -> bool {
        let item = self.text[start..at].trim();
        !item.is_empty() && item.len() <= 2 && item.bytes().all(|b| b.is_ascii_digit())
    }

    /// Whether a name and a verb of saying begin at `at` (`"Why now?" Ann Lee asked`).
    fn names_speaker(&self, at: usize) -> bool {
        const VERBS: &[&str] = &[
            "added",
            "adds",
            "asked",
            "asks",
            "cried",
            "demanded",
            "exclaimed",
            "joked",
            "quipped",
            "replied",
            "said",
            "says",
            "shouted",
            "told",
            "tweeted",
            "wondered",
            "wrote",
            "yelled",
        ];
        self.text[at..]
            .split_whitespace()
            .take(7)
            .skip(1)
            .find(|w| !w.starts_with(char::is_uppercase))
            .is_some_and(|w| VERBS.contains(&w.trim_end_matches(['.', ',', ':'])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        boundaries(text, Span::new(0, text.len()), |s| out.push(s.of(text)));
        out
    }

    #[track_caller]
    fn check(marked: &str) {
        let expected: Vec<&str> = marked.split('¶').map(str::trim).collect();
        let text = marked.replace('¶', "");
        assert_eq!(sentences(&text), expected);
    }

    #[test]
    fn titles_and_initials_end_no_sentence() {
        check("Mr. Brown met Gen. Lee and Rep. J. R. Poe. ¶ They spoke.");
        check("Ann B. Clark v. Ohio was heard. ¶ No one came.");
        check("It was plan B. ¶ The mayor agreed.");
    }

    #[test]
    fn acronyms_end_a_sentence_before_a_word_that_opens_one() {
        check("He flew to the U.S. ¶ The visit was short.");
        check("The U.S. Navy and the U.N. Security Council agreed.");
        check("Acme Inc. shares rose at Acme Corp. ¶ It sold Acme Ltd. Holdings.");
    }

    #[test]
    fn months_and_times_look_at_what_follows() {
        check("It began on Dec. 15 at 5 p.m. Friday. ¶ It ended at 6 a.m. ¶ Police came.");
        check("It is No. 5 on the list. ¶ Is it? ¶ No. ¶ Never.");
        check("It rained in Sept. ¶ Farmers were glad.");
    }

    #[test]
    fn a_quotation_closes_behind_the_stop() {
        check("\"We won.\" ¶ \"It is over,\" she said. ¶ \"Go home.\"");
        check("“We won.” ¶ The crowd cheered.");
        check("She said: \"Stop. ¶ Go home.\" ¶ Then she left.");
        check("(He left in May.) ¶ Nobody asked.");
        check("It was \" over . \" ¶ Then he left .");
        check("``It is over.'' ¶ Then he left.");
    }

    #[test]
    fn a_question_with_its_speaker_is_one_sentence() {
        check("\"Why now?\" Ann Lee asked. ¶ \"Why not!\" he said.");
        check("\"Why now?\" ¶ The minister did not answer.");
    }

    #[test]
    fn datelines_and_agencies_stay_together() {
        check("MOSCOW, December 2./TASS/. ¶ Ministers met.");
        check("MOSCOW, December 2. /TASS/. ¶ Ministers met.");
        check("Yahoo! Inc. fell. ¶ Yahoo! ¶ The end.");
    }

    #[test]
    fn blank_lines_end_sentences_and_single_breaks_do_not() {
        check("A headline\n\n¶A first line\nthat goes on. ¶ And\r\nanother\r\n\r\n¶end");
    }

    #[test]
    fn a_missing_space_is_forgiven() {
        check("They fled the capital.¶The army followed. ¶ See Booking.Com or v1.The.");
    }

    #[test]
    fn decimal_points_and_ellipses_inside_end_nothing() {
        check("It rose 2.5 percent ... and fell... ¶ Then it rose 3.5.");
        check("1. Call home. ¶ 2. Wait.");
        check("Wait … what? ¶ Yes.");
    }

    #[test]
    fn the_span_is_respected() {
        let text = "One. Two. Three.";
        let mut out = Vec::new();
        boundaries(text, Span::new(5, 9), |s| out.push(s));
        assert_eq!(out, [Span::new(5, 9)]);
    }

    #[test]
    fn what_never_ends_is_cut() {
        let count = |text: &str| {
            let mut lengths = Vec::new();
            boundaries(text, Span::new(0, text.len()), |s| lengths.push(s.len()));
            assert!(lengths.iter().all(|&length| length <= 2 * LONGEST), "{lengths:?}");
            lengths.len()
        };
        assert_eq!(count(&"wall ".repeat(LONGEST)), 5);
        assert_eq!(count(&"é".repeat(3 * LONGEST)), 3);
        assert_eq!(count(&"“no” ".repeat(1000)), 3);
    }

    proptest::proptest! {
        #[test]
        fn sentences_cover_all_but_white_space_of_any_text(
            text in "([a-zA-Z.!?… ]|[\"“”'(\n)/\\[\\]0-9]|Mr\\. |U\\.S\\. |\\PC){0,60}",
        ) {
            let mut at = 0;
            boundaries(&text, Span::new(0, text.len()), |s| {
                let range = s.range();
                assert!(range.start >= at && range.end > range.start);
                assert!(text[at..range.start].chars().all(char::is_whitespace));
                assert_eq!(s.of(&text), s.of(&text).trim());
                at = range.end;
            });
            assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
