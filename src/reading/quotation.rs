//! Text in quotation marks.
//!
//! Marks are paired within a paragraph; a quotation that a paragraph leaves open goes on where the
//! next one opens with a mark again, as papers print long quotations. A mark that nothing closes ends
//! with its paragraph, so that a stray one swallows nothing else.

use super::Prose;
use crate::article::BlockKind;
use crate::text::{Span, Spans};
use smallvec::smallvec;

/// What the marks are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum QuotationKind {
    /// Somebody's words.
    Speech,
    /// A word or two that the writer keeps at a distance ("so-called").
    Scare,
    /// The title of a work.
    Title,
}

/// Text in quotation marks; over several paragraphs it is one quotation.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quotation {
    /// From the opening mark to the closing one, both included, in bytes.
    pub span: Span,
    /// What stands between the marks, one span a paragraph.
    pub content: Spans,
    /// What the marks are for.
    pub kind: QuotationKind,
    /// Whether it is closed.
    pub closed: bool,
    /// Number of words between the marks.
    pub words: usize,
    /// Index of the attribution whose content it belongs to.
    pub attribution: Option<usize>,
    /// Index of the entity that speaks.
    pub speaker: Option<usize>,
}

/// A pair of marks within one paragraph; `close` is missing where the paragraph ends first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    open: Span,
    close: Option<Span>,
    /// Where the paragraph ends.
    end: Span,
    /// Whether the paragraph starts with the opening mark.
    leads: bool,
}

/// Finds the quotations of an article, outermost only, in order.
pub fn quotations(prose: &Prose) -> Vec<Quotation> {
    let text = &*prose.article.text;
    let mut pairs = Vec::new();
    for (index, block) in prose.article.blocks.iter().enumerate().filter(|(_, b)| b.kind.is_read()) {
        let found = prose.kept(index, |known| &known.marks, || pair_marks(text, block.body));
        pairs.extend(found.iter().map(|pair| {
            let (open, close) = (found.here(pair.open), pair.close.map(|close| found.here(close)));
            (index, Pair { open, close, end: found.here(pair.end), leads: pair.leads })
        }));
    }
    let mut quotations: Vec<Quotation> = Vec::new();
    let mut open_in: Option<(usize, &str)> = None;
    for (own_block, pair) in pairs {
        let inner = Span { start: pair.open.end, end: pair.close.unwrap_or(pair.end).start };
        let whole = Span { start: pair.open.start, end: pair.close.unwrap_or(pair.end).end };
        // a long quotation opens each of its paragraphs with the same mark
        let mark = pair.open.of(text);
        let continues = pair.leads
            && open_in.is_some_and(|(block, m)| m == mark && next_paragraph(prose, block) == Some(own_block));
        match quotations.last_mut().filter(|_| continues) {
            Some(last) => {
                last.span = last.span.join(whole);
                last.content.push(inner);
                last.closed = pair.close.is_some();
            }
            None => quotations.push(Quotation {
                span: whole,
                content: smallvec![inner],
                kind: QuotationKind::Speech,
                closed: pair.close.is_some(),
                words: 0,
                attribution: None,
                speaker: None,
            }),
        }
        open_in = (pair.close.is_none() && is_begun(inner.of(text))).then_some((own_block, mark));
    }
    for quotation in &mut quotations {
        quotation.words = quotation.content.iter().map(|s| words(s.of(text)).count()).sum();
        quotation.kind = kind(text, quotation);
    }
    quotations
}

/// Whether what stands behind a mark that nothing closes can be speech that goes on in the next paragraph: it begins a
/// sentence, or has room for more than the end of one ("The ferry was "late that night.").
fn is_begun(inner: &str) -> bool {
    !inner.trim_start().starts_with(char::is_lowercase) || [". ", "! ", "? "].iter().any(|end| inner.contains(end))
}

fn next_paragraph(prose: &Prose, block: usize) -> Option<usize> {
    let later = prose.article.blocks.iter().enumerate().skip(block + 1);
    later.filter(|(_, b)| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem)).map(|(i, _)| i).next()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric))
}

/// Short stretches without a sentence's punctuation are no speech by themselves.
fn kind(text: &str, quotation: &Quotation) -> QuotationKind {
    let inner = quotation.content[0].of(text).trim();
    let ends_clause = inner.ends_with([',', '.', '!', '?', '…']) || inner.ends_with("--") || inner.ends_with('—');
    if quotation.words >= 6 || (ends_clause && quotation.words >= 2) || quotation.content.len() > 1 {
        return QuotationKind::Speech;
    }
    let capital = |w: &&str| w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let titled = words(inner).filter(|w| w.len() > 3 || capital(w)).all(|w| capital(&w));
    let behind = text[quotation.span.end as usize..].trim_start();
    if titled && quotation.words >= 1 && !ends_clause && !behind.starts_with("said") {
        QuotationKind::Title
    } else if quotation.words >= 4 {
        QuotationKind::Speech
    } else {
        QuotationKind::Scare
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Double,
    Single,
    Guillemet,
}

/// The mark at `offset`: its style and length in bytes.
fn mark(text: &str, offset: usize) -> Option<(Style, usize)> {
    let rest = &text[offset..];
    match rest.chars().next()? {
        '"' => Some((Style::Double, 1)),
        c @ ('“' | '”' | '„' | '‟') => Some((Style::Double, c.len_utf8())),
        c @ ('«' | '»') => Some((Style::Guillemet, c.len_utf8())),
        '`' if rest.starts_with("``") => Some((Style::Double, 2)),
        '\'' if rest.starts_with("''") => Some((Style::Double, 2)),
        '’' if rest.starts_with("’’") => Some((Style::Double, 2 * '’'.len_utf8())),
        '\'' | '`' => Some((Style::Single, 1)),
        c @ ('‘' | '’' | '‚') => Some((Style::Single, c.len_utf8())),
        _ => None,
    }
}

/// Whether the mark at `span` can only open, can only close, or either.
fn can_open(text: &str, body: Span, span: Span) -> bool {
    let before = text[body.start as usize..span.start as usize].chars().next_back();
    let after = text[span.end as usize..body.end as usize].chars().next();
    let free = before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '-' | '–' | '—' | '/' | '\u{feff}' | '…' | ':') || is_mark(c)
    });
    free && after.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | ';' | ')' | '?' | '!'))
}

fn can_close(text: &str, body: Span, span: Span) -> bool {
    let before = text[body.start as usize..span.start as usize].chars().next_back();
    let after = text[span.end as usize..body.end as usize].chars().next();
    before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[')) && after.is_none_or(|c| !c.is_alphanumeric())
}

/// Whether an opening mark stands where only a closing one can: `“It held,“ he said`, and „so“ in other languages.
fn turned(text: &str, body: Span, span: Span) -> bool {
    span.of(text) == "“" && can_close(text, body, span) && !can_open(text, body, span)
}

/// Whether a straight mark that stands apart from the word before it closes all the same (`"We stay, "he said`): nothing
/// that it could open follows, or it stands behind a clause's end and the `left` marks of the paragraph pair without it.
fn displaced(text: &str, body: Span, span: Span, left: usize) -> bool {
    if span.of(text) != "\"" {
        return false;
    }
    let before = text[body.start as usize..span.start as usize].trim_end().chars().next_back();
    let after = text[span.end as usize..body.end as usize].chars().next();
    let opens_nothing = after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ')'));
    let clause_ends = before.is_some_and(|c| matches!(c, ',' | '.' | '!' | '?' | '…'));
    opens_nothing || (clause_ends && left.is_multiple_of(2))
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '\'' | '«' | '»' | '`')
}

/// Contractions that open with an apostrophe.
const ELISIONS: &[&str] =
    &["em", "tis", "twas", "til", "cause", "bout", "n", "round", "ere", "s", "d", "ll", "re", "ve", "m", "t"];

fn pair_marks(text: &str, body: Span) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let end = body.end as usize;
    let mut offset = body.start as usize;
    let mut open: Option<(Span, Style)> = None;
    let mut straight = body.of(text).matches('"').count();
    let mut nested = false;
    let leads = |open: Span| text[body.start as usize..open.start as usize].trim().is_empty();
    while let Some(found) = text[offset..end].find(is_mark) {
        let begin = offset + found;
        let Some((style, length)) = mark(text, begin) else { break };
        let span = Span::new(begin, (begin + length).min(end));
        offset = span.end as usize;
        let written = span.of(text);
        straight -= usize::from(written == "\"");
        match open {
            None => {
                let opens = match style {
                    Style::Single => opens_single(text, body, span),
                    Style::Guillemet => written == "«",
                    Style::Double => {
                        can_open(text, body, span) || (matches!(written, "“" | "„" | "``") && !turned(text, body, span))
                    }
                };
                if opens {
                    open = Some((span, style));
                }
            }
            // curly marks within straight ones: what is quoted within a quotation
            Some((begin, _))
                if begin.of(text) == "\"" && matches!(written, "“" | "”") && (nested || written == "“") =>
            {
                if straight > 0 {
                    nested = written == "“";
                } else {
                    // nothing closes the straight mark: it leads a long extract, whose speech is in the marks within
                    open = Some((span, style));
                }
            }
            Some((begin, kind)) if kind == style => {
                let closes = match style {
                    Style::Guillemet => written == "»",
                    Style::Single => written != "‘" && can_close(text, body, span),
                    Style::Double => {
                        turned(text, body, span)
                            || !matches!(written, "“" | "„" | "``")
                                && (can_close(text, body, span)
                                    || written == "”"
                                    || displaced(text, body, span, straight))
                    }
                };
                if closes {
                    pairs.push(Pair { open: begin, close: Some(span), end: Span::at(end), leads: leads(begin) });
                    open = None;
                } else if written == "“"
                    && begin.of(text) == "“"
                    && let Some(close) = within(&text[offset..end])
                {
                    // "“I would rather swim than do what he calls “fun” with him,” Lind said"
                    offset += close;
                } else if style == Style::Double && can_open(text, body, span) {
                    // A second opening mark: the first one was never closed, or a new quotation follows at once.
                    pairs.push(Pair {
                        open: begin,
                        close: None,
                        end: Span::at(span.start as usize),
                        leads: leads(begin),
                    });
                    open = Some((span, style));
                }
            }
            Some(_) => {}
        }
    }
    if let Some((begin, style)) = open
        && style != Style::Single
        && begin.of(text) != "„"
    {
        pairs.push(Pair { open: begin, close: None, end: Span::at(end), leads: leads(begin) });
    }
    pairs
}

/// Where a quotation within a quotation ends that begins with `rest`: its sentence goes on, and what closes next is the
/// outer one.
fn within(rest: &str) -> Option<usize> {
    let close = rest.find(['“', '”']).filter(|&c| rest[c..].starts_with('”'))? + '”'.len_utf8();
    let behind = &rest[close..];
    let goes_on = behind.strip_prefix(' ').is_some_and(|b| b.starts_with(char::is_lowercase));
    let outer = behind.find(['“', '”']).is_some_and(|c| behind[c..].starts_with('”'));
    (goes_on && outer).then_some(close)
}

/// Whether a single mark opens a quotation: it stands before a word, is no elision, and a closing mark follows that
/// stands behind punctuation, or behind a word without being a possessive.
fn opens_single(text: &str, body: Span, span: Span) -> bool {
    if span.of(text) == "’" || !can_open(text, body, span) {
        return false;
    }
    let rest = &text[span.end as usize..body.end as usize];
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    let digits = word.chars().next().is_some_and(|c| c.is_ascii_digit());
    if word.is_empty() || digits || ELISIONS.contains(&word.to_lowercase().as_str()) {
        return false;
    }
    rest.char_indices().filter(|(_, c)| matches!(c, '\'' | '’')).any(|(i, c)| {
        let after = rest[i + c.len_utf8()..].chars().next();
        let before = rest[..i].chars().next_back();
        let free = after.is_none_or(|c| !c.is_alphanumeric());
        free && before.is_some_and(|b| matches!(b, ',' | '.' | '!' | '?' | '…') || (b.is_alphanumeric() && b != 's'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};

    fn shown(text: &str) -> Vec<String> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let prose = Prose::of(&article);
        let show = |q: &Quotation| {
            let content: Vec<&str> = q.content.iter().map(|s| s.of(text)).collect();
            format!("{:?}{}: {}", q.kind, if q.closed { "" } else { " open" }, content.join(" | "))
        };
        quotations(&prose).iter().map(show).collect()
    }

    #[test]
    fn straight_and_curly_marks_pair() {
        let text = "The mayor said on Monday \"we will rebuild the pier\" and left the hall.\n\nThe council “will not pay for any of it,” she added after the meeting.";
        assert_eq!(
            shown(text),
            ["Speech: we will rebuild the pier", "Speech: will not pay for any of it,"].map(|s| s.to_owned())
        );
    }

    #[test]
    fn an_opening_mark_where_only_a_closing_one_can_stand_closes() {
        for (text, inner) in [
            ("“We will rebuild the pier in May,“ the mayor said on Monday.", "We will rebuild the pier in May,"),
            ("The mayor called it „a work of many years“ and left.", "a work of many years"),
            (
                "“We will rebuild what he calls “our” pier in May,” the mayor said.",
                "We will rebuild what he calls “our” pier in May,",
            ),
        ] {
            assert_eq!(shown(text), [format!("Speech: {inner}")], "{text}");
        }
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        let text = "The mayor spoke at length about it: “We will rebuild the pier.\n\n“It will take a year,” she said to the people in the hall.";
        assert_eq!(shown(text), ["Speech: We will rebuild the pier. | It will take a year,"]);
    }

    #[test]
    fn a_stray_mark_ends_with_its_paragraph() {
        let text = "The mayor said \"we will rebuild the pier and then left the hall.\n\nNobody in the hall had asked \"when\" it would be done.";
        assert_eq!(shown(text), ["Speech open: we will rebuild the pier and then left the hall.", "Scare: when"]);
    }

    #[test]
    fn a_closing_mark_may_stand_apart_from_its_words() {
        let text = "\"We will rebuild the pier, \"she told the hall. \"It will take a year. \"\n\n“It is late,’’ said the mayor.";
        assert_eq!(
            shown(text),
            ["Speech: We will rebuild the pier, ", "Speech: It will take a year. ", "Speech: It is late,"]
        );
        let text = "\"We will rebuild the pier, she told the hall. \"It will take a year.\" Nobody asked.";
        assert_eq!(
            shown(text),
            ["Speech open: We will rebuild the pier, she told the hall. ", "Speech: It will take a year."]
        );
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        assert_eq!(
            shown(
                "The workers’ union and the city's council didn't agree on the '90s rule, and the Jones' house fell."
            ),
            [""; 0]
        );
        assert_eq!(
            shown("'We will rebuild the pier, won't we,' said the mayor of the city."),
            ["Speech: We will rebuild the pier, won't we,"]
        );
    }

    #[test]
    fn titles_and_scare_quotes_are_told_from_speech() {
        assert_eq!(
            shown("She wrote \"The Winter Harbour\" in a \"shed\" by the water, as she always had."),
            ["Title: The Winter Harbour", "Scare: shed"]
        );
    }

    #[test]
    fn a_nested_quotation_belongs_to_the_outer_one() {
        assert_eq!(
            shown("\"He told me 'run' and I ran as fast as I could,\" said the boy in the harbour."),
            ["Speech: He told me 'run' and I ran as fast as I could,"]
        );
    }

    #[test]
    fn marks_of_one_kind_may_be_nested_where_the_sentence_goes_on() {
        assert_eq!(
            shown("“I would rather swim all night than do what he calls “fun” with the crew again.” — Anna Lind"),
            ["Speech: I would rather swim all night than do what he calls “fun” with the crew again."]
        );
        assert_eq!(
            shown("“We stay in the harbour, she told the “crew” on Monday. The “captain” was not there."),
            ["Speech open: We stay in the harbour, she told the ", "Scare: crew", "Scare: captain"]
        );
    }

    #[test]
    fn curly_marks_stand_within_straight_ones_or_within_an_extract() {
        assert_eq!(
            shown("\"She told us “run” and we ran as fast as we could to the harbour,\" said the boy."),
            ["Speech: She told us “run” and we ran as fast as we could to the harbour,"]
        );
        // each paragraph of an extract begins with a straight mark that nothing closes
        let text = "The paper wrote:\n\n\"The boy was cold. “I ran as fast as I could,” he said.\n\n\"The sea was rough that night. “Nobody came,” he said to us.";
        assert_eq!(shown(text), ["Speech: I ran as fast as I could,", "Speech: Nobody came,"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_ordered_quotations(text in "[a-z .,\"'“”‘’«»\n]{0,120}") {
            let article = Article::parse(text.as_str().into(), Markup::Plain, &Overrides::default());
            let mut end = 0;
            for quotation in quotations(&Prose::of(&article)) {
                proptest::prop_assert!(quotation.span.start >= end);
                end = quotation.span.end;
            }
        }
    }
}
