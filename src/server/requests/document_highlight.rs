//! `textDocument/documentHighlight`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use crate::ide;
use crate::server::analysis::Context;
use crate::server::to_proto;

pub(in crate::server) fn run(
    context: &Context,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let Some((subject, offset)) = context.subject_at(&params.text_document_position_params) else { return Ok(None) };
    let spans = ide::highlights(&subject.view.desk.corpus, subject.view.id, offset);
    let highlight = |span| DocumentHighlight {
        range: to_proto::range(&subject.index, span, &context.client),
        kind: Some(DocumentHighlightKind::TEXT),
    };
    Ok(Some(spans.into_iter().map(highlight).collect()))
}
