//! `textDocument/semanticTokens/full` and `textDocument/semanticTokens/range`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::ide;
use crate::server::analysis::{Context, Subject};
use crate::server::to_proto;

pub(in crate::server) fn full(context: &Context, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    Ok(Some(SemanticTokensResult::Tokens(tokens(context, &subject, None))))
}

pub(in crate::server) fn range(
    context: &Context,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    Ok(Some(SemanticTokensRangeResult::Tokens(tokens(context, &subject, Some(params.range)))))
}

/// Tokens as differences from one to the next; what runs over several lines is given line by line.
fn tokens(context: &Context, subject: &Subject, within: Option<Range>) -> SemanticTokens {
    let (mut data, mut line, mut column) = (Vec::new(), 0, 0);
    for (span, kind) in ide::tokens(&subject.view.desk.corpus, subject.view.id) {
        let lines = subject.index.line_of(span.start as usize)..=subject.index.line_of(span.end as usize);
        for part in lines.map(|line| subject.index.line(line)) {
            let (start, end) = (part.start.max(span.start), part.end.min(span.end));
            if start >= end {
                continue;
            }
            let range = to_proto::range(&subject.index, (start as usize..end as usize).into(), &context.client);
            if within.is_some_and(|within| range.end < within.start || range.start > within.end) {
                continue;
            }
            let at = range.start;
            data.push(SemanticToken {
                delta_line: at.line - line,
                delta_start: if at.line == line { at.character - column } else { at.character },
                length: range.end.character - at.character,
                token_type: to_proto::token_type(kind),
                token_modifiers_bitset: 0,
            });
            (line, column) = (at.line, at.character);
        }
    }
    SemanticTokens { result_id: None, data }
}
