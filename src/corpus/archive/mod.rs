//! Articles that are not here as files: the facts of an archive, larger than memory, beside a desk.
//!
//! `copydesk extract --keys` gives the reading of each article of an archive in its compact form. These are put together
//! once into a file that is an index: from a key to the places that have it, from the number of an article to what is
//! compared of it and what is shown. The file is mapped into memory, not read: looking a key up touches one block of
//! it, comparing an article touches that article. Whatever is found damaged is as if it were not there.
//!
//! A corpus takes an archive as its own: its articles are found under the same keys with the same bounds, are compared by
//! the same code, and are named in findings. They are no documents of the corpus otherwise: none is listed, searched,
//! renamed or checked. Where a file of the corpus has the path of an archived article, the file counts.

mod blocks;
mod layout;
mod shelf;
mod touched;
mod writer;

pub use writer::{ArchiveWriter, ArchivedArticle, KeyPlace};

use blocks::Places;
pub(super) use shelf::{FIRST, Shelf};

use super::entry::ArticleEntry;
use super::event::Signature;
use super::held::HeldReading;
use super::packed::{self, Packed};
use super::postings::{KEY_BITS, KeyKind, Posting};
use crate::reading::Reading;
use layout::{Head, ROW, Row, SUM, Tail, checked};
use smallvec::SmallVec;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use touched::Touched;

/// The parts of an article.
const HEAD: usize = 0;
const FACTS: usize = 1;
const READING: usize = 2;

/// What holds the bytes of an archive.
pub trait Stored: Send + Sync {
    /// All of them.
    fn bytes(&self) -> &[u8];
    /// Is told once that some are not as they were written.
    fn damaged(&self) {}
    /// Is told when much was looked at that need not be at hand any more.
    fn rest(&self) {}
}

impl Stored for Vec<u8> {
    fn bytes(&self) -> &[u8] {
        self
    }
}

/// The index of an archive.
pub struct Archive {
    stored: Box<dyn Stored>,
    tail: Tail,
    is_damaged: AtomicBool,
    touched: Touched,
    /// Whether findings say of its articles whose they are, as nobody has them as files.
    is_named: bool,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("tail", &self.tail).finish_non_exhaustive()
    }
}

impl Archive {
    /// The archive in these bytes; `None` where the program of that fingerprint did not write them, or not all of them
    /// are there.
    pub fn open(stored: Box<dyn Stored>, fingerprint: u128) -> Option<Self> {
        let file = stored.bytes();
        let tail = Tail::of(file).filter(|tail| tail.fingerprint == fingerprint)?;
        let part = |from: u64, to: u64| checked(file.get(from as usize..to as usize)?);
        let starts = (1u64 << tail.bits) + 1;
        let whole = part(tail.directory, tail.table)?.len() as u64 == 8 * starts
            && part(tail.table, tail.notes)?.len() as u64 == tail.articles.checked_mul(ROW as u64)?
            && part(tail.notes, tail.end).is_some();
        let touched = Touched::new(file.len());
        whole.then(|| Self { stored, tail, is_damaged: AtomicBool::new(false), touched, is_named: true })
    }

    /// The same archive for those who have all its articles: findings name them like any others.
    pub fn as_files(self) -> Self {
        Self { is_named: false, ..self }
    }

    fn file(&self) -> &[u8] {
        self.stored.bytes()
    }

    /// These bytes of the file.
    fn at(&self, bytes: Range<usize>) -> Option<&[u8]> {
        if self.touched.touch(&bytes) {
            self.stored.rest();
        }
        self.file().get(bytes)
    }

    /// What was looked at so far need not be at hand.
    fn rest(&self) {
        self.touched.clear();
        self.stored.rest();
    }

    /// Number of its articles.
    pub fn len(&self) -> usize {
        self.tail.articles as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of keys that too many places have.
    pub fn common_keys(&self) -> u64 {
        self.tail.common
    }

    /// Bytes of the whole.
    pub fn size(&self) -> usize {
        self.file().len()
    }

    /// What it was given as notes when it was written.
    pub fn notes(&self) -> &str {
        let notes = self.file().get(self.tail.notes as usize..self.tail.end as usize - SUM);
        notes.and_then(|notes| str::from_utf8(notes).ok()).unwrap_or_default()
    }

    /// Whether something was found that is not as it was written.
    pub fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    /// What is there, or `None` and a note that the file is damaged.
    fn sound<T>(&self, found: Option<T>) -> Option<T> {
        if found.is_none() && !self.is_damaged.swap(true, Ordering::Relaxed) {
            self.stored.damaged();
        }
        found
    }

    /// The places that have a key.
    fn places(&self, kind: KeyKind, key: u64) -> Places {
        let bits = self.tail.bits as u32;
        let key = Posting::bits_of(kind, key);
        let at = self.tail.directory as usize + 8 * (key >> (KEY_BITS - bits)) as usize;
        let start = |nth: usize| {
            let bytes = self.at(at + 8 * nth..at + 8 * nth + 8)?;
            usize::try_from(self.tail.blocks + u64::from_le_bytes(bytes.try_into().ok()?)).ok()
        };
        let block = || blocks::find(self.at(start(0)?..start(1)?)?, bits, key);
        self.sound(block()).unwrap_or_else(|| Places::These(SmallVec::new()))
    }

    fn row(&self, number: u32) -> Option<Row> {
        if u64::from(number) >= self.tail.articles {
            return None;
        }
        let at = self.tail.table as usize + ROW * number as usize;
        Row::from_bytes(self.at(at..at + ROW)?)
    }

    /// The part of an article: its head (0), facts (1) or reading (2).
    fn part(&self, number: u32, part: usize) -> Option<&[u8]> {
        let row = self.row(number)?;
        self.sound(
            self.at(row.range(part, self.tail.heads))
                .and_then(|bytes| if part == HEAD { Some(bytes) } else { checked(bytes) }),
        )
    }

    /// What is asked of an article without unpacking it.
    fn head(&self, number: u32) -> Option<Head<'_>> {
        self.sound(Head::of(self.part(number, HEAD)?))
    }

    /// The article of a path.
    fn at_path(&self, path: &str) -> Option<u32> {
        let Places::These(places) = self.places(KeyKind::Path, writer::path_key(path)) else { return None };
        places.into_iter().map(|place| place.0).find(|&number| self.head(number).is_some_and(|head| head.path == path))
    }

    /// The reading of an article.
    pub(super) fn reading(&self, number: u32) -> Option<Reading> {
        packed::reading(self.part(number, READING)?)
    }

    /// The text of an article.
    fn text(&self, number: u32) -> Option<Arc<str>> {
        packed::text(self.part(number, READING)?)
    }

    /// An article with what is compared of it.
    fn entry(self: &Arc<Self>, number: u32, signature: &Arc<Signature>) -> Option<ArticleEntry> {
        let head = self.head(number)?;
        let packed = Packed::from_parts(self.part(number, FACTS)?, &[]);
        // The reading is unpacked when something is said of it, which may not fail then.
        self.part(number, READING)?;
        let reading = HeldReading::archived(self.clone(), number);
        let mut entry = packed.entry_with(head.path.into(), signature, reading, packed.utterances());
        entry.archived = self.is_named.then(|| head.label.into());
        Some(entry)
    }
}
