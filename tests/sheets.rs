//! The sheets and the report of the example corpus, through the program itself.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood")
}

fn copydesk(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).arg(examples()).output().unwrap()
}

fn rows(sheet: &str) -> Vec<csv::StringRecord> {
    let output = copydesk(&[sheet, "--format", "csv"]);
    assert!(output.status.success(), "{output:?}");
    csv::Reader::from_reader(&output.stdout[..])
        .records()
        .collect::<Result<_, _>>()
        .expect("every line has all columns")
}

#[test]
fn the_figure_sheet_as_csv_has_every_observation_and_conflicts_first() {
    let figures = rows("figures");
    let json: serde_json::Value = serde_json::from_slice(&copydesk(&["figures", "--format", "json"]).stdout).unwrap();
    let groups = json["groups"].as_array().unwrap();
    let observations: usize = groups.iter().map(|g| g["observations"].as_array().unwrap().len()).sum();
    assert_eq!(figures.len(), observations);
    assert!(figures.iter().any(|r| &r[2] == "alder-herald.txt:9" || r[2].ends_with("/alder-herald.txt:9")));
    assert_eq!(figures[0][0], *"1");
    let first: Vec<&str> = figures.iter().filter(|r| &r[0] == "1").map(|r| &r[10]).collect();
    assert!(first.contains(&"conflict"), "{first:?}");
}

#[test]
fn the_quote_sheet_as_csv_has_what_differs_first() {
    let quotes = rows("quotes");
    let first: Vec<&str> = quotes.iter().filter(|r| &r[0] == "1").map(|r| &r[3]).collect();
    assert_eq!(first[0], "");
    assert!(first[1..].contains(&"altered"), "{first:?}");
}

#[test]
fn the_report_is_one_page_that_needs_nothing_else_and_writes_over_nothing_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    let file = path.to_str().unwrap();
    assert!(copydesk(&["report", "--output", file]).status.success());
    let page = std::fs::read_to_string(&path).unwrap();
    for wanted in
        ["<!doctype html>", "id=events", "id=figures", "id=voices", "id=copies", "<svg class=chart", "in conflict"]
    {
        assert!(page.contains(wanted), "{wanted}");
    }
    for external in ["http://", "https://", "<script", "<link", "@import", "url(", "<img"] {
        assert!(!page.contains(external), "{external}");
    }
    assert!(copydesk(&["report", "--output", file]).status.success(), "a report is written over");
    std::fs::write(&path, "my notes").unwrap();
    let refused = copydesk(&["report", "--output", file]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "my notes");
    assert!(copydesk(&["report", "--force", "--output", file]).status.success());
}
