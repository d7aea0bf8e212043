//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `callHierarchy/outgoingCalls`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::ide::{self, Reliance, Step, Target};
use crate::server::analysis::{Context, Subject};
use crate::server::{from_proto, to_proto};
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
    let Some(subject) = context.subject(&TextDocumentIdentifier { uri: params.item.uri }) else { return Ok(None) };
    let corpus = &subject.view.desk.corpus;
    let found = match corpus.annotation(subject.view.id) {
        Some(_) => ide::fills(corpus, subject.view.id, offset(context, &subject, params.item.selection_range)),
        None => ide::relied_on_by(corpus, subject.view.id),
    };
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
    let Some(subject) = context.subject(&TextDocumentIdentifier { uri: params.item.uri }) else { return Ok(None) };
    let corpus = &subject.view.desk.corpus;
    let found = match corpus.annotation(subject.view.id) {
        Some(_) => ide::filled_by(corpus, subject.view.id, offset(context, &subject, params.item.selection_range)),
        None => ide::relies_on(corpus, subject.view.id),
    };
    let call = |reliance: Reliance| {
        let from_ranges = ranges(context, &subject.index, &reliance.places);
        Some(CallHierarchyOutgoingCall { to: item(context, &subject, &reliance.step)?, from_ranges })
    };
    Ok(Some(found.into_iter().filter_map(call).collect()))
}

/// The byte where the item that is opened begins.
fn offset(context: &Context, subject: &Subject, range: Range) -> usize {
    subject.index.offset(from_proto::position(range.start), context.client.encoding)
}

fn ranges(context: &Context, index: &LineIndex, places: &[Span]) -> Vec<Range> {
    places.iter().map(|span| to_proto::range(index, *span, &context.client)).collect()
}

fn index_of(context: &Context, subject: &Subject, step: &Step) -> Option<LineIndex> {
    let target = Target { document: step.document, span: step.span, focus: step.focus, origin: None };
    context.index_of(&subject.view, &target)
}

fn item(context: &Context, subject: &Subject, step: &Step) -> Option<CallHierarchyItem> {
    let index = index_of(context, subject, step)?;
    let key = subject.view.desk.corpus.path(step.document)?;
    Some(CallHierarchyItem {
        name: step.name.clone(),
        kind: match subject.view.desk.corpus.annotation(step.document) {
            Some(_) => SymbolKind::EVENT,
            None => SymbolKind::FILE,
        },
        tags: None,
        detail: Some(step.detail.clone()),
        uri: to_proto::uri(&context.snapshot, subject.view.index, key)?,
        range: to_proto::range(&index, step.span, &context.client),
        selection_range: to_proto::range(&index, step.focus, &context.client),
        data: None,
    })
}
