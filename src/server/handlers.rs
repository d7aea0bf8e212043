//! The protocol's methods, each handed to its file under `requests`.

use std::sync::Arc;

use serde::Serialize;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::analysis::{self, ARRIVAL, Context};
use super::host::Host;
use super::requests;

/// Items of one part of a long answer.
const PART: usize = 500;

/// Answers requests; what changes state never gets here (see [`super::ordered`]).
pub(super) struct Handlers {
    pub host: Arc<Host>,
}

impl Handlers {
    async fn answer<P, R>(&self, params: P, run: fn(&Context, P) -> Result<R>) -> Result<R>
    where
        P: Send + 'static,
        R: Send + 'static,
    {
        let snapshot = ARRIVAL.try_with(Clone::clone).unwrap_or_else(|_| self.host.session.snapshot());
        let (client, session) = (self.host.capabilities(), self.host.session.clone());
        analysis::run(Context { snapshot, client, session, host: self.host.clone() }, params, run).await
    }

    /// `copydesk/figures`
    pub(super) async fn figures(&self, params: requests::sheet::Asked) -> Result<serde_json::Value> {
        self.answer(params, requests::figure_sheet::run).await
    }

    /// `copydesk/quotes`
    pub(super) async fn quotes(&self, params: requests::sheet::Asked) -> Result<serde_json::Value> {
        self.answer(params, requests::quote_sheet::run).await
    }

    /// `copydesk/reading`
    pub(super) async fn reading(&self, params: TextDocumentIdentifier) -> Result<Option<serde_json::Value>> {
        self.answer(params, requests::reading::run).await
    }

    /// Gives a long list part by part where the client wants it so: the answer itself is then empty.
    fn in_parts<T: Serialize>(&self, token: Option<ProgressToken>, mut items: Vec<T>) -> Vec<T> {
        let Some(token) = token.filter(|_| items.len() > PART) else { return items };
        items.chunks(PART).for_each(|part| self.host.send_part(&token, &part));
        items.clear();
        items
    }

    /// Tells the client that what it asked for is being worked on, until the value is dropped.
    fn begin(&self, params: &WorkDoneProgressParams, title: &str) -> Option<Work> {
        let token = params.work_done_token.clone()?;
        let begin = WorkDoneProgressBegin { title: title.to_owned(), ..WorkDoneProgressBegin::default() };
        self.host.send_part(&token, &WorkDoneProgress::Begin(begin));
        Some(Work { host: self.host.clone(), token })
    }
}

/// Work that the client was told of.
struct Work {
    host: Arc<Host>,
    token: ProgressToken,
}

impl Drop for Work {
    fn drop(&mut self) {
        let end = WorkDoneProgressEnd { message: None };
        self.host.send_part(&self.token, &WorkDoneProgress::End(end));
    }
}

impl LanguageServer for Handlers {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult {
            capabilities: self.host.initialize(&params).offer(),
            server_info: Some(ServerInfo { name: "copydesk".into(), version: Some(env!("CARGO_PKG_VERSION").into()) }),
            ..InitializeResult::default()
        })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.answer(params, requests::hover::run).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.answer(params, requests::definition::run).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let work = self.begin(&params.work_done_progress_params, "Looking for references");
        let token = params.partial_result_params.partial_result_token.clone();
        let found = self.answer(params, requests::references::run).await?;
        let found = found.map(|found| self.in_parts(token, found));
        drop(work);
        Ok(found)
    }

    async fn goto_declaration(
        &self,
        params: request::GotoDeclarationParams,
    ) -> Result<Option<request::GotoDeclarationResponse>> {
        self.answer(params, requests::declaration::run).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        self.answer(params, requests::call_hierarchy::prepare).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let token = params.partial_result_params.partial_result_token.clone();
        let calls = self.answer(params, requests::call_hierarchy::incoming).await?;
        Ok(calls.map(|calls| self.in_parts(token, calls)))
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let token = params.partial_result_params.partial_result_token.clone();
        let calls = self.answer(params, requests::call_hierarchy::outgoing).await?;
        Ok(calls.map(|calls| self.in_parts(token, calls)))
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.answer(params, requests::document_link::run).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        self.answer(params, requests::rename::prepare).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.answer(params, requests::rename::run).await
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        self.answer(params, requests::will_rename_files::run).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        requests::workspace_diagnostic::run(&self.host, params).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        self.answer(params, requests::semantic_tokens::delta).await
    }

    async fn inlay_hint_resolve(&self, hint: InlayHint) -> Result<InlayHint> {
        self.answer(hint, requests::inlay_hint::resolve).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.answer(params, requests::document_symbol::run).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        self.answer(params, requests::diagnostic::run).await
    }

    async fn goto_implementation(
        &self,
        params: request::GotoImplementationParams,
    ) -> Result<Option<request::GotoImplementationResponse>> {
        self.answer(params, requests::implementation::run).await
    }

    async fn goto_type_definition(
        &self,
        params: request::GotoTypeDefinitionParams,
    ) -> Result<Option<request::GotoTypeDefinitionResponse>> {
        self.answer(params, requests::type_definition::run).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        self.answer(params, requests::document_highlight::run).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.answer(params, requests::folding_range::run).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.answer(params, requests::selection_range::run).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        self.answer(params, requests::semantic_tokens::full).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.answer(params, requests::semantic_tokens::range).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.answer(params, requests::inlay_hint::run).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.answer(params, requests::completion::run).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.answer(params, requests::code_lens::run).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        self.answer(params, requests::dismiss::run).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.answer(params, requests::code_action::run).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        self.answer(action, requests::fix_all::resolve).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let work = self.begin(&params.work_done_progress_params, "Looking for names");
        let token = params.partial_result_params.partial_result_token.clone();
        let found = self.answer(params, requests::workspace_symbol::run).await?;
        let found = WorkspaceSymbolResponse::Flat(self.in_parts(token, found));
        drop(work);
        Ok(Some(found))
    }
}
