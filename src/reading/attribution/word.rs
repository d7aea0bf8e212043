//! The words of an article as the features of attribution see them: everything as a number.

use crate::language::{Deprel, Sentence, Upos};
use crate::reading::{Entity, EntityKind, Mention, MentionForm, Prose, Quotation};
use crate::text::{Span, WordMemory};
use std::cell::RefCell;
use std::ops::Range;

/// Where a word stands to the quotation around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoted {
    Outside,
    Inside,
    Opening,
    Closing,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) form: u32,
    pub(super) lemma: u32,
    pub(super) suffix: u32,
    /// What frames the list of cue verbs gives its lemma, 0 for none.
    pub(super) frame: u32,
    pub(super) shape: u32,
    pub(super) upos: Upos,
    pub(super) xpos: u32,
    pub(super) quoted: Quoted,
    /// What name covers it, as a number; 0 for none.
    pub(super) mention: u32,
    /// The token's head, as an index of the same slice as the word itself.
    pub(super) head: Option<u32>,
    pub(super) deprel: Option<Deprel>,
    /// Index of its sentence.
    pub(super) sentence: u32,
    /// Index of the quotation around it.
    pub(super) quotation: Option<u32>,
    pub(super) comma: bool,
    pub(super) mark: bool,
}

/// Stands for what lies beyond either end.
pub(super) const EDGE: Word = Word {
    form: 7,
    lemma: 7,
    suffix: 7,
    frame: 0,
    shape: 9,
    upos: Upos::X,
    xpos: 99,
    quoted: Quoted::Outside,
    mention: 9,
    head: None,
    deprel: None,
    sentence: u32::MAX,
    quotation: None,
    comma: false,
    mark: false,
};

impl Word {
    pub(super) fn punctuation(&self) -> bool {
        self.upos == Upos::Punct
    }

    pub(super) fn verb(&self) -> bool {
        self.upos == Upos::Verb
    }

    pub(super) fn noun(&self) -> bool {
        matches!(self.upos, Upos::Noun | Upos::Propn | Upos::Pron)
    }

    /// The marks that part clauses: a comma is 1, a quotation mark 2.
    pub(super) fn parting(&self) -> u32 {
        u32::from(self.comma) | u32::from(self.mark) << 1
    }

    pub(super) fn class(&self) -> u32 {
        u32::from(self.punctuation()) | u32::from(self.verb()) << 1 | u32::from(self.noun()) << 2 | self.parting() << 3
    }
}

/// A stable hash of a word form (FNV-1a).
pub(super) fn hash(text: &str) -> u32 {
    text.bytes().fold(SEED, step)
}

const SEED: u32 = 0x811c_9dc5;

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Words around a part of an article, each as its sentence and its place in it.
pub(super) struct Context<'a> {
    pub(super) before: Option<(&'a Sentence, usize)>,
    pub(super) behind: smallvec::SmallVec<[(&'a Sentence, usize); 2]>,
}

/// The words of an article or of a part of it.
pub(super) struct Words {
    pub(super) words: Vec<Word>,
    pub(super) spans: Vec<Span>,
    /// For each sentence its words.
    pub(super) sentences: Vec<Range<usize>>,
}

impl Words {
    /// Reads the words; their trees are added by [`Words::parse`].
    pub(super) fn of(prose: &Prose, quotations: &[Quotation], mentions: &[Mention], entities: &[Entity]) -> Self {
        let mut all = Words { words: Vec::new(), spans: Vec::new(), sentences: Vec::new() };
        let (mut quotation, mut mention) = (0, 0);
        for (index, sentence) in prose.sentences.iter().enumerate() {
            let sentence = &sentence.alike();
            let start = all.words.len();
            for token in 0..sentence.len() {
                let span = sentence.token_span(token);
                while quotations.get(quotation).is_some_and(|q| q.span.end <= span.start) {
                    quotation += 1;
                }
                while mentions.get(mention).is_some_and(|m| m.span.end <= span.start) {
                    mention += 1;
                }
                let around = quotations.get(quotation).filter(|q| q.span.covers(span));
                let quoted = match around {
                    None => Quoted::Outside,
                    Some(q) if q.span.start == span.start => Quoted::Opening,
                    Some(q) if q.span.end == span.end => Quoted::Closing,
                    Some(_) => Quoted::Inside,
                };
                let named = mentions.get(mention).filter(|m| m.span.start <= span.start);
                let mut word = word(sentence, token, index as u32);
                word.quoted = quoted;
                word.quotation = around.map(|_| quotation as u32);
                word.mention = named.map_or(0, |m| kind_of(m, entities));
                all.words.push(word);
                all.spans.push(span);
            }
            all.sentences.push(start..all.words.len());
        }
        all
    }

    /// Puts the words that stand before and behind these around them, so that what looks past either end sees them.
    pub(super) fn surround(&mut self, context: &Context) {
        let beyond = |&(sentence, token): &(&Sentence, usize)| {
            (word(&sentence.alike(), token, u32::MAX), sentence.token_span(token))
        };
        if let Some((word, span)) = context.before.as_ref().map(beyond) {
            self.words.insert(0, word);
            self.spans.insert(0, span);
            self.sentences.iter_mut().for_each(|words| *words = words.start + 1..words.end + 1);
        }
        for (word, span) in context.behind.iter().map(beyond) {
            self.words.push(word);
            self.spans.push(span);
        }
    }

    /// Adds the dependency tree of a sentence.
    pub(super) fn parse(&mut self, prose: &Prose, sentence: usize) {
        let start = self.sentences[sentence].start;
        let tree = prose.sentences[sentence].tree();
        for (i, (&head, &deprel)) in tree.heads.iter().zip(&tree.deprels).enumerate() {
            self.words[start + i].head = head.map(|h| h + start as u32);
            self.words[start + i].deprel = Some(deprel);
        }
    }

    /// The bytes from word `first` to word `last`.
    pub(super) fn span(&self, first: usize, last: usize) -> Span {
        self.spans[first].join(self.spans[last])
    }
}

/// What a mention is, as a number.
pub(super) fn kind_of(mention: &Mention, entities: &[Entity]) -> u32 {
    match (mention.form, entities.get(mention.entity).map(|e| e.kind)) {
        (MentionForm::Pronoun, _) => 5,
        (_, Some(EntityKind::Person)) => 1,
        (_, Some(EntityKind::Organisation)) => 2,
        (_, Some(EntityKind::Place)) => 3,
        _ => 4,
    }
}

thread_local! {
    static WORDS: RefCell<WordMemory<Word>> = RefCell::default();
}

/// A token of a sentence whose figures stand for all of their form.
fn word(sentence: &Sentence, token: usize, index: u32) -> Word {
    // All that its dictionary form depends on beside its form.
    let tags = (sentence.upos(token) as u32) << 16 | (sentence.xpos(token) as u32) << 8 | u32::from(token == 0);
    let asked = (sentence.form(token), tags);
    WORDS.with_borrow_mut(|known| {
        known.ask(asked, || by_itself(sentence, token), |word| Word { sentence: index, ..*word })
    })
}

/// What a token is by itself, in no sentence.
fn by_itself(sentence: &Sentence, token: usize) -> Word {
    let form = sentence.form(token);
    let lemma = lowered(&sentence.lemma(token));
    let suffix = form.char_indices().rev().nth(2).map_or(form, |(i, _)| &form[i..]);
    let shape = match form.chars().next() {
        Some(c) if c.is_uppercase() => 1,
        Some(c) if c.is_numeric() => 2,
        Some(c) if c.is_alphabetic() => 0,
        _ => 3,
    };
    let upos = sentence.upos(token);
    Word {
        form: lowered(form),
        lemma,
        suffix: lowered(suffix),
        frame: if matches!(upos, Upos::Verb | Upos::Aux | Upos::Noun) { super::cue::frame_of(lemma) } else { 0 },
        shape,
        upos,
        xpos: sentence.xpos(token) as u32,
        comma: form == ",",
        mark: matches!(form, "\"" | "“" | "”" | "''" | "``" | "'" | "‘" | "’" | "«" | "»"),
        ..EDGE_OUTSIDE
    }
}

/// The hash of a form in lower case.
fn lowered(text: &str) -> u32 {
    if text.is_ascii() {
        text.bytes().fold(SEED, |h, b| step(h, b.to_ascii_lowercase()))
    } else {
        hash(&text.to_lowercase())
    }
}

const EDGE_OUTSIDE: Word = Word { mention: 0, ..EDGE };
