//! `textDocument/diagnostic`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::server::analysis::Context;
use crate::server::diagnostics;

pub(in crate::server) fn run(
    context: &Context,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let items = diagnostics::of_document(context, &params.text_document).unwrap_or_default();
    let result_id = diagnostics::result_id(&items);
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
