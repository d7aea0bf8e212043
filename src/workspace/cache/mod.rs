//! What reading an article gave is kept on disk, so that a corpus that was read before is there at once.
//!
//! An entry is named by a hash of everything that a reading depends on: the bytes of the file, what the configuration
//! says of the article and of comparing, and the program itself. So an entry is never stale: a file that was changed and
//! changed back finds its old one, and a new version of the program finds none.
//!
//! Entries lie in *packs*, files that are written under another name, renamed when they are whole and never changed
//! after that. Nobody needs a lock: two processes write two packs, and one that is killed leaves a file that is not
//! looked at. Every entry carries a checksum; from the first one that does not fit, a pack is not believed. Whatever is
//! wrong with a cache, the articles are read again.
//!
//! Beside the packs of a large corpus stands its [`index`], which a server begins with. It then reads no pack before it is
//! ready, and looks whether they are whole right after ([`Cache::packs_are_whole`]).

mod index;
mod pack;
mod place;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::Xxh3;

use super::load::FileToLoad;
use crate::corpus::{Corpus, Packed, Settings, Store};

pub(super) use index::SavedIndex;
pub(super) use pack::{make_folder, remove_if_old, unique};
pub use place::{CACHE_FOLDER, fingerprint, folder_for};

/// Names what was read and how.
pub(super) type Key = u128;

/// A corpus of fewer articles is put together sooner than its index is worth.
const INDEXED_FROM: usize = 2048;

/// More packs than this are written anew as one.
const MOST_PACKS: usize = 6;

/// The readings that are known of one corpus.
#[derive(Debug, Default)]
pub struct Cache {
    /// Where the packs are; `None` where nothing is kept.
    folder: Option<PathBuf>,
    /// Of the program.
    fingerprint: u128,
    known: Mutex<Known>,
    /// The index that stands beside the packs, where it was asked for.
    index: Option<SavedIndex>,
}

#[derive(Debug, Default)]
struct Known {
    entries: FxHashMap<Key, Entry>,
    /// The packs that they come from.
    packs: Vec<Pack>,
    /// Whether one of them is damaged.
    is_damaged: bool,
    /// Entries on disk, whether used or not.
    stored: usize,
    used: FxHashSet<Key>,
    /// The pack that what is new is written to, and its number.
    writing: Option<(u32, pack::Writing)>,
    /// Whether that failed: then what is new is kept in memory.
    is_full: bool,
}

/// A file that entries are read from.
#[derive(Debug)]
struct Pack {
    store: Arc<dyn Store>,
    /// Where the next process finds it; `None` of one that is not whole yet, and of one that was removed.
    path: Option<PathBuf>,
}

/// Where a reading is.
#[derive(Clone, Debug)]
enum Entry {
    /// In the pack of that number.
    Stored(index::Place),
    Here(Packed),
}

impl Cache {
    /// A cache that keeps nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// The cache of the corpus at `root`, in the user's cache folder; one that keeps nothing where there is none.
    pub fn of(root: &Path) -> Self {
        match (folder_for(root), fingerprint()) {
            (Some(folder), Some(fingerprint)) => Self::open(folder, fingerprint),
            _ => Self::none(),
        }
    }

    /// The same, beginning with the index where there is one: what it names is believed before it was looked at.
    pub(super) fn of_indexed(root: &Path) -> Self {
        match (folder_for(root), fingerprint()) {
            (Some(folder), Some(fingerprint)) => Self::open_indexed(folder, fingerprint),
            _ => Self::none(),
        }
    }

    /// The cache in `folder`, of what the program with this fingerprint wrote.
    pub fn open(folder: PathBuf, fingerprint: u128) -> Self {
        Self::begun(folder, fingerprint, None)
    }

    fn open_indexed(folder: PathBuf, fingerprint: u128) -> Self {
        let index = SavedIndex::open(&folder, fingerprint);
        Self::begun(folder, fingerprint, index)
    }

    /// What the packs hold that the index does not name, and what it does.
    fn begun(folder: PathBuf, fingerprint: u128, index: Option<SavedIndex>) -> Self {
        let mut known = Known::default();
        let named = index.as_ref().map(|index| index.packs(&folder)).unwrap_or_default();
        let packs = named.iter().map(|path| Some(Pack { store: pack::store(path)?, path: Some(path.clone()) }));
        let packs: Option<Vec<_>> = packs.collect();
        let index = index.filter(|_| packs.is_some());
        if let (Some(index), Some(packs)) = (&index, packs) {
            (known.packs, known.stored) = (packs, index.len());
            known.entries = index.articles().iter().map(|(key, place)| (*key, Entry::Stored(*place))).collect();
        }
        for path in pack::paths(&folder) {
            if index.is_some() && named.contains(&path) {
                continue;
            }
            let Some(store) = pack::store(&path) else { continue };
            let number = known.packs.len() as u32;
            let state = pack::read(&path, fingerprint, |key, at, parts| {
                known.stored += 1;
                known.entries.insert(key, Entry::Stored(index::Place { pack: number, at, parts }));
            });
            match state {
                pack::State::Whole => known.packs.push(Pack { store, path: Some(path) }),
                // What is left of it was taken; the next time it is written anew.
                pack::State::Broken => {
                    tracing::warn!("{}: the cache is damaged and is made anew", path.display());
                    known.packs.push(Pack { store, path: Some(path) });
                    known.is_damaged = true;
                }
                pack::State::Foreign => pack::remove_if_old(&path),
            }
        }
        Self { folder: Some(folder), fingerprint, known: Mutex::new(known), index }
    }

    /// The index that it begins with.
    pub(super) fn index(&self) -> Option<&SavedIndex> {
        self.index.as_ref()
    }

    /// Whether the packs that were believed because the index names them are whole. Where one is not, the index is taken away: the next
    /// cache is made of what is left.
    pub(super) fn packs_are_whole(&self) -> bool {
        let (Some(folder), Some(index)) = (&self.folder, &self.index) else { return true };
        let is_whole = |path: &PathBuf| match pack::read(path, self.fingerprint, |_, _, _| {}) {
            pack::State::Whole => true,
            // Another process may have written it anew meanwhile.
            pack::State::Foreign => !path.exists(),
            pack::State::Broken => false,
        };
        let broken = index.packs(folder).into_iter().find(|path| !is_whole(path));
        if let Some(path) = &broken {
            tracing::warn!("{}: the cache is damaged and is made anew", path.display());
            index::remove(folder);
        }
        broken.is_none()
    }

    /// Takes the index away: it turned out to be none.
    pub(super) fn remove_index(&self) {
        self.folder.iter().for_each(|folder| index::remove(folder));
    }

    /// Writes the index of a corpus after all of it was loaded, unless the one that is there has nearly all of it and little
    /// else; `taken` articles of it were taken from that.
    pub(super) fn save_index(&self, corpus: &Corpus, articles: usize, taken: usize) {
        self.save_index_unless(corpus, articles, |folder, articles| {
            self.index.as_ref().is_some_and(|index| self.fits(folder, index, articles, taken))
        });
    }

    /// The same of a corpus that was put together without looking at the index.
    pub(super) fn save_index_unseen(&self, corpus: &Corpus) {
        let articles = corpus.listed(|_| true).names.len();
        self.save_index_unless(corpus, articles, |folder, articles| {
            let Some(index) = SavedIndex::open(folder, self.fingerprint) else { return false };
            let known = corpus.listed(|key| !index.numbers(key).is_empty()).names.len();
            self.fits(folder, &index, articles, known)
        });
    }

    /// Whether an index has nearly all of so many articles and little else, if so many of these are in it.
    fn fits(&self, folder: &Path, index: &SavedIndex, articles: usize, known: usize) -> bool {
        let is_there = |path: &PathBuf| self.lock().packs.iter().any(|pack| pack.path.as_ref() == Some(path));
        let has_most = known >= index.len() / 2 && known >= articles - articles / 8;
        has_most && index.packs(folder).iter().all(is_there)
    }

    fn save_index_unless(&self, corpus: &Corpus, articles: usize, fits: impl FnOnce(&Path, usize) -> bool) {
        let Some(folder) = self.folder.as_deref().filter(|_| articles >= INDEXED_FROM) else { return };
        if !fits(folder, articles) {
            let written = told(folder, self.write_index(folder, corpus));
            written.into_iter().for_each(|count| tracing::debug!("the index of {count} articles was written"));
        }
    }

    fn write_index(&self, folder: &Path, corpus: &Corpus) -> io::Result<usize> {
        let known = self.lock();
        // Packs are numbered as they are found again, without those that were removed.
        let whole: Vec<(u32, &Path)> =
            (0..).zip(&known.packs).filter_map(|(number, pack)| Some((number, pack.path.as_deref()?))).collect();
        let place = |key: Key| match known.entries.get(&key)? {
            Entry::Stored(place) => {
                let pack = whole.iter().position(|(number, _)| *number == place.pack)? as u32;
                Some(index::Place { pack, ..*place })
            }
            Entry::Here(_) => None,
        };
        let paths: Vec<&Path> = whole.iter().map(|(_, path)| *path).collect();
        index::write(folder, self.fingerprint, &paths, corpus, place)
    }

    /// Whether anything is kept.
    pub fn is_on(&self) -> bool {
        self.folder.is_some()
    }

    /// The name of what reading a file of these bytes gives.
    pub(super) fn key(&self, bytes: &[u8], file: &FileToLoad, settings: &Settings) -> Key {
        let mut hash = Xxh3::new();
        hash.update(&self.fingerprint.to_le_bytes());
        hash.update(format!("{:?} {} {:?} {settings:?}", file.role, file.prose_only, file.overrides).as_bytes());
        hash.update(bytes);
        hash.digest128()
    }

    /// Where what is known under a name is kept: the number of its pack and the place in it.
    pub(super) fn place(&self, key: Key) -> Option<(u32, u64)> {
        self.lock().entries.get(&key).map(|entry| match entry {
            Entry::Stored(place) => (place.pack, place.at),
            Entry::Here(_) => (u32::MAX, 0),
        })
    }

    /// What is known under a name.
    pub(super) fn get(&self, key: Key) -> Option<Packed> {
        self.folder.as_ref()?;
        let mut known = self.lock();
        let found = known.packed(known.entries.get(&key)?)?;
        known.used.insert(key);
        Some(found)
    }

    /// Takes note of what reading gave, and gives it back in the form that needs the least memory. The next process finds it
    /// after the next [`Cache::store`].
    pub(super) fn put(&self, key: Key, packed: &Packed) -> Packed {
        let Some(folder) = &self.folder else { return packed.clone() };
        let mut known = self.lock();
        let entry = known.write(folder, self.fingerprint, key, packed).unwrap_or_else(|| Entry::Here(packed.clone()));
        let stored = known.packed(&entry).unwrap_or_else(|| packed.clone());
        known.used.insert(key);
        known.entries.insert(key, entry);
        stored
    }

    /// How many readings are waiting for [`Cache::store`].
    pub(super) fn waiting(&self) -> usize {
        self.lock().writing.as_ref().map_or(0, |(_, writing)| writing.entries)
    }

    /// Finishes what was written. With `whole`, which says that everything that is in use was asked for, what is not in use is
    /// left out once it is more than half, and many packs become one. A disk that is full leaves things as they are.
    pub fn store(&self, whole: bool) {
        let Some(folder) = &self.folder else { return };
        let mut known = self.lock();
        let known = &mut *known;
        if let Some((pack, writing)) = known.writing.take() {
            let count = writing.entries;
            if let Some(path) = told(folder, writing.finish()) {
                known.packs[pack as usize].path = Some(path);
                known.stored += count;
            }
        }
        let whole_packs = known.packs.iter().filter(|pack| pack.path.is_some()).count();
        let wasted = known.stored > 2 * known.used.len().max(64);
        if whole && (whole_packs >= MOST_PACKS || (wasted || known.is_damaged) && whole_packs > 0) {
            told(folder, known.write_anew(folder, self.fingerprint));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// What an entry holds.
    fn packed(&self, entry: &Entry) -> Option<Packed> {
        match entry {
            Entry::Stored(place) => {
                self.packs.get(place.pack as usize).map(|pack| Packed::stored(&pack.store, place.at, place.parts))
            }
            Entry::Here(packed) => Some(packed.clone()),
        }
    }

    /// Writes an entry to the pack of what is new; `None` where that cannot be.
    fn write(&mut self, folder: &Path, fingerprint: u128, key: Key, packed: &Packed) -> Option<Entry> {
        if self.is_full {
            return None;
        }
        if self.writing.is_none() {
            let writing = told(folder, pack::Writing::begin(folder, fingerprint))?;
            self.writing = Some((self.packs.len() as u32, writing));
            self.packs
                .extend(self.writing.as_ref().map(|(_, writing)| Pack { store: writing.store.clone(), path: None }));
        }
        let (pack, writing) = self.writing.as_mut()?;
        let added = told(folder, writing.add(key, packed));
        let place = added.map(|(at, parts)| index::Place { pack: *pack, at, parts });
        if place.is_none() {
            (self.writing, self.is_full) = (None, true);
        }
        place.map(Entry::Stored)
    }

    /// Writes all entries that are used to one pack in the place of all that there are.
    fn write_anew(&mut self, folder: &Path, fingerprint: u128) -> io::Result<()> {
        let mut writing = pack::Writing::begin(folder, fingerprint)?;
        let number = self.packs.len() as u32;
        let mut stored = Vec::with_capacity(self.used.len());
        for (key, entry) in self.entries.iter().filter(|(key, _)| self.used.contains(key)) {
            if let Some(packed) = self.packed(entry) {
                let (at, parts) = writing.add(*key, &packed)?;
                stored.push((*key, Entry::Stored(index::Place { pack: number, at, parts })));
            }
        }
        let store = writing.store.clone();
        let path = writing.finish()?;
        self.packs.iter_mut().filter_map(|pack| pack.path.take()).for_each(|old| pack::remove(&old));
        self.packs.push(Pack { store, path: Some(path) });
        self.is_damaged = false;
        self.stored = stored.len();
        self.entries.extend(stored);
        Ok(())
    }
}

/// What was written, or a word about why it was not.
fn told<T>(folder: &Path, written: io::Result<T>) -> Option<T> {
    written.inspect_err(|error| tracing::warn!("{}: the cache cannot be written: {error}", folder.display())).ok()
}

#[cfg(test)]
mod tests;
