//! A long run of words stands in another article too, and nothing says so.
//!
//! Thirty words in a row outside quotation marks are not written twice by chance: one article copied the other, or both
//! a release or an agency. Reports that share their words are one source. Articles of one publisher, and those that name
//! an agency, a large broadcaster or the other outlet, are left alone; whole reprints are `near-duplicate`.
//!
//! **Example.** A paragraph of a wire report that a paper prints under its own reporter's name.
//!
//! **To mend it**, name the source of the passage, or report it anew.
//!
//! The Society of Professional Journalists' code: "Never plagiarize. Always attribute."

use super::Context;
use crate::corpus::{ArticleEntry, Location};

pub(super) const CODE: &str = "copied-passage";

/// Agencies whose text papers print under licence, and other names that say where shared words come from.
const AGENCIES: &[&str] = &[
    "Associated Press",
    "(AP)",
    "AP)",
    " AP ",
    "The AP",
    "AP’s",
    "AP's",
    "AP,",
    "AP.",
    "Reuters",
    "AFP",
    "Agence France",
    "TASS",
    "Tass",
    "Interfax",
    "Xinhua",
    "UPI",
    "United Press",
    "Bloomberg",
    "DPA",
    "dpa",
    "PA Media",
    "Press Association",
    "AAP",
    "Kyodo",
    "ANSA",
    "RIA Novosti",
    "SANA",
    "Canadian Press",
    "PTI",
    "wire services",
    "wire reports",
    "news services",
    "news agencies",
    "staff and agencies",
    "contributed to this report",
    "press release",
    "a statement",
    "City News Service",
    // Outlets whose own articles share their background and name them.
    "CNN",
    "HuffPost",
    "Huffington Post",
    "Fox News",
    "NPR",
    "BBC",
    "Newsmax",
    "USA TODAY",
];

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (corpus, document) = (context.corpus, context.document);
    let text = &*entry.reading.article.text;
    let passages = corpus.copied_passages(document);
    if passages.is_empty() || AGENCIES.iter().any(|a| text.contains(a)) {
        return;
    }
    let reprints: Vec<_> = corpus.near_duplicates(document).into_iter().map(|near| near.0).collect();
    let mut covered: Vec<crate::text::Span> = Vec::new();
    for passage in passages {
        let Some(there) = corpus.article(passage.other) else { continue };
        let later = entry.facts.day.zip(there.facts.day).is_none_or(|(here, there)| here >= there);
        let unsaid = later && !reprints.contains(&passage.other) && !names(text, entry, there);
        // One finding for each passage, at the article that has most of it.
        if !unsaid || covered.iter().any(|c| c.overlaps(passage.span)) {
            continue;
        }
        covered.push(passage.span);
        let older = entry.facts.day.zip(there.facts.day).is_some_and(|(here, there)| here > there);
        let when = if older { ", which is older" } else { "" };
        let message = format!("{} words or more stand word for word in {}{when}", passage.words, there.label());
        let finding = context.report(passage.span, message);
        finding.relate(Location { document: passage.other, span: passage.there }, "the same words");
    }
}

/// Whether an article is of the other's publisher, or names it.
fn names(text: &str, entry: &ArticleEntry, there: &ArticleEntry) -> bool {
    let theirs = there.facts.publisher.as_deref();
    theirs.is_some_and(|name| text.contains(name) || entry.facts.publisher.as_deref() == Some(name))
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    const PASSAGE: &str = "The lower gates of the Eastgate wall were built in the year of the great storm by masons from the valley, who cut the stone by hand and carried it down to the quay on barges that the council had hired for two summers and never paid for in full.";

    fn around(before: &str, behind: &str) -> String {
        format!("{before}\n\n{PASSAGE}\n\n{behind}")
    }

    fn articles(extra: &str) -> [(&'static str, String); 2] {
        [
            (
                "a.txt",
                around(
                    "The harbour of Port Alder is closed. Nobody knows for how long it will be, and the ferries lie at Thornby pier.",
                    "The mayor spoke in the hall on Monday and was not asked about the pumps that had failed in the night before it.",
                ),
            ),
            (
                "b.txt",
                around(
                    extra,
                    "Shops by the quay stayed open until the evening, and the fishmonger gave away what she could not keep cold for another day. Her neighbours came with baskets and stayed to talk.",
                ),
            ),
        ]
    }

    fn found(extra: &str) -> Vec<String> {
        let articles = articles(extra);
        let given: Vec<(&str, &str)> = articles.iter().map(|(p, t)| (*p, t.as_str())).collect();
        findings(super::CODE, &given)
    }

    #[test]
    fn a_long_passage_of_another_article_is_found() {
        let shown = found(
            "Port Alder has seen worse. In the old town people remember other winters and other walls, and they will tell of them.",
        );
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert!(shown[0].contains("words or more stand word for word in b.txt"), "{shown:?}");
    }

    #[test]
    fn an_agency_that_is_named_and_a_quotation_are_left_alone() {
        let shown = found(
            "Port Alder has seen worse, the AFP reports. In the old town people remember other winters and other walls.",
        );
        assert_eq!(shown.len(), 1, "only the article that names nobody: {shown:?}");
        let said = format!("\"{PASSAGE}\" the harbourmaster said.");
        assert_eq!(findings(super::CODE, &[("a.txt", &said), ("b.txt", &format!("{said} It rained."))]), [""; 0]);
    }
}
