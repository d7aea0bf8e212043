//! `textDocument/semanticTokens/full`, `…/full/delta` and `…/range`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::ide;
use crate::server::analysis::{Context, Subject};
use crate::server::to_proto;

pub(in crate::server) fn full(context: &Context, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let data = tokens(context, &subject, None);
    let result_id = remember(context, &params.text_document, &data);
    Ok(Some(SemanticTokensResult::Tokens(SemanticTokens { result_id, data })))
}

pub(in crate::server) fn delta(
    context: &Context,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let before = context.host.tokens.get(params.text_document.uri.as_str(), &params.previous_result_id);
    let data = tokens(context, &subject, None);
    let result_id = remember(context, &params.text_document, &data);
    Ok(Some(match before {
        Some(before) => {
            let edits = difference(&before, &data).into_iter().collect();
            SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id, edits })
        }
        None => SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id, data }),
    }))
}

pub(in crate::server) fn range(
    context: &Context,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let data = tokens(context, &subject, Some(params.range));
    Ok(Some(SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })))
}

/// Keeps the tokens of an open document for a client that asks for differences, and names them.
fn remember(context: &Context, document: &TextDocumentIdentifier, data: &[SemanticToken]) -> Option<String> {
    let open = context.snapshot.document(document.uri.as_str()).is_some();
    (open && context.client.token_deltas).then(|| context.host.tokens.put(document.uri.as_str(), data))
}

/// What of `before` is replaced to make it `after`: at most one stretch. Places count numbers, five to a token.
fn difference(before: &[SemanticToken], after: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[start..], &after[start..]);
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let (gone, new) = (&before[..before.len() - end], &after[..after.len() - end]);
    (!gone.is_empty() || !new.is_empty()).then(|| SemanticTokensEdit {
        start: 5 * start as u32,
        delete_count: 5 * gone.len() as u32,
        data: Some(new.to_vec()).filter(|new| !new.is_empty()),
    })
}

/// Tokens as differences from one to the next; what runs over several lines is given line by line.
fn tokens(context: &Context, subject: &Subject, within: Option<Range>) -> Vec<SemanticToken> {
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
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(number: u32) -> SemanticToken {
        SemanticToken { delta_line: 0, delta_start: number, length: 1, token_type: 0, token_modifiers_bitset: 0 }
    }

    proptest::proptest! {
        #[test]
        fn the_difference_applied_gives_the_new_tokens(
            before in proptest::collection::vec(0u32..3, 0..12),
            after in proptest::collection::vec(0u32..3, 0..12),
        ) {
            let (before, after): (Vec<_>, Vec<_>) =
                (before.into_iter().map(token).collect(), after.into_iter().map(token).collect());
            let mut made = before.clone();
            if let Some(edit) = difference(&before, &after) {
                let (start, count) = (edit.start as usize / 5, edit.delete_count as usize / 5);
                made.splice(start..start + count, edit.data.unwrap_or_default());
            }
            proptest::prop_assert_eq!(made, after);
        }
    }
}
