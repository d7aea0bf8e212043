//! What is known of the blocks of an article that is read again and again, so that a letter costs the block that it is typed
//! into.
//!
//! Everything here follows from a block's own words, which are its key: so it never goes stale, and serves the block
//! wherever it stands. What bears on several blocks (who is meant by a surname, which year a date is of) is put together
//! anew each time from what is kept.

use super::attribution::{Key, Store};
use super::{Prose, Quantity, name, quotation, timex};
use crate::article::{Article, Block};
use crate::language::{self, Sentence};
use crate::text::Span;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use xxhash_rust::xxh3::xxh3_128;

/// So many bytes before a block may bear on how it is split into sentences: the character before it.
const BEFORE: usize = 4;

/// What is known of one block.
#[derive(Debug, Default)]
pub(super) struct Known {
    sentences: At<Vec<Sentence>>,
    pub(super) timexes: Slot<Vec<timex::Scanned>>,
    pub(super) quantities: Slot<Vec<Quantity>>,
    pub(super) names: Slot<name::Names>,
    pub(super) marks: Slot<Vec<quotation::Pair>>,
}

/// What is found of a block once, by whoever needs it first.
pub(super) type Slot<T> = OnceLock<At<T>>;

/// What was found of a block that began at the byte `start`.
#[derive(Debug, Default)]
pub(super) struct At<T> {
    start: u32,
    found: T,
}

/// What was found of a block now or before.
pub(super) struct Kept<'a, T> {
    from: Origin<'a, T>,
    to: u32,
}

enum Origin<'a, T> {
    Before(&'a At<T>),
    Now(At<T>),
}

impl<T> Kept<'_, T> {
    fn at(&self) -> &At<T> {
        match &self.from {
            Origin::Before(at) => at,
            Origin::Now(at) => at,
        }
    }

    /// Where a place of what was found stands in the article.
    pub(super) fn here(&self, span: Span) -> Span {
        span.moved(self.at().start, self.to)
    }

    /// What was found, and where its places stand in the article.
    pub(super) fn open(self) -> (T, impl Fn(Span) -> Span)
    where
        T: Clone,
    {
        let (start, to) = (self.at().start, self.to);
        let found = match self.from {
            Origin::Before(at) => at.found.clone(),
            Origin::Now(at) => at.found,
        };
        (found, move |span: Span| span.moved(start, to))
    }
}

impl<T> Deref for Kept<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.at().found
    }
}

/// The blocks that are remembered.
pub(super) type Blocks = Store<Known>;

/// What is remembered of a block, its sentences with what `memo` knows of their like.
pub(super) fn of(article: &Article, block: &Block, blocks: &Blocks, memo: &language::Memo) -> Arc<Known> {
    blocks.get(key(article, block), || Known {
        sentences: At {
            start: block.span.start,
            found: if block.kind.is_read() {
                language::sentences_memo(&article.text, block.body, memo)
            } else {
                Vec::new()
            },
        },
        ..Known::default()
    })
}

fn key(article: &Article, block: &Block) -> u128 {
    let (start, end) = (block.span.start, block.span.end);
    let from = (start as usize).saturating_sub(BEFORE);
    let text = xxh3_128(&article.text.as_bytes()[from..end as usize]);
    let mut key = Key::new(block.kind as u64);
    key.print(text);
    key.add((start as usize - from) as u64);
    key.add(u64::from(block.body.start.wrapping_sub(start)) << 32 | u64::from(block.body.end.wrapping_sub(start)));
    key.finish()
}

impl Known {
    /// Its sentences, where the block begins at the byte `start`.
    pub(super) fn sentences_at(&self, start: u32) -> impl Iterator<Item = Sentence> {
        self.sentences.found.iter().map(move |sentence| sentence.moved(self.sentences.start, start))
    }
}

impl Prose<'_> {
    /// What is kept in the slot of a block, else what `find` gives.
    pub(super) fn kept<T>(
        &self,
        block: usize,
        slot: impl FnOnce(&Known) -> &Slot<T>,
        find: impl FnOnce() -> T,
    ) -> Kept<'_, T> {
        let to = self.article.blocks[block].span.start;
        let find = || At { start: to, found: find() };
        let from = match self.known.get(block) {
            Some(Some(known)) => Origin::Before(slot(known).get_or_init(find)),
            _ => Origin::Now(find()),
        };
        Kept { from, to }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::reading::{Memo, Reading, read, read_again};
    use std::sync::Arc;

    const TEXT: &str = "Sea breaks the Eastgate wall\n\nPORT ALDER, March 3, 2016 (Coast Wire) - At least 34 people were killed \
        on Tuesday, Mayor Anna Lind said. She left for Thornby in May.\n\n“The water had come far,” Lind said. “We lost 12 \
        boats, including two ferries.\n\n“Nobody had asked us,” said the mayor, whose brother Peter Lind owns half of them.\n\n\
        Lind had warned in 2011 of the wall: “It is 40 years old.” In June it was to be closed.";

    fn shown(reading: &Reading) -> String {
        let Reading {
            article: _,
            sentences,
            timexes,
            quantities,
            mentions,
            entities,
            quotations,
            attributions,
            program,
        } = reading;
        format!(
            "{sentences:?} {timexes:?} {quantities:?} {mentions:?} {entities:?} {quotations:?} {attributions:?} {program:?}"
        )
    }

    fn article(text: &str) -> Arc<Article> {
        Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))
    }

    #[test]
    fn a_letter_costs_the_block_that_it_is_typed_into() {
        let paragraph =
            |i: usize| format!("\n\nMayor Ann Lind said on Monday that boat b{i} had been lost at pier {i}. She left.");
        let mut text: String = "The pier is gone".to_owned() + &(0..200).map(paragraph).collect::<String>();
        let memo = Memo::default();
        read_again(article(&text), &memo);
        let (blocks, sections) = memo.parts_read();
        assert_eq!((blocks, sections), (201, 201));
        let at = text.find("b77 had").unwrap();
        for (nth, letter) in "some old ".chars().enumerate() {
            text.insert(at + nth, letter);
            read_again(article(&text), &memo);
        }
        assert_eq!(memo.parts_read(), (blocks + 9, sections + 9));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]
        #[test]
        fn what_is_put_together_from_blocks_is_what_is_read_anew(
            edits in proptest::collection::vec(
                (0.0..1.0f64, 0usize..24, "([a-z]{1,5} | said |[.,:“”\"] ?|\n\n|\n|Lind |She |the mayor |[0-9]{1,4} |in 2009 |on Friday |of them )"),
                1..12,
            ),
        ) {
            let memo = Memo::default();
            let mut text = TEXT.to_owned();
            for (place, cut, new) in edits {
                let bound = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
                let start = bound((place * text.len() as f64) as usize);
                let end = bound(start + cut).max(start);
                text.replace_range(start..end, &new);
                proptest::prop_assert_eq!(shown(&read_again(article(&text), &memo)), shown(&read(article(&text))));
            }
        }
    }
}
