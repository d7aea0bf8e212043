//! Changes of documents in the form that the client announced: with versions and explanations, or as a plain map.

use std::collections::HashMap;

use tower_lsp::ls_types::*;

use super::analysis::Context;
use super::to_proto;
use crate::corpus::Location;
use crate::ide::Target;
use crate::workspace::View;

/// Why a change is made, and whether the user has to agree; shown by clients that know such explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Explanation {
    pub label: &'static str,
    pub needs_confirmation: bool,
}

/// A change and why it is made.
type Explained = (TextEdit, Option<Explanation>);

/// Collects changes; documents are kept in the order in which they are first named.
pub(super) struct Edits<'a> {
    context: &'a Context,
    documents: Vec<(Uri, Option<i32>, Vec<Explained>)>,
    files: Vec<RenameFile>,
}

impl<'a> Edits<'a> {
    pub(super) fn new(context: &'a Context) -> Self {
        Self { context, documents: Vec::new(), files: Vec::new() }
    }

    /// Replaces a place of a document of the view's corpus. `None` where it has no address.
    pub(super) fn replace(
        &mut self,
        view: &View,
        location: Location,
        text: impl Into<String>,
        explanation: Option<Explanation>,
    ) -> Option<()> {
        let (document, span) = (location.document, location.span);
        let target = Target { document, span, focus: span, origin: None };
        let place = to_proto::location(self.context, view, &target)?;
        let key = view.desk.corpus.path(document)?;
        let version = self.context.snapshot.document_of(view.index, key).map(|open| open.version);
        self.replace_in(place.uri, version, TextEdit { range: place.range, new_text: text.into() }, explanation);
        Some(())
    }

    /// Replaces a range of the document at an address, `version` where it is open.
    pub(super) fn replace_in(
        &mut self,
        uri: Uri,
        version: Option<i32>,
        edit: TextEdit,
        explanation: Option<Explanation>,
    ) {
        match self.documents.iter_mut().find(|(known, ..)| *known == uri) {
            Some((_, _, edits)) => edits.push((edit, explanation)),
            None => self.documents.push((uri, version, vec![(edit, explanation)])),
        }
    }

    /// Renames a file, where the client can.
    pub(super) fn rename(&mut self, old_uri: Uri, new_uri: Uri) {
        if self.context.client.renames_files {
            self.files.push(RenameFile { old_uri, new_uri, options: None, annotation_id: None });
        }
    }

    /// Whether nothing changes.
    pub(super) fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.files.is_empty()
    }

    /// All changes as one edit.
    pub(super) fn finish(self) -> WorkspaceEdit {
        if !self.context.client.document_changes {
            let plain = |edits: Vec<Explained>| edits.into_iter().map(|(edit, _)| edit).collect();
            let changes = self.documents.into_iter().map(|(uri, _, edits)| (uri, plain(edits))).collect();
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let explains = self.context.client.change_annotations;
        let mut explanations: HashMap<String, ChangeAnnotation> = HashMap::new();
        let mut changes = Vec::new();
        for (uri, version, edits) in self.documents {
            let edit = |(text_edit, explanation): Explained| {
                let Some(explanation) = explanation.filter(|_| explains) else { return OneOf::Left(text_edit) };
                explanations.entry(explanation.label.into()).or_insert_with(|| ChangeAnnotation {
                    label: explanation.label.into(),
                    needs_confirmation: explanation.needs_confirmation.then_some(true),
                    description: None,
                });
                OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: explanation.label.into() })
            };
            let edits = edits.into_iter().map(edit).collect();
            let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
            changes.push(TextDocumentEdit { text_document, edits });
        }
        let changes = if self.files.is_empty() {
            DocumentChanges::Edits(changes)
        } else {
            let edits = changes.into_iter().map(DocumentChangeOperation::Edit);
            let files = self.files.into_iter().map(|file| DocumentChangeOperation::Op(ResourceOp::Rename(file)));
            DocumentChanges::Operations(edits.chain(files).collect())
        };
        WorkspaceEdit {
            changes: None,
            document_changes: Some(changes),
            change_annotations: Some(explanations).filter(|explanations| !explanations.is_empty()),
        }
    }
}
