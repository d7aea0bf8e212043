//! From files to readings.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::{self, Cache};
use super::files::Role;
use crate::article::{Article, Markup, Overrides, Problem, ProblemKind};
use crate::corpus::{NewDocument, Prepared, Settings, Skim, Wording};
use crate::reading::Memo;
use crate::reading::{self, Reading};
use crate::text::sorting::sort_by_key;
use crate::text::{Decoded, EncodingProblem, decode, text_problems};

/// Larger files than this are not read: long novels have less than 1 MiB of text, articles a hundredth of it.
pub const LARGEST_FILE: u64 = 1024 * 1024;

/// Annotation files are read up to this size: treebanks hold many articles in one file.
const LARGEST_ANNOTATION_FILE: u64 = 64 * 1024 * 1024;

/// So many files are loaded before the corpus takes them in: what is made of them is in memory together, and in a check with
/// that of the part before.
pub(super) const LOADED_TOGETHER: usize = 512;

/// A file or folder that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadProblem {
    /// Which, where known.
    pub path: Option<PathBuf>,
    /// What is wrong, to stand behind the path.
    pub message: String,
}

impl std::fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Reads and decodes a file.
///
/// # Errors
/// Where it cannot be read, is no regular file, is larger than [`LARGEST_FILE`] or holds no text.
pub fn read_file(path: &Path) -> Result<Decoded, LoadProblem> {
    decoded(path, &read_bytes(path, LARGEST_FILE)?)
}

/// The same of an annotation file, which may be larger.
pub(super) fn read_annotation_file(path: &Path) -> Result<Decoded, LoadProblem> {
    decoded(path, &read_bytes(path, LARGEST_ANNOTATION_FILE)?)
}

fn problem(path: &Path, message: String) -> LoadProblem {
    LoadProblem { path: Some(path.to_path_buf()), message }
}

fn decoded(path: &Path, bytes: &[u8]) -> Result<Decoded, LoadProblem> {
    decode(bytes).map_err(|kind| problem(path, format!("holds no text but {kind}")))
}

fn read_bytes(path: &Path, largest: u64) -> Result<Vec<u8>, LoadProblem> {
    let unreadable = |error| problem(path, format!("cannot be read: {error}"));
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(problem(path, "is no regular file".into()));
    }
    let too_large = |size: u64| {
        let (size, limit) = (size >> 10, largest >> 10);
        Err(problem(path, format!("has {size} KiB; files of more than {limit} KiB are left out")))
    };
    if metadata.len() > largest {
        return too_large(metadata.len());
    }
    // The file may grow while it is read, or say nothing of its size.
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    std::fs::File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > largest {
        return too_large(bytes.len() as u64);
    }
    Ok(bytes)
}

/// The article of a text, with what is wrong with its encoding.
pub fn article(text: Arc<str>, markup: Markup, overrides: &Overrides, encoding: Vec<EncodingProblem>) -> Article {
    let mut article = Article::parse(text, markup, overrides);
    let kind = ProblemKind::Encoding;
    article.problems.extend(encoding.into_iter().map(|p| Problem { kind, span: p.span, message: p.message }));
    article
}

/// The reading of a text that an editor holds; sentences that `memo` knows are not analysed again.
pub fn read_open(text: Arc<str>, markup: Markup, overrides: &Overrides, memo: &Memo) -> Arc<Reading> {
    let problems = text_problems(&text);
    Arc::new(reading::read_again(Arc::new(article(text, markup, overrides, problems)), memo))
}

/// A file to be loaded.
#[derive(Clone, Debug)]
pub struct FileToLoad {
    /// Where it is.
    pub path: PathBuf,
    /// How the corpus names it.
    pub key: Arc<str>,
    /// What it is.
    pub role: Role,
    /// What the configuration says about it.
    pub overrides: Overrides,
    /// Whether it counts only where it reads like prose, as outside a marked corpus.
    pub prose_only: bool,
}

/// Loads the articles of one corpus, from the cache where it has them.
pub struct Loader<'a> {
    /// What the configuration says about comparing.
    pub settings: &'a Settings,
    /// What is known from before.
    pub cache: &'a Cache,
    /// What was found in the articles read so far: agency copy repeats whole paragraphs.
    pub memo: &'a Memo,
}

/// What a first look at a file gives.
pub(super) enum Looked {
    /// An article that the cache knows.
    Known(NewDocument),
    /// One that the saved index of the corpus has, too, under this name.
    Saved(cache::Key),
    /// An article that has to be read, skimmed.
    Skimmed(Skim),
    /// No article.
    Other,
}

type Loaded<T> = Result<T, LoadProblem>;

/// When a file is to be loaded.
struct Met {
    /// Under which name and where the cache has it.
    known: Option<(cache::Key, (u32, u64))>,
    /// Its place among those that the cache does not have, which come behind all others.
    wording: Option<Wording>,
}

/// What was loaded, without the files that are no articles and those that could not be read.
fn sorted_out<'a>(
    loaded: impl Iterator<Item = (&'a FileToLoad, Loaded<Option<NewDocument>>)>,
    problems: &mut Vec<LoadProblem>,
) -> Vec<(Arc<str>, NewDocument)> {
    let mut kept = Vec::with_capacity(loaded.size_hint().0);
    for (file, loaded) in loaded {
        match loaded {
            Ok(Some(new)) => kept.push((file.key.clone(), new)),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    kept
}

impl Loader<'_> {
    /// Loads files in parallel, in their order; `done` is called after each of them, from any thread.
    pub fn load(
        &self,
        files: &[FileToLoad],
        done: &(dyn Fn() + Sync),
        problems: &mut Vec<LoadProblem>,
    ) -> Vec<(Arc<str>, NewDocument)> {
        let loaded: Vec<_> = files.par_iter().map(|file| self.done(done, self.load_file(file))).collect();
        sorted_out(files.iter().zip(loaded), problems)
    }

    /// Loads files a part at a time: first those that the cache knows, in the order in which it keeps them, then the others in
    /// the order of their wording. Versions of one article are read one after the other, and what was found in one holds for
    /// the next; in the corpus they stand side by side from then on.
    pub(super) fn load_in_parts(
        &self,
        files: &[FileToLoad],
        done: &(dyn Fn() + Sync),
        problems: &mut Vec<LoadProblem>,
    ) -> impl Iterator<Item = Vec<(Arc<str>, NewDocument)>> + Send {
        let mut met: Vec<_> = files.par_iter().map(|file| (self.meet(file), file)).collect();
        // Of the same wording the first by path comes first.
        sort_by_key(&mut met, |(met, _)| (met.wording, met.known.map(|known| known.1)));
        let mut met = met.into_iter();
        std::iter::from_fn(move || {
            let part: Vec<_> = met.by_ref().take(LOADED_TOGETHER).collect();
            let load = |(met, file): &(Met, &FileToLoad)| match met.known.and_then(|(key, _)| self.named(key)) {
                Some(known) => Ok(Some(known)),
                None => self.load_file(file),
            };
            // An article takes long enough to be handed to another thread by itself.
            let loaded: Vec<_> = part.par_iter().with_max_len(1).map(|met| self.done(done, load(met))).collect();
            let loaded = part.iter().map(|(_, file)| *file).zip(loaded);
            (!part.is_empty()).then(|| sorted_out(loaded, problems))
        })
    }

    /// Tells when a file is to be loaded; one that cannot be read is told of then.
    fn meet(&self, file: &FileToLoad) -> Met {
        if !matches!(file.role, Role::Article(_)) {
            return Met { known: None, wording: None };
        }
        let bytes = read_bytes(&file.path, LARGEST_FILE).unwrap_or_default();
        let key = self.cache.is_on().then(|| self.cache.key(&bytes, file, self.settings));
        let known = key.and_then(|key| Some((key, self.cache.place(key)?)));
        Met { known, wording: known.is_none().then(|| Wording::of(&bytes)) }
    }

    /// Takes files from the cache or skims them, in parallel and in their order; with `saved`, those that the saved index of
    /// the corpus has are only named.
    pub(super) fn look(&self, files: &[FileToLoad], saved: bool, done: &(dyn Fn() + Sync)) -> Vec<Loaded<Looked>> {
        files.par_iter().map(|file| self.done(done, self.look_at(file, saved))).collect()
    }

    fn done<T>(&self, done: &(dyn Fn() + Sync), loaded: T) -> T {
        done();
        loaded
    }

    fn look_at(&self, file: &FileToLoad, saved: bool) -> Loaded<Looked> {
        if !matches!(file.role, Role::Article(_)) {
            return Ok(Looked::Other);
        }
        let bytes = read_bytes(&file.path, LARGEST_FILE)?;
        if let Some(index) = self.cache.index().filter(|_| saved) {
            let key = self.cache.key(&bytes, file, self.settings);
            if !index.numbers(key).is_empty() {
                return Ok(Looked::Saved(key));
            }
        }
        Ok(match self.known(file, &bytes) {
            (_, Some(known)) => Looked::Known(known),
            (_, None) => Looked::Skimmed(Skim::of(&bytes)),
        })
    }

    fn known(&self, file: &FileToLoad, bytes: &[u8]) -> (Option<cache::Key>, Option<NewDocument>) {
        if !self.cache.is_on() {
            return (None, None);
        }
        let key = self.cache.key(bytes, file, self.settings);
        (Some(key), self.named(key))
    }

    /// What the cache has under a name.
    fn named(&self, key: cache::Key) -> Option<NewDocument> {
        self.cache.get(key).map(|packed| NewDocument::Prepared(Prepared::unpacked(packed).named(key)))
    }

    fn load_file(&self, file: &FileToLoad) -> Loaded<Option<NewDocument>> {
        // Annotation files are read after the articles that they belong to.
        let Role::Article(markup) = file.role else { return Ok(None) };
        let bytes = read_bytes(&file.path, LARGEST_FILE)?;
        let key = match self.known(file, &bytes) {
            (_, Some(known)) => return Ok(Some(known)),
            (key, None) => key,
        };
        let decoded = decoded(&file.path, &bytes)?;
        if file.prose_only && !super::files::reads_like_prose(&decoded.text) {
            return Ok(None);
        }
        // A mistake in the reading of one article must not cost the others.
        let prepared = catch_unwind(AssertUnwindSafe(|| {
            let article = article(decoded.text.into(), markup, &file.overrides, decoded.problems);
            Prepared::of(Arc::new(reading::read_again(Arc::new(article), self.memo)), self.settings)
        }))
        .map_err(|_| {
            problem(&file.path, "could not be understood by a mistake of the program; please report it".into())
        })?;
        let prepared = match key {
            Some(key) => {
                let stored = self.cache.put(key, prepared.packed());
                prepared.stored_as(stored).named(key)
            }
            None => prepared,
        };
        Ok(Some(NewDocument::Prepared(prepared)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_a_problem_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone.txt");
        let problem = read_file(&path).unwrap_err();
        assert!(problem.to_string().starts_with(&path.display().to_string()));
        assert!(read_file(folder.path()).unwrap_err().message.contains("no regular file"));
    }

    #[test]
    fn binary_and_huge_files_are_left_out_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, b"%PDF-1.4").unwrap();
        assert!(read_file(&path).unwrap_err().message.contains("a PDF document"));
        std::fs::File::create(&path).unwrap().set_len(LARGEST_FILE + 1).unwrap();
        assert!(read_file(&path).unwrap_err().message.contains("1024 KiB"));
    }

    #[test]
    fn what_the_cache_knows_is_loaded_first_and_of_the_rest_versions_one_after_the_other() {
        let (folder, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let files: Vec<FileToLoad> = (0..12)
            .map(|nth| {
                let story =
                    ["harbourmaster evacuated embankment", "embezzling magistrate pensioners", "lighthouse keepers"];
                let path = folder.path().join(format!("{nth:02}.txt"));
                std::fs::write(&path, format!("PORT ALDER - {nth} of the {} left.\n", story[nth % 3])).unwrap();
                let key = path.file_name().unwrap().to_string_lossy().into();
                let role = Role::Article(Markup::Plain);
                FileToLoad { path, key, role, overrides: Overrides::default(), prose_only: false }
            })
            .collect();
        let load = |files: &[FileToLoad]| -> Vec<usize> {
            let (settings, cache, memo) = (Settings::default(), Cache::open(kept.path().into(), 7), Memo::default());
            let loader = Loader { settings: &settings, cache: &cache, memo: &memo };
            let (done, mut problems) = (std::sync::atomic::AtomicUsize::new(0), Vec::new());
            let report = || _ = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let loaded: Vec<_> = loader.load_in_parts(files, &report, &mut problems).flatten().collect();
            cache.store(false);
            assert_eq!((done.into_inner(), problems), (files.len(), Vec::new()));
            loaded.iter().map(|(key, _)| key[..2].parse().unwrap()).collect()
        };
        let story = |order: &[usize]| order.iter().map(|nth| nth % 3).collect::<Vec<_>>();
        let known = load(&files[5..7]);
        let order = load(&files);
        assert!(known.len() == 2 && order[..2].iter().all(|nth| known.contains(nth)), "{known:?} {order:?}");
        assert_eq!(story(&order[2..]).chunk_by(|a, b| a == b).count(), 3, "{order:?}");
        let mut again = load(&files);
        again.sort_unstable();
        assert_eq!(again, (0..12).collect::<Vec<_>>());
    }

    #[test]
    fn of_files_in_any_order_one_that_cannot_be_read_is_told_of_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone.txt");
        let role = Role::Article(Markup::Plain);
        let file =
            FileToLoad { path, key: "gone.txt".into(), role, overrides: Overrides::default(), prose_only: false };
        let (settings, cache, memo, mut problems) = (Settings::default(), Cache::none(), Memo::default(), Vec::new());
        let loader = Loader { settings: &settings, cache: &cache, memo: &memo };
        assert_eq!(loader.load_in_parts(&[file], &|| {}, &mut problems).flatten().count(), 0);
        assert_eq!(problems.len(), 1);
    }
}
