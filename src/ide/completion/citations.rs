//! The source that is being named: in `sources:` of the front matter, in a link, or by a key of a bibliography.

use super::super::moved::relative;
use super::{Completion, CompletionKind, Here, MOST};
use crate::article::{BlockKind, Markup};
use crate::corpus::ArticleEntry;
use crate::text::Span;

/// `None` where no source is being named.
pub(super) fn complete(here: &Here) -> Option<Vec<Completion>> {
    let (begun, keys, paths) = wanted(here)?;
    let replaced = Span::new(here.offset - begun.len(), here.offset);
    let low = begun.to_lowercase();
    let mut found = Vec::new();
    let mut add = |text: String, detail: String, shown: &str| {
        let fits = text.to_lowercase().contains(&low) || shown.to_lowercase().contains(&low);
        if fits && found.len() < MOST {
            let filter = if text.to_lowercase().contains(&low) { text.clone() } else { shown.to_owned() };
            let kind = CompletionKind::Source;
            found.push(Completion { label: text.clone(), detail, passage: None, replaced, text, filter, kind });
        }
    };
    if keys {
        for (id, bibliography) in here.corpus.bibliographies(here.entry) {
            let file = here.corpus.path(id).map(|path| path.rsplit('/').next().unwrap_or(path)).unwrap_or_default();
            for reference in &bibliography.file.references {
                let title = reference.title.as_deref().unwrap_or_default();
                let detail = if title.is_empty() { file.to_owned() } else { format!("{title}, {file}") };
                let text = if paths { format!("\"@{}\"", reference.key) } else { reference.key.clone() };
                add(text, detail, title);
            }
        }
    }
    if paths {
        let from = here.corpus.path_from_root(&here.entry.path);
        for entry in here.others() {
            let path = relative(from, here.corpus.path_from_root(&entry.path));
            add(path, about(entry), &title(entry));
        }
    }
    Some(found)
}

/// What was typed of a source, and whether a key or a path may stand there.
fn wanted<'a>(here: &Here<'a>) -> Option<(&'a str, bool, bool)> {
    let before = here.before;
    let blocks = &here.entry.reading.article.blocks;
    let front = blocks.first().filter(|b| b.kind == BlockKind::FrontMatter && b.span.touches(here.offset));
    if let Some(front) = front {
        let head = &here.text()[front.span.start as usize..here.line];
        let list = match before.trim_start().strip_prefix("sources:") {
            Some(inline) => inline,
            None => {
                let item = before.trim_start().strip_prefix('-')?;
                let key = head.lines().rev().find(|line| !line.trim_start().starts_with('-'))?;
                (key.trim_end() == "sources:").then_some(item)?
            }
        };
        let begun = list.rsplit([',', '[']).next().unwrap_or_default();
        return Some((begun.trim_start_matches([' ', '"', '\'', '@']), true, true));
    }
    if let Some(at) = before.rfind('@') {
        let group = before[..at].rfind('[').is_some_and(|open| !before[open..].contains(']'));
        let begun = &before[at + 1..];
        if group && !begun.contains([' ', ';', ',']) {
            return Some((begun, true, false));
        }
    }
    if here.entry.reading.article.markup == Markup::Markdown {
        let begun = &before[before.rfind("](")? + 2..];
        return (!begun.contains([')', ' ', ':'])).then_some((begun, false, true));
    }
    None
}

fn title(entry: &ArticleEntry) -> String {
    let title = entry.reading.article.metadata.title.as_ref();
    title.map(|t| super::flat(&t.value)).unwrap_or_default()
}

/// Title, publisher and date, where known.
fn about(entry: &ArticleEntry) -> String {
    let metadata = &entry.reading.article.metadata;
    let publisher = metadata.publisher.as_ref().map(|p| p.value.clone());
    let parts = [Some(title(entry)), publisher, metadata.dct().map(|date| date.to_string())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Fixture;
    use super::super::{check, completion};
    use crate::article::Bibliography;
    use expect_test::expect;
    use std::sync::Arc;

    #[test]
    fn the_front_matter_names_articles_by_path_in_both_forms_of_a_list() {
        check(
            "---\nsources: [c.txt, wi$0]\n---\nText.",
            expect![[r#"
                [wi] wire/b.txt (Coast Wire)
            "#]],
        );
        check(
            "---\ndate: 2024-12-03\nsources:\n  - c.txt\n  - $0\n---\nText.",
            expect![[r#"
                [] c.txt ()
                [] wire/b.txt (Coast Wire)
            "#]],
        );
        check("---\nauthor: [wi$0]\n---\nText.", expect![[""]]);
    }

    #[test]
    fn a_link_leads_to_an_article() {
        check(
            "As [the wire](wire$0) has it.",
            expect![[r#"
                [wire] wire/b.txt (Coast Wire)
            "#]],
        );
    }

    #[test]
    fn a_key_is_one_of_the_bibliography() {
        let mut fixture = Fixture::new("//- a.md\nThe wall broke [see @quill2024; @nor$0].\n");
        let bib = "@misc{nordag2024, title = {The Sea Wall}}\n@misc{quill2024, title = {Pumps}}\n";
        fixture.corpus.put_bibliography("refs.bib", Arc::new(Bibliography::parse("refs.bib", bib.into())));
        let (document, offset) = fixture.cursor();
        let found = completion(&fixture.corpus, document, offset);
        let shown: Vec<_> =
            found.iter().map(|c| (&*c.text, &*c.detail, fixture.covered(document, c.replaced))).collect();
        assert_eq!(shown, [("nordag2024", "The Sea Wall, refs.bib", "nor")]);
    }
}
