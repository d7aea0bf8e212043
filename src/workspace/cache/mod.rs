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

mod pack;
mod place;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::Xxh3;

use super::load::FileToLoad;
use crate::corpus::{Packed, Settings};

pub(super) use pack::{make_folder, remove_if_old, unique};
pub use place::{CACHE_FOLDER, fingerprint, folder_for};

/// Names what was read and how.
pub(super) type Key = u128;

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
}

#[derive(Debug, Default)]
struct Known {
    entries: FxHashMap<Key, Packed>,
    /// The packs that they came from.
    packs: Vec<PathBuf>,
    /// Entries on disk, whether used or not.
    stored: usize,
    used: FxHashSet<Key>,
    /// The pack that what is new is written to.
    writing: Option<pack::Writing>,
    /// Whether that failed: then what is new is kept in memory.
    is_full: bool,
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

    /// The cache in `folder`, of what the program with this fingerprint wrote.
    pub fn open(folder: PathBuf, fingerprint: u128) -> Self {
        let mut known = Known::default();
        for path in pack::paths(&folder) {
            match pack::read(&path, fingerprint, |key, packed| {
                known.stored += 1;
                known.entries.insert(key, packed);
            }) {
                pack::State::Whole => known.packs.push(path),
                // What is left of it was taken; the next time it is written anew.
                pack::State::Broken => {
                    tracing::warn!("{}: the cache is damaged and is made anew", path.display());
                    known.packs.push(path);
                    known.stored += known.entries.len() + 1;
                }
                pack::State::Foreign => pack::remove_if_old(&path),
            }
        }
        Self { folder: Some(folder), fingerprint, known: Mutex::new(known) }
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

    /// What is known under a name.
    pub(super) fn get(&self, key: Key) -> Option<Packed> {
        self.folder.as_ref()?;
        let mut known = self.lock();
        let found = known.entries.get(&key).cloned()?;
        known.used.insert(key);
        Some(found)
    }

    /// Takes note of what reading gave, and gives it back in the form that needs the least memory. The next process finds it
    /// after the next [`Cache::store`].
    pub(super) fn put(&self, key: Key, packed: &Packed) -> Packed {
        let Some(folder) = &self.folder else { return packed.clone() };
        let mut known = self.lock();
        let stored = known.write(folder, self.fingerprint, key, packed).unwrap_or_else(|| packed.clone());
        known.used.insert(key);
        known.entries.insert(key, stored.clone());
        stored
    }

    /// How many readings are waiting for [`Cache::store`].
    pub(super) fn waiting(&self) -> usize {
        self.lock().writing.as_ref().map_or(0, |writing| writing.entries)
    }

    /// Finishes what was written. With `whole`, which says that everything that is in use was asked for, what is not in use is
    /// left out once it is more than half, and many packs become one. A disk that is full leaves things as they are.
    pub fn store(&self, whole: bool) {
        let Some(folder) = &self.folder else { return };
        let mut known = self.lock();
        let known = &mut *known;
        let count = known.writing.as_ref().map_or(0, |writing| writing.entries);
        if let Some(path) = known.writing.take().and_then(|writing| told(folder, writing.finish())) {
            known.packs.push(path);
            known.stored += count;
        }
        let wasted = known.stored > 2 * known.used.len().max(64);
        if whole && (known.packs.len() >= MOST_PACKS || wasted && !known.packs.is_empty()) {
            let kept = known.entries.iter().filter(|(key, _)| known.used.contains(key));
            if let Some((path, stored)) = told(folder, rewritten(folder, self.fingerprint, kept)) {
                known.packs.iter().for_each(|old| pack::remove(old));
                (known.packs, known.stored) = (vec![path], stored.len());
                known.entries.extend(stored);
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Writes an entry to the pack of what is new; `None` where that cannot be.
    fn write(&mut self, folder: &Path, fingerprint: u128, key: Key, packed: &Packed) -> Option<Packed> {
        if self.is_full {
            return None;
        }
        if self.writing.is_none() {
            self.writing = told(folder, pack::Writing::begin(folder, fingerprint));
        }
        let added = self.writing.as_mut().and_then(|writing| told(folder, writing.add(key, packed)));
        if added.is_none() {
            (self.writing, self.is_full) = (None, true);
        }
        added
    }
}

/// Writes entries to a pack of their own.
fn rewritten<'a>(
    folder: &Path,
    fingerprint: u128,
    entries: impl Iterator<Item = (&'a Key, &'a Packed)>,
) -> io::Result<(PathBuf, Vec<(Key, Packed)>)> {
    let mut writing = pack::Writing::begin(folder, fingerprint)?;
    let stored = entries.map(|(key, packed)| Ok((*key, writing.add(*key, packed)?))).collect::<io::Result<_>>()?;
    Ok((writing.finish()?, stored))
}

/// What was written, or a word about why it was not.
fn told<T>(folder: &Path, written: io::Result<T>) -> Option<T> {
    written.inspect_err(|error| tracing::warn!("{}: the cache cannot be written: {error}", folder.display())).ok()
}

#[cfg(test)]
mod tests;
