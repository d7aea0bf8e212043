//! What can be followed by a click: addresses, named sources, entries of knowledge bases.
//!
//! Only addresses of the web and documents of the corpus are ever linked, whatever a text may say.

use super::cited::{addresses, cited, is_address};
use crate::corpus::{AnnotationEntry, Corpus, DocumentId};
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// Something that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it stands.
    pub span: Span,
    /// Where it leads.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To an address of the web.
    Address(String),
    /// To a document of the corpus.
    Document(DocumentId),
}

/// The links of a document in order, without overlap.
pub fn links(corpus: &Corpus, document: DocumentId) -> Vec<Link> {
    let mut links = match (corpus.article(document), corpus.annotation(document)) {
        (Some(entry), _) => {
            let sources = cited(corpus, entry).into_iter();
            let mut links: Vec<_> = sources
                .filter_map(|cited| {
                    let address = || is_address(&cited.written).then(|| LinkTarget::Address(cited.written.clone()));
                    let target = cited.document.map(LinkTarget::Document).or_else(address)?;
                    Some(Link { span: cited.span?, target })
                })
                .collect();
            links.extend(web(&entry.reading.article.text));
            links
        }
        (None, Some(entry)) => of_annotation(corpus, entry),
        (None, None) => Vec::new(),
    };
    // A source that is an article of the corpus comes before its address.
    sort_by_key(&mut links, |link| (link.span, matches!(link.target, LinkTarget::Address(_))));
    links.dedup_by(|later, earlier| later.span.overlaps(earlier.span));
    links
}

/// The links of a `copydesk.toml`, whose strings these are: documents of the corpus and addresses.
pub fn links_of_strings(corpus: &Corpus, strings: &[(String, Span)]) -> Vec<Link> {
    let target = |text: &str| match is_address(text) {
        true => Some(LinkTarget::Address(text.to_owned())),
        false => corpus.id(text.trim_start_matches("./")).map(LinkTarget::Document),
    };
    strings.iter().filter_map(|(text, span)| Some(Link { span: *span, target: target(text)? })).collect()
}

fn web(text: &str) -> impl Iterator<Item = Link> {
    addresses(text).into_iter().map(|span| Link { span, target: LinkTarget::Address(span.of(text).to_owned()) })
}

/// Entries of knowledge bases (`Wiki:64488`), by the addresses that `tools.conf` gives.
fn of_annotation(corpus: &Corpus, entry: &AnnotationEntry) -> Vec<Link> {
    let mut links: Vec<Link> = web(&entry.file.text).collect();
    let Some((_, tools)) = corpus.beside_or_above(&entry.path, "tools.conf") else { return links };
    let Some(schema) = &tools.file.schema else { return links };
    links.extend(entry.file.normalisations.iter().filter_map(|normalisation| {
        let address = schema.normalisation.get(&normalisation.resource).filter(|address| is_address(address))?;
        let target = LinkTarget::Address(address.replace("%s", &encoded(&normalisation.key)));
        Some(Link { span: normalisation.entry_span, target })
    }));
    links
}

/// Percent-encodes what cannot stand in an address as it is.
fn encoded(key: &str) -> String {
    let plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b',' | b'(' | b')');
    key.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(fixture: &str, path: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let document = fixture.corpus.id(path).unwrap();
        let line = |link: Link| {
            let target = match link.target {
                LinkTarget::Address(address) => address,
                LinkTarget::Document(id) => fixture.corpus.path(id).unwrap().to_string(),
            };
            format!("{} → {target}\n", fixture.covered(document, link.span))
        };
        expected.assert_eq(&links(&fixture.corpus, document).into_iter().map(line).collect::<String>());
    }

    #[test]
    fn sources_lead_to_their_articles_and_addresses_to_the_web() {
        check(
            "//- a.md
---
sources: [b.txt, gone.txt]
url: https://desk.example/a
---

As [the wire](b.txt) wrote, see https://post.example/c. [Do not](command:delete.all) follow [this](javascript:x).
//- b.txt
Text.
",
            "a.md",
            expect![[r#"
                b.txt → b.txt
                https://desk.example/a → https://desk.example/a
                b.txt → b.txt
                https://post.example/c → https://post.example/c
            "#]],
        );
    }

    #[test]
    fn an_entry_of_a_knowledge_base_leads_to_its_page() {
        check(
            "//- a.txt
Ann Marsh spoke.
//- a.ann
T1\tPerson 0 9\tAnn Marsh
N1\tReference T1 Wiki:Ann Marsh?\tAnn Marsh
N2\tReference T1 Other:12\tAnn Marsh
//- tools.conf
[normalization]
Wiki\t<URL>:http://wiki.example/, <URLBASE>:http://wiki.example/?id=%s
",
            "a.ann",
            expect![[r#"
                Wiki:Ann Marsh? → http://wiki.example/?id=Ann%20Marsh%3F
            "#]],
        );
    }
}
