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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::archive::Archive;
    use crate::corpus::{Prepared, Settings};

    /// A disk that takes so many bytes.
    struct Full(Vec<u8>, usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.1 - self.0.len());
            self.0.extend(&bytes[..taken]);
            if taken == 0 && !bytes.is_empty() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn line(id: &str, text: &str) -> String {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let part = Prepared::of(Arc::new(crate::reading::read(Arc::new(article))), &Settings::default());
        serde_json::json!({"id": id, "keys": [], "packed": part.packed().to_text(), "more": {"is": "ignored"}})
            .to_string()
    }

    fn inputs(folder: &Path, files: &[&str]) -> Inputs {
        for (nth, text) in files.iter().enumerate() {
            std::fs::write(folder.join(format!("{nth}.jsonl")), text).unwrap();
        }
        Inputs::find(folder, &["*.jsonl".into()], &mut Vec::new())
    }

    const FLOOD: &str = "The flood killed 34 people in Port Alder, harbourmaster Ivo Brandt said.";

    #[test]
    fn a_disk_that_is_full_at_any_byte_is_an_error_and_no_archive() {
        let folder = tempfile::tempdir().unwrap();
        let inputs = inputs(folder.path(), &[&line("a", FLOOD), &line("b", FLOOD)]);
        let to = |room: usize| convert(&inputs, Full(Vec::new(), room), 9, None, &|_, _| {}, &mut Vec::new());
        let whole = to(usize::MAX).unwrap_or_else(|error| panic!("{error}")).0;
        assert!((0..whole.len()).step_by(61).all(|room| to(room).is_err()));
        let open = |length: usize| Archive::open(Box::new(whole[..length].to_vec()), 9);
        assert!((0..whole.len()).all(|length| open(length).is_none()));
        assert_eq!(open(whole.len()).unwrap().len(), 2);
        assert!(Archive::open(Box::new(whole), 8).is_none(), "what another program wrote");
    }

    #[test]
    fn an_index_that_cannot_be_finished_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let inputs = inputs(folder.path(), &[&line("a", FLOOD)]);
        let (kept, part) = (folder.path().join("kept"), folder.path().join("x.part"));
        std::fs::create_dir(&kept).unwrap();
        // A folder stands where the index is to be.
        let written = convert_to(&kept, &part, &inputs, 9, &|_, _| {}, &mut Vec::new());
        assert!(written.is_err() && !part.exists());
    }

    #[test]
    fn what_is_wrong_with_lines_is_named_some_times_and_then_counted() {
        let folder = tempfile::tempdir().unwrap();
        let many = "{}\n".repeat(700) + &line("a", FLOOD) + "\n[";
        let inputs = inputs(folder.path(), &[&many, ""]);
        let mut problems = Vec::new();
        let bytes = convert(&inputs, Vec::new(), 9, None, &|_, _| {}, &mut problems).unwrap();
        let archive = Archive::open(Box::new(bytes), 9).unwrap();
        assert_eq!(archive.len(), 1);
        let said: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
        assert!(said[0].starts_with("line 1: missing field `id`") && said[2].starts_with("line 702: EOF"), "{said:?}");
        assert_eq!((said.len(), said[3]), (4, "698 more lines cannot be used"));
        assert_eq!(noted(archive.notes()), problems);
    }
}
