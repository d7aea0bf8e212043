//! The lines of a file of readings, whether it is compressed or not.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

/// A longer line is no reading: an article has a mebibyte of text at most, and what is said of it a few times that.
const LONGEST: u64 = 256 << 20;

/// The lines of a file, by their numbers from 1.
pub(super) struct Lines {
    from: Box<dyn BufRead + Send>,
    number: usize,
}

/// Counts the bytes that are read of a file, as progress is told by them.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Lines {
    /// Opens a file: what it is compressed by is told by its first bytes. `read` is told how much was read.
    pub(super) fn open(path: &Path, read: Arc<AtomicU64>) -> io::Result<Self> {
        let mut file = BufReader::with_capacity(1 << 18, Counted { file: File::open(path)?, read });
        let from: Box<dyn BufRead + Send> = match file.fill_buf()? {
            // One frame after the other: a compressor may write several, and files may be joined.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
                Box::new(BufReader::with_capacity(1 << 18, zstd::Decoder::with_buffer(file)?))
            }
            [0x1f, 0x8b, ..] => Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(file))),
            _ => Box::new(file),
        };
        Ok(Self { from, number: 0 })
    }

    /// The next lines that are not empty, `most` of them or fewer at the end of the file.
    pub(super) fn next(&mut self, most: usize) -> io::Result<Vec<(usize, Vec<u8>)>> {
        let mut lines = Vec::with_capacity(most);
        while lines.len() < most {
            let mut line = Vec::new();
            let read = (&mut self.from).take(LONGEST).read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            self.number += 1;
            if read as u64 == LONGEST {
                return Err(io::Error::other(format!("line {} is longer than {} MiB", self.number, LONGEST >> 20)));
            }
            if !line.trim_ascii().is_empty() {
                lines.push((self.number, line));
            }
        }
        Ok(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// One frame that holds "a", uncompressed, without a checksum; and one to be skipped.
    const FRAME: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd, 0x20, 2, 17, 0, 0, b'a', b'\n'];
    const SKIPPED: &[u8] = &[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];

    fn lines(bytes: &[u8]) -> io::Result<Vec<(usize, String)>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, bytes).unwrap();
        let read = Arc::new(AtomicU64::new(0));
        let mut lines = Lines::open(&path, read.clone())?;
        let mut all = Vec::new();
        loop {
            let next = lines.next(2)?;
            if next.is_empty() {
                assert_eq!(read.load(Ordering::Relaxed), bytes.len() as u64);
                return Ok(all);
            }
            all.extend(next.into_iter().map(|(n, line)| (n, String::from_utf8(line).unwrap().trim().to_owned())));
        }
    }

    #[test]
    fn plain_and_compressed_files_have_the_same_lines() {
        let expected = [(1, "a".to_owned()), (3, "b".to_owned()), (4, "c".to_owned())];
        assert_eq!(lines(b"a\n\nb\nc").unwrap(), expected);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"a\n").unwrap();
        let first = gzip.finish().unwrap();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"\nb\nc").unwrap();
        assert_eq!(lines(&[first, gzip.finish().unwrap()].concat()).unwrap(), expected);
        assert_eq!(lines(b"").unwrap(), []);
    }

    #[test]
    fn all_frames_of_a_zstandard_file_are_read_and_one_that_is_cut_off_is_an_error() {
        let a = |n| (n, "a".to_owned());
        assert_eq!(lines(&[FRAME, SKIPPED, FRAME, FRAME].concat()).unwrap(), [a(1), a(2), a(3)]);
        assert_eq!(lines(&[SKIPPED, FRAME].concat()).unwrap(), [a(1)]);
        assert!((5..FRAME.len()).all(|end| lines(&[FRAME, &FRAME[..end]].concat()).is_err()));
    }
}
