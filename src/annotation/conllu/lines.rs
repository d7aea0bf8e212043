//! Lines, sentences, columns and the sequence of ids: the backbone of the file (level 1 of the UD validator).

use super::{COLUMNS, Id, Incident, Row, Sentence, report};
use crate::text::Span;

/// What the lines of one block are.
#[derive(Default)]
pub(super) struct Lines {
    /// Their sentence, where there is one.
    pub sentence: Option<Sentence>,
    /// What is wrong with single lines.
    pub incidents: Vec<Incident>,
    /// The first line with a carriage return.
    pub carriage: Option<Span>,
    /// Whether an empty line ends them.
    pub is_ended: bool,
}

/// Reads the lines of one block, `first` if the file begins with it.
pub(super) fn read(text: &str, columns: &Columns, first: bool) -> Lines {
    let (mut block, mut sentence, mut offset) = (Lines::default(), Sentence::default(), 0);
    for (number, whole) in text.split_inclusive('\n').enumerate() {
        let bare = whole.strip_suffix('\n').unwrap_or(whole);
        let line = bare.strip_suffix('\r').unwrap_or(bare);
        let span = Span::new(offset, offset + line.len());
        offset += whole.len();
        let incidents = &mut block.incidents;
        if block.carriage.is_none() && bare.contains('\r') {
            block.carriage = Some(span);
        }
        if line.trim().is_empty() {
            if !line.is_empty() {
                report(incidents, "pseudo-empty-line", span, "the line holds white space: expected nothing at all");
            }
            match (sentence.rows.is_empty(), sentence.comments.is_empty()) {
                (true, true) => report(incidents, "empty-sentence", span, "an empty line that ends no sentence"),
                (true, false) => report(incidents, "empty-sentence", span, "a sentence of comments without words"),
                _ => {}
            }
            // Without a line end behind it another edit may make a line of words of it.
            block.is_ended = whole.ends_with('\n');
        } else if line.starts_with('#') {
            if !sentence.rows.is_empty() {
                report(incidents, "misplaced-comment", span, "a comment among the words: expected before them");
                sentence.broken = true;
            } else if number > 0 || !first || !columns.are_own() {
                sentence.comments.push(span);
            }
        } else if line.starts_with(|c: char| c.is_ascii_digit()) {
            let spans = fields(line, span);
            if spans.len() != columns.count {
                let message = format!("{} columns: expected {}, each after a tab", spans.len(), columns.count);
                report(incidents, "number-of-columns", span, message);
                sentence.broken = true;
            }
            let at = columns.places.map(|column| column.and_then(|column| spans.get(column).copied()));
            let id = at[0].and_then(|id| read_id(id.of(text)));
            sentence.rows.push(Row { id, line: span, fields: at });
        } else {
            report(incidents, "invalid-line", span, "expected a line that starts with a number or with #");
            sentence.broken = true;
        }
    }
    let there = !sentence.rows.is_empty() || !sentence.comments.is_empty();
    let last = text.lines().next_back().is_some_and(|line| line.trim().is_empty());
    if there && !last {
        let end = Span::new(text.len(), text.len());
        report(&mut block.incidents, "missing-empty-line", end, "no empty line after the last sentence");
    }
    block.sentence = there.then_some(sentence);
    block
}

/// Every line is in Unicode's composed form (NFC).
pub(super) fn check_normalisation(text: &str, incidents: &mut Vec<Incident>) {
    if text.is_ascii() {
        return;
    }
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if !line.is_ascii() && !unicode_normalization::is_nfc(line) {
            let span = Span::new(start, start + line.trim_end_matches(['\n', '\r']).len());
            report(incidents, "unicode-normalization", span, "expected the composed form of each character (NFC)");
        }
    }
}

/// How many columns a file has, and where each of [`COLUMNS`] stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    count: usize,
    places: [Option<usize>; 10],
}

impl Default for Columns {
    fn default() -> Self {
        Self { count: COLUMNS.len(), places: std::array::from_fn(Some) }
    }
}

impl Columns {
    /// Those that the first line of a file names, else those of CoNLL-U.
    pub(super) fn of(text: &str) -> Self {
        let first = text.lines().next().unwrap_or_default();
        let named = first.strip_prefix('#').and_then(|rest| rest.trim_start().strip_prefix("global.columns"));
        let Some(named) = named.and_then(|rest| rest.trim_start().strip_prefix('=')) else { return Self::default() };
        let names: Vec<&str> = named.split_whitespace().collect();
        Self { count: names.len(), places: COLUMNS.map(|column| names.iter().position(|&name| name == column)) }
    }

    /// Whether they differ from those of CoNLL-U.
    pub(super) fn are_own(&self) -> bool {
        *self != Self::default()
    }
}

fn fields(line: &str, span: Span) -> Vec<Span> {
    let mut start = span.start as usize;
    let field = |field: &str| {
        let found = Span::new(start, start + field.len());
        start += field.len() + 1;
        found
    };
    line.split('\t').map(field).collect()
}

/// A number without leading zeros; `zero` says whether 0 is one. One that is too large counts as the largest.
fn number(text: &str, zero: bool) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let plain = !text.starts_with('0') || (zero && text == "0");
    (digits && plain).then(|| text.parse().unwrap_or(u32::MAX))
}

/// An id as it is written; 0 is none, 0.1 is one.
pub(super) fn read_id(text: &str) -> Option<Id> {
    if let Some((start, end)) = text.split_once('-') {
        return Some(Id::Range(number(start, false)?, number(end, false)?));
    }
    match text.split_once('.') {
        Some((word, place)) => Some(Id::Empty(number(word, true)?, number(place, false)?)),
        None => number(text, false).map(Id::Word),
    }
}

/// Holds the ids of a sentence to their order; whether they can be relied on.
pub(super) fn check_ids(text: &str, sentence: &Sentence, incidents: &mut Vec<Incident>) -> bool {
    let before = incidents.len();
    let words = sentence.rows.iter().filter(|row| matches!(row.id, Some(Id::Word(_)))).count() as u32;
    let (mut last, mut empty, mut covered, mut after_range) = (0, 0, 0, false);
    for row in &sentence.rows {
        let (span, written) = (row.span(0), row.field(text, 0));
        match row.id {
            None => {
                let message = format!("\"{written}\" is no id: expected 1, 1-2 or 1.1");
                report(incidents, "invalid-word-id", span, message);
            }
            Some(Id::Word(id)) => {
                if Some(id) != u32::checked_add(last, 1) {
                    report(incidents, "word-id-sequence", span, format!("word {id} follows word {last}"));
                }
                (last, empty) = (id, 0);
            }
            Some(Id::Range(start, end)) => {
                if end < start {
                    report(incidents, "reversed-word-interval", span, format!("{written} ends before it starts"));
                } else if end > words {
                    let message = format!("{written} reaches beyond the {words} words of the sentence");
                    report(incidents, "word-interval-out", span, message);
                } else if start <= covered {
                    let message = format!("{written} begins within the token that ends with word {covered}");
                    report(incidents, "overlapping-word-intervals", span, message);
                } else if start <= last {
                    report(incidents, "misplaced-word-interval", span, format!("{written} follows word {last}"));
                }
                covered = covered.max(end);
            }
            Some(Id::Empty(word, place)) => {
                if word != last || Some(place) != u32::checked_add(empty, 1) || after_range {
                    report(incidents, "misplaced-empty-node", span, format!("{written} follows {last}.{empty}"));
                }
                empty = place;
            }
        }
        after_range = matches!(row.id, Some(Id::Range(..)));
    }
    incidents.len() == before
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::super::tests::tests;

    const WORD: &str = "_|_|X|_|_|0|root|_|_";

    #[test]
    fn lines_that_are_out_of_place_are_told() {
        assert_eq!(tests(&format!("1|{WORD}\n# late")), ["misplaced-comment"]);
        assert_eq!(tests(&format!("\n1|{WORD}")), ["empty-sentence"]);
        assert_eq!(tests(&format!("1|{WORD}\nword|_")), ["invalid-line"]);
        assert_eq!(tests("1|a|b"), ["number-of-columns"]);
        assert_eq!(parse("# sent_id = a\n\n").incidents[0].test, "empty-sentence");
        assert_eq!(parse("# sent_id = a").incidents[0].test, "missing-empty-line");
    }

    #[test]
    fn ids_out_of_order_are_told() {
        assert_eq!(tests(&format!("2|{WORD}")), ["word-id-sequence"]);
        assert_eq!(tests(&format!("01|{WORD}")), ["invalid-word-id"]);
        assert_eq!(tests(&format!("1.1|_|_|_|_|_|_|_|_|_\n1|{WORD}")), ["misplaced-empty-node"]);
        assert_eq!(tests(&format!("1-3|a|_|_|_|_|_|_|_|_\n1|{WORD}")), ["word-interval-out"]);
    }
}
