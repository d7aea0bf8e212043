//! A name or a title of a draft stands in none of the sources that it cites, and they have another one in its place.
//!
//! A draft may name whom it likes. But where a person, place or body stands in no source, and the passage that tells all the
//! rest of the sentence names another one there, or where the sources give the same person another rank or office, one of
//! the two is wrong. Short forms, a country and its people or capital, and former offices are left alone.
//!
//! **Example.** "The prime minister cancelled a visit to Madrid" in a draft that cites an article with "a visit to Lisbon";
//! "General Dahl" where the sources have a colonel.
//!
//! **To mend it**, take the source's name (a quick fix does), or cite where yours is from. Two names of one thing go into
//! `[[alias]]` of `copydesk.toml`.
//!
//! Names and titles are the first thing that fact-checkers tick off (B. Borel, *The Chicago Guide to Fact-Checking*, chapter 4).

use super::{Context, drafted};
use crate::corpus::draft::Difference;

pub(super) const CODE: &str = "name-not-in-sources";

pub(super) fn check(context: &mut Context) {
    drafted::report(
        context,
        |_, d| d.difference == Difference::Name,
        |d, label| Some(format!("Replace by the name of {label}: {}", d.mend.as_deref()?)),
    );
    drafted::report_kind(context, Difference::Title);
}
