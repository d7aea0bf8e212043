//! Quantities and dates under edits: whatever an editor does to a text, what is read of it stays well-formed.

use crate::article::{Article, Markup, Overrides, PartialDate};
use crate::reading::{self, Memo, Prose};
use crate::text::{Document, Edit, Encoding, Position};
use proptest::prelude::*;
use std::sync::Arc;

/// Pieces of news with numbers and dates in every form, so that edits cut and join them.
const PIECES: &str = "([a-z ,.\n$£€%:;/'’–—()½é日]|1,2|3bn|\\$5-10 |one |two dozen |half a million |of them |more than \
                      |but less than |about |people |killed |a second |Monday |3 May 2016|last week |1990s |year-old |or so |7\\.5 |pounds )";

fn pieces(most: usize) -> impl Strategy<Value = String> {
    proptest::string::string_regex(&format!("{PIECES}{{0,{most}}}")).expect("a pattern")
}

fn edit() -> impl Strategy<Value = (u32, u32, u32, u32, String)> {
    (0..4u32, 0..60u32, 0..4u32, 0..60u32, pieces(6))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn any_edits_of_any_text_leave_spans_on_characters_and_no_number_inside_a_word(
        text in pieces(40), edits in proptest::collection::vec(edit(), 0..4), dated in any::<bool>(),
    ) {
        let mut document = Document::new(&text);
        let memo = Memo::default();
        for step in 0..=edits.len() {
            let now = document.text();
            let date = dated.then_some(PartialDate { year: Some(2016), month: Some(12), day: Some(16) });
            let article = Arc::new(Article::parse(now.clone(), Markup::Plain, &Overrides { date, ..Overrides::default() }));
            let again = reading::read_again(article.clone(), &memo);
            let prose = Prose::of(&article);
            let timexes = reading::timex::timexes(&prose);
            let quantities = super::quantities(&prose, &timexes);
            prop_assert_eq!(&again.quantities, &quantities);
            prop_assert_eq!(&again.timexes, &timexes);
            let spans = quantities.iter().flat_map(|q| [q.span, q.phrase]).chain(timexes.iter().map(|t| t.span));
            for span in spans {
                let (start, end) = (span.start as usize, span.end as usize);
                prop_assert!(start < end && end <= now.len() && now.is_char_boundary(start) && now.is_char_boundary(end));
            }
            for q in &quantities {
                let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
                let number = q.span.of(&now);
                let opens = is_letter(now[..q.span.start as usize].chars().next_back()) && is_letter(number.chars().next());
                let closes = is_letter(now[q.span.end as usize..].chars().next()) && is_letter(number.chars().next_back());
                prop_assert!(!opens && !closes, "{:?} is a part of a word", number);
                prop_assert!(q.low <= q.high && !q.number.is_nan());
            }
            if let Some((line_a, a, line_b, b, text)) = edits.get(step) {
                let range = Position { line: *line_a, character: *a }..Position { line: *line_b, character: *b };
                document.apply(&Edit { range: Some(range), text: text.clone() }, Encoding::Utf16);
            }
        }
    }
}
