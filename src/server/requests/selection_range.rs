//! `textDocument/selectionRange`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Range, SelectionRange, SelectionRangeParams};

use crate::ide;
use crate::server::analysis::Context;
use crate::server::{from_proto, to_proto};

pub(in crate::server) fn run(context: &Context, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let grown = |position| {
        let offset = subject.index.offset(from_proto::position(position), context.client.encoding);
        let spans = ide::selection(&subject.view.desk.corpus, subject.view.id, offset);
        let mut ranges: Vec<Range> =
            spans.into_iter().map(|span| to_proto::range(&subject.index, span, &context.client)).collect();
        ranges.dedup();
        let wrap = |parent: Option<Box<SelectionRange>>, range| Some(Box::new(SelectionRange { range, parent }));
        let innermost = ranges.into_iter().rev().fold(None, wrap);
        innermost.map_or(SelectionRange { range: Range::new(position, position), parent: None }, |range| *range)
    };
    Ok(Some(params.positions.into_iter().map(grown).collect()))
}
