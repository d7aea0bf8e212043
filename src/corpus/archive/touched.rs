//! Which parts of an archive's file were looked at since they were last let go of.
//!
//! A page that is looked at counts as memory of the process, and the system maps those around it as well. It takes them back
//! when it needs room, but who looks at the process sees gigabytes: so after so much was looked at, all is let go of.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Bytes that a system maps at least around the page that is looked at; measured, it is some two and a half times as much.
const WINDOW: usize = 64 * 1024;
/// So many windows may be mapped, more than the letters of a sentence look at together.
const MOST: usize = (1 << 29) / WINDOW;

/// A bit for each window of a file.
#[derive(Debug)]
pub(super) struct Touched {
    windows: Box<[AtomicU64]>,
    count: AtomicUsize,
}

impl Touched {
    /// Of a file of that many bytes.
    pub(super) fn new(size: usize) -> Self {
        Self { windows: (0..=size / WINDOW / 64).map(|_| AtomicU64::new(0)).collect(), count: AtomicUsize::new(0) }
    }

    /// Notes that these bytes are looked at: `true` if that is more than may stay mapped, and the count begins again.
    pub(super) fn touch(&self, bytes: &Range<usize>) -> bool {
        let mut count = 0;
        for window in bytes.start / WINDOW..=bytes.end.saturating_sub(1).max(bytes.start) / WINDOW {
            let Some(word) = self.windows.get(window / 64) else { break };
            let bit = 1 << (window % 64);
            if word.load(Ordering::Relaxed) & bit == 0 && word.fetch_or(bit, Ordering::Relaxed) & bit == 0 {
                count += 1;
            }
        }
        let full = count > 0 && self.count.fetch_add(count, Ordering::Relaxed) + count > MOST;
        if full {
            self.clear();
        }
        full
    }

    /// Nothing is mapped any more.
    pub(super) fn clear(&self) {
        self.count.store(0, Ordering::Relaxed);
        for word in &self.windows {
            word.store(0, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_counts_once_until_too_many_were_looked_at() {
        let touched = Touched::new(2 * MOST * WINDOW);
        for window in (0..MOST).chain(0..MOST) {
            assert!(!touched.touch(&(window * WINDOW..window * WINDOW + 10)));
        }
        assert!(touched.touch(&(MOST * WINDOW - 1..MOST * WINDOW + 1)));
        assert!(!touched.touch(&(0..10)), "counting begins again");
    }

    #[test]
    fn what_lies_over_the_edge_of_a_window_touches_both() {
        let touched = Touched::new(2 * MOST * WINDOW);
        for window in (0..MOST).step_by(2) {
            touched.touch(&((window + 1) * WINDOW - 1..(window + 1) * WINDOW + 1));
        }
        assert!(touched.touch(&(MOST * WINDOW..MOST * WINDOW)));
        assert!(!touched.touch(&(9 * MOST * WINDOW..9 * MOST * WINDOW + 1)), "nothing lies beyond the end");
    }
}
