//! From copydesk's types to the protocol's.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tower_lsp::ls_types::*;

use super::analysis::{Context, Subject};
use super::capabilities::Capabilities;
use crate::checks::{Finding, Severity};
use crate::corpus::DocumentId;
use crate::ide::{self, Markup, Target};
use crate::text::{LineIndex, Span};
use crate::workspace::{ConfigurationProblem, Desk, Snapshot, View};

/// Where the rules' pages are; each ends in the rule's code.
const RULE_PAGES: &str = env!("CARGO_PKG_REPOSITORY");

/// A position in a text.
pub(super) fn position(index: &LineIndex, offset: usize, client: &Capabilities) -> Position {
    let position = index.position(offset, client.encoding);
    Position::new(position.line, position.character)
}

/// A range of a text.
pub(super) fn range(index: &LineIndex, span: Span, client: &Capabilities) -> Range {
    Range::new(position(index, span.start as usize, client), position(index, span.end as usize, client))
}

/// The protocol's names for the kinds of stretches, in the order of their numbers.
pub(super) fn token_legend() -> SemanticTokensLegend {
    let name = |kind: &ide::TokenKind| match kind {
        ide::TokenKind::Boilerplate => SemanticTokenType::COMMENT,
        ide::TokenKind::Quotation => SemanticTokenType::STRING,
        ide::TokenKind::Source => SemanticTokenType::PARAMETER,
        ide::TokenKind::Cue => SemanticTokenType::KEYWORD,
        ide::TokenKind::Person => SemanticTokenType::CLASS,
        ide::TokenKind::Name => SemanticTokenType::NAMESPACE,
        ide::TokenKind::Date => SemanticTokenType::ENUM_MEMBER,
        ide::TokenKind::Figure => SemanticTokenType::NUMBER,
    };
    SemanticTokensLegend { token_types: ide::TokenKind::ALL.iter().map(name).collect(), token_modifiers: Vec::new() }
}

/// The number of a kind in [`token_legend`].
pub(super) fn token_type(kind: ide::TokenKind) -> u32 {
    kind as u32 - 1
}

/// The address of a document of a corpus: the editor's own spelling where it is open.
pub(super) fn uri(snapshot: &Snapshot, desk: usize, key: &str) -> Option<Uri> {
    if let Some(open) = snapshot.document_of(desk, key) {
        return open.name.parse().ok();
    }
    file_uri(&snapshot.desks().get(desk)?.path(key))
}

/// The address of a file.
pub(super) fn file_uri(path: &Path) -> Option<Uri> {
    path.is_absolute().then(|| Uri::from_file_path(path)).flatten()
}

/// The address of a document of a desk: of an archived article a file with its text, else where it was published.
pub(super) fn document_uri(snapshot: &Snapshot, desk: &Desk, index: usize, document: DocumentId) -> Option<Uri> {
    if !desk.corpus.is_archived(document) {
        return uri(snapshot, index, desk.corpus.path(document)?);
    }
    let published = || desk.corpus.article(document)?.reading.article.metadata.url.as_ref()?.value.parse().ok();
    desk.file_of(document).and_then(|path| file_uri(&path)).or_else(published)
}

/// A place in the same article or another one of the corpus.
pub(super) fn location(context: &Context, view: &View, target: &Target) -> Option<Location> {
    let index = context.index_of(view, target)?;
    let uri = document_uri(&context.snapshot, &view.desk, view.index, target.document)?;
    Some(Location { uri, range: range(&index, target.focus, &context.client) })
}

/// The answer to a jump: links where the client knows them.
pub(super) fn goto(
    context: &Context,
    subject: &Subject,
    targets: &[Target],
    links: bool,
) -> Option<GotoDefinitionResponse> {
    if targets.is_empty() {
        return None;
    }
    if !links {
        let places = targets.iter().filter_map(|target| location(context, &subject.view, target));
        return Some(GotoDefinitionResponse::Array(places.collect()));
    }
    let link = |target: &Target| {
        let index = context.index_of(&subject.view, target)?;
        let place = location(context, &subject.view, target)?;
        Some(LocationLink {
            origin_selection_range: target.origin.map(|span| range(&subject.index, span, &context.client)),
            target_uri: place.uri,
            target_range: range(&index, target.span.join(target.focus), &context.client),
            target_selection_range: place.range,
        })
    };
    Some(GotoDefinitionResponse::Link(targets.iter().filter_map(link).collect()))
}

/// Text to show, in the format that the client knows.
pub(super) fn hover_contents(content: &Markup, client: &Capabilities) -> HoverContents {
    let (kind, value) = match client.hover_markdown {
        true => (MarkupKind::Markdown, content.markdown()),
        false => (MarkupKind::PlainText, content.plain()),
    };
    HoverContents::Markup(MarkupContent { kind, value })
}

/// The findings of an article as diagnostics, without repetitions.
pub(super) fn diagnostics(context: &Context, view: &View, index: &LineIndex, findings: &[Finding]) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    let mut others = FxHashMap::default();
    for finding in findings {
        let diagnostic = diagnostic(context, view, index, finding, &mut others);
        let same = |d: &Diagnostic| {
            (d.range, &d.code, &d.message) == (diagnostic.range, &diagnostic.code, &diagnostic.message)
        };
        if !diagnostics.iter().rev().take(8).any(same) {
            diagnostics.push(diagnostic);
        }
    }
    diagnostics
}

/// The documents that findings speak of, with their lines and addresses: the same ones again and again.
type Others = FxHashMap<DocumentId, Option<(Arc<LineIndex>, Uri)>>;

fn diagnostic(context: &Context, view: &View, index: &LineIndex, finding: &Finding, others: &mut Others) -> Diagnostic {
    let client = &context.client;
    let mut place = |document: DocumentId, span: Span| {
        let find = || {
            let uri = document_uri(&context.snapshot, &view.desk, view.index, document)?;
            Some((view.lines_of(document)?, uri))
        };
        let (index, uri) = others.entry(document).or_insert_with(find).as_ref()?;
        Some(Location { uri: uri.clone(), range: range(index, span, client) })
    };
    let sides = finding.related.iter();
    let sides = sides.filter_map(|side| Some((place(side.location.document, side.location.span)?, side)));
    let sides: Vec<_> = sides.collect();
    let mut message = finding.message.clone();
    let mut related_information = None;
    if client.related_information {
        let related = |(location, related): (Location, &crate::checks::Related)| DiagnosticRelatedInformation {
            location,
            message: related.whole(),
        };
        related_information = Some(sides.into_iter().map(related).collect()).filter(|r: &Vec<_>| !r.is_empty());
    } else if !sides.is_empty() {
        let place = |(location, related): &(Location, &crate::checks::Related)| {
            let corpus = &view.desk.corpus;
            match corpus.article(related.location.document).filter(|entry| entry.is_archived()) {
                Some(entry) => entry.label().to_owned(),
                None => {
                    let path = corpus.path(related.location.document).map_or("", |path| path);
                    format!("{path}:{}", location.range.start.line + 1)
                }
            }
        };
        let mut places: Vec<String> = sides.iter().map(place).collect();
        places.dedup();
        let more = places.len().saturating_sub(3);
        places.truncate(3);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        message = format!("{message} [{}{more}]", places.join(", "));
    }
    Diagnostic {
        range: range(index, finding.location.span, client),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.code.into())),
        code_description: if client.code_description { rule_page(finding.rule.code) } else { None },
        source: Some("copydesk".into()),
        message,
        related_information,
        ..Diagnostic::default()
    }
}

fn rule_page(code: &str) -> Option<CodeDescription> {
    let href = format!("{RULE_PAGES}/blob/main/docs/rules/{code}.md").parse().ok()?;
    (!RULE_PAGES.is_empty()).then_some(CodeDescription { href })
}

/// The problems of `copydesk.toml` as diagnostics.
pub(super) fn configuration_diagnostics(
    index: &LineIndex,
    problems: &[ConfigurationProblem],
    client: &Capabilities,
) -> Vec<Diagnostic> {
    problems
        .iter()
        .map(|problem| Diagnostic {
            range: range(index, problem.span, client),
            severity: Some(DiagnosticSeverity::ERROR),
            code: Some(NumberOrString::String("configuration".into())),
            source: Some("copydesk".into()),
            message: problem.message.clone(),
            ..Diagnostic::default()
        })
        .collect()
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// What kind of thing a symbol is, in the protocol's words.
pub(super) fn symbol_kind(kind: ide::SymbolKind) -> SymbolKind {
    match kind {
        ide::SymbolKind::Headline => SymbolKind::FILE,
        ide::SymbolKind::Section => SymbolKind::NAMESPACE,
        ide::SymbolKind::Paragraph => SymbolKind::STRING,
        ide::SymbolKind::Quotation => SymbolKind::EVENT,
        ide::SymbolKind::Figure => SymbolKind::NUMBER,
        ide::SymbolKind::Name => SymbolKind::CLASS,
    }
}
