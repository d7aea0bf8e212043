//! `copydesk extract`: readings as JSON Lines.

use super::{Failure, json::ReadingLine, load, print};
use crate::article::{Article, Markup, Overrides};
use crate::corpus::DocumentId;
use crate::reading;
use rayon::prelude::*;
use serde::Deserialize;
use std::io::BufRead;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// How many lines are read before they are worked on side by side.
const BATCH: usize = 256;

#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
    date: Option<String>,
}

pub(super) fn run(paths: &[PathBuf]) -> Result<ExitCode, Failure> {
    if paths.is_empty() { from_stdin() } else { from_files(paths) }
}

fn from_files(paths: &[PathBuf]) -> Result<ExitCode, Failure> {
    let loaded = load::load(paths)?;
    let line = |&id: &DocumentId| {
        let entry = loaded.desk.corpus.article(id)?;
        serde_json::to_string(&ReadingLine::new(&entry.path, &entry.reading)).ok()
    };
    let lines: Vec<Option<String>> = loaded.given.par_iter().map(line).collect();
    print(&lines.into_iter().flatten().map(|l| l + "\n").collect::<String>())
}

fn from_stdin() -> Result<ExitCode, Failure> {
    let mut lines = std::io::stdin().lock().lines().enumerate();
    loop {
        let batch: Vec<_> = lines.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let read: Vec<Result<Option<String>, Failure>> =
            batch.into_par_iter().map(|(n, line)| read_line(n + 1, line)).collect();
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

fn read_line(number: usize, line: std::io::Result<String>) -> Result<Option<String>, Failure> {
    let bad = |error: &dyn std::fmt::Display| {
        format!("standard input, line {number}: {error}; expected {{\"id\", \"text\", \"date\"?}}")
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
    let overrides = Overrides { date, ..Overrides::default() };
    let article = Article::parse(input.text.into(), Markup::Plain, &overrides);
    let reading = reading::read(Arc::new(article));
    let mut out = serde_json::to_string(&ReadingLine::new(&input.id, &reading)).map_err(|e| bad(&e))?;
    out.push('\n');
    Ok(Some(out))
}
