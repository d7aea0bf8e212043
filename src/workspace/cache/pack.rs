//! One file of a cache: a header, and entries that each carry a checksum.
//!
//! Header: [`MAGIC`], the program's fingerprint (16 bytes). Entry: its name (16 bytes), the lengths of its two parts (4
//! bytes each), the parts, the checksum of all that (8 bytes). Numbers are little-endian.

use crate::text::sorting::sort;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use xxhash_rust::xxh3::Xxh3;

use super::Key;
use crate::corpus::{Packed, Store};

const MAGIC: &[u8; 16] = b"copydesk cache 1";
const ENDING: &str = "pack";
/// The ending of a pack that is being written.
pub(super) const UNFINISHED: &str = "part";
/// A longer part is no article's.
const LONGEST: u32 = 64 << 20;
/// What another version of the program wrote, or never finished, is removed when it is that old.
const OLD: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// All of it is believed.
    Whole,
    /// What comes after the entries so far is not believed.
    Broken,
    /// Another version of the program wrote it, or it is no pack.
    Foreign,
}

/// The packs in a folder, the oldest first; what nobody finished is removed when it is old.
pub(super) fn paths(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let (packs, others): (Vec<_>, Vec<_>) = files.partition(|path| path.extension().is_some_and(|e| e == ENDING));
    others.iter().filter(|p| p.extension().is_some_and(|e| e == UNFINISHED)).for_each(|path| remove_if_old(path));
    let mut packs: Vec<_> =
        packs.into_iter().map(|path| (path.metadata().and_then(|m| m.modified()).ok(), path)).collect();
    sort(&mut packs);
    packs.into_iter().map(|(_, path)| path).collect()
}

/// A pack, to read from where its entries are known.
pub(super) fn store(path: &Path) -> Option<Arc<dyn Store>> {
    Some(Arc::new(Stored(File::open(path).ok()?)))
}

/// Reads a pack, entry by entry: the name of each, where its parts begin and how many bytes they have. What an entry holds
/// stays in the file.
pub(super) fn read(path: &Path, fingerprint: u128, mut entry: impl FnMut(Key, u64, [u32; 2])) -> State {
    let Ok(file) = File::open(path) else { return State::Foreign };
    let mut from = BufReader::with_capacity(1 << 20, file);
    let mut header = [0; HEADER];
    if from.read_exact(&mut header).is_err() || header[..16] != *MAGIC || header[16..] != fingerprint.to_le_bytes() {
        return State::Foreign;
    }
    let (mut at, mut body) = (HEADER as u64, Vec::new());
    loop {
        match next(&mut from, &mut body) {
            Ok(Some((key, parts))) => {
                entry(key, at + HEAD as u64, parts);
                at += length(parts);
            }
            Ok(None) => return State::Whole,
            Err(_) => return State::Broken,
        }
    }
}

/// A pack from which entries are read.
#[derive(Debug)]
struct Stored(File);

impl Store for Stored {
    fn read(&self, at: u64, into: &mut [u8]) -> bool {
        read_at(&self.0, at, into).is_ok()
    }
}

#[cfg(unix)]
pub(super) fn read_at(file: &File, at: u64, into: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, at)
}

#[cfg(windows)]
pub(super) fn read_at(file: &File, mut at: u64, mut into: &mut [u8]) -> io::Result<()> {
    while !into.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, into, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => (at, into) = (at + read as u64, &mut into[read..]),
        }
    }
    Ok(())
}

/// Bytes before the first entry, before the parts of an entry, and behind them.
const HEADER: usize = 32;
const HEAD: usize = 24;
const SUM: usize = 8;

/// Bytes of an entry of two parts of these lengths.
fn length(parts: [u32; 2]) -> u64 {
    (HEAD + SUM) as u64 + u64::from(parts[0]) + u64::from(parts[1])
}

/// The next entry's name and the lengths of its parts, once its checksum is right.
fn next(from: &mut impl Read, body: &mut Vec<u8>) -> io::Result<Option<(Key, [u32; 2])>> {
    let broken = || io::Error::from(io::ErrorKind::InvalidData);
    let mut head = [0; HEAD];
    match from.read(&mut head[..1])? {
        0 => return Ok(None),
        _ => from.read_exact(&mut head[1..])?,
    }
    let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let parts = [number(16), number(20)];
    if parts.iter().any(|length| *length > LONGEST) {
        return Err(broken());
    }
    body.clear();
    let rest = length(parts) - HEAD as u64;
    from.take(rest).read_to_end(body)?;
    if body.len() as u64 != rest {
        return Err(broken());
    }
    let (both, sum) = body.split_at(body.len() - SUM);
    if sum != checksum(&head, &[both]) {
        return Err(broken());
    }
    let key = u128::from_le_bytes(head[..16].try_into().map_err(|_| broken())?);
    Ok(Some((key, parts)))
}

fn checksum(head: &[u8], parts: &[&[u8]]) -> [u8; 8] {
    let mut sum = Xxh3::new();
    sum.update(head);
    parts.iter().for_each(|part| sum.update(part));
    sum.digest().to_le_bytes()
}

/// Writes an entry; the lengths of its parts.
pub(super) fn write_entry(out: &mut impl Write, key: Key, packed: &Packed) -> io::Result<[u32; 2]> {
    let parts = packed.parts();
    let too_long = |_| io::Error::from(io::ErrorKind::InvalidInput);
    let lengths = [u32::try_from(parts[0].len()).map_err(too_long)?, u32::try_from(parts[1].len()).map_err(too_long)?];
    let mut entry = Vec::with_capacity(length(lengths) as usize);
    entry.extend(key.to_le_bytes());
    lengths.iter().for_each(|length| entry.extend(length.to_le_bytes()));
    parts.iter().for_each(|part| entry.extend_from_slice(part));
    entry.extend(checksum(&entry[..HEAD], &[&entry[HEAD..]]));
    // At once: where the disk is full, what was written before is still whole.
    out.write_all(&entry)?;
    Ok(lengths)
}

pub(super) fn write_header(out: &mut impl Write, fingerprint: u128) -> io::Result<()> {
    out.write_all(MAGIC)?;
    out.write_all(&fingerprint.to_le_bytes())
}

/// A pack that is being written: it is there as a whole or not at all. Its entries can be read all the same.
#[derive(Debug)]
pub(super) struct Writing {
    file: File,
    pub(super) store: Arc<dyn Store>,
    /// Where the next entry begins.
    at: u64,
    pub(super) entries: usize,
    unfinished: PathBuf,
    whole: PathBuf,
}

impl Writing {
    pub(super) fn begin(folder: &Path, fingerprint: u128) -> io::Result<Self> {
        make_folder(folder)?;
        let name = unique();
        let unfinished = folder.join(format!("{name}.{UNFINISHED}"));
        let whole = folder.join(format!("{name}.{ENDING}"));
        let file = File::options().read(true).write(true).create_new(true).open(&unfinished)?;
        // Not a copy of the handle: where reading moves its place, writing would go on from there.
        let store = Arc::new(Stored(File::open(&unfinished)?));
        let mut writing = Self { file, store, at: HEADER as u64, entries: 0, unfinished, whole };
        write_header(&mut writing.file, fingerprint)?;
        Ok(writing)
    }

    /// Adds an entry; where its parts begin and how many bytes they have.
    pub(super) fn add(&mut self, key: Key, packed: &Packed) -> io::Result<(u64, [u32; 2])> {
        let parts = write_entry(&mut self.file, key, packed)?;
        let at = self.at + HEAD as u64;
        self.at += length(parts);
        self.entries += 1;
        Ok((at, parts))
    }

    /// Gives the pack its name.
    pub(super) fn finish(mut self) -> io::Result<PathBuf> {
        std::fs::rename(&self.unfinished, &self.whole)?;
        self.unfinished = PathBuf::new();
        Ok(self.whole.clone())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.unfinished.as_os_str().is_empty() {
            remove(&self.unfinished);
        }
    }
}

/// Only the user may look into the folder: it holds the texts of articles.
pub(in crate::workspace) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A name that no other process and no other moment has.
pub(in crate::workspace) fn unique() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    format!("{now:x}-{:x}-{:x}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

pub(super) fn remove(path: &Path) {
    // It may be gone already, or be in use by another process; then it is removed another time.
    let _ = std::fs::remove_file(path);
}

pub(in crate::workspace) fn remove_if_old(path: &Path) {
    let modified = path.metadata().and_then(|m| m.modified()).ok();
    if modified.and_then(|m| m.elapsed().ok()).is_some_and(|age| age > OLD) {
        remove(path);
    }
}
