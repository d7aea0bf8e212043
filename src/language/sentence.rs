//! Sentences, tokens and trees as the layers above see them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use super::alike::alike;
use super::lemma::Kind;
use super::memo::Memo;
use super::models::Tagging;
use super::parser::{self, State};
use super::tag::{Deprel, Upos, Xpos};
use super::tagger::Atoms;
use super::tokenise::tokenise;
use super::{models, shape, split};
use crate::text::Span;
use smallvec::SmallVec;
use xxhash_rust::xxh3::xxh3_128;

/// One token; offsets are bytes relative to the start of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte, relative to the sentence.
    pub start: u32,
    /// One past the last byte, relative to the sentence.
    pub end: u32,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn part of speech.
    pub xpos: Xpos,
    /// Number of the word in the vocabulary of the parser.
    word: u16,
}

/// The dependency tree of a sentence: for each token its head and the relation to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// Index of each token's head in the sentence; `None` for the root.
    pub heads: Vec<Option<u32>>,
    /// Relation of each token to its head.
    pub deprels: Vec<Deprel>,
}

/// What is known of the words of a sentence, whatever figures stand in it; shared, and independent of where it stands.
#[derive(Debug)]
struct Grammar {
    /// The text with figures as `alike.rs` writes them.
    alike: Box<str>,
    /// Hash of that text.
    print: u128,
    /// Its tokens in order.
    tokens: Vec<Token>,
    tree: OnceLock<Tree>,
}

/// A sentence wherever it stands: its text and its grammar.
#[derive(Clone, Debug)]
pub(super) struct Analysis {
    grammar: Arc<Grammar>,
    /// The text, where its figures are others than those that stand for all.
    figured: Option<Arc<str>>,
}

/// A sentence at its place in a text.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Bytes in the text that was split.
    pub span: Span,
    analysis: Analysis,
}

impl Sentence {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens().len()
    }

    /// Whether it has no token.
    pub fn is_empty(&self) -> bool {
        self.tokens().is_empty()
    }

    /// Whether two sentences share their tags and trees, in memory and not only in content: they may differ in figures.
    pub fn same_analysis(&self, other: &Sentence) -> bool {
        Arc::ptr_eq(&self.analysis.grammar, &other.analysis.grammar)
    }

    /// The same sentence with the figures that stand for all of their form, as the models see it.
    pub(crate) fn alike(&self) -> Self {
        Self { span: self.span, analysis: Analysis { grammar: self.analysis.grammar.clone(), figured: None } }
    }

    /// A hash of its text, the same for all sentences that differ in nothing but figures of one form.
    pub(crate) fn print(&self) -> u128 {
        self.analysis.grammar.print
    }

    /// The same sentence in a text where what stood at byte `from` stands at `to`.
    pub fn moved(&self, from: u32, to: u32) -> Self {
        Self { span: self.span.moved(from, to), analysis: self.analysis.clone() }
    }

    /// Its tokens, at offsets relative to [`Sentence::span`].
    pub fn tokens(&self) -> &[Token] {
        &self.analysis.grammar.tokens
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.analysis.text()
    }

    /// The token's characters as written.
    pub fn form(&self, token: usize) -> &str {
        self.analysis.form(token)
    }

    /// The token's place in the text that was split.
    pub fn token_span(&self, token: usize) -> Span {
        let token = &self.tokens()[token];
        Span { start: token.start + self.span.start, end: token.end + self.span.start }
    }

    /// From the first byte of token `first` to the last byte of token `last`, in the text that was split.
    pub fn tokens_span(&self, first: usize, last: usize) -> Span {
        self.token_span(first).join(self.token_span(last))
    }

    /// Universal part of speech of a token.
    pub fn upos(&self, token: usize) -> Upos {
        self.tokens()[token].upos
    }

    /// Penn part of speech of a token.
    pub fn xpos(&self, token: usize) -> Xpos {
        self.tokens()[token].xpos
    }

    /// Index of the token that covers the byte `offset` of the text that was split, or the first one behind it.
    pub fn token_at(&self, offset: usize) -> Option<usize> {
        let relative = offset.checked_sub(self.span.start as usize)? as u32;
        let index = self.tokens().partition_point(|t| t.end <= relative);
        (index < self.len()).then_some(index)
    }

    /// The dictionary form of a token, in lower case but for proper nouns and words made of them
    /// ("Syrian"): "be" for "'s" and "have" for "'ve" where they are verbs, "not" for "n't".
    pub fn lemma(&self, token: usize) -> Cow<'_, str> {
        self.analysis.lemma(token)
    }

    /// The dependency tree, made on the first call.
    pub fn tree(&self) -> &Tree {
        self.analysis.grammar.tree()
    }

    /// Head of a token, `None` for the root.
    pub fn head(&self, token: usize) -> Option<usize> {
        self.tree().heads[token].map(|h| h as usize)
    }

    /// Relation of a token to its head.
    pub fn deprel(&self, token: usize) -> Deprel {
        self.tree().deprels[token]
    }

    /// The tokens whose head is `token`, in order.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let tree = self.tree();
        (0..self.len()).filter(move |&i| tree.heads[i] == Some(token as u32))
    }

    /// First and last token of the subtree below `token` (itself included); a tree may be non-projective,
    /// so the stretch can hold tokens of other subtrees.
    pub fn subtree(&self, token: usize) -> (usize, usize) {
        let tree = self.tree();
        let below = |mut i: usize| {
            for _ in 0..=tree.heads.len() {
                if i == token {
                    return true;
                }
                match tree.heads[i] {
                    Some(h) => i = h as usize,
                    None => return false,
                }
            }
            false
        };
        let first = (0..token).find(|&i| below(i)).unwrap_or(token);
        let last = (token + 1..self.len()).rev().find(|&i| below(i)).unwrap_or(token);
        (first, last)
    }
}

/// Splits `text[span]` and analyses each sentence.
pub(super) fn split(text: &str, span: Span) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    split::boundaries(text, span, |span| {
        sentences.push(Sentence { span, analysis: Analysis::of(span.of(text)) });
    });
    sentences
}

/// Splits `text[span]`, taking what is known of its sentences from memory.
pub(super) fn split_memo(text: &str, span: Span, memo: &Memo) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    split::boundaries(text, span, |span| {
        sentences.push(Sentence { span, analysis: memo.analysis(span.of(text)) });
    });
    sentences
}

impl Analysis {
    /// Tokenises and tags the text of one sentence.
    pub(super) fn of(text: &str) -> Self {
        match alike(text) {
            Cow::Borrowed(text) => Self::of_alike(text),
            Cow::Owned(alike) => Self::of_alike(&alike).figured(text),
        }
    }

    /// The same of a text whose figures stand for all of their form.
    pub(super) fn of_alike(text: &str) -> Self {
        Self { grammar: Arc::new(Grammar::of(text)), figured: None }
    }

    /// The analysis of a text that differs in its figures alone.
    pub(super) fn figured(self, text: &str) -> Self {
        Self { figured: Some(text.into()), ..self }
    }

    /// The sentence's text.
    pub(super) fn text(&self) -> &str {
        self.figured.as_deref().unwrap_or(&self.grammar.alike)
    }

    fn form(&self, token: usize) -> &str {
        let token = &self.grammar.tokens[token];
        &self.text()[token.start as usize..token.end as usize]
    }

    fn lemma(&self, token: usize) -> Cow<'_, str> {
        let Token { upos, xpos, .. } = self.grammar.tokens[token];
        let form = self.form(token);
        let kind = Kind::of(form, upos, xpos, token == 0);
        models::lemmatiser().lemma(form, kind, &models::tagging().lexicon)
    }
}

impl Grammar {
    fn of(text: &str) -> Self {
        let (Tagging { lexicon, tagger }, parser) = (models::tagging(), models::parser());
        let mut tokens = Vec::with_capacity(text.len() / 5 + 2);
        SCRATCH.with_borrow_mut(|Scratch { atoms: all, labels }| {
            all.clear();
            tokenise(text, |start, end| {
                let (form, first) = (&text[start..end], tokens.is_empty());
                let atoms = Atoms::of(form, first, lexicon);
                let word = parser::word_number(&atoms, &parser.vocabulary) as u16;
                let (start, end) = (start as u32, end as u32);
                tokens.push(Token { start, end, upos: Upos::X, xpos: Xpos::Xx, word });
                all.push(atoms);
            });
            tagger.tag(all, labels);
            for (token, &label) in tokens.iter_mut().zip(labels.iter()) {
                let form = &text[token.start as usize..token.end as usize];
                let (upos, xpos) = shape::certain(form).unwrap_or(tagger.labels[usize::from(label)]);
                (token.upos, token.xpos) = (upos, xpos);
            }
        });
        tokens.shrink_to_fit();
        Self { alike: text.into(), print: xxh3_128(text.as_bytes()), tokens, tree: OnceLock::new() }
    }

    fn tree(&self) -> &Tree {
        self.tree.get_or_init(|| {
            let tagger = &models::tagging().tagger;
            let labels: SmallVec<[u8; 64]> = self.tokens.iter().map(|t| tagger.label(t.upos, t.xpos)).collect();
            models::parser().parse(State::new(self.tokens.iter().map(|t| u32::from(t.word)), &labels))
        })
    }
}

/// Buffers that one thread uses again and again.
#[derive(Default)]
struct Scratch {
    atoms: Vec<Atoms>,
    labels: Vec<u8>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Sentence {
        let mut sentences = split(text, Span::new(0, text.len()));
        assert_eq!(sentences.len(), 1);
        sentences.remove(0)
    }

    fn tags(sentence: &Sentence) -> String {
        (0..sentence.len()).map(|i| format!("{}/{}", sentence.form(i), sentence.upos(i))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn plain_news_is_tagged() {
        let sentence = read("The minister said that 33bn crowns had been spent in Larnville.");
        assert_eq!(
            tags(&sentence),
            "The/DET minister/NOUN said/VERB that/SCONJ 33bn/NUM crowns/NOUN had/AUX been/AUX spent/VERB in/ADP \
             Larnville/PROPN ./PUNCT"
        );
        assert_eq!(sentence.token_at(4), Some(1));
    }

    #[test]
    fn plain_news_is_parsed() {
        let sentence = read("The minister said that soldiers had left.");
        let tree = sentence.tree();
        assert_eq!(tree.heads[2], None);
        assert_eq!((sentence.head(1), sentence.deprel(1)), (Some(2), Deprel::Nsubj));
        assert_eq!((sentence.head(6), sentence.deprel(6)), (Some(2), Deprel::Ccomp));
        assert_eq!(sentence.subtree(6), (3, 6));
        assert!(sentence.children(6).eq([3, 4, 5]));
    }

    #[test]
    fn a_tree_is_made_when_it_is_asked_for_and_not_before() {
        let sentence = read("The minister said that soldiers had left.");
        let _ = (sentence.upos(1), sentence.lemma(1), sentence.token_at(4));
        assert!(sentence.analysis.grammar.tree.get().is_none());
        assert_eq!(sentence.head(2), None);
        assert!(sentence.analysis.grammar.tree.get().is_some());
    }

    #[test]
    fn clitics_have_the_lemma_of_the_word_they_stand_for() {
        let sentence = read("They don't know who's left; Syrian soldiers' wives can’t wait.");
        let lemmas: Vec<_> = (0..sentence.len()).map(|i| sentence.lemma(i).into_owned()).collect();
        assert_eq!(lemmas[..6], ["they", "do", "not", "know", "who", "be"]);
        assert!(lemmas.contains(&"wife".to_owned()) && lemmas.contains(&"soldier".to_owned()));
        assert!(lemmas.contains(&"Syrian".to_owned()));
    }

    #[test]
    fn a_sentence_of_hundreds_of_words_has_a_tree() {
        let text = "word ".repeat(800);
        let sentence = read(text.trim());
        assert_eq!(sentence.tree().heads.iter().filter(|h| h.is_none()).count(), 1);
    }
}
