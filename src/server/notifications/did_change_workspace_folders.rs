//! `workspace/didChangeWorkspaceFolders`

use tower_lsp::ls_types::DidChangeWorkspaceFoldersParams;

use crate::server::from_proto;
use crate::server::host::Host;

/// New folders are loaded. Those that were closed stay known: open documents may still lie in them.
pub(super) fn run(host: &Host, params: DidChangeWorkspaceFoldersParams) {
    let added: Vec<_> = params.event.added.iter().filter_map(|folder| from_proto::path(&folder.uri)).collect();
    host.session.add_folders(&added);
}
