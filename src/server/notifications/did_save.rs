//! `textDocument/didSave`

use tower_lsp::ls_types::DidSaveTextDocumentParams;

use crate::server::from_proto;
use crate::server::host::Host;
use crate::workspace::{DISMISSED_FILE, FILE_NAME};

/// A saved `copydesk.toml` takes effect at once, whoever watches the files.
pub(super) fn run(host: &Host, params: DidSaveTextDocumentParams) {
    host.session.save(params.text_document.uri.as_str());
    let path = from_proto::path(&params.text_document.uri);
    let is_configuration =
        |path: &std::path::PathBuf| path.file_name().is_some_and(|name| name == FILE_NAME || name == DISMISSED_FILE);
    host.session.files_changed(path.filter(is_configuration).into_iter().collect());
}
