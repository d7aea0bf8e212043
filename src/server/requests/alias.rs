//! The action that makes two names one, in `copydesk.toml`, where a finding holds that they differ.

use tower_lsp::ls_types::*;

use crate::checks::Finding;
use crate::server::analysis::{Context, Subject};
use crate::server::edits::Edits;
use crate::server::to_proto;
use crate::text::LineIndex;
use crate::workspace::{self, FILE_NAME};

/// The action for the names of a finding, where a `copydesk.toml` marks the corpus.
pub(super) fn action(context: &Context, subject: &Subject, finding: &Finding) -> Option<CodeActionOrCommand> {
    let [a, b] = finding.names.as_ref()?;
    let file = subject.view.desk.root()?.join(FILE_NAME);
    let uri = to_proto::file_uri(&file)?;
    let open = context.snapshot.document_at(&file);
    let text = match open {
        Some(open) => open.text(),
        None => workspace::read_file(&file).ok()?.text.into(),
    };
    let (place, new_text) = workspace::added_alias(&text, a, b)?;
    let range = to_proto::range(&LineIndex::new(text), place, &context.client);
    let mut edits = Edits::new(context);
    edits.replace_in(uri, open.map(|open| open.version), TextEdit { range, new_text }, None);
    let diagnostics = to_proto::diagnostics(context, &subject.view, &subject.index, std::slice::from_ref(finding));
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: format!("\"{a}\" and \"{b}\" are one: add an alias to {FILE_NAME}"),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(diagnostics),
        edit: Some(edits.finish()),
        ..CodeAction::default()
    }))
}
