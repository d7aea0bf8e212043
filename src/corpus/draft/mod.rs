//! A draft against the sources that it cites: each figure, quotation, date and name is found there, found but
//! different, not found, or left unchecked.
//!
//! The comparison is a pure function of the draft's reading and its sources' readings. A statement of the draft is laid
//! beside the sentences of the sources that share most of its telling words ([`lines`]); what stands in it is then
//! compared with what stands there: values and hedges ([`figures`]), words between quotation marks ([`quotations`]),
//! days ([`dates`]), names ([`names`]) and who said it how ([`statements`]). Sentences that were taken over but for a few
//! words are laid on those that they were made of ([`aligned`]), and what stands in the place of a speaker or verb is
//! compared ([`changed`]). Sentences in the writer's own words have the passage that tells the rest of what they tell
//! ([`retold`]): what is left of both is the one thing said otherwise, a figure, a day, a name ([`replaced`]), a speaker
//! ([`speakers`]), a multiple or rank ([`comparisons`]), or all of it turned into its opposite ([`polarity`]).

mod ages;
mod aligned;
mod changed;
mod comparisons;
mod computed;
mod dates;
mod direction;
mod figures;
mod hedge;
mod lines;
mod memo;
mod names;
mod pair;
mod polarity;
mod quotations;
mod quoted;
mod replaced;
mod retold;
mod speakers;
mod statements;
#[cfg(test)]
mod testing;
mod titles;

pub use hedge::Hedge;
pub(super) use memo::DraftMemo;

use super::{Corpus, DocumentId, Location};
use crate::reading::Reading;
use crate::text::Span;
use crate::text::sorting::sort_by_key;
use lines::Sources;
use std::sync::Arc;

/// What kind of thing was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// A quantity; the index is one of the reading's quantities.
    Figure,
    /// Text in quotation marks; the index is one of the reading's quotations.
    Quotation,
    /// A date; the index is one of the reading's timexes.
    Date,
    /// A person, organisation or place; the index is one of the reading's entities.
    Name,
    /// What somebody is said to have said; the index is one of the reading's attributions. Listed where it differs.
    Statement,
}

impl ItemKind {
    /// As the JSON contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            ItemKind::Figure => "figure",
            ItemKind::Quotation => "quotation",
            ItemKind::Date => "date",
            ItemKind::Name => "name",
            ItemKind::Statement => "statement",
        }
    }
}

/// What came of looking for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It stands in a source, or follows from it by rounding.
    Found,
    /// A source says something else of the same thing.
    Different,
    /// No source has it.
    NotFound,
    /// Nothing can be said.
    Unchecked,
}

impl Verdict {
    /// As the JSON contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Found => "found",
            Verdict::Different => "different",
            Verdict::NotFound => "not found",
            Verdict::Unchecked => "unchecked",
        }
    }

    /// One sign for it.
    pub fn sign(self) -> &'static str {
        match self {
            Verdict::Found => "✓",
            Verdict::Different => "≠",
            Verdict::NotFound => "✗",
            Verdict::Unchecked => "?",
        }
    }
}

/// How something differs from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// Another value.
    Value,
    /// The same digits, another power of ten.
    Scale,
    /// The same number, hedged in another way.
    Hedge(Hedge),
    /// Rounded to a number that is not the nearest.
    Rounding,
    /// Other words between the marks.
    Words,
    /// Cut just before what limits it.
    Truncated,
    /// Joined from stretches that stand apart.
    Spliced,
    /// The writer's words there, quoted here.
    Unquoted,
    /// Said by somebody else.
    Speaker,
    /// A verb that says more.
    Strengthened,
    /// Said to be alleged there and stated here.
    Unhedged,
    /// Another day.
    Day,
    /// Another spelling.
    Spelling,
    /// Another name in its place.
    Name,
    /// Another title of the same person.
    Title,
    /// A rise there, a fall here, or the other way round.
    Direction,
    /// Stated there, and not here, or the other way round.
    Negation,
}

impl Difference {
    /// As the JSON contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Difference::Value => "value",
            Difference::Scale => "scale",
            Difference::Hedge(_) => "hedge",
            Difference::Rounding => "rounding",
            Difference::Words => "words",
            Difference::Truncated => "truncated",
            Difference::Spliced => "spliced",
            Difference::Unquoted => "unquoted",
            Difference::Speaker => "speaker",
            Difference::Strengthened => "strengthened",
            Difference::Unhedged => "unhedged",
            Difference::Day => "day",
            Difference::Spelling => "spelling",
            Difference::Name => "name",
            Difference::Title => "title",
            Difference::Direction => "direction",
            Difference::Negation => "negation",
        }
    }
}

/// One way in which something differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Discrepancy {
    /// How.
    pub difference: Difference,
    /// The words of the draft that differ, in bytes.
    pub span: Span,
    /// The words of the source, in bytes.
    pub there: Location,
    /// What both sides say, as a clause for a message, without the names of the files.
    pub says: String,
    /// What the words of the draft would have to be, where that is certain.
    pub mend: Option<String>,
}

/// One thing of the draft, with where it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Index into the reading's list of that kind.
    pub index: usize,
    /// Where it stands in the draft, in bytes.
    pub span: Span,
    /// What came of looking for it.
    pub verdict: Verdict,
    /// The words of the source that it was found in or differs from, in bytes.
    pub passage: Option<Location>,
    /// In what it differs.
    pub discrepancies: Vec<Discrepancy>,
}

impl Item {
    fn new(kind: ItemKind, index: usize, span: Span, verdict: Verdict) -> Self {
        Self { kind, index, span, verdict, passage: None, discrepancies: Vec::new() }
    }

    fn at(mut self, passage: Location) -> Self {
        self.passage = Some(passage);
        self
    }

    fn differs(mut self, discrepancy: Discrepancy) -> Self {
        self.verdict = Verdict::Different;
        self.passage.get_or_insert(discrepancy.there);
        self.discrepancies.push(discrepancy);
        self
    }
}

/// A draft laid beside its sources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The articles that it was compared with, in the order of its citations.
    pub sources: Vec<DocumentId>,
    /// Its figures, quotations, dates and names in the order of the text.
    pub items: Vec<Item>,
}

impl Comparison {
    /// How many items have that verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.items.iter().filter(|item| item.verdict == verdict).count()
    }

    /// The item of that kind and index.
    pub fn item(&self, kind: ItemKind, index: usize) -> Option<&Item> {
        self.items.iter().find(|item| item.kind == kind && item.index == index)
    }
}

/// No more sources than this are read for one draft.
pub const MOST_SOURCES: usize = 2000;

impl Corpus {
    /// The comparison of an article with the sources that it cites; `None` where it cites none that is at hand.
    pub fn comparison(&self, article: DocumentId) -> Option<Arc<Comparison>> {
        self.draft_memo.comparison(article, || self.compare_draft(article))
    }

    pub(super) fn forget_comparisons(&mut self) {
        self.draft_memo = Arc::new(self.draft_memo.without_comparisons());
    }

    fn compare_draft(&self, article: DocumentId) -> Option<Comparison> {
        let draft = self.article(article)?;
        let mut sources = self.sources(article);
        sources.truncate(MOST_SOURCES);
        if sources.is_empty() {
            return None;
        }
        let beside = Sources::new(self, &sources, |id, entry| self.draft_memo.profile(id, entry));
        let here = lines::Profile::of(&draft.reading);
        let originals: Vec<Vec<aligned::Original>> =
            here.lines.iter().map(|line| aligned::originals(&here, line, &beside)).collect();
        let mut items = figures::compare(draft, &here, &originals, &beside);
        items.extend(quotations::compare(draft, &beside, &self.settings));
        items.extend(dates::compare(draft, &here, &originals, &beside));
        items.extend(names::compare(draft, &here, &beside, &self.settings));
        items.extend(comparisons::compare(draft, &here, &beside));
        items.extend(polarity::compare(draft, &here, &beside, &items));
        items.extend(statements::compare(draft, &here, &beside, &self.settings));
        items.extend(changed::compare(draft, &here, &originals, &beside, &self.settings, &items));
        let cited: Vec<Span> = draft.reading.article.citations.iter().filter_map(|c| c.span).collect();
        items.retain(|item| !cited.iter().any(|span| span.overlaps(item.span)));
        sort_by_key(&mut items, |item| (item.span, item.kind));
        Some(Comparison { sources, items })
    }
}

/// Text on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether somebody's words between quotation marks touch the span.
fn is_quoted(reading: &Reading, span: Span) -> bool {
    reading.quotations.iter().any(|q| q.content.iter().any(|c| c.overlaps(span)))
}

/// Whether a text ends with these words of ASCII letters, in any case and whatever white space follows.
fn ends_with(text: &str, words: &str) -> bool {
    let text = text.trim_end();
    let tail = text.len().checked_sub(words.len()).and_then(|from| text.get(from..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(words))
}
