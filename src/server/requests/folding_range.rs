//! `textDocument/foldingRange`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::ide::{self, Fold, FoldKind};
use crate::server::analysis::Context;

pub(in crate::server) fn run(context: &Context, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let line = |offset: u32| subject.index.line_of(offset as usize) as u32;
    let range = |fold: Fold| FoldingRange {
        start_line: line(fold.span.start),
        end_line: line(fold.span.end),
        start_character: None,
        end_character: None,
        kind: Some(match fold.kind {
            FoldKind::Aside => FoldingRangeKind::Comment,
            FoldKind::Section => FoldingRangeKind::Region,
        }),
        collapsed_text: None,
    };
    let folds = ide::folds(&subject.view.desk.corpus, subject.view.id).into_iter().map(range);
    Ok(Some(folds.filter(|fold| fold.start_line < fold.end_line).collect()))
}
