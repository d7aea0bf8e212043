//! Where an article declares the source of what stands under the cursor.

use rustc_hash::FxHashSet;

use super::cited::cited;
use super::elsewhere::reports;
use super::subject::{Subject, entity_of};
use super::{Target, definition, type_definition};
use crate::corpus::{Corpus, DocumentId};

/// The entry, in the article's metadata or a link in its text, of the source that has the figure or quotation at the
/// byte `offset`, or whose name stands there; where no source is declared, what [`definition`] says.
pub fn declaration(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Target> {
    let otherwise = || definition(corpus, document, offset);
    if corpus.annotation(document).is_some() {
        let types = type_definition(corpus, document, offset);
        return if types.is_empty() { otherwise() } else { types };
    }
    let Some(entry) = corpus.article(document) else { return otherwise() };
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
    let declared = cited(corpus, entry).into_iter().filter_map(|cited| {
        let source = cited.document.filter(|source| has.contains(source) || publishes(*source))?;
        let span = cited.span?;
        Some((source, Target { document, span, focus: span, origin: Some(origin) }))
    });
    let mut seen = FxHashSet::default();
    let targets: Vec<_> = declared.filter(|(source, _)| seen.insert(*source)).map(|(_, target)| target).collect();
    if targets.is_empty() { otherwise() } else { targets }
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
}
