//! Dismissals on the command line: a baseline, its list, what outlives an edit and what is pruned.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const OPEN: &str = "“We will keep the harbour open, he said.";

fn copydesk(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(folder).output().unwrap()
}

fn findings(folder: &Path) -> Vec<Value> {
    let output = copydesk(folder, &["check", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    json["findings"].as_array().unwrap().clone()
}

fn listed(folder: &Path) -> Vec<Value> {
    let json: Value =
        serde_json::from_slice(&copydesk(folder, &["dismissals", "list", "--format", "json"]).stdout).unwrap();
    json["dismissals"].as_array().unwrap().clone()
}

fn corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    let text = format!("Mayor Vladimir Orlov spoke on Monday.\n\n{OPEN}\n");
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    folder
}

#[test]
fn a_baseline_silences_what_is_there_and_nothing_new() {
    let folder = corpus();
    let here = folder.path();
    assert!(!findings(here).is_empty());
    let written = copydesk(here, &["check", "--write-baseline", "--reason", "known since March"]);
    assert_eq!(written.status.code(), Some(0), "{written:?}");
    assert!(findings(here).is_empty());
    assert_eq!(copydesk(here, &["check", "--fail-on", "hint"]).status.code(), Some(0));
    // From elsewhere, by another spelling of the path, it is the same article.
    let elsewhere = copydesk(Path::new("/"), &["check", "--format", "json", &here.join("a.txt").to_string_lossy()]);
    assert_eq!(serde_json::from_slice::<Value>(&elsewhere.stdout).unwrap()["findings"], serde_json::json!([]));
    // The text moves, and other text changes: the dismissal holds. A new mistake is reported.
    let moved = format!("The town was quiet.\n\nMayor Vladimir Orlov spoke on Monday.\n\n{OPEN}\n\nIt rained.\n");
    std::fs::write(here.join("a.txt"), &moved).unwrap();
    let codes = |all: Vec<Value>| all.iter().map(|f| f["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert!(!codes(findings(here)).contains(&"quote-unbalanced".to_owned()), "{:?}", findings(here));
    std::fs::write(here.join("b.txt"), format!("The mayor left.\n\n{OPEN}\n")).unwrap();
    assert!(findings(here).iter().all(|finding| finding["path"] == "b.txt"));
    assert!(codes(findings(here)).contains(&"quote-unbalanced".to_owned()));
    let reasons: Vec<_> = listed(here).into_iter().map(|one| one["reason"].clone()).collect();
    assert!(!reasons.is_empty() && reasons.iter().all(|reason| reason == "known since March"));
}

#[test]
fn what_dismisses_nothing_any_more_is_pruned() {
    let folder = corpus();
    let here = folder.path();
    let file = here.join("copydesk-dismissed.toml");
    copydesk(here, &["check", "--write-baseline"]);
    let mine = "\n# Mine.\n[[dismiss]]\nscope = \"rule\"\nrule = \"encoding\"\nreason = \"never here\"\n";
    let before = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{before}{mine}")).unwrap();
    assert!(listed(here).iter().filter(|one| one["scope"] == "instance").all(|one| one["findings"] == 1));
    std::fs::write(here.join("a.txt"), "Mayor Vladimir Orlov spoke.\n").unwrap();
    let pruned = copydesk(here, &["dismissals", "prune"]);
    assert_eq!(pruned.status.code(), Some(0), "{pruned:?}");
    assert!(listed(here).is_empty());
    assert!(std::fs::read_to_string(&file).unwrap().contains("# Mine.\n"));
}

#[test]
fn a_broken_file_and_a_missing_corpus_are_told_with_what_to_do() {
    let folder = corpus();
    std::fs::write(folder.path().join("copydesk-dismissed.toml"), "[[dismiss]]\nscope = \"al\"\n").unwrap();
    let written = copydesk(folder.path(), &["check", "--write-baseline"]);
    assert_eq!(written.status.code(), Some(2));
    let told = String::from_utf8_lossy(&written.stderr).into_owned();
    assert!(told.contains("copydesk-dismissed.toml: line 1") && told.contains("\"instance\""), "{told}");
    let bare = tempfile::tempdir().unwrap();
    let output = copydesk(bare.path(), &["dismissals"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("copydesk init"));
}
