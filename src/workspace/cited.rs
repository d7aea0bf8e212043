//! Files that articles name as their sources and that belong to no corpus otherwise: articles outside of `[corpus]
//! include`, copies named by a bibliography, and the bibliographies themselves.

use crate::text::sorting::sort;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::cache::Cache;
use super::desk::Desk;
use super::files::{Membership, Role, loose_role};
use super::librarian::{Librarian, settle_open};
use super::load::{FileToLoad, LoadProblem, Loader, read_file};
use super::session::remove;
use super::{Configuration, RECORD_NAME, recorded};
use crate::article::{Bibliography, CitationKind, Markup};
use crate::corpus::draft::MOST_SOURCES;
use crate::corpus::{ArticleEntry, Corpus, DocumentId, NewDocument, Resolved, candidates};
use crate::reading::Memo;

/// What was read for articles that cite it.
#[derive(Default)]
pub(super) struct Cited {
    articles: Vec<(Arc<str>, NewDocument)>,
    bibliographies: Vec<(Arc<str>, Arc<Bibliography>)>,
}

impl Cited {
    pub(super) fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.bibliographies.is_empty()
    }

    /// Puts it into a desk that may have changed since.
    pub(super) fn put_into(self, desk: &mut Desk) {
        let cited = Arc::make_mut(&mut desk.cited);
        for (key, file) in self.bibliographies {
            cited.insert(key.clone());
            desk.corpus.put_bibliography(&key, file);
        }
        let mut articles = self.articles;
        articles.retain(|(key, _)| {
            cited.insert(key.clone());
            desk.corpus.id(key).is_none()
        });
        desk.corpus.extend(articles);
    }
}

/// Reads what articles of a desk cite and the corpus does not hold yet, bibliographies first.
pub(super) fn read(desk: &Desk, articles: &[DocumentId], problems: &mut Vec<LoadProblem>) -> Cited {
    let mut cited = Cited::default();
    let corpus = &desk.corpus;
    let entries: Vec<&ArticleEntry> = articles.iter().filter_map(|&id| corpus.article(id)).collect();
    let mut seen = FxHashSet::default();
    for entry in &entries {
        for (path, place) in bibliographies(desk, entry) {
            if corpus.at_path(&place).is_none() && seen.insert(place.clone()) {
                match bibliography(&path, &place) {
                    Ok(file) => cited.bibliographies.push((place.into(), file)),
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
    let mut with_entries = corpus.clone();
    for (place, file) in &cited.bibliographies {
        with_entries.put_bibliography(place, file.clone());
    }
    let mut files: Vec<FileToLoad> = Vec::new();
    for &id in articles {
        for (path, place) in wanted(desk, &with_entries, id, problems) {
            if seen.insert(place.clone()) {
                files.push(to_load(desk, path, place));
            }
        }
    }
    let (cache, memo) = (Cache::none(), Memo::default());
    let loader = Loader { settings: corpus.settings(), cache: &cache, memo: &memo };
    cited.articles = loader.load(&files, &|| {}, problems);
    cited
}

/// Reads a bibliography that was loaded before again.
pub(super) fn bibliography(path: &Path, key: &str) -> Result<Arc<Bibliography>, LoadProblem> {
    Ok(Arc::new(Bibliography::parse(key, read_file(path)?.text.into())))
}

fn to_load(desk: &Desk, path: PathBuf, place: String) -> FileToLoad {
    let role = match loose_role(&path) {
        Role::Article(markup) => Role::Article(markup),
        _ => Role::Article(Markup::Plain),
    };
    let overrides = desk.configuration.overrides(&place);
    FileToLoad { path, key: place.into(), role, overrides, prose_only: false }
}

/// The file at a path relative to the root, or at a whole one.
fn file(desk: &Desk, place: &str) -> Option<PathBuf> {
    let path = desk.path(place);
    (path.is_absolute() && path.is_file()).then_some(path)
}

/// Bibliographies of an article: those that it names, else those in its folder where it cites by key.
fn bibliographies(desk: &Desk, entry: &ArticleEntry) -> Vec<(PathBuf, String)> {
    let article = &entry.reading.article;
    let from = desk.corpus.path_from_root(&entry.path);
    let named = &article.metadata.bibliography;
    if !named.is_empty() {
        let find = |value: &str| candidates(from, value, &[]).into_iter().find_map(|c| Some((file(desk, &c)?, c)));
        return named.iter().filter_map(|stated| find(&stated.value)).collect();
    }
    if !article.citations.iter().any(|c| matches!(c.kind, CitationKind::Key | CitationKind::Listed)) {
        return Vec::new();
    }
    let folder = from.rfind('/').map_or("", |end| &from[..=end]);
    let whole = desk.path(folder);
    let listed = std::fs::read_dir(&whole).ok().filter(|_| whole.is_absolute());
    let mut found: Vec<(PathBuf, String)> = listed
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            (name.ends_with(".bib")).then(|| (file.path(), format!("{folder}{name}")))
        })
        .collect();
    sort(&mut found);
    found
}

/// The files of what an article cites and the corpus does not hold.
fn wanted(desk: &Desk, corpus: &Corpus, id: DocumentId, problems: &mut Vec<LoadProblem>) -> Vec<(PathBuf, String)> {
    let Some(entry) = corpus.article(id) else { return Vec::new() };
    let from = corpus.path_from_root(&entry.path);
    let folders = &desk.configuration.drafts.sources;
    let resolved = corpus.resolved(id);
    let mut wanted = Vec::new();
    for (citation, resolved) in entry.reading.article.citations.iter().zip(resolved) {
        match (citation.kind, resolved) {
            (CitationKind::Folder, _) => wanted.extend(folder(desk, corpus, &citation.target, problems)),
            (_, Resolved::Missing) => {
                let places = candidates(from, &citation.target, folders).into_iter();
                wanted.extend(places.filter_map(|place| Some((file(desk, &place)?, place))).next());
            }
            (_, Resolved::Entry(_)) => {
                let Some((home, reference)) = corpus.reference(id, &citation.target) else { continue };
                let home = corpus.path(home).map(|p| p.to_string()).unwrap_or_default();
                let copies = reference.files.iter().flat_map(|path| candidates(&home, path, &[]));
                let mut places = copies.chain(candidates(from, &citation.target, folders));
                wanted.extend(places.find_map(|place| Some((file(desk, &place)?, place))));
            }
            _ => {}
        }
    }
    wanted
}

/// The articles of a source folder that the corpus does not hold.
fn folder(desk: &Desk, corpus: &Corpus, folder: &str, problems: &mut Vec<LoadProblem>) -> Vec<(PathBuf, String)> {
    let whole = desk.path(folder.trim_end_matches('/'));
    if !whole.is_absolute() || !whole.is_dir() {
        return Vec::new();
    }
    let files = Membership::new(&whole, &Configuration::default()).walk(problems).into_iter();
    let articles = files.filter(|(_, role)| matches!(role, Role::Article(_)));
    let places = articles.map(|(path, _)| {
        let place = desk.key(&path).to_string();
        (path, place)
    });
    places.filter(|(_, place)| corpus.at_path(place).is_none()).take(MOST_SOURCES).collect()
}

impl Librarian {
    /// Loads what the articles of a desk cite and it does not hold; whether there was anything.
    pub(super) fn load_cited(&self, index: usize) -> bool {
        let Some(desk) = self.session.snapshot().desks().get(index).cloned() else { return false };
        let citing = desk.corpus.citing_any();
        let mut problems = Vec::new();
        let cited = read(&desk, &citing, &mut problems);
        if cited.is_empty() {
            return false;
        }
        for problem in &problems {
            self.observer.problem(problem);
        }
        self.session.write(|state| {
            if let Some(desk) = state.desks.get_mut(index) {
                cited.put_into(Arc::make_mut(desk));
            }
            settle_open(state, index);
        });
        true
    }

    /// Reads bibliographies, and the record of what sources said, again where they changed on disk.
    pub(super) fn reload_cited(&self, index: usize, desk: &Desk, paths: &[PathBuf]) {
        for path in paths {
            let key = desk.key(path);
            if &*key == RECORD_NAME {
                self.reload_record(index, desk);
            }
            if desk.corpus.id(&key).and_then(|id| desk.corpus.bibliography(id)).is_none() {
                continue;
            }
            let read = bibliography(path, &key);
            self.session.write(|state| match (read, state.desks.get_mut(index)) {
                (Ok(file), Some(desk)) => {
                    Arc::make_mut(desk).corpus.put_bibliography(&key, file);
                }
                _ => remove(state, index, &key),
            });
        }
    }

    fn reload_record(&self, index: usize, desk: &Desk) {
        match desk.root().map(recorded::read) {
            Some(Ok(recorded)) => self.session.write(|state| {
                if let Some(desk) = state.desks.get_mut(index) {
                    Arc::make_mut(desk).corpus.set_recorded(recorded);
                }
            }),
            Some(Err(problem)) => self.observer.problem(&problem),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::load;
    use super::*;

    fn write(root: &Path, name: &str, text: &str) {
        std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        std::fs::write(root.join(name), text).unwrap();
    }

    #[test]
    fn cited_files_outside_of_the_corpus_are_loaded() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        write(elsewhere.path(), "far.txt", "The mayor spoke.");
        let far = elsewhere.path().join("far.txt");
        write(root.path(), "copydesk.toml", "[corpus]\ninclude = [\"drafts/\"]\n[drafts]\nsources = [\"wire\"]\n");
        write(root.path(), "wire/b.txt", "The mayor spoke.");
        write(root.path(), "notes/c.txt", "The mayor spoke.");
        write(root.path(), "drafts/refs.bib", "@misc{quill, file = {../notes/c.txt}}");
        let text = format!("---\nsources: [b, '{}', gone.txt]\n---\nThe mayor spoke [@quill].", far.display());
        write(root.path(), "drafts/a.md", &text);
        let loaded = load(&[root.path().join("drafts/a.md")], &|_, _, _| {}).unwrap();
        let corpus = &loaded.desk.corpus;
        let sources: Vec<_> =
            corpus.sources(loaded.given[0]).iter().map(|&id| corpus.path(id).unwrap().to_string()).collect();
        assert_eq!(sources, ["wire/b.txt", &far.to_string_lossy(), "notes/c.txt"]);
    }

    #[test]
    fn a_draft_without_sources_has_the_folder_of_the_configuration() {
        let root = tempfile::tempdir().unwrap();
        let configuration =
            "[corpus]\ninclude = [\"drafts/\"]\n[drafts]\ninclude = [\"drafts/\"]\nsources = [\"wire/\"]\n";
        write(root.path(), "copydesk.toml", configuration);
        write(root.path(), "wire/b.txt", "The mayor spoke.");
        write(root.path(), "drafts/a.md", "The mayor spoke.");
        let loaded = load(&[root.path().to_path_buf()], &|_, _, _| {}).unwrap();
        let (corpus, draft) = (&loaded.desk.corpus, loaded.given[0]);
        assert_eq!(corpus.sources(draft).len(), 1);
    }
}
