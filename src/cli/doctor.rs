//! `copydesk doctor`: what copydesk makes of a folder, and what is wrong with its set-up.

use super::{Failure, output::Format, print};
use crate::workspace::{CACHE_FOLDER, LARGEST_FILE, LARGEST_LOOSE_FOLDER, MOST_ENTRIES, Survey, survey};
use clap::Args;
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `doctor`.
#[derive(Args)]
pub(super) struct DoctorArguments {
    /// A folder; without one, the current folder.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// So many names of a list are printed for people.
const NAMED: usize = 5;

pub(super) fn run(arguments: &DoctorArguments) -> Result<ExitCode, Failure> {
    let survey = survey(&arguments.folder).map_err(|problem| problem.to_string())?;
    print(&match arguments.format {
        Format::Human => human(&survey, arguments),
        Format::Json => json(&survey),
    })
}

fn human(survey: &Survey, arguments: &DoctorArguments) -> String {
    let mut out = String::new();
    let mut line = |name: &str, text: String| {
        let _ = writeln!(out, "{name:<14} {text}");
    };
    line("copydesk", env!("COPYDESK_VERSION").to_owned());
    line(
        "corpus",
        match &survey.root {
            Some(root) => root.display().to_string(),
            None => format!(
                "none: no copydesk.toml at or above {}. `copydesk init` marks a folder; without it an editor compares \
                 an article with the open ones and at most {LARGEST_LOOSE_FOLDER} in its folder",
                arguments.folder.display()
            ),
        },
    );
    let mut wrong = 0;
    if survey.root.is_some() && survey.configuration_errors.is_empty() {
        line("configuration", "copydesk.toml has no mistakes".into());
    }
    for error in &survey.configuration_errors {
        wrong += 1;
        line("configuration", format!("WRONG  {error}"));
    }
    let size = survey.bytes as f64 / 1e6;
    let kept = if survey.articles == 0 { "WRONG  no articles: see [corpus] include, .gitignore" } else { "" };
    wrong += usize::from(survey.articles == 0);
    line("articles", format!("{} ({size:.1} MB) {kept}", survey.articles).trim_end().to_owned());
    line("annotations", format!("{} files", survey.annotations));
    if let Some(archive) = &survey.archive {
        let size = format!("{} files ({:.1} MB)", archive.files, archive.bytes as f64 / 1e6);
        line(
            "archive",
            match archive.index {
                Some((articles, bytes)) => {
                    format!("{articles} articles from {size}, index {:.1} MB", bytes as f64 / 1e6)
                }
                None if archive.files == 0 => "no files".to_owned(),
                None => format!("{size}; its index is made at the next start"),
            },
        );
    }
    let encodings: Vec<String> = survey.encodings.iter().map(|(name, count)| format!("{name} {count}")).collect();
    if !encodings.is_empty() {
        line("encodings", encodings.join(", "));
    }
    line(
        "cache",
        match &survey.cache {
            Some((folder, bytes)) => format!("{} ({:.1} MB)", folder.display(), *bytes as f64 / 1e6),
            None => format!("off: {CACHE_FOLDER} says so, or there is no folder for it outside of the corpus"),
        },
    );
    for (list, what) in [
        (&survey.damaged, "have damaged characters (rule encoding)"),
        (
            &survey.undated,
            "have no whole date: relative dates in them stay open, and figures are compared without days",
        ),
        (&survey.broken_front_matter, "have front matter that cannot be read"),
        (&survey.missing, "are named in copydesk.toml and not there"),
    ] {
        if !list.is_empty() {
            wrong += 1;
            line("articles", format!("WRONG  {} {what}: {}", list.len(), some(list)));
        }
    }
    for problem in survey.left_out.iter().take(4 * NAMED) {
        wrong += 1;
        line("left out", format!("WRONG  {problem}"));
    }
    let unnamed = survey.left_out.len().saturating_sub(4 * NAMED);
    if unnamed > 0 {
        line("left out", format!("WRONG  {unnamed} more; --format json names all"));
    }
    line(
        "limits",
        format!(
            "files of {} KiB, {MOST_ENTRIES} files and folders in a corpus, {LARGEST_LOOSE_FOLDER} articles in a folder \
             without copydesk.toml",
            LARGEST_FILE >> 10
        ),
    );
    line("", if wrong == 0 { "nothing is wrong".into() } else { format!("{wrong} things to look at") });
    out
}

fn some(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let shown = names[..names.len() - more].join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

fn json(survey: &Survey) -> String {
    let left_out = survey.left_out.iter().map(|problem| {
        json!({ "path": problem.path.as_ref().map(|path| path.to_string_lossy()), "message": problem.message })
    });
    let value = json!({
        "version": env!("COPYDESK_VERSION"),
        "root": survey.root.as_ref().map(|root| root.to_string_lossy()),
        "configuration_errors": survey.configuration_errors,
        "articles": survey.articles,
        "annotations": survey.annotations,
        "bytes": survey.bytes,
        "encodings": survey.encodings,
        "damaged": survey.damaged,
        "undated": survey.undated,
        "broken_front_matter": survey.broken_front_matter,
        "missing": survey.missing,
        "archive": survey.archive.as_ref().map(|archive| json!({
            "files": archive.files, "bytes": archive.bytes, "articles": archive.index.map(|index| index.0),
            "index_bytes": archive.index.map(|index| index.1),
        })),
        "cache": survey.cache.as_ref().map(|(folder, bytes)| json!({ "folder": folder.to_string_lossy(), "bytes": bytes })),
        "left_out": left_out.collect::<Vec<_>>(),
        "limits": { "file_bytes": LARGEST_FILE, "entries": MOST_ENTRIES, "loose_folder": LARGEST_LOOSE_FOLDER },
    });
    format!("{value:#}\n")
}
