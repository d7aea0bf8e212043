//! Document text, edits, and offsets in every unit that a front end may speak.
//!
//! Inside copydesk an offset is a byte in UTF-8. Editors count UTF-8, UTF-16 or UTF-32 units within
//! a line, annotation formats count code points; the conversions live here and nowhere else.

mod span;

pub use span::Span;
