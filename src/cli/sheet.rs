//! `copydesk figures` and `copydesk quotes`: sheets for people, CSV for tables, JSON for programs.

use super::{
    Failure, load,
    output::points,
    print,
    render::{self, Lines},
};
use crate::corpus::Location;
use crate::sheets::{self, FigureRow, QuoteRow, QuoteVersion};
use crate::text::Encoding;
use crate::text::sorting::sort_by_key;
use clap::{Args, ValueEnum};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of the sheets.
#[derive(Args)]
pub(super) struct SheetArguments {
    /// Articles, or folders of articles; without any, the corpus around the current folder.
    paths: Vec<PathBuf>,
    /// How the sheet is printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Csv,
}

fn number(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}

pub(super) fn figures(arguments: &SheetArguments) -> Result<ExitCode, Failure> {
    let loaded = load::load(&arguments.paths)?;
    let corpus = &loaded.desk.corpus;
    let sections = sheets::figures(corpus);
    if arguments.format == Format::Csv {
        return print(&render::figures_csv(corpus, &sections)?);
    }
    if arguments.format == Format::Json {
        let row = |r: &FigureRow| {
            let mut object = json!({
                "path": r.path, "span": points(corpus, r.location), "text": r.text, "low": number(r.low), "high": number(r.high),
                "modifier": r.modifier.sign(), "unit": r.unit, "as_of": r.as_of.map(|d| d.to_string()), "source": r.source,
            });
            if let Some(same) = r.same_as {
                object["same_as"] = json!(same);
            }
            object
        };
        let groups: Vec<Value> = sections
            .iter()
            .map(|s| {
                let relations: Vec<Value> =
                    s.relations.iter().map(|(a, b, r)| json!({"a": a, "b": b, "relation": r.name()})).collect();
                json!({"measures": s.measures, "observations": s.rows.iter().map(row).collect::<Vec<_>>(), "relations": relations})
            })
            .collect();
        return print(&format!("{}\n", json!({"groups": groups})));
    }
    print(&render::figure_sheet(corpus, &sections))
}

pub(super) fn quotes(arguments: &SheetArguments) -> Result<ExitCode, Failure> {
    let loaded = load::load(&arguments.paths)?;
    let corpus = &loaded.desk.corpus;
    let mut rows = sheets::quotes(corpus);
    if arguments.format != Format::Json {
        // What differs between articles first, then what stands in several; the JSON keeps the order of the text.
        sort_by_key(&mut rows, |r| (std::cmp::Reverse(r.differs()), std::cmp::Reverse(r.versions.len())));
    }
    if arguments.format == Format::Csv {
        return print(&render::quotes_csv(corpus, &rows)?);
    }
    if arguments.format == Format::Json {
        let version = |v: &QuoteVersion| json!({"path": v.path, "span": points(corpus, v.location), "text": v.text, "relation": v.relation.name()});
        let all: Vec<Value> = rows
            .iter()
            .map(|r| {
                let variants: Vec<Value> = r.versions.iter().map(version).collect();
                json!({"path": r.path, "span": points(corpus, r.location), "text": r.text, "speaker": r.speaker, "variants": variants})
            })
            .collect();
        return print(&format!("{}\n", json!({"quotations": all})));
    }
    let mut lines = Lines::new(corpus);
    let mut line = |location: Location| {
        lines.of(location.document).position(location.span.start as usize, Encoding::Utf8).line + 1
    };
    let mut out = String::new();
    for (speaker, rows) in by_speaker(&rows) {
        let _ = writeln!(out, "{}", speaker.unwrap_or("Nobody named"));
        for row in rows {
            let _ = writeln!(out, "  {}:{}: \"{}\"", row.path, line(row.location), row.text.replace('\n', " "));
            for v in &row.versions {
                let _ = writeln!(
                    out,
                    "      {} {}:{}: \"{}\"",
                    v.relation.name(),
                    v.path,
                    line(v.location),
                    v.text.replace('\n', " ")
                );
            }
        }
        out.push('\n');
    }
    let varied = rows.iter().filter(|r| !r.versions.is_empty()).count();
    let _ = writeln!(out, "{} quotations, {varied} of them in more than one article", rows.len());
    print(&out)
}

/// Quotations by speaker, in the order of their most important one; those that nobody is named for come last.
fn by_speaker(rows: &[QuoteRow]) -> Vec<(Option<&str>, Vec<&QuoteRow>)> {
    let mut groups: Vec<(Option<&str>, Vec<&QuoteRow>)> = Vec::new();
    let mut at: FxHashMap<Option<&str>, usize> = FxHashMap::default();
    for row in rows {
        let speaker = row.speaker.as_deref();
        let index = *at.entry(speaker).or_insert_with(|| {
            groups.push((speaker, Vec::new()));
            groups.len() - 1
        });
        groups[index].1.push(row);
    }
    sort_by_key(&mut groups, |group| group.0.is_none());
    groups
}
