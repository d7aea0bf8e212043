//! An archive beside the corpus: what an editor is told of articles that are not here as files.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::client::{Client, at, uri};

const WIRE: &str = "---\ndate: 2026-03-04\npublisher: Coast Wire\nurl: https://coast.example/flood\n---\nThe sea broke \
                    through the Eastgate wall of Port Alder on Tuesday.\n\nMore than 100,000 people were evacuated from Port \
                    Alder after the storm broke the gates, president Leo Hart said.\n";
const DRAFT: &str = "---\ndate: 2026-03-04\n---\nThe sea broke through the Eastgate wall of Port Alder on Tuesday.\n\nSome \
                     34,000 people were evacuated from Port Alder when the storm broke the gates, minister Ann Marsh said.\n";

/// A desk with an archive of one article, the cache, and the draft's path.
fn desk() -> (tempfile::TempDir, tempfile::TempDir) {
    let (folder, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let facts = folder.path().join("facts");
    std::fs::create_dir(&facts).unwrap();
    std::fs::write(folder.path().join("wire.md"), WIRE).unwrap();
    let extract = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["extract", "--keys", "wire.md"])
        .current_dir(folder.path())
        .env("COPYDESK_CACHE_DIR", "off")
        .output()
        .unwrap();
    std::fs::write(facts.join("all.jsonl"), &extract.stdout).unwrap();
    std::fs::remove_file(folder.path().join("wire.md")).unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "[corpus]\nfacts = [\"facts/*.jsonl\"]\n").unwrap();
    std::fs::write(folder.path().join("draft.md"), DRAFT).unwrap();
    (folder, cache)
}

fn ready(folder: &Path, cache: &Path, capabilities: Value) -> Client {
    let environment = [("COPYDESK_CACHE_DIR", cache.to_str().unwrap())];
    Client::ready_with(&environment, json!({ "capabilities": capabilities, "rootUri": uri(folder) }))
}

fn conflict(message: &Value) -> Option<&Value> {
    message["params"]["diagnostics"].as_array()?.iter().find(|d| d["code"] == "figure-conflict")
}

#[test]
fn a_finding_leads_to_the_passage_in_a_file_that_can_be_opened() {
    let (folder, cache) = desk();
    let related = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    // The second time the index is there already.
    for _ in 0..2 {
        let mut client = ready(folder.path(), cache.path(), related.clone());
        let draft = uri(&folder.path().join("draft.md"));
        client.open(&draft, DRAFT);
        let heard = client.heard_that("the draft differs from the archive", |m| conflict(m).is_some());
        let finding = conflict(&heard).unwrap();
        let side = &finding["relatedInformation"][0];
        let message = side["message"].as_str().unwrap();
        assert!(
            message.contains("Coast Wire (2026-03-04, https://coast.example/flood): More than 100,000"),
            "{message}"
        );
        let path = side["location"]["uri"].as_str().unwrap().strip_prefix("file://").unwrap().replace("%20", " ");
        assert!(path.ends_with("/wire.md") && Path::new(&path).starts_with(cache.path()), "{path}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), WIRE);
        assert!(std::fs::metadata(&path).unwrap().permissions().readonly());
        let line = side["location"]["range"]["start"]["line"].as_u64().unwrap() as usize;
        assert!(WIRE.lines().nth(line).unwrap().starts_with("More than 100,000 people"));
        // Hover names whose it is, and going to it leads to the same file.
        let hover = client.call("textDocument/hover", at(&draft, 5, 6))["result"].to_string();
        assert!(hover.contains("Coast Wire (2026-03-04, https://coast.example/flood)"), "{hover}");
        let references = json!({ "textDocument": { "uri": draft }, "position": { "line": 5, "character": 6 },
            "context": { "includeDeclaration": false } });
        let references = client.call("textDocument/references", references)["result"].to_string();
        assert!(references.contains("/wire.md"), "{references}");
        // It is there to be looked at: nothing is found in it and nothing is said of it.
        let opened = side["location"]["uri"].as_str().unwrap();
        client.open(opened, WIRE);
        let hover = client.call("textDocument/hover", at(opened, 7, 12))["result"].to_string();
        assert_eq!(hover, "null");
        client.listen(std::time::Duration::from_millis(300));
        assert!(client.published(opened).is_none_or(|(_, found)| found.is_empty()));
    }
}

#[test]
fn a_client_without_related_places_is_told_whose_it_is() {
    let (folder, cache) = desk();
    let mut client = ready(folder.path(), cache.path(), json!({}));
    client.open(&uri(&folder.path().join("draft.md")), DRAFT);
    let heard = client.heard_that("the draft differs from the archive", |m| conflict(m).is_some());
    let message = conflict(&heard).unwrap()["message"].as_str().unwrap().to_owned();
    assert!(message.ends_with("[Coast Wire (2026-03-04, https://coast.example/flood)]"), "{message}");
}

#[test]
fn an_archive_that_comes_or_goes_is_followed() {
    let (folder, cache) = desk();
    let facts = folder.path().join("facts/all.jsonl");
    let lines = std::fs::read(&facts).unwrap();
    std::fs::remove_file(&facts).unwrap();
    let mut client = ready(folder.path(), cache.path(), json!({}));
    let draft = uri(&folder.path().join("draft.md"));
    client.open(&draft, DRAFT);
    client.heard_that("a pattern names no file", |m| {
        m["params"]["message"]
            .as_str()
            .is_some_and(|said| said.contains("\"facts/*.jsonl\" names no file that is there"))
    });
    std::fs::write(&facts, lines).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&facts), "type": 1 }] }));
    client.heard_that("the draft differs from the archive", |m| conflict(m).is_some());
    client.heard.clear();
    std::fs::remove_file(&facts).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&facts), "type": 3 }] }));
    client.heard_that("nothing differs any more", |m| m["params"]["uri"] == draft && conflict(m).is_none());
}
