//! One file for each request: from the protocol to the `ide` layer and back. The protocol has no word for sheets and
//! readings; the three requests of ours for them are `copydesk/figures`, `copydesk/quotes` and `copydesk/reading`.

pub(super) mod alias;
pub(super) mod call_hierarchy;
pub(super) mod code_action;
pub(super) mod code_lens;
pub(super) mod completion;
pub(super) mod declaration;
pub(super) mod definition;
pub(super) mod diagnostic;
pub(super) mod dismiss;
pub(super) mod document_highlight;
pub(super) mod document_link;
pub(super) mod document_symbol;
pub(super) mod figure_sheet;
pub(super) mod fix_all;
pub(super) mod folding_range;
pub(super) mod hover;
pub(super) mod implementation;
pub(super) mod inlay_hint;
pub(super) mod quote_sheet;
pub(super) mod reading;
pub(super) mod references;
pub(super) mod rename;
pub(super) mod selection_range;
pub(super) mod semantic_tokens;
pub(super) mod sheet;
pub(super) mod type_definition;
pub(super) mod will_rename_files;
pub(super) mod workspace_diagnostic;
pub(super) mod workspace_symbol;
