//! `copydesk agreement`: how far annotators of the same articles agree.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::{Failure, load, output::Format, print};
use crate::sheets;

/// Arguments of `agreement`.
#[derive(Args)]
pub(super) struct AgreementArguments {
    /// Folders of articles with their annotation files; without any, the corpus around the current folder.
    paths: Vec<PathBuf>,
    /// How the figures are printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn run(arguments: &AgreementArguments) -> Result<ExitCode, Failure> {
    let loaded = load::load(&arguments.paths)?;
    let (rows, articles) = sheets::agreement(&loaded.desk.corpus);
    if arguments.format == Format::Json {
        let row = |row: &sheets::AgreementRow| {
            json!({"type": row.label, "marks": row.marks, "exact_f1": row.exact_f1(), "partial_f1": row.partial_f1(),
                   "alpha": row.alpha})
        };
        let types: Vec<Value> = rows.iter().map(row).collect();
        return print(&format!("{}\n", json!({"articles": articles, "types": types})));
    }
    if articles == 0 {
        return print(
            "No article has several annotators. Say in copydesk.toml where their files are: [[annotations.pair]] with\n\
             text = \"{doc}.txt\" and annotation = \"{doc}_{annotator}.ann\".\n",
        );
    }
    let width = rows.iter().map(|row| row.label.chars().count()).max().unwrap_or(0).max(4);
    let mut out = format!("{:width$}  marks  exact F1  partial F1  alpha\n", "type");
    for row in &rows {
        let alpha = row.alpha.map_or("–".to_owned(), |alpha| format!("{alpha:.3}"));
        let (exact, partial) = (row.exact_f1(), row.partial_f1());
        let _ = writeln!(out, "{:width$}  {:5}  {exact:8.3}  {partial:10.3}  {alpha:>5}", row.label, row.marks);
    }
    let _ = writeln!(out, "{articles} article{} with several annotators", if articles == 1 { "" } else { "s" });
    print(&out)
}
