//! `textDocument/prepareRename` and `textDocument/rename`

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit};

use crate::ide::{self, Reach};
use crate::server::analysis::Context;
use crate::server::edits::{Edits, Explanation};
use crate::server::to_proto;

pub(in crate::server) fn prepare(
    context: &Context,
    params: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let Some((subject, offset)) = context.subject_at(&params) else { return Ok(None) };
    let corpus = &subject.view.desk.corpus;
    let Some(span) = ide::prepare_rename(corpus, subject.view.id, offset) else { return Ok(None) };
    let text = corpus.document(subject.view.id).map(|document| document.text().clone()).unwrap_or_default();
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: to_proto::range(&subject.index, span, &context.client),
        placeholder: span.of(&text).split_whitespace().collect::<Vec<_>>().join(" "),
    }))
}

pub(in crate::server) fn run(context: &Context, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let at = &params.text_document_position;
    let refused = |message: String| Error { code: ErrorCode::ServerError(-32803), message: message.into(), data: None };
    let Some((subject, offset)) = context.subject_at(at) else {
        return Err(refused("this document is not part of a corpus".into()));
    };
    let renamed = ide::rename(&subject.view.desk.corpus, subject.view.id, offset, &params.new_name).map_err(refused)?;
    let mut edits = Edits::new(context);
    for change in renamed {
        let explanation = match change.reach {
            Reach::Here => Explanation { label: "In this article", needs_confirmation: false },
            Reach::Elsewhere => Explanation { label: "In other articles", needs_confirmation: true },
            Reach::Probable => Explanation { label: "Probably the same", needs_confirmation: true },
        };
        edits.replace(&subject.view, change.location, change.text, Some(explanation));
    }
    Ok(Some(edits.finish()))
}
