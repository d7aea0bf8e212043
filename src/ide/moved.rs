//! What has to be written anew when files of a corpus are renamed: sources, links, annotation files beside them.

use super::cited::{cited, is_address, resolved};
use crate::corpus::{Corpus, DocumentId, Location};
use crate::text::Span;

/// A file or folder that is renamed, by the paths under which the corpus knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The path until now.
    pub from: String,
    /// The path from now on.
    pub to: String,
}

/// What follows from renaming.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Paths in articles that are written anew.
    pub edits: Vec<(Location, String)>,
    /// Annotation files that belong to a renamed article and bear its name.
    pub files: Vec<(DocumentId, String)>,
}

/// The path of a document after the moves.
fn after(moves: &[Move], path: &str) -> Option<String> {
    moves.iter().find_map(|one| {
        let rest = path.strip_prefix(&one.from)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{}{rest}", one.to))
    })
}

/// What follows from renaming files of a corpus, other than the renaming itself.
pub fn moved(corpus: &Corpus, moves: &[Move]) -> Moved {
    let mut moved = Moved::default();
    for (document, entry) in corpus.articles() {
        let here = after(moves, &entry.path);
        for source in cited(corpus, entry).into_iter().filter(|source| !is_address(&source.written)) {
            let Some(target) = source.document.and_then(|id| corpus.path(id)) else { continue };
            let there = after(moves, target);
            if (&here, &there) == (&None, &None) {
                continue;
            }
            let (path, tail) = split_tail(&source.written);
            let to = there.as_deref().unwrap_or(target);
            // A path that counts from the corpus goes on doing so.
            let new = match resolved(&entry.path, path).as_deref() == Some(&**target) {
                true => relative(here.as_deref().unwrap_or(&entry.path), to),
                false => to.to_owned(),
            };
            let text = &entry.reading.article.text;
            let place = source.span.and_then(|span| within(text, span, &source.written));
            if let Some(span) = place.filter(|_| new != path) {
                moved.edits.push((Location { document, span }, format!("{new}{tail}")));
            }
        }
        if let Some(to) = &here {
            moved.files.extend(annotations(corpus, document, &entry.path, to, moves));
        }
    }
    moved
}

/// The annotation files that bear the name of a renamed article, each with its new path.
fn annotations<'a>(
    corpus: &'a Corpus,
    article: DocumentId,
    from: &'a str,
    to: &'a str,
    moves: &'a [Move],
) -> impl Iterator<Item = (DocumentId, String)> + 'a {
    let ((old_folder, old), (new_folder, new)) = (folder_and_stem(from), folder_and_stem(to));
    let renamed = move |(id, entry): (DocumentId, &crate::corpus::AnnotationEntry)| {
        if after(moves, &entry.path).is_some() {
            return None;
        }
        let (folder, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        let rest = name.strip_prefix(old).filter(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))?;
        let folder = if folder == old_folder { new_folder } else { folder };
        let path = if folder.is_empty() { format!("{new}{rest}") } else { format!("{folder}/{new}{rest}") };
        (path != *entry.path && corpus.id(&path).is_none()).then_some((id, path))
    };
    corpus.annotations_of(article).into_iter().filter_map(renamed)
}

fn folder_and_stem(path: &str) -> (&str, &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    (folder, name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// The strings of a `copydesk.toml` that name what is renamed, each with its new text; also folders at the beginning of
/// a path or pattern.
pub fn moved_strings(strings: &[(String, Span)], text: &str, moves: &[Move]) -> Vec<(Span, String)> {
    let new = |(written, span): &(String, Span)| {
        let (dot, path) = written.strip_prefix("./").map_or(("", written.as_str()), |path| ("./", path));
        let to = after(moves, path)?;
        Some((within(text, *span, written)?, format!("{dot}{to}")))
    };
    strings.iter().filter_map(new).collect()
}

/// Where `written` stands in what a span covers, which may have quotation marks around it.
fn within(text: &str, span: Span, written: &str) -> Option<Span> {
    let at = span.of(text).find(written)?;
    Some(Span::new(span.start as usize + at, span.start as usize + at + written.len()))
}

/// A path without the fragment that may follow it, and that.
fn split_tail(written: &str) -> (&str, &str) {
    written.split_at(written.find(['#', '?']).unwrap_or(written.len()))
}

/// The way from the folder of a file to another file.
pub(super) fn relative(from: &str, to: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let parts: Vec<&str> = to.split('/').collect();
    let same = folders.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders.len() - same);
    up.chain(parts[same..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    const CORPUS: &str = "//- drafts/a.md
---
sources: ['../wire/b.txt', wire/c.txt]
---

As [the wire](../wire/b.txt#top) wrote.
//- wire/b.txt
Text.
//- wire/b.ann
T1\tPerson 0 4\tText
//- wire/c.txt
Text.
";

    fn check(moves: &[(&str, &str)], expected: Expect) {
        let fixture = Fixture::new(CORPUS);
        let moves: Vec<_> = moves.iter().map(|(from, to)| Move { from: (*from).into(), to: (*to).into() }).collect();
        let moved = moved(&fixture.corpus, &moves);
        let path = |id| fixture.corpus.path(id).unwrap().to_string();
        let edit = |(place, new): &(Location, String)| {
            format!("{}: {} → {new}\n", path(place.document), fixture.covered(place.document, place.span))
        };
        let file = |(id, new): &(DocumentId, String)| format!("{} → {new}\n", path(*id));
        let shown: String = moved.edits.iter().map(edit).chain(moved.files.iter().map(file)).collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn who_names_a_renamed_article_names_it_anew_and_its_annotations_go_with_it() {
        check(
            &[("wire/b.txt", "wire/flood.txt")],
            expect![[r#"
                drafts/a.md: ../wire/b.txt → ../wire/flood.txt
                drafts/a.md: ../wire/b.txt#top → ../wire/flood.txt#top
                wire/b.ann → wire/flood.ann
            "#]],
        );
    }

    #[test]
    fn a_renamed_folder_and_an_article_that_moves_itself_are_followed() {
        check(
            &[("wire", "agencies/wire")],
            expect![[r#"
                drafts/a.md: ../wire/b.txt → ../agencies/wire/b.txt
                drafts/a.md: wire/c.txt → agencies/wire/c.txt
                drafts/a.md: ../wire/b.txt#top → ../agencies/wire/b.txt#top
            "#]],
        );
        check(
            &[("drafts/a.md", "a.md")],
            expect![[r#"
                drafts/a.md: ../wire/b.txt → wire/b.txt
                drafts/a.md: ../wire/b.txt#top → wire/b.txt#top
            "#]],
        );
        check(&[("wire/bb.txt", "x.txt")], expect![[""]]);
    }

    #[test]
    fn strings_of_the_configuration_follow() {
        let text = "include = [\"wire/*.txt\", './wire/b.txt', \"wired/\"]";
        let at = |part: &str| {
            (
                part.trim_matches(['"', '\'']).to_owned(),
                Span::new(text.find(part).unwrap(), text.find(part).unwrap() + part.len()),
            )
        };
        let strings = ["\"wire/*.txt\"", "'./wire/b.txt'", "\"wired/\""].map(at);
        let moves = [Move { from: "wire".into(), to: "agency".into() }];
        let shown: Vec<_> =
            moved_strings(&strings, text, &moves).into_iter().map(|(span, new)| (span.of(text), new)).collect();
        assert_eq!(shown, [("wire/*.txt", "agency/*.txt".into()), ("./wire/b.txt", "./agency/b.txt".to_owned())]);
    }
}
