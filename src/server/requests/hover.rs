//! `textDocument/hover`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverParams};

use crate::ide;
use crate::server::analysis::Context;
use crate::server::to_proto;

pub(in crate::server) fn run(context: &Context, params: HoverParams) -> Result<Option<Hover>> {
    let Some((subject, offset)) = context.subject_at(&params.text_document_position_params) else { return Ok(None) };
    let hover = ide::hover(&subject.view.desk.corpus, subject.view.id, offset);
    Ok(hover.map(|hover| Hover {
        contents: to_proto::hover_contents(&hover.content, &context.client),
        range: Some(to_proto::range(&subject.index, hover.span, &context.client)),
    }))
}
