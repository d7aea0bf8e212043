//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `callHierarchy/outgoingCalls`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::ide::{self, Reliance, Step, Target};
use crate::server::analysis::{Context, Subject};
use crate::server::to_proto;
use crate::text::{LineIndex, Span};

pub(in crate::server) fn prepare(
    context: &Context,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let Some((subject, offset)) = context.subject_at(&params.text_document_position_params) else { return Ok(None) };
    let step = ide::step_at(&subject.view.desk.corpus, subject.view.id, offset);
    Ok(step.and_then(|step| item(context, &subject, &step)).map(|item| vec![item]))
}

pub(in crate::server) fn incoming(
    context: &Context,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let Some((subject, offset)) = subject_of(context, params.item) else { return Ok(None) };
    let found = ide::relied_on_by(&subject.view.desk.corpus, subject.view.id, offset);
    let call = |reliance: Reliance| {
        let index = index_of(context, &subject, &reliance.step)?;
        let from_ranges = ranges(context, &index, &reliance.places);
        Some(CallHierarchyIncomingCall { from: item(context, &subject, &reliance.step)?, from_ranges })
    };
    Ok(Some(found.into_iter().filter_map(call).collect()))
}

pub(in crate::server) fn outgoing(
    context: &Context,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let Some((subject, offset)) = subject_of(context, params.item) else { return Ok(None) };
    let found = ide::relies_on(&subject.view.desk.corpus, subject.view.id, offset);
    let call = |reliance: Reliance| {
        let from_ranges = ranges(context, &subject.index, &reliance.places);
        Some(CallHierarchyOutgoingCall { to: item(context, &subject, &reliance.step)?, from_ranges })
    };
    Ok(Some(found.into_iter().filter_map(call).collect()))
}

/// The document of an item and the byte at which it begins.
fn subject_of(context: &Context, item: CallHierarchyItem) -> Option<(Subject, usize)> {
    let position = item.selection_range.start;
    context
        .subject_at(&TextDocumentPositionParams { text_document: TextDocumentIdentifier { uri: item.uri }, position })
}

fn ranges(context: &Context, index: &LineIndex, places: &[Span]) -> Vec<Range> {
    places.iter().map(|span| to_proto::range(index, *span, &context.client)).collect()
}

fn index_of(context: &Context, subject: &Subject, step: &Step) -> Option<std::sync::Arc<LineIndex>> {
    let target = Target { document: step.document, span: step.span, focus: step.focus, origin: None };
    context.index_of(&subject.view, &target)
}

fn item(context: &Context, subject: &Subject, step: &Step) -> Option<CallHierarchyItem> {
    let index = index_of(context, subject, step)?;
    let is_annotation = subject.view.desk.corpus.annotation(step.document).is_some();
    let kind = if is_annotation { SymbolKind::EVENT } else { SymbolKind::FILE };
    Some(CallHierarchyItem {
        name: step.name.clone(),
        kind,
        tags: None,
        detail: Some(step.detail.clone()),
        uri: to_proto::document_uri(&context.snapshot, &subject.view.desk, subject.view.index, step.document)?,
        range: to_proto::range(&index, step.span, &context.client),
        selection_range: to_proto::range(&index, step.focus, &context.client),
        data: None,
    })
}
