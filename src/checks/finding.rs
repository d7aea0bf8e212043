//! What a rule reports.

use super::rule::{Rule, Severity};
use crate::corpus::{Corpus, Location};
use crate::reading::Reading;
use crate::text::Span;
use std::borrow::Cow;

/// Something that a rule found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub location: Location,
    /// One sentence in plain words that names both sides.
    pub message: String,
    /// The other sides, no more than [`MOST_RELATED`].
    pub related: Vec<Related>,
    /// How many other sides there are beyond these.
    pub unlisted: usize,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
    /// Two names that it holds to be different people or spellings: where they are one, an alias settles it.
    pub names: Option<[String; 2]>,
    /// Names the finding in a list of dismissals; survives edits elsewhere in the article.
    pub fingerprint: String,
}

/// So many other sides are listed; where an article has a thousand copies, the rest is counted.
pub const MOST_RELATED: usize = 24;

/// Another place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What stands there; of an archived article also whose it is.
    pub message: String,
    /// The sentence around it where the article is in an archive only, so that nobody can look it up in a file.
    pub passage: Option<String>,
}

impl Related {
    /// The message with the passage.
    pub fn whole(&self) -> Cow<'_, str> {
        match &self.passage {
            Some(passage) => format!("{}: {passage}", self.message).into(),
            None => self.message.as_str().into(),
        }
    }
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command ("Change the weekday to Tuesday").
    pub title: String,
    /// The changes, without overlap.
    pub edits: Vec<Edit>,
}

/// A replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub location: Location,
    /// By what.
    pub text: String,
}

impl Finding {
    pub(super) fn new(rule: &'static Rule, location: Location, message: String) -> Self {
        let (related, fixes) = (Vec::new(), Vec::new());
        let (names, fingerprint) = (None, String::new());
        Self { rule, severity: rule.severity, location, message, related, unlisted: 0, fixes, names, fingerprint }
    }

    /// Adds another side, or counts it where enough are listed.
    pub fn relate(&mut self, location: Location, message: impl Into<String>) -> &mut Self {
        match self.related.len() < MOST_RELATED {
            true => self.related.push(Related { location, message: message.into(), passage: None }),
            false => self.unlisted += 1,
        }
        self
    }

    /// Says behind the last listed side how many are not.
    pub(super) fn count_unlisted(&mut self) {
        if self.unlisted > 0
            && let Some(last) = self.related.last_mut()
        {
            let places = if self.unlisted == 1 { "place" } else { "places" };
            last.message.push_str(&format!(" (and {} more {places})", self.unlisted));
        }
    }

    /// Sets a severity other than the rule's own.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Adds a fix that replaces the finding's own span.
    pub fn fix(&mut self, title: impl Into<String>, text: impl Into<String>) -> &mut Self {
        let edits = vec![Edit { location: self.location, text: text.into() }];
        self.fixes.push(Fix { title: title.into(), edits });
        self
    }
}

/// Gives each finding its fingerprint: a hash of rule, covered text, the words around it and what stands at the first
/// other side, whatever the white space between them. Findings alike in all of these are told apart by their order.
///
/// Fingerprints are kept in files: the hash must stay the same between versions and machines.
pub(super) fn fingerprint_all(corpus: &Corpus, findings: &mut [Finding]) {
    let mut seen: rustc_hash::FxHashMap<u64, u32> = Default::default();
    for finding in findings {
        let Some(document) = corpus.document(finding.location.document) else { continue };
        let text = document.text();
        let range = finding.location.span.range();
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let near = boundary(range.start.saturating_sub(NEAR))..boundary(range.end + NEAR);
        let mut hash = Fnv::default();
        hash.words([finding.rule.code]);
        hash.words(text[range.clone()].split_whitespace());
        hash.words(words_before(&text[near.start..range.start]));
        hash.words(text[range.end..near.end].split_whitespace().take(3));
        let other = finding.related.first().map(|related| related.location);
        let other = other.and_then(|place| Some((corpus.text(place.document)?, place.span)));
        if let Some((text, span)) = other {
            hash.words(span.of(&text).split_whitespace());
        }
        let nth = seen.entry(hash.0).or_default();
        *nth += 1;
        finding.fingerprint = format!("{:016x}", hash.0.wrapping_add(u64::from(*nth - 1)));
    }
}

/// Says of places in archived articles whose they are and what stands there.
pub(super) fn name_archived(corpus: &Corpus, findings: &mut [Finding]) {
    for related in findings.iter_mut().flat_map(|finding| &mut finding.related) {
        let id = related.location.document;
        let Some(entry) = corpus.article(id).filter(|entry| entry.is_archived()) else { continue };
        if !related.message.contains(entry.label()) {
            related.message.push_str(&format!(" — {}", entry.label()));
        }
        related.passage = Some(passage(&entry.reading, related.location.span));
    }
}

/// So many characters of a sentence are shown.
const SHOWN: usize = 240;

/// The sentence around a place; of a long one the part around it.
fn passage(reading: &Reading, place: Span) -> String {
    let text = &reading.article.text;
    let around = reading.sentences.iter().find(|s| s.start <= place.start && place.start < s.end);
    let sentence = around.map_or(place, |sentence| *sentence);
    let words: Vec<&str> = sentence.of(text).split_whitespace().collect();
    let whole = words.join(" ");
    if whole.chars().count() <= SHOWN {
        return whole;
    }
    let before = text[sentence.start as usize..place.start as usize].split_whitespace().count();
    let first = before.saturating_sub(12);
    let shown: String = words[first.min(words.len() - 1)..].join(" ").chars().take(SHOWN).collect();
    format!("{}{}…", if first > 0 { "… " } else { "" }, shown.trim_end())
}

/// The 64-bit FNV-1a hash.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn words<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        for word in words {
            word.bytes().chain([b' ']).for_each(|byte| self.byte(byte));
        }
        self.byte(0);
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
}

/// The words around a finding are looked for in so many bytes: a text may go on without a space.
const NEAR: usize = 256;

fn words_before(text: &str) -> Vec<&str> {
    text.rsplit(char::is_whitespace).filter(|w| !w.is_empty()).take(3).collect()
}
