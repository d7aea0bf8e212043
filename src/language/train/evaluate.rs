//! Measures the models on a treebank.

use std::collections::BTreeSet;

use super::super::lemma::{Kind, Lemmatiser};
use super::super::models::Tagging;
use super::super::parser::{self, Parser, State};
use super::super::tag::Upos;
use super::super::tagger::Atoms;
use super::conllu::GoldSentence;
use crate::text::Span;

/// Counts of right answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    right: usize,
    all: usize,
}

impl Score {
    pub(super) fn count(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }

    /// In per cent.
    pub fn percent(&self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

/// What a treebank says of the tagger and parser, on its own tokens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Accuracy {
    /// Universal parts of speech.
    pub upos: Score,
    /// Penn parts of speech.
    pub xpos: Score,
    /// Universal parts of speech of words not seen in training.
    pub upos_unknown: Score,
    /// Lemmas, from the tags of the treebank.
    pub lemma: Score,
    /// Lemmas, from the tags of the tagger.
    pub lemma_tagged: Score,
    /// Heads, punctuation left out.
    pub uas: Score,
    /// Heads and universal relations, punctuation left out.
    pub las: Score,
    /// Heads and universal relations, punctuation included (CoNLL 2018).
    pub las_all: Score,
}

/// Tags and parses the sentences as they are tokenised in the treebank.
pub(super) fn accuracy(
    sentences: &[GoldSentence],
    tagging: &Tagging,
    parser: Option<&Parser>,
    lemmas: &Lemmatiser,
) -> Accuracy {
    let mut result = Accuracy::default();
    let mut labels = Vec::new();
    for sentence in sentences {
        let atoms: Vec<Atoms> =
            sentence.words.iter().enumerate().map(|(i, w)| Atoms::of(&w.form, i == 0, &tagging.lexicon)).collect();
        tagging.tagger.tag(&atoms, &mut labels);
        for (i, (word, &label)) in sentence.words.iter().zip(&labels).enumerate() {
            let (upos, xpos) = tagging.tagger.labels[usize::from(label)];
            result.upos.count(upos == word.upos);
            result.xpos.count(xpos == word.xpos);
            if !atoms[i].known {
                result.upos_unknown.count(upos == word.upos);
            }
            if word.lemma != "_" {
                let lemma =
                    |upos, xpos| lemmas.lemma(&word.form, Kind::of(&word.form, upos, xpos, i == 0), &tagging.lexicon);
                result.lemma.count(lemma(word.upos, word.xpos) == word.lemma);
                result.lemma_tagged.count(lemma(upos, xpos) == word.lemma);
            }
        }
        let Some(parser) = parser else { continue };
        let words = atoms.iter().map(|a| parser::word_number(a, &parser.vocabulary));
        let tree = parser.parse(State::new(words, &labels));
        for (i, word) in sentence.words.iter().enumerate() {
            let head = tree.heads[i].map_or(sentence.words.len(), |h| h as usize) == word.head;
            let both = head && tree.deprels[i].universal() == word.deprel.universal();
            result.las_all.count(both);
            if word.upos != Upos::Punct {
                result.uas.count(head);
                result.las.count(both);
            }
        }
    }
    result
}

/// How well spans were found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overlap {
    gold: usize,
    found: usize,
    both: usize,
}

impl Overlap {
    fn count(&mut self, gold: &BTreeSet<(usize, usize)>, found: &BTreeSet<(usize, usize)>) {
        self.gold += gold.len();
        self.found += found.len();
        self.both += gold.intersection(found).count();
    }

    /// Harmonic mean of precision and recall, in per cent.
    pub fn f1(&self) -> f64 {
        200.0 * self.both as f64 / (self.gold + self.found).max(1) as f64
    }
}

/// What a treebank says of sentence boundaries and tokens, from its running text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Segmentation {
    /// Whole sentences.
    pub sentences: Overlap,
    /// Tokens.
    pub tokens: Overlap,
}

/// Splits the running text of a treebank, its paragraphs set apart by blank lines. With `merged`, designations and
/// figures that copydesk keeps whole are so in the treebank too.
pub fn segmentation(sentences: &[&GoldSentence], merged: bool) -> Segmentation {
    let mut text = String::new();
    let (mut gold_sentences, mut gold_tokens) = (BTreeSet::new(), BTreeSet::new());
    let mut glued = false;
    for sentence in sentences {
        if sentence.opens_paragraph && !text.is_empty() {
            text.push_str("\n\n");
        } else if !glued {
            text.push(' ');
        }
        glued = sentence.glued;
        let start = text.len();
        text.push_str(&sentence.text);
        gold_sentences.insert((start, text.len()));
        let own = merged.then(|| sentence.with_own_tokens()).flatten();
        let words = own.as_ref().map_or(&sentence.words, |s| &s.words);
        gold_tokens.extend(words.iter().filter_map(|w| w.span).map(|(s, e)| (start + s, start + e)));
    }
    let (mut found_sentences, mut found_tokens) = (BTreeSet::new(), BTreeSet::new());
    for sentence in crate::language::sentences(&text, Span::new(0, text.len())) {
        found_sentences.insert((sentence.span.start as usize, sentence.span.end as usize));
        found_tokens
            .extend((0..sentence.len()).map(|i| sentence.token_span(i)).map(|s| (s.start as usize, s.end as usize)));
    }
    let mut result = Segmentation::default();
    result.sentences.count(&gold_sentences, &found_sentences);
    result.tokens.count(&gold_tokens, &found_tokens);
    result
}
