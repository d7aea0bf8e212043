//! Names of dimensions, which come from the table of units and live as long as the program: how they are written out
//! and found again.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// What kind of thing a unit measures; `None` for counted nouns.
pub type Dimension = Option<&'static str>;

/// There are some dozens of dimensions, and for money one for each currency; more is no text that was written here.
const MOST: usize = 4096;

static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The one copy of a name; `None` where there are too many to be names of dimensions.
fn name(written: &str) -> Option<&'static str> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(name) = known.get(written) {
        return Some(name);
    }
    if known.len() >= MOST || written.len() > 64 {
        return None;
    }
    let name: &'static str = Box::leak(written.to_owned().into_boxed_str());
    known.insert(name);
    Some(name)
}

/// Writes a dimension as its name.
pub fn serialize<S: Serializer>(dimension: &Dimension, out: S) -> Result<S::Ok, S::Error> {
    dimension.serialize(out)
}

/// Reads the name of a dimension.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Dimension, D::Error> {
    let Some(written) = Option::<&'de str>::deserialize(from)? else { return Ok(None) };
    name(written).map(Some).ok_or_else(|| D::Error::custom("no name of a dimension"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_kept_once() {
        let (a, b) = (super::name("length").unwrap(), super::name(&String::from("length")).unwrap());
        assert!(std::ptr::eq(a, b) && super::name(&"x".repeat(65)).is_none());
    }
}
