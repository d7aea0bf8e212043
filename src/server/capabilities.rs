//! What the client can do, and what the server therefore offers.

use std::path::PathBuf;

use tower_lsp::ls_types::*;

use crate::text::Encoding;

/// What the client announced, as far as the server goes by it.
#[derive(Clone, Debug, Default)]
pub(super) struct Capabilities {
    pub encoding: Encoding,
    /// Diagnostics are pulled and can be refreshed; otherwise they are pushed.
    pub pulls: bool,
    pub related_information: bool,
    pub code_description: bool,
    pub hover_markdown: bool,
    pub hierarchical_symbols: bool,
    pub definition_links: bool,
    pub implementation_links: bool,
    pub type_definition_links: bool,
    pub code_action_literals: bool,
    pub watches_files: bool,
    pub progress: bool,
    pub applies_edits: bool,
}

impl Capabilities {
    /// Reads a client's announcements.
    pub(super) fn of(client: &ClientCapabilities) -> Self {
        let text = client.text_document.clone().unwrap_or_default();
        let workspace = client.workspace.clone().unwrap_or_default();
        let publish = text.publish_diagnostics.unwrap_or_default();
        let pulls = text.diagnostic.is_some()
            && workspace.diagnostics.is_some_and(|diagnostics| diagnostics.refresh_support == Some(true));
        let links = |goto: Option<GotoCapability>| goto.and_then(|goto| goto.link_support) == Some(true);
        Self {
            encoding: encoding(client),
            pulls,
            related_information: publish.related_information == Some(true),
            code_description: publish.code_description_support == Some(true),
            hover_markdown: text
                .hover
                .and_then(|hover| hover.content_format)
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            hierarchical_symbols: text
                .document_symbol
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)
                .unwrap_or(false),
            definition_links: links(text.definition),
            implementation_links: links(text.implementation),
            type_definition_links: links(text.type_definition),
            code_action_literals: text.code_action.is_some_and(|action| action.code_action_literal_support.is_some()),
            watches_files: workspace
                .did_change_watched_files
                .is_some_and(|watching| watching.dynamic_registration == Some(true)),
            applies_edits: workspace.apply_edit == Some(true),
            progress: client.window.as_ref().is_some_and(|window| window.work_done_progress == Some(true)),
        }
    }

    /// What the server offers to this client.
    pub(super) fn offer(&self) -> ServerCapabilities {
        let folders =
            WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
                Encoding::Utf32 => PositionEncodingKind::UTF32,
            }),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
                ..TextDocumentSyncOptions::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
            type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            inlay_hint_provider: Some(OneOf::Left(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(vec!["\"".into(), "“".into(), "\t".into(), ":".into()]),
                ..CompletionOptions::default()
            }),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: None }),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
                SemanticTokensOptions {
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                    legend: super::to_proto::token_legend(),
                    range: Some(true),
                    full: Some(SemanticTokensFullOptions::Bool(true)),
                },
            )),
            code_action_provider: self.code_action_literals.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
                    ..CodeActionOptions::default()
                })
            }),
            diagnostic_provider: self.pulls.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: None,
                    inter_file_dependencies: true,
                    workspace_diagnostics: false,
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                })
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(folders),
                ..WorkspaceServerCapabilities::default()
            }),
            ..ServerCapabilities::default()
        }
    }
}

/// The first encoding in the client's order that the server knows, which is every one; UTF-16 where nothing is said.
fn encoding(client: &ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref());
    offered
        .unwrap_or_default()
        .iter()
        .find_map(|kind| match kind {
            kind if *kind == PositionEncodingKind::UTF8 => Some(Encoding::Utf8),
            kind if *kind == PositionEncodingKind::UTF16 => Some(Encoding::Utf16),
            kind if *kind == PositionEncodingKind::UTF32 => Some(Encoding::Utf32),
            _ => None,
        })
        .unwrap_or_default()
}

/// The folders that the client has open: `workspaceFolders`, else `rootUri`, else `rootPath`.
#[allow(deprecated)]
pub(super) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let path = |uri: &Uri| super::from_proto::path(uri);
    let folders: Vec<_> = params.workspace_folders.iter().flatten().filter_map(|folder| path(&folder.uri)).collect();
    if !folders.is_empty() {
        return folders;
    }
    let root = params.root_uri.as_ref().and_then(path);
    root.or_else(|| params.root_path.as_ref().map(PathBuf::from)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(json: serde_json::Value) -> Capabilities {
        Capabilities::of(&serde_json::from_value(json).unwrap())
    }

    #[test]
    fn a_client_that_says_nothing_gets_utf16_pushes_and_plain_text() {
        let client = of(json!({}));
        assert_eq!((client.encoding, client.pulls, client.hover_markdown), (Encoding::Utf16, false, false));
        assert!(client.offer().diagnostic_provider.is_none());
    }

    #[test]
    fn the_clients_first_encoding_wins() {
        assert_eq!(of(json!({"general": {"positionEncodings": ["utf-32", "utf-8"]}})).encoding, Encoding::Utf32);
        assert_eq!(of(json!({"general": {"positionEncodings": ["latin-1"]}})).encoding, Encoding::Utf16);
    }

    #[test]
    fn a_client_that_pulls_but_cannot_be_refreshed_is_pushed_to() {
        assert!(!of(json!({"textDocument": {"diagnostic": {}}})).pulls);
        let both = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
        assert!(of(both).pulls);
    }

    #[test]
    fn a_root_path_stands_in_for_folders() {
        let params = json!({"capabilities": {}, "rootUri": null, "rootPath": "/news", "workspaceFolders": []});
        assert_eq!(folders(&serde_json::from_value(params).unwrap()), [PathBuf::from("/news")]);
    }
}
