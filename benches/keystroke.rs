//! From a keystroke to its diagnostics, over standard input and output as an editor sees it.
//!
//! `cargo bench --bench keystroke [FOLDER [FILE]]` types into FILE (default: the largest article) of FOLDER (default: the
//! example corpus), one character at a time, and prints how long the diagnostics of each version took, and hover
//! asked for in the same breath.

mod editor;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use editor::{Server, is_for, report};
use serde_json::json;

const TYPED: &str = "The mayor said on Monday that 340 people had left the town, and “more would follow” later. ";
const ROUNDS: usize = 4;

fn main() {
    let arguments: Vec<PathBuf> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).map(PathBuf::from).collect();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood");
    let folder = arguments.first().cloned().unwrap_or(example);
    let folder = std::fs::canonicalize(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let file = arguments.get(1).cloned().unwrap_or_else(|| largest(&folder));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    println!("typing into {} ({} bytes)", file.display(), text.len());

    let mut server = Server::start(&folder);
    let uri = format!("file://{}", file.display());
    let document = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
    server.notify("textDocument/didOpen", json!({ "textDocument": document }));
    server.diagnostics(&uri, 1);
    // Until the corpus is loaded and everything that depends on it was told.
    while server.messages.recv_timeout(Duration::from_secs(2)).is_ok() {}

    let line = text[..text.len() / 2].matches('\n').count();
    let (mut findings, mut hovers, mut version) = (Vec::new(), Vec::new(), 1);
    let before = server.processor_time();
    for _ in 0..ROUNDS {
        for (column, character) in TYPED.chars().enumerate() {
            version += 1;
            let place = json!({ "line": line, "character": column });
            let change = json!({ "range": { "start": place, "end": place }, "text": character.to_string() });
            let start = Instant::now();
            let id = json!({ "uri": uri, "version": version });
            server.notify("textDocument/didChange", json!({ "textDocument": id, "contentChanges": [change] }));
            let hover = server.request("textDocument/hover", json!({ "textDocument": id, "position": place }));
            let (mut told, mut answered) = (None, None);
            while told.is_none() || answered.is_none() {
                let (at, message) = server.next();
                if message["id"] == hover && message.get("method").is_none() {
                    answered = Some(at - start);
                } else if is_for(&message, &uri, version) {
                    told = Some(at - start);
                }
            }
            findings.extend(told);
            hovers.extend(answered);
            std::thread::sleep(Duration::from_millis(30));
        }
    }
    let count = findings.len();
    report("keystroke to diagnostics", findings);
    report("hover asked for with it", hovers);
    server.report_work(before, count);
}

fn largest(folder: &Path) -> PathBuf {
    let mut folders = vec![folder.to_path_buf()];
    let mut articles = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|e| e == "txt") => articles.push(path),
                false => {}
            }
        }
    }
    articles.sort();
    let readable = articles.into_iter().filter(|path| std::fs::read_to_string(path).is_ok());
    readable.max_by_key(|path| path.metadata().map_or(0, |m| m.len())).expect("the folder holds a .txt")
}
