//! `workspace/diagnostic`: what is said about files that are not open, as soon as there is anything new.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::server::background::Outgoing;
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
            host.send(Outgoing::Diagnostics(nothing));
        }
    });
    let mut items = host.findings.news(&params.previous_result_ids).await;
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
