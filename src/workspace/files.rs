//! Which files belong to a corpus, and what each of them is.
//!
//! In a marked corpus that is what `[corpus]` includes; by default every `.txt` and `.md` but for files
//! that accompany articles rather than being some (README, LICENSE). `.gitignore` is respected, hidden
//! files are left alone, and symbolic links are followed without walking in circles.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{Walk, WalkBuilder};

use super::{Configuration, FILE_NAME, LoadProblem, archive};
use crate::article::Markup;

/// A corpus is walked as far as so many files and folders: a link to the whole disk must not keep the program busy for ever.
pub const MOST_ENTRIES: usize = 1_000_000;

/// What a file is to copydesk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// An article.
    Article(Markup),
    /// An annotation file.
    Annotation,
    /// `copydesk.toml`.
    Configuration,
    /// Nothing that is read.
    Other,
}

/// What files of a corpus are, by their paths.
#[derive(Clone, Debug)]
pub struct Membership {
    root: PathBuf,
    include: Option<Gitignore>,
    exclude: Gitignore,
    /// Files of readings: they are neither articles nor annotations.
    facts: Vec<glob::Pattern>,
}

impl Membership {
    /// What the configuration of the corpus at `root` says.
    pub fn new(root: &Path, configuration: &Configuration) -> Self {
        let patterns = |lines: &[String]| {
            let mut builder = GitignoreBuilder::new(root);
            for line in lines {
                let _ = builder.add_line(None, line);
            }
            builder.build().unwrap_or_else(|_| Gitignore::empty())
        };
        let include = (!configuration.include.is_empty()).then(|| patterns(&configuration.include));
        let facts = archive::matchers(root, &configuration.facts);
        Self { root: root.to_path_buf(), include, exclude: patterns(&configuration.exclude), facts }
    }

    /// The folder of `copydesk.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path relative to the root, with `/`; `None` for files elsewhere.
    pub fn key(&self, path: &Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// What the file at `path` is, going by its path alone.
    pub fn role(&self, path: &Path) -> Role {
        if path.strip_prefix(&self.root).is_err() {
            return Role::Other;
        }
        if path.file_name().is_some_and(|name| name == FILE_NAME) {
            return Role::Configuration;
        }
        if self.exclude.matched_path_or_any_parents(path, false).is_ignore() || self.is_of_archive(path) {
            return Role::Other;
        }
        match (annotation_or_markup(path), &self.include) {
            (Some(Role::Annotation), _) => Role::Annotation,
            (role, Some(include)) if include.matched_path_or_any_parents(path, false).is_ignore() => {
                role.unwrap_or(Role::Article(Markup::Plain))
            }
            (Some(role), None) if !accompanies(path) => role,
            _ => Role::Other,
        }
    }

    /// Whether the file holds readings of the archive.
    pub(super) fn is_of_archive(&self, path: &Path) -> bool {
        archive::matches(&self.facts, path)
    }

    /// All files of the corpus that are read, in the order of their paths; what could not be entered is a problem.
    pub fn walk(&self, problems: &mut Vec<LoadProblem>) -> Vec<(PathBuf, Role)> {
        let exclude = self.exclude.clone();
        let mut walk = walker(&self.root);
        walk.filter_entry(move |entry| {
            let folder = entry.file_type().is_some_and(|t| t.is_dir());
            !folder || entry.depth() == 0 || !exclude.matched(entry.path(), true).is_ignore()
        });
        let mut files = Vec::new();
        for path in found(walk.build(), MOST_ENTRIES, problems) {
            match self.role(&path) {
                Role::Other | Role::Configuration => {}
                role => files.push((path, role)),
            }
        }
        files
    }

    /// Whether `.gitignore` or its name hides a file of the corpus, or a folder on the way to it.
    pub fn is_hidden(&self, path: &Path) -> bool {
        let Ok(relative) = path.strip_prefix(&self.root) else { return true };
        let mut folder = self.root.clone();
        relative.components().any(|component| {
            let child = folder.join(component);
            let listed = walker(&folder).max_depth(Some(1)).build().flatten().any(|entry| entry.path() == child);
            folder = child;
            !listed
        })
    }
}

/// What a file outside every marked corpus is, going by its path: `.txt` and `.md` may be articles.
pub fn loose_role(path: &Path) -> Role {
    if path.file_name().is_some_and(|name| name == FILE_NAME) {
        return Role::Configuration;
    }
    let role = annotation_or_markup(path).filter(|_| !accompanies(path) && !archive::is_archived_text(path));
    role.unwrap_or(Role::Other)
}

/// The files of one folder that may be articles or annotations, sub-folders left out.
pub fn folder_files(folder: &Path, problems: &mut Vec<LoadProblem>) -> Vec<(PathBuf, Role)> {
    found(walker(folder).max_depth(Some(1)).build(), MOST_ENTRIES, problems)
        .into_iter()
        .map(|path| (loose_role(&path), path))
        .filter(|(role, _)| matches!(role, Role::Article(_) | Role::Annotation))
        .map(|(role, path)| (path, role))
        .collect()
}

fn walker(folder: &Path) -> WalkBuilder {
    let mut walk = WalkBuilder::new(folder);
    walk.follow_links(true).require_git(false).sort_by_file_name(|a, b| a.cmp(b));
    walk
}

/// The files of a walk, as far as `limit` files and folders.
fn found(walk: Walk, limit: usize, problems: &mut Vec<LoadProblem>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (count, entry) in walk.enumerate() {
        if count == limit {
            let message = format!("more than {limit} files and folders; what comes after this one is left out");
            problems.push(LoadProblem { path: entry.ok().map(ignore::DirEntry::into_path), message });
            break;
        }
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_dir()) => {}
            Ok(entry) if !entry.file_type().is_some_and(|t| t.is_file()) => {
                if annotation_or_markup(entry.path()).is_some() {
                    let message = "is no regular file and is left out".into();
                    problems.push(LoadProblem { path: Some(entry.into_path()), message });
                }
            }
            // Its key would not lead back to it, and another file could have the same.
            Ok(entry) if entry.path().to_str().is_none() => problems.push(LoadProblem {
                path: Some(entry.into_path()),
                message: "has a name that is no UTF-8 and is left out; give it another".into(),
            }),
            Ok(entry) => files.push(entry.into_path()),
            Err(error) => problems.push(LoadProblem { path: path_of(&error), message: describe(&error) }),
        }
    }
    files
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    let mut error = error;
    loop {
        match error {
            ignore::Error::WithPath { path, .. } => return Some(path.clone()),
            ignore::Error::Loop { child, .. } => return Some(child.clone()),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error = err,
            _ => return None,
        }
    }
}

fn describe(error: &ignore::Error) -> String {
    match error.io_error() {
        Some(error) => format!("cannot be read: {error}"),
        None => error.to_string(),
    }
}

pub(super) use crate::annotation::SCHEMA_FILES;

fn annotation_or_markup(path: &Path) -> Option<Role> {
    if path.file_name().and_then(|name| name.to_str()).is_some_and(|name| SCHEMA_FILES.contains(&name)) {
        return Some(Role::Annotation);
    }
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" | "text" => Some(Role::Article(Markup::Plain)),
        "md" | "markdown" => Some(Role::Article(Markup::Markdown)),
        "ann" | "a1" | "a2" | "conllu" | "conllup" | "tsv" | "jsonl" => Some(Role::Annotation),
        // Bibliographies, read where an article cites by them, and never articles whatever `include` says.
        "bib" | "json" => Some(Role::Other),
        _ => None,
    }
}

/// Files that stand beside articles in nearly every folder and are none.
fn accompanies(path: &Path) -> bool {
    const NAMES: [&str; 14] = [
        "readme",
        "license",
        "licence",
        "copying",
        "notice",
        "changelog",
        "changes",
        "contributing",
        "authors",
        "contributors",
        "code_of_conduct",
        "security",
        "requirements",
        "cmakelists",
    ];
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_ascii_lowercase();
    let first = stem.split(['.', '-']).next().unwrap_or_default();
    NAMES.contains(&first)
}

/// Whether a text outside every marked corpus reads like prose rather than like a log, a table, a list or code:
/// most of it letters, in lines that hold words rather than symbols. A text with less than a line to go by does.
pub fn reads_like_prose(text: &str) -> bool {
    const PROBE: usize = 16 * 1024;
    let mut end = text.len().min(PROBE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let probe = &text[..end];
    let (mut letters, mut signs) = (0usize, 0usize);
    for c in probe.chars() {
        match c {
            c if c.is_alphabetic() => letters += 1,
            '{' | '}' | '[' | ']' | '<' | '>' | '=' | '|' | '\\' | '_' | '#' | '/' | ';' | '*' | '+' => signs += 1,
            c if c.is_ascii_digit() => signs += 1,
            _ => {}
        }
    }
    let lines = || probe.lines().map(str::trim).filter(|line| !line.is_empty());
    let all = lines().count();
    let stamped = lines().filter(|line| starts_with_stamp(line)).count();
    let code = lines().filter(|line| line.ends_with(['{', '}', ';'])).count();
    letters + signs < 40 || (signs * 4 <= letters && stamped * 3 <= all.max(3) && code * 4 <= all.max(4))
}

/// "2024-03-01 12:00", "[12:00:01]", "12:00:01.345": how lines of a log begin.
fn starts_with_stamp(line: &str) -> bool {
    let line = line.trim_start_matches('[');
    let head: String = line.chars().take(10).collect();
    let digits = head.chars().filter(char::is_ascii_digit).count();
    digits >= 5 && head.contains([':', '-']) && head.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        root
    }

    fn walk(root: &Path, configuration: &str) -> Vec<String> {
        let membership = Membership::new(root, &Configuration::parse(configuration));
        let mut problems = Vec::new();
        membership.walk(&mut problems).into_iter().map(|(path, _)| membership.key(&path).unwrap()).collect()
    }

    #[test]
    fn texts_and_markdown_are_articles_but_a_readme_is_not() {
        let root = corpus(&["a.txt", "b/c.md", "README.md", "LICENSE-MIT.txt", "x.rs", ".hidden.txt", "a.ann"]);
        assert_eq!(walk(root.path(), ""), ["a.ann", "a.txt", "b/c.md"]);
    }

    #[test]
    fn include_and_exclude_choose() {
        let root = corpus(&["wire/a.txt", "wire/old/b.txt", "drafts/c.md", "d.txt", "wire/e.story"]);
        assert_eq!(
            walk(root.path(), "[corpus]\ninclude = [\"wire/\", \"*.md\"]\nexclude = [\"old/\"]"),
            ["drafts/c.md", "wire/a.txt", "wire/e.story"]
        );
    }

    #[test]
    fn gitignore_is_respected_also_outside_a_repository() {
        let root = corpus(&["a.txt", "b.txt", "build/c.txt"]);
        std::fs::write(root.path().join(".gitignore"), "b.txt\nbuild/\n").unwrap();
        assert_eq!(walk(root.path(), "[corpus]\ninclude = [\"*.txt\"]"), ["a.txt"]);
        let membership = Membership::new(root.path(), &Configuration::default());
        let hidden = |path: &str| membership.is_hidden(&root.path().join(path));
        assert_eq!(["a.txt", "b.txt", "build/c.txt"].map(hidden), [false, true, true]);
    }

    #[cfg(unix)]
    #[test]
    fn a_circle_of_links_ends_and_is_reported() {
        let root = corpus(&["a/b.txt"]);
        std::os::unix::fs::symlink(root.path(), root.path().join("a/again")).unwrap();
        let mut problems = Vec::new();
        let files = Membership::new(root.path(), &Configuration::default()).walk(&mut problems);
        assert_eq!((files.len(), problems.len()), (1, 1));
    }

    #[test]
    fn a_walk_ends_at_its_limit_and_says_so() {
        let root = corpus(&["a.txt", "b.txt", "c.txt"]);
        let mut problems = Vec::new();
        let files = found(walker(root.path()).build(), 3, &mut problems);
        assert_eq!((files.len(), problems.len()), (2, 1));
        assert!(problems[0].message.starts_with("more than 3 files and folders"), "{problems:?}");
    }

    #[test]
    fn prose_is_told_from_logs_tables_and_code() {
        assert!(reads_like_prose("The mayor said on Monday that 340 people had left the town.\nNobody was hurt.\n"));
        assert!(reads_like_prose("") && reads_like_prose("By Ana Lima\n\nA draft"));
        assert!(!reads_like_prose(
            "2024-03-01 12:00:01 started\n2024-03-01 12:00:02 listening on port\n".repeat(3).as_str()
        ));
        assert!(!reads_like_prose("fn main() {\n  let a = 1;\n  let b = a;\n  call(a, b);\n}\n".repeat(3).as_str()));
        assert!(!reads_like_prose("1;2;3;4\n5;6;7;8\n".repeat(9).as_str()));
    }
}
