//! Lists of hashes are written as their bytes: they do not get shorter any other way, and reading them is one copy.

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// A number of fixed width.
pub(super) trait Fixed: Sized + Copy {
    const WIDTH: usize;
    fn write(self, out: &mut Vec<u8>);
    /// Of [`Fixed::WIDTH`] bytes.
    fn read(bytes: &[u8]) -> Self;
}

macro_rules! fixed {
    ($($number:ty),*) => {$(
        impl Fixed for $number {
            const WIDTH: usize = size_of::<$number>();
            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn read(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().unwrap_or_default())
            }
        }
    )*};
}

fixed!(u16, u32, u64, f32);

/// Writes a list of numbers.
pub(super) fn serialize<T: Fixed, S: Serializer>(list: &[T], out: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(list.len() * T::WIDTH);
    list.iter().for_each(|number| number.write(&mut bytes));
    out.serialize_bytes(&bytes)
}

/// Reads what [`serialize`] wrote.
pub(super) fn deserialize<'de, T: Fixed, L: FromIterator<T>, D: Deserializer<'de>>(from: D) -> Result<L, D::Error> {
    struct Bytes;
    impl<'de> Visitor<'de> for Bytes {
        type Value = &'de [u8];
        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("the bytes of a list of numbers")
        }
        fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<&'de [u8], E> {
            Ok(bytes)
        }
    }
    let bytes = from.deserialize_bytes(Bytes)?;
    let chunks = bytes.chunks_exact(T::WIDTH);
    if !chunks.remainder().is_empty() {
        return Err(D::Error::custom("a list of numbers ends within one"));
    }
    Ok(chunks.map(T::read).collect())
}
