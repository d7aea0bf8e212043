//! One document of a corpus with the facts by which it is compared.

use super::{
    DocumentId, HeldReading, Settings, copy, event::Signature, facts::Facts, figure, figure::Observation,
    held::HeldUtterances, named, packed::Compared, quote, sources,
};
use crate::annotation::AnnotationFile;
use crate::article::{Bibliography, DateOrigin};
use crate::reading::Reading;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::{Arc, OnceLock};

/// A document of a corpus.
#[derive(Clone, Debug)]
pub enum Document {
    /// An article.
    Article(Box<ArticleEntry>),
    /// An annotation file.
    Annotation(AnnotationEntry),
    /// A bibliography.
    Bibliography(BibliographyEntry),
}

impl Document {
    /// Its path as the front ends know it, with `/`.
    pub fn path(&self) -> &Arc<str> {
        match self {
            Document::Article(entry) => &entry.path,
            Document::Annotation(entry) => &entry.path,
            Document::Bibliography(entry) => &entry.path,
        }
    }

    /// Its whole text.
    pub fn text(&self) -> &Arc<str> {
        match self {
            Document::Article(entry) => &entry.reading.article.text,
            Document::Annotation(entry) => &entry.file.text,
            Document::Bibliography(entry) => &entry.file.text,
        }
    }
}

/// An article, its reading and what of it is compared.
#[derive(Clone, Debug)]
pub struct ArticleEntry {
    /// Its path as the front ends know it, with `/`.
    pub path: Arc<str>,
    /// What it says.
    pub reading: HeldReading,
    /// The day that it is of, where known.
    pub day: Option<Date>,
    /// Whether the configuration or the front matter gives that day.
    pub(super) is_dated: bool,
    /// Its figures, each with what it measures, in the order of the text.
    pub observations: Vec<Observation>,
    /// Its first figures in each slot, by the slot's hash; made when it is first asked for.
    slots: OnceLock<FxHashMap<u64, SmallVec<[u32; 4]>>>,
    /// The words near each of its figures; made when it is first asked for.
    pub(super) surroundings: OnceLock<Box<[figure::Surroundings]>>,
    /// Its quotations in words that can be compared, in the order of the reading's quotations.
    pub(super) utterances: HeldUtterances,
    /// Hash of all utterances, made when it is first asked for.
    quoted: OnceLock<u64>,
    pub(super) sketch: Vec<u64>,
    /// The words by which it is told which event it reports.
    pub(super) signature: Arc<Signature>,
    /// Sorted keys of the places that its first sentences name.
    pub(super) opening_places: Vec<String>,
    /// Stems of the words of the names in its first sentences.
    pub(super) opening_names: figure::Context,
    /// Hash of the address where it was published.
    pub(super) address: Option<u64>,
    /// Whether it names sources.
    pub cites: bool,
    /// What the rules over a corpus compare.
    pub facts: Facts,
    /// The keys of its names and dates.
    pub(super) names: Box<[u64]>,
    /// Of an article that is in an archive only: under which name messages speak of it.
    pub(super) archived: Option<Box<str>>,
}

/// So many figures of one slot are looked through when figures of another article are compared with it.
const SLOT_FIGURES: usize = 16;

impl ArticleEntry {
    pub(super) fn new(path: Arc<str>, reading: HeldReading, settings: &Settings) -> Self {
        let signature = Arc::new(Signature::of(&reading));
        let facts = Facts::of(&reading, &signature.keys, settings);
        let compared = Compared {
            day: reading.day(),
            is_dated: is_dated(&reading),
            observations: figure::observations(&reading, &signature, settings),
            utterances: quote::utterances(&reading, settings).into(),
            sketch: copy::sketch(&reading),
            opening_places: figure::opening_places(&reading, settings),
            opening_names: figure::opening_names(&reading),
            address: reading.article.metadata.url.as_ref().map(|url| sources::address_key(&url.value)),
            cites: !reading.article.citations.is_empty(),
            facts,
            names: named::keys(&reading, settings),
        };
        Self::from_compared(path, reading, signature, compared)
    }

    pub(super) fn from_compared(
        path: Arc<str>,
        reading: HeldReading,
        signature: Arc<Signature>,
        compared: Compared,
    ) -> Self {
        let Compared {
            day,
            is_dated,
            observations,
            utterances,
            sketch,
            opening_places,
            opening_names,
            address,
            cites,
            facts,
            names,
        } = compared;
        Self {
            path,
            reading,
            day,
            is_dated,
            observations,
            slots: OnceLock::new(),
            surroundings: OnceLock::new(),
            utterances,
            quoted: OnceLock::new(),
            sketch,
            signature,
            opening_places,
            opening_names,
            address,
            cites,
            facts,
            names,
            archived: None,
        }
    }

    /// Hash of all that it quotes.
    pub(super) fn quoted(&self) -> u64 {
        *self.quoted.get_or_init(|| quote::content(&self.utterances))
    }

    /// An article of which nothing is compared.
    pub(super) fn without_facts(path: Arc<str>, reading: HeldReading) -> Self {
        Self::from_compared(path, reading, Arc::default(), Compared::default())
    }

    /// Its first figures in the slot of that hash.
    pub(super) fn slots(&self, key: u64) -> impl Iterator<Item = &Observation> {
        self.slot_places(key).iter().filter_map(|&i| self.observations.get(i as usize))
    }

    /// The indices of its first figures in the slot of that hash.
    pub(super) fn slot_places(&self, key: u64) -> &[u32] {
        let make = || {
            let mut slots: FxHashMap<u64, SmallVec<[u32; 4]>> = FxHashMap::default();
            for (index, observation) in self.observations.iter().enumerate() {
                let list = slots.entry(observation.slot_key).or_default();
                if list.len() < SLOT_FIGURES {
                    list.push(index as u32);
                }
            }
            slots
        };
        self.slots.get_or_init(make).get(&key).map_or(&[], SmallVec::as_slice)
    }

    /// How much of what carries two articles both have, from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f32 {
        self.signature.likeness(&other.signature)
    }

    /// Whether it is in an archive only, and not here as a file.
    pub fn is_archived(&self) -> bool {
        self.archived.is_some()
    }

    /// The name under which a message speaks of it: its path's last part; of an archived article who published it, when
    /// and where.
    pub fn label(&self) -> &str {
        if let Some(label) = &self.archived {
            return label;
        }
        last_part(&self.path)
    }
}

/// The name of a file.
pub(super) fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether the configuration or the front matter gives the article's day.
fn is_dated(reading: &Reading) -> bool {
    let trusted = |origin| matches!(origin, DateOrigin::Configuration | DateOrigin::FrontMatter);
    reading.article.metadata.date().is_some_and(|d| trusted(d.origin) && d.date.full().is_some())
}

/// An annotation file and the article it belongs to.
#[derive(Clone, Debug)]
pub struct AnnotationEntry {
    /// Its path as the front ends know it, with `/`.
    pub path: Arc<str>,
    /// What it holds.
    pub file: Arc<AnnotationFile>,
    /// The article that it annotates.
    pub article: Option<DocumentId>,
}

/// A bibliography file.
#[derive(Clone, Debug)]
pub struct BibliographyEntry {
    /// Its path as the front ends know it, with `/`.
    pub path: Arc<str>,
    /// What it holds.
    pub file: Arc<Bibliography>,
}
