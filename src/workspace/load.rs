//! From files to readings.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::files::Role;
use crate::article::{Article, Markup, Overrides, Problem, ProblemKind};
use crate::corpus::NewDocument;
use crate::reading::Memo;
use crate::reading::{self, Reading};
use crate::text::{Decoded, EncodingProblem, decode, text_problems};

/// Larger files than this are not read: long novels have less than 1 MiB of text, articles a hundredth of it.
pub const LARGEST_FILE: u64 = 1024 * 1024;

/// Annotation files are read up to this size: treebanks hold many articles in one file.
const LARGEST_ANNOTATION_FILE: u64 = 64 * 1024 * 1024;

/// A file or folder that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadProblem {
    /// Which, where known.
    pub path: Option<PathBuf>,
    /// What is wrong, to stand behind the path.
    pub message: String,
}

impl std::fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Reads and decodes a file.
///
/// # Errors
/// Where it cannot be read, is no regular file, is larger than [`LARGEST_FILE`] or holds no text.
pub fn read_file(path: &Path) -> Result<Decoded, LoadProblem> {
    read_file_up_to(path, LARGEST_FILE)
}

/// The same of an annotation file, which may be larger.
pub(super) fn read_annotation_file(path: &Path) -> Result<Decoded, LoadProblem> {
    read_file_up_to(path, LARGEST_ANNOTATION_FILE)
}

fn read_file_up_to(path: &Path, largest: u64) -> Result<Decoded, LoadProblem> {
    let problem = |message: String| LoadProblem { path: Some(path.to_path_buf()), message };
    let metadata = std::fs::metadata(path).map_err(|error| problem(format!("cannot be read: {error}")))?;
    if !metadata.is_file() {
        return Err(problem("is no regular file".into()));
    }
    if metadata.len() > largest {
        let (size, limit) = (metadata.len() >> 10, largest >> 10);
        return Err(problem(format!("has {size} KiB; files of more than {limit} KiB are left out")));
    }
    let bytes = std::fs::read(path).map_err(|error| problem(format!("cannot be read: {error}")))?;
    decode(&bytes).map_err(|kind| problem(format!("holds no text but {kind}")))
}

/// The article of a text, with what is wrong with its encoding.
pub fn article(text: Arc<str>, markup: Markup, overrides: &Overrides, encoding: Vec<EncodingProblem>) -> Article {
    let mut article = Article::parse(text, markup, overrides);
    let kind = ProblemKind::Encoding;
    article.problems.extend(encoding.into_iter().map(|p| Problem { kind, span: p.span, message: p.message }));
    article
}

/// The reading of a text that an editor holds; sentences that `memo` knows are not analysed again.
pub fn read_open(text: Arc<str>, markup: Markup, overrides: &Overrides, memo: &Memo) -> Arc<Reading> {
    let problems = text_problems(&text);
    Arc::new(reading::read_again(Arc::new(article(text, markup, overrides, problems)), memo))
}

/// A file to be loaded.
#[derive(Clone, Debug)]
pub struct FileToLoad {
    /// Where it is.
    pub path: PathBuf,
    /// How the corpus names it.
    pub key: Arc<str>,
    /// What it is.
    pub role: Role,
    /// What the configuration says about it.
    pub overrides: Overrides,
    /// Whether it counts only where it reads like prose, as outside a marked corpus.
    pub prose_only: bool,
}

/// Loads files in parallel, in their order; `done` is called after each of them, from any thread.
pub fn load_files(
    files: &[FileToLoad],
    done: &(dyn Fn() + Sync),
    problems: &mut Vec<LoadProblem>,
) -> Vec<(Arc<str>, NewDocument)> {
    let loaded: Vec<_> = files
        .par_iter()
        .map(|file| {
            let loaded = load_file(file);
            done();
            (file.key.clone(), loaded)
        })
        .collect();
    let mut kept = Vec::with_capacity(loaded.len());
    for (key, loaded) in loaded {
        match loaded {
            Ok(Some(file)) => kept.push((key, file)),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    kept
}

fn load_file(file: &FileToLoad) -> Result<Option<NewDocument>, LoadProblem> {
    if !matches!(file.role, Role::Article(_)) {
        return Ok(None);
    }
    let decoded = read_file(&file.path)?;
    Ok(match file.role {
        Role::Article(_) if file.prose_only && !super::files::reads_like_prose(&decoded.text) => None,
        Role::Article(markup) => {
            // A mistake in the reading of one article must not cost the others.
            let read = catch_unwind(AssertUnwindSafe(|| {
                let article = article(decoded.text.into(), markup, &file.overrides, decoded.problems);
                reading::read(Arc::new(article))
            }))
            .map_err(|_| LoadProblem {
                path: Some(file.path.clone()),
                message: "could not be understood by a mistake of the program; please report it".into(),
            })?;
            Some(NewDocument::Article(Arc::new(read)))
        }
        // Annotation files are read after the articles that they belong to.
        Role::Annotation | Role::Configuration | Role::Other => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_a_problem_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone.txt");
        let problem = read_file(&path).unwrap_err();
        assert!(problem.to_string().starts_with(&path.display().to_string()));
        assert!(read_file(folder.path()).unwrap_err().message.contains("no regular file"));
    }

    #[test]
    fn binary_and_huge_files_are_left_out_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, b"%PDF-1.4").unwrap();
        assert!(read_file(&path).unwrap_err().message.contains("a PDF document"));
        std::fs::File::create(&path).unwrap().set_len(LARGEST_FILE + 1).unwrap();
        assert!(read_file(&path).unwrap_err().message.contains("1024 KiB"));
    }
}
