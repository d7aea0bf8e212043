//! Answers that nobody waits for any more: what looks through a corpus asks between two articles.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    static FLAG: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Runs `work`, which ends early, with whatever it has so far, once `flag` is set.
pub fn interruptible<T>(flag: &Arc<AtomicBool>, work: impl FnOnce() -> T) -> T {
    struct Restore(Option<Arc<AtomicBool>>);
    impl Drop for Restore {
        fn drop(&mut self) {
            FLAG.with(|current| *current.borrow_mut() = self.0.take());
        }
    }
    let _restore = Restore(FLAG.with(|current| current.borrow_mut().replace(flag.clone())));
    work()
}

/// Whether the work of this thread is no longer wanted.
pub(super) fn interrupted() -> bool {
    FLAG.with(|flag| flag.borrow().as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn a_search_that_is_no_longer_wanted_ends_with_what_it_has() {
        let fixture = Fixture::new("//- a.txt\nAnn Velder spoke.\n//- b.txt\nAnn Velder left.\n");
        let found = || super::super::find(&fixture.corpus, "velder").len();
        let flag = Arc::new(AtomicBool::new(false));
        assert_eq!((interruptible(&flag, found), found()), (2, 2));
        flag.store(true, Ordering::Relaxed);
        assert_eq!((interruptible(&flag, found), found()), (0, 2));
    }
}
