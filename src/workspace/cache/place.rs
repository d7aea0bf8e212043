//! Where caches are kept, and whose they are.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The environment variable that names the folder of all caches, or says `off`.
pub const CACHE_FOLDER: &str = "COPYDESK_CACHE_DIR";

/// The folder for the cache of the corpus at `root`: in the folder that [`CACHE_FOLDER`] names, else in the user's cache
/// folder. `None` where caches are off, where the user has no such folder, and where it would lie within the corpus.
pub fn folder_for(root: &Path) -> Option<PathBuf> {
    let folder = match std::env::var_os(CACHE_FOLDER) {
        Some(named) if named == "off" || named.is_empty() => return None,
        Some(named) => PathBuf::from(named),
        None => user_folder()?.join("copydesk"),
    };
    let root = std::fs::canonicalize(root).ok()?;
    let folder = std::path::absolute(folder).ok()?;
    if folder.starts_with(&root) {
        return None;
    }
    let name: String = root
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(24)
        .collect();
    Some(folder.join(format!("{name}-{:016x}", xxh3_64(root.as_os_str().as_encoded_bytes()))))
}

fn user_folder() -> Option<PathBuf> {
    let named = |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        named("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        named("HOME").map(|home| home.join("Library/Caches"))
    } else {
        named("XDG_CACHE_HOME").or_else(|| named("HOME").map(|home| home.join(".cache")))
    }
}

/// A hash of the program itself, models included: what another one wrote may differ from what this one reads.
/// `None` where the program's file cannot be read.
pub fn fingerprint() -> Option<u128> {
    static FINGERPRINT: OnceLock<Option<u128>> = OnceLock::new();
    *FINGERPRINT.get_or_init(|| hash_of(File::open(std::env::current_exe().ok()?).ok()?).ok())
}

/// A hash of a file, of which a part at a time is in memory.
fn hash_of(mut file: File) -> std::io::Result<u128> {
    let (mut hash, mut part) = (Xxh3::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hash.digest128()),
            length => hash.update(&part[..length]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_hashed_as_a_whole() {
        let bytes: Vec<u8> = (0..200_000u32).map(|nth| (nth % 251) as u8).collect();
        let path = tempfile::NamedTempFile::new().unwrap().into_temp_path();
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(hash_of(File::open(&path).unwrap()).unwrap(), xxhash_rust::xxh3::xxh3_128(&bytes));
    }
}
