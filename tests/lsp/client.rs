//! A language client that does exactly what a test says, and remembers all that it is told.

use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub use crate::frames::frame;
use crate::frames::read;

/// Longer than anything that a test waits for takes on a busy machine.
pub const LIMIT: Duration = Duration::from_secs(20);

pub struct Client {
    pub process: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Notifications and requests from the server, in order, with what they were.
    pub heard: Vec<Value>,
    /// Whether requests of the server are answered (with `null`).
    pub answers: bool,
    next: i64,
    early: Vec<Value>,
}

impl Client {
    /// Starts the server and says nothing yet.
    pub fn start(environment: &[(&str, &str)]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .arg("lsp")
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = process.stdin.take();
        Self { process, input, messages, heard: Vec::new(), answers: true, next: 0, early: Vec::new() }
    }

    /// Starts the server and makes it ready for these capabilities, with `folder` open.
    pub fn ready(capabilities: Value, folder: Option<&Path>) -> Self {
        Self::ready_with(&[], json!({ "capabilities": capabilities, "rootUri": folder.map(uri) }))
    }

    pub fn ready_with(environment: &[(&str, &str)], parameters: Value) -> Self {
        let mut client = Self::start(environment);
        let answer = client.call("initialize", parameters);
        assert!(answer["result"]["capabilities"].is_object(), "{answer}");
        client.notify("initialized", json!({}));
        client
    }

    pub fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).and_then(|()| input.flush()).unwrap();
    }

    /// Sends several messages in one piece.
    pub fn send_all(&mut self, messages: &[Value]) {
        let bytes: Vec<u8> = messages.iter().flat_map(frame).collect();
        self.write(&bytes);
    }

    pub fn notify(&mut self, method: &str, parameters: Value) {
        self.send_all(&[notification(method, parameters)]);
    }

    /// Sends a request and gives its id.
    pub fn request(&mut self, method: &str, parameters: Value) -> i64 {
        let request = self.prepared(method, parameters);
        self.send_all(std::slice::from_ref(&request));
        request["id"].as_i64().unwrap()
    }

    /// A request to be sent later.
    pub fn prepared(&mut self, method: &str, parameters: Value) -> Value {
        self.next += 1;
        let mut request = notification(method, parameters);
        request["id"] = self.next.into();
        request
    }

    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        let id = self.request(method, parameters);
        self.answer(id)
    }

    /// Waits for the answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        self.answer_within(id, LIMIT).unwrap_or_else(|| panic!("request {id} was not answered"))
    }

    pub fn answer_within(&mut self, id: i64, limit: Duration) -> Option<Value> {
        let is_it = |m: &Value| m["id"] == id && m.get("method").is_none();
        if let Some(index) = self.early.iter().position(is_it) {
            return Some(self.early.remove(index));
        }
        let end = Instant::now() + limit;
        loop {
            match self.take_in(end) {
                Taken::Answer(message) if is_it(&message) => return Some(message),
                Taken::Answer(message) => self.early.push(message),
                Taken::Heard => {}
                Taken::Nothing => return None,
            }
        }
    }

    /// Waits until the server has said something for which `wanted` holds, before or after this call.
    pub fn heard_that(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + LIMIT;
        let mut seen = 0;
        loop {
            if let Some(found) = self.heard[seen..].iter().find(|message| wanted(message)) {
                return found.clone();
            }
            seen = self.heard.len();
            match self.take_in(end) {
                Taken::Answer(answer) => self.early.push(answer),
                Taken::Heard => {}
                Taken::Nothing => panic!("never heard that {what}; heard {:#?}", self.heard),
            }
        }
    }

    /// Listens for a while without waiting for anything.
    pub fn listen(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            if let Taken::Answer(answer) = self.take_in(end) {
                self.early.push(answer);
            }
        }
    }

    /// Takes in one message: an answer is given back, anything else remembered.
    fn take_in(&mut self, end: Instant) -> Taken {
        match self.messages.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(message) if message.get("method").is_none() => Taken::Answer(message),
            Ok(message) => {
                if message.get("id").is_some() && self.answers {
                    self.send_all(&[json!({ "jsonrpc": "2.0", "id": message["id"], "result": null })]);
                }
                self.heard.push(message);
                Taken::Heard
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Taken::Nothing,
        }
    }

    /// What the server said about a document the last time, as `(version, diagnostics)`.
    pub fn published(&self, uri: &str) -> Option<(Value, Vec<Value>)> {
        let last = self.heard.iter().rev().find(|m| is_published(m, uri))?;
        Some((last["params"]["version"].clone(), last["params"]["diagnostics"].as_array().unwrap().clone()))
    }

    /// Waits for diagnostics of that version of a document.
    pub fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let heard = self.heard_that(&format!("version {version} of {uri} has diagnostics"), |m| {
            is_published(m, uri) && m["params"]["version"] == version
        });
        heard["params"]["diagnostics"].as_array().unwrap().clone()
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn replace(&mut self, uri: &str, version: i64, text: &str) {
        self.notify("textDocument/didChange", change(uri, version, json!([{ "text": text }])));
    }

    /// Closes the server's standard input.
    pub fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the process and gives its exit code.
    pub fn exit_code(&mut self) -> i32 {
        let end = Instant::now() + LIMIT;
        while Instant::now() < end {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code().unwrap();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the server is still running");
    }
}

enum Taken {
    Answer(Value),
    Heard,
    Nothing,
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub fn notification(method: &str, parameters: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": parameters })
}

pub fn change(uri: &str, version: i64, changes: Value) -> Value {
    json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes })
}

pub fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn is_published(message: &Value, uri: &str) -> bool {
    message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
}
