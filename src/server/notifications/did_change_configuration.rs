//! `workspace/didChangeConfiguration`

use tower_lsp::ls_types::DidChangeConfigurationParams;

use crate::server::background::Outgoing;
use crate::server::host::Host;

/// Settings are asked for where the client answers such questions; what it sends along counts elsewhere.
pub(super) fn run(host: &Host, params: DidChangeConfigurationParams) {
    if host.capabilities().configuration {
        host.send(Outgoing::AskSettings);
    } else if params.settings.is_object() {
        host.set_settings(&params.settings);
    }
}
