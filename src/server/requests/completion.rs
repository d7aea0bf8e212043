//! `textDocument/completion`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::ide::{self, Completion};
use crate::server::analysis::Context;
use crate::server::to_proto;

pub(in crate::server) fn run(context: &Context, params: CompletionParams) -> Result<Option<CompletionResponse>> {
    let Some((subject, offset)) = context.subject_at(&params.text_document_position) else { return Ok(None) };
    let item = |completion: Completion| {
        let range = to_proto::range(&subject.index, completion.replaced, &context.client);
        CompletionItem {
            label: completion.label,
            kind: Some(if completion.is_quotation { CompletionItemKind::TEXT } else { CompletionItemKind::CLASS }),
            detail: Some(completion.detail),
            filter_text: Some(completion.text.clone()),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: completion.text })),
            ..CompletionItem::default()
        }
    };
    let items = ide::completion(&subject.view.desk.corpus, subject.view.id, offset).into_iter().map(item).collect();
    Ok(Some(CompletionResponse::List(CompletionList { is_incomplete: true, items })))
}
