//! What was found about the quotations of one state of a corpus, so that rules, hovers and lenses ask once.
//!
//! Looking an utterance up in a large corpus costs more than anything else about it. The answer for an article's
//! quotation depends on its words, on the article's other quotations (two translations need a certain pair beside them)
//! and on all other articles. So answers live until an article changes that shares a key with this one; those about the
//! article that is being edited live in [`Edited`](super::edited::Edited).

use super::DocumentId;
use super::quote::QuoteVariant;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Of an answer: the article, all its utterances, the one utterance (hashes of their content).
type Key = (DocumentId, u64, u64);

/// So many answers are remembered at once: each edit looks through them.
const ROOM: usize = 1024;

#[derive(Debug, Default)]
pub(super) struct QuoteMemo {
    found: Mutex<FxHashMap<Key, Arc<[QuoteVariant]>>>,
}

impl QuoteMemo {
    /// The answer known for `key`, else what `find` gives, which is remembered.
    pub(super) fn get(&self, key: Key, find: impl FnOnce() -> Arc<[QuoteVariant]>) -> Arc<[QuoteVariant]> {
        let known = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let found = find();
            let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() >= ROOM {
                all.clear();
            }
            all.insert(key, found.clone());
            found
        })
    }

    /// Whether there is nothing but what is about `changed`.
    pub(super) fn is_only_of(&self, changed: DocumentId) -> bool {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).keys().all(|(article, ..)| *article == changed)
    }

    /// What stays true when the article `changed` gets other content: the answers about articles that it does not touch.
    pub(super) fn without(&self, changed: DocumentId, touched: impl Fn(DocumentId) -> bool) -> Self {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let mut asked: FxHashMap<DocumentId, bool> = FxHashMap::default();
        let kept =
            found.iter().filter(|((id, ..), _)| *id != changed && !*asked.entry(*id).or_insert_with(|| touched(*id)));
        Self { found: Mutex::new(kept.map(|(key, variants)| (*key, variants.clone())).collect()) }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, NewDocument, Settings};
    use crate::reading::{self, Reading};
    use std::sync::Arc;

    const WIRE: &str = "\"The water had already reached the lower hall when we opened the gates,\" Ann Marsh said.";
    const OTHER: &str =
        "\"The water was already in the lower hall when we opened the gates,\" Ann Marsh said on Monday.";
    const NONE: &str = "\"Nobody had expected the ferries to stay in the outer basin,\" Ann Marsh said.";

    fn read(text: &str) -> Arc<Reading> {
        Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))))
    }

    /// All variants by path, of a corpus that was edited and asked between the edits.
    fn shown(corpus: &Corpus) -> Vec<String> {
        let quotations = |r: &Reading| 0..r.quotations.len();
        let of = |(id, entry): (_, &crate::corpus::ArticleEntry)| {
            let found: Vec<_> = quotations(&entry.reading).flat_map(|q| corpus.quote_variants(id, q)).collect();
            let others = found.iter().map(|v| format!("{} {}", corpus.path(v.other).unwrap(), v.relation.name()));
            format!("{}: {:?}", entry.path, others.collect::<Vec<_>>())
        };
        corpus.articles().into_iter().map(of).collect()
    }

    #[test]
    fn answers_after_any_edits_are_those_of_a_fresh_corpus() {
        let mut corpus = Corpus::new(Settings::default());
        let mut now = [("a.txt", WIRE), ("b.txt", NONE), ("c.txt", NONE)];
        corpus.extend(now.iter().map(|(p, t)| ((*p).into(), NewDocument::Article(read(t)))).collect());
        for (index, text) in [(1, OTHER), (0, NONE), (0, WIRE), (2, OTHER), (1, NONE), (0, OTHER), (1, WIRE), (0, WIRE)]
        {
            shown(&corpus);
            now[index].1 = text;
            corpus.put_article(now[index].0, read(text));
            let fresh =
                Corpus::of_articles(Settings::default(), now.iter().map(|(p, t)| ((*p).into(), read(t))).collect());
            assert_eq!(shown(&corpus), shown(&fresh));
        }
        assert!(shown(&corpus).iter().any(|line| line.contains("altered")), "{:?}", shown(&corpus));
    }
}
