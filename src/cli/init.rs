//! `copydesk init`: a first `copydesk.toml`, with what each key does, and the schema by which editors complete it.

use super::{Failure, print};
use crate::workspace::{FILE_NAME, annotated, json_schema_text};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

/// Name of the schema beside the file: hidden, because it is for editors alone.
const SCHEMA: &str = ".copydesk.schema.json";

pub(super) fn run() -> Result<ExitCode, Failure> {
    write_new(FILE_NAME, &annotated(&format!("./{SCHEMA}")))?;
    // One that is already there serves as well.
    if !Path::new(SCHEMA).exists() {
        write_new(SCHEMA, &json_schema_text())?;
    }
    print("Wrote copydesk.toml. Every .txt and .md file below this folder is now an article; run `copydesk check`.\n")
}

fn write_new(name: &str, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => format!("{name} is already here; it was left as it is"),
        _ => format!("{name} could not be written: {error}"),
    };
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(name).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
