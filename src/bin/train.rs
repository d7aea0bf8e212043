//! `copydesk-train`: makes the models under `models/` from treebanks.

fn main() {}
