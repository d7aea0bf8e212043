//! What a rule reports.

use super::rule::{Rule, Severity};
use crate::corpus::{Corpus, Location};
use std::hash::{Hash, Hasher};

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
    /// The other sides.
    pub related: Vec<Related>,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
    /// Names the finding in a list of dismissals; survives edits elsewhere in the article.
    pub fingerprint: String,
}

/// Another place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What stands there.
    pub message: String,
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
        Self { rule, severity: rule.severity, location, message, related, fixes, fingerprint: String::new() }
    }

    /// Adds another side.
    pub fn relate(&mut self, location: Location, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { location, message: message.into() });
        self
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

/// Gives each finding its fingerprint: a hash of rule, path, covered text and the words around it.
/// Findings alike in all of these are told apart by their order.
pub(super) fn fingerprint_all(corpus: &Corpus, findings: &mut [Finding]) {
    let mut seen: rustc_hash::FxHashMap<u64, u32> = Default::default();
    for finding in findings {
        let Some(document) = corpus.document(finding.location.document) else { continue };
        let text = document.text();
        let range = finding.location.span.range();
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let near = boundary(range.start.saturating_sub(NEAR))..boundary(range.end + NEAR);
        let before = words_before(&text[near.start..range.start]);
        let after: Vec<&str> = text[range.end..near.end].split_whitespace().take(3).collect();
        let mut hasher = rustc_hash::FxHasher::default();
        (finding.rule.code, document.path(), &text[range], before, after).hash(&mut hasher);
        let hash = hasher.finish();
        let nth = seen.entry(hash).or_default();
        *nth += 1;
        finding.fingerprint = format!("{:016x}", hash.wrapping_add(u64::from(*nth - 1)));
    }
}

/// The words around a finding are looked for in so many bytes: a text may go on without a space.
const NEAR: usize = 256;

fn words_before(text: &str) -> Vec<&str> {
    text.rsplit(char::is_whitespace).filter(|w| !w.is_empty()).take(3).collect()
}
