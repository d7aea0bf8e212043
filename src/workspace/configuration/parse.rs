//! From the text of `copydesk.toml` to a [`Configuration`].

use crate::text::sorting::sort_by_key;
use toml::de::DeTable;

use super::table::Table;
use super::{AnnotationConfiguration, AnnotationPair, ArticleConfiguration, Configuration, Follow};
use super::{ConfigurationProblem, Span};
use crate::annotation::said::Part;
use crate::article::Overrides;
use crate::checks::{Selection, Severity};

pub(super) fn parse(text: &str) -> Configuration {
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.to_owned(), |rest| format!("   {rest}"));
    let (table, errors) = DeTable::parse_recoverable(&text);
    let mut configuration = Configuration::default();
    let mut problems: Vec<_> = errors
        .iter()
        .map(|error| ConfigurationProblem {
            span: error.span().map_or(Span::at(0), |range| within(&text, range)),
            message: error.message().trim().replace('\n', ", "),
        })
        .collect();
    let mut root = Table::new("", table.into_inner(), &mut problems);
    if let Some(table) = root.table("corpus") {
        let mut table = Table::new("corpus", table, root.problems());
        configuration.include = patterns(&mut table, "include");
        configuration.exclude = patterns(&mut table, "exclude");
        for (pattern, span) in table.strings("facts") {
            match glob::Pattern::new(&pattern) {
                Ok(_) => configuration.facts.push(pattern.replace('\\', "/").trim_start_matches("./").to_owned()),
                Err(error) => table.problem(span, format!("\"{pattern}\" is no pattern: {}", error.msg)),
            }
        }
        table.finish();
    }
    if let Some(table) = root.table("drafts") {
        let mut table = Table::new("drafts", table, root.problems());
        configuration.drafts.include = patterns(&mut table, "include");
        let mut paths = |key| {
            let paths = table.strings(key).into_iter();
            paths.map(|(path, _)| path.replace('\\', "/").trim_start_matches("./").to_owned()).collect()
        };
        configuration.drafts.sources = paths("sources");
        configuration.drafts.bibliography = paths("bibliography");
        table.finish();
    }
    if let Some(table) = root.table("rules") {
        configuration.selection = rules(table, root.problems());
    }
    for table in root.tables("article") {
        configuration.articles.extend(article(table, root.problems()));
    }
    for table in root.tables("alias") {
        let mut table = Table::new("alias", table, root.problems());
        let names: Vec<String> = table.strings("names").into_iter().map(|(name, _)| name).collect();
        configuration.aliases.extend((!names.is_empty()).then_some(names));
        table.finish();
    }
    if let Some(table) = root.table("annotations") {
        configuration.annotations = annotations(table, root.problems());
    }
    root.finish();
    sort_by_key(&mut problems, |p| p.span);
    configuration.problems = problems;
    configuration
}

/// A range of the parser's, moved onto character boundaries.
fn within(text: &str, range: std::ops::Range<usize>) -> Span {
    let floor = |mut offset: usize| {
        offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    Span::new(floor(range.start), floor(range.end.max(range.start)))
}

fn patterns(table: &mut Table, key: &'static str) -> Vec<String> {
    let mut patterns = Vec::new();
    for (pattern, span) in table.strings(key) {
        match ignore::gitignore::GitignoreBuilder::new("/").add_line(None, &pattern) {
            Ok(_) => patterns.push(pattern),
            Err(error) => table.problem(span, format!("\"{pattern}\" is no pattern: {error}")),
        }
    }
    patterns
}

fn rules(table: DeTable, problems: &mut Vec<ConfigurationProblem>) -> Selection {
    let mut selection = Selection::default();
    let mut table = Table::new("rules", table, problems);
    let known = |table: &mut Table, codes: Vec<(String, Span)>| {
        let mut kept = Vec::new();
        for (code, span) in codes {
            match Selection::default().ignore(std::slice::from_ref(&code)) {
                Ok(()) => kept.push(code),
                Err(message) => table.problem(span, message),
            }
        }
        kept
    };
    let select = table.strings("select");
    if !select.is_empty() {
        let _ = selection.select(&known(&mut table, select));
    }
    let ignore = table.strings("ignore");
    let _ = selection.ignore(&known(&mut table, ignore));
    if let Some(inner) = table.table("severity") {
        let mut inner = Table::new("rules.severity", inner, table.problems());
        for (code, code_span, name, name_span) in inner.rest("error, warning, information, hint or off") {
            let span = if Severity::parse(&name).is_none() && name != "off" { name_span } else { code_span };
            if let Err(message) = selection.set_severity(&code, &name) {
                inner.problem(span, message);
            }
        }
    }
    table.finish();
    selection
}

fn article(table: DeTable, problems: &mut Vec<ConfigurationProblem>) -> Option<ArticleConfiguration> {
    let mut table = Table::new("article", table, problems);
    let path = table.string("path");
    let overrides = Overrides {
        date: table.date("date").map(Into::into),
        publisher: table.string("publisher").map(|(text, _)| text),
        url: table.string("url").map(|(text, _)| text),
        sources: table.strings("sources").into_iter().map(|(text, _)| text).collect(),
        ..Overrides::default()
    };
    table.finish();
    let (path, span) = path?;
    let path = path.replace('\\', "/").trim_start_matches("./").to_owned();
    Some(ArticleConfiguration { path, span, overrides })
}

fn annotations(table: DeTable, problems: &mut Vec<ConfigurationProblem>) -> AnnotationConfiguration {
    let mut annotations = AnnotationConfiguration::default();
    let mut table = Table::new("annotations", table, problems);
    for pair in table.tables("pair") {
        let mut pair = Table::new("annotations.pair", pair, table.problems());
        let (text, annotation) = (pair.string("text"), pair.string("annotation"));
        if let (Some((text, _)), Some((annotation, _))) = (text, annotation) {
            annotations.pairs.push(AnnotationPair { text, annotation });
        }
        pair.finish();
    }
    if let Some((name, span)) = table.string("follow") {
        match name.as_str() {
            "save" => annotations.follow = Follow::Save,
            "ask" => annotations.follow = Follow::Ask,
            "off" => annotations.follow = Follow::Off,
            _ => table.problem(span, "\"follow\" must be \"save\", \"ask\" or \"off\""),
        }
    }
    if let Some((name, span)) = table.string("preset") {
        if name == "polnear" {
            annotations.preset = Some(name);
        } else {
            table.problem(span, format!("there is no preset \"{name}\"; known is \"polnear\""));
        }
    }
    if let Some(types) = table.table("types") {
        let mut types = Table::new("annotations.types", types, table.problems());
        for (label, _, part, span) in types.rest("a string") {
            if Part::parse(&part).is_none() {
                types.problem(span, format!("\"{part}\" must be \"Source\", \"Cue\", \"Content\" or \"Attribution\""));
            }
            annotations.types.insert(label, part);
        }
    }
    table.finish();
    annotations
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn problems(text: &str) -> String {
        let lines = |p: &ConfigurationProblem| format!("{:?}: {}\n", p.span.of(text), p.message);
        parse(text).problems.iter().map(lines).collect()
    }

    #[test]
    fn everything_that_the_file_may_say_is_read() {
        let text = r#"
[corpus]
include = ["wire/*.txt", "drafts/"]
exclude = "old/"
facts = "archive/*.jsonl.zst"

[drafts]
include = "drafts/"
sources = ["wire/"]
bibliography = "refs.bib"

[[article]]
path = "wire/a.txt"
date = 2021-03-04
publisher = "The Harbour Post"
url = "https://harbour.example/a"
sources = ["b.txt"]

[[alias]]
names = ["WFP", "World Food Programme"]

[annotations]
follow = "off"
preset = "polnear"
[[annotations.pair]]
text = "text/{doc}.txt"
annotation = "ann/{doc}_{annotator}.ann"
[annotations.types]
Attr = "Attribution"
"#;
        let read = parse(text);
        assert_eq!(problems(text), "");
        assert_eq!((read.include.len(), read.exclude.as_slice()), (2, &["old/".to_owned()][..]));
        assert_eq!(read.facts, ["archive/*.jsonl.zst"]);
        let overrides = read.overrides("wire/a.txt");
        assert_eq!(overrides.date.and_then(|d| d.full()), jiff::civil::Date::new(2021, 3, 4).ok());
        assert_eq!((overrides.publisher.as_deref(), overrides.sources.len()), (Some("The Harbour Post"), 1));
        assert_eq!(read.overrides("drafts/b.md").source_folders, ["wire/"]);
        assert_eq!((read.overrides("drafts/b.md").bibliography.len(), overrides.source_folders.len()), (1, 0));
        assert_eq!(read.aliases, [["WFP", "World Food Programme"]]);
        assert_eq!((read.annotations.follow, read.annotations.pairs.len()), (Follow::Off, 1));
        assert_eq!(read.annotations.types["Attr"], "Attribution");
    }

    #[test]
    fn an_unknown_key_is_told_the_nearest_known_one() {
        let text = "[corpus]\ninclud = []\n[artcle]\n";
        expect![[r#"
            "includ": unknown key "includ" in [corpus]; the nearest known key is "include"
            "artcle": unknown key "artcle"; the nearest known key is "article"
        "#]]
        .assert_eq(&problems(text));
    }

    #[test]
    fn a_wrong_value_is_reported_and_the_rest_still_counts() {
        let text =
            "[[article]]\npath = \"a.txt\"\ndate = \"2016-12-16\"\npublisher = \"Post\"\n[corpus]\ninclude = 5\n";
        expect![[r#"
            "\"2016-12-16\"": "date" must be a date such as 2016-12-16 (without quotation marks)
            "5": "include" must be a list of strings
        "#]]
        .assert_eq(&problems(text));
        assert_eq!(parse(text).overrides("a.txt").publisher.as_deref(), Some("Post"));
    }

    #[test]
    fn broken_toml_has_a_place() {
        let text = "[corpus]\ninclude = [\"a\n";
        assert!(!parse(text).problems.is_empty());
        assert!(parse(text).problems[0].span.start > 0);
    }

    #[test]
    fn an_empty_file_and_a_byte_order_mark_are_fine() {
        assert_eq!(parse(""), Configuration::default());
        assert_eq!(problems("\u{feff}[corpus]\n"), "");
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]a-z=\"'é\\n 0-9.\\-]{0,80}") {
            for problem in parse(&text).problems {
                proptest::prop_assert!(text.get(problem.span.range()).is_some());
            }
        }
    }
}
