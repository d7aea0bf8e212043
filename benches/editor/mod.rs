//! The server over standard input and output, as an editor sees it: for benchmarks of what a user waits for.

#[path = "../../tests/lsp/frames.rs"]
mod frames;

use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Prints how the times are spread.
pub fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{what}: p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms (n = {})", at(0.5), at(0.9), at(0.99), times.len());
}

/// Whether a message holds the diagnostics of that version.
pub fn is_for(message: &Value, uri: &str, version: i64) -> bool {
    let parameters = &message["params"];
    message["method"] == "textDocument/publishDiagnostics"
        && parameters["uri"] == uri
        && parameters["version"] == version
}

/// A running server, and what it says with the time at which it was heard.
pub struct Server {
    process: Child,
    input: ChildStdin,
    pub messages: Receiver<(Instant, Value)>,
    requests: i64,
}

impl Server {
    pub fn start(folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut output = BufReader::new(process.stdout.take().expect("its output is piped"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = frames::read(&mut output) {
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

    /// Prints the processor time that each of `count` versions took since `before`.
    pub fn report_work(&self, before: Duration, count: usize) {
        let each = (self.processor_time() - before).as_secs_f64() * 1e3 / count.max(1) as f64;
        println!("    processor time of the server for each, all work after it included: {each:.2} ms");
    }

    /// Processor time that the server took so far; zero where the system has no `/proc`.
    pub fn processor_time(&self) -> Duration {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.process.id()));
        let threads = tasks.into_iter().flatten().flatten().map(|task| task.path().join("schedstat"));
        let times = threads.filter_map(|path| std::fs::read_to_string(path).ok());
        let nanoseconds = |line: String| line.split(' ').next().and_then(|time| time.parse::<u64>().ok());
        Duration::from_nanos(times.filter_map(nanoseconds).sum())
    }

    pub fn next(&mut self) -> (Instant, Value) {
        self.messages.recv_timeout(Duration::from_secs(30)).expect("the server answers")
    }

    /// The next diagnostics of that version.
    pub fn diagnostics(&mut self, uri: &str, version: i64) -> Value {
        loop {
            let (_, message) = self.next();
            if is_for(&message, uri, version) {
                return message["params"]["diagnostics"].clone();
            }
        }
    }

    fn send(&mut self, message: Value) {
        self.input.write_all(&frames::frame(&message)).and_then(|()| self.input.flush()).expect("the server reads");
    }

    pub fn notify(&mut self, method: &str, parameters: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    pub fn request(&mut self, method: &str, parameters: Value) -> i64 {
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
