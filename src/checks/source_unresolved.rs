//! A source that an article cites does not exist.
//!
//! A path of `sources:`, a link to another article, a citation key (`[@key]`) or a footnote mark leads nowhere. Paths count from the
//! article's folder, then from the root of the corpus, then from the folders of `[drafts] sources`; keys are those of the
//! bibliography, or file names without their ending. Addresses on the web are never looked up, and words that are no path and no key
//! ("interview with the mayor") are left alone.
//!
//! **Example.** `sources: [coastwire-0417.txt]` in the front matter, and no such file.
//!
//! **To mend it**, correct the path or key (completion proposes what there is), or add the file, the entry or the footnote.

use super::Context;
use crate::article::CitationKind;
use crate::corpus::Resolved;
use crate::text::Span;

pub(super) const CODE: &str = "source-unresolved";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let article = &entry.reading.article;
    if article.citations.is_empty() {
        return;
    }
    let resolved = context.corpus.resolved(context.document);
    // Brackets with an @ in plain text may be anything, until the article cites in earnest.
    let earnest = article.markup == crate::article::Markup::Markdown
        || !article.metadata.sources.is_empty()
        || !context.corpus.bibliographies(entry).is_empty();
    for (citation, resolved) in article.citations.iter().zip(resolved) {
        if resolved != Resolved::Missing || citation.kind == CitationKind::Key && !earnest {
            continue;
        }
        let target = &citation.target;
        let message = match citation.kind {
            CitationKind::OpenNote => format!("no footnote is marked [^{target}]"),
            CitationKind::Key => format!("the key \"{target}\" is in no bibliography and is no article's name"),
            _ if crate::article::citation::is_article_path(target) || target.contains('/') => {
                format!("the source \"{target}\" does not exist")
            }
            _ => format!("the source \"{target}\" is no file, no key and no article's name"),
        };
        context.report(citation.span.unwrap_or(Span::at(0)), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings_in_markdown as findings;

    #[test]
    fn missing_paths_keys_links_and_footnotes_are_found() {
        let text =
            "---\nsources: [gone.txt, nobody]\n---\nThe wall broke [as told](wire/gone.md), she said [@quill].[^1]\n";
        let found = findings(super::CODE, &[("a.md", text)]);
        assert_eq!(
            found,
            [
                "a.md: gone.txt: the source \"gone.txt\" does not exist",
                "a.md: nobody: the source \"nobody\" is no file, no key and no article's name",
                "a.md: wire/gone.md: the source \"wire/gone.md\" does not exist",
                "a.md: quill: the key \"quill\" is in no bibliography and is no article's name",
                "a.md: [^1]: no footnote is marked [^1]",
            ]
        );
    }

    #[test]
    fn what_exists_addresses_and_words_are_left_alone() {
        let text = "---\nsources: [b.md, c, an interview with the mayor, 'https://alder.example/x']\n---\nThe [wall](b.md) broke \
                    [@c].[^1] See the [map](map.png) and [the paper](https://alder.example).\n\n[^1]: Told by telephone.\n";
        assert_eq!(findings(super::CODE, &[("a.md", text), ("b.md", "Text."), ("c.txt", "Text.")]), [""; 0]);
    }
}
