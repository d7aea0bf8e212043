//! `textDocument/codeLens`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command, Range};

use crate::ide::{self, Lens};
use crate::server::analysis::Context;
use crate::server::to_proto;

/// Lenses say something and do nothing when clicked: what an editor could do differs from one to the next.
pub(in crate::server) fn run(context: &Context, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    if !context.host.settings().code_lens {
        return Ok(Some(Vec::new()));
    }
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let lens = |lens: Lens| {
        let start = to_proto::range(&subject.index, lens.span, &context.client).start;
        let command = Command { title: lens.title, command: String::new(), arguments: None };
        CodeLens { range: Range::new(start, start), command: Some(command), data: None }
    };
    Ok(Some(ide::lenses(&subject.view.desk.corpus, subject.view.id).into_iter().map(lens).collect()))
}
