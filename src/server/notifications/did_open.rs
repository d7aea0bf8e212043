//! `textDocument/didOpen`

use tower_lsp::ls_types::DidOpenTextDocumentParams;

use crate::server::from_proto;
use crate::server::host::Host;
use crate::server::publisher::Wake;
use crate::workspace::Opened;

pub(super) fn run(host: &Host, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    let path = from_proto::path(&document.uri);
    let draft = path.is_none().then(|| from_proto::draft(&document.uri, &document.language_id)).flatten();
    let (name, version, text) = (document.uri.as_str(), document.version, document.text.as_str());
    host.session.open(&Opened { name, path, draft, version, text });
    host.wake(Wake::Documents);
}
