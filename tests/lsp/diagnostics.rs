//! What the editor is told is wrong, when, and how.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, uri};

const DRAFT: &str = "untitled:draft.txt";
const OPEN_QUOTE: &str = "Mayor Vladimir Orlov spoke on Monday. “We will keep the harbour open, he said.\n";
const FINE: &str = "Mayor Vladimir Orlov spoke on Monday. “We will keep the harbour open,” he said.\n";
const HERE: &str = "Mayor Vladimir Orlov spoke to reporters.\n\n\
    “We will keep the harbour open through the winter whatever the storm may bring to this town,” Orlov said.\n";
const THERE: &str = "Mayor Vladimir Orlov spoke to reporters.\n\n\
    “We shall keep the harbour open through the whole winter whatever the storms may bring this town,” Orlov said.\n";

fn corpus(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().filter_map(|d| d["code"].as_str()).collect()
}

fn address(folder: &tempfile::TempDir, name: &str) -> String {
    uri(&PathBuf::from(folder.path()).join(name))
}

#[test]
fn findings_come_with_the_version_that_they_are_about_and_go_when_mended() {
    let mut client = Client::ready(json!({}), None);
    client.open(DRAFT, OPEN_QUOTE);
    let found = client.diagnostics(DRAFT, 1);
    assert!(codes(&found).contains(&"quote-unbalanced"), "{found:#?}");
    assert!(found.iter().all(|d| d["source"] == "copydesk" && d["severity"].is_u64()));
    client.replace(DRAFT, 2, FINE);
    assert!(!codes(&client.diagnostics(DRAFT, 2)).contains(&"quote-unbalanced"));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": DRAFT } }));
}

#[test]
fn the_other_side_is_a_related_place_or_stands_in_the_message() {
    let folder = corpus(&[("copydesk.toml", ""), ("here.txt", HERE), ("there.txt", THERE)]);
    let here = address(&folder, "here.txt");
    let capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    let mut able = Client::ready(capabilities, Some(folder.path()));
    able.open(&here, HERE);
    let altered = |d: &&Value| d["code"] == "quote-altered";
    let heard = able.heard_that("the quotation differs", |m| {
        m["params"]["uri"] == *here && m["params"]["diagnostics"].as_array().unwrap().iter().any(|d| altered(&d))
    });
    let finding = heard["params"]["diagnostics"].as_array().unwrap().iter().find(altered).unwrap().clone();
    assert_eq!(finding["relatedInformation"][0]["location"]["uri"], address(&folder, "there.txt"));

    let mut unable = Client::ready(json!({}), Some(folder.path()));
    unable.open(&here, HERE);
    let heard = unable.heard_that("the quotation differs", |m| {
        m["params"]["uri"] == *here && m["params"]["diagnostics"].as_array().unwrap().iter().any(|d| altered(&d))
    });
    let finding = heard["params"]["diagnostics"].as_array().unwrap().iter().find(altered).unwrap().clone();
    assert!(finding.get("relatedInformation").is_none());
    assert!(finding["message"].as_str().unwrap().contains("[there.txt:3]"), "{finding}");
}

#[test]
fn an_edit_changes_what_is_said_about_other_articles() {
    let folder = corpus(&[("copydesk.toml", ""), ("here.txt", HERE), ("there.txt", THERE)]);
    let (here, there) = (address(&folder, "here.txt"), address(&folder, "there.txt"));
    let mut client = Client::ready(json!({}), Some(folder.path()));
    let altered = |m: &Value, uri: &str| {
        m["params"]["uri"] == uri
            && m["params"]["diagnostics"].as_array().is_some_and(|all| all.iter().any(|d| d["code"] == "quote-altered"))
    };
    client.heard_that("the article that is not open differs", |m| altered(m, &there));
    client.open(&here, HERE);
    client.diagnostics(&here, 1);
    client.heard.clear();
    client.replace(&here, 2, FINE);
    client.heard_that("it differs no longer", |m| m["params"]["uri"] == *there && !altered(m, &there));
}

#[test]
fn a_client_that_pulls_is_not_pushed_to_and_is_told_when_to_pull_again() {
    let folder = corpus(&[("copydesk.toml", ""), ("here.txt", HERE), ("there.txt", THERE)]);
    let (here, there) = (address(&folder, "here.txt"), address(&folder, "there.txt"));
    let capabilities =
        json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } });
    let mut client = Client::ready(capabilities, Some(folder.path()));
    client.heard_that("loading is done", |m| m["params"]["uri"] == *there);
    client.open(&here, HERE);
    client.open(&there, THERE);
    let pull = |client: &mut Client, uri: &str, previous: Value| {
        client.call("textDocument/diagnostic", json!({ "textDocument": { "uri": uri }, "previousResultId": previous }))
            ["result"]
            .clone()
    };
    let report = pull(&mut client, &here, Value::Null);
    assert!(codes(report["items"].as_array().unwrap()).contains(&"quote-altered"), "{report:#}");
    assert_eq!(pull(&mut client, &here, report["resultId"].clone())["kind"], "unchanged");
    client.listen(Duration::from_millis(400));
    client.heard.clear();
    client.replace(&there, 2, FINE);
    client.heard_that("it should pull again", |m| m["method"] == "workspace/diagnostic/refresh");
    let report = pull(&mut client, &here, Value::Null);
    assert!(!codes(report["items"].as_array().unwrap()).contains(&"quote-altered"));
    for uri in [&here, &there] {
        assert!(client.published(uri).is_none_or(|(_, found)| found.is_empty()), "{uri} was pushed");
    }
}

#[test]
fn a_mistake_in_the_configuration_is_shown_where_it_stands() {
    let folder = corpus(&[("copydesk.toml", "[corpus]\ninclud = []\n"), ("here.txt", HERE)]);
    let configuration = address(&folder, "copydesk.toml");
    let mut client = Client::ready(json!({}), Some(folder.path()));
    let heard = client.heard_that("the file has a mistake", |m| m["params"]["uri"] == *configuration);
    let found = &heard["params"]["diagnostics"][0];
    assert_eq!(found["range"]["start"], json!({ "line": 1, "character": 0 }));
    assert!(found["message"].as_str().unwrap().contains("include"));
    client.open(&configuration, "[corpus]\ninclude = []\n");
    assert!(client.diagnostics(&configuration, 1).is_empty());
}

#[test]
fn what_is_no_article_is_left_alone() {
    let folder = corpus(&[("README.md", OPEN_QUOTE)]);
    let readme = address(&folder, "README.md");
    let mut client = Client::ready(json!({}), None);
    client.open(&readme, OPEN_QUOTE);
    client.open("git:/a/b.txt", OPEN_QUOTE);
    client.open(DRAFT, OPEN_QUOTE);
    client.diagnostics(DRAFT, 1);
    client.listen(Duration::from_millis(300));
    assert!(client.published(&readme).is_none() && client.published("git:/a/b.txt").is_none());
}
