//! What is made of a stretch of text by itself, remembered by each thread that asks for it again.
//!
//! An editor's articles are looked at again with each letter, and all their sentences and paragraphs but one are as they
//! were. What follows from the words of a stretch alone need not be made anew. Of articles that are looked at once little
//! is remembered ([`remembered`]): whoever edits one says so by [`recalling`].

use std::cell::{Cell, RefCell};
use std::hash::{Hash, Hasher};
use std::thread::LocalKey;

use super::Generations;
use smallvec::SmallVec;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128, xxh3_128_with_seed};

/// So many stretches at least are remembered, and at most twice as many.
const ROOM: usize = 2048;
/// The same where articles are looked at once: those of a few of them.
const LATEST: usize = 256;

thread_local! {
    /// Whether this thread works for somebody who edits.
    static EDITING: Cell<bool> = const { Cell::new(false) };
    static MADE: Cell<u64> = const { Cell::new(0) };
}

/// How much this thread made so far because it remembered nothing of the like, in stretches of text.
pub fn made_anew() -> u64 {
    MADE.get()
}

/// Works on an article that is edited: what is made of its parts is remembered for the next time.
pub fn recalling<T>(work: impl FnOnce() -> T) -> T {
    struct Restored(bool);
    impl Drop for Restored {
        fn drop(&mut self) {
            EDITING.set(self.0);
        }
    }
    let _restored = Restored(EDITING.replace(true));
    work()
}

/// What was made of the stretches seen lately, by the hash of their text.
#[derive(Debug)]
pub struct Recalled<V>(Generations<u128, V>);

impl<V> Default for Recalled<V> {
    fn default() -> Self {
        Self(Generations::default())
    }
}

impl<V: Clone> Recalled<V> {
    /// What `make` gives for the text, or gave.
    pub fn get(&mut self, text: &str, make: impl FnOnce() -> V) -> V {
        self.get_by(xxh3_128(text.as_bytes()), ROOM, make)
    }

    fn get_by(&mut self, key: u128, room: usize, make: impl FnOnce() -> V) -> V {
        self.0.get(key, room).unwrap_or_else(|| {
            MADE.set(MADE.get() + 1);
            let made = make();
            self.0.insert(key, made.clone(), room);
            made
        })
    }
}

/// The same of a thread's own memory, also of articles that are looked at once: for what is small and asked of each sentence.
/// `make` may not ask that memory again.
pub fn remembered<V: Clone>(
    memory: &'static LocalKey<RefCell<Recalled<V>>>,
    text: &str,
    make: impl FnOnce() -> V,
) -> V {
    memory.with_borrow_mut(|known| known.get(text, make))
}

/// The same where only the last stretches are remembered unless the thread is [`recalling`]: for what is larger, and asked of
/// versions of an article one after the other.
pub fn remembered_lately<V: Clone>(
    memory: &'static LocalKey<RefCell<Recalled<V>>>,
    text: &str,
    make: impl FnOnce() -> V,
) -> V {
    let room = if EDITING.get() { ROOM } else { LATEST };
    memory.with_borrow_mut(|known| known.get_by(xxh3_128(text.as_bytes()), room, make))
}

/// The same of a thread's own memory, where it is [`recalling`]. `make` may not ask that memory again.
pub fn recalled<V: Clone>(memory: &'static LocalKey<RefCell<Recalled<V>>>, text: &str, make: impl FnOnce() -> V) -> V {
    match EDITING.get() {
        true => remembered(memory, text, make),
        false => make(),
    }
}

/// The same of something that depends on more than the text: `beside` is all of that.
pub fn recalled_beside<V: Clone>(
    memory: &'static LocalKey<RefCell<Recalled<V>>>,
    (text, beside): (&str, &impl Hash),
    make: impl FnOnce() -> V,
) -> V {
    match EDITING.get() {
        true => {
            let mut written = Written::default();
            beside.hash(&mut written);
            let key = xxh3_128_with_seed(text.as_bytes(), written.finish());
            memory.with_borrow_mut(|known| known.get_by(key, ROOM, make))
        }
        false => make(),
    }
}

/// What is hashed, byte by byte: a hash of few bits each would not tell as much apart.
#[derive(Default)]
struct Written(SmallVec<[u8; 512]>);

impl Hasher for Written {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_text_is_not_made_again() {
        let mut known = Recalled::default();
        assert_eq!(known.get("The gates held.", || 1), 1);
        assert_eq!(known.get("The gates held.", || 2), 1);
        assert_eq!(known.get("The gates held", || 3), 3);
    }

    #[test]
    fn nothing_is_remembered_but_for_who_edits() {
        thread_local! {
            static KNOWN: RefCell<Recalled<u32>> = RefCell::default();
        }
        assert_eq!((recalled(&KNOWN, "Gates", || 1), recalled(&KNOWN, "Gates", || 2)), (1, 2));
        assert_eq!(recalling(|| (recalled(&KNOWN, "Gates", || 3), recalled(&KNOWN, "Gates", || 4))), (3, 3));
        assert_eq!(recalled(&KNOWN, "Gates", || 5), 5);
    }

    #[test]
    fn what_is_known_of_a_text_beside_something_else_is_something_else() {
        thread_local! {
            static KNOWN: RefCell<Recalled<u32>> = RefCell::default();
        }
        let asked = |beside: &[u32], made| recalling(|| recalled_beside(&KNOWN, ("Gates", &beside), || made));
        assert_eq!((asked(&[], 1), asked(&[0, 2], 2), asked(&[0, 3], 3)), (1, 2, 3));
        assert_eq!((asked(&[], 4), asked(&[0, 2], 5), asked(&[0, 3], 6)), (1, 2, 3));
    }

    #[test]
    fn more_is_remembered_for_who_edits_than_of_the_latest_articles() {
        thread_local! {
            static KNOWN: RefCell<Recalled<usize>> = RefCell::default();
        }
        let ask = |text: usize, made| remembered_lately(&KNOWN, &text.to_string(), || made);
        let first_after = |others: usize| {
            (0..others).for_each(|text| _ = ask(text, 1));
            ask(0, 2)
        };
        assert_eq!((first_after(LATEST), first_after(3 * LATEST)), (1, 2));
        assert_eq!(recalling(|| first_after(4 * LATEST)), 2);
    }

    #[test]
    fn the_memory_is_bounded_and_keeps_what_was_asked_for_last() {
        let mut known = Recalled::default();
        for text in 0..10 * ROOM {
            known.get(&text.to_string(), || text);
            assert_eq!(known.get("The gates held.", || 0), 0);
        }
        assert!(known.0.len() <= 2 * ROOM);
        assert_eq!(known.get("The gates held.", || 1), 0);
    }
}
