//! What a folder is to copydesk, and what is wrong with its set-up: the ground of `copydesk doctor`.
//!
//! Articles are taken apart but not understood, so that a large corpus is surveyed in seconds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::cache::folder_for;
use super::desk::Desk;
use super::files::{Membership, Role};
use super::load::{LoadProblem, read_file};
use super::{Configuration, archive, find_root};
use crate::article::{Article, Markup, ProblemKind};

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The folder of `copydesk.toml`; `None` where no folder above is marked.
    pub root: Option<PathBuf>,
    /// Mistakes in `copydesk.toml`, each as `path:line: message`.
    pub configuration_errors: Vec<String>,
    /// Articles that can be read.
    pub articles: usize,
    /// Annotation files and their schemas.
    pub annotations: usize,
    /// Bytes of all articles.
    pub bytes: u64,
    /// How many articles there are of each encoding.
    pub encodings: BTreeMap<&'static str, usize>,
    /// Articles with something wrong in their characters.
    pub damaged: Vec<String>,
    /// Articles for which no whole date is known.
    pub undated: Vec<String>,
    /// Articles with front matter that cannot be read.
    pub broken_front_matter: Vec<String>,
    /// Articles that `copydesk.toml` names and that are not there.
    pub missing: Vec<String>,
    /// The archive that `[corpus] facts` names; `None` where it names none.
    pub archive: Option<ArchiveSurvey>,
    /// Where what was read is kept, and how many bytes that is; `None` where nothing is kept.
    pub cache: Option<(PathBuf, u64)>,
    /// What is left out, and why; limits that were reached are among it.
    pub left_out: Vec<LoadProblem>,
}

/// What is known of an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveSurvey {
    /// Files that are there, and their bytes.
    pub files: usize,
    /// Bytes of these files.
    pub bytes: u64,
    /// Articles and bytes of the index, where it was made.
    pub index: Option<(usize, usize)>,
}

/// One article, looked at.
struct Looked {
    key: String,
    bytes: u64,
    encoding: &'static str,
    damaged: bool,
    dated: bool,
    broken_front_matter: bool,
}

/// Looks at the marked corpus around `folder`, else at `folder` itself.
///
/// # Errors
/// Where the folder does not exist.
pub fn survey(folder: &Path) -> Result<Survey, LoadProblem> {
    let folder = std::fs::canonicalize(folder).map_err(|error| LoadProblem {
        path: Some(folder.to_path_buf()),
        message: format!("cannot be read: {error}"),
    })?;
    let root = find_root(&folder);
    let desk = root.as_deref().map_or_else(Desk::default, Desk::marked);
    let membership = match &desk.membership {
        Some(membership) => membership.clone(),
        None => Membership::new(&folder, &Configuration::default()).into(),
    };
    let mut left_out = desk.problems.as_ref().clone();
    let archive = survey_archive(&desk, &mut left_out);
    let files = membership.walk(&mut left_out);
    let articles = files.par_iter().filter_map(|(path, role)| match role {
        Role::Article(markup) => Some(look(&desk, &membership, path, *markup)),
        _ => None,
    });
    let looked: Vec<Result<Looked, LoadProblem>> = articles.collect();
    let cache = folder_for(root.as_deref().unwrap_or(&folder)).map(|cache| (cache.clone(), size_of(&cache)));
    let mut survey =
        Survey { configuration_errors: desk.configuration_errors(), root, cache, archive, ..Survey::default() };
    survey.annotations = files.iter().filter(|(_, role)| *role == Role::Annotation).count();
    for article in looked {
        match article {
            Ok(article) => survey.count(article),
            Err(problem) => left_out.push(problem),
        }
    }
    let there: FxHashSet<String> = files.iter().filter_map(|(file, _)| membership.key(file)).collect();
    let named = desk.configuration.articles.iter().map(|article| &*article.path);
    survey.missing = named.filter(|path| !there.contains(*path)).map(str::to_owned).collect();
    survey.left_out = left_out;
    Ok(survey)
}

fn survey_archive(desk: &Desk, problems: &mut Vec<LoadProblem>) -> Option<ArchiveSurvey> {
    let (root, patterns) = (desk.root()?, &desk.configuration.facts);
    if patterns.is_empty() {
        return None;
    }
    let inputs = archive::Inputs::find(root, patterns, &mut Vec::new());
    let index = match archive::find(root, patterns, problems) {
        archive::Found::Ready(archive) => Some((archive.len(), archive.size())),
        archive::Found::Nothing | archive::Found::ToConvert(_) => None,
    };
    Some(ArchiveSurvey { files: inputs.len(), bytes: inputs.bytes(), index })
}

/// Bytes of the files in a folder; none where it is not there.
fn size_of(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
}

fn look(desk: &Desk, membership: &Membership, path: &Path, markup: Markup) -> Result<Looked, LoadProblem> {
    let decoded = read_file(path)?;
    let key = membership.key(path).unwrap_or_else(|| path.to_string_lossy().into_owned());
    let overrides = desk.configuration.overrides(&key);
    let (bytes, encoding) = (decoded.text.len() as u64, decoded.encoding);
    // That a text is not UTF-8 is counted by its encoding; all else that is said of its characters is damage.
    let damaged = decoded.problems.len() > usize::from(encoding != "UTF-8");
    let article = Article::parse(decoded.text.into(), markup, &overrides);
    let broken_front_matter = article.problems.iter().any(|problem| problem.kind == ProblemKind::FrontMatter);
    Ok(Looked { key, bytes, encoding, damaged, dated: article.metadata.dct().is_some(), broken_front_matter })
}

impl Survey {
    fn count(&mut self, article: Looked) {
        self.articles += 1;
        self.bytes += article.bytes;
        *self.encodings.entry(article.encoding).or_default() += 1;
        for (wrong, list) in [
            (article.damaged, &mut self.damaged),
            (!article.dated, &mut self.undated),
            (article.broken_front_matter, &mut self.broken_front_matter),
        ] {
            if wrong {
                list.push(article.key.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::FILE_NAME;
    use super::*;

    #[test]
    fn a_corpus_is_counted_and_what_is_wrong_with_it_named() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        write(FILE_NAME, b"[rules]\nselekt = []\n[[article]]\npath = \"gone.txt\"\n");
        write("dated.txt", "PORT ALDER, March 3, 2026 - The wall held, Zoë Marsh said.\n".as_bytes());
        write("undated.txt", b"The wall held, the caf\xe9 owner said.\n");
        write("nul.txt", b"The wall held for all\0 of the night, the mayor said.\n");
        write("notes.ann", b"");
        write("scan.txt", b"%PDF-1.7");
        let survey = survey(folder.path()).unwrap();
        assert_eq!((survey.articles, survey.annotations), (3, 1));
        assert_eq!(survey.encodings.values().collect::<Vec<_>>(), [&2, &1]);
        assert_eq!(survey.undated, ["nul.txt", "undated.txt"]);
        assert_eq!((&*survey.damaged, &*survey.missing), (&["nul.txt".into()][..], &["gone.txt".into()][..]));
        assert!(survey.configuration_errors[0].contains("copydesk.toml:2:"), "{:?}", survey.configuration_errors);
        assert!(survey.left_out[0].to_string().ends_with("scan.txt: holds no text but a PDF document"));
    }

    #[test]
    fn a_folder_without_a_mark_is_surveyed_too() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "The wall held.").unwrap();
        let survey = survey(folder.path()).unwrap();
        assert_eq!((survey.root, survey.articles), (None, 1));
    }
}
