//! End-to-end tests of the language server: the real binary, spoken to over its standard input and output.

mod actions;
mod annotations;
mod archive;
mod client;
mod diagnostics;
mod dismissals;
mod faults;
mod features;
mod files;
mod frames;
mod life;
mod order;
mod rename;
mod saved;
mod sheets;
