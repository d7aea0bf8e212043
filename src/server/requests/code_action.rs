//! `textDocument/codeAction`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::{alias, dismiss, fix_all};
use crate::checks::{Finding, Fix};
use crate::server::analysis::{Context, Subject};
use crate::server::edits::Edits;
use crate::server::{from_proto, to_proto};
use crate::text::Span;

/// The kinds that ask for what may be mended on saving.
const ALL_KINDS: [&str; 3] = ["source", "source.fixAll", "source.fixAll.copydesk"];

pub(in crate::server) fn run(context: &Context, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
    let only = params.context.only.as_ref();
    let asks_for = |kinds: &[&str]| only.is_some_and(|only| only.iter().any(|kind| kinds.contains(&kind.as_str())));
    let (mends, mends_all) = (only.is_none() || asks_for(&["", "quickfix"]), asks_for(&ALL_KINDS));
    if !context.client.code_action_literals || !(mends || mends_all) {
        return Ok(None);
    }
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let offset = |position| subject.index.offset(from_proto::position(position), context.client.encoding);
    let (start, end) = (offset(params.range.start), offset(params.range.end));
    let asked = Span::new(start.min(end), start.max(end));
    let (desk, id) = (&subject.view.desk, subject.view.id);
    let uri = &params.text_document.uri;
    let all = desk.findings(id);
    if !mends {
        return Ok(Some(fix_all::certain(context, &subject, uri, &all).into_iter().collect()));
    }
    let touches = |f: &&Finding| f.location.span.start <= asked.end && asked.start <= f.location.span.end;
    let touched: Vec<&Finding> = all.iter().filter(touches).collect();
    let (mut actions, mut dismissals) = (Vec::new(), Vec::new());
    for finding in &touched {
        actions.extend(finding.fixes.iter().filter_map(|fix| action(context, &subject, finding, fix)));
        actions.extend(alias::action(context, &subject, finding));
        dismissals.extend(dismiss::actions(context, &subject, uri, finding));
    }
    actions.extend(fix_all::of_rules(context, &subject, uri, &all, &touched));
    actions.extend(annotations(context, &subject, asked));
    actions.extend(dismissals);
    Ok(Some(actions))
}

/// "Annotate this", where the annotation files are about the text as it is: while it has edits that are not saved, they
/// are not.
fn annotations(context: &Context, subject: &Subject, asked: Span) -> Vec<CodeActionOrCommand> {
    if asked.is_empty() || subject.view.desk.is_edited(subject.view.id) {
        return Vec::new();
    }
    let offered = crate::ide::annotate(&subject.view.desk.corpus, subject.view.id, asked);
    let action = |new: crate::ide::NewAnnotation| {
        let mut edits = Edits::new(context);
        edits.replace(&subject.view, new.location, new.text, None)?;
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title: format!("Annotate as {}", new.label),
            kind: Some(CodeActionKind::QUICKFIX),
            edit: Some(edits.finish()),
            ..CodeAction::default()
        }))
    };
    offered.into_iter().filter_map(action).collect()
}

fn action(context: &Context, subject: &Subject, finding: &Finding, fix: &Fix) -> Option<CodeActionOrCommand> {
    let mut edits = Edits::new(context);
    for edit in &fix.edits {
        edits.replace(&subject.view, edit.location, edit.text.clone(), None)?;
    }
    let diagnostics = to_proto::diagnostics(context, &subject.view, &subject.index, std::slice::from_ref(finding));
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: fix.title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(diagnostics),
        edit: Some(edits.finish()),
        ..CodeAction::default()
    }))
}
