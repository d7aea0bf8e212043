//! Whether an article, or a paragraph of it, is somebody's own voice: a comment whose writer says "I", a post that is shown
//! in full, a passage set off below a colon.
//!
//! What stands there is meant as an opinion, and whose it is is plain.

use crate::article::{Block, BlockKind};
use crate::reading::Reading;

/// Words by which papers mark what is opinion.
const LABELS: &[&str] =
    &["opinion", "op-ed", "editorial", "commentary", "column", "comment", "guest column", "viewpoint"];
/// What papers print beside the opinion of a guest, in lower case.
const NOTES: &[&str] = &[
    "views expressed",
    "opinions expressed",
    "is a columnist",
    "columnist for",
    "is the author of",
    "contributing opinion",
    "opinion contributor",
    "opinion newsletter",
    "read more opinion",
];
/// They stand in one of the first or last blocks.
const MARGIN: usize = 5;
/// The label stands in one of the first blocks.
const FIRST_BLOCKS: usize = 4;
/// So many sentences outside quotation marks in which the writer says "I", or "we", make the article their own.
const SINGULAR: usize = 2;
const PLURAL: usize = 3;

/// Verbs by which a headline says whose view the article tells.
const TELLING: &[&str] = &["says", "say", "sees", "warns", "warn", "predicts", "predict", "expects", "forecasts"];

/// Whether the headline says whose forecast the article tells ("Harbour office sees fewer ferries").
pub(super) fn is_told_by_headline(reading: &Reading) -> bool {
    let headline = reading.article.headline().map_or("", |span| span.of(&reading.article.text));
    headline.split(|c: char| !c.is_alphabetic()).any(|word| TELLING.iter().any(|t| t.eq_ignore_ascii_case(word)))
}

/// Whether the article is a comment: labelled as one, or its writer speaks as "I" or "we" more than once.
pub(super) fn is_comment(reading: &Reading) -> bool {
    let text = &*reading.article.text;
    let shown = || reading.article.blocks.iter().filter(|b| b.kind != BlockKind::FrontMatter);
    let labelled = shown().take(FIRST_BLOCKS).any(|b| {
        let line = b.span.of(text).split('\n').next().unwrap_or_default();
        let label = line.split([':', '|', '—', '–']).next().unwrap_or_default().trim().to_lowercase();
        LABELS.contains(&label.as_str())
    });
    let last = reading.article.blocks.iter().rev().take(MARGIN);
    let noted = shown().take(MARGIN).chain(last).any(|b| {
        let line = b.span.of(text).to_lowercase();
        NOTES.iter().any(|note| line.contains(note))
    });
    if labelled || noted {
        return true;
    }
    let (mut singular, mut plural) = (0, 0);
    let mut quotations = reading.quotations.iter().peekable();
    for &sentence in &reading.sentences {
        while quotations.next_if(|q| q.span.end <= sentence.start).is_some() {}
        if quotations.peek().is_some_and(|q| q.span.overlaps(sentence)) {
            continue;
        }
        let (mut i, mut we) = (false, false);
        let mut words = sentence.of(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).peekable();
        let mut before = "";
        while let Some(word) = words.next() {
            // "World War I ended", "Title I": a number
            let is_number = before.len() > 1 && before.starts_with(char::is_uppercase);
            let goes_on = words.peek().is_some_and(|next| next.starts_with(char::is_lowercase));
            i |= word == "I" && goes_on && !is_number || matches!(word, "my" | "My" | "me");
            we |= matches!(word, "we" | "We" | "our" | "Our");
            before = word;
        }
        singular += usize::from(i);
        plural += usize::from(we);
        if singular >= SINGULAR || plural >= PLURAL {
            return true;
        }
    }
    false
}

/// Whether the block at `offset` is shown as somebody's words: a post with its author's handle, or a passage below a
/// paragraph that ends in a colon.
pub(super) fn is_shown(reading: &Reading, offset: usize) -> bool {
    let text = &*reading.article.text;
    let blocks = &reading.article.blocks;
    let index = blocks.partition_point(|b| b.span.end as usize <= offset);
    let handle = |b: &Block| b.span.of(text).contains("(@");
    let led = |b: &Block| b.span.of(text).trim_end().ends_with(':');
    blocks.get(index).is_some_and(handle) || index.checked_sub(1).is_some_and(|i| led(&blocks[i]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use std::sync::Arc;

    fn read(text: &str) -> Reading {
        crate::reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default())))
    }

    #[test]
    fn a_label_or_a_writer_who_says_i_makes_a_comment() {
        for text in [
            "OPINION: The wall will not do\n\nThe wall is too low for the tides of the next years, and the port knows it.",
            "The wall is too low, I fear.\n\nThe mayor was there in May. My own boat was lost that night, with all its nets.",
            "The wall is too low for the tides of the next years.\n\nAnn Marsh is the author of a history of the port.",
            "We need a wall. Our port is old, and the tides are high.\n\nThe mayor was there. So we ask for it again.",
        ] {
            assert!(is_comment(&read(text)), "{text}");
        }
    }

    #[test]
    fn what_others_say_as_i_and_numbers_are_no_voice_of_the_writer() {
        for text in [
            "\"I fear the wall is too low,\" the mayor said. \"My boat was lost, and we want a wall. We need it.\"",
            "The wall was built after World War I and rebuilt in Phase I of the plan. Title I pays for both of them.",
            "Opinion polls say that the wall is too low.\n\nThe mayor was there in May, and the council met at noon.",
        ] {
            assert!(!is_comment(&read(text)), "{text}");
        }
    }

    #[test]
    fn posts_and_passages_below_a_colon_are_shown_as_somebodys() {
        let text = "The mayor wrote:\n\nThe wall is too low for the tides, and the port knows it.\n\nThe gates will be lost! — Ann Marsh (@annmarsh) May 3, 2024\n\nThe hall was full of people at noon.";
        let reading = read(text);
        let at = |words: &str| text.find(words).unwrap_or_default();
        assert!(is_shown(&reading, at("The wall is")) && is_shown(&reading, at("The gates")));
        assert!(!is_shown(&reading, at("The hall")) && !is_shown(&reading, at("The mayor")));
    }
}
