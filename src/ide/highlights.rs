//! The other places in the same document that the thing under the cursor stands at.

use super::references;
use crate::corpus::{Corpus, DocumentId};
use crate::text::Span;

/// All mentions of the name, or reports of the figure, at the byte `offset`, in this document only, in order.
pub fn highlights(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Span> {
    let targets = references(corpus, document, offset, true);
    targets.into_iter().filter(|target| target.document == document).map(|target| target.focus).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn a_name_lights_up_with_its_pronouns_but_not_in_other_articles() {
        let fixture = Fixture::new(
            "//- a.txt
Harbour minister Ann Velder spoke to reporters on Monday. $0Velder was calm, and she left early.
//- b.txt
The town had trusted Ann Velder for years.
",
        );
        let (document, offset) = fixture.cursor();
        let lit = highlights(&fixture.corpus, document, offset);
        let lit: Vec<_> = lit.into_iter().map(|span| fixture.covered(document, span)).collect();
        assert_eq!(lit, ["Ann Velder", "Velder", "she"]);
    }
}
