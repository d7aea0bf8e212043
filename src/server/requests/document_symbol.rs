//! `textDocument/documentSymbol`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, Uri,
};

use crate::ide::{self, Symbol};
use crate::server::analysis::{Context, Subject};
use crate::server::to_proto;

pub(in crate::server) fn run(
    context: &Context,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let symbols = ide::symbols(&subject.view.desk.corpus, subject.view.id);
    Ok(Some(if context.client.hierarchical_symbols {
        DocumentSymbolResponse::Nested(symbols.iter().map(|s| nested(context, &subject, s)).collect())
    } else {
        let mut flat = Vec::new();
        for symbol in &symbols {
            flatten(context, &subject, &params.text_document.uri, symbol, None, &mut flat);
        }
        DocumentSymbolResponse::Flat(flat)
    }))
}

#[allow(deprecated)]
fn nested(context: &Context, subject: &Subject, symbol: &Symbol) -> DocumentSymbol {
    let range = |span| to_proto::range(&subject.index, span, &context.client);
    let children: Vec<_> = symbol.children.iter().map(|child| nested(context, subject, child)).collect();
    DocumentSymbol {
        name: symbol.name.clone(),
        detail: Some(symbol.detail.clone()).filter(|detail| !detail.is_empty()),
        kind: to_proto::symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: range(symbol.span),
        selection_range: range(symbol.focus),
        children: Some(children).filter(|children| !children.is_empty()),
    }
}

#[allow(deprecated)]
fn flatten(
    context: &Context,
    subject: &Subject,
    uri: &Uri,
    symbol: &Symbol,
    parent: Option<&str>,
    out: &mut Vec<SymbolInformation>,
) {
    out.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: to_proto::symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location { uri: uri.clone(), range: to_proto::range(&subject.index, symbol.span, &context.client) },
        container_name: parent.map(str::to_owned),
    });
    for child in &symbol.children {
        flatten(context, subject, uri, child, Some(&symbol.name), out);
    }
}
