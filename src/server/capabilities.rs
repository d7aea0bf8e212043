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
    /// The same, of diagnostics that are pulled for the whole workspace.
    pub pulled_related_information: bool,
    pub code_description: bool,
    pub hover_markdown: bool,
    pub hierarchical_symbols: bool,
    pub definition_links: bool,
    pub implementation_links: bool,
    pub type_definition_links: bool,
    pub code_action_literals: bool,
    /// The edit of a code action is asked for when the action is chosen.
    pub resolves_actions: bool,
    pub watches_files: bool,
    pub progress: bool,
    /// A refresh makes the client ask again for open documents though it can ask for the whole workspace.
    pub refreshes_documents: bool,
    pub applies_edits: bool,
    pub declaration_links: bool,
    /// Edits may be given document by document, with versions; otherwise as a map from addresses.
    pub document_changes: bool,
    /// Edits may carry an explanation and ask to be confirmed.
    pub change_annotations: bool,
    /// An edit may rename files.
    pub renames_files: bool,
    /// The client tells of files before it renames them.
    pub will_rename: bool,
    pub prepares_rename: bool,
    pub token_deltas: bool,
    /// What is shown on an inlay hint is asked for later.
    pub resolves_hints: bool,
    pub link_tooltips: bool,
    /// Settings can be asked for.
    pub configuration: bool,
    /// The client can be asked to tell when settings change.
    pub registers_configuration: bool,
    /// Documents can be opened in the editor.
    pub shows_documents: bool,
    pub refreshes: Refreshes,
}

/// What the client can be told to ask for again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Refreshes {
    pub lenses: bool,
    pub hints: bool,
    pub tokens: bool,
}

impl Capabilities {
    /// Reads a client's announcements.
    /// The same of a client that says who it is: Neovim 0.12 answers a refresh by asking for the workspace alone where
    /// that is offered, and open documents would go stale.
    pub(super) fn of_client(params: &InitializeParams) -> Self {
        let is_neovim = params.client_info.as_ref().is_some_and(|info| info.name == "Neovim");
        Self { refreshes_documents: !is_neovim, ..Self::of(&params.capabilities) }
    }

    pub(super) fn of(client: &ClientCapabilities) -> Self {
        let text = client.text_document.clone().unwrap_or_default();
        let workspace = client.workspace.clone().unwrap_or_default();
        let publish = text.publish_diagnostics.unwrap_or_default();
        let pulled_related_information =
            text.diagnostic.as_ref().is_some_and(|diagnostic| diagnostic.related_information == Some(true));
        let pulls = text.diagnostic.is_some()
            && workspace.diagnostics.is_some_and(|diagnostics| diagnostics.refresh_support == Some(true));
        let edit = workspace.workspace_edit.unwrap_or_default();
        let refreshes = Refreshes {
            lenses: workspace.code_lens.is_some_and(|lens| lens.refresh_support == Some(true)),
            hints: workspace.inlay_hint.is_some_and(|hint| hint.refresh_support == Some(true)),
            tokens: workspace.semantic_tokens.is_some_and(|tokens| tokens.refresh_support == Some(true)),
        };
        let links = |goto: Option<GotoCapability>| goto.and_then(|goto| goto.link_support) == Some(true);
        Self {
            encoding: encoding(client),
            pulls,
            pulled_related_information,
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
            resolves_actions: text.code_action.as_ref().is_some_and(|action| {
                let later = action.resolve_support.as_ref();
                action.data_support == Some(true)
                    && later.is_some_and(|later| later.properties.iter().any(|property| property == "edit"))
            }),
            code_action_literals: text.code_action.is_some_and(|action| action.code_action_literal_support.is_some()),
            watches_files: workspace
                .did_change_watched_files
                .is_some_and(|watching| watching.dynamic_registration == Some(true)),
            declaration_links: links(text.declaration),
            document_changes: edit.document_changes == Some(true),
            change_annotations: edit.document_changes == Some(true) && edit.change_annotation_support.is_some(),
            renames_files: edit.document_changes == Some(true)
                && edit.resource_operations.is_some_and(|kinds| kinds.contains(&ResourceOperationKind::Rename)),
            will_rename: workspace.file_operations.is_some_and(|operations| operations.will_rename == Some(true)),
            prepares_rename: text.rename.is_some_and(|rename| rename.prepare_support == Some(true)),
            token_deltas: text.semantic_tokens.is_some_and(|tokens| {
                matches!(tokens.requests.full, Some(SemanticTokensFullOptions::Delta { delta: Some(true) }))
            }),
            resolves_hints: text
                .inlay_hint
                .and_then(|hint| hint.resolve_support)
                .is_some_and(|resolve| resolve.properties.iter().any(|property| property == "tooltip")),
            link_tooltips: text.document_link.is_some_and(|link| link.tooltip_support == Some(true)),
            configuration: workspace.configuration == Some(true),
            registers_configuration: workspace
                .did_change_configuration
                .is_some_and(|configuration| configuration.dynamic_registration == Some(true)),
            shows_documents: client
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            applies_edits: workspace.apply_edit == Some(true),
            refreshes,
            refreshes_documents: true,
            progress: client.window.as_ref().is_some_and(|window| window.work_done_progress == Some(true)),
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
    fn the_workspace_is_not_offered_to_a_client_that_would_forget_its_open_documents() {
        let pulls = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
        let offers = |name: &str| {
            let params = json!({"capabilities": pulls, "clientInfo": {"name": name}});
            let client = Capabilities::of_client(&serde_json::from_value(params).unwrap());
            serde_json::to_value(client.offer().diagnostic_provider).unwrap()["workspaceDiagnostics"].clone()
        };
        assert_eq!((offers("Visual Studio Code"), offers("Neovim")), (json!(true), json!(false)));
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
