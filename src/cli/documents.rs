//! What packagers and editors ask for: completions of the shells, the manual page, the schema of `copydesk.toml`.

use super::{Arguments, Failure, print};
use clap::CommandFactory;
use std::process::ExitCode;

/// Completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<ExitCode, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "copydesk", &mut out);
    print(&String::from_utf8_lossy(&out))
}

/// The manual page, with a section for each command.
pub(super) fn manual() -> Result<ExitCode, Failure> {
    let mut out = Vec::new();
    let failed = |error: std::io::Error| format!("could not write: {error}");
    let command = Arguments::command();
    clap_mangen::Man::new(command.clone()).render(&mut out).map_err(failed)?;
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        let page = clap_mangen::Man::new(command.clone());
        out.extend(format!(".SH COPYDESK {}\n", command.get_name().to_uppercase()).bytes());
        page.render_description_section(&mut out).map_err(failed)?;
        page.render_options_section(&mut out).map_err(failed)?;
    }
    print(&String::from_utf8_lossy(&out))
}

/// The JSON Schema of `copydesk.toml`.
pub(super) fn schema() -> Result<ExitCode, Failure> {
    print(&crate::workspace::json_schema_text())
}
