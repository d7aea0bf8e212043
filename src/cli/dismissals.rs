//! `copydesk dismissals`: what was dismissed and why, and what of it dismisses nothing any more.

use super::{Failure, load, output::Format, print};
use crate::checks::{self, Finding};
use crate::corpus::DocumentId;
use crate::workspace::{self, DISMISSED_FILE, Desk, Dismissal};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde_json::json;
use std::fmt::Write;
use std::process::ExitCode;

/// Arguments of `dismissals`.
#[derive(Args)]
pub(super) struct DismissalsArguments {
    /// What to do with them.
    #[arg(value_enum, default_value_t = Action::List)]
    action: Action,
    /// How the list is printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Action {
    /// Print them, with how many findings each dismisses now.
    List,
    /// Take out those that dismiss nothing any more.
    Prune,
}

pub(super) fn run(arguments: &DismissalsArguments) -> Result<ExitCode, Failure> {
    let loaded = load::load(&[])?;
    let desk = &loaded.desk;
    let Some(root) = desk.root() else {
        return Err("there is no copydesk.toml here or above; dismissals belong to a corpus (`copydesk init`)".into());
    };
    let dismissals = &desk.dismissals;
    let counts = dismissed(desk, &loaded.given);
    if arguments.action == Action::Prune {
        if dismissals.entries.is_empty() {
            return print("there is nothing to take out\n");
        }
        let gone = workspace::prune_dismissals(root, |index| counts.get(index).is_none_or(|count| *count > 0))
            .map_err(|problem| problem.to_string())?;
        let left = dismissals.entries.len() - gone;
        return print(&format!("{gone} taken out of {DISMISSED_FILE}, {left} left\n"));
    }
    if arguments.format == Format::Json {
        let one = |(entry, count): (&Dismissal, &usize)| {
            json!({
                "scope": entry.scope.name(), "rule": entry.rule, "path": entry.path, "fingerprint": entry.fingerprint,
                "text": entry.text, "reason": entry.reason, "findings": count,
            })
        };
        let all: Vec<_> = dismissals.entries.iter().zip(&counts).map(one).collect();
        return print(&format!("{}\n", json!({ "dismissals": all })));
    }
    let mut out = String::new();
    for (entry, count) in dismissals.entries.iter().zip(&counts) {
        let place = if entry.path.is_empty() { "anywhere" } else { &entry.path };
        let text = if entry.text.is_empty() { String::new() } else { format!(" “{}”", entry.text) };
        let reason = if entry.reason.is_empty() { "no reason given" } else { &entry.reason };
        let _ = writeln!(out, "{} {} in {place}{text}: {reason} ({count} now)", entry.scope.name(), entry.rule);
    }
    let idle = counts.iter().filter(|count| **count == 0).count();
    let _ = writeln!(out, "{} dismissals, {idle} of which dismiss nothing any more", dismissals.entries.len());
    print(&out)
}

/// How many findings each dismissal of a corpus dismisses now.
fn dismissed(desk: &Desk, documents: &[DocumentId]) -> Vec<usize> {
    // A rule that is off for now must not make its dismissals look idle.
    let mut selection = desk.configuration.selection.clone();
    let codes: Vec<String> = checks::rules().iter().map(|rule| rule.code.to_owned()).collect();
    let _ = selection.select(&codes);
    let check = |&id: &DocumentId| checks::check(&desk.corpus, id, &selection);
    let findings: Vec<Finding> = documents.par_iter().flat_map_iter(check).collect();
    let covered: Vec<_> = findings.iter().map(|finding| workspace::covered(finding, &desk.corpus)).collect();
    let count = |entry: &Dismissal| {
        let covers = |(finding, text): (&Finding, &String)| {
            let path = desk.corpus.path(finding.location.document).map(|path| desk.rooted(path)).unwrap_or_default();
            entry.covers(finding, &path, text)
        };
        findings.iter().zip(&covered).filter(|pair| covers(*pair)).count()
    };
    desk.dismissals.entries.iter().map(count).collect()
}
