//! Bibliographies: what stands behind a citation key. BibLaTeX and BibTeX (`.bib`) are read by the crate `biblatex`,
//! CSL-JSON (`.json`), as Zotero and Pandoc write it, by serde.
//!
//! Of an entry only what leads to an article is kept: its key, its address and its files.

use super::{Problem, ProblemKind};
use crate::text::Span;
use biblatex::{ChunksExt, RawBibliography};
use serde_json::Value;
use std::sync::Arc;

/// A bibliography file.
#[derive(Clone, Debug, Default)]
pub struct Bibliography {
    /// The whole text of the file.
    pub text: Arc<str>,
    /// Its entries in the order of the file.
    pub references: Vec<Reference>,
    /// What could not be understood.
    pub problems: Vec<Problem>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its citation key.
    pub key: String,
    /// Where the key stands, in bytes.
    pub span: Span,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Where it was published on the web.
    pub url: Option<String>,
    /// Paths of local copies, as written.
    pub files: Vec<String>,
}

impl Bibliography {
    /// Reads a file; `path` tells the formats apart.
    pub fn parse(path: &str, text: Arc<str>) -> Self {
        let mut read = Self { text: text.clone(), ..Self::default() };
        if path.to_ascii_lowercase().ends_with(".json") {
            read.csl(&text)
        } else {
            read.bib(&text)
        }
        read
    }

    /// The entry of that key.
    pub fn reference(&self, key: &str) -> Option<&Reference> {
        self.references.iter().find(|r| r.key == key)
    }

    fn bib(&mut self, text: &str) {
        match entries(text, 0) {
            Ok(found) => self.references = found,
            Err((span, message)) => {
                self.problem(text, span, &message);
                // One broken entry must not cost the others.
                let starts = text
                    .match_indices('@')
                    .map(|(at, _)| at)
                    .filter(|&at| text[..at].rsplit('\n').next().is_none_or(|line| line.trim().is_empty()));
                let starts: Vec<usize> = starts.chain([text.len()]).collect();
                for pair in starts.windows(2) {
                    self.references.extend(entries(&text[pair[0]..pair[1]], pair[0]).unwrap_or_default());
                }
            }
        }
    }

    fn csl(&mut self, text: &str) {
        let parsed: Value = match serde_json::from_str(text) {
            Ok(parsed) => parsed,
            Err(error) => {
                let line: usize = text.split_inclusive('\n').take(error.line().max(1) - 1).map(str::len).sum();
                let at = (line + error.column().saturating_sub(1)).min(text.len());
                self.problem(text, at..at, &format!("this is no valid JSON: {error}"));
                return;
            }
        };
        let items = parsed.as_array().or_else(|| parsed.get("items")?.as_array()).cloned().unwrap_or_default();
        let mut from = 0;
        for item in &items {
            let id = item.get("id").or_else(|| item.get("citation-key"));
            let key = match id {
                Some(Value::String(key)) => key.clone(),
                Some(Value::Number(number)) => number.to_string(),
                _ => continue,
            };
            let written = serde_json::to_string(&key).unwrap_or_default();
            let at = text[from..].find(&written).map(|at| from + at);
            let span = at.map_or(Span::at(0), |at| Span::new(at + 1, at + written.len() - 1));
            from = at.map_or(from, |at| at + written.len());
            let field = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
            let files = field("file").into_iter().chain(field("archive_location")).collect();
            self.references.push(Reference { key, span, title: field("title"), url: field("URL"), files });
        }
    }

    fn problem(&mut self, text: &str, range: std::ops::Range<usize>, message: &str) {
        let floor = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let span = Span::new(floor(range.start), floor(range.end.max(range.start)));
        self.problems.push(Problem { kind: ProblemKind::Bibliography, span, message: message.to_owned() });
    }
}

/// The entries of BibTeX text that stands `base` bytes into its file.
fn entries(text: &str, base: usize) -> Result<Vec<Reference>, (std::ops::Range<usize>, String)> {
    let failed = |error: biblatex::ParseError| {
        (error.span.start + base..error.span.end + base, format!("this entry cannot be read: {}", error.kind))
    };
    let raw = RawBibliography::parse(text).map_err(failed)?;
    let places: std::collections::HashMap<String, Span> =
        raw.entries.iter().map(|e| (e.v.key.v.to_owned(), Span::from(e.v.key.span.clone()).shifted(base))).collect();
    let read = biblatex::Bibliography::from_raw(raw).map_err(failed)?;
    let reference = |entry: &biblatex::Entry| {
        let field = |name: &str| entry.get(name).map(|chunks| chunks.format_verbatim());
        let files = field("file").map(|written| files(&written)).unwrap_or_default();
        let span = places.get(&entry.key).copied().unwrap_or_default();
        Reference { key: entry.key.clone(), span, title: field("title"), url: field("url"), files }
    };
    Ok(read.iter().map(reference).collect())
}

/// The paths of a `file` field: plain, or as JabRef and Zotero write them (`Description:path:type;…`).
fn files(field: &str) -> Vec<String> {
    let path = |part: &str| {
        let part = part.trim();
        let parts: Vec<&str> = part.split(':').collect();
        match parts[..] {
            [_, path, _] if !path.is_empty() => path.to_owned(),
            _ => part.to_owned(),
        }
    };
    field.split(';').map(path).filter(|p| !p.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_a_bib_file_lead_to_files_and_addresses() {
        let text = "@string{nd = {Nordag}}\n@online{nordag2024,\n  title = {The {Sea} Wall},\n  publisher = nd,\n  url = {https://nordag.example/wall},\n  \
                    file = {Copy:wire/nordag.txt:text/plain}\n}\n@misc{quill, title = \"Pumps\", file = {quill.md}}\n";
        let read = Bibliography::parse("refs.bib", text.into());
        assert_eq!(read.problems, []);
        let nordag = read.reference("nordag2024").expect("the entry");
        assert_eq!(nordag.span.of(text), "nordag2024");
        assert_eq!(nordag.title.as_deref(), Some("The Sea Wall"));
        assert_eq!(nordag.url.as_deref(), Some("https://nordag.example/wall"));
        assert_eq!(
            (&nordag.files[..], &read.references[1].files[..]),
            (&["wire/nordag.txt".into()][..], &["quill.md".into()][..])
        );
    }

    #[test]
    fn a_broken_entry_is_a_problem_with_its_place_and_costs_no_other() {
        let text = "@misc{a, title = {A}}\n@misc{b, title = {B\n@misc{c, url = {https://c.example}}\n";
        let read = Bibliography::parse("refs.bib", text.into());
        assert_eq!(read.problems.len(), 1);
        let keys: Vec<_> = read.references.iter().map(|r| r.key.as_str()).collect();
        assert_eq!(keys, ["a", "c"]);
    }

    #[test]
    fn csl_json_is_read_and_its_mistakes_are_placed() {
        let text = "[{\"id\": \"nordag\", \"URL\": \"https://nordag.example\", \"title\": \"Wall\"}, {\"id\": 7}]";
        let read = Bibliography::parse("refs.json", text.into());
        assert_eq!(read.references.len(), 2);
        assert_eq!(read.references[0].span.of(text), "nordag");
        let broken = Bibliography::parse("refs.json", "[{\"id\": \"a\",\n}]".into());
        assert_eq!((broken.references.len(), broken.problems[0].span.start > 10), (0, true));
    }

    #[test]
    fn deep_braces_end() {
        let text = format!("@misc{{a, title = {}", "{".repeat(200_000));
        assert_eq!(Bibliography::parse("a.bib", text.into()).references, []);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r#"([@{}",=#\\a-zé \n:;]|@misc\{a,|file = \{|@string){0,60}"#) {
            let read = Bibliography::parse("a.bib", text.as_str().into());
            for problem in &read.problems {
                proptest::prop_assert!(text.get(problem.span.range()).is_some());
            }
            Bibliography::parse("a.json", text.as_str().into());
        }
    }
}
