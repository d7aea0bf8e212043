//! One file for each notification that changes state; all are applied in the order of arrival.

mod did_change;
mod did_change_configuration;
mod did_change_watched_files;
mod did_change_workspace_folders;
mod did_close;
mod did_open;
mod did_save;

use serde::de::DeserializeOwned;
use tower_lsp::jsonrpc::Request;

use super::host::Host;

/// Whether a notification is applied here rather than by a handler.
pub(super) fn is_ordered(method: &str) -> bool {
    matches!(
        method,
        "initialized"
            | "textDocument/didOpen"
            | "textDocument/didChange"
            | "textDocument/didClose"
            | "textDocument/didSave"
            | "workspace/didChangeWatchedFiles"
            | "workspace/didChangeWorkspaceFolders"
            | "workspace/didChangeConfiguration"
    )
}

/// Applies a notification.
pub(super) fn apply(host: &Host, request: Request) {
    match request.method() {
        "initialized" => host.start(),
        "textDocument/didOpen" => with(host, request, did_open::run),
        "textDocument/didChange" => with(host, request, did_change::run),
        "textDocument/didClose" => with(host, request, did_close::run),
        "textDocument/didSave" => with(host, request, did_save::run),
        "workspace/didChangeWatchedFiles" => with(host, request, did_change_watched_files::run),
        "workspace/didChangeWorkspaceFolders" => with(host, request, did_change_workspace_folders::run),
        "workspace/didChangeConfiguration" => with(host, request, did_change_configuration::run),
        _ => {}
    }
}

fn with<P: DeserializeOwned>(host: &Host, request: Request, run: fn(&Host, P)) {
    let (method, _, params) = request.into_parts();
    match serde_json::from_value(params.unwrap_or_default()) {
        Ok(params) => run(host, params),
        Err(error) => tracing::warn!("{method} is ignored: {error}"),
    }
}
