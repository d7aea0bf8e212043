//! Plain-text and Markdown articles: what is headline, date line, byline, prose, and what is boilerplate.
//!
//! Nothing here is language understanding. The header is read as papers print it, front matter as
//! writers of Markdown keep it; the layers above read only the prose, and no rule may touch the rest.

pub mod bibliography;
mod block;
pub mod calendar;
pub mod citation;
mod date;
mod front_matter;
mod header;
mod markdown;
mod metadata;
mod plain;

pub use bibliography::{Bibliography, Reference};
pub use block::{Block, BlockKind};
pub use citation::{Citation, CitationKind};
pub use metadata::{ArticleDate, DateOrigin, Metadata, Overrides, PartialDate, Stated};

use crate::text::Span;
use std::sync::Arc;

/// How the article's file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Markup {
    /// Plain text.
    #[default]
    Plain,
    /// Markdown, with front matter between `---` lines.
    Markdown,
}

/// One article, taken apart.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Article {
    /// The whole text as the file or the editor holds it, byte order mark and line ends included.
    pub text: Arc<str>,
    /// How the file is written.
    pub markup: Markup,
    /// Date, publisher, author and sources, each with where it was found.
    pub metadata: Metadata,
    /// The parts of the text in order, without overlap.
    pub blocks: Vec<Block>,
    /// What it names as its sources.
    pub citations: Vec<Citation>,
    /// What could not be understood.
    pub problems: Vec<Problem>,
}

/// What kind of thing is wrong with an article's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum ProblemKind {
    /// The bytes of the file are no clean UTF-8.
    Encoding,
    /// The front matter cannot be read.
    FrontMatter,
    /// A bibliography cannot be read.
    Bibliography,
}

/// Something in the article's own form that is wrong, such as front matter that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// What kind of thing is wrong.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
    /// What, in one sentence.
    pub message: String,
}

impl Article {
    /// Takes a text apart. What `overrides` says comes before what the article says of itself.
    pub fn parse(text: Arc<str>, markup: Markup, overrides: &Overrides) -> Self {
        let (mut metadata, mut problems, mut blocks) = (Metadata::default(), Vec::new(), Vec::new());
        let mut from = 0;
        if let Some(span) = front_matter::find(&text) {
            front_matter::read(&text, span, &mut metadata, &mut problems);
            blocks.push(Block { kind: BlockKind::FrontMatter, span, body: span });
            from = span.end as usize;
        }
        blocks.extend(match markup {
            Markup::Plain => plain::parse(&text, from, &mut metadata),
            Markup::Markdown => markdown::parse(&text, from, &mut metadata),
        });
        metadata.apply(overrides);
        let citations = citation::find(&text, markup, &metadata, &blocks);
        Self { text, markup, metadata, blocks, citations, problems }
    }

    /// The headline, where the text has one.
    pub fn headline(&self) -> Option<Span> {
        self.blocks.iter().find(|b| b.kind == BlockKind::Headline).map(|b| b.body)
    }

    /// The block that covers the byte `offset`.
    pub fn block_at(&self, offset: usize) -> Option<&Block> {
        let index = self.blocks.partition_point(|b| (b.span.end as usize) <= offset);
        self.blocks.get(index).filter(|b| b.span.contains(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, markup: Markup) -> Article {
        Article::parse(text.into(), markup, &Overrides::default())
    }

    fn shown(article: &Article) -> String {
        let lines = article.blocks.iter().map(|b| format!("{:?}: {}\n", b.kind, b.body.of(&article.text)));
        lines.collect()
    }

    #[test]
    fn a_wire_article_is_taken_apart() {
        let text = "All news\nUpdated at: \n\nMinister hails the reopening of the harbour\n\nThe minister says it was the largest work of its kind\nDivers in the harbour Ann Marsh/News Team/TASS\nDivers in the harbour\n© Ann Marsh/News Team/TASS\n\nPORT ALDER, March 3./NORD/. The minister has called the reopening of the harbour a major step towards normal life in the city.\n\nFinal works\n\n\"It took long,\" he said of the works that had closed the port for a year.\n© Copyright Coast Wire 2024. All rights reserved.";
        let article = parse(text, Markup::Plain);
        expect_test::expect![[r#"
            Boilerplate: All news
            Boilerplate: Updated at:
            Headline: Minister hails the reopening of the harbour
            Deck: The minister says it was the largest work of its kind
            Credit: Divers in the harbour Ann Marsh/News Team/TASS
            Caption: Divers in the harbour
            Credit: © Ann Marsh/News Team/TASS
            Paragraph: The minister has called the reopening of the harbour a major step towards normal life in the city.
            Heading: Final works
            Paragraph: "It took long," he said of the works that had closed the port for a year.
            Boilerplate: © Copyright Coast Wire 2024. All rights reserved.
        "#]]
        .assert_eq(&shown(&article));
        let date = article.metadata.date().expect("a date");
        assert_eq!((date.date.year, date.date.month, date.date.day), (None, Some(3), Some(3)));
        assert_eq!(article.metadata.dct(), None);
    }

    #[test]
    fn one_line_a_paragraph_with_a_headline_above() {
        let text = "Minister: the harbour must reopen\nThe minister said on Friday that the harbour of Port Alder must be opened again.\nHe did not say when.";
        let article = parse(text, Markup::Plain);
        let kinds: Vec<_> = article.blocks.iter().map(|b| b.kind).collect();
        assert_eq!(kinds, [BlockKind::Headline, BlockKind::Paragraph, BlockKind::Paragraph]);
    }

    #[test]
    fn lines_wrapped_by_hand_are_one_paragraph() {
        let text = "The minister said on Friday that the harbour of Port\nAlder must be opened again, whatever the price of the\nworks may be in the end.\n\nHe left.";
        let article = parse(text, Markup::Plain);
        assert_eq!(article.blocks.len(), 2, "{}", shown(&article));
    }

    #[test]
    fn markdown_with_front_matter_keeps_its_blocks() {
        let text = "---\ntitle: Flood\ndate: 2026-03-01\n---\n# Flood\n\nPORT ALDER - The water *rose*.\n\n- first item\n- second item\n\n```\ncode 12\n```\n";
        let article = parse(text, Markup::Markdown);
        expect_test::expect![[r#"
            FrontMatter: ---
            title: Flood
            date: 2026-03-01
            ---
            Headline: Flood
            Paragraph: The water *rose*.
            ListItem: first item
            ListItem: second item
            Code: ```
            code 12
            ```
        "#]]
        .assert_eq(&shown(&article));
        assert_eq!(article.metadata.dct(), jiff::civil::Date::new(2026, 3, 1).ok());
    }

    #[test]
    fn the_configuration_comes_before_the_article() {
        let overrides =
            Overrides { date: jiff::civil::Date::new(2026, 4, 1).ok().map(Into::into), ..Overrides::default() };
        let article = Article::parse("---\ndate: 2026-03-01\n---\nText.".into(), Markup::Plain, &overrides);
        assert_eq!(article.metadata.dct(), jiff::civil::Date::new(2026, 4, 1).ok());
        assert_eq!(article.metadata.dates.len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_ordered_blocks_on_character_boundaries(text in r"(?s).{0,200}", markdown: bool) {
            let article = parse(&text, if markdown { Markup::Markdown } else { Markup::Plain });
            let mut end = 0;
            for block in &article.blocks {
                proptest::prop_assert!(block.span.start >= end && block.span.covers(block.body));
                proptest::prop_assert!(text.is_char_boundary(block.body.start as usize) && text.is_char_boundary(block.body.end as usize));
                end = block.span.end;
            }
        }
    }
}
