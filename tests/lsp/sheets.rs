//! The requests for sheets and readings, on the example corpus.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use crate::client::{Client, LIMIT, uri};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood")
}

/// Asks until the whole corpus is there.
fn ask(client: &mut Client, method: &str, parameters: Value, enough: impl Fn(&Value) -> bool) -> Value {
    let end = Instant::now() + LIMIT;
    loop {
        let answer = client.call(method, parameters.clone())["result"].clone();
        if enough(&answer) {
            return answer;
        }
        assert!(Instant::now() < end, "{method} never gives enough: {answer}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn figures_in_conflict_come_with_places_to_go_to() {
    let mut client = Client::ready(json!({}), Some(&example()));
    let asked = json!({ "only_differing": true });
    let sheet = ask(&mut client, "copydesk/figures", asked, |a| a["corpora"][0]["conflicts"] == 3);
    let corpus = &sheet["corpora"][0];
    assert_eq!(corpus["root"], uri(&example()));
    let groups = corpus["groups"].as_array().unwrap();
    assert!(groups.len() == 3 && corpus["total"].as_u64() > Some(3), "{corpus}");
    let repair = groups.iter().find(|g| g["measures"] == "cost of repair").unwrap();
    let marsh = repair["observations"].as_array().unwrap().iter().find(|o| o["source"] == "Helena Marsh").unwrap();
    assert_eq!(marsh["uri"], uri(&example().join("alder-herald.txt")));
    assert_eq!((&marsh["range"]["start"]["line"], &marsh["as_of"]), (&json!(18), &json!("2024-12-04")));
    assert!(repair["relations"].as_array().unwrap().iter().any(|r| r["relation"] == "conflict"));
    let few = client.call("copydesk/figures", json!({ "limit": 1 }))["result"].clone();
    assert_eq!(few["corpora"][0]["groups"].as_array().unwrap().len(), 1);
}

#[test]
fn quotations_are_put_together_by_who_speaks() {
    let mut client = Client::ready(json!({}), Some(&example()));
    let text = std::fs::read_to_string(example().join("coastwire.txt")).unwrap();
    let open = uri(&example().join("coastwire.txt"));
    client.open(&open, &text);
    let marsh = |a: &Value| {
        let people = a["corpora"][0]["people"].as_array().cloned().unwrap_or_default();
        people.into_iter().find(|p| p["name"] == "Helena Marsh")
    };
    let differs = |a: &Value| {
        let said = marsh(a)?["quotations"].as_array()?.clone();
        said.into_iter().find(|q| q["path"] == "coastwire.txt" && q["differs"] == true)
    };
    let sheet = ask(&mut client, "copydesk/quotes", json!({ "uri": open }), |a| differs(a).is_some());
    let quotation = differs(&sheet).unwrap();
    assert_eq!((&quotation["uri"], &quotation["range"]["start"]["line"]), (&json!(open), &json!(2)));
    assert_eq!(quotation["variants"][0]["path"], "harbour-times.txt");
    assert_eq!(quotation["variants"][0]["relation"], "altered");
    assert!(!sheet["corpora"][0]["nobody"].as_array().unwrap().is_empty());
}

#[test]
fn a_reading_is_of_the_text_as_it_stands_in_the_editor() {
    let mut client = Client::ready(json!({}), Some(&example()));
    let open = uri(&example().join("new.txt"));
    client.open(&open, "Mayor Helena Marsh said on Monday that 30 boats were lost.\n");
    let reading = client.call("copydesk/reading", json!({ "uri": open }))["result"].clone();
    let figure = &reading["figures"][0];
    assert_eq!((&figure["text"], &figure["range"]["start"]["character"]), (&json!("30 boats"), &json!(39)));
    assert_eq!(reading["attributions"][0]["speaker"], "Helena Marsh");
    assert_eq!(reading["names"][0]["kind"], "person");
    assert_eq!(reading["dates"][0]["text"], "Monday");
    let none = client.call("copydesk/reading", json!({ "uri": uri(&example().join("copydesk.toml")) }));
    assert_eq!(none["result"], Value::Null);
}

#[test]
fn without_a_corpus_there_is_no_sheet_and_no_error() {
    let mut client = Client::ready(json!({}), None);
    assert_eq!(client.call("copydesk/figures", json!({}))["result"], json!({ "corpora": [] }));
    let loose = "untitled:Untitled-1";
    client.open(loose, "The mayor said 30 boats were lost in the flood on Monday night.\n");
    let sheet = client.call("copydesk/quotes", json!({ "uri": loose }))["result"].clone();
    assert_eq!(sheet["corpora"][0]["root"], Value::Null, "{sheet}");
}
