//! `[corpus] facts`: the readings of articles that are not here as files, and the index that is made of them once.
//!
//! The index lies beside the cache of the corpus, under a name that tells the program and the files it was made of (their
//! paths, sizes and times of change), so it is never out of date. It is written under another name and renamed when it is
//! whole: two processes make it twice, and one that is killed leaves a file that is not looked at. It is mapped into
//! memory and never changed.

mod convert;
mod inputs;
mod lines;
mod sort;
mod texts;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::{fingerprint, folder_for, make_folder, remove_if_old, unique};
use super::load::LoadProblem;
use crate::corpus::archive::{Archive, Stored};

pub(super) use inputs::{Inputs, matchers, matches};
pub(super) use texts::{is_archived_text, text_file};

/// How the index of an archive ends.
const ENDING: &str = "index";

/// The archive of a corpus, opened or still to be made.
pub(super) enum Found {
    /// There is none.
    Nothing,
    /// It is there.
    Ready(Arc<Archive>),
    /// Its index has to be made of these files.
    ToConvert(Inputs),
}

/// An index in a file, mapped into memory.
struct Mapped {
    map: memmap2::Mmap,
    path: PathBuf,
}

impl Stored for Mapped {
    fn bytes(&self) -> &[u8] {
        &self.map
    }

    fn rest(&self) {
        // SAFETY: the mapping is of a file and nobody writes to it: a page that is let go of is read again when it is looked at.
        #[cfg(unix)]
        #[allow(unsafe_code)]
        let _ = unsafe { self.map.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) };
    }

    fn damaged(&self) {
        tracing::warn!(
            "{}: the index of the archive is damaged; it is made anew at the next start",
            self.path.display()
        );
        let _ = std::fs::remove_file(&self.path);
    }
}

fn map(path: &Path) -> Option<Mapped> {
    let file = File::open(path).ok()?;
    // SAFETY: an index is renamed to this name when it is whole, and nothing writes to it or shortens it after that; it lies
    // in a folder that only the user may write to. What is read of it is checked against checksums before it is believed.
    #[allow(unsafe_code)]
    let map = unsafe { memmap2::Mmap::map(&file) }.ok()?;
    Some(Mapped { map, path: path.to_path_buf() })
}

fn open(path: &Path, fingerprint: u128) -> Option<Arc<Archive>> {
    Archive::open(Box::new(map(path)?), fingerprint).map(Arc::new)
}

/// Where the index of these files lies; `None` where nothing is kept on disk.
fn index_path(root: &Path, inputs: &Inputs) -> Option<(PathBuf, u128)> {
    let (folder, fingerprint) = (folder_for(root)?, fingerprint()?);
    let name = format!("archive-{:016x}-{:016x}.{ENDING}", fingerprint as u64, inputs.hash());
    Some((folder.join(name), fingerprint))
}

/// Looks for the archive of the corpus at `root`, of which `copydesk.toml` names files by these patterns.
pub(super) fn find(root: &Path, patterns: &[String], problems: &mut Vec<LoadProblem>) -> Found {
    if patterns.is_empty() {
        return Found::Nothing;
    }
    let inputs = Inputs::find(root, patterns, problems);
    if inputs.files.is_empty() {
        return Found::Nothing;
    }
    let known = index_path(root, &inputs).and_then(|(path, fingerprint)| open(&path, fingerprint));
    match known {
        Some(archive) => {
            problems.extend(convert::noted(archive.notes()));
            Found::Ready(archive)
        }
        None => Found::ToConvert(inputs),
    }
}

/// Makes the index of an archive and opens it. `progress` is told how many MiB of how many are read.
pub(super) fn convert(
    root: &Path,
    inputs: &Inputs,
    progress: &(dyn Fn(usize, usize) + Sync),
    problems: &mut Vec<LoadProblem>,
) -> Option<Arc<Archive>> {
    let Some((path, fingerprint)) = index_path(root, inputs) else {
        // Nothing may be kept: then it is in memory for this run.
        let bytes = convert::convert(inputs, Vec::new(), 0, None, progress, problems).ok()?;
        return Archive::open(Box::new(bytes), 0).map(Arc::new);
    };
    let folder = path.parent()?;
    let unfinished = folder.join(format!("{}.part", unique()));
    let mut found = Vec::new();
    let written = make_folder(folder)
        .and_then(|()| convert::convert_to(&path, &unfinished, inputs, fingerprint, progress, &mut found));
    problems.append(&mut found);
    if let Err(error) = written {
        let message = format!(
            "the index of the archive cannot be written here, so nothing is compared with the archive: {error}. It takes about \
             as much room as the files that [corpus] facts names"
        );
        problems.push(LoadProblem { path: Some(folder.to_path_buf()), message });
        return None;
    }
    remove_others(folder, &path, fingerprint);
    open(&path, fingerprint)
}

/// The index of an archive at `path`, made of the files that `patterns` name where there are any; for those who hold all its
/// articles. `progress` is told how many MiB of how many are read.
///
/// # Errors
/// Where it cannot be made, and where it is none that this build of the program made.
pub fn index_at(
    path: &Path,
    patterns: &[String],
    progress: &(dyn Fn(usize, usize) + Sync),
    problems: &mut Vec<LoadProblem>,
) -> Result<Archive, LoadProblem> {
    let problem = |message: String| LoadProblem { path: Some(path.to_path_buf()), message };
    let fingerprint = fingerprint().ok_or_else(|| problem("the program cannot read its own file".into()))?;
    if !patterns.is_empty() {
        let here = std::path::absolute(".").unwrap_or_default();
        let inputs = Inputs::find(&here, patterns, problems);
        let unfinished = path.with_file_name(format!("{}.part", unique()));
        convert::convert_to(path, &unfinished, &inputs, fingerprint, progress, problems)
            .map_err(|error| problem(format!("cannot be written: {error}")))?;
    }
    let mapped = map(path).ok_or_else(|| problem("cannot be read".into()))?;
    let other = || problem("is no index that this build of copydesk made; make it with --facts".into());
    Archive::open(Box::new(mapped), fingerprint).map(Archive::as_files).ok_or_else(other)
}

/// Removes what this program made of other files, and what other programs made long ago.
fn remove_others(folder: &Path, kept: &Path, fingerprint: u128) {
    let own = format!("archive-{:016x}-", fingerprint as u64);
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path == kept || path.extension().is_none_or(|ending| ending != ENDING) {
            continue;
        }
        match path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&own)) {
            true => drop(std::fs::remove_file(&path)),
            false => remove_if_old(&path),
        }
    }
    texts::remove_old(folder);
}
