//! A reading and utterances that are there when somebody looks at them.
//!
//! Most articles of a large corpus are never looked at but for what is compared of them. So their readings are kept in
//! a compact form and unpacked, which takes some ten microseconds, by whoever needs one first.

use super::archive::Archive;
use super::kept::Kept;
use super::packed;
use super::quote::Utterance;
use crate::reading::Reading;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A reading, packed or not; looks like the reading itself.
#[derive(Clone)]
pub struct HeldReading {
    made: OnceLock<Arc<Reading>>,
    packed: Packed,
}

/// Where a reading is that was not looked at yet.
#[derive(Clone)]
enum Packed {
    Nowhere,
    Here(Kept),
    /// In an archive, under this number.
    Archived(Arc<Archive>, u32),
}

impl HeldReading {
    pub(super) fn packed(bytes: Kept) -> Self {
        Self { made: OnceLock::new(), packed: Packed::Here(bytes) }
    }

    /// The reading of an archive's article.
    pub(super) fn archived(archive: Arc<Archive>, number: u32) -> Self {
        Self { made: OnceLock::new(), packed: Packed::Archived(archive, number) }
    }

    /// The reading, to be kept.
    pub fn shared(&self) -> &Arc<Reading> {
        let unpacked = || match &self.packed {
            Packed::Nowhere => None,
            Packed::Here(bytes) => bytes.with(packed::reading),
            Packed::Archived(archive, number) => archive.reading(*number),
        };
        self.made.get_or_init(|| Arc::new(unpacked().unwrap_or_default()))
    }

    /// Forgets what was unpacked, which is for the caller to let go of; nothing where there is nothing that it could be
    /// unpacked from again.
    pub(super) fn forget(&mut self) -> Option<Arc<Reading>> {
        match self.packed {
            Packed::Nowhere => None,
            Packed::Here(_) | Packed::Archived(..) => self.made.take(),
        }
    }

    /// Whether it is this very reading.
    pub fn is(&self, reading: &Arc<Reading>) -> bool {
        self.made.get().is_some_and(|made| Arc::ptr_eq(made, reading))
    }
}

impl From<Arc<Reading>> for HeldReading {
    fn from(reading: Arc<Reading>) -> Self {
        Self { made: OnceLock::from(reading), packed: Packed::Nowhere }
    }
}

impl Deref for HeldReading {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        self.shared()
    }
}

impl std::fmt::Debug for HeldReading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.shared().fmt(f)
    }
}

/// The utterances of an article, packed or not; look like the utterances themselves. Copies are unpacked together.
#[derive(Clone)]
pub(super) struct HeldUtterances(Arc<Said>);

struct Said {
    made: OnceLock<Vec<Utterance>>,
    /// The facts among which they are.
    packed: Option<Kept>,
}

impl HeldUtterances {
    /// Those among the facts of a packed article; none where the bytes are nothing of the kind.
    pub(super) fn packed(facts: Kept) -> Self {
        Self(Arc::new(Said { made: OnceLock::new(), packed: Some(facts) }))
    }

    /// Whether they are unpacked.
    pub(super) fn is_made(&self) -> bool {
        self.0.made.get().is_some()
    }
}

impl From<Vec<Utterance>> for HeldUtterances {
    fn from(utterances: Vec<Utterance>) -> Self {
        Self(Arc::new(Said { made: OnceLock::from(utterances), packed: None }))
    }
}

impl Default for HeldUtterances {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl Deref for HeldUtterances {
    type Target = [Utterance];

    fn deref(&self) -> &[Utterance] {
        let Said { made, packed } = &*self.0;
        made.get_or_init(|| packed.as_ref().and_then(|facts| facts.with(packed::utterances)).unwrap_or_default())
    }
}

impl std::fmt::Debug for HeldUtterances {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}
