//! The command `copydesk.dismiss`: writes a finding into `copydesk-dismissed.toml`, with the reason.

use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::*;

use crate::checks::Finding;
use crate::server::analysis::{Context, Subject};
use crate::server::background::Outgoing;
use crate::server::to_proto;
use crate::text::LineIndex;
use crate::workspace::{self, DISMISSED_FILE, Dismissal, Scope};

/// The command's name.
pub(in crate::server) const COMMAND: &str = "copydesk.dismiss";

/// The command's argument.
#[derive(Debug, Deserialize, Serialize)]
struct Argument {
    uri: Uri,
    rule: String,
    fingerprint: String,
    scope: String,
    /// Asked for by clients that can; else it is left open in the file, which is shown.
    #[serde(default)]
    reason: String,
}

/// The actions that dismiss a finding, from the narrowest to the widest.
pub(in crate::server) fn actions(
    context: &Context,
    subject: &Subject,
    uri: &Uri,
    finding: &Finding,
) -> Vec<CodeActionOrCommand> {
    if subject.view.desk.root().is_none() {
        return Vec::new();
    }
    let code = finding.rule.code;
    let diagnostics = to_proto::diagnostics(context, &subject.view, &subject.index, std::slice::from_ref(finding));
    let action = |scope: Scope| {
        let title = match scope {
            Scope::Instance => format!("Dismiss this finding of {code}, with a reason"),
            Scope::Article => format!("Dismiss {code} in this article, with a reason"),
            Scope::Project => format!("Dismiss {code} for these words in all articles, with a reason"),
            Scope::Rule => format!("Dismiss {code} in the whole corpus, with a reason"),
        };
        let argument = Argument {
            uri: uri.clone(),
            rule: code.to_owned(),
            fingerprint: finding.fingerprint.clone(),
            scope: scope.name().to_owned(),
            reason: String::new(),
        };
        let command = Command { title: title.clone(), command: COMMAND.into(), arguments: Some(vec![json!(argument)]) };
        CodeActionOrCommand::CodeAction(CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(diagnostics.clone()),
            command: Some(command),
            ..CodeAction::default()
        })
    };
    Scope::ALL.map(action).to_vec()
}

pub(in crate::server) fn run(context: &Context, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
    let failed = |message: String| Error { code: ErrorCode::ServerError(-32803), message: message.into(), data: None };
    let invalid = || Error::invalid_params(format!("{COMMAND} takes {{uri, rule, fingerprint, scope, reason}}"));
    if params.command != COMMAND {
        return Err(Error::invalid_params(format!("there is no command {}", params.command)));
    }
    let argument = params.arguments.into_iter().next().ok_or_else(invalid)?;
    let argument: Argument = serde_json::from_value(argument).map_err(|_| invalid())?;
    let scope = Scope::parse(&argument.scope).ok_or_else(invalid)?;
    let subject = context
        .subject(&TextDocumentIdentifier { uri: argument.uri })
        .ok_or_else(|| failed("the article is not part of a corpus any more".into()))?;
    let desk = &subject.view.desk;
    let Some(root) = desk.root() else { return Err(failed("dismissals need a copydesk.toml".into())) };
    let findings = desk.findings(subject.view.id);
    let is_it = |f: &&Finding| f.rule.code == argument.rule && f.fingerprint == argument.fingerprint;
    let finding = findings.iter().find(is_it).ok_or_else(|| failed("this finding is no longer there".into()))?;
    let path = desk.corpus.path(subject.view.id).map(|path| path.to_string()).unwrap_or_default();
    let entry = Dismissal::of(finding, &desk.corpus, &path, scope, &argument.reason);
    let file = root.join(DISMISSED_FILE);
    let uri = to_proto::file_uri(&file).ok_or_else(invalid)?;
    let text = match context.snapshot.document_at(&file) {
        // What the user has there unsaved must not be lost: the editor adds the lines itself.
        Some(open) if context.client.applies_edits => {
            let (before, lines) = (open.text(), open.index());
            let addition = workspace::added_dismissals(&before, &[entry]);
            let end = to_proto::position(&lines, before.len(), &context.client);
            let edit = TextEdit { range: Range::new(end, end), new_text: addition.clone() };
            context.host.send(Outgoing::Apply(uri.clone(), edit));
            format!("{before}{addition}")
        }
        _ => workspace::add_dismissals(root, &[entry]).map_err(|problem| failed(problem.to_string()))?,
    };
    context.session.files_changed(vec![file]);
    if argument.reason.trim().is_empty() && context.client.shows_documents {
        let lines = LineIndex::new(text.as_str().into());
        // Between the quotation marks of the last `reason = ""`.
        let at = to_proto::position(&lines, text.trim_end().len().saturating_sub(1), &context.client);
        context.host.send(Outgoing::ShowPlace(uri, Range::new(at, at)));
    }
    Ok(None)
}
