//! What can be folded away: front matter, sections, stretches of boilerplate.

use crate::article::BlockKind;
use crate::corpus::{Corpus, DocumentId};
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// Why something can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// It says nothing about the event: metadata, navigation, copyright.
    Aside,
    /// It is a section with its heading.
    Section,
}

/// Something that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// What.
    pub span: Span,
    /// Why.
    pub kind: FoldKind,
}

/// The folds of a document, in order.
pub fn folds(corpus: &Corpus, document: DocumentId) -> Vec<Fold> {
    if let Some(entry) = corpus.annotation(document) {
        return super::annotation_columns::folds(&entry.file);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let mut folds: Vec<Fold> = Vec::new();
    let (mut section, mut aside): (Option<Span>, Option<Span>) = (None, None);
    let mut close = |open: &mut Option<Span>, kind| folds.extend(open.take().map(|span| Fold { span, kind }));
    for block in &entry.reading.article.blocks {
        let is_aside = matches!(block.kind, BlockKind::FrontMatter | BlockKind::Boilerplate | BlockKind::Credit);
        if is_aside {
            aside = Some(aside.map_or(block.span, |span| span.join(block.span)));
        } else {
            close(&mut aside, FoldKind::Aside);
        }
        match block.kind {
            BlockKind::Heading => {
                close(&mut section, FoldKind::Section);
                section = Some(block.span);
            }
            _ if !is_aside => section = section.map(|span| span.join(block.span)),
            _ => {}
        }
    }
    close(&mut aside, FoldKind::Aside);
    close(&mut section, FoldKind::Section);
    sort_by_key(&mut folds, |fold| fold.span);
    folds
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn front_matter_folds() {
        let fixture = Fixture::new("//- a.txt\n---\ntitle: Gates\n---\n\nThe gates stay open, the minister said.\n");
        let document = fixture.corpus.ids()[0];
        let folds = folds(&fixture.corpus, document);
        assert_eq!((folds.len(), folds[0].kind), (1, FoldKind::Aside));
        assert!(fixture.covered(document, folds[0].span).starts_with("---\ntitle"));
    }
}
