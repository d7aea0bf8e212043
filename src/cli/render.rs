//! Findings as text for a terminal, JSON, SARIF and GitHub annotations.

mod csv;
mod figure_sheet;
mod html;
mod human;

pub(super) use csv::{figures as figures_csv, quotes as quotes_csv};
pub(super) use figure_sheet::figure_sheet;
pub(super) use html::{MARK as REPORT_MARK, html};
pub(super) use human::{Counts, human};

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

/// Writes one finding.
type Each = dyn Fn(&mut Lines, &Finding) -> String + Sync;

/// How findings are written: what stands before all of them, each of them, what stands between two, and the end.
pub(super) struct Form {
    pub(super) head: String,
    each: Box<Each>,
    pub(super) between: &'static str,
    pub(super) tail: String,
}

impl Form {
    /// Some findings with what stands between them.
    pub(super) fn render(&self, corpus: &Corpus, findings: &[Finding]) -> String {
        let mut lines = Lines::new(corpus);
        findings.iter().map(|finding| (self.each)(&mut lines, finding)).collect::<Vec<_>>().join(self.between)
    }

    /// An envelope in JSON with the findings as its list `list`.
    fn within(envelope: &Value, list: &str, each: impl Fn(&mut Lines, &Finding) -> Value + Sync + 'static) -> Form {
        let envelope = envelope.to_string();
        // Within a string, the quotation marks would have a backslash before them.
        let place = format!("\"{list}\":[");
        let at = envelope.find(&place).map_or(envelope.len(), |at| at + place.len());
        let (head, tail) = (envelope[..at].to_owned(), format!("{}\n", &envelope[at..]));
        Form { head, each: Box::new(move |lines, finding| each(lines, finding).to_string()), between: ",", tail }
    }
}

/// The JSON contract of `check`: positions from 0, in UTF-16 units as LSP counts them.
pub(super) fn json() -> Form {
    Form::within(&json!({"findings": []}), "findings", |lines, f| finding(lines.corpus, lines, f))
}

/// One finding of the JSON contract.
pub(super) fn finding(corpus: &Corpus, lines: &mut Lines, f: &Finding) -> Value {
    let related = |r: &Related| {
        let (path, range) = (path(corpus, r.location.document), lines.range(r.location));
        let mut place = json!({"path": path, "range": range, "message": r.whole()});
        if let Some(entry) = corpus.article(r.location.document).filter(|entry| entry.is_archived()) {
            let metadata = &entry.reading.article.metadata;
            place["publisher"] = json!(metadata.publisher.as_ref().map(|publisher| &publisher.value));
            place["date"] = json!(entry.day.map(|day| day.to_string()));
            place["url"] = json!(metadata.url.as_ref().map(|url| &url.value));
        }
        place
    };
    let related: Vec<Value> = f.related.iter().map(related).collect();
    json!({
        "rule": f.rule.code, "severity": f.severity.name(), "path": path(corpus, f.location.document),
        "range": lines.range(f.location), "message": f.message, "related": related, "fingerprint": f.fingerprint,
    })
}

/// SARIF 2.1.0, columns in UTF-16 units.
pub(super) fn sarif() -> Form {
    let level = |s: Severity| match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    };
    let place = |lines: &mut Lines, location: Location| {
        let range = lines.range(location);
        let number = |value: &Value| value.as_u64().unwrap_or(0) + 1;
        json!({
            "artifactLocation": {"uri": path(lines.corpus, location.document).replace(' ', "%20")},
            "region": {
                "startLine": number(&range["start"]["line"]), "startColumn": number(&range["start"]["character"]),
                "endLine": number(&range["end"]["line"]), "endColumn": number(&range["end"]["character"]),
            },
        })
    };
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
    let run = json!({"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": []});
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    Form::within(&json!({"$schema": schema, "version": "2.1.0", "runs": [run]}), "results", move |lines, f| {
        let related: Vec<Value> = f
            .related
            .iter()
            .map(|r| json!({"physicalLocation": place(lines, r.location), "message": {"text": r.whole()}}))
            .collect();
        json!({
            "ruleId": f.rule.code, "level": level(f.severity), "message": {"text": f.message},
            "locations": [{"physicalLocation": place(lines, f.location)}], "relatedLocations": related,
            "partialFingerprints": {"copydesk/v1": f.fingerprint},
        })
    })
}

/// Workflow commands that GitHub shows as annotations of a pull request.
pub(super) fn github() -> Form {
    let escape = |s: &str| s.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let each = move |lines: &mut Lines, finding: &Finding| {
        let corpus = lines.corpus;
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information | Severity::Hint => "notice",
        };
        let (line, column) = lines.human(finding.location);
        let mut message = finding.message.clone();
        for related in &finding.related {
            let (line, _) = lines.human(related.location);
            let _ = write!(message, "\n{}:{line}: {}", path(corpus, related.location.document), related.whole());
        }
        let file = escape(path(corpus, finding.location.document)).replace(':', "%3A").replace(',', "%2C");
        let title = finding.rule.code;
        format!("::{command} file={file},line={line},col={column},title={title}::{}\n", escape(&message))
    };
    Form { head: String::new(), each: Box::new(each), between: "", tail: String::new() }
}
