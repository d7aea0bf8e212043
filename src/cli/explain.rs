//! `copydesk rules` and `copydesk explain`: the rules and their pages.

use super::{Failure, print};
use crate::checks::{self, Rule, Selection};
use std::fmt::Write;
use std::process::ExitCode;

pub(super) fn rules_table() -> String {
    let mut out = String::new();
    for rule in checks::rules() {
        let on = if rule.on { "on" } else { "opt-in" };
        let _ = writeln!(out, "{:<26} {:<12} {:<7} {}", rule.code, rule.severity.name(), on, rule.summary());
    }
    out
}

pub(super) fn rules() -> Result<ExitCode, Failure> {
    print(&rules_table())
}

pub(super) fn explain(code: &str) -> Result<ExitCode, Failure> {
    let mut selection = Selection::default();
    selection.select(&[code.to_owned()])?;
    let Some(rule) = checks::rule(code) else { return Err(format!("there is no rule \"{code}\"")) };
    print(&page(rule))
}

/// A rule's page in Markdown.
pub(super) fn page(rule: &Rule) -> String {
    let on = if rule.on { "on by default" } else { "opt-in" };
    format!("# {}\n\n*{}, {on}*\n\n{}\n", rule.code, rule.severity.name(), rule.documentation())
}
