//! `copydesk verify`: a draft against the sources that it cites, as a table and as JSON.

use super::output::{Format, points};
use super::{Failure, load, print, render::Lines};
use crate::corpus::draft::Verdict;
use crate::corpus::{Corpus, Location};
use crate::sheets::{self, VerifyRow, VerifySheet};
use crate::text::Encoding;
use crate::workspace;
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `verify`.
#[derive(Args)]
pub(super) struct VerifyArguments {
    /// The article to verify.
    draft: PathBuf,
    /// An article or a folder of articles that it is checked against, instead of those that it names. Repeatable.
    #[arg(long = "source", value_name = "PATH")]
    sources: Vec<PathBuf>,
    /// How the sheet is printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Record what the cited sources say now, so that `source-changed` tells when they differ.
    #[arg(long)]
    record: bool,
}

pub(super) fn run(arguments: &VerifyArguments) -> Result<ExitCode, Failure> {
    if !arguments.draft.is_file() {
        return Err(format!("{}: is no file; verify takes one article", arguments.draft.display()));
    }
    let mut paths = vec![arguments.draft.clone()];
    paths.extend(arguments.sources.iter().cloned());
    let mut loaded = load::load(&paths)?;
    let name = arguments.draft.to_string_lossy().replace('\\', "/");
    let key = name.strip_prefix("./").unwrap_or(&name);
    let corpus = &mut loaded.desk.corpus;
    let draft = corpus.id(key).filter(|id| corpus.article(*id).is_some());
    let draft = draft.ok_or_else(|| format!("{name}: is no article that can be read"))?;
    if !arguments.sources.is_empty() {
        corpus.set_sources(draft, loaded.given.iter().copied().filter(|id| *id != draft).collect());
    }
    let sheet = sheets::verify(corpus, draft);
    if sheet.sources.is_empty() {
        return Err(format!(
            "{name}: cites no source that is at hand{}; name some in its front matter (`sources: [a.txt]`), in copydesk.toml, or by --source",
            absent(&sheet)
        ));
    }
    if arguments.record {
        workspace::record_sources(&loaded.desk, draft).map_err(|problem| problem.to_string())?;
    }
    let corpus = &loaded.desk.corpus;
    let at = |location: Location| {
        Lines::new(corpus).of(location.document).position(location.span.start as usize, Encoding::Utf8).line + 1
    };
    let out = match arguments.format {
        Format::Human => table(&sheet, &|span| at(Location { document: draft, span }), &at),
        Format::Json => format!("{}\n", object(corpus, key, draft, &sheet)),
    };
    print(&out)?;
    Ok(ExitCode::from(u8::from(!sheet.is_clean())))
}

fn absent(sheet: &VerifySheet) -> String {
    let names: Vec<&str> = sheet.absent.iter().map(|(name, _)| name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(" ({} not found)", names.join(", ")) }
}

fn table(sheet: &VerifySheet, line: &dyn Fn(crate::text::Span) -> u32, at: &dyn Fn(Location) -> u32) -> String {
    let mut out = String::new();
    for row in &sheet.rows {
        let place = match &row.source {
            Some(source) => format!("{}:{}", source.path, at(source.location)),
            None => String::new(),
        };
        let _ = writeln!(
            out,
            "{} {:>4}  {:<9}  {:<52}  {place}",
            row.verdict.sign(),
            line(row.span),
            row.kind.name(),
            shortened(&row.text, 52)
        );
        for (name, says) in &row.differences {
            let _ = writeln!(out, "         {name}: {says}");
        }
        if let Some(source) = row.source.as_ref().filter(|s| row.differences.is_empty() && s.text != row.text) {
            let _ = writeln!(out, "                    {}", shortened(&source.text, 90));
        }
    }
    for (name, expected) in &sheet.absent {
        let what = if *expected { "does not exist" } else { "is not at hand and was not compared" };
        let _ = writeln!(out, "! the source {name} {what}");
    }
    let count = |verdict| sheet.count(verdict);
    let sources = sheet.sources.len();
    let _ = writeln!(
        out,
        "{} found, {} different, {} not found, {} unchecked in {sources} {}",
        count(Verdict::Found),
        count(Verdict::Different),
        count(Verdict::NotFound),
        count(Verdict::Unchecked),
        if sources == 1 { "source" } else { "sources" },
    );
    out
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => format!("{}…", text.chars().take(most - 1).collect::<String>()),
        None => text.to_owned(),
    }
}

fn object(corpus: &Corpus, path: &str, draft: crate::corpus::DocumentId, sheet: &VerifySheet) -> Value {
    let span = |location: Location| points(corpus, location);
    let row = |row: &VerifyRow| {
        let source = row.source.as_ref().map(|s| json!({"path": s.path, "span": span(s.location), "text": s.text}));
        let differences: Vec<Value> =
            row.differences.iter().map(|(name, says)| json!({"difference": name, "message": says})).collect();
        json!({
            "kind": row.kind.name(), "span": span(Location { document: draft, span: row.span }), "text": row.text,
            "verdict": row.verdict.name(), "source": source, "differences": differences,
        })
    };
    let absent: Vec<Value> =
        sheet.absent.iter().map(|(name, expected)| json!({"source": name, "missing": expected})).collect();
    json!({
        "path": path, "sources": sheet.sources, "absent": absent,
        "items": sheet.rows.iter().map(row).collect::<Vec<_>>(),
        "counts": {
            "found": sheet.count(Verdict::Found), "different": sheet.count(Verdict::Different),
            "not found": sheet.count(Verdict::NotFound), "unchecked": sheet.count(Verdict::Unchecked),
        },
    })
}
