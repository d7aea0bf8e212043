//! The one writer: applies edits and file events in order of arrival and hands out snapshots.
//!
//! Nothing here takes long: edits change ropes, and whatever needs to read articles is left to the
//! [`Librarian`](super::Librarian) or to those who hold a snapshot.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::desk::Desk;
use super::files::Role;
use super::librarian::Job;
use super::open_document::OpenDocument;
use super::snapshot::{Snapshot, View};
use super::{FILE_NAME, annotations, find_root};
use crate::article::Markup;
use crate::reading::Memo;
use crate::reading::Reading;
use crate::text::{Document, Edit, Encoding};

/// Index of the desk of loose articles.
pub const LOOSE: usize = 0;

/// Everything that a snapshot sees.
#[derive(Clone, Default)]
pub(super) struct State {
    pub(super) desks: Vec<Arc<Desk>>,
    pub(super) documents: FxHashMap<Arc<str>, Arc<OpenDocument>>,
    pub(super) revision: u64,
}

/// A document that an editor opens.
#[derive(Clone, Debug)]
pub struct Opened<'a> {
    /// How the editor names it.
    pub name: &'a str,
    /// The file that it is, absolute, if it is one.
    pub path: Option<PathBuf>,
    /// For a document without a file, what it is.
    pub draft: Option<Markup>,
    /// The editor's count of its changes.
    pub version: i32,
    /// Its text.
    pub text: &'a str,
}

/// The state of one run of the language server.
pub struct Session {
    state: Mutex<Arc<State>>,
    jobs: Sender<Job>,
    /// The sentences of open documents, whatever version they were last seen in.
    memo: Arc<Memo>,
}

impl Session {
    pub(super) fn new(jobs: Sender<Job>) -> Self {
        let state = State { desks: vec![Arc::default()], ..State::default() };
        Self { state: Mutex::new(Arc::new(state)), jobs, memo: Arc::default() }
    }

    /// What is known at this moment.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.lock().clone())
    }

    /// Adds the marked corpora that the editor's folders lie in; they are loaded in the background.
    pub fn add_folders(&self, folders: &[PathBuf]) {
        for root in folders.iter().filter_map(|folder| find_root(folder)) {
            self.write(|state| self.desk_at(state, &root));
        }
    }

    /// Lets go of corpora whose folders were closed, but for those that an open document lies in or another open folder
    /// is part of.
    pub fn close_folders(&self, folders: &[PathBuf], open: &[PathBuf]) {
        let roots: Vec<PathBuf> = folders.iter().filter_map(|folder| find_root(folder)).collect();
        let kept: Vec<PathBuf> = open.iter().filter_map(|folder| find_root(folder)).collect();
        self.write(|state| {
            for index in 0..state.desks.len() {
                let closed = state.desks[index].root().is_some_and(|root| {
                    let is = |other: &PathBuf| other == root;
                    roots.iter().any(is) && !kept.iter().any(is)
                });
                if closed && !state.documents.values().any(|document| document.desk == index) {
                    state.desks[index] = Arc::new(Desk::default());
                }
            }
        });
    }

    /// Applies an editor's opening of a document.
    pub fn open(&self, opened: &Opened) {
        self.write(|state| {
            let document = OpenDocument {
                name: opened.name.into(),
                path: opened.path.clone(),
                desk: LOOSE,
                key: opened.name.into(),
                role: opened.draft.map_or(Role::Other, Role::Article),
                version: opened.version,
                revision: state.revision,
                on_disk: None,
                since: None,
                prose_only: false,
                overrides: Arc::default(),
                memo: self.memo.clone(),
                document: Document::new(opened.text),
                made: Arc::default(),
            };
            let mut document = self.placed(state, document);
            document.on_disk = match state.documents.get(&document.name) {
                Some(opened_before) => opened_before.on_disk.clone(),
                None => reading_in(state, document.desk, &document.key),
            };
            state.documents.insert(document.name.clone(), Arc::new(document));
        });
    }

    /// Applies edits, one after the other. A document that was never opened is ignored.
    pub fn change(&self, name: &str, version: i32, edits: &[Edit], encoding: Encoding) {
        self.write(|state| {
            let revision = state.revision;
            if let Some(document) = state.documents.get_mut(name) {
                Arc::make_mut(document).apply(version, edits, encoding, revision);
            }
        });
    }

    /// Applies an editor's closing of a document: from now on its file counts.
    pub fn close(&self, name: &str) {
        let closed = self.write(|state| {
            let closed = state.documents.remove(name)?;
            // Until the file is read again, what was last known of it holds rather than what nobody saved.
            match (&closed.on_disk, state.desks.get_mut(closed.desk)) {
                (Some(reading), Some(desk)) => {
                    let desk = Arc::make_mut(desk);
                    let id = desk.corpus.put_article(&closed.key, reading.clone());
                    desk.pending.remove(&closed.key);
                    annotations::reattach(desk, id);
                }
                _ => remove(state, closed.desk, &closed.key),
            }
            Some(closed)
        });
        if let Some(path) = closed.and_then(|document| document.path.clone()) {
            let _ = self.jobs.send(Job::Files(vec![path]));
        }
    }

    /// Applies an editor's saving of a document: its file now holds the same text. Returns how its annotation files
    /// follow the edits since it was last saved; in the corpus they have followed already. While annotation files are still
    /// being loaded they follow at the next saving.
    pub fn save(&self, name: &str) -> Vec<super::follow::FileFollows> {
        self.write(|state| {
            let Some(document) = state.documents.get_mut(name) else { return Vec::new() };
            if document.is_read() {
                let reading = document.reading();
                Arc::make_mut(document).on_disk = reading;
            }
            if let Some(desk) = state.desks.get(document.desk)
                && super::follow::must_wait(desk)
            {
                return Vec::new();
            }
            let Some(since) = Arc::make_mut(document).since.take() else { return Vec::new() };
            let document = document.clone();
            super::follow::follow(state, &document, &since)
        })
    }

    /// Tells that files were created, changed or deleted; they are looked at in the background.
    pub fn files_changed(&self, paths: Vec<PathBuf>) {
        if !paths.is_empty() {
            let _ = self.jobs.send(Job::Files(paths));
        }
    }

    /// Ends the background work.
    pub fn end(&self) {
        let _ = self.jobs.send(Job::End);
    }

    /// Puts the reading of an open document into its corpus, unless the document changed since. A view of the document
    /// on a snapshot becomes the corpus itself where that is still as it was.
    pub fn settle(&self, document: &OpenDocument, seen: Option<(View, &Snapshot)>) {
        let seen = seen.filter(|(view, _)| view.index == document.desk);
        // Outside the lock: it may take milliseconds.
        if seen.is_none()
            && let Some(desk) = self.snapshot().desks().get(document.desk)
        {
            document.entry(&desk.corpus);
        }
        self.write(|state| {
            let current = state.documents.get(&document.name).is_some_and(|now| now.is_same_version(document));
            if !current {
                return;
            }
            match seen {
                Some((view, then)) if is_same_desk(state, then, view.index) => {
                    state.desks[view.index] = Arc::new(view.desk);
                }
                _ => settle_in(state, document),
            }
        });
        if document.reading().is_some_and(|reading| !reading.article.citations.is_empty()) {
            self.job(Job::Cited(document.desk));
        }
    }

    /// Changes the state and tells nobody who holds an older snapshot.
    pub(super) fn write<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        let state = Arc::make_mut(&mut state);
        state.revision += 1;
        change(state)
    }

    pub(super) fn job(&self, job: Job) {
        let _ = self.jobs.send(job);
    }

    fn lock(&self) -> MutexGuard<'_, Arc<State>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Index of the desk at a marked folder, a new one where there is none.
    pub(super) fn desk_at(&self, state: &mut State, root: &Path) -> usize {
        if let Some(index) = state.desks.iter().position(|desk| desk.root() == Some(root)) {
            return index;
        }
        state.desks.push(Arc::new(Desk::marked(root)));
        let index = state.desks.len() - 1;
        self.job(Job::Desk(index));
        index
    }

    /// Finds desk, key and role of an open document.
    pub(super) fn placed(&self, state: &mut State, mut document: OpenDocument) -> OpenDocument {
        document.desk = match &document.path {
            Some(path) => match path.parent().and_then(find_root) {
                Some(root) => self.desk_at(state, &root),
                None => LOOSE,
            },
            // A draft that has no file yet belongs to the corpus that the editor has open.
            None if state.desks.len() > 1 => 1,
            None => LOOSE,
        };
        let desk = state.desks[document.desk].clone();
        if let Some(path) = &document.path {
            document.key = desk.key(path);
            document.role = desk.role(path);
            document.overrides = Arc::new(desk.configuration.overrides(&document.key));
            document.prose_only = desk.membership.is_none();
            if document.desk == LOOSE
                && let (Role::Article(_) | Role::Annotation, Some(folder)) = (document.role, path.parent())
            {
                self.job(Job::Folder(folder.to_path_buf()));
            }
            if path.file_name().is_some_and(|name| name == FILE_NAME) {
                document.role = Role::Configuration;
            }
        }
        document
    }
}

/// The reading that a desk's corpus has of an article.
fn reading_in(state: &State, desk: usize, key: &str) -> Option<Arc<Reading>> {
    let corpus = &state.desks.get(desk)?.corpus;
    let reading = &corpus.article(corpus.id(key)?)?.reading;
    Some(reading.program.as_ref().unwrap_or_else(|| reading.shared()).clone())
}

/// Takes a document out of a desk's corpus.
pub(super) fn remove(state: &mut State, desk: usize, key: &str) {
    if let Some(desk) = state.desks.get_mut(desk) {
        Arc::make_mut(desk).forget(key);
    }
}

/// Whether nothing of a desk changed since a snapshot.
fn is_same_desk(state: &State, then: &Snapshot, index: usize) -> bool {
    state.desks.get(index).zip(then.desks().get(index)).is_some_and(|(now, then)| Arc::ptr_eq(now, then))
}

/// Puts what an open document says, or that it says nothing, into its desk's corpus.
pub(super) fn settle_in(state: &mut State, document: &OpenDocument) {
    let Some(desk) = state.desks.get_mut(document.desk) else { return };
    if desk.knows(document) {
        return;
    }
    if Arc::make_mut(desk).take_in(document).is_none() {
        remove(state, document.desk, &document.key);
    }
}

#[cfg(test)]
mod tests {
    use super::super::librarian::{Observer, start};
    use super::super::load::LoadProblem;
    use super::*;
    use std::time::{Duration, Instant};

    struct Deaf;

    impl Observer for Deaf {
        fn begin(&self, _: &str) {}
        fn report(&self, _: usize, _: usize) {}
        fn end(&self, _: &str) {}
        fn changed(&self, _: bool) {}
        fn problem(&self, _: &LoadProblem) {}
    }

    const TEXT: &str = "The mayor said on Monday that the harbour would stay open for the winter.\n";

    struct Fixture {
        session: Arc<Session>,
        root: tempfile::TempDir,
    }

    impl Fixture {
        fn new(files: &[&str]) -> Self {
            let root = tempfile::tempdir().unwrap();
            for file in files {
                let text = if file.ends_with(".toml") { "" } else { TEXT };
                std::fs::write(root.path().join(file), text).unwrap();
            }
            Self { session: start(Arc::new(Deaf)), root }
        }

        fn path(&self, file: &str) -> PathBuf {
            self.root.path().join(file)
        }

        fn open(&self, file: &str, text: &str) {
            self.session.open(&Opened { name: file, path: Some(self.path(file)), draft: None, version: 1, text });
        }

        fn keys(&self) -> Vec<String> {
            let snapshot = self.session.snapshot();
            let keys = snapshot.desks().iter().flat_map(|desk| {
                let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
                desk.corpus.articles().into_iter().map(move |(_, e)| file(&e.path)).collect::<Vec<_>>()
            });
            keys.collect()
        }

        fn wait_for(&self, keys: &[&str]) {
            let end = Instant::now() + Duration::from_secs(10);
            while self.keys() != keys {
                assert!(Instant::now() < end, "{:?} instead of {keys:?}", self.keys());
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }

    #[test]
    fn a_marked_folder_is_loaded_and_files_are_followed() {
        let fixture = Fixture::new(&["copydesk.toml", "a.txt", "b.txt"]);
        fixture.session.add_folders(&[fixture.root.path().to_path_buf()]);
        fixture.wait_for(&["a.txt", "b.txt"]);
        std::fs::write(fixture.path("c.txt"), TEXT).unwrap();
        std::fs::remove_file(fixture.path("a.txt")).unwrap();
        fixture.session.files_changed(vec![fixture.path("a.txt"), fixture.path("c.txt")]);
        fixture.wait_for(&["b.txt", "c.txt"]);
    }

    #[test]
    fn a_change_of_the_configuration_takes_effect() {
        let fixture = Fixture::new(&["copydesk.toml", "a.txt", "b.txt"]);
        fixture.session.add_folders(&[fixture.root.path().to_path_buf()]);
        fixture.wait_for(&["a.txt", "b.txt"]);
        std::fs::write(fixture.path(FILE_NAME), "[corpus]\nexclude = [\"b.txt\"]").unwrap();
        fixture.session.files_changed(vec![fixture.path(FILE_NAME)]);
        fixture.wait_for(&["a.txt"]);
    }

    #[test]
    fn a_loose_article_is_compared_with_those_in_its_folder() {
        let fixture = Fixture::new(&["a.txt", "b.txt", "README.md"]);
        fixture.open("a.txt", TEXT);
        fixture.wait_for(&["a.txt", "b.txt"]);
        std::fs::write(fixture.path(FILE_NAME), "[corpus]\nexclude = [\"b.txt\"]").unwrap();
        fixture.session.files_changed(vec![fixture.path(FILE_NAME)]);
        fixture.wait_for(&["a.txt"]);
        assert_eq!(fixture.session.snapshot().document("a.txt").unwrap().desk, 1);
    }

    #[test]
    fn a_view_is_of_the_newest_text_even_before_it_is_settled() {
        let fixture = Fixture::new(&["copydesk.toml"]);
        fixture.open("a.txt", "Old.");
        let whole = |text: &str| [Edit { range: None, text: text.into() }];
        fixture.session.change("a.txt", 2, &whole("New."), Encoding::Utf16);
        let before = fixture.session.snapshot();
        fixture.session.change("a.txt", 3, &whole("Newest."), Encoding::Utf16);
        let text = |snapshot: &Snapshot| {
            let view = snapshot.view("a.txt", None).unwrap();
            view.desk.corpus.document(view.id).unwrap().text().to_string()
        };
        assert_eq!((text(&before), text(&fixture.session.snapshot())), ("New.".into(), "Newest.".into()));
        let stale = before.document("a.txt").unwrap();
        fixture.session.settle(stale, None);
        assert!(fixture.keys().is_empty(), "a reading of an older version is dropped");
        fixture.session.settle(fixture.session.snapshot().document("a.txt").unwrap(), None);
        assert_eq!(fixture.keys(), ["a.txt"]);
    }

    #[test]
    fn all_that_look_at_one_version_get_one_view() {
        let fixture = Fixture::new(&["copydesk.toml"]);
        fixture.open("a.txt", "Old.");
        let lines = || {
            let view = fixture.session.snapshot().view("a.txt", None).unwrap();
            view.lines_of(view.id).unwrap()
        };
        let first = lines();
        assert!(Arc::ptr_eq(&first, &lines()));
        let whole = [Edit { range: None, text: "New.".into() }];
        fixture.session.change("a.txt", 2, &whole, Encoding::Utf16);
        assert_eq!((&**first.text(), &**lines().text()), ("Old.", "New."));
    }

    #[test]
    fn closing_gives_the_file_back_its_word_and_forgets_a_draft() {
        let fixture = Fixture::new(&["copydesk.toml", "a.txt"]);
        fixture.session.add_folders(&[fixture.root.path().to_path_buf()]);
        fixture.wait_for(&["a.txt"]);
        fixture.session.open(&Opened {
            name: "untitled:1",
            path: None,
            draft: Some(Markup::Plain),
            version: 1,
            text: TEXT,
        });
        let draft = fixture.session.snapshot().document("untitled:1").unwrap().clone();
        fixture.session.settle(&draft, None);
        fixture.wait_for(&["a.txt", "untitled:1"]);
        fixture.session.close("untitled:1");
        fixture.wait_for(&["a.txt"]);
    }
}
