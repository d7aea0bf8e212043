//! `workspace/didChangeWorkspaceFolders`

use tower_lsp::ls_types::DidChangeWorkspaceFoldersParams;

use crate::server::from_proto;
use crate::server::host::Host;
use crate::server::publisher::Wake;

/// New folders are loaded, and those that were closed are let go of, with what was said about their files.
pub(super) fn run(host: &Host, params: DidChangeWorkspaceFoldersParams) {
    let added: Vec<_> = params.event.added.iter().filter_map(|folder| from_proto::path(&folder.uri)).collect();
    host.session.add_folders(&added);
    let removed: Vec<_> = params.event.removed.iter().filter_map(|folder| from_proto::path(&folder.uri)).collect();
    let open = host.change_folders(&added, &removed);
    host.session.close_folders(&removed, &open);
    host.wake(Wake::Everything);
}
