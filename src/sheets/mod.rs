//! Sheets: what a fact-checker prints. Plain structs; the front ends render them.

mod agreement;
mod figures;
pub mod preannotation;
mod quotes;
mod report;
mod verify;
mod voices;

pub use agreement::{AgreementRow, agreement};
pub use figures::{FigureRow, FigureSection, figures};
pub use quotes::{QuoteRow, QuoteVersion, quotes};
pub use report::{ArticleRow, CopyRow, EventSection, PassageRow, Report, VoiceRow, report};
pub use verify::{VerifyRow, VerifySheet, VerifySource, verify};
pub use voices::{Voice, voices};
