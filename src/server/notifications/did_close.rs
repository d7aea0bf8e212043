//! `textDocument/didClose`

use tower_lsp::ls_types::DidCloseTextDocumentParams;

use crate::server::host::Host;
use crate::server::publisher::Wake;

pub(super) fn run(host: &Host, params: DidCloseTextDocumentParams) {
    host.session.close(params.text_document.uri.as_str());
    host.tokens.forget(params.text_document.uri.as_str());
    host.wake(Wake::Documents);
}
