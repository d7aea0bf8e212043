//! What the requests for sheets have in common: which corpora are asked about, and places that an editor can go to.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::ls_types::{TextDocumentIdentifier, Uri};

use crate::corpus::{Corpus, DocumentId, Location};
use crate::server::analysis::Context;
use crate::server::to_proto;
use crate::text::LineIndex;
use crate::workspace::Desk;

/// What a client asks: the corpus of `uri`, or every marked corpus; `only` what differs; so many groups at most.
#[derive(Debug, Default, Deserialize)]
pub(in crate::server) struct Asked {
    uri: Option<Uri>,
    #[serde(default)]
    pub only_differing: bool,
    pub limit: Option<usize>,
}

/// The sheet of each corpus that is asked about: `{"corpora": [{"root", …}]}`. The root is `null` for loose articles.
pub(super) fn of_each(
    context: &Context,
    asked: &Asked,
    sheet: impl Fn(&Corpus, &mut Places) -> serde_json::Map<String, Value>,
) -> Value {
    let own = asked.uri.clone().and_then(|uri| Some(context.subject(&TextDocumentIdentifier { uri })?.view.index));
    let marked = |&index: &usize| context.snapshot.desks()[index].root().is_some();
    let wanted: Vec<usize> = match (&asked.uri, own) {
        (Some(_), own) => own.into_iter().collect(),
        (None, _) => (0..context.snapshot.desks().len()).filter(marked).collect(),
    };
    let of = |index| {
        let desk = context.snapshot.fresh_desk(index)?;
        let mut object = sheet(&desk.corpus, &mut Places { context, desk: &desk, index, lines: FxHashMap::default() });
        object.insert("root".into(), json!(desk.root().and_then(to_proto::file_uri)));
        Some(Value::Object(object))
    };
    json!({ "corpora": wanted.into_iter().filter_map(of).collect::<Vec<_>>() })
}

/// Places of one corpus in the protocol's terms.
pub(super) struct Places<'a> {
    context: &'a Context,
    desk: &'a Desk,
    index: usize,
    lines: FxHashMap<DocumentId, (Option<Uri>, LineIndex)>,
}

impl Places<'_> {
    /// `{"uri", "path", "range"}`; the path is relative to the corpus.
    pub(super) fn place(&mut self, path: &str, location: Location) -> Value {
        let Self { context, desk, index, lines } = self;
        let (uri, lines) = lines.entry(location.document).or_insert_with(|| {
            let text = desk.corpus.text(location.document).unwrap_or_default();
            (to_proto::document_uri(&context.snapshot, desk, *index, location.document), LineIndex::new(text))
        });
        json!({ "uri": uri, "path": path, "range": to_proto::range(lines, location.span, &context.client) })
    }
}
