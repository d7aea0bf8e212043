//! Annotation files beside articles.

use serde_json::{Value, json};

use crate::client::{Client, at, uri};

const ARTICLE: &str = "Ann Velder told Ben Marsh.\n";
const SCHEMA: &str = "[entities]\nPerson\n[relations]\n[events]\nTell Who:Person, Whom?:Person\n[attributes]\n";
const FILE: &str =
    "T1\tPerson 0 10\tAnn Velder\nT2\tTell 11 15\ttold\nT3\tPerson 16 25\tBen Marsh\nE1\tTell:T2 Who:T1 Whom:T3\n";

fn corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("copydesk.toml", ""),
        ("a.txt", ARTICLE),
        ("annotation.conf", SCHEMA),
        ("a.ann", &FILE.replace("Who:T1 ", "")),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn codes(message: &Value) -> Vec<&str> {
    let all = message["params"]["diagnostics"].as_array();
    all.into_iter().flatten().filter_map(|d| d["code"].as_str()).collect()
}

#[test]
fn an_annotation_file_is_held_to_its_schema_and_can_be_walked() {
    let folder = corpus();
    let file = folder.path().join("a.ann");
    let mut client = Client::ready(json!({}), Some(folder.path()));
    client.heard_that("a role is missing", |m| m["params"]["uri"] == uri(&file) && codes(m) == ["annotation-schema"]);
    client.open(&uri(&file), FILE);
    client.heard_that("nothing is missing any more", |m| {
        m["params"]["uri"] == uri(&file) && m["params"]["diagnostics"].as_array().is_some_and(Vec::is_empty)
    });
    let places = |answer: &Value| -> Vec<(String, u64)> {
        let all = answer["result"].as_array().cloned().unwrap_or_default();
        let name = |p: &Value| p["uri"].as_str().and_then(|u| u.rsplit('/').next()).unwrap_or_default().to_owned();
        all.iter().map(|p| (name(p), p["range"]["start"]["line"].as_u64().unwrap_or(99))).collect()
    };
    let answer = client.call("textDocument/definition", at(&uri(&file), 3, 23));
    assert_eq!(places(&answer), [("a.ann".into(), 2)], "{answer}");
    let answer = client.call("textDocument/typeDefinition", at(&uri(&file), 0, 5));
    assert_eq!(places(&answer), [("annotation.conf".into(), 1)], "{answer}");
    let mut asked = at(&uri(&file), 0, 1);
    asked["context"] = json!({ "includeDeclaration": true });
    let answer = client.call("textDocument/references", asked);
    assert_eq!(places(&answer), [("a.ann".into(), 0), ("a.ann".into(), 3)], "{answer}");
}

#[test]
fn outside_of_a_marked_corpus_the_article_beside_the_file_is_found() {
    let folder = corpus();
    std::fs::remove_file(folder.path().join("copydesk.toml")).unwrap();
    let file = folder.path().join("a.ann");
    let mut client = Client::ready(json!({}), None);
    client.open(&uri(&file), &FILE.replace("T1\tPerson 0 10", "T1\tPerson 0 11"));
    let message = client.heard_that("the quoted text differs, and the article is there", |m| {
        m["params"]["uri"] == uri(&file) && codes(m) == ["annotation-text-mismatch"]
    });
    let diagnostic = message["params"]["diagnostics"][0].clone();
    assert!(
        diagnostic["message"].as_str().is_some_and(|text| text.starts_with("T1 quotes \"Ann Velder\"")),
        "{message}"
    );
}

fn edited(client: &mut Client, article: &str) {
    let insert = json!([{ "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } }, "text": "Mayor 🌊 " }]);
    let cut = json!([{ "range": { "start": { "line": 0, "character": 20 }, "end": { "line": 0, "character": 25 } }, "text": "" }]);
    client.notify("textDocument/didChange", crate::client::change(article, 2, insert));
    client.notify("textDocument/didChange", crate::client::change(article, 3, cut));
}

#[test]
fn annotation_files_follow_the_edits_of_their_article_when_it_is_saved() {
    let folder = corpus();
    let (article, file) = (uri(&folder.path().join("a.txt")), uri(&folder.path().join("a.ann")));
    std::fs::write(folder.path().join("a.ann"), FILE).unwrap();
    let mut client = Client::ready(json!({ "workspace": { "applyEdit": true } }), Some(folder.path()));
    client.open(&article, ARTICLE);
    edited(&mut client, &article);
    let message = client.heard_that("what was deleted is told before it is saved", |m| {
        m["params"]["uri"] == file && codes(m) == ["annotation-text-mismatch"]
    });
    let text = message["params"]["diagnostics"][0]["message"].as_str().unwrap_or_default();
    assert_eq!(text, "the text of T2 was deleted from the article");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": article } }));
    let asked = client.heard_that("the annotation file is to be changed", |m| m["method"] == "workspace/applyEdit");
    let edits = asked["params"]["edit"]["changes"][&file].as_array().cloned().unwrap_or_default();
    let shown: Vec<_> = edits.iter().map(|e| (e["range"]["start"]["line"].as_u64(), e["newText"].as_str())).collect();
    assert_eq!(shown, [(Some(0), Some("Person 8 18")), (Some(2), Some("Person 19 28"))], "{asked}");
}

#[test]
fn annotation_files_are_left_alone_where_following_is_off() {
    let folder = corpus();
    std::fs::write(folder.path().join("copydesk.toml"), "[annotations]\nfollow = \"off\"\n").unwrap();
    std::fs::write(folder.path().join("a.ann"), FILE).unwrap();
    let article = uri(&folder.path().join("a.txt"));
    let mut client = Client::ready(json!({ "workspace": { "applyEdit": true } }), Some(folder.path()));
    client.open(&article, ARTICLE);
    edited(&mut client, &article);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": article } }));
    client.heard_that("what no longer fits is told", |m| {
        codes(m).len() == 3 && codes(m)[0] == "annotation-text-mismatch"
    });
    assert!(client.heard.iter().all(|m| m["method"] != "workspace/applyEdit"));
}
