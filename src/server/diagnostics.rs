//! What an editor is told is wrong with a document.

use std::hash::{BuildHasher, Hash};

use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, TextDocumentIdentifier};

use super::analysis::Context;
use super::to_proto;
use crate::text::LineIndex;
use crate::workspace::{Configuration, LARGEST_FILE, OpenDocument, Role, View};

/// Of a rule, an editor is shown so many findings of a document: more are no help to anybody, and slow to show.
const MOST: usize = 500;

/// The diagnostics of a document; `None` where it is nothing that is checked.
pub(super) fn of_document(context: &Context, document: &TextDocumentIdentifier) -> Option<Vec<Diagnostic>> {
    if let Some(open) = context.snapshot.document(document.uri.as_str()) {
        return of_open(context, open, &mut None);
    }
    let subject = context.subject(document)?;
    Some(of_article(context, &subject.view, &subject.index))
}

/// The diagnostics of an open document; `None` where it is nothing that is checked. `seen` gets the corpus with the
/// document's newest text, in which they were found.
pub(super) fn of_open(context: &Context, open: &OpenDocument, seen: &mut Option<View>) -> Option<Vec<Diagnostic>> {
    match open.role {
        Role::Configuration => Some(of_configuration(context, open)),
        Role::Article(_) if open.is_too_large() => Some(vec![too_large()]),
        Role::Article(_) | Role::Annotation => {
            *seen = context.snapshot.view_of(open);
            Some(seen.as_ref().map(|view| of_article(context, view, &open.index())).unwrap_or_default())
        }
        Role::Other => None,
    }
}

fn too_large() -> Diagnostic {
    Diagnostic {
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some("copydesk".into()),
        message: format!("documents of more than {} KiB are not read", LARGEST_FILE >> 10),
        ..Diagnostic::default()
    }
}

/// The same for the same diagnostics, whatever happened in between.
pub(super) fn result_id(items: &[Diagnostic]) -> String {
    struct Hashed<'a>(&'a [Diagnostic]);
    impl Hash for Hashed<'_> {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            serde_json::to_vec(self.0).unwrap_or_default().hash(state);
        }
    }
    format!("{:016x}", rustc_hash::FxBuildHasher.hash_one(Hashed(items)))
}

/// The diagnostics of an article.
pub(super) fn of_article(context: &Context, view: &View, index: &LineIndex) -> Vec<Diagnostic> {
    let (findings, left_out) = view.desk.first_findings(view.id, MOST);
    let mut found = to_proto::diagnostics(context, view, index, &findings);
    found.extend(left_out.into_iter().map(|(rule, more)| Diagnostic {
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some("copydesk".into()),
        message: format!("{more} more findings of {} are not shown; `copydesk check` lists all", rule.code),
        ..Diagnostic::default()
    }));
    found
}

/// The diagnostics of an open `copydesk.toml`.
fn of_configuration(context: &Context, open: &OpenDocument) -> Vec<Diagnostic> {
    let problems = Configuration::parse(&open.text()).problems;
    to_proto::configuration_diagnostics(&open.index(), &problems, &context.client)
}
