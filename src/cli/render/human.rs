//! Findings as a good compiler prints them, with both places shown.

use super::{Form, Lines, path};
use crate::checks::{Finding, Severity};
use crate::corpus::{Corpus, DocumentId, Location};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

/// At most this many other places are shown in full.
const OTHER_PLACES: usize = 4;

/// All findings; `colours` says whether a terminal shows them. [`Counts::summary`] goes behind them.
pub(in crate::cli) fn human(colours: bool) -> Form {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(terminal_width());
    let each = move |lines: &mut Lines, finding: &Finding| format!("{}\n\n", renderer.render(&groups(lines, finding)));
    Form { head: String::new(), each: Box::new(each), between: "", tail: String::new() }
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Default)]
pub(in crate::cli) struct Counts {
    errors: usize,
    warnings: usize,
    information: usize,
    hints: usize,
}

impl Counts {
    /// Counts some more.
    pub(in crate::cli) fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            *match finding.severity {
                Severity::Error => &mut self.errors,
                Severity::Warning => &mut self.warnings,
                Severity::Information => &mut self.information,
                Severity::Hint => &mut self.hints,
            } += 1;
        }
    }

    /// Both together.
    pub(in crate::cli) fn join(&mut self, more: Self) {
        self.errors += more.errors;
        self.warnings += more.warnings;
        self.information += more.information;
        self.hints += more.hints;
    }

    /// The line that counts the findings and the documents that were `read`.
    pub(in crate::cli) fn summary(&self, corpus: &Corpus, read: &[DocumentId]) -> String {
        let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let annotated = read.iter().filter(|&&id| corpus.annotation(id).is_some()).count();
        let mut read = plural(read.len() - annotated, "article", "articles");
        if annotated > 0 {
            read = format!("{read} and {}", plural(annotated, "annotation file", "annotation files"));
        }
        let parts = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.information, "information", "informational"),
            (self.hints, "hint", "hints"),
        ];
        let parts: Vec<String> = parts.iter().filter(|p| p.0 > 0).map(|p| plural(p.0, p.1, p.2)).collect();
        if parts.is_empty() {
            format!("{read} read: no findings")
        } else {
            format!("{read} read: {}", parts.join(", "))
        }
    }
}

/// A finding with the lines of its places.
fn groups<'a>(lines: &mut Lines, finding: &'a Finding) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let own = snippet(lines, finding.location, AnnotationKind::Primary, "");
    let mut group = level.primary_title(finding.message.as_str()).id(finding.rule.code).element(own);
    for related in finding.related.iter().take(OTHER_PLACES) {
        group = group.element(snippet(lines, related.location, AnnotationKind::Context, &related.message));
    }
    let mut report: Vec<Group> = vec![group];
    let places = finding.related.len() + finding.unlisted;
    if places > OTHER_PLACES {
        let more = format!("and {} more places", places - OTHER_PLACES);
        report.push(Group::with_title(Level::NOTE.secondary_title(more)));
    }
    for fix in &finding.fixes {
        report.push(Group::with_title(Level::HELP.secondary_title(fix.title.clone())));
    }
    report
}

fn terminal_width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(110).clamp(60, 200)
}

/// The line or lines of a place, without the rest of the article.
fn snippet(
    lines: &mut Lines,
    location: Location,
    kind: AnnotationKind,
    label: &str,
) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let corpus = lines.corpus;
    let index = lines.of(location.document);
    let (start, end) = (location.span.start as usize, location.span.end as usize);
    let first = index.line_of(start);
    let from = index.line(first);
    let to = from.end as usize;
    let text = index.text();
    // A long stretch is marked on its first line only.
    let marked = start - from.start as usize..end.clamp(start, to.max(start)) - from.start as usize;
    let annotation = kind.span(marked);
    let annotation = if label.is_empty() { annotation } else { annotation.label(label.to_owned()) };
    Snippet::source(from.of(text).to_owned())
        .line_start(first + 1)
        .path(path(corpus, location.document).to_owned())
        .annotation(annotation)
}
