//! `copydesk init`: a first `copydesk.toml`.

use super::{Failure, print};
use std::io::Write;
use std::process::ExitCode;

const CONFIGURATION: &str = include_str!("init.toml");

pub(super) fn run() -> Result<ExitCode, Failure> {
    let path = std::path::Path::new("copydesk.toml");
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => "copydesk.toml is already here; it was left as it is".to_owned(),
            _ => format!("copydesk.toml could not be written: {error}"),
        })?;
    file.write_all(CONFIGURATION.as_bytes()).map_err(|error| format!("copydesk.toml could not be written: {error}"))?;
    print("Wrote copydesk.toml. Every .txt and .md file below this folder is now an article; run `copydesk check`.\n")
}
