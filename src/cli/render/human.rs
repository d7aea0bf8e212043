//! Findings as a good compiler prints them, with both places shown.

use super::{Form, Lines, path};
use crate::checks::{Finding, Severity};
use crate::corpus::{Corpus, DocumentId, Location};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

/// At most this many other places are shown in full.
const OTHER_PLACES: usize = 4;

/// All findings and a line that counts them and the documents that were `read`; `colours` says whether a terminal shows
/// them.
pub(in crate::cli) fn human<'a>(
    corpus: &'a Corpus,
    findings: &[Finding],
    read: &[DocumentId],
    colours: bool,
) -> Form<'a> {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(terminal_width());
    Form {
        head: String::new(),
        each: Box::new(move |lines, finding| format!("{}\n\n", renderer.render(&groups(lines, corpus, finding)))),
        between: "",
        tail: format!("{}\n", summary(findings, corpus, read)),
    }
}

/// A finding with the lines of its places.
fn groups<'a>(lines: &mut Lines, corpus: &'a Corpus, finding: &'a Finding) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let own = snippet(lines, corpus, finding.location, AnnotationKind::Primary, "");
    let mut group = level.primary_title(finding.message.as_str()).id(finding.rule.code).element(own);
    for related in finding.related.iter().take(OTHER_PLACES) {
        group = group.element(snippet(lines, corpus, related.location, AnnotationKind::Context, &related.message));
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
fn snippet<'a>(
    lines: &mut Lines,
    corpus: &'a Corpus,
    location: Location,
    kind: AnnotationKind,
    label: &str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
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
        .path(path(corpus, location.document))
        .annotation(annotation)
}

fn summary(findings: &[Finding], corpus: &Corpus, read: &[DocumentId]) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let annotated = read.iter().filter(|&&id| corpus.annotation(id).is_some()).count();
    let mut read = plural(read.len() - annotated, "article", "articles");
    if annotated > 0 {
        read = format!("{read} and {}", plural(annotated, "annotation file", "annotation files"));
    }
    if findings.is_empty() {
        return format!("{read} read: no findings");
    }
    let parts = [
        (count(Severity::Error), "error", "errors"),
        (count(Severity::Warning), "warning", "warnings"),
        (count(Severity::Information), "information", "informational"),
        (count(Severity::Hint), "hint", "hints"),
    ];
    let parts: Vec<String> = parts.iter().filter(|p| p.0 > 0).map(|p| plural(p.0, p.1, p.2)).collect();
    format!("{read} read: {}", parts.join(", "))
}
