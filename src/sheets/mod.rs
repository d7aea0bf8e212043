//! Sheets: what a fact-checker prints. Plain structs; the front ends render them.

mod agreement;
mod figures;
pub mod preannotation;
mod quotes;

pub use agreement::{AgreementRow, agreement};
pub use figures::{FigureRow, FigureSection, figures};
pub use quotes::{QuoteRow, QuoteVersion, quotes};
