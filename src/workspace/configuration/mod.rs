//! `copydesk.toml`: what it may say, and what it says.
//!
//! The file marks the root of a corpus. It is read as far as it can be: a wrong value or an unknown key
//! is a problem with its place in the file, and everything else still counts.

mod aliases;
mod keys;
mod parse;
mod strings;
mod table;

pub use aliases::added_alias;
pub use keys::{annotated, json_schema};
pub use strings::strings;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::annotation::said::Part;
use crate::article::Overrides;
use crate::checks::Selection;
use crate::corpus::Settings;
use crate::text::Span;

/// Name of the file that marks a corpus.
pub const FILE_NAME: &str = "copydesk.toml";

/// What `copydesk.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configuration {
    /// `[corpus] include`: glob patterns as in `.gitignore`; empty for the default, every `.txt` and `.md`.
    pub include: Vec<String>,
    /// `[corpus] exclude`: the same, for what is left out.
    pub exclude: Vec<String>,
    /// `[corpus] facts`: patterns of files with the readings of articles that are not here, relative to the root.
    pub facts: Vec<String>,
    /// `[drafts]`: articles in the making and what they are checked against.
    pub drafts: DraftConfiguration,
    /// `[rules]`: which rules run and how bad their findings are.
    pub selection: Selection,
    /// `[[article]]`: metadata over what the articles say themselves.
    pub articles: Vec<ArticleConfiguration>,
    /// `[[alias]] names`: names that stand for the same entity.
    pub aliases: Vec<Vec<String>>,
    /// `[annotations]`: annotation files.
    pub annotations: AnnotationConfiguration,
    /// What is wrong with the file, in the order of the file.
    pub problems: Vec<ConfigurationProblem>,
}

/// `[drafts]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftConfiguration {
    /// `include`: glob patterns as in `.gitignore`: which articles are drafts.
    pub include: Vec<String>,
    /// `sources`: folders relative to the root. Sources that an article names are also looked for in them, and a draft
    /// that names none is checked against all their articles.
    pub sources: Vec<String>,
    /// `bibliography`: files relative to the root that hold the entries of citation keys.
    pub bibliography: Vec<String>,
}

impl DraftConfiguration {
    /// Whether the article of that path (relative to the root, with `/`) is a draft.
    pub fn holds(&self, path: &str) -> bool {
        let mut builder = ignore::gitignore::GitignoreBuilder::new("/");
        for line in &self.include {
            let _ = builder.add_line(None, line);
        }
        let matcher = builder.build().ok().filter(|_| !self.include.is_empty() && !path.starts_with('/'));
        matcher.is_some_and(|m| m.matched_path_or_any_parents(path, false).is_ignore())
    }
}

/// One `[[article]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleConfiguration {
    /// The article's path relative to the root, with `/`.
    pub path: String,
    /// Where the path stands in the file.
    pub span: Span,
    /// What is said about it.
    pub overrides: Overrides,
}

/// `[annotations]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnnotationConfiguration {
    /// `[[annotations.pair]]`: where annotation files stand. Beside its article a `.ann` needs no pair.
    pub pairs: Vec<AnnotationPair>,
    /// `follow`: what happens to offsets when an annotated article is edited.
    pub follow: Follow,
    /// `preset`: a known schema.
    pub preset: Option<String>,
    /// `[annotations.types]`: from types in the files to types of the schema.
    pub types: BTreeMap<String, String>,
}

impl AnnotationConfiguration {
    /// Whether people's attributions take the place of the program's.
    pub fn has_attributions(&self) -> bool {
        self.preset.is_some() || !self.types.is_empty()
    }

    /// What a type of the annotation files stands for.
    pub fn part(&self, label: &str) -> Option<Part> {
        match self.types.get(label) {
            Some(part) => Part::parse(part),
            None => self.preset.as_ref().and_then(|_| Part::parse(label)),
        }
    }
}

/// One `[[annotations.pair]]`: path patterns with named parts (`text/{doc}.txt`).
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotationPair {
    /// Of the articles.
    pub text: String,
    /// Of the annotation files.
    pub annotation: String,
}

/// When annotation offsets follow edits of the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follow {
    /// When the article is saved.
    #[default]
    Save,
    /// When it is saved and the user agrees.
    Ask,
    /// Never.
    Off,
}

/// Something in `copydesk.toml` that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationProblem {
    /// Where in the file, in bytes.
    pub span: Span,
    /// What, in one sentence without a full stop.
    pub message: String,
}

impl Configuration {
    /// Reads the text of a `copydesk.toml`.
    pub fn parse(text: &str) -> Self {
        parse::parse(text)
    }

    /// What the file says about the article of that path (relative to the root, with `/`).
    pub fn overrides(&self, path: &str) -> Overrides {
        let stated = self.articles.iter().find(|a| a.path == path);
        let mut overrides = stated.map(|a| a.overrides.clone()).unwrap_or_default();
        if !self.drafts.include.is_empty() && self.drafts.holds(path) {
            overrides.source_folders.clone_from(&self.drafts.sources);
        }
        overrides.bibliography.clone_from(&self.drafts.bibliography);
        overrides
    }

    /// What bears on comparing articles.
    pub fn settings(&self) -> Settings {
        Settings { aliases: self.aliases.clone(), source_folders: self.drafts.sources.clone() }
    }

    /// Whether articles have to be loaded or read anew when the configuration changes to `other`.
    pub fn reads_differently_from(&self, other: &Self) -> bool {
        let read = |c: &Self| {
            let lists = (c.include.clone(), c.exclude.clone(), c.facts.clone(), c.aliases.clone());
            (lists, c.drafts.clone(), c.articles.clone(), c.annotations.clone())
        };
        read(self) != read(other)
    }
}

/// The nearest folder at or above `path` that holds a `copydesk.toml`.
pub fn find_root(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(FILE_NAME).is_file()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_nearest_marked_folder() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("a/b");
        std::fs::create_dir_all(inner.join("c")).unwrap();
        assert_eq!(find_root(&inner.join("c")), None);
        std::fs::write(outer.path().join(FILE_NAME), "").unwrap();
        std::fs::write(inner.join(FILE_NAME), "").unwrap();
        assert_eq!(find_root(&inner.join("c/x.txt")), Some(inner));
        assert_eq!(find_root(outer.path()), Some(outer.path().to_path_buf()));
    }
}
