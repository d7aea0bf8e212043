//! What the server offers to a client, as far as the client can make use of it.

use tower_lsp::ls_types::*;

use super::capabilities::Capabilities;
use crate::text::Encoding;

/// Characters after which completions are of interest without being asked for.
const TRIGGERS: [&str; 7] = ["\"", "“", "”", "\t", ":", "@", "("];

const WITH_PROGRESS: WorkDoneProgressOptions = WorkDoneProgressOptions { work_done_progress: Some(true) };

impl Capabilities {
    /// What the server offers to this client.
    pub(super) fn offer(&self) -> ServerCapabilities {
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
            declaration_provider: Some(DeclarationCapability::Simple(true)),
            implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
            type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
            references_provider: Some(OneOf::Right(ReferenceOptions { work_done_progress_options: WITH_PROGRESS })),
            call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            workspace_symbol_provider: Some(OneOf::Right(WorkspaceSymbolOptions {
                work_done_progress_options: WITH_PROGRESS,
                resolve_provider: None,
            })),
            document_highlight_provider: Some(OneOf::Left(true)),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            rename_provider: Some(match self.prepares_rename {
                true => OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                }),
                false => OneOf::Left(true),
            }),
            inlay_hint_provider: Some(match self.resolves_hints {
                true => OneOf::Right(InlayHintServerCapabilities::Options(InlayHintOptions {
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                    resolve_provider: Some(true),
                })),
                false => OneOf::Left(true),
            }),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(TRIGGERS.map(String::from).to_vec()),
                ..CompletionOptions::default()
            }),
            // A lens carries its command: resolved ones would show blank rows first.
            code_lens_provider: Some(CodeLensOptions { resolve_provider: None }),
            semantic_tokens_provider: Some(self.offer_tokens()),
            code_action_provider: self.code_action_literals.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, super::requests::fix_all::KIND]),
                    resolve_provider: self.resolves_actions.then_some(true),
                    ..CodeActionOptions::default()
                })
            }),
            diagnostic_provider: self.pulls.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: None,
                    inter_file_dependencies: true,
                    workspace_diagnostics: self.refreshes_documents,
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                })
            }),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: vec![super::requests::dismiss::COMMAND.into()],
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            workspace: Some(self.offer_workspace()),
            ..ServerCapabilities::default()
        }
    }

    fn offer_tokens(&self) -> SemanticTokensServerCapabilities {
        let full = match self.token_deltas {
            true => SemanticTokensFullOptions::Delta { delta: Some(true) },
            false => SemanticTokensFullOptions::Bool(true),
        };
        SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
            work_done_progress_options: WorkDoneProgressOptions::default(),
            legend: super::to_proto::token_legend(),
            range: Some(true),
            full: Some(full),
        })
    }

    fn offer_workspace(&self) -> WorkspaceServerCapabilities {
        let folders =
            WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
        let files = |glob: &str, kind| FileOperationFilter {
            scheme: Some("file".into()),
            pattern: FileOperationPattern { glob: glob.into(), matches: Some(kind), options: None },
        };
        let renamed = || FileOperationRegistrationOptions {
            filters: vec![files("**/*", FileOperationPatternKind::File), files("**", FileOperationPatternKind::Folder)],
        };
        let operations = WorkspaceFileOperationsServerCapabilities {
            will_rename: Some(renamed()),
            ..WorkspaceFileOperationsServerCapabilities::default()
        };
        WorkspaceServerCapabilities {
            workspace_folders: Some(folders),
            file_operations: self.will_rename.then_some(operations),
        }
    }
}
