//! Findings that somebody looked at and found to be no mistakes: `copydesk-dismissed.toml`, beside `copydesk.toml`.
//!
//! A finding is known by its fingerprint, which holds the words that it covers and those around them but not where they
//! stand: it survives edits elsewhere and moves within the article. Each dismissal says why.

mod store;

pub use store::{add, added, prune};

use rustc_hash::FxHashSet;
use toml::de::{DeTable, DeValue};

use crate::checks::Finding;
use crate::corpus::Corpus;
use crate::text::LineIndex;

/// Name of the file that holds a corpus's dismissals.
pub const DISMISSED_FILE: &str = "copydesk-dismissed.toml";

/// How far a dismissal reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// One finding.
    Instance,
    /// All findings of the rule in the article.
    Article,
    /// All findings of the rule that cover the same words, in any article.
    Project,
    /// All findings of the rule.
    Rule,
}

impl Scope {
    /// All, from the narrowest to the widest.
    pub const ALL: [Self; 4] = [Self::Instance, Self::Article, Self::Project, Self::Rule];

    /// As the file writes it.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Instance => "instance",
            Scope::Article => "article",
            Scope::Project => "project",
            Scope::Rule => "rule",
        }
    }

    /// The scope of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// One dismissal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// How far it reaches.
    pub scope: Scope,
    /// The rule's code.
    pub rule: String,
    /// The article's path relative to the corpus's root; empty where it does not matter.
    pub path: String,
    /// The finding's fingerprint; empty but for a single finding.
    pub fingerprint: String,
    /// The words that the finding covers, white space as one space.
    pub text: String,
    /// Why.
    pub reason: String,
}

impl Dismissal {
    /// What dismisses a finding of the article known to the corpus's root as `path`.
    pub fn of(finding: &Finding, corpus: &Corpus, path: &str, scope: Scope, reason: &str) -> Self {
        let keep = |wanted: bool, text: String| if wanted { text } else { String::new() };
        Self {
            scope,
            rule: finding.rule.code.to_owned(),
            path: keep(matches!(scope, Scope::Instance | Scope::Article), path.to_owned()),
            fingerprint: keep(scope == Scope::Instance, finding.fingerprint.clone()),
            text: keep(matches!(scope, Scope::Instance | Scope::Project), covered(finding, corpus)),
            reason: reason.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Whether it dismisses a finding with these words in the article of that path.
    pub fn covers(&self, finding: &Finding, path: &str, text: &str) -> bool {
        self.rule == finding.rule.code
            && match self.scope {
                Scope::Instance => self.fingerprint == finding.fingerprint && self.path == path,
                Scope::Article => self.path == path,
                Scope::Project => self.text == text,
                Scope::Rule => true,
            }
    }
}

/// The words that a finding covers, white space as one space; of long ones the beginning.
pub fn covered(finding: &Finding, corpus: &Corpus) -> String {
    let text = corpus.document(finding.location.document).map(|document| document.text().clone()).unwrap_or_default();
    let words = finding.location.span.of(&text).split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(200).collect()
}

/// Every dismissal of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dismissals {
    /// In the order of the file.
    pub entries: Vec<Dismissal>,
    /// What is wrong with the file, each with its line, from 1.
    pub problems: Vec<(usize, String)>,
    rules: FxHashSet<String>,
}

impl Dismissals {
    /// Reads the text of the file, as far as it can be read.
    pub fn parse(text: &str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let index = LineIndex::new(text.into());
        let line = |offset: usize| index.line_of(offset.min(text.len())) + 1;
        let mut read = Self::default();
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            read.problems.push((line(at), error.message().trim().replace('\n', ", ")));
        }
        for (key, value) in table.into_inner() {
            let at = line(key.span().start);
            let (true, DeValue::Array(items)) = (key.get_ref() == "dismiss", value.into_inner()) else {
                read.problems.push((at, format!("only [[dismiss]] is known here, not \"{}\"", key.get_ref())));
                continue;
            };
            for item in items {
                let at = line(item.span().start);
                match entry(item.get_ref()) {
                    Ok(entry) => read.entries.push(entry),
                    Err(message) => read.problems.push((at, message)),
                }
            }
        }
        read.rules = read.entries.iter().map(|entry| entry.rule.clone()).collect();
        read
    }

    /// Whether a finding in the article of that path (relative to the root) was dismissed.
    pub fn dismiss(&self, finding: &Finding, corpus: &Corpus, path: &str) -> bool {
        if !self.rules.contains(finding.rule.code) {
            return false;
        }
        let text = covered(finding, corpus);
        self.entries.iter().any(|entry| entry.covers(finding, path, &text))
    }
}

fn entry(value: &DeValue) -> Result<Dismissal, String> {
    let DeValue::Table(table) = value else { return Err("a dismissal is a table: write [[dismiss]]".into()) };
    let known = ["scope", "rule", "path", "fingerprint", "text", "reason"];
    if let Some(key) = table.keys().find(|key| !known.contains(&&**key.get_ref())) {
        let score = |known: &&&str| (strsim::jaro_winkler(known, key.get_ref()) * 1e6) as u32;
        let nearest = known.iter().max_by_key(score).copied().unwrap_or_default();
        return Err(format!("unknown key \"{}\"; the nearest known key is \"{nearest}\"", key.get_ref()));
    }
    let string = |name: &str| {
        let value = table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value.get_ref());
        match value {
            None => Ok(String::new()),
            Some(value) => value.as_str().map(str::to_owned).ok_or_else(|| format!("\"{name}\" must be a string")),
        }
    };
    let scope = Scope::parse(&string("scope")?)
        .ok_or("\"scope\" must be \"instance\", \"article\", \"project\" or \"rule\"")?;
    let entry = Dismissal {
        scope,
        rule: string("rule")?,
        path: string("path")?,
        fingerprint: string("fingerprint")?,
        text: string("text")?,
        reason: string("reason")?,
    };
    let missing = match scope {
        _ if entry.rule.is_empty() => Some("rule"),
        Scope::Instance if entry.fingerprint.is_empty() => Some("fingerprint"),
        Scope::Instance | Scope::Article if entry.path.is_empty() => Some("path"),
        Scope::Project if entry.text.is_empty() => Some("text"),
        _ => None,
    };
    missing.map_or(Ok(entry), |key| Err(format!("a dismissal of scope \"{}\" needs \"{key}\"", scope.name())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_has_its_line_and_the_rest_still_counts() {
        let text = "[[dismiss]]\nscope = \"rule\"\nrule = \"encoding\"\n[[dismiss]]\nscope = \"all\"\n\
            [[dismiss]]\nscop = \"rule\"\n[[dismiss]]\nscope = \"article\"\nrule = \"encoding\"\n[other]\n";
        let read = Dismissals::parse(text);
        assert_eq!(read.entries.len(), 1);
        let lines: Vec<usize> = read.problems.iter().map(|(line, _)| *line).collect();
        assert_eq!(read.problems.len(), 4, "{:?}", read.problems);
        assert!(lines.iter().all(|line| (4..=11).contains(line)), "{:?}", read.problems);
        assert!(read.problems.iter().any(|(_, message)| message.contains("\"scope\"")));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]a-z=\"'é\\n 0-9.\\-]{0,80}") {
            let _ = Dismissals::parse(&text);
        }
    }
}
