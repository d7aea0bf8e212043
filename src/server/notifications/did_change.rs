//! `textDocument/didChange`

use tower_lsp::ls_types::DidChangeTextDocumentParams;

use crate::server::from_proto;
use crate::server::host::Host;
use crate::server::publisher::Wake;

pub(super) fn run(host: &Host, params: DidChangeTextDocumentParams) {
    let edits: Vec<_> = params.content_changes.into_iter().map(from_proto::edit).collect();
    let document = params.text_document;
    host.session.change(document.uri.as_str(), document.version, &edits, host.capabilities().encoding);
    host.wake(Wake::Documents);
}
