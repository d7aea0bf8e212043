//! Numbers as English writes them, in digits and in words: what the readers of quantities and of dates share.
//!
//! A block of text is cut once into [`Lexemes`]: runs of digits, words and single signs, with their lower-case
//! form. Numbers are put together from them by [`Numeral::at`]; a digit inside a word ("M50") is part of that
//! word, so that no number can be found there.

mod digits;
mod lexeme;
mod parse;
mod spoken;
mod value;
mod words;

pub use lexeme::{Kind, Lexeme, Lexemes};
pub use value::{Form, Numeral};
pub use words::{cardinal, fraction, is_of_number, is_scale, large_scale, ordinal, scale, vague};
