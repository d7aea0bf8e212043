//! How the articles of a corpus are loaded while somebody edits one of them.
//!
//! First every file is looked at, those beside the open articles before the others: what the cache knows is there at once,
//! the rest is skimmed. Then the articles are read that share most with what is open, so that open articles have all that can be found about them early, and after
//! these the rest, in the background: on threads that give way to everything else. Whenever another article is opened
//! meanwhile, what shares most with that one goes first.

use crate::text::sorting::sort;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

use super::annotations;
use super::cache::{self, Cache};
use super::desk::Desk;
use super::files::Role;
use super::librarian::{Job, Librarian, settle_open, unread};
use super::load::{FileToLoad, LOADED_TOGETHER, LoadProblem, Loader, Looked};
use super::queue::{EARLY, Open, Queue, SURELY_SHARED, beside_first, likely_of};
use crate::corpus::{Corpus, NewDocument, SavedArticle, Settings, Skim};
use crate::reading::Memo;

/// Articles of the first batch; each further one is twice as large, up to [`LARGEST_BATCH`].
const FIRST_BATCH: usize = 8;
const LARGEST_BATCH: usize = 512;
/// So many files of a batch are read in the background before it is asked whether another article was opened.
const READ_ON: usize = 64;
/// Corpora of fewer files than this are read sooner than a cache is worth.
const CACHED_FROM: usize = 64;
/// So many new readings at least are written to the cache together, so that little is lost if the program is ended.
const WRITTEN_TOGETHER: usize = 1024;

type Loaded = Vec<(Arc<str>, NewDocument)>;

/// The files of one desk on their way into its corpus.
struct Load<'a> {
    librarian: &'a Librarian,
    desk: usize,
    settings: Arc<Settings>,
    cache: Cache,
    memo: Memo,
    done: AtomicUsize,
    total: usize,
    count: usize,
    /// How many were taken from the saved index.
    taken: usize,
}

/// What was found by looking at files.
#[derive(Default)]
struct Seen {
    /// Files that the cache does not have, and each of them skimmed.
    to_read: Vec<FileToLoad>,
    skims: Vec<Skim>,
    /// Those that the saved index has, under these names.
    saved: Vec<(FileToLoad, cache::Key)>,
    /// Whether those beside the open articles were looked at.
    beside: bool,
    /// So many may still be read before everything was looked at.
    early: usize,
}

impl Librarian {
    /// Loads files into a desk; `whole` where they are all that it has.
    pub(super) fn load(&self, desk: usize, files: Vec<FileToLoad>, whole: bool, problems: &mut Vec<LoadProblem>) {
        let Some(known) = self.session.snapshot().desks().get(desk).cloned() else { return };
        let root = known.root().filter(|_| files.len() >= CACHED_FROM);
        let mut load = Load {
            librarian: self,
            desk,
            settings: known.corpus.settings().clone(),
            cache: root.map_or_else(Cache::none, if whole && self.believes() { Cache::of_indexed } else { Cache::of }),
            memo: Memo::default(),
            done: AtomicUsize::new(0),
            total: files.len(),
            count: 0,
            taken: 0,
        };
        let annotations: Vec<_> = files.iter().filter(|file| file.role == Role::Annotation).cloned().collect();
        if load.all(files, problems).is_some() {
            load.annotations(&annotations, problems);
            self.rank_paths(desk);
        }
        load.cache.store(whole);
        if whole {
            load.save_index();
        }
        let articles = if load.count == 1 { "article" } else { "articles" };
        self.observer.end(&format!("{} {articles}{}", load.count, unread(problems)));
    }
}

impl Librarian {
    /// Whether packs are believed that an index names, and looked at later: not after one of them was damaged.
    fn believes(&self) -> bool {
        !self.is_damaged.load(Ordering::Relaxed)
    }

    /// From here on, until a path comes or goes, what is found of an edited article is put in order without its paths.
    fn rank_paths(&self, desk: usize) {
        let Some(mut ranked) = self.session.snapshot().desks().get(desk).map(|desk| desk.corpus.clone()) else {
            return;
        };
        ranked.rank_paths();
        self.session.write(|state| {
            if let Some(desk) = state.desks.get_mut(desk) {
                Arc::make_mut(desk).corpus.take_ranks(&ranked);
            }
        });
    }
}

impl Load<'_> {
    fn loader(&self) -> Loader<'_> {
        Loader { settings: &self.settings, cache: &self.cache, memo: &self.memo }
    }

    fn report(&self) {
        self.librarian.observer.report(self.done.fetch_add(1, Ordering::Relaxed) + 1, self.total);
    }

    /// `None` where the desk is gone meanwhile.
    fn all(&mut self, files: Vec<FileToLoad>, problems: &mut Vec<LoadProblem>) -> Option<()> {
        let observer = &self.librarian.observer;
        observer.begin("Looking through articles");
        let mut seen = Seen { early: EARLY, ..Seen::default() };
        self.look_through(files, &mut seen, problems)?;
        self.take_saved(seen.saved, problems)?;
        observer.end(&format!("{} known, {} to be read", self.count, seen.to_read.len()));
        observer.begin("Reading articles");
        let queue = Queue::of(seen.to_read, &seen.skims);
        drop(seen.skims);
        self.read_all(queue, problems)
    }

    /// Looks at every file, and takes in what the cache knows and what an open article surely shares something with.
    fn look_through(&mut self, files: Vec<FileToLoad>, seen: &mut Seen, problems: &mut Vec<LoadProblem>) -> Option<()> {
        let (looked_at, total) = (AtomicUsize::new(0), self.total);
        let observer = self.librarian.observer.clone();
        let report = || observer.report(looked_at.fetch_add(1, Ordering::Relaxed) + 1, total);
        let keys: Vec<_> = self.open().into_iter().map(|(_, key, _)| key).collect();
        for batch in beside_first(files, &keys) {
            let mut batch = batch.into_iter().peekable();
            while batch.peek().is_some() {
                let mut likely = Vec::new();
                let known = std::iter::from_fn(|| {
                    // What an open article surely shares something with is read and told of before the next are looked at.
                    if batch.peek().is_none() || !likely.is_empty() {
                        return None;
                    }
                    let part: Vec<_> = batch.by_ref().take(LOADED_TOGETHER).collect();
                    // Those beside an open article are there before the index is.
                    let looked = self.loader().look(&part, seen.beside, &report);
                    let known;
                    (known, likely) = self.sort(part, looked, seen, problems);
                    Some(known)
                });
                self.count += self.take_in(known)?;
                if !likely.is_empty() {
                    let loaded = self.loader().load(&likely, &|| self.report(), problems);
                    self.count += self.take_in(std::iter::once(loaded))?;
                }
            }
            seen.beside = true;
        }
        Some(())
    }

    /// Sorts files that were looked at together into what `seen` has; those that the cache knows, and those to be read at once.
    fn sort(
        &self,
        part: Vec<FileToLoad>,
        looked: Vec<Result<Looked, LoadProblem>>,
        seen: &mut Seen,
        problems: &mut Vec<LoadProblem>,
    ) -> (Loaded, Vec<FileToLoad>) {
        let (mut known, mut files, mut skims) = (Vec::new(), Vec::new(), Vec::new());
        for (file, looked) in part.into_iter().zip(looked) {
            match looked {
                Ok(Looked::Skimmed(skim)) => {
                    files.push(file);
                    skims.push(skim);
                    continue;
                }
                Ok(Looked::Known(new)) => known.push((file.key, new)),
                Ok(Looked::Saved(key)) => seen.saved.push((file, key)),
                Ok(Looked::Other) => {}
                Err(problem) => problems.push(problem),
            }
            self.done.fetch_add(1, Ordering::Relaxed);
        }
        let least = if seen.beside { SURELY_SHARED } else { 0.0 };
        let likely = likely_of(&mut files, &mut skims, &self.open(), (least, seen.early));
        seen.early -= likely.len();
        seen.to_read.append(&mut files);
        seen.skims.append(&mut skims);
        (known, likely)
    }

    /// Reads what was only skimmed.
    fn read_all(&mut self, mut queue: Queue, problems: &mut Vec<LoadProblem>) -> Option<()> {
        let mut size = FIRST_BATCH;
        loop {
            let (batch, is_likely) = queue.next(&self.open(), size);
            if batch.is_empty() {
                return Some(());
            }
            let loaded = if is_likely {
                self.loader().load(&queue.files_at(&batch), &|| self.report(), problems)
            } else {
                size = (2 * size).min(LARGEST_BATCH);
                self.read_on(&batch, &mut queue, problems)
            };
            self.count += self.take_in(std::iter::once(loaded))?;
            if self.cache.waiting() >= WRITTEN_TOGETHER.max(self.count / 2) {
                self.cache.store(false);
            }
        }
    }

    /// Reads files in the background, until an article is opened: what shares something with that one goes before the rest.
    fn read_on(&self, batch: &[usize], queue: &mut Queue, problems: &mut Vec<LoadProblem>) -> Loaded {
        let mut loaded = Vec::with_capacity(batch.len());
        for (nth, piece) in batch.chunks(READ_ON).enumerate() {
            if queue.is_for_others(&self.open()) {
                queue.put_back(&batch[nth * READ_ON..]);
                break;
            }
            let files = queue.files_at(piece);
            loaded.append(&mut in_background(|| self.loader().load(&files, &|| self.report(), problems)));
        }
        loaded
    }

    /// The open articles of the desk, with what tells them from others.
    fn open(&self) -> Vec<Open> {
        let snapshot = self.librarian.session.snapshot();
        let open = snapshot.documents().filter(|document| document.desk == self.desk && document.is_checked());
        let mut open: Vec<_> = open.map(|d| (d.name.clone(), d.key.clone(), d.text())).collect();
        sort(&mut open);
        open
    }

    /// Puts articles into the corpus, a part at a time; how many they are.
    fn take_in(&self, parts: impl Iterator<Item = Loaded>) -> Option<usize> {
        let (mut corpus, mut keys) = (self.corpus()?, FxHashSet::default());
        corpus.extend_with(parts.inspect(|part| keys.extend(part.iter().map(|(key, _)| key.clone()))));
        if !keys.is_empty() {
            self.replace(corpus, &keys, false);
        }
        Some(keys.len())
    }

    /// Puts the articles that the saved index has into the corpus, from there where that can be; those that are here already
    /// (they are open), and all where the index turns out to be none, are unpacked one by one.
    fn take_saved(&mut self, saved: Vec<(FileToLoad, cache::Key)>, problems: &mut Vec<LoadProblem>) -> Option<()> {
        let Some(index) = self.cache.index().filter(|_| !saved.is_empty()) else { return Some(()) };
        let (mut corpus, mut rest) = (self.corpus()?, Vec::new());
        let mut of_key: FxHashMap<cache::Key, usize> = FxHashMap::default();
        let (mut articles, mut files) = (Vec::with_capacity(saved.len()), Vec::with_capacity(saved.len()));
        for (file, name) in saved {
            let nth = of_key.entry(name).or_default();
            let number = index.numbers(name).get(*nth).copied().filter(|_| corpus.id(&file.key).is_none());
            match number.zip(self.cache.get(name)) {
                Some((number, packed)) => {
                    *nth += 1;
                    articles.push(SavedArticle { number, path: file.key.clone(), name, packed });
                    files.push(file);
                }
                None => rest.push(file),
            }
        }
        articles.sort_unstable_by_key(|article| article.number);
        let count = articles.len();
        if corpus.extend_saved(articles, index.len(), &|section| index.read(section)) {
            self.replace(corpus, &FxHashSet::default(), false);
            (self.taken, self.count) = (count, self.count + count);
        } else {
            tracing::warn!("the saved index is damaged and is made anew");
            self.cache.remove_index();
            rest.extend(files);
        }
        for part in rest.chunks(LOADED_TOGETHER) {
            let loaded = self.loader().load(part, &|| {}, problems);
            self.count += self.take_in(std::iter::once(loaded))?;
        }
        Some(())
    }

    /// Writes the index of all that was loaded where there is none that fits; where packs turn out to be damaged that were
    /// believed because it names them, everything is loaded again.
    fn save_index(&self) {
        if !in_background(|| self.cache.packs_are_whole()) {
            self.librarian.is_damaged.store(true, Ordering::Relaxed);
            self.librarian.session.job(Job::Desk(self.desk));
        } else if let Some(corpus) = self.corpus() {
            in_background(|| self.cache.save_index(&corpus, self.count, self.taken));
        }
    }

    fn annotations(&mut self, files: &[FileToLoad], problems: &mut Vec<LoadProblem>) {
        let Some(desk) = self.librarian.session.snapshot().desks().get(self.desk).cloned() else { return };
        if files.is_empty() {
            return;
        }
        let mut desk = Desk::clone(&desk);
        let files: Vec<_> = files.iter().collect();
        self.count += annotations::load(&mut desk, &files, problems);
        self.replace(desk.corpus, &FxHashSet::default(), true);
    }

    fn corpus(&self) -> Option<Corpus> {
        Some(self.librarian.session.snapshot().desks().get(self.desk)?.corpus.clone())
    }

    /// Puts a corpus, perhaps the first one `with_annotations`, in place of the one that it was made from; open documents, which
    /// may have changed meanwhile, win.
    fn replace(&self, corpus: Corpus, loaded: &FxHashSet<Arc<str>>, with_annotations: bool) {
        self.librarian.session.write(|state| {
            for document in state.documents.values_mut().filter(|document| document.desk == self.desk) {
                let entry = corpus.id(&document.key).and_then(|id| corpus.article(id));
                if let Some(entry) = entry.filter(|_| loaded.contains(&document.key)) {
                    Arc::make_mut(document).on_disk = Some(entry.reading.shared().clone());
                }
            }
            if let Some(desk) = state.desks.get_mut(self.desk) {
                let desk = Arc::make_mut(desk);
                desk.corpus = corpus;
                desk.is_loaded |= with_annotations;
            }
            settle_open(state, self.desk);
        });
        self.librarian.observer.changed(false);
    }
}

/// Works on threads that give way to those that answer the editor.
fn in_background<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: std::sync::OnceLock<Option<rayon::ThreadPool>> = std::sync::OnceLock::new();
    let made = || {
        let threads = rayon::ThreadPoolBuilder::new().thread_name(|i| format!("reader {i}"));
        threads.start_handler(|_| give_way()).build().ok()
    };
    match POOL.get_or_init(made) {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// Lowers the priority of this thread, where the system counts it by thread.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(5);
}
