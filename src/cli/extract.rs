//! `copydesk extract`: readings as JSON Lines.

use super::{Failure, json::ReadingLine, load, print, relate};
use crate::article::Markup;
use crate::corpus::{DocumentId, Prepared};
use crate::reading::{self, Reading};
use crate::text::decode;
use crate::workspace::{self, Configuration};
use clap::Args;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::io::BufRead;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// How many lines are read before they are worked on side by side.
const BATCH: usize = 256;

/// Arguments of `extract`.
#[derive(Args)]
pub(super) struct ExtractArguments {
    /// Articles, or folders of articles.
    paths: Vec<PathBuf>,
    /// Give with each reading the keys under which it is compared, and the article in the form that `relate` takes.
    #[arg(long)]
    keys: bool,
    /// A copydesk.toml whose aliases and [[article]] tables hold for what comes from standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    config: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
    date: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
}

/// A reading with what it is compared by.
#[derive(Serialize)]
struct KeyedLine<'a> {
    #[serde(flatten)]
    reading: ReadingLine<'a>,
    keys: Vec<String>,
    packed: String,
}

impl<'a> KeyedLine<'a> {
    fn new(id: &'a str, reading: &'a Reading, part: &Prepared) -> Self {
        Self { reading: ReadingLine::new(id, reading), keys: part.written_keys(), packed: part.packed().to_text() }
    }
}

pub(super) fn run(arguments: &ExtractArguments) -> Result<ExitCode, Failure> {
    if arguments.paths.is_empty() {
        from_stdin(&relate::configuration(arguments.config.as_deref())?, arguments.keys)
    } else {
        from_files(&arguments.paths, arguments.keys)
    }
}

fn from_files(paths: &[PathBuf], keyed: bool) -> Result<ExitCode, Failure> {
    let loaded = load::load(paths)?;
    let line = |&id: &DocumentId| {
        let entry = loaded.desk.corpus.article(id)?;
        if keyed {
            let part = loaded.desk.corpus.part(id)?;
            return serde_json::to_string(&KeyedLine::new(&entry.path, &entry.reading, &part)).ok();
        }
        serde_json::to_string(&ReadingLine::new(&entry.path, &entry.reading)).ok()
    };
    let lines: Vec<Option<String>> = loaded.given.par_iter().map(line).collect();
    print(&lines.into_iter().flatten().map(|l| l + "\n").collect::<String>())
}

fn from_stdin(configuration: &Configuration, keyed: bool) -> Result<ExitCode, Failure> {
    let mut lines = std::io::stdin().lock().lines().enumerate();
    loop {
        let batch: Vec<_> = lines.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let read: Vec<Result<Option<String>, Failure>> =
            batch.into_par_iter().map(|(n, line)| read_line(n + 1, line, configuration, keyed)).collect();
        let mut out = String::new();
        let mut failure = None;
        for line in read {
            match line {
                Ok(line) => out.extend(line),
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            }
        }
        print(&out)?;
        if let Some(failure) = failure {
            return Err(failure);
        }
    }
}

fn read_line(
    number: usize,
    line: std::io::Result<String>,
    configuration: &Configuration,
    keyed: bool,
) -> Result<Option<String>, Failure> {
    let bad = |error: &dyn std::fmt::Display| {
        format!(
            "standard input, line {number}: {error}; expected {{\"id\", \"text\", \"date\"?, \"publisher\"?, \"url\"?}}"
        )
    };
    let line = line.map_err(|e| bad(&e))?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    let input: Input = serde_json::from_str(&line).map_err(|e| bad(&e))?;
    let date = match input.date.as_deref().filter(|d| !d.is_empty()) {
        Some(date) => Some(date.parse::<jiff::civil::Date>().map_err(|e| bad(&e))?.into()),
        None => None,
    };
    let mut overrides = configuration.overrides(&input.id);
    overrides.date = date.or(overrides.date);
    overrides.publisher = input.publisher.or(overrides.publisher);
    overrides.url = input.url.or(overrides.url);
    // What a decoder would say of the text is told of a file, too; the id takes the place of its name.
    let problems = match keyed.then(|| decode(input.text.as_bytes())) {
        None => Vec::new(),
        Some(Ok(decoded)) => decoded.problems,
        Some(Err(kind)) => {
            anstream::eprintln!("copydesk: standard input, line {number}: {} holds no text but {kind}", input.id);
            return Ok(None);
        }
    };
    let markup = if keyed && input.id.ends_with(".md") { Markup::Markdown } else { Markup::Plain };
    let article = workspace::article(input.text.into(), markup, &overrides, problems);
    let reading = Arc::new(reading::read(Arc::new(article)));
    let mut out = if keyed {
        let part = Prepared::of(reading.clone(), &configuration.settings());
        serde_json::to_string(&KeyedLine::new(&input.id, &reading, &part))
    } else {
        serde_json::to_string(&ReadingLine::new(&input.id, &reading))
    }
    .map_err(|e| bad(&e))?;
    out.push('\n');
    Ok(Some(out))
}
