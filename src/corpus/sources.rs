//! Who cites whom: from the sources that an article names to the articles that they are.
//!
//! A path counts from the folder of the citing article, then from the root, then from the folders of
//! `[drafts] sources`; a key is an entry of a bibliography, or an article's file name without its ending. Files are
//! only ever looked for among the documents of the corpus: what has to be loaded first, [`candidates`] tells the
//! workspace.

use super::figure::hash;
use super::postings::KeyKind;
use super::{ArticleEntry, BibliographyEntry, Corpus, DocumentId, Location};
use crate::article::citation::{is_address, is_article_path};
use crate::article::{Citation, CitationKind, Reference};
use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a citation leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// These articles, one but for a folder.
    Articles(Vec<DocumentId>),
    /// An entry of a bibliography of which no article is at hand.
    Entry(Location),
    /// An address of which no article is at hand.
    Address,
    /// A description in words ("interview with the mayor").
    Words,
    /// Nothing: no such file, key or footnote.
    Missing,
}

/// Two ways of naming a document.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// From the path relative to the root to the key.
    keys: FxHashMap<Arc<str>, Arc<str>>,
    /// From the key to the path relative to the root.
    paths: FxHashMap<Arc<str>, Arc<str>>,
}

impl Names {
    /// The paths relative to the root of documents that have another key.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Arc<str>> {
        self.keys.keys()
    }
}

/// What sources said when a draft was last verified: hashes of their texts, by the draft's and the source's path relative
/// to the root.
pub type Recorded = FxHashMap<(Arc<str>, Arc<str>), u64>;

/// Hash of a text, whatever its line ends; the same in every run and on every machine.
pub fn text_hash(text: &str) -> u64 {
    if text.contains('\r') { hash(&*text.replace("\r\n", "\n").replace('\r', "\n")) } else { hash(text) }
}

/// Hash of an address, the same with or without scheme, `www.`, fragment and final slash.
pub(super) fn address_key(url: &str) -> u64 {
    let lower = url.trim().to_lowercase();
    let rest = lower.split_once("://").map_or(&*lower, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    hash(rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/'))
}

/// Where the file of a citation may be, likeliest first: paths relative to the root (or whole ones, as the citing
/// article's own path `from` is), with `/`.
pub fn candidates(from: &str, target: &str, folders: &[String]) -> Vec<String> {
    if target.is_empty() || is_address(target) {
        return Vec::new();
    }
    let target = target.replace('\\', "/");
    let folder = from.rfind('/').map_or("", |end| &from[..end]);
    let root = if from.starts_with('/') && folder.is_empty() { "/" } else { "" };
    let mut places: Vec<String> = vec![joined(&format!("{root}{folder}"), &target), joined("", &target)];
    places.extend(folders.iter().map(|folder| joined(folder, &target)));
    let mut all: Vec<String> = Vec::new();
    for place in places {
        let ends: &[&str] = if is_article_path(&place) || place.ends_with(".bib") || place.ends_with(".json") {
            &[""]
        } else {
            &["", ".txt", ".md"]
        };
        for end in ends {
            let path = format!("{place}{end}");
            if !all.contains(&path) && path != from {
                all.push(path);
            }
        }
    }
    all
}

/// `target` seen from `folder`, without `.` and `..`.
fn joined(folder: &str, target: &str) -> String {
    let whole = target.starts_with('/') || target.get(1..3) == Some(":/");
    let path = if whole || folder.is_empty() { target.to_owned() } else { format!("{folder}/{target}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("{}{}", if path.starts_with('/') { "/" } else { "" }, parts.join("/"))
}

impl Corpus {
    /// Takes note of documents whose key is not their path relative to the root (else their whole path): pairs of that
    /// path and the key.
    pub fn set_names(&mut self, pairs: impl IntoIterator<Item = (Arc<str>, Arc<str>)>) {
        let mut names = Names::default();
        for (path, key) in pairs {
            self.index.hide_archived(&path);
            names.paths.insert(key.clone(), path.clone());
            names.keys.insert(path, key);
        }
        self.names = Arc::new(names);
    }

    /// Gives an article its sources from outside, instead of those that it names.
    pub fn set_sources(&mut self, article: DocumentId, sources: Vec<DocumentId>) {
        Arc::make_mut(&mut self.given_sources).insert(article, sources);
        self.forget_comparisons();
    }

    /// Takes note of what sources said when drafts were last verified.
    pub fn set_recorded(&mut self, recorded: Recorded) {
        self.recorded = Arc::new(recorded);
    }

    /// Whether a source differs from when a draft was last verified against it.
    pub fn has_changed(&self, draft: DocumentId, source: DocumentId) -> bool {
        let name = |id| self.path(id).map(|key| Arc::from(self.path_from_root(key)));
        let (Some(here), Some(there)) = (name(draft), name(source)) else { return false };
        let recorded = self.recorded.get(&(here, there));
        recorded.is_some_and(|hash| self.document(source).is_some_and(|d| text_hash(d.text()) != *hash))
    }

    /// The path of a document relative to the root, whatever its key.
    pub fn path_from_root<'a>(&'a self, key: &'a str) -> &'a str {
        self.names.paths.get(key).map_or(key, |path| path)
    }

    /// The document at a path relative to the root, else the archived article of that path.
    pub fn at_path(&self, path: &str) -> Option<DocumentId> {
        let here = self.names.keys.get(path).and_then(|key| self.id(key)).or_else(|| self.id(path));
        here.or_else(|| self.index.shelf()?.at_path(path))
    }

    /// What each of an article's citations leads to, in their order.
    pub fn resolved(&self, article: DocumentId) -> Vec<Resolved> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let citations = &entry.reading.article.citations;
        citations.iter().map(|citation| self.resolve(article, entry, citation)).collect()
    }

    /// The articles that an article cites, in the order of its citations.
    pub fn sources(&self, article: DocumentId) -> Vec<DocumentId> {
        if let Some(given) = self.given_sources.get(&article) {
            return given.clone();
        }
        let Some(entry) = self.article(article) else { return Vec::new() };
        let (mut named, mut folders) = (Vec::new(), Vec::new());
        for citation in &entry.reading.article.citations {
            if let Resolved::Articles(found) = self.resolve(article, entry, citation) {
                let list = if citation.kind == CitationKind::Folder { &mut folders } else { &mut named };
                list.extend(found.into_iter().filter(|id| *id != article));
            }
        }
        let mut sources = if named.is_empty() { folders } else { named };
        let mut seen = rustc_hash::FxHashSet::default();
        sources.retain(|id| seen.insert(*id));
        sources
    }

    /// Whether `article` cites `source`.
    pub fn cites(&self, article: DocumentId, source: DocumentId) -> bool {
        let names_any = match self.is_archived(article) {
            true => self.article(article).is_some_and(|entry| entry.cites),
            false => self.index.outline(article).is_some_and(|outline| outline.cites),
        };
        (names_any || self.given_sources.contains_key(&article)) && self.sources(article).contains(&source)
    }

    /// The articles that cite an article, in the order of their ids.
    pub fn citing(&self, source: DocumentId) -> Vec<DocumentId> {
        self.citing_any().into_iter().filter(|&id| id != source && self.cites(id, source)).collect()
    }

    /// All articles that name sources, in the order of their ids.
    pub fn citing_any(&self) -> Vec<DocumentId> {
        let found = self.index.postings(KeyKind::Citing, 0, usize::MAX).unwrap_or_default();
        let mut all: Vec<_> = found.iter().map(|posting| posting.document()).collect();
        all.sort_unstable();
        all
    }

    /// The entry of a bibliography behind a citation key of an article.
    pub fn reference(&self, article: DocumentId, key: &str) -> Option<(DocumentId, &Reference)> {
        let entry = self.article(article)?;
        let found = self.bibliographies(entry).into_iter();
        found.filter_map(|(id, bibliography)| Some((id, bibliography.file.reference(key)?))).next()
    }

    /// The bibliographies of an article: those that it or the configuration names, else those in its folder.
    pub fn bibliographies(&self, entry: &ArticleEntry) -> Vec<(DocumentId, &BibliographyEntry)> {
        let from = self.path_from_root(&entry.path);
        let find = |path: &str| {
            let id = candidates(from, path, &[]).iter().find_map(|path| self.at_path(path))?;
            Some((id, self.bibliography(id)?))
        };
        let named = &entry.reading.article.metadata.bibliography;
        if !named.is_empty() {
            return named.iter().filter_map(|stated| find(&stated.value)).collect();
        }
        let folder = from.rfind('/').map_or("", |end| &from[..=end]);
        let beside = |path: &str| path.strip_prefix(folder).is_some_and(|name| !name.contains('/'));
        let all = self.bibliographies.iter().copied().filter_map(|id| Some((id, self.bibliography(id)?)));
        all.filter(|(_, b)| beside(self.path_from_root(&b.path))).collect()
    }

    fn resolve(&self, article: DocumentId, entry: &ArticleEntry, citation: &Citation) -> Resolved {
        let from = self.path_from_root(&entry.path);
        let file = |target: &str| {
            let folders = &self.settings.source_folders;
            let found = candidates(from, target, folders).into_iter().filter_map(|path| self.at_path(&path));
            found.into_iter().find(|&id| id != article && self.article(id).is_some())
        };
        let at_address = |url: &str| {
            let key = address_key(url);
            let found = self.index.postings(KeyKind::Address, key, usize::MAX).unwrap_or_default();
            let mut found: Vec<_> = found.iter().map(|posting| posting.document()).collect();
            found.sort_unstable();
            found.into_iter().find(|&id| id != article)
        };
        let one = |id| Resolved::Articles(vec![id]);
        match citation.kind {
            CitationKind::OpenNote => Resolved::Missing,
            CitationKind::Folder => {
                let folder = format!("{}/", joined("", &citation.target));
                let inside = |id: &DocumentId| {
                    let below = self.path(*id).is_some_and(|path| self.path_from_root(path).starts_with(&folder));
                    below && self.article(*id).is_some()
                };
                let mut found: Vec<_> = self.ids().into_iter().filter(inside).filter(|id| *id != article).collect();
                sort_by_key(&mut found, |id| self.path(*id).cloned());
                Resolved::Articles(found)
            }
            _ if citation.is_address() => at_address(&citation.target).map_or(Resolved::Address, one),
            _ => {
                let reference = self.reference(article, &citation.target);
                if let Some((id, reference)) = reference {
                    let home = self.path(id).map(|p| self.path_from_root(p)).unwrap_or_default();
                    let copies = reference.files.iter().flat_map(|path| candidates(home, path, &[]));
                    let copy = copies.filter_map(|path| self.at_path(&path)).find(|&id| self.article(id).is_some());
                    let found =
                        copy.or_else(|| at_address(reference.url.as_deref()?)).or_else(|| file(&citation.target));
                    return found.map_or(Resolved::Entry(Location { document: id, span: reference.span }), one);
                }
                match file(&citation.target) {
                    Some(found) => one(found),
                    None if citation.is_exact() => Resolved::Missing,
                    None => Resolved::Words,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Bibliography, Markup, Overrides};
    use crate::corpus::Settings;
    use crate::reading;

    fn corpus(articles: &[(&str, &str)]) -> Corpus {
        let settings = Settings { source_folders: vec!["wire".into()], ..Settings::default() };
        let read = |path: &str, text: &str| {
            let folders = if path.starts_with("drafts/") { vec!["wire/".into()] } else { Vec::new() };
            let overrides = Overrides { source_folders: folders, ..Overrides::default() };
            Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Markdown, &overrides))))
        };
        Corpus::of_articles(settings, articles.iter().map(|(p, t)| ((*p).into(), read(p, t))).collect())
    }

    fn sources(corpus: &Corpus, path: &str) -> Vec<String> {
        let id = corpus.id(path).unwrap();
        corpus.sources(id).into_iter().map(|id| corpus.path(id).unwrap().to_string()).collect()
    }

    #[test]
    fn paths_keys_and_addresses_lead_to_articles() {
        let mut corpus = corpus(&[
            (
                "drafts/a.md",
                "---\nsources: [../b.txt, c, 'https://www.alder.example/d/']\n---\nText [e](e.txt) [@quill].",
            ),
            ("b.txt", "Text."),
            ("wire/c.md", "Text."),
            ("d.md", "---\nurl: http://alder.example/d\n---\nText."),
            ("drafts/e.txt", "Text."),
            ("copies/quill.txt", "Text."),
        ]);
        let bib = "@misc{quill, file = {../copies/quill.txt}}";
        corpus.put_bibliography("drafts/refs.bib", Arc::new(Bibliography::parse("refs.bib", bib.into())));
        let found = sources(&corpus, "drafts/a.md");
        assert_eq!(found, ["b.txt", "wire/c.md", "d.md", "drafts/e.txt", "copies/quill.txt"]);
        let quill = corpus.id("copies/quill.txt").unwrap();
        assert_eq!(corpus.citing(quill), [corpus.id("drafts/a.md").unwrap()]);
    }

    #[test]
    fn a_draft_that_names_no_source_has_all_of_the_folder() {
        let corpus =
            corpus(&[("drafts/a.md", "Text."), ("wire/b.txt", "Text."), ("wire/x/c.txt", "Text."), ("d.txt", "Text.")]);
        assert_eq!(sources(&corpus, "drafts/a.md"), ["wire/b.txt", "wire/x/c.txt"]);
        assert_eq!(sources(&corpus, "wire/b.txt"), [""; 0]);
    }

    #[test]
    fn what_is_not_there_is_missing_and_words_are_words() {
        let corpus = corpus(&[(
            "a.md",
            "---\nsources: [b.txt, an interview with the mayor, 'https://c.example']\n---\nText.[^1]",
        )]);
        let resolved = corpus.resolved(corpus.id("a.md").unwrap());
        assert_eq!(resolved, [Resolved::Missing, Resolved::Words, Resolved::Address, Resolved::Missing]);
    }

    #[test]
    fn documents_named_on_the_command_line_are_found_from_the_root() {
        let mut corpus = corpus(&[("../x/drafts/a.md", "[b](../b.txt)"), ("b.txt", "Text.")]);
        corpus.set_names([("drafts/a.md".into(), "../x/drafts/a.md".into())]);
        assert_eq!(sources(&corpus, "../x/drafts/a.md"), ["b.txt"]);
    }

    #[test]
    fn candidates_stay_tidy() {
        assert_eq!(candidates("x/a.md", "../b.txt", &["wire/".into()]), ["b.txt", "../b.txt"]);
        assert_eq!(candidates("/n/x/a.md", "b", &[]), ["/n/x/b", "/n/x/b.txt", "/n/x/b.md", "b", "b.txt", "b.md"]);
        assert_eq!(candidates("a.md", "https://b.example", &[]), [""; 0]);
    }
}
