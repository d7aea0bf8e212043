//! Where an article declares the source of what stands under the cursor.

use rustc_hash::FxHashSet;

use super::cited::cited;
use super::elsewhere::reports;
use super::subject::{Subject, entity_of};
use super::{Target, definition, type_definition};
use crate::article::Citation;
use crate::corpus::{ArticleEntry, Corpus, DocumentId, Resolved};

/// The entry, in the article's metadata or a link in its text, of the source that has the figure or quotation at the
/// byte `offset`, or whose name stands there; where no source is declared, what [`definition`] says.
pub fn declaration(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Target> {
    let otherwise = || definition(corpus, document, offset);
    if corpus.annotation(document).is_some() {
        let types = type_definition(corpus, document, offset);
        return if types.is_empty() { otherwise() } else { types };
    }
    let Some(entry) = corpus.article(document) else { return otherwise() };
    if let Some(target) = key(corpus, document, entry, offset) {
        return vec![target];
    }
    let Some((subject, origin)) = Subject::at(entry, offset) else { return otherwise() };
    let has: FxHashSet<DocumentId> = reports(corpus, document, subject).into_iter().map(|p| p.document).collect();
    let speaker = match subject {
        Subject::Figure(index) => entry.observations[index].speaker,
        subject => entity_of(&entry.reading, subject),
    };
    let speaker = speaker.map(|speaker| entry.reading.entities[speaker].name.as_str());
    let publishes = |source: DocumentId| {
        let metadata = corpus.article(source).map(|there| &there.reading.article.metadata);
        let publisher = metadata.and_then(|metadata| metadata.publisher.as_ref());
        publisher.zip(speaker).is_some_and(|(publisher, speaker)| same_name(&publisher.value, speaker))
    };
    // What the text names by a key of a bibliography, or in another way, leads to an article as well.
    let citations = entry.reading.article.citations.iter().zip(corpus.resolved(document));
    let resolved = citations.flat_map(|(citation, resolved)| match resolved {
        Resolved::Articles(found) => found.into_iter().map(|id| (Some(id), citation.span)).collect(),
        _ => Vec::new(),
    });
    let named = cited(corpus, entry).into_iter().map(|cited| (cited.document, cited.span));
    let declared = named.chain(resolved).filter_map(|(source, span)| {
        let source = source.filter(|source| has.contains(source) || publishes(*source))?;
        let span = span?;
        Some((source, Target { document, span, focus: span, origin: Some(origin) }))
    });
    let mut seen = FxHashSet::default();
    let targets: Vec<_> = declared.filter(|(source, _)| seen.insert(*source)).map(|(_, target)| target).collect();
    if targets.is_empty() { otherwise() } else { targets }
}

/// The entry of the bibliography whose key stands at the byte `offset`.
fn key(corpus: &Corpus, document: DocumentId, entry: &ArticleEntry, offset: usize) -> Option<Target> {
    let at = |c: &&Citation| c.span.is_some_and(|span| span.touches(offset));
    let citation = entry.reading.article.citations.iter().find(at)?;
    let (bibliography, reference) = corpus.reference(document, &citation.target)?;
    Some(Target { document: bibliography, span: reference.span, focus: reference.span, origin: citation.span })
}

/// Whether two names are the same but for their case and a leading article ("The Thornby Post").
pub(super) fn same_name(a: &str, b: &str) -> bool {
    let bare = |name: &str| {
        let name = name.trim().to_lowercase();
        name.strip_prefix("the ").map(str::to_owned).unwrap_or(name)
    };
    bare(a) == bare(b)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let (document, offset) = fixture.cursor();
        expected.assert_eq(&fixture.show(&declaration(&fixture.corpus, document, offset)));
    }

    #[test]
    fn a_quotation_leads_to_the_entry_of_the_source_that_has_it() {
        check(
            "//- a.txt
---
sources:
  - other.txt
  - b.txt
---

\"The water was already in the $0lower hall when we opened the gates,\" harbourmaster Ann Marsh said.
//- b.txt
Harbourmaster Ann Marsh said: \"The water was already in the lower hall when we opened the gates.\"
//- other.txt
The mayor spoke.
",
            expect![[r#"
                a.txt:4 b.txt
            "#]],
        );
    }

    #[test]
    fn without_a_declared_source_it_is_the_definition() {
        check(
            "//- a.txt
Harbour minister Ann Marsh spoke on Monday. $0She left early.
",
            expect![[r#"
                a.txt:1 Harbour minister Ann Marsh
            "#]],
        );
    }

    #[test]
    fn a_key_leads_to_its_entry_and_declares_what_its_article_has() {
        let said = "\"The water was already in the lower hall when we opened the gates,\" harbourmaster Ann Marsh said";
        let show = |text: &str| {
            let mut fixture = Fixture::new(&format!("//- a.md\n{text}\n//- copies/b.txt\n{said}.\n"));
            let bib = "@misc{marsh2024, file = {copies/b.txt}}\n";
            let file = crate::article::Bibliography::parse("refs.bib", bib.into());
            fixture.corpus.put_bibliography("refs.bib", std::sync::Arc::new(file));
            let (document, offset) = fixture.cursor();
            fixture.show(&declaration(&fixture.corpus, document, offset))
        };
        assert_eq!(show(&format!("{said} [@mar$0sh2024].")), "refs.bib:1 marsh2024\n");
        assert_eq!(show(&format!("{} [@marsh2024].", said.replace("lower", "lo$0wer"))), "a.md:1 marsh2024\n");
    }
}
