//! The file is no clean UTF-8 text.
//!
//! Legacy encodings, double-encoded characters ("Ã©" for "é") and NUL bytes make quotations and names differ where they
//! do not, and break annotation offsets.
//!
//! **Example.** A file in windows-1252, read as such because it is no UTF-8.
//!
//! **To mend it**, save the file as UTF-8.

use super::Context;
use crate::article::ProblemKind;

pub(super) const CODE: &str = "encoding";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    for problem in entry.reading.article.problems.iter().filter(|p| p.kind == ProblemKind::Encoding) {
        context.report(problem.span, problem.message.clone());
    }
}
