//! `workspace/symbol`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{SymbolInformation, WorkspaceSymbolParams};

use crate::ide::{self, Found, Target};
use crate::server::analysis::Context;
use crate::server::to_proto;
use crate::workspace::{Desk, View};

#[allow(deprecated)]
pub(in crate::server) fn run(context: &Context, params: WorkspaceSymbolParams) -> Result<Vec<SymbolInformation>> {
    let mut symbols = Vec::new();
    for index in 0..context.snapshot.desks().len() {
        let Some(desk) = context.snapshot.fresh_desk(index) else { continue };
        let information = |found: Found| {
            let view = View::new(Desk::clone(&desk), index, found.location.document);
            let (document, span) = (found.location.document, found.location.span);
            let target = Target { document, span, focus: span, origin: None };
            Some(SymbolInformation {
                name: found.name,
                kind: to_proto::symbol_kind(found.kind),
                tags: None,
                deprecated: None,
                location: to_proto::location(context, &view, &target)?,
                container_name: Some(found.path),
            })
        };
        symbols.extend(ide::find(&desk.corpus, &params.query).into_iter().filter_map(information));
    }
    Ok(symbols)
}
