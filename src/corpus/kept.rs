//! Bytes that need not be in memory: most of what a corpus knows of an article lies in a file until somebody looks at it.
//!
//! Which file that is, and how it is read, is the matter of whoever keeps it ([`Store`]); here it is only read.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Debug;
use std::sync::Arc;

/// Something that bytes are read from, and that never changes.
pub trait Store: Debug + Send + Sync {
    /// Fills `into` with the bytes from `at` on; `false` where they cannot be read.
    fn read(&self, at: u64, into: &mut [u8]) -> bool;
}

/// Bytes in memory or elsewhere.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    Here(Arc<[u8]>),
    Stored { of: Arc<dyn Store>, at: u64, length: u32 },
}

thread_local! {
    /// What was read last: a check reads an article many times.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// So much of it is kept for the next time.
const ROOM: usize = 1 << 20;

impl Kept {
    /// Number of bytes.
    pub(super) fn len(&self) -> usize {
        match self {
            Kept::Here(bytes) => bytes.len(),
            Kept::Stored { length, .. } => *length as usize,
        }
    }

    /// What `look` makes of the bytes; of none, where they cannot be read.
    pub(super) fn with<T>(&self, look: impl FnOnce(&[u8]) -> T) -> T {
        let Kept::Stored { of, at, length } = self else { return look(&self.bytes()) };
        let mut scratch = SCRATCH.take();
        scratch.resize(*length as usize, 0);
        if !of.read(*at, &mut scratch) {
            scratch.clear();
        }
        let made = look(&scratch);
        if scratch.capacity() <= ROOM {
            SCRATCH.set(scratch);
        }
        made
    }

    /// The bytes themselves.
    pub(super) fn bytes(&self) -> Cow<'_, [u8]> {
        match self {
            Kept::Here(bytes) => Cow::Borrowed(bytes),
            Kept::Stored { .. } => Cow::Owned(self.with(<[u8]>::to_vec)),
        }
    }
}

impl From<&[u8]> for Kept {
    fn from(bytes: &[u8]) -> Self {
        Kept::Here(bytes.into())
    }
}

impl From<Vec<u8>> for Kept {
    fn from(bytes: Vec<u8>) -> Self {
        Kept::Here(bytes.into())
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.bytes() == other.bytes()
    }
}

impl Eq for Kept {}

#[cfg(test)]
mod tests {
    use super::{Kept, Store};
    use std::sync::Arc;

    #[derive(Debug)]
    struct Shelf(Vec<u8>);

    impl Store for Shelf {
        fn read(&self, at: u64, into: &mut [u8]) -> bool {
            let found = self.0.get(at as usize..at as usize + into.len());
            found.inspect(|bytes| into.copy_from_slice(bytes)).is_some()
        }
    }

    #[test]
    fn bytes_elsewhere_are_those_in_memory_and_none_where_they_are_gone() {
        let of: Arc<dyn Store> = Arc::new(Shelf((0..100).collect()));
        let stored = |at, length| Kept::Stored { of: of.clone(), at, length };
        assert_eq!(stored(10, 3), Kept::from(vec![10, 11, 12]));
        assert_ne!(stored(11, 3), Kept::from(vec![10, 11, 12]));
        // One may be looked at while another is.
        let both = stored(0, 2).with(|a| stored(50, 2).with(|b| [a, b].concat()));
        assert_eq!(both, [0, 1, 50, 51]);
        assert_eq!(stored(99, 2).with(<[u8]>::len), 0);
        assert_eq!((stored(99, 2).len(), stored(10, 3).bytes().into_owned()), (2, vec![10, 11, 12]));
    }
}
