//! From the protocol's types to copydesk's.

use std::path::PathBuf;

use tower_lsp::ls_types::{Range, TextDocumentContentChangeEvent, Uri};

use crate::article::Markup;
use crate::text::{Edit, Position};

/// The file of a `file:` address.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    uri.to_file_path().filter(|_| is_file).map(|path| path.into_owned())
}

/// What a document without a file is, going by its address and the editor's name for its language: an unsaved
/// draft, or a text file on another machine. Views of old versions and cells of notebooks are nothing.
pub(super) fn draft(uri: &Uri, language: &str) -> Option<Markup> {
    let by_name = match uri.path().as_str().rsplit('.').next() {
        Some("md" | "markdown") => Some(Markup::Markdown),
        Some("txt" | "text") => Some(Markup::Plain),
        _ => None,
    };
    match (uri.scheme().as_str(), language) {
        ("untitled", "markdown") => Some(Markup::Markdown),
        ("untitled", "plaintext" | "text" | "") => Some(by_name.unwrap_or_default()),
        ("untitled" | "vscode-remote" | "vsls", _) => by_name,
        _ => None,
    }
}

/// A position, whatever its unit.
pub(super) fn position(position: tower_lsp::ls_types::Position) -> Position {
    Position { line: position.line, character: position.character }
}

/// A change of a document.
pub(super) fn edit(change: TextDocumentContentChangeEvent) -> Edit {
    let range = |range: Range| position(range.start)..position(range.end);
    Edit { range: change.range.map(range), text: change.text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> Uri {
        text.parse().unwrap()
    }

    #[test]
    fn only_file_addresses_are_files() {
        assert_eq!(path(&uri("file:///a%20b/c%C3%A9.txt")), Some(PathBuf::from("/a b/cé.txt")));
        assert_eq!(path(&uri("git:/a/b.txt?%7B%7D")), None);
    }

    #[test]
    fn a_draft_is_an_article_and_an_old_version_is_not() {
        assert_eq!(draft(&uri("untitled:Untitled-1"), "plaintext"), Some(Markup::Plain));
        assert_eq!(draft(&uri("untitled:Untitled-1"), "rust"), None);
        assert_eq!(draft(&uri("git:/a/b.txt"), "plaintext"), None);
        assert_eq!(draft(&uri("vscode-remote://h/a/b.md"), "markdown"), Some(Markup::Markdown));
    }
}
