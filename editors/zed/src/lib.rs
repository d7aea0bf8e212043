//! copydesk in Zed: where the program is and how it is started. Everything else is the server's.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

/// The name of the language server in Zed's settings.
const SERVER: &str = "copydesk";

struct Copydesk;

impl zed::Extension for Copydesk {
    fn new() -> Self {
        Self
    }

    /// The program that `lsp.copydesk.binary` names in the settings, else the one on the worktree's PATH.
    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(SERVER, worktree).ok().and_then(|settings| settings.binary);
        let (path, arguments) = binary.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path.or_else(|| worktree.which(SERVER)).ok_or(
            "The copydesk program was not found on PATH. Install it (\"cargo install --path .\" in the copydesk \
             sources), or name it in the settings: \"lsp\": { \"copydesk\": { \"binary\": { \"path\": \"…\" } } }",
        )?;
        Ok(Command { command, args: arguments.unwrap_or_else(|| vec!["lsp".into()]), env: worktree.shell_env() })
    }

    /// What `lsp.copydesk.settings` says goes to the server: `findings`, `inlayHints`, `codeLens`.
    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        let settings = LspSettings::for_worktree(SERVER, worktree).ok().and_then(|settings| settings.settings);
        Ok(settings.map(|settings| zed::serde_json::json!({ "copydesk": settings })))
    }
}

zed::register_extension!(Copydesk);
