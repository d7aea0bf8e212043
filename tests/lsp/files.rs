//! Files that change behind the editor's back.

use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, uri};

const OPEN_QUOTE: &str = "Mayor Vladimir Orlov spoke on Monday. “We will keep the harbour open, he said.\n";

fn has_finding(message: &Value, path: &Path) -> bool {
    message["params"]["uri"] == uri(path)
        && message["params"]["diagnostics"].as_array().is_some_and(|all| !all.is_empty())
}

fn is_clear(message: &Value, path: &Path) -> bool {
    message["params"]["uri"] == uri(path)
        && message["params"]["diagnostics"].as_array().is_some_and(|all| all.is_empty())
}

#[test]
fn a_server_whose_client_cannot_watch_watches_itself() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    let first = folder.path().join("first.txt");
    std::fs::write(&first, OPEN_QUOTE).unwrap();
    let mut client = Client::ready(json!({}), Some(folder.path()));
    client.heard_that("the first file has findings", |m| has_finding(m, &first));
    let second = folder.path().join("second.txt");
    std::fs::write(&second, OPEN_QUOTE).unwrap();
    client.heard_that("the new file has findings", |m| has_finding(m, &second));
    std::fs::remove_file(&second).unwrap();
    client.heard_that("the file that is gone has none", |m| is_clear(m, &second));
    std::fs::write(folder.path().join("copydesk.toml"), "[corpus]\nexclude = [\"first.txt\"]\n").unwrap();
    client.heard_that("a file that is excluded has none", |m| is_clear(m, &first));
}

#[test]
fn a_client_that_can_watch_is_asked_to_and_believed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::ready(capabilities, Some(folder.path()));
    client.heard_that("files are to be watched", |m| m["method"] == "client/registerCapability");
    let path = folder.path().join("new.txt");
    std::fs::write(&path, OPEN_QUOTE).unwrap();
    let changes = json!({ "changes": [{ "uri": uri(&path), "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", changes);
    client.heard_that("the new file has findings", |m| has_finding(m, &path));
}

#[test]
fn closing_an_article_leaves_what_is_said_about_its_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, OPEN_QUOTE).unwrap();
    let mut client = Client::ready(json!({}), Some(folder.path()));
    client.heard_that("the file has findings", |m| has_finding(m, &path));
    client.open(&uri(&path), "Nothing here.\n");
    assert!(client.diagnostics(&uri(&path), 1).is_empty());
    client.heard.clear();
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(&path) } }));
    client.heard_that("the file's own text counts again", |m| has_finding(m, &path));
}

#[test]
fn an_annotation_file_follows_the_article_that_it_annotates() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    let (article, annotation) = (folder.path().join("a.txt"), folder.path().join("a.ann"));
    let text = "Mayor Vladimir Orlov spoke on Monday.\n";
    std::fs::write(&article, text).unwrap();
    std::fs::write(&annotation, "T1\tSource 0 20\tMayor Vladimir Orlov\n").unwrap();
    let mut client = Client::ready(json!({}), Some(folder.path()));
    client.open(&uri(&article), text);
    client.diagnostics(&uri(&article), 1);
    client.open(&uri(&annotation), "T1\tSource 0 20\tMayor Vladimir Orlov\n");
    assert!(client.diagnostics(&uri(&annotation), 1).is_empty());
    let jump = client.call("textDocument/definition", crate::client::at(&uri(&annotation), 0, 4));
    assert_eq!(jump["result"][0]["uri"], uri(&article), "{jump}");
    client.replace(&uri(&article), 2, &format!("Today {text}"));
    client.diagnostics(&uri(&article), 2);
    let jump = client.call("textDocument/definition", crate::client::at(&uri(&annotation), 0, 4));
    assert_eq!(jump["result"][0]["range"]["start"]["character"], 6, "{jump}");
    client.heard.clear();
    client.replace(&uri(&article), 3, "Nobody spoke on Monday.\n");
    client.heard_that("the annotation has lost its text", |m| has_finding(m, &annotation));
}
