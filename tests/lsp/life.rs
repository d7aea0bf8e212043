//! How the server starts and ends.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, at};

const SLOW: &str = "untitled:slow.txt";
const SOON: Duration = Duration::from_secs(5);

fn with_a_pending_request() -> Client {
    let mut client = Client::ready_with(&[("COPYDESK_TEST_SLOW_MS", "60000")], json!({ "capabilities": {} }));
    client.open(SLOW, "Vladimir Orlov said that the harbour would stay open.\n");
    client.request("textDocument/hover", at(SLOW, 0, 2));
    std::thread::sleep(Duration::from_millis(100));
    client
}

#[test]
fn exit_after_shutdown_ends_with_0_though_input_stays_open() {
    let mut client = Client::ready(json!({}), None);
    assert_eq!(client.call("shutdown", Value::Null)["result"], Value::Null);
    assert_eq!(client.call("textDocument/hover", at(SLOW, 0, 0))["error"]["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn exit_without_shutdown_ends_with_1() {
    let mut client = Client::ready(json!({}), None);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 1);
    let mut client = Client::start(&[]);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 1);
}

#[test]
fn exit_does_not_wait_for_a_pending_request() {
    let mut client = with_a_pending_request();
    client.call("shutdown", Value::Null);
    let start = Instant::now();
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 0);
    assert!(start.elapsed() < SOON);
}

#[test]
fn the_end_of_input_ends_the_server_with_or_without_a_pending_request() {
    for mut client in [Client::ready(json!({}), None), with_a_pending_request()] {
        let start = Instant::now();
        client.hang_up();
        assert_eq!(client.exit_code(), 1);
        assert!(start.elapsed() < SOON);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_death_of_the_clients_process_ends_the_server() {
    let mut parent = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    let mut client = Client::ready_with(&[], json!({ "capabilities": {}, "processId": parent.id() }));
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(client.exit_code(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn an_idle_server_uses_no_processor_time() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    let mut client = Client::ready(json!({}), Some(folder.path()));
    client.open("untitled:a.txt", "Vladimir Orlov said that the harbour would stay open.\n");
    client.diagnostics("untitled:a.txt", 1);
    client.listen(Duration::from_millis(800));
    let ticks = || {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", client.process.id())).unwrap();
        let fields: Vec<&str> = stat[stat.rfind(')').unwrap()..].split(' ').collect();
        fields[12].parse::<u64>().unwrap() + fields[13].parse::<u64>().unwrap()
    };
    let before = ticks();
    std::thread::sleep(Duration::from_secs(3));
    assert!(ticks() - before <= 1, "{} ticks in three seconds", ticks() - before);
}

#[test]
fn messages_sent_without_waiting_for_initialize_are_understood() {
    let mut client = Client::start(&[]);
    let initialize = client.prepared("initialize", json!({ "capabilities": {} }));
    let initialized = crate::client::notification("initialized", json!({}));
    let document = json!({ "uri": SLOW, "languageId": "plaintext", "version": 1, "text": "He said “no.\n" });
    let open = crate::client::notification("textDocument/didOpen", json!({ "textDocument": document }));
    client.send_all(&[initialize, initialized, open]);
    client.diagnostics(SLOW, 1);
}

#[test]
fn broken_messages_are_answered_and_the_next_one_understood() {
    let mut client = Client::ready(json!({}), None);
    client.write(b"Content-Length: 9\r\n\r\n{\"bad\": x");
    client.write(b"content-length:2\r\n\r\n[]");
    client.write(b"Content-Length: 4\r\n\r\n\xff\xfe\xff\xfe");
    assert_eq!(client.call("no/such/method", json!({}))["error"]["code"], -32601);
    assert_eq!(client.call("$/no/such/method", json!({}))["error"]["code"], -32601);
    assert_eq!(client.call("textDocument/hover", json!({ "x": 1 }))["error"]["code"], -32602);
}

#[test]
fn nothing_is_answered_before_initialize_or_initialized_twice() {
    let mut client = Client::start(&[]);
    assert_eq!(client.call("textDocument/hover", at(SLOW, 0, 0))["error"]["code"], -32002);
    assert!(client.call("initialize", json!({ "capabilities": {} })).get("result").is_some());
    assert!(client.call("initialize", json!({ "capabilities": {} })).get("error").is_some());
}
