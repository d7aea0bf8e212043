//! Clients that die, lie or talk nonsense, several programs on one corpus, and articles that try to speak to the editor.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use pulldown_cmark::{Event, Parser, Tag};
use serde_json::{Value, json};

use crate::client::{Client, at, change, uri};

const SAID: &str = "---\ndate: 2026-03-03\n---\nThe sea broke through the Eastgate wall in Port Alder. The flood killed 12 people in \
    Port Alder, the harbourmaster, Ines Marrow, said on Monday.\n";

fn corpus(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_is_gone_within_a_second_of_its_editor() {
    // The editor's process dies, and another one still holds the pipe open.
    let mut editor = Command::new("sleep").arg("600").spawn().unwrap();
    let mut client = Client::ready_with(&[], json!({ "capabilities": {}, "processId": editor.id() }));
    client.open("untitled:a.txt", SAID);
    client.diagnostics("untitled:a.txt", 1);
    editor.kill().unwrap();
    editor.wait().unwrap();
    let start = Instant::now();
    assert_eq!(client.exit_code(), 1);
    // A second, and as much again for a machine that is busy with other tests.
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn edits_out_of_range_and_of_unknown_documents_leave_the_server_well() {
    let mut client = Client::ready(json!({}), None);
    let document = "untitled:a.txt";
    client.open(document, "He said “no.\n");
    let range = |a: (u64, u64), b: (u64, u64)| json!({ "start": { "line": a.0, "character": a.1 }, "end": { "line": b.0, "character": b.1 } });
    let huge = u64::from(u32::MAX);
    let edits = json!([
        { "range": range((huge, huge), (huge, huge)), "text": "The mayor left.\n" },
        { "range": range((1, 9), (0, 2)), "text": "x" },
        { "range": range((0, huge), (0, 0)), "text": "He said “no. It is not known why he left the hall.\n" },
    ]);
    client.notify("textDocument/didChange", change(document, 2, edits));
    client.notify("textDocument/didChange", change("untitled:never-opened.txt", 7, json!([{ "text": "x" }])));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": "untitled:never-opened.txt" } }));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": "untitled:never-opened.txt" } }));
    client.diagnostics(document, 2);
    for position in [at(document, u32::MAX, u32::MAX), at(document, 0, u32::MAX), at("file:///no/such/file.txt", 1, 1)]
    {
        for method in ["hover", "definition", "references", "documentHighlight", "completion"] {
            let mut parameters = position.clone();
            parameters["context"] = json!({ "includeDeclaration": true, "triggerKind": 1 });
            let answer = client.call(&format!("textDocument/{method}"), parameters);
            assert!(answer.get("error").is_none(), "{method}: {answer}");
        }
    }
}

#[test]
fn notifications_with_nonsense_for_parameters_are_ignored() {
    let mut client = Client::ready(json!({}), None);
    for parameters in [json!(null), json!({}), json!([1]), json!({ "textDocument": { "uri": 7 } }), json!("x")] {
        for method in ["didOpen", "didChange", "didClose", "didSave"] {
            client.notify(&format!("textDocument/{method}"), parameters.clone());
        }
        for method in ["workspace/didChangeWatchedFiles", "workspace/didChangeWorkspaceFolders", "no/such", "$/no"] {
            client.notify(method, parameters.clone());
        }
    }
    let not_a_uri = json!({ "uri": "::::", "languageId": "x", "version": -1, "text": "He said “no." });
    client.notify("textDocument/didOpen", json!({ "textDocument": not_a_uri }));
    client.open("untitled:a.txt", "He said “no.\n");
    client.diagnostics("untitled:a.txt", 1);
}

/// The codes and lines of what `check` finds, by file.
fn checked(folder: &Path) -> Vec<String> {
    let arguments = ["check", "--format", "json"];
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(folder).output().unwrap();
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found: Vec<String> = value["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| format!("{} {} {}", f["path"].as_str().unwrap(), f["rule"].as_str().unwrap(), f["range"]["start"]))
        .collect();
    found.sort();
    found
}

#[test]
fn two_servers_and_a_check_on_one_corpus_agree() {
    let other = SAID.replace("12 people", "17 people");
    let folder = corpus(&[("a.txt", SAID), ("b.txt", &other)]);
    let path = |name: &str| uri(&folder.path().join(name));
    let mut clients: Vec<Client> = (0..2).map(|_| Client::ready(json!({}), Some(folder.path()))).collect();
    let fresh = checked(folder.path());
    assert!(fresh.iter().any(|f| f.contains("figure-conflict")), "{fresh:?}");
    for (client, text) in clients.iter_mut().zip([SAID, &other]) {
        client.open(&path("a.txt"), text);
    }
    // One editor has made the figures agree and has not saved; the other sees the conflict, and so does the file.
    let conflicts = |message: &Value| {
        let list = message["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
        list.iter().filter(|d| d["code"] == "figure-conflict").count()
    };
    clients[0].heard_that("the figures conflict", |m| m["params"]["uri"] == path("a.txt") && conflicts(m) == 1);
    clients[1].diagnostics(&path("a.txt"), 1);
    for (client, expected) in clients.iter_mut().zip([1, 0]) {
        client.listen(Duration::from_secs(1));
        let (_, last) = client.published(&path("a.txt")).unwrap();
        assert_eq!(last.iter().filter(|d| d["code"] == "figure-conflict").count(), expected);
    }
    assert_eq!(checked(folder.path()), fresh);
}

#[test]
fn what_an_article_says_is_no_link_command_or_html_in_a_hover() {
    let nasty = "[click](command:workbench.action.terminal.new) <img src=x onerror=alert(1)> ![x](https://example.org/x.png) \
        `code` <script>alert(1)</script> $(sync) **bold**";
    let text = format!(
        "PORT ALDER, March 3, 2026 - Ines Marrow, head of {nasty}, told reporters: “{nasty} for 340 people.”\n"
    );
    let folder = corpus(&[("a.txt", &text), ("b.txt", &text.replace("340", "250"))]);
    let document = uri(&folder.path().join("a.txt"));
    let capabilities = json!({ "textDocument": { "hover": { "contentFormat": ["markdown"] } } });
    let mut client = Client::ready(capabilities, Some(folder.path()));
    client.open(&document, &text);
    client.diagnostics(&document, 1);
    let mut shown = 0;
    for column in (0..text.encode_utf16().count() as u32).step_by(3) {
        let answer = client.call("textDocument/hover", at(&document, 0, column));
        let Some(markdown) = answer["result"]["contents"]["value"].as_str() else { continue };
        shown += 1;
        for event in Parser::new(markdown) {
            match event {
                Event::Html(_) | Event::InlineHtml(_) | Event::Code(_) | Event::Start(Tag::Image { .. }) => {
                    panic!("{event:?} in {markdown}")
                }
                Event::Start(Tag::Link { dest_url, .. }) => assert!(dest_url.starts_with("file:"), "{markdown}"),
                _ => {}
            }
        }
    }
    assert!(shown > 10, "{shown} hovers");
}

#[test]
fn what_the_program_logs_goes_to_the_file_that_is_named_and_not_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("copydesk.log");
    let environment = [("COPYDESK_LOG", "trace"), ("COPYDESK_LOG_FILE", log.to_str().unwrap())];
    let mut client = Client::ready_with(&environment, json!({ "capabilities": {} }));
    client.notify("textDocument/didOpen", json!({ "nonsense": true }));
    client.open("untitled:a.txt", "He said “no.\n");
    client.diagnostics("untitled:a.txt", 1);
    let logged = std::fs::read_to_string(&log).unwrap();
    assert!(logged.contains("textDocument/didOpen is ignored"), "{logged}");
}

#[test]
fn what_is_wrong_with_a_message_is_logged_to_the_client() {
    let mut client = Client::ready(json!({}), None);
    client.notify("textDocument/didOpen", json!({ "nonsense": true }));
    client.heard_that("it was logged", |m| {
        m["method"] == "window/logMessage"
            && m["params"]["message"].as_str().is_some_and(|text| text.contains("didOpen is ignored"))
    });
}
