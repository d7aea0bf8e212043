//! What an article names as its sources, and which articles of the corpus those are.
//!
//! A source is named by a path (relative to the article or to the corpus), by the address under which it was
//! published, or by a link in the text.

use crate::text::sorting::sort_by_key;
use pulldown_cmark::{Event, Parser, Tag};

use crate::article::Markup;
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use crate::text::Span;

/// A source as an article names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cited {
    /// What is written: a path or an address.
    pub written: String,
    /// Where; `None` where only `copydesk.toml` says so.
    pub span: Option<Span>,
    /// The article of the corpus that it is, if it is one.
    pub document: Option<DocumentId>,
}

/// No more articles than this are looked through for an address.
const FARTHEST: usize = 20_000;

/// Every source that an article names, in the order of its metadata, then of its text.
pub(super) fn cited(corpus: &Corpus, entry: &ArticleEntry) -> Vec<Cited> {
    let article = &entry.reading.article;
    let named = article.metadata.sources.iter().map(|source| (source.value.clone(), source.span));
    let linked = links_of_text(entry).into_iter().map(|(target, span)| (target, Some(span)));
    let own = article.metadata.url.as_ref().map(|url| bare(&url.value).to_owned());
    let found = named.chain(linked).filter(|(written, _)| own.as_deref() != Some(bare(written)));
    found
        .map(|(written, span)| Cited { document: document(corpus, &entry.path, &written), written, span })
        .filter(|cited| cited.document.is_none_or(|document| corpus.path(document) != Some(&entry.path)))
        .collect()
}

/// The document that `written`, in an article of path `from`, stands for.
pub(super) fn document(corpus: &Corpus, from: &str, written: &str) -> Option<DocumentId> {
    let written = written.trim();
    if is_address(written) {
        let wanted = bare(written);
        let published = |id: &DocumentId| {
            let url = corpus.article(*id).and_then(|entry| entry.reading.article.metadata.url.as_ref());
            url.is_some_and(|url| bare(&url.value) == wanted)
        };
        return corpus.ids().into_iter().take(FARTHEST).find(published);
    }
    let written = written.split(['#', '?']).next().unwrap_or_default();
    let beside = resolved(from, written).and_then(|path| corpus.id(&path));
    beside.or_else(|| corpus.id(written.trim_start_matches("./")))
}

/// Whether it is an address of the web rather than a path.
pub(super) fn is_address(written: &str) -> bool {
    let start = written.get(..8).unwrap_or(written).to_ascii_lowercase();
    start.starts_with("https://") || start.starts_with("http://")
}

/// The path that `written` names in the folder of the file `from`; `None` where it leads out of the corpus.
pub(super) fn resolved(from: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in written.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// An address without what does not tell pages apart: scheme, "www.", fragment, final slash.
fn bare(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split('#').next().unwrap_or_default().trim_end_matches('/')
}

/// The targets of links in the text: addresses anywhere, in Markdown also paths.
pub(super) fn links_of_text(entry: &ArticleEntry) -> Vec<(String, Span)> {
    let article = &entry.reading.article;
    let text = &*article.text;
    let named: Vec<Span> = article.metadata.sources.iter().filter_map(|source| source.span).collect();
    let mut found: Vec<(String, Span)> =
        addresses(text).into_iter().map(|span| (span.of(text).to_owned(), span)).collect();
    if article.markup == Markup::Markdown {
        for (event, range) in Parser::new(text).into_offset_iter() {
            let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
            let Some(at) = text[range.clone()].rfind(&*dest_url).filter(|_| !dest_url.is_empty()) else { continue };
            let span = Span::new(range.start + at, range.start + at + dest_url.len());
            if !is_address(&dest_url) && !dest_url.contains(':') && !dest_url.starts_with('#') {
                found.push((dest_url.to_string(), span));
            }
        }
    }
    found.retain(|(_, span)| !named.iter().any(|source| source.overlaps(*span)));
    sort_by_key(&mut found, |(_, span)| *span);
    found
}

/// The addresses of the web in a text, without the punctuation of the sentence that they stand in.
pub(super) fn addresses(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], b"://").map(|at| from + at) {
        from = at + 3;
        let scheme = &text[..at];
        let letters = scheme.len() - scheme.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        let start = at - letters.min(5);
        if !matches!(&text[start..at].to_ascii_lowercase()[..], "http" | "https") {
            continue;
        }
        let rest = &text[at + 3..];
        let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '“' | '”' | '`');
        let mut end = at + 3 + rest.find(ends).unwrap_or(rest.len());
        let surplus = |open: char, close: char| {
            let inner = &text[start..end];
            inner.matches(close).count().saturating_sub(inner.matches(open).count())
        };
        let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
        while let Some(last) = text[at + 3..end].chars().next_back() {
            let unopened = match last {
                ')' => &mut round,
                ']' => &mut square,
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '_' | '…' => &mut 1,
                _ => break,
            };
            if *unopened == 0 {
                break;
            }
            *unopened -= 1;
            end -= last.len_utf8();
        }
        if end > at + 3 {
            found.push(Span::new(start, end));
        }
        from = end.max(from);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn addresses_end_before_the_punctuation_of_the_sentence() {
        let text =
            "See https://a.example/x_(y). Or (HTTP://b.example/?q=1#f), ftp://no and xhttps://; “https://c.example/é”!";
        let shown: Vec<_> = addresses(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(shown, ["https://a.example/x_(y)", "HTTP://b.example/?q=1#f", "https://c.example/é"]);
    }

    #[test]
    fn many_brackets_take_no_quadratic_time() {
        let text = format!("https://a.example/{}", ")".repeat(200_000));
        assert_eq!(addresses(&text)[0].of(&text), "https://a.example/");
    }

    #[test]
    fn sources_are_found_by_path_by_address_and_by_link() {
        let fixture = Fixture::new(
            "//- drafts/a.md
---
sources: [../wire/b.txt, https://post.example/c, wire/d.txt, gone.txt]
url: https://desk.example/a
---

The [second](../wire/b.txt#top) one, as at https://www.post.example/c/ and https://desk.example/a.
//- wire/b.txt
Text.
//- wire/c.txt
---
url: https://post.example/c
---
Text.
//- wire/d.txt
Text.
",
        );
        let entry = fixture.corpus.article(fixture.corpus.id("drafts/a.md").unwrap()).unwrap();
        let path = |cited: Cited| {
            let path = cited.document.and_then(|id| fixture.corpus.path(id)).map(|path| path.to_string());
            format!("{} = {}", cited.written, path.unwrap_or_default())
        };
        let shown: Vec<_> = cited(&fixture.corpus, entry).into_iter().map(path).collect();
        assert_eq!(
            shown,
            [
                "../wire/b.txt = wire/b.txt",
                "https://post.example/c = wire/c.txt",
                "wire/d.txt = wire/d.txt",
                "gone.txt = ",
                "../wire/b.txt#top = wire/b.txt",
                "https://www.post.example/c/ = wire/c.txt",
            ]
        );
    }
}
