//! A corpus together with what governs it, and how the command line loads one.

use crate::text::sorting::{sort, sort_by, sort_by_key};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::cache::Cache;
use super::files::{Membership, Role, SCHEMA_FILES, folder_files, loose_role};
use super::load::{FileToLoad, LoadProblem, Loader};
use super::open_document::OpenDocument;
use super::snapshot::KnownLines;
use super::{Configuration, DISMISSED_FILE, Dismissals, FILE_NAME, annotations, archive, cited, find_root, recorded};
use crate::article::Markup;
use crate::checks::{self, Finding, LeftOut, Rule};
use crate::corpus::{Corpus, Document, DocumentId};
use crate::reading::Memo;
use crate::text::{LineIndex, recalling};

/// The articles that are compared with each other, and the `copydesk.toml` that marks them.
#[derive(Clone, Default)]
pub struct Desk {
    /// Which files belong to it; `None` for loose articles, which no `copydesk.toml` marks.
    pub membership: Option<Arc<Membership>>,
    /// What `copydesk.toml` says.
    pub configuration: Arc<Configuration>,
    /// The text of `copydesk.toml`.
    pub configuration_text: Arc<str>,
    /// What `copydesk-dismissed.toml` says.
    pub dismissals: Arc<Dismissals>,
    /// The articles.
    pub corpus: Corpus,
    /// Keys of files that belong to it only because an article cites them.
    pub(super) cited: Arc<rustc_hash::FxHashSet<Arc<str>>>,
    /// What open articles have become since they were saved, by how the corpus names them.
    pub(super) pending: annotations::Pending,
    /// Whether all files of a marked folder were read once, so that it is known which annotation files there are.
    pub(super) is_loaded: bool,
    /// What could not be loaded.
    pub problems: Arc<Vec<LoadProblem>>,
    /// The lines of articles that were spoken of.
    pub(super) lines: Arc<KnownLines>,
}

impl Desk {
    /// A desk without articles yet, for the marked folder `root`.
    pub fn marked(root: &Path) -> Self {
        let mut problems = Vec::new();
        let text = match super::read_file(&root.join(FILE_NAME)) {
            Ok(decoded) => decoded.text,
            Err(problem) => {
                problems.push(problem);
                String::new()
            }
        };
        let configuration = Configuration::parse(&text);
        let mut corpus = Corpus::new(configuration.settings());
        match recorded::read(root) {
            Ok(recorded) => corpus.set_recorded(recorded),
            Err(problem) => problems.push(problem),
        }
        let dismissed = root.join(DISMISSED_FILE);
        let dismissals = match dismissed.is_file().then(|| super::read_file(&dismissed)) {
            Some(Ok(decoded)) => Dismissals::parse(&decoded.text),
            Some(Err(problem)) => {
                problems.push(problem);
                Dismissals::default()
            }
            None => Dismissals::default(),
        };
        problems.extend(dismissals.problems.iter().map(|(line, message)| LoadProblem {
            path: Some(dismissed.clone()),
            message: format!("line {line}: {message}"),
        }));
        Self {
            dismissals: Arc::new(dismissals),
            membership: Some(Arc::new(Membership::new(root, &configuration))),
            corpus,
            pending: annotations::Pending::default(),
            is_loaded: false,
            configuration: Arc::new(configuration),
            configuration_text: text.into(),
            problems: Arc::new(problems),
            cited: Arc::default(),
            lines: Arc::default(),
        }
    }

    /// The folder of `copydesk.toml`.
    pub fn root(&self) -> Option<&Path> {
        self.membership.as_deref().map(Membership::root)
    }

    /// The findings of a document that were not dismissed.
    pub fn findings(&self, id: DocumentId) -> Vec<Finding> {
        let found = checks::check(&self.corpus, id, &self.configuration.selection);
        let path = self.corpus.path(id).cloned().unwrap_or_default();
        self.without_dismissed(found, &path)
    }

    /// The same for an editor: of each rule the first `most`, and how many more there are.
    pub fn first_findings(&self, id: DocumentId, most: usize) -> (Vec<Finding>, LeftOut) {
        // What is dismissed does not count.
        let limit = if self.dismissals.entries.is_empty() { most } else { usize::MAX };
        let (found, mut left_out) =
            recalling(|| checks::check_first(&self.corpus, id, &self.configuration.selection, limit));
        let path = self.corpus.path(id).cloned().unwrap_or_default();
        let mut found = self.without_dismissed(found, &path);
        if limit > most {
            let mut seen: rustc_hash::FxHashMap<&str, (&'static Rule, usize)> = Default::default();
            found.retain(|finding| {
                let (_, count) = seen.entry(finding.rule.code).or_insert((finding.rule, 0));
                *count += 1;
                *count <= most
            });
            left_out.extend(seen.into_values().filter(|(_, n)| *n > most).map(|(rule, n)| (rule, n - most)));
            sort_by_key(&mut left_out, |(rule, _)| rule.code);
        }
        (found, left_out)
    }

    /// Those findings of the document of that path, relative to the root, that were not dismissed.
    pub fn without_dismissed(&self, mut findings: Vec<Finding>, path: &str) -> Vec<Finding> {
        if !self.dismissals.entries.is_empty() {
            findings.retain(|finding| !self.dismissals.dismiss(finding, &self.corpus, path));
        }
        findings
    }

    /// The path relative to the root of what a command names `key`.
    pub fn rooted(&self, key: &str) -> String {
        let whole = std::fs::canonicalize(key).ok();
        let rooted = whole.and_then(|path| self.membership.as_ref()?.key(&path));
        rooted.unwrap_or_else(|| key.to_owned())
    }

    /// How the corpus names a file: relative to the root with `/`, elsewhere the path as it is.
    pub fn key(&self, path: &Path) -> Arc<str> {
        let relative = self.membership.as_ref().and_then(|membership| membership.key(path));
        relative.unwrap_or_else(|| path.to_string_lossy().replace('\\', "/")).into()
    }

    /// The file that the corpus names `key`.
    pub fn path(&self, key: &str) -> PathBuf {
        self.root().map_or_else(|| PathBuf::from(key), |root| root.join(key))
    }

    /// The file of a document that an editor can open: of an archived article one that is made for it, where that can be.
    pub fn file_of(&self, id: DocumentId) -> Option<PathBuf> {
        let path = self.corpus.path(id)?;
        if !self.corpus.is_archived(id) {
            return Some(self.path(path));
        }
        archive::text_file(self.root()?, path, &self.corpus.text(id)?)
    }

    /// What a file is here.
    pub fn role(&self, path: &Path) -> Role {
        let role = self.membership.as_ref().map_or_else(|| loose_role(path), |membership| membership.role(path));
        if role == Role::Other && !self.cited.is_empty() && self.cited.contains(&self.key(path)) {
            return match loose_role(path) {
                Role::Article(markup) => Role::Article(markup),
                _ => Role::Article(Markup::Plain),
            };
        }
        role
    }

    /// A file as it is to be loaded.
    pub(super) fn file(&self, path: PathBuf, role: Role) -> FileToLoad {
        let key = self.key(&path);
        let overrides = self.configuration.overrides(&key);
        FileToLoad { path, role, overrides, prose_only: self.membership.is_none(), key }
    }

    /// Whether the corpus holds just this version of an open document.
    pub(super) fn knows(&self, document: &OpenDocument) -> bool {
        match self.corpus.id(&document.key).and_then(|id| self.corpus.document(id)) {
            Some(Document::Article(entry)) => document.reading().is_some_and(|reading| match &entry.reading.program {
                Some(program) => Arc::ptr_eq(&reading, program),
                None => entry.reading.is(&reading),
            }),
            Some(Document::Annotation(entry)) => Arc::ptr_eq(&entry.file.text, &document.text()),
            Some(Document::Bibliography(_)) | None => false,
        }
    }

    /// Puts what an open document says into the corpus; `None` where it is nothing that is compared.
    pub(super) fn take_in(&mut self, document: &OpenDocument) -> Option<DocumentId> {
        if document.role == Role::Annotation {
            return Some(annotations::attach_open(self, document));
        }
        let id = self.corpus.put_entry(document.entry(&self.corpus)?);
        match &document.since {
            Some(since) => self.pending.insert(document.key.clone(), since.clone()),
            None => self.pending.remove(&document.key),
        };
        annotations::reattach(self, id);
        Some(id)
    }

    /// Opens the archive that `[corpus] facts` names, after making its index where there is none; `progress` is told how
    /// many MiB of how many are read for that.
    fn load_archive(&mut self, progress: &(dyn Fn(usize, usize) + Sync), problems: &mut Vec<LoadProblem>) {
        let Some(root) = self.root() else { return };
        let found = match archive::find(root, &self.configuration.facts, problems) {
            archive::Found::Nothing => None,
            archive::Found::Ready(archive) => Some(archive),
            archive::Found::ToConvert(inputs) => archive::convert(root, &inputs, progress, problems),
        };
        if found.is_some() {
            self.corpus.set_archive(found);
        }
    }

    /// Loads what its articles cite and the corpus does not hold yet.
    pub(super) fn load_cited(&mut self, problems: &mut Vec<LoadProblem>) {
        let citing = self.corpus.citing_any();
        if !citing.is_empty() {
            cited::read(self, &citing, problems).put_into(self);
        }
    }

    /// Whether an article has edits that are not saved, so that its annotation files are about an older text.
    pub fn is_edited(&self, article: DocumentId) -> bool {
        self.corpus.document(article).is_some_and(|document| self.pending.contains_key(document.path()))
    }

    /// Takes a document out of the corpus.
    pub(super) fn forget(&mut self, key: &str) {
        if let Some(id) = self.corpus.id(key) {
            self.corpus.remove(id);
        }
    }

    /// The problems of `copydesk.toml`, each as `path:line: message`, for a terminal.
    pub fn configuration_errors(&self) -> Vec<String> {
        let Some(root) = self.root() else { return Vec::new() };
        let index = LineIndex::new(self.configuration_text.clone());
        let path = root.join(FILE_NAME);
        let line = |offset: u32| index.line_of(offset as usize) + 1;
        let problems = self.configuration.problems.iter();
        problems.map(|p| format!("{}:{}: {}", path.display(), line(p.span.start), p.message)).collect()
    }
}

/// What a load is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Articles are read; they are counted.
    Articles,
    /// The index of the archive is made; MiB of its files are counted.
    Archive,
}

/// What the command line works on.
pub struct Loaded {
    /// The corpus and what governs it.
    pub desk: Desk,
    /// The documents that were asked for, in order of their paths; the rest is there to compare with.
    pub given: Vec<DocumentId>,
}

/// Loads the files and folders that a command names, and the marked corpus around the first of them.
///
/// Without paths that is the marked corpus around the current folder, else the folder itself. Files that are named
/// one by one are read whatever their names; a document is known by its path as given, other articles of the
/// corpus by their paths relative to its root. `progress` is told what the load is at and how much of how much is done.
///
/// # Errors
/// A path that does not exist, as `path: reason`.
pub fn load(paths: &[PathBuf], progress: &(dyn Fn(Stage, usize, usize) + Sync)) -> Result<Loaded, LoadProblem> {
    let here = PathBuf::from(".");
    let absolute = |path: &Path| {
        std::fs::canonicalize(path).map_err(|error| LoadProblem {
            path: Some(path.to_path_buf()),
            message: format!("cannot be read: {error}"),
        })
    };
    let first = absolute(paths.first().unwrap_or(&here))?;
    let mut desk = find_root(&first).map_or_else(Desk::default, |root| Desk::marked(&root));
    let mut problems = desk.problems.as_ref().clone();
    let mut files = Vec::new();
    for path in paths {
        let whole = absolute(path)?;
        if whole.is_dir() {
            let membership = match &desk.membership {
                Some(membership) if whole.starts_with(membership.root()) => membership.clone(),
                _ => Arc::new(Membership::new(&whole, &Configuration::default())),
            };
            for (found, role) in membership.walk(&mut problems) {
                if let Ok(relative) = found.strip_prefix(&whole) {
                    files.push(given_file(&desk, &path.join(relative), &found, role));
                }
            }
        } else {
            let role = match desk.role(&whole) {
                Role::Other => Role::Article(Markup::Plain),
                role => role,
            };
            files.push(given_file(&desk, path, &whole, role));
        }
    }
    let given = files.len();
    let beside = beside_annotations(&desk, &files);
    files.extend(beside);
    let named: std::collections::HashSet<PathBuf> = files.iter().map(|f| f.path.clone()).collect();
    let around = match &desk.membership {
        Some(membership) => membership.walk(&mut problems),
        None if paths.is_empty() => Membership::new(&first, &Configuration::default()).walk(&mut problems),
        None => Vec::new(),
    };
    for (path, role) in around.into_iter().filter(|(path, _)| !named.contains(path)) {
        let mut file = desk.file(path, role);
        if desk.membership.is_none()
            && let Ok(relative) = file.path.strip_prefix(&first)
        {
            file.key = relative.to_string_lossy().replace('\\', "/").into();
        }
        files.push(file);
    }
    let done = AtomicUsize::new(0);
    let report = || progress(Stage::Articles, done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
    desk.load_archive(&|done, all| progress(Stage::Archive, done, all), &mut problems);
    let cache = desk.root().or(first.is_dir().then_some(&*first)).map_or_else(Cache::none, Cache::of);
    let (settings, memo) = (desk.corpus.settings().clone(), Memo::default());
    let loader = Loader { settings: &settings, cache: &cache, memo: &memo };
    let mut unread = Vec::new();
    desk.corpus.extend_while_made(loader.load_in_parts(&files, &report, &mut unread));
    drop(memo);
    sort_by(&mut unread, |a, b| a.path.cmp(&b.path));
    problems.append(&mut unread);
    cache.store(desk.membership.is_some() || paths.len() < 2);
    if desk.membership.is_some() {
        // So that an editor that comes after it need not put the corpus together again.
        cache.save_index_unseen(&desk.corpus);
    }
    let otherwise = files.iter().map(|file| (desk.key(&file.path), file.key.clone()));
    let otherwise: Vec<_> = otherwise.filter(|(path, key)| path != key).collect();
    desk.corpus.set_names(otherwise);
    desk.load_cited(&mut problems);
    let annotations: Vec<_> = files.iter().filter(|file| file.role == Role::Annotation).collect();
    annotations::load(&mut desk, &annotations, &mut problems);
    desk.problems = Arc::new(problems);
    let asked = if paths.is_empty() { &files[..] } else { &files[..given] };
    let mut given: Vec<_> = asked.iter().filter_map(|file| Some((&file.key, desk.corpus.id(&file.key)?))).collect();
    sort(&mut given);
    given.dedup();
    Ok(Loaded { given: given.into_iter().map(|(_, id)| id).collect(), desk })
}

/// The articles and schemas that stand beside annotation files outside of a marked corpus: these say nothing without them.
fn beside_annotations(desk: &Desk, files: &[FileToLoad]) -> Vec<FileToLoad> {
    let known: std::collections::HashSet<&PathBuf> = files.iter().map(|file| &file.path).collect();
    let (mut beside, mut seen) = (Vec::new(), std::collections::HashSet::new());
    for file in files.iter().filter(|file| desk.membership.is_none() && file.role == Role::Annotation) {
        let articles = annotations::article_keys(&file.key, &desk.configuration.annotations);
        let schemas = SCHEMA_FILES.map(|name| Path::new(&*file.key).with_file_name(name));
        for key in articles.iter().map(PathBuf::from).chain(schemas) {
            let path = file.path.with_file_name(key.file_name().unwrap_or_default());
            if path.is_file() && !known.contains(&path) && seen.insert(path.clone()) {
                beside.push(given_file(desk, &key, &path, desk.role(&path)));
            }
        }
    }
    beside
}

fn given_file(desk: &Desk, given: &Path, whole: &Path, role: Role) -> FileToLoad {
    let mut file = desk.file(whole.to_path_buf(), role);
    let name = given.to_string_lossy().replace('\\', "/");
    (file.key, file.prose_only) = (name.strip_prefix("./").unwrap_or(&name).into(), false);
    file
}

/// The files of a folder of loose articles, as they are to be loaded; at most `limit`.
pub(super) fn loose_files(folder: &Path, limit: usize, problems: &mut Vec<LoadProblem>) -> Vec<FileToLoad> {
    let mut files = folder_files(folder, problems);
    if files.len() > limit {
        let message = format!(
            "holds {} files; the first {limit} are compared. A {FILE_NAME} in it makes it a corpus without limit",
            files.len()
        );
        problems.push(LoadProblem { path: Some(folder.to_path_buf()), message });
        files.truncate(limit);
    }
    files.into_iter().map(|(path, role)| Desk::default().file(path, role)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, name: &str, text: &str) {
        std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        std::fs::write(root.join(name), text).unwrap();
    }

    fn paths(loaded: &Loaded) -> (Vec<String>, usize) {
        let given = loaded.given.iter().map(|&id| loaded.desk.corpus.document(id).unwrap().path().to_string());
        (given.collect(), loaded.desk.corpus.ids().len())
    }

    #[test]
    fn a_named_file_is_compared_with_the_marked_corpus_around_it() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), FILE_NAME, "");
        write(root.path(), "wire/a.txt", "The mayor spoke.");
        write(root.path(), "draft.md", "The mayor spoke.");
        let draft = root.path().join("draft.md");
        let loaded = load(std::slice::from_ref(&draft), &|_, _, _| {}).unwrap();
        assert_eq!(paths(&loaded), (vec![draft.to_string_lossy().into_owned()], 2));
        assert!(loaded.desk.corpus.id("wire/a.txt").is_some());
    }

    #[test]
    fn a_folder_without_a_mark_is_read_with_its_sub_folders_and_counted() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), "a.txt", "The mayor spoke.");
        write(root.path(), "b/c.txt", "The mayor spoke.");
        let seen = AtomicUsize::new(0);
        let loaded = load(&[root.path().to_path_buf()], &|_, _, all| seen.store(all, Ordering::Relaxed)).unwrap();
        assert_eq!((paths(&loaded).0.len(), seen.into_inner()), (2, 2));
    }

    #[test]
    fn a_missing_path_is_an_error_that_names_it() {
        let problem = load(&[PathBuf::from("no/such/file.txt")], &|_, _, _| {}).err().unwrap();
        assert!(problem.to_string().starts_with("no/such/file.txt: cannot be read"));
    }

    #[test]
    fn problems_of_the_configuration_name_file_and_line() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), FILE_NAME, "\n[corpus]\nincluded = []\n");
        let errors = Desk::marked(root.path()).configuration_errors();
        assert!(errors[0].contains("copydesk.toml:3: unknown key \"included\""), "{errors:?}");
    }
}
