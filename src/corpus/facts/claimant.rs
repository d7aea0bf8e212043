//! Whose words an article says that a quotation is, where it says so beyond doubt.

use super::super::figure::hash;
use super::super::person::Person;
use super::super::{Corpus, DocumentId, Settings};
use super::{Fact, FactConflict, Facts};
use crate::reading::{EntityKind, MentionForm, QuotationKind, Reading};
use crate::text::Span;

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
}

/// Shorter quotations, and shorter runs of common words, may be two people's.
const FEWEST_WORDS: usize = 8;
/// So much of the shorter quotation stands in the other in one run.
const IN_ONE_RUN: f32 = 0.6;
/// Less sure attributions may be the program's mistake.
const LEAST: f32 = 0.5;

/// The quotations of an article whose speaker is a person named beside the cue and in full somewhere in the article.
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
            let behind = reading.quotations.partition_point(|q| q.span.end <= source.start);
            let quoted = reading.quotations.get(behind).is_some_and(|q| q.span.overlaps(*source));
            // "Marsh and Brandt said", "a spokesman for Marsh": whose words these are is open.
            let words = source.of(text).split(',').next().unwrap_or_default();
            let several = words.contains(" and ") || words.contains(" for ") || words.contains(" of ");
            if attribution.confidence < LEAST || !full || quoted || several {
                return None;
            }
            let from = reading.mentions.partition_point(|m| m.span.start < source.start);
            let named = reading.mentions[from..].iter().take_while(|m| m.span.start < source.end).find(|m| {
                Some(m.entity) == attribution.speaker
                    && source.covers(m.span)
                    && matches!(m.form, MentionForm::Name | MentionForm::Short)
            })?;
            let written = named.span.of(text);
            let paragraph = reading.article.block_at(quotation.span.start as usize)?.body.join(quotation.span);
            Some(Claimant {
                quotation: index as u32,
                span: quotation.span,
                name: entity.name.as_str().into(),
                person: Person::of(written, settings),
                surname: hash(&last(written)) as u32,
                around: capitals(paragraph.of(text)),
            })
        })
        .collect()
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
        let mut conflicts = Vec::new();
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
                let Some(there) = found else { continue };
                let that = &other.facts.claimants[there];
                // One surname may be written in two ways; the given name tells two people of one surname apart.
                let close_names = strsim::damerau_levenshtein(&last(&claimant.name), &last(&that.name)) <= 2
                    && !claimant.person.shares_surname(&that.person);
                let nested = claimant.around.binary_search(&that.surname).is_ok()
                    || that.around.binary_search(&claimant.surname).is_ok();
                if claimant.person.may_be(&that.person) || close_names || nested {
                    continue;
                }
                // Looked for last: it takes longest.
                let theirs = &other.utterances;
                let run = entry.utterances.get(claimant.quotation as usize).zip(theirs.get(variant.quotation));
                let (run, shorter) = run.map_or((0, 1), |(a, b)| (a.common_run(b), a.length().min(b.length())));
                if run >= FEWEST_WORDS && (run as f32) >= IN_ONE_RUN * shorter as f32 {
                    conflicts.push(FactConflict { here, other: variant.other, there });
                }
            }
        }
        conflicts
    }
}

fn last(name: &str) -> String {
    super::plain(name.rsplit(' ').next().unwrap_or(name))
}
