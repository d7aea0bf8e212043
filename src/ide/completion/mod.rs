//! What the rest of a word, number, quotation or citation may be: words and values of the other articles, each with the
//! place that it is from.
//!
//! What an article cites comes first. Where it cites nothing, every article of the corpus is looked through.

mod citations;
mod figures;
mod names;
mod quotations;
mod speakers;

use super::annotation_completion;
use super::interrupt::interrupted;
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use crate::text::Span;

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// The words of a quotation.
    Quotation,
    /// Who said what stands between the quotation marks before the cursor.
    Speaker,
    /// A name.
    Name,
    /// A figure.
    Figure,
    /// A source: a path or the key of a bibliography.
    Source,
    /// A type, role, id or value of an annotation file.
    Annotation,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is listed.
    pub label: String,
    /// Where it is from.
    pub detail: String,
    /// The passage around it, where that says more.
    pub passage: Option<String>,
    /// What is replaced: the part that was typed, on one line.
    pub replaced: Span,
    /// By what.
    pub text: String,
    /// What the typed part is compared with while typing goes on.
    pub filter: String,
    /// What it is.
    pub kind: CompletionKind,
}

/// At most so many are proposed.
const MOST: usize = 60;
/// No more articles than this are looked through.
const FARTHEST: usize = 20_000;
/// Characters of a quotation that are listed.
const LISTED: usize = 80;

/// Proposals at the byte `offset` of a document, the likeliest first.
pub fn completion(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Completion> {
    if let Some(entry) = corpus.annotation(document) {
        return annotation_completion::completion(corpus, entry, offset);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let text = &entry.reading.article.text;
    let line = text[..offset].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let here = Here { corpus, document, entry, offset, line, before: &text[line..offset] };
    if let Some(found) = citations::complete(&here) {
        return found;
    }
    match opened(here.before) {
        Some(start) => quotations::complete(&here, Span::new(line + start, offset)),
        None => {
            speakers::complete(&here).or_else(|| figures::complete(&here)).unwrap_or_else(|| names::complete(&here))
        }
    }
}

/// Where proposals are wanted.
struct Here<'a> {
    corpus: &'a Corpus,
    document: DocumentId,
    entry: &'a ArticleEntry,
    /// The byte of the cursor.
    offset: usize,
    /// The byte where its line begins.
    line: usize,
    /// The line up to the cursor.
    before: &'a str,
}

impl<'a> Here<'a> {
    fn text(&self) -> &'a str {
        &self.entry.reading.article.text
    }

    /// What the article cites; where it cites nothing, all others.
    fn sources(&self) -> Vec<&'a ArticleEntry> {
        let cited = self.corpus.sources(self.document);
        if cited.is_empty() { self.others().collect() } else { entries(self.corpus, cited).collect() }
    }

    /// All other articles, those that the article cites first.
    fn others(&self) -> impl Iterator<Item = &'a ArticleEntry> + use<'a> {
        let cited = self.corpus.sources(self.document);
        let document = self.document;
        let known: rustc_hash::FxHashSet<_> = cited.iter().copied().collect();
        let rest = self.corpus.ids().into_iter().filter(move |id| *id != document && !known.contains(id));
        entries(self.corpus, cited.into_iter().chain(rest))
    }

    /// The letters of the word before the cursor.
    fn word(&self) -> &'a str {
        let start = self.before.rfind(|c: char| !c.is_alphanumeric());
        &self.before[start.map_or(0, |i| i + self.before[i..].chars().next().map_or(1, char::len_utf8))..]
    }
}

fn entries<I: IntoIterator<Item = DocumentId>>(
    corpus: &Corpus,
    ids: I,
) -> impl Iterator<Item = &ArticleEntry> + use<'_, I> {
    let ids = ids.into_iter().take(FARTHEST).take_while(|_| !interrupted());
    ids.filter_map(move |id| corpus.article(id))
}

/// Where the words of a quotation begin that is opened and not closed on this line.
fn opened(line: &str) -> Option<usize> {
    let mut open = None;
    for (index, c) in line.char_indices() {
        match c {
            '"' => open = if open.is_some() { None } else { Some(index + 1) },
            '“' => open = Some(index + c.len_utf8()),
            '”' => open = None,
            _ => {}
        }
    }
    open
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LISTED) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Holds the proposals at the cursor of an article, and two others beside it, to what is expected.
#[cfg(test)]
fn check(here: &str, expected: expect_test::Expect) {
    let fixture = super::fixture::Fixture::new(&format!(
        "//- draft.md
{here}
//- wire/b.txt
---
publisher: Coast Wire
---

Harbourmaster Ann Velder said: \"The water was already in the lower hall when we opened the gates.\" About 12,000 people were evacuated \
         from Port Alder, she said. The repair would cost 1.2 billion euros.
//- c.txt
\"The ferries stay in the outer basin until the wind drops,\" said Ann Velder, the harbourmaster. Some 125 boats were lost.
"
    ));
    let (document, offset) = fixture.cursor();
    let line = |c: Completion| format!("[{}] {} ({})\n", fixture.covered(document, c.replaced), c.text, c.detail);
    let shown: String = completion(&fixture.corpus, document, offset).into_iter().map(line).collect();
    expected.assert_eq(&shown);
}
