//! One file of a cache: a header, and entries that each carry a checksum.
//!
//! Header: [`MAGIC`], the program's fingerprint (16 bytes). Entry: its name (16 bytes), the lengths of its two parts (4
//! bytes each), the parts, the checksum of all that (8 bytes). Numbers are little-endian.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use xxhash_rust::xxh3::Xxh3;

use super::Key;
use crate::corpus::Packed;

const MAGIC: &[u8; 16] = b"copydesk cache 1";
const ENDING: &str = "pack";
/// The ending of a pack that is being written.
const UNFINISHED: &str = "part";
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
    packs.sort();
    packs.into_iter().map(|(_, path)| path).collect()
}

/// Reads a pack, entry by entry.
pub(super) fn read(path: &Path, fingerprint: u128, mut entry: impl FnMut(Key, Packed)) -> State {
    let Ok(file) = File::open(path) else { return State::Foreign };
    let mut from = BufReader::with_capacity(1 << 20, file);
    let mut header = [0; 32];
    if from.read_exact(&mut header).is_err() || header[..16] != *MAGIC || header[16..] != fingerprint.to_le_bytes() {
        return State::Foreign;
    }
    loop {
        match next(&mut from) {
            Ok(Some((key, packed))) => entry(key, packed),
            Ok(None) => return State::Whole,
            Err(_) => return State::Broken,
        }
    }
}

fn next(from: &mut impl Read) -> io::Result<Option<(Key, Packed)>> {
    let broken = || io::Error::from(io::ErrorKind::InvalidData);
    let mut head = [0; 24];
    match from.read(&mut head[..1])? {
        0 => return Ok(None),
        _ => from.read_exact(&mut head[1..])?,
    }
    let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let (facts, reading) = (number(16), number(20));
    if facts > LONGEST || reading > LONGEST {
        return Err(broken());
    }
    let mut body = Vec::new();
    from.take(u64::from(facts) + u64::from(reading) + 8).read_to_end(&mut body)?;
    if body.len() != facts as usize + reading as usize + 8 {
        return Err(broken());
    }
    let (parts, sum) = body.split_at(body.len() - 8);
    if sum != checksum(&head, &[parts]) {
        return Err(broken());
    }
    let (facts, reading) = parts.split_at(facts as usize);
    let key = u128::from_le_bytes(head[..16].try_into().map_err(|_| broken())?);
    Ok(Some((key, Packed::from_parts(facts, reading))))
}

fn checksum(head: &[u8], parts: &[&[u8]]) -> [u8; 8] {
    let mut sum = Xxh3::new();
    sum.update(head);
    parts.iter().for_each(|part| sum.update(part));
    sum.digest().to_le_bytes()
}

/// Writes the header and the entries.
pub(super) fn write_to(out: &mut impl Write, fingerprint: u128, entries: &[(Key, &Packed)]) -> io::Result<()> {
    out.write_all(MAGIC)?;
    out.write_all(&fingerprint.to_le_bytes())?;
    for (key, packed) in entries {
        let parts = packed.parts();
        let mut head = [0; 24];
        head[..16].copy_from_slice(&key.to_le_bytes());
        for (part, at) in parts.iter().zip([16, 20]) {
            let length = u32::try_from(part.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
            head[at..at + 4].copy_from_slice(&length.to_le_bytes());
        }
        out.write_all(&head)?;
        parts.iter().try_for_each(|part| out.write_all(part))?;
        out.write_all(&checksum(&head, &parts))?;
    }
    out.flush()
}

/// Writes a new pack: it is there as a whole or not at all.
pub(super) fn write(folder: &Path, fingerprint: u128, entries: &[(Key, &Packed)]) -> io::Result<PathBuf> {
    make_folder(folder)?;
    let name = unique();
    let unfinished = folder.join(format!("{name}.{UNFINISHED}"));
    let written = File::create_new(&unfinished).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 20, file);
        write_to(&mut out, fingerprint, entries)?;
        let path = folder.join(format!("{name}.{ENDING}"));
        std::fs::rename(&unfinished, &path).map(|()| path)
    });
    if written.is_err() {
        remove(&unfinished);
    }
    written
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
