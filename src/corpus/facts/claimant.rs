//! Whose words an article says that a quotation is, where it says so beyond doubt.

use super::super::figure::hash;
use super::super::person::Person;
use super::super::{Corpus, DocumentId, Settings};
use super::{Fact, FactConflict, Facts};
use crate::corpus::event::Likenesses;
use crate::reading::{EntityKind, Mention, MentionForm, QuotationKind, Reading};
use crate::text::{Span, alphanumeric_runs};

/// A quotation with its certain speaker.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Claimant {
    /// Index into the reading's quotations.
    pub quotation: u32,
    /// The quotation with its marks, in bytes.
    pub span: Span,
    /// Who speaks, by the fullest name in the article.
    pub name: Box<str>,
    /// The speaker by the name as it stands beside the quotation: a surname alone may be any bearer's.
    person: Person,
    surname: u32,
    /// Hash of all words of the quotation.
    words: u32,
    /// Hashes of the words with a capital in the quotation's paragraph: whoever is named there may be the one quoted.
    around: Box<[u32]>,
}

impl Fact for Claimant {
    fn of(facts: &Facts) -> &[Self] {
        &facts.claimants
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Claimant {
    /// A print of who speaks, never 0: equal for the same name.
    pub(super) fn print(&self) -> u32 {
        (hash(&self.person) as u32).max(1)
    }

    /// The key under which the same words are found, however common they are.
    pub(super) fn key(&self) -> u64 {
        hash(&("claimed", self.words))
    }

    /// Whether two people are the speakers beyond doubt.
    fn differs(&self, other: &Self) -> bool {
        // One name may be written in two ways; the given name tells two people of one surname apart.
        let begin_alike = self.name.chars().next() == other.name.chars().next();
        let close_names = begin_alike
            && strsim::damerau_levenshtein(&last(&self.name), &last(&other.name)) <= 2
            && !self.person.shares_surname(&other.person);
        !(self.person.may_be(&other.person) || close_names || self.has_beside(other) || other.has_beside(self))
    }

    /// Whether the paragraph of the quotation names the other's speaker: of two of one surname, by the given name.
    fn has_beside(&self, other: &Self) -> bool {
        let named = match self.person.shares_surname(&other.person) {
            true => hash(&super::plain(other.name.split(' ').next().unwrap_or_default())) as u32,
            false => other.surname,
        };
        self.around.binary_search(&named).is_ok()
    }
}

/// Shorter quotations, and shorter runs of common words, may be two people's.
const FEWEST_WORDS: usize = 8;
/// So much of the shorter quotation stands in the other in one run.
const IN_ONE_RUN: f32 = 0.6;
/// Less sure attributions may be the program's mistake.
const LEAST: f32 = 0.5;

/// The quotations of an article whose speaker is a person named in full somewhere in the article, and beside the cue or as the
/// only one in the paragraph.
pub(super) fn claimants(reading: &Reading, settings: &Settings) -> Vec<Claimant> {
    let text = &*reading.article.text;
    let speech = reading.quotations.iter().enumerate().filter(|(_, q)| q.kind == QuotationKind::Speech);
    speech
        .filter(|(_, q)| q.words >= FEWEST_WORDS)
        .filter_map(|(index, quotation)| {
            let attribution = &reading.attributions[quotation.attribution?];
            let entity = &reading.entities[attribution.speaker?];
            let ([source], false) = (&attribution.source[..], attribution.carried) else { return None };
            let full = entity.kind == EntityKind::Person && entity.name.contains(' ');
            // "Marsh and Brandt said", "a spokesman for Marsh": whose words these are is open.
            let words = source.of(text).split(',').next().unwrap_or_default();
            let several = words.contains(" and ") || words.contains(" for ") || words.contains(" of ");
            if attribution.confidence < LEAST || !full || reading.is_quoted(*source) || several {
                return None;
            }
            let named = beside_cue(reading, attribution.speaker?, *source)
                .or_else(|| only_person(reading, quotation.span, attribution.speaker?, *source))?;
            let written = named.span.of(text);
            let paragraph = reading.article.block_at(quotation.span.start as usize)?.body.join(quotation.span);
            Some(Claimant {
                quotation: index as u32,
                span: quotation.span,
                name: entity.name.as_str().into(),
                person: Person::of(written, settings),
                surname: hash(&last(written)) as u32,
                words: words_of(quotation.content.iter().map(|part| part.of(text))),
                around: capitals(paragraph.of(text)),
            })
        })
        .collect()
}

/// The mention by name of the speaker within the words that name the source.
fn beside_cue(reading: &Reading, speaker: usize, source: Span) -> Option<&Mention> {
    let from = reading.mentions.partition_point(|m| m.span.start < source.start);
    let mut within = reading.mentions[from..].iter().take_while(|m| m.span.start < source.end);
    within.find(|m| m.entity == speaker && source.covers(m.span) && is_name(m))
}

fn is_name(mention: &Mention) -> bool {
    matches!(mention.form, MentionForm::Name | MentionForm::Short)
}

/// The mention by name of the speaker who is "he" or "she" beside the quotation, where its paragraph names nobody else outside of
/// quotations, but for who owns something ("Ann's sister").
fn only_person(reading: &Reading, quotation: Span, speaker: usize, source: Span) -> Option<&Mention> {
    let text = &*reading.article.text;
    matches!(source.of(text).to_lowercase().as_str(), "he" | "she").then_some(())?;
    let block = reading.article.block_at(quotation.start as usize)?.body;
    let owns = |m: &Mention| text[m.span.end as usize..].starts_with(['\'', '’']);
    let from = reading.mentions.partition_point(|m| m.span.start < block.start);
    let people = reading.mentions[from..].iter().take_while(|m| m.span.start < block.end).filter(|m| {
        is_name(m) && reading.entities[m.entity].kind == EntityKind::Person && !owns(m) && !reading.is_quoted(m.span)
    });
    let mut only = None;
    for mention in people {
        if mention.entity != speaker {
            return None;
        }
        only.get_or_insert(mention);
    }
    only
}

/// Hash of all words of a quotation of these parts.
fn words_of<'a>(parts: impl Iterator<Item = &'a str>) -> u32 {
    let words = parts.flat_map(alphanumeric_runs).map(|(_, word)| word.to_lowercase());
    hash(&words.collect::<Vec<_>>()) as u32
}

fn capitals(paragraph: &str) -> Box<[u32]> {
    let words = paragraph.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '’' && c != '\'');
    let capital = words.filter(|w| w.starts_with(char::is_uppercase));
    let bare = |w: &str| hash(&super::plain(w.trim_end_matches("'s").trim_end_matches("’s"))) as u32;
    let mut hashes: Vec<u32> = capital.map(bare).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into()
}

impl Corpus {
    /// Quotations of an article that other articles have from somebody else, one for each quotation and article.
    pub fn claimant_conflicts(&self, article: DocumentId) -> Vec<FactConflict> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let mut conflicts: Vec<FactConflict> = Vec::new();
        for (here, claimant) in entry.facts.claimants.iter().enumerate() {
            let own = claimant.print();
            for variant in self.quote_variants(article, claimant.quotation as usize) {
                // Most articles say nothing certain, or the same; only others are unpacked.
                let there = self.index.utterance(variant.other, variant.quotation);
                if there.is_none_or(|there| there.claimant == 0 || there.claimant == own) {
                    continue;
                }
                let Some(other) = self.article(variant.other) else { continue };
                let found = other.facts.claimants.iter().position(|c| c.quotation as usize == variant.quotation);
                let Some(there) = found.filter(|&there| claimant.differs(&other.facts.claimants[there])) else {
                    continue;
                };
                let that = &other.facts.claimants[there];
                // Looked for last: it takes longest.
                let theirs = &other.utterances;
                let run = entry.utterances.get(claimant.quotation as usize).zip(theirs.get(that.quotation as usize));
                let (run, shorter) = run.map_or((0, 1), |(a, b)| (a.common_run(b), a.length().min(b.length())));
                if run >= FEWEST_WORDS && (run as f32) >= IN_ONE_RUN * shorter as f32 {
                    conflicts.push(FactConflict { here, other: variant.other, there });
                }
            }
        }
        // The same words, too common for a variant of two people's, are one utterance in reports of one event. How much other
        // articles have in common is asked for once the variants, which ask for it as well, are found.
        let mut likenesses = Likenesses::of(self, article, &entry.signature);
        for (here, claimant) in entry.facts.claimants.iter().enumerate() {
            for (other, entry, there) in self.others_of_event(article, claimant.key(), &mut likenesses) {
                let is_known = conflicts.iter().any(|c| c.here == here && c.other == other);
                let that = entry.facts.claimants.get(there).filter(|_| !is_known);
                if that.is_some_and(|that| that.words == claimant.words && claimant.differs(that)) {
                    conflicts.push(FactConflict { here, other, there });
                }
            }
        }
        conflicts
    }
}

fn last(name: &str) -> String {
    super::plain(name.rsplit(' ').next().unwrap_or(name))
}
