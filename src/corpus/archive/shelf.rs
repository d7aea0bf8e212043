//! The articles of an archive as a corpus hands them out: made when somebody asks for one, forgotten when there are many.

use super::super::keys::Outline;
use super::super::postings::{KeyKind, Posting};
use super::super::quote::UtteranceOutline;
use super::super::{Document, DocumentId, Work};
use super::{Archive, Places};
use rustc_hash::FxHashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// The id of an archive's first article: documents of the corpus itself have smaller ones.
pub(in super::super) const FIRST: u32 = 1 << 31;

/// Articles in a chunk of the table: those that are asked for are seldom neighbours.
const CHUNK: usize = 8;
/// So many articles may be unpacked at once, in some 20 kB each; of so many more may be known where they are from. All
/// figures of an article together are compared with a few thousand, which the next letter is compared with again.
const UNPACKED: usize = 8 * 1024;
const KNOWN: usize = 64 * 1024;

/// An article of the archive that somebody asked for.
#[derive(Debug)]
struct Taken {
    path: Arc<str>,
    outline: Outline,
    /// `None` where the archive is damaged there.
    document: OnceLock<Option<Document>>,
    /// Whether somebody looked at it since this was last asked.
    seen: AtomicBool,
}

type Chunk = [OnceLock<Arc<Taken>>; CHUNK];

/// Those articles that somebody asked for.
#[derive(Debug)]
struct Table {
    chunks: Box<[OnceLock<Box<Chunk>>]>,
    known: AtomicUsize,
    unpacked: AtomicUsize,
}

impl Table {
    fn new(articles: usize) -> Self {
        let chunks = (0..articles.div_ceil(CHUNK)).map(|_| OnceLock::new()).collect();
        Self { chunks, known: AtomicUsize::new(0), unpacked: AtomicUsize::new(0) }
    }

    fn place(&self, number: u32) -> Option<&OnceLock<Arc<Taken>>> {
        let chunk = self.chunks.get(number as usize / CHUNK)?;
        let chunk = chunk.get_or_init(|| Box::new(std::array::from_fn(|_| OnceLock::new())));
        Some(&chunk[number as usize % CHUNK])
    }
}

/// An archive within a corpus; cheap to clone.
#[derive(Clone, Debug)]
pub(in super::super) struct Shelf {
    archive: Arc<Archive>,
    table: Arc<Table>,
    /// Articles that the corpus has as files.
    hidden: Arc<FxHashSet<u32>>,
}

impl Shelf {
    pub(in super::super) fn new(archive: Arc<Archive>) -> Self {
        let table = Arc::new(Table::new(archive.len()));
        Self { archive, table, hidden: Arc::default() }
    }

    pub(in super::super) fn archive(&self) -> &Arc<Archive> {
        &self.archive
    }

    fn number(id: DocumentId) -> Option<u32> {
        id.0.checked_sub(FIRST)
    }

    /// From now on the article of that path is, or is not, at hand as a file.
    pub(in super::super) fn hide(&mut self, path: &str, hidden: bool) {
        let Some(number) = self.archive.at_path(path).filter(|n| self.hidden.contains(n) != hidden) else { return };
        let all = Arc::make_mut(&mut self.hidden);
        if hidden {
            all.insert(number);
        } else {
            all.remove(&number);
        }
    }

    /// The places that have a key, no more than `most`: `false` where they are more. Without a limit, a key that far too many
    /// have gives none.
    pub(in super::super) fn find(
        &self,
        kind: KeyKind,
        key: u64,
        most: Option<usize>,
        mut found: impl FnMut(Posting),
    ) -> bool {
        // A name is looked for in the articles that can be gone through one by one; sources are files.
        if matches!(kind, KeyKind::Name | KeyKind::Citing) {
            return true;
        }
        let places = match self.archive.places(kind, key) {
            Places::These(places) => places,
            Places::Common => return most.is_none(),
        };
        let seen = places.into_iter().filter(|place| !self.hidden.contains(&place.0));
        for (count, (number, item)) in seen.enumerate() {
            if Some(count) == most {
                return false;
            }
            if let Some(posting) = Posting::new(kind, key, DocumentId(FIRST + number), item.into()) {
                found(posting);
            }
        }
        true
    }

    fn taken(&self, id: DocumentId) -> Option<&Taken> {
        let number = Self::number(id)?;
        let place = self.table.place(number)?;
        if let Some(taken) = place.get() {
            return Some(taken);
        }
        let head = self.archive.head(number)?;
        Some(place.get_or_init(|| {
            self.table.known.fetch_add(1, Ordering::Relaxed);
            let (path, outline) = (head.path.into(), head.outline());
            Arc::new(Taken { path, outline, document: OnceLock::new(), seen: AtomicBool::new(false) })
        }))
    }

    /// The article of that id, and nothing where the archive is damaged there.
    pub(in super::super) fn get(&self, id: DocumentId, work: &Work) -> Option<&Document> {
        let (number, taken) = (Self::number(id)?, self.taken(id)?);
        taken.seen.store(true, Ordering::Relaxed);
        let made = taken.document.get_or_init(|| {
            work.count(|work| &work.articles_unpacked);
            self.table.unpacked.fetch_add(1, Ordering::Relaxed);
            self.archive.entry(number, &taken.outline.signature).map(|entry| Document::Article(Box::new(entry)))
        });
        made.as_ref()
    }

    pub(in super::super) fn path(&self, id: DocumentId) -> Option<&Arc<str>> {
        Some(&self.taken(id)?.path)
    }

    pub(in super::super) fn outline(&self, id: DocumentId) -> Option<&Outline> {
        Some(&self.taken(id)?.outline)
    }

    /// What is at hand of an utterance; most of those asked about are never looked at again.
    pub(in super::super) fn utterance(&self, id: DocumentId, item: usize) -> Option<UtteranceOutline> {
        self.archive.head(Self::number(id)?)?.utterance(item)
    }

    pub(in super::super) fn text(&self, id: DocumentId) -> Option<Arc<str>> {
        self.archive.text(Self::number(id)?)
    }

    pub(in super::super) fn at_path(&self, path: &str) -> Option<DocumentId> {
        let number = self.archive.at_path(path).filter(|number| !self.hidden.contains(number))?;
        Some(DocumentId(FIRST + number))
    }

    /// Forgets the articles that nobody looked at since this was last done, if there are many.
    pub(in super::super) fn forget_unseen(&mut self) {
        let (known, unpacked) = (&self.table.known, &self.table.unpacked);
        if known.load(Ordering::Relaxed) <= KNOWN && unpacked.load(Ordering::Relaxed) <= UNPACKED {
            return;
        }
        let (table, mut kept) = (Table::new(self.archive.len()), 0);
        for (nth, chunk) in self.table.chunks.iter().enumerate() {
            for (within, taken) in chunk.get().into_iter().flat_map(|chunk| chunk.iter().enumerate()) {
                let Some(taken) = taken.get().filter(|taken| taken.seen.swap(false, Ordering::Relaxed)) else {
                    continue;
                };
                if kept < 3 * UNPACKED / 4
                    && let Some(place) = table.place((nth * CHUNK + within) as u32)
                {
                    kept += usize::from(place.set(taken.clone()).is_ok());
                }
            }
        }
        table.known.store(kept, Ordering::Relaxed);
        table.unpacked.store(kept, Ordering::Relaxed);
        self.table = Arc::new(table);
        self.archive.rest();
    }
}
