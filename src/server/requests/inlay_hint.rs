//! `textDocument/inlayHint` and `inlayHint/resolve`

use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::ide::{self, Hint};
use crate::server::analysis::{Context, Subject};
use crate::server::{from_proto, to_proto};

pub(in crate::server) fn run(context: &Context, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    if !context.host.settings().inlay_hints {
        return Ok(Some(Vec::new()));
    }
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let offset = |position| subject.index.offset(from_proto::position(position), context.client.encoding);
    let asked = offset(params.range.start)..=offset(params.range.end);
    let later = context.client.resolves_hints;
    let hint = |hint: Hint| {
        let about = about(&hint);
        InlayHint {
            position: to_proto::position(&subject.index, hint.offset, &context.client),
            label: InlayHintLabel::String(hint.label),
            kind: None,
            text_edits: None,
            tooltip: if later { None } else { tooltip(context, &subject, about) },
            padding_left: Some(hint.after),
            padding_right: Some(!hint.after),
            data: later.then(|| json!({ "uri": params.text_document.uri, "about": about })),
        }
    };
    let hints = ide::hints(&subject.view.desk.corpus, subject.view.id).into_iter();
    Ok(Some(hints.filter(|hint| asked.contains(&hint.offset)).map(hint).collect()))
}

/// A hint says more of what it stands at: what is shown there on hover.
pub(in crate::server) fn resolve(context: &Context, mut hint: InlayHint) -> Result<InlayHint> {
    let data = hint.data.as_ref();
    let uri = data.and_then(|data| data["uri"].as_str()?.parse().ok());
    let about = data.and_then(|data| usize::try_from(data["about"].as_u64()?).ok());
    if let (Some(uri), Some(about)) = (uri, about)
        && let Some(subject) = context.subject(&TextDocumentIdentifier { uri })
    {
        hint.tooltip = tooltip(context, &subject, about);
    }
    Ok(hint)
}

/// The byte that a hint is about.
fn about(hint: &Hint) -> usize {
    if hint.after { hint.offset.saturating_sub(1) } else { hint.offset }
}

fn tooltip(context: &Context, subject: &Subject, about: usize) -> Option<InlayHintTooltip> {
    let hover = ide::hover(&subject.view.desk.corpus, subject.view.id, about)?;
    match to_proto::hover_contents(&hover.content, &context.client) {
        HoverContents::Markup(markup) => Some(InlayHintTooltip::MarkupContent(markup)),
        _ => None,
    }
}
