//! From a keystroke to its diagnostics, over standard input and output as an editor sees it.
//!
//! `cargo bench --bench keystroke [FOLDER [FILE]]` types into FILE (default: the largest article) of FOLDER (default: the
//! example corpus), one character at a time, and prints how long the diagnostics of each version took, and hover
//! asked for in the same breath.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

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
    report("keystroke to diagnostics", findings);
    report("hover asked for with it", hovers);
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{what}: p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms (n = {})", at(0.5), at(0.9), at(0.99), times.len());
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

fn is_for(message: &Value, uri: &str, version: i64) -> bool {
    let parameters = &message["params"];
    message["method"] == "textDocument/publishDiagnostics"
        && parameters["uri"] == uri
        && parameters["version"] == version
}

struct Server {
    process: Child,
    input: ChildStdin,
    messages: Receiver<(Instant, Value)>,
    requests: i64,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut output = BufReader::new(process.stdout.take().expect("its output is piped"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send((Instant::now(), message)).is_err() {
                    return;
                }
            }
        });
        let input = process.stdin.take().expect("its input is piped");
        let mut server = Self { process, input, messages, requests: 0 };
        let folder = format!("file://{}", folder.display());
        let initialize = server.request("initialize", json!({ "capabilities": {}, "rootUri": folder }));
        while server.next().1["id"] != initialize {}
        server.notify("initialized", json!({}));
        server
    }

    fn next(&mut self) -> (Instant, Value) {
        self.messages.recv_timeout(Duration::from_secs(30)).expect("the server answers")
    }

    fn diagnostics(&mut self, uri: &str, version: i64) {
        while !is_for(&self.next().1, uri, version) {}
    }

    fn send(&mut self, message: Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.input.write_all(frame.as_bytes()).and_then(|()| self.input.flush()).expect("the server reads");
    }

    fn notify(&mut self, method: &str, parameters: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    fn request(&mut self, method: &str, parameters: Value) -> i64 {
        self.requests += 1;
        self.send(json!({ "jsonrpc": "2.0", "id": self.requests, "method": method, "params": parameters }));
        self.requests
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
