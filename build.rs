//! Compresses the models that are built in, and says what `copydesk --version` says of the build: the target, and the
//! commit where an optimised build is made in a clone.
//!
//! Nothing is run and nothing fetched: the commit is read from git's own files, or given as `COPYDESK_COMMIT` by those who
//! build from an archive.

use std::path::{Path, PathBuf};

/// The models, without their ending.
const MODELS: [&str; 6] = ["attribution", "lemmas", "lexicon", "parser", "rarity", "tagger"];

/// The highest level that needs no more memory to unpack.
const LEVEL: i32 = 19;

fn main() {
    let [root, out] =
        ["CARGO_MANIFEST_DIR", "OUT_DIR"].map(|name| PathBuf::from(std::env::var_os(name).expect("cargo sets it")));
    for name in MODELS {
        let path = root.join(format!("models/{name}.bin"));
        println!("cargo:rerun-if-changed={}", path.display());
        let raw = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let packed = zstd::bulk::compress(&raw, LEVEL).expect("memory suffices");
        std::fs::write(out.join(format!("{name}.zst")), packed).expect("cargo's folder can be written");
    }
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=COPYDESK_COMMIT");
    // A debug build is not made anew for each commit.
    let optimised = std::env::var("OPT_LEVEL").is_ok_and(|level| level == "3");
    let commit = std::env::var("COPYDESK_COMMIT").ok().or_else(|| optimised.then(commit).flatten());
    let commit = commit.filter(|commit| commit.len() >= 9 && commit.bytes().all(|b| b.is_ascii_hexdigit()));
    let commit = commit.map(|commit| format!("{}, ", &commit[..9])).unwrap_or_default();
    let [version, target] = ["CARGO_PKG_VERSION", "TARGET"].map(|name| std::env::var(name).unwrap_or_default());
    println!("cargo:rustc-env=COPYDESK_VERSION={version} ({commit}{target})");
}

/// The commit that is checked out where this crate is the root of a clone.
fn commit() -> Option<String> {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR")?);
    let git = match std::fs::read_to_string(root.join(".git")) {
        // A work tree of a clone elsewhere.
        Ok(pointer) => root.join(pointer.strip_prefix("gitdir:")?.trim()),
        Err(_) => root.join(".git"),
    };
    let head = watched(&git.join("HEAD"))?;
    let Some(name) = head.strip_prefix("ref:").map(str::trim) else { return Some(head) };
    let common = match std::fs::read_to_string(git.join("commondir")) {
        Ok(path) => git.join(path.trim()),
        Err(_) => git,
    };
    watched(&common.join(name)).or_else(|| {
        let packed = watched(&common.join("packed-refs"))?;
        let line = packed.lines().find(|line| line.ends_with(&format!(" {name}")))?;
        line.split(' ').next().map(str::to_owned)
    })
}

/// The text of a file; the build is made anew when it changes.
fn watched(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    println!("cargo:rerun-if-changed={}", path.display());
    Some(text.trim().to_owned())
}
