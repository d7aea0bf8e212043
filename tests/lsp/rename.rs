//! Names and files that are renamed, in the form that each client understands.

use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, at, uri};

const HERE: &str = "---\nsources: [wire/there.txt]\n---\n\nHarbour minister Ann Velder spoke to reporters on Monday. \
    Velder was calm.\n\n\"I told Ann Velder to stay,\" Peter Holm said.\n";
const THERE: &str = "The town had trusted Ann Velder for years.\n";

fn corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("wire")).unwrap();
    let toml = "[[article]]\npath = \"wire/there.txt\"\npublisher = \"Coast Wire\"\n";
    for (name, text) in [
        ("copydesk.toml", toml),
        ("here.md", HERE),
        ("wire/there.txt", THERE),
        ("wire/there.ann", "T1\tPerson 21 31\tAnn Velder\n"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn start(capabilities: Value, folder: &Path) -> Client {
    let mut client = Client::ready(capabilities, Some(folder));
    let here = uri(&folder.join("here.md"));
    client.open(&here, HERE);
    client.diagnostics(&here, 1);
    let mut rename = at(&here, 4, 22);
    rename["newName"] = "Anna Weller".into();
    for _ in 0..200 {
        // Until the other article is loaded as well.
        if client.call("textDocument/rename", rename.clone())["result"].to_string().contains("there.txt") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    client
}

fn renamed(client: &mut Client, here: &str) -> Value {
    let mut rename = at(here, 4, 22);
    rename["newName"] = "Anna Weller".into();
    client.call("textDocument/rename", rename)["result"].clone()
}

#[test]
fn a_name_is_renamed_by_plain_changes_where_nothing_else_is_announced() {
    let folder = corpus();
    let (here, there) = (uri(&folder.path().join("here.md")), uri(&folder.path().join("wire/there.txt")));
    let mut client = start(json!({}), folder.path());
    let edit = renamed(&mut client, &here);
    assert!(edit.get("documentChanges").is_none() && edit.get("changeAnnotations").is_none());
    let texts = |uri: &str| -> Vec<String> {
        let edits = edit["changes"][uri].as_array().unwrap();
        edits.iter().map(|edit| edit["newText"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (texts(&here), texts(&there)),
        (vec!["Anna Weller".into(), "Weller".into()], vec!["Anna Weller".into()])
    );
}

#[test]
fn a_client_that_knows_explanations_is_asked_to_confirm_what_is_in_other_articles() {
    let folder = corpus();
    let (here, there) = (uri(&folder.path().join("here.md")), uri(&folder.path().join("wire/there.txt")));
    let edits = json!({ "documentChanges": true, "changeAnnotationSupport": {} });
    let text = json!({ "rename": { "prepareSupport": true } });
    let mut client = start(json!({ "workspace": { "workspaceEdit": edits }, "textDocument": text }), folder.path());
    let prepared = client.call("textDocument/prepareRename", at(&here, 4, 22))["result"].clone();
    assert_eq!(prepared["placeholder"], "Ann Velder");
    assert_eq!(client.call("textDocument/prepareRename", at(&here, 6, 16))["result"], Value::Null);
    let edit = renamed(&mut client, &here);
    let changes = edit["documentChanges"].as_array().unwrap();
    assert_eq!(changes[0]["textDocument"], json!({ "uri": here, "version": 1 }));
    assert_eq!(changes[1]["textDocument"], json!({ "uri": there, "version": null }));
    let explanation = &edit["changeAnnotations"][changes[1]["edits"][0]["annotationId"].as_str().unwrap()];
    assert_eq!(explanation["needsConfirmation"], true);
    assert!(changes[0]["edits"].as_array().unwrap().iter().all(|edit| {
        edit["annotationId"].is_string() && edit["annotationId"] != changes[1]["edits"][0]["annotationId"]
    }));
}

#[test]
fn a_name_that_cannot_be_is_refused_with_the_reason() {
    let folder = corpus();
    let here = uri(&folder.path().join("here.md"));
    let mut client = start(json!({}), folder.path());
    let mut rename = at(&here, 4, 22);
    rename["newName"] = " ".into();
    let answer = client.call("textDocument/rename", rename);
    assert!(answer["error"]["message"].as_str().unwrap().contains("a name has"), "{answer}");
}

#[test]
fn a_renamed_file_is_followed_in_sources_configuration_and_annotations() {
    let folder = corpus();
    let at = |name: &str| uri(&folder.path().join(name));
    let edits = json!({ "documentChanges": true, "resourceOperations": ["create", "rename", "delete"] });
    let capabilities = json!({ "workspace": { "workspaceEdit": edits, "fileOperations": { "willRename": true } } });
    let mut client = start(capabilities, folder.path());
    let files = json!({ "files": [{ "oldUri": at("wire/there.txt"), "newUri": at("wire/flood.txt") }] });
    let mut edit = Value::Null;
    for _ in 0..200 {
        edit = client.call("workspace/willRenameFiles", files.clone())["result"].clone();
        // Annotation files are loaded after the articles.
        if edit.to_string().contains("flood.ann") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let changes = edit["documentChanges"].as_array().unwrap();
    let of = |uri: &str| changes.iter().find(|change| change["textDocument"]["uri"] == uri).unwrap();
    assert_eq!(of(&at("here.md"))["edits"][0]["newText"], "wire/flood.txt");
    assert_eq!(of(&at("copydesk.toml"))["edits"][0]["newText"], "wire/flood.txt");
    let rename = changes.iter().find(|change| change["kind"] == "rename").unwrap();
    assert_eq!((&rename["oldUri"], &rename["newUri"]), (&at("wire/there.ann").into(), &at("wire/flood.ann").into()));
    let nothing = json!({ "files": [{ "oldUri": at("x.txt"), "newUri": at("y.txt") }] });
    assert_eq!(client.call("workspace/willRenameFiles", nothing)["result"], Value::Null);
}
