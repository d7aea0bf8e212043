//! From a keystroke to its diagnostics, over standard input and output as an editor sees it.
//!
//! `cargo bench --bench keystroke [FOLDER [FILE]] [BYTES]` types into FILE (default: the largest article) of FOLDER
//! (default: the example corpus), one character at a time, and prints how long the diagnostics of each version took, and
//! hover asked for in the same breath. Before that it changes a figure that another article contradicts, with that article
//! open beside it, and prints how long the other one's diagnostics took. With BYTES the texts of the folder's other articles
//! are put behind the file's own in the editor until it has so many; the file stays as it is.

mod editor;
mod typed;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use editor::{Server, is_for, report};
use serde_json::{Value, json};
use typed::{TYPED, arguments};

const ROUNDS: usize = 4;
const CHANGES: usize = 40;

fn main() {
    let (folder, file, bytes) = arguments();
    let folder = std::fs::canonicalize(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let file = file.unwrap_or_else(|| largest(&folder));
    let mut text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    if let Some(bytes) = bytes {
        lengthen(&mut text, &folder, &file, bytes);
    }
    println!("typing into {} ({} bytes)", file.display(), text.len());

    let mut server = Server::start(&folder);
    let uri = format!("file://{}", file.display());
    let document = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
    server.notify("textDocument/didOpen", json!({ "textDocument": document }));
    // Until the corpus is loaded and everything that depends on it was told.
    let mut shown = server.diagnostics(&uri, 1);
    while let Ok((_, message)) = server.messages.recv_timeout(Duration::from_secs(2)) {
        if is_for(&message, &uri, 1) {
            shown = message["params"]["diagnostics"].clone();
        }
    }
    let mut version = 1;
    match contradicted(&shown, &text) {
        Some((other, place)) => change_figure(&mut server, &uri, &folder.join(other), place, &mut version),
        None => println!("no other article contradicts a figure of this one"),
    }

    let line = text[..text.len() / 2].matches('\n').count();
    let (mut findings, mut hovers) = (Vec::new(), Vec::new());
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

/// A digit with its line and column.
type Digit<'a> = (usize, usize, &'a str);

/// An article that contradicts a figure of the text, and the figure's first digit.
fn contradicted<'a>(shown: &Value, text: &'a str) -> Option<(String, Digit<'a>)> {
    shown.as_array()?.iter().filter(|d| d["code"] == "figure-conflict").find_map(|d| {
        // A client that announces no related places is told them behind the message: "… [wire/a.txt:3, …]".
        let (other, _) = d["message"].as_str()?.rsplit_once(" [")?.1.split_once(':')?;
        let (line, start) =
            (d["range"]["start"]["line"].as_u64()? as usize, d["range"]["start"]["character"].as_u64()? as usize);
        let written = text.lines().nth(line)?;
        let digit = written.get(start..)?.find(|c: char| c.is_ascii_digit())?;
        let column = start + digit;
        written.is_ascii().then(|| (other.to_owned(), (line, column, &written[column..column + 1])))
    })
}

/// Makes a figure none and one again many times and prints how long the diagnostics of the `other` article took that change with it.
fn change_figure(server: &mut Server, uri: &str, other: &Path, (line, column, digit): Digit, version: &mut i64) {
    let Ok(text) = std::fs::read_to_string(other) else { return };
    let there = format!("file://{}", other.display());
    let document = json!({ "uri": there, "languageId": "plaintext", "version": 1, "text": text });
    server.notify("textDocument/didOpen", json!({ "textDocument": document }));
    while server.messages.recv_timeout(Duration::from_secs(2)).is_ok() {}
    let (mut times, mut same) = (Vec::new(), 0);
    for round in 0..CHANGES {
        *version += 1;
        let range =
            json!({ "start": { "line": line, "character": column }, "end": { "line": line, "character": column + 1 } });
        let change = json!({ "range": range, "text": if round % 2 == 0 { "x" } else { digit } });
        let start = Instant::now();
        let id = json!({ "uri": uri, "version": *version });
        server.notify("textDocument/didChange", json!({ "textDocument": id, "contentChanges": [change] }));
        let mut told = None;
        while let Ok((at, message)) = server.messages.recv_timeout(Duration::from_millis(500)) {
            if is_for(&message, &there, 1) {
                told = told.or(Some(at - start));
            }
        }
        same += usize::from(told.is_none());
        times.extend(told);
    }
    server.notify("textDocument/didClose", json!({ "textDocument": { "uri": there } }));
    while server.messages.recv_timeout(Duration::from_secs(1)).is_ok() {}
    if !times.is_empty() {
        report("figure changed to another article's diagnostics", times);
    }
    println!("    {same} of {CHANGES} changes left the other article's diagnostics as they were");
}

/// Puts the texts of the other articles behind this one, in the order of their paths and again from the first, until it
/// has so many bytes.
fn lengthen(text: &mut String, folder: &Path, file: &Path, bytes: usize) {
    let all = articles(folder);
    for path in all.iter().filter(|path| *path != file).cycle().take(bytes) {
        if text.len() >= bytes {
            return;
        }
        if let Ok(other) = std::fs::read_to_string(path) {
            text.push_str("\n\n");
            text.push_str(&other);
        }
    }
}

fn largest(folder: &Path) -> PathBuf {
    let readable = articles(folder).into_iter().filter(|path| std::fs::read_to_string(path).is_ok());
    readable.max_by_key(|path| path.metadata().map_or(0, |m| m.len())).expect("the folder holds a .txt")
}

fn articles(folder: &Path) -> Vec<PathBuf> {
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
    articles
}
