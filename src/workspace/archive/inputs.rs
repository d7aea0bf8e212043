//! Which files `[corpus] facts` names.

use crate::text::sorting::sort;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use glob::{MatchOptions, Pattern};
use xxhash_rust::xxh3::Xxh3;

use crate::workspace::{FILE_NAME, LoadProblem};

/// As in `.gitignore`, `*` ends at `/` and `**` does not.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

/// A file of readings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::workspace) struct Input {
    pub(super) path: PathBuf,
    bytes: u64,
    /// When it was changed, in nanoseconds.
    changed: u128,
}

/// The files of an archive, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::workspace) struct Inputs {
    pub(super) files: Vec<Input>,
}

/// A pattern as a whole path; relative ones count from the root.
fn whole(root: &Path, pattern: &str) -> String {
    match Path::new(pattern).is_absolute() {
        true => pattern.to_owned(),
        false => format!("{}/{pattern}", Pattern::escape(&root.to_string_lossy().replace('\\', "/"))),
    }
}

/// The files that patterns name, as matchers of paths.
pub(in crate::workspace) fn matchers(root: &Path, patterns: &[String]) -> Vec<Pattern> {
    patterns.iter().filter_map(|pattern| Pattern::new(&whole(root, pattern)).ok()).collect()
}

/// Whether one of the matchers holds for a path.
pub(in crate::workspace) fn matches(matchers: &[Pattern], path: &Path) -> bool {
    !matchers.is_empty() && matchers.iter().any(|matcher| matcher.matches_path_with(path, OPTIONS))
}

impl Inputs {
    /// The files that patterns name; a pattern that names none is a problem.
    pub(in crate::workspace) fn find(root: &Path, patterns: &[String], problems: &mut Vec<LoadProblem>) -> Self {
        let mut files = Vec::new();
        for pattern in patterns {
            let mut problem = |path: PathBuf, message: String| problems.push(LoadProblem { path: Some(path), message });
            let of_pattern = |why: String| (root.join(FILE_NAME), format!("[corpus] facts: \"{pattern}\" {why}"));
            let found = match glob::glob_with(&whole(root, pattern), OPTIONS) {
                Ok(found) => found,
                Err(error) => {
                    let (path, message) = of_pattern(format!("is no pattern: {error}"));
                    problem(path, message);
                    continue;
                }
            };
            let before = files.len();
            let mut folders = 0;
            for path in found {
                let path = match path {
                    Ok(path) => path,
                    Err(error) => {
                        problem(error.path().to_path_buf(), format!("cannot be read: {}", error.error()));
                        continue;
                    }
                };
                match path.metadata() {
                    Ok(metadata) if metadata.is_file() => {
                        let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                        let changed = changed.map_or(0, |time| time.as_nanos());
                        files.push(Input { path, bytes: metadata.len(), changed });
                    }
                    Ok(_) => folders += 1,
                    Err(error) => problem(path, format!("cannot be read: {error}")),
                }
            }
            if files.len() == before {
                let (path, message) = of_pattern(match folders {
                    0 => "names no file that is there".into(),
                    _ => format!("names a folder; name its files: \"{}/*.jsonl.zst\"", pattern.trim_end_matches('/')),
                });
                problem(path, message);
            }
        }
        sort(&mut files);
        files.dedup();
        Self { files }
    }

    /// Bytes of all files.
    pub(in crate::workspace) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// Number of files.
    pub(in crate::workspace) fn len(&self) -> usize {
        self.files.len()
    }

    /// A hash of all that tells these files from others without reading them.
    pub(super) fn hash(&self) -> u64 {
        let mut hash = Xxh3::new();
        for file in &self.files {
            hash.update(file.path.as_os_str().as_encoded_bytes());
            hash.update(&[0]);
            hash.update(&file.bytes.to_le_bytes());
            hash.update(&file.changed.to_le_bytes());
        }
        hash.digest()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_name_files_below_the_root_and_elsewhere_and_each_file_once() {
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for path in ["a/1.jsonl", "a/2.jsonl.zst", "a/b/3.jsonl", "4.jsonl"] {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        std::fs::write(other.path().join("5.jsonl"), "xy").unwrap();
        let find = |patterns: &[&str]| {
            let mut problems = Vec::new();
            let patterns: Vec<String> = patterns.iter().map(|&p| p.to_owned()).collect();
            let inputs = Inputs::find(root.path(), &patterns, &mut problems);
            (inputs, problems.iter().map(|p| p.message.clone()).collect::<Vec<_>>())
        };
        assert_eq!(find(&["a/*.jsonl*", "a/1.jsonl"]).0.files.len(), 2);
        let elsewhere = format!("{}/*.jsonl", other.path().display());
        let (found, problems) = find(&["**/*.jsonl", &elsewhere]);
        assert_eq!((found.files.len(), found.bytes(), problems.len()), (4, 5, 0));
        assert!(find(&["b/*"]).1[0].contains("\"b/*\" names no file that is there"));
        assert!(find(&["a"]).1[0].contains("name its files: \"a/*.jsonl.zst\""));
        assert!(find(&["a/***"]).1[0].contains("is no pattern"));
        let matchers = matchers(root.path(), &["a/*.jsonl".into()]);
        assert!(
            matches(&matchers, &root.path().join("a/9.jsonl")) && !matches(&matchers, &root.path().join("a/b/3.jsonl"))
        );
        let (same, other) = (find(&["a/*"]).0.hash(), find(&["a/1.jsonl"]).0.hash());
        assert!(same == find(&["a/*"]).0.hash() && same != other);
    }
}
