//! `copydesk check`: findings, for people and for programs.

use super::{Failure, load, print, render};
use crate::checks::{self, Finding, Severity};
use crate::corpus::DocumentId;
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
    let corpus = &mut loaded.desk.corpus;
    let mut findings: Vec<Finding> = Vec::new();
    for together in loaded.given.chunks(CHECKED_TOGETHER) {
        let check = |&document: &DocumentId| checks::check(corpus, document, &selection);
        findings.par_extend(together.par_iter().flat_map_iter(check));
        corpus.pack();
    }
    let out = match arguments.format {
        Format::Human => render::human(corpus, &findings, loaded.given.len()),
        Format::Json => render::json(corpus, &findings),
        Format::Sarif => render::sarif(corpus, &findings),
        Format::Github => render::github(corpus, &findings),
    };
    print(&out)?;
    let fails = findings.iter().any(|f| f.severity >= arguments.fail_on.severity());
    Ok(ExitCode::from(u8::from(fails)))
}
