//! `textDocument/inlayHint`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InlayHint, InlayHintLabel, InlayHintParams};

use crate::ide::{self, Hint};
use crate::server::analysis::Context;
use crate::server::to_proto;

pub(in crate::server) fn run(context: &Context, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let hint = |hint: Hint| InlayHint {
        position: to_proto::position(&subject.index, hint.offset, &context.client),
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(hint.after),
        padding_right: Some(!hint.after),
        data: None,
    };
    let hints = ide::hints(&subject.view.desk.corpus, subject.view.id).into_iter().map(hint);
    let within = |hint: &InlayHint| params.range.start <= hint.position && hint.position <= params.range.end;
    Ok(Some(hints.filter(within).collect()))
}
