//! Background work of a session: loading corpora, following files, re-reading `copydesk.toml`.
//!
//! All of it happens on one thread, job after job, so that two loads never overwrite each other. Articles are
//! read in parallel, in batches that grow, so that the first comparisons are there early.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashSet;

use super::desk::{Desk, loose_files};
use super::files::{Membership, Role};
use super::load::{FileToLoad, LoadProblem, load_files};
use super::open_document::OpenDocument;
use super::session::{LOOSE, Session, State, remove, settle_in};
use super::skim::Telling;
use super::{FILE_NAME, annotations, find_root};
use crate::corpus::Corpus;

/// A folder without a mark is compared as far as this many files.
const LARGEST_LOOSE_FOLDER: usize = 1000;
/// More changed files than this at once are looked for by walking the corpus.
const MANY_FILES: usize = 64;
/// Files of the first batch; each further one is twice as large.
const FIRST_BATCH: usize = 16;

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
    let librarian = Librarian { session: session.clone(), observer, folders: Mutex::default() };
    let run = move || librarian.run(&jobs);
    if let Err(error) = std::thread::Builder::new().name("librarian".into()).spawn(run) {
        tracing::error!("the thread that loads articles cannot be started: {error}");
    }
    session
}

/// Does the background work of a session.
pub struct Librarian {
    session: Arc<Session>,
    observer: Arc<dyn Observer>,
    /// Folders of loose articles that were loaded.
    folders: Mutex<FxHashSet<PathBuf>>,
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

    /// Loads what the articles of a desk cite and it does not hold; whether there was anything.
    fn load_cited(&self, index: usize) -> bool {
        let Some(desk) = self.session.snapshot().desks().get(index).cloned() else { return false };
        let citing = desk.corpus.citing_any();
        let mut problems = Vec::new();
        let cited = super::cited::read(&desk, &citing, &mut problems);
        if cited.is_empty() {
            return false;
        }
        for problem in &problems {
            self.observer.problem(problem);
        }
        self.session.write(|state| {
            if let Some(desk) = state.desks.get_mut(index) {
                cited.put_into(Arc::make_mut(desk));
            }
            settle_open(state, index);
        });
        true
    }

    /// Reads again what was recorded of sources.
    fn reload_record(&self, path: &Path) {
        let Some(root) = path.parent() else { return };
        match super::recorded::read(root) {
            Ok(recorded) => self.session.write(|state| {
                for desk in state.desks.iter_mut().filter(|desk| desk.root() == Some(root)) {
                    Arc::make_mut(desk).corpus.set_recorded(recorded.clone());
                }
            }),
            Err(problem) => self.observer.problem(&problem),
        }
    }

    /// Reads bibliographies that changed on disk again.
    fn reload_bibliographies(&self, index: usize, desk: &Desk, paths: &[PathBuf]) {
        for path in paths {
            let key = desk.key(path);
            if desk.corpus.id(&key).and_then(|id| desk.corpus.bibliography(id)).is_none() {
                continue;
            }
            match super::cited::bibliography(path, &key) {
                Ok(file) => self.session.write(|state| {
                    if let Some(desk) = state.desks.get_mut(index) {
                        Arc::make_mut(desk).corpus.put_bibliography(&key, file);
                    }
                }),
                Err(_) => self.session.write(|state| remove(state, index, &key)),
            }
        }
    }

    fn load_desk(&self, index: usize) {
        let Some(desk) = self.session.snapshot().desks().get(index).cloned() else { return };
        let Some(membership) = &desk.membership else { return };
        let mut problems = Vec::new();
        let files: Vec<_> =
            membership.walk(&mut problems).into_iter().map(|(path, role)| desk.file(path, role)).collect();
        self.load(index, files, &mut problems);
        self.load_cited(index);
        self.keep_problems(index, problems);
    }

    fn load_folder(&self, folder: PathBuf) {
        if !self.folders.lock().is_ok_and(|mut folders| folders.insert(folder.clone())) {
            return;
        }
        let mut problems = Vec::new();
        let files = loose_files(&folder, LARGEST_LOOSE_FOLDER, &mut problems);
        self.load(LOOSE, files, &mut problems);
        self.load_cited(LOOSE);
        self.keep_problems(LOOSE, problems);
    }

    /// Loads files into a desk, batch by batch.
    fn load(&self, index: usize, files: Vec<FileToLoad>, problems: &mut Vec<LoadProblem>) {
        self.observer.begin("Reading articles");
        let count = self.load_batches(index, &files, problems);
        let articles = if count == 1 { "article" } else { "articles" };
        self.observer.end(&format!("{count} {articles}{}", unread(problems)));
    }

    fn load_batches(&self, index: usize, files: &[FileToLoad], problems: &mut Vec<LoadProblem>) -> usize {
        let (total, done) = (files.len(), AtomicUsize::new(0));
        let mut rest = std::collections::VecDeque::from(files.to_vec());
        let (mut size, mut count, mut open) = (FIRST_BATCH, 0, Vec::new());
        let report = || self.observer.report(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        while !rest.is_empty() {
            self.likely_first(index, &mut open, rest.make_contiguous());
            let batch: Vec<_> = rest.drain(..size.min(rest.len())).collect();
            size *= 2;
            let loaded = load_files(&batch, &report, problems);
            count += loaded.len();
            let readings: Vec<_> = loaded.iter().filter_map(|(key, new)| Some((key.clone(), new.reading()?))).collect();
            let Some(desk) = self.session.snapshot().desks().get(index).cloned() else { return count };
            let mut corpus = desk.corpus.clone();
            corpus.extend(loaded);
            if rest.is_empty() {
                let files: Vec<_> = files.iter().filter(|file| file.role == Role::Annotation).collect();
                count += annotations::load(&mut corpus, &desk.configuration.annotations, &files, problems);
            }
            self.session.write(|state| {
                for document in state.documents.values_mut().filter(|document| document.desk == index) {
                    if let Some((_, reading)) = readings.iter().find(|(key, _)| *key == document.key) {
                        Arc::make_mut(document).on_disk = Some(reading.clone());
                    }
                }
                replace_corpus(state, index, corpus);
            });
            self.observer.changed(false);
        }
        count
    }

    /// Puts the files first that share most with the articles open in the desk, where these are others than in `known`.
    fn likely_first(&self, index: usize, known: &mut Vec<Arc<str>>, files: &mut [FileToLoad]) {
        let snapshot = self.session.snapshot();
        let open: Vec<_> = snapshot.documents().filter(|d| d.desk == index && d.is_read()).cloned().collect();
        let names: Vec<_> = open.iter().map(|document| document.name.clone()).collect();
        if names != *known {
            let texts: Vec<_> = open.iter().map(|document| document.text()).collect();
            Telling::of(texts.iter().map(|text| &**text)).order(files);
            *known = names;
        }
    }

    fn keep_problems(&self, index: usize, problems: Vec<LoadProblem>) {
        for problem in &problems {
            self.observer.problem(problem);
        }
        self.session.write(|state| {
            if let Some(desk) = state.desks.get_mut(index) {
                Arc::make_mut(desk).problems = Arc::new(problems);
            }
        });
    }

    /// Looks at files that were created, changed or deleted.
    fn follow(&self, paths: Vec<PathBuf>) {
        let (configurations, files): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| path.file_name().is_some_and(|name| name == FILE_NAME));
        for path in configurations {
            if let Some(root) = path.parent() {
                self.reload_configuration(root);
            }
        }
        for path in files.iter().filter(|path| path.file_name().is_some_and(|name| name == super::RECORD_NAME)) {
            self.reload_record(path);
        }
        let snapshot = self.session.snapshot();
        let many = files.len() > MANY_FILES;
        for (index, desk) in snapshot.desks().iter().enumerate() {
            let of_desk: Vec<_> = files.iter().filter(|path| self.belongs(index, desk, path)).cloned().collect();
            self.reload_bibliographies(index, desk, &of_desk);
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
        let loaded = load_files(&load, &|| {}, &mut problems);
        self.session.write(|state| {
            for path in &gone {
                remove_below(state, index, &desk.key(path));
            }
            let loaded_keys: FxHashSet<_> = loaded.iter().map(|(key, _)| key.clone()).collect();
            for key in keys.iter().filter(|key| !loaded_keys.contains(*key) && !key.ends_with(".ann")) {
                remove(state, index, key);
            }
            if let Some(desk) = state.desks.get_mut(index) {
                let desk = Arc::make_mut(desk);
                let (corpus, configuration) = (&mut desk.corpus, &desk.configuration.annotations);
                for (key, document) in loaded {
                    if let crate::corpus::NewDocument::Article(reading) = document {
                        let id = corpus.put_article(&key, reading);
                        annotations::reattach(corpus, configuration, id);
                    }
                }
                let files: Vec<_> = load.iter().filter(|file| file.role == Role::Annotation).collect();
                annotations::load(corpus, configuration, &files, &mut problems);
                annotations::attach_orphans(corpus, configuration);
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
        let known: Vec<_> =
            corpus.ids().into_iter().filter_map(|id| Some(corpus.document(id)?.path().clone())).collect();
        self.session.write(|state| {
            for key in known.iter().filter(|key| !there.contains(*key) && !desk.cited.contains(*key)) {
                if !state.documents.values().any(|open| open.desk == index && open.key == *key) {
                    remove(state, index, key);
                }
            }
        });
        let known: FxHashSet<_> = known.into_iter().collect();
        let load = files.into_iter().filter(|f| touched.contains(&f.path) || !known.contains(&f.key)).collect();
        self.load(index, load, &mut problems);
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
                (new.corpus, new.cited) = (state.desks[index].corpus.clone(), state.desks[index].cited.clone());
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

/// Puts a corpus with newly loaded articles in place of the one that it was made from; open documents, which may
/// have changed meanwhile, win.
fn replace_corpus(state: &mut State, index: usize, corpus: Corpus) {
    let Some(desk) = state.desks.get_mut(index) else { return };
    Arc::make_mut(desk).corpus = corpus;
    settle_open(state, index);
}

fn settle_open(state: &mut State, index: usize) {
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
        .filter_map(|id| Some(corpus.document(id)?.path().clone()))
        .filter(|path| **path == *key || path.starts_with(&folder))
        .filter(|path| !state.documents.values().any(|open| open.desk == index && open.key == *path))
        .collect();
    for path in below {
        remove(state, index, &path);
    }
}

fn unread(problems: &[LoadProblem]) -> String {
    match problems.len() {
        0 => String::new(),
        1 => ", 1 file could not be read".into(),
        n => format!(", {n} files could not be read"),
    }
}
