//! Order, freshness, and what a slow request may not do to others.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::{Client, LIMIT, at, change, notification};

const FAST: &str = "untitled:fast.txt";
const SLOW: &str = "untitled:slow.txt";
const TEXT: &str = "Vladimir Orlov said on Monday that the harbour would stay open.\n";
const NO_ONE_WAITS_LONGER: Duration = Duration::from_millis(1500);

fn slow_server(ms: &str) -> Client {
    let mut client = Client::ready_with(&[("COPYDESK_TEST_SLOW_MS", ms)], json!({ "capabilities": {} }));
    client.open(FAST, TEXT);
    client.open(SLOW, TEXT);
    client.diagnostics(SLOW, 1);
    client
}

#[test]
fn edits_are_applied_in_order_and_a_hover_in_the_same_breath_sees_them_all() {
    let mut client = Client::ready(json!({}), None);
    client.open(FAST, " said on Monday that the harbour would stay open.\n");
    let name = "Vladimir Orlov";
    let mut messages: Vec<_> = name
        .chars()
        .enumerate()
        .map(|(i, c)| {
            let place = json!({ "line": 0, "character": i });
            let edit = json!([{ "range": { "start": place, "end": place }, "text": c.to_string() }]);
            notification("textDocument/didChange", change(FAST, i as i64 + 2, edit))
        })
        .collect();
    let hover = client.prepared("textDocument/hover", at(FAST, 0, 2));
    messages.push(hover.clone());
    // An edit behind the hover is not the hover's business.
    messages.push(notification("textDocument/didChange", change(FAST, 99, json!([{ "text": "Nothing." }]))));
    client.send_all(&messages);
    let answer = client.answer(hover["id"].as_i64().unwrap());
    let shown = answer["result"]["contents"]["value"].as_str().unwrap_or_default();
    assert!(shown.contains(name), "{answer}");
}

#[test]
fn a_slow_request_holds_up_nobody() {
    let mut client = slow_server("3000");
    let slow = client.request("textDocument/hover", at(SLOW, 0, 2));
    std::thread::sleep(Duration::from_millis(50));
    let start = Instant::now();
    client.call("textDocument/hover", at(FAST, 0, 2));
    client.replace(FAST, 2, "He said “this is open.\n");
    client.diagnostics(FAST, 2);
    assert!(start.elapsed() < NO_ONE_WAITS_LONGER, "{:?}", start.elapsed());
    assert!(client.answer(slow).get("result").is_some());
}

#[test]
fn cancelled_requests_are_answered_at_once_with_130_messages_before_them() {
    let mut client = slow_server("60000");
    let slow: Vec<i64> = (0..4).map(|_| client.request("textDocument/hover", at(SLOW, 0, 2))).collect();
    std::thread::sleep(Duration::from_millis(50));
    let mut messages: Vec<_> = (0..130)
        .map(|i| notification("textDocument/didChange", change(FAST, i + 2, json!([{ "text": TEXT }]))))
        .collect();
    messages.extend(slow.iter().map(|id| notification("$/cancelRequest", json!({ "id": id }))));
    let start = Instant::now();
    client.send_all(&messages);
    client.call("textDocument/hover", at(FAST, 0, 2));
    for id in slow {
        assert_eq!(client.answer(id)["error"]["code"], -32800);
    }
    assert!(start.elapsed() < NO_ONE_WAITS_LONGER, "{:?}", start.elapsed());
}

#[test]
fn a_client_that_answers_no_request_wedges_nothing() {
    let capabilities = json!({
        "window": { "workDoneProgress": true },
        "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true }, "configuration": true },
    });
    let mut client = Client::ready(capabilities, None);
    client.answers = false;
    client.heard_that("files are to be watched", |m| m["method"] == "client/registerCapability");
    client.open(FAST, TEXT);
    let messages: Vec<_> = (0..130)
        .map(|i| notification("textDocument/didChange", change(FAST, i + 2, json!([{ "text": TEXT }]))))
        .collect();
    client.send_all(&messages);
    client.diagnostics(FAST, 131);
    assert!(client.call("textDocument/hover", at(FAST, 0, 2)).get("result").is_some());
}

#[test]
fn a_client_that_stops_reading_can_still_write() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut server = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = server.stdin.take().unwrap();
    let (done, finished) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let request = |id, method: &str, parameters| {
            let mut request = notification(method, parameters);
            request["id"] = json!(id);
            crate::client::frame(&request)
        };
        input.write_all(&request(0, "initialize", json!({ "capabilities": {} }))).unwrap();
        input.write_all(&crate::client::frame(&notification("initialized", json!({})))).unwrap();
        for id in 1..=20_000 {
            input.write_all(&request(id, "textDocument/hover", at(FAST, 0, 0))).unwrap();
        }
        done.send(input).unwrap();
    });
    assert!(finished.recv_timeout(LIMIT).is_ok(), "the client was blocked while writing");
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn five_hundred_requests_at_once_are_all_answered() {
    let mut client = Client::ready(json!({}), None);
    client.open(FAST, TEXT);
    let requests: Vec<_> = (0..500).map(|i| client.prepared("textDocument/hover", at(FAST, 0, i % 60))).collect();
    client.send_all(&requests);
    for request in requests {
        assert!(client.answer(request["id"].as_i64().unwrap()).get("result").is_some());
    }
}

#[test]
fn columns_are_counted_as_agreed() {
    for (encoding, column) in [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)] {
        let mut client = Client::ready(json!({ "general": { "positionEncodings": [encoding] } }), None);
        client.open(FAST, "😀 said Vladimir Orlov, the mayor.\n");
        let name = column + " said ".len() as u32;
        let answer = client.call("textDocument/hover", at(FAST, 0, name + 1));
        assert_eq!(answer["result"]["range"]["start"]["character"], name, "{encoding}: {answer}");
    }
}
