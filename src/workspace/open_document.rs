//! A document that an editor holds open.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use super::annotations::Around;
use super::desk::Desk;
use super::files::{Role, reads_like_prose};
use super::load::{LARGEST_FILE, read_open};
use super::snapshot::View;
use crate::annotation::AnnotationFile;
use crate::article::Overrides;
use crate::corpus::{Corpus, Document as Entry, Settings};
use crate::reading::Memo;
use crate::reading::Reading;
use crate::text::{Document, Edit, Encoding, LineIndex, Since, change_between, recalling};

/// A text of more bytes than this takes a noticeable time to read.
const LARGE: usize = 128 * 1024;

/// One version of an open document; its reading is made once, by whoever needs it first.
#[derive(Clone)]
pub struct OpenDocument {
    /// How the editor names it.
    pub name: Arc<str>,
    /// The file that it is, if it is one.
    pub path: Option<PathBuf>,
    /// Index of the desk that it belongs to.
    pub desk: usize,
    /// How the corpus of that desk names it.
    pub key: Arc<str>,
    /// What it is.
    pub role: Role,
    /// The editor's count of its changes.
    pub version: i32,
    /// Rises with every change, whatever the editor's count.
    pub revision: u64,
    /// What the corpus says about the file itself, to be put back on closing.
    pub(super) on_disk: Option<Arc<Reading>>,
    /// What an article's text has become since its file was last opened or saved.
    pub(super) since: Option<Arc<Since>>,
    pub(super) prose_only: bool,
    pub(super) overrides: Arc<Overrides>,
    pub(super) memo: Arc<Memo>,
    pub(super) document: Document,
    pub(super) made: Arc<Made>,
}

/// What is made from one version's text on demand.
#[derive(Default)]
pub(super) struct Made {
    index: OnceLock<Arc<LineIndex>>,
    reading: OnceLock<Option<Arc<Reading>>>,
    /// What a corpus of these settings makes of the reading, so that it is made once for looking and for keeping.
    entry: Mutex<Option<(Arc<Settings>, Arc<Entry>)>>,
    /// A view of it and the desk that it was made from, so that it is made once for all that ask at the same time.
    view: Mutex<Option<(Weak<Desk>, View)>>,
    /// What an annotation file says of an article, for the same reason.
    annotation: Mutex<Option<(Around, Arc<AnnotationFile>)>>,
}

impl OpenDocument {
    /// What `corpus` compares of it.
    pub(super) fn entry(&self, corpus: &Corpus) -> Option<Arc<Entry>> {
        let reading = self.reading()?;
        let mut known = self.made.entry.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((settings, entry)) = &*known
            && Arc::ptr_eq(settings, corpus.settings())
            && *entry.path() == self.key
        {
            return Some(entry.clone());
        }
        let entry = recalling(|| corpus.entry(&self.key, reading));
        *known = Some((corpus.settings().clone(), entry.clone()));
        Some(entry)
    }

    /// The view that was made from `desk`, else what `make` gives.
    pub(super) fn view(&self, desk: &Arc<Desk>, make: impl FnOnce() -> Option<View>) -> Option<View> {
        let mut known = self.made.view.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, view)) = &*known
            && of.upgrade().is_some_and(|of| Arc::ptr_eq(&of, desk))
        {
            return Some(view.clone());
        }
        let view = make()?;
        *known = Some((Arc::downgrade(desk), view.clone()));
        Some(view)
    }

    /// What it says as an annotation file, with that around it; `before` is what an older version said.
    pub(super) fn annotation(&self, around: &Around, before: Option<&AnnotationFile>) -> Arc<AnnotationFile> {
        let mut known = self.made.annotation.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, file)) = &*known
            && of.is(around)
        {
            return file.clone();
        }
        let file = around.read(&self.key, self.text(), before);
        *known = Some((around.clone(), file.clone()));
        file
    }

    /// Its text.
    pub fn text(&self) -> Arc<str> {
        self.index().text().clone()
    }

    /// Its lines.
    pub fn index(&self) -> Arc<LineIndex> {
        self.made.index.get_or_init(|| Arc::new(LineIndex::new(self.document.text()))).clone()
    }

    /// What it says, if it is an article. Takes milliseconds the first time; waits where another thread is at it.
    pub fn reading(&self) -> Option<Arc<Reading>> {
        let Role::Article(markup) = self.role else { return None };
        if self.is_too_large() {
            return None;
        }
        self.made
            .reading
            .get_or_init(|| {
                let text = self.text();
                if self.prose_only && !reads_like_prose(&text) {
                    return None;
                }
                // A mistake in the reading of one article must not end the session.
                let read = || recalling(|| read_open(text, markup, &self.overrides, &self.memo));
                catch_unwind(AssertUnwindSafe(read)).ok()
            })
            .clone()
    }

    /// Whether the reading is there already, or none is needed.
    pub fn is_read(&self) -> bool {
        self.role == Role::Annotation || self.made.reading.get().is_some()
    }

    /// Whether it is left out for having more than [`LARGEST_FILE`] bytes.
    pub fn is_too_large(&self) -> bool {
        self.document.len() as u64 > LARGEST_FILE
    }

    /// Whether reading it takes long enough to be avoided for a version that is no longer the newest.
    pub fn is_large(&self) -> bool {
        self.document.len() > LARGE
    }

    /// Whether it is compared with others and checked.
    pub fn is_checked(&self) -> bool {
        matches!(self.role, Role::Article(_) | Role::Annotation)
    }

    pub(super) fn apply(&mut self, version: i32, edits: &[Edit], encoding: Encoding, revision: u64) {
        for edit in edits {
            self.note(edit, encoding);
        }
        self.touch(version, revision);
    }

    /// Applies an edit and, of an article with a file, keeps what it changed.
    fn note(&mut self, edit: &Edit, encoding: Encoding) {
        if self.path.is_none() || !matches!(self.role, Role::Article(_)) {
            self.document.apply(edit, encoding);
            return;
        }
        let before = self.document.text();
        let replaced = self.document.apply(edit, encoding);
        let since = self.since.get_or_insert_with(|| Arc::new(Since::new(before.clone())));
        let since = Arc::make_mut(since);
        if edit.range.is_some() {
            since.note(replaced, edit.text.len());
        } else if let Some(change) = change_between(&before, &edit.text) {
            // An editor that sends whole texts changed what differs between them.
            since.note(change.span, change.length as usize);
        }
        if self.document.len() == since.old.len() && *self.document.text() == *since.old {
            self.since = None;
        }
    }

    /// Forgets what was made from the text.
    pub(super) fn touch(&mut self, version: i32, revision: u64) {
        (self.version, self.revision, self.made) = (version, revision, Arc::default());
    }

    /// Whether both are the same version of the same document.
    pub fn is_same_version(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.made, &other.made)
    }
}
