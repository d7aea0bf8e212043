//! An archive in parts: `extract --keys` and `relate` give the findings of `check`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use copydesk::article::{Article, Markup, Overrides};
use copydesk::checks::{self, Selection};
use copydesk::corpus::{CommonKeys, Corpus, Packed, Prepared, Settings, key_limits};
use copydesk::reading;
use serde_json::{Value, json};

fn copydesk(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("COPYDESK_CACHE_DIR", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that stops early closes its input; what it says is looked at by the test.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn rows(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The plain articles of the example corpus that name no sources, as an archive would hold them.
fn archive() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().filter(|path| path.extension().is_some_and(|e| e == "txt")).filter_map(|path| {
        let text = std::fs::read_to_string(path).ok().filter(|text| !text.contains("sources:"))?;
        Some(json!({"id": format!("archive/{}", path.file_name()?.to_str()?), "text": text}).to_string())
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// The findings of one check of all articles.
fn checked(archive: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("archive")).unwrap();
    for line in archive.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        std::fs::write(folder.path().join(row["id"].as_str().unwrap()), row["text"].as_str().unwrap()).unwrap();
    }
    let check = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "--format", "json", "archive"])
        .current_dir(folder.path())
        .env("COPYDESK_CACHE_DIR", "off")
        .output()
        .unwrap();
    let checked: Value = serde_json::from_slice(&check.stdout).unwrap();
    checked["findings"].as_array().unwrap().iter().map(Value::to_string).collect()
}

/// The findings of all rows are those of one `check` of the archive.
fn assert_findings_of_one_check(related: &[Value], archive: &str) {
    let mut found: Vec<String> =
        related.iter().flat_map(|row| row["findings"].as_array().unwrap()).map(Value::to_string).collect();
    let mut expected = checked(archive);
    found.sort();
    expected.sort();
    assert!(expected.len() > 10, "{expected:?}");
    assert_eq!(found, expected);
}

#[test]
fn groups_of_articles_that_share_keys_give_the_findings_of_one_check() {
    let archive = archive();
    let extracted = rows(&copydesk(&["extract", "--keys"], &archive));
    assert!(extracted.len() > 8);
    let mut with: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, row) in extracted.iter().enumerate() {
        for key in row["keys"].as_array().unwrap() {
            with.entry(key.as_str().unwrap()).or_default().insert(index);
        }
    }
    let mut groups = String::new();
    for (index, row) in extracted.iter().enumerate() {
        let mut near = BTreeSet::from([index]);
        near.extend(row["keys"].as_array().unwrap().iter().flat_map(|key| &with[key.as_str().unwrap()]));
        let part = |i: &usize| json!({"id": extracted[*i]["id"], "packed": extracted[*i]["packed"]});
        let group = json!({"focal": [row["id"]], "articles": near.iter().map(part).collect::<Vec<_>>()});
        groups += &format!("{group}\n");
    }
    let related = rows(&copydesk(&["relate"], &groups));
    assert_findings_of_one_check(&related, &archive);
    assert!(related.iter().any(|row| !row["figures"].as_array().unwrap().is_empty()));
    assert!(related.iter().any(|row| !row["quotations"].as_array().unwrap().is_empty()));
}

#[test]
fn columns_hold_the_id_the_reading_and_what_is_compared_of_it() {
    let keyed = copydesk(&["extract", "--keys"], &archive());
    let columns = copydesk(&["extract", "--columns"], &archive());
    let columns = String::from_utf8(columns.stdout).unwrap();
    let lines: Vec<Vec<Value>> =
        columns.lines().map(|line| line.split('\t').map(|c| serde_json::from_str(c).unwrap()).collect()).collect();
    let keyed = rows(&keyed);
    assert_eq!(lines.len(), keyed.len());
    for (columns, mut keyed) in lines.into_iter().zip(keyed) {
        let id = keyed["id"].clone();
        let packed = keyed.as_object_mut().unwrap().remove("packed").unwrap();
        keyed.as_object_mut().unwrap().remove("keys").unwrap();
        assert_eq!(columns, [id.clone(), keyed, json!({ "id": id, "packed": packed })]);
    }
}

#[test]
fn an_id_may_be_a_number_and_nothing_else_but_text() {
    let read = rows(&copydesk(&["extract"], "{\"id\": 20160304, \"text\": \"Nine people died.\"}\n"));
    assert_eq!(read[0]["id"], "20160304");
    let refused = copydesk(&["extract"], "{\"id\": [1], \"text\": \"Nine people died.\"}\n");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(refused.status.code() == Some(2) && said.contains("line 1: an id is a string or a number"), "{said}");
}

#[test]
fn articles_beside_the_index_of_all_have_the_findings_of_one_check() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive();
    let lines = String::from_utf8(copydesk(&["extract", "--keys"], &archive).stdout).unwrap();
    let (facts, index) = (folder.path().join("all.jsonl"), folder.path().join("all.index"));
    std::fs::write(&facts, &lines).unwrap();
    let (facts, index) = (facts.to_str().unwrap(), index.to_str().unwrap());
    let no_index = copydesk(&["relate", "--index", index], &lines);
    assert!(
        no_index.status.code() == Some(2)
            && String::from_utf8_lossy(&no_index.stderr).contains("all.index: cannot be read")
    );
    let made = copydesk(&["relate", "--index", index, "--facts", facts], "");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success() && said.contains(&format!("{} articles; 0 keys", lines.lines().count())), "{said}");
    let related = rows(&copydesk(&["relate", "--index", index], &lines));
    assert_eq!(related.len(), lines.lines().count());
    assert_findings_of_one_check(&related, &archive);
    std::fs::write(index, "no index").unwrap();
    let other = copydesk(&["relate", "--index", index], &lines);
    assert!(String::from_utf8_lossy(&other.stderr).contains("is no index that this build of copydesk made"));
}

#[test]
fn what_relate_cannot_read_is_told_with_its_line() {
    let failure = |input: &str| {
        let output = copydesk(&["relate"], input);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(failure("\n{\"focal\": 3}\n").contains("line 2"));
    let foreign = json!({"focal": ["a"], "articles": [{"id": "a", "packed": "0.0.0:AAAA.AAAA"}]});
    assert!(failure(&foreign.to_string()).contains("extract it anew"));
    let missing = json!({"focal": ["a"], "articles": []});
    assert!(failure(&missing.to_string()).contains("not among"));
    let common = json!({"focal": [], "articles": [], "common": ["what"]});
    assert!(failure(&common.to_string()).contains("\"what\" is no key"));
    assert!(copydesk(&["relate", "--limits"], "").stdout.starts_with(b"{"));
}

fn read(text: &str) -> Arc<reading::Reading> {
    Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))))
}

/// Findings of an article, without what only the corpus at hand knows (ids).
fn found(corpus: &Corpus, path: &str) -> Vec<String> {
    let id = corpus.id(path).unwrap();
    let findings = checks::check(corpus, id, &Selection::default());
    findings.iter().map(|f| format!("{} {} {}", f.rule.code, f.message, f.fingerprint)).collect()
}

#[test]
fn those_that_share_a_key_are_enough_for_an_articles_findings() {
    let flood = |toll: &str, day: u32| {
        format!(
            "PORT ALDER, March {day}, 2025 - The sea broke through the Eastgate wall of Port Alder, harbourmaster Ivo \
             Brandt said. The flood killed {toll} people. \"We have lost {toll} of our neighbours tonight and the wall \
             is gone,\" Brandt said. Another {day} boats sank."
        )
    };
    let mut texts: Vec<String> = (0..12).map(|i| flood(["nine", "14", "21"][i % 3], 1 + i as u32)).collect();
    texts.push("THORNBY - A jury found the banker guilty of embezzling 340,000 crowns from the miners.".into());
    let paths: Vec<Arc<str>> = (0..texts.len()).map(|i| Arc::from(format!("{i:02}.txt"))).collect();
    let whole = Corpus::of_articles(
        Settings::default(),
        paths.iter().cloned().zip(texts.iter().map(|text| read(text))).collect(),
    );
    let parts: Vec<Prepared> = paths.iter().map(|p| whole.part(whole.id(p).unwrap()).unwrap()).collect();
    let mut places: BTreeMap<String, (usize, BTreeSet<usize>)> = BTreeMap::new();
    for (article, part) in parts.iter().enumerate() {
        for key in part.written_keys() {
            let place = places.entry(key).or_default();
            place.0 += 1;
            place.1.insert(article);
        }
    }
    let limits: BTreeMap<char, usize> = key_limits().collect();
    let is_common = |key: &str, count: usize| count > limits[&key.chars().next().unwrap()];
    let mut compared = 0;
    for (article, part) in parts.iter().enumerate() {
        let mut others = BTreeSet::from([article]);
        let mut common = CommonKeys::default();
        for key in part.written_keys() {
            let (count, with) = &places[&key];
            if is_common(&key, *count) { assert!(common.add(&key)) } else { others.extend(with) }
        }
        let copy = |&i: &usize| {
            let [facts, reading] = parts[i].packed().parts();
            (paths[i].clone(), Prepared::unpacked(Packed::from_parts(&facts, &reading)))
        };
        let group = Corpus::of_parts(Settings::default(), others.iter().map(copy).collect(), common);
        assert_eq!(found(&group, &paths[article]), found(&whole, &paths[article]));
        compared += found(&whole, &paths[article]).len();
    }
    assert!(compared > 20, "{compared}");
}
