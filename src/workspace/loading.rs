//! How the articles of a corpus are loaded while somebody edits one of them.
//!
//! First every file is looked at, those beside the open articles before the others: what the cache knows is there at once,
//! the rest is skimmed. Then the articles are read that share most with what is open, so that open articles have all that can be found about them early, and after
//! these the rest, in the background: on threads that give way to everything else. Whenever another article is opened
//! meanwhile, what shares most with that one goes first.

use crate::text::sorting::{sort, sort_by_key};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

use super::annotations;
use super::cache::{self, Cache};
use super::desk::Desk;
use super::files::Role;
use super::librarian::{Job, Librarian, settle_open, unread};
use super::load::{FileToLoad, LOADED_TOGETHER, LoadProblem, Loader, Looked};
use crate::corpus::{Corpus, NewDocument, SavedArticle, Settings, Skim, SkimIndex};
use crate::reading::Memo;

/// Files looked at first: those beside an open article.
const BESIDE: usize = 256;
/// Files looked at together after these.
const LOOKED_AT: usize = 16 * 1024;
/// Articles of the first batch; each further one is twice as large, up to [`LARGEST_BATCH`].
const FIRST_BATCH: usize = 8;
const LARGEST_BATCH: usize = 512;
/// So many articles that share something with an open one are read before all others.
const LIKELY: usize = 96;
/// So many of those beside it are read before the others are even looked at; for all open ones together at most so many.
const LIKELY_BESIDE: usize = 8;
const MOST_BESIDE: usize = 32;
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

/// Which of the files that are still to be read is next.
struct Queue {
    files: Vec<FileToLoad>,
    skims: SkimIndex,
    taken: Vec<bool>,
    first: VecDeque<usize>,
    /// The others, in the order of their wording.
    rest: std::vec::IntoIter<usize>,
    /// The open articles for which `first` was made.
    open: Vec<Arc<str>>,
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
        let (librarian, total) = (self.librarian, self.total);
        let observer = &librarian.observer;
        observer.begin("Looking through articles");
        let (mut to_read, mut skims) = (Vec::new(), Vec::new());
        let looked_at = AtomicUsize::new(0);
        let report = || observer.report(looked_at.fetch_add(1, Ordering::Relaxed) + 1, total);
        let (mut beside_read, mut saved) = (false, Vec::new());
        let keys: Vec<_> = self.open().into_iter().map(|(_, key, _)| key).collect();
        for batch in beside_first(files, &keys) {
            let mut batch = batch.into_iter();
            let known = std::iter::from_fn(|| {
                let part: Vec<_> = batch.by_ref().take(LOADED_TOGETHER).collect();
                if part.is_empty() {
                    return None;
                }
                // Those beside an open article are there before the index is.
                let (mut known, looked) = (Vec::new(), self.loader().look(&part, beside_read, &report));
                for (file, looked) in part.into_iter().zip(looked) {
                    match looked {
                        Ok(Looked::Skimmed(skim)) => {
                            to_read.push(file);
                            skims.push(skim);
                            continue;
                        }
                        Ok(Looked::Known(new)) => known.push((file.key, new)),
                        Ok(Looked::Saved(key)) => saved.push((file, key)),
                        Ok(Looked::Other) => {}
                        Err(problem) => problems.push(problem),
                    }
                    self.done.fetch_add(1, Ordering::Relaxed);
                }
                Some(known)
            });
            self.count += self.take_in(known)?;
            if !std::mem::replace(&mut beside_read, true) {
                let likely = likely_beside(&mut to_read, &mut skims, &self.open());
                let loaded = self.loader().load(&likely, &|| self.report(), problems);
                self.count += self.take_in(std::iter::once(loaded))?;
            }
        }
        self.take_saved(saved, problems)?;
        observer.end(&format!("{} known, {} to be read", self.count, to_read.len()));
        observer.begin("Reading articles");
        let mut queue = Queue::of(to_read, &skims);
        drop(skims);
        let mut size = FIRST_BATCH;
        loop {
            let (batch, is_likely) = queue.next(&self.open(), size);
            if batch.is_empty() {
                return Some(());
            }
            size = (2 * size).min(LARGEST_BATCH);
            let mut read = || self.loader().load(&batch, &|| self.report(), problems);
            let loaded = if is_likely { read() } else { in_background(read) };
            self.count += self.take_in(std::iter::once(loaded))?;
            if self.cache.waiting() >= WRITTEN_TOGETHER.max(self.count / 2) {
                self.cache.store(false);
            }
        }
    }

    /// The open articles of the desk, with what tells them from others.
    fn open(&self) -> Vec<(Arc<str>, Arc<str>, Arc<str>)> {
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

impl Queue {
    fn of(files: Vec<FileToLoad>, skims: &[Skim]) -> Self {
        let mut rest: Vec<usize> = (0..files.len()).collect();
        sort_by_key(&mut rest, |&place| skims[place].wording);
        let (skims, taken) = (SkimIndex::of(skims), vec![false; files.len()]);
        Self { files, skims, taken, first: VecDeque::new(), rest: rest.into_iter(), open: Vec::new() }
    }

    /// The next files to be read, and whether they share something with an open article (name, key and text).
    fn next(&mut self, open: &[(Arc<str>, Arc<str>, Arc<str>)], size: usize) -> (Vec<FileToLoad>, bool) {
        let names: Vec<_> = open.iter().map(|(name, ..)| name.clone()).collect();
        if names != self.open {
            let is_open = |file: &FileToLoad| open.iter().any(|(_, key, _)| *key == file.key);
            let of_open = self.rest.as_slice().iter().copied().filter(|&place| is_open(&self.files[place]));
            self.first = of_open.collect();
            for (name, _, text) in open.iter().filter(|(name, ..)| !self.open.contains(name)) {
                let likely = self.skims.likely(&Skim::of(text.as_bytes()), LIKELY);
                tracing::debug!("{name} shares something with {} articles", likely.len());
                self.first.extend(likely);
            }
            self.open = names;
        }
        let (mut batch, mut is_likely) = (Vec::new(), false);
        while batch.len() < size {
            let place = match self.first.pop_front() {
                Some(place) => {
                    is_likely = true;
                    place
                }
                None if is_likely => break,
                None => match self.rest.next() {
                    Some(place) => place,
                    None => break,
                },
            };
            if !std::mem::replace(&mut self.taken[place], true) {
                batch.push(self.files[place].clone());
            }
        }
        (batch, is_likely)
    }
}

/// The files in batches: first those nearest to the open articles in the order of all files, which outlets and days
/// usually share with them; then the rest, many at a time, because each batch is sorted into what there is.
fn beside_first(files: Vec<FileToLoad>, open: &[Arc<str>]) -> Vec<Vec<FileToLoad>> {
    let places: Vec<usize> = (0..files.len()).filter(|&i| open.contains(&files[i].key)).collect();
    let each = BESIDE / places.len().max(1) / 2;
    let near = |i: usize| places.iter().any(|&place| place.abs_diff(i) <= each);
    let (first, rest): (Vec<_>, Vec<_>) = files.into_iter().enumerate().partition(|(i, _)| near(*i));
    let plain = |batch: Vec<(usize, FileToLoad)>| batch.into_iter().map(|(_, file)| file).collect::<Vec<_>>();
    let mut batches = vec![plain(first)];
    let mut rest = plain(rest);
    while !rest.is_empty() {
        let left = rest.split_off(rest.len().min(LOOKED_AT));
        batches.push(std::mem::replace(&mut rest, left));
    }
    batches.retain(|batch| !batch.is_empty());
    batches
}

/// Takes out of the files beside the open articles, and of what was skimmed of them, those that share most with one of these.
/// Before all others are looked at these are read: what stands beside an article is often of its event.
fn likely_beside(
    files: &mut Vec<FileToLoad>,
    skims: &mut Vec<Skim>,
    open: &[(Arc<str>, Arc<str>, Arc<str>)],
) -> Vec<FileToLoad> {
    let index = SkimIndex::of(skims);
    let of_open = open.iter().flat_map(|(_, key, text)| {
        let likely = index.likely(&Skim::of(text.as_bytes()), LIKELY_BESIDE + 1);
        let others = likely.into_iter().filter(|&place| files[place].key != *key);
        others.take(LIKELY_BESIDE).collect::<Vec<_>>()
    });
    let likely: FxHashSet<usize> = of_open.take(MOST_BESIDE).collect();
    let mut place = 0;
    skims.retain(|_| {
        place += 1;
        !likely.contains(&(place - 1))
    });
    let (likely, rest): (Vec<_>, Vec<_>) =
        std::mem::take(files).into_iter().enumerate().partition(|(place, _)| likely.contains(place));
    *files = rest.into_iter().map(|(_, file)| file).collect();
    likely.into_iter().map(|(_, file)| file).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Desk;

    fn queue(texts: &[&str]) -> Queue {
        let file = |i: usize| Desk::default().file(format!("{i}.txt").into(), Role::Other);
        let skims: Vec<_> = texts.iter().map(|text| Skim::of(text.as_bytes())).collect();
        Queue::of((0..texts.len()).map(file).collect(), &skims)
    }

    fn next(queue: &mut Queue, open: &[(&str, &str)], size: usize) -> (Vec<String>, bool) {
        let open: Vec<_> = open.iter().map(|(key, text)| ((*key).into(), (*key).into(), (*text).into())).collect();
        let (files, is_likely) = queue.next(&open, size);
        (files.iter().map(|file| file.key.to_string()).collect(), is_likely)
    }

    const NONE: &str = "Nothing is shared.";
    const FERRY: &str = "The Vantmoor ferry sank off Kellerby with 34,000 crates.";

    #[test]
    fn what_shares_something_with_an_open_article_comes_first_and_every_file_once() {
        let mut queue = queue(&[NONE, NONE, FERRY, NONE]);
        let open = [("3.txt", "The Vantmoor ferry is said to have left Kellerby.")];
        assert_eq!(next(&mut queue, &open, 8), (vec!["3.txt".into(), "2.txt".into()], true));
        assert_eq!(next(&mut queue, &open, 1), (vec!["0.txt".into()], false));
        assert_eq!(next(&mut queue, &open, 8), (vec!["1.txt".into()], false));
        assert!(next(&mut queue, &open, 8).0.is_empty());
    }

    #[test]
    fn of_the_files_beside_an_open_article_those_that_share_something_with_it_are_taken() {
        let texts = [NONE, FERRY, NONE, "The Vantmoor ferry had left Kellerby at noon."];
        let (mut files, mut skims) = (queue(&texts).files, texts.map(|text| Skim::of(text.as_bytes())).to_vec());
        let open = [("x.txt".into(), "1.txt".into(), FERRY.into())];
        let keys = |files: &[FileToLoad]| files.iter().map(|file| file.key.to_string()).collect::<Vec<_>>();
        let likely = likely_beside(&mut files, &mut skims, &open);
        assert_eq!(
            (keys(&likely), keys(&files)),
            (vec!["3.txt".into()], ["0.txt", "1.txt", "2.txt"].map(String::from).to_vec())
        );
        assert_eq!(skims, [NONE, FERRY, NONE].map(|text| Skim::of(text.as_bytes())));
        assert!(likely_beside(&mut files, &mut skims, &[]).is_empty());
    }

    #[test]
    fn an_article_that_is_opened_meanwhile_changes_the_order() {
        let mut queue = queue(&[NONE, NONE, FERRY, NONE]);
        assert_eq!(next(&mut queue, &[], 1).0, ["0.txt"]);
        assert_eq!(next(&mut queue, &[("x.txt", FERRY)], 1), (vec!["2.txt".into()], true));
        assert_eq!(next(&mut queue, &[("x.txt", FERRY)], 8).0, ["1.txt", "3.txt"]);
    }
}
