//! English: sentences, tokens, parts of speech, dependency trees, lemmas and word lists.
//!
//! Knows nothing of articles: it is given a stretch of prose and returns its sentences. A
//! [`Sentence`] carries its own copy of the text with tokens at offsets relative to its start, so
//! that an unchanged sentence is the same value wherever it moves in an article and can be memoised.
//! What it knows of its words does not hang on the digits of its figures (`alike.rs`). Tags are made
//! at once; the dependency tree only when a later step asks for it.

mod abbreviation;
mod alike;
pub mod gazetteer;
mod lemma;
mod lexicon;
mod memo;
pub(crate) mod models;
pub(crate) mod network;
mod parser;
mod rarity;
mod sentence;
mod shape;
mod split;
mod tag;
mod tagger;
mod tokenise;
#[cfg(feature = "train")]
pub mod train;
pub(crate) mod weights;
mod word;

pub use memo::Memo;
pub use models::load;
pub use rarity::{UNSEEN, rarity, stem};
pub use sentence::{Sentence, Token, Tree};
pub use tag::{Deprel, Upos, Xpos};

use crate::text::Span;

/// Splits `text[span]` into sentences, tokenised and tagged, in order and without overlap.
///
/// Every character of the stretch that is not white space lies in exactly one token of one
/// sentence. Offsets of the sentences are bytes in `text`.
pub fn sentences(text: &str, span: Span) -> Vec<Sentence> {
    sentence::split(text, span)
}

/// As [`sentences`], with the analyses of sentences seen before taken from `memo`.
pub fn sentences_memo(text: &str, span: Span, memo: &Memo) -> Vec<Sentence> {
    sentence::split_memo(text, span, memo)
}
