//! What can be done about a finding, end to end: fixes, all of a kind, aliases.

use serde_json::{Value, json};

use crate::client::{Client, uri};

const DRAFT: &str = "---\nsources: [wire.txt]\ndate: 2024-12-06\n---\n\nThe repair of the Eastgate sea wall would cost 260 million euros, Mayor Helena \
    Marsh said.\n\nThe ferry Tern carried 520 passengers out of the Kestrel Basin on Monday night, harbour master Nora Quill \
    said.\n\nNearly 90 drivers, deckhands and divers worked on the broken quay until Thursday noon, Piet Aldous said.\n";
const WIRE: &str = "---\ndate: 2024-12-06\n---\n\nThe repair of the Eastgate sea wall would cost 240 million euros, Mayor Helena Marsh \
    said.\n\nThe ferry Tern carried 540 passengers out of the Kestrel Basin on Monday night, harbour master Nora Quill \
    said.\n\nNearly 90 drivers, deckhands and divers worked on the broken quay until Thursday noon, Piet Aldous said.\n";

/// A corpus with `files` in which the first is open, loaded, and what a client asks it.
struct Corpus {
    folder: tempfile::TempDir,
    client: Client,
    here: String,
}

impl Corpus {
    fn open(capabilities: Value, files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("copydesk.toml"), "# The harbour.\n").unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let mut client = Client::ready(capabilities, Some(folder.path()));
        let here = uri(&folder.path().join(files[0].0));
        client.open(&here, files[0].1);
        client.heard_that("the article has findings", |m| {
            m["params"]["uri"] == *here && m["params"]["diagnostics"].as_array().is_some_and(|all| !all.is_empty())
        });
        Self { folder, client, here }
    }

    fn actions(&mut self, line: u32, context: Value) -> Vec<Value> {
        let at = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 300 } });
        let asked = json!({ "textDocument": { "uri": self.here }, "range": at, "context": context });
        self.client.call("textDocument/codeAction", asked)["result"].as_array().cloned().unwrap_or_default()
    }

    /// Asks until an action of that title is there: sources may be loaded after the article.
    fn action(&mut self, line: u32, title: &str) -> Value {
        let end = std::time::Instant::now() + crate::client::LIMIT;
        loop {
            let all = self.actions(line, json!({ "diagnostics": [] }));
            let found = all.iter().find(|action| action["title"].as_str().unwrap().contains(title));
            if let Some(found) = found {
                return found.clone();
            }
            assert!(std::time::Instant::now() < end, "there is no action {title}: {all:#?}");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

fn literals() -> Value {
    json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } })
}

#[test]
fn a_figure_is_replaced_by_its_sources_and_all_of_the_kind_are_when_asked() {
    let files = [("draft.txt", DRAFT), ("wire.txt", WIRE)];
    let mut corpus = Corpus::open(json!({ "textDocument": { "codeAction": literals() } }), &files);
    let one = corpus.action(5, "Replace by the figure of wire.txt: 240");
    assert_eq!(one["edit"]["changes"][&corpus.here].as_array().unwrap().len(), 1);
    let all = corpus.action(5, "Mend all 2 findings of figure-not-in-sources");
    let edits = all["edit"]["changes"][&corpus.here].as_array().unwrap().clone();
    assert_eq!(edits.iter().map(|e| e["newText"].as_str().unwrap()).collect::<Vec<_>>(), ["240 million euros", "540"]);
}

#[test]
fn the_edit_of_all_is_worked_out_when_it_is_chosen_where_the_client_can() {
    let mut able = literals();
    able["dataSupport"] = json!(true);
    able["resolveSupport"] = json!({ "properties": ["edit"] });
    let files = [("draft.txt", DRAFT), ("wire.txt", WIRE)];
    let mut corpus = Corpus::open(json!({ "textDocument": { "codeAction": able } }), &files);
    let all = corpus.action(5, "Mend all 2 findings of figure-not-in-sources");
    assert!(all.get("edit").is_none(), "{all}");
    let resolved = corpus.client.call("codeAction/resolve", all)["result"].clone();
    assert_eq!(resolved["edit"]["changes"][&corpus.here].as_array().unwrap().len(), 2);
}

#[test]
fn on_saving_only_what_leaves_nothing_to_judge_is_mended() {
    let draft = DRAFT.replace("harbour master", "harbour\u{200b} master");
    let files = [("draft.txt", &*draft), ("wire.txt", WIRE)];
    let mut corpus = Corpus::open(json!({ "textDocument": { "codeAction": literals() } }), &files);
    corpus.action(5, "Replace by the figure");
    let all = corpus.actions(0, json!({ "diagnostics": [], "only": ["source.fixAll"] }));
    assert_eq!(all.len(), 1, "{all:#?}");
    let edits = all[0]["edit"]["changes"][&corpus.here].as_array().unwrap();
    assert_eq!((edits.len(), &edits[0]["newText"]), (1, &json!("")));
    assert!(corpus.actions(0, json!({ "diagnostics": [], "only": ["refactor"] })).is_empty());
}

#[test]
fn two_names_of_one_person_become_an_alias_in_the_configuration() {
    let words = "\"The lower gates will be rebuilt before the winter storms come again,\"";
    let a = format!("{words} Mayor Ann Marsh said on Monday in the hall of the harbour.\n");
    let b = format!("{words} Mayor Ivo Brandt said on Monday in the hall of the harbour.\n");
    let files = [("a.txt", &*a), ("b.txt", &*b)];
    let mut corpus = Corpus::open(json!({ "textDocument": { "codeAction": literals() } }), &files);
    let action = corpus.action(0, "add an alias");
    let configuration = uri(&corpus.folder.path().join("copydesk.toml"));
    let edit = &action["edit"]["changes"][&configuration][0];
    assert_eq!(edit["newText"], "\n[[alias]]\nnames = [\"Ann Marsh\", \"Ivo Brandt\"]\n");
    assert_eq!(edit["range"]["start"], json!({ "line": 1, "character": 0 }));
}

#[test]
fn a_source_key_is_completed_while_it_is_typed() {
    let files = [("draft.txt", DRAFT), ("wire.txt", WIRE)];
    let mut corpus = Corpus::open(json!({}), &files);
    let position = json!({ "line": 1, "character": 12 });
    let asked = json!({ "textDocument": { "uri": corpus.here }, "position": position });
    let end = std::time::Instant::now() + crate::client::LIMIT;
    loop {
        let found = corpus.client.call("textDocument/completion", asked.clone())["result"]["items"].clone();
        if found[0]["label"] == "wire.txt" {
            assert_eq!(found[0]["textEdit"]["range"]["start"]["character"], 10, "{found}");
            break;
        }
        assert!(std::time::Instant::now() < end, "{found}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
