//! What an article has from another outlet ("the Herald reported"), and where a trail of such credits ends.

use super::super::event::Likenesses;
use super::super::figure::hash;
use super::super::stem::stem;
use super::super::{Corpus, DocumentId};
use super::plain;
use crate::article::BlockKind;
use crate::reading::{EntityKind, Reading};
use crate::text::sorting::sort_by;
use crate::text::{Recalled, Span, recalled};
use std::cell::RefCell;
use std::rc::Rc;

/// Something that an article has from an outlet.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Credit {
    /// The words that name the outlet, in bytes.
    pub source: Span,
    /// The first stretch of what it is said to report, in bytes.
    pub content: Span,
    /// The outlet as it is named.
    pub name: Box<str>,
    outlet: Box<str>,
    /// Hashes of the rarer stems of the content, sorted.
    stems: Box<[u32]>,
}

/// A trail of credits: each article has the claim from the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Trail {
    /// Index into the first article's credits.
    pub credit: usize,
    /// The articles that the claim goes back to, the nearest first, each with its own credit (none for the last).
    pub through: Vec<(DocumentId, Option<usize>)>,
    /// Whether the trail comes back to an article that it has passed.
    pub is_circle: bool,
}

/// Stems more common than this say nothing of what a claim is about.
const RARE: u8 = 120;
/// So many stems of a claim are kept.
const STEMS: usize = 16;
/// Claims share so many stems, and this part of the shorter one's.
const SHARED: usize = 3;
const SHARE: f32 = 0.5;
/// Longer trails are not followed.
const LONGEST: usize = 8;
/// So many words that carry an article are keys for its outlet.
const OUTLET_KEYS: usize = 5;

/// A publisher's name as credits are compared with it: "The Harbour Times" and "harbour-times.example" are one.
fn outlet(name: &str) -> Box<str> {
    let lower = name.trim().to_lowercase();
    let lower = lower.strip_prefix("www.").unwrap_or(&lower);
    let host = !lower.contains(' ') && lower.contains('.');
    let lower = if host { lower.split('.').next().unwrap_or(lower) } else { lower };
    let lower = lower.strip_prefix("the ").unwrap_or(lower);
    let words =
        lower.split([' ', '-', '_']).filter(|w| !matches!(*w, "newspaper" | "news" | "agency" | "online" | "daily's"));
    plain(&words.collect::<String>()).into()
}

/// An article's publisher by its metadata, else the name in brackets or between bars in its dateline ("CAIRO (CNN) --").
pub(super) fn publisher(reading: &Reading) -> Option<&str> {
    let article = &reading.article;
    if let Some(stated) = &article.metadata.publisher {
        return Some(&stated.value);
    }
    let first = article.blocks.iter().find(|b| b.kind == BlockKind::Paragraph)?;
    let dateline = article.text.get(first.span.start as usize..first.body.start as usize)?;
    let (open, close) = dateline.find('(').map(|at| (at, ')')).or_else(|| Some((dateline.find('/')?, '/')))?;
    let name = dateline[open + 1..].split(close).next()?.trim();
    (name.len() > 1).then_some(name)
}

pub(super) fn outlet_of(reading: &Reading) -> Box<str> {
    publisher(reading).map_or("".into(), outlet)
}

/// The keys under which an outlet's articles on an event are found.
pub(super) fn outlet_keys(outlet: &str, event_keys: &[u64]) -> Box<[u64]> {
    let keys = event_keys.iter().take(OUTLET_KEYS).filter(|_| !outlet.is_empty());
    keys.map(|key| hash(&("outlet", outlet, key))).collect()
}

/// What an article has from organisations by their reports.
pub(super) fn credits(reading: &Reading) -> Vec<Credit> {
    let text = &*reading.article.text;
    let mut found = Vec::new();
    for attribution in reading.attributions.iter().filter(|a| !a.carried && a.confidence >= 0.4) {
        let ([source], Some(&content)) = (&attribution.source[..], attribution.content.first()) else { continue };
        let entity = attribution.speaker.map(|s| &reading.entities[s]).filter(|e| e.kind != EntityKind::Person);
        let words = entity.map_or(source.of(text), |e| e.name.as_str());
        let own = words.len() <= 60 && words.chars().any(char::is_uppercase);
        let stems = if own { stems(attribution.content.iter().map(|c| c.of(text))) } else { Box::default() };
        if stems.len() >= SHARED {
            found.push(Credit { source: *source, content, name: words.into(), outlet: outlet(words), stems });
        }
    }
    found
}

/// Stems with how rare they are, a number more than any word.
type Weighed = (u8, u32);

thread_local! {
    static WEIGHED: RefCell<Recalled<Rc<[Weighed]>>> = RefCell::default();
}

/// The rarer stems of a stretch of text.
fn weighed(content: &str) -> Rc<[Weighed]> {
    recalled(&WEIGHED, content, || {
        let words = content.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let rare = words.map(stem).filter_map(|stem| {
            let number = stem.bytes().all(|b| b.is_ascii_digit());
            (number || stem.rarity >= RARE).then_some((if number { 255 } else { stem.rarity }, stem.hash as u32))
        });
        rare.collect()
    })
}

fn stems<'a>(contents: impl Iterator<Item = &'a str>) -> Box<[u32]> {
    let mut stems: Vec<Weighed> = contents.flat_map(|content| weighed(content).to_vec()).collect();
    stems.sort_unstable_by(|a, b| b.cmp(a));
    stems.dedup();
    stems.truncate(STEMS);
    let mut hashes: Vec<u32> = stems.into_iter().map(|s| s.1).collect();
    hashes.sort_unstable();
    hashes.into()
}

impl Credit {
    /// Whether two credits are of one claim.
    fn is_of(&self, other: &Credit) -> bool {
        let shared = self.stems.iter().filter(|s| other.stems.binary_search(s).is_ok()).count();
        let shorter = self.stems.len().min(other.stems.len()).max(1);
        shared >= SHARED && shared as f32 >= SHARE * shorter as f32
    }
}

impl Corpus {
    /// Where the credits of an article lead that pass through two articles of the corpus or more, or come back.
    pub fn trails(&self, article: DocumentId) -> Vec<Trail> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let mut trails = Vec::new();
        for credit in 0..entry.facts.credits.len() {
            let mut through: Vec<(DocumentId, Option<usize>)> = Vec::new();
            let (mut at, mut by, mut is_circle) = (article, credit, false);
            while through.len() < LONGEST {
                let Some((next, its)) = self.credited(at, by) else { break };
                if next == article || through.iter().any(|t| t.0 == next) {
                    is_circle = true;
                    through.push((next, None));
                    break;
                }
                through.push((next, its));
                let Some(its) = its else { break };
                (at, by) = (next, its);
            }
            if is_circle || through.len() >= 2 {
                trails.push(Trail { credit, through, is_circle });
            }
        }
        trails
    }

    /// The article of the credited outlet on the same event, and that article's own credit for the claim.
    fn credited(&self, article: DocumentId, credit: usize) -> Option<(DocumentId, Option<usize>)> {
        let entry = self.article(article)?;
        let credit = entry.facts.credits.get(credit)?;
        if credit.outlet.is_empty() || credit.outlet == entry.facts.outlet {
            return None;
        }
        let mut likenesses = Likenesses::of(self, article, &entry.signature);
        let mut candidates: Vec<(DocumentId, Option<usize>, f32)> = Vec::new();
        for key in outlet_keys(&credit.outlet, &entry.signature.keys) {
            for (other, there, _) in self.others_of_event(article, key, &mut likenesses) {
                let later = entry.facts.day.zip(there.facts.day).is_some_and(|(here, there)| there > here);
                if later || there.facts.outlet != credit.outlet || candidates.iter().any(|c| c.0 == other) {
                    continue;
                }
                let its = there.facts.credits.iter().position(|c| c.is_of(credit));
                candidates.push((other, its, likenesses.with(other)));
            }
        }
        // One that credits the claim itself says more than one that may not have it at all.
        sort_by(&mut candidates, |a, b| {
            b.1.is_some()
                .cmp(&a.1.is_some())
                .then(b.2.total_cmp(&a.2))
                .then_with(|| self.path(a.0).cmp(&self.path(b.0)))
        });
        candidates.first().map(|c| (c.0, c.1))
    }
}

#[cfg(test)]
mod tests {
    use super::outlet;

    #[test]
    fn an_outlet_is_one_by_its_name_and_its_host() {
        assert_eq!(outlet("The Harbour Times"), outlet("harbour-times.example"));
        assert_eq!(outlet("www.coastwire.example"), outlet("Coastwire news agency"));
        assert_ne!(outlet("The Harbour Times"), outlet("The Port Times"));
    }
}
