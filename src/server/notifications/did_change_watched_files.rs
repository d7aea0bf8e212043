//! `workspace/didChangeWatchedFiles`

use tower_lsp::ls_types::DidChangeWatchedFilesParams;

use crate::server::from_proto;
use crate::server::host::Host;

pub(super) fn run(host: &Host, params: DidChangeWatchedFilesParams) {
    host.session.files_changed(params.changes.iter().filter_map(|event| from_proto::path(&event.uri)).collect());
}
