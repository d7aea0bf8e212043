//! What an editor is told is wrong with a document.

use tower_lsp::ls_types::{Diagnostic, TextDocumentIdentifier};

use super::analysis::Context;
use super::to_proto;
use crate::checks;
use crate::text::LineIndex;
use crate::workspace::{Configuration, OpenDocument, Role, View};

/// The diagnostics of a document; `None` where it is nothing that is checked.
pub(super) fn of_document(context: &Context, document: &TextDocumentIdentifier) -> Option<Vec<Diagnostic>> {
    if let Some(open) = context.snapshot.document(document.uri.as_str())
        && open.role == Role::Configuration
    {
        return Some(of_configuration(context, open));
    }
    let subject = context.subject(document)?;
    Some(of_article(context, &subject.view, &subject.index))
}

/// The diagnostics of an article.
pub(super) fn of_article(context: &Context, view: &View, index: &LineIndex) -> Vec<Diagnostic> {
    let findings = checks::check(&view.desk.corpus, view.id, &view.desk.configuration.selection);
    to_proto::diagnostics(context, view, index, &findings)
}

/// The diagnostics of an open `copydesk.toml`.
pub(super) fn of_configuration(context: &Context, open: &OpenDocument) -> Vec<Diagnostic> {
    let problems = Configuration::parse(&open.text()).problems;
    to_proto::configuration_diagnostics(&open.index(), &problems, &context.client)
}
