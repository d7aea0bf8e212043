//! The best introduction of whoever is named, or speaks, under the cursor.

use super::definition::introduction;
use super::subject::{Subject, entity_of};
use super::{Target, annotation_columns, annotation_parts};
use crate::corpus::{Corpus, DocumentId};

/// The best introduction, in this article, of the person or organisation at the byte `offset`; in an
/// annotation file, where `annotation.conf` has the type.
pub fn type_definition(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Target> {
    if let Some(entry) = corpus.annotation(document) {
        let layer = annotation_columns::type_definition(&entry.file, document, offset);
        return layer.map_or_else(|| annotation_parts::type_definition(corpus, entry, offset), |layer| vec![layer]);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let Some((subject, origin)) = Subject::at(entry, offset) else { return Vec::new() };
    let entity = match subject {
        Subject::Figure(index) => entry.observations[index].speaker,
        subject => entity_of(&entry.reading, subject),
    };
    let target = entity.and_then(|entity| introduction(document, entry, entity));
    target.map(|target| Target { origin: Some(origin), ..target }).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn a_quotation_leads_to_the_introduction_of_its_speaker() {
        let fixture = Fixture::new(
            "//- a.txt
Harbourmaster Ann Velder came late.

\"The water was already in the $0lower hall when we opened the gates,\" Velder said.
",
        );
        let (document, offset) = fixture.cursor();
        let shown = fixture.show(&type_definition(&fixture.corpus, document, offset));
        assert_eq!(shown, "a.txt:1 Harbourmaster Ann Velder\n");
    }
}
