//! What one article says: names, quotations, attributions, quantities and dates.
//!
//! A [`Reading`] is a pure function of the article (its text and effective metadata). It knows no
//! other article and keeps no tokens: only what later steps compare, with spans in bytes of the text.

pub mod attribution;
pub mod human;
mod known;
pub mod movement;
pub mod name;
pub mod numeral;
pub mod quantity;
pub mod quotation;
pub mod timex;

use crate::article::Article;
use crate::language::{self, Sentence};
use crate::text::Span;
use jiff::civil::Date;
use std::sync::Arc;

pub use attribution::{Attribution, AttributionKind};
pub use name::{Entity, EntityKind, Mention, MentionForm};
pub use quantity::{Change, Measure, Modifier, Quantity, Unit};
pub use quotation::{Quotation, QuotationKind};
pub use timex::{Timex, TimexKind};

/// Reads all models side by side, so that the first article need not wait for one after the other.
pub fn load() {
    rayon::join(language::load, attribution::load);
}

/// What is remembered of articles that are read again and again, by the words of their sentences; never stale.
#[derive(Debug, Default)]
pub struct Memo {
    sentences: language::Memo,
    blocks: known::Blocks,
    attributions: attribution::Memo,
}

impl Memo {
    /// How many sentences were analysed so far, because nothing was remembered of them.
    pub fn sentences_read(&self) -> u64 {
        self.sentences.analysed()
    }

    /// How many blocks were looked at so far, and how many sections, for the same reason.
    pub fn parts_read(&self) -> (u64, u64) {
        (self.blocks.made(), self.attributions.sections_read())
    }
}

/// The readable part of an article, split into sentences: what every reader of this layer is given.
#[derive(Clone, Debug)]
pub struct Prose<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its sentences in order, over all blocks that are read.
    pub sentences: Vec<Sentence>,
    /// For each sentence the index of its block in [`Article::blocks`].
    pub blocks: Vec<usize>,
    /// For each block of the article what is known of its like; empty where nothing is remembered.
    known: Vec<Option<Arc<known::Known>>>,
    /// What was found before about sentences like these.
    pub(crate) attributed: Option<&'a attribution::Memo>,
}

impl<'a> Prose<'a> {
    /// Splits what an article says into sentences.
    pub fn of(article: &'a Article) -> Self {
        let mut prose =
            Self { article, sentences: Vec::new(), blocks: Vec::new(), known: Vec::new(), attributed: None };
        for (index, block) in article.blocks.iter().enumerate().filter(|(_, b)| b.kind.is_read()) {
            prose.add(index, language::sentences(&article.text, block.body));
        }
        prose
    }

    /// The same, with what is known of blocks and sentences seen before taken from `memo`.
    pub fn recalled(article: &'a Article, memo: &'a Memo) -> Self {
        let known: Vec<_> = article
            .blocks
            .iter()
            .map(|block| {
                timex::is_scanned(block.kind).then(|| known::of(article, block, &memo.blocks, &memo.sentences))
            })
            .collect();
        let attributed = Some(&memo.attributions);
        let mut prose = Self { article, sentences: Vec::new(), blocks: Vec::new(), known: Vec::new(), attributed };
        for (index, (block, known)) in article.blocks.iter().zip(&known).enumerate() {
            prose.add(index, known.iter().flat_map(|known| known.sentences_at(block.span.start)));
        }
        Self { known, ..prose }
    }

    fn add(&mut self, block: usize, sentences: impl IntoIterator<Item = Sentence>) {
        self.sentences.extend(sentences);
        self.blocks.resize(self.sentences.len(), block);
    }

    /// The sentences of a part of it, as if the part were all, with the figures that stand for all of their form.
    pub(crate) fn part(&self, sentences: std::ops::Range<usize>) -> Self {
        Self {
            article: self.article,
            sentences: self.sentences[sentences.clone()].iter().map(Sentence::alike).collect(),
            blocks: self.blocks[sentences].to_vec(),
            known: Vec::new(),
            attributed: self.attributed,
        }
    }

    /// Index of the sentence that covers the byte `offset`.
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        let index = self.sentences.partition_point(|s| (s.span.end as usize) <= offset);
        self.sentences.get(index).is_some_and(|s| s.span.contains(offset)).then_some(index)
    }
}

/// What one article says.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Reading {
    /// The article that was read.
    pub article: Arc<Article>,
    /// Its sentences in order.
    pub sentences: Vec<Span>,
    /// Dates and times in order.
    pub timexes: Vec<Timex>,
    /// Quantities in order.
    pub quantities: Vec<Quantity>,
    /// Names and what refers to them, in order.
    pub mentions: Vec<Mention>,
    /// Who or what the mentions stand for.
    pub entities: Vec<Entity>,
    /// Text in quotation marks, in order.
    pub quotations: Vec<Quotation>,
    /// Who said what, in order of the content.
    pub attributions: Vec<Attribution>,
    /// What the program itself makes of the article, where people's attributions stand in place of its own.
    pub program: Option<Arc<Reading>>,
}

impl Reading {
    /// Index of the sentence that covers the byte `offset`.
    pub fn sentence_at(&self, offset: u32) -> Option<usize> {
        let index = self.sentences.partition_point(|s| s.end <= offset);
        self.sentences.get(index).is_some_and(|s| s.contains(offset as usize)).then_some(index)
    }

    /// Whether a quotation, its marks among it, touches the span.
    pub fn is_quoted(&self, span: Span) -> bool {
        let behind = self.quotations.partition_point(|quotation| quotation.span.end <= span.start);
        self.quotations.get(behind).is_some_and(|quotation| quotation.span.overlaps(span))
    }

    /// The day the article is of: its own full date, else its date without a year, completed from the latest full date
    /// that its text gives where the two lie within a month of each other. (Reports give a year chiefly to what is long
    /// past, so a date further off says nothing about their own.)
    pub fn day(&self) -> Option<Date> {
        let metadata = &self.article.metadata;
        metadata.dct().or_else(|| {
            let open = metadata.date()?.date;
            let full = self.timexes.iter().filter(|t| !t.relative).filter_map(|t| t.days.filter(|d| d.0 == d.1));
            let near = full.map(|days| days.0).max()?;
            let years = [near.year() - 1, near.year(), near.year() + 1];
            let candidates = years.into_iter().filter_map(|year| Date::new(year, open.month?, open.day?).ok());
            let distance = |d: &Date| near.until(*d).map_or(i32::MAX, |s| s.get_days().abs());
            candidates.filter(|d| distance(d) <= 31).min_by_key(distance)
        })
    }
}

/// Reads an article.
pub fn read(article: Arc<Article>) -> Reading {
    read_prose(&article, Prose::of(&article))
}

/// Reads an article that was read before in another version: what is unchanged in it is taken from `memo`.
pub fn read_again(article: Arc<Article>, memo: &Memo) -> Reading {
    memo.blocks.make_room(article.blocks.len());
    memo.attributions.make_room(article.blocks.len());
    read_prose(&article, Prose::recalled(&article, memo))
}

fn read_prose(article: &Arc<Article>, prose: Prose) -> Reading {
    let timexes = timex::timexes(&prose);
    let quantities = quantity::quantities(&prose, &timexes);
    let mut quotations = quotation::quotations(&prose);
    let (mentions, entities) = name::mentions_beside(&prose, &quotations);
    let attributions = attribution::attributions(&prose, &mut quotations, &mentions, &entities);
    let sentences = prose.sentences.iter().map(|s| s.span).collect();
    let (article, program) = (article.clone(), None);
    Reading { article, sentences, timexes, quantities, mentions, entities, quotations, attributions, program }
}
