//! From the files of readings to the index of an archive.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::Inputs;
use super::lines::Lines;
use super::sort::Sorter;
use crate::corpus::archive::{ArchiveWriter, ArchivedArticle};
use crate::corpus::{NotPacked, Packed};
use crate::workspace::LoadProblem;

/// Lines that are worked on side by side.
const BATCH: usize = 512;
/// Of each file so many bad lines are named; the others are counted.
const NAMED: usize = 8;

/// What of a line is looked at.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    packed: Option<std::borrow::Cow<'a, str>>,
}

/// The article of a line; else what is wrong with it.
fn article(line: &[u8]) -> Result<ArchivedArticle, String> {
    let line: Line = serde_json::from_slice(line.trim_ascii())
        .map_err(|e| format!("{e}; expected a line of `copydesk extract --keys`, {{\"id\", …, \"packed\"}}"))?;
    let packed = line.packed.ok_or("has no \"packed\"; extract the archive with `copydesk extract --keys`")?;
    let unpacked = Packed::from_text(&packed).map_err(|why| match why {
        NotPacked::Version(other) => format!(
            "was extracted by copydesk {other}, and this is {}: what one build extracted another one cannot compare; \
             extract the archive with this one",
            env!("COPYDESK_VERSION")
        ),
        NotPacked::Broken => "\"packed\" is not what `copydesk extract --keys` writes".into(),
    })?;
    ArchivedArticle::of(&line.id, &unpacked)
        .ok_or_else(|| "\"packed\" cannot be read; extract the archive with this build of copydesk".into())
}

/// What was wrong with the lines of one file.
#[derive(Default)]
struct Bad {
    named: Vec<(usize, String)>,
    count: usize,
}

impl Bad {
    fn note(&mut self, line: usize, message: String) {
        self.count += 1;
        // One mistake is often that of every line.
        if self.named.len() < NAMED && self.named.iter().filter(|known| known.1 == message).count() < 2 {
            self.named.push((line, message));
        }
    }

    fn problems(self, path: &Path) -> impl Iterator<Item = LoadProblem> {
        let problem = |message: String| LoadProblem { path: Some(path.to_path_buf()), message };
        let more = self.count - self.named.len();
        let lines = if more == 1 { "line" } else { "lines" };
        let more = (more > 0).then(|| problem(format!("{more} more {lines} cannot be used")));
        let named = self.named.into_iter().map(|(line, message)| problem(format!("line {line}: {message}")));
        named.chain(more).collect::<Vec<_>>().into_iter()
    }
}

/// Reads all files and writes their index to `out`. What cannot be used is left out and told in `problems`, which the index
/// keeps as well. `name` is where files may be kept meanwhile; `progress` is told how many MiB of how many are read.
///
/// # Errors
/// Where the index cannot be written. What is wrong with a file of readings is a problem and no error.
pub(super) fn convert<W: Write>(
    inputs: &Inputs,
    out: W,
    fingerprint: u128,
    name: Option<&Path>,
    progress: &(dyn Fn(usize, usize) + Sync),
    problems: &mut Vec<LoadProblem>,
) -> io::Result<W> {
    let mut writer = ArchiveWriter::new(out, fingerprint);
    let mut sorter = Sorter::new(name);
    let (mut known, mut replaced) = (FxHashMap::<u64, u32>::default(), FxHashSet::<u32>::default());
    let read = Arc::new(AtomicU64::new(0));
    let mib = |bytes: u64| (bytes >> 20) as usize;
    for file in &inputs.files {
        let unreadable = |error: io::Error| LoadProblem {
            path: Some(file.path.clone()),
            message: format!("cannot be read to its end: {error}"),
        };
        let mut lines = match Lines::open(&file.path, read.clone()) {
            Ok(lines) => lines,
            Err(error) => {
                problems.push(unreadable(error));
                continue;
            }
        };
        let mut bad = Bad::default();
        let mut batch = lines.next(BATCH);
        loop {
            let now = match batch {
                Ok(now) if now.is_empty() => break,
                Ok(now) => now,
                Err(error) => {
                    problems.push(unreadable(error));
                    break;
                }
            };
            // The next lines are decompressed while these are taken apart.
            let (next, made) = rayon::join(
                || lines.next(BATCH),
                || now.par_iter().map(|(number, line)| (*number, article(line))).collect::<Vec<_>>(),
            );
            batch = next;
            let mut articles = Vec::with_capacity(made.len());
            for (number, made) in made {
                match made {
                    Ok(article) => articles.push(article),
                    Err(message) => bad.note(number, message),
                }
            }
            for (number, path) in writer.add(articles, |place| sorter.push(place))? {
                // What comes later is newer.
                replaced.extend(known.insert(path, number));
            }
            progress(mib(read.load(Ordering::Relaxed)), mib(inputs.bytes()).max(1));
        }
        problems.extend(bad.problems(&file.path));
    }
    let notes: Vec<String> = problems.iter().map(note).collect();
    let count = sorter.count;
    writer.finish(count, sorter.sorted(|article| !replaced.contains(&article)), &notes.join("\n"))
}

/// A problem as a line of notes.
fn note(problem: &LoadProblem) -> String {
    let path = problem.path.as_deref().unwrap_or(Path::new("")).to_string_lossy();
    format!("{path}\t{}", problem.message.replace(['\n', '\t'], " "))
}

/// The problems that an index keeps.
pub(super) fn noted(notes: &str) -> Vec<LoadProblem> {
    let problem = |(path, message): (&str, &str)| LoadProblem {
        path: Some(path).filter(|path| !path.is_empty()).map(PathBuf::from),
        message: message.to_owned(),
    };
    notes.lines().filter_map(|line| line.split_once('\t')).map(problem).collect()
}

/// The same into a file, which is there as a whole or not at all.
///
/// # Errors
/// Where it cannot be written: a disk that is full, a folder that cannot be made.
pub(super) fn convert_to(
    path: &Path,
    unfinished: &Path,
    inputs: &Inputs,
    fingerprint: u128,
    progress: &(dyn Fn(usize, usize) + Sync),
    problems: &mut Vec<LoadProblem>,
) -> io::Result<()> {
    let written = File::create_new(unfinished).and_then(|file| {
        let out = BufWriter::with_capacity(1 << 20, file);
        convert(inputs, out, fingerprint, Some(unfinished), progress, problems)?;
        std::fs::rename(unfinished, path)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(unfinished);
    }
    written
}
