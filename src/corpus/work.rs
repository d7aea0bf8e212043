//! How much was compared: what an edit costs is told in such counts, which are the same on every machine.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since a corpus was made, kept over all its changes and copies.
#[derive(Debug, Default)]
pub struct Work {
    pub(super) figures_compared: AtomicU64,
    pub(super) quotations_compared: AtomicU64,
    pub(super) articles_unpacked: AtomicU64,
}

/// The counts of one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkDone {
    /// Pairs of figures that were compared.
    pub figures_compared: u64,
    /// Pairs of quotations that were compared.
    pub quotations_compared: u64,
    /// Articles that were unpacked to be looked at.
    pub articles_unpacked: u64,
}

impl Work {
    pub(super) fn count(&self, of: impl Fn(&Self) -> &AtomicU64) {
        of(self).fetch_add(1, Ordering::Relaxed);
    }

    /// What was done so far.
    pub fn done(&self) -> WorkDone {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        WorkDone {
            figures_compared: of(&self.figures_compared),
            quotations_compared: of(&self.quotations_compared),
            articles_unpacked: of(&self.articles_unpacked),
        }
    }
}

impl std::ops::Sub for WorkDone {
    type Output = Self;

    /// What was done since.
    fn sub(self, before: Self) -> Self {
        Self {
            figures_compared: self.figures_compared - before.figures_compared,
            quotations_compared: self.quotations_compared - before.quotations_compared,
            articles_unpacked: self.articles_unpacked - before.articles_unpacked,
        }
    }
}
