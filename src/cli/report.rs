//! `copydesk report`: the whole corpus as one page.

use super::{Failure, load, print, render};
use crate::sheets;
use clap::Args;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `report`.
#[derive(Args)]
pub(super) struct ReportArguments {
    /// Articles, or folders of articles; without any, the corpus around the current folder.
    paths: Vec<PathBuf>,
    /// Where the page is written; without it, to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over FILE even where it is no report of copydesk's.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &ReportArguments) -> Result<ExitCode, Failure> {
    if let Some(path) = arguments.output.as_deref().filter(|_| !arguments.force) {
        may_replace(path)?;
    }
    let loaded = load::load(&arguments.paths)?;
    let corpus = &loaded.desk.corpus;
    let page = render::html(corpus, &sheets::report(corpus), &title(&arguments.paths));
    let Some(path) = &arguments.output else { return print(&page) };
    write(path, &page).map_err(|error| format!("{}: cannot be written: {error}", path.display()))?;
    print(&format!("Wrote {}.\n", path.display()))
}

/// The name of the one folder or file given, else of the current folder.
fn title(paths: &[PathBuf]) -> String {
    let folder = match paths {
        [one] => std::fs::canonicalize(one).ok(),
        _ => std::env::current_dir().ok(),
    };
    let name = folder.as_deref().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "Corpus".to_owned())
}

/// A file that is there already is written over only where it is a report.
fn may_replace(path: &Path) -> Result<(), Failure> {
    let Ok(mut file) = std::fs::File::open(path) else { return Ok(()) };
    let mut start = [0; 512];
    let mut length = 0;
    while let Ok(read @ 1..) = file.read(&mut start[length..]) {
        length += read;
    }
    let is_report = String::from_utf8_lossy(&start[..length]).contains(render::REPORT_MARK);
    if is_report || length == 0 {
        return Ok(());
    }
    Err(format!(
        "{} exists and is no report of copydesk's; it was left as it is (--force writes over it)",
        path.display()
    ))
}

/// Writes beside the file and renames, so that a report is never half a page.
fn write(path: &Path, page: &str) -> std::io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(page.as_bytes())?;
        file.sync_all()
    });
    let done = written.and_then(|()| std::fs::rename(&beside, path));
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_written_over_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        assert!(may_replace(&path).is_ok());
        write(&path, &format!("<!doctype html>{}", render::REPORT_MARK)).unwrap();
        assert!(may_replace(&path).is_ok());
        std::fs::write(&path, "my notes").unwrap();
        assert!(may_replace(&path).unwrap_err().contains("--force"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
