//! `[corpus] facts`: an article beside an archive has the findings that it has among the articles themselves.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use copydesk::article::{Article, Markup, Overrides};
use copydesk::checks::{self, Selection};
use copydesk::corpus::archive::{Archive, ArchiveWriter, ArchivedArticle};
use copydesk::corpus::{CommonKeys, Corpus, Prepared, Settings};
use copydesk::reading;
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
fn sheets_of_quotations_and_of_a_draft_are_the_same_beside_an_archive() {
    let example = Example::new();
    let (desk, cache) = example.archived(&example.extracted());
    let (article, draft) = ("inland-observer.txt", "pump-story-draft.md");
    for path in [article, draft] {
        std::fs::copy(example.path().join(path), desk.path().join(path)).unwrap();
    }
    let both = |arguments: &[&str]| -> [Value; 2] {
        let whole = stdout(&copydesk(example.path(), Path::new("off"), arguments));
        let beside = stdout(&copydesk(desk.path(), cache.path(), arguments));
        [whole, beside].map(|json| serde_json::from_str(&json).unwrap())
    };
    let rows = both(&["quotes", "--format", "json"]).map(|sheet| -> Vec<Value> {
        let rows = sheet["quotations"].as_array().unwrap().iter();
        rows.filter(|row| row["path"] == article).cloned().collect()
    });
    assert_eq!(rows[0], rows[1]);
    assert!(rows[0].iter().any(|row| row["variants"][0]["path"] == "alder-herald.txt"), "{rows:?}");
    let [whole, beside] = both(&["verify", draft, "--format", "json"]);
    assert_eq!(whole, beside);
    assert!(whole["items"].to_string().contains("\"thornby-post.md\""), "{whole}");
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

#[test]
fn processes_that_make_the_index_at_once_find_the_same_and_leave_one() {
    let example = Example::new();
    let (desk, cache) = example.archived(&example.extracted());
    std::fs::copy(example.path().join("alder-herald.txt"), desk.path().join("alder-herald.txt")).unwrap();
    let check = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(["check", "--format", "json"]).current_dir(desk.path()).env("COPYDESK_CACHE_DIR", cache.path());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap()
    };
    let running: Vec<_> = (0..4).map(|_| check()).collect();
    let mut found: Vec<String> = running.into_iter().map(|child| stdout(&child.wait_with_output().unwrap())).collect();
    // One that is killed meanwhile costs nothing.
    let mut killed = check();
    killed.kill().unwrap();
    killed.wait().unwrap();
    found.push(stdout(&check().wait_with_output().unwrap()));
    assert!(found[0].contains("nordag.txt") && found.iter().all(|one| *one == found[0]));
    assert_eq!(indexes(cache.path()).len(), 1);
}

/// An archive of these articles, each under a name for each copy.
fn archive_of(parts: &[(&str, &Prepared, usize)]) -> Arc<Archive> {
    let mut places = Vec::new();
    let mut writer = ArchiveWriter::new(Vec::new(), 1);
    for (name, part, copies) in parts {
        let article = |copy| ArchivedArticle::of(&format!("{name}{copy:04}.txt"), part.packed()).unwrap();
        writer
            .add((0..*copies).map(article).collect(), |place| {
                places.push(place);
                Ok(())
            })
            .unwrap();
    }
    places.sort_unstable();
    let count = places.len() as u64;
    let bytes = writer.finish(count, std::iter::once(Ok(places)), "").unwrap();
    Arc::new(Archive::open(Box::new(bytes), 1).unwrap())
}

#[test]
fn keys_that_are_too_common_are_passed_over_wherever_their_places_are() {
    let read = |text: &str| {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        Prepared::of(Arc::new(reading::read(Arc::new(article))), &Settings::default())
    };
    let draft = read(
        "PORT ALDER, March 3, 2025 - The sea broke through the Eastgate wall of Port Alder. The flood killed 14 people, \
         harbourmaster Ivo Brandt said. \"We have lost most of our neighbours tonight and the whole wall is gone,\" Brandt said.",
    );
    let wire = read(
        "PORT ALDER, March 3, 2025 - The sea broke through the Eastgate wall of Port Alder. The flood killed 21 people, \
         harbourmaster Ivo Brandt said. \"We have lost some of our neighbours tonight and the whole wall is gone,\" Brandt said.",
    );
    let mut seen = Vec::new();
    for (copies, here) in
        [(1, 0), (100, 1), (100, 30), (127, 1), (128, 1), (511, 0), (511, 1), (512, 1), (1023, 1), (1024, 1)]
    {
        let local = |corpus: &mut Vec<(Arc<str>, Prepared)>| {
            corpus.push(("draft.txt".into(), draft.clone()));
            corpus.extend((0..here).map(|n| (format!("here{n:04}.txt").into(), wire.clone())));
        };
        let (mut whole, mut beside) = (Vec::new(), Vec::new());
        local(&mut whole);
        local(&mut beside);
        whole.extend((0..copies).map(|n| (format!("wire{n:04}.txt").into(), wire.clone())));
        let corpus = |articles| Corpus::of_parts(Settings::default(), articles, CommonKeys::default());
        let (whole, mut beside) = (corpus(whole), corpus(beside));
        beside.set_archive(Some(archive_of(&[("wire", &wire, copies)])));
        let found = |corpus: &Corpus| -> Vec<String> {
            let findings = checks::check(corpus, corpus.id("draft.txt").unwrap(), &Selection::default());
            let related = |f: &checks::Finding| {
                let place = |r: &checks::Related| {
                    format!("{} {:?}", corpus.path(r.location.document).unwrap(), r.location.span)
                };
                f.related.iter().map(place).collect::<Vec<_>>()
            };
            findings
                .iter()
                .map(|f| format!("{} {:?} {} {:?}", f.rule.code, f.location.span, f.unlisted, related(f)))
                .collect()
        };
        let expected = found(&whole);
        assert_eq!(found(&beside), expected, "{copies} in the archive, {here} here");
        let of = |code: &str| expected.iter().any(|finding| finding.starts_with(code));
        seen.push((of("figure-conflict"), of("quote-altered")));
        // In a corpus that has them as files, its own count and the archive's do not.
        let mut hidden = whole.clone();
        hidden.set_archive(Some(archive_of(&[("wire", &wire, copies)])));
        assert_eq!(found(&hidden), expected);
    }
    assert!(seen[0] == (true, true) && seen.iter().any(|s| !s.0) && seen.iter().any(|s| !s.1), "{seen:?}");
}
