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
    key.add(text as u64);
    key.add((text >> 64) as u64);
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
