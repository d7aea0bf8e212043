//! The rules' pages under `docs/rules` and the table in the README are made from the rules' own doc comments:
//! `UPDATE_DOCS=1 cargo test --test docs` writes them, without it they are compared.

use copydesk::checks::{Rule, rules};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn state(rule: &Rule) -> &'static str {
    if rule.on { "on" } else { "opt-in" }
}

fn page(rule: &Rule) -> String {
    let head =
        format!("# {}\n\n*{}, {} by default*\n\n", rule.code, rule.severity.name(), if rule.on { "on" } else { "off" });
    format!("{head}{}\n", rule.documentation().trim_end())
}

fn table() -> String {
    let mut out = String::from("| rule | finds | severity | |\n| --- | --- | --- | --- |\n");
    for rule in rules() {
        let summary = rule.summary();
        let _ = writeln!(
            out,
            "| [{0}](docs/rules/{0}.md) | {1} | {2} | {3} |",
            rule.code,
            summary.trim_end_matches('.'),
            rule.severity.name(),
            state(rule)
        );
    }
    out
}

fn agree(path: &Path, wanted: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == wanted, "{} is not what the rules say: run UPDATE_DOCS=1 cargo test --test docs", path.display());
}

#[test]
fn every_rule_has_its_page() {
    for rule in rules() {
        agree(&root().join("docs/rules").join(format!("{}.md", rule.code)), &page(rule));
    }
    let pages = std::fs::read_dir(root().join("docs/rules")).unwrap().count();
    assert_eq!(pages, rules().len(), "a page under docs/rules belongs to no rule");
}

#[test]
fn the_schema_of_the_configuration_is_that_of_the_parser() {
    agree(&root().join("docs/copydesk.schema.json"), &copydesk::workspace::json_schema_text());
}

#[test]
fn the_readme_lists_every_rule() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- rules: begin -->\n", "<!-- rules: end -->");
    let start = readme.find(begin).expect("the README has a place for the rules") + begin.len();
    let stop = start + readme[start..].find(end).expect("the place for the rules ends");
    agree(&path, &format!("{}\n{}\n{}", &readme[..start], table(), &readme[stop..]));
}

#[test]
fn every_rule_says_what_why_and_how_to_mend_it() {
    for rule in rules() {
        let text = rule.documentation();
        assert!(text.len() > 200 && text.contains("**To mend it**"), "{}", rule.code);
    }
}

#[test]
fn every_dependency_is_justified() {
    let page = std::fs::read_to_string("docs/dependencies.md").unwrap();
    let manifest: toml::Table = std::fs::read_to_string("Cargo.toml").unwrap().parse().unwrap();
    let named: Vec<&str> = page.split(|c: char| !c.is_alphanumeric() && !"-_".contains(c)).collect();
    for section in ["dependencies", "dev-dependencies"] {
        for (name, value) in manifest[section].as_table().unwrap() {
            let name = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
            assert!(named.contains(&name), "{name} has no line in docs/dependencies.md");
        }
    }
}
