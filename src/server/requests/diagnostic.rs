//! `textDocument/diagnostic`

use std::hash::{BuildHasher, Hash};

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::server::analysis::Context;
use crate::server::diagnostics;

pub(in crate::server) fn run(
    context: &Context,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let items = diagnostics::of_document(context, &params.text_document).unwrap_or_default();
    let result_id = result_id(&items);
    Ok(DocumentDiagnosticReportResult::Report(if params.previous_result_id.as_deref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(result_id), items },
        })
    }))
}

/// The same for the same diagnostics, whatever happened in between.
fn result_id(items: &[Diagnostic]) -> String {
    struct Hashed<'a>(&'a [Diagnostic]);
    impl Hash for Hashed<'_> {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            serde_json::to_vec(self.0).unwrap_or_default().hash(state);
        }
    }
    format!("{:016x}", rustc_hash::FxBuildHasher.hash_one(Hashed(items)))
}
