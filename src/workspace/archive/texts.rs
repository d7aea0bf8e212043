//! The texts of archived articles, as files that an editor can open.
//!
//! A finding leads to the place that it speaks of, and every editor can open a file. So the text of an archived article is
//! written into the cache folder when an editor is first told of a place in it, just as it is, so that lines and columns are
//! right. Such a file may be read and not changed, and nothing is checked in it.

use std::io::Write;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::workspace::cache::{folder_for, make_folder, remove_if_old, unique};

/// The folder of all texts, within the cache folder of a corpus.
const FOLDER: &str = "archived articles";

/// Whether the file is the text of an archived article.
pub(in crate::workspace) fn is_archived_text(path: &Path) -> bool {
    path.ancestors().nth(2).and_then(Path::file_name).is_some_and(|name| name == FOLDER)
}

/// The file of the text of an archived article of the corpus at `root`, written where it is not there; `None` where that
/// cannot be.
pub(in crate::workspace) fn text_file(root: &Path, path: &str, text: &str) -> Option<PathBuf> {
    let all = folder_for(root)?.join(FOLDER);
    // Named by the article and by its text: a file that is there is right.
    let folder = all.join(format!("{:016x}", xxh3_64(format!("{path}\0{text}").as_bytes())));
    let last = path.rsplit('/').next().unwrap_or(path);
    let plain: String = last.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    let ending = if plain.ends_with(".txt") || plain.ends_with(".md") { "" } else { ".txt" };
    let plain: String = plain.trim_start_matches('.').chars().take(80).collect();
    let file = folder.join(format!("{plain}{ending}"));
    if !file.is_file() {
        make_folder(&folder).ok()?;
        let unfinished = folder.join(format!("{}.part", unique()));
        let written = std::fs::File::create_new(&unfinished).and_then(|mut out| {
            out.write_all(text.as_bytes())?;
            let mut permissions = out.metadata()?.permissions();
            permissions.set_readonly(true);
            out.set_permissions(permissions)?;
            std::fs::rename(&unfinished, &file)
        });
        if written.is_err() {
            let _ = std::fs::remove_file(&unfinished);
            return None;
        }
    }
    Some(file)
}

/// Removes the texts that were written long ago.
pub(super) fn remove_old(cache: &Path) {
    for folder in std::fs::read_dir(cache.join(FOLDER)).into_iter().flatten().flatten().map(|entry| entry.path()) {
        for file in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            remove_if_old(&file.path());
        }
        // Stays where something is left in it.
        let _ = std::fs::remove_dir(&folder);
    }
}
