//! copydesk reads news articles the way a fact-checking desk does: who said it, where it comes from,
//! and who says otherwise.
//!
//! The program makes a *reading* of each article (a pure function of its text, metadata and human
//! annotations) and compares readings in the *corpus*. Checks, hovers and jumps are small functions
//! over those two. The modules are layers; each uses only those below it:
//!
//! | layer | owns | knows nothing of |
//! | --- | --- | --- |
//! | [`cli`], [`server`] | the front ends: commands and renderers; LSP transport, one file per request | each other |
//! | [`workspace`] | all that touches the world: files, loading, watching, configuration, dismissals, the session and its snapshots | LSP types, terminals |
//! | [`ide`], [`sheets`] | one file per editor feature; figure and quote sheets: plain structs, byte offsets | LSP, JSON, async, files |
//! | [`checks`] | one file per rule: code, severity, documentation, logic, tests | editors |
//! | [`corpus`] | articles together: index, figure groups, quote variants | rules, files |
//! | [`reading`] | what one article says: names, quotations, attributions, quantities, dates | other articles |
//! | [`language`] | English: sentences, tokens, tags, parse, lexicons; embedded models | articles |
//! | [`annotation`] | annotation formats, one model of spans and attributes | language |
//! | [`article`] | plain text and Markdown articles: metadata, headline, dateline, paragraphs | annotation |
//! | [`text`] | document text, edits, offsets and their encodings, decoding | everything else |
//!
//! Input and output happen only in `workspace`, `cli` and `server`. Everything below is pure and
//! cannot fail: parsing returns what it understood and a list of problems. Offsets are bytes;
//! other units exist only at the borders.

pub mod annotation;
pub mod article;
pub mod checks;
pub mod cli;
pub mod corpus;
pub mod ide;
pub mod language;
pub mod reading;
pub mod server;
pub mod sheets;
pub mod text;
pub mod workspace;
