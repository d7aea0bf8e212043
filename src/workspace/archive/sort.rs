//! Sorts the places of the keys of an archive, which may be more than fit into memory.
//!
//! They are dealt out to parts by the highest bits of their keys. Once many are at hand they go to a file for each part; in
//! the end each part is read, sorted and handed on by itself.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::corpus::archive::KeyPlace;

/// So many places are held in memory at once, in 12 bytes each.
const HELD: usize = 16 << 20;

/// Places on their way into order.
pub(super) struct Sorter {
    parts: Vec<Vec<KeyPlace>>,
    held: usize,
    most: usize,
    pub count: u64,
    /// The name of the files, without ending; `None` where everything stays in memory.
    name: Option<PathBuf>,
    files: Vec<Spilled>,
}

/// A file with the places of a part; removed with it.
struct Spilled {
    file: File,
    path: PathBuf,
}

impl Drop for Spilled {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Sorter {
    /// A sorter that keeps what it cannot hold in files whose path begins with `name`.
    pub(super) fn new(name: Option<&Path>) -> Self {
        let parts = (0..KeyPlace::PARTS).map(|_| Vec::new()).collect();
        Self { parts, held: 0, most: HELD, count: 0, name: name.map(Path::to_path_buf), files: Vec::new() }
    }

    pub(super) fn push(&mut self, place: KeyPlace) -> io::Result<()> {
        self.parts[place.part()].push(place);
        self.held += 1;
        self.count += 1;
        if self.held >= self.most && self.name.is_some() { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        let Some(name) = &self.name else { return Ok(()) };
        for part in self.files.len()..self.parts.len() {
            let path = name.with_extension(format!("{part}.part"));
            let file = File::options().read(true).write(true).create_new(true).open(&path)?;
            self.files.push(Spilled { file, path });
        }
        let mut bytes = Vec::new();
        for (part, spilled) in self.parts.iter_mut().zip(&mut self.files) {
            bytes.clear();
            part.drain(..).for_each(|place| bytes.extend(place.to_bytes()));
            spilled.file.write_all(&bytes)?;
        }
        self.held = 0;
        Ok(())
    }

    /// Each part in order, sorted, without the places of articles that are not `live`.
    pub(super) fn sorted(self, live: impl Fn(u32) -> bool + Sync) -> impl Iterator<Item = io::Result<Vec<KeyPlace>>> {
        let files = self.files.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
        self.parts.into_iter().zip(files).map(move |(mut places, spilled)| {
            if let Some(mut spilled) = spilled {
                let mut bytes = Vec::new();
                spilled.file.rewind()?;
                spilled.file.read_to_end(&mut bytes)?;
                let (chunks, _) = bytes.as_chunks::<{ KeyPlace::WIDTH }>();
                places.extend(chunks.iter().map(KeyPlace::from_bytes));
            }
            places.retain(|place| live(place.article()));
            places.par_sort_unstable();
            Ok(places)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_were_kept_in_files_come_out_as_those_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let place = |n: u32| {
            let key = n.wrapping_mul(0x9e37_79b9);
            let mut bytes = [0; KeyPlace::WIDTH];
            bytes[..4].copy_from_slice(&key.to_le_bytes());
            bytes[8..10].copy_from_slice(&((n % 50) as u16).to_le_bytes());
            KeyPlace::from_bytes(&bytes)
        };
        let sorted = |most: usize, name: Option<&Path>| {
            let mut sorter = Sorter { most, ..Sorter::new(name) };
            // Some places come twice.
            (0..3000).chain(100..200).for_each(|n| sorter.push(place(n)).unwrap());
            assert_eq!(sorter.count, 3100);
            let parts: Vec<Vec<KeyPlace>> = sorter.sorted(|article| article != 7).map(Result::unwrap).collect();
            assert_eq!(parts.len(), KeyPlace::PARTS);
            parts.concat()
        };
        let expected = sorted(usize::MAX, None);
        assert!(expected.is_sorted() && expected.len() == 3038);
        for most in [1, 64, 1000, 3100] {
            assert_eq!(sorted(most, Some(&folder.path().join("x.part"))), expected, "{most}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no file is left");
    }
}
