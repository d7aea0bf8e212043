//! `textDocument/documentLink`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use crate::ide::{self, Link, LinkTarget};
use crate::server::analysis::Context;
use crate::server::to_proto;
use crate::text::LineIndex;
use crate::workspace::{Desk, Role, strings};

pub(in crate::server) fn run(context: &Context, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    let open = context.snapshot.document(params.text_document.uri.as_str());
    if let Some(open) = open.filter(|open| open.role == Role::Configuration) {
        let Some(desk) = context.snapshot.desks().get(open.desk) else { return Ok(None) };
        let links = ide::links_of_strings(&desk.corpus, &strings(&open.text()));
        return Ok(Some(shown(context, desk, open.desk, &open.index(), links)));
    }
    let Some(subject) = context.subject(&params.text_document) else { return Ok(None) };
    let view = &subject.view;
    let links = ide::links(&view.desk.corpus, view.id);
    Ok(Some(shown(context, &view.desk, view.index, &subject.index, links)))
}

fn shown(context: &Context, desk: &Desk, index: usize, lines: &LineIndex, links: Vec<Link>) -> Vec<DocumentLink> {
    let link = |link: Link| {
        let (target, tooltip): (Option<Uri>, _) = match link.target {
            LinkTarget::Address(address) => (address.parse().ok(), "Open in the browser".to_owned()),
            LinkTarget::Document(id) => {
                let key = desk.corpus.path(id)?;
                (to_proto::document_uri(&context.snapshot, desk, index, id), format!("Open {key}"))
            }
        };
        Some(DocumentLink {
            range: to_proto::range(lines, link.span, &context.client),
            target: Some(target?),
            tooltip: context.client.link_tooltips.then_some(tooltip),
            data: None,
        })
    };
    links.into_iter().filter_map(link).collect()
}
