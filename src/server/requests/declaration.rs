//! `textDocument/declaration`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse};

use crate::ide;
use crate::server::analysis::Context;
use crate::server::to_proto;

pub(in crate::server) fn run(
    context: &Context,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let Some((subject, offset)) = context.subject_at(&params.text_document_position_params) else { return Ok(None) };
    let targets = ide::declaration(&subject.view.desk.corpus, subject.view.id, offset);
    Ok(to_proto::goto(context, &subject, &targets, context.client.declaration_links))
}
