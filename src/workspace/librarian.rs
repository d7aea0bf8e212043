//! Background work of a session: loading corpora, following files, re-reading `copydesk.toml`.
//!
//! All of it happens on one thread, job after job, so that two loads never overwrite each other. How a corpus is loaded
//! is in [`loading`](super::loading).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashSet;

use super::archive::{self, Found, Inputs};
use super::cache::Cache;
use super::desk::{Desk, loose_files};
use super::files::{Membership, Role};
use super::load::{LoadProblem, Loader};
use super::open_document::OpenDocument;
use super::session::{LOOSE, Session, State, remove, settle_in};
use super::{DISMISSED_FILE, FILE_NAME, annotations, find_root};
use crate::reading::Memo;

/// A folder without a mark is compared as far as this many files.
pub const LARGEST_LOOSE_FOLDER: usize = 1000;
/// More changed files than this at once are looked for by walking the corpus.
const MANY_FILES: usize = 64;

pub(super) enum Job {
    Desk(usize),
    Folder(PathBuf),
    Files(Vec<PathBuf>),
    /// An open document of that desk cites what is not loaded.
    Cited(usize),
    End,
}

/// Is told what happens in the background; called on the librarian's thread or any reading one.
pub trait Observer: Send + Sync {
    /// A load has started.
    fn begin(&self, title: &str);
    /// So many of so many files are read.
    fn report(&self, done: usize, total: usize);
    /// The load has ended.
    fn end(&self, message: &str);
    /// Something changed that findings depend on; `finished` where nothing more of the same job follows.
    fn changed(&self, finished: bool);
    /// A file that could not be read.
    fn problem(&self, problem: &LoadProblem);
}

/// Starts a session with its librarian.
pub fn start(observer: Arc<dyn Observer>) -> Arc<Session> {
    let (sender, jobs) = channel();
    let session = Arc::new(Session::new(sender));
    let librarian =
        Librarian { session: session.clone(), observer, folders: Mutex::default(), is_damaged: AtomicBool::new(false) };
    let run = move || librarian.run(&jobs);
    if let Err(error) = std::thread::Builder::new().name("librarian".into()).spawn(run) {
        tracing::error!("the thread that loads articles cannot be started: {error}");
    }
    session
}

/// Does the background work of a session.
pub struct Librarian {
    pub(super) session: Arc<Session>,
    pub(super) observer: Arc<dyn Observer>,
    /// Folders of loose articles that were loaded.
    folders: Mutex<FxHashSet<PathBuf>>,
    /// Whether a pack of a cache turned out to be damaged after it was believed.
    pub(super) is_damaged: AtomicBool,
}

impl Librarian {
    fn run(&self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            if matches!(job, Job::End) {
                return;
            }
            let worked = catch_unwind(AssertUnwindSafe(|| self.work(job)));
            if worked.is_err() {
                tracing::error!("loading failed by a mistake of the program");
            }
            if worked.unwrap_or(true) {
                self.observer.changed(true);
            }
        }
    }

    /// Whether findings may have changed.
    fn work(&self, job: Job) -> bool {
        match job {
            Job::Desk(index) => self.load_desk(index),
            Job::Folder(folder) => self.load_folder(folder),
            Job::Files(paths) => self.follow(paths),
            Job::Cited(index) => return self.load_cited(index),
            Job::End => {}
        }
        true
    }

    fn load_desk(&self, index: usize) {
        let Some(desk) = self.session.snapshot().desks().get(index).cloned() else { return };
        let Some(membership) = &desk.membership else { return };
        let mut problems = Vec::new();
        let archive = archive::find(membership.root(), &desk.configuration.facts, &mut problems);
        let to_convert = self.take_archive(index, archive);
        let files: Vec<_> =
            membership.walk(&mut problems).into_iter().map(|(path, role)| desk.file(path, role)).collect();
        self.load(index, files, true, &mut problems);
        if let Some(inputs) = to_convert {
            self.convert(index, membership.root(), &inputs, &mut problems);
        }
        self.load_cited(index);
        self.keep_problems(index, problems);
    }

    /// Puts an archive that is ready into the corpus of a desk; gives back what has to be made first.
    fn take_archive(&self, index: usize, found: Found) -> Option<Inputs> {
        let archive = match found {
            Found::Ready(archive) => Some(archive),
            Found::Nothing => None,
            Found::ToConvert(inputs) => return Some(inputs),
        };
        let desk = self.session.snapshot().desks().get(index).cloned()?;
        if archive.is_some() || desk.corpus.archive().is_some() {
            let mut corpus = desk.corpus.clone();
            corpus.set_archive(archive);
            self.session.write(|state| {
                if let Some(desk) = state.desks.get_mut(index) {
                    Arc::make_mut(desk).corpus = corpus;
                }
                settle_open(state, index);
            });
            self.observer.changed(false);
        }
        None
    }

    /// Makes the index of an archive; until it is there, articles are compared without it.
    fn convert(&self, index: usize, root: &Path, inputs: &Inputs, problems: &mut Vec<LoadProblem>) {
        self.observer.begin("Indexing the archive (MiB)");
        let report = |done, all| self.observer.report(done, all);
        let made = archive::convert(root, inputs, &report, problems);
        let articles = made.as_ref().map_or(0, |archive| archive.len());
        self.take_archive(index, made.map_or(Found::Nothing, Found::Ready));
        self.observer.end(&format!("{articles} articles of the archive in {} files", inputs.len()));
    }

    /// Opens the archive of a desk again, whose files changed.
    fn reload_archive(&self, index: usize, desk: &Desk) {
        let Some(root) = desk.root() else { return };
        let mut problems = Vec::new();
        let found = archive::find(root, &desk.configuration.facts, &mut problems);
        if let Some(inputs) = self.take_archive(index, found) {
            self.convert(index, root, &inputs, &mut problems);
        }
        for problem in &problems {
            self.observer.problem(problem);
        }
    }

    fn load_folder(&self, folder: PathBuf) {
        if !self.folders.lock().is_ok_and(|mut folders| folders.insert(folder.clone())) {
            return;
        }
        let mut problems = Vec::new();
        let files = loose_files(&folder, LARGEST_LOOSE_FOLDER, &mut problems);
        self.load(LOOSE, files, true, &mut problems);
        self.load_cited(LOOSE);
        self.keep_problems(LOOSE, problems);
    }

    fn keep_problems(&self, index: usize, problems: Vec<LoadProblem>) {
        for problem in &problems {
            self.observer.problem(problem);
        }
        self.session.write(|state| {
            if let Some(desk) = state.desks.get_mut(index) {
                let desk = Arc::make_mut(desk);
                (desk.problems, desk.is_loaded) = (Arc::new(problems), true);
            }
        });
    }

    /// Looks at files that were created, changed or deleted.
    fn follow(&self, paths: Vec<PathBuf>) {
        let (configurations, files): (Vec<_>, Vec<_>) = paths
            .into_iter()
            .partition(|path| path.file_name().is_some_and(|name| name == FILE_NAME || name == DISMISSED_FILE));
        for path in configurations {
            if let Some(root) = path.parent() {
                self.reload_configuration(root);
            }
        }
        let snapshot = self.session.snapshot();
        let many = files.len() > MANY_FILES;
        for (index, desk) in snapshot.desks().iter().enumerate() {
            if files.iter().any(|path| desk.membership.as_ref().is_some_and(|m| m.is_of_archive(path))) {
                self.reload_archive(index, desk);
            }
            let of_desk: Vec<_> = files.iter().filter(|path| self.belongs(index, desk, path)).cloned().collect();
            self.reload_cited(index, desk, &of_desk);
            match &desk.membership {
                _ if of_desk.is_empty() => {}
                Some(membership) if many => self.resync(index, desk, membership, &of_desk),
                membership => self.follow_each(index, desk, membership.as_deref(), of_desk),
            }
            self.load_cited(index);
        }
    }

    fn belongs(&self, index: usize, desk: &Desk, path: &Path) -> bool {
        match desk.root() {
            Some(root) => path.starts_with(root) || desk.cited.contains(&desk.key(path)),
            None if desk.cited.contains(&desk.key(path)) => true,
            None => {
                index == LOOSE
                    && find_root(path).is_none()
                    && path.parent().is_some_and(|f| self.folders.lock().is_ok_and(|known| known.contains(f)))
            }
        }
    }

    fn follow_each(&self, index: usize, desk: &Desk, membership: Option<&Membership>, paths: Vec<PathBuf>) {
        let (mut load, mut gone) = (Vec::new(), Vec::new());
        for path in paths {
            if self.session.snapshot().document_at(&path).is_some() {
                continue;
            }
            let role = desk.role(&path);
            if path.is_file()
                && matches!(role, Role::Article(_) | Role::Annotation)
                && (!membership.is_some_and(|m| m.is_hidden(&path)) || desk.cited.contains(&desk.key(&path)))
            {
                load.push(desk.file(path, role));
            } else if !path.is_file() || role == Role::Other {
                gone.push(path);
            }
        }
        let mut problems = Vec::new();
        let keys: Vec<_> = load.iter().map(|file| file.key.clone()).collect();
        let (cache, memo) = (Cache::none(), Memo::default());
        let loader = Loader { settings: desk.corpus.settings(), cache: &cache, memo: &memo };
        let loaded = loader.load(&load, &|| {}, &mut problems);
        let annotation_keys: FxHashSet<_> =
            load.iter().filter(|file| file.role == Role::Annotation).map(|file| file.key.clone()).collect();
        self.session.write(|state| {
            for path in &gone {
                remove_below(state, index, &desk.key(path));
            }
            let loaded_keys: FxHashSet<_> = loaded.iter().map(|(key, _)| key.clone()).collect();
            for key in keys.iter().filter(|key| !loaded_keys.contains(*key) && !annotation_keys.contains(*key)) {
                remove(state, index, key);
            }
            if let Some(desk) = state.desks.get_mut(index) {
                let desk = Arc::make_mut(desk);
                desk.corpus.extend(loaded);
                for id in loaded_keys.iter().filter_map(|key| desk.corpus.id(key)).collect::<Vec<_>>() {
                    annotations::reattach(desk, id);
                }
                let files: Vec<_> = load.iter().filter(|file| file.role == Role::Annotation).collect();
                annotations::load(desk, &files, &mut problems);
                annotations::attach_orphans(desk);
            }
            settle_open(state, index);
        });
        for problem in &problems {
            self.observer.problem(problem);
        }
    }

    /// Walks a corpus again: takes out what is gone, loads what is new or was touched.
    fn resync(&self, index: usize, desk: &Desk, membership: &Membership, touched: &[PathBuf]) {
        let mut problems = Vec::new();
        let files: Vec<_> =
            membership.walk(&mut problems).into_iter().map(|(path, role)| desk.file(path, role)).collect();
        let there: FxHashSet<_> = files.iter().map(|file| file.key.clone()).collect();
        let touched: FxHashSet<_> = touched.iter().collect();
        let corpus = &desk.corpus;
        let known: Vec<_> = corpus.ids().into_iter().filter_map(|id| corpus.path(id).cloned()).collect();
        self.session.write(|state| {
            for key in known.iter().filter(|key| !there.contains(*key) && !desk.cited.contains(*key)) {
                if !state.documents.values().any(|open| open.desk == index && open.key == *key) {
                    remove(state, index, key);
                }
            }
        });
        let known: FxHashSet<_> = known.into_iter().collect();
        let load = files.into_iter().filter(|f| touched.contains(&f.path) || !known.contains(&f.key)).collect();
        self.load(index, load, false, &mut problems);
        for problem in &problems {
            self.observer.problem(problem);
        }
    }

    /// Reads `copydesk.toml` of a folder again, or takes note that it is there or gone.
    fn reload_configuration(&self, root: &Path) {
        let snapshot = self.session.snapshot();
        let index = snapshot.desks().iter().position(|desk| desk.root() == Some(root));
        let exists = root.join(FILE_NAME).is_file();
        let (Some(index), true) = (index, exists) else {
            // The folder was marked or its mark taken away: open documents find their desks anew.
            self.session.write(|state| {
                if let Some(index) = index {
                    state.desks[index] = Arc::new(Desk::default());
                }
                self.place_all(state);
                if exists {
                    remove_below(state, LOOSE, &Desk::default().key(root));
                }
            });
            if let Ok(mut folders) = self.folders.lock() {
                folders.retain(|folder| !folder.starts_with(root));
            }
            return;
        };
        let (old, mut new) = (&snapshot.desks()[index], Desk::marked(root));
        let anew = new.configuration.reads_differently_from(&old.configuration);
        if !anew {
            new.corpus = old.corpus.clone();
        }
        self.session.write(|state| {
            if !anew {
                let old = &state.desks[index];
                (new.corpus, new.cited, new.is_loaded) = (old.corpus.clone(), old.cited.clone(), old.is_loaded);
                new.pending = old.pending.clone();
            }
            state.desks[index] = Arc::new(new);
            if anew {
                self.place_all(state);
            }
        });
        if anew {
            self.load_desk(index);
        }
    }

    /// Finds desk, key and role of every open document again.
    fn place_all(&self, state: &mut State) {
        let names: Vec<_> = state.documents.keys().cloned().collect();
        for name in names {
            let Some(old) = state.documents.get(&name).cloned() else { continue };
            remove(state, old.desk, &old.key);
            let mut document = self.session.placed(state, OpenDocument::clone(&old));
            document.touch(old.version, state.revision);
            state.documents.insert(name, Arc::new(document));
        }
    }
}

/// Puts into a corpus what the open documents say, which may have changed meanwhile.
pub(super) fn settle_open(state: &mut State, index: usize) {
    let open: Vec<_> = state.documents.values().filter(|d| d.desk == index && d.is_read()).cloned().collect();
    for document in open {
        settle_in(state, &document);
    }
}

/// Takes out a file, or every file of a folder that is gone.
fn remove_below(state: &mut State, index: usize, key: &str) {
    let Some(desk) = state.desks.get(index) else { return };
    let folder = format!("{key}/");
    let corpus = &desk.corpus;
    let below: Vec<_> = corpus
        .ids()
        .into_iter()
        .filter_map(|id| corpus.path(id).cloned())
        .filter(|path| **path == *key || path.starts_with(&folder))
        .filter(|path| !state.documents.values().any(|open| open.desk == index && open.key == *path))
        .collect();
    for path in below {
        remove(state, index, &path);
    }
}

pub(super) fn unread(problems: &[LoadProblem]) -> String {
    match problems.len() {
        0 => String::new(),
        1 => ", 1 file could not be read".into(),
        n => format!(", {n} files could not be read"),
    }
}
