//! Findings as text for a terminal, JSON, SARIF and GitHub annotations.

mod csv;
mod figure_sheet;
mod html;
mod human;
mod object;

pub(super) use csv::{figures as figures_csv, quotes as quotes_csv};
pub(super) use figure_sheet::figure_sheet;
pub(super) use html::{MARK as REPORT_MARK, html};
pub(super) use human::{Counts, human};
pub(super) use object::{FindingObject, json};

use crate::checks::{Finding, Severity};
use crate::corpus::{Corpus, DocumentId, Location};
use crate::text::{Encoding, LineIndex, Position};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::fmt::Write;
use std::sync::Arc;

/// So many documents' texts are kept at once.
const TEXTS_KEPT: usize = 1024;

/// The texts of the documents that findings speak of, each got once, with its lines where somebody asks for them.
pub(super) struct Lines<'a> {
    corpus: &'a Corpus,
    made: FxHashMap<DocumentId, (Arc<str>, OnceCell<LineIndex>)>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(corpus: &'a Corpus) -> Self {
        Self { corpus, made: FxHashMap::default() }
    }

    /// The lines of a document: for whoever needs them themselves, or many positions.
    pub(super) fn of(&mut self, document: DocumentId) -> &LineIndex {
        let (text, index) = self.text(document);
        index.get_or_init(|| LineIndex::new(text.clone()))
    }

    fn text(&mut self, document: DocumentId) -> &(Arc<str>, OnceCell<LineIndex>) {
        // Findings come in the order of articles: what was needed long ago is not needed again.
        if self.made.len() >= TEXTS_KEPT && !self.made.contains_key(&document) {
            self.made.clear();
        }
        let text = || (self.corpus.text(document).unwrap_or_default(), OnceCell::new());
        self.made.entry(document).or_insert_with(text)
    }

    /// Start and end of a place, columns in UTF-16 units. Most documents are named once or twice, and their lines are not
    /// worth an index.
    fn range(&mut self, location: Location) -> [Position; 2] {
        let (text, _) = self.text(location.document);
        let [start, end] = [location.span.start, location.span.end].map(|at| at as usize);
        let first = Position::in_text(text, start, Encoding::Utf16);
        [first, first.of_later(text, [start, end], Encoding::Utf16)]
    }

    /// Line and column from 1, the column in UTF-16 units.
    fn human(&mut self, location: Location) -> (u32, u32) {
        let [start, _] = self.range(location);
        (start.line + 1, start.character + 1)
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

/// SARIF 2.1.0, columns in UTF-16 units.
pub(super) fn sarif() -> Form {
    let level = |s: Severity| match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    };
    let place = |lines: &mut Lines, location: Location| {
        let [start, end] = lines.range(location);
        json!({
            "artifactLocation": {"uri": path(lines.corpus, location.document).replace(' ', "%20")},
            "region": {
                "startLine": start.line + 1, "startColumn": start.character + 1,
                "endLine": end.line + 1, "endColumn": end.character + 1,
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
