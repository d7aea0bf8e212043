//! The index of a whole corpus beside the packs: a start reads it, and need not unpack the keys of every article and put
//! them in order.
//!
//! It is never needed and never believed further than it can be checked. It names the packs of which it was made, with their lengths;
//! where one of these is gone or of another length it is not looked at. Every section carries a checksum, looked at when it is
//! read. It is written under another name and renamed when it is whole. What packs hold beyond it is read from them.
//!
//! The sections ([`Section`]), then the directory, and last the *tail*: where the directory begins (8 bytes), its checksum
//! (8), [`MAGIC`] and the program's fingerprint (16). Numbers are little-endian.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use xxhash_rust::xxh3::xxh3_64;

use super::{Key, pack};
use crate::corpus::{Corpus, Section, sections};

const MAGIC: &[u8; 16] = b"copydesk index 1";
const NAME: &str = "corpus.index";
const TAIL: usize = 48;
/// A longer directory is none: a hundred thousand articles have three megabytes.
const LONGEST: u64 = 1 << 30;
/// So many sections, of a few megabytes each, are made side by side before they are written.
const MADE_TOGETHER: usize = 2;

/// Where an article is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Place {
    /// Which of the packs.
    pub pack: u32,
    /// Where its parts begin.
    pub at: u64,
    /// Bytes of each.
    pub parts: [u32; 2],
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Directory {
    /// The names of the packs and how many bytes they have.
    packs: Vec<(String, u64)>,
    articles: Vec<(Key, Place)>,
    /// Where each section begins, how many bytes it has, and their checksum.
    sections: Vec<(u64, u64, u64)>,
}

/// An index that was found beside the packs of which it was made.
#[derive(Debug)]
pub(in crate::workspace) struct SavedIndex {
    file: File,
    directory: Directory,
    /// The numbers of the articles of each name: an article may be there twice.
    numbers: FxHashMap<Key, SmallVec<[u32; 1]>>,
}

impl SavedIndex {
    /// The index in a folder, of what the program with this fingerprint wrote.
    pub(super) fn open(folder: &Path, fingerprint: u128) -> Option<Self> {
        let file = File::open(folder.join(NAME)).ok()?;
        let tail_at = file.metadata().ok()?.len().checked_sub(TAIL as u64)?;
        let mut tail = [0; TAIL];
        pack::read_at(&file, tail_at, &mut tail).ok()?;
        let number = |at: usize| u64::from_le_bytes(std::array::from_fn(|i| tail[at + i]));
        if tail[16..32] != *MAGIC || tail[32..] != fingerprint.to_le_bytes() {
            return None;
        }
        let length = tail_at.checked_sub(number(0)).filter(|length| *length <= LONGEST)?;
        let bytes = checked(&file, (number(0), length, number(8)))?;
        let directory: Directory = postcard::from_bytes(&bytes).ok()?;
        let is_there = |(name, length): &(String, u64)| {
            folder.join(name).metadata().is_ok_and(|file| file.is_file() && file.len() == *length)
        };
        let within = |place: &Place| {
            let end = place.parts.iter().try_fold(place.at, |at, length| at.checked_add(u64::from(*length)));
            directory.packs.get(place.pack as usize).zip(end).is_some_and(|((_, length), end)| end <= *length)
        };
        let fits = directory.packs.iter().all(is_there)
            && directory.articles.iter().all(|(_, place)| within(place))
            && directory.sections.len() == sections(directory.articles.len()).count();
        if !fits {
            return None;
        }
        let mut numbers: FxHashMap<Key, SmallVec<[u32; 1]>> = FxHashMap::default();
        for (number, (key, _)) in directory.articles.iter().enumerate() {
            numbers.entry(*key).or_default().push(number as u32);
        }
        Some(Self { file, directory, numbers })
    }

    /// The packs of which it was made.
    pub(super) fn packs(&self, folder: &Path) -> Vec<PathBuf> {
        self.directory.packs.iter().map(|(name, _)| folder.join(name)).collect()
    }

    /// Its articles and where they are.
    pub(super) fn articles(&self) -> &[(Key, Place)] {
        &self.directory.articles
    }

    /// How many articles it has.
    pub(in crate::workspace) fn len(&self) -> usize {
        self.directory.articles.len()
    }

    /// The numbers of the articles of that name.
    pub(in crate::workspace) fn numbers(&self, key: Key) -> &[u32] {
        self.numbers.get(&key).map_or(&[], |numbers| numbers)
    }

    /// A section as it was written.
    pub(in crate::workspace) fn read(&self, section: Section) -> Option<Vec<u8>> {
        let nth = sections(self.len()).position(|other| other == section)?;
        checked(&self.file, *self.directory.sections.get(nth)?)
    }
}

/// So many bytes from there on, if they have that checksum.
fn checked(file: &File, (at, length, sum): (u64, u64, u64)) -> Option<Vec<u8>> {
    let end = at.checked_add(length)?;
    if end > file.metadata().ok()?.len() {
        return None;
    }
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    pack::read_at(file, at, &mut bytes).ok()?;
    (xxh3_64(&bytes) == sum).then_some(bytes)
}

/// Writes the index of the articles of a corpus that are in these packs; `place` says where.
pub(super) fn write(
    folder: &Path,
    fingerprint: u128,
    packs: &[&Path],
    corpus: &Corpus,
    place: impl Fn(Key) -> Option<Place>,
) -> io::Result<usize> {
    let listed = corpus.listed(|key| place(key).is_some());
    let mut directory = Directory::default();
    for path in packs {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        directory.packs.push((name, path.metadata()?.len()));
    }
    directory.articles = listed.names.iter().filter_map(|&key| Some((key, place(key)?))).collect();
    let unfinished = Unfinished(folder.join(format!("{}.{}", pack::unique(), pack::UNFINISHED)));
    let mut out = BufWriter::with_capacity(1 << 20, File::create_new(&unfinished.0)?);
    let mut at = 0;
    let all: Vec<Section> = sections(listed.names.len()).collect();
    for some in all.chunks(MADE_TOGETHER) {
        let make = |&section: &Section| {
            let bytes = corpus.section(&listed, section);
            (xxh3_64(&bytes), bytes)
        };
        let made: Vec<_> = some.par_iter().map(make).collect();
        for (sum, bytes) in made {
            directory.sections.push((at, bytes.len() as u64, sum));
            out.write_all(&bytes)?;
            at += bytes.len() as u64;
        }
    }
    let bytes = postcard::to_allocvec(&directory).map_err(io::Error::other)?;
    out.write_all(&bytes)?;
    out.write_all(&at.to_le_bytes())?;
    out.write_all(&xxh3_64(&bytes).to_le_bytes())?;
    out.write_all(MAGIC)?;
    out.write_all(&fingerprint.to_le_bytes())?;
    out.into_inner()?;
    std::fs::rename(&unfinished.0, folder.join(NAME))?;
    Ok(directory.articles.len())
}

/// Takes the index away: it does not fit.
pub(super) fn remove(folder: &Path) {
    pack::remove(&folder.join(NAME));
}

/// A file that is gone again unless it gets its name.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // It is there no more where it was renamed.
        pack::remove(&self.0);
    }
}
