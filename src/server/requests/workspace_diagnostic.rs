//! `workspace/diagnostic`: what is said about files that are not open, as soon as there is anything new.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::server::from_proto;
use crate::server::host::Host;

/// Reports of one partial result.
const PART: usize = 100;

pub(in crate::server) async fn run(
    host: &Host,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    host.findings.pull(|uri| {
        if let Ok(uri) = uri.parse() {
            let nothing = PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None };
            host.publish(&nothing);
        }
    });
    let mut items = host.findings.news(&params.previous_result_ids).await;
    if !host.capabilities().pulled_related_information {
        items.iter_mut().for_each(name_places);
    }
    if let Some(token) = &params.partial_result_params.partial_result_token {
        while items.len() > PART {
            let rest = items.split_off(PART);
            host.send_part(token, &WorkspaceDiagnosticReportPartialResult { items });
            items = rest;
        }
        host.send_part(token, &WorkspaceDiagnosticReportPartialResult { items });
        items = Vec::new();
    }
    Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
}

/// Names the other sides in the messages, for a client that cannot show them beside.
fn name_places(report: &mut WorkspaceDocumentDiagnosticReport) {
    let WorkspaceDocumentDiagnosticReport::Full(report) = report else { return };
    for diagnostic in &mut report.full_document_diagnostic_report.items {
        let Some(related) = diagnostic.related_information.take() else { continue };
        let place = |related: &DiagnosticRelatedInformation| {
            let path = from_proto::path(&related.location.uri)?;
            Some(format!("{}:{}", path.file_name()?.to_string_lossy(), related.location.range.start.line + 1))
        };
        let mut places: Vec<String> = related.iter().filter_map(place).collect();
        places.dedup();
        places.truncate(3);
        if !places.is_empty() {
            diagnostic.message = format!("{} [{}]", diagnostic.message, places.join(", "));
        }
    }
}
