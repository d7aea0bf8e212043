//! Loading the articles that a command names, with progress on a terminal.

use super::Failure;
use crate::workspace::{self, Loaded};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;

/// Loads `paths` (none: the corpus around the current folder). What could not be loaded is told on standard error.
pub(super) fn load(paths: &[PathBuf]) -> Result<Loaded, Failure> {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} reading {pos} of {len} articles {wide_bar}") {
        bar.set_style(style);
    }
    let loaded = workspace::load(paths, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let loaded = loaded.map_err(|problem| problem.to_string())?;
    let errors = loaded.desk.configuration_errors();
    if !errors.is_empty() {
        return Err(errors.join("\ncopydesk: "));
    }
    for problem in loaded.desk.problems.iter() {
        anstream::eprintln!("copydesk: {problem}");
    }
    Ok(loaded)
}
