//! `copydesk check`: findings, for people and for programs.

use super::{Failure, load, print, render, written};
use crate::checks::{self, Finding, Severity};
use crate::workspace::{DISMISSED_FILE, Desk, Dismissal, Scope, add_dismissals};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `check`.
#[derive(Args)]
pub(super) struct CheckArguments {
    /// Articles, or folders of articles; without any, the corpus around the current folder.
    paths: Vec<PathBuf>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Run these rules only; opt-in rules may be named. Repeatable.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave these rules out. Repeatable.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Exit with 1 where a finding is at least this bad.
    #[arg(long, value_enum, default_value_t = Level::Warning)]
    fail_on: Level,
    /// Dismiss everything that is found now, so that from here on only what is new is reported.
    #[arg(long)]
    write_baseline: bool,
    /// Why, for --write-baseline.
    #[arg(long, value_name = "TEXT", default_value = "baseline", requires = "write_baseline")]
    reason: String,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
    Github,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    Error,
    Warning,
    Information,
    Hint,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Information => Severity::Information,
            Level::Hint => Severity::Hint,
        }
    }
}

/// So many articles are checked before those are packed again that are no longer looked at.
const CHECKED_TOGETHER: usize = 256;

pub(super) fn run(arguments: &CheckArguments) -> Result<ExitCode, Failure> {
    let mut probe = checks::Selection::default();
    probe.select(&arguments.select)?;
    probe.ignore(&arguments.ignore)?;
    let mut loaded = load::load(&arguments.paths)?;
    let mut selection = loaded.desk.configuration.selection.clone();
    if !arguments.select.is_empty() {
        selection.select(&arguments.select)?;
    }
    selection.ignore(&arguments.ignore)?;
    let desk = &mut loaded.desk;
    // What is compared with each other is checked together, so that little is unpacked twice.
    let mut order: Vec<usize> = (0..loaded.given.len()).collect();
    order.sort_by_cached_key(|&nth| (desk.corpus.topic(loaded.given[nth]), nth));
    let mut found: Vec<Vec<Finding>> = vec![Vec::new(); order.len()];
    for together in order.chunks(CHECKED_TOGETHER) {
        let check = |&nth: &usize| {
            let document = loaded.given[nth];
            let found = checks::check(&desk.corpus, document, &selection);
            let path = desk.corpus.path(document).map(|path| desk.rooted(path)).unwrap_or_default();
            (nth, desk.without_dismissed(found, &path))
        };
        let checked: Vec<_> = together.par_iter().map(check).collect();
        checked.into_iter().for_each(|(nth, findings)| found[nth] = findings);
        desk.corpus.pack();
    }
    let findings: Vec<Finding> = found.into_iter().flatten().collect();
    let corpus = &loaded.desk.corpus;
    if arguments.write_baseline {
        return write_baseline(&loaded.desk, &findings, &arguments.reason);
    }
    let colours = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let form = match arguments.format {
        Format::Human => render::human(corpus, &findings, &loaded.given, colours),
        Format::Json => render::json(corpus),
        Format::Sarif => render::sarif(corpus),
        Format::Github => render::github(corpus),
    };
    written(form.write(corpus, &findings, &mut anstream::stdout().lock()))?;
    let fails = findings.iter().any(|f| f.severity >= arguments.fail_on.severity());
    Ok(ExitCode::from(u8::from(fails)))
}

fn write_baseline(desk: &Desk, findings: &[Finding], reason: &str) -> Result<ExitCode, Failure> {
    let Some(root) = desk.root() else {
        return Err("a baseline belongs to a corpus: there is no copydesk.toml here or above (`copydesk init`)".into());
    };
    let entry = |finding: &Finding| {
        let path = desk.corpus.path(finding.location.document).map(|path| desk.rooted(path)).unwrap_or_default();
        Dismissal::of(finding, &desk.corpus, &path, Scope::Instance, reason)
    };
    let mut entries: Vec<Dismissal> = findings.iter().map(entry).collect();
    entries.dedup();
    if !entries.is_empty() {
        add_dismissals(root, &entries).map_err(|problem| problem.to_string())?;
    }
    print(&format!("{} findings dismissed in {}\n", entries.len(), root.join(DISMISSED_FILE).display()))
}
