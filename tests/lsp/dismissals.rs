//! Dismissing a finding from the editor.

use serde_json::{Value, json};

use crate::client::{Client, uri};

const TEXT: &str = "Mayor Vladimir Orlov spoke on Monday.\n\n“We will keep the harbour open, he said.\n";

fn capabilities() -> Value {
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } });
    json!({
        "textDocument": { "codeAction": literals },
        "window": { "showDocument": { "support": true } },
        "workspace": { "applyEdit": true },
    })
}

fn dismissal(client: &mut Client, article: &str, title: &str) -> Value {
    let range = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 1 } });
    let asked = json!({ "textDocument": { "uri": article }, "range": range, "context": { "diagnostics": [], "only": ["quickfix"] } });
    let actions = client.call("textDocument/codeAction", asked)["result"].clone();
    let of = |action: &&Value| action["title"].as_str().unwrap().contains(title);
    let found = actions.as_array().unwrap().iter().find(of);
    found.unwrap_or_else(|| panic!("no action {title} in {actions:#}"))["command"].clone()
}

#[test]
fn a_finding_is_dismissed_with_a_reason_and_goes_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    let file = folder.path().join("copydesk-dismissed.toml");
    let mut client = Client::ready(capabilities(), Some(folder.path()));
    let article = uri(&folder.path().join("a.txt"));
    client.open(&article, TEXT);
    let unbalanced = |m: &Value| m.to_string().contains("quote-unbalanced");
    assert!(unbalanced(&json!(client.diagnostics(&article, 1))));
    let mut command = dismissal(&mut client, &article, "this finding of quote-unbalanced");
    command["arguments"][0]["reason"] = "the paper prints it so".into();
    client.heard.clear();
    let asked = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert!(client.call("workspace/executeCommand", asked.clone()).get("error").is_none());
    client.heard_that("the finding is gone", |m| m["params"]["uri"] == *article && !unbalanced(m));
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("reason = \"the paper prints it so\"") && written.contains("path = \"a.txt\""));
    let again = client.call("workspace/executeCommand", asked);
    assert!(again["error"]["message"].as_str().unwrap().contains("no longer"), "{again}");
}

#[test]
fn without_a_reason_the_place_for_it_is_shown_and_an_open_file_is_left_to_the_editor() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    let file = folder.path().join("copydesk-dismissed.toml");
    std::fs::write(&file, "").unwrap();
    let mut client = Client::ready(capabilities(), Some(folder.path()));
    let article = uri(&folder.path().join("a.txt"));
    client.open(&article, TEXT);
    client.diagnostics(&article, 1);
    client.open(&uri(&file), "# unsaved\n");
    let command = dismissal(&mut client, &article, "quote-unbalanced in this article");
    let asked = json!({ "command": command["command"], "arguments": command["arguments"] });
    client.call("workspace/executeCommand", asked);
    let applied = client.heard_that("the editor adds the lines", |m| m["method"] == "workspace/applyEdit");
    let edit = &applied["params"]["edit"]["changes"][uri(&file)][0];
    assert!(edit["newText"].as_str().unwrap().contains("scope = \"article\"\n"));
    assert_eq!(edit["range"]["start"], json!({ "line": 1, "character": 0 }));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "");
    let shown = client.heard_that("the place is shown", |m| m["method"] == "window/showDocument");
    assert_eq!(shown["params"]["uri"], uri(&file));
    assert!(shown["params"]["selection"]["start"]["line"].as_u64().unwrap() > 3);
}
