//! Sheets: what a fact-checker prints. Plain structs; the front ends render them.

mod figures;
mod quotes;

pub use figures::{FigureRow, FigureSection, figures};
pub use quotes::{QuoteRow, QuoteVersion, quotes};
