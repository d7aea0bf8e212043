//! `workspace/willRenameFiles`

use std::path::Path;
use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{RenameFilesParams, TextEdit, Uri, WorkspaceEdit};

use crate::ide::{self, Move};
use crate::server::analysis::Context;
use crate::server::edits::Edits;
use crate::server::{from_proto, to_proto};
use crate::text::LineIndex;
use crate::workspace::{DISMISSED_FILE, Desk, FILE_NAME, LOOSE, View, read_file, strings};

pub(in crate::server) fn run(context: &Context, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
    let path = |uri: &str| uri.parse::<Uri>().ok().and_then(|uri| from_proto::path(&uri));
    let files: Vec<_> =
        params.files.iter().filter_map(|file| Some((path(&file.old_uri)?, path(&file.new_uri)?))).collect();
    let mut edits = Edits::new(context);
    for index in (0..context.snapshot.desks().len()).filter(|index| *index != LOOSE) {
        let Some(desk) = context.snapshot.fresh_desk(index) else { continue };
        let Some(root) = desk.root() else { continue };
        let inside = |path: &Path| path.starts_with(root) && path != root;
        let moves: Vec<Move> = files
            .iter()
            .filter(|(from, to)| inside(from) && inside(to))
            .map(|(from, to)| Move { from: desk.key(from).to_string(), to: desk.key(to).to_string() })
            .collect();
        if !moves.is_empty() {
            follow(context, &desk, index, &moves, &mut edits);
        }
    }
    Ok((!edits.is_empty()).then(|| edits.finish()))
}

fn follow(context: &Context, desk: &Desk, index: usize, moves: &[Move], edits: &mut Edits) {
    let moved = ide::moved(&desk.corpus, moves);
    for (location, text) in moved.edits {
        let view = View::new(Desk::clone(desk), index, location.document);
        edits.replace(&view, location, text, None);
    }
    for name in [FILE_NAME, DISMISSED_FILE] {
        let open = desk.root().and_then(|root| context.snapshot.document_at(&root.join(name)));
        let text: Arc<str> = match open {
            Some(open) => open.text(),
            None => read_file(&desk.path(name)).map(|file| file.text.into()).unwrap_or_default(),
        };
        let Some(uri) = to_proto::uri(&context.snapshot, index, name) else { continue };
        let lines = LineIndex::new(text.clone());
        for (span, new_text) in ide::moved_strings(&strings(&text), &text, moves) {
            let edit = TextEdit { range: to_proto::range(&lines, span, &context.client), new_text };
            edits.replace_in(uri.clone(), open.map(|open| open.version), edit, None);
        }
    }
    for (document, to) in moved.files {
        let from = desk.corpus.path(document).and_then(|key| to_proto::uri(&context.snapshot, index, key));
        if let (Some(from), Some(to)) = (from, to_proto::file_uri(&desk.path(&to))) {
            edits.rename(from, to);
        }
    }
}
