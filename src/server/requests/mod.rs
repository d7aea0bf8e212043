//! One file for each request: from the protocol to the `ide` layer and back.

pub(super) mod definition;
pub(super) mod diagnostic;
pub(super) mod document_symbol;
pub(super) mod hover;
pub(super) mod references;
