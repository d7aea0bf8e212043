//! The documents of a corpus and the keys under which they are found.
//!
//! Cheap to clone: the table of documents is shared in chunks, and the places of keys lie in sorted runs that never
//! change. A changed document gets a run of its own; runs of like size are merged, so that there are few, and a change
//! costs what the document has, not the corpus. What a run says of a document that was replaced since is dead: it is
//! passed over, and left out when the run is merged.

mod at_hand;
mod saved;

pub use saved::{Listed, SavedArticle, Section, sections};

use super::archive::{self, Shelf};
use super::event::Signature;
use super::exchange::CommonKeys;
use super::figure::FigureOutline;
use super::held::HeldUtterances;
use super::keys::{self, Outline};
use super::packed::Packed;
use super::postings::{Gathered, KeyKind, Posting, Postings};
use super::prepared::{Prepared, postings};
use super::quote::{Utterance, UtteranceOutline};
use super::{ArticleEntry, Document, DocumentId, Work};
use crate::reading::Reading;
use smallvec::SmallVec;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Documents in a chunk of the table.
const CHUNK: usize = 64;
/// So many packed articles may be unpacked at once, or so many in a hundred of a large corpus; of more, those go that nobody
/// looked at of late.
const UNPACKED: usize = 2048;
const OF_HUNDRED: usize = 40;
/// Runs are not merged to more places than this (fifty megabytes) while there are fewer than so many of them: the old ones and
/// the merged one are in memory together.
const LARGE: usize = 1 << 22;
const FEW_RUNS: usize = 6;

/// A document, packed or not.
#[derive(Debug)]
pub(super) struct Held {
    path: Arc<str>,
    packed: Option<Arc<Packed>>,
    /// Under which name its compact form is kept elsewhere.
    name: Option<u128>,
    outline: Arc<Outline>,
    made: OnceLock<Arc<Document>>,
    /// Its utterances, once somebody looked at them or at the article.
    said: OnceLock<HeldUtterances>,
    /// Whether somebody looked at it since this was last asked.
    seen: AtomicBool,
    unpacked: Arc<AtomicUsize>,
}

impl Held {
    fn utterances(&self, work: &Work) -> &[Utterance] {
        self.seen.store(true, Ordering::Relaxed);
        let said = match self.made.get().map(|made| &**made) {
            Some(Document::Article(entry)) => &entry.utterances,
            Some(Document::Annotation(_) | Document::Bibliography(_)) => return &[],
            None => self.said(),
        };
        if !said.is_made() {
            work.count(|work| &work.articles_unpacked);
            self.unpacked.fetch_add(1, Ordering::Relaxed);
        }
        said
    }

    fn said(&self) -> &HeldUtterances {
        self.said.get_or_init(|| self.packed.as_deref().map(Packed::utterances).unwrap_or_default())
    }

    fn document(&self, work: &Work) -> &Document {
        self.seen.store(true, Ordering::Relaxed);
        self.made.get_or_init(|| {
            work.count(|work| &work.articles_unpacked);
            self.unpacked.fetch_add(1, Ordering::Relaxed);
            let packed = self.packed.as_deref();
            let entry =
                packed.map(|packed| packed.entry(self.path.clone(), &self.outline.signature, self.said().clone()));
            let unknown = || ArticleEntry::without_facts(self.path.clone(), Arc::<Reading>::default().into());
            Arc::new(Document::Article(Box::new(entry.unwrap_or_else(unknown))))
        })
    }
}

impl Held {
    /// Forgets the reading that was unpacked, and returns it.
    fn forget_reading(&mut self) -> Option<Arc<Reading>> {
        match self.made.get_mut().and_then(Arc::get_mut)? {
            Document::Article(entry) => entry.reading.forget(),
            Document::Annotation(_) | Document::Bibliography(_) => None,
        }
    }
}

/// A place of the table.
#[derive(Clone, Debug, Default)]
struct Slot {
    held: Option<Arc<Held>>,
    /// When it was put there, counted in changes of the corpus.
    since: u32,
    /// What is at hand of its utterances.
    utterances: Arc<[UtteranceOutline]>,
    /// How many keys each of them has, of more than 255 that many: asked of far more than anything else.
    keys: SmallVec<[u8; 16]>,
    /// What is at hand of its figures.
    figures: Arc<[FigureOutline]>,
    signature: Arc<Signature>,
    /// The annotation files of the article with this id.
    annotations: SmallVec<[DocumentId; 2]>,
}

/// The places of the keys of documents that were put between two changes of the corpus.
#[derive(Debug)]
struct Run {
    first: u32,
    last: u32,
    postings: Postings,
}

/// The places of the keys of many articles that are added together.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The number of the first change.
    first: Option<u32>,
    all: Gathered,
}

/// The keys of figures and quotations of an article, some of them more than once.
pub(super) fn compared(entry: &ArticleEntry) -> impl Iterator<Item = u64> {
    let figures = entry.observations.iter().flat_map(|observation| observation.keys.iter().copied());
    figures.chain(entry.utterances.iter().flat_map(|utterance| utterance.keys.iter().copied()))
}

/// All documents and their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    table: Vec<Arc<[Slot; CHUNK]>>,
    runs: Vec<Arc<Run>>,
    changes: u32,
    /// Whether a document was replaced or taken out, so that some places of keys are dead.
    has_dead: bool,
    unpacked: Arc<AtomicUsize>,
    /// Keys that are passed over.
    common: Arc<CommonKeys>,
    /// Articles that are not here as files.
    shelf: Option<Shelf>,
}

impl Index {
    /// From here on these keys are passed over.
    pub(super) fn pass_over(&mut self, common: CommonKeys) {
        self.common = Arc::new(common);
    }

    /// Takes another archive, or none, in the place of the one that it has.
    pub(super) fn set_shelf(&mut self, mut shelf: Option<Shelf>) {
        if let Some(shelf) = &mut shelf {
            self.ids().filter_map(|id| self.path(id)).for_each(|path| shelf.hide(path, true));
        }
        self.shelf = shelf;
    }

    /// The archived article of that path is at hand as a file under another name.
    pub(super) fn hide_archived(&mut self, path: &str) {
        if let Some(shelf) = &mut self.shelf {
            shelf.hide(path, true);
        }
    }

    pub(super) fn shelf(&self) -> Option<&Shelf> {
        self.shelf.as_ref()
    }

    fn slot(&self, id: DocumentId) -> Option<&Slot> {
        self.table.get(id.0 as usize / CHUNK).map(|chunk| &chunk[id.0 as usize % CHUNK])
    }

    fn slot_mut(&mut self, id: DocumentId) -> &mut Slot {
        let chunk = id.0 as usize / CHUNK;
        while self.table.len() <= chunk {
            self.table.push(Arc::new(std::array::from_fn(|_| Slot::default())));
        }
        &mut Arc::make_mut(&mut self.table[chunk])[id.0 as usize % CHUNK]
    }

    /// The document of that id.
    pub(super) fn get(&self, id: DocumentId, work: &Work) -> Option<&Document> {
        match &self.shelf {
            Some(shelf) if id.0 >= archive::FIRST => shelf.get(id, work),
            _ => Some(self.slot(id)?.held.as_ref()?.document(work)),
        }
    }

    /// The utterances of an article; of one that is packed, they are all that is unpacked.
    pub(super) fn utterances(&self, id: DocumentId, work: &Work) -> Option<&[Utterance]> {
        if id.0 < archive::FIRST {
            return Some(self.slot(id)?.held.as_ref()?.utterances(work));
        }
        match self.get(id, work)? {
            Document::Article(entry) => Some(&entry.utterances),
            Document::Annotation(_) | Document::Bibliography(_) => None,
        }
    }

    /// The document of that id, if it is not packed.
    pub(super) fn made(&self, id: DocumentId) -> Option<&Document> {
        self.slot(id)?.held.as_ref()?.made.get().map(|made| &**made)
    }

    /// Its text.
    pub(super) fn text(&self, id: DocumentId) -> Option<Arc<str>> {
        if id.0 >= archive::FIRST {
            return self.shelf.as_ref()?.text(id);
        }
        let held = self.slot(id)?.held.as_ref()?;
        match (held.made.get(), &held.packed) {
            (Some(made), _) => Some(made.text().clone()),
            (None, Some(packed)) => packed.text(),
            (None, None) => None,
        }
    }

    /// Whether it is kept in its compact form.
    pub(super) fn is_packed(&self, id: DocumentId) -> bool {
        self.slot(id).and_then(|slot| slot.held.as_ref()).is_some_and(|held| held.packed.is_some())
    }

    /// Its path.
    pub(super) fn path(&self, id: DocumentId) -> Option<&Arc<str>> {
        match &self.shelf {
            Some(shelf) if id.0 >= archive::FIRST => shelf.path(id),
            _ => Some(&self.slot(id)?.held.as_ref()?.path),
        }
    }

    /// The ids of all documents, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = DocumentId> {
        let slots = self.table.iter().flat_map(|chunk| chunk.iter());
        slots.enumerate().filter(|(_, slot)| slot.held.is_some()).map(|(id, _)| DocumentId(id as u32))
    }

    /// The annotation files of an article, in the order of their ids.
    pub(super) fn annotations_of(&self, article: DocumentId) -> &[DocumentId] {
        self.slot(article).map_or(&[], |slot| &slot.annotations)
    }

    /// Adds, replaces or (with `None`) takes out a document.
    pub(super) fn put(&mut self, id: DocumentId, document: Option<Arc<Document>>) {
        let keys = if let Some(Document::Article(entry)) = document.as_deref() { keys::of(entry) } else { Vec::new() };
        self.changes += 1;
        let held = document.map(|document| {
            let path = document.path().clone();
            let outline =
                if let Document::Article(entry) = &*document { Outline::of(entry) } else { Outline::default() };
            self.held(path, Arc::new(outline), None, Some(document), None)
        });
        if let Some(before) = self.slot(id).map(|slot| slot.since) {
            // What was put alone is found in a run of its own, unless that was merged: all places of it are dead now.
            self.runs.retain(|run| (run.first, run.last) != (before, before));
        }
        self.place(id, held);
        let mut places = Vec::with_capacity(keys.len());
        places.extend(postings(id, &keys));
        self.add_run(Postings::of(places), self.changes);
        self.pack_unseen();
    }

    /// Adds or replaces an article; its keys are found after the next [`Index::add_places`].
    pub(super) fn add(&mut self, id: DocumentId, path: Arc<str>, new: Prepared, places: &mut Places) {
        self.changes += 1;
        places.first.get_or_insert(self.changes);
        let held = self.held(path, new.outline, Some(new.packed), None, new.name);
        self.place(id, Some(held));
        new.places.into_iter().for_each(|place| places.all.add(place.of_document(id)));
    }

    /// From here on the keys of the articles that were added are found.
    pub(super) fn add_places(&mut self, places: Places) {
        if let Some(first) = places.first {
            self.add_run(Postings::gathered(places.all), first);
            self.pack_unseen();
        }
    }

    fn held(
        &self,
        path: Arc<str>,
        outline: Arc<Outline>,
        packed: Option<Arc<Packed>>,
        document: Option<Arc<Document>>,
        name: Option<u128>,
    ) -> Arc<Held> {
        let made = document.map_or_else(OnceLock::new, OnceLock::from);
        let (said, seen, unpacked) = (OnceLock::new(), AtomicBool::new(false), self.unpacked.clone());
        Arc::new(Held { path, outline, packed, name, made, said, seen, unpacked })
    }

    fn place(&mut self, id: DocumentId, held: Option<Arc<Held>>) {
        let annotated = |held: &Option<Arc<Held>>| match &**held.as_ref()?.made.get()? {
            Document::Annotation(entry) => entry.article,
            Document::Article(_) | Document::Bibliography(_) => None,
        };
        let (old, new) = (self.slot(id).and_then(|slot| annotated(&slot.held)), annotated(&held));
        if old != new {
            if let Some(article) = old {
                self.slot_mut(article).annotations.retain(|a| *a != id);
            }
            if let Some(article) = new {
                let list = &mut self.slot_mut(article).annotations;
                list.push(id);
                list.sort_unstable();
            }
        }
        if let Some(shelf) = &mut self.shelf {
            let was = self.table.get(id.0 as usize / CHUNK).and_then(|c| c[id.0 as usize % CHUNK].held.as_ref());
            match (was, &held) {
                (None, Some(held)) => shelf.hide(&held.path, true),
                (Some(was), None) => shelf.hide(&was.path, false),
                _ => {}
            }
        }
        let since = self.changes;
        self.has_dead |= self.slot(id).is_some_and(|slot| slot.held.is_some());
        let outline = held.as_ref().map(|held| held.outline.clone()).unwrap_or_default();
        let slot = self.slot_mut(id);
        slot.keys = outline.utterances.iter().map(UtteranceOutline::few_keys).collect();
        (slot.held, slot.since, slot.utterances) = (held, since, outline.utterances.clone());
        (slot.figures, slot.signature) = (outline.figures.clone(), outline.signature.clone());
    }

    fn is_live(&self, posting: &Posting, run: &Run) -> bool {
        !self.has_dead
            || self
                .slot(posting.document())
                .is_some_and(|slot| slot.held.is_some() && (run.first..=run.last).contains(&slot.since))
    }

    fn add_run(&mut self, postings: Postings, first: u32) {
        let mut run = Arc::new(Run { first, last: self.changes, postings });
        while let Some(before) = self.runs.last() {
            if !are_merged(before.postings.len(), run.postings.len(), self.runs.len()) {
                break;
            }
            let postings = before
                .postings
                .merged(&run.postings, |posting, older| self.is_live(posting, if older { before } else { &run }));
            run = Arc::new(Run { first: before.first, last: run.last, postings });
            self.runs.pop();
        }
        self.runs.push(run);
    }

    /// The places that have a key: how many there are, and each of them if they are no more than `most`.
    pub(super) fn postings(&self, kind: KeyKind, key: u64, most: usize) -> Option<SmallVec<[Posting; 16]>> {
        if self.common.holds(kind, key) {
            return None;
        }
        let places: SmallVec<[_; 16]> = self.runs.iter().map(|run| (run, run.postings.get(kind, key))).collect();
        let all: usize = places.iter().map(|(_, places)| places.len()).sum();
        // Most keys that are passed over are so without being looked at one by one.
        if all > most && !self.has_dead {
            return None;
        }
        let mut found = SmallVec::with_capacity(all.min(most));
        for (run, places) in places {
            for posting in places {
                if self.is_live(posting, run) {
                    if found.len() == most {
                        return None;
                    }
                    found.push(*posting);
                }
            }
        }
        if let Some(shelf) = &self.shelf
            && !shelf.find(kind, key, most.checked_sub(found.len()).filter(|_| most < usize::MAX), |p| found.push(p))
        {
            return None;
        }
        Some(found)
    }

    /// Calls `found` with the number of each key and the places that have it, if they are no more than `most`; how many keys
    /// were passed over because they are.
    pub(super) fn each_posting(
        &self,
        kind: KeyKind,
        keys: &[u64],
        most: usize,
        mut found: impl FnMut(usize, Posting),
    ) -> usize {
        let mut passed_over = 0;
        if self.has_dead || self.shelf.is_some() {
            for (nth, &key) in keys.iter().enumerate() {
                match self.postings(kind, key, most) {
                    Some(postings) => postings.into_iter().for_each(|posting| found(nth, posting)),
                    None => passed_over += 1,
                }
            }
            return passed_over;
        }
        let of_runs: SmallVec<[Vec<&[Posting]>; 8]> =
            self.runs.iter().map(|run| run.postings.get_each(kind, keys)).collect();
        for (nth, &key) in keys.iter().enumerate() {
            let places = || of_runs.iter().map(|run| run[nth]);
            if places().map(<[Posting]>::len).sum::<usize>() > most || self.common.holds(kind, key) {
                passed_over += 1;
                continue;
            }
            places().flatten().for_each(|posting| found(nth, *posting));
        }
        passed_over
    }

    /// Forgets the unpacked form of articles that nobody looked at since this was last done, if there are many.
    pub(super) fn pack_unseen(&mut self) {
        if let Some(shelf) = &mut self.shelf {
            shelf.forget_unseen();
        }
        let most = UNPACKED.max(self.table.len() * CHUNK * OF_HUNDRED / 100);
        if self.unpacked.load(Ordering::Relaxed) <= most {
            return;
        }
        let (mut kept, mut gone, mut readings) = (0, Vec::new(), Vec::new());
        for chunk in &mut self.table {
            if !chunk.iter().any(|slot| slot.held.as_ref().is_some_and(|held| is_unpacked(held))) {
                continue;
            }
            for slot in Arc::make_mut(chunk) {
                let Some(held) = slot.held.as_mut().filter(|held| is_unpacked(held)) else { continue };
                if held.seen.swap(false, Ordering::Relaxed) && kept < 3 * most / 4 {
                    kept += 1;
                    // The largest part of it, and the one that is least often asked for.
                    readings.extend(Arc::get_mut(held).and_then(Held::forget_reading));
                    continue;
                }
                let packed = Held {
                    path: held.path.clone(),
                    packed: held.packed.clone(),
                    name: held.name,
                    outline: held.outline.clone(),
                    made: OnceLock::new(),
                    said: OnceLock::new(),
                    seen: AtomicBool::new(false),
                    unpacked: self.unpacked.clone(),
                };
                gone.push(std::mem::replace(held, Arc::new(packed)));
            }
        }
        // Letting go of so many small things takes a while, and nobody has to wait for it.
        rayon::spawn(move || drop((gone, readings)));
        // One counter for all, those included that were not unpacked yet; copies of the index count with it.
        self.unpacked.store(kept, Ordering::Relaxed);
    }
}

/// Whether the last of so many runs, which has so many places, is merged with a new one.
fn are_merged(last: usize, new: usize, runs: usize) -> bool {
    last <= 2 * new && (last + new <= LARGE || runs >= FEW_RUNS)
}

fn is_unpacked(held: &Held) -> bool {
    held.packed.is_some() && (held.made.get().is_some() || held.said.get().is_some())
}

#[cfg(test)]
mod tests {
    use super::{FEW_RUNS, LARGE, are_merged};

    #[test]
    fn large_runs_are_merged_when_there_are_many_and_runs_stay_few() {
        let (mut runs, mut largest): (Vec<usize>, _) = (Vec::new(), Vec::new());
        for _ in 0..1000 {
            let mut run = LARGE / 7;
            while runs.last().is_some_and(|&last| are_merged(last, run, runs.len())) {
                run += runs.pop().unwrap_or_default();
            }
            runs.push(run);
            largest.push(runs.iter().copied().max().unwrap_or_default());
            assert!(runs.len() <= 2 * FEW_RUNS, "{runs:?}");
        }
        assert_eq!(runs.iter().sum::<usize>(), 1000 * (LARGE / 7));
        // At first none grows past what is large; of a large corpus they have to.
        assert!(largest[..20].iter().all(|&size| size <= LARGE) && largest[999] > 50 * LARGE, "{:?}", largest.last());
    }
}
