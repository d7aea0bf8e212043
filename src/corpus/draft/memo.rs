//! What was found about drafts in one state of a corpus, so that rules, lenses and hints ask once; and the profiles of
//! sources, which outlive edits of the draft.

use super::super::{ArticleEntry, DocumentId};
use super::Comparison;
use super::lines::Profile;
use crate::reading::Reading;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many sources' profiles are kept.
const ROOM: usize = 4096;

type Profiles = FxHashMap<DocumentId, (Arc<Reading>, Arc<Profile>)>;

#[derive(Debug, Default)]
pub(in crate::corpus) struct DraftMemo {
    comparisons: Mutex<FxHashMap<DocumentId, Option<Arc<Comparison>>>>,
    profiles: Arc<Mutex<Profiles>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl DraftMemo {
    /// The comparison known for an article, else what `compare` gives, which is remembered.
    pub(super) fn comparison(
        &self,
        article: DocumentId,
        compare: impl FnOnce() -> Option<Comparison>,
    ) -> Option<Arc<Comparison>> {
        let known = lock(&self.comparisons).get(&article).cloned();
        known.unwrap_or_else(|| {
            let made = compare().map(Arc::new);
            lock(&self.comparisons).insert(article, made.clone());
            made
        })
    }

    /// The profile of a source as it is now.
    pub(super) fn profile(&self, id: DocumentId, entry: &ArticleEntry) -> Arc<Profile> {
        if let Some((reading, profile)) = lock(&self.profiles).get(&id)
            && entry.reading.is(reading)
        {
            return profile.clone();
        }
        let reading = entry.reading.shared().clone();
        let profile = Arc::new(Profile::of(&reading));
        let mut profiles = lock(&self.profiles);
        if profiles.len() >= ROOM {
            profiles.clear();
        }
        profiles.insert(id, (reading, profile.clone()));
        profile
    }

    /// What stays true when any article changes: the profiles, each of which knows its reading.
    pub(in crate::corpus) fn without_comparisons(&self) -> Self {
        Self { comparisons: Mutex::default(), profiles: self.profiles.clone() }
    }
}
