//! `textDocument/completion`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::ide::{self, Completion, CompletionKind};
use crate::server::analysis::Context;
use crate::server::to_proto;

pub(in crate::server) fn run(context: &Context, params: CompletionParams) -> Result<Option<CompletionResponse>> {
    let Some((subject, offset)) = context.subject_at(&params.text_document_position) else { return Ok(None) };
    let item = |(order, completion): (usize, Completion)| {
        let range = to_proto::range(&subject.index, completion.replaced, &context.client);
        CompletionItem {
            label: completion.label,
            kind: Some(kind(completion.kind)),
            detail: Some(completion.detail),
            documentation: completion.passage.map(Documentation::String),
            // The likeliest stays first, whatever its letters.
            sort_text: Some(format!("{order:04}")),
            filter_text: Some(completion.filter),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: completion.text })),
            ..CompletionItem::default()
        }
    };
    let items =
        ide::completion(&subject.view.desk.corpus, subject.view.id, offset).into_iter().enumerate().map(item).collect();
    Ok(Some(CompletionResponse::List(CompletionList { is_incomplete: true, items })))
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Quotation => CompletionItemKind::TEXT,
        CompletionKind::Speaker | CompletionKind::Name | CompletionKind::Annotation => CompletionItemKind::CLASS,
        CompletionKind::Figure => CompletionItemKind::VALUE,
        CompletionKind::Source => CompletionItemKind::REFERENCE,
    }
}
