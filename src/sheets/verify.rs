//! The verification sheet: each figure, quotation, date and name of a draft with where its sources have it.

use crate::corpus::draft::{Comparison, ItemKind, Verdict};
use crate::corpus::{Corpus, DocumentId, Location, Resolved};
use crate::text::Span;

/// One thing of the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifyRow {
    /// What it is.
    pub kind: ItemKind,
    /// Where it stands in the draft.
    pub span: Span,
    /// Its words, on one line.
    pub text: String,
    /// What came of looking for it.
    pub verdict: Verdict,
    /// The source's path, place and words, where there are any.
    pub source: Option<VerifySource>,
    /// In what it differs: the name of the difference and what both sides say.
    pub differences: Vec<(&'static str, String)>,
}

/// A passage of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifySource {
    /// The source's path.
    pub path: String,
    /// Where in the corpus.
    pub location: Location,
    /// Its words, on one line.
    pub text: String,
}

/// What the draft cites and what is not at hand of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VerifySheet {
    /// The rows in the order of the text.
    pub rows: Vec<VerifyRow>,
    /// Paths of the sources that were compared.
    pub sources: Vec<String>,
    /// What is cited and not at hand: its name, and whether it was expected to be (a path or a key).
    pub absent: Vec<(String, bool)>,
}

impl VerifySheet {
    /// How many rows have that verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }

    /// Whether nothing differs from the sources or is missing in them.
    pub fn is_clean(&self) -> bool {
        self.count(Verdict::Different) + self.count(Verdict::NotFound) == 0
    }
}

/// The sheet of an article.
pub fn verify(corpus: &Corpus, draft: DocumentId) -> VerifySheet {
    let mut sheet = VerifySheet::default();
    let Some(entry) = corpus.article(draft) else { return sheet };
    let text = &entry.reading.article.text;
    let flat = |written: &str| written.split_whitespace().collect::<Vec<_>>().join(" ");
    for (citation, resolved) in entry.reading.article.citations.iter().zip(corpus.resolved(draft)) {
        let expected = matches!(resolved, Resolved::Missing);
        if expected || matches!(resolved, Resolved::Address | Resolved::Entry(_)) {
            sheet.absent.push((citation.target.clone(), expected));
        }
    }
    let none = std::sync::Arc::<Comparison>::default();
    let comparison = corpus.comparison(draft).unwrap_or(none);
    sheet.sources = comparison.sources.iter().filter_map(|&id| Some(corpus.path(id)?.to_string())).collect();
    for item in &comparison.items {
        let source = item.passage.and_then(|location| {
            let document = corpus.document(location.document)?;
            let text = flat(location.span.of(document.text()));
            Some(VerifySource { path: document.path().to_string(), location, text })
        });
        sheet.rows.push(VerifyRow {
            kind: item.kind,
            span: item.span,
            text: flat(item.span.of(text)),
            verdict: item.verdict,
            source,
            differences: item.discrepancies.iter().map(|d| (d.difference.name(), d.says.clone())).collect(),
        });
    }
    sheet
}
