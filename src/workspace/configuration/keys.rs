//! Every key of `copydesk.toml`, said once: its JSON Schema and the file that `copydesk init` writes are made from this.
//!
//! A test holds the list to what the parser reads, so that a key cannot be added to one alone.

use serde_json::{Map, Value, json};

use super::FILE_NAME;
use crate::checks::rules;

/// A key.
pub struct Key {
    /// What is written.
    pub name: &'static str,
    /// What may stand there.
    pub kind: Kind,
    /// What it does, in one or two sentences.
    pub about: &'static str,
    /// A value to begin with, in TOML; empty for tables.
    pub example: &'static str,
}

/// What may be a key's value.
pub enum Kind {
    /// A string.
    Text,
    /// A list of strings, or one string.
    Texts,
    /// A list of codes of rules.
    Rules,
    /// A date without quotation marks.
    Date,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A table with these keys.
    Table(&'static [Key]),
    /// A list of tables, each with these keys.
    Tables(&'static [Key]),
    /// A table from codes of rules to one of these strings.
    OfRules(&'static [&'static str]),
    /// A table from any strings to strings.
    Map,
}

const fn key(name: &'static str, kind: Kind, about: &'static str, example: &'static str) -> Key {
    Key { name, kind, about, example }
}

const SEVERITIES: &[&str] = &["error", "warning", "information", "hint", "off"];

/// The keys of the file.
pub const KEYS: &[Key] = &[
    key(
        "corpus",
        Kind::Table(&[
            key(
                "include",
                Kind::Texts,
                "Which files are articles, as patterns of .gitignore.",
                r#"["**/*.txt", "**/*.md"]"#,
            ),
            key("exclude", Kind::Texts, "Which files are not.", r#"["old/"]"#),
            key(
                "facts",
                Kind::Texts,
                "Readings of articles that are not here as files, as `copydesk extract --keys` writes them: what is compared \
                 with these is compared with those as well.",
                r#"["archive/*.jsonl.zst"]"#,
            ),
        ]),
        "Which files belong to the corpus. .gitignore is respected.",
        "",
    ),
    key(
        "rules",
        Kind::Table(&[
            key(
                "select",
                Kind::Rules,
                "The rules that run, instead of those that are on by default.",
                r#"["figure-conflict", "quote-altered"]"#,
            ),
            key("ignore", Kind::Rules, "Rules that do not run.", r#"["vague-source"]"#),
            key(
                "severity",
                Kind::OfRules(SEVERITIES),
                "How bad the findings of a rule are; \"off\" switches it off, any other switches an opt-in rule on.",
                r#"{ figure-conflict = "error", near-duplicate = "off" }"#,
            ),
        ]),
        "Which rules run; `copydesk rules` lists their codes.",
        "",
    ),
    key(
        "article",
        Kind::Tables(&[
            key("path", Kind::Text, "The article, relative to this file, with /.", r#""wire.txt""#),
            key("date", Kind::Date, "When it was published.", "2026-03-01"),
            key("publisher", Kind::Text, "Who published it.", r#""Coast Wire""#),
            key("url", Kind::Text, "Where it was published.", r#""https://example.org/wire""#),
            key("sources", Kind::Texts, "The articles or addresses that it rests on.", r#"["interview.txt"]"#),
        ]),
        "What an article does not say of itself, or says wrongly.",
        "",
    ),
    key(
        "alias",
        Kind::Tables(&[key(
            "names",
            Kind::Texts,
            "Names that stand for the same.",
            r#"["World Food Programme", "WFP"]"#,
        )]),
        "Names of the same person, place or group; one table for each group of names.",
        "",
    ),
    key(
        "drafts",
        Kind::Table(&[
            key("include", Kind::Texts, "Which articles are drafts, as patterns of .gitignore.", r#"["drafts/"]"#),
            key("sources", Kind::Texts, "Folders or articles that every draft is checked against.", r#"["wire/"]"#),
            key("bibliography", Kind::Texts, "Files of references for [@keys].", r#"["references.bib"]"#),
        ]),
        "Drafts that are checked against their sources.",
        "",
    ),
    key(
        "annotations",
        Kind::Table(&[
            key(
                "follow",
                Kind::OneOf(&["save", "ask", "off"]),
                "When offsets follow edits of the article.",
                r#""ask""#,
            ),
            key("preset", Kind::OneOf(&["polnear"]), "A known schema.", r#""polnear""#),
            key(
                "pair",
                Kind::Tables(&[
                    key("text", Kind::Text, "Articles, with named parts in braces.", r#""text/{doc}.txt""#),
                    key("annotation", Kind::Text, "Their annotation files.", r#""attributions/{doc}_{annotator}.ann""#),
                ]),
                "Where annotation files stand; beside its article a file needs no pair.",
                "",
            ),
            key("types", Kind::Map, "From types in the files to types of the schema.", r#"{ Attr = "Attribution" }"#),
        ]),
        "Annotation files.",
        "",
    ),
];

/// The JSON Schema of `copydesk.toml`, for editors that complete and check TOML by one.
pub fn json_schema() -> Value {
    let mut schema = table(KEYS);
    schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".into(), json!(FILE_NAME));
    schema.insert("description".into(), json!("A corpus of news articles, as copydesk reads it."));
    Value::Object(schema)
}

fn table(keys: &[Key]) -> Map<String, Value> {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("additionalProperties".into(), json!(false));
    schema.insert("properties".into(), Value::Object(properties));
    schema
}

fn property(key: &Key) -> Value {
    let codes = || rules().iter().map(|rule| rule.code).collect::<Vec<_>>();
    let lists = |item: Value| json!({ "oneOf": [item, { "type": "array", "items": item }] });
    let mut property = match &key.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Texts => lists(json!({ "type": "string" })),
        Kind::Rules => lists(json!({ "enum": codes() })),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::OneOf(values) => json!({ "enum": values }),
        Kind::Table(keys) => Value::Object(table(keys)),
        Kind::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
        Kind::OfRules(values) => {
            let about = |rule: &crate::checks::Rule| json!({ "enum": values, "description": rule.summary() });
            let rules: Map<_, _> = rules().iter().map(|rule| (rule.code.to_owned(), about(rule))).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": rules })
        }
        Kind::Map => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
    };
    property["description"] = json!(key.about);
    property
}

/// A `copydesk.toml` that says what each key does; all but `include` is commented out. `schema` is where an editor finds
/// the JSON Schema.
pub fn annotated(schema: &str) -> String {
    let mut out = format!(
        "#:schema {schema}\n# {FILE_NAME} marks this folder as a corpus of news articles. Every key is optional; those in \
         comments are examples.\n"
    );
    for key in KEYS {
        let used = key.name == "corpus";
        out.push_str(&format!("\n# {}\n", key.about));
        section(&mut out, key.name, key, used);
    }
    out
}

fn section(out: &mut String, path: &str, key: &Key, used: bool) {
    let mark = if used { "" } else { "# " };
    let keys = match &key.kind {
        Kind::Table(keys) => {
            out.push_str(&format!("{mark}[{path}]\n"));
            *keys
        }
        Kind::Tables(keys) => {
            out.push_str(&format!("{mark}[[{path}]]\n"));
            *keys
        }
        _ => return,
    };
    let (plain, inner): (Vec<&Key>, Vec<&Key>) = keys.iter().partition(|key| !key.example.is_empty());
    for key in plain {
        let mark = if used && key.name == "include" { "" } else { "# " };
        out.push_str(&format!("# {}\n{mark}{} = {}\n", key.about, key.name, key.example));
    }
    for key in inner {
        out.push_str(&format!("# {}\n", key.about));
        section(out, &format!("{path}.{}", key.name), key, used);
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::known_keys;
    use super::super::{Configuration, parse};
    use super::*;
    use std::collections::BTreeSet;

    /// A file that has every table and key of the list.
    fn everything() -> String {
        let file = annotated("./x.json");
        let uncommented = file.lines().filter_map(|line| {
            let line = line.strip_prefix("# ").unwrap_or(line);
            let is_toml = line.starts_with('[') || line.split_once(" = ").is_some_and(|(name, _)| !name.contains(' '));
            is_toml.then(|| format!("{line}\n"))
        });
        uncommented.collect()
    }

    fn listed(path: &str) -> Option<BTreeSet<&'static str>> {
        let mut keys = KEYS;
        for name in path.split('.').filter(|name| !name.is_empty()) {
            match &keys.iter().find(|key| key.name == name)?.kind {
                Kind::Table(inner) | Kind::Tables(inner) => keys = inner,
                _ => return None,
            }
        }
        Some(keys.iter().map(|key| key.name).collect())
    }

    #[test]
    fn every_key_that_the_parser_reads_is_listed_and_the_other_way_round() {
        let tables = known_keys(|| drop(parse::parse(&everything())));
        assert!(tables.iter().any(|(name, _)| name == "annotations.pair"), "{tables:?}");
        for (name, read) in tables {
            // Tables whose keys are the user's own are no tables of keys.
            let Some(listed) = listed(&name).filter(|_| !read.is_empty()) else { continue };
            let read: BTreeSet<&str> = read.into_iter().collect();
            let unlisted: Vec<_> = read.difference(&listed).collect();
            assert!(unlisted.is_empty(), "[{name}] reads {unlisted:?}: add them to KEYS in keys.rs");
            let unread: Vec<_> = listed.difference(&read).collect();
            assert!(name.is_empty() || unread.is_empty(), "nobody reads {unread:?} of [{name}]");
        }
    }

    #[test]
    fn the_file_that_init_writes_has_no_problems_and_says_the_defaults() {
        let configuration = Configuration::parse(&annotated("./x.json"));
        assert_eq!(configuration.problems, []);
        assert_eq!(configuration.include, ["**/*.txt", "**/*.md"]);
        let unknown = Configuration::parse(&everything()).problems;
        let unknown: Vec<_> = unknown.into_iter().filter(|problem| problem.message.contains(" in [")).collect();
        assert_eq!(unknown, []);
    }

    #[test]
    fn the_schema_knows_rules_and_refuses_other_keys() {
        let schema = json_schema();
        let rules = &schema["properties"]["rules"]["properties"];
        assert!(rules["severity"]["properties"]["figure-conflict"]["description"].is_string());
        assert!(rules["select"].to_string().contains("figure-conflict"));
        assert_eq!(schema["additionalProperties"], false);
    }
}
