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

/// Opens the article of a corpus with this `follow`, edits and saves it; gives the client and what it is asked to answer.
fn asked_after_saving(folder: &std::path::Path) -> (Client, Value) {
    std::fs::write(folder.join("copydesk.toml"), "[annotations]\nfollow = \"ask\"\n").unwrap();
    std::fs::write(folder.join("a.ann"), FILE).unwrap();
    let article = uri(&folder.join("a.txt"));
    let mut client = Client::ready(json!({ "workspace": { "applyEdit": true } }), Some(folder));
    client.open(&article, ARTICLE);
    edited(&mut client, &article);
    let file = uri(&folder.join("a.ann"));
    client.heard_that("the file is loaded", |m| m["params"]["uri"] == file && codes(m) == ["annotation-text-mismatch"]);
    client.answers = false;
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": article } }));
    let asked = client.heard_that("somebody is asked", |m| m["method"] == "window/showMessageRequest");
    assert!(asked["params"]["message"].as_str().is_some_and(|text| text.contains("a.ann")), "{asked}");
    (client, asked)
}

#[test]
fn annotation_files_follow_when_the_user_who_is_asked_agrees() {
    let folder = corpus();
    let (mut client, asked) = asked_after_saving(folder.path());
    assert!(client.heard.iter().all(|m| m["method"] != "workspace/applyEdit"), "nothing is changed before the answer");
    client.send_all(&[json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "title": "Update" } })]);
    let edit = client.heard_that("the annotation file is to be changed", |m| m["method"] == "workspace/applyEdit");
    let file = uri(&folder.path().join("a.ann"));
    assert_eq!(edit["params"]["edit"]["changes"][&file].as_array().map(Vec::len), Some(2), "{edit}");
}

#[test]
fn annotation_files_stay_and_are_reported_when_the_user_who_is_asked_declines() {
    for answer in [json!({ "title": "Leave as they are" }), Value::Null] {
        let folder = corpus();
        let (mut client, asked) = asked_after_saving(folder.path());
        client.heard.clear();
        client.send_all(&[json!({ "jsonrpc": "2.0", "id": asked["id"], "result": answer })]);
        client.answers = true;
        client.heard_that("what no longer fits is told", |m| {
            codes(m).len() == 3 && codes(m)[0] == "annotation-text-mismatch"
        });
        assert!(client.heard.iter().all(|m| m["method"] != "workspace/applyEdit"));
        assert_eq!(std::fs::read_to_string(folder.path().join("a.ann")).unwrap(), FILE);
    }
}

const TABLE: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=desk.Actor|kind\n\n\n#Text=Ann Velder told Ben Marsh.\n\
    1-1\t0-3\tAnn\tperson[1]\t\n1-2\t4-10\tVelder\tperson[1]\t\n1-3\t11-15\ttold\t_\t\n1-4\t16-19\tBen\tperson[2]\t\n\
    1-5\t20-25\tMarsh\tperson[2]\t\n1-6\t25-26\t.\t_\t\n";

/// Opens an article beside a table and types these texts at these columns of its first line.
fn typed_beside_a_table(folder: &std::path::Path, typed: &[(u32, u32, &str)]) -> (Client, String, String) {
    for (name, text) in [("copydesk.toml", ""), ("a.txt", ARTICLE), ("a.tsv", TABLE)] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let (article, table) = (uri(&folder.join("a.txt")), uri(&folder.join("a.tsv")));
    let mut client = Client::ready(json!({ "workspace": { "applyEdit": true } }), Some(folder));
    client.open(&article, ARTICLE);
    // Once it can be jumped to, it is loaded.
    while client.call("textDocument/definition", at(&table, 5, 9))["result"].as_array().is_none_or(Vec::is_empty) {
        client.listen(std::time::Duration::from_millis(20));
    }
    for (version, (from, to, text)) in (2..).zip(typed) {
        let range = json!({ "start": { "line": 0, "character": from }, "end": { "line": 0, "character": to } });
        let change = crate::client::change(&article, version, json!([{ "range": range, "text": text }]));
        client.notify("textDocument/didChange", change);
    }
    (client, article, table)
}

#[test]
fn a_webanno_file_follows_when_its_article_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let (mut client, article, table) = typed_beside_a_table(folder.path(), &[(0, 0, "Then 🌊 "), (18, 18, "s")]);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": article } }));
    let asked = client.heard_that("the file is to be changed", |m| m["method"] == "workspace/applyEdit");
    let edits = asked["params"]["edit"]["changes"][&table].as_array().cloned().unwrap_or_default();
    let texts: Vec<_> = edits.iter().filter_map(|e| e["newText"].as_str()).collect();
    let expected = ["Ann Velders told Ben Marsh.", "8-11", "12-19", "Velders", "20-24", "25-28", "29-34", "34-35"];
    assert_eq!(texts, expected, "{asked}");
}

#[test]
fn a_webanno_file_that_cannot_follow_stays_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let (mut client, article, table) = typed_beside_a_table(folder.path(), &[(16, 20, "")]);
    let message = client.heard_that("it cannot follow", |m| m["params"]["uri"] == table && !codes(m).is_empty());
    let text = message["params"]["diagnostics"][0]["message"].as_str().unwrap_or_default();
    let why = "the text of 1-4 \"Ben\", which is annotated, was deleted";
    assert_eq!(text, format!("the file cannot follow the edits of its article: {why}"));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": article } }));
    client.heard_that("why it stays is told", |m| {
        let text = m["params"]["message"].as_str().unwrap_or_default();
        m["method"] == "window/logMessage" && text.contains("a.tsv does not follow") && text.contains(why)
    });
    assert!(client.heard.iter().all(|m| m["method"] != "workspace/applyEdit"));
}

#[test]
fn an_editor_is_shown_the_first_of_many_findings_and_how_many_there_are() {
    let folder = corpus();
    let lines: String = (1..=2000).map(|n| format!("T{n}\tPerson 0 10\tBen Velder\n")).collect();
    let file = folder.path().join("a.ann");
    let mut client = Client::ready(json!({}), Some(folder.path()));
    client.open(&uri(&file), &lines);
    let message = client.heard_that("they are shown", |m| m["params"]["uri"] == uri(&file) && codes(m).len() == 500);
    let last = message["params"]["diagnostics"].as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
    assert_eq!(
        last["message"],
        "1500 more findings of annotation-text-mismatch are not shown; `copydesk check` lists all"
    );
}

#[test]
fn events_open_like_calls() {
    let folder = corpus();
    let file = uri(&folder.path().join("a.ann"));
    let mut client = Client::ready(json!({}), Some(folder.path()));
    client.open(&file, FILE);
    let prepared = client.call("textDocument/prepareCallHierarchy", at(&file, 3, 1));
    let item = prepared["result"][0].clone();
    assert_eq!(item["name"], "Tell E1", "{prepared}");
    let below = client.call("callHierarchy/outgoingCalls", json!({ "item": item }));
    let names: Vec<_> = below["result"].as_array().into_iter().flatten().map(|c| c["to"]["name"].clone()).collect();
    assert_eq!(names, ["Person T1", "Person T3"], "{below}");
    let above = client.call("callHierarchy/incomingCalls", json!({ "item": below["result"][0]["to"] }));
    assert_eq!(above["result"][0]["from"]["name"], "Tell E1", "{above}");
}
