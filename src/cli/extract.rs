//! `copydesk extract`: readings as JSON Lines.

use super::{Failure, json::ReadingLine, load, print, relate};
use crate::article::Markup;
use crate::corpus::{DocumentId, Prepared};
use crate::reading::{self, Memo, Reading};
use crate::text::decode;
use crate::workspace::{self, Configuration};
use clap::Args;
use rayon::prelude::*;
use serde::{Deserialize, Deserializer, Serialize};
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
    /// Give three columns with tabs between them, for engines that hold tables: the id as JSON, the reading, and the line that
    /// `relate` takes.
    #[arg(long, conflicts_with = "keys")]
    columns: bool,
    /// A copydesk.toml whose aliases and [[article]] tables hold for what comes from standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    config: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Input {
    #[serde(deserialize_with = "id")]
    id: String,
    text: String,
    date: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
}

/// An id, which databases make of numbers, too.
fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "an id is a string or a number")]
    enum Id {
        Text(String),
        Number(serde_json::Number),
    }
    Ok(match Id::deserialize(from)? {
        Id::Text(text) => text,
        Id::Number(number) => number.to_string(),
    })
}

/// A reading with what it is compared by.
#[derive(Serialize)]
struct KeyedLine<'a> {
    #[serde(flatten)]
    reading: ReadingLine<'a>,
    keys: Vec<String>,
    packed: String,
}

/// The article as `relate` takes it.
#[derive(Serialize)]
struct PackedLine<'a> {
    id: &'a str,
    packed: String,
}

/// What is printed of an article.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Reading,
    Keyed,
    Columns,
}

impl Form {
    fn of(arguments: &ExtractArguments) -> Self {
        match arguments {
            ExtractArguments { keys: true, .. } => Self::Keyed,
            ExtractArguments { columns: true, .. } => Self::Columns,
            _ => Self::Reading,
        }
    }

    /// The line of an article, with its end; `part` is asked for what is compared of it.
    fn line(self, id: &str, reading: &Reading, part: impl Fn() -> Option<Prepared>) -> Option<String> {
        let line = ReadingLine::new(id, reading);
        let mut out = match self {
            Self::Reading => serde_json::to_string(&line),
            Self::Keyed => {
                let part = part()?;
                let (keys, packed) = (part.written_keys(), part.packed().to_text());
                serde_json::to_string(&KeyedLine { reading: line, keys, packed })
            }
            // JSON has no tab of its own.
            Self::Columns => {
                let packed = part()?.packed().to_text();
                let packed = serde_json::to_string(&PackedLine { id, packed }).ok()?;
                Ok([serde_json::to_string(id).ok()?, serde_json::to_string(&line).ok()?, packed].join("\t"))
            }
        }
        .ok()?;
        out.push('\n');
        Some(out)
    }
}

pub(super) fn run(arguments: &ExtractArguments) -> Result<ExitCode, Failure> {
    if arguments.paths.is_empty() {
        from_stdin(&relate::configuration(arguments.config.as_deref())?, Form::of(arguments))
    } else {
        from_files(&arguments.paths, Form::of(arguments))
    }
}

fn from_files(paths: &[PathBuf], form: Form) -> Result<ExitCode, Failure> {
    let loaded = load::load(paths)?;
    let line = |&id: &DocumentId| {
        let entry = loaded.desk.corpus.article(id)?;
        form.line(&entry.path, &entry.reading, || loaded.desk.corpus.part(id))
    };
    let lines: Vec<Option<String>> = loaded.given.par_iter().map(line).collect();
    print(&lines.into_iter().flatten().collect::<String>())
}

fn from_stdin(configuration: &Configuration, form: Form) -> Result<ExitCode, Failure> {
    let mut lines = std::io::stdin().lock().lines().enumerate();
    let memo = Memo::default();
    loop {
        let batch: Vec<_> = lines.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let read: Vec<Result<Option<String>, Failure>> =
            batch.into_par_iter().map(|(n, line)| read_line(n + 1, line, configuration, form, &memo)).collect();
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
    form: Form,
    memo: &Memo,
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
    let compared = form != Form::Reading;
    let problems = match compared.then(|| decode(input.text.as_bytes())) {
        None => Vec::new(),
        Some(Ok(decoded)) => decoded.problems,
        Some(Err(kind)) => {
            anstream::eprintln!("copydesk: standard input, line {number}: {} holds no text but {kind}", input.id);
            return Ok(None);
        }
    };
    let markup = if compared && input.id.ends_with(".md") { Markup::Markdown } else { Markup::Plain };
    let article = workspace::article(input.text.into(), markup, &overrides, problems);
    let reading = Arc::new(reading::read_again(Arc::new(article), memo));
    let line = form.line(&input.id, &reading, || Some(Prepared::of(reading.clone(), &configuration.settings())));
    Ok(Some(line.ok_or_else(|| bad(&"it cannot be written"))?))
}
