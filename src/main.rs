//! The `copydesk` program: hands its arguments to [`copydesk::cli`].

use std::process::ExitCode;

/// Two fifths of a check were spent in the system's allocator, most of it waiting for the other thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    copydesk::cli::run(std::env::args_os())
}
