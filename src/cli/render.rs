//! Findings as text for a terminal, JSON, SARIF and GitHub annotations.

mod csv;
mod figure_sheet;
mod html;
mod human;

pub(super) use csv::{figures as figures_csv, quotes as quotes_csv};
pub(super) use figure_sheet::figure_sheet;
pub(super) use html::{MARK as REPORT_MARK, html};
pub(super) use human::human;

use crate::checks::{Finding, Related, Severity};
use crate::corpus::{Corpus, DocumentId, Location};
use crate::text::{Encoding, LineIndex};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::fmt::Write;

/// So many documents' line indices are kept at once.
const LINES_KEPT: usize = 1024;

/// Line indices of the documents that findings speak of, each made once.
pub(super) struct Lines<'a> {
    corpus: &'a Corpus,
    made: FxHashMap<DocumentId, LineIndex>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(corpus: &'a Corpus) -> Self {
        Self { corpus, made: FxHashMap::default() }
    }

    pub(super) fn of(&mut self, document: DocumentId) -> &LineIndex {
        // Findings come in the order of articles: what was needed long ago is not needed again.
        if self.made.len() >= LINES_KEPT && !self.made.contains_key(&document) {
            self.made.clear();
        }
        let index = || LineIndex::new(self.corpus.text(document).unwrap_or_default());
        self.made.entry(document).or_insert_with(index)
    }

    fn range(&mut self, location: Location) -> Value {
        let index = self.of(location.document);
        let at = |offset: u32| {
            let position = index.position(offset as usize, Encoding::Utf16);
            json!({"line": position.line, "character": position.character})
        };
        json!({"start": at(location.span.start), "end": at(location.span.end)})
    }

    /// Line and column from 1, the column in UTF-16 units.
    fn human(&mut self, location: Location) -> (u32, u32) {
        let position = self.of(location.document).position(location.span.start as usize, Encoding::Utf16);
        (position.line + 1, position.character + 1)
    }
}

fn path(corpus: &Corpus, document: DocumentId) -> &str {
    corpus.path(document).map_or("", |path| path)
}

/// The JSON contract of `check`: positions from 0, in UTF-16 units as LSP counts them.
pub(super) fn json(corpus: &Corpus, findings: &[Finding]) -> String {
    let mut lines = Lines::new(corpus);
    let rows: Vec<Value> = findings.iter().map(|f| finding(corpus, &mut lines, f)).collect();
    format!("{}\n", json!({"findings": rows}))
}

/// One finding of the JSON contract.
pub(super) fn finding(corpus: &Corpus, lines: &mut Lines, f: &Finding) -> Value {
    let related = |r: &Related| json!({"path": path(corpus, r.location.document), "range": lines.range(r.location), "message": r.message});
    let related: Vec<Value> = f.related.iter().map(related).collect();
    json!({
        "rule": f.rule.code, "severity": f.severity.name(), "path": path(corpus, f.location.document),
        "range": lines.range(f.location), "message": f.message, "related": related, "fingerprint": f.fingerprint,
    })
}

/// SARIF 2.1.0, columns in UTF-16 units.
pub(super) fn sarif(corpus: &Corpus, findings: &[Finding]) -> String {
    let mut lines = Lines::new(corpus);
    let level = |s: Severity| match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    };
    let mut place = |location: Location| {
        let range = lines.range(location);
        let number = |value: &Value| value.as_u64().unwrap_or(0) + 1;
        json!({
            "artifactLocation": {"uri": path(corpus, location.document).replace(' ', "%20")},
            "region": {
                "startLine": number(&range["start"]["line"]), "startColumn": number(&range["start"]["character"]),
                "endLine": number(&range["end"]["line"]), "endColumn": number(&range["end"]["character"]),
            },
        })
    };
    let results: Vec<Value> = findings
        .iter()
        .map(|f| {
            let related: Vec<Value> = f
                .related
                .iter()
                .map(|r| json!({"physicalLocation": place(r.location), "message": {"text": r.message}}))
                .collect();
            json!({
                "ruleId": f.rule.code, "level": level(f.severity), "message": {"text": f.message},
                "locations": [{"physicalLocation": place(f.location)}], "relatedLocations": related,
                "partialFingerprints": {"copydesk/v1": f.fingerprint},
            })
        })
        .collect();
    let rules: Vec<Value> = crate::checks::rules()
        .iter()
        .map(|r| {
            json!({
                "id": r.code, "shortDescription": {"text": r.summary()}, "help": {"text": r.documentation(), "markdown": r.documentation()},
                "defaultConfiguration": {"level": level(r.severity), "enabled": r.on},
            })
        })
        .collect();
    let driver = json!({"name": "copydesk", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    let run = json!({"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": results});
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    format!("{}\n", json!({"$schema": schema, "version": "2.1.0", "runs": [run]}))
}

/// Workflow commands that GitHub shows as annotations of a pull request.
pub(super) fn github(corpus: &Corpus, findings: &[Finding]) -> String {
    let mut lines = Lines::new(corpus);
    let mut out = String::new();
    let escape = |s: &str| s.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information | Severity::Hint => "notice",
        };
        let (line, column) = lines.human(finding.location);
        let mut message = finding.message.clone();
        for related in &finding.related {
            let (line, _) = lines.human(related.location);
            let _ = write!(message, "\n{}:{line}: {}", path(corpus, related.location.document), related.message);
        }
        let file = escape(path(corpus, finding.location.document)).replace(':', "%3A").replace(',', "%2C");
        let _ = writeln!(
            out,
            "::{command} file={file},line={line},col={column},title={}::{}",
            finding.rule.code,
            escape(&message)
        );
    }
    out
}
