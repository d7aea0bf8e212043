//! Cache files: any bytes behind a good header are a pack that is read as far as it is whole, and any bytes in an entry
//! are a reading or none.
#![no_main]

use std::sync::LazyLock;

use copydesk::corpus::Packed;
use copydesk::workspace::Cache;
use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));
const FINGERPRINT: u128 = 7;

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.path().join("a.pack");
    let header = [&b"copydesk cache 1"[..], &FINGERPRINT.to_le_bytes()].concat();
    std::fs::write(&path, [&header, bytes].concat()).expect("written");
    Cache::open(FOLDER.path().to_owned(), FINGERPRINT);
    std::fs::write(&path, bytes).expect("written");
    Cache::open(FOLDER.path().to_owned(), FINGERPRINT);
    let packed = lz4_flex::compress_prepend_size(bytes);
    let half = bytes.len() / 2;
    for (facts, reading) in [(bytes, bytes), (&packed[..], &packed[..]), (&bytes[..half], &bytes[half..])] {
        Packed::from_parts(facts, reading).is_readable();
    }
});
