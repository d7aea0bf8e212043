//! What the sources of a draft said when it was last verified: `copydesk-sources.toml` beside `copydesk.toml`, written by
//! `copydesk verify --record` and compared by the rule `source-changed`.
//!
//! One table a draft, one line a source with the hash of its text, so that the file can be read, merged and kept with
//! the corpus.

use std::collections::BTreeMap;
use std::path::Path;

use super::desk::Desk;
use super::load::{LoadProblem, read_file};
use crate::corpus::{DocumentId, Recorded, text_hash};

/// Name of the file.
pub const RECORD_NAME: &str = "copydesk-sources.toml";

const HEAD: &str = "# What the sources of each draft said when it was last verified, as a hash of their text.\n\
                    # Written by `copydesk verify --record DRAFT`; the rule source-changed compares. Keep it with the corpus.\n";

type Tables = BTreeMap<String, BTreeMap<String, String>>;

/// Reads the file of the corpus at `root`; nothing where there is none.
///
/// # Errors
/// A file that cannot be read or is no such record.
pub(super) fn read(root: &Path) -> Result<Recorded, LoadProblem> {
    let tables = tables(root)?;
    let mut recorded = Recorded::default();
    for (draft, sources) in tables {
        for (source, hash) in sources {
            if let Ok(hash) = u64::from_str_radix(&hash, 16) {
                recorded.insert((draft.as_str().into(), source.into()), hash);
            }
        }
    }
    Ok(recorded)
}

fn tables(root: &Path) -> Result<Tables, LoadProblem> {
    let path = root.join(RECORD_NAME);
    if !path.is_file() {
        return Ok(Tables::default());
    }
    let text = read_file(&path)?.text;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        LoadProblem { path: Some(path), message: format!("line {line}: {}; delete it to begin anew", error.message()) }
    })
}

/// Records what the sources of a draft say now; what is recorded of other drafts stays.
///
/// # Errors
/// Where no `copydesk.toml` marks the corpus, or the file cannot be read or written.
pub fn record_sources(desk: &Desk, draft: DocumentId) -> Result<(), LoadProblem> {
    let problem = |path: Option<&Path>, message: String| LoadProblem { path: path.map(Path::to_path_buf), message };
    let Some(root) = desk.root() else {
        return Err(problem(
            None,
            "--record needs a copydesk.toml to keep the record beside; `copydesk init` writes one".into(),
        ));
    };
    let mut all = tables(root)?;
    let corpus = &desk.corpus;
    let name = |id: DocumentId| corpus.path(id).map(|key| corpus.path_from_root(key).to_owned());
    let sources = corpus
        .sources(draft)
        .into_iter()
        .filter_map(|id| Some((name(id)?, format!("{:016x}", text_hash(corpus.document(id)?.text())))));
    let Some(draft) = name(draft) else { return Ok(()) };
    all.insert(draft, sources.collect());
    let path = root.join(RECORD_NAME);
    let body = toml::to_string(&all).map_err(|error| problem(Some(&path), format!("could not be made: {error}")))?;
    // Written beside and moved into place: a reader never sees half of it.
    let beside = root.join(format!("{RECORD_NAME}.new"));
    let written = std::fs::write(&beside, format!("{HEAD}\n{body}")).and_then(|()| std::fs::rename(&beside, &path));
    written.map_err(|error| problem(Some(&path), format!("could not be written: {error}")))
}

#[cfg(test)]
mod tests {
    use super::super::load;
    use super::*;

    #[test]
    fn what_was_recorded_is_read_again_and_other_drafts_stay() {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(root.path().join(name), text).unwrap();
        write("copydesk.toml", "");
        write("a.txt", "The mayor spoke.");
        write("b.md", "---\nsources: [a.txt]\n---\nThe mayor spoke.");
        write("c.md", "---\nsources: [a.txt]\n---\nThe mayor spoke.");
        for draft in ["b.md", "c.md"] {
            let loaded = load(&[root.path().join(draft)], &|_, _, _| {}).unwrap();
            record_sources(&loaded.desk, loaded.given[0]).unwrap();
        }
        let recorded = read(root.path()).unwrap();
        assert_eq!(recorded[&("b.md".into(), "a.txt".into())], text_hash("The mayor spoke."));
        assert_eq!(recorded.len(), 2);
        write(RECORD_NAME, "[\"b.md\"]\nbroken");
        assert!(read(root.path()).unwrap_err().to_string().contains("line 2"));
    }
}
