//! Links, declarations, who relies on whom, tokens, hints: each end to end.

use serde_json::{Value, json};

use crate::client::{Client, at, uri};

const HERE: &str = "---\ntitle: The flood\ndate: 2021-03-05\nsources: [there.md]\n---\n\nSee https://post.example/a.\n\n\
    \"The water was already in the lower hall when we opened the gates,\" harbourmaster Ann Marsh said on Monday.\n";
const THERE: &str = "---\ntitle: Water in the hall\ndate: 2021-03-03\npublisher: Radio Alder\n---\n\n\
    Harbourmaster Ann Marsh said: \"The water was already in the lower hall when we opened the gates.\"\n";

struct Corpus {
    folder: tempfile::TempDir,
    client: Client,
}

impl Corpus {
    /// The corpus with `here.md` open and everything loaded.
    fn open(capabilities: Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("copydesk.toml", ""), ("here.md", HERE), ("there.md", THERE)] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let mut client = Client::ready(capabilities, Some(folder.path()));
        let here = uri(&folder.path().join("here.md"));
        client.open(&here, HERE);
        let end = std::time::Instant::now() + crate::client::LIMIT;
        let query = json!({ "query": "radio" });
        let _ = client.call("workspace/symbol", query);
        while !client.call("workspace/symbol", json!({ "query": "marsh" }))["result"].to_string().contains("there.md") {
            assert!(std::time::Instant::now() < end, "the other article is never loaded");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        Self { folder, client }
    }

    fn address(&self, name: &str) -> String {
        uri(&self.folder.path().join(name))
    }

    fn ask(&mut self, method: &str, line: u32, character: u32) -> Value {
        let here = self.address("here.md");
        self.client.call(method, at(&here, line, character))["result"].clone()
    }

    fn ask_document(&mut self, method: &str) -> Value {
        let here = self.address("here.md");
        self.client.call(method, json!({ "textDocument": { "uri": here } }))["result"].clone()
    }
}

#[test]
fn sources_and_addresses_are_links() {
    let mut corpus = Corpus::open(json!({ "textDocument": { "documentLink": { "tooltipSupport": true } } }));
    let links = corpus.ask_document("textDocument/documentLink");
    assert_eq!(links[0]["target"], corpus.address("there.md"));
    assert_eq!(links[0]["tooltip"], "Open there.md");
    assert_eq!(links[1]["target"], "https://post.example/a");
    let configuration = corpus.address("copydesk.toml");
    corpus.client.open(&configuration, "[[article]]\npath = \"there.md\"\n");
    let asked = json!({ "textDocument": { "uri": configuration } });
    let links = corpus.client.call("textDocument/documentLink", asked)["result"].clone();
    assert_eq!(links[0]["target"], corpus.address("there.md"));
    assert!(links[0].get("tooltip").is_some());
}

#[test]
fn a_quotation_is_declared_by_the_source_that_has_it() {
    let mut corpus = Corpus::open(json!({}));
    let declared = corpus.ask("textDocument/declaration", 8, 20);
    assert_eq!(declared[0]["uri"], corpus.address("here.md"));
    assert_eq!(declared[0]["range"]["start"], json!({ "line": 3, "character": 10 }));
}

#[test]
fn who_relies_on_whom_is_told_both_ways() {
    let mut corpus = Corpus::open(json!({}));
    let item = corpus.ask("textDocument/prepareCallHierarchy", 8, 20)[0].clone();
    assert_eq!((&item["name"], &item["detail"]), (&json!("The flood"), &json!("2021-03-05")));
    let outgoing = corpus.client.call("callHierarchy/outgoingCalls", json!({ "item": item }))["result"].clone();
    assert_eq!(outgoing[0]["to"]["name"], "Water in the hall");
    assert_eq!(outgoing[0]["fromRanges"].as_array().unwrap().len(), 2);
    let there = outgoing[0]["to"].clone();
    let incoming = corpus.client.call("callHierarchy/incomingCalls", json!({ "item": there }))["result"].clone();
    assert_eq!(incoming[0]["from"]["uri"], corpus.address("here.md"));
}

#[test]
fn only_what_changed_of_the_tokens_is_told() {
    let tokens =
        json!({ "requests": { "full": { "delta": true } }, "tokenTypes": [], "tokenModifiers": [], "formats": [] });
    let mut corpus = Corpus::open(json!({ "textDocument": { "semanticTokens": tokens } }));
    let here = corpus.address("here.md");
    let full = corpus.ask_document("textDocument/semanticTokens/full");
    let ask = |corpus: &mut Corpus, id: &Value| {
        let asked = json!({ "textDocument": { "uri": here }, "previousResultId": id });
        corpus.client.call("textDocument/semanticTokens/full/delta", asked)["result"].clone()
    };
    let same = ask(&mut corpus, &full["resultId"]);
    assert_eq!(same["edits"], json!([]));
    corpus.client.replace(&here, 2, &HERE.replace("on Monday", "on 3 Monday"));
    let delta = ask(&mut corpus, &same["resultId"]);
    let mut data = full["data"].as_array().unwrap().clone();
    for edit in delta["edits"].as_array().unwrap() {
        let (start, count) = (edit["start"].as_u64().unwrap() as usize, edit["deleteCount"].as_u64().unwrap() as usize);
        data.splice(start..start + count, edit["data"].as_array().cloned().unwrap_or_default());
    }
    assert_eq!(json!(data), corpus.ask_document("textDocument/semanticTokens/full")["data"]);
    assert!(ask(&mut corpus, &json!("never given")).get("data").is_some());
}

#[test]
fn a_hint_tells_more_when_asked() {
    let hint = json!({ "resolveSupport": { "properties": ["tooltip"] } });
    let mut corpus = Corpus::open(json!({ "textDocument": { "inlayHint": hint } }));
    let here = corpus.address("here.md");
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let asked = json!({ "textDocument": { "uri": here }, "range": range });
    let hints = corpus.client.call("textDocument/inlayHint", asked.clone())["result"].clone();
    let day = hints.as_array().unwrap().iter().find(|hint| hint["label"] == "2021-03-01").unwrap();
    assert!(day.get("tooltip").is_none());
    let resolved = corpus.client.call("inlayHint/resolve", day.clone())["result"].clone();
    assert!(resolved["tooltip"]["value"].as_str().unwrap().contains("Monday, 1 March 2021"), "{resolved}");

    let mut corpus = Corpus::open(json!({}));
    let asked = json!({ "textDocument": { "uri": corpus.address("here.md") }, "range": range });
    let hints = corpus.client.call("textDocument/inlayHint", asked)["result"].clone();
    assert!(hints.to_string().contains("1 March 2021"), "without resolving it is told at once");
}

#[test]
fn settings_are_asked_for_and_take_effect_at_once() {
    let mut corpus = Corpus::open(json!({}));
    assert!(!corpus.ask_document("textDocument/codeLens").as_array().unwrap().is_empty());
    let off = json!({ "settings": { "copydesk": { "codeLens": false, "inlayHint": true } } });
    corpus.client.notify("workspace/didChangeConfiguration", off);
    assert_eq!(corpus.ask_document("textDocument/codeLens"), json!([]));
    let complains = |m: &Value| m["params"]["message"].as_str().is_some_and(|m| m.contains("copydesk.inlayHints"));
    corpus.client.heard_that("a setting does not exist", complains);

    let able =
        json!({ "workspace": { "configuration": true, "didChangeConfiguration": { "dynamicRegistration": true } } });
    let corpus = Corpus::open(able);
    let methods: Vec<_> = corpus.client.heard.iter().filter_map(|m| m["method"].as_str()).collect();
    assert!(methods.contains(&"client/registerCapability") && methods.contains(&"workspace/configuration"));
}

#[test]
fn findings_of_closed_files_can_be_switched_off() {
    let mut corpus = Corpus::open(json!({}));
    let draft = "Mayor Vladimir Orlov spoke on Monday. “We will keep the harbour open, he said.\n";
    let file = corpus.folder.path().join("third.txt");
    std::fs::write(&file, draft).unwrap();
    let third = uri(&file);
    let told = json!({ "changes": [{ "uri": third, "type": 1 }] });
    corpus.client.notify("workspace/didChangeWatchedFiles", told);
    let some = |m: &Value, any: bool| {
        m["params"]["uri"] == *third && m["params"]["diagnostics"].as_array().is_some_and(|all| all.is_empty() != any)
    };
    corpus.client.heard_that("the third article has findings", |m| some(m, true));
    corpus.client.heard.clear();
    corpus.client.notify("workspace/didChangeConfiguration", json!({ "settings": { "findings": "open" } }));
    corpus.client.heard_that("they are taken back", |m| some(m, false));
}

#[test]
fn a_client_that_asks_for_the_whole_workspace_is_no_longer_pushed_to() {
    let capabilities =
        json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } });
    let folder = tempfile::tempdir().unwrap();
    let text = "Mayor Vladimir Orlov spoke on Monday. “We will keep the harbour open, he said.\n";
    for (name, text) in [("copydesk.toml", ""), ("a.txt", text)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut client = Client::ready(capabilities, Some(folder.path()));
    let a = uri(&folder.path().join("a.txt"));
    client.heard_that("the article has findings", |m| {
        m["params"]["uri"] == *a && m["params"]["diagnostics"].as_array().is_some_and(|all| !all.is_empty())
    });
    client.heard.clear();
    let first = client.call("workspace/diagnostic", json!({ "previousResultIds": [] }))["result"].clone();
    assert_eq!((&first["items"][0]["uri"], &first["items"][0]["kind"]), (&json!(a), &json!("full")));
    client.heard_that("what was pushed is taken back", |m| {
        m["params"]["uri"] == *a && m["params"]["diagnostics"].as_array().is_some_and(Vec::is_empty)
    });
    let known = json!([{ "uri": a, "value": first["items"][0]["resultId"] }]);
    let token = json!({ "previousResultIds": known, "partialResultToken": "parts" });
    let waiting = client.request("workspace/diagnostic", token);
    assert!(client.answer_within(waiting, std::time::Duration::from_millis(300)).is_none(), "nothing is new");
    std::fs::write(folder.path().join("a.txt"), text.replace("open,", "open,”")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": a, "type": 2 }] }));
    let answer = client.answer(waiting);
    assert_eq!(answer["result"]["items"], json!([]));
    let part = client.heard_that("the news come in parts", |m| m["params"]["token"] == "parts");
    assert_eq!(part["params"]["value"]["items"][0]["uri"], a);
    // A request that is held open does not hold up the end.
    let known = json!([{ "uri": a, "value": part["params"]["value"]["items"][0]["resultId"] }]);
    client.request("workspace/diagnostic", json!({ "previousResultIds": known }));
    client.call("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn work_that_a_client_gave_a_token_for_begins_and_ends() {
    let mut corpus = Corpus::open(json!({}));
    corpus.client.heard.clear();
    corpus.client.call("workspace/symbol", json!({ "query": "marsh", "workDoneToken": 7 }));
    let kinds: Vec<_> = corpus.client.heard.iter().filter(|m| m["params"]["token"] == 7).collect();
    let kinds: Vec<_> = kinds.iter().map(|m| m["params"]["value"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["begin", "end"]);
}
