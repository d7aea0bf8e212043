//! The actions that mend everything of one kind in a document, and `codeAction/resolve`, which works out their edits when
//! one is chosen.

use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::checks::{Edit, Finding};
use crate::server::analysis::{Context, Subject};
use crate::server::edits::Edits;

/// The kind of the action that editors run on saving, where the user set them to.
pub(in crate::server) const KIND: CodeActionKind = CodeActionKind::new("source.fixAll.copydesk");

/// Rules whose fixes leave nothing to judge, so that they may be applied unseen.
const CERTAIN: [&str; 3] = ["annotation-offset-unit", "annotation-text-mismatch", "encoding"];

/// What an action that is not resolved yet carries.
#[derive(Debug, Deserialize, Serialize)]
struct Unresolved {
    uri: Uri,
    /// The rules whose findings are mended.
    rules: Vec<String>,
}

/// For each rule of the touched findings that has more than one finding with a fix in the document: an action for all.
pub(super) fn of_rules(
    context: &Context,
    subject: &Subject,
    uri: &Uri,
    all: &[Finding],
    touched: &[&Finding],
) -> Vec<CodeActionOrCommand> {
    let mut rules: Vec<&str> = touched.iter().filter(|f| !f.fixes.is_empty()).map(|f| f.rule.code).collect();
    rules.sort_unstable();
    rules.dedup();
    let action = |code: &str| {
        let edits = edits(all, &[code]);
        let mended = edits.len();
        let title = format!("Mend all {mended} findings of {code} in this document");
        (mended > 1).then(|| action(context, subject, uri, title, CodeActionKind::QUICKFIX, &[code], edits))?
    };
    rules.into_iter().filter_map(action).collect()
}

/// The action that mends what leaves nothing to judge.
pub(super) fn certain(context: &Context, subject: &Subject, uri: &Uri, all: &[Finding]) -> Option<CodeActionOrCommand> {
    let edits = edits(all, &CERTAIN);
    let title = "Mend what leaves nothing to judge (encoding, offsets)".to_owned();
    (!edits.is_empty()).then(|| action(context, subject, uri, title, KIND, &CERTAIN, edits))?
}

pub(in crate::server) fn resolve(context: &Context, mut action: CodeAction) -> Result<CodeAction> {
    let asked = action.data.as_ref().and_then(|data| Unresolved::deserialize(data).ok());
    if let Some(asked) = asked
        && let Some(subject) = context.subject(&TextDocumentIdentifier { uri: asked.uri })
    {
        let rules: Vec<&str> = asked.rules.iter().map(String::as_str).collect();
        let findings = subject.view.desk.findings(subject.view.id);
        action.edit = workspace_edit(context, &subject, edits(&findings, &rules));
    }
    Ok(action)
}

fn action(
    context: &Context,
    subject: &Subject,
    uri: &Uri,
    title: String,
    kind: CodeActionKind,
    rules: &[&str],
    edits: Vec<Vec<Edit>>,
) -> Option<CodeActionOrCommand> {
    let later = context.client.resolves_actions;
    let data = || json!(Unresolved { uri: uri.clone(), rules: rules.iter().map(|r| (*r).to_owned()).collect() });
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(kind),
        edit: if later { None } else { Some(workspace_edit(context, subject, edits)?) },
        data: later.then(data),
        ..CodeAction::default()
    }))
}

/// The first fix of each finding of the rules; one that would change what another changes is left for the next time.
fn edits(findings: &[Finding], rules: &[&str]) -> Vec<Vec<Edit>> {
    let mut chosen: Vec<Vec<Edit>> = Vec::new();
    let mut taken: Vec<(crate::corpus::DocumentId, crate::text::Span)> = Vec::new();
    for finding in findings.iter().filter(|f| rules.contains(&f.rule.code)) {
        let Some(fix) = finding.fixes.first() else { continue };
        let clashes = |edit: &Edit| {
            let (document, span) = (edit.location.document, edit.location.span);
            taken.iter().any(|(other, there)| *other == document && (there.overlaps(span) || *there == span))
        };
        if !fix.edits.iter().any(clashes) {
            taken.extend(fix.edits.iter().map(|edit| (edit.location.document, edit.location.span)));
            chosen.push(fix.edits.clone());
        }
    }
    chosen
}

fn workspace_edit(context: &Context, subject: &Subject, edits: Vec<Vec<Edit>>) -> Option<WorkspaceEdit> {
    let mut all = Edits::new(context);
    for edit in edits.into_iter().flatten() {
        all.replace(&subject.view, edit.location, edit.text, None)?;
    }
    Some(all.finish())
}
