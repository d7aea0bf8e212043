//! A corpus in parts: what other machines need of an article to compare it, and a corpus made of such parts.
//!
//! A comparison needs the articles that share a key with the article in question, and nothing else. So whoever has the
//! keys of all articles can put together the few that belong to one, and a corpus of those finds for it what the corpus of
//! all would find: given also which keys are too common to be looked at, as only the whole knows that.

use super::postings::KeyKind;
use super::prepared::Prepared;
use super::{Corpus, DocumentId, NewDocument, Settings};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// A kind of key with its letter in written keys, and how many places may have one before it says nothing.
const KINDS: &[(KeyKind, char, usize)] = &[
    (KeyKind::Figure, 'f', super::figure::COMMON_KEY),
    (KeyKind::Quote, 'q', super::quote::COMMON_KEY),
    (KeyKind::Shingle, 's', super::copy::COMMON_KEY),
    (KeyKind::Address, 'a', usize::MAX),
    (KeyKind::Fact, 't', super::facts::MOST),
];

/// The kinds of keys as they are written, each with the number of places from which on a key is passed over.
pub fn key_limits() -> impl Iterator<Item = (char, usize)> {
    KINDS.iter().map(|&(_, letter, most)| (letter, most))
}

/// Keys that are passed over whatever the corpus at hand has of them.
#[derive(Clone, Debug, Default)]
pub struct CommonKeys {
    keys: FxHashSet<(u8, u64)>,
}

impl CommonKeys {
    /// Adds a key as [`Prepared::written_keys`] writes it; `false` where it is none.
    pub fn add(&mut self, written: &str) -> bool {
        let parsed = || {
            let letter = written.chars().next()?;
            let (kind, ..) = KINDS.iter().find(|kind| kind.1 == letter)?;
            let key = u64::from_str_radix(written.get(1..)?, 16).ok()?;
            Some((*kind as u8, key))
        };
        parsed().map(|key| self.keys.insert(key)).is_some()
    }

    pub(super) fn holds(&self, kind: KeyKind, key: u64) -> bool {
        !self.keys.is_empty() && self.keys.contains(&(kind as u8, key))
    }
}

impl Prepared {
    /// The keys under which the article is found, one for each place that has it: a letter for the kind and sixteen hex
    /// digits. Which articles name sources is no key: sources are files beside a draft.
    pub fn written_keys(&self) -> Vec<String> {
        let letter = |kind: KeyKind| KINDS.iter().find(|k| k.0 == kind).map(|k| k.1);
        self.keys().iter().filter_map(|&(kind, key, _)| Some(format!("{}{key:016x}", letter(kind)?))).collect()
    }
}

impl Corpus {
    /// A corpus of articles in their compact form, in which `common` keys are passed over.
    pub fn of_parts(settings: Settings, articles: Vec<(Arc<str>, Prepared)>, common: CommonKeys) -> Self {
        let mut corpus = Self::new(settings);
        corpus.index.pass_over(common);
        corpus.extend(articles.into_iter().map(|(path, part)| (path, NewDocument::Prepared(part))).collect());
        corpus
    }

    /// The compact form of an article and its keys, made anew.
    pub fn part(&self, article: DocumentId) -> Option<Prepared> {
        self.article(article).map(Prepared::of_entry)
    }
}

#[cfg(test)]
mod tests {
    use super::CommonKeys;

    #[test]
    fn a_key_that_is_none_is_told() {
        let mut common = CommonKeys::default();
        assert!(common.add("f00000000000000ff") && !common.add("x00") && !common.add("") && !common.add("fé"));
    }
}
