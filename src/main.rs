//! The `copydesk` program: hands its arguments to [`copydesk::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    copydesk::cli::run(std::env::args_os())
}
