//! `[corpus] facts`: an article beside an archive has the findings that it has among the articles themselves.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/harbour-flood");
const FACTS: &str = "archive/*.jsonl";

fn copydesk(folder: &Path, cache: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(arguments).current_dir(folder).env("COPYDESK_CACHE_DIR", cache).output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert!(output.status.code() != Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The articles of the example corpus, and what stands beside them.
struct Example {
    folder: tempfile::TempDir,
    articles: Vec<String>,
}

impl Example {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut articles = Vec::new();
        for path in std::fs::read_dir(EXAMPLE).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            // People's annotations and what was verified belong to files.
            if name.ends_with(".txt") || name.ends_with(".md") || name == "copydesk.toml" {
                std::fs::copy(&path, folder.path().join(&name)).unwrap();
            }
            if name.ends_with(".txt") || name.ends_with(".md") {
                articles.push(name);
            }
        }
        articles.sort();
        Self { folder, articles }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The lines of `extract --keys` for all articles.
    fn extracted(&self) -> String {
        stdout(&copydesk(self.path(), Path::new("off"), &["extract", "--keys", "."]))
    }

    /// The same corpus with all articles in an archive and none as a file.
    fn archived(&self, lines: &str) -> (tempfile::TempDir, tempfile::TempDir) {
        let (desk, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let toml = std::fs::read_to_string(self.path().join("copydesk.toml")).unwrap();
        let toml = toml.replace("[corpus]\n", &format!("[corpus]\nfacts = [\"{FACTS}\"]\n"));
        std::fs::write(desk.path().join("copydesk.toml"), toml).unwrap();
        std::fs::create_dir(desk.path().join("archive")).unwrap();
        std::fs::write(desk.path().join("archive/all.jsonl"), lines).unwrap();
        (desk, cache)
    }
}

/// Rule, place, and the other places of each finding of an article.
fn found(json: &str, article: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(json).unwrap();
    let findings = json["findings"].as_array().unwrap().iter().filter(|f| f["path"] == article);
    let places = |f: &Value| -> Vec<String> {
        f["related"].as_array().unwrap().iter().map(|r| format!("{} {}", r["path"], r["range"])).collect()
    };
    findings.map(|f| format!("{} {} {:?}", f["rule"], f["range"], places(f))).collect()
}

fn indexes(cache: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(cache).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
    files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|ending| ending == "index")).collect()
}

#[test]
fn every_article_has_the_findings_beside_an_archive_of_the_others_that_it_has_among_them() {
    let example = Example::new();
    let whole = stdout(&copydesk(example.path(), Path::new("off"), &["check", "--format", "json"]));
    let (desk, cache) = example.archived(&example.extracted());
    let mut with_others = 0;
    for article in &example.articles {
        std::fs::copy(example.path().join(article), desk.path().join(article)).unwrap();
        let beside = stdout(&copydesk(desk.path(), cache.path(), &["check", "--format", "json"]));
        let (expected, beside) = (found(&whole, article), found(&beside, article));
        assert_eq!(beside, expected, "{article}");
        with_others += expected.iter().filter(|f| !f.ends_with("[]")).count();
        std::fs::remove_file(desk.path().join(article)).unwrap();
    }
    assert!(with_others > 20, "{with_others}");
    assert_eq!(indexes(cache.path()).len(), 1);
}

#[test]
fn a_finding_names_who_published_the_archived_article_and_what_it_says() {
    let example = Example::new();
    let (desk, cache) = example.archived(&example.extracted());
    std::fs::copy(example.path().join("alder-herald.txt"), desk.path().join("alder-herald.txt")).unwrap();
    let json =
        stdout(&copydesk(desk.path(), cache.path(), &["check", "--format", "json", "--select", "figure-conflict"]));
    let json: Value = serde_json::from_str(&json).unwrap();
    let related = json["findings"].as_array().unwrap().iter().flat_map(|f| f["related"].as_array().unwrap());
    let related: Vec<&Value> = related.filter(|r| r["path"] == "nordag.txt").collect();
    assert!(!related.is_empty(), "{json}");
    for related in related {
        let message = related["message"].as_str().unwrap();
        assert!(message.contains("NORDAG (2024-12-04)"), "{message}");
        assert_eq!((&related["publisher"], &related["date"]), (&"NORDAG".into(), &"2024-12-04".into()));
        assert!(message.split("NORDAG (2024-12-04): ").nth(1).is_some_and(|passage| passage.len() > 20), "{message}");
    }
    // No finding is of an article that is not here, and none of its figures is a row without one that is.
    let check = stdout(&copydesk(desk.path(), cache.path(), &["check", "--format", "json"]));
    let check: Value = serde_json::from_str(&check).unwrap();
    assert!(check["findings"].as_array().unwrap().iter().all(|f| f["path"] == "alder-herald.txt"));
    let figures = stdout(&copydesk(desk.path(), cache.path(), &["figures", "--format", "json"]));
    assert!(figures.contains("\"nordag.txt\"") && figures.contains("\"alder-herald.txt\""));
}

#[test]
fn lines_that_cannot_be_used_are_named_at_every_start_and_the_rest_counts() {
    let example = Example::new();
    let lines = example.extracted();
    let nordag = lines.lines().find(|line| line.contains("\"id\":\"nordag.txt\"")).unwrap();
    let foreign = nordag.replacen("\"packed\":\"", "\"packed\":\"9", 1);
    let plain = "{\"id\":\"x\",\"sentences\":[]}";
    let cut = &nordag[..nordag.len() - 9];
    let (desk, cache) = example.archived(&[plain, nordag, "", cut, &foreign].join("\n"));
    std::fs::copy(example.path().join("alder-herald.txt"), desk.path().join("alder-herald.txt")).unwrap();
    for _ in 0..2 {
        let output = copydesk(desk.path(), cache.path(), &["check", "--format", "json"]);
        let said = stderr(&output);
        for expected in [
            "archive/all.jsonl: line 1: has no \"packed\"; extract the archive with `copydesk extract --keys`",
            "archive/all.jsonl: line 4: EOF while parsing a string",
            "archive/all.jsonl: line 5: was extracted by copydesk 9",
        ] {
            assert!(said.contains(expected), "{said}");
        }
        assert!(stdout(&output).contains("nordag.txt"));
    }
    std::fs::remove_file(desk.path().join("archive/all.jsonl")).unwrap();
    let said = stderr(&copydesk(desk.path(), cache.path(), &["check"]));
    assert!(said.contains("copydesk.toml: [corpus] facts: \"archive/*.jsonl\" names no file that is there"), "{said}");
}

#[test]
fn whatever_happens_to_the_index_findings_are_right_or_lack_the_archive() {
    let example = Example::new();
    let (desk, cache) = example.archived(&example.extracted());
    std::fs::copy(example.path().join("alder-herald.txt"), desk.path().join("alder-herald.txt")).unwrap();
    let check = || stdout(&copydesk(desk.path(), cache.path(), &["check", "--format", "json"]));
    let right = check();
    let index = indexes(cache.path()).pop().unwrap();
    let bytes = std::fs::read(&index).unwrap();
    for length in [0, 10, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&index, &bytes[..length]).unwrap();
        assert_eq!(check(), right, "cut off at {length}");
        assert_eq!(std::fs::read(&index).unwrap(), bytes, "made anew, and the same");
    }
    // A flipped bit anywhere costs at most what stands there, and the index is made anew.
    let known = found(&right, "alder-herald.txt");
    for nth in 0..24 {
        let mut broken = bytes.clone();
        broken[nth * bytes.len() / 24 + nth] ^= 0x10;
        std::fs::write(&index, &broken).unwrap();
        let some = found(&check(), "alder-herald.txt");
        assert!(some.len() <= known.len() + 2, "{some:?}");
        assert_eq!(check(), right, "the run after it was found damaged");
        std::fs::write(&index, &bytes).unwrap();
    }
}

#[test]
fn the_last_line_of_an_article_counts_and_a_file_comes_before_the_archive() {
    let example = Example::new();
    let lines = example.extracted();
    let line = |id: &str| lines.lines().find(|line| line.contains(&format!("\"id\":\"{id}\""))).unwrap().to_owned();
    // The reading of another article under the same id, before the right one.
    let wrong = line("meridian.txt").replacen("meridian.txt", "nordag.txt", 1);
    let (desk, cache) = example.archived(&[wrong, line("nordag.txt")].join("\n"));
    std::fs::copy(example.path().join("alder-herald.txt"), desk.path().join("alder-herald.txt")).unwrap();
    let check =
        || found(&stdout(&copydesk(desk.path(), cache.path(), &["check", "--format", "json"])), "alder-herald.txt");
    let beside = check();
    assert!(beside.iter().any(|finding| finding.contains("nordag.txt")));
    std::fs::write(desk.path().join("archive/all.jsonl"), line("nordag.txt")).unwrap();
    assert_eq!(check(), beside);
    // As a file it says nothing of the kind.
    std::fs::write(desk.path().join("nordag.txt"), "The harbour was quiet.\n").unwrap();
    assert!(!check().iter().any(|finding| finding.contains("nordag.txt")));
}

#[test]
fn doctor_says_what_there_is_of_the_archive() {
    let example = Example::new();
    let (desk, cache) = example.archived(&example.extracted());
    let doctor = || stdout(&copydesk(desk.path(), cache.path(), &["doctor"]));
    let said = doctor();
    assert!(
        said.contains("archive        1 files (") && said.contains("its index is made at the next start"),
        "{said}"
    );
    std::fs::copy(example.path().join("alder-herald.txt"), desk.path().join("alder-herald.txt")).unwrap();
    copydesk(desk.path(), cache.path(), &["check"]);
    assert!(
        doctor().contains(&format!("archive        {} articles from 1 files", example.articles.len())),
        "{}",
        doctor()
    );
    std::fs::remove_dir_all(desk.path().join("archive")).unwrap();
    let said = doctor();
    assert!(said.contains("archive        no files") && said.contains("names no file that is there"), "{said}");
}
