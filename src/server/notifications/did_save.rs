//! `textDocument/didSave`

use tower_lsp::ls_types::DidSaveTextDocumentParams;

use crate::server::background::Outgoing;
use crate::server::from_proto;
use crate::server::host::Host;
use crate::server::publisher::Wake;
use crate::workspace::{DISMISSED_FILE, FILE_NAME};

/// The annotation files of a saved article follow its edits; a saved `copydesk.toml` takes effect at once, whoever
/// watches the files.
pub(super) fn run(host: &Host, params: DidSaveTextDocumentParams) {
    let follows = host.session.save(params.text_document.uri.as_str());
    if !follows.is_empty() {
        host.send(Outgoing::Follow(follows));
        host.wake(Wake::Documents);
    }
    let path = from_proto::path(&params.text_document.uri);
    let is_configuration =
        |path: &std::path::PathBuf| path.file_name().is_some_and(|name| name == FILE_NAME || name == DISMISSED_FILE);
    host.session.files_changed(path.filter(is_configuration).into_iter().collect());
}
