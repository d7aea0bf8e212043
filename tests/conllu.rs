//! CoNLL-U held to what the official UD validator says of levels 1 and 2, one change of a valid file at a time.
//!
//! `tests/conllu/changes.txt` has a change a line and the tests that the changed file fails. Where the environment
//! variable `UDVALIDATE` names the validator (`pip install udtools`), each file is shown to it as well: it must
//! accept what is accepted here, and what is reported here must be among what it reports.

use copydesk::annotation::conllu::parse;
use std::collections::BTreeSet;
use std::io::Write as _;

const BASE: &str = include_str!("conllu/base.conllu");
const CHANGES: &str = include_str!("conllu/changes.txt");

struct Change {
    line: String,
    text: String,
    expected: BTreeSet<String>,
}

/// `\t`, `\n`, `\r`, `\\` and `\u00e9` as characters.
fn unescaped(text: &str) -> String {
    let (mut result, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        result.push_str(&rest[..at]);
        let escape = rest[at + 1..].chars().next().expect("a character behind the backslash");
        rest = &rest[at + 2..];
        match escape {
            't' => result.push('\t'),
            'n' => result.push('\n'),
            'r' => result.push('\r'),
            'u' => {
                let code = u32::from_str_radix(&rest[..4], 16).expect("four hexadecimal digits");
                result.push(char::from_u32(code).expect("a character"));
                rest = &rest[4..];
            }
            other => result.push(other),
        }
    }
    result + rest
}

fn changes() -> Vec<Change> {
    let lines = CHANGES.lines().filter(|line| !line.is_empty() && !line.starts_with("--"));
    lines
        .map(|line| {
            let (tests, change) = line.split_once(": ").expect("tests and a change");
            let (from, to) = change.split_once(" => ").expect("from and to");
            let from = unescaped(from);
            assert!(BASE.contains(&from), "not in the base file: {line}");
            let expected = tests.split_whitespace().filter(|test| *test != "valid").map(str::to_owned).collect();
            Change { line: line.to_owned(), text: BASE.replacen(&from, &unescaped(to), 1), expected }
        })
        .collect()
}

fn found(text: &str) -> BTreeSet<String> {
    parse(text).incidents.iter().map(|incident| incident.test.to_owned()).collect()
}

#[test]
fn the_file_that_is_changed_is_valid() {
    assert_eq!(parse(BASE).incidents, []);
}

#[test]
fn each_change_fails_its_tests_and_no_other() {
    let all = changes();
    assert!(all.len() > 400, "{} changes", all.len());
    let wrong: Vec<String> = all
        .iter()
        .filter(|change| found(&change.text) != change.expected)
        .map(|change| format!("{}\n    found {:?}", change.line, found(&change.text)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn the_official_validator_agrees_where_it_is_installed() {
    let Some(validator) = std::env::var_os("UDVALIDATE") else {
        eprintln!("skipped: UDVALIDATE does not name the validator");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder for files");
    let mut wrong = Vec::new();
    for (number, change) in changes().iter().enumerate() {
        let path = folder.path().join(format!("{number}.conllu"));
        std::fs::File::create(&path).and_then(|mut f| f.write_all(change.text.as_bytes())).expect("a file");
        let run = std::process::Command::new(&validator).args(["--lang", "ud", "--level", "2"]).arg(&path).output();
        let run = run.expect("the validator runs");
        let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
        let theirs: BTreeSet<String> = said
            .lines()
            .filter(|line| line.starts_with("[Line"))
            .filter_map(|line| line.split_once("]: [")?.1.split_once("] ")?.0.rsplit(' ').next().map(str::to_owned))
            .collect();
        let ours = found(&change.text);
        if ours.is_empty() != theirs.is_empty() || !ours.is_subset(&theirs) {
            wrong.push(format!("{}\n    here {ours:?}, there {theirs:?}", change.line));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
