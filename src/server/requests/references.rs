//! `textDocument/references`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Location, ReferenceParams};

use crate::ide;
use crate::server::analysis::Context;
use crate::server::to_proto;

pub(in crate::server) fn run(context: &Context, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let Some((subject, offset)) = context.subject_at(&params.text_document_position) else { return Ok(None) };
    let declaration = params.context.include_declaration;
    let targets = ide::references(&subject.view.desk.corpus, subject.view.id, offset, declaration);
    let places: Vec<_> = targets.iter().filter_map(|t| to_proto::location(context, &subject.view, t)).collect();
    Ok(Some(places).filter(|places| !places.is_empty()))
}
