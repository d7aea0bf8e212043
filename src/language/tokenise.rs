//! Splits a sentence into tokens, lossless over byte offsets.
//!
//! The conventions are those of the Universal Dependencies English Web Treebank: clitics ("do|n't",
//! "Assad|'s"), hyphenated compounds ("long|-|term", but "pro-Kurdish", "re-elected") and "%" are
//! split. Where a figure or a designation would fall apart it stays whole: "$5", "£336m", "33bn",
//! "1,234.5", "Su-24", "S-400", as do addresses on the web, dotted abbreviations and dates in figures.

use super::abbreviation::{self, Abbreviation};

/// Calls `emit` with the byte range of every token of `text`, in order.
///
/// Every character that is not white space lies in exactly one token; no token holds white space.
pub(super) fn tokenise(text: &str, mut emit: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if let Some(width) = white_space(text, at) {
            at += width;
            continue;
        }
        let end = chunk_end(text, at);
        Chunk { text, start: at, end }.tokens(&mut emit);
        at = end;
    }
}

/// Length of the white space character at `at`, if there is one.
fn white_space(text: &str, at: usize) -> Option<usize> {
    let byte = text.as_bytes()[at];
    if byte < 0x80 {
        return (byte as char).is_whitespace().then_some(1);
    }
    let c = char_at(text, at)?;
    c.is_whitespace().then(|| c.len_utf8())
}

fn chunk_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if bytes[at] < 0x80 {
            if (bytes[at] as char).is_whitespace() {
                break;
            }
            at += 1;
        } else {
            match char_at(text, at) {
                Some(c) if !c.is_whitespace() => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '₹' | '₽' | '₴' | '₺' | '₩' | '₪')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Letters, digits and what clings to them: combining marks, soft hyphens, joiners.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || c == '_'
        || (!c.is_ascii()
            && (c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}')))
}

/// Prefixes that stay with their word behind a hyphen.
fn is_prefix(part: &str) -> bool {
    const PREFIXES: &[&str] = &[
        "anti", "arch", "co", "counter", "cross", "de", "e", "ex", "extra", "hyper", "infra", "inter", "intra",
        "macro", "mega", "micro", "mid", "mini", "multi", "neo", "non", "over", "post", "pre", "pro", "pseudo",
        "quasi", "re", "semi", "socio", "sub", "trans", "ultra", "un", "under",
    ];
    part.len() <= 7 && PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(part))
}

/// Units that are a token of their own behind a figure without a space ("500|km", "8|pm").
fn is_unit(part: &str) -> bool {
    const UNITS: &[&str] = &[
        "am", "cm", "ft", "gb", "ghz", "gw", "gwh", "ha", "hz", "kb", "kg", "km", "kmh", "kph", "kw", "kwh", "lb",
        "lbs", "mb", "mbps", "mg", "mhz", "ml", "mm", "mph", "mw", "mwh", "oz", "pm", "sq", "tb",
    ];
    part.len() <= 4 && UNITS.iter().any(|u| u.eq_ignore_ascii_case(part))
}

fn is_clitic(part: &str) -> bool {
    ["s", "m", "re", "ve", "ll", "d"].iter().any(|c| c.eq_ignore_ascii_case(part))
}

/// A stretch without white space.
struct Chunk<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl Chunk<'_> {
    fn tokens(&self, emit: &mut impl FnMut(usize, usize)) {
        let bytes = &self.text.as_bytes()[self.start..self.end];
        if bytes.iter().all(u8::is_ascii_lowercase) && bytes != b"cannot" {
            return emit(self.start, self.end);
        }
        let web = bytes.iter().any(|b| matches!(b, b'@' | b':' | b'/' | b'.'));
        let mut at = self.start;
        while let Some(c) = self.char(at) {
            at = if let Some(end) = web.then(|| self.address(at)).flatten() {
                emit(at, end);
                end
            } else if is_word(c)
                || (is_currency(c) || c == '.' && self.before(at).is_none_or(|b| !is_word(b) && b != '.'))
                    && self.char(at + c.len_utf8()).is_some_and(|d| d.is_ascii_digit())
            {
                self.word(at, emit)
            } else {
                let end = self.symbol(at, c);
                emit(at, end);
                end
            };
        }
    }

    fn char(&self, at: usize) -> Option<char> {
        self.text.get(at..self.end)?.chars().next()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[self.start..at].chars().next_back()
    }

    /// From `at`, the end of the run of characters that `keep` accepts.
    fn run(&self, at: usize, keep: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[at..self.end];
        at + rest.find(|c| !keep(c)).unwrap_or(rest.len())
    }

    /// End of the web or e-mail address that begins at `at`.
    fn address(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..self.end];
        let starts = |p: &str| rest.get(..p.len()).is_some_and(|r| r.eq_ignore_ascii_case(p));
        let whole =
            ["http://", "https://", "www.", "ftp://", "mailto:"].iter().any(|p| starts(p) && rest.len() > p.len())
                || is_mail(rest)
                || is_domain(rest);
        if !whole {
            return None;
        }
        let trimmed = rest.trim_end_matches(|c: char| {
            matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '’' | '”' | '>' | ']' | '…')
                || c == ')' && !rest.contains('(')
        });
        let end = trimmed.find(['"', '”', '“', '<', '>', '\'', '’']).unwrap_or(trimmed.len());
        (end > 0).then_some(at + end)
    }

    /// End of the punctuation token at `at`: runs of dots, dashes and the like are one token.
    fn symbol(&self, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        match c {
            '.' | '-' | '*' | '=' | '~' | '`' | '…' => self.run(at, |d| d == c),
            '!' | '?' => self.run(at, |d| matches!(d, '!' | '?')),
            '\'' if self.char(next) == Some('\'') => next + 1,
            '\'' | '’' | '‘' => self.elision(next).unwrap_or(next),
            '@' | '#' if self.char(next).is_some_and(is_word) => self.run(next, is_word),
            _ => next,
        }
    }

    /// "'90s", "'em": the end of a word that begins with an apostrophe before `next`; also clitics that a
    /// space, a quotation mark or an address cut off from their word.
    fn elision(&self, next: usize) -> Option<usize> {
        let end = self.run(next, is_word);
        let part = &self.text[next..end];
        let decade = part.len() == 3 && part.ends_with('s') && part[..2].bytes().all(|b| b.is_ascii_digit());
        (decade || is_clitic(part) || ["em", "til", "tis", "twas"].iter().any(|w| w.eq_ignore_ascii_case(part)))
            .then_some(end)
    }

    /// Emits the word or figure at `start`, with its clitics, and returns where it ends.
    fn word(&self, start: usize, emit: &mut impl FnMut(usize, usize)) -> usize {
        let mut at = start;
        let mut part = start; // behind the last joint inside the word
        while let Some(c) = self.char(at) {
            let next = at + c.len_utf8();
            if is_word(c) {
                if c.is_alphabetic() && at > start && self.text.as_bytes()[at - 1].is_ascii_digit() {
                    let end = self.run(at, |c| c.is_alphabetic());
                    if self.figure(start, at) && is_unit(&self.text[at..end]) {
                        break;
                    }
                    at = end;
                } else {
                    at = next;
                }
                continue;
            }
            if is_apostrophe(c) {
                match self.clitic(part, at, next) {
                    Clitic::None => break,
                    Clitic::Inside => {
                        at = next;
                        part = next;
                        continue;
                    }
                    Clitic::At(clitic, end) => {
                        if clitic > start {
                            emit(start, clitic);
                        }
                        emit(clitic, end);
                        return end;
                    }
                }
            }
            let Some(joint) = self.joint(start, part, at, c) else { break };
            at = joint;
            part = joint;
        }
        if at == start {
            at += self.char(start).map_or(1, char::len_utf8); // a currency sign or dot before digits
            at = self.word_from(at);
        }
        if self.text[start..at].eq_ignore_ascii_case("cannot") {
            emit(start, start + 3);
            emit(start + 3, at);
        } else {
            emit(start, at);
        }
        at
    }

    /// The end of the figure behind a currency sign or a leading dot.
    fn word_from(&self, at: usize) -> usize {
        let mut end = at;
        self.word(at, &mut |_, e| {
            if end == at {
                end = e;
            }
        });
        end
    }

    fn figure(&self, start: usize, end: usize) -> bool {
        self.text[start..end].chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ':') || is_currency(c))
    }

    fn clitic(&self, part: usize, at: usize, next: usize) -> Clitic {
        let end = self.run(next, char::is_alphabetic);
        let tail = &self.text[next..end];
        let bytes = self.text.as_bytes();
        if tail.is_empty() {
            return Clitic::None;
        }
        if tail.eq_ignore_ascii_case("t") && at > part && bytes[at - 1].eq_ignore_ascii_case(&b'n') {
            return Clitic::At(at - 1, end);
        }
        if is_clitic(tail) {
            return Clitic::At(at, end);
        }
        Clitic::Inside
    }

    /// Where the word goes on behind the joint `c` at `at`, if it does.
    fn joint(&self, start: usize, part: usize, at: usize, c: char) -> Option<usize> {
        let next = at + c.len_utf8();
        let left = &self.text[part..at];
        let after = self.char(next);
        let digits = left.ends_with(|c: char| c.is_ascii_digit()) && after.is_some_and(|d| d.is_ascii_digit());
        let run = || self.run(next, |d| d.is_ascii_digit()) - next;
        match c {
            '.' => self.stop(start, at, next, digits),
            ',' if digits => {
                let end = next + run();
                let indian = end - next == 2 && self.char(end) == Some(',');
                (end - next == 3 || indian).then_some(next)
            }
            ':' if digits => (run() == 2).then_some(next),
            '/' if digits => Some(next),
            '/' if left.eq_ignore_ascii_case("w") && after.is_some_and(|o| matches!(o, 'o' | 'O')) => Some(next),
            '&' => (left.len() <= 3 && left.chars().all(char::is_uppercase) && after.is_some_and(char::is_uppercase))
                .then_some(next),
            _ if is_currency(c) => {
                let letters = left.len() <= 3 && part == start && left.chars().all(char::is_uppercase);
                (letters && after.is_some_and(|d| d.is_ascii_digit())).then_some(next)
            }
            _ if is_hyphen(c) && after.is_some_and(is_word) => self.hyphen(start, part, at, next),
            _ => None,
        }
    }

    fn stop(&self, start: usize, at: usize, next: usize, digits: bool) -> Option<usize> {
        if digits {
            return Some(next);
        }
        let word = &self.text[start..at];
        let after = self.char(next);
        if after.is_some_and(char::is_alphabetic) {
            let end = self.run(next, |c| c.is_alphabetic() || c == '.');
            let whole = self.text[start..end].trim_end_matches('.');
            return abbreviation::is_dotted(whole).then_some(next);
        }
        if after == Some('.') {
            return None;
        }
        let behind_comma = self.text[..start].trim_end().ends_with(',');
        let rest = self.text[next..].trim_start_matches(|c: char| !is_word(c));
        let keep = match abbreviation::classify(word, behind_comma)? {
            Abbreviation::Initial => !rest.is_empty(),
            Abbreviation::BeforeNumber => rest.starts_with(|c: char| c.is_ascii_digit()),
            _ => true,
        };
        keep.then_some(next)
    }

    fn hyphen(&self, start: usize, part: usize, at: usize, next: usize) -> Option<usize> {
        let left = &self.text[part..at];
        let end = self.run(next, is_word);
        let right = &self.text[next..end];
        let numeric = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if numeric(left) && numeric(right) {
            // Telephone numbers and dates of the form 2016-12-31; other pairs are ranges.
            let more = self.char(end).is_some_and(is_hyphen) && self.char(end + 1).is_some_and(|c| c.is_ascii_digit());
            let inside = part > start && self.text[start..part].ends_with(is_hyphen);
            return (more || inside || left.len() == 3 && right.len() == 4).then_some(next);
        }
        if part > start && numeric(right) && self.text[start..part].ends_with(is_hyphen) {
            return None;
        }
        let letters = |s: &str| s.chars().all(char::is_alphabetic);
        if is_prefix(left) && letters(left) {
            let digits = right.starts_with(|c: char| c.is_ascii_digit());
            return (!digits || left.eq_ignore_ascii_case("mid")).then_some(next);
        }
        let designation = part == start
            && left.starts_with(char::is_uppercase)
            && left.chars().count() <= 5
            && letters(left)
            && right.starts_with(|c: char| c.is_ascii_digit())
            && abbreviation::classify(left, false).is_none_or(|a| a == Abbreviation::Initial);
        designation.then_some(next)
    }
}

enum Clitic {
    /// The apostrophe ends the word.
    None,
    /// The apostrophe is part of the word ("O'Brien").
    Inside,
    /// A clitic from the first offset to the second.
    At(usize, usize),
}

fn is_mail(rest: &str) -> bool {
    let Some((name, host)) = rest.split_once('@') else { return false };
    let host =
        &host[..host.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(host.len())];
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%'))
        && host.trim_end_matches('.').contains('.')
}

fn is_domain(rest: &str) -> bool {
    const TOP: &[&str] = &["com", "org", "net", "gov", "edu", "info", "ru", "uk", "de", "fr", "eu", "io", "tv"];
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(rest.len());
    let host = rest[..end].trim_end_matches('.');
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    TOP.contains(&top)
        && !name.is_empty()
        && name.split('.').all(|part| part.len() > 1)
        && name.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> String {
        let mut out: Vec<&str> = Vec::new();
        tokenise(text, |s, e| out.push(&text[s..e]));
        out.join("|")
    }

    #[test]
    fn clitics_are_tokens() {
        assert_eq!(tokens("They don't, can’t and cannot."), "They|do|n't|,|ca|n’t|and|can|not|.");
        assert_eq!(tokens("The army's, I'm, we've, she'll"), "The|army|'s|,|I|'m|,|we|'ve|,|she|'ll");
        assert_eq!(tokens("the ministers' plan"), "the|ministers|'|plan");
        assert_eq!(tokens("O'Brien said at six o'clock"), "O'Brien|said|at|six|o'clock");
    }

    #[test]
    fn hyphens_are_tokens_but_prefixes_and_designations_stay_whole() {
        assert_eq!(tokens("a well-known 15-year-old"), "a|well|-|known|15|-|year|-|old");
        assert_eq!(tokens("pro-Kurdish re-elected e-mail mid-1990s"), "pro-Kurdish|re-elected|e-mail|mid-1990s");
        assert_eq!(tokens("a Su-24, S-400s and COVID-19"), "a|Su-24|,|S-400s|and|COVID-19");
        assert_eq!(tokens("10-20 people, 2016-12-31"), "10|-|20|people|,|2016-12-31");
        assert_eq!(tokens("al-Qaeda"), "al|-|Qaeda");
    }

    #[test]
    fn figures_are_whole() {
        assert_eq!(tokens("£336m, 33bn or $1,234.5?"), "£336m|,|33bn|or|$1,234.5|?");
        assert_eq!(tokens("US$5m rose 2.5% (to 3,000)."), "US$5m|rose|2.5|%|(|to|3,000|)|.");
        assert_eq!(tokens("on 9/11 at 7:30pm, 500km"), "on|9/11|at|7:30|pm|,|500|km");
        assert_eq!(tokens("1 in 5,6 or .04"), "1|in|5|,|6|or|.04");
        assert_eq!(tokens("1,00,000 on the 21st in the 1990s"), "1,00,000|on|the|21st|in|the|1990s");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        assert_eq!(tokens("Gen. J. Doe of the U.S. came on Dec. 3."), "Gen.|J.|Doe|of|the|U.S.|came|on|Dec.|3|.");
        assert_eq!(tokens("the U.S.-led force"), "the|U.S.|-|led|force");
        assert_eq!(tokens("He said no. 5 p.m."), "He|said|no.|5|p.m.");
        assert_eq!(tokens("He said no."), "He|said|no|.");
        assert_eq!(tokens("in Mobile, Ala. A miss."), "in|Mobile|,|Ala.|A|miss|.");
    }

    #[test]
    fn addresses_are_whole() {
        assert_eq!(tokens("see https://a.example/b?c=1, or"), "see|https://a.example/b?c=1|,|or");
        assert_eq!(tokens("(www.news.example)."), "(|www.news.example|)|.");
        assert_eq!(tokens("ann.lee@desk.example."), "ann.lee@desk.example|.");
        assert_eq!(tokens("on Amazon.com's site"), "on|Amazon.com|'s|site");
        assert_eq!(tokens("@newsdesk and #vote2016"), "@newsdesk|and|#vote2016");
    }

    #[test]
    fn quotes_dashes_and_ellipses_are_tokens() {
        assert_eq!(tokens("“No…” — he said--"), "“|No|…|”|—|he|said|--");
        assert_eq!(tokens("``Stop ...'' (he said)!?"), "``|Stop|...|''|(|he|said|)|!?");
        assert_eq!(tokens("the '90s and 'maybe'"), "the|'90s|and|'|maybe|'");
        assert_eq!(tokens("MOSCOW, December 2./TASS/."), "MOSCOW|,|December|2|.|/|TASS|/|.");
        assert_eq!(tokens("AT&T and/or B&B"), "AT&T|and|/|or|B&B");
    }

    #[test]
    fn combining_marks_stay_with_their_letter() {
        assert_eq!(tokens("cafe\u{301} no\u{a0}break"), "cafe\u{301}|no|break");
    }

    proptest::proptest! {
        #[test]
        fn tokens_cover_all_but_white_space_of_any_text(text in "([a-zA-Z'’.,0-9$£ -]|[\"“”@/:&…é\u{301}\n]|\\PC){0,60}") {
            let mut at = 0;
            tokenise(&text, |start, end| {
                assert!(start >= at && end > start);
                assert!(text[at..start].chars().all(char::is_whitespace));
                assert!(!text[start..end].contains(char::is_whitespace));
                at = end;
            });
            assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
