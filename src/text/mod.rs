//! Document text, edits, and offsets in every unit that a front end may speak.
//!
//! Inside copydesk an offset is a byte in UTF-8. Editors count UTF-8, UTF-16 or UTF-32 units within
//! a line, annotation formats count code points; the conversions live here and nowhere else.

mod alphanumeric;
mod change;
mod common;
mod decoding;
mod document;
mod generations;
mod invisible;
mod line_index;
mod lower;
mod recalled;
pub mod sorting;
mod span;
mod units;
mod word_memory;

pub use alphanumeric::alphanumeric_runs;
pub use change::{Change, Since, change_between, moved};
pub use common::{common_prefix, common_suffix};
pub use decoding::{Decoded, EncodingProblem, decode, text_problems};
pub use document::{Document, Edit};
pub use generations::Generations;
pub use invisible::{invisible, is_invisible};
pub use line_index::{LineIndex, Position};
pub use lower::push_lower;
pub use recalled::{Recalled, made_anew, recalled, recalled_beside, recalling, remembered, remembered_lately};
pub use span::{Span, Spans};
pub use units::{CodePoints, Encoding};
pub use word_memory::WordMemory;
