//! What an article names as its sources: `sources:` of the front matter and of `copydesk.toml`, Markdown links to
//! other articles, footnotes, and citation keys as Pandoc writes them (`[@key]`).
//!
//! Nothing is looked up here: whether a cited file or key exists is for those to say who see the folder.

use super::{Block, BlockKind, Markup, Metadata};
use crate::text::Span;
use crate::text::sorting::sort_by_key;
use pulldown_cmark::{Event, Options, Parser, Tag};
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

/// How a source is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum CitationKind {
    /// In `sources`: a path, a key or an address.
    Listed,
    /// By a link to another article.
    Link,
    /// By a path or an address in a footnote.
    Note,
    /// By a footnote mark that has no footnote.
    OpenNote,
    /// By a key of a bibliography (`[@key]`).
    Key,
    /// As a folder all of whose articles are sources (`[drafts] sources` in `copydesk.toml`).
    Folder,
}

/// One naming of a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Citation {
    /// How it is named.
    pub kind: CitationKind,
    /// What is named: a path, a key without `@`, an address, or the label of a footnote.
    pub target: String,
    /// Where it stands; `None` where the configuration says so.
    pub span: Option<Span>,
}

impl Citation {
    /// Whether the target is an address on the web.
    pub fn is_address(&self) -> bool {
        is_address(&self.target)
    }

    /// Whether the target is written as a key or a path, and not as a description in words.
    pub fn is_exact(&self) -> bool {
        let target = self.target.trim();
        !target.is_empty() && (!target.contains(char::is_whitespace) || is_article_path(target))
    }
}

static KEYS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[[^\[\]\n]{0,400}?@[^\[\]\n]{1,400}\]").expect("valid"));
static KEY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s\[;,-])@([\p{L}\d_](?:[\p{L}\d_]|[:.#$%&\-+?<>~/][\p{L}\d_])*)").expect("valid")
});
static MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[\^([^\]\s\[]{1,60})\](:)?").expect("valid"));
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"https?://[^\s<>()\[\]]+|[^\s<>()\[\]`,;]+\.(?:txt|text|md|markdown)\b").expect("valid")
});

/// Whether `target` is an address on the web.
pub fn is_address(target: &str) -> bool {
    let lower = target.get(..8).unwrap_or(target).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

/// Whether a path has the ending of an article.
pub fn is_article_path(path: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    path.contains('.') && matches!(end.as_str(), "txt" | "text" | "md" | "markdown")
}

/// Everything that an article names as its source, in order: what the metadata list, then what stands in the text.
pub(super) fn find(text: &str, markup: Markup, metadata: &Metadata, blocks: &[Block]) -> Vec<Citation> {
    let listed = metadata.sources.iter().map(|stated| {
        let target = stated.value.trim().trim_start_matches('@').to_owned();
        Citation { kind: CitationKind::Listed, target, span: stated.span }
    });
    let folders = metadata.source_folders.iter();
    let folders = folders.map(|f| Citation { kind: CitationKind::Folder, target: f.clone(), span: None });
    let mut written = Vec::new();
    if text.contains("[@") || text.contains('@') && text.contains('[') {
        keys(text, blocks, &mut written);
    }
    if markup == Markup::Markdown {
        links(text, blocks, &mut written);
        notes(text, blocks, &mut written);
    }
    sort_by_key(&mut written, |c| c.span);
    written.dedup_by(|later, earlier| {
        later.span.zip(earlier.span).is_some_and(|(a, b)| a.overlaps(b) || a == b) && later.target == earlier.target
    });
    listed.chain(folders).chain(written).collect()
}

fn prose(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    blocks.iter().filter(|b| !matches!(b.kind, BlockKind::FrontMatter | BlockKind::Code))
}

fn keys(text: &str, blocks: &[Block], out: &mut Vec<Citation>) {
    for block in prose(blocks) {
        for group in KEYS.find_iter(block.span.of(text)) {
            for key in KEY.captures_iter(group.as_str()) {
                let Some(key) = key.get(1) else { continue };
                let start = block.span.start as usize + group.start() + key.start();
                let span = Span::new(start, start + key.len());
                out.push(Citation { kind: CitationKind::Key, target: key.as_str().to_owned(), span: Some(span) });
            }
        }
    }
}

fn links(text: &str, blocks: &[Block], out: &mut Vec<Citation>) {
    let from = blocks.first().filter(|b| b.kind == BlockKind::FrontMatter).map_or(0, |b| b.span.end as usize);
    let body = &text[from..];
    for (event, range) in Parser::new_ext(body, Options::ENABLE_FOOTNOTES).into_offset_iter() {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        let target = dest_url.split('#').next().unwrap_or_default();
        let has_scheme = target.split_once(':').is_some_and(|(scheme, _)| scheme.len() > 1);
        if !is_address(target) && (has_scheme || !is_article_path(target)) {
            continue;
        }
        let target = decoded(target);
        let inner = &body[range.clone()];
        let at = inner.rfind(&*dest_url).map(|at| Span::new(at, at + dest_url.len()));
        let span = at.unwrap_or(Span::new(0, range.len())).shifted(from + range.start);
        out.push(Citation { kind: CitationKind::Link, target, span: Some(span) });
    }
}

/// Footnotes: the articles and addresses that they name, and the marks that have none.
fn notes(text: &str, blocks: &[Block], out: &mut Vec<Citation>) {
    let (mut defined, mut marks) = (HashSet::new(), Vec::new());
    for block in prose(blocks) {
        let written = block.span.of(text);
        let base = block.span.start as usize;
        for found in MARK.captures_iter(written) {
            let (Some(whole), Some(label)) = (found.get(0), found.get(1)) else { continue };
            let leads = written[..whole.start()].rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
            if found.get(2).is_none() || !leads {
                marks.push((label.as_str(), Span::new(base + whole.start(), base + whole.start() + label.len() + 3)));
                continue;
            }
            defined.insert(label.as_str());
            let note = &written[whole.end()..];
            let note = &note[..MARK.find(note).map_or(note.len(), |next| next.start())];
            for named in NAMED.find_iter(note) {
                let target = named.as_str().trim_end_matches(['.', ',', ';', ':', '"', '”', '\'']);
                let start = base + whole.end() + named.start();
                let span = Some(Span::new(start, start + target.len()));
                out.push(Citation { kind: CitationKind::Note, target: target.to_owned(), span });
            }
        }
    }
    let open = marks.into_iter().filter(|(label, _)| !defined.contains(label));
    out.extend(open.map(|(label, span)| Citation {
        kind: CitationKind::OpenNote,
        target: label.to_owned(),
        span: Some(span),
    }));
}

/// A link's target without its percent escapes.
fn decoded(target: &str) -> String {
    let (bytes, mut out, mut i) = (target.as_bytes(), Vec::with_capacity(target.len()), 0);
    while i < bytes.len() {
        let hex = bytes.get(i + 1..i + 3).and_then(|h| std::str::from_utf8(h).ok());
        match hex.filter(|_| bytes[i] == b'%').and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| target.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{Article, Overrides};
    use super::*;

    fn cited(text: &str, markup: Markup) -> Vec<(CitationKind, String, Option<String>)> {
        let overrides = Overrides { source_folders: vec!["wire".into()], ..Overrides::default() };
        let article = Article::parse(text.into(), markup, &overrides);
        let covered = |c: &Citation| c.span.map(|s| s.of(text).to_owned());
        article.citations.iter().map(|c| (c.kind, c.target.clone(), covered(c))).collect()
    }

    #[test]
    fn every_way_of_naming_a_source_is_found_with_its_place() {
        let text = "---\nsources: [wire.txt, \"@marsh\"]\n---\n# Flood\n\nThe wall broke [as Nordag has it](nordag%20one.txt), \
                    the mayor said [see @quill2024, p. 3; @venn].[^1] The [map](map.png) is old.[^2]\n\n[^1]: gazette.txt, line 4, \
                    and https://alder.example/a.\n";
        use CitationKind::*;
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(
            cited(text, Markup::Markdown),
            [
                (Listed, "wire.txt".into(), some("wire.txt")),
                (Listed, "marsh".into(), some("\"@marsh\"")),
                (Folder, "wire".into(), None),
                (Link, "nordag one.txt".into(), some("nordag%20one.txt")),
                (Key, "quill2024".into(), some("quill2024")),
                (Key, "venn".into(), some("venn")),
                (OpenNote, "2".into(), some("[^2]")),
                (Note, "gazette.txt".into(), some("gazette.txt")),
                (Note, "https://alder.example/a".into(), some("https://alder.example/a")),
            ]
        );
    }

    #[test]
    fn footnotes_are_no_prose_and_links_in_code_are_none() {
        let text = "The wall broke.[^1]\n\n```\n[a](b.txt) [@c]\n```\n\n[^1]: See wire.txt.\n";
        let article = Article::parse(text.into(), Markup::Markdown, &Overrides::default());
        assert_eq!(article.citations.len(), 1, "{:?}", article.citations);
        assert_eq!(article.blocks.iter().filter(|b| b.kind.is_read()).count(), 1);
    }

    #[test]
    fn plain_text_cites_by_key_alone() {
        let text = "The wall broke [@nordag]. Write to a@b.example or see [the map](wire.txt) [1].";
        assert_eq!(cited(text, Markup::Plain).len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_places_on_character_boundaries(text in r"([a-zé \n@\[\]()^:.;\-]|\[@|\[\^1\]|\.txt|\]\(){0,80}") {
            let article = Article::parse(text.as_str().into(), Markup::Markdown, &Overrides::default());
            for citation in &article.citations {
                proptest::prop_assert!(citation.span.is_none_or(|s| text.get(s.range()).is_some()));
            }
        }
    }
}
