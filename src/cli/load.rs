//! Loading the articles that a command names, with progress on a terminal.

use super::Failure;
use crate::workspace::{self, Loaded, Stage};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Mutex;

/// Loads `paths` (none: the corpus around the current folder). What could not be loaded is told on standard error.
pub(super) fn load(paths: &[PathBuf]) -> Result<Loaded, Failure> {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
    let style =
        |template: &str| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let of = |stage| match stage {
        Stage::Articles => style("{spinner} reading {pos} of {len} articles {wide_bar}"),
        Stage::Archive => style("{spinner} indexing {pos} of {len} MiB of the archive {wide_bar}"),
    };
    let now = Mutex::new(None);
    let loaded = workspace::load(paths, &|stage, done, all| {
        if let Ok(mut now) = now.try_lock()
            && *now != Some(stage)
        {
            *now = Some(stage);
            bar.set_style(of(stage));
            if stage == Stage::Archive && bar.is_hidden() {
                anstream::eprintln!("copydesk: indexing {all} MiB of the archive, once");
            }
        }
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
