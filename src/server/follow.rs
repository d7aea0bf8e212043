//! Asks the client to change annotation files after their article was saved.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::Client;
use tower_lsp::ls_types::*;

use super::background::CLIENT_LIMIT;
use super::host::Host;
use super::to_proto;
use crate::text::LineIndex;
use crate::workspace::follow::FileFollows;

/// Sends the changes as one edit of the workspace. Where they are not made, the files are read again as they are, so
/// that what no longer fits is reported.
pub(super) async fn send(client: Client, host: Arc<Host>, files: Vec<FileFollows>) {
    let capabilities = host.capabilities();
    for file in &files {
        if let Some(reason) = &file.refused {
            let message = format!("{} does not follow the edits of its article: {reason}", file.path.display());
            client.log_message(MessageType::WARNING, message).await;
        }
    }
    let files: Vec<FileFollows> = files.into_iter().filter(|file| !file.edits.is_empty()).collect();
    if files.is_empty() {
        return;
    }
    let paths: Vec<PathBuf> = files.iter().map(|file| file.path.clone()).collect();
    let mut made = false;
    if capabilities.applies_edits && (!files.iter().any(|file| file.ask) || is_wanted(&client, &files).await) {
        let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        for file in &files {
            let named = file.name.as_deref().and_then(|name| name.parse().ok());
            let Some(uri) = named.or_else(|| to_proto::file_uri(&file.path)) else { continue };
            let index = LineIndex::new(file.text.clone());
            let edit = |edit: &crate::annotation::FileEdit| TextEdit {
                range: to_proto::range(&index, edit.span, &capabilities),
                new_text: edit.text.clone(),
            };
            changes.insert(uri, file.edits.iter().map(edit).collect());
        }
        let edit = WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        let answer = tokio::time::timeout(CLIENT_LIMIT, client.apply_edit(edit)).await;
        made = matches!(answer, Ok(Ok(answer)) if answer.applied);
    }
    for file in files.iter().filter(|file| !file.lost.is_empty()) {
        let message = format!(
            "{}: the text of {} was deleted; the annotation is kept until you decide",
            file.path.display(),
            file.lost.join(", ")
        );
        client.log_message(MessageType::WARNING, message).await;
    }
    if !made {
        host.session.files_changed(paths);
    }
}

async fn is_wanted(client: &Client, files: &[FileFollows]) -> bool {
    const YES: &str = "Update";
    let names: Vec<_> = files.iter().filter_map(|file| Some(file.path.file_name()?.to_string_lossy())).collect();
    let question = format!("The article was edited. Let its annotations follow in {}?", names.join(", "));
    let action = |title: &str| MessageActionItem { title: title.into(), properties: HashMap::new() };
    let actions = vec![action(YES), action("Leave as they are")];
    // Somebody has to read it: no time limit, and nobody waits for it.
    let answer = client.show_message_request(MessageType::INFO, question, Some(actions)).await;
    matches!(answer, Ok(Some(chosen)) if chosen.title == YES)
}
