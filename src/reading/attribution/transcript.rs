//! Turns of interviews and debates, and quotations signed by name: "SMITH: I do not know.", "“Never again.” — Ann Lee".

use crate::article::BlockKind;
use crate::reading::{Prose, Quotation};
use crate::text::Span;

/// What one person says in a paragraph of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) source: Span,
    pub(super) cue: Span,
    pub(super) content: Span,
}

/// The turns of an article, in order.
pub(super) fn turns(prose: &Prose, quotations: &[Quotation]) -> Vec<Turn> {
    let text = &*prose.article.text;
    let blocks = prose.article.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem));
    let labels: Vec<Option<Turn>> = blocks.clone().map(|b| labelled(text, b.body)).collect();
    // One line that begins with capitals and a colon is no transcript.
    let transcript = labels.iter().flatten().count() >= 3;
    let mut turns: Vec<Turn> = Vec::new();
    // where the last turn ends that may go on in the next paragraph
    let mut going_on = false;
    for (block, label) in blocks.zip(labels) {
        let marked = block.body.of(text).starts_with(['"', '“']);
        match (label.filter(|_| transcript), turns.last_mut().filter(|_| going_on && marked)) {
            (Some(turn), _) => {
                turns.push(turn);
                going_on = marked;
            }
            // an extract opens each of its paragraphs with a mark
            (None, Some(last)) => last.content = last.content.join(block.body),
            (None, None) => {
                turns.extend(signed(text, block.body, quotations));
                going_on = false;
            }
        }
    }
    turns
}

/// "SMITH: I do not know."
fn labelled(text: &str, body: Span) -> Option<Turn> {
    // paragraphs of a long extract begin with a mark each
    let words = body.of(text).trim_start_matches(['"', '“']);
    let body = Span::new(body.end as usize - words.len(), body.end as usize);
    let colon = words.find(':').filter(|&c| c <= 40)?;
    let label = &words[..colon];
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    let capital = label.chars().filter(|c| c.is_uppercase()).count();
    let said = &words[colon + 1..];
    let lead = said.len() - said.trim_start().len();
    if letters < 3 || capital * 10 < letters * 8 || lead == 0 || said.trim().is_empty() {
        return None;
    }
    let start = body.start as usize;
    Some(Turn {
        source: Span::new(start, start + label.trim_end().len()),
        cue: Span::new(start + colon, start + colon + 1),
        content: Span::new(start + colon + 1 + lead, start + words.trim_end().len()),
    })
}

/// "“Never again.” — Ann Lee", each on a line of its own; several may stand in one paragraph.
fn signed(text: &str, body: Span, quotations: &[Quotation]) -> Vec<Turn> {
    let first = quotations.partition_point(|q| q.span.start < body.start);
    let own = quotations[first..].iter().take_while(|q| q.span.start < body.end);
    own.filter(|q| body.covers(q.span) && q.words >= 3).filter_map(|q| signature(text, body, q)).collect()
}

fn signature(text: &str, body: Span, quotation: &Quotation) -> Option<Turn> {
    let before = text[body.start as usize..quotation.span.start as usize].trim_end_matches([' ', '\t', '\u{a0}']);
    if !(before.is_empty() || before.ends_with('\n')) {
        return None;
    }
    let rest = &text[quotation.span.end as usize..body.end as usize];
    let rest = rest.lines().next().unwrap_or(rest);
    let dash = rest.trim_start();
    let name = dash.strip_prefix(['—', '–', '―', '-']).map(|n| n.trim_start_matches('-').trim())?;
    let words = name.split_whitespace().count();
    let name = if words <= 4 { name.trim_end_matches('.') } else { name };
    let named = name.split_whitespace().next().is_some_and(|w| w.starts_with(char::is_uppercase));
    if !named || words > 12 || name.ends_with(['.', '!', '?']) {
        return None;
    }
    let cue = quotation.span.end as usize + (rest.len() - dash.len());
    let source = cue + dash.find(name)?;
    Some(Turn {
        source: Span::new(source, source + name.len()),
        cue: Span::new(cue, cue + dash.chars().next().map_or(0, char::len_utf8)),
        content: quotation.span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};

    fn shown(text: &str) -> Vec<String> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let prose = Prose::of(&article);
        let quotations = crate::reading::quotation::quotations(&prose);
        let show = |t: Turn| format!("{} | {} | {}", t.source.of(text), t.cue.of(text), t.content.of(text));
        turns(&prose, &quotations).into_iter().map(show).collect()
    }

    #[test]
    fn turns_of_an_interview_are_told_by_their_labels() {
        let text = "Harbour talk: the interview\n\nThe mayor came to the studio on Monday.\n\nLIND: Will the pier be \
                    built again this year?\n\nMAYOR BERG: I do not know. Ask me in May.\n\nLIND: We will do that then.";
        assert_eq!(
            shown(text),
            [
                "LIND | : | Will the pier be built again this year?",
                "MAYOR BERG | : | I do not know. Ask me in May.",
                "LIND | : | We will do that then.",
            ]
        );
        assert_eq!(shown("The fair\n\nNOTE: The fair opens at nine in the morning on Monday."), [""; 0]);
    }

    #[test]
    fn a_turn_of_a_quoted_transcript_goes_on_in_the_next_marked_paragraph() {
        let text = "The talk\n\n\"LIND: Will it open?\n\n\"BERG: I do not know.\n\n\"Ask me in May.\n\n\"LIND: We will.\"\n\nThey left.";
        assert_eq!(shown(text)[1], "BERG | : | I do not know.\n\n\"Ask me in May.");
        assert_eq!(shown(text).len(), 3);
    }

    #[test]
    fn a_quotation_can_be_signed() {
        let text =
            "What readers say\n\n“I would rather swim than pay for that pier.” — Anna Lind\n\nNobody signed this.";
        assert_eq!(shown(text), ["Anna Lind | — | “I would rather swim than pay for that pier.”"]);
    }
}
